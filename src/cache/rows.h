/*
 * Entries of many rows: what a build reads from the database sector by sector,
 * streamed to disk and back in bounded memory.
 *
 * An entry is one file: a line of JSON (format, full key, time, the snapshot that
 * the rows come from, and a payload that describes them), a line of fields a row
 * (base/fields.h), and a line with the number of rows and the digest of all
 * before it. It is read once to be sure of it and then once more for its rows.
 *
 * The entries of a build stay aside until cache_rows_keep puts them all in place of
 * the ones before: a build that fails leaves those as they were.
 */
#ifndef CACHE_ROWS_H
#define CACHE_ROWS_H

#include "cache/cache.h"

/* ---- writing; a failure is one log line ---- */

/* NULL when this snapshot's entry is there already: whoever reads first, writes. Key, snapshot
 * and payload are UTF-8. */
struct cache_rows_writer;
struct cache_rows_writer *cache_rows_begin(struct cache *cache, const char *key,
                                           const char *snapshot, const char *payload);
/* One row of at least one field. A NULL writer is allowed here and below. */
void cache_rows_add(struct cache_rows_writer *writer, const char *const *fields, size_t count);
void cache_rows_end(struct cache_rows_writer *writer);
/* Gives up: nothing is left behind. */
void cache_rows_discard(struct cache_rows_writer *writer);

/* Puts a snapshot's entries in place, each over its elder. A reader that wants rows of one
 * snapshot compares those of the heads. */
void cache_rows_keep(struct cache *cache, const char *snapshot);
/* Drops them instead. */
void cache_rows_drop(struct cache *cache, const char *snapshot);

/* Says of the entries of these keys that they are as right in this snapshot as they were in their
 * own: from now on they count as written by it, now. Of all other keys nothing is said any more. A
 * key without an entry is left out; a failure is one log line. */
void cache_rows_confirm(struct cache *cache, const char *const *keys, size_t count,
                        const char *snapshot);

/* ---- reading ---- */

/* Is there an entry of each of these keys that counts as this snapshot's, and its file as it was
 * when that was last confirmed? */
bool cache_rows_untouched(const struct cache *cache, const char *const *keys, size_t count,
                          const char *snapshot);

/* Snapshot and time are those of the confirmation where there is one. */
struct cache_rows_head {
    const char *key;
    const char *snapshot;
    const char *payload;
    int64_t created_ns;
    long long count; /* of rows */
};

/* False is a miss. Closed with the arena. */
struct cache_rows_reader;
bool cache_rows_open(struct cache *cache, struct arena *arena, const char *key, long long ttl_s,
                     struct cache_rows_reader **out);
/* The same of this snapshot's entry while it is aside; one that is still written is a miss. */
bool cache_rows_open_aside(struct cache *cache, struct arena *arena, const char *key,
                           const char *snapshot, struct cache_rows_reader **out);
const struct cache_rows_head *cache_rows_head(const struct cache_rows_reader *reader);

/* The fields of the next row, `count` of them, in `batch`; *done at the end. Fails on a row of
 * another number of fields, and when the file is not any more what it was when it was opened. */
bool cache_rows_next(struct cache_rows_reader *reader, struct arena *batch, const char **fields,
                     size_t count, bool *done, struct error *err);

/* The file of a key, as cache_list names it. */
const char *cache_rows_file_name(struct arena *arena, const char *key);

/* Removes one key, sound or not, as cache_remove does. */
bool cache_rows_remove(struct cache *cache, const char *key);

#endif
