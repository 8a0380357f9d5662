/*
 * The rows of one sheet as XML, cell by cell, in order. They are not kept: what is written is
 * deflated at once.
 *
 * Streamed cells of a column that have the same formula share it, as a spreadsheet stores a formula
 * that was filled down.
 */
#ifndef RENDER_XLSX_GRID_H
#define RENDER_XLSX_GRID_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "render/xlsx/squeeze.h"

struct grid {
    struct squeeze out;
    char *text; /* not handed on yet */
    size_t length, capacity;
    struct grid_column *columns;
    size_t column_count;
    char number[16]; /* of the row, counted from 1 */
    size_t number_length;
    size_t row;
    size_t groups; /* cells that share a formula, so far */
};

/* A cell: column from 0, style by its index in the workbook. */
struct place {
    size_t column;
    unsigned style;
};

/* What grid_init allocates outside of the arena goes with grid_release. */
void grid_init(struct grid *grid, struct arena *arena, size_t columns, const char *folder);
void grid_release(struct grid *grid);

/* The number of the row counts from 1; height 0: the default. */
void grid_begin(struct grid *grid, size_t number, double height);
void grid_end(struct grid *grid);

/* Text is such as sheet_text gives; "" is an empty cell. */
void grid_text(struct grid *grid, struct place place, const char *text);
/* The same, faster, of text that sheet_text_look finds plain. */
void grid_plain(struct grid *grid, struct place place, const char *text, size_t length);
/* By its number in the workbook's table of strings. */
void grid_word(struct grid *grid, struct place place, unsigned long number);
void grid_number(struct grid *grid, struct place place, double value);
void grid_boolean(struct grid *grid, struct place place, bool value);

/* A formula, '#' standing for the number of the row, and its result: a number, or a text. `shared`:
 * rows that it names are '#' or absolute, and it stays where it is as long as the grid. */
struct formula {
    const char *text;
    bool shared;
    const char *said; /* NULL: the number */
    bool plain;       /* ... as it stands there: sheet_text_look finds it plain */
    double number;
};
void grid_formula(struct grid *grid, struct place place, const struct formula *formula);

/* "AB12": the cell's name in the current row. */
void grid_cell_name(const struct grid *grid, size_t column, struct strbuf *out);

/* Nothing more comes. False: errno says why. */
bool grid_finish(struct grid *grid);

#endif
