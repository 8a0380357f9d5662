# The suite stands between file.c and the system calls, to fail each in turn.
LDFLAGS_tests/base/test_file := -Wl,--wrap=open,--wrap=mkostemp,--wrap=fchmod,--wrap=read \
                                -Wl,--wrap=write,--wrap=fsync,--wrap=syncfs,--wrap=close \
                                -Wl,--wrap=rename,--wrap=mkdir,--wrap=remove \
                                -Wl,--wrap=unlink,--wrap=memfd_create
