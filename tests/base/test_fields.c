/* What is written as a field comes back as it was, on one line. */
#include "base/fields.h"
#include "base/text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char *const awkward[] = {
    "",   "plain", "\t",     "a\nb", "\r\n", "\\",           "\\N",        "\\.",
    NULL, "a\\tb", "\b\f\v", "\\\\", "\xff", "\xe2\x82\xac", "trailing\\", "\x01",
};
enum { AWKWARD = sizeof awkward / sizeof *awkward };

START_TEST(awkward_values_come_back)
{
    struct strbuf line;
    strbuf_init(&line);
    for (size_t i = 0; i < AWKWARD; i++) {
        if (i > 0)
            strbuf_addch(&line, '\t');
        size_t start = line.length;
        field_write(&line, awkward[i]);
        ck_assert(!text_starts_with(line.text + start, "\\."));
    }
    ck_assert_ptr_null(strpbrk(line.text, "\n\r"));
    const char *fields[AWKWARD];
    ck_assert_uint_eq(fields_read(line.text, fields, AWKWARD), AWKWARD);
    for (size_t i = 0; i < AWKWARD; i++)
        ck_assert_msg(text_equal(fields[i], awkward[i]), "field %zu", i);
    strbuf_release(&line);
}
END_TEST

START_TEST(null_differs_from_its_letters)
{
    struct strbuf line;
    strbuf_init(&line);
    field_write(&line, NULL);
    strbuf_addch(&line, '\t');
    field_write(&line, "\\N");
    strbuf_addch(&line, '\t');
    field_write(&line, "N");
    ck_assert_str_eq(line.text, "\\N\t\\\\N\tN");
    strbuf_release(&line);
}
END_TEST

START_TEST(a_lone_backslash_at_the_end_is_read)
{
    char text[] = "a\\";
    const char *field;
    ck_assert_uint_eq(fields_read(text, &field, 1), 1);
    ck_assert_str_eq(field, "a\\");
}
END_TEST

START_TEST(fields_are_counted_beyond_their_room)
{
    char text[] = "a\tb\t\tc";
    const char *fields[] = {NULL, NULL, "untouched"};
    ck_assert_uint_eq(fields_read(text, fields, 2), 4);
    ck_assert_str_eq(fields[0], "a");
    ck_assert_str_eq(fields[1], "b");
    ck_assert_str_eq(fields[2], "untouched");
    char empty[] = "";
    ck_assert_uint_eq(fields_read(empty, fields, 2), 1);
    ck_assert_str_eq(fields[0], "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/fields");
    TCase *tcase = tcase_create("all");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, awkward_values_come_back);
    tcase_add_test(tcase, null_differs_from_its_letters);
    tcase_add_test(tcase, a_lone_backslash_at_the_end_is_read);
    tcase_add_test(tcase, fields_are_counted_beyond_their_room);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
