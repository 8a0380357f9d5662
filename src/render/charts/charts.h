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

/* A line for each installed font, with its version, sorted: other fonts may draw other bytes. */
void charts_fonts_installed(struct strbuf *out);

struct chart_plan; /* plan.h */

/* What charts have in common, such as those of a sector's organizations: drawn once, kept in the
 * arena. Whether there are frames, and what was drawn before, changes no byte of a chart. */
struct chart_frames;
struct chart_frames *chart_frames_new(struct arena *arena);

struct chart_plan *chart_plan_bars(struct arena *arena, const struct view_bar_chart *chart);
struct chart_plan *chart_plan_heatmap(struct arena *arena, const struct view_heatmap *heatmap);
/* Those of an organization's page; `frames` may be NULL. */
struct chart_plan *chart_plan_waterfall(struct arena *arena, const struct view_waterfall *chart,
                                        struct chart_frames *frames);
struct chart_plan *chart_plan_bullets(struct arena *arena, const struct view_bullet_chart *chart,
                                      struct chart_frames *frames);
struct chart_plan *chart_plan_history(struct arena *arena, const struct view_history *chart,
                                      struct chart_frames *frames);
/* The same, as wide as asked for: type keeps its size. */
struct chart_plan *chart_plan_waterfall_of(struct arena *arena, const struct view_waterfall *chart,
                                           double width);
struct chart_plan *chart_plan_history_of(struct arena *arena, const struct view_history *chart,
                                         double width);
struct chart_plan *chart_plan_scatter(struct arena *arena, const struct view_scatter *chart);
struct chart_plan *chart_plan_histogram(struct arena *arena, const struct view_histogram *chart);
struct chart_plan *chart_plan_shares(struct arena *arena, const struct view_share_bar *chart);

int chart_width(const struct chart_plan *plan); /* CSS pixels */
int chart_height(const struct chart_plan *plan);
int chart_body(const struct chart_plan *plan); /* where it begins, below title and subtitle */

/* Both append the file's bytes. `alt` becomes <title>/<desc> of the SVG. The same plan gives the
 * same bytes, whatever was drawn before. */
bool chart_svg(const struct chart_plan *plan, const char *alt, struct strbuf *out,
               struct error *err);
/* What a page has within its <svg class="chart">: the body alone, as title and subtitle are the
 * page's; no style, no ids; its colours and sizes are those of the page's style sheet
 * (css/35-charts.css), which knows no role of a scale. */
struct view_drawing chart_drawing(const struct chart_plan *plan);

/* The pixels that a PNG is made from, kept for the next: memory that is new costs as much as what
 * is painted on it. None until a chart needs it. Closed by the arena. */
struct chart_canvas;
struct chart_canvas *chart_canvas_open(struct arena *arena);
bool chart_png(const struct chart_plan *plan, struct chart_canvas *canvas, struct strbuf *out,
               struct error *err);

#endif
