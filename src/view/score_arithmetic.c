/*
 * The formulas with an organization's numbers. Intermediate results stand with 4 decimals, ratios
 * with 6, so that who follows them with a pocket calculator arrives at the 2 decimals that the page
 * shows.
 */
#include "base/text.h"
#include "view/score_parts.h"
#include "view/score_words.h"
#include "view/value.h"

#include <math.h>

enum { FORMULAS = 15 };

struct sheet {
    struct arena *arena;
    const struct score *score;
    const struct score_sector *rules;
    const struct assessment *assessment;
    struct view_score *view;
    /* What one formula has for a result and others ask for. */
    const char *mean, *sigma, *cv, *penalty, *talent, *v_r, *position, *h_r, *alignment, *synergy,
        *org_ai_r, *rho, *sem;
    const char **weights, **scores, **distances; /* of the dimensions; from the mean */
};

/* Said where a formula gives more or less than its result may be. */
static const char *held(bool is_held, const char *note)
{
    return is_held ? note : NULL;
}

static void add(const struct sheet *sheet, struct view_formula formula)
{
    sheet->view->arithmetic[sheet->view->arithmetic_count++] = formula;
}

static const char *text4(const struct sheet *sheet, double value)
{
    return minus_text(sheet->arena, value, 4);
}

/* 6 decimals, as it is multiplied by scores of two digits before the point. */
static const char *ratio(const struct sheet *sheet, double value)
{
    return minus_text(sheet->arena, value, 6);
}

/* As it is stored, without zeros behind the point that say nothing: at least `least` remain. */
static const char *stored(const struct sheet *sheet, struct decimal value, int least)
{
    while (value.scale > least && value.units % 10 == 0) {
        value.units /= 10;
        value.scale--;
    }
    return view_decimal(sheet->arena, value, value.scale < least ? least : value.scale).text;
}

static void write_results(struct sheet *sheet)
{
    const struct score *score = sheet->score;
    sheet->mean = text4(sheet, score->weighted_mean);
    sheet->sigma = text4(sheet, score->sigma);
    sheet->cv = ratio(sheet, score->cv);
    sheet->penalty = ratio(sheet, score->penalty);
    sheet->talent = ratio(sheet, score->talent);
    sheet->v_r = text4(sheet, score->v_r);
    sheet->position = ratio(sheet, score->position_factor);
    sheet->h_r = text4(sheet, score->h_r);
    sheet->alignment = ratio(sheet, score->alignment);
    sheet->synergy = text4(sheet, score->synergy);
    sheet->org_ai_r = text4(sheet, score->org_ai_r);
    sheet->rho = ratio(sheet, score->rho);
    sheet->sem = text4(sheet, score->sem[SCORE_ORG_AI_R]);
    sheet->weights = arena_array(sheet->arena, score->dimension_count, sizeof *sheet->weights);
    sheet->scores = arena_array(sheet->arena, score->dimension_count, sizeof *sheet->scores);
    sheet->distances = arena_array(sheet->arena, score->dimension_count, sizeof *sheet->distances);
    for (size_t i = 0; i < score->dimension_count; i++) {
        sheet->weights[i] = stored(sheet, sheet->rules->weights[i], 3);
        sheet->scores[i] = sheet->view->charts->dimensions.rows[i].text;
        sheet->distances[i] =
            number_text(sheet->arena, fabs(score->dimensions[i].score - score->weighted_mean), 4);
    }
}

/* ---- the mean and how far the dimensions lie from it ---- */

/* "0.220 × 70.00 + ...", or with the squares of the distances from the mean. */
static const char *sum_text(const struct sheet *sheet, bool squares)
{
    struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < sheet->score->dimension_count; i++) {
        strbuf_addstr(&text, i > 0 ? " + " : "");
        strbuf_addstr(&text, sheet->weights[i]);
        strbuf_addstr(&text, " × ");
        strbuf_addstr(&text, squares ? sheet->distances[i] : sheet->scores[i]);
        strbuf_addstr(&text, squares ? "²" : "");
    }
    const char *copy = arena_strndup(sheet->arena, text.text, text.length);
    strbuf_release(&text);
    return copy;
}

static const char *weights_text(const struct sheet *sheet)
{
    struct decimal sum = DECIMAL_ZERO;
    for (size_t i = 0; i < sheet->score->dimension_count; i++)
        if (!decimal_add(sum, sheet->rules->weights[i], &sum))
            return "1"; /* unreachable: they were added before */
    return stored(sheet, sum, 3);
}

static const char *imputed_note(const struct sheet *sheet)
{
    size_t count = sheet->score->imputed_count;
    if (count == 0)
        return NULL;
    return arena_printf(sheet->arena, "%s no score and %s as 50.",
                        counted(sheet->arena, count, "dimension has", "dimensions have"),
                        count == 1 ? "counts" : "count");
}

static void add_mean(const struct sheet *sheet)
{
    const struct score *score = sheet->score;
    struct arena *arena = sheet->arena;
    const char *weights = weights_text(sheet);
    add(sheet, (struct view_formula){
                   .name = "Dw",
                   .formula = "Σ w D / Σ w",
                   .filled = arena_printf(arena, "(%s) / %s", sum_text(sheet, false), weights),
                   .result = sheet->mean,
                   .note = imputed_note(sheet)});
    add(sheet, (struct view_formula){
                   .name = "σ",
                   .formula = "√(Σ w (D \u2212 Dw)² / Σ w)",
                   .filled = arena_printf(arena, "√((%s) / %s)", sum_text(sheet, true), weights),
                   .result = sheet->sigma});
    bool zero = !(score->weighted_mean > 0);
    add(sheet, (struct view_formula){
                   .name = "cv",
                   .formula = "σ / Dw",
                   .filled = zero ? "no division: Dw is 0"
                                  : arena_printf(arena, "%s / %s", sheet->sigma, sheet->mean),
                   .result = sheet->cv,
                   .note = zero ? "It is 0 where Dw is 0." : NULL});
}

/* ---- Vᴿ ---- */

static void add_readiness(const struct sheet *sheet)
{
    struct arena *arena = sheet->arena;
    add(sheet,
        (struct view_formula){
            .name = "Penalty",
            .formula = "1 \u2212 λ cv",
            .filled = arena_printf(arena, "1 \u2212 %s × %s",
                                   stored(sheet, sheet->rules->parameters->lambda, 2), sheet->cv),
            .result = sheet->penalty,
            .note = held(sheet->score->penalty <= 0, "Held at 0.")});
    add(sheet, (struct view_formula){
                   .name = "Talent",
                   .formula = "1 \u2212 0.15 max(0, TC \u2212 θ)",
                   .filled = arena_printf(arena, "1 \u2212 0.15 × max(0, %s \u2212 %s)",
                                          stored(sheet, sheet->assessment->talent_concentration, 2),
                                          stored(sheet, sheet->rules->talent_threshold, 2)),
                   .result = sheet->talent});
    add(sheet, (struct view_formula){.name = "Vᴿ",
                                     .formula = "Dw × penalty × talent",
                                     .filled = arena_printf(arena, "%s × %s × %s", sheet->mean,
                                                            sheet->penalty, sheet->talent),
                                     .result = sheet->v_r});
}

/* ---- Hᴿ and Synergy ---- */

static void add_opportunity(const struct sheet *sheet)
{
    struct arena *arena = sheet->arena;
    add(sheet, (struct view_formula){
                   .name = "PF",
                   .formula = "0.6 clamp((Vᴿ \u2212 average) / 50) + 0.8 (percentile \u2212 0.5)",
                   .filled = arena_printf(
                       arena, "0.6 × clamp((%s \u2212 %s) / 50) + 0.8 × (%s \u2212 0.5)",
                       sheet->v_r, stored(sheet, sheet->rules->average_v_r, 2),
                       stored(sheet, sheet->assessment->market_cap_percentile, 2)),
                   .result = sheet->position});
    add(sheet, (struct view_formula){
                   .name = "Hᴿ",
                   .formula = "baseline × (1 + δ PF)",
                   .filled = arena_printf(arena, "%s × (1 + %s × %s)",
                                          stored(sheet, sheet->rules->h_r_baseline, 2),
                                          stored(sheet, sheet->rules->delta, 2), sheet->position),
                   .result = sheet->h_r,
                   .note = held(sheet->score->h_r >= 100, "Held at 100.")});
}

static void add_synergy(const struct sheet *sheet)
{
    const struct score *score = sheet->score;
    struct arena *arena = sheet->arena;
    bool given = sheet->assessment->has_alignment;
    add(sheet, (struct view_formula){
                   .name = "Alignment",
                   .formula = given ? "as assessed" : "1 \u2212 |Vᴿ \u2212 Hᴿ| / 100",
                   .filled = given ? stored(sheet, sheet->assessment->alignment, 2)
                                   : arena_printf(arena, "1 \u2212 |%s \u2212 %s| / 100",
                                                  sheet->v_r, sheet->h_r),
                   .result = sheet->alignment,
                   .note = given ? "The assessment states it; the formula is not used." : NULL});
    const char *timing = stored(sheet, sheet->assessment->timing_factor, 2);
    double stated = decimal_to_double(sheet->assessment->timing_factor);
    bool clamped = stated < 0.8 || stated > 1.2;
    add(sheet, (struct view_formula){
                   .name = "Synergy",
                   .formula = "Vᴿ × Hᴿ / 100 × alignment × timing",
                   .filled = arena_printf(arena, "%s × %s / 100 × %s × %s", sheet->v_r, sheet->h_r,
                                          sheet->alignment, text4(sheet, score->timing)),
                   .result = sheet->synergy,
                   .note = clamped ? arena_printf(arena,
                                                  "Timing %s counts as %s: it is used within 0.8 "
                                                  "to 1.2.",
                                                  timing, number_text(arena, score->timing, 2))
                                   : NULL});
}

/* ---- Org-AI-R and how certain it is ---- */

static void add_org_ai_r(const struct sheet *sheet)
{
    const char *alpha = stored(sheet, sheet->rules->parameters->alpha, 2);
    const char *beta = stored(sheet, sheet->rules->parameters->beta, 2);
    add(sheet, (struct view_formula){
                   .name = "Org-AI-R",
                   .formula = "(1 \u2212 β)(α Vᴿ + (1 \u2212 α) Hᴿ) + β Synergy",
                   .filled = arena_printf(
                       sheet->arena, "(1 \u2212 %s) × (%s × %s + (1 \u2212 %s) × %s) + %s × %s",
                       beta, alpha, sheet->v_r, alpha, sheet->h_r, beta, sheet->synergy),
                   .result = sheet->org_ai_r});
}

static void add_interval(const struct sheet *sheet)
{
    const struct score *score = sheet->score;
    struct arena *arena = sheet->arena;
    const char *n = cell_integer(arena, sheet->assessment->evidence_count).text;
    struct score_interval interval = score->interval[SCORE_ORG_AI_R];
    add(sheet,
        (struct view_formula){.name = "ρ",
                              .formula = "min(0.99, n r / (1 + (n \u2212 1) r))",
                              .filled = arena_printf(
                                  arena, "min(0.99, %s × 0.30 / (1 + (%s \u2212 1) × 0.30))", n, n),
                              .result = sheet->rho});
    add(sheet,
        (struct view_formula){.name = "SEM",
                              .formula = "14 √(1 \u2212 ρ)",
                              .filled = arena_printf(arena, "14 × √(1 \u2212 %s)", sheet->rho),
                              .result = sheet->sem});
    add(sheet, (struct view_formula){
                   .name = "95 % interval",
                   .formula = "Org-AI-R ± 1.959964 SEM",
                   .filled = arena_printf(arena, "%s ± 1.959964 × %s", sheet->org_ai_r, sheet->sem),
                   .result = arena_printf(arena, "%s to %s", text4(sheet, interval.low),
                                          text4(sheet, interval.high)),
                   .note = held(interval.low <= 0 || interval.high >= 100,
                                "Each end is held within 0 to 100.")});
}

static void add_ebitda(const struct sheet *sheet)
{
    const struct score *score = sheet->score;
    if (!score->has_ebitda)
        return;
    struct arena *arena = sheet->arena;
    double distance = decimal_to_double(sheet->assessment->target_score) - score->org_ai_r;
    const char *d = text4(sheet, distance);
    add(sheet,
        (struct view_formula){
            .name = "EBITDA impact, base, %",
            .formula = "(0.25 + 0.05 d + 0.025 d Hᴿ / 100 + step) × multiplier",
            .filled = arena_printf(arena, "(0.25 + 0.05 × %s + 0.025 × %s × %s / 100 + %s) × %s", d,
                                   d, sheet->h_r, distance > 25 ? "1" : "0",
                                   stored(sheet, sheet->rules->ebitda_multiplier, 2)),
            .result = text4(sheet, score->ebitda.base),
            .note =
                arena_printf(arena,
                             "d = %s \u2212 %s. Conservative is 0.7 and optimistic 1.3 "
                             "times the base.",
                             stored(sheet, sheet->assessment->target_score, 2), sheet->org_ai_r)});
}

void build_arithmetic(const struct score_subject *subject, struct view_score *view)
{
    struct sheet sheet = {
        .arena = subject->arena,
        .score = subject->score,
        .rules = subject->input->scored->rules,
        .assessment = subject->assessment,
        .view = view,
    };
    view->arithmetic = arena_array(subject->arena, FORMULAS, sizeof *view->arithmetic);
    view->method = "method/index.html";
    write_results(&sheet);
    add_mean(&sheet);
    add_readiness(&sheet);
    add_opportunity(&sheet);
    add_synergy(&sheet);
    add_org_ai_r(&sheet);
    add_interval(&sheet);
    add_ebitda(&sheet);
}
