/* The sectors, each by one of the workers on the run's snapshot. */
#include "app/build.h"
#include "app/workers.h"
#include "base/progress.h"
#include "rules/validate.h"

#include <unistd.h>

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
    struct build scoped = *build; /* its pages speak of the sector's own day */
    view_context_of_sector(&scoped.context, arena, sector);
    scoped.api.as_of = scoped.context.as_of;
    validate_sector(&build->configs, sector, &findings);
    bool ok = build_sector(&scoped, &worker->source, sector, &findings, err) &&
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
    if (cores > RUN_WORKERS)
        return RUN_WORKERS;
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

bool build_sectors(struct build *build, struct error *err)
{
    struct worker_tasks tasks = {
        .count = build->configs.sector_count,
        .jobs = job_count(build),
        .start = start_worker,
        .run = run_sector,
        .finish = finish_worker,
        .subject = build,
        .peaks = build->record.worker_peaks,
    };
    build->record.worker_count = workers_count(&tasks);
    const struct log *log = build->app->log;
    progress_begin(log, "organizations", organizations_to_build(build));
    bool ok = workers_run(&tasks, err);
    progress_end(log);
    return ok && collect(build, workers_count(&tasks), err);
}
