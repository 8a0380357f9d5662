/*
 * A row of text as one line: fields between tabs, control characters and the
 * backslash as backslash sequences, \N for a field that is NULL. It is the text
 * format of PostgreSQL's COPY.
 */
#ifndef BASE_FIELDS_H
#define BASE_FIELDS_H

#include "base/strbuf.h"

/* Reads a line's fields in place, NULL for \N. Gives how many there are, also where there is no
 * room for all: the first `room` are put into `fields`. */
size_t fields_read(char *line, const char **fields, size_t room);

/* Appends a field, without the tab or the end of the line that follows it; NULL as \N. What is
 * written holds no tab and no line break, and never begins with a backslash and a full stop. */
void field_write(struct strbuf *line, const char *field);

#endif
