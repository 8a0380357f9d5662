/* The table of widths against Pango, letter by letter and word by word. ORGAIR_REGEN=1 writes it
 * anew from the font that is installed. */
#include "base/file.h"
#include "render/charts/face.h"
#include "render/charts/font.h"

#include <check.h>
#include <math.h>

static const char table_path[] = "src/render/charts/face_table.inc";

static struct arena *arena;
static PangoLayout *layout;
static struct strbuf out;

static void setup(void)
{
    arena = arena_new();
    strbuf_init(&out);
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    font_prepare(context);
    layout = pango_layout_new(context);
    g_object_unref(context);
}

static void teardown(void)
{
    g_object_unref(layout);
    strbuf_release(&out);
    arena_free(arena);
}

static double by_pango(bool bold, double size, const char *text)
{
    int width;
    PangoFontDescription *face = font_description((struct text_style){.size = size, .bold = bold});
    pango_layout_set_font_description(layout, face);
    pango_font_description_free(face);
    pango_layout_set_text(layout, text, -1);
    pango_layout_get_size(layout, &width, NULL);
    return (double)width / PANGO_SCALE;
}

/* One character or two, in units of the font. */
static int units_of(bool bold, size_t slot, size_t second)
{
    char text[16] = "";
    char *end = text + g_unichar_to_utf8(face_character(slot), text);
    if (second < FACE_SLOTS)
        g_unichar_to_utf8(face_character(second), end);
    return (int)lround(by_pango(bold, FACE_UNITS, text));
}

static void add_number(size_t *column, const char *text)
{
    size_t length = strlen(text);
    if (*column + length + 1 > 98) {
        strbuf_addstr(&out, "\n    ");
        *column = 4;
    }
    strbuf_addstr(&out, text);
    *column += length;
}

static void add_face(bool bold, const char *name)
{
    static int widths[FACE_SLOTS], starts[FACE_SLOTS + 1];
    int kerns = 0;
    size_t column = 100;
    strbuf_addf(&out, "\nstatic const struct kern %s_kerns[] = {", name);
    for (size_t i = 0; i < FACE_SLOTS; i++)
        widths[i] = face_character(i) ? units_of(bold, i, FACE_SLOTS) : 0;
    for (size_t i = 0; i < FACE_SLOTS; i++) {
        starts[i] = kerns;
        for (size_t j = 0; face_character(i) && j < FACE_SLOTS; j++) {
            int by = face_character(j) ? units_of(bold, i, j) - widths[i] - widths[j] : 0;
            if (by == 0)
                continue;
            kerns++;
            add_number(&column, arena_printf(arena, "{%zu,%d},", j, by));
        }
    }
    starts[FACE_SLOTS] = kerns;
    strbuf_addf(&out, "\n};\n\nstatic const struct face %s_face = {\n    .advances = {", name);
    column = 100;
    for (size_t i = 0; i < FACE_SLOTS; i++)
        add_number(&column, arena_printf(arena, "%d,", widths[i]));
    strbuf_addstr(&out, "\n    },\n    .starts = {");
    column = 100;
    for (size_t i = 0; i <= FACE_SLOTS; i++)
        add_number(&column, arena_printf(arena, "%d,", starts[i]));
    strbuf_addf(&out, "\n    },\n    .kerns = %s_kerns,\n};\n", name);
}

START_TEST(table_is_the_font)
{
    strbuf_addstr(&out, "/* Written by tests/render/test_face.c. */\n");
    add_face(false, "regular");
    add_face(true, "bold");
    if (getenv("ORGAIR_REGEN"))
        ck_assert(file_write(table_path, out.text, out.length, NULL));
    char *table;
    size_t length;
    ck_assert(file_read(arena, table_path, 1 << 20, &table, &length, NULL));
    ck_assert_msg(length == out.length && memcmp(table, out.text, length) == 0,
                  "the installed DejaVu Sans is not the one of '%s'", table_path);
}
END_TEST

static void assert_same(bool bold, double size, const char *text)
{
    double width = -1;
    ck_assert_msg(face_width(bold, size, text, strlen(text), &width), "not known: '%s'", text);
    ck_assert_msg(fabs(width - by_pango(bold, size, text)) < 0.05, "'%s' of %g: %f, Pango %f", text,
                  size, width, by_pango(bold, size, text));
}

START_TEST(words_are_as_wide_as_pango_has_them)
{
    static const char *const words[] = {
        "",
        "Data Infrastructure",
        "Opportunity H\u1d3f",
        "AV To. \"WAVE\" Tomorrow, Yes",
        "\u22120.47",
        "+1,234.56",
        "2026-03-31",
        "Effizienz, Workflow & Offices: ffi",
        "F\u00fchrung \u2013 \u00c9quipe d\u2019\u00c2me\u2026",
    };
    static const double sizes[] = {9, 11, 12, 13, 14, 16};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++) {
            assert_same(false, sizes[j], words[i]);
            assert_same(true, sizes[j], words[i]);
        }
}
END_TEST

/* Strings of any of the table's characters: what shaping joins or moves would show. */
START_TEST(any_string_is_as_wide_as_pango_has_it)
{
    unsigned seed = 1;
    for (int i = 0; i < 2000; i++) {
        char text[64], *end = text;
        for (int length = 3 + i % 8; length > 0;) {
            seed = seed * 1664525 + 1013904223;
            size_t range = i % 2 ? FACE_SLOTS : FACE_ASCII;
            uint32_t character = face_character((seed >> 8) % range);
            if (character == 0)
                continue;
            end += g_unichar_to_utf8(character, end);
            length--;
        }
        *end = '\0';
        assert_same(i % 3 == 0, 11 + i % 6, text);
    }
}
END_TEST

START_TEST(what_is_not_in_the_table_is_said)
{
    static const char *const foreign[] = {
        "\u03b1", "\u05d0", "\u0639",     "\u6f22", "a\u0301", "\u00ad",
        "\t",     "a\nb",   "\x7f",       "\xc3",   "\xc3(",   "\xe2\x88",
        "\xff",   "\u200f", "\U0001f600", "\u0100", "\u2028",  "\xc0\xa0",
    };
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        double width;
        ck_assert_msg(!face_has(foreign[i], strlen(foreign[i])), "has %zu", i);
        ck_assert_msg(!face_width(false, 12, foreign[i], strlen(foreign[i]), &width), "has %zu", i);
    }
    ck_assert(face_has("H\u1d3f \u2212 \u00e9", strlen("H\u1d3f \u2212 \u00e9")));
}
END_TEST

/* Also where a text changes its script, its direction or, for want of a letter, its face. */
START_TEST(a_line_is_as_wide_as_in_a_layout)
{
    static const char *const texts[] = {"\u05d0\u05dc\u05d5\u05df Works 35864 Inc",
                                        "\u041a\u043e\u043c\u043f\u0430\u043d\u0438\u044f (2)",
                                        "\u0634\u0631\u0643\u0629 AB \u0662\u0663",
                                        "\u6e05\u6c34\u5efa\u8a2d",
                                        "e\u0301te\u0301",
                                        "\U0001f680 x"};
    const struct chart_plan *plan = plan_new(arena, "widths", 100);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct text_style style = {.size = 11 + (double)i, .bold = i % 2};
        ck_assert(!face_has(texts[i], strlen(texts[i])));
        ck_assert_double_eq(font_width(plan, style, texts[i]),
                            by_pango(style.bold, style.size, texts[i]));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("face");
    TCase *tests = tcase_create("face");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, table_is_the_font);
    tcase_add_test(tests, words_are_as_wide_as_pango_has_them);
    tcase_add_test(tests, any_string_is_as_wide_as_pango_has_it);
    tcase_add_test(tests, what_is_not_in_the_table_is_said);
    tcase_add_test(tests, a_line_is_as_wide_as_in_a_layout);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
