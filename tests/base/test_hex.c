#include "base/hex.h"

#include <check.h>
#include <stdlib.h>

START_TEST(digits_of_either_case)
{
    for (int c = 0; c < 256; c++) {
        int expected = c >= '0' && c <= '9'   ? c - '0'
                       : c >= 'a' && c <= 'f' ? c - 'a' + 10
                       : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                              : -1;
        ck_assert_int_eq(hex_digit((char)c), expected);
    }
}
END_TEST

START_TEST(colors)
{
    uint32_t color;
    ck_assert(hex_color("#F59e0B", &color));
    ck_assert_uint_eq(color, 0xF59E0B);
    ck_assert(hex_color("#000000", &color));
    ck_assert_uint_eq(color, 0);
}
END_TEST

/* What sscanf() would read, or a style take as more than a colour. */
START_TEST(what_is_no_color)
{
    static const char *const texts[] = {"",          "#",       "#F59E0",  "#F59E0B ", "F59E0B",
                                        "#0x12ab",   "#-00001", "# 12345", "#F59E0G",  "#F59E0B;",
                                        "#F59E0BF5", "red",     NULL};
    uint32_t color;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(!hex_color(texts[i], &color), "%s", texts[i] ? texts[i] : "NULL");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hex");
    TCase *cases = tcase_create("hex");
    tcase_add_test(cases, digits_of_either_case);
    tcase_add_test(cases, colors);
    tcase_add_test(cases, what_is_no_color);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
