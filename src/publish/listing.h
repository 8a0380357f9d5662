/*
 * A sorted list of files that stays on disk: what a release consists of, and what a stage holds
 * beyond its newest entries. Of sixteen rows it keeps one path in memory, six bytes a row, of more
 * than a hundred thousand one of thirty-two, and so on; a row is found by reading one such block.
 *
 * There are two forms: manifest.json, and a section of a stage's own temporary files.
 */
#ifndef PUBLISH_LISTING_H
#define PUBLISH_LISTING_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LISTING_LAST = 1 };

struct listing_row {
    const char *path;
    const char *note; /* "" in a manifest */
    long long bytes;
    struct digest digest;
    unsigned flags; /* the stage's own; LISTING_LAST of a manifest's last entry */
};

enum listing_form { LISTING_ROWS, LISTING_MANIFEST };

/* Where a block of rows begins. */
struct listing_mark {
    const char *path; /* of its first row */
    long long at;
};

struct listing {
    const char *name; /* what errors call it */
    int fd;
    enum listing_form form;
    long long begin; /* of the rows within the file */
    long long end;
    size_t count;
    struct listing_mark *marks;
    size_t mark_count;
    size_t mark_capacity;
    size_t mark_every; /* so many rows a block */
};

/* Writing one, a row after the other; the file's end is the caller's business. */
void listing_write(struct file_writer *writer, const struct listing_row *row);
/* The bytes that this takes. */
long long listing_row_bytes(const struct listing_row *row);

/* Reading from `path` on ("" is the beginning), in order. */
struct listing_cursor {
    const struct listing *listing;
    char *buffer;
    size_t capacity;
    size_t at;
    size_t filled;
    long long offset; /* of what follows the buffer */
    struct listing_row row;
    bool held; /* the row was read already */
};
/* Memory that listing_close gives back. */
void listing_begin(struct listing_cursor *cursor, const struct listing *listing, const char *path);
void listing_close(struct listing_cursor *cursor);
/* *row is NULL behind the last one. It holds until the next call. */
bool listing_next(struct listing_cursor *cursor, const struct listing_row **row, struct error *err);
/* Steps on to the row of exactly that path; *row is NULL when there is none. What it steps over is
 * not taken apart. Paths are asked for in their order, none before the one that the cursor began
 * at. */
bool listing_seek(struct listing_cursor *cursor, const char *path, const struct listing_row **row,
                  struct error *err);

/* Reads every row once: they must be whole, sorted and of different paths (rows of one path may
 * differ by their notes when `repeats`). Fills count and marks. `visit` sees each row; it may be
 * NULL. */
typedef bool listing_visitor(void *context, const struct listing_row *row, struct error *err);
struct listing_check {
    bool repeats;
    listing_visitor *visit;
    void *context;
};
bool listing_check(struct listing *listing, struct arena *arena, const struct listing_check *check,
                   struct error *err);

/* False: not there, or its block cannot be read. row->path is the caller's, the note is not filled;
 * row may be NULL.
 */
bool listing_find(const struct listing *listing, const char *path, struct listing_row *row);

/* Several listings as one, in order. */
struct listing_merge {
    struct listing_cursor *cursors;
    const struct listing_row **rows; /* at hand, NULL: that cursor is at its end */
    size_t count;
    size_t last; /* the cursor that gave the last row */
    bool started;
    bool unique; /* a path that is in two of them is an error */
};
/* Frees nothing: end it with listing_merge_end. */
void listing_merge_begin(struct listing_merge *merge, struct arena *arena,
                         const struct listing *const *listings, size_t count);
void listing_merge_end(struct listing_merge *merge);
bool listing_merge_next(struct listing_merge *merge, const struct listing_row **row,
                        struct error *err);

/* Opens a release's manifest.json, which must be in its canonical form to the byte; *digest is that
 * of the file. Closed when the arena is freed. */
bool listing_open_manifest(struct arena *arena, const char *file, struct listing *listing,
                           struct digest *digest, struct error *err);
/* Opens a file for reading; it is closed when the arena is freed. -1: it cannot be opened. */
int listing_open_file(struct arena *arena, const char *file, struct error *err);

#endif
