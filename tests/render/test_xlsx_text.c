#include "base/text.h"
#include "render/xlsx/text.h"

#include <check.h>

static struct strbuf buffer;

static void setup(void)
{
    strbuf_init(&buffer);
}

static void teardown(void)
{
    strbuf_release(&buffer);
}

START_TEST(text_that_can_stay_is_not_copied)
{
    const char *text = "plain\ttext\nof two lines";
    ck_assert_ptr_eq(sheet_text(&buffer, text), text);
}
END_TEST

/* What is plain is written without another look. */
START_TEST(one_look_tells_what_is_plain)
{
    for (int c = 1; c < 256; c++) {
        const char text[] = {'a', (char)c, 'b', '\0'};
        struct text_look look = sheet_text_look(text);
        ck_assert_uint_eq(look.length, 3);
        ck_assert_int_eq(look.plain, c >= ' ' && c <= '~' && !strchr("_&<>", c));
    }
    struct text_look empty = sheet_text_look("");
    ck_assert(empty.plain && empty.length == 0);
}
END_TEST

START_TEST(forbidden_characters_are_replaced)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", ""},
        {"S\303\266hne", "S\303\266hne"},
        {"a\001b", "a\357\277\275b"},
        {"\033[31m", "\357\277\275[31m"},
        {"a\r\nb\rc", "a\nb\nc"},
        {"\357\277\277", "\357\277\275"},                         /* U+FFFF */
        {"\355\240\200", "\357\277\275\357\277\275\357\277\275"}, /* a lone surrogate */
        {"cut \303", "cut \357\277\275"},
        {"\360\237\231\202", "\360\237\231\202"},
        {"_x0041_", "_x005F_x0041_"},
        {"_x004_ _x00G1_ snake_case", "_x004_ _x00G1_ snake_case"},
        {"_x00", "_x00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_str_eq(sheet_text(&buffer, cases[i].text), cases[i].expected);
}
END_TEST

static char *repeated(const char *piece, size_t count)
{
    size_t length = strlen(piece);
    char *text = malloc(length * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * length, piece, length);
    text[length * count] = '\0';
    return text;
}

/* `count` pieces become `kept` pieces and, when cut, an ellipsis. */
static void assert_cut(const char *piece, size_t count, size_t kept)
{
    char *text = repeated(piece, count);
    char *expected = repeated(piece, kept);
    const char *result = sheet_text(&buffer, text);
    ck_assert_uint_eq(strlen(result), strlen(expected) + (kept < count ? 3 : 0));
    ck_assert_int_eq(memcmp(result, expected, strlen(expected)), 0);
    ck_assert(kept == count || text_ends_with(result, "\342\200\246"));
    free(text);
    free(expected);
}

START_TEST(long_text_is_cut_with_an_ellipsis)
{
    assert_cut("x", 32767, 32767);
    assert_cut("x", 32768, 32766);
    assert_cut("x", 100000, 32766);
    assert_cut("\303\266", 32767, 32767);
    assert_cut("\303\266", 32768, 32766);
    assert_cut("\360\237\231\202", 16383, 16383); /* two UTF-16 units each */
    assert_cut("\360\237\231\202", 16384, 16383);
}
END_TEST

START_TEST(widths_are_those_of_the_longest_line)
{
    ck_assert_uint_eq(sheet_text_width(""), 0);
    ck_assert_uint_eq(sheet_text_width("abc"), 3);
    ck_assert_uint_eq(sheet_text_width("a\nlonger\nb"), 6);
    ck_assert_uint_eq(sheet_text_width("S\303\266hne"), 5);
    ck_assert_uint_eq(sheet_text_width("\344\270\255\345\233\275"), 4);
}
END_TEST

START_TEST(lines_are_wrapped_by_words)
{
    ck_assert_uint_eq(sheet_text_lines("", 10), 1);
    ck_assert_uint_eq(sheet_text_lines("0123456789", 10), 1);
    ck_assert_uint_eq(sheet_text_lines("01234567890", 10), 2);
    ck_assert_uint_eq(sheet_text_lines("aaaa bbbb cccc", 10), 2);
    ck_assert_uint_eq(sheet_text_lines("aaaaaa bbbbbb cccccc", 10), 3);
    ck_assert_uint_eq(sheet_text_lines("a\nb", 10), 2);
    ck_assert_uint_eq(sheet_text_lines("0123456789012345678901234", 10), 3);
    ck_assert_uint_eq(sheet_text_lines("\344\270\255\345\233\275\344\270\255", 4), 2);
}
END_TEST

START_TEST(only_addresses_of_the_web_are_linked)
{
    ck_assert(sheet_can_link("https://a.example/?q=1&r=%20#part"));
    ck_assert(sheet_can_link("http://s\303\266hne.example"));
    ck_assert(!sheet_can_link("javascript:alert(1)"));
    ck_assert(!sheet_can_link("mailto:a@example.org"));
    ck_assert(!sheet_can_link("internal:Weights!A1"));
    ck_assert(!sheet_can_link("https://a.example/internal:Weights"));
    ck_assert(!sheet_can_link("https://a.example/external:c"));
    ck_assert(!sheet_can_link("https://a.example/ b"));
    ck_assert(!sheet_can_link("https://a.example/\377"));
    char *tail = repeated("x", 2000);
    char url[2100];
    snprintf(url, sizeof url, "https://a.example/%s", tail);
    ck_assert(!sheet_can_link(url));
    url[1999] = '\0';
    ck_assert(sheet_can_link(url));
    memset(url + 20, '<', 700); /* each is written as three characters */
    ck_assert(!sheet_can_link(url));
    free(tail);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("render/xlsx/text");
    TCase *tcase = tcase_create("text");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, text_that_can_stay_is_not_copied);
    tcase_add_test(tcase, one_look_tells_what_is_plain);
    tcase_add_test(tcase, forbidden_characters_are_replaced);
    tcase_add_test(tcase, long_text_is_cut_with_an_ellipsis);
    tcase_add_test(tcase, widths_are_those_of_the_longest_line);
    tcase_add_test(tcase, lines_are_wrapped_by_words);
    tcase_add_test(tcase, only_addresses_of_the_web_are_linked);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
