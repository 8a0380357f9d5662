#include "base/strbuf.h"

#include <check.h>

START_TEST(empty_is_a_string)
{
    struct strbuf buffer;
    strbuf_init(&buffer);
    ck_assert_str_eq(buffer.text, "");
    ck_assert_uint_eq(buffer.length, 0);
    strbuf_reset(&buffer);
    strbuf_release(&buffer);
    ck_assert_str_eq(buffer.text, "");
}
END_TEST

START_TEST(grows_and_stays_terminated)
{
    struct strbuf buffer;
    strbuf_init(&buffer);
    for (int i = 0; i < 5000; i++) {
        strbuf_addf(&buffer, "%04d", i);
        ck_assert_uint_eq(buffer.length, 4 * (size_t)(i + 1));
        ck_assert_int_eq(buffer.text[buffer.length], '\0');
    }
    ck_assert(strncmp(buffer.text + 4 * 1234, "1234", 4) == 0);
    strbuf_reset(&buffer);
    ck_assert_str_eq(buffer.text, "");
    strbuf_addstr(&buffer, "again");
    ck_assert_str_eq(buffer.text, "again");
    strbuf_release(&buffer);
}
END_TEST

START_TEST(holds_nul)
{
    struct strbuf buffer;
    strbuf_init(&buffer);
    strbuf_add(&buffer, "a\0b", 3);
    strbuf_addch(&buffer, '\0');
    strbuf_add(&buffer, NULL, 0);
    ck_assert_uint_eq(buffer.length, 4);
    ck_assert_mem_eq(buffer.text, "a\0b\0\0", 5);
    strbuf_release(&buffer);
}
END_TEST

START_TEST(two_empty_ones_share_nothing)
{
    struct strbuf a, b;
    strbuf_init(&a);
    strbuf_init(&b);
    strbuf_addstr(&a, "x");
    ck_assert_str_eq(b.text, "");
    strbuf_release(&a);
    strbuf_release(&b);
}
END_TEST

START_TEST(xml)
{
    struct strbuf buffer;
    strbuf_init(&buffer);
    strbuf_addxml(&buffer, "a<b>&\"c'\n\t\x01 \xE2\x82\xAC");
    ck_assert_str_eq(buffer.text, "a&lt;b&gt;&amp;&quot;c&#39;\n\t\xEF\xBF\xBD \xE2\x82\xAC");
    strbuf_release(&buffer);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("strbuf");
    TCase *all = tcase_create("all");
    tcase_add_test(all, empty_is_a_string);
    tcase_add_test(all, grows_and_stays_terminated);
    tcase_add_test(all, holds_nul);
    tcase_add_test(all, two_empty_ones_share_nothing);
    tcase_add_test(all, xml);
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
