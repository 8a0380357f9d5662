/*
 * Intermediate results on disk. May be deleted at any time: whatever is wrong
 * with an entry is a miss and one log line, never a failure.
 *
 * An entry is one JSON file that holds its format version, full key, time,
 * fingerprint of the rows it was made from, the payload, and a digest of all of
 * these. The key is compared, so a collision of file names is a miss. The name
 * of the file is the key with unsafe bytes as %XX, or a digest of a long key.
 *
 * A rotten entry is a warning in the log; one that is absent, too old or made
 * from other rows is the normal course of things and a debug line.
 */
#ifndef CACHE_CACHE_H
#define CACHE_CACHE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cache;

enum {
    CACHE_FORMAT = 1,
    CACHE_ENTRY_LIMIT = 16 * 1024 * 1024, /* bytes; a larger file is not an entry */
};

/* Makes the folder, and clears it of what interrupted writes left an hour ago or earlier.
 * `now_ns` is the clock (UTC, since 1970); `log` may be NULL. */
bool cache_open(struct arena *arena, const char *folder, int64_t (*now_ns)(void),
                const struct log *log, struct cache **out, struct error *err);

/* The payload of a key when the entry is whole, younger than ttl_s, and made from the rows with
 * `fingerprint` (NULL: by age alone, for offline builds). False is a miss. */
bool cache_get(struct cache *cache, struct arena *arena, const char *key, long long ttl_s,
               const char *fingerprint, const char **payload);

/* Key, fingerprint and payload are UTF-8. A failure to write is one log line. */
void cache_put(struct cache *cache, const char *key, const char *fingerprint, const char *payload);

/* Removes one key, sound or not; false: it was not there, or cannot be removed (a log line). */
bool cache_remove(struct cache *cache, const char *key);

/* Removes one file that cache_list named. */
bool cache_remove_file(struct cache *cache, const char *file);

/* The file of a key, as cache_list names it. */
const char *cache_file_name(struct arena *arena, const char *key);

struct cache_entry {
    const char *file;        /* its name in the folder */
    const char *key;         /* NULL when unreadable */
    const char *fingerprint; /* NULL when unreadable; of many rows: their snapshot */
    const char *payload;     /* NULL when there is a problem */
    int64_t created_ns;      /* 0 when unreadable */
    long long bytes;         /* of the file */
    long long rows;          /* of an entry of many rows (cache/rows.h), else -1 */
    const char *problem;     /* NULL: sound; else "its digest does not match" ... */
    bool foreign;            /* not named like an entry: somebody else's, left alone */
};
/* Every file of the folder, by name (bytewise): sound, damaged or foreign. */
bool cache_list(struct cache *cache, struct arena *arena, struct cache_entry **rows, size_t *count,
                struct error *err);

#endif
