#include "app/build.h"
#include "app/commands.h"
#include "app/configs.h"
#include "app/metrics.h"
#include "base/strbuf.h"
#include "base/text.h"

/* "2/5" */
static bool read_shard(const struct app *app, const char *text, struct build_options *options,
                       struct error *err)
{
    static const char *const excluded[] = {"dry-run", "explain", "offline", "record", "sector"};
    enum { MOST = 9999 };
    const char *slash = strchr(text, '/');
    long long shard;
    long long count;
    if (!slash || !text_to_integer(slash + 1, 1, MOST, &count) ||
        !text_to_integer(arena_strndup(app->arena, text, (size_t)(slash - text)), 1, count,
                         &shard)) {
        error_set(err, ERROR_USAGE, "--shard '%s' is not one of N shards, expected I/N", text);
        return error_hint(err, "2/5 is the second of five; the first is 1/5, %d are the most",
                          MOST);
    }
    for (size_t i = 0; i < sizeof excluded / sizeof excluded[0]; i++)
        if (app_option(app, excluded[i])) {
            error_set(err, ERROR_USAGE, "--shard and --%s exclude each other", excluded[i]);
            return error_hint(err, "'orgair merge' publishes, and may record, what the shards are "
                                   "parts of");
        }
    options->shard = (size_t)shard;
    options->shard_count = (size_t)count;
    return true;
}

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
        .force = app_flag(app, "force"),
        .explain = app_option(app, "explain"),
        .against = app_option(app, "against"),
        .record = app_flag(app, "record"),
        .merge = options->merge,
    };
    if (options->as_of && !text_is_date(options->as_of))
        return error_set(err, ERROR_USAGE, "--as-of '%s' is not a day, expected YYYY-MM-DD",
                         options->as_of);
    if (options->record && options->offline) {
        error_set(err, ERROR_USAGE, "--record and --offline exclude each other");
        return error_hint(err, "what was published is recorded in the database");
    }
    const char *shard = app_option(app, "shard");
    return !shard || read_shard(app, shard, options, err);
}

static const char *plural(long long count)
{
    return count == 1 ? "" : "s";
}

static void add_count(struct strbuf *line, long long count, const char *noun)
{
    decimal_format(line, (struct decimal){count, 0}, 0, ',');
    strbuf_addstr(line, noun);
}

static void add_files(struct strbuf *line, const struct stage_counts *files)
{
    add_count(line, (long long)files->files, " file");
    strbuf_addf(line, "%s (", plural((long long)files->files));
    add_count(line, (long long)(files->written - files->stale), " new, ");
    add_count(line, (long long)files->stale, " changed, ");
    add_count(line, (long long)files->linked, " kept, ");
    add_count(line, (long long)files->removed, " gone)");
}

static void add_findings(struct strbuf *line, const size_t *findings)
{
    add_count(line, (long long)findings[SEVERITY_ERROR], " error");
    strbuf_addf(line, "%s, ", plural((long long)findings[SEVERITY_ERROR]));
    add_count(line, (long long)findings[SEVERITY_WARNING], " warning");
    strbuf_addf(line, "%s, ", plural((long long)findings[SEVERITY_WARNING]));
    add_count(line, (long long)findings[SEVERITY_INFO], " for information");
}

static void add_cost(struct strbuf *line, const struct run_record *record)
{
    double seconds = run_record_seconds(record);
    decimal_format_double(line, seconds, seconds < 1 ? 2 : 1, ',');
    strbuf_addstr(line, " s, ");
    decimal_format_double(line, (double)run_record_usage().peak_bytes / 1e6, 0, ',');
    strbuf_addstr(line, " MB");
}

/* The closing line: what is on the site now, what that took. */
static void report(struct app *app, const struct build_options *options,
                   const struct build_result *result)
{
    struct strbuf line;
    strbuf_init(&line);
    if (options->dry_run)
        strbuf_addstr(&line, "would publish: ");
    else if (result->release.changed)
        strbuf_addf(&line, "published %s: ", result->release.id);
    else
        strbuf_addf(&line, "nothing to publish: unchanged %s: ", result->release.id);
    add_count(&line, result->organizations, " organization");
    strbuf_addf(&line, "%s in ", plural(result->organizations));
    add_count(&line, (long long)result->sectors, " sector");
    strbuf_addf(&line, "%s, ", plural((long long)result->sectors));
    add_files(&line, &result->files);
    strbuf_addstr(&line, ", findings: ");
    add_findings(&line, result->findings);
    strbuf_addstr(&line, ", ");
    add_cost(&line, &result->record);
    fprintf(app->out, "%s\n", line.text);
    strbuf_release(&line);
}

static void report_shard(struct app *app, const struct build_options *options,
                         const struct build_result *result)
{
    struct strbuf line;
    strbuf_init(&line);
    strbuf_addf(&line, "shard %zu/%zu: ", options->shard, options->shard_count);
    add_count(&line, (long long)result->sectors, " sector");
    strbuf_addf(&line, "%s, ", plural((long long)result->sectors));
    add_count(&line, result->organizations, " organization");
    strbuf_addf(&line, "%s, ", plural(result->organizations));
    add_count(&line, (long long)result->files.files, " file");
    strbuf_addf(&line, "%s (", plural((long long)result->files.files));
    add_count(&line, (long long)result->files.linked, " kept), ");
    add_cost(&line, &result->record);
    fprintf(app->out, "%s\n", line.text);
    strbuf_release(&line);
}

/* The site is what it is by now: metrics that cannot be written do not make the run another. */
static void put_metrics(struct app *app, const struct build_result *result, bool ok, int status)
{
    const char *path = app->settings->metrics_file;
    struct metrics metrics = {
        .result = result,
        .ok = ok,
        .status = status,
        .now_ns = app_now_ns(),
    };
    struct error err = ERROR_INIT;
    if (*path && !metrics_write(path, &metrics, &err))
        log_warning(app->log, "the metrics are not written: %s", err.message);
}

static bool run(struct app *app, bool merge, struct error *err)
{
    struct build_options options = {.merge = merge};
    struct build_result result = {0};
    run_record_begin(&result.record);
    bool ok = read_options(app, &options, err) && pipeline_run(app, &options, &result, err);
    run_record_end(&result.record);
    if (ok && result.findings[SEVERITY_ERROR] > 0)
        app->status = STATUS_FINDINGS;
    /* A dry run leaves nothing behind; a shard's accounts are not those of the site. */
    if (!options.dry_run && !options.explain && options.shard == 0)
        put_metrics(app, &result, ok, ok ? app->status : (int)err->code);
    if (ok && options.shard > 0)
        report_shard(app, &options, &result);
    else if (ok && !options.explain)
        report(app, &options, &result);
    return ok;
}

bool cmd_build(struct app *app, struct error *err)
{
    return run(app, false, err);
}

bool cmd_merge(struct app *app, struct error *err)
{
    return run(app, true, err);
}
