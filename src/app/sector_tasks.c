/* Work on each sector by the run's workers. */
#include "app/build.h"
#include "app/workers.h"

#include <unistd.h>

/* A worker's own: its number and its connection to the run's snapshot. */
struct worker {
    size_t number;
    struct source source;
};

static bool read_scores(const struct sector_tasks *tasks, struct source *source, struct error *err)
{
    struct build *build = tasks->build;
    bool *wanted = arena_array(build->arena, build->configs.sector_count, sizeof *wanted);
    for (size_t i = 0; i < tasks->count; i++)
        wanted[tasks->sectors[i]] = true;
    return source_scores(source, wanted, err);
}

/* For several sectors. The scores of one are read by the worker that takes it, and this process has
 * time for something else. */
static bool reads_ahead(const struct sector_tasks *tasks)
{
    return tasks->assesses && tasks->count > 1;
}

static bool start_worker(void *subject, size_t number, void **state, struct error *err)
{
    const struct sector_tasks *tasks = subject;
    struct build *build = tasks->build;
    struct worker *worker = arena_alloc(build->arena, sizeof *worker);
    worker->number = number;
    worker->source = build->source;
    *state = worker;
    if (build->options->offline)
        return true;
    return app_connect(build->app, "build worker", true, &worker->source.db, err) &&
           snapshot_begin(worker->source.db, build->snapshot_id, err);
}

static bool run_sector(const struct sector_tasks *tasks, struct source *source, size_t sector,
                       struct error *err)
{
    return (!tasks->assesses || reads_ahead(tasks) || read_scores(tasks, source, err)) &&
           tasks->run(tasks->build, source, sector, err);
}

static bool run_task(void *subject, void *state, size_t index, struct error *err)
{
    const struct sector_tasks *tasks = subject;
    struct worker *worker = state;
    struct build *build = tasks->build;
    size_t before = tasks->beside && index > tasks->place ? 1 : 0;
    bool ok = tasks->beside && index == tasks->place
                  ? tasks->beside(build, &worker->source, err)
                  : run_sector(tasks, &worker->source, tasks->sectors[index - before], err);
    if (build->board_arena)
        arena_leave(build->board_arena);
    return ok;
}

static const char *files_of(const struct build *build, size_t worker)
{
    return arena_printf(build->arena, "%s/files-%zu", build->parts_dir, worker);
}

static bool finish_worker(void *subject, void *state, struct error *err)
{
    const struct sector_tasks *tasks = subject;
    struct worker *worker = state;
    return !tasks->exports ||
           stage_export(tasks->build->stage, files_of(tasks->build, worker->number), err);
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

bool run_sector_tasks(struct sector_tasks *tasks, struct error *err)
{
    struct build *build = tasks->build;
    struct worker_tasks workers = {
        .count = tasks->count + (tasks->beside != NULL),
        .jobs = job_count(build),
        .start = start_worker,
        .run = run_task,
        .finish = finish_worker,
        .subject = tasks,
        .peaks = build->record.worker_peaks,
    };
    size_t count = workers_count(&workers);
    if (count > build->record.worker_count)
        build->record.worker_count = count;
    bool ok = (!reads_ahead(tasks) || read_scores(tasks, &build->source, err)) &&
              workers_run(&workers, err);
    source_drop_scores(&build->source);
    for (size_t i = 0; ok && tasks->exports && i < count; i++)
        ok = stage_import(build->stage, files_of(build, i), err);
    return ok;
}
