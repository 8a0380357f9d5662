/*
 * The fund: assessed organizations rolled up by enterprise value. Members are
 * added one by one, in the order of the reports, so memory is bounded by the
 * number of sectors. Nothing is rounded here.
 *
 *   Fund-AI-R = sum EV_j score_j / sum EV_j           shown with 1 decimal
 *   HHI       = sum over sectors (EV_s / EV_total)^2  shown with 4 decimals
 *
 * EV is in USD millions and counts as FUND_ASSUMED_VALUE where it is missing.
 */
#ifndef RULES_FUND_H
#define RULES_FUND_H

#include "base/arena.h"
#include "base/decimal.h"
#include "rules/score.h"

#include <stdbool.h>
#include <stddef.h>

#define FUND_ASSUMED_VALUE ((struct decimal){100, 0})

/* An assessed organization; what is not assessed is not added. */
struct fund_member {
    const char *focus_group_id;
    bool has_enterprise_value;
    struct decimal enterprise_value; /* >= 0 */
    const struct score *score;
};

struct fund_sector {
    const char *focus_group_id;
    struct decimal enterprise_value;
    size_t members;
    size_t leaders;
    size_t laggards;
    double average_org_ai_r; /* unweighted */
    double share;            /* of the fund's EV, 0..1 */
};

struct fund {
    size_t members;
    size_t assumed; /* of them without a value of their own */
    size_t leaders;
    size_t laggards;
    size_t bands[BAND_EXCELLENT + 1];
    struct decimal enterprise_value;
    bool has_value; /* false: no members, or all of them have EV 0; no Fund-AI-R, no HHI */
    double fund_ai_r;
    double hhi;
    double average[SCORE_KIND_COUNT]; /* unweighted; 0 without members */
    struct fund_sector *sectors;      /* in the order in which they came */
    size_t sector_count;
};

struct fund_builder;
struct fund_builder *fund_begin(struct arena *arena);
/* False: the value is negative or the sum leaves the range of a decimal; nothing is added. */
bool fund_add(struct fund_builder *builder, const struct fund_member *member);
/* May be asked again and again while members are added. */
void fund_end(const struct fund_builder *builder, struct arena *arena, struct fund *out);

/* Rank 1 is the highest score; equals share a rank and the next ones are left out (1, 2, 2, 4).
 * Percentile is the mid-rank one, 0..100: those below, and half of its equals, itself included,
 * of all; 50 for one alone. */
struct rank {
    size_t rank;
    double percentile;
};
/* Of one of `scores`, which have the highest first. */
struct rank rank_of(const double *scores, size_t count, double score);
/* Where its equals stand: so many, from `first` on. */
void rank_range(const double *scores, size_t count, double score, size_t *first, size_t *equal);

#endif
