# The suite counts the signals that are sent.
LDFLAGS_tests/app/test_companion := -Wl,--wrap=kill
