/* How many lie where on a scale, its bands named below. */
#include "render/charts/charts.h"
#include "render/charts/font.h"
#include "render/charts/plot.h"

#include <math.h>

enum { PLOT_HEIGHT = 180, BAND_HEIGHT = 6, MARK_LINE = 15 };

static const struct text_style count_style = {
    .role = ROLE_INK, .size = 12, .bold = true, .anchor = ANCHOR_MIDDLE};

struct histogram {
    struct plot plot;
    const struct view_histogram *chart;
    size_t most;
};

static enum chart_role bin_role(const struct view_histogram *chart, const struct view_bin *bin)
{
    double middle = (bin->low + bin->high) / 2;
    for (size_t i = 0; i < chart->band_count; i++)
        if (middle >= chart->bands[i].low && middle < chart->bands[i].high)
            return rank_role((int)i, (int)chart->band_count);
    return ROLE_ACCENT;
}

static void draw_bin(const struct histogram *histogram, size_t i)
{
    const struct plot *plot = &histogram->plot;
    const struct view_bin *bin = &histogram->chart->bins[i];
    struct chart_plan *plan = plot->plan;
    double left = axis_at(&plot->x, bin->low), right = axis_at(&plot->x, bin->high);
    double top = axis_at(&plot->y, (double)bin->count);
    draw_rect(plan, bin_role(histogram->chart, bin),
              (struct box){left + 1, top, right - left - 2, plot->y.from - top});
    draw_hit(plan, (struct box){left, plot->y.to, right - left, plot->y.from - plot->y.to},
             bin->note ? bin->note : bin->text);
}

/* Over the lines of marks, which pause behind it. */
static void draw_count(const struct histogram *histogram, size_t i)
{
    const struct plot *plot = &histogram->plot;
    const struct view_bin *bin = &histogram->chart->bins[i];
    double left = axis_at(&plot->x, bin->low), right = axis_at(&plot->x, bin->high);
    double width = font_width(plot->plan, count_style, bin->text);
    if (!bin->count || width > right - left)
        return;
    double center = (left + right) / 2, y = axis_at(&plot->y, (double)bin->count) - 5;
    for (size_t k = 0; k < histogram->chart->mark_count; k++)
        if (fabs(axis_at(&plot->x, histogram->chart->marks[k].value) - center) < width / 2 + 3)
            draw_rect(plot->plan, ROLE_SURFACE,
                      (struct box){center - width / 2 - 2, y - 11, width + 4, 14});
    draw_text(plot->plan, count_style, (struct point){center, y}, bin->text);
}

/* The top of the bar that a line at `value` runs into. */
static double bar_top(const struct histogram *histogram, double value)
{
    const struct view_histogram *chart = histogram->chart;
    for (size_t i = 0; i < chart->count; i++)
        if (value >= chart->bins[i].low && value < chart->bins[i].high)
            return axis_at(&histogram->plot.y, (double)chart->bins[i].count);
    return histogram->plot.y.from;
}

static double draw_bands(const struct histogram *histogram, double top)
{
    const struct plot *plot = &histogram->plot;
    const struct view_histogram *chart = histogram->chart;
    struct text_style style = plot_tick_style;
    style.role = ROLE_INK;
    for (size_t i = 0; i < chart->band_count; i++) {
        double left = axis_at(&plot->x, chart->bands[i].low);
        double right = axis_at(&plot->x, chart->bands[i].high);
        draw_rect(plot->plan, rank_role((int)i, (int)chart->band_count),
                  (struct box){left + 1, top, right - left - 2, BAND_HEIGHT});
        draw_text(plot->plan, style, (struct point){(left + right) / 2, top + BAND_HEIGHT + 14},
                  font_ellipsize(plot->plan, style, chart->bands[i].label, right - left - 4));
    }
    return chart->band_count ? top + BAND_HEIGHT + 20 : top;
}

/* Each on a line of its own above the plot, so that neighbours do not collide. */
static void draw_marks(const struct histogram *histogram)
{
    const struct plot *plot = &histogram->plot;
    struct chart_plan *plan = plot->plan;
    for (size_t i = 0; i < histogram->chart->mark_count; i++) {
        const struct view_mark *mark = &histogram->chart->marks[i];
        double x = axis_at(&plot->x, mark->value);
        double y = plot->y.to - 22 - (double)(histogram->chart->mark_count - 1 - i) * MARK_LINE;
        const char *label = font_ellipsize(plan, plot_mark_style, mark->label, 400);
        double half = font_width(plan, plot_mark_style, label) / 2;
        double center = fmin(fmax(x, CHART_MARGIN + half), plan->width - CHART_MARGIN - half);
        double top = bar_top(histogram, mark->value);
        draw_line(plan, ROLE_REFERENCE, (struct point){x, y + 4}, (struct point){x, top},
                  (struct stroke){1.5, true});
        draw_line(plan, ROLE_ON_ACCENT, (struct point){x, top}, (struct point){x, plot->y.from},
                  (struct stroke){1.5, true});
        draw_text(plan, plot_mark_style, (struct point){center, y}, label);
    }
}

struct chart_plan *chart_plan_histogram(struct arena *arena, const struct view_histogram *chart)
{
    struct chart_plan *plan = plan_new(arena, chart->title, CHART_WIDTH);
    double top = draw_heading(plan, chart->title, chart->subtitle);
    struct histogram histogram = {.plot = {.plan = plan}, .chart = chart};
    for (size_t i = 0; i < chart->count; i++)
        histogram.most =
            chart->bins[i].count > histogram.most ? chart->bins[i].count : histogram.most;
    if (!histogram.most)
        return draw_empty(plan, top);
    struct plot *plot = &histogram.plot;
    plot->x = axis_fixed(chart->low, chart->high, chart->step);
    plot->y = (struct axis){.low = 0, .high = (double)histogram.most, .step = 1};
    plot->x.from = CHART_MARGIN + 8;
    plot->x.to = plan->width - CHART_MARGIN - 8;
    plot->y.to = top + 18 + (double)chart->mark_count * MARK_LINE;
    plot->y.from = plot->y.to + PLOT_HEIGHT;
    for (size_t i = 0; i < chart->count; i++)
        draw_bin(&histogram, i);
    draw_marks(&histogram);
    for (size_t i = 0; i < chart->count; i++)
        draw_count(&histogram, i);
    draw_line(plan, ROLE_AXIS, (struct point){plot->x.from, plot->y.from},
              (struct point){plot->x.to, plot->y.from}, (struct stroke){1, false});
    double below = draw_bands(&histogram, plot_draw_x(plot, NULL) + 4);
    struct text_style name = plot_tick_style;
    name.anchor = ANCHOR_END;
    draw_text(plan, name, (struct point){plot->x.to, below + 12},
              font_ellipsize(plan, name, chart->axis, plan->width / 2));
    return plan_finish(plan, below + (chart->axis && *chart->axis ? 16 : 0) + CHART_MARGIN - 4);
}
