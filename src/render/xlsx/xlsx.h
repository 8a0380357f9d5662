/*
 * Workbooks in constant memory: rows go in order, sheet by sheet or interleaved, and are gone from
 * memory once written. libxlsxwriter writes all that surrounds the rows: styles, charts, names,
 * comments, conditional formats, print setup. The rows themselves are written and deflated here,
 * because it would take five times as long over them, and put between at the end.
 *
 * Cells keep their type: numbers, days (from 1900 on) and booleans are such,
 * what is missing is muted text, and text is never a formula, whatever it
 * begins with. What a workbook cannot hold exactly becomes text: numbers of
 * more than 15 digits, days before 1900. Text is cut after 32,766 characters
 * and then ends with an ellipsis; characters that XML forbids become U+FFFD.
 * Computed numbers have 15 digits, which is what a spreadsheet computes with, whatever it shows of
 * them. Texts that come again stand once in the table of strings; a cell that says nothing is not
 * there, unless it is an input or coloured, and a conditional format draws the line below it.
 * Only http and https addresses are linked, the first 10,000 of a sheet; more,
 * and links inside the site, are text. Links into the workbook, "internal:'Sheet'!A1", are links.
 *
 * Every sheet is protected without a password: inputs, filters, sorting and sizes stay open.
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

/* For the rows of those sheets alone that may be made ahead (view_sheet.ahead), by another process:
 * `path` is where xlsx_close leaves them for the workbook, which finds them by book->rows. */
bool xlsx_open_rows(struct arena *arena, const char *path, const char *temporary_dir,
                    const struct view_workbook *book, struct xlsx **out, struct error *err);

/* Writes the file. What the library wrote is read back first, because it does not notice when its
 * temporary files are cut short. On failure no file is left; the space of temporary files that the
 * library forgets is free again at the end of the process. Call nothing else for this workbook
 * afterwards. */
bool xlsx_close(struct xlsx *xlsx, struct error *err);

#endif
