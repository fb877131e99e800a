# Tests of the tables of isa/ and of what is made of them (tools/isa).
ISA_TEST := $(BUILD)/tests/isa

TESTS += test-isa-docs test-isa-tables
test-isa-docs: $(ISA)
	@sh tests/isa/docs.sh $(ISA) $(ISA_TEST)/docs $(ISA_DOCS)
test-isa-tables: $(ISA)
	@sh tests/isa/tables.sh $(ISA) $(ISA_TEST)/tables
	@[ "$$(sh tools/isa/settings icebreaker.core,RV_M=1)" = RV_C=0,RV_M=1,REGS_DISTRIBUTED=0,COUNTERS=0,COPY=0,DURABLE=0 ] && \
	  [ "$$(sh tools/isa/settings A=1,B=2)" = A=1,B=2 ] && [ "$$(sh tools/isa/settings -)" = - ] && \
	  ! sh tools/isa/settings none.core 2>/dev/null && ! sh tools/isa/settings ulx3s.none 2>/dev/null && echo '1 passed, 0 failed'
