/*
 * One more process, for what takes long and is not needed for a while. It is a copy of this one as
 * it is now; what it makes, it leaves in files.
 */
#ifndef APP_COMPANION_H
#define APP_COMPANION_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

struct companion;

/* Runs `run` there. Stopped when the arena is freed before its end; it dies with this process,
 * whatever ends that. NULL: there cannot be one more process. */
struct companion *companion_start(struct arena *arena,
                                  bool (*run)(void *subject, struct error *err), void *subject,
                                  struct error *err);

/* Waits for it: its error, if it has one. A signal to this process stops it. Once. */
bool companion_end(struct companion *companion, struct error *err);

#endif
