/*
 * The content of a page as PDF's operators. Lengths are points, y grows upward
 * from the origin. What is set already is not set again.
 */
#ifndef RENDER_PDF_CONTENT_H
#define RENDER_PDF_CONTENT_H

#include "render/pdf/fonts.h"

/* What the page is drawn with. */
struct pdf_pen {
    uint32_t fill, stroke; /* 0xRRGGBB */
    const struct pdf_font *font;
    double size;
    double line_width;
    bool dashed;
};

struct pdf_content {
    struct strbuf bytes;
    struct pdf_fonts *fonts;
    struct pdf_pen pen;
};

/* An empty page. */
void content_begin(struct pdf_content *content);

/* Appends numbers, a space after each. */
void content_numbers(struct pdf_content *content, const double *numbers, size_t count);
void content_operator(struct pdf_content *content, const char *name);

void content_fill(struct pdf_content *content, uint32_t color);
void content_stroke(struct pdf_content *content, uint32_t color, double width, bool dashed);

/* In the colour to fill with, from x, y on the baseline; upward: read from bottom to top. */
struct content_text {
    const struct pdf_run *runs;
    double x, y;
    bool upward;
};
void content_show(struct pdf_content *content, const struct content_text *text);

#endif
