/*
 * Rows of scores that are too many to hold, by the UUID of their assessment: written as sorted runs
 * while they come, merged into one file at the end and read from there row by row. In memory stays
 * one UUID of 32. The files have no name: they go with the arena.
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
    struct uuid id;
    int32_t values[];
};

struct score_file;
struct score_file *score_file_begin(struct arena *arena, const char *folder,
                                    size_t dimension_count);
/* A run, whose rows it sorts; each is of another assessment. Runs may say more of the same one. */
bool score_file_add(struct score_file *file, struct score_row **rows, size_t count,
                    struct error *err);
bool score_file_end(struct score_file *file, struct error *err);

/* The row of an assessment until the next is asked for; NULL: there is none. Forks may ask, too. */
bool score_file_find(const struct score_file *file, const struct uuid *id,
                     const struct score_row **row, struct error *err);

#endif
