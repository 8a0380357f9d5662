/* Documents read part by part: what comes, in which order, and what is refused where. */
#include "app/document.h"

#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <check.h>
#include <stdlib.h>
#include <unistd.h>

static struct error err;
static struct strbuf seen;

static bool part(void *subject, const struct document_part *found, struct error *problem)
{
    const char *text = *(const char **)subject;
    (void)problem;
    ck_assert_uint_eq(found->length, strlen(found->text));
    ck_assert_mem_eq(text + found->at, found->text, found->length);
    strbuf_addf(&seen, "%s=%s;", found->key, found->text);
    return !text_equal(found->text, "\"refuse\"");
}

static bool reads(const char *text, const char *const *lists, const char *const *members)
{
    char path[] = "/tmp/orgair-document-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert(file_write(path, text, strlen(text), NULL));
    error_clear(&err);
    strbuf_reset(&seen);
    struct document_reader reader = {
        .lists = lists, .members = members, .part = part, .subject = &text};
    bool ok = document_read(path, "d.json", &reader, &err);
    unlink(path);
    return ok;
}

static const char *const list[] = {"l", NULL};
static const char *const none[] = {NULL};
static const char *const only[] = {"b", NULL};

static const struct {
    const char *text;
    const char *const *lists;
    const char *const *members;
    const char *parts;
} documents[] = {
    {"{\"a\": 1}", NULL, NULL, "a=1;"},
    {" {\n\"a\":-1.5e3 ,\"b\":\"x\", \"c\" : null}\n", NULL, NULL, "a=-1.5e3;b=\"x\";c=null;"},
    {"{\"a\": {\"x\": [1, {\"y\": 2}]}}", NULL, NULL, "a={\"x\": [1, {\"y\": 2}]};"},
    /* Brackets, quotes and backslashes in strings end nothing. */
    {"{\"a\": [\"]}\\\"\\\\\", \"[\"], \"b\": \"\\\\\"}", NULL, NULL,
     "a=[\"]}\\\"\\\\\", \"[\"];b=\"\\\\\";"},
    {"{\"l\": [1, [2], {\"a\": 3}], \"b\": [4]}", list, NULL, "l=1;l=[2];l={\"a\": 3};b=[4];"},
    {"{\"l\": [ ], \"b\": 1}", list, NULL, "b=1;"},
    {"{\"l\": null}", list, NULL, "l=null;"},
    {"{\"a\": [{\"b\": 7}], \"l\": [1,2], \"b\": 5, \"c\": \"b\"}", list, only, "l=1;l=2;b=5;"},
    {"{\"a\": [1, 2], \"l\": [3], \"c\": 4}", list, none, "l=3;"},
};

START_TEST(parts_come_as_they_are_written)
{
    ck_assert_msg(reads(documents[_i].text, documents[_i].lists, documents[_i].members), "%s",
                  err.message);
    ck_assert_str_eq(seen.text, documents[_i].parts);
}
END_TEST

static const struct {
    const char *text;
    long long at;
} damaged[] = {
    {"", 0},
    {"[1]", 0},
    {"{", 1},
    {"{\"a\" 1}", 5},
    {"{\"a\": }", 6},
    {"{\"a\": 1", 7},
    {"{\"a\": 1]", 7},
    {"{a: 1}", 1},
    {"{\"l\": [1, ", 10},
    {"{\"l\": [1, 2}", 11},
    {"{\"a\": \"x", 8},
    {"{\"a\": {\"x\": 1}", 14},
};

START_TEST(damage_is_said_with_its_place)
{
    ck_assert(!reads(damaged[_i].text, list, NULL));
    char expected[64];
    snprintf(expected, sizeof expected, "'d.json' is damaged at byte %lld", damaged[_i].at);
    ck_assert_str_eq(err.message, expected);
    /* What is passed over must be whole too. */
    ck_assert(!reads(damaged[_i].text, none, none));
}
END_TEST

START_TEST(a_part_that_is_refused_ends_it)
{
    ck_assert(!reads("{\"a\": \"refuse\", \"b\": 1}", NULL, NULL));
    ck_assert_str_eq(seen.text, "a=\"refuse\";");
    ck_assert_ptr_nonnull(strstr(err.message, "is damaged at byte 14"));
}
END_TEST

/* More than is read at once, with an escaped quote on each side of every edge. */
START_TEST(parts_are_whole_wherever_a_reading_ends)
{
    enum { ONCE = 256 * 1024 };
    struct strbuf text;
    struct strbuf expected;
    strbuf_init(&text);
    strbuf_init(&expected);
    strbuf_addf(&text, "{\"a\": [%*s\"", ONCE - 12 + _i, "");
    while (text.length < 3 * ONCE + 100)
        strbuf_addstr(&text, "]\\\"\\\\");
    strbuf_addstr(&text, "\"], \"b\": 2}");
    strbuf_addf(&expected, "a=%.*s;b=2;", (int)(text.length - 6 - 9), text.text + 6);
    ck_assert_msg(reads(text.text, NULL, NULL), "%s", err.message);
    ck_assert_str_eq(seen.text, expected.text);
    ck_assert(reads(text.text, NULL, only));
    ck_assert_str_eq(seen.text, "b=2;");
    strbuf_release(&text);
    strbuf_release(&expected);
}
END_TEST

START_TEST(a_document_that_is_not_there_is_said)
{
    struct document_reader reader = {.part = part};
    ck_assert(!document_read("/nonesuch/d.json", "d.json", &reader, &err));
    ck_assert_str_eq(err.message, "cannot read '/nonesuch/d.json': No such file or directory");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("app/document");
    TCase *tcase = tcase_create("parts");
    strbuf_init(&seen);
    tcase_add_loop_test(tcase, parts_come_as_they_are_written, 0,
                        sizeof documents / sizeof documents[0]);
    tcase_add_loop_test(tcase, damage_is_said_with_its_place, 0,
                        sizeof damaged / sizeof damaged[0]);
    tcase_add_test(tcase, a_part_that_is_refused_ends_it);
    tcase_add_loop_test(tcase, parts_are_whole_wherever_a_reading_ends, 0, 12);
    tcase_add_test(tcase, a_document_that_is_not_there_is_said);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    strbuf_release(&seen);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
