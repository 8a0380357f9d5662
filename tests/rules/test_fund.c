/* The fund as a whole and ranks, against numbers that were worked out by hand. */
#include "rules/fund.h"
#include "rules_support.h"

#include <stdlib.h>

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

static struct score scored(double org_ai_r)
{
    return (struct score){.org_ai_r = org_ai_r,
                          .v_r = org_ai_r,
                          .h_r = 80,
                          .synergy = 40,
                          .band = score_band_of(org_ai_r),
                          .leader = org_ai_r >= 70,
                          .laggard = org_ai_r < 50};
}

static void join(struct fund_builder *builder, const char *sector, double score, const char *value)
{
    struct score row = scored(score);
    struct fund_member member = {.focus_group_id = sector, .score = &row};
    if (value) {
        member.has_enterprise_value = true;
        member.enterprise_value = dec(value);
    }
    ck_assert(fund_add(builder, &member));
}

START_TEST(fund_roll_up)
{
    struct fund_builder *builder = fund_begin(arena);
    join(builder, "pe_energy", 80, "300.00");
    join(builder, "pe_retail", 40, NULL);
    join(builder, "pe_energy", 60, "100.00");
    struct fund fund;
    fund_end(builder, arena, &fund);
    ck_assert(fund.has_value);
    ck_assert_double_eq_tol(fund.fund_ai_r, (300 * 80 + 100 * 40 + 100 * 60) / 500.0, 1e-12);
    ck_assert_double_eq_tol(fund.hhi, 0.8 * 0.8 + 0.2 * 0.2, 1e-12);
    ck_assert_uint_eq(fund.members, 3);
    ck_assert_uint_eq(fund.assumed, 1);
    ck_assert_uint_eq(fund.leaders, 1);
    ck_assert_uint_eq(fund.laggards, 1);
    ck_assert_uint_eq(fund.bands[BAND_GOOD], 1);
    ck_assert_double_eq_tol(fund.average[SCORE_ORG_AI_R], 60, 1e-12);
    ck_assert_double_eq_tol(fund.average[SCORE_H_R], 80, 1e-12);
    ck_assert_uint_eq(fund.sector_count, 2);
    ck_assert_str_eq(fund.sectors[0].focus_group_id, "pe_energy");
    ck_assert_double_eq_tol(fund.sectors[0].average_org_ai_r, 70, 1e-12);
    ck_assert_double_eq_tol(fund.sectors[0].share, 0.8, 1e-12);
}
END_TEST

START_TEST(fund_without_value)
{
    struct fund_builder *builder = fund_begin(arena);
    struct fund fund;
    fund_end(builder, arena, &fund);
    ck_assert(!fund.has_value);
    ck_assert_double_eq(fund.average[SCORE_ORG_AI_R], 0);
    join(builder, "pe_energy", 80, "0");
    fund_end(builder, arena, &fund);
    ck_assert(!fund.has_value);
    ck_assert_uint_eq(fund.members, 1);
    struct score row = scored(50);
    struct fund_member negative = {.focus_group_id = "pe_energy",
                                   .score = &row,
                                   .has_enterprise_value = true,
                                   .enterprise_value = dec("-1")};
    ck_assert(!fund_add(builder, &negative));
    fund_end(builder, arena, &fund);
    ck_assert_uint_eq(fund.members, 1);
}
END_TEST

START_TEST(ranks_and_percentiles)
{
    const double scores[] = {90, 70, 70, 50, 10};
    static const struct {
        double score;
        size_t rank;
        double percentile;
    } expected[] = {{90, 1, 90}, {70, 2, 60}, {50, 4, 30}, {10, 5, 10}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct rank rank = rank_of(scores, 5, expected[i].score);
        ck_assert_uint_eq(rank.rank, expected[i].rank);
        ck_assert_double_eq_tol(rank.percentile, expected[i].percentile, 1e-12);
    }
    struct rank alone = rank_of(scores, 1, 90);
    ck_assert_uint_eq(alone.rank, 1);
    ck_assert_double_eq_tol(alone.percentile, 50, 1e-12);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fund");
    TCase *roll_up = tcase_create("fund");
    tcase_add_checked_fixture(roll_up, setup, teardown);
    tcase_add_test(roll_up, fund_roll_up);
    tcase_add_test(roll_up, fund_without_value);
    tcase_add_test(roll_up, ranks_and_percentiles);
    suite_add_tcase(suite, roll_up);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
