#include "app/workers.h"

#include "base/arena.h"
#include "base/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Shared by all processes: the next task and each worker's verdict. */
struct board {
    atomic_size_t next;
    struct error verdicts[];
};

static bool run_tasks(const struct worker_tasks *tasks, struct board *board, size_t worker,
                      struct error *err)
{
    void *state = NULL;
    if (!tasks->start(tasks->subject, worker, &state, err))
        return false;
    for (;;) {
        size_t index = atomic_fetch_add(&board->next, 1);
        if (index >= tasks->count)
            return tasks->finish(tasks->subject, state, err);
        if (!interrupt_check(err) || !tasks->run(tasks->subject, state, index, err))
            return false;
    }
}

/* A worker's life. Ends by _exit: the parent's open files and connection are not its to close. */
_Noreturn static void work(const struct worker_tasks *tasks, struct board *board, size_t worker,
                           pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    bool ok = run_tasks(tasks, board, worker, &board->verdicts[worker]);
    _exit(ok ? 0 : 1);
}

static void stop_all(const pid_t *workers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (workers[i] > 0)
            kill(workers[i], SIGTERM);
}

/* Waits for every worker; the first that fails, or a signal, stops the others. Another child that
 * ends meanwhile is not its business (app/companion.c). */
static bool wait_all(const struct worker_tasks *tasks, const struct board *board, pid_t *workers,
                     size_t count, struct error *err)
{
    bool ok = true;
    size_t left = count;
    while (left > 0) {
        int status;
        struct rusage usage;
        pid_t pid = wait4(-1, &status, 0, &usage);
        if (pid < 0 && errno == EINTR) {
            stop_all(workers, count);
            ok = false;
            continue;
        }
        if (pid < 0)
            return error_set_errno(err, ERROR_FAILED, "cannot wait for a worker");
        for (size_t i = 0; i < count; i++) {
            if (workers[i] != pid)
                continue;
            workers[i] = 0;
            left--;
            if (tasks->peaks)
                tasks->peaks[i] = usage.ru_maxrss * 1024LL;
            if (WIFSIGNALED(status) && ok)
                error_set(err, ERROR_FAILED, "a worker was ended by signal %d", WTERMSIG(status));
            /* A library, or a tool that watches over it, may end the process by itself. */
            if (WIFEXITED(status) && WEXITSTATUS(status) != 0 && ok &&
                board->verdicts[i].code == ERROR_NONE)
                error_set(err, ERROR_FAILED, "a worker ended with exit status %d and no reason",
                          WEXITSTATUS(status));
            if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
                ok = false;
                stop_all(workers, count);
            }
        }
    }
    return ok;
}

/* What made the workers stop: one that was merely told to stop has less to say. */
static bool first_verdict(const struct board *board, size_t count, struct error *err)
{
    const struct error *found = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct error *verdict = &board->verdicts[i];
        if (verdict->code != ERROR_NONE && (!found || found->code == ERROR_TERMINATED))
            found = verdict;
    }
    bool told_to_stop = found && found->code == ERROR_TERMINATED;
    if (found && err && !(told_to_stop && err->code != ERROR_NONE))
        *err = *found;
    return false;
}

size_t workers_count(const struct worker_tasks *tasks)
{
    return tasks->jobs < tasks->count ? tasks->jobs : tasks->count;
}

bool workers_run(const struct worker_tasks *tasks, struct error *err)
{
    size_t count = workers_count(tasks);
    size_t size = sizeof(struct board) + count * sizeof(struct error);
    struct board *board =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED)
        return error_set_errno(err, ERROR_FAILED, "cannot share memory with workers");
    pid_t *workers = calloc(count + 1, sizeof *workers);
    if (!workers)
        out_of_memory();
    pid_t parent = getpid();
    size_t started = 0;
    bool ok = true;
    fflush(NULL);
    while (ok && started < count) {
        pid_t pid = fork();
        if (pid == 0)
            work(tasks, board, started, parent);
        ok = pid > 0;
        if (ok)
            workers[started++] = pid;
        else
            error_set_errno(err, ERROR_FAILED, "cannot start a worker");
    }
    if (!ok)
        stop_all(workers, started);
    struct error stopped = ERROR_INIT; /* what is told to stop has nothing to say */
    bool all_done = wait_all(tasks, board, workers, started, ok ? err : &stopped);
    if (ok && !all_done && interrupt_check(err))
        first_verdict(board, count, err);
    free(workers);
    munmap(board, size);
    return ok && all_done;
}
