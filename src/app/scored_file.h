/*
 * Organizations of a sector with everything that scoring found of them, from the
 * process that scored them to the one that makes their pages: it holds one at a
 * time, and an index of 24 bytes each. A binary file of this run.
 */
#ifndef APP_SCORED_FILE_H
#define APP_SCORED_FILE_H

#include "base/error.h"
#include "rules/standing.h"

/* In the order of their ids. */
struct scored_writer;
struct scored_writer *scored_file_begin(const char *path);
bool scored_file_add(struct scored_writer *writer, const struct scored_organization *scored,
                     struct error *err);
/* Ends and frees it; with !ok nothing is left behind, and the answer is false. */
bool scored_file_end(struct scored_writer *writer, bool ok, struct error *err);

/* Closed with the arena. The rules are those that it was scored by. */
struct scored_file;
bool scored_file_open(struct arena *arena, const char *path, const struct score_sector *rules,
                      struct scored_file **out, struct error *err);

/* What is known of an organization but where it stands, in the arena; without `assessed`: nothing.
 */
bool scored_file_find(const struct scored_file *file, const char *organization_id,
                      struct arena *arena, struct scored_organization *out, struct error *err);

#endif
