/* Paints a plan by Cairo: on a picture, or on a page of a document. */
#ifndef RENDER_CHARTS_PAINT_H
#define RENDER_CHARTS_PAINT_H

#include "base/error.h"
#include "render/charts/plan.h"

#include <cairo.h>
#include <stdbool.h>

/* In the user space of `cairo`, one unit a CSS pixel, in the colours of light paper; the surface
 * behind it is not painted. Asks Cairo's status once, at the end. */
bool chart_paint(const struct chart_plan *plan, cairo_t *cairo, struct error *err);

/* The same; whoever paints many charts shows their texts: at the origin, in the colour set. */
struct chart_text_painter {
    void (*show)(void *data, cairo_t *cairo, const struct chart_item *item);
    void *data;
};
bool chart_paint_with(const struct chart_plan *plan, cairo_t *cairo,
                      const struct chart_text_painter *painter, struct error *err);

#endif
