/* Where organizations stand, against numbers that were worked out by hand. */
#include "rules/scoreboard.h"
#include "support/score_cases.h"

#include <check.h>
#include <math.h>

enum { GOVERNANCE, TALENT, DIMENSIONS };

static struct arena *arena;
static struct config_set configs;
static struct score_parameters parameters;
static struct findings findings;

static struct dimension dimensions[DIMENSIONS] = {
    {.code = "ai_governance", .name = "AI Governance", .max_score = {100, 0}},
    {.code = "talent", .name = "Talent", .max_score = {100, 0}},
};
static struct weight weights[DIMENSIONS] = {
    {"ai_governance", {600, 3}, NULL, "2025-01-01", NULL},
    {"talent", {400, 3}, NULL, "2025-01-01", NULL},
};
static struct weight short_weights[DIMENSIONS] = {
    {"ai_governance", {600, 3}, NULL, "2025-01-01", NULL},
    {"talent", {300, 3}, NULL, "2025-01-01", NULL},
};
static struct calibration minimum[] = {
    {"governance_minimum", {500000, 4}, NULL, NULL, "2025-01-01", NULL},
};
static struct sector sectors[3];

static void setup(void)
{
    arena = arena_new();
    sectors[0] = (struct sector){.focus_group_id = "pe_one",
                                 .weights = weights,
                                 .weight_count = DIMENSIONS,
                                 .calibrations = minimum,
                                 .calibration_count = 1};
    sectors[1] =
        (struct sector){.focus_group_id = "pe_two", .weights = weights, .weight_count = DIMENSIONS};
    sectors[2] = (struct sector){
        .focus_group_id = "pe_short", .weights = short_weights, .weight_count = DIMENSIONS};
    configs = (struct config_set){.as_of = "2026-06-30",
                                  .dimensions = dimensions,
                                  .dimension_count = DIMENSIONS,
                                  .sectors = sectors,
                                  .sector_count = 3};
    parameters = score_parameters_default();
    findings_init(&findings, arena);
}

static void teardown(void)
{
    arena_free(arena);
}

/* All dimensions at one score; everything else by default. */
static struct assessment flat(const char *day, int64_t score)
{
    struct assessment row = {
        .assessment_id = day,
        .effective_from = day,
        .scores = arena_array(arena, DIMENSIONS, sizeof(struct decimal)),
        .missing = arena_array(arena, DIMENSIONS, sizeof(bool)),
        .market_cap_percentile = {5, 1},
        .timing_factor = {1, 0},
        .evidence_count = 10,
    };
    for (size_t i = 0; i < DIMENSIONS; i++)
        row.scores[i] = (struct decimal){score, 0};
    return row;
}

/* With scores of 0, 50 or 100 throughout, no spread, PF from V^R alone:
 *   0:   V 0,   PF -0.6, H 68.25, align 0.3175, Synergy 0,         Org 24.024
 *   50:  V 50,  PF 0,    H 75,    align 0.75,   Synergy 28.125,    Org 56.175
 *   100: V 100, PF 0.6,  H 81.75, align 0.8175, Synergy 66.830625, Org 89.595675 */
static const double org_0 = 24.024;
static const double org_50 = 56.175;
static const double org_100 = 89.595675;

static struct assessed_organization one_row(const char *id, const struct assessment *row)
{
    struct assessed_organization organization = {.organization_id = id, .name = id, .count = 1};
    organization.rows = arena_array(arena, 1, sizeof *organization.rows);
    organization.rows[0] = *row;
    organization.current = organization.rows;
    return organization;
}

static struct scored_sector scored_of(size_t sector, struct assessed_organization *organizations,
                                      size_t count)
{
    struct scored_sector scored = {.organizations = organizations, .count = count};
    score_sector_init(&scored.rules, arena, &configs, &sectors[sector], &parameters);
    scored_sector_fill(arena, &sectors[sector], &scored, &findings);
    return scored;
}

static void add(struct board_builder *builder, size_t sector, const struct scored_sector *scored,
                long long organizations)
{
    struct dimension_averages averages = {
        .sums = arena_array(arena, configs.dimension_count, sizeof(double))};
    scoreboard_begin_sector(builder, &sectors[sector], organizations);
    for (size_t i = 0; i < scored->count; i++) {
        struct scored_organization one =
            scored_find(scored, scored->organizations[i].organization_id);
        dimension_averages_add(&averages, &one);
        if (!one.score)
            continue;
        struct standing standing = standing_of(&one, sector);
        scoreboard_add(builder, &standing);
    }
    dimension_averages_end(&averages, configs.dimension_count);
    scoreboard_end_sector(builder, averages.sums);
}

static void finish(struct board_builder *builder)
{
    scoreboard_end(builder);
    scoreboard_finish(builder);
}

/* NULL: none of those that are kept. */
static const struct standing *find(const struct scoreboard *board, size_t sector, const char *id)
{
    const struct sector_standing *standing = &board->sectors[sector];
    for (size_t i = standing->first; i < standing->first + standing->kept; i++)
        if (strcmp(board->rows[i].organization_id, id) == 0)
            return &board->rows[i];
    return NULL;
}

/* Two sectors of 3 and 2 assessed organizations, one whose weights are invalid. */
static struct scoreboard board_of_five(void)
{
    struct assessment rows[] = {flat("2026-01-01", 50), flat("2026-01-01", 100),
                                flat("2026-01-01", 50), flat("2026-01-01", 0),
                                flat("2026-01-01", 50)};
    rows[0].has_enterprise_value = rows[3].has_enterprise_value = true;
    rows[0].enterprise_value_musd = (struct decimal){30000, 2};
    rows[3].enterprise_value_musd = (struct decimal){200, 0};
    struct assessed_organization one[] = {one_row("a", &rows[0]), one_row("b", &rows[1]),
                                          one_row("c", &rows[2])};
    struct assessed_organization two[] = {one_row("d", &rows[3]), one_row("e", &rows[4])};
    struct scored_sector first = scored_of(0, one, 3);
    struct scored_sector second = scored_of(1, two, 2);
    struct scored_sector none = {0};
    struct scoreboard board;
    struct board_builder *builder = scoreboard_begin(arena, &configs, 3, &every_row, &board);
    add(builder, 0, &first, 4);
    add(builder, 1, &second, 2);
    add(builder, 2, &none, 7);
    finish(builder);
    return board;
}

START_TEST(ranks_and_averages)
{
    struct scoreboard board = board_of_five();
    ck_assert_uint_eq(board.count, 5);
    static const struct {
        const char *id;
        size_t sector;
        double score;
        size_t rank;
        double percentile;
        size_t portfolio_rank;
    } expected[] = {
        {"a", 0, 56.175, 2, 100.0 / 3, 2}, {"b", 0, 89.595675, 1, 250.0 / 3, 1},
        {"c", 0, 56.175, 2, 100.0 / 3, 2}, {"d", 1, 24.024, 2, 25, 5},
        {"e", 1, 56.175, 1, 75, 2},
    };
    for (size_t i = 0; i < 5; i++) {
        const struct standing *row = find(&board, expected[i].sector, expected[i].id);
        ck_assert_ptr_nonnull(row);
        ck_assert_str_eq(row->organization_id, expected[i].id);
        ck_assert_double_eq_tol(row->org_ai_r, expected[i].score, 1e-9);
        ck_assert_uint_eq(row->in_sector.rank, expected[i].rank);
        ck_assert_double_eq_tol(row->in_sector.percentile, expected[i].percentile, 1e-9);
        ck_assert_uint_eq(row->in_portfolio.rank, expected[i].portfolio_rank);
    }
    const struct sector_standing *one = &board.sectors[0];
    ck_assert_double_eq_tol(one->average_org_ai_r, (2 * org_50 + org_100) / 3, 1e-9);
    ck_assert_double_eq_tol(one->average_v_r, 200.0 / 3, 1e-9);
    ck_assert_double_eq_tol(one->average_h_r, (75 + 75 + 81.75) / 3, 1e-9);
    ck_assert_double_eq_tol(one->average_dimensions[TALENT], 200.0 / 3, 1e-9);
    ck_assert_uint_eq(one->bands[BAND_EXCELLENT], 1);
    ck_assert_uint_eq(one->bands[BAND_ADEQUATE], 2);
    ck_assert_uint_eq(one->not_assessed, 1);
    ck_assert_uint_eq(one->reviews, 1); /* above 85 */
    ck_assert_uint_eq(board.sectors[1].reviews, 1);
    ck_assert_uint_eq(board.sectors[1].not_assessed, 0);
}
END_TEST

/* (300 56.175 + 100 89.595675 + 100 56.175 + 200 24.024 + 100 56.175) / 800; shares 500 and 300 */
START_TEST(fund_by_hand)
{
    struct scoreboard board = board_of_five();
    double weighted = 300 * org_50 + 100 * org_100 + 100 * org_50 + 200 * org_0 + 100 * org_50;
    ck_assert_double_eq_tol(board.fund.fund_ai_r, weighted / 800, 1e-9);
    ck_assert_double_eq_tol(board.fund.fund_ai_r, 52.3148, 1e-4);
    ck_assert_double_eq_tol(board.fund.hhi, 0.53125, 1e-12); /* 0.625^2 + 0.375^2 */
    ck_assert_uint_eq(board.fund.assumed, 3);
    ck_assert_uint_eq(board.fund.leaders, 1);
    ck_assert_uint_eq(board.fund.laggards, 1);
    ck_assert_uint_eq(board.fund.sector_count, 2);
}
END_TEST

START_TEST(invalid_sector_is_not_scored)
{
    struct scoreboard board = board_of_five();
    ck_assert(!board.sectors[2].scored);
    ck_assert_uint_eq(board.sectors[2].count, 0);
    ck_assert_uint_eq(board.sectors[2].not_assessed, 7);
    ck_assert(board.sectors[0].scored);
    struct assessment row = flat("2026-01-01", 50);
    struct assessed_organization organization = one_row("z", &row);
    struct scored_sector scored = scored_of(2, &organization, 1);
    struct scoreboard other;
    struct board_builder *builder = scoreboard_begin(arena, &configs, 3, &every_row, &other);
    add(builder, 2, &scored, 1);
    finish(builder);
    ck_assert_uint_eq(other.count, 0);
    ck_assert(!other.fund.has_value);
}
END_TEST

START_TEST(doubts_are_findings)
{
    struct assessment sound = flat("2026-01-01", 50);
    struct assessment imputed = flat("2026-01-01", 80);
    imputed.missing[TALENT] = true;
    struct assessment refused = flat("2026-01-01", 50);
    refused.talent_concentration = (struct decimal){15, 1};
    struct assessment odd = flat("2026-01-01", 50);
    odd.odd_enterprise_value = true;
    struct assessment undated = flat("-infinity", 50);
    struct assessed_organization rows[] = {one_row("a", &sound),   one_row("b", &imputed),
                                           one_row("c", &refused), one_row("d", &sound),
                                           one_row("e", &odd),     one_row("f", &undated)};
    rows[3].doubled = true;
    struct scored_sector scored = scored_of(0, rows, 6);
    ck_assert_uint_eq(findings.count, 5);
    static const struct {
        const char *code;
        const char *id;
        enum severity severity;
        const char *message;
    } expected[] = {
        {"dimension_imputed", "b", SEVERITY_WARNING,
         "1 of 2 dimensions has no score and counts as 50"},
        {"assessment_refused", "c", SEVERITY_ERROR, "talent concentration is 1.5, expected 0 to 1"},
        {"assessment_doubled", "d", SEVERITY_WARNING,
         "two assessments are in force: the later one counts"},
        {"assessment_not_finite", "e", SEVERITY_WARNING,
         "its enterprise value is no number, shown as not stated"},
        {"assessment_not_finite", "f", SEVERITY_WARNING,
         "its day is infinite, shown as not stated"},
    };
    for (size_t i = 0; i < 5; i++) {
        const struct finding *finding = &findings.rows[i];
        ck_assert_str_eq(finding->code, expected[i].code);
        ck_assert_str_eq(finding->organization_id, expected[i].id);
        ck_assert_str_eq(finding->focus_group_id, "pe_one");
        ck_assert_int_eq(finding->severity, expected[i].severity);
        ck_assert_msg(strncmp(finding->message, expected[i].message, strlen(expected[i].message)) ==
                          0,
                      "%s", finding->message);
    }
    ck_assert_ptr_null(scored_find(&scored, "c").score);
    ck_assert_ptr_nonnull(scored_find(&scored, "c").assessed);
    ck_assert_ptr_nonnull(scored_find(&scored, "b").score);
    ck_assert_ptr_null(scored_find(&scored, "x").assessed);
}
END_TEST

/* Seven assessments: the change is against the one before. */
START_TEST(history_and_change)
{
    enum { ROWS = 7 };
    static const char *const days[ROWS] = {"2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01",
                                           "2025-05-01", "2025-06-01", "2025-07-01"};
    struct assessed_organization organization = {
        .organization_id = "a", .name = "a", .count = ROWS};
    organization.rows = arena_array(arena, ROWS, sizeof *organization.rows);
    for (size_t i = 0; i < ROWS; i++)
        organization.rows[i] = flat(days[i], i % 2 == 0 ? 100 : 50);
    organization.rows[3].talent_concentration = (struct decimal){2, 0}; /* cannot be scored */
    organization.current = &organization.rows[6];
    organization.previous = &organization.rows[5];
    struct scored_sector scored = scored_of(0, &organization, 1);
    struct scoreboard board;
    struct board_builder *builder = scoreboard_begin(arena, &configs, 3, &every_row, &board);
    add(builder, 0, &scored, 1);
    finish(builder);
    const struct standing *row = find(&board, 0, "a");
    ck_assert_str_eq(row->assessed_on, "2025-07-01");
    ck_assert(row->has_change);
    ck_assert_double_eq_tol(row->change, org_100 - org_50, 1e-9);
    ck_assert(row->reviews & REVIEW_CHANGE);
    struct scored_organization found = scored_find(&scored, "a");
    scoreboard_place(&board, arena, 0, &found);
    ck_assert_str_eq(found.standing->organization_id, "a");
    ck_assert_double_eq(found.standing->change, row->change);
    ck_assert_uint_eq(found.standing->in_sector.rank, 1);
    ck_assert(!found.history[3].scored);
    ck_assert_double_eq_tol(found.history[6].org_ai_r, org_100, 1e-9);
    ck_assert_double_eq(found.history[6].interval.low, found.score->interval[SCORE_ORG_AI_R].low);
    ck_assert_double_eq(found.history[6].interval.high, found.score->interval[SCORE_ORG_AI_R].high);
}
END_TEST

START_TEST(gate_keeps_what_it_looked_at)
{
    struct assessment below = flat("2026-01-01", 49);
    struct assessment met = flat("2026-01-01", 50);
    struct assessed_organization rows[] = {one_row("a", &below), one_row("b", &met)};
    struct scored_sector scored = scored_of(0, rows, 2);
    struct scoreboard board;
    struct board_builder *builder = scoreboard_begin(arena, &configs, 3, &every_row, &board);
    add(builder, 0, &scored, 2);
    finish(builder);
    ck_assert_uint_eq(board.sectors[0].gate_failures, 1);
    ck_assert_int_eq(find(&board, 0, "a")->gate, GATE_BLOCKED);
    ck_assert_double_eq(find(&board, 0, "a")->governance, 49);
    ck_assert_int_eq(find(&board, 0, "b")->gate, GATE_PASSED);
}
END_TEST

START_TEST(order_is_by_score_name_and_id)
{
    static const struct standing rows[] = {
        {.organization_id = "4", .name = "B", .org_ai_r = 70},
        {.organization_id = "1", .name = "A", .org_ai_r = 60},
        {.organization_id = "2", .name = "B", .org_ai_r = 70},
        {.organization_id = "3", .name = "A", .org_ai_r = 70},
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    const struct standing *list[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        list[i] = &rows[i];
    qsort(list, ROWS, sizeof *list, standing_by_score);
    ck_assert_ptr_eq(list[0], &rows[3]);
    ck_assert_ptr_eq(list[1], &rows[2]);
    ck_assert_ptr_eq(list[2], &rows[0]);
    ck_assert_ptr_eq(list[3], &rows[1]);
    ck_assert_int_eq(standing_by_score(&list[1], &list[1]), 0);
}
END_TEST

/* ---- of many, those that lists show ---- */

static int lowest_first(const void *left, const void *right)
{
    return standing_by_score(right, left);
}

static bool is_blocked(const struct standing *row)
{
    return row->gate == GATE_BLOCKED;
}

enum { MANY = 50000, SPREAD = 7 };
static const struct board_list sector_list[] = {{standing_by_score, NULL, 3},
                                                {standing_by_score, is_blocked, 2}};
static const struct board_list fund_list[] = {{standing_by_score, NULL, SPREAD},
                                              {lowest_first, NULL, 4}};
static const struct board_lists lists = {sector_list, fund_list, 2, 2, SPREAD};

/* What makes the scores of one test: of each by its number. */
static double (*score_of)(size_t number);

static struct standing one_of_many(size_t number)
{
    return (struct standing){
        .organization_id = arena_printf(arena, "%05zu", number),
        .name = arena_printf(arena, "%05zu", MANY - number),
        .assessed_on = number == 77 ? "2026-02-02" : "2026-02-01",
        .sector = number % 2,
        .org_ai_r = score_of(number),
        .v_r = number % 4 == 0 ? 60 : 59,
        .h_r = number % 8 == 0 ? 60 : 59,
        .gate = number % 1000 == 10 ? GATE_BLOCKED : GATE_PASSED,
    };
}

static struct scoreboard board_of_many(size_t count)
{
    struct scoreboard board;
    struct board_builder *builder = scoreboard_begin(arena, &configs, count, &lists, &board);
    for (size_t sector = 0; sector < 3; sector++) {
        scoreboard_begin_sector(builder, &sectors[sector], (long long)count);
        for (size_t i = sector; sector < 2 && i < count; i += 2) {
            struct standing row = one_of_many(i);
            scoreboard_add(builder, &row);
        }
        scoreboard_end_sector(builder, (double[DIMENSIONS]){0});
    }
    scoreboard_end(builder);
    ck_assert_int_eq(scoreboard_spreads(builder), count > SPREAD);
    for (size_t i = 0; count > SPREAD && i < count; i++) {
        struct standing row = one_of_many(i);
        scoreboard_spread(builder, &row);
    }
    if (count > SPREAD)
        scoreboard_end_spread(builder);
    scoreboard_finish(builder);
    return board;
}

static double rising(size_t number)
{
    return 100.0 * (double)number / MANY;
}

static double scattered(size_t number)
{
    return (double)(number * 7919 % MANY) / 500;
}

static double the_same(size_t number)
{
    (void)number;
    return 56.175;
}

static double few(size_t number)
{
    return (double)(number % 5) * 10;
}

/* Against all of them, sorted: each list is there, and the spread is every n-th. */
static void keeps_what_lists_show(size_t count)
{
    const struct standing **all = arena_array(arena, count, sizeof *all);
    struct scoreboard board = board_of_many(count);
    for (size_t i = 0; i < count; i++) {
        struct standing *row = arena_alloc(arena, sizeof *row);
        *row = one_of_many(i);
        all[i] = row;
    }
    qsort(all, count, sizeof *all, standing_by_score);
    ck_assert_uint_eq(board.count, count);
    ck_assert_uint_le(board.kept, 2 * (3 + 2) + SPREAD + 4);
    size_t seen[2] = {0, 0}, blocked[2] = {0, 0};
    for (size_t i = 0; i < count; i++) {
        const struct standing *row = find(&board, all[i]->sector, all[i]->organization_id);
        bool best = seen[all[i]->sector]++ < 3;
        bool gate = is_blocked(all[i]) && blocked[all[i]->sector]++ < 2;
        bool listed = i < SPREAD || i + 4 >= count || best || gate;
        ck_assert_msg(!listed || row, "'%s' is not kept", all[i]->organization_id);
        ck_assert_double_eq(board.scores[i], all[i]->org_ai_r);
        ck_assert(!row || strcmp(row->name, all[i]->name) == 0);
        if (row && (i == 0 || all[i - 1]->org_ai_r > row->org_ai_r))
            ck_assert_uint_eq(row->in_portfolio.rank, i + 1);
    }
    for (size_t i = 0; i < SPREAD; i++)
        ck_assert_str_eq(board.spread[i]->organization_id,
                         all[i * (count - 1) / (SPREAD - 1)]->organization_id);
}

START_TEST(lists_are_kept_and_no_more)
{
    static double (*const makers[])(size_t number) = {rising, scattered, the_same, few};
    score_of = makers[_i];
    keeps_what_lists_show(MANY);
    keeps_what_lists_show(SPREAD + 1);
}
END_TEST

START_TEST(few_are_all_kept)
{
    score_of = rising;
    struct scoreboard board = board_of_many(SPREAD);
    ck_assert_uint_eq(board.kept, SPREAD);
    ck_assert_ptr_null(board.spread);
}
END_TEST

START_TEST(what_is_not_kept_is_counted)
{
    score_of = scattered;
    struct scoreboard board = board_of_many(8000);
    ck_assert_uint_eq(board.quadrants.both, 1000);
    ck_assert_uint_eq(board.quadrants.readiness, 1000);
    ck_assert_uint_eq(board.quadrants.opportunity, 0);
    ck_assert_str_eq(board.sectors[0].assessed_on, "2026-02-01");
    ck_assert_str_eq(board.sectors[1].assessed_on, "2026-02-02");
    ck_assert_str_eq(board.sectors[2].assessed_on, "");
    ck_assert_uint_eq(board.sectors[0].gate_failures, 8);
    ck_assert_double_eq(board.sectors[0].value, 400000);
    ck_assert_double_eq_tol(board.sectors[0].weighted / board.sectors[0].value,
                            board.sectors[0].average_org_ai_r, 1e-9);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoreboard");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, ranks_and_averages);
    tcase_add_test(all, fund_by_hand);
    tcase_add_test(all, invalid_sector_is_not_scored);
    tcase_add_test(all, doubts_are_findings);
    tcase_add_test(all, history_and_change);
    tcase_add_test(all, gate_keeps_what_it_looked_at);
    tcase_add_test(all, order_is_by_score_name_and_id);
    tcase_add_loop_test(all, lists_are_kept_and_no_more, 0, 4);
    tcase_add_test(all, few_are_all_kept);
    tcase_add_test(all, what_is_not_kept_is_counted);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
