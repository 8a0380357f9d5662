/*
 * What pages, sheets, handouts and the plain-text dump are made of. The view
 * layer fixes words, order, rounding and links once; whoever renders only
 * places them. Strings are UTF-8 and unescaped; paths are relative to the root
 * of the site, and a renderer puts the frame's `root` before them.
 */
#ifndef VIEW_COMPONENT_H
#define VIEW_COMPONENT_H

#include "base/arena.h"
#include "base/decimal.h"

#include <stdbool.h>
#include <stddef.h>

enum view_tone { TONE_NONE, TONE_GOOD, TONE_INFO, TONE_WARNING, TONE_ERROR, TONE_MUTED };
const char *view_tone_name(enum view_tone tone); /* "none", "good" ...: the CSS class tone-<name> */

enum view_kind {
    CELL_TEXT,
    CELL_INTEGER,
    CELL_DECIMAL,
    CELL_BOOLEAN, /* number is 0 or 1, text "Yes" or "No" */
    CELL_DATE,    /* text is YYYY-MM-DD */
    CELL_LINK,    /* text with href (inside the site or http/https) */
    CELL_MISSING, /* text is what stands for it: "Not stated" */
};

struct view_cell {
    enum view_kind kind;
    const char *text; /* ready to be placed, never NULL; of a number in a workbook perhaps "" */
    double number;    /* unrounded value of INTEGER, DECIMAL, BOOLEAN: for workbooks */
    int places;       /* fractional digits shown of a DECIMAL */
    const char *href; /* CELL_LINK; NULL otherwise */
    bool external;    /* href is an address outside the site */
    enum view_tone tone;
    const char *note; /* small print beside it, NULL: none */
    double share;     /* 0..1: drawn as a bar beside the number; negative: none */
    /* A workbook computes the cell: a formula without its =, '#' stands for the number of the
     * cell's row; what the cell says is its result so far. NULL: none. */
    const char *formula;
    bool input; /* a workbook leaves it open to edits where its sheet is protected */
};

enum view_align { ALIGN_START, ALIGN_END, ALIGN_CENTER };

struct view_column {
    const char *title;
    const char *unit; /* NULL: none */
    enum view_align align;
    enum view_kind kind; /* what most of its cells are: the workbook's column format */
    int places;
    bool wide; /* takes the room that is left, wraps */
};

struct view_table {
    const char *title;   /* heading above it, NULL: none */
    const char *caption; /* what it shows, for those who hear the page */
    struct view_column *columns;
    size_t column_count;
    struct view_cell *cells; /* row-major, row_count * column_count */
    size_t row_count;
    bool has_total;    /* the last row is a total */
    const char *empty; /* said instead when there are no rows */
};

/* Label and value: "Headquarters", "Essen, Germany". */
struct view_fact {
    const char *label;
    struct view_cell value;
    const char *unit; /* NULL: none */
};
struct view_facts {
    const char *title; /* NULL: none */
    struct view_fact *rows;
    size_t count;
    const char *note; /* below: "9 of 11 attributes are known", NULL: none */
    const char *empty;
    const char *guide; /* path to what the labels mean, NULL: none */
};

/* A message across the page that no reader can miss. */
struct view_banner {
    enum view_tone tone;
    const char *title;
    const char *text;
};

struct view_link {
    const char *label;
    const char *href;
    const char *note; /* "XLSX, 18 KB" has no place here: sizes change; "workbook" */
    bool current;
};

/* What a chart shows, before anybody draws it. */
struct view_bar {
    const char *label;
    double value;
    const char *text; /* "0.22" */
    const char *note; /* the rationale, NULL: none */
};
struct view_bar_chart {
    const char *title;
    const char *subtitle; /* "sum 1.000, valid", NULL: none */
    const char *axis;     /* "Weight" */
    struct view_bar *bars;
    size_t count;
    double reference; /* a line at this value, e.g. the equal weight; negative: none */
    const char *reference_label;
};
struct view_heatmap {
    const char *title;
    const char *row_axis;    /* "Sector" */
    const char *column_axis; /* "Dimension" */
    const char **row_labels;
    const char **column_labels;
    size_t row_count;
    size_t column_count;
    double *values;     /* row-major; NaN: no value */
    const char **texts; /* "0.22"; "-" where there is none */
    double low, high;   /* of the colour scale */
};

/* A line across a plot at a value: "sector average 61.2", "leader from 70". */
struct view_mark {
    double value;
    const char *label;
};

/* Parts that add up: every step starts where the one before it ended. */
struct view_step {
    const char *label;
    double value;     /* of a total: the sum so far, drawn from zero */
    const char *text; /* "+35.61" */
    const char *note;
    bool total;
};
struct view_waterfall {
    const char *title;
    const char *subtitle;
    const char *axis;
    struct view_step *steps;
    size_t count;
};

/* One measure against its target in each row, all on one scale. */
struct view_bullet {
    const char *label;
    double value;
    double target;      /* NaN: none */
    const char *text;   /* "72.00" */
    const char *detail; /* a second column: "+6.50", NULL: none */
    const char *note;
    bool imputed; /* the value stands in for one that is missing: an outline only */
};
struct view_bullet_chart {
    const char *title;
    const char *subtitle;
    const char *axis;
    const char *value_label;  /* "score" */
    const char *target_label; /* "sector average" */
    struct view_bullet *rows;
    size_t count;
    double low, high, step; /* of the scale: 0, 100, 20 */
};

/* A value over time with its interval. */
struct view_moment {
    const char *date; /* YYYY-MM-DD, ascending */
    double value;     /* NaN: a gap */
    double low, high; /* of the interval, NaN: none */
    const char *text; /* "71.57" */
    const char *note; /* "interval 59.63 to 83.50" */
};
struct view_history {
    const char *title;
    const char *subtitle;
    const char *axis;
    struct view_moment *moments;
    size_t count;
    struct view_mark *marks;
    size_t mark_count;
    double low, high; /* of the scale; equal: as the values need */
};

/* Two scores of each organization, the plane split in four. */
struct view_dot {
    const char *label;
    double x, y;
    const char *note; /* "Vᴿ 67.45, Hᴿ 86.28" */
    enum view_tone tone;
    bool named; /* its label is shown where there is room, first come first */
};
struct view_scatter {
    const char *title;
    const char *subtitle;
    const char *x_axis;
    const char *y_axis;
    struct view_dot *dots;
    size_t count;
    double low, high, step; /* of both scales: 0, 100, 20 */
    double x_split, y_split;
    const char *quadrants[4]; /* upper left, upper right, lower left, lower right; NULL: none */
};

/* Consecutive parts of a scale, lowest first: Nascent, Developing ... */
struct view_band {
    const char *label;
    double low, high;
};
struct view_bin {
    double low, high;
    size_t count;
    const char *text; /* "12" */
    const char *note; /* "60 to 65: 12 organizations" */
};
struct view_histogram {
    const char *title;
    const char *subtitle;
    const char *axis;
    struct view_bin *bins;
    size_t count;
    struct view_band *bands;
    size_t band_count;
    struct view_mark *marks;
    size_t mark_count;
    double low, high, step; /* of the scale: 0, 100, 20 */
};

/* Parts of a whole as one bar. */
struct view_share {
    const char *label;
    double value;
    const char *text; /* "12" */
    const char *note; /* "34 %" */
    int rank;         /* of ranks, 0 the lowest; negative: outside of the order ("Not assessed") */
};
struct view_share_bar {
    const char *title;
    const char *subtitle;
    struct view_share *shares;
    size_t count;
    int ranks;
};

/* Elements of SVG, their texts escaped: made by render/charts alone, placed in a page as they are.
 */
struct view_drawing {
    const char *elements; /* NULL: none */
};

/* A chart in a page: how it is said in words, and its numbers, which a table beside it may have
 * instead. It is drawn as a file beside the page or within it; `id` is NULL where there is no
 * chart.
 */
struct view_figure {
    const char *id; /* anchor: "weights" */
    const char *title;
    const char *subtitle;        /* of a drawing within the page, NULL: none */
    const char *alt;             /* the chart in one or two sentences */
    const char *svg;             /* path from the root of the site; NULL: within the page */
    const char *png;             /* NULL: there is none */
    struct view_drawing drawing; /* within the page */
    int top;                     /* of it, below a heading that the page has in words */
    int width, height;           /* of the drawing, in CSS pixels */
    struct view_table data;
};

/* One page of a long list. page counts from 1; pages is at least 1. */
struct view_pager {
    size_t page;
    size_t pages;
    size_t first, last, total; /* rows shown: 201 to 400 of 1,234 */
    const char *text;          /* "Rows 201 to 400 of 1,234" */
    const char *previous;      /* path, NULL at an end */
    const char *next;
    struct view_link *links; /* first, around this one, last */
    size_t link_count;
};

/* What surrounds every page. */
struct view_frame {
    const char *path; /* of this page from the root: "sectors/energy/index.html" */
    const char *root; /* from this page to the root: "../../", "" at the root */
    const char *site_name;
    const char *title;        /* of this page */
    const char *description;  /* one sentence, NULL: none */
    struct view_link *crumbs; /* from the portfolio down, this page excluded */
    size_t crumb_count;
    struct view_link *navigation; /* Portfolio, Compare, Findings ...; one is current */
    size_t navigation_count;
    struct view_link *sectors; /* every sector, for the menu */
    size_t sector_count;
    const char *as_of;      /* "As of 2026-06-30" or "In force since 2025-01-01" */
    const char *parameters; /* "Parameters v2.0" */
};

/* A count as reports print it: 12,345. */
const char *count_text(struct arena *arena, size_t count);
/* A computed number in words, rounded as cell_decimal rounds it. */
const char *number_text(struct arena *arena, double value, int places);

/* Constructors of cells. Text is not copied unless it has to be made. */
struct view_cell cell_text(const char *text);                         /* NULL or blank: missing */
struct view_cell cell_text_or(const char *text, const char *missing); /* the same, so said */
struct view_cell cell_missing(const char *text);
struct view_cell cell_link(const char *text, const char *href);
struct view_cell cell_integer(struct arena *arena, long long value); /* "1,234" */
/* A computed number, rounded half away from zero for display only: "12.30". */
struct view_cell cell_decimal(struct arena *arena, double value, int places);
/* The same of a number that is in words already. */
struct view_cell cell_decimal_as(const char *text, double value, int places);
/* An exact decimal, grouped, its digits kept up to `places`; or from its text ("1234.50"). */
struct view_cell cell_scaled(struct arena *arena, struct decimal value, int places);
struct view_cell cell_exact(struct arena *arena, const char *text, int places);
struct view_cell cell_boolean(bool value);
struct view_cell cell_date(const char *day);
struct view_cell cell_toned(struct view_cell cell, enum view_tone tone);

/* A table that grows row by row in an arena. */
struct view_table_builder {
    struct arena *arena;
    struct view_table *table;
    size_t capacity; /* cells */
};
void table_begin(struct view_table_builder *builder, struct arena *arena, struct view_table *table);
/* `cells`: as many as the table has columns; copied. */
void table_row(struct view_table_builder *builder, const struct view_cell *cells);

#endif
