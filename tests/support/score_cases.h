/*
 * Assessments made by hand for sector 0 of model_cases.h, scored and ranked. Scores in the order
 * data infrastructure, AI governance, talent; the sector's governance minimum is 60.
 *
 * SCORE_SOUND   three assessments, the first without an interval worth its name; a target
 * SCORE_WEAK    talent imputed, gate failed, alignment stated, timing out of range, no value
 * SCORE_MET     governance exactly at the minimum, talent concentration above the threshold
 * SCORE_ZERO    every dimension 0
 * SCORE_TWIN    scores as SCORE_SOUND has them: they share a rank
 * SCORE_ENDED   an assessment that is no longer in force
 * SCORE_REFUSED an assessment that cannot be scored
 * Sector 1 has invalid weights, sector 2 has none.
 */
#ifndef TESTS_SUPPORT_SCORE_CASES_H
#define TESTS_SUPPORT_SCORE_CASES_H

#include "rules/scoreboard.h"
#include "support/model_cases.h"

enum {
    SCORE_SOUND,
    SCORE_WEAK,
    SCORE_MET,
    SCORE_ZERO,
    SCORE_TWIN,
    SCORE_ENDED,
    SCORE_REFUSED,
    SCORE_CASES
};

struct score_case {
    struct arena *arena;
    struct score_parameters parameters;
    struct scored_sector scored;
    struct scoreboard board;
    struct findings findings; /* of scoring */
};

/* For a scoreboard that keeps every row. */
extern const struct board_lists every_row;

/* Puts the board and the parameters into the model's context. */
void score_case_make(struct arena *arena, struct model_case *model, struct score_case *scores);

/* One of them, with its history. */
struct scored_organization score_case_of(const struct score_case *scores, size_t which);
struct organization score_case_organization(const struct score_case *scores, size_t which);

/* The standings of those with a score, by organization_id; in the arena. */
struct standing *score_case_standings(struct arena *arena, size_t sector,
                                      const struct scored_sector *scored, size_t *count);

/* Adds a scored sector to the scoreboard; `scored` NULL: none of its organizations is assessed. */
void score_case_add(struct board_builder *builder, const struct config_set *configs, size_t sector,
                    const struct scored_sector *scored, long long organizations);

#endif
