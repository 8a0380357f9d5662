#include "base/utc.h"

#include <check.h>
#include <stdlib.h>
#include <time.h>

START_TEST(in_any_time_zone)
{
    static const char *const zones[] = {"UTC", "Pacific/Kiritimati", "XXX+11:30"};
    char text[UTC_TEXT];
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        setenv("TZ", zones[i], 1);
        tzset();
        utc_moment(text, 1782791999);
        ck_assert_str_eq(text, "2026-06-30T03:59:59Z");
        utc_stamp(text, 1782791999);
        ck_assert_str_eq(text, "20260630T035959Z");
    }
}
END_TEST

START_TEST(at_the_edges)
{
    char text[UTC_TEXT];
    utc_moment(text, 0);
    ck_assert_str_eq(text, "1970-01-01T00:00:00Z");
    utc_moment(text, -1);
    ck_assert_str_eq(text, "1969-12-31T23:59:59Z");
    utc_moment(text, 951782400);
    ck_assert_str_eq(text, "2000-02-29T00:00:00Z");
    utc_stamp(text, 253402300799);
    ck_assert_str_eq(text, "99991231T235959Z");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("utc");
    TCase *cases = tcase_create("utc");
    tcase_add_test(cases, in_any_time_zone);
    tcase_add_test(cases, at_the_edges);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
