/*
 * What every view is made from besides its own subject: the configurations of
 * the day, the database's totals, the findings, and how the site names itself.
 */
#ifndef VIEW_CONTEXT_H
#define VIEW_CONTEXT_H

#include "model/config.h"
#include "model/finding.h"
#include "model/organization.h"
#include "rules/scoreboard.h"

struct view_context {
    const struct config_set *configs;
    /* One a sector of `configs`, in the same order; NULL: nothing was counted. */
    const struct sector_totals *totals;
    const struct findings *findings; /* sorted; of the site the first, and the number of all */
    const struct scoreboard *scores; /* NULL: nothing was scored */
    const struct score_parameters *parameters_in_force;
    const char *site_name;
    bool as_of_asked_for;   /* the day is the one asked for, the same on every page */
    const char *as_of;      /* "In force since 2025-01-01" or "As of 2026-06-30" */
    const char *parameters; /* "Parameters v2.0" */
    /* What documents say they were created: seconds since 1970 UTC, from the data and never
     * from the clock, so that the same data gives the same bytes. */
    long long created;
    long long epoch; /* SOURCE_DATE_EPOCH, which stands in for that day; -1: none */
};

/* The day that a page speaks of: the day asked for, else the latest on which a row in force that
 * the page is made from came into force; "" without rows. A day that only moves with the page's own
 * data lets an unchanged night publish nothing, and a change of one organization leave the pages
 * of the others alone. These fill in as_of: of the whole site, of a sector with its organizations,
 * of one organization (the day of its assessment, NULL: none). The first two fill in created as
 * well; an organization has no document of its own. */
void view_context_of_site(struct view_context *context, struct arena *arena);
void view_context_of_sector(struct view_context *context, struct arena *arena,
                            const struct sector *sector);
void view_context_of_organization(struct view_context *context, struct arena *arena,
                                  const struct sector *sector, const char *assessed_on);

#endif
