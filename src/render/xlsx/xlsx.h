/*
 * Workbooks by libxlsxwriter, in constant memory: rows go in order, sheet by
 * sheet or interleaved, and are gone from memory once written.
 */
#ifndef RENDER_XLSX_XLSX_H
#define RENDER_XLSX_XLSX_H

#include "base/arena.h"
#include "base/error.h"
#include "view/workbook.h"

#include <stdbool.h>

struct xlsx;

/* Creates the file and writes headers, static rows, formats, properties. `path` must not exist;
 * `temporary_dir` is where the library keeps its own files until the end. `book` must live until
 * xlsx_close. An arena that is freed before xlsx_close leaves no file behind. */
bool xlsx_open(struct arena *arena, const char *path, const char *temporary_dir,
               const struct view_workbook *book, struct xlsx **out, struct error *err);

/* One streamed row of sheet `sheet` (index). Excel's limits are errors that name the sheet. */
bool xlsx_row(struct xlsx *xlsx, size_t sheet, const struct view_cell *cells, struct error *err);

/* Writes the file. */
bool xlsx_close(struct xlsx *xlsx, struct error *err);

#endif
