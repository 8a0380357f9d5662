/*
 * A workbook's content: sheets of typed tables. Static rows come with the
 * sheet, streamed ones (organizations) are added by the renderer's user row by
 * row in the sheet's columns.
 */
#ifndef VIEW_WORKBOOK_H
#define VIEW_WORKBOOK_H

#include "model/change.h"
#include "view/component.h"
#include "view/context.h"

/* Neighbouring columns under one heading. */
struct view_group {
    const char *title; /* may be empty */
    size_t count;
    enum view_tone tone; /* of the heading and the titles; TONE_NONE: the house colour */
};

/* Cells of a column that say `text` take the tone, also after an edit; text NULL: that say
 * anything. */
struct view_rule {
    size_t column; /* index + 1 */
    const char *text;
    enum view_tone tone;
};

struct view_sheet {
    const char *name;        /* 1 to 31 characters, none of []:*?/\ ; made valid and unique by the
                              * builder */
    struct view_table table; /* header and static rows; streamed rows follow them */
    bool filter;             /* autofilter over all rows */
    bool ahead;              /* its rows need nothing that a build learns as it goes: they may be
                              * made before the workbook; no comments, no sum */
    int frozen_columns;      /* frozen panes: all that is above the rows, and so many columns */

    /* Rows above the titles, in this order, each where it is given. */
    const char *heading; /* the workbook's title */
    const char *lead;    /* what the sheet is for, in a line */
    bool gaps;           /* an empty cell says that something is missing: it is grey */
    const struct view_group *groups;
    size_t group_count;
    const struct view_cell *notes; /* one a column: what it means, or a number that it uses */

    const struct view_rule *rules;
    size_t rule_count;

    /* Of the builder that makes the streamed cells: a formula a column, NULL where it has none. */
    const char *const *formulas;

    /* A native bar chart of one column by another. */
    struct view_sheet_chart {
        const char *sheet;   /* whose cells it shows; NULL: this sheet */
        size_t label, value; /* column indexes + 1; value 0: none */
        size_t row, rows;    /* the first row, counted from 1, and how many; rows 0: static rows */
        int places;
        const char *title;
        bool beside; /* right of the rows, not below them */
    } chart;

    /* Static rows of one text and nothing else are headings of those below them. */
    bool sections;

    /* Notes of this column's static cells are comments (index + 1); 0: none. */
    size_t comment_column;

    /* Bars behind the numbers of this column, from 0 to 100 (index + 1); 0: none. */
    size_t bar_column;

    /* A live SUM over one column below the static rows, its computed value cached, and below it
     * the stored sum; such a sheet takes no streamed rows. sum_column 0: none (column index + 1;
     * not the first column, which holds the labels). */
    size_t sum_column;
    double sum_value;
    int sum_places;
    const char *sum_label;

    /* A colour scale over these columns of the static rows (indexes + 1); 0: none. */
    size_t scale_first, scale_last;

    enum view_tone tone; /* of the sheet's tab: TONE_NONE is the house colour */
    bool tone_from_rows; /* ... unless a row, streamed ones too, begins with a graver tone */
};

/* A name for a cell or range: "alpha" for "Parameters!$C$2". */
struct view_name {
    const char *name;
    const char *refers;
};

struct view_workbook {
    const char *title;
    const char *subject;
    const char *author;   /* the site's name */
    const char *comments; /* "As of 2026-06-30, parameters v2.0" */
    long long created;    /* document property: seconds since 1970 UTC, from the data */
    struct view_sheet *sheets;
    size_t sheet_count;
    struct view_name *names;
    size_t name_count;
    const char *rows; /* the file with the rows that were made ahead; NULL: none were */
};

/* A sector's workbook: a summary, what its scores are made of, computed live (streamed: one row an
 * organization, assessed or not, none where the sector is not scored), weights, calibrations,
 * parameters, organizations (streamed, one column a column of the set), changes (streamed),
 * findings, the method. */
enum {
    SECTOR_SHEET_SUMMARY,
    SECTOR_SHEET_SCORES,
    SECTOR_SHEET_WEIGHTS,
    SECTOR_SHEET_CALIBRATIONS,
    SECTOR_SHEET_PARAMETERS,
    SECTOR_SHEET_ORGANIZATIONS,
    SECTOR_SHEET_CHANGES,
    SECTOR_SHEET_FINDINGS,
    SECTOR_SHEET_METHOD,
    SECTOR_SHEETS
};
struct view_workbook *view_sector_workbook(const struct view_context *context,
                                           const struct sector *sector,
                                           const struct column_set *columns, struct arena *arena);

/* The portfolio's: a summary, the fund, computed live from the scores (streamed: one row an
 * assessed organization, by sector, then organization_id), all sectors and their totals, the
 * comparison of those whose weights are valid, all weights, calibrations, parameters, organizations
 * (streamed: the sector, then the firmographics that all sectors share), changes (streamed),
 * findings, the method. `columns`: the set of any sector. */
enum {
    PORTFOLIO_SHEET_SUMMARY,
    PORTFOLIO_SHEET_FUND,
    PORTFOLIO_SHEET_SCORES,
    PORTFOLIO_SHEET_SECTORS,
    PORTFOLIO_SHEET_COMPARISON,
    PORTFOLIO_SHEET_WEIGHTS,
    PORTFOLIO_SHEET_CALIBRATIONS,
    PORTFOLIO_SHEET_PARAMETERS,
    PORTFOLIO_SHEET_ORGANIZATIONS,
    PORTFOLIO_SHEET_CHANGES,
    PORTFOLIO_SHEET_FINDINGS,
    PORTFOLIO_SHEET_METHOD,
    PORTFOLIO_SHEETS
};
struct view_workbook *view_portfolio_workbook(const struct view_context *context,
                                              const struct column_set *columns,
                                              struct arena *arena);

/* A streamed row of SECTOR_SHEET_SCORES; `sheet` is that sheet. */
const struct view_cell *view_score_cells(struct arena *arena, const struct view_sheet *sheet,
                                         const struct organization *organization,
                                         const struct scored_organization *scored);
/* A streamed row of PORTFOLIO_SHEET_SCORES, with its ranks. */
const struct view_cell *view_standing_cells(struct arena *arena, const struct view_sheet *sheet,
                                            const struct view_context *context,
                                            const struct standing *row);

/* A streamed row of SECTOR_SHEET_ORGANIZATIONS. */
const struct view_cell *view_organization_cells(struct arena *arena,
                                                const struct column_set *columns,
                                                const struct organization *organization);
/* A streamed row of PORTFOLIO_SHEET_ORGANIZATIONS. */
const struct view_cell *view_portfolio_cells(struct arena *arena, const struct sector *sector,
                                             const struct column_set *columns,
                                             const struct organization *organization);

/* The streamed rows of a sheet of changes. `data`: where all of them are, of the portfolio NULL. */
void view_changes_cells(const struct changes_record *record, const char *data, struct arena *arena,
                        struct view_table *rows);

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
