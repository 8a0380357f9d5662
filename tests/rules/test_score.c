/* Every worked example to 0.01, the properties over random inputs, the edges. */
#include "rules/score.h"

#include <check.h>
#include <math.h>

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

static struct decimal dec(const char *text)
{
    struct decimal value;
    ck_assert_msg(decimal_parse(text, &value), "'%s' is no decimal", text);
    return value;
}

static const char *const codes[] = {
    "data_infrastructure", "ai_governance",      "technology_stack", "talent",
    "leadership",          "use_case_portfolio", "culture"};
static const char *const global_weights[] = {"0.18", "0.15", "0.15", "0.17",
                                             "0.13", "0.12", "0.10"};
static const char *const technology_weights[] = {"0.15", "0.12", "0.18", "0.22",
                                                 "0.13", "0.15", "0.05"};

static struct score_parameters parameters;

static struct score_sector sector_of(const char *const *weights)
{
    parameters = score_parameters_default();
    struct score_sector sector = {
        .parameters = &parameters,
        .dimension_count = 7,
        .codes = arena_array(arena, 7, sizeof(char *)),
        .weights = arena_array(arena, 7, sizeof(struct decimal)),
        .h_r_baseline = dec("75"),
        .delta = dec("0.15"),
        .talent_threshold = dec("0.25"),
        .ebitda_multiplier = dec("1.0"),
        .average_v_r = dec("50"),
    };
    for (size_t i = 0; i < 7; i++) {
        sector.codes[i] = codes[i];
        sector.weights[i] = dec(weights[i]);
    }
    return sector;
}

/* TC 0, percentile 0.5, timing 1.0, evidence 10, the rest absent. */
static struct score_inputs inputs_default(void)
{
    return (struct score_inputs){
        .percentile = {5, 1},
        .timing = {1, 0},
        .evidence_count = 10,
    };
}

static struct score_inputs inputs_of(const char *const *scores)
{
    struct score_inputs inputs = inputs_default();
    struct decimal *values = arena_array(arena, 7, sizeof *values);
    for (size_t i = 0; i < 7; i++)
        values[i] = dec(scores[i]);
    inputs.scores = values;
    return inputs;
}

static struct score assess(const struct score_sector *sector, const struct score_inputs *inputs)
{
    struct score score;
    struct error err = ERROR_INIT;
    ck_assert_msg(score_assess(arena, sector, inputs, &score, &err), "%s", err.message);
    return score;
}

#define near(actual, expected) ck_assert_double_eq_tol((actual), (expected), 0.01)

/* ---- worked examples ---- */

static struct score example_1(void)
{
    struct score_sector sector = sector_of(global_weights);
    sector.h_r_baseline = dec("84");
    struct score_inputs inputs = inputs_of(
        (const char *const[]){"82.32", "83.40", "88.10", "76.19", "86.18", "90.80", "70.68"});
    inputs.talent_concentration = dec("0.0549");
    inputs.percentile = dec("0.95");
    inputs.timing = dec("1.20");
    return assess(&sector, &inputs);
}

START_TEST(example_1_technology)
{
    struct score score = example_1();
    ck_assert_double_eq_tol(score.weighted_mean, 82.6623, 0.00005);
    ck_assert_double_eq_tol(score.sigma, 5.9643, 0.00005);
    ck_assert_double_eq_tol(score.penalty, 0.9820, 0.00005);
    ck_assert_double_eq(score.talent, 1.0);
    near(score.v_r, 81.17);
    ck_assert_double_eq_tol(score.position_factor, 0.7340, 0.0001);
    near(score.h_r, 93.25);
    near(score.synergy, 79.86);
    near(score.org_ai_r, 85.26);
    ck_assert_int_eq(score.band, BAND_EXCELLENT);
    ck_assert(score.leader && !score.laggard);
    ck_assert_uint_eq(score.reviews, REVIEW_HIGH);
}
END_TEST

START_TEST(example_2_financial_services)
{
    struct score_sector sector = sector_of(global_weights);
    sector.h_r_baseline = dec("68");
    sector.average_v_r = dec("55");
    struct score_inputs inputs = inputs_of(
        (const char *const[]){"72.23", "81.37", "76.04", "49.72", "77.44", "78.29", "55.92"});
    inputs.talent_concentration = dec("0.1048");
    inputs.percentile = dec("0.85");
    inputs.timing = dec("1.05");
    struct score score = assess(&sector, &inputs);
    near(score.v_r, 67.26);
    ck_assert_double_eq_tol(score.position_factor, 0.4271, 0.0001);
    near(score.h_r, 72.36);
    near(score.synergy, 48.50);
    near(score.org_ai_r, 66.80);
    ck_assert_int_eq(score.band, BAND_GOOD);
    ck_assert_uint_eq(score.reviews, 0);
}
END_TEST

static const char *const example_3_scores[] = {"70", "65", "75", "68", "72", "60", "70"};

/* The example gives the position factor, so the steps behind it are taken one by one. */
START_TEST(example_3_by_steps)
{
    struct score_sector sector = sector_of(technology_weights);
    struct score_inputs inputs = inputs_of(example_3_scores);
    struct score score = assess(&sector, &inputs);
    ck_assert_double_eq_tol(score.weighted_mean, 68.62, 1e-12);
    ck_assert_double_eq_tol(score.sigma, 4.6899, 0.00005);
    double v_r =
        score_v_r(score.weighted_mean, score_penalty(0.25, score.cv), score_talent(0.2, 0.30));
    ck_assert_double_eq_tol(v_r, 67.4475, 0.00005);
    double h_r = score_h_r(85, 0.15, 0.1);
    ck_assert_double_eq_tol(h_r, 86.275, 1e-9);
    double synergy = score_synergy(v_r, h_r, 0.8, 1);
    ck_assert_double_eq_tol(synergy, 46.5523, 0.00005);
    double org = score_org_ai_r(0.60, 0.12, v_r, h_r, synergy);
    ck_assert_double_eq_tol(org, 71.5674, 0.00005);
    struct score_interval interval =
        score_interval_of(org, score_sem(SCORE_ORG_AI_R, score_rho(10)));
    ck_assert_double_eq_tol(interval.low, 59.6323, 0.00005);
    ck_assert_double_eq_tol(interval.high, 83.5024, 0.00005);
    double alignment = score_alignment(v_r, h_r);
    ck_assert_double_eq_tol(alignment, 0.8117, 0.00005);
    synergy = score_synergy(v_r, h_r, alignment, 1);
    ck_assert_double_eq_tol(synergy, 47.2346, 0.00005);
    org = score_org_ai_r(0.60, 0.12, v_r, h_r, synergy);
    ck_assert_double_eq_tol(org, 71.6492, 0.00005);
}
END_TEST

/* The same, whole: a percentile chosen so that the position factor is 0.1. */
START_TEST(example_3_whole)
{
    struct score_sector sector = sector_of(technology_weights);
    sector.h_r_baseline = dec("85");
    sector.talent_threshold = dec("0.30");
    sector.average_v_r = dec("67.4475");
    struct score_inputs inputs = inputs_of(example_3_scores);
    inputs.talent_concentration = dec("0.2");
    inputs.percentile = dec("0.625");
    inputs.has_alignment = true;
    inputs.alignment = dec("0.8");
    struct score score = assess(&sector, &inputs);
    ck_assert_double_eq_tol(score.position_factor, 0.1, 0.00001);
    near(score.org_ai_r, 71.5674);
    near(score.interval[SCORE_ORG_AI_R].low, 59.6323);
    near(score.interval[SCORE_ORG_AI_R].high, 83.5024);
    inputs.has_alignment = false;
    near(assess(&sector, &inputs).org_ai_r, 71.6492);
}
END_TEST

START_TEST(example_4_certainty)
{
    static const struct {
        long long n;
        double rho, sem;
    } rows[] = {{1, 0.300000, 11.7132},
                {5, 0.681818, 7.8971},
                {10, 0.810811, 6.0894},
                {100, 0.977199, 2.1140}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_double_eq_tol(score_rho(rows[i].n), rows[i].rho, 0.0000005);
        ck_assert_double_eq_tol(score_sem(SCORE_ORG_AI_R, score_rho(rows[i].n)), rows[i].sem,
                                0.00005);
    }
    ck_assert_double_lt(score_rho(230), 0.99);
    ck_assert_double_eq(score_rho(231), 0.99);
    ck_assert_double_eq(score_rho(1000000), 0.99);
    ck_assert_double_eq_tol(score_sem(SCORE_V_R, 0), 15, 1e-12);
    ck_assert_double_eq_tol(score_sem(SCORE_H_R, 0), 12, 1e-12);
    ck_assert_double_eq_tol(score_sem(SCORE_SYNERGY, 0), 10, 1e-12);
}
END_TEST

START_TEST(example_5_ebitda)
{
    struct score_ebitda ebitda;
    ck_assert(score_ebitda_of(55, 75, 80, 1, &ebitda));
    ck_assert_double_eq_tol(ebitda.base, 1.65, 1e-9);
    ck_assert_double_eq_tol(ebitda.conservative, 1.155, 1e-9);
    ck_assert_double_eq_tol(ebitda.optimistic, 2.145, 1e-9);
    ck_assert(score_ebitda_of(45, 70, 85, 1, &ebitda));
    ck_assert_double_eq_tol(ebitda.base, 2.03125, 1e-9);
    ck_assert(score_ebitda_of(45, 71, 85, 1, &ebitda));
    ck_assert_double_eq_tol(ebitda.base, 3.1025, 1e-9);
    ck_assert(score_ebitda_of(45, 71, 85, 1.15, &ebitda));
    ck_assert_double_eq_tol(ebitda.base, 3.1025 * 1.15, 1e-9);
    ck_assert_double_eq_tol(ebitda.optimistic, 1.3 * 3.1025 * 1.15, 1e-9);
    ck_assert(!score_ebitda_of(70, 70, 85, 1, &ebitda));
    ck_assert(!score_ebitda_of(70, 60, 85, 1, &ebitda));
}
END_TEST

/* Example 2 once more, as a row of the database brings it. */
START_TEST(an_assessment_as_inputs)
{
    struct score_sector sector = sector_of(global_weights);
    sector.h_r_baseline = dec("68");
    sector.average_v_r = dec("55");
    struct score_inputs source = inputs_of(
        (const char *const[]){"72.23", "81.37", "76.04", "49.72", "77.44", "78.29", "55.92"});
    struct decimal scores[7];
    bool missing[7] = {false};
    for (size_t i = 0; i < 7; i++)
        scores[i] = source.scores[i];
    struct assessment assessment = {
        .scores = scores,
        .missing = missing,
        .talent_concentration = dec("0.1048"),
        .market_cap_percentile = dec("0.85"),
        .timing_factor = dec("1.05"),
        .evidence_count = 5,
        .has_target = true,
        .target_score = dec("86.80"),
    };
    struct score_inputs inputs = score_inputs_of(&assessment);
    struct score score = assess(&sector, &inputs);
    near(score.org_ai_r, 66.80);
    ck_assert_double_eq_tol(score.rho, 0.681818, 0.0000005);
    ck_assert(score.has_ebitda && !score.has_change);
    assessment.has_alignment = true;
    assessment.alignment = dec("0.5");
    missing[6] = true;
    inputs = score_inputs_of(&assessment);
    score = assess(&sector, &inputs);
    ck_assert_double_eq(score.alignment, 0.5);
    ck_assert_uint_eq(score.imputed_count, 1);
}
END_TEST

/* ---- properties, over the same random inputs every time ---- */

static uint64_t random_state;

static uint64_t random_below(uint64_t limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (random_state >> 33) % limit;
}

static struct score_sector random_sector(void)
{
    struct score_sector sector = sector_of(global_weights);
    int64_t left = 1000;
    for (size_t i = 0; i < 7; i++) {
        int64_t part = i == 6 ? left : (int64_t)random_below((uint64_t)left + 1);
        sector.weights[i] = (struct decimal){part, 3};
        left -= part;
    }
    sector.h_r_baseline = (struct decimal){(int64_t)random_below(10001), 2};
    sector.talent_threshold = (struct decimal){(int64_t)random_below(101), 2};
    sector.average_v_r = (struct decimal){(int64_t)random_below(10001), 2};
    parameters.lambda = (struct decimal){(int64_t)random_below(51), 2};
    parameters.alpha = (struct decimal){(int64_t)(55 + random_below(16)), 2};
    parameters.beta = (struct decimal){(int64_t)(8 + random_below(13)), 2};
    return sector;
}

static struct score_inputs random_inputs(uint64_t highest)
{
    struct score_inputs inputs = inputs_default();
    struct decimal *scores = arena_array(arena, 7, sizeof *scores);
    for (size_t i = 0; i < 7; i++)
        scores[i] = (struct decimal){(int64_t)random_below(highest + 1), 2};
    inputs.scores = scores;
    inputs.talent_concentration = (struct decimal){(int64_t)random_below(10001), 4};
    inputs.percentile = (struct decimal){(int64_t)random_below(10001), 4};
    inputs.timing = (struct decimal){(int64_t)random_below(201), 2};
    inputs.evidence_count = 1 + (long long)random_below(300);
    return inputs;
}

static bool is_within(double value, double low, double high)
{
    return value >= low && value <= high;
}

static void check_bounds(const struct score *score)
{
    ck_assert(is_within(score->weighted_mean, 0, 100));
    ck_assert(is_within(score->sigma, 0, 50 + 1e-9));
    ck_assert(is_within(score->penalty, 0, 1));
    ck_assert(is_within(score->talent, 0.85 - 1e-12, 1));
    ck_assert(is_within(score->position_factor, -1, 1));
    ck_assert(is_within(score->alignment, 0, 1));
    ck_assert(is_within(score->rho, 0.3 - 1e-12, 0.99));
    const double values[] = {score->org_ai_r, score->v_r, score->h_r, score->synergy};
    for (int kind = 0; kind < SCORE_KIND_COUNT; kind++) {
        ck_assert(is_within(values[kind], 0, 100));
        ck_assert(is_within(score->interval[kind].low, 0, values[kind]));
        ck_assert(is_within(score->interval[kind].high, values[kind], 100));
    }
}

static void check_parts(const struct score *score, double lambda)
{
    double contributions = 0, weights = 0;
    for (size_t i = 0; i < score->dimension_count; i++) {
        contributions += score->dimensions[i].contribution;
        weights += score->dimensions[i].weight;
    }
    ck_assert_double_eq_tol(contributions, score->weighted_mean, 1e-9);
    ck_assert_double_eq_tol(weights, 1, 1e-12);
    if (score->penalty > 0)
        ck_assert_double_eq_tol(score->weighted_mean * score->penalty,
                                score->weighted_mean - lambda * score->sigma, 1e-9);
}

START_TEST(scores_stay_in_bounds_and_add_up)
{
    random_state = 20260630;
    for (int i = 0; i < 5000; i++) {
        struct score_sector sector = random_sector();
        struct score_inputs inputs = random_inputs(10000);
        struct score score = assess(&sector, &inputs);
        check_bounds(&score);
        check_parts(&score, decimal_to_double(parameters.lambda));
        arena_reset(arena);
    }
}
END_TEST

START_TEST(raising_all_dimensions_never_lowers_v_r)
{
    random_state = 7;
    for (int i = 0; i < 5000; i++) {
        struct score_sector sector = random_sector();
        struct score_inputs inputs = random_inputs(9000);
        double before = assess(&sector, &inputs).v_r;
        struct decimal *raised = arena_array(arena, 7, sizeof *raised);
        int64_t step = (int64_t)random_below(1001);
        for (size_t k = 0; k < 7; k++)
            raised[k] = (struct decimal){inputs.scores[k].units + step, 2};
        inputs.scores = raised;
        ck_assert_double_ge(assess(&sector, &inputs).v_r, before - 1e-9);
        arena_reset(arena);
    }
}
END_TEST

START_TEST(more_evidence_narrows_every_interval)
{
    double last[SCORE_KIND_COUNT] = {1e9, 1e9, 1e9, 1e9};
    for (long long n = 1; n <= 400; n++)
        for (int kind = 0; kind < SCORE_KIND_COUNT; kind++) {
            double sem = score_sem((enum score_kind)kind, score_rho(n));
            struct score_interval interval = score_interval_of(50, sem);
            double width = interval.high - interval.low;
            ck_assert_msg(n <= 231 ? width < last[kind] : width == last[kind], "n %lld", n);
            last[kind] = width;
        }
}
END_TEST

/* The published surprise: at lambda 0.25 a weight under 1/17 can pull V^R down. */
START_TEST(raising_one_dimension_can_lower_v_r)
{
    struct score_sector sector = sector_of(technology_weights);
    struct score_inputs inputs =
        inputs_of((const char *const[]){"50", "50", "50", "50", "50", "50", "90"});
    struct score score = assess(&sector, &inputs);
    ck_assert_double_lt(score.dimensions[6].sensitivity, 0);
    ck_assert_double_gt(score.dimensions[0].sensitivity, 0);
}
END_TEST

START_TEST(sensitivity_is_the_difference_of_two_assessments)
{
    struct score_sector sector = sector_of(technology_weights);
    struct score_inputs inputs =
        inputs_of((const char *const[]){"70", "65", "75", "68", "72", "60", "99.50"});
    struct score score = assess(&sector, &inputs);
    struct score_inputs more =
        inputs_of((const char *const[]){"70", "65", "75", "69", "72", "60", "99.50"});
    ck_assert_double_eq_tol(score.dimensions[3].sensitivity, assess(&sector, &more).v_r - score.v_r,
                            1e-12);
    struct score_inputs most =
        inputs_of((const char *const[]){"70", "65", "75", "68", "72", "60", "100"});
    ck_assert_double_eq_tol(score.dimensions[6].sensitivity, assess(&sector, &most).v_r - score.v_r,
                            1e-12);
    ck_assert_double_eq(assess(&sector, &most).dimensions[6].sensitivity, 0);
}
END_TEST

/* ---- edges ---- */

START_TEST(all_zero)
{
    struct score_sector sector = sector_of(global_weights);
    struct score_inputs inputs =
        inputs_of((const char *const[]){"0", "0", "0", "0", "0", "0", "0"});
    struct score score = assess(&sector, &inputs);
    ck_assert_double_eq(score.weighted_mean, 0);
    ck_assert_double_eq(score.cv, 0);
    ck_assert_double_eq(score.penalty, 1);
    ck_assert_double_eq(score.v_r, 0);
    ck_assert_double_eq(score.synergy, 0);
    ck_assert_double_eq(score.interval[SCORE_V_R].low, 0);
    ck_assert(score.laggard);
}
END_TEST

START_TEST(all_hundred)
{
    struct score_sector sector = sector_of(global_weights);
    struct score_inputs inputs =
        inputs_of((const char *const[]){"100", "100.00", "100", "100", "100", "100", "100.0000"});
    struct score score = assess(&sector, &inputs);
    ck_assert_double_eq(score.weighted_mean, 100);
    ck_assert_double_eq(score.sigma, 0);
    ck_assert_double_eq(score.v_r, 100);
    ck_assert_double_eq(score.interval[SCORE_V_R].high, 100);
}
END_TEST

START_TEST(one_dimension_only)
{
    struct decimal weight = dec("0.4"), value = dec("61.37");
    const char *code = "ai_governance";
    struct score_sector sector = sector_of(global_weights);
    sector.dimension_count = 1;
    sector.codes = &code;
    sector.weights = &weight;
    struct score_inputs inputs = inputs_default();
    inputs.scores = &value;
    struct score score = assess(&sector, &inputs);
    ck_assert_double_eq_tol(score.weighted_mean, 61.37, 1e-12);
    ck_assert_double_eq(score.sigma, 0);
    ck_assert_double_eq_tol(score.v_r, 61.37, 1e-12);
    ck_assert_double_eq(score.dimensions[0].weight, 1);
}
END_TEST

/* The score of as many dimensions as there are numbers; false: refused. */
static bool assess_numbers(const char *const *weights, const char *const *scores, size_t count,
                           struct score *out)
{
    struct score_sector sector = sector_of(technology_weights);
    struct decimal values[7];
    sector.dimension_count = count;
    for (size_t i = 0; i < count; i++) {
        sector.weights[i] = dec(weights[i]);
        values[i] = dec(scores[i]);
    }
    struct score_inputs inputs = inputs_default();
    inputs.scores = values;
    return score_assess(arena, &sector, &inputs, out, NULL);
}

/* In binary 0.1 + 0.2 is not 0.3; here equal scores have no spread at all. */
START_TEST(weighted_sums_are_exact)
{
    struct score score;
    const char *const weights[] = {"0.1", "0.2", "0.7"};
    const char *const scores[] = {"33.33", "33.33", "33.33"};
    ck_assert(assess_numbers(weights, scores, 3, &score));
    ck_assert_double_eq(score.weighted_mean, 33.33);
    ck_assert_double_eq(score.sigma, 0);
    const char *const fine[] = {"0.000001", "0.999999"};
    const char *const pair[] = {"0.0001", "100"};
    ck_assert(assess_numbers(fine, pair, 2, &score));
    ck_assert_double_eq_tol(score.weighted_mean, 99.9999 + 0.0000000001, 1e-12);
}
END_TEST

START_TEST(what_the_arithmetic_does_not_take)
{
    struct score score;
    const char *const fifty = "50", *const one = "1.000000000", *const fine = "1.12345";
    const char *const weights[] = {"0", "0.0000001", "-0.1", "1.5"};
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(!assess_numbers(&weights[i], &fifty, 1, &score), "weight %s", weights[i]);
    ck_assert(assess_numbers(&one, &fifty, 1, &score));
    ck_assert(!assess_numbers(&one, &fine, 1, &score));
    ck_assert(!assess_numbers(NULL, NULL, 0, &score));
}
END_TEST

static void refuses(const struct score_sector *sector, const struct score_inputs *inputs,
                    const char *message)
{
    struct score score;
    struct error err = ERROR_INIT;
    ck_assert_msg(!score_assess(arena, sector, inputs, &score, &err), "accepted: %s", message);
    ck_assert_int_eq(err.code, ERROR_INVALID);
    ck_assert_str_eq(err.message, message);
}

START_TEST(what_is_refused)
{
    struct score_sector sector = sector_of(technology_weights);
    struct score_inputs good = inputs_of(example_3_scores);
    struct score_inputs bad =
        inputs_of((const char *const[]){"70", "65", "75", "100.01", "0", "0", "0"});
    refuses(&sector, &bad, "score of dimension 'talent' is 100.01, expected 0 to 100");
    bad = inputs_of((const char *const[]){"70", "-0.01", "75", "1", "0", "0", "0"});
    refuses(&sector, &bad, "score of dimension 'ai_governance' is -0.01, expected 0 to 100");
    bad = good;
    bad.evidence_count = 0;
    refuses(&sector, &bad, "evidence count is 0, expected 1 or more");
    bad = good;
    bad.talent_concentration = dec("1.01");
    refuses(&sector, &bad, "talent concentration is 1.01, expected 0 to 1");
    bad = good;
    bad.percentile = dec("-0.5");
    refuses(&sector, &bad, "market-capitalisation percentile is -0.5, expected 0 to 1");
    bad = good;
    bad.has_alignment = true;
    bad.alignment = dec("2");
    refuses(&sector, &bad, "alignment is 2, expected 0 to 1");
    bad = good;
    bad.timing = dec("-1");
    refuses(&sector, &bad, "timing factor is -1, expected 0 or more");
    bad = good;
    bad.has_target = true;
    bad.target = dec("101");
    refuses(&sector, &bad, "target score is 101, expected 0 to 100");
    bad = good;
    bad.has_previous = true;
    bad.previous = NAN;
    refuses(&sector, &bad, "previous score is nan, expected 0 to 100");
    for (size_t i = 0; i < 7; i++)
        sector.weights[i] = DECIMAL_ZERO;
    refuses(&sector, &good,
            "the weights are all 0, or not 0 to 1 with up to 6 digits, or a score has more than 4");
}
END_TEST

/* ---- meaning ---- */

START_TEST(bands_begin_at_their_floor)
{
    static const struct {
        double score;
        const char *name;
    } rows[] = {{100, "Excellent"},   {80, "Excellent"}, {79.999, "Good"},       {60, "Good"},
                {59.999, "Adequate"}, {40, "Adequate"},  {39.999, "Developing"}, {20, "Developing"},
                {19.999, "Nascent"},  {0, "Nascent"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_str_eq(score_band_name(score_band_of(rows[i].score)), rows[i].name);
}
END_TEST

START_TEST(governance_gate)
{
    struct score_sector sector = sector_of(technology_weights);
    struct score_inputs inputs = inputs_of(example_3_scores); /* governance 65 */
    struct score free = assess(&sector, &inputs);
    ck_assert_int_eq(free.gate, GATE_NONE);
    sector.has_governance_minimum = true;
    sector.governance_minimum = dec("65.0000");
    ck_assert_int_eq(assess(&sector, &inputs).gate, GATE_PASSED);
    sector.governance_minimum = dec("65.0001");
    struct score blocked = assess(&sector, &inputs);
    ck_assert_int_eq(blocked.gate, GATE_BLOCKED);
    ck_assert_double_eq(blocked.org_ai_r, free.org_ai_r);
    sector.codes[1] = "something_else";
    ck_assert_int_eq(assess(&sector, &inputs).gate, GATE_NONE);
}
END_TEST

START_TEST(what_is_missing_counts_as_50)
{
    struct score_sector sector = sector_of(technology_weights);
    struct score_inputs inputs = inputs_of(example_3_scores);
    const bool missing[7] = {[1] = true, [6] = true};
    inputs.missing = missing;
    struct score score = assess(&sector, &inputs);
    struct score_inputs filled =
        inputs_of((const char *const[]){"70", "50", "75", "68", "72", "60", "50"});
    ck_assert_double_eq(score.org_ai_r, assess(&sector, &filled).org_ai_r);
    ck_assert_uint_eq(score.imputed_count, 2);
    ck_assert(score.dimensions[1].imputed && !score.dimensions[0].imputed);
    ck_assert_uint_eq(score.reviews, REVIEW_IMPUTED);
    const char **words;
    ck_assert_uint_eq(score_review_words(arena, &score, &sector, &words), 1);
    ck_assert_str_eq(words[0], "no score for ai_governance, culture: each counts as 50");
}
END_TEST

START_TEST(reviews_and_their_words)
{
    struct score_sector sector = sector_of(technology_weights);
    struct score_inputs inputs =
        inputs_of((const char *const[]){"10", "10", "10", "10", "10", "10", "10"});
    sector.h_r_baseline = dec("40");
    sector.ebitda_multiplier = dec("5");
    inputs.has_target = true;
    inputs.target = dec("90");
    inputs.has_previous = true;
    inputs.previous = 60;
    struct score score = assess(&sector, &inputs);
    ck_assert_uint_eq(score.reviews, REVIEW_LOW | REVIEW_CHANGE | REVIEW_EBITDA);
    ck_assert_double_eq_tol(score.change, score.org_ai_r - 60, 1e-12);
    const char **words;
    ck_assert_uint_eq(score_review_words(arena, &score, &sector, &words), 3);
    ck_assert_str_eq(words[0], "Org-AI-R 18.67 is below 40");
    ck_assert_str_eq(
        words[1], "Org-AI-R moved by -41.33 points since the assessment before, more than 15.00");
    ck_assert_str_eq(words[2], "the base EBITDA projection of 27.39 % is above 10.00 %");
    inputs.previous = score.org_ai_r + 14.999;
    ck_assert_uint_eq(assess(&sector, &inputs).reviews, REVIEW_LOW | REVIEW_EBITDA);
    inputs.previous = score.org_ai_r + 15.001;
    ck_assert_uint_eq(assess(&sector, &inputs).reviews, score.reviews);
}
END_TEST

START_TEST(sector_from_configurations)
{
    struct dimension dimensions[] = {{.code = "talent"}, {.code = "culture"}};
    struct weight weights[] = {{.dimension_code = "culture", .value = dec("0.400")},
                               {.dimension_code = "talent", .value = dec("0.600")}};
    struct calibration calibrations[] = {{.name = "governance_minimum", .value = dec("60.0000")},
                                         {.name = "h_r_baseline", .value = dec("72.0000")}};
    struct sector row = {.weights = weights,
                         .weight_count = 2,
                         .calibrations = calibrations,
                         .calibration_count = 2};
    struct config_set set = {.dimensions = dimensions, .dimension_count = 2};
    struct score_parameters own = score_parameters_default();
    own.delta = dec("0.20");
    struct score_sector sector;
    score_sector_init(&sector, arena, &set, &row, &own);
    ck_assert_str_eq(sector.codes[0], "talent");
    ck_assert_int_eq(sector.weights[0].units, 600);
    ck_assert_double_eq(decimal_to_double(sector.delta), 0.20);
    ck_assert_double_eq(decimal_to_double(sector.average_v_r), 50);
    ck_assert_double_eq(decimal_to_double(sector.h_r_baseline), 72);
    ck_assert_double_eq(decimal_to_double(sector.talent_threshold), 0.25);
    ck_assert(sector.has_governance_minimum);
    struct weight everywhere[] = {{.dimension_code = "talent", .value = dec("0.17")}};
    own.global_weights = everywhere;
    own.global_weight_count = 1;
    score_sector_init(&sector, arena, &set, &row, &own);
    ck_assert_int_eq(sector.weights[0].units, 17);
    ck_assert_int_eq(sector.weights[1].units, 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("score");
    TCase *examples = tcase_create("examples");
    tcase_add_checked_fixture(examples, setup, teardown);
    tcase_add_test(examples, example_1_technology);
    tcase_add_test(examples, example_2_financial_services);
    tcase_add_test(examples, example_3_by_steps);
    tcase_add_test(examples, example_3_whole);
    tcase_add_test(examples, example_4_certainty);
    tcase_add_test(examples, example_5_ebitda);
    tcase_add_test(examples, an_assessment_as_inputs);
    suite_add_tcase(s, examples);
    TCase *properties = tcase_create("properties");
    tcase_add_checked_fixture(properties, setup, teardown);
    tcase_set_timeout(properties, 60);
    tcase_add_test(properties, scores_stay_in_bounds_and_add_up);
    tcase_add_test(properties, raising_all_dimensions_never_lowers_v_r);
    tcase_add_test(properties, more_evidence_narrows_every_interval);
    tcase_add_test(properties, raising_one_dimension_can_lower_v_r);
    tcase_add_test(properties, sensitivity_is_the_difference_of_two_assessments);
    suite_add_tcase(s, properties);
    TCase *edges = tcase_create("edges");
    tcase_add_checked_fixture(edges, setup, teardown);
    tcase_add_test(edges, all_zero);
    tcase_add_test(edges, all_hundred);
    tcase_add_test(edges, one_dimension_only);
    tcase_add_test(edges, weighted_sums_are_exact);
    tcase_add_test(edges, what_the_arithmetic_does_not_take);
    tcase_add_test(edges, what_is_refused);
    tcase_add_test(edges, bands_begin_at_their_floor);
    tcase_add_test(edges, governance_gate);
    tcase_add_test(edges, what_is_missing_counts_as_50);
    tcase_add_test(edges, reviews_and_their_words);
    tcase_add_test(edges, sector_from_configurations);
    suite_add_tcase(s, edges);
    return s;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
