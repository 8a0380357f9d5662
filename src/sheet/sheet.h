/*
 * One sheet of an XLSX workbook, as a spreadsheet program saved it: the values
 * of its cells, where shared strings, inline strings and the cached results of
 * formulas come out alike. Formats are not read, so a date is a number of days.
 *
 * The file is a stranger's. It is read within limits, nothing outside it is
 * asked for, and a document type is refused, so that there are no entities.
 * What is no workbook is ERROR_FAILED, never a crash.
 */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum sheet_kind { SHEET_EMPTY, SHEET_NUMBER, SHEET_TEXT, SHEET_BOOLEAN, SHEET_ERROR };

struct sheet_cell {
    size_t row;    /* from 1, as it is shown */
    size_t column; /* from 0 */
    enum sheet_kind kind;
    bool formula;     /* its value is the one cached, SHEET_EMPTY where none is */
    const char *text; /* of a number: with up to 15 digits, as programs show it; never NULL */
};

struct sheet_table {
    const char *title; /* of the whole workbook, "" when it has none */
    bool date1904;     /* days count from 1904-01-01, not from 1899-12-30 */
    size_t row_count;  /* the last row with a cell */
    size_t column_count;
    struct sheet_cell *cells; /* those with a value or a formula, by row and column */
    size_t count;
};

enum { SHEET_CELL_LIMIT = 200000, SHEET_BYTE_LIMIT = 64 << 20 /* of the file and of each part */ };

/* Reads the sheet of that name; case does not count. Everything lives in the arena. */
bool sheet_read(struct arena *arena, const char *path, const char *name, struct sheet_table *table,
                struct error *err);

/* NULL: empty. */
const struct sheet_cell *sheet_at(const struct sheet_table *table, size_t row, size_t column);

/* "C7"; `row` from 1, `column` from 0. */
const char *sheet_reference(struct arena *arena, size_t row, size_t column);

/* The day YYYY-MM-DD that a number of days means; NULL: it is none. */
const char *sheet_date(struct arena *arena, bool date1904, const char *number);

#endif
