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

bool cmd_migrate_status(struct app *app, struct error *err)
{
    struct db *db;
    struct migrations list;
    if (!app_connect(app, "migrate status", true, &db, err) ||
        !migrations_status(db, app->arena, app->settings->migration_dir, &list, err))
        return false;
    print_status(app, &list);
    fprintf(app->out, "%zu applied, %zu pending\n", list.count - list.pending, list.pending);
    return true;
}

bool cmd_migrate_up(struct app *app, struct error *err)
{
    struct db *db;
    size_t applied;
    if (!app_connect(app, "migrate up", false, &db, err) ||
        !migrations_up(db, app->arena, app->settings->migration_dir, app->log, &applied, err))
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
    struct db *db;
    size_t steps = 0;
    size_t reverted = 0;
    if (!read_steps(app, &steps, err) || !app_connect(app, "migrate down", false, &db, err) ||
        !migrations_down(db, app->arena, app->settings->migration_dir, app->log, steps, &reverted,
                         err))
        return false;
    if (reverted == 0)
        fprintf(app->out, "nothing to do: no migration is applied\n");
    else
        fprintf(app->out, "%zu migration%s taken back\n", reverted, reverted == 1 ? "" : "s");
    return true;
}

bool cmd_migrate_verify(struct app *app, struct error *err)
{
    struct db *db;
    struct findings drifts;
    findings_init(&drifts, app->arena);
    if (!app_connect(app, "migrate verify", false, &db, err) ||
        !migrations_verify(db, app->arena, app->settings->migration_dir, &drifts, err))
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
    struct db *db;
    const char *script;
    bool ok = app_flag(app, "offline") ? migrations_read(app->arena, folder, &list, err)
                                       : app_connect(app, "migrate sql", true, &db, err) &&
                                             migrations_status(db, app->arena, folder, &list, err);
    if (!ok || !migrations_script(app->arena, &list, &script, err))
        return false;
    fputs(script, app->out);
    return true;
}
