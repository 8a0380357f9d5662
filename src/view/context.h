/*
 * What every view is made from besides its own subject: the configurations of
 * the day, the database's totals, the findings, and how the site names itself.
 */
#ifndef VIEW_CONTEXT_H
#define VIEW_CONTEXT_H

#include "model/config.h"
#include "model/finding.h"
#include "model/organization.h"
#include "rules/standing.h"

struct view_context {
    const struct config_set *configs;
    /* One a sector of `configs`, in the same order; NULL: nothing was counted. */
    const struct sector_totals *totals;
    const struct findings *findings; /* sorted */
    const struct scoreboard *scores; /* NULL: nothing was scored */
    const struct score_parameters *parameters_in_force;
    const char *site_name;
    const char *as_of;      /* "In force since 2025-01-01" or "As of 2026-06-30" */
    const char *parameters; /* "Parameters v2.0" */
    /* What documents say they were created: seconds since 1970 UTC, from the data and never
     * from the clock, so that the same data gives the same bytes. */
    long long created;
};

#endif
