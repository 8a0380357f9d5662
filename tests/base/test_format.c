/* Formats by words, against printf itself. */
#include "base/arena.h"
#include "base/format.h"
#include "base/strbuf.h"

#include <check.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROOM = 256 };

/* With room for all, for all but its end, for nothing, and without a place to put it. */
__attribute__((format(printf, 1, 2))) static void assert_as_printf(const char *format, ...)
{
    char wanted[ROOM];
    char got[ROOM];
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(wanted, ROOM, format, again);
    va_end(again);
    const size_t rooms[] = {ROOM, (size_t)length + 1, (size_t)length, 1, 0};
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        memset(got, '#', ROOM);
        va_copy(again, args);
        size_t told = format_text(rooms[i] > 0 ? got : NULL, rooms[i], format, again);
        va_end(again);
        ck_assert_uint_eq(told, (size_t)length);
        if (told < rooms[i])
            ck_assert_str_eq(got, wanted);
        for (size_t j = rooms[i]; j < ROOM; j++)
            ck_assert_int_eq(got[j], '#');
    }
    va_end(args);
}

START_TEST(formats_are_those_of_printf)
{
    assert_as_printf("%s", "");
    assert_as_printf("nothing to put in");
    assert_as_printf("%s and %s%s", "one", "", "two");
    assert_as_printf("100 %% of %s", "it");
    assert_as_printf("%zu %zu %zu", (size_t)0, (size_t)1234567890, SIZE_MAX);
    assert_as_printf("%d %d %d and %d", 0, -7, INT_MAX, INT_MIN);
    assert_as_printf("%lld/%lld/%lld", 120LL, LLONG_MAX, LLONG_MIN);
    assert_as_printf("%.2s/%.9s", "abcdef", "abc");
    assert_as_printf("%.*s|%.*s|%.*s", 3, "abcdef", 0, "abc", -1, "all");
    static const char open[2] = {'n', 'o'}; /* no end */
    assert_as_printf("%.2s", open);
}
END_TEST

START_TEST(what_is_not_known_goes_to_printf)
{
    assert_as_printf("%s %+d %s", "before", -7, "behind");
    assert_as_printf("%s %6.2f%%", "a", 3.14159);
    assert_as_printf("%-5s|%5s|%.12s", "a", "b", "a text of some length");
    assert_as_printf("%.3f %.*f", 2.0, 1, 2.0);
    assert_as_printf("%c%lld%x", 'x', -12345678901LL, 255U);
    assert_as_printf("%ld%3d%03lld", -5L, 7, 9LL);
}
END_TEST

/* Text that does not fit in what is left of a block or buffer is made once more. */
START_TEST(callers_make_room)
{
    struct arena *arena = arena_new();
    struct strbuf buffer;
    strbuf_init(&buffer);
    char word[1000];
    memset(word, 'w', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    for (size_t i = 1; i <= 300; i++) {
        const char *text = arena_printf(arena, "%zu:%s", i, word);
        ck_assert_uint_eq(strtoul(text, NULL, 10), i);
        ck_assert_str_eq(strchr(text, ':') + 1, word);
        size_t before = buffer.length;
        strbuf_addf(&buffer, "%zu:%s", i, word);
        ck_assert_str_eq(buffer.text + before, text);
    }
    strbuf_release(&buffer);
    arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("format");
    TCase *cases = tcase_create("format");
    tcase_add_test(cases, formats_are_those_of_printf);
    tcase_add_test(cases, what_is_not_known_goes_to_printf);
    tcase_add_test(cases, callers_make_room);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
