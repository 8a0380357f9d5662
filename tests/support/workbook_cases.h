/* A small portfolio for workbooks: three sectors, one of them invalid; organizations with every
 * kind of column, full, sparse and awkward; five of them assessed. */
#ifndef SUPPORT_WORKBOOK_CASES_H
#define SUPPORT_WORKBOOK_CASES_H

#include "view/workbook.h"

enum { CASE_SECTORS = 3, CASE_ORGANIZATIONS = 7 };

struct workbook_case {
    struct view_context context;
    struct config_set configs;
    struct column_set columns;
    struct organization organizations[CASE_ORGANIZATIONS]; /* all of the first sector */
    struct score_parameters parameters;
    struct score_sector rules;
    struct scoreboard board;
    struct scored_organization scored[CASE_ORGANIZATIONS];
};

/* Everything lives in the arena. */
const struct workbook_case *workbook_case(struct arena *arena);
/* The same, scored with weights of the parameters' own: v1.0. */
const struct workbook_case *workbook_case_global(struct arena *arena);

#endif
