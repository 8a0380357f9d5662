#include "base/text.h"

#include <check.h>
#include <limits.h>

START_TEST(equality)
{
    ck_assert(text_equal("a", "a") && !text_equal("a", "A") && !text_equal("a", "ab"));
    ck_assert(text_equal(NULL, NULL) && !text_equal(NULL, "") && !text_equal("", NULL));
    ck_assert(text_equal_ignoring_case("Orgair", "oRGAIR"));
    ck_assert(!text_equal_ignoring_case("a", NULL) && text_equal_ignoring_case(NULL, NULL));
}
END_TEST

START_TEST(beginnings_and_ends)
{
    ck_assert(text_starts_with("pe_energy", "pe_") && text_starts_with("x", ""));
    ck_assert(!text_starts_with("pe", "pe_"));
    ck_assert(text_ends_with("0001_a.up.sql", ".up.sql") && text_ends_with("x", ""));
    ck_assert(!text_ends_with("sql", ".sql"));
    ck_assert(text_is_blank(NULL) && text_is_blank("") && text_is_blank(" \t\r\n\f\v"));
    ck_assert(!text_is_blank(" x") && !text_is_blank("\xC2\xA0"));
}
END_TEST

START_TEST(utf8)
{
    static const char *const good[] = {"",
                                       "abc",
                                       "\xC2\x80",
                                       "\xDF\xBF",
                                       "\xE0\xA0\x80",
                                       "\xED\x9F\xBF",
                                       "\xEF\xBF\xBD",
                                       "\xF0\x90\x80\x80",
                                       "\xF4\x8F\xBF\xBF"};
    static const char *const bad[] = {"\x80",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xC2",
                                      "\xE0\x9F\xBF",
                                      "\xE2\x82",
                                      "\xED\xA0\x80",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF",
                                      "a\xC2z"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(text_is_utf8(good[i], strlen(good[i])), "good %zu", i);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!text_is_utf8(bad[i], strlen(bad[i])), "bad %zu", i);
    ck_assert(text_is_utf8("a\0b", 3));
    ck_assert_uint_eq(text_length("a\xE2\x82\xAC\xF0\x9F\x98\x80"), 3);
}
END_TEST

START_TEST(integers)
{
    static const char *const bad[] = {"",
                                      "+",
                                      "-",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "0x1",
                                      "1e1",
                                      "9223372036854775808",
                                      "-9223372036854775809"};
    long long out = 42;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!text_to_integer(bad[i], LLONG_MIN, LLONG_MAX, &out), "'%s'", bad[i]);
    ck_assert(!text_to_integer("-1", 0, 10, &out) && !text_to_integer("11", 0, 10, &out));
    ck_assert_int_eq(out, 42);
    ck_assert(text_to_integer("0", 0, 10, &out) && out == 0);
    ck_assert(text_to_integer("+10", 0, 10, &out) && out == 10);
    ck_assert(text_to_integer("-9223372036854775808", LLONG_MIN, 0, &out) && out == LLONG_MIN);
}
END_TEST

START_TEST(dates)
{
    static const char *const good[] = {"2025-01-01", "2024-02-29", "2000-02-29", "0001-12-31"};
    static const char *const bad[] = {
        "",           "2025-1-1",   "2025-02-29", "1900-02-29", "2025-13-01",  "2025-00-10",
        "2025-04-31", "2025-01-00", "2025/01/01", "0000-01-01", "2025-01-011", " 025-01-01",
        "2025-01-1 ", "20250-1-01", "-025-01-01", "2025--1-01", "2025-01--1"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(text_is_date(good[i]), "'%s'", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!text_is_date(bad[i]), "'%s'", bad[i]);
}
END_TEST

START_TEST(slugs)
{
    struct arena *arena = arena_new();
    ck_assert_str_eq(text_slug(arena, "pe_financial_services"), "financial-services");
    ck_assert_str_eq(text_slug(arena, "PE_Energy"), "pe-energy");
    ck_assert_str_eq(text_slug(arena, "pe_../a b\xC3\xA9"), "---a-b--");
    ck_assert_str_eq(text_slug(arena, ""), "");
    arena_free(arena);
}
END_TEST

START_TEST(distances)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        {"", "", 0},
        {"", "abc", 3},
        {"build", "build", 0},
        {"BUILD", "build", 0},
        {"biuld", "build", 1},
        {"buld", "build", 1},
        {"builld", "build", 1},
        {"guild", "build", 1},
        {"lamda_penalty", "LAMBDA_PENALTY", 1},
        {"kitten", "sitting", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_uint_eq(text_distance(cases[i].a, cases[i].b), cases[i].distance);
        ck_assert_uint_eq(text_distance(cases[i].b, cases[i].a), cases[i].distance);
    }
    char longer[400];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    ck_assert_uint_ge(text_distance(longer, "x"), 63);
    ck_assert_uint_eq(text_distance_limit("ab"), 0);
    ck_assert_uint_eq(text_distance_limit("jbos"), 1);
    ck_assert_uint_eq(text_distance_limit("lamda_penalty"), 2);
}
END_TEST

/* Each character of one and two bytes, at each place in texts of each length, among others that
 * have bytes in common with controls. */
START_TEST(controls_are_seen)
{
    enum { LONGEST = 19 };
    static const char *const plain[] = {"x", "\xC2\xB7", "\xC3\x9F", "\xE2\x80\x9F", " ", "~"};
    for (unsigned c = 1; c < 0x100; c++)
        for (size_t at = 0; at < LONGEST; at++)
            for (size_t kind = 0; kind < sizeof plain / sizeof *plain; kind++) {
                char text[8 * LONGEST] = "";
                for (size_t i = 0; i < LONGEST; i++) {
                    size_t length = strlen(text);
                    if (i != at)
                        snprintf(text + length, 4, "%s", plain[kind]);
                    else if (c < 0x80)
                        text[length] = (char)c;
                    else
                        snprintf(text + length, 3, "%c%c", 0xC0 | (int)(c >> 6),
                                 0x80 | (int)(c & 0x3F));
                    bool control = i >= at && (c < ' ' || (c >= 127 && c < 160));
                    ck_assert_msg(text_has_control(text, strlen(text)) == control, "U+%04X at %zu",
                                  c, at);
                }
            }
    ck_assert(!text_has_control("", 0));
    ck_assert(!text_has_control("abc\n", 3));
    ck_assert(!text_has_control("cut \xC2\x80", 5));
}
END_TEST

START_TEST(tamed)
{
    static const struct {
        const char *text, *line, *lines;
    } rows[] = {
        {"", "", ""},
        {"a\tb\r\nc\033[31m\177", "a b  c [31m ", "a b \nc [31m "},
        {"\xC2\x80\xC2\x9F\xC2\xA0\xC3\x9F", "    \xC2\xA0\xC3\x9F", "    \xC2\xA0\xC3\x9F"},
        {"cut \xC2", "cut \xC2", "cut \xC2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[32];
        size_t length = strlen(rows[i].text);
        for (int lines = 0; lines < 2; lines++) {
            memcpy(text, rows[i].text, length + 1);
            text_tame(text, length, lines);
            ck_assert_str_eq(text, lines ? rows[i].lines : rows[i].line);
        }
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("text");
    TCase *all = tcase_create("all");
    tcase_add_test(all, equality);
    tcase_add_test(all, beginnings_and_ends);
    tcase_add_test(all, utf8);
    tcase_add_test(all, integers);
    tcase_add_test(all, dates);
    tcase_add_test(all, slugs);
    tcase_add_test(all, distances);
    tcase_add_test(all, controls_are_seen);
    tcase_add_test(all, tamed);
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
