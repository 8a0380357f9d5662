/* Each thing that can be wrong with a configuration, one at a time and together. */
#include "rules/validate.h"
#include "rules_support.h"

static struct arena *arena;
static struct findings findings;
static struct config_set set;
static struct sector *sector;

static const char *const codes[] = {
    "data_infrastructure", "ai_governance",      "technology_stack", "talent",
    "leadership",          "use_case_portfolio", "culture"};
static const char *const weights[] = {"0.160", "0.120", "0.150", "0.150",
                                      "0.160", "0.180", "0.080"};

static void add_calibration(const char *name, const char *value)
{
    sector->calibrations[sector->calibration_count++] =
        (struct calibration){.name = name, .value = dec(value), .effective_from = "2025-01-01"};
}

static void setup(void)
{
    arena = arena_new();
    findings_init(&findings, arena);
    sector = arena_alloc(arena, sizeof *sector);
    *sector = (struct sector){
        .focus_group_id = "pe_energy",
        .group_name = "Energy & Utilities",
        .weights = arena_array(arena, 8, sizeof *sector->weights),
        .weight_count = 7,
        .calibrations = arena_array(arena, 8, sizeof *sector->calibrations),
        .duplicate_keys = arena_array(arena, 4, sizeof *sector->duplicate_keys),
    };
    set = (struct config_set){
        .dimensions = arena_array(arena, 7, sizeof *set.dimensions),
        .dimension_count = 7,
        .sectors = sector,
        .sector_count = 1,
    };
    for (size_t i = 0; i < 7; i++) {
        set.dimensions[i].code = codes[i];
        sector->weights[i] = (struct weight){
            .dimension_code = codes[i], .value = dec(weights[i]), .effective_from = "2025-01-01"};
    }
    add_calibration("h_r_baseline", "68.0000");
    add_calibration("ebitda_multiplier", "0.8500");
    add_calibration("position_factor_delta", "0.1500");
    add_calibration("talent_concentration_threshold", "0.2000");
    add_calibration("sector_average_v_r", "50.0000");
}

static void teardown(void)
{
    arena_free(arena);
}

static void validate(size_t expected)
{
    validate_configs(&set, &findings);
    findings_sort(&findings);
    for (size_t i = 0; i < findings.count && findings.count != expected; i++)
        fprintf(stderr, "%s: %s\n", findings.rows[i].code, findings.rows[i].message);
    ck_assert_uint_eq(findings.count, expected);
    for (size_t i = 0; i < findings.count; i++)
        ck_assert(validation_reports(findings.rows[i].code));
    ck_assert(!validation_reports("attribute_table_missing"));
}

START_TEST(a_sound_sector_has_no_findings)
{
    validate(0);
    ck_assert(sector_is_valid(&set, sector));
}
END_TEST

START_TEST(sums)
{
    static const struct {
        const char *culture, *message;
    } rows[] = {
        {"0.070", "weights sum to 0.990, not 1.000"},
        {"0.079", "weights sum to 0.999, not 1.000"},
        {"0.0791", NULL},
        {"0.080", NULL},
        {"0.0809", NULL},
        {"0.081", "weights sum to 1.001, not 1.000"},
        {"0.0790", "weights sum to 0.9990, not 1.000"},
        {"1.000", "weights sum to 1.920, not 1.000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        findings_init(&findings, arena);
        sector->weights[6].value = dec(rows[i].culture);
        validate(rows[i].message ? 1 : 0);
        if (rows[i].message)
            one_finding(&findings, "weights_sum", SEVERITY_ERROR, rows[i].message);
        ck_assert(sector_is_valid(&set, sector) == !rows[i].message);
    }
    ck_assert_str_eq(findings.rows[0].subject, "Energy & Utilities");
    ck_assert_str_eq(findings.rows[0].focus_group_id, "pe_energy");
    ck_assert_ptr_null(findings.rows[0].organization_id);
}
END_TEST

START_TEST(no_weights)
{
    sector->weight_count = 0;
    validate(1);
    one_finding(&findings, "weights_missing", SEVERITY_ERROR,
                "no weights at all: expected one for each of the 7 dimensions");
    ck_assert(!sector_is_valid(&set, sector));
}
END_TEST

START_TEST(a_dimension_without_a_weight)
{
    sector->weight_count = 6;
    sector->weights[5].value = dec("0.260"); /* the sum is right all the same */
    validate(1);
    one_finding(&findings, "dimension_missing", SEVERITY_ERROR,
                "no weight for dimension 'culture'");
    ck_assert(!sector_is_valid(&set, sector));
}
END_TEST

START_TEST(a_weight_without_a_dimension)
{
    sector->weights[7] = (struct weight){
        .dimension_code = "luck", .value = dec("0.000"), .effective_from = "2025-01-01"};
    sector->weight_count = 8;
    validate(1);
    one_finding(&findings, "dimension_unknown", SEVERITY_ERROR,
                "weight for 'luck', which is not a dimension");
    ck_assert(!sector_is_valid(&set, sector));
}
END_TEST

START_TEST(two_rows_in_force)
{
    sector->weights[1].effective_from = "2025-06-01";
    sector->duplicate_keys[0] = "weight ai_governance";
    sector->duplicate_count = 1;
    validate(1);
    one_finding(&findings, "duplicate_row", SEVERITY_ERROR,
                "more than one row in force for weight 'ai_governance': the one from 2025-06-01 "
                "counts");
    ck_assert(!sector_is_valid(&set, sector));
}
END_TEST

START_TEST(two_calibrations_in_force)
{
    sector->calibrations[0].effective_from = "2025-07-01";
    sector->duplicate_keys[0] = "calibration h_r_baseline";
    sector->duplicate_count = 1;
    validate(1);
    one_finding(&findings, "duplicate_row", SEVERITY_ERROR,
                "more than one row in force for calibration 'h_r_baseline': the one from "
                "2025-07-01 counts");
    ck_assert(sector_is_valid(&set, sector)); /* its weights are not in doubt */
}
END_TEST

START_TEST(calibration_ranges)
{
    static const struct {
        size_t index;
        const char *value, *message;
    } rows[] = {
        {0, "0.0000", NULL},
        {0, "100.0000", NULL},
        {0, "100.0001", "calibration 'h_r_baseline' is 100.0001, expected 0 to 100"},
        {0, "-0.0001", "calibration 'h_r_baseline' is -0.0001, expected 0 to 100"},
        {1, "5.0000", NULL},
        {1, "5.1000", "calibration 'ebitda_multiplier' is 5.1000, expected 0 to 5"},
        {2, "1.5000", "calibration 'position_factor_delta' is 1.5000, expected 0 to 1"},
        {3, "20.0000", "calibration 'talent_concentration_threshold' is 20.0000, expected 0 to 1"},
        {4, "101.0000", "calibration 'sector_average_v_r' is 101.0000, expected 0 to 100"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        findings_init(&findings, arena);
        struct decimal sound = sector->calibrations[rows[i].index].value;
        sector->calibrations[rows[i].index].value = dec(rows[i].value);
        validate(rows[i].message ? 1 : 0);
        if (rows[i].message)
            one_finding(&findings, "calibration_range", SEVERITY_WARNING, rows[i].message);
        sector->calibrations[rows[i].index].value = sound;
    }
    add_calibration("governance_minimum", "120.0000");
    findings_init(&findings, arena);
    validate(1);
    one_finding(&findings, "calibration_range", SEVERITY_WARNING,
                "calibration 'governance_minimum' is 120.0000, expected 0 to 100");
}
END_TEST

START_TEST(defaults_and_unknown_calibrations_are_news)
{
    sector->calibrations[4] = (struct calibration){
        .name = "moon_phase", .value = dec("1"), .effective_from = "2025-01-01"};
    validate(2);
    one_finding(&findings, "calibration_default", SEVERITY_INFO,
                "calibration 'sector_average_v_r' is not set: the default 50 applies");
    one_finding(&findings, "calibration_unknown", SEVERITY_INFO,
                "calibration 'moon_phase' is not used by any rule");
}
END_TEST

/* A calibration that the program knows, with a default, has a range; and nothing else has. */
START_TEST(days_are_days)
{
    sector->weights[2].effective_from = "-infinity";
    sector->calibrations[1].effective_from = "-infinity";
    validate(2);
    ck_assert_str_eq(findings.rows[0].code, "day_not_finite");
    ck_assert_int_eq(findings.rows[0].severity, SEVERITY_WARNING);
    ck_assert_str_eq(findings.rows[0].message, "calibration 'ebitda_multiplier' is in force from "
                                               "-infinity, shown as not stated");
    ck_assert_str_eq(findings.rows[1].message, "weight 'technology_stack' is in force from "
                                               "-infinity, shown as not stated");
    ck_assert(sector_is_valid(&set, sector));
}
END_TEST

START_TEST(every_known_calibration_has_a_range)
{
    sector->calibration_count = 0;
    for (const struct calibration_default *known = calibration_defaults; known->name; known++)
        add_calibration(known->name, "-1");
    validate(6);
    ck_assert_uint_eq(findings.by_severity[SEVERITY_WARNING], 6);
}
END_TEST

START_TEST(everything_is_reported)
{
    sector->weight_count = 6;
    sector->duplicate_keys[0] = "weight talent";
    sector->duplicate_keys[1] = "calibration h_r_baseline";
    sector->duplicate_count = 2;
    sector->calibrations[1].value = dec("9");
    validate(5);
    ck_assert_uint_eq(findings.by_severity[SEVERITY_ERROR], 4);
    ck_assert_uint_eq(findings.by_severity[SEVERITY_WARNING], 1);
}
END_TEST

START_TEST(an_empty_configuration)
{
    set.dimension_count = 0;
    sector->weight_count = 0;
    validate(1);
    one_finding(&findings, "no_dimensions", SEVERITY_ERROR,
                "no dimensions of the platform 'pe_org_air'");
    ck_assert(!sector_is_valid(&set, sector));
    set.sector_count = 0;
    findings_init(&findings, arena);
    validate(2);
    one_finding(&findings, "no_sectors", SEVERITY_ERROR,
                "no active sectors of the platform 'pe_org_air'");
    ck_assert_ptr_null(findings.rows[0].focus_group_id);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("validate");
    TCase *t = tcase_create("validate");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_sound_sector_has_no_findings);
    tcase_add_test(t, sums);
    tcase_add_test(t, no_weights);
    tcase_add_test(t, a_dimension_without_a_weight);
    tcase_add_test(t, a_weight_without_a_dimension);
    tcase_add_test(t, two_rows_in_force);
    tcase_add_test(t, two_calibrations_in_force);
    tcase_add_test(t, calibration_ranges);
    tcase_add_test(t, defaults_and_unknown_calibrations_are_news);
    tcase_add_test(t, days_are_days);
    tcase_add_test(t, every_known_calibration_has_a_range);
    tcase_add_test(t, everything_is_reported);
    tcase_add_test(t, an_empty_configuration);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
