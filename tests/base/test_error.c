#include "base/error.h"

#include <check.h>
#include <errno.h>

START_TEST(message_is_one_line)
{
    struct error err = ERROR_INIT;
    ck_assert(!error_set(&err, ERROR_DATABASE, "FATAL:  no\n\tsuch '%s'\r\n", "role"));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message, "FATAL:  no  such 'role'");
    ck_assert_str_eq(err.hint, "");
}
END_TEST

START_TEST(data_does_not_steer_a_terminal)
{
    struct error err = ERROR_INIT;
    error_set(&err, ERROR_FAILED, "no '\033[2Jx\a\177'");
    ck_assert_str_eq(err.message, "no ' [2Jx  '");
    error_context(&err, "in '\033c'");
    ck_assert_str_eq(err.message, "in ' c': no ' [2Jx  '");
    error_hint(&err, "not '\b'");
    ck_assert_str_eq(err.hint, "not ' '");
    error_set(&err, ERROR_FAILED,
              "no '\xC2\x9B"
              "31m\xC2\xA0\xC3\x9B'");
    ck_assert_str_eq(err.message, "no '  31m\xC2\xA0\xC3\x9B'");
}
END_TEST

START_TEST(errno_is_said_last)
{
    struct error err = ERROR_INIT;
    errno = ENOSPC;
    ck_assert(!error_set_errno(&err, ERROR_FAILED, "cannot write '%s'", "a/b"));
    ck_assert_str_eq(err.message, "cannot write 'a/b': No space left on device");
}
END_TEST

START_TEST(context_stands_in_front_and_keeps_code_and_hint)
{
    struct error err = ERROR_INIT;
    error_set(&err, ERROR_INVALID, "weights sum to 0.990, not 1.000");
    error_hint(&err, "correct the rows\nof the sector");
    ck_assert(!error_context(&err, "sector '%s'", "pe_energy"));
    ck_assert_str_eq(err.message, "sector 'pe_energy': weights sum to 0.990, not 1.000");
    ck_assert_str_eq(err.hint, "correct the rows of the sector");
    ck_assert_int_eq(err.code, ERROR_INVALID);
}
END_TEST

START_TEST(a_new_error_drops_the_old_hint)
{
    struct error err = ERROR_INIT;
    error_set(&err, ERROR_FAILED, "one");
    error_hint(&err, "remedy of one");
    error_set(&err, ERROR_USAGE, "two");
    ck_assert_str_eq(err.hint, "");
    error_hint(&err, "remedy of two");
    error_clear(&err);
    ck_assert_int_eq(err.code, ERROR_NONE);
    ck_assert_str_eq(err.message, "");
    ck_assert_str_eq(err.hint, "");
}
END_TEST

START_TEST(long_messages_are_cut)
{
    struct error err = ERROR_INIT;
    char text[4096];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    error_set(&err, ERROR_FAILED, "%s", text);
    ck_assert_uint_eq(strlen(err.message), sizeof err.message - 1);
    error_context(&err, "%s", text);
    ck_assert_uint_eq(strlen(err.message), sizeof err.message - 1);
    error_hint(&err, "%s", text);
    ck_assert_uint_eq(strlen(err.hint), sizeof err.hint - 1);
}
END_TEST

START_TEST(a_message_may_be_made_from_itself)
{
    struct error err = ERROR_INIT;
    error_set(&err, ERROR_FAILED, "inner");
    error_set(&err, err.code, "outer of '%s'", err.message);
    ck_assert_str_eq(err.message, "outer of 'inner'");
}
END_TEST

START_TEST(null_is_allowed)
{
    errno = EIO;
    ck_assert(!error_set(NULL, ERROR_FAILED, "x"));
    ck_assert(!error_set_errno(NULL, ERROR_FAILED, "x"));
    ck_assert(!error_hint(NULL, "x"));
    ck_assert(!error_context(NULL, "x"));
    error_clear(NULL);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("error");
    TCase *all = tcase_create("all");
    tcase_add_test(all, message_is_one_line);
    tcase_add_test(all, data_does_not_steer_a_terminal);
    tcase_add_test(all, errno_is_said_last);
    tcase_add_test(all, context_stands_in_front_and_keeps_code_and_hint);
    tcase_add_test(all, a_new_error_drops_the_old_hint);
    tcase_add_test(all, long_messages_are_cut);
    tcase_add_test(all, a_message_may_be_made_from_itself);
    tcase_add_test(all, null_is_allowed);
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
