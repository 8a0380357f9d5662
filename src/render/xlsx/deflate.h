/*
 * Deflate (RFC 1951) for text that repeats itself as rows of a sheet do: half the work of zlib's
 * fastest level, and a smaller result. The same text gives the same bytes on every machine,
 * in whatever pieces it comes.
 */
#ifndef RENDER_XLSX_DEFLATE_H
#define RENDER_XLSX_DEFLATE_H

#include "base/strbuf.h"

#include <stdbool.h>

struct deflate;

struct deflate *deflate_new(void);
void deflate_free(struct deflate *deflate); /* NULL is allowed */

/* What is ready is appended to `out`. */
void deflate_text(struct deflate *deflate, const char *text, size_t length, struct strbuf *out);

/* Appends the rest, up to a whole byte, and frees it. `last`: of the stream; without it another
 * one must stand behind. */
void deflate_end(struct deflate *deflate, bool last, struct strbuf *out);

#endif
