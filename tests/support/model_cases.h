/*
 * A small model made by hand: two dimensions' worth of everything that a view
 * must tell apart. Sector 0 is valid, sector 1 sums to 0.990 and lacks a
 * dimension's row, sector 2 has nothing at all.
 */
#ifndef TESTS_SUPPORT_MODEL_CASES_H
#define TESTS_SUPPORT_MODEL_CASES_H

#include "model/finding.h"
#include "model/organization.h"
#include "view/context.h"

struct model_case {
    struct config_set configs;
    struct sector_totals totals[3];
    struct findings findings;
    struct view_context context;
    struct column_set columns; /* of sector 0: firmographics and one attribute of each kind */
};

/* Findings are those of rules/validate.h. */
void model_case_make(struct arena *arena, struct model_case *model);

/* An organization of sector 0 with every value, and one with none but its names. */
struct organization model_case_full(struct arena *arena);
struct organization model_case_bare(struct arena *arena);

#endif
