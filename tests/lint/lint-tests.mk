# Lint itself: what is wrong in a small tree of planted files is found, and nothing else.
TESTS += test-lint-faults

test-lint-faults:
	@$(LINT_TOOLS) sh tests/lint/test.sh $(BUILD)/tests/lint

# The analyser: each planted fault is found, what is sound is not.
TESTS += test-analysis-faults
test-analysis-faults:
	@$(ANALYSIS_TOOLS) sh tests/lint/analysis.sh $(BUILD)/tests/analysis
