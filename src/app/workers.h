/*
 * Forked workers: independent tasks, run by up to `jobs` processes that take
 * the next one when they are free. Nothing is shared but the verdict of each
 * task; what a task makes, it leaves in files.
 */
#ifndef APP_WORKERS_H
#define APP_WORKERS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct worker_tasks {
    size_t count;
    size_t jobs;
    /* In worker number `worker` (from 0), before its first task: makes what must not be shared,
     * such as a connection. `state` is the worker's own from then on. */
    bool (*start)(void *subject, size_t worker, void **state, struct error *err);
    /* Runs task `index`. */
    bool (*run)(void *subject, void *state, size_t index, struct error *err);
    /* After its last task: hands over what it made. */
    bool (*finish)(void *subject, void *state, struct error *err);
    void *subject;
    long long *peaks; /* one a worker, filled in as it ends: its largest memory in bytes; or NULL */
};

/* How many workers there will be: jobs, but not more than tasks. */
size_t workers_count(const struct worker_tasks *tasks);

/* All tasks, or the error of the lowest-numbered one that failed; the others are stopped. A
 * signal to this process stops the workers; they die with it, whatever ends it. */
bool workers_run(const struct worker_tasks *tasks, struct error *err);

#endif
