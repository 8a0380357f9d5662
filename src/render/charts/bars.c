/* Horizontal bars: labels of any length at the left, values at the ends of the bars. */
#include "render/charts/axis.h"
#include "render/charts/charts.h"
#include "render/charts/font.h"

#include <math.h>

enum { LABEL_ROOM = 240, VALUE_ROOM = 120, GAP = 8, TICKS = 5 };

static const struct text_style label_style = {.role = ROLE_INK, .size = 13, .anchor = ANCHOR_END};
static const struct text_style value_style = {.role = ROLE_INK, .size = 13, .bold = true};
static const struct text_style axis_style = {
    .role = ROLE_MUTED, .size = 11, .anchor = ANCHOR_MIDDLE};
static const struct text_style reference_style = {
    .role = ROLE_REFERENCE, .size = 11, .bold = true, .anchor = ANCHOR_MIDDLE};

static const struct stroke reference_stroke = {1.5, true};

struct bars {
    struct chart_plan *plan;
    const struct view_bar_chart *chart;
    struct axis axis;
    struct text_lines *labels;
    const char **texts;
    double top, pitch, thickness;
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

static const char *text_of(const struct view_bar *bar)
{
    return bar->text && *bar->text ? bar->text : "-";
}

/* Labels and values first: the plot gets the room that they leave. */
static void measure(struct bars *bars)
{
    struct arena *arena = bars->plan->arena;
    const struct view_bar_chart *chart = bars->chart;
    bars->labels = arena_array(arena, chart->count, sizeof *bars->labels);
    bars->texts = arena_array(arena, chart->count, sizeof *bars->texts);
    double label_width = 0, value_width = 0;
    size_t lines = 1;
    for (size_t i = 0; i < chart->count; i++) {
        const struct view_bar *bar = &chart->bars[i];
        bars->labels[i] = font_wrap(bars->plan, label_style, bar->label, LABEL_ROOM, 2);
        bars->texts[i] = font_ellipsize(bars->plan, value_style, text_of(bar), VALUE_ROOM);
        label_width = fmax(label_width, bars->labels[i].width);
        value_width = fmax(value_width, font_width(bars->plan, value_style, bars->texts[i]));
        lines = bars->labels[i].count > lines ? bars->labels[i].count : lines;
    }
    label_width = fmax(label_width, fmin(font_width(bars->plan, axis_style, chart->axis), 120));
    bool dense = chart->count > 12;
    bars->thickness = dense ? 16 : 20;
    bars->pitch = lines > 1 ? 40 : dense ? 24 : 32;
    bars->axis = value_axis(chart);
    bars->axis.from = ceil(CHART_MARGIN + label_width + GAP);
    bars->axis.to = floor(bars->plan->width - CHART_MARGIN - value_width - GAP);
}

static double bottom(const struct bars *bars)
{
    return bars->top + (double)bars->chart->count * bars->pitch;
}

static void draw_axis(const struct bars *bars)
{
    struct chart_plan *plan = bars->plan;
    double low = bottom(bars) + 2;
    for (size_t i = 0; i < axis_ticks(&bars->axis); i++) {
        double value = axis_tick(&bars->axis, i);
        double x = axis_at(&bars->axis, value);
        if (i)
            draw_line(plan, ROLE_GRID, (struct point){x, bars->top}, (struct point){x, low},
                      (struct stroke){1, false});
        draw_text(plan, axis_style, (struct point){x, low + 15},
                  axis_text(plan->arena, &bars->axis, value));
    }
    struct text_style name = axis_style;
    name.anchor = ANCHOR_END;
    double zero = font_width(plan, axis_style, axis_text(plan->arena, &bars->axis, 0)) / 2;
    double right = bars->axis.from - fmax(zero + GAP, GAP);
    draw_text(plan, name, (struct point){right, low + 15},
              font_ellipsize(plan, name, bars->chart->axis, right - CHART_MARGIN));
}

static const char *tooltip(struct arena *arena, const struct view_bar *bar)
{
    bool noted = bar->note && *bar->note;
    return arena_printf(arena, "%s: %s%s%s", bar->label ? bar->label : "", text_of(bar),
                        noted ? " \u2013 " : "", noted ? bar->note : "");
}

/* Where the line stands; 0 without one. */
static double reference_at(const struct bars *bars)
{
    return has_reference(bars->chart) ? axis_at(&bars->axis, bars->chart->reference) : 0;
}

static void draw_reference(const struct bars *bars)
{
    struct chart_plan *plan = bars->plan;
    double x = reference_at(bars);
    draw_line(plan, ROLE_REFERENCE, (struct point){x, bars->top - 4},
              (struct point){x, bottom(bars) + 2}, reference_stroke);
    const char *label = font_ellipsize(plan, reference_style, bars->chart->reference_label, 400);
    double half = font_width(plan, reference_style, label) / 2;
    double center = fmin(fmax(x, CHART_MARGIN + half), plan->width - CHART_MARGIN - half);
    draw_text(plan, reference_style, (struct point){center, bars->top - 9}, label);
}

/* The reference line goes on over the bar in a colour that stands out from it. */
static void draw_bar(const struct bars *bars, size_t i)
{
    struct chart_plan *plan = bars->plan;
    const struct view_bar *bar = &bars->chart->bars[i];
    double y = bars->top + ((double)i + 0.5) * bars->pitch;
    double length = axis_at(&bars->axis, bar->value) - bars->axis.from;
    bool less = has_reference(bars->chart) && bar->value < bars->chart->reference;
    draw_group(plan, tooltip(plan->arena, bar));
    draw_rect(plan, ROLE_HIT,
              (struct box){CHART_MARGIN, y - bars->pitch / 2, plan->width - 2 * CHART_MARGIN,
                           bars->pitch});
    draw_rect(plan, less ? ROLE_SOFT : ROLE_ACCENT,
              (struct box){bars->axis.from, y - bars->thickness / 2, length, bars->thickness});
    double line = reference_at(bars);
    if (line > bars->axis.from && line < bars->axis.from + length)
        draw_line(plan, ROLE_ON_ACCENT, (struct point){line, y - bars->thickness / 2},
                  (struct point){line, y + bars->thickness / 2}, reference_stroke);
    draw_centered(plan, label_style, (struct point){bars->axis.from - GAP, y}, bars->labels[i]);
    draw_group_end(plan);
}

/* Above the reference line, and on a patch of the surface where it would cross a number. */
static void draw_value(const struct bars *bars, size_t i)
{
    struct chart_plan *plan = bars->plan;
    const struct view_bar *bar = &bars->chart->bars[i];
    double x = axis_at(&bars->axis, bar->value) + 6;
    double y = bars->top + ((double)i + 0.5) * bars->pitch;
    double width = font_width(plan, value_style, bars->texts[i]);
    double line = reference_at(bars);
    if (line > x - 3 && line < x + width + 3)
        draw_rect(plan, ROLE_SURFACE, (struct box){x - 3, y - 9, width + 6, 18});
    struct text_style style = value_style;
    style.role = isfinite(bar->value) ? ROLE_INK : ROLE_MUTED;
    draw_text(plan, style, (struct point){x, y + text_drop(style.size)}, bars->texts[i]);
}

struct chart_plan *chart_plan_bars(struct arena *arena, const struct view_bar_chart *chart)
{
    struct chart_plan *plan = plan_new(arena, chart->title, CHART_WIDTH);
    double top = draw_heading(plan, chart->title, chart->subtitle);
    if (!chart->count)
        return draw_empty(plan, top);
    struct bars bars = {.plan = plan, .chart = chart, .top = top};
    bars.top += has_reference(chart) ? 18 : 0;
    measure(&bars);
    draw_axis(&bars);
    if (has_reference(chart))
        draw_reference(&bars);
    for (size_t i = 0; i < chart->count; i++)
        draw_bar(&bars, i);
    draw_line(plan, ROLE_AXIS, (struct point){bars.axis.from, bars.top},
              (struct point){bars.axis.from, bottom(&bars) + 2}, (struct stroke){1, false});
    for (size_t i = 0; i < chart->count; i++)
        draw_value(&bars, i);
    return plan_finish(plan, bottom(&bars) + 2 + 15 + CHART_MARGIN - 4);
}
