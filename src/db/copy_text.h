/* The text format of COPY: fields between tabs, backslash sequences, \N for NULL. */
#ifndef DB_COPY_TEXT_H
#define DB_COPY_TEXT_H

/* Reads the field at *cursor in place and moves on to the next; NULL for \N. *cursor is NULL
 * behind the last. */
const char *copy_text_field(char **cursor);

#endif
