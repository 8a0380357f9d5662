/*
 * Where every assessed organization stands: the little that pages about all of
 * them need (ranking, portfolio, changes), small enough to hold for each.
 */
#ifndef RULES_STANDING_H
#define RULES_STANDING_H

#include "model/assessment.h"
#include "model/finding.h"
#include "rules/fund.h"
#include "rules/score.h"

struct standing {
    const char *organization_id;
    const char *name;
    size_t sector; /* index into config_set.sectors */
    const char *assessed_on;
    float history[4]; /* Org-AI-R of up to four assessments before, the oldest first */
    unsigned char history_count;
    double org_ai_r, v_r, h_r, synergy;
    double interval_low, interval_high;
    bool leader, laggard;
    bool has_change;
    double change; /* Org-AI-R less that of the assessment before */
    enum score_band band;
    enum score_gate gate;
    double governance; /* score of the dimension that the gate looks at; 0 without a gate */
    unsigned reviews;  /* of enum score_review */
    bool has_enterprise_value;
    struct decimal enterprise_value_musd;
    struct rank in_sector;
    struct rank in_portfolio;
};

/* Averages of one sector over its assessed organizations; unweighted. */
struct sector_standing {
    bool scored;         /* false: weights are invalid, nothing is scored */
    size_t first, count; /* its rows of the scoreboard */
    double average_org_ai_r, average_v_r, average_h_r;
    double *average_dimensions; /* in the order of config_set.dimensions */
    size_t bands[BAND_EXCELLENT + 1];
    size_t gate_failures;
    size_t reviews;
    size_t not_assessed; /* organizations without an assessment in force */
};

struct scoreboard {
    struct standing *rows; /* by sector in order, then organization_id */
    size_t count;
    struct sector_standing *sectors; /* one a sector of the config_set */
    struct fund fund;
};

/* One assessed organization with everything that its page says of it. */
struct scored_organization {
    const struct score_sector *rules;
    const struct assessed_organization *assessed; /* NULL: none up to the day of the report */
    const struct score *score;                    /* of assessed->current; NULL: not assessed */
    const struct standing *standing;              /* NULL as `score` is, or nobody ranks */
    const struct score_moment *history; /* one a row of `assessed`, each by the same rules */
    const char *refusal; /* why the assessment in force could not be scored; NULL: it could */
};

/* Scores one organization, all of its assessments. One in force that the rules refuse is no longer
 * `current`. What is found lives in the arena. */
struct scored_organization score_organization(struct arena *arena, const struct score_sector *rules,
                                              struct assessed_organization *assessed);

/* What a reader of the score has to know: an assessment that the rules refuse (assessment_refused,
 * error), two in force at once (assessment_doubled, warning), dimensions without a score
 * (dimension_imputed, warning). */
void score_doubts(const struct sector *sector, const struct scored_organization *scored,
                  struct findings *findings);

/* One sector, scored. Everything lives in the arena it was made with; scored_find says by which
 * rules, wherever the struct has moved to. */
struct scored_sector {
    struct score_sector rules;
    struct assessed_organization *organizations; /* by organization_id */
    size_t count;
    struct scored_organization *scored; /* one each */
};

/* Scores the organizations of `scored`, whose rules are set already. Doubts are findings, in the
 * order of the organizations; `findings` may be NULL. */
void scored_sector_fill(struct arena *arena, const struct sector *sector,
                        struct scored_sector *scored, struct findings *findings);

/* What is known of one organization of the sector; `score` NULL: not assessed. `board` may be
 * NULL. */
struct scored_organization scored_find(const struct scored_sector *scored,
                                       const struct scoreboard *board, size_t sector,
                                       const char *organization_id);

/* What one sector brings to the scoreboard, its ranks still to be found. */
struct sector_standings {
    struct standing *rows; /* by organization_id */
    size_t count;
    size_t capacity;
    double *average_dimensions; /* in the order of config_set.dimensions */
};

/* Made organization by organization, in the order of their ids; those without a score are left
 * out. Everything lives in the arena. */
void standings_begin(struct arena *arena, size_t dimension_count, struct sector_standings *out);
void standings_add(struct arena *arena, struct sector_standings *standings, size_t sector,
                   const struct scored_organization *scored);
void standings_end(struct sector_standings *standings, size_t dimension_count);

/* The scoreboard, made sector by sector, in the order of the configurations, with room for
 * `expected` rows from the start. `organizations`: how many the sector has, assessed or not. What a
 * sector brings is copied, and is nothing where its weights are invalid; `end` ranks. */
struct board_builder;
struct board_builder *scoreboard_begin(struct arena *arena, const struct config_set *configs,
                                       size_t expected, struct scoreboard *board);
void scoreboard_add(struct board_builder *builder, const struct sector *sector,
                    const struct sector_standings *standings, long long organizations);
void scoreboard_end(struct board_builder *builder);

/* NULL: not assessed, or its sector is not scored. */
const struct standing *scoreboard_find(const struct scoreboard *board, size_t sector,
                                       const char *organization_id);

/* For qsort over pointers to standings: the best rank first, of equals by name, then id. */
int standing_by_sector_rank(const void *left, const void *right);
int standing_by_portfolio_rank(const void *left, const void *right);

#endif
