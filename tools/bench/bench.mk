# Measurements: `make bench` builds all that they need, runs the targets in BENCHES one after the other (they measure time),
# each of which leaves its figures as "key value" lines in $(BUILD)/bench/*.txt, and merges them.

.PHONY: bench bench-run
bench: setup
	@rm -rf $(BUILD)/bench && mkdir -p $(BUILD)/bench
	@+$(MAKE) --no-print-directory $(parallel) BENCH_BUILDS=1 bench-run
	@+$(MAKE) -s -j1 --no-print-directory bench-run
	@awk -v json=$(BUILD)/bench.json -f tools/bench/figures.awk tools/bench/limits $(BUILD)/bench/*.txt
	@echo "figures in $(BUILD)/bench.json"

bench-run: $(BENCHES)

# What the measurements need is built, and they are not run.
ifdef BENCH_BUILDS
$(BENCHES): private SHELL := true
endif
