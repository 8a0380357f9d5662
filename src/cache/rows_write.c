/* Entries of many rows: writing them and putting them in place. */
#include "base/fields.h"
#include "base/file.h"
#include "base/text.h"
#include "cache/internal.h"
#include "cache/rows.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

static const char suffix[] = ".rows";
static const char aside_mark[] = ".rows.tmp-";
static const char unfinished[] = ".part";

struct cache_rows_writer {
    const struct cache *cache;
    struct arena *arena;
    const char *key;
    const char *path; /* once it is whole */
    struct file_writer *file;
    struct digest_state *digest;
    struct strbuf piece;
    long long count;
    bool too_long;
};

const char *cache_rows_file_name(struct arena *arena, const char *key)
{
    return cache_name(arena, key, suffix);
}

/* Where an entry waits to be put in place. */
static const char *aside_suffix(struct arena *arena, const char *snapshot)
{
    return arena_printf(arena, "%s%s", aside_mark, cache_name(arena, snapshot, ""));
}

const char *cache_rows_aside_name(struct arena *arena, const char *key, const char *snapshot)
{
    return cache_name(arena, key, aside_suffix(arena, snapshot));
}

static const char *unfinished_path(struct arena *arena, const char *path)
{
    return arena_printf(arena, "%s%s", path, unfinished);
}

/* The first line, to be freed; NULL: a string is not UTF-8. */
static char *encode_head(const struct cache *cache, const char *key, const char *snapshot,
                         const char *payload)
{
    json_t *root = json_pack("{s:i, s:s, s:I, s:s, s:s}", "format", (int)CACHE_FORMAT, "key", key,
                             "created_ns", (json_int_t)cache->now_ns(), "snapshot", snapshot,
                             "payload", payload);
    char *text = root ? json_dumps(root, JSON_COMPACT) : NULL;
    json_decref(root);
    return text;
}

static void flush(struct cache_rows_writer *writer)
{
    digest_update(writer->digest, writer->piece.text, writer->piece.length);
    file_add(writer->file, writer->piece.text, writer->piece.length);
    strbuf_reset(&writer->piece);
}

/* Not flushed: one that a power failure tore is a miss, for it is checked from end to end when it
 * is opened. */
static struct cache_rows_writer *open_writer(const struct cache *cache, struct arena *arena,
                                             const char *key, const char *path, const char *head)
{
    struct cache_rows_writer *writer = arena_alloc(arena, sizeof *writer);
    *writer = (struct cache_rows_writer){
        .cache = cache,
        .arena = arena,
        .key = arena_strdup(arena, key),
        .path = path,
        .file = file_begin(unfinished_path(arena, path)),
        .digest = digest_begin(),
    };
    strbuf_init(&writer->piece);
    strbuf_addstr(&writer->piece, head);
    strbuf_addch(&writer->piece, '\n');
    return writer;
}

struct cache_rows_writer *cache_rows_begin(struct cache *cache, const char *key,
                                           const char *snapshot, const char *payload)
{
    struct arena *arena = arena_new();
    const char *path = path_join(arena, cache->folder, cache_rows_aside_name(arena, key, snapshot));
    struct cache_rows_writer *writer = NULL;
    if (!file_exists(path) && !file_exists(unfinished_path(arena, path))) {
        struct error err = ERROR_INIT;
        char *head = encode_head(cache, key, snapshot, payload);
        if (!head)
            log_warning(cache->log, "cache: entry '%s' not written: it is not UTF-8", key);
        /* The folder may have been deleted since it was made. */
        else if (!folder_make(cache->folder, &err))
            log_warning(cache->log, "cache: entry '%s' not written: %s", key, err.message);
        else
            writer = open_writer(cache, arena, key, path, head);
        free(head);
    }
    if (!writer)
        arena_free(arena);
    return writer;
}

void cache_rows_add(struct cache_rows_writer *writer, const char *const *fields, size_t count)
{
    if (!writer)
        return;
    size_t start = writer->piece.length;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            strbuf_addch(&writer->piece, '\t');
        field_write(&writer->piece, fields[i]);
    }
    strbuf_addch(&writer->piece, '\n');
    writer->count++;
    writer->too_long = writer->too_long || writer->piece.length - start > CACHE_ENTRY_LIMIT;
    if (writer->piece.length >= PIECE)
        flush(writer);
}

static void free_writer(struct cache_rows_writer *writer)
{
    strbuf_release(&writer->piece);
    arena_free(writer->arena);
}

static bool put_aside(struct cache_rows_writer *writer, struct error *err)
{
    return file_commit(writer->file, err) &&
           (rename(unfinished_path(writer->arena, writer->path), writer->path) == 0 ||
            error_set_errno(err, ERROR_FAILED, "cannot rename it to '%s'", writer->path));
}

void cache_rows_end(struct cache_rows_writer *writer)
{
    if (!writer)
        return;
    if (writer->too_long) {
        log_warning(writer->cache->log, "cache: entry '%s' not written: a row is too long",
                    writer->key);
        cache_rows_discard(writer);
        return;
    }
    flush(writer);
    struct digest digest = digest_finish(writer->digest);
    char hex[DIGEST_HEX];
    digest_hex(&digest, hex);
    const char *end = arena_printf(writer->arena, "\\.\t%lld\t%s\n", writer->count, hex);
    file_add(writer->file, end, strlen(end));
    struct error err = ERROR_INIT;
    if (!put_aside(writer, &err))
        log_warning(writer->cache->log, "cache: entry '%s' not written: %s", writer->key,
                    err.message);
    free_writer(writer);
}

void cache_rows_discard(struct cache_rows_writer *writer)
{
    if (!writer)
        return;
    digest_finish(writer->digest);
    file_discard(writer->file);
    free_writer(writer);
}

/* ---- all of a snapshot's ---- */

static void put_in_place(const struct cache *cache, int folder, const char *name, size_t stem)
{
    struct arena *scratch = arena_new();
    const char *place = arena_printf(scratch, "%.*s%s", (int)stem, name, suffix);
    if (renameat(folder, name, folder, place) != 0)
        log_warning(cache->log, "cache: cannot put '%s' in place: %s", place, strerror(errno));
    arena_free(scratch);
}

typedef void visitor(const struct cache *cache, int folder, const char *name, size_t stem);

/* Visits every file whose name has `mark`, or with `whole` ends with it. */
static void walk(const struct cache *cache, const char *mark, bool whole, visitor *visit)
{
    DIR *listing = opendir(cache->folder);
    if (!listing) {
        log_warning(cache->log, "cache: cannot open the cache folder '%s': %s", cache->folder,
                    strerror(errno));
        return;
    }
    for (const struct dirent *item = readdir(listing); item; item = readdir(listing)) {
        const char *found = strstr(item->d_name, mark);
        if (found && (!whole || text_ends_with(item->d_name, mark)))
            visit(cache, dirfd(listing), item->d_name, (size_t)(found - item->d_name));
    }
    closedir(listing);
}

static void remove_file(const struct cache *cache, int folder, const char *name, size_t stem)
{
    (void)stem;
    if (unlinkat(folder, name, 0) != 0 && errno != ENOENT)
        log_warning(cache->log, "cache: cannot remove '%s': %s", name, strerror(errno));
}

void cache_rows_keep(struct cache *cache, const char *snapshot)
{
    struct arena *scratch = arena_new();
    walk(cache, aside_suffix(scratch, snapshot), true, put_in_place);
    arena_free(scratch);
}

void cache_rows_drop(struct cache *cache, const char *snapshot)
{
    struct arena *scratch = arena_new();
    walk(cache, aside_suffix(scratch, snapshot), false, remove_file);
    arena_free(scratch);
}

bool cache_rows_remove(struct cache *cache, const char *key)
{
    struct arena *scratch = arena_new();
    bool removed = cache_remove_file(cache, cache_rows_file_name(scratch, key));
    arena_free(scratch);
    return removed;
}
