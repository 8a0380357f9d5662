#include "app/standings_file.h"

#include "base/file.h"
#include "base/strbuf.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The file: rows, then the averages and its tail. A row is its length, the struct
 * itself, then its three strings, each with its NUL; the pointers in it mean nothing to who reads
 * it. */
struct tail {
    uint64_t count; /* of the rows */
    char end[8];
};

static const char tail_end[8] = "rows end";

struct standings_writer {
    struct file_writer *file;
    struct strbuf row;
    struct tail tail;
};

struct standings_writer *standings_begin(const char *path)
{
    struct standings_writer *writer = malloc(sizeof *writer);
    if (!writer)
        out_of_memory();
    *writer = (struct standings_writer){.file = file_begin(path)};
    strbuf_init(&writer->row);
    return writer;
}

void standings_add(struct standings_writer *writer, const struct standing *row)
{
    struct strbuf *out = &writer->row;
    struct standing bare;
    memcpy(&bare, row, sizeof bare);
    bare.organization_id = bare.name = bare.assessed_on = NULL;
    strbuf_reset(out);
    strbuf_add(out, &bare, sizeof bare);
    strbuf_add(out, row->organization_id, strlen(row->organization_id) + 1);
    strbuf_add(out, row->name, strlen(row->name) + 1);
    strbuf_add(out, row->assessed_on, strlen(row->assessed_on) + 1);
    uint64_t length = out->length;
    file_add(writer->file, &length, sizeof length);
    file_add(writer->file, out->text, out->length);
    writer->tail.count++;
}

bool standings_end(struct standings_writer *writer, const double *average_dimensions,
                   size_t dimension_count, bool ok, struct error *err)
{
    if (ok) {
        file_add(writer->file, average_dimensions, dimension_count * sizeof(double));
        memcpy(writer->tail.end, tail_end, sizeof tail_end);
        file_add(writer->file, &writer->tail, sizeof writer->tail);
        ok = file_commit(writer->file, err);
    } else {
        file_discard(writer->file);
    }
    strbuf_release(&writer->row);
    free(writer);
    return ok;
}

/* ---- reading ---- */

struct standings_file {
    struct arena *arena;
    const char *path;
    FILE *stream;
    size_t sector;
    double *averages;
    uint64_t left;  /* rows */
    uint64_t bytes; /* of these rows */
    char *text;     /* of the row at hand */
    size_t capacity;
    struct standing row;
};

static void close_file(void *pointer)
{
    fclose(pointer);
}

static bool damaged(const struct standings_file *file, struct error *err)
{
    if (ferror(file->stream))
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", file->path);
    return error_set(err, ERROR_FAILED, "'%s' is damaged", file->path);
}

static bool get(struct standings_file *file, void *into, size_t size)
{
    return size == 0 || fread(into, size, 1, file->stream) == 1;
}

/* What stands behind the rows. */
static bool read_end(struct standings_file *file, size_t dimension_count)
{
    size_t averages = dimension_count * sizeof(double);
    struct tail tail;
    if (fseeko(file->stream, 0, SEEK_END) != 0)
        return false;
    off_t size = ftello(file->stream);
    off_t end = (off_t)(averages + sizeof tail);
    if (size < end || fseeko(file->stream, size - end, SEEK_SET) != 0)
        return false;
    file->bytes = (uint64_t)(size - end);
    if (!get(file, file->averages, averages) || !get(file, &tail, sizeof tail) ||
        fseeko(file->stream, 0, SEEK_SET) != 0)
        return false;
    file->left = tail.count;
    return memcmp(tail.end, tail_end, sizeof tail_end) == 0 && (file->left > 0 || file->bytes == 0);
}

bool standings_open(struct arena *arena, const char *path, size_t dimension_count, size_t sector,
                    struct standings_file **out, struct error *err)
{
    struct standings_file *file = arena_alloc(arena, sizeof *file);
    *file = (struct standings_file){
        .arena = arena,
        .path = arena_strdup(arena, path),
        .sector = sector,
        .averages = arena_array(arena, dimension_count, sizeof(double)),
    };
    *out = file;
    file->stream = fopen(path, "re");
    if (!file->stream)
        return error_set_errno(err, ERROR_FAILED, "cannot open '%s'", path);
    arena_defer(arena, close_file, file->stream);
    return read_end(file, dimension_count) || damaged(file, err);
}

const double *standings_averages(const struct standings_file *file)
{
    return file->averages;
}

static bool take_text(const char **at, const char *end, const char **text)
{
    const char *nul = memchr(*at, '\0', (size_t)(end - *at));
    *text = *at;
    *at = nul ? nul + 1 : end;
    return nul;
}

static bool take_row(struct standings_file *file, size_t length)
{
    struct standing *row = &file->row;
    const char *at = file->text;
    const char *end = at + length;
    memcpy(row, at, sizeof *row);
    at += sizeof *row;
    row->sector = file->sector;
    return take_text(&at, end, &row->organization_id) && take_text(&at, end, &row->name) &&
           take_text(&at, end, &row->assessed_on) && at == end;
}

bool standings_next(struct standings_file *file, const struct standing **row, struct error *err)
{
    uint64_t length;
    *row = NULL;
    if (file->left == 0)
        return true;
    bool ok = file->bytes >= sizeof length && get(file, &length, sizeof length);
    file->bytes -= sizeof length;
    ok = ok && length >= sizeof file->row && length <= file->bytes;
    if (ok) {
        file->text = arena_grow(file->arena, file->text, &file->capacity, (size_t)length, 1);
        file->bytes -= length;
        file->left--;
        ok = get(file, file->text, (size_t)length) && take_row(file, (size_t)length);
    }
    if (!ok || (file->left == 0 && file->bytes > 0))
        return damaged(file, err);
    *row = &file->row;
    return true;
}
