# Area and clock: `make synth` takes every line of tools/synth/designs through yosys and nextpnr.

SYNTH_OUT := $(BUILD)/synth
SYNTH_DESIGNS ?= $(shell awk '!/^\#/ && NF { print $$1 }' tools/synth/designs)
SYNTH_FIGURES := $(SYNTH_DESIGNS:%=$(SYNTH_OUT)/%.txt)

.PHONY: synth synth-figures synth-seeds synth-breakdown
synth:
	@bad=0; $(MAKE) -s -k -j$(JOBS) --no-print-directory synth-figures || bad=1; \
	figures=$$(ls $(SYNTH_FIGURES) 2>/dev/null); \
	awk -f tools/synth/table.awk tools/synth/designs $$figures; \
	awk -v json=$(BUILD)/synth.json -f tools/bench/figures.awk tools/synth/limits $$figures >$(SYNTH_OUT)/figures || bad=1; \
	echo "figures in $(BUILD)/synth.json, logs in $(SYNTH_OUT)/"; \
	[ $$bad = 0 ] && echo "limits hold"

synth-figures: $(SYNTH_FIGURES)

$(SYNTH_OUT)/%.txt: tools/synth/designs tools/synth/run tools/synth/nextpnr.awk \
		$(wildcard rtl/*/*.v rtl/*/*.vh rtl/*/*.f fpga/*/*) $(BOOT_HEX) $(ISA_VH)
	@mkdir -p $(@D)
	@echo "synth   $*"
	@YOSYS='$(YOSYS)' NEXTPNR_ICE40='$(NEXTPNR_ICE40)' NEXTPNR_ECP5='$(NEXTPNR_ECP5)' PICORV32='$(PICORV32)' \
	    OUT='$(SYNTH_OUT)' sh tools/synth/run $*

# How much of one design's clock is chance, after make synth: make synth-seeds D=ulx3s SEEDS="1 2 3 4 5"
SEEDS ?= 1 2 3 4 5
synth-seeds:
	@NEXTPNR_ICE40='$(NEXTPNR_ICE40)' NEXTPNR_ECP5='$(NEXTPNR_ECP5)' OUT='$(SYNTH_OUT)' sh tools/synth/run $(D) $(SEEDS)

# Which modules the area of one design goes to: make synth-breakdown D=icebreaker
synth-breakdown:
	@YOSYS='$(YOSYS)' OUT='$(SYNTH_OUT)' sh tools/synth/breakdown $(D)
