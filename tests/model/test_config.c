#include "model/config.h"

#include "base/text.h"

#include <check.h>

static struct weight weights[8];
static struct calibration calibrations[8];
static struct sector sector;

static void setup(void)
{
    sector =
        (struct sector){.focus_group_id = "pe_x", .weights = weights, .calibrations = calibrations};
}

static void add_weight(const char *code, int64_t units, int scale)
{
    weights[sector.weight_count++] =
        (struct weight){.dimension_code = code, .value = {units, scale}};
}

static void add_calibration(const char *name, int64_t units, int scale)
{
    calibrations[sector.calibration_count++] =
        (struct calibration){.name = name, .value = {units, scale}};
}

static void is(struct decimal value, int64_t units, int scale)
{
    ck_assert_int_eq(decimal_compare(value, (struct decimal){units, scale}), 0);
}

START_TEST(the_sum_is_exact)
{
    /* 0.1 + 0.2 + ... in binary would not be 1. */
    for (int i = 0; i < 7; i++)
        add_weight("d", i < 6 ? 143 : 142, 3);
    is(sector_weights_sum(&sector), 1, 0);
    ck_assert(sector_weights_valid(&sector));
}
END_TEST

START_TEST(exactly_a_thousandth_away_is_invalid)
{
    static const struct {
        int64_t units;
        bool valid;
    } cases[] = {{990000, false}, {999000, false}, {999001, true},   {999100, true},
                 {1000000, true}, {1000999, true}, {1001000, false}, {0, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sector.weight_count = 0;
        add_weight("a", 500000, 6);
        add_weight("b", cases[i].units - 500000, 6);
        is(sector_weights_sum(&sector), cases[i].units, 6);
        ck_assert_msg(sector_weights_valid(&sector) == cases[i].valid, "%ld millionths",
                      (long)cases[i].units);
    }
}
END_TEST

START_TEST(no_weights_sum_to_nothing)
{
    is(sector_weights_sum(&sector), 0, 0);
    ck_assert(!sector_weights_valid(&sector));
}
END_TEST

START_TEST(an_unknown_dimension_weighs_nothing)
{
    add_weight("talent", 170, 3);
    is(sector_weight(&sector, "talent"), 17, 2);
    is(sector_weight(&sector, "Talent"), 0, 0);
    is(sector_weight(&sector, ""), 0, 0);
    ck_assert_ptr_eq(sector_find_weight(&sector, "talent"), &weights[0]);
    ck_assert_ptr_null(sector_find_weight(&sector, "culture"));
}
END_TEST

START_TEST(calibrations_have_defaults)
{
    is(sector_calibration(&sector, "h_r_baseline"), 75, 0);
    is(sector_calibration(&sector, "ebitda_multiplier"), 1, 0);
    is(sector_calibration(&sector, "position_factor_delta"), 15, 2);
    is(sector_calibration(&sector, "talent_concentration_threshold"), 25, 2);
    is(sector_calibration(&sector, "sector_average_v_r"), 50, 0);
    is(sector_calibration(&sector, "governance_minimum"), 0, 0);
    is(sector_calibration(&sector, "unknown"), 0, 0);
    ck_assert_ptr_null(sector_find_calibration(&sector, "h_r_baseline"));
}
END_TEST

START_TEST(a_calibration_of_the_sector_counts)
{
    add_calibration("ebitda_multiplier", 11000, 4);
    add_calibration("h_r_baseline", 0, 4);
    add_calibration("position_factor_delta", -100, 4);
    add_calibration("talent_concentration_threshold", 2000, 4);
    is(sector_calibration(&sector, "h_r_baseline"), 0, 0); /* nought is a value, not a gap */
    is(sector_calibration(&sector, "ebitda_multiplier"), 11, 1);
    is(sector_calibration(&sector, "position_factor_delta"), -1, 2);
    is(sector_calibration(&sector, "talent_concentration_threshold"), 2, 1);
}
END_TEST

START_TEST(every_calibration_is_explained)
{
    for (const struct calibration_default *row = calibration_defaults; row->name; row++) {
        struct decimal value;
        ck_assert(!row->default_value || decimal_parse(row->default_value, &value));
        ck_assert(!text_is_blank(row->label) && !text_is_blank(row->meaning));
        ck_assert_ptr_eq(calibration_default_find(row->name), row);
    }
}
END_TEST

START_TEST(sectors_are_found_by_their_id)
{
    struct sector both[] = {{.focus_group_id = "pe_a"}, {.focus_group_id = "pe_b"}};
    struct config_set set = {.sectors = both, .sector_count = 2};
    ck_assert_ptr_eq(config_find_sector(&set, "pe_b"), &both[1]);
    ck_assert_ptr_null(config_find_sector(&set, "pe"));
    ck_assert_ptr_null(config_find_sector(&(struct config_set){0}, "pe_a"));
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("config");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, NULL);
    tcase_add_test(all, the_sum_is_exact);
    tcase_add_test(all, exactly_a_thousandth_away_is_invalid);
    tcase_add_test(all, no_weights_sum_to_nothing);
    tcase_add_test(all, an_unknown_dimension_weighs_nothing);
    tcase_add_test(all, calibrations_have_defaults);
    tcase_add_test(all, a_calibration_of_the_sector_counts);
    tcase_add_test(all, every_calibration_is_explained);
    tcase_add_test(all, sectors_are_found_by_their_id);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
