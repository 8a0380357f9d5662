/* What plans are made with: colours, axes, numbers, and texts cut to a width. */
#include "render/charts/axis.h"
#include "render/charts/font.h"
#include "support/chart_cases.h"

#include <check.h>
#include <math.h>

static struct arena *arena;
static struct chart_plan *plan;
static const struct text_style plain = {.role = ROLE_INK, .size = 12};

static void setup(void)
{
    arena = arena_new();
    plan = plan_new(arena, "parts", CHART_WIDTH);
}

static void teardown(void)
{
    arena_free(arena);
}

static double channel(uint32_t color, int shift)
{
    double value = (color >> shift & 0xff) / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* Relative luminance of WCAG 2. */
static double luminance(enum chart_role role, enum chart_theme theme)
{
    uint32_t color = palette_color(role, theme);
    return 0.2126 * channel(color, 16) + 0.7152 * channel(color, 8) + 0.0722 * channel(color, 0);
}

static double contrast(enum chart_role a, enum chart_role b, enum chart_theme theme)
{
    double x = luminance(a, theme), y = luminance(b, theme);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

START_TEST(text_can_be_read)
{
    enum chart_theme theme = (enum chart_theme)_i;
    static const enum chart_role on_surface[] = {ROLE_INK, ROLE_MUTED, ROLE_REFERENCE};
    static const enum chart_role under_text[] = {ROLE_ACCENT, ROLE_GOOD, ROLE_BAD};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_double_ge(contrast(on_surface[i], ROLE_SURFACE, theme), 4.5);
        ck_assert_double_ge(contrast(ROLE_ON_ACCENT, under_text[i], theme), 4.5);
    }
    ck_assert_double_ge(contrast(ROLE_INK, ROLE_BAND, theme), 4.5);
    ck_assert_double_ge(contrast(ROLE_MUTED, ROLE_BAND, theme), 4.5);
    for (int i = 0; i < SCALE_STEPS; i++)
        ck_assert_double_ge(contrast((enum chart_role)(ROLE_SCALE + i),
                                     (enum chart_role)(ROLE_ON_SCALE + i), theme),
                            4.5);
}
END_TEST

START_TEST(shapes_can_be_seen)
{
    enum chart_theme theme = (enum chart_theme)_i;
    static const enum chart_role shapes[] = {ROLE_ACCENT, ROLE_SOFT, ROLE_GOOD,
                                             ROLE_WARN,   ROLE_BAD,  ROLE_REFERENCE};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        ck_assert_double_ge(contrast(shapes[i], ROLE_SURFACE, theme), 3);
    ck_assert_double_ge(contrast(ROLE_ACCENT, ROLE_SOFT, theme), 1.5);
}
END_TEST

/* Also in grey the scale goes one way, and never by a step too small to see. */
START_TEST(scale_is_ordered_by_lightness)
{
    enum chart_theme theme = (enum chart_theme)_i;
    for (int i = 1; i < SCALE_STEPS; i++) {
        enum chart_role before = (enum chart_role)(ROLE_SCALE + i - 1);
        enum chart_role here = (enum chart_role)(ROLE_SCALE + i);
        bool darker = luminance(here, theme) < luminance(before, theme);
        ck_assert_int_eq(darker, theme == THEME_LIGHT);
        ck_assert_double_ge(contrast(here, before, theme), 1.2);
    }
}
END_TEST

START_TEST(every_role_has_a_name_of_its_own)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(palette_name((enum chart_role)i), palette_name((enum chart_role)j));
}
END_TEST

START_TEST(steps_cover_the_scale)
{
    ck_assert_int_eq(palette_step(0, 0, 9), 0);
    ck_assert_int_eq(palette_step(0.99, 0, 9), 0);
    ck_assert_int_eq(palette_step(1, 0, 9), 1);
    ck_assert_int_eq(palette_step(9, 0, 9), 8);
    ck_assert_int_eq(palette_step(-1, 0, 9), 0);
    ck_assert_int_eq(palette_step(10, 0, 9), 8);
    ck_assert_int_eq(palette_step(NAN, 0, 9), 0);
    ck_assert_int_eq(palette_step(3, 3, 3), 4);
}
END_TEST

START_TEST(numbers_are_short)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},       {-0.0, "0"},  {-0.004, "0"},  {1.5, "1.5"},    {1.25, "1.25"},
        {1.05, "1.05"}, {100, "100"}, {-7.1, "-7.1"}, {0.005, "0.01"}, {12345.678, "12345.68"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf out;
        strbuf_init(&out);
        plan_number(&out, cases[i].value);
        ck_assert_str_eq(out.text, cases[i].text);
        strbuf_release(&out);
    }
}
END_TEST

START_TEST(axes_have_round_steps)
{
    static const struct {
        double low, high, from, to, step;
        const char *last;
    } cases[] = {
        {0, 0.22, 0, 0.25, 0.05, "0.25"},
        {0, 1, 0, 1, 0.2, "1.0"},
        {0, 0, 0, 1, 0.2, "1.0"},
        {0, 0.3, 0, 0.3, 0.1, "0.3"},
        {0, 1234, 0, 1500, 500, "1,500"},
        {-12, 31, -20, 40, 10, "40"},
        {0, 0.0007, 0, 0.0008, 0.0002, "0.0008"},
        {NAN, NAN, 0, 1, 0.2, "1.0"},
        {5, 5, 5, 6, 0.2, "6.0"},
        {0, INFINITY, 0, 1, 0.2, "1.0"},
        {-1e300, 1e300, 0, 1, 0.2, "1.0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct axis axis = axis_nice(cases[i].low, cases[i].high, 5);
        ck_assert_double_eq_tol(axis.low, cases[i].from, 1e-12);
        ck_assert_double_eq_tol(axis.high, cases[i].to, 1e-12);
        ck_assert_double_eq_tol(axis.step, cases[i].step, 1e-12);
        double last = axis_tick(&axis, axis_ticks(&axis) - 1);
        ck_assert_str_eq(axis_text(arena, &axis, last), cases[i].last);
    }
}
END_TEST

START_TEST(axis_clamps_to_its_ends)
{
    struct axis axis = axis_fixed(0, 100, 20);
    axis.from = 50;
    axis.to = 250;
    ck_assert_double_eq(axis_at(&axis, 25), 100);
    ck_assert_double_eq(axis_at(&axis, -1), 50);
    ck_assert_double_eq(axis_at(&axis, 101), 250);
    ck_assert_double_eq(axis_at(&axis, NAN), 50);
    ck_assert_double_eq(axis_at(&axis, INFINITY), 50);
}
END_TEST

START_TEST(text_is_cleaned)
{
    ck_assert_str_eq(font_clean(arena, "  a\n\tb \x01 c "), "a b c");
    ck_assert_str_eq(font_clean(arena, "a\u2028b"), "a b");
    ck_assert_str_eq(font_clean(arena, "a\xff"), "a\ufffd");
    ck_assert_str_eq(font_clean(arena, NULL), "");
    ck_assert_str_eq(font_clean(arena, " \n"), "");
}
END_TEST

START_TEST(wrapped_lines_fit_and_lose_nothing)
{
    const char *text = "one two three four five six seven eight nine ten";
    struct text_lines lines = font_wrap(plan, plain, text, 90, 20);
    ck_assert_uint_gt(lines.count, 2);
    struct strbuf joined;
    strbuf_init(&joined);
    for (size_t i = 0; i < lines.count; i++) {
        ck_assert_double_le(font_width(plan, plain, lines.lines[i]), 90);
        strbuf_addf(&joined, "%s%s", i ? " " : "", lines.lines[i]);
    }
    ck_assert_str_eq(joined.text, text);
    strbuf_release(&joined);
}
END_TEST

START_TEST(last_line_ends_on_an_ellipsis)
{
    const char *text = "one two three four five six seven eight nine ten";
    struct text_lines lines = font_wrap(plan, plain, text, 90, 2);
    ck_assert_uint_eq(lines.count, 2);
    ck_assert_ptr_null(strstr(lines.lines[0], "\u2026"));
    ck_assert_str_eq(lines.lines[1] + strlen(lines.lines[1]) - 3, "\u2026");
    ck_assert_double_le(lines.width, 90);
    ck_assert_uint_eq(font_wrap(plan, plain, NULL, 90, 2).count, 0);
    ck_assert_uint_eq(font_wrap(plan, plain, "short", 90, 2).count, 1);
}
END_TEST

START_TEST(ellipsis_keeps_marks_with_their_letter)
{
    /* A letter and its vowel sign, which has a width of its own: never one without the other. */
    const char *text = "\u0915\u093e\u0915\u093e\u0915\u093e\u0915\u093e\u0915\u093e\u0915\u093e";
    for (double width = 10; width < 120; width += 3) {
        const char *cut = font_ellipsize(plan, plain, text, width);
        const char *end = strstr(cut, "\u2026");
        ck_assert(!end || (end - cut) % 6 == 0);
    }
    ck_assert_str_eq(font_ellipsize(plan, plain, "fits", 200), "fits");
    ck_assert_str_eq(font_ellipsize(plan, plain, "no room at all", 0), "\u2026");
}
END_TEST

START_TEST(direction_is_that_of_the_text)
{
    ck_assert(!font_is_rtl("Talent (2)"));
    ck_assert(font_is_rtl("\u05db\u05e9\u05e8\u05d5\u05df (2)"));
    ck_assert(!font_is_rtl("0.22"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("charts_parts");
    TCase *tests = tcase_create("parts");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, text_can_be_read, THEME_LIGHT, THEME_DARK + 1);
    tcase_add_loop_test(tests, shapes_can_be_seen, THEME_LIGHT, THEME_DARK + 1);
    tcase_add_loop_test(tests, scale_is_ordered_by_lightness, THEME_LIGHT, THEME_DARK + 1);
    tcase_add_test(tests, every_role_has_a_name_of_its_own);
    tcase_add_test(tests, steps_cover_the_scale);
    tcase_add_test(tests, numbers_are_short);
    tcase_add_test(tests, axes_have_round_steps);
    tcase_add_test(tests, axis_clamps_to_its_ends);
    tcase_add_test(tests, text_is_cleaned);
    tcase_add_test(tests, wrapped_lines_fit_and_lose_nothing);
    tcase_add_test(tests, last_line_ends_on_an_ellipsis);
    tcase_add_test(tests, ellipsis_keeps_marks_with_their_letter);
    tcase_add_test(tests, direction_is_that_of_the_text);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
