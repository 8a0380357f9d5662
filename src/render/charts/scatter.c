/* Two scores against each other, the plane split in four; names where there is room. */
#include "render/charts/charts.h"
#include "render/charts/font.h"
#include "render/charts/plot.h"

#include <math.h>

enum { PLOT_HEIGHT = 440, FEW = 60, MANY = 300, PLACES = 8 };

static const struct text_style name_style = {.role = ROLE_INK, .size = 11};
static const struct text_style quadrant_style = {.role = ROLE_MUTED, .size = 11, .bold = true};

struct scatter {
    struct plot plot;
    const struct view_scatter *chart;
    double radius;
    struct point *points;
    struct box *taken; /* by names so far */
    size_t taken_count;
};

static enum chart_role tone_role(enum view_tone tone)
{
    switch (tone) {
    case TONE_GOOD:
        return ROLE_GOOD;
    case TONE_WARNING:
        return ROLE_WARN;
    case TONE_ERROR:
        return ROLE_BAD;
    case TONE_MUTED:
        return ROLE_AXIS;
    case TONE_NONE:
    case TONE_INFO:
        break;
    }
    return ROLE_ACCENT;
}

static bool overlap(struct box a, struct box b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

static void take(struct scatter *scatter, struct box box)
{
    scatter->taken[scatter->taken_count++] = box;
}

static void draw_quadrants(struct scatter *scatter)
{
    const struct plot *plot = &scatter->plot;
    struct chart_plan *plan = plot->plan;
    struct point split = plot_at(plot, scatter->chart->x_split, scatter->chart->y_split);
    draw_rect(plan, ROLE_BAND,
              (struct box){split.x, plot->y.to, plot->x.to - split.x, split.y - plot->y.to});
    plot_draw_y(plot, scatter->chart->y_axis);
    draw_line(plan, ROLE_AXIS, (struct point){split.x, plot->y.to},
              (struct point){split.x, plot->y.from}, (struct stroke){1, true});
    draw_line(plan, ROLE_AXIS, (struct point){plot->x.from, split.y},
              (struct point){plot->x.to, split.y}, (struct stroke){1, true});
    for (size_t i = 0; i < 4; i++) {
        bool right = i % 2, low = i / 2;
        struct text_style style = quadrant_style;
        style.anchor = right ? ANCHOR_END : ANCHOR_START;
        double room = (right ? plot->x.to - split.x : split.x - plot->x.from) - 16;
        const char *name = font_ellipsize(plan, style, scatter->chart->quadrants[i], room);
        double width = font_width(plan, style, name);
        struct point at = {right ? plot->x.to - 8 : plot->x.from + 8,
                           low ? plot->y.from - 9 : plot->y.to + 17};
        draw_text(plan, style, at, name);
        take(scatter, (struct box){right ? at.x - width : at.x, at.y - 11, width, 14});
    }
}

/* `strict`: nor does it cross the lines of the split. */
static bool is_free(const struct scatter *scatter, struct box box, bool strict)
{
    const struct plot *plot = &scatter->plot;
    if (box.x < plot->x.from || box.x + box.width > plot->x.to || box.y < plot->y.to ||
        box.y + box.height > plot->y.from)
        return false;
    struct point split = plot_at(plot, scatter->chart->x_split, scatter->chart->y_split);
    bool across = overlap(box, (struct box){split.x, plot->y.to, 1, PLOT_HEIGHT}) ||
                  overlap(box, (struct box){plot->x.from, split.y, plot->x.to, 1});
    if (strict && across)
        return false;
    for (size_t i = 0; i < scatter->taken_count; i++)
        if (overlap(box, scatter->taken[i]))
            return false;
    double reach = scatter->radius + 1;
    for (size_t i = 0; i < scatter->chart->count; i++) {
        struct point at = scatter->points[i];
        struct box dot = {at.x - reach, at.y - reach, 2 * reach, 2 * reach};
        if (isfinite(at.x) && overlap(box, dot))
            return false;
    }
    return true;
}

/* Beside the dot, above, below, then the corners: the first that touches nothing. */
static void draw_name(struct scatter *scatter, size_t i)
{
    static const double sides[PLACES][2] = {{1, 0},  {-1, 0}, {0, -1},  {0, 1},
                                            {1, -1}, {1, 1},  {-1, -1}, {-1, 1}};
    struct chart_plan *plan = scatter->plot.plan;
    const char *name = font_ellipsize(plan, name_style, scatter->chart->dots[i].label, 160);
    double width = font_width(plan, name_style, name), height = 13;
    double gap = scatter->radius + 2;
    struct point at = scatter->points[i];
    for (size_t p = 0; p < 2 * (size_t)PLACES; p++) {
        double dx = sides[p % PLACES][0], dy = sides[p % PLACES][1];
        struct box box = {at.x + dx * gap + (dx - 1) * width / 2,
                          at.y + dy * gap + (dy - 1) * height / 2, width, height};
        if (!is_free(scatter, box, p < PLACES))
            continue;
        draw_text(plan, name_style, (struct point){box.x, box.y + 10}, name);
        take(scatter, box);
        return;
    }
}

static void place_dots(struct scatter *scatter, struct arena *arena)
{
    const struct view_scatter *chart = scatter->chart;
    scatter->points = arena_array(arena, chart->count, sizeof *scatter->points);
    scatter->taken = arena_array(arena, chart->count + 4, sizeof *scatter->taken);
    scatter->radius = chart->count <= FEW ? 5 : chart->count <= MANY ? 4 : 2.5;
    for (size_t i = 0; i < chart->count; i++) {
        bool known = isfinite(chart->dots[i].x) && isfinite(chart->dots[i].y);
        scatter->points[i] = known ? plot_at(&scatter->plot, chart->dots[i].x, chart->dots[i].y)
                                   : (struct point){NAN, NAN};
    }
}

/* Triangle and diamond have about the area of the dot. */
static void draw_polygon(struct chart_plan *plan, enum chart_role role, struct point at,
                         double radius)
{
    struct point up[] = {{at.x, at.y - 1.4 * radius},
                         {at.x + 1.3 * radius, at.y + 0.9 * radius},
                         {at.x - 1.3 * radius, at.y + 0.9 * radius}};
    struct point diamond[] = {{at.x, at.y - 1.35 * radius},
                              {at.x + 1.35 * radius, at.y},
                              {at.x, at.y + 1.35 * radius},
                              {at.x - 1.35 * radius, at.y}};
    bool leads = role == ROLE_GOOD;
    draw_area(plan, role, leads ? up : diamond, leads ? 3 : 4);
}

/* In grey, and to many eyes, green and amber are one colour: their marks have shapes. */
static void draw_mark(struct chart_plan *plan, enum view_tone tone, struct point at, double radius,
                      bool ring)
{
    enum chart_role role = tone_role(tone);
    if (tone != TONE_GOOD && tone != TONE_WARNING) {
        draw_dot(plan, role, at, radius, ring);
        return;
    }
    if (ring)
        draw_dot(plan, ROLE_SURFACE, at, radius + 1.5, false);
    draw_polygon(plan, role, at, radius);
}

static void draw_dots(const struct scatter *scatter)
{
    struct chart_plan *plan = scatter->plot.plan;
    bool few = scatter->chart->count <= MANY;
    for (size_t i = 0; i < scatter->chart->count; i++) {
        const struct view_dot *dot = &scatter->chart->dots[i];
        if (!isfinite(scatter->points[i].x))
            continue;
        struct point at = scatter->points[i];
        draw_mark(plan, dot->tone, at, scatter->radius, few);
        double reach = scatter->radius + (few ? 1.5 : 0);
        if (few || dot->named) /* thousands of titles would be most of the file */
            draw_hit(plan, (struct box){at.x - reach, at.y - reach, 2 * reach, 2 * reach},
                     arena_printf(plan->arena, "%s: %s", dot->label ? dot->label : "",
                                  dot->note ? dot->note : ""));
    }
}

struct chart_plan *chart_plan_scatter(struct arena *arena, const struct view_scatter *chart)
{
    struct chart_plan *plan = plan_new(arena, chart->title, CHART_WIDTH);
    double top = draw_heading(plan, chart->title, chart->subtitle);
    if (!chart->count)
        return draw_empty(plan, top);
    struct scatter scatter = {.plot = {.plan = plan,
                                       .x = axis_fixed(chart->low, chart->high, chart->step),
                                       .y = axis_fixed(chart->low, chart->high, chart->step)},
                              .chart = chart};
    plot_place(&scatter.plot, top + 22, PLOT_HEIGHT);
    place_dots(&scatter, arena);
    draw_quadrants(&scatter);
    double below = plot_draw_x(&scatter.plot, chart->x_axis);
    draw_dots(&scatter);
    for (size_t i = 0; i < chart->count; i++)
        if (chart->dots[i].named && isfinite(scatter.points[i].x))
            draw_name(&scatter, i);
    return plan_finish(plan, below + CHART_MARGIN - 4);
}
