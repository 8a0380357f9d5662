#include "app/commands.h"
#include "app/layout.h"
#include "base/strbuf.h"

#include <jansson.h>

enum { WIDEST_VALUE = 40 };

/* A cell of a Markdown table: a bar or an angle bracket would be markup. */
static void add_cell(struct strbuf *out, const char *text, bool code)
{
    strbuf_addstr(out, code && *text ? "`" : "");
    for (const char *c = text; *c; c++) {
        if (*c == '|')
            strbuf_addstr(out, "\\|");
        else if (!code && *c == '<')
            strbuf_addstr(out, "&lt;");
        else
            strbuf_addch(out, *c);
    }
    strbuf_addstr(out, code && *text ? "` | " : " | ");
}

/* The README's table. */
static void print_markdown(const struct app *app)
{
    const struct setting_row *rows;
    size_t count = settings_rows(app->arena, NULL, &rows);
    struct strbuf out;
    strbuf_init(&out);
    strbuf_addstr(&out, "| Setting | Default | Expected | Meaning |\n|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++) {
        strbuf_addstr(&out, "| ");
        add_cell(&out, rows[i].name, true);
        add_cell(&out, rows[i].fallback, true);
        add_cell(&out, rows[i].range, false);
        add_cell(&out, rows[i].help, false);
        out.length--; /* the blank behind the last bar */
        strbuf_addch(&out, '\n');
    }
    fwrite(out.text, 1, out.length, app->out);
    strbuf_release(&out);
}

static bool print_json(const struct app *app, const struct setting_row *rows, size_t count,
                       struct error *err)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "name",
                                              rows[i].name, "value", rows[i].value, "source",
                                              rows[i].source, "default", rows[i].fallback, "range",
                                              rows[i].range, "help", rows[i].help));
    /* A value that is not UTF-8 is refused by jansson, and by settings_load. */
    bool ok = json_array_size(list) == count && json_dumpf(list, app->out, JSON_INDENT(2)) == 0;
    json_decref(list);
    fputc('\n', app->out);
    return ok || error_set(err, ERROR_FAILED, "cannot write the settings as JSON");
}

static const char *shown(const char *value)
{
    return *value ? value : "(unset)";
}

static void print_table(const struct app *app, const struct setting_row *rows, size_t count)
{
    int name = 0;
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        int names = (int)strlen(rows[i].name);
        int values = (int)strlen(shown(rows[i].value));
        name = names > name ? names : name;
        if (values <= WIDEST_VALUE)
            value = values > value ? values : value;
    }
    for (size_t i = 0; i < count; i++)
        fprintf(app->out, "%-*s  %-*s  %s\n", name, rows[i].name, value, shown(rows[i].value),
                rows[i].source);
}

bool cmd_settings(struct app *app, struct error *err)
{
    if (app_flag(app, "markdown")) {
        print_markdown(app);
        return true;
    }
    const struct setting_row *rows;
    size_t count = settings_rows(app->arena, app->input, &rows);
    if (app_flag(app, "json")) {
        if (!print_json(app, rows, count, err))
            return false;
    } else {
        print_table(app, rows, count);
    }
    fflush(app->out);
    struct settings settings;
    struct settings_problems problems;
    bool ok = settings_load(app->arena, app->input, &settings, &problems, err);
    for (size_t i = 0; i < problems.count; i++)
        fprintf(stderr, "orgair: %s\n", problems.lines[i]);
    return ok;
}
