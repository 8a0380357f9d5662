/* Text for a terminal of 80 columns: wrapped paragraphs, terms with what they mean beside them. */
#ifndef APP_LAYOUT_H
#define APP_LAYOUT_H

#include <stdio.h>

/* Words of `text` up to column 79; the first line goes on at `column`, the next ones at `indent`.
 * Ends with a newline. */
void layout_wrap(FILE *out, const char *text, int column, int indent);

/* "  term      text", the text from `indent` on, below the term when that is too long. */
void layout_entry(FILE *out, const char *term, const char *text, int indent);

/* Paragraphs with an empty line between them; one that begins with two spaces is kept. */
void layout_paragraphs(FILE *out, const char *text);

#endif
