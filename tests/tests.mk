# Check suites mirror src/: tests/<layer>/test_<module>.c is a program of its own, linked against
# liborgair and what tests/support offers. A suite that needs flags or libraries of its own
# says so in a <suite>.mk beside it (variables LDFLAGS_<path of the source without .c>).

TEST_SOURCES := $(shell find tests -name 'test_*.c')
TEST_PROGRAMS := $(TEST_SOURCES:%.c=$(BUILD)/%)
SUPPORT_SOURCES := $(wildcard tests/support/*.c)
SUPPORT_OBJECTS := $(SUPPORT_SOURCES:%.c=$(BUILD)/%.o)
CHECK_LIBS := $(shell $(PKG_CONFIG) --libs check)

-include $(wildcard tests/*/*.mk)

tests: $(TEST_PROGRAMS)

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(SUPPORT_OBJECTS) $(LIBRARY)
	@echo "  LINK  $@"
	$(Q)$(CXX) $(LDFLAGS) $(LDFLAGS_tests/$*) -o $@ $(filter %.o,$^) $(LIBRARY) $(CHECK_LIBS) $(LIBS)

$(BUILD)/tests/%.o: override CFLAGS += -iquote tests

check: all tests
	scripts/run-tests $(BUILD)

.SECONDARY: $(TEST_SOURCES:%.c=$(BUILD)/%.o) $(SUPPORT_OBJECTS)
-include $(TEST_SOURCES:%.c=$(BUILD)/%.d) $(SUPPORT_OBJECTS:.o=.d)
