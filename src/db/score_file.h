/*
 * Scores by the UUID of their assessment, in files and not in memory. Writers, one a process, put
 * rows into parts as they come; one file is made of all their parts, in blocks of some twenty rows
 * that a key leads to. In memory stays where each begins. The files have no name: they go with the
 * arena.
 */
#ifndef DB_SCORE_FILE_H
#define DB_SCORE_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SCORE_MISSING = -1 };

/* One number a dimension, SCORE_MISSING where there is none. */
struct score_row {
    struct uuid key; /* score_key of the assessment's */
    int32_t values[];
};

/* Its own for every UUID, and evenly spread over all numbers, whatever the UUIDs begin with. */
struct uuid score_key(const struct uuid *id);

/* Where the files are, and how many values a row has. */
struct score_place {
    const char *folder; /* NULL: in memory */
    size_t dimension_count;
};

/* What writers leave, closed with the arena: a process forked later writes, this one joins. */
struct score_parts;
bool score_parts_new(struct arena *arena, const struct score_place *place, struct score_parts **out,
                     struct error *err);

/* Any number of rows may say something of one assessment. The first failure ends the writing and
 * is said at the end, which frees the writer. */
struct score_writer;
struct score_writer *score_writer_begin(const struct score_parts *parts);
void score_writer_add(struct score_writer *writer, const struct score_row *row);
bool score_writer_end(struct score_writer *writer, struct error *err);

/* One file of all parts, which are closed. */
struct score_file;
bool score_file_join(struct arena *arena, struct score_parts *const *parts, size_t count,
                     struct score_file **out, struct error *err);

/* The row of an assessment until the next is asked for; NULL: there is none. Forks may ask, too. */
bool score_file_find(const struct score_file *file, const struct uuid *id,
                     const struct score_row **row, struct error *err);

#endif
