/*
 * A sheet of weights as somebody sends it back: 'Weights' of a workbook, or a
 * CSV file. Its rows with every value and where it stands; what they mean is
 * for weights_plan.h.
 */
#ifndef APP_WEIGHTS_FILE_H
#define APP_WEIGHTS_FILE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* In the order of the workbook's columns. */
enum weights_field {
    WEIGHTS_SECTOR,
    WEIGHTS_NAME,
    WEIGHTS_CODE,
    WEIGHTS_WEIGHT,
    WEIGHTS_USED,
    WEIGHTS_RATIONALE,
    WEIGHTS_SINCE,
    WEIGHTS_FIELDS
};

struct weights_cell {
    const char *text;  /* "" when empty, NULL when the file has no such column */
    const char *where; /* "'Weights'!C7", "file.csv:7" */
    bool number;       /* of a CSV file: all may be */
    bool formula;
};

struct weights_row {
    struct weights_cell cells[WEIGHTS_FIELDS];
};

struct weights_file {
    const char *path;
    const char *title; /* of a workbook, which names the sector of a sector's; "" else */
    const char *where; /* "'Weights'", "file.csv": what is said of the whole */
    bool csv;          /* sectors by id, and no names, dates or weights used */
    bool date1904;
    struct weights_row *rows;
    size_t count;
};

/* By the ending of the path, .xlsx or .csv; another one is ERROR_USAGE. Headers that are not
 * those of a sheet of weights are refused. */
bool weights_file_read(struct arena *arena, const char *path, struct weights_file *file,
                       struct error *err);

#endif
