#include "rules/standing.h"

#include "base/text.h"
#include "rules/validate.h"

/* The score of an assessment by itself, without what came before it. */
static bool score_alone(struct arena *arena, const struct score_sector *rules,
                        const struct assessment *assessment, struct score *out)
{
    struct score_inputs inputs = score_inputs_of(assessment);
    return score_assess(arena, rules, &inputs, out, NULL);
}

static void add_finding(struct findings *findings, const struct sector *sector,
                        const struct assessed_organization *organization, struct finding finding)
{
    if (!findings)
        return;
    finding.focus_group_id = sector->focus_group_id;
    finding.organization_id = organization->organization_id;
    finding.subject = organization->name;
    findings_add(findings, &finding);
}

/* What a reader of the score has to know about its assessment. */
static void find_doubts(struct findings *findings, const struct sector *sector,
                        const struct assessed_organization *organization, const struct score *score)
{
    if (organization->doubled)
        add_finding(
            findings, sector, organization,
            (struct finding){.severity = SEVERITY_WARNING,
                             .code = "assessment_doubled",
                             .message = "two assessments are in force: the later one counts"});
    if (score->imputed_count > 0) {
        char message[96];
        snprintf(message, sizeof message, "%zu of %zu dimensions %s as 50", score->imputed_count,
                 score->dimension_count,
                 score->imputed_count == 1 ? "has no score and counts" : "have no score and count");
        add_finding(findings, sector, organization,
                    (struct finding){.severity = SEVERITY_WARNING,
                                     .code = "dimension_imputed",
                                     .message = message});
    }
}

/* One organization: the assessment before first, by the same rules, so that a change is one of
 * the organization and not of the weights. */
static void score_organization(struct arena *arena, const struct sector *sector,
                               struct scored_sector *scored, size_t index,
                               struct findings *findings)
{
    struct arena *scratch = scored->scratch;
    struct assessed_organization *organization = &scored->organizations[index];
    struct score_inputs inputs = score_inputs_of(organization->current);
    struct score before;
    if (organization->previous &&
        score_alone(scratch, &scored->rules, organization->previous, &before)) {
        inputs.has_previous = true;
        inputs.previous = before.org_ai_r;
    }
    struct error refusal = ERROR_INIT;
    if (score_assess(arena, &scored->rules, &inputs, &scored->scores[index], &refusal)) {
        find_doubts(findings, sector, organization, &scored->scores[index]);
        return;
    }
    organization->current = NULL;
    add_finding(findings, sector, organization,
                (struct finding){.severity = SEVERITY_ERROR,
                                 .code = "assessment_refused",
                                 .message = refusal.message});
}

void scored_sector_fill(struct arena *arena, const struct sector *sector,
                        struct scored_sector *scored, struct findings *findings)
{
    scored->scores = arena_array(arena, scored->count, sizeof *scored->scores);
    scored->scratch = arena_new();
    for (size_t i = 0; i < scored->count; i++) {
        if (scored->organizations[i].current)
            score_organization(arena, sector, scored, i, findings);
        arena_reset(scored->scratch);
    }
    arena_free(scored->scratch);
    scored->scratch = NULL;
}

struct scored_organization scored_find(const struct scored_sector *scored,
                                       const struct scoreboard *board, size_t sector,
                                       const char *organization_id)
{
    struct scored_organization found = {.rules = &scored->rules};
    found.assessed = assessed_find(scored->organizations, scored->count, organization_id);
    if (!found.assessed || !found.assessed->current)
        return found;
    found.score = &scored->scores[found.assessed - scored->organizations];
    found.standing = board ? scoreboard_find(board, sector, organization_id) : NULL;
    return found;
}

void scored_history(struct arena *arena, struct scored_organization *organization)
{
    const struct assessed_organization *assessed = organization->assessed;
    if (!assessed)
        return;
    struct score *history = arena_array(arena, assessed->count, sizeof *history);
    for (size_t i = 0; i < assessed->count; i++)
        if (!score_alone(arena, organization->rules, &assessed->rows[i], &history[i]))
            history[i] = (struct score){0};
    organization->history = history;
}

/* The score of the dimension that the gate looks at. */
static double governance_of(const struct scored_sector *scored, const struct score *score)
{
    for (size_t i = 0; score->gate != GATE_NONE && i < score->dimension_count; i++)
        if (text_equal(scored->rules.codes[i], SCORE_GATE_DIMENSION))
            return score->dimensions[i].score;
    return 0;
}

static void fill_history(struct arena *scratch, const struct scored_sector *scored, size_t index,
                         struct standing *standing)
{
    enum { MOST = sizeof standing->history / sizeof standing->history[0] };
    const struct assessed_organization *organization = &scored->organizations[index];
    size_t before = (size_t)(organization->current - organization->rows);
    for (size_t i = before > MOST ? before - MOST : 0; i < before; i++) {
        struct score score;
        if (score_alone(scratch, &scored->rules, &organization->rows[i], &score))
            standing->history[standing->history_count++] = (float)score.org_ai_r;
    }
}

static struct standing standing_of(const struct scored_sector *scored, size_t index, size_t sector)
{
    const struct assessed_organization *organization = &scored->organizations[index];
    const struct score *score = &scored->scores[index];
    return (struct standing){
        .organization_id = organization->organization_id,
        .name = organization->name,
        .sector = sector,
        .assessed_on = organization->current->effective_from,
        .org_ai_r = score->org_ai_r,
        .v_r = score->v_r,
        .h_r = score->h_r,
        .synergy = score->synergy,
        .interval_low = score->interval[SCORE_ORG_AI_R].low,
        .interval_high = score->interval[SCORE_ORG_AI_R].high,
        .leader = score->leader,
        .laggard = score->laggard,
        .has_change = score->has_change,
        .change = score->change,
        .band = score->band,
        .gate = score->gate,
        .governance = governance_of(scored, score),
        .reviews = score->reviews,
        .has_enterprise_value = organization->current->has_enterprise_value,
        .enterprise_value_musd = organization->current->enterprise_value_musd,
    };
}

void standings_of(struct arena *arena, const struct config_set *configs,
                  const struct sector *sector, const struct scored_sector *scored,
                  struct sector_standings *out)
{
    size_t dimensions = configs->dimension_count;
    size_t count = sector_is_valid(configs, sector) ? scored->count : 0;
    *out = (struct sector_standings){
        .rows = arena_array(arena, count, sizeof *out->rows),
        .average_dimensions = arena_array(arena, dimensions, sizeof(double)),
    };
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < count; i++) {
        if (!scored->organizations[i].current)
            continue;
        struct standing *standing = &out->rows[out->count++];
        *standing = standing_of(scored, i, (size_t)(sector - configs->sectors));
        fill_history(scratch, scored, i, standing);
        arena_reset(scratch);
        for (size_t j = 0; j < scored->scores[i].dimension_count; j++)
            out->average_dimensions[j] += scored->scores[i].dimensions[j].score;
    }
    for (size_t i = 0; out->count > 0 && i < dimensions; i++)
        out->average_dimensions[i] /= (double)out->count;
    arena_free(scratch);
}

struct board_builder {
    struct arena *arena;
    struct scoreboard *board;
    const struct config_set *configs;
    size_t capacity;
    struct fund_builder *fund;
};

static void add_standing(struct board_builder *builder, struct sector_standing *sector,
                         const struct standing *standing)
{
    struct scoreboard *board = builder->board;
    struct standing *kept = &board->rows[board->count++];
    *kept = *standing;
    kept->organization_id = arena_strdup(builder->arena, standing->organization_id);
    kept->name = arena_strdup(builder->arena, standing->name);
    kept->assessed_on = arena_strdup(builder->arena, standing->assessed_on);
    sector->count++;
    sector->average_org_ai_r += standing->org_ai_r;
    sector->average_v_r += standing->v_r;
    sector->average_h_r += standing->h_r;
    sector->bands[standing->band]++;
    sector->gate_failures += standing->gate == GATE_BLOCKED;
    sector->reviews += standing->reviews != 0;
}

/* As much of its score as the fund looks at. */
static void add_to_fund(struct fund_builder *fund, const char *focus_group_id,
                        const struct standing *standing)
{
    const struct score score = {
        .org_ai_r = standing->org_ai_r,
        .v_r = standing->v_r,
        .h_r = standing->h_r,
        .synergy = standing->synergy,
        .band = standing->band,
        .leader = standing->leader,
        .laggard = standing->laggard,
    };
    fund_add(fund, &(struct fund_member){
                       .focus_group_id = focus_group_id,
                       .has_enterprise_value = standing->has_enterprise_value,
                       .enterprise_value = standing->enterprise_value_musd,
                       .score = &score,
                   });
}

/* Sums become averages, and every row gets its rank within the sector. */
static void finish_sector(struct board_builder *builder, struct sector_standing *sector)
{
    struct arena *scratch = arena_new();
    struct standing *rows = builder->board->rows + sector->first;
    double *scores = arena_array(scratch, sector->count, sizeof *scores);
    struct rank *ranks = arena_array(scratch, sector->count, sizeof *ranks);
    for (size_t i = 0; i < sector->count; i++)
        scores[i] = rows[i].org_ai_r;
    rank_scores(scratch, scores, sector->count, ranks);
    for (size_t i = 0; i < sector->count; i++)
        rows[i].in_sector = ranks[i];
    double n = sector->count > 0 ? (double)sector->count : 1;
    sector->average_org_ai_r /= n;
    sector->average_v_r /= n;
    sector->average_h_r /= n;
    arena_free(scratch);
}

static void rank_portfolio(struct scoreboard *board)
{
    struct arena *scratch = arena_new();
    double *scores = arena_array(scratch, board->count, sizeof *scores);
    struct rank *ranks = arena_array(scratch, board->count, sizeof *ranks);
    for (size_t i = 0; i < board->count; i++)
        scores[i] = board->rows[i].org_ai_r;
    rank_scores(scratch, scores, board->count, ranks);
    for (size_t i = 0; i < board->count; i++)
        board->rows[i].in_portfolio = ranks[i];
    arena_free(scratch);
}

struct board_builder *scoreboard_begin(struct arena *arena, const struct config_set *configs,
                                       struct scoreboard *board)
{
    struct board_builder *builder = arena_alloc(arena, sizeof *builder);
    *board = (struct scoreboard){
        .sectors = arena_array(arena, configs->sector_count, sizeof(struct sector_standing)),
    };
    *builder = (struct board_builder){
        .arena = arena, .board = board, .configs = configs, .fund = fund_begin(arena)};
    return builder;
}

void scoreboard_add_standings(struct board_builder *builder, const struct sector *sector,
                              const struct sector_standings *standings, long long organizations)
{
    struct scoreboard *board = builder->board;
    size_t dimensions = builder->configs->dimension_count;
    struct sector_standing *standing = &board->sectors[sector - builder->configs->sectors];
    *standing = (struct sector_standing){
        .scored = sector_is_valid(builder->configs, sector),
        .first = board->count,
        .average_dimensions = arena_array(builder->arena, dimensions, sizeof(double)),
        .not_assessed = (size_t)organizations - standings->count,
    };
    board->rows = arena_grow(builder->arena, board->rows, &builder->capacity,
                             board->count + standings->count, sizeof *board->rows);
    for (size_t i = 0; i < dimensions; i++)
        standing->average_dimensions[i] = standings->average_dimensions[i];
    for (size_t i = 0; i < standings->count; i++) {
        add_standing(builder, standing, &standings->rows[i]);
        add_to_fund(builder->fund, sector->focus_group_id, &standings->rows[i]);
    }
    finish_sector(builder, standing);
}

void scoreboard_add(struct board_builder *builder, const struct sector *sector,
                    const struct scored_sector *scored, long long organizations)
{
    struct arena *scratch = arena_new();
    struct sector_standings standings;
    standings_of(scratch, builder->configs, sector, scored, &standings);
    scoreboard_add_standings(builder, sector, &standings, organizations);
    arena_free(scratch);
}

void scoreboard_end(struct board_builder *builder)
{
    rank_portfolio(builder->board);
    fund_end(builder->fund, builder->arena, &builder->board->fund);
}

const struct standing *scoreboard_find(const struct scoreboard *board, size_t sector,
                                       const char *organization_id)
{
    size_t low = board->sectors[sector].first;
    size_t high = low + board->sectors[sector].count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(board->rows[middle].organization_id, organization_id);
        if (order == 0)
            return &board->rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
