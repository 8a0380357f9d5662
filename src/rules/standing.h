/*
 * Scores of organizations, one by one, and where each stands: the little that pages about all of
 * them need (ranking, portfolio).
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
 * error), two in force at once (assessment_doubled, warning), an enterprise value that is no number
 * or a day that is none (assessment_not_finite, warning), dimensions without a score
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

/* What is known of one organization of the sector, but where it stands. */
struct scored_organization scored_find(const struct scored_sector *scored,
                                       const char *organization_id);

/* Where one with a score stands, its ranks still to be found; of the strings of `scored`. */
struct standing standing_of(const struct scored_organization *scored, size_t sector);

/* The averages of a sector's dimensions over its organizations with a score, in the order of
 * config_set.dimensions: `sums` are sums until the end. */
struct dimension_averages {
    double *sums;
    size_t count;
};
void dimension_averages_add(struct dimension_averages *averages,
                            const struct scored_organization *scored);
void dimension_averages_end(struct dimension_averages *averages, size_t dimension_count);

/* For qsort over pointers to standings: the highest score first, as ranks have it; of equals by
 * name, then id. */
int standing_by_score(const void *left, const void *right);

#endif
