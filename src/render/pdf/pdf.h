/*
 * Handouts as PDF: laid out in pure C first (layout.h: pages of lines and
 * boxes, tested as text), then painted by Cairo with Pango. Text stays text,
 * charts stay vectors, fonts are embedded; outline, links, metadata and the
 * structure tags that Cairo 1.16 knows are written. The same handout gives the
 * same bytes, in any locale and time zone.
 */
#ifndef RENDER_PDF_PDF_H
#define RENDER_PDF_PDF_H

#include "base/error.h"
#include "base/strbuf.h"
#include "view/handout.h"

#include <stdbool.h>

enum pdf_paper { PDF_A4, PDF_LETTER };

/* What stands in for scripts that the text face lacks. */
#define PDF_FALLBACK_FONT "WenQuanYi Micro Hei"
#define PDF_FALLBACK_PACKAGE "fonts-wqy-microhei"
#define PDF_FONT "DejaVu Sans Condensed"
#define PDF_FONT_PACKAGE "fonts-dejavu-extra"

/* The faces, and what is remembered from one handout to the next: text.h. Costs
 * nothing until a handout is made. Closed by the arena. */
struct pdf_text;
struct pdf_text *pdf_text_open(struct arena *arena);

/* Appends the file's bytes. `text` makes no difference to them. */
bool pdf_handout(const struct handout *handout, enum pdf_paper paper, struct pdf_text *text,
                 struct strbuf *out, struct error *err);

/* The layout as text, for tests. */
void pdf_handout_dump(const struct handout *handout, enum pdf_paper paper, struct strbuf *out);

/* Is the face installed? Without it another stands in, and pages break elsewhere. */
bool pdf_has_font(const char *family);

#endif
