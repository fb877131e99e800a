# Tests of the test runner and the figure checks, on small planted cases: both must be able to fail; and of the build.
TESTS += test-runner

test-runner:
	@sh tests/runner/test.sh $(BUILD)/runner

# What is built when.
TESTS += test-build
test-build: $(BUILD)/lith $(BUILD)/lith-sim
	@sh tests/runner/build.sh $(BUILD) $(BUILD)/runner/build
