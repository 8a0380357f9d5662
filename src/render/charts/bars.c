/* Horizontal bars, in the order given, with a line at a reference. */
#include "render/charts/charts.h"
#include "render/charts/font.h"
#include "render/charts/rows.h"

#include <math.h>

enum { TICKS = 5 };

static const struct text_style reference_style = {
    .role = ROLE_REFERENCE, .size = 11, .bold = true, .anchor = ANCHOR_MIDDLE};
static const struct stroke reference_stroke = {1.5, true};

struct bars {
    struct rows rows;
    const struct view_bar_chart *chart;
};

static bool has_reference(const struct view_bar_chart *chart)
{
    return chart->reference >= 0; /* false for NaN */
}

static struct axis value_axis(const struct view_bar_chart *chart)
{
    double high = has_reference(chart) ? chart->reference : 0;
    for (size_t i = 0; i < chart->count; i++)
        if (isfinite(chart->bars[i].value) && chart->bars[i].value > high)
            high = chart->bars[i].value;
    return axis_nice(0, high, TICKS);
}

static const struct row_text *texts_of(struct arena *arena, const struct view_bar_chart *chart)
{
    struct row_text *texts = arena_array(arena, chart->count, sizeof *texts);
    for (size_t i = 0; i < chart->count; i++)
        texts[i] =
            (struct row_text){chart->bars[i].label, chart->bars[i].text, chart->bars[i].note};
    return texts;
}

/* Where the line stands; 0 without one. */
static double reference_at(const struct bars *bars)
{
    return has_reference(bars->chart) ? axis_at(&bars->rows.axis, bars->chart->reference) : 0;
}

static void draw_reference(const struct bars *bars)
{
    struct chart_plan *plan = bars->rows.plan;
    double x = reference_at(bars), top = bars->rows.top;
    draw_line(plan, ROLE_REFERENCE, (struct point){x, top - 4},
              (struct point){x, rows_bottom(&bars->rows)}, reference_stroke);
    const char *label = font_ellipsize(plan, reference_style, bars->chart->reference_label, 400);
    double half = font_width(plan, reference_style, label) / 2;
    double center = fmin(fmax(x, CHART_MARGIN + half), plan->width - CHART_MARGIN - half);
    draw_text(plan, reference_style, (struct point){center, top - 9}, label);
}

/* The reference line goes on over the bar in a colour that stands out from it. */
static void draw_bar(const struct bars *bars, size_t i)
{
    const struct rows *rows = &bars->rows;
    double value = bars->chart->bars[i].value;
    bool less = has_reference(bars->chart) && value < bars->chart->reference;
    struct box box = rows_bar(rows, i, rows->axis.from, axis_at(&rows->axis, value));
    double line = reference_at(bars);
    draw_rect(rows->plan, less ? ROLE_SOFT : ROLE_ACCENT, box);
    if (line > box.x && line < box.x + box.width)
        draw_line(rows->plan, ROLE_ON_ACCENT, (struct point){line, box.y},
                  (struct point){line, box.y + box.height}, reference_stroke);
}

struct chart_plan *chart_plan_bars(struct arena *arena, const struct view_bar_chart *chart)
{
    struct chart_plan *plan = plan_new(arena, chart->title, CHART_WIDTH);
    double top = draw_heading(plan, chart->title, chart->subtitle);
    if (!chart->count)
        return draw_empty(plan, top);
    struct bars bars = {.rows = {.plan = plan,
                                 .axis = value_axis(chart),
                                 .axis_name = chart->axis,
                                 .given = texts_of(arena, chart),
                                 .count = chart->count,
                                 .top = top + (has_reference(chart) ? 18 : 0)},
                        .chart = chart};
    rows_measure(&bars.rows);
    rows_place(&bars.rows);
    rows_draw_axis(&bars.rows);
    if (has_reference(chart))
        draw_reference(&bars);
    rows_draw_labels(&bars.rows);
    rows_draw_hits(&bars.rows);
    for (size_t i = 0; i < chart->count; i++)
        draw_bar(&bars, i);
    rows_draw_base(&bars.rows);
    for (size_t i = 0; i < chart->count; i++)
        rows_draw_value(&bars.rows, i, axis_at(&bars.rows.axis, chart->bars[i].value),
                        reference_at(&bars));
    return plan_finish(plan, rows_bottom(&bars.rows) + 15 + CHART_MARGIN - 4);
}
