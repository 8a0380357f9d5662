/* Workers: every task once, the error that says most, and an end whatever happens to one of them.
 */
#include "app/workers.h"
#include "base/arena.h"

#include <check.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

enum { TASKS = 12 };

/* What workers leave where this process can see it. */
struct shared {
    atomic_int runs[TASKS];
    atomic_int started;
    atomic_int finished;
};

static struct shared *shared;
static struct error err;
static long long peaks[64];

struct subject {
    size_t failing;  /* task that returns an error; TASKS: none */
    size_t crashing; /* task that ends its process; TASKS: none */
    size_t leaving;  /* task that ends its process without a word; TASKS: none */
    size_t waiting;  /* task that waits until it is told to stop; TASKS: none */
};

/* The signal that the parent sends; it may come before the wait for it begins. */
static volatile sig_atomic_t told;

static void note(int number)
{
    told = number;
}

/* Check's own handler would pass the signal on to the whole process group. */
static struct sigaction before;

static void setup(void)
{
    struct sigaction action = {.sa_handler = note};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, &before);
    told = 0;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(shared, MAP_FAILED);
    error_clear(&err);
}

static void teardown(void)
{
    munmap(shared, sizeof *shared);
    sigaction(SIGTERM, &before, NULL);
}

static bool start(void *subject, size_t worker, void **state, struct error *problem)
{
    (void)subject;
    (void)worker;
    (void)problem;
    *state = shared;
    atomic_fetch_add(&shared->started, 1);
    return true;
}

static bool run(void *opaque, void *state, size_t index, struct error *problem)
{
    const struct subject *subject = opaque;
    ck_assert_ptr_eq(state, shared);
    atomic_fetch_add(&shared->runs[index], 1);
    if (index == subject->crashing)
        raise(SIGKILL);
    if (index == subject->leaving)
        _exit(9);
    if (index == subject->failing)
        return error_set(problem, ERROR_DATABASE, "task %zu is broken", index);
    if (index == subject->waiting) {
        for (int tenths = 0; tenths < 600 && !told; tenths++)
            usleep(100000);
        return error_set(problem, ERROR_TERMINATED, "terminated");
    }
    return true;
}

static bool finish(void *subject, void *state, struct error *problem)
{
    (void)subject;
    (void)state;
    (void)problem;
    atomic_fetch_add(&shared->finished, 1);
    return true;
}

static bool work(size_t jobs, struct subject *subject)
{
    struct worker_tasks tasks = {
        .count = TASKS,
        .jobs = jobs,
        .start = start,
        .run = run,
        .finish = finish,
        .subject = subject,
        .peaks = peaks,
    };
    memset(peaks, 0, sizeof peaks);
    return workers_run(&tasks, &err);
}

START_TEST(every_task_runs_once)
{
    size_t jobs = (size_t)_i;
    struct subject subject = {TASKS, TASKS, TASKS, TASKS};
    ck_assert_msg(work(jobs, &subject), "%s", err.message);
    for (size_t i = 0; i < TASKS; i++)
        ck_assert_int_eq(atomic_load(&shared->runs[i]), 1);
    int workers = jobs < TASKS ? (int)jobs : TASKS;
    ck_assert_int_eq(atomic_load(&shared->started), workers);
    ck_assert_int_eq(atomic_load(&shared->finished), workers);
    for (int i = 0; i < 64; i++)
        ck_assert_msg((peaks[i] >= 100000) == (i < workers), "worker %d took %lld bytes", i,
                      peaks[i]);
}
END_TEST

START_TEST(an_error_keeps_its_words_and_status)
{
    struct subject subject = {.failing = 1, .crashing = TASKS, .leaving = TASKS, .waiting = 0};
    ck_assert(!work(2, &subject));
    ck_assert_str_eq(err.message, "task 1 is broken");
    ck_assert_int_eq(err.code, ERROR_DATABASE);
}
END_TEST

START_TEST(a_crash_is_said_even_if_others_were_told_to_stop)
{
    struct subject subject = {.failing = TASKS, .crashing = 1, .leaving = TASKS, .waiting = 0};
    ck_assert(!work(2, &subject));
    ck_assert_str_eq(err.message, "a worker was ended by signal 9");
    ck_assert_int_eq(err.code, ERROR_FAILED);
}
END_TEST

START_TEST(an_end_without_a_word_is_a_failure)
{
    struct subject subject = {.failing = TASKS, .crashing = TASKS, .leaving = 1, .waiting = 0};
    ck_assert(!work(2, &subject));
    ck_assert_str_eq(err.message, "a worker ended with exit status 9 and no reason");
    ck_assert_int_eq(err.code, ERROR_FAILED);
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("workers");
    TCase *tests = tcase_create("workers");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, every_task_runs_once, 1, 15);
    tcase_add_test(tests, an_error_keeps_its_words_and_status);
    tcase_add_test(tests, a_crash_is_said_even_if_others_were_told_to_stop);
    tcase_add_test(tests, an_end_without_a_word_is_a_failure);
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
