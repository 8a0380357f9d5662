#include "app/commands.h"

#include "base/text.h"
#include "db/migrate.h"

static bool print_status(struct app *app, const struct migrations *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *row = &list->rows[i];
        const char *note = row->missing   ? "  (its file is missing)"
                           : row->changed ? "  (changed since)"
                                          : "";
        if (row->applied)
            fprintf(app->out, "%04d_%s  applied %s UTC%s\n", row->number, row->name,
                    row->applied_at, note);
        else
            fprintf(app->out, "%04d_%s  pending\n", row->number, row->name);
    }
    return true;
}

/* Connects for the command. */
static bool begin(struct app *app, const char *command, bool read_only, struct migrator *out,
                  struct error *err)
{
    *out = (struct migrator){
        .arena = app->arena, .folder = app->settings->migration_dir, .log = app->log};
    return app_connect(app, command, read_only, &out->db, err);
}

bool cmd_migrate_status(struct app *app, struct error *err)
{
    struct migrator migrator;
    struct migrations list;
    if (!begin(app, "migrate status", true, &migrator, err) ||
        !migrations_status(&migrator, &list, err))
        return false;
    print_status(app, &list);
    fprintf(app->out, "%zu applied, %zu pending\n", list.count - list.pending, list.pending);
    return true;
}

bool cmd_migrate_up(struct app *app, struct error *err)
{
    struct migrator migrator;
    size_t applied;
    if (!begin(app, "migrate up", false, &migrator, err) ||
        !migrations_up(&migrator, &applied, err))
        return false;
    if (applied == 0)
        fprintf(app->out, "nothing to do: every migration is applied\n");
    else
        fprintf(app->out, "%zu migration%s applied\n", applied, applied == 1 ? "" : "s");
    return true;
}

/* How many to take back: one, or what --steps or --all says. */
static bool read_steps(const struct app *app, size_t *steps, struct error *err)
{
    const char *text = app_option(app, "steps");
    long long number = 1;
    if (text && app_flag(app, "all"))
        return error_set(err, ERROR_USAGE, "--steps and --all exclude each other");
    if (text && !text_to_integer(text, 1, 9999, &number))
        return error_set(err, ERROR_USAGE, "--steps is '%s', expected a number from 1 to 9999",
                         text);
    *steps = app_flag(app, "all") ? SIZE_MAX : (size_t)number;
    return true;
}

bool cmd_migrate_down(struct app *app, struct error *err)
{
    struct migrator migrator;
    size_t steps = 0;
    size_t reverted = 0;
    if (!read_steps(app, &steps, err) || !begin(app, "migrate down", false, &migrator, err) ||
        !migrations_down(&migrator, steps, &reverted, err))
        return false;
    if (reverted == 0)
        fprintf(app->out, "nothing to do: no migration is applied\n");
    else
        fprintf(app->out, "%zu migration%s taken back\n", reverted, reverted == 1 ? "" : "s");
    return true;
}

bool cmd_migrate_verify(struct app *app, struct error *err)
{
    struct migrator migrator;
    struct findings drifts;
    findings_init(&drifts, app->arena);
    if (!begin(app, "migrate verify", false, &migrator, err) ||
        !migrations_verify(&migrator, &drifts, err))
        return false;
    for (size_t i = 0; i < drifts.count; i++)
        fprintf(app->out, "%s: %s\n", drifts.rows[i].subject, drifts.rows[i].message);
    if (drifts.count == 0) {
        fprintf(app->out, "the schema is what the migrations make\n");
        return true;
    }
    error_set(err, ERROR_FAILED,
              "the schema differs from what the migrations make: %zu difference%s", drifts.count,
              drifts.count == 1 ? "" : "s");
    return error_hint(err, "what was changed on purpose belongs into a migration");
}

bool cmd_migrate_sql(struct app *app, struct error *err)
{
    const char *folder = app->settings->migration_dir;
    struct migrations list;
    struct migrator migrator;
    const char *script;
    bool ok = app_flag(app, "offline") ? migrations_read(app->arena, folder, &list, err)
                                       : begin(app, "migrate sql", true, &migrator, err) &&
                                             migrations_status(&migrator, &list, err);
    if (!ok || !migrations_script(app->arena, &list, &script, err))
        return false;
    fputs(script, app->out);
    return true;
}
