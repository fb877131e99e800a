# When collections start, on the host; and the policy with faults in it.
TEST_POLICY := $(BUILD)/tests/policy
POLICY_CFLAGS := -std=gnu11 -O1 -g $(WARNINGS) -Itests/policy/include -Ifirmware/include -I$(BUILD)/gen
$(TEST_POLICY)/%.o: %.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(POLICY_CFLAGS) $(DEPENDS) -c $< -o $@
POLICY_OBJ := $(TEST_POLICY)/tests/policy/policy.o $(TEST_POLICY)/firmware/runtime/policy.o
$(TEST_POLICY)/policy: $(POLICY_OBJ)
	$(call step,LINK)$(CC) $^ -o $@

TESTS += test-policy test-policy-faults
test-policy: $(TEST_POLICY)/policy
	@$<
test-policy-faults: $(TEST_POLICY)/policy tests/policy/faults.txt
	@sh tests/process/faults.sh tests/policy/faults.txt $(TEST_POLICY)/faults '$(CC) $(POLICY_CFLAGS)' '$$HOST' $(POLICY_OBJ)
