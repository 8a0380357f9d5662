/*
 * Intermediate results on disk. May be deleted at any time: whatever is wrong
 * with an entry is a miss and one log line, never a failure.
 *
 * An entry is one JSON file that holds its format version, full key, time,
 * fingerprint of the rows it was made from, digest of its payload, and the
 * payload. The key is compared, so a collision of file names is a miss.
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

struct cache_counts {
    long long hits;
    long long misses;
    int64_t hit_ns;  /* time spent in lookups that hit */
    int64_t miss_ns; /* in lookups that missed, the database excluded */
};

/* Makes the folder. `now_ns` is the clock; `log` may be NULL. */
bool cache_open(struct arena *arena, const char *folder, int64_t (*now_ns)(void),
                const struct log *log, struct cache **out, struct error *err);

/* The payload of a key when the entry is whole, younger than ttl_s, and made from the rows with
 * `fingerprint` (NULL: by age alone, for offline builds). False is a miss. */
bool cache_get(struct cache *cache, struct arena *arena, const char *key, long long ttl_s,
               const char *fingerprint, const char **payload);

/* A failure to write is one log line. */
void cache_put(struct cache *cache, const char *key, const char *fingerprint, const char *payload);

/* Removes one key; false: it was not there. */
bool cache_remove(struct cache *cache, const char *key);

struct cache_counts cache_counts(const struct cache *cache);

struct cache_entry {
    const char *file; /* its name in the folder */
    const char *key;  /* NULL when unreadable */
    const char *fingerprint;
    int64_t created_ns;
    long long bytes;
    const char *problem; /* NULL: sound; else "digest does not match" ... */
};
/* Every file of the folder, by name: sound, damaged or foreign. */
bool cache_list(struct cache *cache, struct arena *arena, struct cache_entry **rows, size_t *count,
                struct error *err);

#endif
