/*
 * Findings of a sector in order, from the process that made them to the one that lists all of them,
 * and from one run to the next: a file of lines, and several such files read as one, in order.
 * Whoever reads holds one finding a file.
 */
#ifndef APP_FINDINGS_FILE_H
#define APP_FINDINGS_FILE_H

#include "base/error.h"
#include "model/finding.h"

/* They are sorted. */
bool findings_save(const struct findings *findings, const char *path, struct error *err);

/* Closed with the arena. */
struct findings_stream;
bool findings_open(struct arena *arena, const char *const *paths, size_t count,
                   struct findings_stream **out, struct error *err);
/* The next of all of them, until the one behind it; NULL: that was the last. */
bool findings_next(struct findings_stream *stream, const struct finding **finding,
                   struct error *err);

#endif
