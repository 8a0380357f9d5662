/* Parts that add up to a score: each starts where the one before it ended. */
#include "render/charts/charts.h"
#include "render/charts/frames.h"
#include "render/charts/rows.h"

#include <math.h>

enum { TICKS = 5 };

struct waterfall {
    struct rows rows;
    const struct view_waterfall *chart;
    double *from, *to; /* values at both ends of each step */
};

static void add_up(struct waterfall *fall, struct arena *arena)
{
    const struct view_waterfall *chart = fall->chart;
    fall->from = arena_array(arena, chart->count, sizeof(double));
    fall->to = arena_array(arena, chart->count, sizeof(double));
    double sum = 0, low = 0, high = 0;
    for (size_t i = 0; i < chart->count; i++) {
        double value = isfinite(chart->steps[i].value) ? chart->steps[i].value : 0;
        fall->from[i] = chart->steps[i].total ? 0 : sum;
        sum = fall->to[i] = fall->from[i] + value;
        low = fmin(low, sum);
        high = fmax(high, sum);
    }
    fall->rows.axis = axis_nice(low, high, TICKS);
}

static const struct row_text *texts_of(struct arena *arena, const struct view_waterfall *chart)
{
    struct row_text *texts = arena_array(arena, chart->count, sizeof *texts);
    for (size_t i = 0; i < chart->count; i++)
        texts[i] =
            (struct row_text){chart->steps[i].label, chart->steps[i].text, chart->steps[i].note};
    return texts;
}

static enum chart_role role_of(const struct view_step *step)
{
    if (step->total)
        return ROLE_ACCENT;
    return step->value < 0 ? ROLE_BAD : ROLE_SOFT;
}

static struct box bar_of(const struct waterfall *fall, size_t i)
{
    const struct axis *axis = &fall->rows.axis;
    return rows_bar(&fall->rows, i, axis_at(axis, fall->from[i]), axis_at(axis, fall->to[i]));
}

static void draw_bars(const struct waterfall *fall)
{
    static const enum chart_role roles[] = {ROLE_SOFT, ROLE_BAD, ROLE_ACCENT};
    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++)
        for (size_t i = 0; i < fall->rows.count; i++)
            if (role_of(&fall->chart->steps[i]) == roles[k])
                draw_rect(fall->rows.plan, roles[k], bar_of(fall, i));
}

/* From where each step ends to the next. */
static void draw_links(const struct waterfall *fall)
{
    const struct rows *rows = &fall->rows;
    for (size_t i = 0; i + 1 < rows->count; i++) {
        double end = axis_at(&rows->axis, fall->to[i]);
        struct box box = bar_of(fall, i);
        draw_line(rows->plan, ROLE_AXIS,
                  (struct point){end, box.y + (box.width < 1 ? 0 : box.height)},
                  (struct point){end, box.y + rows->pitch}, (struct stroke){1, false});
    }
}

static void draw_frame(struct waterfall *fall)
{
    struct rows *rows = &fall->rows;
    frame_begin(rows->plan, "waterfall");
    if (rows_draw_frame(rows, fall->chart->title, fall->chart->subtitle))
        return;
    rows->top = draw_heading(rows->plan, fall->chart->title, fall->chart->subtitle);
    rows_place(rows);
    rows_draw_axis(rows);
    rows_draw_base(rows);
    rows_draw_labels(rows);
    rows_keep_frame(rows);
}

static struct chart_plan *plan_of(struct chart_plan *plan, const struct view_waterfall *chart)
{
    if (!chart->count)
        return draw_empty(plan, draw_heading(plan, chart->title, chart->subtitle));
    struct waterfall fall = {.rows = {.plan = plan,
                                      .axis_name = chart->axis,
                                      .given = texts_of(plan->arena, chart),
                                      .count = chart->count},
                             .chart = chart};
    add_up(&fall, plan->arena);
    rows_measure(&fall.rows);
    draw_frame(&fall);
    rows_draw_hits(&fall.rows);
    draw_bars(&fall);
    draw_links(&fall);
    for (size_t i = 0; i < chart->count; i++) {
        double end = axis_at(&fall.rows.axis, fmax(fall.from[i], fall.to[i]));
        /* A fall ends at its left; the line to the next row never crosses the number. */
        rows_draw_value(&fall.rows, i, end, -1);
    }
    return plan_finish(plan, rows_bottom(&fall.rows) + 15 + CHART_MARGIN - 4);
}

struct chart_plan *chart_plan_waterfall(struct arena *arena, const struct view_waterfall *chart,
                                        struct chart_frames *frames)
{
    struct chart_plan *plan = plan_new(arena, chart->title, CHART_WIDTH);
    plan->frames = frames;
    return plan_of(plan, chart);
}

struct chart_plan *chart_plan_waterfall_of(struct arena *arena, const struct view_waterfall *chart,
                                           double width)
{
    return plan_of(plan_new(arena, chart->title, width), chart);
}
