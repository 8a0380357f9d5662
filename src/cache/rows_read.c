/* Entries of many rows: reading them, once to be sure and once for the rows. */
#include "base/fields.h"
#include "base/file.h"
#include "base/text.h"
#include "cache/internal.h"
#include "cache/rows.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

/* Lines of a file, one at a time. */
struct lines {
    int fd;
    char *buffer;
    size_t capacity;
    size_t start; /* of the next line */
    size_t end;   /* of what was read */
};

struct cache_rows_reader {
    struct lines lines;
    struct cache_rows_head head;
    long long read; /* rows that were handed out */
};

/* ---- lines ---- */

static void make_room(struct lines *lines)
{
    if (lines->start > 0)
        memmove(lines->buffer, lines->buffer + lines->start, lines->end - lines->start);
    lines->end -= lines->start;
    lines->start = 0;
    if (lines->end < lines->capacity)
        return;
    lines->capacity = lines->capacity > 0 ? 2 * lines->capacity : PIECE;
    lines->buffer = realloc(lines->buffer, lines->capacity);
    if (!lines->buffer)
        out_of_memory();
}

/* Reads on; *count is 0 at the end of the file. What is wrong, NULL: nothing. */
static const char *read_piece(struct lines *lines, size_t *count)
{
    if (lines->end == lines->capacity)
        make_room(lines);
    ssize_t got;
    do
        got = read(lines->fd, lines->buffer + lines->end, lines->capacity - lines->end);
    while (got < 0 && errno == EINTR);
    *count = got > 0 ? (size_t)got : 0;
    lines->end += *count;
    return got < 0 ? "it cannot be read" : NULL;
}

/* The next line, its end (\n) included; NULL at the end of the file. It stands until the next
 * call. What is wrong, NULL: nothing. */
static const char *next_line(struct lines *lines, char **line, size_t *length)
{
    size_t searched = lines->start;
    for (;;) {
        char *end = lines->end > searched
                        ? memchr(lines->buffer + searched, '\n', lines->end - searched)
                        : NULL;
        if (end) {
            *line = lines->buffer + lines->start;
            *length = (size_t)(end + 1 - *line);
            lines->start += *length;
            return NULL;
        }
        searched = lines->end - lines->start;
        if (searched > CACHE_ENTRY_LIMIT)
            return "a line is too long";
        size_t count;
        const char *problem = read_piece(lines, &count);
        if (problem)
            return problem;
        searched += lines->start;
        if (count > 0)
            continue;
        *line = NULL;
        return lines->end > lines->start ? "it is cut off" : NULL;
    }
}

static bool rewind_lines(struct lines *lines)
{
    lines->start = lines->end = 0;
    return lseek(lines->fd, 0, SEEK_SET) == 0;
}

static void close_lines(void *pointer)
{
    struct lines *lines = pointer;
    if (lines->fd >= 0)
        close(lines->fd);
    free(lines->buffer);
    *lines = (struct lines){.fd = -1};
}

/* ---- being sure of it ---- */

static const char *copy_string(struct arena *arena, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return arena_copy_text(arena, text);
}

static const char *decode_head(struct arena *arena, const json_t *root,
                               struct cache_rows_head *head)
{
    const json_t *format = json_object_get(root, "format");
    const json_t *created = json_object_get(root, "created_ns");
    if (!json_is_integer(format))
        return "it is not a cache entry";
    if (json_integer_value(format) != CACHE_FORMAT)
        return arena_printf(arena, "its format is %" JSON_INTEGER_FORMAT ", not %d",
                            json_integer_value(format), CACHE_FORMAT);
    head->key = copy_string(arena, root, "key");
    head->snapshot = copy_string(arena, root, "snapshot");
    head->payload = copy_string(arena, root, "payload");
    if (!head->key || !head->snapshot || !head->payload || !json_is_integer(created))
        return "a field is missing or of another type";
    if (json_integer_value(created) < 0)
        return "its time is before 1970";
    head->created_ns = json_integer_value(created);
    return NULL;
}

static const char *parse_head(struct arena *arena, const char *line, size_t length,
                              struct cache_rows_head *head)
{
    json_t *root = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    if (!root)
        return "its first line is not JSON";
    const char *problem = decode_head(arena, root, head);
    json_decref(root);
    return problem;
}

static bool is_last_line(const char *line, size_t length)
{
    return length > 2 && line[0] == '\\' && line[1] == '.';
}

/* Digests the rows and counts them; leaves the last line. */
static const char *read_rows(struct lines *lines, struct digest_state *digest, long long *count,
                             char **line, size_t *length)
{
    for (;; (*count)++) {
        const char *problem = next_line(lines, line, length);
        if (problem || !*line)
            return problem ? problem : "it is cut off";
        if (is_last_line(*line, *length))
            return NULL;
        digest_update(digest, *line, *length);
    }
}

static const char *check_last_line(struct arena *arena, const char *line, size_t length,
                                   long long count, const char *hex)
{
    const char *expected = arena_printf(arena, "\\.\t%lld\t%s\n", count, hex);
    bool same = length == strlen(expected) && memcmp(line, expected, length) == 0;
    return same ? NULL : "its digest does not match";
}

static const char *check_lines(const struct cache *cache, struct arena *arena, struct lines *lines,
                               struct cache_rows_head *head)
{
    char *line;
    size_t length;
    const char *problem = next_line(lines, &line, &length);
    if (problem || !line)
        return problem ? problem : "it is empty";
    problem = parse_head(arena, line, length, head);
    if (problem)
        return problem;
    struct digest_state *state = digest_begin();
    digest_update(state, line, length);
    problem = read_rows(lines, state, &head->count, &line, &length);
    struct digest digest = digest_finish(state);
    if (problem)
        return problem;
    char hex[DIGEST_HEX];
    digest_hex(&digest, hex);
    problem = check_last_line(arena, line, length, head->count, hex);
    if (!problem)
        problem = next_line(lines, &line, &length);
    if (!problem && line)
        problem = "something follows its end";
    if (!problem && head->created_ns > cache->now_ns())
        problem = "it is from the future";
    return problem;
}

/* What is wrong with a file of the folder, NULL: nothing. Leaves it open. */
static const char *open_file(const struct cache *cache, struct arena *arena, const char *file,
                             struct cache_rows_reader *reader, bool *absent)
{
    int fd = open(path_join(arena, cache->folder, file), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *reader = (struct cache_rows_reader){.lines = {.fd = fd}};
    *absent = fd < 0 && errno == ENOENT;
    if (fd < 0)
        return arena_printf(arena, "cannot open it: %s", strerror(errno));
    arena_defer(arena, close_lines, &reader->lines);
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return "it is not a regular file";
    return check_lines(cache, arena, &reader->lines, &reader->head);
}

const char *cache_rows_read_entry(const struct cache *cache, struct arena *arena, const char *file,
                                  struct cache_entry *entry, bool *absent)
{
    struct cache_rows_reader *reader = arena_alloc(arena, sizeof *reader);
    struct stat status = {0};
    const char *problem = open_file(cache, arena, file, reader, absent);
    if (reader->lines.fd >= 0)
        fstat(reader->lines.fd, &status);
    *entry = (struct cache_entry){
        .file = file,
        .key = reader->head.key,
        .fingerprint = reader->head.snapshot,
        .payload = reader->head.payload,
        .created_ns = reader->head.created_ns,
        .bytes = status.st_size,
        .rows = reader->head.count,
    };
    close_lines(&reader->lines);
    return problem;
}

/* ---- rows ---- */

static bool look_up(const struct cache *cache, struct arena *arena, const char *key,
                    const char *file, struct cache_rows_reader *reader)
{
    bool absent;
    const char *problem = open_file(cache, arena, file, reader, &absent);
    if (absent) {
        log_debug(cache->log, "cache: no entry for '%s'", key);
        return false;
    }
    if (!problem && !text_equal(reader->head.key, key))
        problem = arena_printf(arena, "it belongs to the key '%s'", reader->head.key);
    char *line;
    size_t length;
    if (!problem && (!rewind_lines(&reader->lines) || next_line(&reader->lines, &line, &length)))
        problem = "it cannot be read twice";
    if (problem)
        log_warning(cache->log, "cache: entry '%s' ignored: %s", key, problem);
    return !problem;
}

bool cache_rows_open(struct cache *cache, struct arena *arena, const char *key, long long ttl_s,
                     struct cache_rows_reader **out)
{
    struct cache_rows_reader *reader = arena_alloc(arena, sizeof *reader);
    bool hit = look_up(cache, arena, key, cache_rows_file_name(arena, key), reader);
    if (hit)
        cache_rows_apply_confirmation(cache, arena, &reader->head);
    if (hit && !cache_is_young(cache, reader->head.created_ns, ttl_s)) {
        log_debug(cache->log, "cache: entry '%s' is older than %lld s", key, ttl_s);
        hit = false;
    }
    if (hit)
        *out = reader;
    return hit;
}

bool cache_rows_open_aside(struct cache *cache, struct arena *arena, const char *key,
                           const char *snapshot, struct cache_rows_reader **out)
{
    *out = arena_alloc(arena, sizeof **out);
    return look_up(cache, arena, key, cache_rows_aside_name(arena, key, snapshot), *out);
}

const struct cache_rows_head *cache_rows_head(const struct cache_rows_reader *reader)
{
    return &reader->head;
}

static bool refuse(const struct cache_rows_reader *reader, struct error *err)
{
    return error_set(err, ERROR_FAILED, "cache entry '%s' changed while it was read",
                     reader->head.key);
}

bool cache_rows_next(struct cache_rows_reader *reader, struct arena *batch, const char **fields,
                     size_t count, bool *done, struct error *err)
{
    char *line;
    size_t length;
    *done = reader->read == reader->head.count;
    if (*done)
        return true;
    if (next_line(&reader->lines, &line, &length) || !line || is_last_line(line, length))
        return refuse(reader, err);
    reader->read++;
    size_t found = fields_read(arena_strndup(batch, line, length - 1), fields, count);
    return found == count ||
           error_set(err, ERROR_FAILED, "cache entry '%s': row of %zu fields, expected %zu",
                     reader->head.key, found, count);
}
