/*
 * JSON, written key by key into a buffer, two spaces a level. The caller opens
 * and closes in pairs. jansson is not used here: its numbers are binary, and a
 * tree of a hundred thousand organizations would have to fit in memory.
 */
#ifndef RENDER_JSON_WRITER_H
#define RENDER_JSON_WRITER_H

#include "base/decimal.h"
#include "base/strbuf.h"

#include <stdbool.h>

struct writer {
    struct strbuf *out;
    int depth;
    bool filled; /* the innermost object or array has a member already */
    bool flat;   /* what is inside stands on one line */
};

/* `key` is NULL inside an array and for the document itself. */
void writer_open(struct writer *writer, const char *key, char bracket);     /* '{' or '[' */
void writer_close(struct writer *writer, char bracket);                     /* '}' or ']' */
void writer_text(struct writer *writer, const char *key, const char *text); /* NULL: null */
void writer_day(struct writer *writer, const char *key, const char *day); /* also infinity: null */
void writer_integer(struct writer *writer, const char *key, long long value);
void writer_decimal(struct writer *writer, const char *key, struct decimal value);
/* With the fewest digits that read back as the same number; null for NaN and infinities. */
void writer_double(struct writer *writer, const char *key, double value);
void writer_boolean(struct writer *writer, const char *key, bool value);
void writer_null(struct writer *writer, const char *key);
/* A number as the database writes it, digit by digit; what JSON knows no number for (NaN,
 * Infinity) becomes a string. NULL: null. */
void writer_number(struct writer *writer, const char *key, const char *digits);

#endif
