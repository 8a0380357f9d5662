/* Paints a plan by Cairo on a picture. */
#ifndef RENDER_CHARTS_PAINT_H
#define RENDER_CHARTS_PAINT_H

#include "base/error.h"
#include "render/charts/plan.h"

#include <cairo.h>
#include <stdbool.h>

/* In the user space of `cairo`, one unit a CSS pixel, in the colours of light paper; the surface
 * behind it is not painted. Asks Cairo's status once, at the end. */
bool chart_paint(const struct chart_plan *plan, cairo_t *cairo, struct error *err);

#endif
