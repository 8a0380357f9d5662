/* One run at a time: a lock on <out>/.lock that dies with the process (flock). */
#ifndef PUBLISH_LOCK_H
#define PUBLISH_LOCK_H

#include "base/arena.h"
#include "base/error.h"

/* Released when the arena is freed. Held elsewhere: ERROR_LOCKED, naming the holder's pid. Forked
 * workers inherit it; it is released when the last of them is gone. */
bool lock_acquire(struct arena *arena, const char *out_dir, struct error *err);

/* Whether this process itself took the lock and still holds it. */
bool lock_is_ours(struct arena *arena, const char *out_dir);

#endif
