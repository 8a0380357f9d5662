/* A companion: what it says is heard, whoever was told of its end, and it never outlives its use.
 */
#include "app/companion.h"
#include "app/workers.h"
#include "base/interrupt.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What it leaves where this process can see it. */
struct shared {
    atomic_int pid;
    atomic_int done;
};

static struct shared *shared;
static struct arena *arena;
static struct error err;
static int signals; /* sent */

int __real_kill(pid_t pid, int number);
int __wrap_kill(pid_t pid, int number);

int __wrap_kill(pid_t pid, int number)
{
    signals++;
    return __real_kill(pid, number);
}

static void setup(void)
{
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(shared, MAP_FAILED);
    arena = arena_new();
    error_clear(&err);
    signals = 0;
}

static void teardown(void)
{
    arena_free(arena);
    munmap(shared, sizeof *shared);
}

static bool work(void *subject, struct error *problem)
{
    (void)problem;
    ck_assert_ptr_eq(subject, shared);
    atomic_store(&shared->pid, (int)getpid());
    atomic_store(&shared->done, 1);
    return true;
}

static bool break_down(void *subject, struct error *problem)
{
    (void)subject;
    return error_set(problem, ERROR_DATABASE, "the companion is broken");
}

static bool crash(void *subject, struct error *problem)
{
    (void)subject;
    (void)problem;
    return raise(SIGKILL) == 0;
}

/* Until it is stopped, at most a minute. Check's own handler would pass the signal on to the whole
 * process group. */
static bool linger(void *subject, struct error *problem)
{
    (void)subject;
    (void)problem;
    signal(SIGTERM, SIG_DFL);
    atomic_store(&shared->pid, (int)getpid());
    sleep(60);
    atomic_store(&shared->done, 1);
    return true;
}

static struct companion *started(bool (*run)(void *subject, struct error *problem))
{
    struct companion *companion = companion_start(arena, run, shared, &err);
    ck_assert_msg(companion != NULL, "%s", err.message);
    return companion;
}

static void wait_for_pid(void)
{
    for (int tenths = 0; tenths < 600 && atomic_load(&shared->pid) == 0; tenths++)
        usleep(100000);
    ck_assert_int_ne(atomic_load(&shared->pid), 0);
}

static void no_child_is_left(void)
{
    ck_assert_int_eq(waitpid(-1, NULL, 0), -1);
    ck_assert_int_eq(errno, ECHILD);
}

START_TEST(it_works_in_a_process_of_its_own)
{
    struct companion *companion = started(work);
    ck_assert_msg(companion_end(companion, &err), "%s", err.message);
    ck_assert_int_eq(atomic_load(&shared->done), 1);
    ck_assert_int_ne(atomic_load(&shared->pid), (int)getpid());
    no_child_is_left();
}
END_TEST

START_TEST(its_error_keeps_its_words_and_status)
{
    struct companion *companion = started(break_down);
    ck_assert(!companion_end(companion, &err));
    ck_assert_str_eq(err.message, "the companion is broken");
    ck_assert_int_eq(err.code, ERROR_DATABASE);
}
END_TEST

START_TEST(an_end_without_a_word_is_a_failure)
{
    struct companion *companion = started(crash);
    ck_assert(!companion_end(companion, &err));
    ck_assert_str_eq(err.message, "a process of this run ended before its work was done");
    ck_assert_int_eq(err.code, ERROR_FAILED);
}
END_TEST

/* Whoever waits for any child is told of its end instead. */
START_TEST(its_word_is_heard_when_another_was_told_of_its_end)
{
    struct companion *companion = started(_i == 0 ? work : break_down);
    ck_assert_int_gt(waitpid(-1, NULL, 0), 0);
    ck_assert(companion_end(companion, &err) == (_i == 0));
    ck_assert_str_eq(err.message, _i == 0 ? "" : "the companion is broken");
}
END_TEST

/* Its number may be that of another process by then. */
START_TEST(one_that_has_ended_is_sent_no_signal)
{
    started(_i == 0 ? work : break_down);
    ck_assert_int_gt(waitpid(-1, NULL, 0), 0);
    arena_free(arena);
    arena = NULL;
    ck_assert_int_eq(signals, 0);
}
END_TEST

static bool start(void *subject, size_t worker, void **state, struct error *problem)
{
    (void)subject;
    (void)worker;
    (void)state;
    (void)problem;
    return true;
}

/* The companion ends while this task runs. */
static bool run(void *subject, void *state, size_t index, struct error *problem)
{
    (void)subject;
    (void)state;
    (void)index;
    (void)problem;
    for (int tenths = 0; tenths < 600 && kill(atomic_load(&shared->pid), 0) == 0; tenths++)
        usleep(100000);
    return true;
}

static bool finish(void *subject, void *state, struct error *problem)
{
    (void)subject;
    (void)state;
    (void)problem;
    return true;
}

START_TEST(workers_are_waited_for_when_it_ends_before_them)
{
    struct worker_tasks tasks = {
        .count = 2, .jobs = 2, .start = start, .run = run, .finish = finish};
    struct companion *companion = started(work);
    wait_for_pid();
    ck_assert_msg(workers_run(&tasks, &err), "%s", err.message);
    ck_assert_msg(companion_end(companion, &err), "%s", err.message);
    no_child_is_left();
}
END_TEST

START_TEST(it_is_stopped_with_its_arena)
{
    started(linger);
    wait_for_pid();
    arena_free(arena);
    arena = NULL;
    ck_assert_int_eq(atomic_load(&shared->done), 0);
    no_child_is_left();
}
END_TEST

START_TEST(a_copy_of_the_arena_in_another_process_does_not_stop_it)
{
    struct companion *companion = started(linger);
    wait_for_pid();
    pid_t child = fork();
    if (child == 0) {
        arena_free(arena);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    ck_assert_int_eq(waitpid(atomic_load(&shared->pid), NULL, WNOHANG), 0);
    kill(atomic_load(&shared->pid), SIGKILL);
    ck_assert(!companion_end(companion, &err));
}
END_TEST

START_TEST(a_signal_ends_it_and_the_wait)
{
    interrupt_install();
    struct companion *companion = started(linger);
    wait_for_pid();
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        usleep(300000);
        _exit(kill(parent, SIGTERM));
    }
    ck_assert(!companion_end(companion, &err));
    ck_assert_int_eq(err.code, ERROR_TERMINATED);
    ck_assert_int_eq(atomic_load(&shared->done), 0);
    waitpid(child, NULL, 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("companion");
    TCase *tests = tcase_create("companion");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 70);
    tcase_add_test(tests, it_works_in_a_process_of_its_own);
    tcase_add_test(tests, its_error_keeps_its_words_and_status);
    tcase_add_test(tests, an_end_without_a_word_is_a_failure);
    tcase_add_loop_test(tests, its_word_is_heard_when_another_was_told_of_its_end, 0, 2);
    tcase_add_loop_test(tests, one_that_has_ended_is_sent_no_signal, 0, 2);
    tcase_add_test(tests, workers_are_waited_for_when_it_ends_before_them);
    tcase_add_test(tests, it_is_stopped_with_its_arena);
    tcase_add_test(tests, a_copy_of_the_arena_in_another_process_does_not_stop_it);
    tcase_add_test(tests, a_signal_ends_it_and_the_wait);
    suite_add_tcase(all, tests);
    return all;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
