/*
 * Text as a workbook can hold it: at most 32,767 UTF-16 units a cell (longer
 * text is cut and ends with an ellipsis), no characters that XML 1.0 forbids
 * (they become U+FFFD), CR and CR LF as LF, and no accidental escape: what
 * reads _x0041_ would be shown as A, so its underscore is escaped itself.
 */
#ifndef RENDER_XLSX_TEXT_H
#define RENDER_XLSX_TEXT_H

#include "base/strbuf.h"

#include <stdbool.h>

enum { CELL_TEXT_LIMIT = 32767 };

/* One look at a text. Plain: printable ASCII without _ & < >, so that it stays as it is and takes
 * one line, a column a byte. */
struct text_look {
    size_t length;
    bool plain;
};
struct text_look sheet_text_look(const char *text);

/* The text itself when it can stay as it is, else a copy in `buffer`, which is reset. */
const char *sheet_text(struct strbuf *buffer, const char *text);

/* Columns of a fixed-pitch screen that the text's longest line takes: wide characters take 2. */
size_t sheet_text_width(const char *text);

/* Lines the text takes when wrapped at `width`, by words as a spreadsheet does; at least 1. */
size_t sheet_text_lines(const char *text, size_t width);

/* An address that a cell may link to: http or https, nothing the library or Excel would read
 * in another way, and within Excel's length. */
bool sheet_can_link(const char *href);

#endif
