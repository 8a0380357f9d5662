/*
 * Entries of many rows that are still right: a later run knows from the database
 * that nothing has changed, and need not write them again. One file says so of
 * all of them, by key: which snapshot's entry it is, as which snapshot's it counts
 * from now on, since when, and what its file looked like.
 */
#include "base/file.h"
#include "base/text.h"
#include "cache/internal.h"
#include "cache/rows.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>

static const char file_name[] = ".confirmed";

/* The snapshot in the first line of a key's file; NULL: there is no such line. */
static const char *snapshot_of(const struct cache *cache, struct arena *arena, const char *key)
{
    char *line = NULL;
    size_t capacity = 0;
    const char *snapshot = NULL;
    FILE *file = fopen(path_join(arena, cache->folder, cache_rows_file_name(arena, key)), "re");
    ssize_t length = file ? getline(&line, &capacity, file) : -1;
    json_t *head = length > 0 ? json_loadb(line, (size_t)length, 0, NULL) : NULL;
    const char *text = json_string_value(json_object_get(head, "snapshot"));
    if (text)
        snapshot = arena_strdup(arena, text);
    json_decref(head);
    free(line);
    if (file)
        fclose(file);
    return snapshot;
}

/* "12345 1795235917.423111758": size and time of a key's file; "" without one. */
static const char *look_of(const struct cache *cache, struct arena *arena, const char *key)
{
    struct stat status;
    if (stat(path_join(arena, cache->folder, cache_rows_file_name(arena, key)), &status) != 0)
        return "";
    return arena_printf(arena, "%lld %lld.%09ld", (long long)status.st_size,
                        (long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

/* What was confirmed; NULL: nothing. To be freed. */
static json_t *read_confirmed(const struct cache *cache, struct arena *arena)
{
    enum { LIMIT = 1 << 20 };
    char *text;
    size_t length;
    const char *path = path_join(arena, cache->folder, file_name);
    return file_exists(path) && file_read(arena, path, LIMIT, &text, &length, NULL)
               ? json_loadb(text, length, 0, NULL)
               : NULL;
}

bool cache_rows_untouched(const struct cache *cache, const char *const *keys, size_t count,
                          const char *snapshot)
{
    struct arena *arena = arena_new();
    json_t *root = read_confirmed(cache, arena);
    bool untouched = true;
    for (size_t i = 0; untouched && i < count; i++) {
        const char *look = look_of(cache, arena, keys[i]);
        const json_t *row = json_object_get(root, keys[i]);
        untouched = *look && text_equal(json_string_value(json_object_get(row, "file")), look) &&
                    text_equal(json_string_value(json_object_get(row, "counts_as")), snapshot);
    }
    json_decref(root);
    arena_free(arena);
    return untouched;
}

void cache_rows_confirm(struct cache *cache, const char *const *keys, size_t count,
                        const char *snapshot)
{
    struct arena *arena = arena_new();
    json_t *root = json_object();
    for (size_t i = 0; i < count; i++) {
        const char *entry = snapshot_of(cache, arena, keys[i]);
        if (entry)
            json_object_set_new(root, keys[i],
                                json_pack("{s:s, s:s, s:I, s:s}", "snapshot", entry, "counts_as",
                                          snapshot, "confirmed_ns", (json_int_t)cache->now_ns(),
                                          "file", look_of(cache, arena, keys[i])));
    }
    char *text = json_dumps(root, JSON_INDENT(1) | JSON_SORT_KEYS);
    json_decref(root);
    if (!text)
        out_of_memory();
    struct error err = ERROR_INIT;
    if (!file_write(path_join(arena, cache->folder, file_name), text, strlen(text), &err))
        log_warning(cache->log, "cache: entries not confirmed: %s", err.message);
    free(text);
    arena_free(arena);
}

void cache_rows_apply_confirmation(const struct cache *cache, struct arena *arena,
                                   struct cache_rows_head *head)
{
    json_t *root = read_confirmed(cache, arena);
    const json_t *row = json_object_get(root, head->key);
    const char *counts_as = json_string_value(json_object_get(row, "counts_as"));
    int64_t confirmed_ns = json_integer_value(json_object_get(row, "confirmed_ns"));
    bool same = text_equal(json_string_value(json_object_get(row, "snapshot")), head->snapshot) &&
                text_equal(json_string_value(json_object_get(row, "file")),
                           look_of(cache, arena, head->key));
    if (same && counts_as && confirmed_ns > head->created_ns && confirmed_ns <= cache->now_ns()) {
        head->snapshot = arena_strdup(arena, counts_as);
        head->created_ns = confirmed_ns;
    }
    json_decref(root);
}
