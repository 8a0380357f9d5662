/*
 * Rows that were made ahead of their workbook, in a file between two processes of one run: each
 * sheet's as they stand in the archive, and the styles and words that they name by number.
 */
#ifndef RENDER_XLSX_AHEAD_H
#define RENDER_XLSX_AHEAD_H

#include "render/xlsx/sheet.h"

struct ahead {
    const char *path;
    lxw_workbook *workbook;
    struct styles *styles;
    struct sheet *sheets; /* of the workbook: those that are marked take part */
    size_t sheet_count;
};

/* The rows have ended. False: errno says why. */
bool ahead_save(const struct ahead *ahead);

/* Before any style is made or word said. False: errno says why, 0 when the file is too short. */
bool ahead_load(const struct ahead *ahead);

#endif
