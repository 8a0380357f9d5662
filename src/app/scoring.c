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

bool scoring_each(const struct scoring *scoring, const struct sector *sector, scoring_take *take,
                  void *subject, struct error *err)
{
    if (!sector_is_valid(scoring->configs, sector))
        return true;
    struct arena *arena = arena_new();
    struct arena *one = arena_new();
    struct score_sector rules;
    struct source_assessed *stream;
    struct assessed_organization assessed;
    bool done = false;
    score_sector_init(&rules, arena, scoring->configs, sector, scoring->parameters);
    bool ok = source_assessments(scoring->source, arena, sector, &stream, err);
    while (ok && (ok = source_next_assessed(stream, &assessed, &done, err)) && !done) {
        arena_reset(one);
        struct scored_organization scored = score_organization(one, &rules, &assessed);
        ok = take(subject, &scored, err);
    }
    arena_free(one);
    arena_free(arena);
    return ok;
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

/* The standings of a sector in the making. */
struct standings_in_making {
    struct board_builder *builder;
    size_t sector;
    struct dimension_averages averages;
};

static bool add_standing(void *subject, const struct scored_organization *scored, struct error *err)
{
    (void)err;
    struct standings_in_making *making = subject;
    dimension_averages_add(&making->averages, scored);
    if (scored->score) {
        struct standing standing = standing_of(scored, making->sector);
        scoreboard_add(making->builder, &standing);
    }
    return true;
}

static bool board_sector(const struct scoring *scoring, struct board_builder *builder, size_t index,
                         struct error *err)
{
    const struct sector *sector = &scoring->configs->sectors[index];
    size_t dimensions = scoring->configs->dimension_count;
    struct arena *arena = arena_new();
    struct standings_in_making making = {
        .builder = builder,
        .sector = index,
        .averages = {.sums = arena_array(arena, dimensions, sizeof(double))},
    };
    scoreboard_begin_sector(builder, sector, scoring->totals[index].organizations);
    bool ok = interrupt_check(err) && scoring_each(scoring, sector, add_standing, &making, err);
    dimension_averages_end(&making.averages, dimensions);
    scoreboard_end_sector(builder, making.averages.sums);
    arena_free(arena);
    return ok;
}

bool scoring_board(const struct scoring *scoring, struct arena *arena,
                   const struct board_lists *lists, struct scoreboard *board, struct error *err)
{
    long long organizations = 0;
    for (size_t i = 0; i < scoring->configs->sector_count; i++)
        organizations += scoring->totals[i].organizations;
    struct board_builder *builder =
        scoreboard_begin(arena, scoring->configs, (size_t)organizations, lists, board);
    bool ok = true;
    for (size_t i = 0; ok && i < scoring->configs->sector_count; i++)
        ok = board_sector(scoring, builder, i, err);
    if (ok)
        scoreboard_end(builder);
    scoreboard_finish(builder);
    return ok;
}
