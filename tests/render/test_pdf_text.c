/* Texts of handouts: what is known of ASCII in advance is what Pango would say of each text. */
#include "render/charts/font.h"
#include "render/pdf/text.h"

#include <check.h>

static struct arena *arena;
static struct pdf_text *shaped;
static PangoContext *context;

static void setup(void)
{
    arena = arena_new();
    shaped = pdf_text_open(arena);
    pdf_text_begin(shaped, arena);
    context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    font_prepare(context);
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
}

static void teardown(void)
{
    g_object_unref(context);
    arena_free(arena);
}

static PangoFontDescription *face_of(enum pdf_style style)
{
    const struct pdf_face *face = pdf_face(style);
    PangoFontDescription *made = pango_font_description_new();
    pango_font_description_set_family(made, face->family);
    pango_font_description_set_weight(made, face->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(made, face->size * PANGO_SCALE);
    return made;
}

static const char *const lines[] = {
    "Average",
    "0.22",
    "-1,204.50 %",
    "(2)",
    "AVATAR Ty. We, To: \"P.\"",
    "1/2 & <3>",
    "office flags fjord",
    "~",
    "Vᴿ of Ørsted",
    "東洋 Capital 589 Inc",
};

START_TEST(a_text_is_as_wide_as_pango_shapes_it)
{
    enum pdf_style style = (enum pdf_style)_i;
    PangoFontDescription *face = face_of(style);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        GList *runs = font_shape(context, face, lines[i], strlen(lines[i]), false);
        ck_assert_double_gt(font_runs_width(runs), 0);
        ck_assert_double_eq(pdf_width(shaped, style, lines[i]), font_runs_width(runs));
        font_free_runs(runs);
    }
    pango_font_description_free(face);
}
END_TEST

static const char *const paragraphs[] = {
    "Score, weight and contribution of each dimension, in points of the weighted mean, and what "
    "one point more in it would change (see \"Method\"): a well-known, year-over-year figure.",
    "Sum/difference of 1.000 and -0.250; 12-15 of 20. What is left? Nothing! AVA To. We, 50 % "
    "[a] {b} c|d e@example.org https://example.org/a/b?c=d&e=f#g 2025-10-15",
    "Supercalifragilisticexpialidocious-and-more words Vᴿ − Hᴿ × λ of the method",
};

static void check_breaks(PangoLayout *layout, const char *words, double width)
{
    struct pdf_lines ours = pdf_wrap(shaped, STYLE_BODY, words, width);
    pango_layout_set_width(layout, (int)((width + 0.01) * PANGO_SCALE));
    pango_layout_set_text(layout, words, -1);
    ck_assert_uint_eq(ours.count, (size_t)pango_layout_get_line_count(layout));
    for (size_t i = 0; i < ours.count; i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, (int)i);
        const char *piece = arena_strndup(arena, words + line->start_index, (size_t)line->length);
        ck_assert_str_eq(ours.lines[i].text, font_clean(arena, piece));
        ck_assert_double_le(ours.lines[i].width, width + 0.01);
    }
}

START_TEST(a_text_is_broken_where_pango_breaks_it)
{
    PangoFontDescription *face = face_of(STYLE_BODY);
    PangoLayout *layout = pango_layout_new(context);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_font_description(layout, face);
    for (double width = 40; width < 700; width += 3.7)
        check_breaks(layout, paragraphs[_i], width);
    g_object_unref(layout);
    pango_font_description_free(face);
}
END_TEST

START_TEST(a_text_has_its_direction_on_one_line_too)
{
    struct pdf_lines one = pdf_wrap(shaped, STYLE_CELL, "(2) אלון Foods", 300);
    ck_assert_uint_eq(one.count, 1);
    ck_assert(one.lines[0].rtl);
    one = pdf_wrap(shaped, STYLE_CELL, "Foods (אלון)", 300);
    ck_assert_uint_eq(one.count, 1);
    ck_assert(!one.lines[0].rtl);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("pdf_text");
    TCase *t = tcase_create("pdf_text");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, a_text_is_as_wide_as_pango_shapes_it, 0, STYLE_COUNT);
    tcase_add_loop_test(t, a_text_is_broken_where_pango_breaks_it, 0,
                        (int)(sizeof paragraphs / sizeof paragraphs[0]));
    tcase_add_test(t, a_text_has_its_direction_on_one_line_too);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
