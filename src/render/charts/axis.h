/* Numbers on a line: round steps, and where a value lies between two pixels. */
#ifndef RENDER_CHARTS_AXIS_H
#define RENDER_CHARTS_AXIS_H

#include "base/arena.h"

#include <stddef.h>

struct axis {
    double low, high; /* values at the ends, both whole steps */
    double step;
    int places;      /* fractional digits that a step needs */
    double from, to; /* where low and high lie, in pixels */
};

/* Steps of 1, 2 or 5 times a power of ten, about `count` of them, that cover low to high. */
struct axis axis_nice(double low, double high, int count);
/* The same between given ends; round ones where these make no scale. */
struct axis axis_fixed(double low, double high, double step);

/* Clamped to the ends; what is no number lies at `from`. */
double axis_at(const struct axis *axis, double value);
size_t axis_ticks(const struct axis *axis);
double axis_tick(const struct axis *axis, size_t index);
const char *axis_text(struct arena *arena, const struct axis *axis, double value);

#endif
