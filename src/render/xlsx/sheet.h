/*
 * One sheet being written: what stands above the rows, static rows, sums, streamed rows, and at the
 * end what depends on all of them (column widths, filter, print setup, chart).
 * Rows are ours, everything around them is the library's. Rows are deflated at once; only widths
 * and counts are kept.
 */
#ifndef RENDER_XLSX_SHEET_H
#define RENDER_XLSX_SHEET_H

#include "base/error.h"
#include "base/strbuf.h"
#include "render/xlsx/grid.h"
#include "render/xlsx/links.h"
#include "render/xlsx/style.h"
#include "render/xlsx/text.h"
#include "render/xlsx/words.h"
#include "view/workbook.h"

/* What was found of the column's cells so far, for those that are like them. */
struct column_memo {
    uint32_t asked; /* by a cell that streamed, all that its style depends on; 0: none did */
    unsigned style; /* what it got */
    enum look look;
    double fits; /* numbers from 0 to below it take no more than the column is wide, ... */
    int places;  /* ... with so many places */
};

struct sheet {
    const struct view_sheet *view;
    lxw_workbook *workbook;
    lxw_worksheet *target;
    struct styles *styles;
    struct words *words;
    struct strbuf *scratch; /* for texts that cannot stay as they are */
    size_t rows;            /* written, the header included: the index of the next one */
    size_t top;             /* of them above the first row of the table */
    size_t row_limit;
    size_t *widths;          /* characters, one a column */
    struct text_look *looks; /* at the texts of the row that is written */
    struct column_memo *memos;
    struct grid out;
    struct links links;
    bool blanks;         /* cells were left out that say nothing */
    bool streaming;      /* the static rows are written */
    bool ended;          /* all rows are */
    enum view_tone tone; /* of the tab */
};

bool sheet_begin(struct sheet *sheet, struct error *err);
bool sheet_add_row(struct sheet *sheet, const struct view_cell *cells, struct error *err);
/* No more rows. False: errno says why. */
bool sheet_end(struct sheet *sheet);
/* Once the rows have ended. `footer` is what the printed page says beside its number. */
bool sheet_finish(struct sheet *sheet, const char *footer, struct error *err);

#endif
