#include "app/scoring.h"

#include "base/interrupt.h"
#include "rules/validate.h"

struct score_parameters scoring_parameters(struct arena *arena, const struct settings *settings)
{
    static const char *const codes[DIMENSION_WEIGHTS] = {
        "data_infrastructure", "ai_governance",      "technology_stack", "talent",
        "leadership",          "use_case_portfolio", "culture"};
    struct score_parameters parameters = {
        .alpha = settings->alpha_vr_weight,
        .beta = settings->beta_synergy_weight,
        .lambda = settings->lambda_penalty,
        .delta = settings->delta_position,
        .change_threshold = settings->hitl_score_change_threshold,
        .ebitda_threshold = settings->hitl_ebitda_projection_threshold,
    };
    if (settings->param_version == PARAM_V2_0)
        return parameters;
    struct weight *weights = arena_array(arena, DIMENSION_WEIGHTS, sizeof *weights);
    for (size_t i = 0; i < DIMENSION_WEIGHTS; i++)
        weights[i] =
            (struct weight){.dimension_code = codes[i], .value = settings->dimension_weights[i]};
    parameters.global_weights = weights;
    parameters.global_weight_count = DIMENSION_WEIGHTS;
    return parameters;
}

const char *scoring_version(const struct settings *settings)
{
    return settings->param_version == PARAM_V1_0 ? "v1.0" : "v2.0";
}

/* All of a sector's, copied. */
static bool read_sector(const struct scoring *scoring, struct arena *arena,
                        const struct sector *sector, struct scored_sector *out, struct error *err)
{
    size_t capacity = 0;
    bool done = false;
    struct source_assessed *stream;
    struct assessed_organization next;
    if (!source_assessments(scoring->source, arena, sector, &stream, err))
        return false;
    while (source_next_assessed(stream, &next, &done, err)) {
        if (done)
            return true;
        out->organizations = arena_grow(arena, out->organizations, &capacity, out->count + 1,
                                        sizeof *out->organizations);
        out->organizations[out->count++] =
            *assessed_copy(arena, &next, scoring->configs->dimension_count);
    }
    return false;
}

bool scoring_sector(const struct scoring *scoring, struct arena *arena, const struct sector *sector,
                    struct findings *findings, struct scored_sector *out, struct error *err)
{
    *out = (struct scored_sector){0};
    score_sector_init(&out->rules, arena, scoring->configs, sector, scoring->parameters);
    if (!sector_is_valid(scoring->configs, sector))
        return true;
    if (!read_sector(scoring, arena, sector, out, err))
        return false;
    scored_sector_fill(arena, sector, out, findings);
    return true;
}

bool scoring_board(const struct scoring *scoring, struct arena *arena, struct scoreboard *board,
                   struct error *err)
{
    struct board_builder *builder = scoreboard_begin(arena, scoring->configs, board);
    for (size_t i = 0; i < scoring->configs->sector_count; i++) {
        const struct sector *sector = &scoring->configs->sectors[i];
        struct arena *scratch = arena_new();
        struct scored_sector scored;
        bool ok =
            interrupt_check(err) && scoring_sector(scoring, scratch, sector, NULL, &scored, err);
        if (ok)
            scoreboard_add(builder, sector, &scored, scoring->totals[i].organizations);
        arena_free(scratch);
        if (!ok)
            return false;
    }
    scoreboard_end(builder);
    return true;
}
