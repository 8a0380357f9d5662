/* The output folder: the names in it, the link `current`, and what killed runs left there. */
#ifndef PUBLISH_TREE_H
#define PUBLISH_TREE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

#define TREE_CURRENT "current"
#define TREE_RELEASES "releases"
#define TREE_STAGING ".staging-"   /* a stage: its tree, its fragments */
#define TREE_REMOVING ".removing-" /* an old release on its way out */

/* The id that `current` points to; NULL when there is no `current` or it points elsewhere. An
 * error when `current` is not a symbolic link: it cannot be switched then. */
bool tree_current(struct arena *arena, const char *out_dir, const char **id, struct error *err);

/* Points `current` to releases/<id> by one rename. `temporary` is a free name on the same file
 * system. False: `current` is as it was and nothing is left at `temporary`. The caller flushes
 * `out_dir` afterwards. */
bool tree_switch(struct arena *arena, const char *out_dir, const char *id, const char *temporary,
                 struct error *err);

/* Removes what killed runs left. Only for the holder of the lock. */
bool tree_remove_leftovers(struct arena *arena, const char *out_dir, struct error *err);

#endif
