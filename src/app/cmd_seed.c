#include "app/commands.h"

#include "base/text.h"
#include "db/seed.h"

static void print_report(struct app *app, const struct seed_report *report)
{
    long long changed = 0;
    size_t width = 0;
    for (size_t i = 0; i < report->count; i++)
        if (strlen(report->files[i]) > width)
            width = strlen(report->files[i]);
    for (size_t i = 0; i < report->count; i++) {
        fprintf(app->out, "%-*s %5lld inserted %5lld updated %5lld unchanged\n", (int)width,
                report->files[i], report->inserted[i], report->updated[i], report->unchanged[i]);
        changed += report->inserted[i] + report->updated[i];
    }
    if (changed == 0)
        fprintf(app->out, "nothing to do: every row is in the database already\n");
    else
        fprintf(app->out, "%lld row%s written\n", changed, changed == 1 ? "" : "s");
}

/* The folders named, or SEED_DIR; and the demonstration's. */
static size_t collect_folders(struct app *app, const char **folders)
{
    size_t count = 0;
    for (size_t i = 0; i < app->operand_count; i++)
        folders[count++] = app->operands[i];
    if (count == 0)
        folders[count++] = app->settings->seed_dir;
    if (app_flag(app, "demo"))
        folders[count++] = arena_printf(app->arena, "%s/demo", app->settings->seed_dir);
    return count;
}

bool cmd_seed(struct app *app, struct error *err)
{
    const char **folders = arena_array(app->arena, app->operand_count + 2, sizeof *folders);
    size_t count = collect_folders(app, folders);
    struct db *db;
    struct seed_report report;
    if (!app_connect(app, "seed", false, &db, err) ||
        !seed_load(db, app->arena, folders, count, &report, err))
        return false;
    print_report(app, &report);
    return true;
}
