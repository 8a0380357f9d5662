#include "app/companion.h"

#include "base/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Seen by both. What ended it is said here and not by its exit status, which whoever waits for any
 * child (app/workers.c) may have been told instead. */
struct word {
    atomic_bool done;
    struct error verdict;
};

struct companion {
    pid_t parent;
    pid_t pid; /* 0: it has ended */
    struct word *word;
};

/* Ends by _exit: the parent's open files and connection are not its to close. */
_Noreturn static void live(struct word *word, pid_t parent,
                           bool (*run)(void *subject, struct error *err), void *subject)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    bool ok = run(subject, &word->verdict);
    atomic_store(&word->done, true);
    _exit(ok ? 0 : 1);
}

static void wait_for(struct companion *companion)
{
    while (waitpid(companion->pid, NULL, 0) < 0 && errno == EINTR)
        kill(companion->pid, SIGTERM);
    companion->pid = 0;
}

/* Also runs where a forked worker frees its copy of the arena. */
static void stop(void *pointer)
{
    struct companion *companion = pointer;
    if (companion->parent != getpid())
        return;
    if (companion->pid > 0) {
        /* One that is done may have been waited for already: its number can be another's now. */
        if (!atomic_load(&companion->word->done))
            kill(companion->pid, SIGTERM);
        wait_for(companion);
    }
    munmap(companion->word, sizeof *companion->word);
}

struct companion *companion_start(struct arena *arena,
                                  bool (*run)(void *subject, struct error *err), void *subject,
                                  struct error *err)
{
    struct companion *companion = arena_alloc(arena, sizeof *companion);
    struct word *word =
        mmap(NULL, sizeof *word, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (word == MAP_FAILED) {
        error_set_errno(err, ERROR_FAILED, "cannot share memory with another process");
        return NULL;
    }
    *companion = (struct companion){.parent = getpid(), .word = word};
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        live(word, companion->parent, run, subject);
    if (pid < 0) {
        error_set_errno(err, ERROR_FAILED, "cannot start another process");
        munmap(word, sizeof *word);
        return NULL;
    }
    companion->pid = pid;
    arena_defer(arena, stop, companion);
    return companion;
}

bool companion_end(struct companion *companion, struct error *err)
{
    wait_for(companion);
    if (!interrupt_check(err))
        return false;
    if (!atomic_load(&companion->word->done))
        return error_set(err, ERROR_FAILED, "a process of this run ended before its work was done");
    if (companion->word->verdict.code == ERROR_NONE)
        return true;
    if (err)
        *err = companion->word->verdict;
    return false;
}
