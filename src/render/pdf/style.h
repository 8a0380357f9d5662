/* The sheet and the faces. Lengths are points, 1/72 inch. */
#ifndef RENDER_PDF_STYLE_H
#define RENDER_PDF_STYLE_H

#include "render/pdf/pdf.h"

#include <stdint.h>

struct pdf_sheet {
    double width, height;
    double left, top;      /* of the text column */
    double column;         /* its width */
    double body;           /* its height */
    double header, footer; /* baselines of the running lines */
};
struct pdf_sheet pdf_sheet(enum pdf_paper paper);

enum pdf_style {
    STYLE_TITLE,
    STYLE_SUBTITLE,
    STYLE_H1,
    STYLE_H2,
    STYLE_H3,
    STYLE_BODY,
    STYLE_STRONG,
    STYLE_FIGURE, /* a key figure */
    STYLE_FIGURE_SMALL,
    STYLE_LABEL, /* above a key figure, beside a fact */
    STYLE_CELL,
    STYLE_CELL_STRONG,
    STYLE_HEAD, /* of a column */
    STYLE_NOTE,
    STYLE_RUNNING,
    STYLE_COUNT,
};

struct pdf_face {
    const char *name; /* in dumps */
    const char *family;
    double size;
    double leading;
    bool bold;
};
const struct pdf_face *pdf_face(enum pdf_style style);

/* From the top of a line to its baseline. */
double pdf_baseline(enum pdf_style style);

enum pdf_ink {
    PDF_INK_TEXT,
    PDF_INK_MUTED,
    PDF_INK_ACCENT,
    PDF_INK_RULE, /* between rows */
    PDF_INK_STRONG_RULE,
    PDF_INK_SHADE, /* behind a banner */
    PDF_INK_GOOD,
    PDF_INK_WARNING,
    PDF_INK_ERROR,
    PDF_INK_SECTOR, /* the handout's own colour */
    PDF_INK_COUNT,
};
const char *pdf_ink_name(enum pdf_ink ink);
/* 0xRRGGBB; of PDF_INK_SECTOR the accent. */
uint32_t pdf_ink_color(enum pdf_ink ink);
enum pdf_ink pdf_tone_ink(enum view_tone tone);

#endif
