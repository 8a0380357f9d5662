/*
 * The standings of a sector from the process that scored it to the one that
 * ranks, and from one run to the next. A binary file of this machine and this
 * program: its digest stands in the plan, and another program makes it anew.
 */
#ifndef APP_STANDINGS_FILE_H
#define APP_STANDINGS_FILE_H

#include "base/error.h"
#include "rules/standing.h"

bool standings_save(const struct sector_standings *standings, size_t dimension_count,
                    const char *path, struct error *err);

/* Everything lives in the arena. `sector`: its index in the configurations of this run. */
bool standings_load(struct arena *arena, const char *path, size_t dimension_count, size_t sector,
                    struct sector_standings *out, struct error *err);

#endif
