/* A small portfolio for workbooks: three sectors, one of them invalid; organizations with every
 * kind of column, full, sparse and awkward. */
#ifndef SUPPORT_WORKBOOK_CASES_H
#define SUPPORT_WORKBOOK_CASES_H

#include "view/workbook.h"

enum { CASE_SECTORS = 3, CASE_ORGANIZATIONS = 7 };

struct workbook_case {
    struct view_context context;
    struct config_set configs;
    struct column_set columns;
    struct organization organizations[CASE_ORGANIZATIONS]; /* all of the first sector */
};

/* Everything lives in the arena. */
const struct workbook_case *workbook_case(struct arena *arena);

#endif
