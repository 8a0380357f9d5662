#include "app/commands.h"
#include "app/configs.h"
#include "app/scoring.h"
#include "app/weights_plan.h"
#include "base/text.h"

#include <unistd.h>

enum { PLACES = 3 };

struct import {
    struct app *app;
    struct db *db;
    const char *day;
    struct weights_file file;
    struct config_set configs;
    struct weights_plan plan;
};

static bool read_options(struct import *import, struct error *err)
{
    import->day = app_option(import->app, "effective-from");
    if (!import->day) {
        error_set(err, ERROR_USAGE, "--effective-from is missing");
        return error_hint(err, "it is the first day on which the new weights are in force");
    }
    return text_is_date(import->day) ||
           error_set(err, ERROR_USAGE, "--effective-from '%s' is not a day, expected YYYY-MM-DD",
                     import->day);
}

/* One moment is read; what is written is compared with it again. */
static bool make_plan(struct import *import, struct error *err)
{
    struct app *app = import->app;
    struct weight_ahead *ahead;
    size_t ahead_count;
    const char *sector = app_option(app, "sector");
    struct score_parameters parameters = scoring_parameters(app->arena, app->settings);
    if (!snapshot_begin(import->db, NULL, err) ||
        !snapshot_configs(import->db, app->arena, import->day, &import->configs, err) ||
        !weights_ahead(import->db, app->arena, import->day, &ahead, &ahead_count, err) ||
        !snapshot_end(import->db, err))
        return false;
    struct weights_input input = {
        .file = &import->file,
        .configs = &import->configs,
        .parameters = &parameters,
        .ahead = ahead,
        .ahead_count = ahead_count,
        .day = import->day,
        .sector = sector ? configs_sector_id(app->arena, sector) : NULL,
    };
    return weights_plan_make(app->arena, &input, &import->plan, err);
}

static bool refuse(const struct import *import, struct error *err)
{
    const struct weights_plan *plan = &import->plan;
    for (size_t i = 0; i < plan->problem_count; i++)
        fprintf(import->app->out, "%s\n", plan->problems[i]);
    return error_set(err, ERROR_FAILED, "'%s' is refused: %zu problem%s, nothing was written",
                     import->file.path, plan->problem_count, plan->problem_count == 1 ? "" : "s");
}

static const char *weight_text(struct arena *arena, struct decimal value)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_format(&text, value, PLACES, '\0');
    const char *copy = arena_strdup(arena, text.text);
    strbuf_release(&text);
    return copy;
}

/* One line, whatever the rationale holds. */
static const char *quoted(struct arena *arena, const char *rationale)
{
    if (text_is_blank(rationale))
        return "none";
    char *text = arena_strdup(arena, rationale);
    text_tame(text, strlen(text), false);
    return arena_printf(arena, "'%s'", text);
}

static void print_differences(const struct import *import)
{
    struct arena *arena = import->app->arena;
    FILE *out = import->app->out;
    const struct weights_plan *plan = &import->plan;
    int sector = (int)strlen("sector");
    int dimension = (int)strlen("dimension");
    for (size_t i = 0; i < plan->count; i++) {
        int id = (int)strlen(plan->differences[i].sector->focus_group_id);
        int code = (int)strlen(plan->differences[i].dimension->code);
        sector = id > sector ? id : sector;
        dimension = code > dimension ? code : dimension;
    }
    fprintf(out, "%-*s  %-*s  before  after  rationale\n", sector, "sector", dimension,
            "dimension");
    for (size_t i = 0; i < plan->count; i++) {
        const struct weights_difference *row = &plan->differences[i];
        const char *rationale =
            row->rationale_changes
                ? arena_printf(arena, "%s -> %s",
                               quoted(arena, row->before ? row->before->rationale : NULL),
                               quoted(arena, row->rationale))
                : "as before";
        fprintf(out, "%-*s  %-*s  %6s  %5s  %s\n", sector, row->sector->focus_group_id, dimension,
                row->dimension->code, row->before ? weight_text(arena, row->before->value) : "none",
                weight_text(arena, row->after), rationale);
    }
}

/* True: write. Asked on a terminal only. */
static bool confirm(const struct import *import, struct error *err)
{
    char answer[16] = "";
    if (app_flag(import->app, "yes"))
        return true;
    if (!isatty(STDIN_FILENO)) {
        error_set(err, ERROR_USAGE, "nothing was written: there is no terminal to ask on");
        return error_hint(err, "--yes writes what is shown");
    }
    fflush(import->app->out);
    fprintf(stderr, "write these weights, in force from %s? [y/N] ", import->day);
    if (fgets(answer, sizeof answer, stdin) &&
        (text_equal_ignoring_case(answer, "y\n") || text_equal_ignoring_case(answer, "yes\n")))
        return true;
    return error_set(err, ERROR_FAILED, "not confirmed, nothing was written");
}

static bool write_changes(const struct import *import, struct error *err)
{
    struct arena *arena = import->app->arena;
    const struct weights_plan *plan = &import->plan;
    struct weight_change *rows = arena_array(arena, plan->count, sizeof *rows);
    for (size_t i = 0; i < plan->count; i++) {
        const struct weights_difference *row = &plan->differences[i];
        rows[i] = (struct weight_change){
            .focus_group_id = row->sector->focus_group_id,
            .dimension_code = row->dimension->code,
            .weight = weight_text(arena, row->after),
            .rationale = row->rationale,
            .replaces = row->before != NULL,
        };
    }
    struct weight_changes changes = {
        .day = import->day, .rows = rows, .count = plan->count, .read = &import->configs};
    return weights_replace(import->db, &changes, err);
}

bool cmd_weights_import(struct app *app, struct error *err)
{
    struct import import = {.app = app};
    if (!read_options(&import, err) ||
        !weights_file_read(app->arena, app->operands[0], &import.file, err) ||
        !app_connect(app, "weights import", false, &import.db, err) || !make_plan(&import, err))
        return false;
    if (import.plan.problem_count > 0)
        return refuse(&import, err);
    if (import.plan.count == 0) {
        fprintf(app->out, "nothing to do: these weights are in force already\n");
        return true;
    }
    print_differences(&import);
    if (!confirm(&import, err) || !write_changes(&import, err))
        return false;
    fprintf(app->out, "%zu weight%s written, in force from %s\n", import.plan.count,
            import.plan.count == 1 ? "" : "s", import.day);
    return true;
}
