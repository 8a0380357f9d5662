/* Charts drawn with frames (frames.h) against the same drawn without. */
#include "render/charts/charts.h"
#include "render/charts/frames.h"
#include "support/chart_score_cases.h"

#include <check.h>
#include <math.h>

static struct arena *kept;  /* of the frames */
static struct arena *arena; /* of one chart after the other */
static struct chart_frames *frames;

static void setup(void)
{
    kept = arena_new();
    arena = arena_new();
    frames = chart_frames_new(kept);
}

static void teardown(void)
{
    arena_free(arena);
    arena_free(kept);
}

static const char *dump_of(const struct chart_plan *plan)
{
    struct strbuf out;
    strbuf_init(&out);
    chart_plan_dump(plan, &out);
    const char *text = arena_strndup(arena, out.text, out.length);
    strbuf_release(&out);
    return text;
}

/* Gives in how many frames the first has been drawn. */
static size_t ck_assert_same(const struct chart_plan *with, const struct chart_plan *without)
{
    ck_assert_str_eq(dump_of(with), dump_of(without));
    ck_assert_str_eq(chart_drawing(with).elements, chart_drawing(without).elements);
    ck_assert_int_eq(chart_body(with), chart_body(without));
    ck_assert_int_eq(chart_height(with), chart_height(without));
    ck_assert_uint_eq(without->drawn_count, 0);
    return with->drawn_count;
}

static char *copy(const char *text)
{
    return arena_strdup(arena, text);
}

/* ---- waterfall ---- */

enum { WATERFALLS = 9 };

/* Each differs from the first in one thing; nothing of it outlives the arena. */
static const struct view_waterfall *waterfall(int variant)
{
    struct view_step *steps = arena_array(arena, 2, sizeof *steps);
    double value = variant == 1 ? 300 : 30 + variant;
    const char *label = variant == 2   ? "B"
                        : variant == 3 ? "a label that is far too long to be shown whole in any "
                                         "chart, on two lines as well"
                                       : "A";
    steps[0] = (struct view_step){.label = copy(label),
                                  .value = value,
                                  .text = copy(variant == 4 ? "1,234,567.89" : "+30.00"),
                                  .note = variant == 5 ? copy("a note") : NULL};
    steps[1] = (struct view_step){
        .label = copy("Together"), .value = value, .text = copy("30.00"), .total = true};
    struct view_waterfall *chart = arena_alloc(arena, sizeof *chart);
    *chart = (struct view_waterfall){.title = copy(variant == 6 ? "Other title" : "Title"),
                                     .subtitle = variant == 7 ? copy("Below") : NULL,
                                     .axis = copy(variant == 8 ? "Euro" : "Points"),
                                     .steps = steps,
                                     .count = 2};
    return chart;
}

START_TEST(waterfalls_are_the_same_with_frames)
{
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < WATERFALLS; i++) {
            const struct view_waterfall *chart = waterfall(i);
            size_t drawn = ck_assert_same(chart_plan_waterfall(arena, chart, frames),
                                          chart_plan_waterfall(arena, chart, NULL));
            ck_assert_uint_eq(drawn, i == 3 ? 0 : 1); /* a label that is cut is measured anew */
            arena_reset(arena);
        }
}
END_TEST

/* ---- bullets ---- */

enum { BULLETS = 10 };

static const struct view_bullet_chart *bullets(int variant)
{
    struct view_bullet *rows = arena_array(arena, 2, sizeof *rows);
    rows[0] = (struct view_bullet){.label = copy(variant == 1 ? "B" : "A"),
                                   .value = 40 + variant,
                                   .target = variant == 2   ? NAN
                                             : variant == 3 ? 90
                                                            : 60,
                                   .text = copy(variant == 4 ? "100.00" : "40.00"),
                                   .detail = variant == 5 ? copy("+5.80") : NULL,
                                   .imputed = variant == 6};
    rows[1] = (struct view_bullet){.label = copy("C"), .value = 70, .target = 50, .text = "70.00"};
    struct view_bullet_chart *chart = arena_alloc(arena, sizeof *chart);
    *chart = (struct view_bullet_chart){.title = copy("Title"),
                                        .axis = copy("Score"),
                                        .value_label = copy(variant == 7 ? "" : "score"),
                                        .target_label = variant == 8 ? NULL : copy("average"),
                                        .rows = rows,
                                        .count = 2,
                                        .high = variant == 9 ? 200 : 100,
                                        .step = 20};
    return chart;
}

START_TEST(bullets_are_the_same_with_frames)
{
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < BULLETS; i++) {
            const struct view_bullet_chart *chart = bullets(i);
            size_t drawn = ck_assert_same(chart_plan_bullets(arena, chart, frames),
                                          chart_plan_bullets(arena, chart, NULL));
            ck_assert_uint_eq(drawn, 2); /* what is behind the bars, and the targets */
            arena_reset(arena);
        }
}
END_TEST

/* ---- history ---- */

enum { HISTORIES = 8 };

static const struct view_history *history(int variant)
{
    struct view_moment *moments = arena_array(arena, 2, sizeof *moments);
    struct view_mark *mark = arena_alloc(arena, sizeof *mark);
    *mark = (struct view_mark){variant == 1 ? 40 : 70, copy(variant == 2 ? "from here" : "leader")};
    moments[0] = (struct view_moment){"2025-03-31", 40 + variant, 30, 50, "40.00", NULL};
    moments[1] = (struct view_moment){"2025-09-30", 60 - variant, 50, 70, "60.00", NULL};
    struct view_history *chart = arena_alloc(arena, sizeof *chart);
    *chart = (struct view_history){.title = copy(variant == 3 ? "Other title" : "Title"),
                                   .subtitle = variant == 4 ? copy("Below") : NULL,
                                   .axis = copy(variant == 5 ? "Euro" : "Points"),
                                   .moments = moments,
                                   .count = 2,
                                   .marks = mark,
                                   .mark_count = 1,
                                   .low = variant == 7 ? 50 : 0,
                                   .high = variant == 6 ? 1000 : 100};
    return chart;
}

START_TEST(histories_are_the_same_with_frames)
{
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < HISTORIES; i++) {
            const struct view_history *chart = history(i);
            size_t drawn = ck_assert_same(chart_plan_history(arena, chart, frames),
                                          chart_plan_history(arena, chart, NULL));
            ck_assert_uint_eq(drawn, 2); /* the heading, and what is over the bands */
            arena_reset(arena);
        }
}
END_TEST

/* ---- all of them ---- */

static void ck_assert_same_files(const struct chart_plan *with, const struct chart_plan *without)
{
    struct strbuf one, other;
    strbuf_init(&one);
    strbuf_init(&other);
    ck_assert(chart_svg(with, "alt", &one, NULL) && chart_svg(without, "alt", &other, NULL));
    struct chart_canvas *canvas = chart_canvas_open(arena);
    ck_assert(chart_png(with, canvas, &one, NULL) && chart_png(without, canvas, &other, NULL));
    ck_assert_uint_eq(one.length, other.length);
    ck_assert_mem_eq(one.text, other.text, one.length);
    strbuf_release(&one);
    strbuf_release(&other);
}

START_TEST(charts_share_frames)
{
    for (int i = 0; i < 3; i++) {
        ck_assert_same_files(chart_plan_waterfall(arena, waterfall(i), frames),
                             chart_plan_waterfall(arena, waterfall(i), NULL));
        ck_assert_same_files(chart_plan_bullets(arena, bullets(0), frames),
                             chart_plan_bullets(arena, bullets(0), NULL));
        ck_assert_same_files(chart_plan_history(arena, history(0), frames),
                             chart_plan_history(arena, history(0), NULL));
        arena_reset(arena);
    }
}
END_TEST

/* What is kept is bounded; nothing else changes when there is no room for more. */
START_TEST(not_everything_is_kept)
{
    enum { MANY = 60 };
    size_t drawn = 0;
    for (int i = 0; i < MANY; i++) {
        struct view_waterfall chart = *waterfall(0);
        chart.title = arena_printf(arena, "Title %d", i);
        drawn += ck_assert_same(chart_plan_waterfall(arena, &chart, frames),
                                chart_plan_waterfall(arena, &chart, NULL));
        arena_reset(arena);
    }
    ck_assert_uint_gt(drawn, 0);
    ck_assert_uint_lt(drawn, MANY);
}
END_TEST

START_TEST(charts_without_rows_have_no_frame)
{
    ck_assert_same(
        chart_plan_waterfall(arena, &(struct view_waterfall){.title = "Nothing"}, frames),
        chart_plan_waterfall(arena, &(struct view_waterfall){.title = "Nothing"}, NULL));
    ck_assert_same(
        chart_plan_bullets(arena, &(struct view_bullet_chart){.title = "Nothing"}, frames),
        chart_plan_bullets(arena, &(struct view_bullet_chart){.title = "Nothing"}, NULL));
    ck_assert_same(chart_plan_history(arena, &(struct view_history){.title = "Nothing"}, frames),
                   chart_plan_history(arena, &(struct view_history){.title = "Nothing"}, NULL));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("charts_frames");
    TCase *tests = tcase_create("all");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, waterfalls_are_the_same_with_frames);
    tcase_add_test(tests, bullets_are_the_same_with_frames);
    tcase_add_test(tests, histories_are_the_same_with_frames);
    tcase_add_test(tests, charts_share_frames);
    tcase_add_test(tests, not_everything_is_kept);
    tcase_add_test(tests, charts_without_rows_have_no_frame);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
