# What the pages name is in the tree.
TESTS += test-docs
test-docs: $(BUILD)/lith $(BUILD)/lith-sim $(BUILD)/lisp-host
	@sh tests/docs/check.sh $(BUILD) $(BUILD)/tests/docs
