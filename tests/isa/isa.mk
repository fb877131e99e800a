# Tests of the tables of isa/ and of what is made of them (tools/isa).
ISA_TEST := $(BUILD)/tests/isa

TESTS += test-isa-docs test-isa-tables
test-isa-docs: $(ISA)
	@sh tests/isa/docs.sh $(ISA) $(ISA_TEST)/docs $(ISA_DOCS)
test-isa-tables: $(ISA)
	@sh tests/isa/tables.sh $(ISA) $(ISA_TEST)/tables
