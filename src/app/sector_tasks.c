/* Work on each sector by the run's workers. */
#include "app/build.h"
#include "app/workers.h"
#include "db/scores.h"

#include <unistd.h>

/* A worker's own: its number and its connection to the run's snapshot. */
struct worker {
    size_t number;
    struct source source;
};

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

size_t job_count(const struct build *build)
{
    if (build->app->settings->jobs > 0)
        return (size_t)build->app->settings->jobs;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (cores > RUN_WORKERS)
        return RUN_WORKERS;
    return cores > 0 ? (size_t)cores : 1;
}

/* ---- scores, before the sectors ---- */

static bool *wanted_by(const struct sector_tasks *tasks)
{
    const struct build *build = tasks->build;
    bool *wanted = arena_array(build->arena, build->configs.sector_count, sizeof *wanted);
    for (size_t i = 0; i < tasks->count; i++)
        wanted[tasks->sectors[i]] = true;
    return wanted;
}

/* For several sectors. The scores of one are read by the worker that takes it, and this process has
 * time for something else. */
static bool reads_ahead(const struct sector_tasks *tasks)
{
    return tasks->assesses && tasks->count > 1;
}

static bool read_share(void *subject, void *state, size_t share, struct error *err)
{
    (void)subject;
    const struct worker *worker = state;
    return scores_read(worker->source.scores_reading, worker->source.db, share, err);
}

static bool finish_reader(void *subject, void *state, struct error *err)
{
    (void)subject, (void)err;
    struct worker *worker = state;
    db_close(worker->source.db);
    return true;
}

/* Connections cost more than a small table. */
static bool read_shares(struct sector_tasks *tasks, struct error *err)
{
    const struct source *source = &tasks->build->source;
    const struct worker_tasks workers = {
        .count = scores_shares(source->scores_reading),
        .jobs = scores_shares(source->scores_reading),
        .start = start_worker,
        .run = read_share,
        .finish = finish_reader,
        .subject = tasks,
    };
    return workers.count > 1 ? workers_run(&workers, err)
                             : scores_read(source->scores_reading, source->db, 0, err);
}

static bool read_ahead(struct sector_tasks *tasks, struct error *err)
{
    struct source *source = &tasks->build->source;
    return !source->db ||
           (source_scores_begin(source, wanted_by(tasks), job_count(tasks->build), err) &&
            read_shares(tasks, err) && source_scores_end(source, err));
}

/* ---- the sectors ---- */

static bool run_sector(const struct sector_tasks *tasks, struct source *source, size_t sector,
                       struct error *err)
{
    return (!tasks->assesses || reads_ahead(tasks) ||
            source_scores(source, wanted_by(tasks), err)) &&
           tasks->run(tasks->build, source, sector, err);
}

void give_back_memory(const struct build *build)
{
    memory_trim();
    arena_leave(build->board_arena);
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
        give_back_memory(build);
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
    db_close(worker->source.db);
    return !tasks->exports ||
           stage_export(tasks->build->stage, files_of(tasks->build, worker->number), err);
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
    bool ok = (!reads_ahead(tasks) || read_ahead(tasks, err)) && workers_run(&workers, err);
    source_drop_scores(&build->source);
    for (size_t i = 0; ok && tasks->exports && i < count; i++)
        ok = stage_import(build->stage, files_of(build, i), err);
    return ok;
}
