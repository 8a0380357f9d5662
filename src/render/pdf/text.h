/*
 * Lines of text and their widths, by Pango: each line of a face is shaped once, whether it is
 * measured, painted or both, and each text is broken once for a width. What one handout has shaped
 * serves the next: numbers, heads of columns and the method are the same in all. What is remembered
 * is bounded, and never changes what is painted.
 */
#ifndef RENDER_PDF_TEXT_H
#define RENDER_PDF_TEXT_H

#include "base/arena.h"
#include "render/charts/plan.h"
#include "render/pdf/style.h"

#include <pango/pangocairo.h>

/* Before a handout, whose arena its lines may be of: those of the one before are gone. */
void pdf_text_begin(struct pdf_text *text, struct arena *arena);

struct pdf_line {
    const char *text;
    double width;
    bool rtl; /* the base direction of the whole text */
};
struct pdf_lines {
    struct pdf_line *lines;
    size_t count;
    double width; /* of the widest */
};

/* Broken between words, within a word where one is too wide; never cut. None for a blank text. */
struct pdf_lines pdf_wrap(struct pdf_text *text, enum pdf_style style, const char *words,
                          double width);
double pdf_width(struct pdf_text *text, enum pdf_style style, const char *words);
/* The widest of its words. */
double pdf_word_width(struct pdf_text *text, enum pdf_style style, const char *words);

/* A line to be painted, from its left; y is its baseline. */
struct pdf_item_text {
    enum pdf_style style;
    bool rtl;
    const char *text;
    double x, y;
};
void pdf_show(struct pdf_text *text, cairo_t *cairo, const struct pdf_item_text *item);

/* A text of a chart, at the origin. */
void pdf_show_chart_text(struct pdf_text *text, cairo_t *cairo, const struct chart_item *item);

#endif
