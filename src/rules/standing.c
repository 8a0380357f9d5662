#include "rules/standing.h"

#include "base/text.h"
#include "rules/validate.h"

/* Each row by itself, without what came before it. */
static const struct score_moment *history_of(struct arena *arena, const struct score_sector *rules,
                                             const struct assessed_organization *assessed)
{
    struct score_moment *history = arena_array(arena, assessed->count, sizeof *history);
    for (size_t i = 0; i < assessed->count; i++)
        history[i] = score_moment_of(arena, rules, &assessed->rows[i]);
    return history;
}

/* The assessment before is scored by the same rules, so that a change is one of the organization
 * and not of the weights. */
static struct score_inputs inputs_of(const struct scored_organization *scored)
{
    const struct assessed_organization *assessed = scored->assessed;
    struct score_inputs inputs = score_inputs_of(assessed->current);
    const struct score_moment *before =
        assessed->previous ? &scored->history[assessed->previous - assessed->rows] : NULL;
    if (before && before->scored) {
        inputs.has_previous = true;
        inputs.previous = before->org_ai_r;
    }
    return inputs;
}

struct scored_organization score_organization(struct arena *arena, const struct score_sector *rules,
                                              struct assessed_organization *assessed)
{
    struct scored_organization scored = {
        .rules = rules,
        .assessed = assessed,
        .history = history_of(arena, rules, assessed),
    };
    if (!assessed->current)
        return scored;
    struct score_inputs inputs = inputs_of(&scored);
    struct score *score = arena_alloc(arena, sizeof *score);
    struct error refusal = ERROR_INIT;
    if (score_assess(arena, rules, &inputs, score, &refusal)) {
        scored.score = score;
    } else {
        assessed->current = NULL;
        scored.refusal = arena_strdup(arena, refusal.message);
    }
    return scored;
}

static void add_doubt(struct findings *findings, const struct sector *sector,
                      const struct assessed_organization *organization, struct finding finding)
{
    finding.focus_group_id = sector->focus_group_id;
    finding.organization_id = organization->organization_id;
    finding.subject = organization->name;
    findings_add(findings, &finding);
}

void score_doubts(const struct sector *sector, const struct scored_organization *scored,
                  struct findings *findings)
{
    if (scored->refusal)
        add_doubt(findings, sector, scored->assessed,
                  (struct finding){.severity = SEVERITY_ERROR,
                                   .code = "assessment_refused",
                                   .message = scored->refusal});
    if (scored->score && scored->assessed->doubled)
        add_doubt(
            findings, sector, scored->assessed,
            (struct finding){.severity = SEVERITY_WARNING,
                             .code = "assessment_doubled",
                             .message = "two assessments are in force: the later one counts"});
    if (scored->score && scored->score->imputed_count > 0) {
        const struct score *score = scored->score;
        char message[96];
        snprintf(message, sizeof message, "%zu of %zu dimensions %s as 50", score->imputed_count,
                 score->dimension_count,
                 score->imputed_count == 1 ? "has no score and counts" : "have no score and count");
        add_doubt(findings, sector, scored->assessed,
                  (struct finding){.severity = SEVERITY_WARNING,
                                   .code = "dimension_imputed",
                                   .message = message});
    }
}

void scored_sector_fill(struct arena *arena, const struct sector *sector,
                        struct scored_sector *scored, struct findings *findings)
{
    scored->scored = arena_array(arena, scored->count, sizeof *scored->scored);
    for (size_t i = 0; i < scored->count; i++) {
        scored->scored[i] = score_organization(arena, &scored->rules, &scored->organizations[i]);
        if (findings)
            score_doubts(sector, &scored->scored[i], findings);
    }
}

struct scored_organization scored_find(const struct scored_sector *scored,
                                       const struct scoreboard *board, size_t sector,
                                       const char *organization_id)
{
    const struct assessed_organization *assessed =
        assessed_find(scored->organizations, scored->count, organization_id);
    if (!assessed)
        return (struct scored_organization){.rules = &scored->rules};
    struct scored_organization found = scored->scored[assessed - scored->organizations];
    found.rules = &scored->rules;
    found.standing = board && found.score ? scoreboard_find(board, sector, organization_id) : NULL;
    return found;
}

/* The score of the dimension that the gate looks at. */
static double governance_of(const struct scored_organization *scored)
{
    const struct score *score = scored->score;
    for (size_t i = 0; score->gate != GATE_NONE && i < score->dimension_count; i++)
        if (text_equal(scored->rules->codes[i], SCORE_GATE_DIMENSION))
            return score->dimensions[i].score;
    return 0;
}

static void fill_history(const struct scored_organization *scored, struct standing *standing)
{
    enum { MOST = sizeof standing->history / sizeof standing->history[0] };
    size_t before = (size_t)(scored->assessed->current - scored->assessed->rows);
    for (size_t i = before > MOST ? before - MOST : 0; i < before; i++)
        if (scored->history[i].scored)
            standing->history[standing->history_count++] = (float)scored->history[i].org_ai_r;
}

static struct standing standing_of(struct arena *arena, const struct scored_organization *scored,
                                   size_t sector)
{
    const struct assessed_organization *organization = scored->assessed;
    const struct score *score = scored->score;
    return (struct standing){
        .organization_id = arena_strdup(arena, organization->organization_id),
        .name = arena_strdup(arena, organization->name),
        .sector = sector,
        .assessed_on = arena_strdup(arena, organization->current->effective_from),
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
        .governance = governance_of(scored),
        .reviews = score->reviews,
        .has_enterprise_value = organization->current->has_enterprise_value,
        .enterprise_value_musd = organization->current->enterprise_value_musd,
    };
}

void standings_begin(struct arena *arena, size_t dimension_count, struct sector_standings *out)
{
    *out = (struct sector_standings){.average_dimensions =
                                         arena_array(arena, dimension_count, sizeof(double))};
}

void standings_add(struct arena *arena, struct sector_standings *standings, size_t sector,
                   const struct scored_organization *scored)
{
    if (!scored->score)
        return;
    standings->rows = arena_grow(arena, standings->rows, &standings->capacity, standings->count + 1,
                                 sizeof *standings->rows);
    struct standing *standing = &standings->rows[standings->count++];
    *standing = standing_of(arena, scored, sector);
    fill_history(scored, standing);
    for (size_t i = 0; i < scored->score->dimension_count; i++)
        standings->average_dimensions[i] += scored->score->dimensions[i].score;
}

void standings_end(struct sector_standings *standings, size_t dimension_count)
{
    for (size_t i = 0; standings->count > 0 && i < dimension_count; i++)
        standings->average_dimensions[i] /= (double)standings->count;
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
                                       size_t expected, struct scoreboard *board)
{
    struct board_builder *builder = arena_alloc(arena, sizeof *builder);
    *board = (struct scoreboard){
        .rows = arena_array(arena, expected, sizeof *board->rows),
        .sectors = arena_array(arena, configs->sector_count, sizeof(struct sector_standing)),
    };
    *builder = (struct board_builder){.arena = arena,
                                      .board = board,
                                      .configs = configs,
                                      .capacity = expected,
                                      .fund = fund_begin(arena)};
    return builder;
}

void scoreboard_add(struct board_builder *builder, const struct sector *sector,
                    const struct sector_standings *standings, long long organizations)
{
    struct scoreboard *board = builder->board;
    size_t dimensions = builder->configs->dimension_count;
    bool valid = sector_is_valid(builder->configs, sector);
    size_t count = valid ? standings->count : 0;
    struct sector_standing *standing = &board->sectors[sector - builder->configs->sectors];
    *standing = (struct sector_standing){
        .scored = valid,
        .first = board->count,
        .average_dimensions = arena_array(builder->arena, dimensions, sizeof(double)),
        .not_assessed = (size_t)organizations - count,
    };
    board->rows = arena_grow(builder->arena, board->rows, &builder->capacity, board->count + count,
                             sizeof *board->rows);
    for (size_t i = 0; i < dimensions; i++)
        standing->average_dimensions[i] = standings->average_dimensions[i];
    for (size_t i = 0; i < count; i++) {
        add_standing(builder, standing, &standings->rows[i]);
        add_to_fund(builder->fund, sector->focus_group_id, &standings->rows[i]);
    }
    finish_sector(builder, standing);
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

static int in_order(const struct standing *a, const struct standing *b, const struct rank *rank_a,
                    const struct rank *rank_b)
{
    if (rank_a->rank != rank_b->rank)
        return rank_a->rank < rank_b->rank ? -1 : 1;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(a->organization_id, b->organization_id);
}

int standing_by_sector_rank(const void *left, const void *right)
{
    const struct standing *a = *(const struct standing *const *)left;
    const struct standing *b = *(const struct standing *const *)right;
    return in_order(a, b, &a->in_sector, &b->in_sector);
}

int standing_by_portfolio_rank(const void *left, const void *right)
{
    const struct standing *a = *(const struct standing *const *)left;
    const struct standing *b = *(const struct standing *const *)right;
    return in_order(a, b, &a->in_portfolio, &b->in_portfolio);
}
