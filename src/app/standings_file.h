/*
 * The standings of a sector from the process that scored it to those that rank and list, and from
 * one run to the next; whoever reads them holds one at a time. A binary file of this machine and
 * this program: its digest stands in the plan, and another program makes it anew.
 */
#ifndef APP_STANDINGS_FILE_H
#define APP_STANDINGS_FILE_H

#include "base/error.h"
#include "rules/standing.h"

struct standings_writer;
struct standings_writer *standings_begin(const char *path);
void standings_add(struct standings_writer *writer, const struct standing *row);
/* Ends and frees it; with !ok nothing is left behind, and the answer is false. */
bool standings_end(struct standings_writer *writer, const double *average_dimensions,
                   size_t dimension_count, bool ok, struct error *err);

/* Closed with the arena. `sector`: its index in the configurations of this run. */
struct standings_file;
bool standings_open(struct arena *arena, const char *path, size_t dimension_count, size_t sector,
                    struct standings_file **out, struct error *err);
const double *standings_averages(const struct standings_file *file);
/* The next row, which stands until the one behind it; NULL: that was the last. */
bool standings_next(struct standings_file *file, const struct standing **row, struct error *err);

#endif
