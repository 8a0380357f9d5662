"""Runs a command and says what it took, in one line:

    measure.py COMMAND...       wall, user and system seconds, largest resident memory in bytes

Of the command and every process that it waited for: processor time is their sum, memory that of the
largest one. What the command prints goes to standard error; its exit status is passed on.
"""
import os
import sys
import time

started = time.monotonic()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, usage = os.wait4(process, 0)
wall = time.monotonic() - started
print(f"{wall:.4f} {usage.ru_utime:.4f} {usage.ru_stime:.4f} {usage.ru_maxrss * 1024}")
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
