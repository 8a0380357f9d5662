#include "render/xlsx/ahead.h"

#include <errno.h>

/* What is known of a sheet once its rows have ended. */
struct facts {
    size_t rows, top;
    size_t links, outside;
    bool blanks;
    enum view_tone tone;
};

static bool write_bytes(const void *bytes, size_t size, FILE *out)
{
    return size == 0 || fwrite(bytes, size, 1, out) == 1;
}

static bool read_bytes(void *bytes, size_t size, FILE *in)
{
    return size == 0 || fread(bytes, size, 1, in) == 1;
}

static size_t widths_size(const struct sheet *sheet)
{
    return sheet->view->table.column_count * sizeof *sheet->widths;
}

static bool save_styles(const struct styles *styles, FILE *out)
{
    size_t count;
    const struct style *made = styles_made(styles, &count);
    return write_bytes(&count, sizeof count, out) && write_bytes(made, count * sizeof *made, out);
}

/* Asked for in the same order, they have the same numbers. */
static bool load_styles(struct styles *styles, FILE *in)
{
    size_t count;
    bool ok = read_bytes(&count, sizeof count, in);
    for (size_t i = 0; ok && i < count; i++) {
        struct style style;
        ok = read_bytes(&style, sizeof style, in);
        if (ok)
            styles_index(styles, &style);
    }
    return ok;
}

static bool save_sheet(const struct sheet *sheet, FILE *out)
{
    const struct facts facts = {
        .rows = sheet->rows,
        .top = sheet->top,
        .links = sheet->links.count,
        .outside = sheet->links.outside,
        .blanks = sheet->blanks,
        .tone = sheet->tone,
    };
    return write_bytes(&facts, sizeof facts, out) &&
           write_bytes(sheet->widths, widths_size(sheet), out) &&
           squeeze_save(&sheet->out.out, out) && squeeze_save(&sheet->links.cells, out) &&
           squeeze_save(&sheet->links.targets, out);
}

static bool load_sheet(struct sheet *sheet, FILE *in, const char *path)
{
    struct facts facts;
    if (!read_bytes(&facts, sizeof facts, in))
        return false;
    sheet->rows = facts.rows;
    sheet->top = facts.top;
    sheet->links.count = facts.links;
    sheet->links.outside = facts.outside;
    sheet->blanks = facts.blanks;
    sheet->tone = facts.tone;
    sheet->streaming = sheet->ended = true;
    return read_bytes(sheet->widths, widths_size(sheet), in) &&
           squeeze_load(&sheet->out.out, in, path) && squeeze_load(&sheet->links.cells, in, path) &&
           squeeze_load(&sheet->links.targets, in, path);
}

bool ahead_save(const struct ahead *ahead)
{
    FILE *out = fopen(ahead->path, "we");
    if (!out)
        return false;
    bool ok = save_styles(ahead->styles, out) && words_save(ahead->workbook, out);
    for (size_t i = 0; ok && i < ahead->sheet_count; i++)
        ok = !ahead->sheets[i].view->ahead || save_sheet(&ahead->sheets[i], out);
    int reason = errno;
    bool closed = fclose(out) == 0;
    if (!ok)
        errno = reason;
    return ok && closed;
}

bool ahead_load(const struct ahead *ahead)
{
    FILE *in = fopen(ahead->path, "re");
    if (!in)
        return false;
    errno = 0;
    bool ok = load_styles(ahead->styles, in) && words_load(ahead->workbook, in);
    for (size_t i = 0; ok && i < ahead->sheet_count; i++)
        ok = !ahead->sheets[i].view->ahead || load_sheet(&ahead->sheets[i], in, ahead->path);
    int reason = errno;
    fclose(in);
    errno = reason;
    return ok;
}
