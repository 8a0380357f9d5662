/* The parts of a workbook, and its XML read piece by piece; inside this folder only. */
#ifndef SHEET_PART_H
#define SHEET_PART_H

#include "base/strbuf.h"
#include "sheet/sheet.h"

#include <libxml/xmlreader.h>
#include <zip.h>

struct book {
    struct arena *arena;
    const char *path;
    zip_t *archive;
};

/* "'FILE' is no workbook that can be read: <why>". Always false. */
bool book_refuse(const struct book *book, struct error *err, const char *why);

bool book_open(struct book *book, struct error *err);
void book_close(struct book *book);

/* A reader of the part, NULL in *reader when the workbook has no such part. */
bool part_open(struct book *book, const char *name, xmlTextReaderPtr *reader, struct error *err);

/* One step: 1, 0 at the end, -1 when the part is no XML, or XML with a document type. */
int part_next(xmlTextReaderPtr reader);
/* Closes it; false with the error when `status` is -1. */
bool part_close(struct book *book, const char *name, xmlTextReaderPtr reader, int status,
                struct error *err);

bool part_begins(xmlTextReaderPtr reader, const char *element);
bool part_ends(xmlTextReaderPtr reader, const char *element); /* an empty element too */
/* An attribute by its name without prefix; NULL: it has none. */
const char *part_attribute(struct arena *arena, xmlTextReaderPtr reader, const char *name);
/* Adds what the reader stands on, if it is text. */
void part_add_text(xmlTextReaderPtr reader, struct strbuf *text);
/* The text with the _xHHHH_ of characters that XML cannot hold turned back, in the arena. */
const char *part_text(struct arena *arena, const struct strbuf *text);

#endif
