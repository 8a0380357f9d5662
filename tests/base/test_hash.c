/* Numbers of texts: these very ones, for they decide which words a workbook says once. */
#include "base/hash.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(known_numbers)
{
    static const struct {
        const char *text;
        uint64_t hash;
    } rows[] = {
        {"", 0x0},
        {"a", 0x54cda58fef23226f},
        {"Not stated", 0xb81a5f15f8f52bad},
        {"0123456789abcdef", 0x7137454c3eb539df},
        {"Z\xC3\xBCrich", 0x6c7e02e2519aeef9},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_uint_eq(hash_of(rows[i].text, strlen(rows[i].text)), rows[i].hash);
}
END_TEST

/* What is behind it is not even read: the san variant sees to that. */
START_TEST(every_byte_of_it_counts)
{
    enum { LONGEST = 40 };
    for (size_t length = 0; length <= LONGEST; length++) {
        char *text = calloc(length + 1, 1);
        uint64_t before = hash_of(text, length);
        ck_assert_uint_ne(hash_of(text, length + 1), before);
        for (size_t i = 0; i < length; i++) {
            text[i] = (char)0x80;
            ck_assert_uint_ne(hash_of(text, length), before);
            text[i] = 0;
        }
        free(text);
    }
    ck_assert_uint_ne(hash_with(1, 2), hash_with(1, 3));
    ck_assert_uint_ne(hash_with(1, 2), hash_with(2, 2));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hash");
    TCase *cases = tcase_create("hash");
    tcase_add_test(cases, known_numbers);
    tcase_add_test(cases, every_byte_of_it_counts);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
