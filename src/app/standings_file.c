#include "app/standings_file.h"

#include "base/file.h"
#include "base/strbuf.h"

#include <string.h>

/* A row is the struct itself, then its three strings, each with its NUL. The pointers in it mean
 * nothing to who reads it. */
static void add_row(struct strbuf *out, const struct standing *row)
{
    struct standing bare;
    memcpy(&bare, row, sizeof bare);
    bare.organization_id = bare.name = bare.assessed_on = NULL;
    strbuf_add(out, &bare, sizeof bare);
    strbuf_add(out, row->organization_id, strlen(row->organization_id) + 1);
    strbuf_add(out, row->name, strlen(row->name) + 1);
    strbuf_add(out, row->assessed_on, strlen(row->assessed_on) + 1);
}

bool standings_save(const struct sector_standings *standings, size_t dimension_count,
                    const char *path, struct error *err)
{
    struct strbuf out;
    strbuf_init(&out);
    strbuf_add(&out, &standings->count, sizeof standings->count);
    strbuf_add(&out, standings->average_dimensions, dimension_count * sizeof(double));
    for (size_t i = 0; i < standings->count; i++)
        add_row(&out, &standings->rows[i]);
    bool ok = file_put(path, out.text, out.length, err);
    strbuf_release(&out);
    return ok;
}

/* What is left of the file. */
struct rest {
    const char *at;
    const char *end;
};

static bool take(struct rest *rest, void *into, size_t size)
{
    if ((size_t)(rest->end - rest->at) < size)
        return false;
    memcpy(into, rest->at, size);
    rest->at += size;
    return true;
}

static bool take_text(struct rest *rest, const char **text)
{
    const char *end = memchr(rest->at, '\0', (size_t)(rest->end - rest->at));
    if (!end)
        return false;
    *text = rest->at;
    rest->at = end + 1;
    return true;
}

static bool take_row(struct rest *rest, size_t sector, struct standing *row)
{
    if (!take(rest, row, sizeof *row) || !take_text(rest, &row->organization_id) ||
        !take_text(rest, &row->name) || !take_text(rest, &row->assessed_on))
        return false;
    row->sector = sector;
    return true;
}

bool standings_load(struct arena *arena, const char *path, size_t dimension_count, size_t sector,
                    struct sector_standings *out, struct error *err)
{
    enum { LIMIT = 1 << 30 };
    char *text;
    size_t length;
    if (!file_read(arena, path, LIMIT, &text, &length, err))
        return false;
    struct rest rest = {.at = text, .end = text + length};
    size_t count = 0;
    *out = (struct sector_standings){.average_dimensions =
                                         arena_array(arena, dimension_count, sizeof(double))};
    bool ok = take(&rest, &count, sizeof count) && count <= length / sizeof *out->rows &&
              take(&rest, out->average_dimensions, dimension_count * sizeof(double));
    if (ok)
        out->rows = arena_array(arena, count, sizeof *out->rows);
    for (; ok && out->count < count; out->count++)
        ok = take_row(&rest, sector, &out->rows[out->count]);
    return ok && rest.at == rest.end ? true : error_set(err, ERROR_FAILED, "'%s' is damaged", path);
}
