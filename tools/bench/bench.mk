# Measurements: `make bench` runs the targets in BENCHES one after the other (they measure time), each of which leaves its
# figures as "key value" lines in $(BUILD)/bench/*.txt, and merges them.

.PHONY: bench bench-run
bench: setup
	@rm -rf $(BUILD)/bench && mkdir -p $(BUILD)/bench
	@$(MAKE) -s -j1 --no-print-directory bench-run
	@awk -v json=$(BUILD)/bench.json -f tools/bench/figures.awk tools/bench/limits $(BUILD)/bench/*.txt
	@echo "figures in $(BUILD)/bench.json"

bench-run: $(BENCHES)
