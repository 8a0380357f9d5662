#include "render/json/scores.h"

#include "base/text.h"
#include "render/json/api.h"

static void double_or_null(struct writer *writer, const char *key, bool known, double value)
{
    if (known)
        writer_double(writer, key, value);
    else
        writer_null(writer, key);
}

static void decimal_or_null(struct writer *writer, const char *key, bool known,
                            struct decimal value)
{
    if (known)
        writer_decimal(writer, key, value);
    else
        writer_null(writer, key);
}

static const char *gate_name(const struct score *score)
{
    static const char *const names[] = {
        [GATE_NONE] = NULL, [GATE_PASSED] = "passed", [GATE_BLOCKED] = "blocked"};
    return score ? names[score->gate] : NULL;
}

static void add_reviews(struct writer *writer, const struct scored_organization *scored)
{
    struct arena *arena = arena_new();
    const char **words;
    size_t count = score_review_words(arena, scored->score, scored->rules, &words);
    writer_open(writer, "review_reasons", '[');
    for (size_t i = 0; i < count; i++)
        writer_text(writer, NULL, words[i]);
    writer_close(writer, ']');
    arena_free(arena);
}

static void add_ebitda(struct writer *writer, const struct score *score)
{
    if (!score->has_ebitda) {
        writer_null(writer, "ebitda");
        return;
    }
    writer_open(writer, "ebitda", '{');
    writer_double(writer, "conservative", score->ebitda.conservative);
    writer_double(writer, "base", score->ebitda.base);
    writer_double(writer, "optimistic", score->ebitda.optimistic);
    writer_close(writer, '}');
}

static void add_imputed(struct writer *writer, const struct scored_organization *scored)
{
    writer_open(writer, "imputed", '[');
    for (size_t i = 0; i < scored->score->dimension_count; i++)
        if (scored->score->dimensions[i].imputed)
            writer_text(writer, NULL, scored->rules->codes[i]);
    writer_close(writer, ']');
}

void score_members(struct writer *writer, const struct scored_organization *scored)
{
    static const struct score none;
    const struct score *score = scored->score ? scored->score : &none;
    bool known = scored->score != NULL;
    double_or_null(writer, "weighted_mean", known, score->weighted_mean);
    double_or_null(writer, "sigma", known, score->sigma);
    double_or_null(writer, "v_r", known, score->v_r);
    double_or_null(writer, "position_factor", known, score->position_factor);
    double_or_null(writer, "h_r", known, score->h_r);
    double_or_null(writer, "alignment", known, score->alignment);
    double_or_null(writer, "synergy", known, score->synergy);
    double_or_null(writer, "org_ai_r", known, score->org_ai_r);
    double_or_null(writer, "interval_low", known, score->interval[SCORE_ORG_AI_R].low);
    double_or_null(writer, "interval_high", known, score->interval[SCORE_ORG_AI_R].high);
    writer_text(writer, "band", known ? score_band_name(score->band) : NULL);
    writer_text(writer, "governance_gate", gate_name(scored->score));
    if (!known) {
        writer_null(writer, "review_reasons");
        writer_null(writer, "ebitda");
        writer_null(writer, "imputed");
        return;
    }
    add_reviews(writer, scored);
    add_ebitda(writer, score);
    add_imputed(writer, scored);
}

void standing_members(struct writer *writer, const struct scored_organization *scored)
{
    const struct standing *standing = scored->standing;
    if (standing) {
        writer_integer(writer, "rank", (long long)standing->in_sector.rank);
        writer_double(writer, "percentile", standing->in_sector.percentile);
    } else {
        writer_null(writer, "rank");
        writer_null(writer, "percentile");
    }
    const struct score *score = scored->score;
    double_or_null(writer, "change", score && score->has_change, score ? score->change : 0);
    writer_day(writer, "assessed_on", score ? scored->assessed->current->effective_from : NULL);
}

void score_inputs_member(struct writer *writer, const struct scored_organization *scored)
{
    if (!scored->score) {
        writer_null(writer, "inputs");
        return;
    }
    const struct assessment *assessment = scored->assessed->current;
    writer_open(writer, "inputs", '{');
    writer_open(writer, "scores", '{');
    for (size_t i = 0; i < scored->score->dimension_count; i++)
        decimal_or_null(writer, scored->rules->codes[i], !assessment->missing[i],
                        assessment->scores[i]);
    writer_close(writer, '}');
    writer_decimal(writer, "talent_concentration", assessment->talent_concentration);
    writer_decimal(writer, "percentile", assessment->market_cap_percentile);
    writer_decimal(writer, "timing", assessment->timing_factor);
    decimal_or_null(writer, "alignment", assessment->has_alignment, assessment->alignment);
    writer_integer(writer, "evidence_count", assessment->evidence_count);
    decimal_or_null(writer, "enterprise_value_musd", assessment->has_enterprise_value,
                    assessment->enterprise_value_musd);
    decimal_or_null(writer, "target_score", assessment->has_target, assessment->target_score);
    writer_close(writer, '}');
}

/* ---- many organizations together ---- */

static void add_bands(struct writer *writer, const size_t *bands)
{
    writer_open(writer, "bands", '{');
    for (int band = BAND_EXCELLENT; band >= BAND_NASCENT; band--)
        writer_integer(writer, score_band_name((enum score_band)band), (long long)bands[band]);
    writer_close(writer, '}');
}

void sector_scores_member(struct writer *writer, const struct config_set *configs,
                          const struct scoreboard *board, size_t sector)
{
    if (!board || !board->sectors[sector].scored) {
        writer_null(writer, "scores");
        return;
    }
    const struct sector_standing *standing = &board->sectors[sector];
    bool known = standing->count > 0;
    writer_open(writer, "scores", '{');
    writer_integer(writer, "assessed", (long long)standing->count);
    writer_integer(writer, "not_assessed", (long long)standing->not_assessed);
    double_or_null(writer, "average_org_ai_r", known, standing->average_org_ai_r);
    double_or_null(writer, "average_v_r", known, standing->average_v_r);
    double_or_null(writer, "average_h_r", known, standing->average_h_r);
    writer_open(writer, "average_dimensions", '{');
    for (size_t i = 0; i < configs->dimension_count; i++)
        double_or_null(writer, configs->dimensions[i].code, known, standing->average_dimensions[i]);
    writer_close(writer, '}');
    add_bands(writer, standing->bands);
    writer_integer(writer, "gate_failures", (long long)standing->gate_failures);
    writer_integer(writer, "reviews", (long long)standing->reviews);
    writer_close(writer, '}');
}

static void add_fund_totals(struct writer *writer, const struct scoreboard *board,
                            const struct config_set *configs)
{
    const struct fund *fund = &board->fund;
    size_t not_assessed = 0;
    size_t gate_failures = 0;
    size_t reviews = 0;
    for (size_t i = 0; i < configs->sector_count; i++) {
        not_assessed += board->sectors[i].not_assessed;
        gate_failures += board->sectors[i].gate_failures;
        reviews += board->sectors[i].reviews;
    }
    double_or_null(writer, "fund_ai_r", fund->has_value, fund->fund_ai_r);
    double_or_null(writer, "hhi", fund->has_value, fund->hhi);
    writer_decimal(writer, "enterprise_value_musd", fund->enterprise_value);
    writer_integer(writer, "enterprise_values_assumed", (long long)fund->assumed);
    writer_integer(writer, "assessed", (long long)fund->members);
    writer_integer(writer, "not_assessed", (long long)not_assessed);
    add_bands(writer, fund->bands);
    writer_integer(writer, "leaders", (long long)fund->leaders);
    writer_integer(writer, "laggards", (long long)fund->laggards);
    writer_integer(writer, "gate_failures", (long long)gate_failures);
    writer_integer(writer, "reviews", (long long)reviews);
    bool known = fund->members > 0;
    double_or_null(writer, "average_org_ai_r", known, fund->average[SCORE_ORG_AI_R]);
    double_or_null(writer, "average_v_r", known, fund->average[SCORE_V_R]);
    double_or_null(writer, "average_h_r", known, fund->average[SCORE_H_R]);
    double_or_null(writer, "average_synergy", known, fund->average[SCORE_SYNERGY]);
}

void api_fund(const struct api_site *site, struct strbuf *out)
{
    const struct fund *fund = &site->scores->fund;
    struct writer writer = api_begin(site, out);
    writer_text(&writer, "param_version", site->param_version);
    add_fund_totals(&writer, site->scores, site->configs);
    writer_open(&writer, "sectors", '[');
    for (size_t i = 0; i < fund->sector_count; i++) {
        const struct fund_sector *sector = &fund->sectors[i];
        writer_open(&writer, NULL, '{');
        writer_text(&writer, "focus_group_id", sector->focus_group_id);
        writer_integer(&writer, "assessed", (long long)sector->members);
        writer_double(&writer, "average_org_ai_r", sector->average_org_ai_r);
        writer_decimal(&writer, "enterprise_value_musd", sector->enterprise_value);
        writer_double(&writer, "share", sector->share);
        writer_integer(&writer, "leaders", (long long)sector->leaders);
        writer_integer(&writer, "laggards", (long long)sector->laggards);
        writer_close(&writer, '}');
    }
    writer_close(&writer, ']');
    writer_close(&writer, '}');
}

void api_parameters(const struct api_site *site, struct strbuf *out)
{
    const struct score_parameters *parameters = site->parameters;
    struct writer writer = api_begin(site, out);
    writer_text(&writer, "param_version", site->param_version);
    writer_open(&writer, "settings", '{');
    writer_decimal(&writer, "ALPHA_VR_WEIGHT", parameters->alpha);
    writer_decimal(&writer, "BETA_SYNERGY_WEIGHT", parameters->beta);
    writer_decimal(&writer, "LAMBDA_PENALTY", parameters->lambda);
    writer_decimal(&writer, "DELTA_POSITION", parameters->delta);
    writer_decimal(&writer, "HITL_SCORE_CHANGE_THRESHOLD", parameters->change_threshold);
    writer_decimal(&writer, "HITL_EBITDA_PROJECTION_THRESHOLD", parameters->ebitda_threshold);
    writer_close(&writer, '}');
    if (parameters->global_weights)
        writer_open(&writer, "global_weights", '{');
    else
        writer_null(&writer, "global_weights");
    for (size_t i = 0; parameters->global_weights && i < parameters->global_weight_count; i++)
        writer_decimal(&writer, parameters->global_weights[i].dimension_code,
                       parameters->global_weights[i].value);
    if (parameters->global_weights)
        writer_close(&writer, '}');
    writer_close(&writer, '}');
}
