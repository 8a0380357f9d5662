#include "app/commands.h"
#include "app/preflight.h"

#include <jansson.h>

enum { NAME_WIDTH = 15 };

static void print_lines(const struct app *app, const struct preflight *preflight)
{
    for (size_t i = 0; i < preflight->count; i++) {
        const struct preflight_row *row = &preflight->rows[i];
        const char *status =
            row->status == PREFLIGHT_FAIL ? "FAIL" : preflight_status_name(row->status);
        fprintf(app->out, "%s  %-*s  %s\n", status, NAME_WIDTH, row->name, row->message);
        if (row->hint)
            fprintf(app->out, "%*shint: %s\n", NAME_WIDTH + 8, "", row->hint);
    }
}

static void print_json(const struct app *app, const struct preflight *preflight)
{
    json_t *list = json_array();
    for (size_t i = 0; i < preflight->count; i++) {
        const struct preflight_row *row = &preflight->rows[i];
        bool ok = row->status == PREFLIGHT_PASS || row->status == PREFLIGHT_WARN;
        json_array_append_new(list, json_pack("{s:s, s:b, s:s, s:s, s:s?}", "name", row->name, "ok",
                                              (int)ok, "status", preflight_status_name(row->status),
                                              "message", row->message, "hint", row->hint));
    }
    json_dumpf(list, app->out, JSON_INDENT(2));
    fputc('\n', app->out);
    json_decref(list);
}

bool cmd_check(struct app *app, struct error *err)
{
    struct preflight preflight;
    struct db *db = NULL;
    bool ok = preflight_run(app, "check", app_flag(app, "offline") ? NULL : &db, &preflight, err);
    if (app_flag(app, "json"))
        print_json(app, &preflight);
    else
        print_lines(app, &preflight);
    if (preflight.failed > 1)
        error_hint(err, "%s", ""); /* the hints stand beside the checks */
    return ok;
}
