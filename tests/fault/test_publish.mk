# Calls that tests/fault/test_publish.c counts and makes fail.
FAULT_CALLS := open close write pwrite pread ftruncate fsync syncfs rename linkat symlink mkdir opendir
LDFLAGS_tests/fault/test_publish := $(FAULT_CALLS:%=-Wl,--wrap=%)
