#include "base/interrupt.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct error err;

START_TEST(nothing_came)
{
    interrupt_install();
    ck_assert(interrupt_check(&err));
    ck_assert_int_eq(err.code, ERROR_NONE);
}
END_TEST

START_TEST(a_signal_is_noted_until_asked_for)
{
    static const int signals[] = {SIGINT, SIGTERM};
    static const enum error_code codes[] = {ERROR_INTERRUPTED, ERROR_TERMINATED};
    interrupt_install();
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(raise(signals[i]), 0);
        for (int again = 0; again < 2; again++) {
            ck_assert(!interrupt_check(&err));
            ck_assert_int_eq(err.code, codes[i]);
        }
    }
    ck_assert_str_eq(err.message, "terminated: nothing was published");
    ck_assert(!interrupt_check(NULL));
}
END_TEST

START_TEST(a_call_that_waits_is_interrupted)
{
    int ends[2];
    char byte;
    interrupt_install();
    ck_assert_int_eq(pipe(ends), 0);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        /* The signal may come before the read: one that comes again ends it. */
        for (int i = 0; i < 100 && kill(parent, SIGINT) == 0; i++)
            usleep(10000);
        _exit(0);
    }
    ck_assert_int_eq(read(ends[0], &byte, 1), -1);
    ck_assert_int_eq(errno, EINTR);
    kill(child, SIGKILL);
    ck_assert(!interrupt_check(&err));
    ck_assert_int_eq(err.code, ERROR_INTERRUPTED);
}
END_TEST

START_TEST(a_closed_pipe_is_an_error_not_the_end)
{
    int ends[2];
    interrupt_install();
    ck_assert_int_eq(pipe(ends), 0);
    close(ends[0]);
    ck_assert_int_eq(write(ends[1], "x", 1), -1);
    ck_assert_int_eq(errno, EPIPE);
}
END_TEST

START_TEST(a_child_is_waited_for_whatever_the_caller_ignores)
{
    int status;
    ck_assert_ptr_ne(signal(SIGCHLD, SIG_IGN), SIG_ERR);
    interrupt_install();
    pid_t child = fork();
    if (child == 0)
        _exit(7);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(WEXITSTATUS(status), 7);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("interrupt");
    TCase *all = tcase_create("all");
    tcase_add_test(all, nothing_came); /* the first: what was received stays received */
    tcase_add_test(all, a_signal_is_noted_until_asked_for);
    tcase_add_test(all, a_call_that_waits_is_interrupted);
    tcase_add_test(all, a_closed_pipe_is_an_error_not_the_end);
    tcase_add_test(all, a_child_is_waited_for_whatever_the_caller_ignores);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
