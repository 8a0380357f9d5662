/*
 * Two published trees compared by what they say to machines (api/v1/).
 *
 * A release's own comparison with the one before it (changes/) depends on more
 * than its data: it is the one thing that a build from scratch, or one into
 * another folder, makes otherwise. So it never is the reason for a release, and
 * "incremental equals fresh" is said of all but changes/.
 */
#ifndef APP_CHANGES_H
#define APP_CHANGES_H

#include "app/published.h"

/* Everything lives in the arena; memory beyond it is bounded by two sectors. */
bool changes_between(const struct published_tree *before, const struct published_tree *after,
                     struct arena *arena, struct changes *out, struct error *err);

#endif
