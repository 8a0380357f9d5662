/*
 * The run, one direction: the table of phases at the end is its table of contents.
 */
#include "app/build.h"
#include "app/build_changes.h"
#include "app/configs.h"
#include "app/preflight.h"
#include "app/record.h"
#include "app/scoring.h"
#include "app/shard.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "publish/lock.h"
#include "render/charts/charts.h"
#include "render/pdf/pdf.h"
#include "rules/validate.h"
#include "view/build.h"

/* Leaves the connection that it made in build->db. */
static bool check_first(struct build *build, struct error *err)
{
    struct preflight preflight;
    struct db **db = build->options->offline ? NULL : &build->db;
    bool ok = preflight_run(build->app, "build", db, &preflight, err);
    preflight_log(build->app, &preflight);
    return ok;
}

static bool begin_snapshot(struct build *build, struct error *err)
{
    if (build->options->offline)
        return true;
    return (build->db || app_connect(build->app, "build", true, &build->db, err)) &&
           snapshot_begin(build->db, NULL, err) &&
           snapshot_export(build->db, build->arena, &build->snapshot_id, err);
}

/* What may be deleted at any time may also not be there; offline there is nothing else. */
static bool open_cache(struct build *build, struct cache **cache, struct error *err)
{
    struct error problem = ERROR_INIT;
    *cache = NULL;
    if (build->options->no_cache || configs_open_cache(build->app, cache, &problem))
        return true;
    if (!build->options->offline) {
        log_warning(build->app->log, "cache: %s: the build goes on without", problem.message);
        return true;
    }
    *err = problem;
    return false;
}

static bool read_configs(struct build *build, struct error *err)
{
    struct cache *cache;
    if (!open_cache(build, &cache, err))
        return false;
    struct configs_request request = {
        .db = build->db, .cache = cache, .as_of = build->options->as_of};
    /* A part reads a part of the rows: what an offline build needs is left by the merge. */
    struct cache *rows = build->options->shard > 0 ? NULL : cache;
    source_init(&build->source, build->app, build->db, rows, &build->configs);
    build->source.rows_read = build->record.rows;
    bool ok = configs_load(build->app, &request, &build->configs, &build->record.configs, err) &&
              check_sector_names(build, err);
    if (ok)
        log_info(build->app->log, "%s", configs_cost_text(build->arena, &build->record.configs));
    return ok;
}

/* SOURCE_DATE_EPOCH, as reproducible builds know it; -1: not set. */
static long long source_date_epoch(const struct build *build)
{
    static const long long year_9999_s = 253402300799;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    long long seconds;
    if (epoch && text_to_integer(epoch, 0, year_9999_s, &seconds))
        return seconds;
    if (epoch)
        log_warning(build->app->log,
                    "SOURCE_DATE_EPOCH is '%s', expected seconds since 1970: not used", epoch);
    return -1;
}

static bool make_context(struct build *build, struct error *err)
{
    (void)err;
    const struct config_set *configs = &build->configs;
    bool *valid = arena_array(build->arena, configs->sector_count, sizeof *valid);
    for (size_t i = 0; i < configs->sector_count; i++)
        valid[i] = sector_is_valid(configs, &configs->sectors[i]);
    const struct settings *settings = build->app->settings;
    build->context = (struct view_context){
        .configs = &build->configs,
        .totals = build->totals,
        .findings = &build->findings,
        .scores = &build->board,
        .parameters_in_force = &build->parameters,
        .site_name = settings->app_name,
        .as_of_asked_for = build->options->as_of != NULL,
        .parameters = arena_printf(build->arena, "Parameters %s", scoring_version(settings)),
        .epoch = source_date_epoch(build),
    };
    view_context_of_site(&build->context, build->arena);
    build->api = (struct api_site){
        .configs = configs,
        .valid = valid,
        .totals = build->totals,
        .findings = &build->findings,
        .as_of = build->context.as_of,
        .scores = &build->board,
        .parameters = &build->parameters,
        .param_version = scoring_version(settings),
    };
    return true;
}

static bool open_stage(struct build *build, struct error *err)
{
    const struct settings *settings = build->app->settings;
    if (!html_open(build->arena, settings->template_dir, &build->html, err) ||
        !(build->options->shard > 0
              ? shard_open_stage(build, err)
              : stage_open(build->arena, settings->out_dir, build->app->log, &build->stage, err)))
        return false;
    if (build->options->force)
        stage_distrust(build->stage);
    build->parts_dir = build->source.folder = stage_fragment(build->stage, build->arena);
    return folder_make(build->parts_dir, err) && memory_open(build, err);
}

static bool take_lock(struct build *build, struct error *err)
{
    if (!lock_acquire(build->arena, build->app->settings->out_dir, err))
        return false;
    /* While the lock is still held, and once all is closed that was opened since: where open files
     * are too many, a folder cannot be removed either. */
    arena_defer(build->arena, memory_discard, &build->memory);
    return true;
}

/* Every row was read, and read whole. */
static bool end_reading(struct build *build, struct error *err)
{
    return !build->db || (memory_horizon(build, err) && snapshot_end(build->db, err));
}

/* Pages that are kept though other sectors changed may link to what went with those. */
static bool verify(struct build *build, struct error *err)
{
    if (stage_verify(build->stage, err))
        return true;
    if (err->code != ERROR_FAILED)
        return false;
    for (size_t i = 0; i < build->configs.sector_count; i++)
        if (build->plans[i].state == SECTOR_KEEP)
            return error_hint(err, "the pages of sector '%s' are kept as they were: build %s",
                              build->configs.sectors[i].focus_group_id,
                              build->options->sector_count > 0 ? "without --sector"
                                                               : "with --on-invalid=flag");
    return false;
}

static bool publish(struct build *build, struct error *err)
{
    struct build_result *result = build->result;
    struct stage_options options = {
        .secret_key = build->app->settings->secret_key,
        .keep_releases = (size_t)build->app->settings->keep_releases,
        .time = build->record.stamp,
    };
    result->files = stage_counts(build->stage);
    for (size_t i = 0; i < SEVERITY_COUNT; i++)
        result->findings[i] = build->findings.by_severity[i];
    result->organizations = build->organizations;
    result->sectors = build->configs.sector_count;
    if (build->options->dry_run || build->options->explain) {
        bool ok = explain_plan(build, err);
        stage_discard(build->stage);
        return ok;
    }
    if (!folder_remove(build->parts_dir, err))
        return false;
    options.run_json = run_record_json(build->arena, build);
    return interrupt_check(err) && stage_publish(build->stage, &options, &result->release, err);
}

/* Who goes through a phase: a build of everything, one of a shard, or a merge of shards. */
enum { WHOLE = 1, SHARD = 2, MERGE = 4, ALL = 7 };

static const struct phase {
    const char *name;
    bool (*run)(struct build *build, struct error *err);
    int who;
} phases[] = {
    {"pre-flight", check_first, ALL},
    {"lock", take_lock, WHOLE | MERGE},
    {"lock", shard_take_lock, SHARD},
    {"shards", shards_find, MERGE},
    {"baseline", find_baseline, ALL},
    {"snapshot", begin_snapshot, ALL},
    {"configurations", read_configs, ALL},
    {"what has changed", look_for_changes, ALL},
    {"totals", count_organizations, ALL},
    {"validation", validate_configurations, ALL},
    {"guard", guard_organizations, ALL},
    {"stage", open_stage, ALL},
    {"comparison of shards", shards_check, MERGE},
    {"plan", plan_sectors, ALL},
    {"scores", score_sectors, ALL},
    {"context", make_context, ALL},
    {"data", build_data, ALL},
    {"comparison", begin_changes, ALL},
    {"sectors", build_sectors, WHOLE},
    {"sectors", shard_build_sectors, SHARD},
    {"sectors", shards_take_sectors, MERGE},
    {"findings", build_findings_data, WHOLE | MERGE},
    {"changes", build_changes, WHOLE | MERGE},
    {"site", build_site, WHOLE | MERGE},
    {"portfolio workbook", build_portfolio_workbook, WHOLE | MERGE},
    {"end of reading", end_reading, ALL},
    {"kept pages", end_keeping, WHOLE | MERGE},
    {"verification", verify, WHOLE | MERGE},
    {"publication", publish, WHOLE | MERGE},
    {"shard", shard_save, SHARD},
};

static bool run(struct build *build, struct error *err)
{
    const struct build_options *options = build->options;
    int who = options->merge ? MERGE : options->shard > 0 ? SHARD : WHOLE;
    for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
        if (!(phases[i].who & who))
            continue;
        int64_t started = app_now_ns();
        bool ok = interrupt_check(err) && phases[i].run(build, err);
        run_record_phase(build, phases[i].name, app_now_ns() - started);
        if (!ok)
            return false;
        log_timed(build->app->log, started, "%s", phases[i].name);
        if (build->memory.unchanged)
            break;
    }
    return true;
}

/* What the cache holds of the rows from now on: where nothing was published, what it held for the
 * release that is there. To flush it is cheap once the release is flushed, and dear before. */
static void end_source(const struct build *build, bool ok)
{
    const struct source *source = &build->source;
    if (!ok || build->options->dry_run || build->options->explain) {
        source_drop(source);
    } else if (build->memory.unchanged) {
        source_confirm(source, build->memory.before.snapshot);
    } else {
        source_keep(source);
        source_confirm(source, source->snapshot);
    }
}

/* One attempt. *damaged: it failed since a file that was to be kept could not be. */
static bool attempt(struct app *app, const struct build_options *options,
                    struct build_result *result, bool *damaged, struct error *err)
{
    struct build build = {.app = app, .arena = arena_new(), .options = options, .result = result};
    build.record = result->record;
    findings_init(&build.findings, build.arena);
    build.pdf_text = pdf_text_open(build.arena);
    build.canvas = chart_canvas_open(build.arena);
    bool ok = run(&build, err);
    end_source(&build, ok);
    if (ok && options->shard == 0) {
        bool recorded = record_publication(&build);
        if (!build.memory.unchanged)
            remember_release(&build, recorded);
        shards_remove(&build);
    }
    *damaged = build.memory.damaged;
    arena_free(build.arena);
    result->record = build.record;
    return ok;
}

bool pipeline_run(struct app *app, const struct build_options *options, struct build_result *result,
                  struct error *err)
{
    bool damaged;
    if (attempt(app, options, result, &damaged, err))
        return true;
    if (damaged && options->merge)
        return error_hint(err, "build the shards once more, with --force");
    if (!damaged || options->force)
        return false;
    log_warning(app->log, "everything is made anew: %s", err->message);
    *err = (struct error)ERROR_INIT;
    struct build_options anew = *options;
    anew.force = true;
    return attempt(app, &anew, result, &damaged, err);
}
