/* A value over time: a line through what is known, its interval as a band behind it. */
#include "base/text.h"
#include "render/charts/charts.h"
#include "render/charts/font.h"
#include "render/charts/frames.h"
#include "render/charts/plot.h"

#include <math.h>

enum {
    PLOT_HEIGHT = 220,
    NARROW_HEIGHT = 180,
    EVERY_LABEL_UP_TO = 8,
    RINGS_UP_TO = 24,
    TICK_ROOM = 12,
    INSET = 28,
    HALF_NUMBER = 20,
    LABEL_CLEARANCE = 8,
    NAME_HEIGHT = 13,
};

static const struct text_style value_style = {
    .role = ROLE_INK, .size = 12, .bold = true, .anchor = ANCHOR_MIDDLE};

struct history {
    struct plot plot;
    const struct view_history *chart;
    double *days;
    struct point *points; /* of the values */
    double *baselines;    /* of their numbers */
};

/* Days since 1 March of year 0, by the proleptic calendar; NaN for what is no date. */
static double day_number(const char *date)
{
    if (!date || !text_is_date(date))
        return NAN;
    int year = (int)strtol(date, NULL, 10), month = (int)strtol(date + 5, NULL, 10);
    int day = (int)strtol(date + 8, NULL, 10);
    int shifted = month > 2 ? year : year - 1;
    int from_march = (month + 9) % 12;
    return 365.0 * shifted + shifted / 4 - shifted / 100 + shifted / 400 +
           (153 * from_march + 2) / 5 + day;
}

static void place_days(struct history *history, struct arena *arena)
{
    const struct view_history *chart = history->chart;
    history->days = arena_array(arena, chart->count, sizeof(double));
    double first = INFINITY, last = -INFINITY;
    for (size_t i = 0; i < chart->count; i++) {
        history->days[i] = day_number(chart->moments[i].date);
        first = fmin(first, history->days[i]);
        last = fmax(last, history->days[i]);
    }
    /* A lone day stands in the middle. */
    double slack = last > first ? 0 : 1;
    history->plot.x = (struct axis){.low = first - slack, .high = last + slack, .step = 1};
}

static struct axis value_axis(const struct view_history *chart)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < chart->count; i++) {
        const struct view_moment *moment = &chart->moments[i];
        low = fmin(low, fmin(moment->value, moment->low));
        high = fmax(high, fmax(moment->value, moment->high));
    }
    if (chart->high > chart->low)
        return axis_nice(chart->low, chart->high, 5);
    return axis_nice(low, high, 5);
}

static bool has_interval(const struct view_moment *moment)
{
    return isfinite(moment->value) && isfinite(moment->low) && isfinite(moment->high);
}

static struct point value_at(const struct history *history, size_t i, double value)
{
    return plot_at(&history->plot, history->days[i], value);
}

/* The moments first to end - 1 all have an interval. */
static void draw_band(const struct history *history, size_t first, size_t end)
{
    struct chart_plan *plan = history->plot.plan;
    const struct view_moment *moments = history->chart->moments;
    size_t count = end - first;
    if (count == 1) {
        struct point low = value_at(history, first, moments[first].low);
        struct point high = value_at(history, first, moments[first].high);
        draw_line(plan, ROLE_BAND, low, high, (struct stroke){10, false});
        return;
    }
    struct point *outline = arena_array(plan->arena, 2 * count, sizeof *outline);
    for (size_t i = 0; i < count; i++) {
        outline[i] = value_at(history, first + i, moments[first + i].high);
        outline[2 * count - 1 - i] = value_at(history, first + i, moments[first + i].low);
    }
    draw_area(plan, ROLE_BAND, outline, 2 * count);
}

static void draw_bands(const struct history *history)
{
    size_t count = history->chart->count;
    for (size_t first = 0; first < count; first++) {
        size_t end = first;
        while (end < count && has_interval(&history->chart->moments[end]))
            end++;
        if (end == first)
            continue;
        draw_band(history, first, end);
        first = end;
    }
}

/* Then the mark's name goes to the other end, away from the line. */
static bool is_nearer_to_last(const struct view_history *chart, double value)
{
    const struct view_moment *first = chart->moments, *last = first + chart->count - 1;
    return fabs(last->value - value) < fabs(first->value - value);
}

static void draw_line_of(const struct history *history)
{
    struct chart_plan *plan = history->plot.plan;
    size_t count = history->chart->count, length = 0;
    struct point *points = arena_array(plan->arena, count, sizeof *points);
    for (size_t i = 0; i < count; i++) {
        double value = history->chart->moments[i].value;
        if (isfinite(value))
            points[length++] = history->points[i];
        if (!isfinite(value) || i + 1 == count) {
            draw_polyline(plan, ROLE_ACCENT, points, length, 2.5);
            length = 0;
        }
    }
}

/* The first, the last, and all of them where they are few. */
static bool has_label(const struct view_history *chart, size_t i)
{
    return chart->count <= EVERY_LABEL_UP_TO || i == 0 || i + 1 == chart->count;
}

/* How far the line to a neighbour is above (negative: below) the dot at the edge of its number. */
static double rise(const struct history *history, size_t i, size_t neighbour)
{
    double value = history->chart->moments[neighbour].value;
    if (neighbour == i || !isfinite(value))
        return 0;
    struct point here = history->points[i], there = history->points[neighbour];
    double run = fabs(there.x - here.x);
    return run > 0 ? (here.y - there.y) * fmin(1, HALF_NUMBER / run) : 0;
}

/* A mark's line between two pixels. */
static bool has_mark_between(const struct history *history, double top, double bottom)
{
    for (size_t i = 0; i < history->chart->mark_count; i++) {
        double y = axis_at(&history->plot.y, history->chart->marks[i].value);
        if (y > top && y < bottom)
            return true;
    }
    return false;
}

/* Above the dot, unless a line would cross it there and not below. */
static bool is_label_below(const struct history *history, size_t i)
{
    size_t last = history->chart->count - 1;
    double before = rise(history, i, i > 0 ? i - 1 : i);
    double after = rise(history, i, i < last ? i + 1 : i);
    double up = fmax(before, after), down = -fmin(before, after);
    double y = history->points[i].y;
    bool above_is_free = up <= LABEL_CLEARANCE && !has_mark_between(history, y - 23, y - 9);
    bool below_is_free = down <= LABEL_CLEARANCE && !has_mark_between(history, y + 9, y + 23);
    return y + 23 < history->plot.y.from && !above_is_free && (below_is_free || down < up);
}

/* Once the axes have their pixels. */
static void place_moments(struct history *history, struct arena *arena)
{
    const struct view_history *chart = history->chart;
    history->points = arena_array(arena, chart->count, sizeof *history->points);
    history->baselines = arena_array(arena, chart->count, sizeof *history->baselines);
    for (size_t i = 0; i < chart->count; i++)
        history->points[i] = value_at(history, i, chart->moments[i].value);
    for (size_t i = 0; i < chart->count; i++)
        history->baselines[i] = history->points[i].y + (is_label_below(history, i) ? 20 : -11);
}

/* Is there the number of a moment where a mark's name would stand, from a point to the right? */
static bool is_taken(const struct history *history, struct point from, double width)
{
    for (size_t i = 0; i < history->chart->count; i++) {
        double value = history->chart->moments[i].value;
        if (!isfinite(value) || !has_label(history->chart, i))
            continue;
        double x = history->points[i].x;
        if (x + HALF_NUMBER > from.x && x - HALF_NUMBER < from.x + width &&
            fabs(history->baselines[i] - from.y) < NAME_HEIGHT)
            return true;
    }
    return false;
}

/* Does the line of values, or that of another mark, run through a box? */
static bool is_crossed(const struct history *history, struct box box, double own)
{
    enum { CLEAR = 3 };
    double top = box.y - CLEAR, bottom = box.y + box.height + CLEAR;
    for (size_t i = 1; i < history->chart->count; i++) {
        double before = history->chart->moments[i - 1].value;
        double after = history->chart->moments[i].value;
        if (!isfinite(before) || !isfinite(after))
            continue;
        struct point from = history->points[i - 1], to = history->points[i];
        double left = fmax(from.x, box.x), right = fmin(to.x, box.x + box.width);
        double slope = to.x > from.x ? (to.y - from.y) / (to.x - from.x) : 0;
        double a = from.y + slope * (left - from.x), b = from.y + slope * (right - from.x);
        if (left < right && fmin(a, b) < bottom && fmax(a, b) > top)
            return true;
    }
    for (size_t i = 0; i < history->chart->mark_count; i++) {
        double y = axis_at(&history->plot.y, history->chart->marks[i].value);
        if (y != own && y > box.y && y < box.y + box.height)
            return true;
    }
    return false;
}

/* The name stands above its line or below it, at the end away from the last value, at the other, or
 * between them: the first place where neither a number nor a line is in the way, and if there is
 * none, the first without a number. */
static void draw_mark_name(const struct history *history, const struct view_mark *mark, double y)
{
    enum { STEPS = 12, WORST = 5 };
    struct chart_plan *plan = history->plot.plan;
    struct text_style style = plot_mark_style;
    style.anchor = ANCHOR_START;
    bool left = is_nearer_to_last(history->chart, mark->value);
    double width = font_width(plan, style, mark->label);
    const double ends[] = {history->plot.x.from - INSET, history->plot.x.to + INSET - width};
    double near = ends[left ? 0 : 1], far = ends[left ? 1 : 0];
    struct point best = {near, y - 5};
    int least = WORST;
    for (int place = 0; place < 2 * (STEPS + 1) && least > 0; place++) {
        int column = place / 2, step = column == 0 ? 0 : column == 1 ? STEPS : column - 1;
        bool below = place % 2 > 0;
        struct point at = {near + (far - near) * step / STEPS, below ? y + 13 : y - 5};
        int faults = 2 * is_taken(history, at, width) +
                     is_crossed(history, (struct box){at.x, at.y - 9, width, 11}, y) +
                     (at.y > history->plot.y.from ? 2 : 0);
        if (faults >= least)
            continue;
        least = faults;
        best = at;
    }
    draw_text(plan, style, best, mark->label);
}

static bool is_marked(const struct history *history, size_t i)
{
    double value = history->chart->marks[i].value;
    return value >= history->plot.y.low && value <= history->plot.y.high;
}

static void draw_mark_lines(const struct history *history)
{
    const struct plot *plot = &history->plot;
    for (size_t i = 0; i < history->chart->mark_count; i++) {
        double y = axis_at(&plot->y, history->chart->marks[i].value);
        if (is_marked(history, i))
            draw_line(plot->plan, ROLE_REFERENCE, (struct point){plot->x.from - INSET, y},
                      (struct point){plot->x.to + INSET, y}, (struct stroke){1.5, true});
    }
}

static void draw_mark_names(const struct history *history)
{
    const struct view_mark *marks = history->chart->marks;
    for (size_t i = 0; i < history->chart->mark_count; i++)
        if (is_marked(history, i))
            draw_mark_name(history, &marks[i], axis_at(&history->plot.y, marks[i].value));
}

static void draw_dot_of(const struct history *history, size_t i)
{
    struct chart_plan *plan = history->plot.plan;
    const struct plot *plot = &history->plot;
    const struct view_moment *moment = &history->chart->moments[i];
    struct point at = history->points[i];
    bool noted = moment->note && *moment->note;
    bool many = history->chart->count > RINGS_UP_TO;
    draw_dot(plan, ROLE_ACCENT, at, i + 1 == history->chart->count ? 5 : many ? 2 : 4, !many);
    if (has_label(history->chart, i)) /* its number stands there, and the table has the rest */
        return;
    draw_hit(plan, (struct box){at.x - 10, plot->y.to, 20, plot->y.from - plot->y.to},
             arena_printf(plan->arena, "%s: %s%s%s", moment->date, moment->text,
                          noted ? " \u2013 " : "", noted ? moment->note : ""));
}

static void draw_number_of(const struct history *history, size_t i)
{
    struct chart_plan *plan = history->plot.plan;
    const struct view_moment *moment = &history->chart->moments[i];
    double half = font_width(plan, value_style, moment->text) / 2;
    double x = fmin(history->points[i].x, plan->width - CHART_MARGIN - half);
    draw_text(plan, value_style, (struct point){x, history->baselines[i]}, moment->text);
}

static void draw_moments(const struct history *history)
{
    const struct view_history *chart = history->chart;
    for (size_t i = 0; i < chart->count; i++)
        if (isfinite(chart->moments[i].value))
            draw_dot_of(history, i);
    for (size_t i = 0; i < chart->count; i++)
        if (isfinite(chart->moments[i].value) && has_label(chart, i))
            draw_number_of(history, i);
}

/* The days themselves, from the last one back, as far as they do not touch. */
static void draw_days(const struct history *history)
{
    struct chart_plan *plan = history->plot.plan;
    const struct view_history *chart = history->chart;
    double *shown = arena_array(plan->arena, chart->count, sizeof *shown);
    double free_to = plan->width;
    for (size_t i = chart->count; i-- > 0;) {
        double half = font_width(plan, plot_tick_style, chart->moments[i].date) / 2;
        double x = axis_at(&history->plot.x, history->days[i]);
        double center = fmin(x, plan->width - CHART_MARGIN - half);
        if (center + half + TICK_ROOM > free_to)
            continue;
        draw_line(plan, ROLE_AXIS, (struct point){x, history->plot.y.from},
                  (struct point){x, history->plot.y.from + 5}, (struct stroke){1, false});
        shown[i] = center;
        free_to = center - half;
    }
    for (size_t i = chart->count; i-- > 0;)
        if (shown[i] > 0)
            draw_text(plan, plot_tick_style, (struct point){shown[i], history->plot.y.from + 18},
                      chart->moments[i].date);
}

/* The heading, and where the plot is below it. */
static void draw_title(struct history *history)
{
    const struct view_history *chart = history->chart;
    struct plot *plot = &history->plot;
    frame_begin(plot->plan, "history");
    frame_text(plot->plan, chart->title);
    frame_text(plot->plan, chart->subtitle);
    frame_number(plot->plan, plot->y.low);
    frame_number(plot->plan, plot->y.high);
    const struct plot *known = frame_draw(plot->plan);
    if (known) {
        plot->x.from = known->x.from;
        plot->x.to = known->x.to;
        plot->y = known->y;
        return;
    }
    double top = draw_heading(plot->plan, chart->title, chart->subtitle) + 22;
    plot_place(plot, top, plot->plan->width < CHART_WIDTH ? NARROW_HEIGHT : PLOT_HEIGHT);
    plot->x.from += INSET;
    plot->x.to -= INSET;
    frame_keep(plot->plan, plot, sizeof *plot);
}

/* Over the bands, behind all else. */
static void draw_grid(const struct history *history)
{
    const struct view_history *chart = history->chart;
    struct plot whole = history->plot;
    frame_text(whole.plan, chart->axis);
    for (size_t i = 0; i < chart->mark_count; i++)
        frame_number(whole.plan, chart->marks[i].value);
    if (frame_draw(whole.plan))
        return;
    whole.x.from -= INSET;
    whole.x.to += INSET;
    plot_draw_y(&whole, chart->axis);
    draw_mark_lines(history);
    frame_keep(whole.plan, "", 1);
}

static struct chart_plan *plan_of(struct chart_plan *plan, const struct view_history *chart)
{
    if (!chart->count)
        return draw_empty(plan, draw_heading(plan, chart->title, chart->subtitle));
    struct history history = {.plot = {.plan = plan, .y = value_axis(chart)}, .chart = chart};
    place_days(&history, plan->arena);
    draw_title(&history);
    place_moments(&history, plan->arena);
    draw_bands(&history);
    draw_grid(&history);
    draw_mark_names(&history);
    draw_line_of(&history);
    draw_moments(&history);
    draw_days(&history);
    return plan_finish(plan, history.plot.y.from + 18 + CHART_MARGIN - 2);
}

struct chart_plan *chart_plan_history(struct arena *arena, const struct view_history *chart,
                                      struct chart_frames *frames)
{
    struct chart_plan *plan = plan_new(arena, chart->title, CHART_WIDTH);
    plan->frames = frames;
    return plan_of(plan, chart);
}

struct chart_plan *chart_plan_history_of(struct arena *arena, const struct view_history *chart,
                                         double width)
{
    return plan_of(plan_new(arena, chart->title, width), chart);
}
