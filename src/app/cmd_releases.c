#include "app/commands.h"
#include "base/strbuf.h"
#include "publish/release.h"

#include <jansson.h>

static bool print_json(const struct app *app, const struct release *rows, size_t count,
                       struct error *err)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:b, s:b, s:I, s:I}", "id", rows[i].id, "path",
                                        rows[i].path, "current", rows[i].current, "complete",
                                        rows[i].complete, "files", (json_int_t)rows[i].files,
                                        "bytes", (json_int_t)rows[i].bytes));
    /* jansson refuses a folder's name that is not UTF-8. */
    bool ok = json_array_size(list) == count && json_dumpf(list, app->out, JSON_INDENT(2)) == 0;
    json_decref(list);
    fputc('\n', app->out);
    return ok || error_set(err, ERROR_FAILED, "cannot write the releases as JSON");
}

/* 999 B, 1.0 kB, 12.3 MB */
static void add_size(struct strbuf *out, long long bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    if (bytes < 1000) {
        strbuf_addf(out, "%lld B", bytes);
        return;
    }
    double size = (double)bytes / 1000;
    size_t unit = 0;
    while (size >= 999.95 && unit + 1 < sizeof units / sizeof *units) {
        size /= 1000;
        unit++;
    }
    strbuf_addf(out, "%.1f %s", size, units[unit]);
}

static void print_table(const struct app *app, const struct release *rows, size_t count)
{
    int width = 2;
    for (size_t i = 0; i < count; i++)
        if ((int)strlen(rows[i].id) > width)
            width = (int)strlen(rows[i].id);
    fprintf(app->out, "  %-*s  %9s  %10s  %s\n", width, "id", "files", "size", "complete");
    struct strbuf size;
    strbuf_init(&size);
    for (size_t i = 0; i < count; i++) {
        const struct release *row = &rows[i];
        strbuf_reset(&size);
        add_size(&size, row->bytes);
        fprintf(app->out, "%c %-*s  ", row->current ? '*' : ' ', width, row->id);
        if (row->complete)
            fprintf(app->out, "%9zu  %10s  yes\n", row->files, size.text);
        else
            fprintf(app->out, "%9s  %10s  no\n", "-", "-");
    }
    strbuf_release(&size);
}

bool cmd_releases(struct app *app, struct error *err)
{
    struct release *rows;
    size_t count;
    if (!releases_list(app->arena, app->settings->out_dir, &rows, &count, err))
        return false;
    if (app_flag(app, "json"))
        return print_json(app, rows, count, err);
    if (count == 0)
        fprintf(app->out, "no releases in '%s'\n", app->settings->out_dir);
    else
        print_table(app, rows, count);
    return true;
}
