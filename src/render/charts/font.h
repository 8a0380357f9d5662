/*
 * The widths of texts with one fixed face and without hinting, so that they
 * depend on the face alone and scale with the drawing: from the face's table
 * (face.h), and by Pango where a text has other characters or has to be broken.
 */
#ifndef RENDER_CHARTS_FONT_H
#define RENDER_CHARTS_FONT_H

#include "render/charts/plan.h"

#include <pango/pangocairo.h>

struct font;

/* Costs nothing until Pango is asked. Closed by the arena, or earlier by font_close. */
struct font *font_open(struct arena *arena);
void font_close(struct font *font);

/* Makes a context measure and paint as `font` does. */
void font_prepare(PangoContext *context);
/* The caller's to free. */
PangoFontDescription *font_description(struct text_style style);

/* A text on one line as PangoGlyphItems from left to right, freed by font_free_runs. A layout would
 * also measure the metrics of each font, for which Pango looks up fonts of its own. */
GList *font_shape(PangoContext *context, const PangoFontDescription *face, const char *text,
                  size_t length, bool rtl);
/* The steps of that: the PangoItems, and one of them, which the result holds from then on. */
GList *font_items(PangoContext *context, const PangoFontDescription *face, const char *text,
                  size_t length, bool rtl);
PangoGlyphItem *font_shape_item(PangoItem *item, const char *text, size_t length);
void font_free_runs(GList *runs);
double font_runs_width(const GList *runs);
void font_show_runs(cairo_t *cairo, const char *text, const GList *runs, struct point at);

/* Fit for one line: valid UTF-8, each run of white space and control characters one space, nothing
 * around it. The text itself where nothing is to be cleaned, otherwise a copy. NULL gives "". */
const char *font_clean(struct arena *arena, const char *text);

double font_width(const struct chart_plan *plan, struct text_style style, const char *text);
/* The widest of its words. */
double font_word_width(const struct chart_plan *plan, struct text_style style, const char *text);

/* Broken between words (within a word where one is too wide), at most `limit` lines; what does
 * not fit ends on an ellipsis. No line for NULL or "". */
struct text_lines font_wrap(const struct chart_plan *plan, struct text_style style,
                            const char *text, double width, size_t limit);

/* One line of at most `width`. */
const char *font_ellipsize(const struct chart_plan *plan, struct text_style style, const char *text,
                           double width);

/* The base direction of a clean text, as its first letter has it. */
bool font_is_rtl(const char *text);

#endif
