/*
 * The parts of a PDF file: numbered objects, packed by the hundreds into
 * compressed streams, streams of their own, and the table that says where each
 * one is (ISO 32000-1, 7.5).
 */
#ifndef RENDER_PDF_FILE_H
#define RENDER_PDF_FILE_H

#include "base/arena.h"
#include "base/strbuf.h"

#include <stdint.h>

struct pdf_file;

/* Closed by the arena. */
struct pdf_file *pdf_file_begin(struct arena *arena, struct strbuf *out);

/* Numbers for as many objects, one after the other; gives the first. Each is written once. */
unsigned pdf_file_reserve(struct pdf_file *file, unsigned count);

/* What is appended until the next call of this module is the object. */
struct strbuf *pdf_file_object(struct pdf_file *file, unsigned id);

/* `entries` are those of its dictionary besides its length. The bytes are compressed. */
void pdf_file_stream(struct pdf_file *file, unsigned id, const char *entries,
                     const struct strbuf *bytes);

void pdf_file_end(struct pdf_file *file, unsigned catalog, unsigned information);

/* Appends an object's piece. */
void pdf_add_integer(struct strbuf *out, long value);
void pdf_add_number(struct strbuf *out, double value); /* with at most two decimals */
void pdf_add_reference(struct strbuf *out, unsigned id);
void pdf_add_text(struct strbuf *out, const char *text, size_t length); /* UTF-8 */
void pdf_add_hex(struct strbuf *out, unsigned value);                   /* of 16 bits */
void pdf_add_utf16(struct strbuf *out, const char *text, size_t length);

#endif
