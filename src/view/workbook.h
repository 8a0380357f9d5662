/*
 * A workbook's content: sheets of typed tables. Static rows come with the
 * sheet, streamed ones (organizations) are added by the renderer's user row by
 * row in the sheet's columns.
 */
#ifndef VIEW_WORKBOOK_H
#define VIEW_WORKBOOK_H

#include "view/component.h"
#include "view/context.h"

struct view_sheet {
    const char *name;        /* 1 to 31 characters, none of []:*?/\ ; made valid and unique by the
                              * builder */
    struct view_table table; /* header and static rows; streamed rows follow them */
    bool filter;             /* autofilter over all rows */
    int frozen_columns;      /* frozen panes: the header row and so many columns */

    /* A native bar chart of one column by another; chart_value 0: none (column index + 1). */
    size_t chart_label, chart_value;
    const char *chart_title;

    /* A live SUM over one column below the static rows, its computed value cached, and below it
     * the stored sum; such a sheet takes no streamed rows. sum_column 0: none (column index + 1;
     * not the first column, which holds the labels). */
    size_t sum_column;
    double sum_value;
    int sum_places;
    const char *sum_label;

    /* A live SUM in each static row over other columns of that row; the cell's own number is
     * cached. total_column 0: none (column indexes + 1, first and last included). */
    size_t total_column, total_first, total_last;

    bool color_scale;    /* over all numeric cells of the static rows, the total column left out */
    enum view_tone tone; /* of the sheet's tab: TONE_NONE is the house colour */
    bool tone_from_rows; /* ... unless a row, streamed ones too, begins with a graver tone */
};

struct view_workbook {
    const char *title;
    const char *subject;
    const char *author;   /* the site's name */
    const char *comments; /* "As of 2026-06-30, parameters v2.0" */
    long long created;    /* document property: seconds since 1970 UTC, from the data */
    struct view_sheet *sheets;
    size_t sheet_count;
};

/* A sector's workbook: one sheet each of its weights, calibrations, organizations (streamed, one
 * column a column of the set) and findings. */
enum {
    SECTOR_SHEET_WEIGHTS,
    SECTOR_SHEET_CALIBRATIONS,
    SECTOR_SHEET_ORGANIZATIONS,
    SECTOR_SHEET_FINDINGS,
    SECTOR_SHEETS
};
struct view_workbook *view_sector_workbook(const struct view_context *context,
                                           const struct sector *sector,
                                           const struct column_set *columns, struct arena *arena);

/* The portfolio's: all sectors and their totals, the comparison of those whose weights are valid,
 * all weights, calibrations, organizations (streamed: the sector, then the firmographics that all
 * sectors share) and findings. `columns`: the set of any sector. */
enum {
    PORTFOLIO_SHEET_SECTORS,
    PORTFOLIO_SHEET_COMPARISON,
    PORTFOLIO_SHEET_WEIGHTS,
    PORTFOLIO_SHEET_CALIBRATIONS,
    PORTFOLIO_SHEET_ORGANIZATIONS,
    PORTFOLIO_SHEET_FINDINGS,
    PORTFOLIO_SHEETS
};
struct view_workbook *view_portfolio_workbook(const struct view_context *context,
                                              const struct column_set *columns,
                                              struct arena *arena);

/* A streamed row of SECTOR_SHEET_ORGANIZATIONS. */
const struct view_cell *view_organization_cells(struct arena *arena,
                                                const struct column_set *columns,
                                                const struct organization *organization);
/* A streamed row of PORTFOLIO_SHEET_ORGANIZATIONS. */
const struct view_cell *view_portfolio_cells(struct arena *arena, const struct sector *sector,
                                             const struct column_set *columns,
                                             const struct organization *organization);

/* A row of a findings sheet, for findings that came after the workbook was built: they may be
 * streamed below the static ones. `with_sector`: the portfolio's sheet. */
const struct view_cell *view_finding_cells(const struct view_context *context, bool with_sector,
                                           const struct finding *finding, struct arena *arena);

/* A name that every spreadsheet takes and that none of `count` sheets has: 1 to 31 characters,
 * none of []:*?/\ or control characters, no apostrophe at an end, not History (reserved),
 * different from the others whatever the case. */
const char *view_sheet_name(struct arena *arena, const char *wanted,
                            const struct view_sheet *sheets, size_t count);

#endif
