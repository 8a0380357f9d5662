/*
 * A row of text as one line: fields between tabs, control characters and the
 * backslash as backslash sequences, \N for a field that is NULL. It is the text
 * format of PostgreSQL's COPY.
 */
#ifndef BASE_FIELDS_H
#define BASE_FIELDS_H

#include "base/strbuf.h"

/* Reads the field at *cursor in place and moves on to the next; NULL for \N. *cursor is NULL
 * behind the last. */
const char *field_read(char **cursor);

/* Appends a field, without the tab or the end of the line that follows it; NULL as \N. What is
 * written holds no tab and no line break, and never begins with a backslash and a full stop. */
void field_write(struct strbuf *line, const char *field);

#endif
