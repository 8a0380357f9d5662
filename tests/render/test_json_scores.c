/* Scores for machines: the keys, numbers that read back as they were, null where there is none. */
#include "base/text.h"
#include "render/json/api.h"
#include "render/json/show.h"
#include "support/score_cases.h"

#include <check.h>
#include <jansson.h>
#include <math.h>

static struct arena *arena;
static struct strbuf out;
static struct model_case model;
static struct score_case scores;
static struct api_site site;

static void setup(void)
{
    static const bool valid[3] = {true, false, false};
    arena = arena_new();
    strbuf_init(&out);
    model_case_make(arena, &model);
    score_case_make(arena, &model, &scores);
    site = (struct api_site){
        .configs = &model.configs,
        .valid = valid,
        .totals = model.totals,
        .findings = &model.findings,
        .as_of = "As of 2026-06-30",
        .scores = &scores.board,
        .parameters = &scores.parameters,
        .param_version = "v2.0",
    };
}

static void teardown(void)
{
    strbuf_release(&out);
    arena_free(arena);
}

static json_t *parsed(void)
{
    json_error_t where;
    json_t *root = json_loadb(out.text, out.length, JSON_REJECT_DUPLICATES, &where);
    ck_assert_msg(root != NULL, "line %d: %s", where.line, where.text);
    return root;
}

static json_t *shown(size_t which)
{
    struct show_subject subject = {&model.configs, &model.configs.sectors[0], &scores.board,
                                   "2026-06-30", "v2.0"};
    struct scored_organization scored = score_case_of(&scores, which);
    strbuf_reset(&out);
    show_organization_json(&subject, scored.assessed->organization_id, scored.assessed->name,
                           &scored, &out);
    return parsed();
}

static double real(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    ck_assert_msg(json_is_number(value), "'%s' is no number", key);
    return json_number_value(value);
}

START_TEST(numbers_are_not_rounded)
{
    json_t *row = shown(SCORE_SOUND);
    const struct score *score = scores.scored.scored[SCORE_SOUND].score;
    ck_assert_double_eq(real(row, "weighted_mean"), score->weighted_mean);
    ck_assert_double_eq(real(row, "sigma"), score->sigma);
    ck_assert_double_eq(real(row, "v_r"), score->v_r);
    ck_assert_double_eq(real(row, "position_factor"), score->position_factor);
    ck_assert_double_eq(real(row, "h_r"), score->h_r);
    ck_assert_double_eq(real(row, "alignment"), score->alignment);
    ck_assert_double_eq(real(row, "synergy"), score->synergy);
    ck_assert_double_eq(real(row, "org_ai_r"), score->org_ai_r);
    ck_assert_double_eq(real(row, "interval_low"), score->interval[SCORE_ORG_AI_R].low);
    ck_assert_double_eq(real(row, "interval_high"), score->interval[SCORE_ORG_AI_R].high);
    ck_assert_double_eq(real(json_object_get(row, "ebitda"), "base"), score->ebitda.base);
    ck_assert_double_eq(real(row, "change"), score->change);
    ck_assert_int_eq(json_integer_value(json_object_get(row, "rank")), 1);
    ck_assert_str_eq(json_string_value(json_object_get(row, "governance_gate")), "passed");
    ck_assert_str_eq(json_string_value(json_object_get(row, "assessed_on")), "2026-03-31");
    /* What went in, with the digits of the database. */
    ck_assert_ptr_nonnull(strstr(out.text, "\"data_infrastructure\": 72.25"));
    ck_assert_ptr_nonnull(strstr(out.text, "\"enterprise_value_musd\": 1250.50"));
    json_decref(row);
}
END_TEST

START_TEST(doubts_are_said)
{
    json_t *row = shown(SCORE_WEAK);
    json_t *imputed = json_object_get(row, "imputed");
    ck_assert_uint_eq(json_array_size(imputed), 1);
    ck_assert_str_eq(json_string_value(json_array_get(imputed, 0)), "talent");
    ck_assert_str_eq(json_string_value(json_object_get(row, "governance_gate")), "blocked");
    ck_assert_uint_eq(json_array_size(json_object_get(row, "review_reasons")), 1);
    ck_assert(json_is_null(json_object_get(row, "ebitda")));
    ck_assert(json_is_null(json_object_get(row, "change")));
    json_t *inputs = json_object_get(row, "inputs");
    ck_assert(json_is_null(json_object_get(json_object_get(inputs, "scores"), "talent")));
    ck_assert(json_is_null(json_object_get(inputs, "enterprise_value_musd")));
    ck_assert_double_eq(real(inputs, "alignment"), 0.8);
    json_decref(row);
}
END_TEST

/* Every key of a score is there and null: never 0, never left out. */
START_TEST(no_score_is_null)
{
    json_t *full = shown(SCORE_SOUND);
    json_t *row = shown(SCORE_ENDED);
    ck_assert_uint_eq(json_object_size(row), json_object_size(full));
    const char *key;
    json_t *value;
    size_t nulls = 0;
    json_object_foreach(row, key, value)
    {
        ck_assert_ptr_nonnull(json_object_get(full, key));
        nulls += json_is_null(value);
    }
    ck_assert_uint_eq(nulls, json_object_size(row) - 5); /* who it is, the day, the parameters */
    json_decref(full);
    json_decref(row);
}
END_TEST

START_TEST(sectors_carry_their_averages)
{
    api_sectors(&site, &out);
    json_t *root = parsed();
    json_t *sectors = json_object_get(root, "sectors");
    json_t *first = json_object_get(json_array_get(sectors, 0), "scores");
    ck_assert_double_eq(real(first, "average_v_r"), scores.board.sectors[0].average_v_r);
    ck_assert_double_eq(real(json_object_get(first, "average_dimensions"), "talent"),
                        scores.board.sectors[0].average_dimensions[2]);
    ck_assert_int_eq(json_integer_value(json_object_get(first, "assessed")), 5);
    ck_assert_int_eq(json_integer_value(json_object_get(first, "not_assessed")), 1229);
    ck_assert(json_is_null(json_object_get(json_array_get(sectors, 1), "scores")));
    json_decref(root);
}
END_TEST

START_TEST(the_fund_and_the_parameters)
{
    api_fund(&site, &out);
    json_t *fund = parsed();
    ck_assert_double_eq(real(fund, "fund_ai_r"), scores.board.fund.fund_ai_r);
    ck_assert_double_eq(real(fund, "hhi"), 1);
    ck_assert_int_eq(json_integer_value(json_object_get(fund, "not_assessed")), 1231);
    ck_assert_int_eq(
        json_integer_value(json_object_get(json_object_get(fund, "bands"), "Developing")), 1);
    ck_assert_uint_eq(json_array_size(json_object_get(fund, "sectors")), 1);
    json_decref(fund);
    strbuf_reset(&out);
    api_parameters(&site, &out);
    json_t *parameters = parsed();
    ck_assert_double_eq(real(json_object_get(parameters, "settings"), "ALPHA_VR_WEIGHT"), 0.6);
    ck_assert(json_is_null(json_object_get(parameters, "global_weights")));
    json_decref(parameters);
    static const struct weight weights[] = {{.dimension_code = "talent", .value = {17, 2}}};
    scores.parameters.global_weights = weights;
    scores.parameters.global_weight_count = 1;
    strbuf_reset(&out);
    api_parameters(&site, &out);
    parameters = parsed();
    ck_assert_double_eq(real(json_object_get(parameters, "global_weights"), "talent"), 0.17);
    json_decref(parameters);
}
END_TEST

START_TEST(doubles_read_back_as_they_were)
{
    static const struct {
        double value;
        const char *json;
    } rows[] = {{0.1, "0.1"},
                {-0.0, "0"},
                {100, "100"},
                {1.0 / 3, "0.3333333333333333"},
                {0.1 + 0.2, "0.30000000000000004"},
                {NAN, "null"},
                {INFINITY, "null"},
                {1e-7, "1e-07"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct writer writer = {.out = &out};
        strbuf_reset(&out);
        writer_double(&writer, NULL, rows[i].value);
        ck_assert_str_eq(out.text, rows[i].json);
        if (isfinite(rows[i].value))
            ck_assert_double_eq(strtod(out.text, NULL), rows[i].value);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json of scores");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, numbers_are_not_rounded);
    tcase_add_test(all, doubts_are_said);
    tcase_add_test(all, no_score_is_null);
    tcase_add_test(all, sectors_carry_their_averages);
    tcase_add_test(all, the_fund_and_the_parameters);
    tcase_add_test(all, doubles_read_back_as_they_were);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
