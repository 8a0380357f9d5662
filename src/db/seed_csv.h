/*
 * Where the records of a CSV file lie, for messages: PostgreSQL reads the
 * values, this says which line and which field it stumbled over.
 */
#ifndef DB_SEED_CSV_H
#define DB_SEED_CSV_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct csv_record {
    const char *start;
    size_t length;    /* without the line end */
    size_t line;      /* from 1: the line it starts in */
    size_t last_line; /* a quoted field may hold line ends */
    size_t fields;
    bool open_quote; /* the file ends within a quoted field */
};

struct csv_file {
    const char *path;
    const char *text; /* without a byte order mark */
    size_t length;
    struct csv_record *records; /* the header first */
    size_t count;
};

/* Finds the records of `text`. */
void csv_scan(struct arena *arena, struct csv_file *file);

/* The n-th field from 0, unquoted; "" when the record has fewer. */
const char *csv_field(struct arena *arena, const struct csv_record *record, size_t n);

/* The record that holds a line of the file; NULL: none. */
const struct csv_record *csv_record_at(const struct csv_file *file, size_t line);

#endif
