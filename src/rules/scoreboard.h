/*
 * Where all assessed organizations stand together: averages, counts, the fund, ranks. Rows stream
 * past once, in order; of each nothing stays but its score twice, 16 bytes, and of all only the
 * rows that some list of a page shows.
 */
#ifndef RULES_SCOREBOARD_H
#define RULES_SCOREBOARD_H

#include "rules/fund.h"
#include "rules/standing.h"

/* One sector over its assessed organizations; averages are unweighted. */
struct sector_standing {
    bool scored;          /* false: weights are invalid, nothing is scored */
    size_t count;         /* assessed organizations */
    const double *scores; /* their Org-AI-R, the highest first */
    size_t first, kept;   /* its rows of the scoreboard */
    double average_org_ai_r, average_v_r, average_h_r;
    double *average_dimensions; /* in the order of config_set.dimensions */
    size_t bands[BAND_EXCELLENT + 1];
    size_t gate_failures;
    size_t reviews;
    size_t not_assessed;     /* organizations without an assessment in force */
    double value;            /* sum of the enterprise values, some of them assumed */
    double weighted;         /* sum of Org-AI-R times that value */
    const char *assessed_on; /* the latest; "": none is assessed */
};

/* Readiness against opportunity, split at SCORE_SPLIT: how many have either, or both. */
enum { SCORE_SPLIT = 60 };
struct score_quadrants {
    size_t both, readiness, opportunity;
};

struct scoreboard {
    struct standing *rows; /* those that are kept, by sector in order, then organization_id */
    size_t kept;
    size_t count;                   /* of all that are assessed */
    const double *scores;           /* theirs, the highest first */
    const struct standing **spread; /* board_lists.spread of them, evenly by score, the highest
                                     * first; NULL: there are no more than that */
    size_t spread_count;
    struct sector_standing *sectors; /* one a sector of the config_set */
    struct score_quadrants quadrants;
    struct fund fund;
};

/* A list that pages show: of those who are wanted, the first `most` in its order, which is total
 * and as for qsort over pointers to standings. */
struct board_list {
    int (*order)(const void *left, const void *right);
    bool (*wants)(const struct standing *row); /* NULL: everybody */
    size_t most;                               /* SIZE_MAX: all of them */
};

/* What every sector's pages show, and those of the fund. One of the fund's lists must be of the
 * `spread` highest, so that all are kept where there are no more. */
struct board_lists {
    const struct board_list *sector, *fund;
    size_t sector_count, fund_count;
    size_t spread;
};

/* Made sector by sector, in the order of the configurations, with room for `expected` rows from the
 * start. `organizations`: how many the sector has, assessed or not. Rows come by organization_id
 * and are copied where they are kept; those of a sector whose weights are invalid count for
 * nothing. `end` ranks. */
struct board_builder;
struct board_builder *scoreboard_begin(struct arena *arena, const struct config_set *configs,
                                       size_t expected, const struct board_lists *lists,
                                       struct scoreboard *board);
void scoreboard_begin_sector(struct board_builder *builder, const struct sector *sector,
                             long long organizations);
void scoreboard_add(struct board_builder *builder, const struct standing *row);
void scoreboard_end_sector(struct board_builder *builder, const double *average_dimensions);
void scoreboard_end(struct board_builder *builder);

/* Behind scoreboard_end, where scoreboard_spreads says so: all rows once more, for
 * scoreboard.spread. Of many with the very same score all are held while it is made. */
bool scoreboard_spreads(const struct board_builder *builder);
void scoreboard_spread(struct board_builder *builder, const struct standing *row);
void scoreboard_end_spread(struct board_builder *builder);
/* Frees what only the making needs. */
void scoreboard_finish(struct board_builder *builder);

/* Fills in its ranks. */
void scoreboard_rank(const struct scoreboard *board, struct standing *standing);

/* Where an organization of the sector stands, as its `standing`, in the arena and of its strings;
 * NULL without a score. */
void scoreboard_place(const struct scoreboard *board, struct arena *arena, size_t sector,
                      struct scored_organization *scored);

#endif
