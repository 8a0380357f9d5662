/* What charts with two axes share: the frame, its ticks, and lines across it. */
#ifndef RENDER_CHARTS_PLOT_H
#define RENDER_CHARTS_PLOT_H

#include "render/charts/axis.h"
#include "render/charts/plan.h"
#include "view/component.h"

struct plot {
    struct chart_plan *plan;
    struct axis x, y; /* y.from is the bottom */
};

extern const struct text_style plot_tick_style;
extern const struct text_style plot_mark_style;

/* Gives the axes their pixels: `top` to `top + height`, right of the widest tick of y. */
void plot_place(struct plot *plot, double top, double height);
/* Horizontal lines with their numbers; the name stands above the uppermost. */
void plot_draw_y(const struct plot *plot, const char *name);
/* Numbers below; the name under them at the right. Gives the y below all of it. */
double plot_draw_x(const struct plot *plot, const char *name);

struct point plot_at(const struct plot *plot, double x, double y);

/* The rank's colour and the colour of text on it: darker is higher. */
enum chart_role rank_role(int rank, int ranks);
enum chart_role rank_text_role(int rank, int ranks);

#endif
