#include "cache/cache.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "cache/internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_LIMIT = 200, LEFTOVER_AGE_S = 3600 };

static const char entry_suffix[] = ".json";
static const char rows_suffix[] = ".rows";
/* In the names of files in the making. */
static const char *const leftover_marks[] = {".json.tmp-", ".rows.tmp-"};

/* ---- names ---- */

static bool is_safe(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

const char *cache_name(struct arena *arena, const char *key, const char *suffix)
{
    struct strbuf name;
    strbuf_init(&name);
    for (const char *c = key; *c && name.length <= NAME_LIMIT; c++) {
        if (is_safe((unsigned char)*c))
            strbuf_addch(&name, *c);
        else
            strbuf_addf(&name, "%%%02X", (unsigned)(unsigned char)*c);
    }
    const char *file;
    if (name.length == 0 || name.length > NAME_LIMIT) {
        /* '=' is never in an encoded name, so the two kinds cannot meet. */
        struct digest digest = digest_of(key, strlen(key));
        char hex[DIGEST_HEX];
        digest_hex(&digest, hex);
        file = arena_printf(arena, "=%s%s", hex, suffix);
    } else {
        file = arena_printf(arena, "%s%s", name.text, suffix);
    }
    strbuf_release(&name);
    return file;
}

const char *cache_file_name(struct arena *arena, const char *key)
{
    return cache_name(arena, key, entry_suffix);
}

static bool is_leftover(const char *name)
{
    return strstr(name, leftover_marks[0]) || strstr(name, leftover_marks[1]);
}

/* ---- one entry ---- */

static void entry_digest(const struct cache_entry *entry, char hex[DIGEST_HEX])
{
    char created[32];
    snprintf(created, sizeof created, "%" PRId64, entry->created_ns);
    struct digest_state *state = digest_begin();
    digest_field(state, entry->key);
    digest_field(state, created);
    digest_field(state, entry->fingerprint);
    digest_field(state, entry->payload);
    struct digest digest = digest_finish(state);
    digest_hex(&digest, hex);
}

static const char *copy_string(struct arena *arena, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return arena_copy_text(arena, text);
}

/* The problem with an entry's JSON, NULL: sound. Fills what can be read either way. */
static const char *decode_entry(struct arena *arena, const json_t *root, struct cache_entry *entry)
{
    const json_t *format = json_object_get(root, "format");
    const json_t *created = json_object_get(root, "created_ns");
    const char *digest = json_string_value(json_object_get(root, "digest"));
    if (!json_is_integer(format))
        return "it is not a cache entry";
    if (json_integer_value(format) != CACHE_FORMAT)
        return arena_printf(arena, "its format is %" JSON_INTEGER_FORMAT ", not %d",
                            json_integer_value(format), CACHE_FORMAT);
    entry->key = copy_string(arena, root, "key");
    entry->fingerprint = copy_string(arena, root, "fingerprint");
    entry->payload = copy_string(arena, root, "payload");
    if (!entry->key || !entry->fingerprint || !entry->payload || !json_is_integer(created) ||
        !digest)
        return "a field is missing or of another type";
    if (json_integer_value(created) < 0)
        return "its time is before 1970";
    entry->created_ns = json_integer_value(created);
    char hex[DIGEST_HEX];
    entry_digest(entry, hex);
    return text_equal(hex, digest) ? NULL : "its digest does not match";
}

static const char *parse_entry(struct arena *arena, const char *text, size_t length,
                               struct cache_entry *entry)
{
    json_error_t where;
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
    if (!root)
        return arena_printf(arena, "it is not JSON: line %d: %s", where.line, where.text);
    const char *problem = decode_entry(arena, root, entry);
    json_decref(root);
    return problem;
}

/* Reads a file of the folder. Its problem, NULL: sound; *absent when there is no such file. */
static const char *read_entry(const struct cache *cache, struct arena *arena, const char *file,
                              struct cache_entry *entry, bool *absent)
{
    *entry = (struct cache_entry){.file = file, .rows = -1};
    *absent = false;
    const char *path = path_join(arena, cache->folder, file);
    struct stat status;
    if (stat(path, &status) != 0) {
        *absent = errno == ENOENT;
        return arena_printf(arena, "cannot look at it: %s", strerror(errno));
    }
    entry->bytes = status.st_size;
    if (!S_ISREG(status.st_mode))
        return "it is not a regular file";
    if (status.st_size > CACHE_ENTRY_LIMIT)
        return arena_printf(arena, "it is larger than %d bytes", CACHE_ENTRY_LIMIT);
    char *text;
    size_t length;
    struct error err = ERROR_INIT;
    if (!file_read(arena, path, CACHE_ENTRY_LIMIT, &text, &length, &err))
        return arena_strdup(arena, err.message);
    const char *problem = parse_entry(arena, text, length, entry);
    if (!problem && entry->created_ns > cache->now_ns())
        problem = "it is from the future";
    return problem;
}

/* ---- looking up ---- */

bool cache_is_young(const struct cache *cache, int64_t created_ns, long long ttl_s)
{
    return (cache->now_ns() - created_ns) / 1000000000 < ttl_s;
}

static bool look_up(const struct cache *cache, struct arena *arena, const char *key,
                    struct cache_entry *entry)
{
    bool absent;
    const char *problem = read_entry(cache, arena, cache_file_name(arena, key), entry, &absent);
    if (absent) {
        log_debug(cache->log, "cache: no entry for '%s'", key);
        return false;
    }
    if (!problem && !text_equal(entry->key, key))
        problem = arena_printf(arena, "it belongs to the key '%s'", entry->key);
    if (problem)
        log_warning(cache->log, "cache: entry '%s' ignored: %s", key, problem);
    return !problem;
}

bool cache_get(struct cache *cache, struct arena *arena, const char *key, long long ttl_s,
               const char *fingerprint, const char **payload)
{
    struct cache_entry entry;
    bool hit = look_up(cache, arena, key, &entry);
    if (hit && !cache_is_young(cache, entry.created_ns, ttl_s)) {
        log_debug(cache->log, "cache: entry '%s' is older than %lld s", key, ttl_s);
        hit = false;
    } else if (hit && fingerprint && !text_equal(entry.fingerprint, fingerprint)) {
        log_debug(cache->log, "cache: the rows of entry '%s' have changed", key);
        hit = false;
    }
    if (hit)
        *payload = entry.payload;
    return hit;
}

/* ---- writing ---- */

/* The text of the file, to be freed; NULL: a string is not UTF-8. */
static char *encode_entry(const struct cache_entry *entry)
{
    char digest[DIGEST_HEX];
    entry_digest(entry, digest);
    json_t *root = json_pack("{s:i, s:s, s:I, s:s, s:s, s:s}", "format", (int)CACHE_FORMAT, "key",
                             entry->key, "created_ns", (json_int_t)entry->created_ns, "fingerprint",
                             entry->fingerprint, "digest", digest, "payload", entry->payload);
    char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
    json_decref(root);
    return text;
}

void cache_put(struct cache *cache, const char *key, const char *fingerprint, const char *payload)
{
    struct cache_entry entry = {
        .key = key,
        .fingerprint = fingerprint,
        .payload = payload,
        .created_ns = cache->now_ns(),
    };
    char *text = encode_entry(&entry);
    if (!text) {
        log_warning(cache->log, "cache: entry '%s' not written: it is not UTF-8", key);
        return;
    }
    struct arena *scratch = arena_new();
    struct error err = ERROR_INIT;
    const char *path = path_join(scratch, cache->folder, cache_file_name(scratch, key));
    /* The folder may have been deleted since it was made. */
    if (!folder_make(cache->folder, &err) || !file_write(path, text, strlen(text), &err))
        log_warning(cache->log, "cache: entry '%s' not written: %s", key, err.message);
    arena_free(scratch);
    free(text);
}

bool cache_remove_file(struct cache *cache, const char *file)
{
    struct arena *scratch = arena_new();
    bool removed = unlink(path_join(scratch, cache->folder, file)) == 0;
    if (!removed && errno != ENOENT)
        log_warning(cache->log, "cache: cannot remove '%s': %s", file, strerror(errno));
    arena_free(scratch);
    return removed;
}

bool cache_remove(struct cache *cache, const char *key)
{
    struct arena *scratch = arena_new();
    bool removed = cache_remove_file(cache, cache_file_name(scratch, key));
    arena_free(scratch);
    return removed;
}

/* ---- the folder ---- */

static void remove_leftover(const struct cache *cache, int folder, const char *name)
{
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
        return;
    if (cache->now_ns() / 1000000000 - status.st_mtim.tv_sec < LEFTOVER_AGE_S)
        return; /* perhaps another process is writing it now */
    if (unlinkat(folder, name, 0) == 0)
        log_info(cache->log, "cache: removed '%s', left by an interrupted write", name);
}

bool cache_open(struct arena *arena, const char *folder, int64_t (*now_ns)(void),
                const struct log *log, struct cache **out, struct error *err)
{
    if (!folder_make(folder, err))
        return false;
    DIR *listing = opendir(folder);
    if (!listing)
        return error_set_errno(err, ERROR_FAILED, "cannot open the cache folder '%s'", folder);
    struct cache *cache = arena_alloc(arena, sizeof *cache);
    *cache = (struct cache){
        .folder = arena_strdup(arena, folder),
        .now_ns = now_ns,
        .log = log,
    };
    for (const struct dirent *item = readdir(listing); item; item = readdir(listing))
        if (is_leftover(item->d_name))
            remove_leftover(cache, dirfd(listing), item->d_name);
    closedir(listing);
    *out = cache;
    return true;
}

static bool read_names(const struct cache *cache, struct arena *arena, const char ***names,
                       size_t *count, struct error *err)
{
    DIR *listing = opendir(cache->folder);
    if (!listing)
        return error_set_errno(err, ERROR_FAILED, "cannot open the cache folder '%s'",
                               cache->folder);
    size_t capacity = 0;
    *names = NULL;
    *count = 0;
    errno = 0;
    for (const struct dirent *item = readdir(listing); item; item = readdir(listing)) {
        if (item->d_name[0] == '.') /* no entry's name begins so */
            continue;
        *names = arena_grow(arena, *names, &capacity, *count + 1, sizeof **names);
        (*names)[(*count)++] = arena_strdup(arena, item->d_name);
    }
    bool ok = errno == 0;
    if (!ok)
        error_set_errno(err, ERROR_FAILED, "cannot read the cache folder '%s'", cache->folder);
    closedir(listing);
    return ok;
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static struct cache_entry list_entry(const struct cache *cache, struct arena *arena,
                                     const char *name)
{
    struct cache_entry entry;
    bool absent;
    bool rows = text_ends_with(name, rows_suffix);
    entry.problem = rows ? cache_rows_read_entry(cache, arena, name, &entry, &absent)
                         : read_entry(cache, arena, name, &entry, &absent);
    if (is_leftover(name)) {
        entry.foreign = true;
        entry.problem = "left by an interrupted write, or being written now";
    } else if (!rows && !text_ends_with(name, entry_suffix)) {
        entry.foreign = true;
        entry.problem = "it is not named like an entry";
    } else if (!entry.problem &&
               !text_equal(cache_name(arena, entry.key, rows ? rows_suffix : entry_suffix), name)) {
        entry.problem = arena_printf(arena, "it belongs to the key '%s'", entry.key);
    }
    if (entry.problem)
        entry.payload = NULL;
    return entry;
}

bool cache_list(struct cache *cache, struct arena *arena, struct cache_entry **rows, size_t *count,
                struct error *err)
{
    const char **names = NULL;
    if (!read_names(cache, arena, &names, count, err))
        return false;
    if (*count > 1)
        qsort(names, *count, sizeof *names, compare_names);
    *rows = arena_array(arena, *count, sizeof **rows);
    for (size_t i = 0; i < *count; i++)
        (*rows)[i] = list_entry(cache, arena, names[i]);
    return true;
}
