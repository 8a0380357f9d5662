/* What the files of this folder share about the cache. */
#ifndef CACHE_INTERNAL_H
#define CACHE_INTERNAL_H

#include "cache/cache.h"
#include "cache/rows.h"

struct cache {
    char *folder;
    int64_t (*now_ns)(void);
    const struct log *log;
};

/* The file of a key: unsafe bytes as %XX, or a digest of a long key, then the suffix. */
const char *cache_name(struct arena *arena, const char *key, const char *suffix);

/* The file of an entry of many rows that waits to be put in place. */
const char *cache_rows_aside_name(struct arena *arena, const char *key, const char *snapshot);

/* Age against a TTL. */
bool cache_is_young(const struct cache *cache, int64_t created_ns, long long ttl_s);

/* Overlays what cache_rows_confirm said of the entry. */
void cache_rows_apply_confirmation(const struct cache *cache, struct arena *arena,
                                   struct cache_rows_head *head);

/* Reads a file of many rows as far as to be sure of it. Its problem, NULL: sound; *absent when
 * there is no such file. */
const char *cache_rows_read_entry(const struct cache *cache, struct arena *arena, const char *file,
                                  struct cache_entry *entry, bool *absent);

#endif
