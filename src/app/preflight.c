#include "app/preflight.h"

#include "app/preflight_checks.h"
#include "base/interrupt.h"
#include "base/strbuf.h"
#include "base/text.h"

const char *preflight_status_name(enum preflight_status status)
{
    static const char *const names[] = {"pass", "warn", "fail", "skip"};
    return names[status];
}

void preflight_add(struct preflight *preflight, struct arena *arena, struct preflight_row row)
{
    preflight->rows = arena_grow(arena, preflight->rows, &preflight->capacity, preflight->count + 1,
                                 sizeof *preflight->rows);
    preflight->rows[preflight->count++] = row;
    preflight->failed += row.status == PREFLIGHT_FAIL;
}

/* What the failures add up to. */
struct verdict {
    struct error first;
    bool usage;
    bool other;
};

static void count_failure(struct verdict *verdict, const struct error *err)
{
    if (verdict->first.code == ERROR_NONE)
        verdict->first = *err;
    verdict->usage = verdict->usage || err->code == ERROR_USAGE;
    verdict->other = verdict->other || err->code != ERROR_DATABASE;
}

static const char *keep(struct arena *arena, const char *text)
{
    return text[0] ? arena_strdup(arena, text) : NULL;
}

static void run_check(struct check_context *context, const struct check *check,
                      struct verdict *verdict)
{
    struct arena *arena = context->app->arena;
    struct preflight_row row = {.name = check->name};
    struct error err = ERROR_INIT;
    if (check->needs_database && !context->db) {
        row.status = PREFLIGHT_SKIP;
        row.message = "not checked, there is no connection";
    } else if (!check->run(context, &row, &err)) {
        if (check->code != ERROR_NONE && err.code == ERROR_FAILED)
            err.code = check->code;
        count_failure(verdict, &err);
        row.status = PREFLIGHT_FAIL;
        row.message = arena_strdup(arena, err.message);
        row.hint = keep(arena, err.hint);
    }
    preflight_add(context->out, arena, row);
}

static bool judge(const struct preflight *preflight, const struct verdict *verdict,
                  struct error *err)
{
    if (preflight->failed == 0)
        return true;
    if (preflight->failed == 1) {
        if (err)
            *err = verdict->first;
        return false;
    }
    struct strbuf names;
    strbuf_init(&names);
    for (size_t i = 0; i < preflight->count; i++)
        if (preflight->rows[i].status == PREFLIGHT_FAIL)
            strbuf_addf(&names, "%s%s", names.length ? ", " : "", preflight->rows[i].name);
    enum error_code code = verdict->usage   ? ERROR_USAGE
                           : verdict->other ? ERROR_FAILED
                                            : ERROR_DATABASE;
    error_set(err, code, "%zu of %zu checks failed: %s", preflight->failed, preflight->count,
              names.text);
    strbuf_release(&names);
    return error_hint(err, "'orgair check' says what is missing");
}

bool preflight_run(struct app *app, const char *command, struct db **db, struct preflight *out,
                   struct error *err)
{
    struct check_context context = {
        .app = app, .command = command, .offline = !db, .db = db ? *db : NULL, .out = out};
    struct verdict verdict = {.first = ERROR_INIT};
    *out = (struct preflight){0};
    bool stopped = false; /* by a signal: what it cut short is no finding */
    for (const struct check *check = preflight_checks; check->name && !stopped; check++) {
        if (!(context.offline && check->asks_database) &&
            !(check->for_check_alone && !text_equal(command, "check")))
            run_check(&context, check, &verdict);
        stopped = !interrupt_check(err);
    }
    if (db)
        *db = context.db;
    return !stopped && judge(out, &verdict, err);
}

void preflight_log(const struct app *app, const struct preflight *preflight)
{
    for (size_t i = 0; i < preflight->count; i++) {
        const struct preflight_row *row = &preflight->rows[i];
        if (row->status == PREFLIGHT_FAIL && preflight->failed > 1)
            log_error(app->log, "check of %s: %s", row->name, row->message);
        else if (row->status == PREFLIGHT_WARN)
            log_warning(app->log, "check of %s: %s", row->name, row->message);
        else
            log_debug(app->log, "check of %s: %s", row->name, row->message);
    }
}
