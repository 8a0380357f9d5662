#include "app/build.h"
#include "app/commands.h"
#include "app/configs.h"
#include "base/text.h"

static bool read_options(struct app *app, struct build_options *options, struct error *err)
{
    size_t count = 0;
    while (app_option_at(app, "sector", count))
        count++;
    const char **sectors = arena_array(app->arena, count, sizeof *sectors);
    for (size_t i = 0; i < count; i++)
        sectors[i] = configs_sector_id(app->arena, app_option_at(app, "sector", i));
    *options = (struct build_options){
        .as_of = app_option(app, "as-of"),
        .sectors = sectors,
        .sector_count = count,
        .offline = app_flag(app, "offline"),
        .no_cache = app_flag(app, "no-cache"),
        .dry_run = app_flag(app, "dry-run"),
        .against = app_option(app, "against"),
        .record = app_flag(app, "record"),
    };
    if (options->as_of && !text_is_date(options->as_of))
        return error_set(err, ERROR_USAGE, "--as-of '%s' is not a day, expected YYYY-MM-DD",
                         options->as_of);
    if (options->record && options->offline) {
        error_set(err, ERROR_USAGE, "--record and --offline exclude each other");
        return error_hint(err, "what was published is recorded in the database");
    }
    return true;
}

static void report(struct app *app, const struct build_options *options,
                   const struct build_result *result)
{
    const char *verb = options->dry_run          ? "would publish"
                       : result->release.changed ? "published"
                                                 : "nothing to publish: unchanged";
    fprintf(app->out, "%s", verb);
    if (!options->dry_run)
        fprintf(app->out, " %s", result->release.id);
    fprintf(
        app->out,
        ": %lld organizations in %zu sectors, %zu files (%zu new, %zu kept, %zu gone), findings: "
        "%zu errors, %zu warnings, %zu for information\n",
        result->organizations, result->sectors, result->files.files, result->files.written,
        result->files.linked, result->files.removed, result->findings[SEVERITY_ERROR],
        result->findings[SEVERITY_WARNING], result->findings[SEVERITY_INFO]);
}

bool cmd_build(struct app *app, struct error *err)
{
    struct build_options options;
    struct build_result result = {0};
    if (!read_options(app, &options, err) || !pipeline_run(app, &options, &result, err))
        return false;
    report(app, &options, &result);
    if (result.findings[SEVERITY_ERROR] > 0)
        app->status = STATUS_FINDINGS;
    return true;
}
