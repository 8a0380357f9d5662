/*
 * The comparison of two releases: pure, fed sector by sector, so that memory is
 * bounded by what is passed and what differs. Begin, sectors and findings in any
 * order, end.
 *
 * The cause of a move is what differs among that which the number is made from:
 * the organization's inputs, the weights and calibrations of its sector, the
 * parameters. What cannot have an effect is left out (evidence moves the
 * interval, not the score; the governance minimum moves the gate alone; parameters
 * v1.0 do without the sector's weights, v2.0 without the global ones).
 */
#ifndef RULES_CHANGES_H
#define RULES_CHANGES_H

#include "base/arena.h"
#include "model/change.h"

struct comparison;

/* Both sites must live as long as the arena. `only`: the configuration of this sector and of what
 * holds for all, NULL: of all sectors. */
struct comparison *comparison_begin(struct arena *arena, const struct published_site *before,
                                    const struct published_site *after, const char *only);

/* The organizations of one sector, each list by id; a sector that is not there is NULL, its list
 * empty. What the result needs is copied. A sector may come in several calls, each of a range of
 * ids, and organizations that read the same on both sides may be left out of both. */
struct published_organizations {
    const struct published_sector *sector;
    const struct published_organization *rows;
    size_t count;
};
void comparison_sector(struct comparison *comparison, const struct published_organizations *before,
                       const struct published_organizations *after);

/* In any order; sorted here. */
void comparison_findings(struct comparison *comparison, struct findings *before,
                         struct findings *after);

void comparison_end(struct comparison *comparison, struct changes *out);

#endif
