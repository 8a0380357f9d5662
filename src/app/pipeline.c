/*
 * The run, one direction: snapshot -> configurations -> validation -> plan ->
 * sectors, in workers -> site -> verify -> switch.
 */
#include "app/build.h"
#include "app/configs.h"
#include "app/preflight.h"
#include "app/record.h"
#include "app/run_record.h"
#include "app/scoring.h"
#include "app/workers.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/text.h"
#include "publish/lock.h"
#include "rules/validate.h"
#include "view/build.h"

#include <unistd.h>

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

static bool check_sector_names(const struct build *build, struct error *err)
{
    for (size_t i = 0; i < build->options->sector_count; i++) {
        const char *id = build->options->sectors[i];
        if (config_find_sector(&build->configs, id))
            continue;
        struct strbuf names;
        strbuf_init(&names);
        for (size_t j = 0; j < build->configs.sector_count; j++)
            strbuf_addf(&names, "%s%s", j > 0 ? ", " : "",
                        build->configs.sectors[j].focus_group_id);
        error_set(err, ERROR_USAGE, "unknown sector '%s'", id);
        error_hint(err, "active sectors are %s", names.text);
        strbuf_release(&names);
        return false;
    }
    return true;
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

static bool read_configs(struct build *build, struct run_record *record, struct error *err)
{
    struct cache *cache;
    if (!open_cache(build, &cache, err))
        return false;
    struct configs_request request = {
        .db = build->db, .cache = cache, .as_of = build->options->as_of};
    source_init(&build->source, build->app, build->db, cache, &build->configs);
    bool ok = configs_load(build->app, &request, &build->configs, &record->configs, err) &&
              check_sector_names(build, err) &&
              source_totals(&build->source, build->arena, &build->totals, err);
    for (size_t i = 0; ok && i < build->configs.sector_count; i++)
        build->organizations += build->totals[i].organizations;
    return ok;
}

/* Where every organization stands; sectors that are kept are ranked too, by today's rows. */
static bool score_all(struct build *build, struct error *err)
{
    build->parameters = scoring_parameters(build->arena, build->app->settings);
    struct scoring scoring = {
        .source = &build->source,
        .configs = &build->configs,
        .totals = build->totals,
        .parameters = &build->parameters,
    };
    return scoring_board(&scoring, build->arena, &build->board, err);
}

static void make_context(struct build *build)
{
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
        .as_of = view_as_of(build->arena, &build->configs, build->options->as_of != NULL),
        .parameters = arena_printf(build->arena, "Parameters %s", scoring_version(settings)),
        .created = view_created(&build->configs, build->options->as_of != NULL),
    };
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
}

/* Findings of the configurations, and what the policy makes of invalid sectors. */
static bool validate(struct build *build, struct error *err)
{
    validate_configs(&build->configs, &build->findings);
    findings_sort(&build->findings);
    size_t invalid = 0;
    const struct sector *first = NULL;
    for (size_t i = 0; i < build->configs.sector_count; i++) {
        if (sector_is_valid(&build->configs, &build->configs.sectors[i]))
            continue;
        first = first ? first : &build->configs.sectors[i];
        invalid++;
    }
    if (invalid == 0 || build->app->settings->on_invalid != ON_INVALID_FAIL)
        return true;
    const char *reason = "its weights do not pass validation";
    for (size_t i = 0; i < build->findings.count; i++) {
        const struct finding *finding = &build->findings.rows[i];
        if (finding->severity == SEVERITY_ERROR &&
            text_equal(finding->focus_group_id, first->focus_group_id)) {
            reason = finding->message;
            break;
        }
    }
    error_set(err, ERROR_INVALID, "invalid data: sector '%s': %s", first->focus_group_id, reason);
    if (invalid > 1)
        error_context(err, "%zu sectors are invalid, the first", invalid);
    return error_hint(err, "correct its rows, or publish with --on-invalid=flag or hold");
}

static bool is_asked_for(const struct build *build, const struct sector *sector)
{
    if (build->options->sector_count == 0)
        return true;
    for (size_t i = 0; i < build->options->sector_count; i++)
        if (text_equal(build->options->sectors[i], sector->focus_group_id))
            return true;
    return false;
}

/* What was not asked for, or is held, is kept; what was never published is built all the same. */
static bool plan_sectors(struct build *build, struct error *err)
{
    const struct config_set *configs = &build->configs;
    bool hold = build->app->settings->on_invalid == ON_INVALID_HOLD;
    build->plans = arena_array(build->arena, configs->sector_count, sizeof *build->plans);
    for (size_t i = 0; i < configs->sector_count; i++) {
        const struct sector *sector = &configs->sectors[i];
        bool held = hold && !sector_is_valid(configs, sector);
        if (is_asked_for(build, sector) && !held)
            continue;
        size_t kept;
        const char *folder = arena_printf(build->arena, "sectors/%s/", sector->slug);
        if (!stage_keep(build->stage, folder, &kept, err))
            return false;
        build->plans[i] = kept > 0 ? SECTOR_KEEP : SECTOR_BUILD;
        if (held && kept > 0)
            log_warning(build->app->log, "sector '%s' is held: its pages stay as they were",
                        sector->focus_group_id);
        else if (held)
            log_warning(build->app->log, "sector '%s' cannot be held: it was never published",
                        sector->focus_group_id);
    }
    return true;
}

static bool open_stage(struct build *build, struct error *err)
{
    const struct settings *settings = build->app->settings;
    if (!html_open(build->arena, settings->template_dir, &build->html, err) ||
        !stage_open(build->arena, settings->out_dir, build->app->log, &build->stage, err))
        return false;
    build->parts_dir = stage_fragment(build->stage, build->arena);
    return folder_make(build->parts_dir, err);
}

static const char *part(struct arena *arena, const struct build *build, const char *kind,
                        size_t index)
{
    return arena_printf(arena, "%s/%s-%zu", build->parts_dir, kind, index);
}

/* A worker's own: its number and its connection to the run's snapshot. */
struct worker {
    size_t number;
    struct source source;
};

static bool start_worker(void *subject, size_t number, void **state, struct error *err)
{
    struct build *build = subject;
    struct worker *worker = arena_alloc(build->arena, sizeof *worker);
    worker->number = number;
    worker->source = build->source;
    *state = worker;
    if (build->options->offline)
        return true;
    return app_connect(build->app, "build worker", true, &worker->source.db, err) &&
           snapshot_begin(worker->source.db, build->snapshot_id, err);
}

static bool run_sector(void *subject, void *state, size_t index, struct error *err)
{
    struct build *build = subject;
    struct worker *worker = state;
    if (build->plans[index] == SECTOR_KEEP)
        return true;
    struct arena *arena = arena_new();
    struct findings findings;
    findings_init(&findings, arena);
    const struct sector *sector = &build->configs.sectors[index];
    validate_sector(&build->configs, sector, &findings);
    bool ok = build_sector(build, &worker->source, sector, &findings, err) &&
              findings_save(&findings, part(arena, build, "findings", index), err);
    arena_free(arena);
    return ok;
}

static bool finish_worker(void *subject, void *state, struct error *err)
{
    struct build *build = subject;
    struct worker *worker = state;
    return stage_export(build->stage, part(build->arena, build, "files", worker->number), err);
}

/* The findings of the set as a whole stay; each sector's come from its worker or, where it is
 * kept, from the release that it is kept from. The order is the same whoever finished first. */
static bool collect(struct build *build, size_t workers, struct error *err)
{
    struct findings all;
    findings_init(&all, build->arena);
    for (size_t i = 0; i < build->findings.count; i++)
        if (!build->findings.rows[i].focus_group_id)
            findings_add(&all, &build->findings.rows[i]);
    for (size_t i = 0; i < workers; i++)
        if (!stage_import(build->stage, part(build->arena, build, "files", i), err))
            return false;
    for (size_t i = 0; i < build->configs.sector_count; i++) {
        bool ok =
            build->plans[i] == SECTOR_KEEP
                ? keep_sector(build, &build->configs.sectors[i], &all, err)
                : findings_load(build->arena, part(build->arena, build, "findings", i), &all, err);
        if (!ok)
            return false;
    }
    findings_sort(&all);
    build->findings = all;
    return true;
}

static size_t job_count(const struct build *build)
{
    if (build->app->settings->jobs > 0)
        return (size_t)build->app->settings->jobs;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 0 ? (size_t)cores : 1;
}

static long long organizations_to_build(const struct build *build)
{
    long long count = 0;
    for (size_t i = 0; i < build->configs.sector_count; i++)
        if (build->plans[i] == SECTOR_BUILD)
            count += build->totals[i].organizations;
    return count;
}

static bool build_sectors(struct build *build, struct error *err)
{
    struct worker_tasks tasks = {
        .count = build->configs.sector_count,
        .jobs = job_count(build),
        .start = start_worker,
        .run = run_sector,
        .finish = finish_worker,
        .subject = build,
    };
    const struct log *log = build->app->log;
    progress_begin(log, "organizations", organizations_to_build(build));
    bool ok = workers_run(&tasks, err);
    progress_end(log);
    return ok && collect(build, workers_count(&tasks), err);
}

static bool publish(struct build *build, struct run_record *record, struct build_result *result,
                    struct error *err)
{
    struct stage_options options = {
        .secret_key = build->app->settings->secret_key,
        .keep_releases = (size_t)build->app->settings->keep_releases,
        .time = record->stamp,
    };
    result->files = stage_counts(build->stage);
    for (size_t i = 0; i < SEVERITY_COUNT; i++)
        result->findings[i] = build->findings.by_severity[i];
    result->organizations = build->organizations;
    result->sectors = build->configs.sector_count;
    if (build->options->dry_run) {
        stage_discard(build->stage);
        return true;
    }
    if (!folder_remove(build->parts_dir, err))
        return false;
    options.run_json = run_record_json(build->arena, record, build, result);
    return interrupt_check(err) && stage_publish(build->stage, &options, &result->release, err);
}

/* Every row was read, and read whole: what the cache holds of them from now on. */
static bool end_reading(struct build *build, struct error *err)
{
    source_keep(&build->source);
    return !build->db || snapshot_end(build->db, err);
}

static bool run(struct build *build, struct run_record *record, struct build_result *result,
                struct error *err)
{
    return check_first(build, err) &&
           lock_acquire(build->arena, build->app->settings->out_dir, err) &&
           find_baseline(build, err) && begin_snapshot(build, err) &&
           read_configs(build, record, err) && validate(build, err) &&
           guard_organizations(build, err) && score_all(build, err) && open_stage(build, err) &&
           plan_sectors(build, err) && (make_context(build), true) && build_sectors(build, err) &&
           build_site(build, err) && build_portfolio_workbook(build, err) &&
           build_changes(build, err) && end_reading(build, err) &&
           stage_verify(build->stage, err) && publish(build, record, result, err);
}

bool pipeline_run(struct app *app, const struct build_options *options, struct build_result *result,
                  struct error *err)
{
    struct build build = {.app = app, .arena = arena_new(), .options = options};
    struct run_record record;
    run_record_begin(&record, app);
    findings_init(&build.findings, build.arena);
    bool ok = run(&build, &record, result, err);
    if (ok)
        record_publication(&build, &record, result);
    else
        source_drop(&build.source);
    arena_free(build.arena);
    return ok;
}
