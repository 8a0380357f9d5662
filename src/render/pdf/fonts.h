/*
 * The fonts of a document: of each face the glyphs that it shows, embedded with
 * their widths and with the text that they stand for. A glyph's code is its
 * number in the face, so that what is shown does not depend on what else is.
 */
#ifndef RENDER_PDF_FONTS_H
#define RENDER_PDF_FONTS_H

#include "render/pdf/file.h"
#include "render/pdf/runs.h"

struct pdf_fonts;
struct pdf_fonts *pdf_fonts_begin(struct arena *arena);

struct pdf_font; /* a face in this document */
struct pdf_font *pdf_fonts_find(struct pdf_fonts *fonts, struct pdf_typeface *typeface);
/* Of its name, F1. */
unsigned pdf_font_number(const struct pdf_font *font);

/* Thousandths of the size. */
double pdf_font_advance(const struct pdf_font *font, uint32_t glyph);

/* The glyph is shown, for this text unless it is NULL. False: it has stood for another one before.
 */
bool pdf_font_use(struct pdf_font *font, uint32_t glyph, const char *text, size_t length);

/* Writes all of them; appends the entries of a resource dictionary. */
bool pdf_fonts_write(const struct pdf_fonts *fonts, struct pdf_file *file,
                     struct strbuf *resources);

#endif
