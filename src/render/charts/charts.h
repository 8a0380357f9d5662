/*
 * Charts: planned in pure C (rectangles, lines, texts: plan.h), then painted.
 * PNG and PDF by Cairo; SVG as text by the same plan, so that it is small, can
 * be read aloud, searched and diffed.
 */
#ifndef RENDER_CHARTS_CHARTS_H
#define RENDER_CHARTS_CHARTS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "view/component.h"

#include <stdbool.h>

#define CHART_FONT "DejaVu Sans"
#define CHART_FONT_PACKAGE "fonts-dejavu-core"

/* Asks fontconfig for the face; refuses when another would stand in for it. */
bool charts_font_check(struct error *err);

struct chart_plan; /* plan.h */

struct chart_plan *chart_plan_bars(struct arena *arena, const struct view_bar_chart *chart);
struct chart_plan *chart_plan_heatmap(struct arena *arena, const struct view_heatmap *heatmap);

int chart_width(const struct chart_plan *plan); /* CSS pixels */
int chart_height(const struct chart_plan *plan);

/* Both append the file's bytes. `alt` becomes <title>/<desc> of the SVG. The same plan gives the
 * same bytes, whatever was drawn before. */
bool chart_svg(const struct chart_plan *plan, const char *alt, struct strbuf *out,
               struct error *err);
bool chart_png(const struct chart_plan *plan, struct strbuf *out, struct error *err);

#endif
