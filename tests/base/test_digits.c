#include "base/digits.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static char text[32];
static char *const end = text + sizeof text - 1;

static void ck_assert_all(uint64_t number)
{
    char expected[32];
    snprintf(expected, sizeof expected, "%" PRIu64, number);
    ck_assert_str_eq(digits_all_before(end, number), expected);
}

START_TEST(all_digits_are_as_printed)
{
    for (uint64_t number = 0; number < 20000; number++)
        ck_assert_all(number);
    for (uint64_t power = 1; power <= UINT64_MAX / 10; power *= 10) {
        ck_assert_all(power - 1);
        ck_assert_all(power);
    }
    ck_assert_all(UINT64_MAX);
}
END_TEST

START_TEST(last_digits_are_taken_from_the_number)
{
    static const struct {
        uint64_t number, rest;
        const char *digits;
    } cases[] = {
        {1234567, 12, "34567"}, {1200, 1, "200"}, {7, 0, "007"}, {45, 45, ""}, {0, 0, "0000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t number = cases[i].number;
        ck_assert_str_eq(digits_before(end, &number, (int)strlen(cases[i].digits)),
                         cases[i].digits);
        ck_assert_uint_eq(number, cases[i].rest);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/digits");
    TCase *tests = tcase_create("digits");
    tcase_add_test(tests, all_digits_are_as_printed);
    tcase_add_test(tests, last_digits_are_taken_from_the_number);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
