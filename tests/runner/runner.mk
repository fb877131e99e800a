# The test runner and the figure checks, on small planted cases: both must be able to fail.
TESTS += test-runner

test-runner:
	@sh tests/runner/test.sh $(BUILD)/runner
