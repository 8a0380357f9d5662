/*
 * One cell of the view as a cell of the sheet: how it looks, how wide it is, what is written.
 */
#ifndef RENDER_XLSX_CELLS_H
#define RENDER_XLSX_CELLS_H

#include "render/xlsx/sheet.h"

enum {
    CELL_PADDING = 3, /* indent on one side, air on the other */
    LINE_HEIGHT = 15,
    MOST_LINES = 27, /* Excel's highest row */
};

/* Looks at what the cells of a row say, before anything else is asked of them. */
void cells_look(struct sheet *sheet, const struct view_cell *cells);

/* Is there nothing to write, but the line below a row? */
bool cell_is_blank(const struct view_cell *cell);

/* What a cell in this column looks like. */
struct style cell_style(const struct sheet *sheet, size_t column, const struct view_cell *cell);
int cell_places(int places); /* as many as a style may have */

/* Writes it into the row that is begun. */
void cell_put(struct sheet *sheet, size_t column, const struct view_cell *cell,
              const struct style *style);
/* The same of a row that streams, in the style that cell_style gives. */
void cell_stream(struct sheet *sheet, size_t column, const struct view_cell *cell);
/* Text of ours, not of a cell of the view. */
void cell_put_text(struct sheet *sheet, size_t column, const char *text, const struct style *style);

/* Makes the column wide enough, as far as it may grow. */
void column_widen(struct sheet *sheet, size_t column, size_t width);

/* Looks at the cells as cells_look does. Height of the row that holds them; 0: one line, the
 * default. Only Excel makes room for wrapped lines by itself. The columns grow with what the cells
 * say. */
double cells_measure(struct sheet *sheet, const struct view_cell *cells);

#endif
