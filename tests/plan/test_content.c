/* Fields of what a fingerprint is made of: no two lists of them are the same bytes. */
#include "plan/content.h"

#include <check.h>
#include <stdlib.h>

static struct strbuf content;
static struct strbuf other;

static void setup(void)
{
    strbuf_init(&content);
    strbuf_init(&other);
}

static void teardown(void)
{
    strbuf_release(&content);
    strbuf_release(&other);
}

static bool same(void)
{
    return content.length == other.length && memcmp(content.text, other.text, content.length) == 0;
}

static void add_texts(struct strbuf *out, const char *first, const char *second)
{
    strbuf_reset(out);
    content_add_text(out, first);
    content_add_text(out, second);
}

START_TEST(texts_do_not_run_into_each_other)
{
    static const char *const pairs[][2] = {{"ab", "c"},  {"a", "bc"},  {"abc", ""},   {"", "abc"},
                                           {"a+", "bc"}, {"a", "+bc"}, {NULL, "abc"}, {"abc", NULL},
                                           {NULL, NULL}, {"", ""},     {"-", NULL}};
    enum { PAIRS = sizeof pairs / sizeof *pairs };
    for (size_t i = 0; i < PAIRS; i++)
        for (size_t j = 0; j < PAIRS; j++) {
            add_texts(&content, pairs[i][0], pairs[i][1]);
            add_texts(&other, pairs[j][0], pairs[j][1]);
            ck_assert_msg(same() == (i == j), "pairs %zu and %zu", i, j);
        }
}
END_TEST

START_TEST(numbers_count_in_full)
{
    static const long long numbers[] = {0, 1, -1, 256, 1LL << 32, -(1LL << 62)};
    enum { NUMBERS = sizeof numbers / sizeof *numbers };
    for (size_t i = 0; i < NUMBERS; i++)
        for (size_t j = 0; j < NUMBERS; j++) {
            strbuf_reset(&content);
            strbuf_reset(&other);
            content_add_number(&content, numbers[i]);
            content_add_number(&other, numbers[j]);
            ck_assert_msg(same() == (i == j), "numbers %zu and %zu", i, j);
        }
}
END_TEST

START_TEST(decimals_count_by_their_digits)
{
    content_add_decimal(&content, (struct decimal){50, 2});
    content_add_decimal(&other, (struct decimal){50, 2});
    ck_assert(same());
    strbuf_reset(&other);
    content_add_decimal(&other, (struct decimal){5, 1});
    ck_assert(!same());
}
END_TEST

START_TEST(doubles_count_to_the_last_bit)
{
    content_add_double(&content, 0.1 + 0.2);
    content_add_double(&other, 0.3);
    ck_assert(!same());
    strbuf_reset(&other);
    content_add_double(&other, 0.1 + 0.2);
    ck_assert(same());
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/content");
    TCase *tests = tcase_create("content");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, texts_do_not_run_into_each_other);
    tcase_add_test(tests, numbers_count_in_full);
    tcase_add_test(tests, decimals_count_by_their_digits);
    tcase_add_test(tests, doubles_count_to_the_last_bit);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
