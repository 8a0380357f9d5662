#include "rules/score.h"

#include "base/strbuf.h"
#include "base/text.h"

#include <math.h>

typedef __int128 wide; /* of the exact sums */

/* LARGEST is a weight of 1 and a score of 100: the products of sums stay far inside 128 bits. */
enum { WEIGHT_SCALE = 6, SCORE_SCALE = 4, LARGEST = 1000000 };

static const double interval_z = 1.959963985;
static const struct decimal imputed_score = {50, 0};

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* ---- the steps ---- */

/* The value in units of 10^-scale; false: it has more digits, is negative or above LARGEST. */
static bool to_units(struct decimal value, int scale, int64_t *units)
{
    while (value.scale > scale && value.units % 10 == 0) {
        value.units /= 10;
        value.scale--;
    }
    *units = value.units;
    for (int i = value.scale; i < scale; i++)
        if (__builtin_mul_overflow(*units, 10, units))
            return false;
    return value.scale <= scale && *units >= 0 && *units <= LARGEST;
}

/* Of w, w D and w D^2, at scales 6, 10 and 14. */
struct sums {
    wide w, wd, wdd;
};

static void sums_add(struct sums *sums, int64_t w, int64_t d)
{
    sums->w += w;
    sums->wd += (wide)w * d;
    sums->wdd += (wide)w * d * d;
}

struct mean {
    double mean;  /* Dw */
    double sigma; /* weighted, population */
    double cv;
};

/* Exact up to the division and the square root. False: no weight above 0. */
static bool mean_of_sums(const struct sums *sums, struct mean *out)
{
    if (sums->w == 0)
        return false;
    /* sum w (D - Dw)^2 / sum w = (sum w * sum w D^2 - (sum w D)^2) / (sum w)^2 */
    wide spread = sums->w * sums->wdd - sums->wd * sums->wd;
    double one = 1e4; /* a point, in units of SCORE_SCALE */
    out->mean = (double)sums->wd / ((double)sums->w * one);
    out->sigma = sqrt((double)spread) / ((double)sums->w * one);
    out->cv = sums->wd == 0 ? 0 : out->sigma / out->mean;
    return true;
}

double score_penalty(double lambda, double cv)
{
    return clamp(1 - lambda * cv, 0, 1);
}

/* 0.15 is a constant of its own, whatever delta is. */
double score_talent(double concentration, double threshold)
{
    return clamp(1 - 0.15 * fmax(0, concentration - threshold), 0, 1);
}

double score_v_r(double mean, double penalty, double talent)
{
    return clamp(mean * penalty * talent, 0, 100);
}

double score_position_factor(double v_r, double average_v_r, double percentile)
{
    double lead = clamp((v_r - average_v_r) / 50, -1, 1);
    return clamp(0.6 * lead + 0.4 * 2 * (percentile - 0.5), -1, 1);
}

double score_h_r(double baseline, double delta, double position_factor)
{
    return clamp(baseline * (1 + delta * position_factor), 0, 100);
}

double score_alignment(double v_r, double h_r)
{
    return 1 - fabs(v_r - h_r) / 100;
}

double score_timing(double factor)
{
    return clamp(factor, 0.8, 1.2);
}

double score_synergy(double v_r, double h_r, double alignment, double timing)
{
    return clamp(v_r * h_r / 100 * alignment * score_timing(timing), 0, 100);
}

double score_org_ai_r(double alpha, double beta, double v_r, double h_r, double synergy)
{
    return clamp((1 - beta) * (alpha * v_r + (1 - alpha) * h_r) + beta * synergy, 0, 100);
}

double score_rho(long long evidence_count)
{
    double n = (double)evidence_count;
    return fmin(0.99, n * 0.30 / (1 + (n - 1) * 0.30));
}

double score_sem(enum score_kind kind, double rho)
{
    static const double spread[SCORE_KIND_COUNT] = {
        [SCORE_ORG_AI_R] = 14, [SCORE_V_R] = 15, [SCORE_H_R] = 12, [SCORE_SYNERGY] = 10};
    return spread[kind] * sqrt(1 - rho);
}

struct score_interval score_interval_of(double score, double sem)
{
    return (struct score_interval){
        .low = clamp(score - interval_z * sem, 0, 100),
        .high = clamp(score + interval_z * sem, 0, 100),
    };
}

enum score_band score_band_of(double org_ai_r)
{
    return org_ai_r >= 80   ? BAND_EXCELLENT
           : org_ai_r >= 60 ? BAND_GOOD
           : org_ai_r >= 40 ? BAND_ADEQUATE
           : org_ai_r >= 20 ? BAND_DEVELOPING
                            : BAND_NASCENT;
}

const char *score_band_name(enum score_band band)
{
    static const char *const names[] = {"Nascent", "Developing", "Adequate", "Good", "Excellent"};
    return names[band];
}

bool score_ebitda_of(double score, double target, double h_r, double multiplier,
                     struct score_ebitda *out)
{
    double d = target - score;
    if (!(d > 0))
        return false;
    out->base = (0.25 + 0.05 * d + 0.025 * d * h_r / 100 + (d > 25 ? 1.0 : 0)) * multiplier;
    out->conservative = 0.7 * out->base;
    out->optimistic = 1.3 * out->base;
    return true;
}

/* ---- what goes in ---- */

struct score_parameters score_parameters_default(void)
{
    return (struct score_parameters){
        .alpha = {60, 2},
        .beta = {12, 2},
        .lambda = {25, 2},
        .delta = {15, 2},
        .change_threshold = {15, 0},
        .ebitda_threshold = {10, 0},
    };
}

struct score_inputs score_inputs_of(const struct assessment *assessment)
{
    return (struct score_inputs){
        .scores = assessment->scores,
        .missing = assessment->missing,
        .talent_concentration = assessment->talent_concentration,
        .percentile = assessment->market_cap_percentile,
        .timing = assessment->timing_factor,
        .has_alignment = assessment->has_alignment,
        .alignment = assessment->alignment,
        .evidence_count = assessment->evidence_count,
        .has_target = assessment->has_target,
        .target = assessment->target_score,
    };
}

static struct decimal global_weight(const struct score_parameters *parameters, const char *code)
{
    for (size_t i = 0; i < parameters->global_weight_count; i++)
        if (text_equal(parameters->global_weights[i].dimension_code, code))
            return parameters->global_weights[i].value;
    return DECIMAL_ZERO;
}

/* The one setting that is a default is that of delta. */
bool score_default_of(const struct calibration_default *known,
                      const struct score_parameters *parameters, struct decimal *out)
{
    if (!known->setting || !parameters)
        return known->default_value && decimal_parse(known->default_value, out);
    *out = parameters->delta;
    return true;
}

void score_sector_init(struct score_sector *out, struct arena *arena, const struct config_set *set,
                       const struct sector *sector, const struct score_parameters *parameters)
{
    const struct calibration *delta = sector_find_calibration(sector, "position_factor_delta");
    const struct calibration *minimum = sector_find_calibration(sector, "governance_minimum");
    *out = (struct score_sector){
        .parameters = parameters,
        .dimension_count = set->dimension_count,
        .codes = arena_array(arena, set->dimension_count, sizeof *out->codes),
        .names = arena_array(arena, set->dimension_count, sizeof *out->names),
        .weights = arena_array(arena, set->dimension_count, sizeof *out->weights),
        .h_r_baseline = sector_calibration(sector, "h_r_baseline"),
        .delta = delta ? delta->value : parameters->delta,
        .talent_threshold = sector_calibration(sector, "talent_concentration_threshold"),
        .ebitda_multiplier = sector_calibration(sector, "ebitda_multiplier"),
        .average_v_r = sector_calibration(sector, "sector_average_v_r"),
        .has_governance_minimum = minimum != NULL,
        .governance_minimum = minimum ? minimum->value : DECIMAL_ZERO,
    };
    for (size_t i = 0; i < set->dimension_count; i++) {
        out->codes[i] = set->dimensions[i].code;
        out->names[i] = set->dimensions[i].name;
        out->weights[i] = parameters->global_weights ? global_weight(parameters, out->codes[i])
                                                     : sector_weight(sector, out->codes[i]);
    }
}

/* ---- what is refused ---- */

static bool in_range(struct decimal value, int high)
{
    return decimal_compare(value, DECIMAL_ZERO) >= 0 &&
           decimal_compare(value, (struct decimal){high, 0}) <= 0;
}

static bool refuse(const char *what, struct decimal value, const char *expected, struct error *err)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_write(&text, value);
    error_set(err, ERROR_INVALID, "%s is %s, expected %s", what, text.text, expected);
    strbuf_release(&text);
    return false;
}

static bool check_scores(const struct score_sector *sector, const struct score_inputs *inputs,
                         struct error *err)
{
    for (size_t i = 0; i < sector->dimension_count; i++) {
        if ((inputs->missing && inputs->missing[i]) || in_range(inputs->scores[i], 100))
            continue;
        char what[160];
        snprintf(what, sizeof what, "score of dimension '%s'", sector->codes[i]);
        return refuse(what, inputs->scores[i], "0 to 100", err);
    }
    return true;
}

static bool check_inputs(const struct score_inputs *inputs, struct error *err)
{
    if (!in_range(inputs->talent_concentration, 1))
        return refuse("talent concentration", inputs->talent_concentration, "0 to 1", err);
    if (!in_range(inputs->percentile, 1))
        return refuse("market-capitalisation percentile", inputs->percentile, "0 to 1", err);
    if (decimal_compare(inputs->timing, DECIMAL_ZERO) < 0)
        return refuse("timing factor", inputs->timing, "0 or more", err);
    if (inputs->has_alignment && !in_range(inputs->alignment, 1))
        return refuse("alignment", inputs->alignment, "0 to 1", err);
    if (inputs->has_target && !in_range(inputs->target, 100))
        return refuse("target score", inputs->target, "0 to 100", err);
    if (inputs->has_previous && !(inputs->previous >= 0 && inputs->previous <= 100))
        return error_set(err, ERROR_INVALID, "previous score is %.2f, expected 0 to 100",
                         inputs->previous);
    if (inputs->evidence_count < 1)
        return error_set(err, ERROR_INVALID, "evidence count is %lld, expected 1 or more",
                         inputs->evidence_count);
    return true;
}

/* ---- one assessment ---- */

/* A dimension while it is worked on. */
struct part {
    struct decimal score; /* 50 where it is missing */
    int64_t w, d;         /* weight and score, in units of 10^-WEIGHT_SCALE and 10^-SCORE_SCALE */
};

/* An assessment while it is worked on. */
struct work {
    const struct score_sector *sector;
    const struct score_inputs *inputs;
    struct part *parts; /* one a dimension */
    struct sums sums;
    struct score *out;
};

static bool fill_in(struct arena *arena, struct work *work)
{
    size_t count = work->sector->dimension_count;
    work->parts = arena_array(arena, count, sizeof *work->parts);
    for (size_t i = 0; i < count; i++) {
        struct part *part = &work->parts[i];
        bool missing = work->inputs->missing && work->inputs->missing[i];
        part->score = missing ? imputed_score : work->inputs->scores[i];
        if (!to_units(work->sector->weights[i], WEIGHT_SCALE, &part->w) ||
            !to_units(part->score, SCORE_SCALE, &part->d))
            return false;
        sums_add(&work->sums, part->w, part->d);
    }
    return true;
}

static double v_r_of(const struct work *work, const struct mean *mean)
{
    double lambda = decimal_to_double(work->sector->parameters->lambda);
    return score_v_r(mean->mean, score_penalty(lambda, mean->cv), work->out->talent);
}

static bool assess_v_r(struct arena *arena, struct work *work, struct error *err)
{
    struct mean mean;
    if (!fill_in(arena, work) || !mean_of_sums(&work->sums, &mean))
        return error_set(err, ERROR_INVALID,
                         "the weights are all 0, or not 0 to 1 with up to %d digits, or a "
                         "score has more than %d",
                         WEIGHT_SCALE, SCORE_SCALE);
    struct score *out = work->out;
    out->weighted_mean = mean.mean;
    out->sigma = mean.sigma;
    out->cv = mean.cv;
    out->penalty = score_penalty(decimal_to_double(work->sector->parameters->lambda), mean.cv);
    out->talent = score_talent(decimal_to_double(work->inputs->talent_concentration),
                               decimal_to_double(work->sector->talent_threshold));
    out->v_r = v_r_of(work, &mean);
    return true;
}

/* V^R as it would be with one point more in a dimension, or with what is left up to 100; the talent
 * factor does not depend on it. */
static double v_r_with_more(const struct work *work, const struct part *part)
{
    enum { POINT = 10000, MOST = 100 * POINT };
    int64_t more = part->d + POINT < MOST ? part->d + POINT : MOST;
    struct sums sums = work->sums;
    struct mean mean = {0};
    sums_add(&sums, -part->w, part->d);
    sums_add(&sums, part->w, more);
    mean_of_sums(&sums, &mean);
    return v_r_of(work, &mean);
}

static void assess_dimensions(struct arena *arena, const struct work *work)
{
    struct score *out = work->out;
    out->dimension_count = work->sector->dimension_count;
    out->dimensions = arena_array(arena, out->dimension_count, sizeof *out->dimensions);
    for (size_t i = 0; i < out->dimension_count; i++) {
        const struct part *part = &work->parts[i];
        struct score_dimension *dimension = &out->dimensions[i];
        dimension->score = decimal_to_double(part->score);
        dimension->weight = (double)part->w / (double)work->sums.w;
        dimension->contribution = dimension->weight * dimension->score;
        dimension->sensitivity = v_r_with_more(work, part) - out->v_r;
        dimension->imputed = work->inputs->missing && work->inputs->missing[i];
        out->imputed_count += dimension->imputed;
    }
}

static void assess_opportunity(struct work *work)
{
    const struct score_sector *sector = work->sector;
    const struct score_inputs *inputs = work->inputs;
    struct score *out = work->out;
    out->position_factor = score_position_factor(out->v_r, decimal_to_double(sector->average_v_r),
                                                 decimal_to_double(inputs->percentile));
    out->h_r = score_h_r(decimal_to_double(sector->h_r_baseline), decimal_to_double(sector->delta),
                         out->position_factor);
    out->alignment = inputs->has_alignment ? decimal_to_double(inputs->alignment)
                                           : score_alignment(out->v_r, out->h_r);
    out->timing = score_timing(decimal_to_double(inputs->timing));
    out->synergy = score_synergy(out->v_r, out->h_r, out->alignment, out->timing);
    out->org_ai_r = score_org_ai_r(decimal_to_double(work->sector->parameters->alpha),
                                   decimal_to_double(work->sector->parameters->beta), out->v_r,
                                   out->h_r, out->synergy);
}

static void assess_certainty(struct work *work)
{
    struct score *out = work->out;
    const double scores[SCORE_KIND_COUNT] = {
        [SCORE_ORG_AI_R] = out->org_ai_r,
        [SCORE_V_R] = out->v_r,
        [SCORE_H_R] = out->h_r,
        [SCORE_SYNERGY] = out->synergy,
    };
    out->rho = score_rho(work->inputs->evidence_count);
    for (int kind = 0; kind < SCORE_KIND_COUNT; kind++) {
        out->sem[kind] = score_sem((enum score_kind)kind, out->rho);
        out->interval[kind] = score_interval_of(scores[kind], out->sem[kind]);
    }
}

static enum score_gate gate_of(const struct work *work)
{
    if (!work->sector->has_governance_minimum)
        return GATE_NONE;
    for (size_t i = 0; i < work->sector->dimension_count; i++)
        if (text_equal(work->sector->codes[i], SCORE_GATE_DIMENSION))
            return decimal_compare(work->parts[i].score, work->sector->governance_minimum) < 0
                       ? GATE_BLOCKED
                       : GATE_PASSED;
    return GATE_NONE;
}

static void assess_meaning(struct work *work)
{
    struct score *out = work->out;
    const struct score_inputs *inputs = work->inputs;
    out->band = score_band_of(out->org_ai_r);
    out->leader = out->org_ai_r >= SCORE_LEADER;
    out->laggard = out->org_ai_r < SCORE_LAGGARD;
    out->gate = gate_of(work);
    out->has_change = inputs->has_previous;
    out->change = inputs->has_previous ? out->org_ai_r - inputs->previous : 0;
    out->has_ebitda =
        inputs->has_target &&
        score_ebitda_of(out->org_ai_r, decimal_to_double(inputs->target), out->h_r,
                        decimal_to_double(work->sector->ebitda_multiplier), &out->ebitda);
    double change_threshold = decimal_to_double(work->sector->parameters->change_threshold);
    double ebitda_threshold = decimal_to_double(work->sector->parameters->ebitda_threshold);
    out->reviews |= out->org_ai_r > 85 ? REVIEW_HIGH : 0u;
    out->reviews |= out->org_ai_r < 40 ? REVIEW_LOW : 0u;
    out->reviews |= out->has_change && fabs(out->change) > change_threshold ? REVIEW_CHANGE : 0u;
    out->reviews |= out->has_ebitda && out->ebitda.base > ebitda_threshold ? REVIEW_EBITDA : 0u;
    out->reviews |= out->imputed_count > 0 ? REVIEW_IMPUTED : 0u;
}

/* The scores of an assessment and how certain they are. */
static bool assess(struct arena *arena, struct work *work, struct error *err)
{
    *work->out = (struct score){0};
    if (!check_scores(work->sector, work->inputs, err) || !check_inputs(work->inputs, err) ||
        !assess_v_r(arena, work, err))
        return false;
    assess_opportunity(work);
    assess_certainty(work);
    return true;
}

bool score_assess(struct arena *arena, const struct score_sector *sector,
                  const struct score_inputs *inputs, struct score *out, struct error *err)
{
    struct work work = {.sector = sector, .inputs = inputs, .out = out};
    if (!assess(arena, &work, err))
        return false;
    assess_dimensions(arena, &work);
    assess_meaning(&work);
    return true;
}

struct score_moment score_moment_of(struct arena *arena, const struct score_sector *sector,
                                    const struct assessment *assessment)
{
    struct score score;
    struct score_inputs inputs = score_inputs_of(assessment);
    struct work work = {.sector = sector, .inputs = &inputs, .out = &score};
    if (!assess(arena, &work, NULL))
        return (struct score_moment){0};
    return (struct score_moment){
        .scored = true, .org_ai_r = score.org_ai_r, .interval = score.interval[SCORE_ORG_AI_R]};
}

/* ---- why a review is asked for ---- */

static const char *number(struct arena *arena, double value)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_format_double(&text, value, 2, ',');
    const char *copy = arena_strdup(arena, text.text);
    strbuf_release(&text);
    return copy;
}

static const char *imputed_words(struct arena *arena, const struct score *score,
                                 const struct score_sector *sector)
{
    struct strbuf names;
    strbuf_init(&names);
    for (size_t i = 0; i < score->dimension_count; i++)
        if (score->dimensions[i].imputed)
            strbuf_addf(&names, "%s%s", names.length > 0 ? ", " : "",
                        sector->names ? sector->names[i] : sector->codes[i]);
    const char *words = arena_printf(arena, "no score for %s: %s 50", names.text,
                                     score->imputed_count == 1 ? "it counts as" : "each counts as");
    strbuf_release(&names);
    return words;
}

size_t score_review_words(struct arena *arena, const struct score *score,
                          const struct score_sector *sector, const char ***words)
{
    size_t count = 0;
    *words = arena_array(arena, 5, sizeof **words);
    if (score->reviews & REVIEW_HIGH)
        (*words)[count++] =
            arena_printf(arena, "Org-AI-R %s is above 85", number(arena, score->org_ai_r));
    if (score->reviews & REVIEW_LOW)
        (*words)[count++] =
            arena_printf(arena, "Org-AI-R %s is below 40", number(arena, score->org_ai_r));
    if (score->reviews & REVIEW_CHANGE)
        (*words)[count++] = arena_printf(
            arena, "Org-AI-R moved by %s points since the assessment before, more than %s",
            number(arena, score->change),
            number(arena, decimal_to_double(sector->parameters->change_threshold)));
    if (score->reviews & REVIEW_EBITDA)
        (*words)[count++] =
            arena_printf(arena, "the base EBITDA projection of %s %% is above %s %%",
                         number(arena, score->ebitda.base),
                         number(arena, decimal_to_double(sector->parameters->ebitda_threshold)));
    if (score->reviews & REVIEW_IMPUTED)
        (*words)[count++] = imputed_words(arena, score, sector);
    return count;
}
