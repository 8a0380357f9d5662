/*
 * A workbook's content: sheets of typed tables. Static rows come with the
 * sheet, streamed ones (organizations) are added by the renderer's user row by
 * row in the sheet's columns.
 */
#ifndef VIEW_WORKBOOK_H
#define VIEW_WORKBOOK_H

#include "view/component.h"

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

#endif
