#include "render/html/shared.h"

#include "base/text.h"

#include <check.h>
#include <stdlib.h>

static struct shared_parts parts;

static void setup(void)
{
    shared_open(&parts);
}

static void teardown(void)
{
    shared_close(&parts);
}

/* The part of two texts, made if it is not there yet. */
static const char *part_of(const char *first, const char *second, bool *made)
{
    strbuf_reset(&parts.key);
    shared_key_text(&parts.key, first);
    shared_key_text(&parts.key, second);
    const char *found = shared_find(&parts);
    *made = !found;
    static char text[64];
    int length = snprintf(text, sizeof text, "%s|%s", first ? first : "-", second ? second : "-");
    const char *part = found ? found : shared_add(&parts, text, (size_t)length);
    memset(text, 'x', sizeof text); /* the part has a copy */
    return part;
}

START_TEST(each_key_has_its_part)
{
    static const struct {
        const char *first, *second, *text;
    } cases[] = {
        {"a", "b", "a|b"},  {"ab", "", "ab|"}, {"", "ab", "|ab"},   {"a", NULL, "a|-"},
        {NULL, "a", "-|a"}, {"a", "", "a|"},   {NULL, NULL, "-|-"},
    };
    enum { CASES = sizeof cases / sizeof cases[0] };
    bool made;
    for (size_t round = 0; round < 3; round++)
        for (size_t i = 0; i < CASES; i++) {
            size_t at = round == 2 ? CASES - 1 - i : i; /* in whatever order they are asked for */
            ck_assert_str_eq(part_of(cases[at].first, cases[at].second, &made), cases[at].text);
            ck_assert_int_eq(made, round == 0);
        }
    ck_assert_uint_eq(parts.count, CASES);
}
END_TEST

/* A key of fewer texts, or of more, that begins the same. */
START_TEST(a_beginning_of_a_key_is_another_key)
{
    static const size_t counts[] = {2, 1, 3};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        strbuf_reset(&parts.key);
        for (size_t k = 0; k < counts[i]; k++)
            shared_key_text(&parts.key, "a");
        ck_assert_ptr_null(shared_find(&parts));
        shared_add(&parts, "text", 4);
    }
    ck_assert_uint_eq(parts.count, 3);
}
END_TEST

START_TEST(what_is_new_takes_its_place_in_the_order)
{
    static const char *const pages[] = {"a", "c", "a", "b", "c", "a", "b", "c"};
    bool made;
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        part_of(pages[i], "", &made);
    ck_assert_uint_eq(parts.count, 3);
    part_of("a", "", &made);
    ck_assert_uint_eq(parts.next, 1);
    part_of("b", "", &made);
    ck_assert_uint_eq(parts.next, 2);
}
END_TEST

START_TEST(too_many_are_forgotten_before_the_next_page)
{
    char name[16];
    bool made;
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "%d", i);
        part_of(name, NULL, &made);
        ck_assert(made);
    }
    ck_assert_str_eq(part_of("0", NULL, &made), "0|-"); /* of this page: still there */
    ck_assert(!made);
    shared_begin(&parts);
    ck_assert_uint_eq(parts.count, 0);
    part_of("0", NULL, &made);
    ck_assert(made);
    shared_begin(&parts);
    part_of("0", NULL, &made);
    ck_assert(!made);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("shared");
    TCase *cases = tcase_create("parts");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, each_key_has_its_part);
    tcase_add_test(cases, a_beginning_of_a_key_is_another_key);
    tcase_add_test(cases, what_is_new_takes_its_place_in_the_order);
    tcase_add_test(cases, too_many_are_forgotten_before_the_next_page);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
