#include "render/charts/plot.h"

#include "render/charts/font.h"

#include <math.h>

enum { TICK_GAP = 8 };

const struct text_style plot_tick_style = {.role = ROLE_MUTED, .size = 11, .anchor = ANCHOR_MIDDLE};
const struct text_style plot_mark_style = {
    .role = ROLE_REFERENCE, .size = 11, .bold = true, .anchor = ANCHOR_MIDDLE};

void plot_place(struct plot *plot, double top, double height)
{
    struct chart_plan *plan = plot->plan;
    double widest = 0;
    for (size_t i = 0; i < axis_ticks(&plot->y); i++)
        widest = fmax(widest, font_width(plan, plot_tick_style,
                                         axis_text(plan->arena, &plot->y, axis_tick(&plot->y, i))));
    plot->x.from = ceil(CHART_MARGIN + widest + TICK_GAP);
    plot->x.to = plan->width - CHART_MARGIN - TICK_GAP;
    plot->y.from = top + height;
    plot->y.to = top;
}

void plot_draw_y(const struct plot *plot, const char *name)
{
    struct chart_plan *plan = plot->plan;
    struct text_style style = plot_tick_style;
    for (size_t i = 0; i < axis_ticks(&plot->y); i++) {
        double y = axis_at(&plot->y, axis_tick(&plot->y, i));
        draw_line(plan, ROLE_GRID, (struct point){plot->x.from, y}, (struct point){plot->x.to, y},
                  (struct stroke){1, false});
    }
    for (size_t i = 0; i < axis_ticks(&plot->y); i++) {
        double value = axis_tick(&plot->y, i);
        double y = axis_at(&plot->y, value);
        style.anchor = ANCHOR_END;
        draw_text(plan, style, (struct point){plot->x.from - TICK_GAP, y + text_drop(style.size)},
                  axis_text(plan->arena, &plot->y, value));
    }
    style.anchor = ANCHOR_START;
    draw_text(plan, style, (struct point){CHART_MARGIN, plot->y.to - 14},
              font_ellipsize(plan, style, name, plan->width / 2));
}

double plot_draw_x(const struct plot *plot, const char *name)
{
    struct chart_plan *plan = plot->plan;
    double y = plot->y.from + 17;
    for (size_t i = 0; i < axis_ticks(&plot->x); i++) {
        double value = axis_tick(&plot->x, i);
        draw_text(plan, plot_tick_style, (struct point){axis_at(&plot->x, value), y},
                  axis_text(plan->arena, &plot->x, value));
    }
    if (!name || !*name)
        return y + 4;
    struct text_style style = plot_tick_style;
    style.anchor = ANCHOR_END;
    draw_text(plan, style, (struct point){plot->x.to, y + 16},
              font_ellipsize(plan, style, name, plan->width / 2));
    return y + 20;
}

struct point plot_at(const struct plot *plot, double x, double y)
{
    return (struct point){axis_at(&plot->x, x), axis_at(&plot->y, y)};
}

/* Not from the first step on: the lowest would hardly stand out from the surface. */
static int rank_step(int rank, int ranks)
{
    const int first = 2, last = SCALE_STEPS - 1;
    if (ranks < 2 || rank >= ranks)
        return last;
    return first + (int)lround((double)(rank < 0 ? 0 : rank) * (last - first) / (ranks - 1));
}

enum chart_role rank_role(int rank, int ranks)
{
    return (enum chart_role)(ROLE_SCALE + rank_step(rank, ranks));
}

enum chart_role rank_text_role(int rank, int ranks)
{
    return (enum chart_role)(ROLE_ON_SCALE + rank_step(rank, ranks));
}
