#include "app/commands.h"

#include "base/text.h"
#include "db/seed.h"
#include "db/synthetic.h"

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

static bool read_count(const struct app *app, const char *option, long long fallback,
                       long long *value, struct error *err)
{
    const char *text = app_option(app, option);
    *value = fallback;
    return !text || text_to_integer(text, 1, 100000000, value) ||
           error_set(err, ERROR_USAGE, "--%s is '%s', expected 1 to 100000000", option, text);
}

static bool read_percent(const struct app *app, const char **percent, struct error *err)
{
    struct decimal value;
    *percent = app_option(app, "drift");
    return !*percent ||
           (decimal_parse(*percent, &value) && decimal_compare(value, DECIMAL_ZERO) >= 0 &&
            decimal_compare(value, (struct decimal){100, 0}) <= 0) ||
           error_set(err, ERROR_USAGE, "--drift is '%s', expected 0 to 100", *percent);
}

/* Load for tests of speed: made-up rows have no place in production. */
static bool make_synthetic(struct app *app, struct error *err)
{
    long long count, seed;
    const char *percent;
    struct synthetic_report report = {0};
    struct db *db;
    if (app->settings->app_env == APP_PRODUCTION) {
        error_set(err, ERROR_USAGE,
                  "synthetic organizations are refused where APP_ENV is production");
        return error_hint(err, "make them in a database of their own, with another APP_ENV");
    }
    if (!read_count(app, "synthetic", 0, &count, err) || !read_count(app, "seed", 1, &seed, err) ||
        !read_percent(app, &percent, err) || !app_connect(app, "seed", false, &db, err))
        return false;
    if (count > 0 && !synthetic_load(db, app->arena, count, seed, &report, err))
        return false;
    if (count > 0)
        fprintf(app->out,
                "%lld organizations added, %lld with attributes, %lld assessments, %lld scores\n",
                report.organizations, report.attributes, report.assessments, report.scores);
    if (percent && !synthetic_drift(db, app->arena, percent, seed, &report, err))
        return false;
    if (percent)
        fprintf(app->out, "%lld organizations drifted, %lld assessments, %lld scores\n",
                report.organizations, report.assessments, report.scores);
    return true;
}

bool cmd_seed(struct app *app, struct error *err)
{
    if (app_flag(app, "synthetic") || app_flag(app, "drift"))
        return make_synthetic(app, err);
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
