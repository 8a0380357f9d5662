#include "model/array.h"

#include "base/strbuf.h"

#include <check.h>

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

/* The elements between bars, a NULL one as "-". */
static void splits(const char *literal, const char *wanted)
{
    const char **elements;
    size_t count;
    struct strbuf text;
    ck_assert_msg(array_split(arena, literal, &elements, &count), "'%s'", literal);
    strbuf_init(&text);
    for (size_t i = 0; i < count; i++)
        strbuf_addf(&text, "|%s", elements[i] ? elements[i] : "-");
    ck_assert_str_eq(text.text, wanted);
    strbuf_release(&text);
}

START_TEST(elements_in_order)
{
    splits("{}", "");
    splits("{a}", "|a");
    splits("{ISO 9001,AS9100}", "|ISO 9001|AS9100");
    splits("{1,2,3}", "|1|2|3");
    splits("{\"\"}", "|");
    splits("{\"\",\"\"}", "||");
    splits("{a,\"\",b}", "|a||b");
}
END_TEST

START_TEST(quotes_and_backslashes)
{
    splits("{\"b, c\",d}", "|b, c|d");
    splits("{\"say \\\"hi\\\"\",\"C:\\\\x\"}", "|say \"hi\"|C:\\x");
    splits("{\"{not nested}\"}", "|{not nested}");
    splits("{\xE4\xBC\x81\xE6\xA5\xAD,\"<script>\"}", "|\xE4\xBC\x81\xE6\xA5\xAD|<script>");
}
END_TEST

START_TEST(null_and_its_name)
{
    splits("{NULL}", "|-");
    splits("{null,a}", "|-|a");
    splits("{\"NULL\"}", "|NULL");
    splits("{NULLABLE}", "|NULLABLE");
}
END_TEST

START_TEST(nested_arrays_come_as_their_text)
{
    splits("{{1,2},{3,4}}", "|{1,2}|{3,4}");
}
END_TEST

START_TEST(a_long_array)
{
    struct strbuf literal, wanted;
    strbuf_init(&literal);
    strbuf_init(&wanted);
    for (int i = 0; i < 500; i++) {
        strbuf_addf(&literal, "%c%d", i == 0 ? '{' : ',', i);
        strbuf_addf(&wanted, "|%d", i);
    }
    strbuf_addch(&literal, '}');
    splits(literal.text, wanted.text);
    strbuf_release(&literal);
    strbuf_release(&wanted);
}
END_TEST

START_TEST(what_is_no_array)
{
    static const char *const bad[] = {"",       "a",           "{",     "{a",   "{a,",
                                      "{\"a}",  "{\"a\"b}",    "{a}b",  "{a}}", "}",
                                      "{\"a\\", "[1:2]={1,2}", "{{1,2}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char **elements;
        size_t count;
        ck_assert_msg(!array_split(arena, bad[i], &elements, &count), "'%s' was split", bad[i]);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("array");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, elements_in_order);
    tcase_add_test(all, quotes_and_backslashes);
    tcase_add_test(all, null_and_its_name);
    tcase_add_test(all, nested_arrays_come_as_their_text);
    tcase_add_test(all, a_long_array);
    tcase_add_test(all, what_is_no_array);
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
