/* The pictures of charts against what Cairo's own writer makes of them. */
#include "render/charts/paint.h"
#include "render/charts/plan.h"
#include "support/chart_cases.h"

#include <check.h>
#include <png.h>

static struct arena *arena;
static struct strbuf out;
static struct chart_canvas *canvas;

static void setup(void)
{
    arena = arena_new();
    strbuf_init(&out);
    canvas = chart_canvas_open(arena);
}

static void teardown(void)
{
    strbuf_release(&out);
    arena_free(arena);
}

static void add_png(const struct chart_plan *plan)
{
    struct error err = ERROR_INIT;
    ck_assert_msg(chart_png(plan, canvas, &out, &err), "%s", err.message);
}

static cairo_status_t take_bytes(void *bytes, const unsigned char *more, unsigned length)
{
    strbuf_add(bytes, more, length);
    return CAIRO_STATUS_SUCCESS;
}

/* What Cairo's own writer makes of the plan. */
static void add_cairo_png(const struct chart_plan *plan, struct strbuf *bytes)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 2 * chart_width(plan),
                                                          2 * chart_height(plan));
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, 2, 2);
    ck_assert(chart_paint(plan, cairo, NULL));
    cairo_destroy(cairo);
    ck_assert_int_eq(cairo_surface_write_to_png_stream(surface, take_bytes, bytes), 0);
    cairo_surface_destroy(surface);
}

static const unsigned char *pixels_of(const struct strbuf *bytes, png_image *image)
{
    *image = (png_image){.version = PNG_IMAGE_VERSION};
    ck_assert_int_ne(png_image_begin_read_from_memory(image, bytes->text, bytes->length), 0);
    image->format = PNG_FORMAT_RGB;
    unsigned char *pixels = arena_alloc(arena, PNG_IMAGE_SIZE(*image));
    ck_assert_int_ne(png_image_finish_read(image, NULL, pixels, 0, NULL), 0);
    ck_assert_int_eq(image->warning_or_error, 0);
    return pixels;
}

/* IHDR is the first chunk: after the depth of a channel. */
static bool has_palette(const struct strbuf *bytes)
{
    return bytes->text[25] == PNG_COLOR_TYPE_PALETTE;
}

static bool is_of_palette(const unsigned char *pixel)
{
    uint32_t color = (uint32_t)pixel[0] << 16 | (uint32_t)pixel[1] << 8 | pixel[2];
    for (int role = 0; role < ROLE_COUNT; role++)
        if (palette_color((enum chart_role)role, THEME_LIGHT) == color)
            return true;
    return false;
}

/* With a palette, the shades between two colours are those that agree in their first bits. */
static void check_pixel(const unsigned char *pixel, const unsigned char *painted, bool palette)
{
    static const unsigned char same[] = {0xf0, 0xf8, 0xf0};
    bool exact = !palette || is_of_palette(painted);
    for (int i = 0; i < 3; i++)
        if ((pixel[i] ^ painted[i]) & (exact ? 0xff : same[i])) /* to ask Check of each is slow */
            ck_abort_msg("%d, expected %d", pixel[i], painted[i]);
}

START_TEST(png_has_the_pixels_that_were_painted)
{
    const struct chart_plan *plan = chart_cases[_i].plan(arena);
    struct strbuf other;
    strbuf_init(&other);
    add_png(plan);
    add_cairo_png(plan, &other);
    png_image image, painted;
    const unsigned char *pixels = pixels_of(&out, &image);
    const unsigned char *expected = pixels_of(&other, &painted);
    ck_assert_uint_eq(image.width, 2 * (unsigned)chart_width(plan));
    ck_assert_uint_eq(image.height, 2 * (unsigned)chart_height(plan));
    ck_assert_uint_eq(PNG_IMAGE_SIZE(image), PNG_IMAGE_SIZE(painted));
    bool drawn = false;
    for (size_t i = 0; i < PNG_IMAGE_SIZE(image); i += 3) {
        check_pixel(pixels + i, expected + i, has_palette(&out));
        drawn = drawn || pixels[i] < 0x40;
    }
    ck_assert(drawn);
    strbuf_release(&other);
}
END_TEST

/* Colours of charts that a shade might be taken for. */
START_TEST(no_two_colors_of_charts_are_taken_for_one)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        for (int j = 0; j < i; j++) {
            uint32_t a = palette_color((enum chart_role)i, THEME_LIGHT);
            uint32_t b = palette_color((enum chart_role)j, THEME_LIGHT);
            ck_assert(a == b || ((a ^ b) & 0xf0f8f0) != 0);
        }
}
END_TEST

START_TEST(png_has_a_palette_where_the_colors_are_few)
{
    size_t with = 0;
    for (size_t i = 0; i < chart_case_count; i++) {
        strbuf_reset(&out);
        add_png(chart_cases[i].plan(arena));
        with += has_palette(&out);
    }
    ck_assert_uint_gt(with, chart_case_count / 2);
    ck_assert_uint_lt(with, chart_case_count);
}
END_TEST

START_TEST(png_says_its_density_and_no_time)
{
    add_png(chart_cases[0].plan(arena));
    ck_assert(memmem(out.text, out.length, "pHYs\0\0\x1d\x87\0\0\x1d\x87\1", 13) != NULL);
    ck_assert(memmem(out.text, out.length, "tIME", 4) == NULL);
    ck_assert(memmem(out.text, out.length, "tEXt", 4) == NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("charts_png");
    TCase *tests = tcase_create("charts_png");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, png_has_the_pixels_that_were_painted, 0, (int)chart_case_count);
    tcase_add_test(tests, no_two_colors_of_charts_are_taken_for_one);
    tcase_add_test(tests, png_has_a_palette_where_the_colors_are_few);
    tcase_add_test(tests, png_says_its_density_and_no_time);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
