# How the collector keeps up where there is little room: Lisp and C programs in small heaps on the ulx3s machine.
BUILD ?= build

.PHONY: bench-headroom
bench-headroom: $(BUILD)/lith $(BUILD)/lith-sim $(patsubst %,$(FIRMWARE)/bench/%.bin,churn gcbench table)
	@mkdir -p $(BUILD)/bench
	@sed 's,BUILD/,$(BUILD)/,' bench/headroom/programs | sh bench/headroom/measure.sh $(BUILD)/lith $(BUILD)/lith-sim \
	  > $(BUILD)/bench/headroom.out
	@awk -v c="$$(awk '$$1 == "c" { print $$2 }' bench/headroom/programs | tr '\n' ' ')" -f bench/headroom/totals.awk \
	  $(BUILD)/bench/headroom.out > $(BUILD)/bench/headroom.part
	@mv $(BUILD)/bench/headroom.part $(BUILD)/bench/headroom.txt
BENCHES += bench-headroom
