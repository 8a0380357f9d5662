#include "support/score_cases.h"

enum { DIMENSIONS = 3 };

static struct assessment assessment_of(struct arena *arena, const char *day,
                                       const int64_t hundredths[DIMENSIONS])
{
    struct assessment row = {
        .assessment_id = day,
        .effective_from = day,
        .scores = arena_array(arena, DIMENSIONS, sizeof(struct decimal)),
        .missing = arena_array(arena, DIMENSIONS, sizeof(bool)),
        .market_cap_percentile = {5, 1},
        .timing_factor = {10, 1},
        .evidence_count = 10,
    };
    for (size_t i = 0; i < DIMENSIONS; i++)
        row.scores[i] = (struct decimal){hundredths[i], 2};
    return row;
}

static struct assessed_organization organization_of(struct arena *arena, size_t which,
                                                    const char *name, size_t count)
{
    return (struct assessed_organization){
        .organization_id =
            arena_printf(arena, "c%zu000000-0000-4000-8000-00000000000%zu", which, which),
        .name = name,
        .rows = arena_array(arena, count, sizeof(struct assessment)),
        .count = count,
    };
}

static void in_force(struct assessed_organization *organization)
{
    organization->current = &organization->rows[organization->count - 1];
    organization->previous = organization->count > 1 ? organization->current - 1 : NULL;
}

static struct assessed_organization sound(struct arena *arena)
{
    struct assessed_organization organization =
        organization_of(arena, SCORE_SOUND, "Sound & Sons", 3);
    struct assessment *rows = organization.rows;
    rows[0] = assessment_of(arena, "2025-06-30", (const int64_t[]){4000, 6150, 4500});
    rows[1] = assessment_of(arena, "2025-12-31", (const int64_t[]){5500, 6300, 5000});
    rows[2] = assessment_of(arena, "2026-03-31", (const int64_t[]){7225, 6800, 8050});
    rows[0].evidence_count = 1;
    rows[0].effective_to = "2025-12-31";
    rows[1].effective_to = "2026-03-31";
    rows[2].evidence_count = 25;
    rows[2].market_cap_percentile = (struct decimal){80, 2};
    rows[2].has_enterprise_value = rows[2].has_target = true;
    rows[2].enterprise_value_musd = (struct decimal){125050, 2};
    rows[2].target_score = (struct decimal){85, 0};
    in_force(&organization);
    return organization;
}

static struct assessed_organization weak(struct arena *arena)
{
    struct assessed_organization organization = organization_of(arena, SCORE_WEAK, "<b>Weak", 1);
    organization.rows[0] = assessment_of(arena, "2026-03-31", (const int64_t[]){4100, 3900, 0});
    struct assessment *row = organization.rows;
    row->missing[2] = true;
    row->has_alignment = true;
    row->alignment = (struct decimal){80, 2};
    row->timing_factor = (struct decimal){13, 1};
    in_force(&organization);
    return organization;
}

static struct assessed_organization flat(struct arena *arena, size_t which, const char *name,
                                         const int64_t hundredths[DIMENSIONS])
{
    struct assessed_organization organization = organization_of(arena, which, name, 1);
    organization.rows[0] = assessment_of(arena, "2026-03-31", hundredths);
    in_force(&organization);
    return organization;
}

static void fill(struct arena *arena, struct assessed_organization *rows)
{
    rows[SCORE_SOUND] = sound(arena);
    rows[SCORE_WEAK] = weak(arena);
    rows[SCORE_MET] = flat(arena, SCORE_MET, "Just Met", (const int64_t[]){6000, 6000, 6000});
    rows[SCORE_MET].rows->talent_concentration = (struct decimal){6500, 4};
    rows[SCORE_ZERO] = flat(arena, SCORE_ZERO, "Zero", (const int64_t[]){0, 0, 0});
    rows[SCORE_TWIN] = sound(arena);
    rows[SCORE_TWIN].organization_id = organization_of(arena, SCORE_TWIN, "", 0).organization_id;
    rows[SCORE_TWIN].name = "A Twin";
    rows[SCORE_ENDED] = flat(arena, SCORE_ENDED, "Ended", (const int64_t[]){5000, 6000, 7000});
    rows[SCORE_ENDED].rows->effective_to = "2026-05-31";
    rows[SCORE_ENDED].current = NULL;
    rows[SCORE_REFUSED] = flat(arena, SCORE_REFUSED, "Refused", (const int64_t[]){1, 2, 3});
    rows[SCORE_REFUSED].rows->talent_concentration = (struct decimal){15, 1};
}

static const struct board_list everybody = {standing_by_score, NULL, SIZE_MAX};
const struct board_lists every_row = {.sector = &everybody, .sector_count = 1};

void score_case_make(struct arena *arena, struct model_case *model, struct score_case *scores)
{
    struct sector *sector = &model->configs.sectors[0];
    scores->parameters = score_parameters_default();
    findings_init(&scores->findings, arena);
    scores->scored = (struct scored_sector){
        .organizations = arena_array(arena, SCORE_CASES, sizeof(struct assessed_organization)),
        .count = SCORE_CASES};
    score_sector_init(&scores->scored.rules, arena, &model->configs, sector, &scores->parameters);
    fill(arena, scores->scored.organizations);
    scored_sector_fill(arena, sector, &scores->scored, &scores->findings);
    struct board_builder *builder =
        scoreboard_begin(arena, &model->configs, 3, &every_row, &scores->board);
    for (size_t i = 0; i < model->configs.sector_count; i++)
        score_case_add(builder, &model->configs, i, i == 0 ? &scores->scored : NULL,
                       model->totals[i].organizations);
    scoreboard_end(builder);
    scoreboard_finish(builder);
    scores->arena = arena;
    model->context.scores = &scores->board;
    model->context.parameters_in_force = &scores->parameters;
}

struct standing *score_case_standings(struct arena *arena, size_t sector,
                                      const struct scored_sector *scored, size_t *count)
{
    struct standing *rows = arena_array(arena, scored->count, sizeof *rows);
    *count = 0;
    for (size_t i = 0; i < scored->count; i++)
        if (scored->scored[i].score)
            rows[(*count)++] = standing_of(&scored->scored[i], sector);
    return rows;
}

void score_case_add(struct board_builder *builder, const struct config_set *configs, size_t sector,
                    const struct scored_sector *scored, long long organizations)
{
    struct arena *arena = arena_new();
    struct dimension_averages averages = {
        .sums = arena_array(arena, configs->dimension_count, sizeof(double))};
    size_t count = 0;
    struct standing *rows = scored ? score_case_standings(arena, sector, scored, &count) : NULL;
    for (size_t i = 0; scored && i < scored->count; i++)
        dimension_averages_add(&averages, &scored->scored[i]);
    dimension_averages_end(&averages, configs->dimension_count);
    scoreboard_begin_sector(builder, &configs->sectors[sector], organizations);
    for (size_t i = 0; i < count; i++)
        scoreboard_add(builder, &rows[i]);
    scoreboard_end_sector(builder, averages.sums);
    arena_free(arena);
}

struct scored_organization score_case_of(const struct score_case *scores, size_t which)
{
    struct scored_organization found =
        scored_find(&scores->scored, scores->scored.organizations[which].organization_id);
    scoreboard_place(&scores->board, scores->arena, 0, &found);
    return found;
}

struct organization score_case_organization(const struct score_case *scores, size_t which)
{
    return (struct organization){
        .id = scores->scored.organizations[which].organization_id,
        .legal_name = scores->scored.organizations[which].name,
        .focus_group_id = "pe_manufacturing",
    };
}
