/*
 * The structure of a document as a tree of elements, in the order of reading
 * (ISO 32000-1, 14.7): which content of which page belongs to each.
 */
#ifndef RENDER_PDF_TAGS_H
#define RENDER_PDF_TAGS_H

#include "render/pdf/file.h"

struct pdf_tags;

/* `pages` are so many, their objects' numbers follow each other from `first_page`. */
struct pdf_tags *pdf_tags_begin(struct arena *arena, unsigned first_page, size_t pages);

/* An element within the one that is open. */
void pdf_tags_open(struct pdf_tags *tags, const char *name);
void pdf_tags_close(struct pdf_tags *tags);
/* Counts elements: another one is open, another number. 0: none is. */
size_t pdf_tags_current(const struct pdf_tags *tags);
const char *pdf_tags_name(const struct pdf_tags *tags);

/* What stands for it where it cannot be seen. */
void pdf_tags_say(struct pdf_tags *tags, const char *words);

/* The open element has content on this page, marked by the number that is given. */
size_t pdf_tags_mark(struct pdf_tags *tags, size_t page);
/* And an annotation; gives the number that this has to name. */
size_t pdf_tags_annotate(struct pdf_tags *tags, size_t page, unsigned annotation);

/* Writes the tree, gives its root. */
unsigned pdf_tags_write(const struct pdf_tags *tags, struct pdf_file *file);

#endif
