/*
 * Scores for machines: the members that several documents share. Computed numbers stand unrounded,
 * with the fewest digits that read back as the same binary64; inputs with the digits of the
 * database. Without a score every key is there and null.
 */
#ifndef RENDER_JSON_SCORES_H
#define RENDER_JSON_SCORES_H

#include "model/config.h"
#include "render/json/writer.h"
#include "rules/scoreboard.h"

/* weighted_mean, sigma, v_r, position_factor, h_r, alignment, synergy, org_ai_r, interval_low,
 * interval_high, band, governance_gate ("passed", "blocked"; null: the sector has none),
 * review_reasons (sentences), ebitda {conservative, base, optimistic} or null, imputed (codes of
 * the dimensions that count as 50). */
void score_members(struct writer *writer, const struct scored_organization *scored);

/* rank, percentile (in the sector), change (since the assessment before), assessed_on. */
void standing_members(struct writer *writer, const struct scored_organization *scored);

/* "inputs" {scores {code: number or null}, talent_concentration, percentile, timing, alignment
 * (null: by formula), evidence_count, enterprise_value_musd, target_score}, with the defaults that
 * apply. */
void score_inputs_member(struct writer *writer, const struct scored_organization *scored);

/* "scores" {assessed, not_assessed, average_org_ai_r, average_v_r, average_h_r,
 * average_dimensions {code: number}, bands {name: count}, gate_failures, reviews}; averages are
 * null without an assessed organization, all of it is null where the weights are invalid or
 * nothing was scored. */
void sector_scores_member(struct writer *writer, const struct config_set *configs,
                          const struct scoreboard *board, size_t sector);

#endif
