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

/* NULL: the day and the enterprise value are what they should be. */
static const char *not_finite(const struct assessment *assessment)
{
    bool day = !text_is_finite(assessment->effective_from);
    if (day && assessment->odd_enterprise_value)
        return "its day is infinite and its enterprise value is no number: shown as not stated";
    if (assessment->odd_enterprise_value)
        return "its enterprise value is no number, shown as not stated";
    return day ? "its day is infinite, shown as not stated" : NULL;
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
    const char *problem = scored->score ? not_finite(scored->assessed->current) : NULL;
    if (problem)
        add_doubt(findings, sector, scored->assessed,
                  (struct finding){.severity = SEVERITY_WARNING,
                                   .code = "assessment_not_finite",
                                   .message = problem});
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
                                       const char *organization_id)
{
    const struct assessed_organization *assessed =
        assessed_find(scored->organizations, scored->count, organization_id);
    if (!assessed)
        return (struct scored_organization){.rules = &scored->rules};
    struct scored_organization found = scored->scored[assessed - scored->organizations];
    found.rules = &scored->rules;
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

struct standing standing_of(const struct scored_organization *scored, size_t sector)
{
    const struct assessed_organization *organization = scored->assessed;
    const struct score *score = scored->score;
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
        .governance = governance_of(scored),
        .reviews = score->reviews,
        .has_enterprise_value = organization->current->has_enterprise_value,
        .enterprise_value_musd = organization->current->enterprise_value_musd,
    };
}

void dimension_averages_add(struct dimension_averages *averages,
                            const struct scored_organization *scored)
{
    if (!scored->score)
        return;
    averages->count++;
    for (size_t i = 0; i < scored->score->dimension_count; i++)
        averages->sums[i] += scored->score->dimensions[i].score;
}

void dimension_averages_end(struct dimension_averages *averages, size_t dimension_count)
{
    for (size_t i = 0; averages->count > 0 && i < dimension_count; i++)
        averages->sums[i] /= (double)averages->count;
}

int standing_by_score(const void *left, const void *right)
{
    const struct standing *a = *(const struct standing *const *)left;
    const struct standing *b = *(const struct standing *const *)right;
    if (a->org_ai_r != b->org_ai_r)
        return a->org_ai_r > b->org_ai_r ? -1 : 1;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(a->organization_id, b->organization_id);
}
