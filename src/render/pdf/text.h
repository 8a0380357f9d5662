/* Lines of text and their widths, by Pango. */
#ifndef RENDER_PDF_TEXT_H
#define RENDER_PDF_TEXT_H

#include "base/arena.h"
#include "render/pdf/style.h"

#include <pango/pangocairo.h>

struct pdf_text;
struct pdf_text *pdf_text_open(struct arena *arena); /* closed by the arena */

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

/* Sets the face of a layout that is to be painted or measured. */
void pdf_select(PangoLayout *layout, enum pdf_style style, bool rtl);

#endif
