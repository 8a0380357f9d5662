/* The scores of organizations, sectors and the fund: golden texts, sums that add up, and what is
 * said where there is no score. */
#include "base/file.h"
#include "base/text.h"
#include "render/text/dump.h"
#include "support/score_cases.h"
#include "view/build.h"
#include "view/score_lists.h"

#include <check.h>
#include <math.h>

static struct arena *arena;
static struct error err;
static struct model_case model;
static struct score_case scores;

static void setup(void)
{
    arena = arena_new();
    error_clear(&err);
    model_case_make(arena, &model);
    score_case_make(arena, &model, &scores);
}

static void teardown(void)
{
    arena_free(arena);
}

/* The input of one case; lives in the arena. */
static struct view_organization_input *input_of(size_t which)
{
    struct view_organization_input *input = arena_alloc(arena, sizeof *input);
    struct organization *organization = arena_alloc(arena, sizeof *organization);
    struct scored_organization *scored = arena_alloc(arena, sizeof *scored);
    *organization = score_case_organization(&scores, which);
    *scored = score_case_of(&scores, which);
    *input = (struct view_organization_input){
        .sector = &model.configs.sectors[0],
        .organization = organization,
        .scored = scored,
    };
    return input;
}

static struct view_score score_of(size_t which)
{
    struct view_score view;
    view_build_score(&model.context, input_of(which), arena, &view);
    return view;
}

/* ---- golden texts ---- */

static void organization(size_t which, struct strbuf *out)
{
    struct view_score view = score_of(which);
    dump_score(&view, out);
}

static void sound(struct strbuf *out)
{
    organization(SCORE_SOUND, out);
}

static void weak(struct strbuf *out)
{
    organization(SCORE_WEAK, out);
}

static void zero(struct strbuf *out)
{
    organization(SCORE_ZERO, out);
}

static void sector(struct strbuf *out)
{
    struct view_sector_scores view;
    view_build_sector_scores(&model.context, &model.configs.sectors[0], arena, &view);
    dump_sector_scores(&view, out);
}

static void fund(struct strbuf *out)
{
    struct view_fund view;
    view_build_fund(&model.context, arena, &view);
    dump_fund(&view, out);
}

static const struct {
    const char *name;
    void (*dump)(struct strbuf *);
} texts[] = {{"score", sound},
             {"score_weak", weak},
             {"score_zero", zero},
             {"sector_scores", sector},
             {"fund", fund}};

START_TEST(text_is_golden)
{
    struct strbuf text;
    strbuf_init(&text);
    texts[_i].dump(&text);
    const char *path = arena_printf(arena, "tests/golden/views/%s.txt", texts[_i].name);
    if (getenv("ORGAIR_REGEN"))
        ck_assert(file_write(path, text.text, text.length, &err));
    char *golden;
    size_t length;
    ck_assert_msg(file_read(arena, path, 1 << 20, &golden, &length, &err), "%s", err.message);
    ck_assert_msg(length == text.length && memcmp(golden, text.text, length) == 0,
                  "'%s' differs; read it, then ORGAIR_REGEN=1 makes it the new golden text", path);
    strbuf_release(&text);
}
END_TEST

/* ---- no score ---- */

START_TEST(why_there_is_no_score)
{
    ck_assert_str_eq(score_of(SCORE_ENDED).absent,
                     "Not assessed: the assessment of 2026-03-31 ended on 2026-05-31.");
    ck_assert_str_eq(score_of(SCORE_REFUSED).absent,
                     "Not assessed: the assessment cannot be scored, talent concentration is 1.5, "
                     "expected 0 to 1.");
    struct view_organization_input *input = input_of(SCORE_SOUND);
    struct scored_organization nothing = {.rules = &scores.scored.rules};
    struct view_score view;
    input->scored = &nothing;
    view_build_score(&model.context, input, arena, &view);
    ck_assert(text_starts_with(view.absent, "Not assessed: there is no assessment"));
    ck_assert_ptr_null(view.headline.text);
    input->sector = &model.configs.sectors[1];
    view_build_score(&model.context, input, arena, &view);
    ck_assert_str_eq(view.absent, "No scores: the weights of Financial Services are invalid, so "
                                  "none of its organizations is scored.");
}
END_TEST

START_TEST(sectors_without_scores_say_why)
{
    struct view_sector_scores view;
    view_build_sector_scores(&model.context, &model.configs.sectors[1], arena, &view);
    ck_assert_str_eq(view.absent, "No scores: the weights of Financial Services are invalid, so "
                                  "none of its organizations is scored.");
    struct scoreboard empty;
    struct board_builder *builder = scoreboard_begin(arena, &model.configs, 3, &every_row, &empty);
    for (size_t i = 0; i < model.configs.sector_count; i++)
        score_case_add(builder, &model.configs, i, NULL, 3);
    scoreboard_end(builder);
    scoreboard_finish(builder);
    model.context.scores = &empty;
    view_build_sector_scores(&model.context, &model.configs.sectors[0], arena, &view);
    ck_assert_str_eq(view.absent, "None of its organizations is assessed.");
    struct view_fund fund_view;
    view_build_fund(&model.context, arena, &fund_view);
    ck_assert_str_eq(fund_view.absent, "No organization is assessed.");
}
END_TEST

/* ---- sums ---- */

START_TEST(parts_add_up_to_the_score)
{
    for (size_t which = SCORE_SOUND; which <= SCORE_TWIN; which++) {
        struct view_organization_input *input = input_of(which);
        struct view_score view;
        view_build_score(&model.context, input, arena, &view);
        const struct view_waterfall *parts = &view.charts->parts;
        double sum = 0;
        for (size_t i = 0; i + 1 < parts->count; i++) {
            ck_assert(!parts->steps[i].total);
            sum += parts->steps[i].value;
        }
        const struct view_step *total = &parts->steps[parts->count - 1];
        ck_assert(total->total);
        ck_assert_double_eq_tol(sum, input->scored->score->org_ai_r, 1e-9);
        ck_assert_double_eq(total->value, input->scored->score->org_ai_r);
    }
}
END_TEST

START_TEST(contributions_add_up_to_the_mean)
{
    for (size_t which = SCORE_SOUND; which <= SCORE_TWIN; which++) {
        struct view_score view = score_of(which);
        const struct view_table *table = &view.dimensions;
        double sum = 0;
        for (size_t i = 0; i + 1 < table->row_count; i++)
            sum += table->cells[i * table->column_count + 4].number;
        const struct view_cell *total = &table->cells[(table->row_count - 1) * table->column_count];
        ck_assert(table->has_total);
        ck_assert_double_eq_tol(sum, total[4].number, 1e-9);
    }
}
END_TEST

static const struct view_formula *formula_of(const struct view_score *view, const char *name)
{
    for (size_t i = 0; i < view->arithmetic_count; i++)
        if (text_starts_with(view->arithmetic[i].name, name))
            return &view->arithmetic[i];
    return NULL;
}

/* Who multiplies what stands there arrives at the two decimals that the page shows. */
START_TEST(displayed_numbers_give_the_displayed_result)
{
    struct view_score view = score_of(SCORE_SOUND);
    double mean, penalty, talent, v_r, h_r, alignment, timing, alpha, beta, synergy, org;
    ck_assert_int_eq(
        sscanf(formula_of(&view, "Vᴿ")->filled, "%lf × %lf × %lf", &mean, &penalty, &talent), 3);
    ck_assert_double_eq_tol(mean * penalty * talent, strtod(formula_of(&view, "Vᴿ")->result, NULL),
                            1e-3);
    ck_assert_int_eq(sscanf(formula_of(&view, "Synergy")->filled, "%lf × %lf / 100 × %lf × %lf",
                            &v_r, &h_r, &alignment, &timing),
                     4);
    ck_assert_double_eq_tol(v_r * h_r / 100 * alignment * timing,
                            strtod(formula_of(&view, "Synergy")->result, NULL), 1e-3);
    ck_assert_int_eq(sscanf(formula_of(&view, "Org-AI-R")->filled,
                            "(1 − %lf) × (%lf × %lf + (1 − %*f) × %lf) + %*f × %lf", &beta, &alpha,
                            &v_r, &h_r, &synergy),
                     5);
    org = (1 - beta) * (alpha * v_r + (1 - alpha) * h_r) + beta * synergy;
    ck_assert_double_eq_tol(org, strtod(formula_of(&view, "Org-AI-R")->result, NULL), 2e-4);
    ck_assert_double_eq_tol(org, strtod(view.headline.text, NULL), 0.005 + 2e-4);
}
END_TEST

/* What a formula gives is not always what it counts as. */
START_TEST(a_result_at_its_bound_says_so)
{
    struct view_organization_input input = *input_of(SCORE_SOUND);
    struct scored_organization scored = *input.scored;
    struct score bound = *scored.score;
    scored.score = &bound;
    input.scored = &scored;
    struct view_score view;
    view_build_score(&model.context, &input, arena, &view);
    ck_assert_ptr_null(formula_of(&view, "Penalty")->note);
    ck_assert_ptr_null(formula_of(&view, "Hᴿ")->note);
    ck_assert_ptr_null(formula_of(&view, "95 %")->note);
    bound.penalty = 0;
    bound.h_r = 100;
    bound.interval[SCORE_ORG_AI_R].high = 100;
    view_build_score(&model.context, &input, arena, &view);
    ck_assert_str_eq(formula_of(&view, "Penalty")->note, "Held at 0.");
    ck_assert_str_eq(formula_of(&view, "Hᴿ")->note, "Held at 100.");
    ck_assert_str_eq(formula_of(&view, "95 %")->note, "Each end is held within 0 to 100.");
    ck_assert_str_eq(view.method, "method/index.html");
}
END_TEST

/* ---- what must not be missed ---- */

START_TEST(equals_share_a_rank)
{
    ck_assert(text_starts_with(score_of(SCORE_SOUND).position, "1st of 5 in Manufacturing, "));
    ck_assert(text_starts_with(score_of(SCORE_TWIN).position, "1st of 5 in Manufacturing, "));
    ck_assert(text_starts_with(score_of(SCORE_MET).position, "3rd of 5 in Manufacturing, "));
}
END_TEST

/* Of very many, the best and the last. */
START_TEST(percentiles_are_the_1st_to_the_99th)
{
    static const struct {
        double percentile;
        const char *ending;
    } cases[] = {
        {99.98, ", 99th percentile"}, {99.5, ", 99th percentile"}, {99.4, ", 99th percentile"},
        {98.4, ", 98th percentile"},  {1.5, ", 2nd percentile"},   {0.6, ", 1st percentile"},
        {0.4, ", 1st percentile"},    {0.02, ", 1st percentile"},
    };
    struct view_organization_input input = *input_of(SCORE_SOUND);
    struct scored_organization scored = *input.scored;
    struct standing standing = *scored.standing;
    scored.standing = &standing;
    input.scored = &scored;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct view_score view;
        standing.in_sector.percentile = cases[i].percentile;
        view_build_score(&model.context, &input, arena, &view);
        ck_assert_msg(text_ends_with(view.position, cases[i].ending), "%g: %s", cases[i].percentile,
                      view.position);
    }
}
END_TEST

START_TEST(gates_say_what_they_looked_at)
{
    struct view_score met = score_of(SCORE_MET);
    ck_assert_int_eq(met.gate.tone, TONE_GOOD);
    ck_assert_str_eq(met.gate_text, "AI Governance is 60.00, the sector's minimum is 60.00.");
    struct view_score failed = score_of(SCORE_WEAK);
    ck_assert_int_eq(failed.gate.tone, TONE_ERROR);
    ck_assert_ptr_nonnull(strstr(failed.gate_text, "39.00, below the sector's minimum of 60.00"));
    model.configs.sectors[0].calibration_count = 1; /* ebitda_multiplier alone */
    score_case_make(arena, &model, &scores);
    struct view_score none = score_of(SCORE_WEAK);
    model.configs.sectors[0].calibration_count = 3;
    ck_assert_int_eq(none.gate.kind, CELL_MISSING);
    ck_assert_ptr_null(none.gate_text);
}
END_TEST

START_TEST(one_assessment_is_no_history)
{
    struct view_score one = score_of(SCORE_MET);
    ck_assert_ptr_null(one.history.id);
    struct view_score three = score_of(SCORE_SOUND);
    ck_assert_str_eq(three.history.id, "history-chart");
    ck_assert_ptr_null(three.history.svg);
    ck_assert_uint_eq(three.history.data.row_count, 3);
}
END_TEST

/* A dimension of small weight above the others: one point more in it widens the spread by more
 * than it lifts the mean. */
START_TEST(a_point_that_lowers_is_marked)
{
    struct assessment *row = &scores.scored.organizations[SCORE_MET].rows[0];
    static struct decimal weights[3] = {{960, 3}, {20, 3}, {20, 3}};
    struct decimal *before = scores.scored.rules.weights;
    row->scores[2] = (struct decimal){100, 0};
    row->scores[2].units = 90;
    scores.scored.rules.weights = weights;
    scored_sector_fill(arena, &model.configs.sectors[0], &scores.scored, NULL);
    struct view_score view = score_of(SCORE_MET);
    scores.scored.rules.weights = before;
    const struct view_cell *cell = &view.dimensions.cells[2 * view.dimensions.column_count + 6];
    ck_assert_double_lt(cell->number, 0);
    ck_assert_int_eq(cell->tone, TONE_WARNING);
    ck_assert(text_starts_with(cell->text, "−"));
}
END_TEST

/* ---- a portfolio of any size ---- */

static struct standing one_of_many(size_t index, size_t count)
{
    struct standing row = *score_case_of(&scores, SCORE_SOUND).standing;
    row.organization_id = arena_printf(arena, "%08zx-0000-4000-8000-000000000000", index);
    row.name = arena_printf(arena, "Organization %05zu", index);
    row.org_ai_r = 100.0 * (double)(count - index) / (double)count;
    row.leader = index < count / 3;
    row.laggard = index >= count - count / 3;
    row.reviews = REVIEW_LOW;
    row.gate = GATE_BLOCKED;
    return row;
}

/* As a build makes it, with no more rows than its lists show. */
static struct scoreboard *large_board(size_t count)
{
    struct scoreboard *board = arena_alloc(arena, sizeof *board);
    struct board_lists lists = view_board_lists(arena, &(struct handout_limits){40, 10});
    struct board_builder *builder = scoreboard_begin(arena, &model.configs, 3, &lists, board);
    double *averages = arena_array(arena, model.configs.dimension_count, sizeof *averages);
    scoreboard_begin_sector(builder, &model.configs.sectors[0], (long long)count);
    for (size_t i = 0; i < count; i++) {
        struct standing row = one_of_many(i, count);
        scoreboard_add(builder, &row);
    }
    scoreboard_end_sector(builder, averages);
    for (size_t i = 1; i < model.configs.sector_count; i++)
        score_case_add(builder, &model.configs, i, NULL, 3);
    scoreboard_end(builder);
    ck_assert(scoreboard_spreads(builder));
    for (size_t i = 0; i < count; i++) {
        struct standing row = one_of_many(i, count);
        scoreboard_spread(builder, &row);
    }
    scoreboard_end_spread(builder);
    scoreboard_finish(builder);
    return board;
}

START_TEST(large_portfolios_are_cut_and_say_so)
{
    enum { MANY = 20000 };
    struct scoreboard *board = large_board(MANY);
    ck_assert_uint_lt(board->kept, 1000);
    model.context.scores = board;
    struct view_scatter scatter;
    view_scatter_chart(&model.context, arena, &scatter);
    ck_assert_uint_eq(scatter.count, 600);
    ck_assert_str_eq(scatter.dots[0].label, "Organization 00000");
    ck_assert_str_eq(scatter.dots[599].label, "Organization 19999");
    ck_assert(text_starts_with(scatter.subtitle, "600 of 20,000 organizations"));
    struct view_fund view;
    view_build_fund(&model.context, arena, &view);
    ck_assert_uint_eq(view.leaders.row_count, 10);
    ck_assert_uint_eq(view.laggards.row_count, 10);
    ck_assert_str_eq(view.laggards.cells[1].text, "Organization 19999");
    ck_assert_uint_eq(view.reviews.row_count, 25);
    ck_assert_ptr_nonnull(strstr(view.reviews.caption, "25 of 20,000"));
    ck_assert_uint_eq(view.scatter.data.row_count, 100);
    struct view_sector_scores one;
    view_build_sector_scores(&model.context, &model.configs.sectors[0], arena, &one);
    ck_assert_uint_eq(one.ranking.row_count, LIST_PAGE_ROWS);
    ck_assert_ptr_nonnull(strstr(one.ranking.caption, "the first 100 of 20,000"));
    ck_assert_uint_eq(one.reviews.row_count, LIST_PAGE_ROWS);
    ck_assert_uint_eq(one.gate_failures.row_count, LIST_PAGE_ROWS);
}
END_TEST

/* Every score falls into one bin, 100 into the last. */
START_TEST(the_distribution_counts_everyone)
{
    struct scoreboard *board = large_board(1000);
    model.context.scores = board;
    struct view_histogram chart;
    view_distribution_chart(&model.context, &model.configs.sectors[0], arena, &chart);
    size_t sum = 0;
    for (size_t i = 0; i < chart.count; i++) {
        ck_assert_double_eq(chart.bins[i].low, 5.0 * (double)i);
        sum += chart.bins[i].count;
    }
    ck_assert_uint_eq(sum, 1000);
    ck_assert_uint_eq(chart.bins[19].count, 51); /* 95.0, 95.1 ... 100.0 */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("view of scores");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_loop_test(all, text_is_golden, 0, (int)(sizeof texts / sizeof texts[0]));
    tcase_add_test(all, why_there_is_no_score);
    tcase_add_test(all, sectors_without_scores_say_why);
    tcase_add_test(all, parts_add_up_to_the_score);
    tcase_add_test(all, contributions_add_up_to_the_mean);
    tcase_add_test(all, displayed_numbers_give_the_displayed_result);
    tcase_add_test(all, a_result_at_its_bound_says_so);
    tcase_add_test(all, equals_share_a_rank);
    tcase_add_test(all, percentiles_are_the_1st_to_the_99th);
    tcase_add_test(all, gates_say_what_they_looked_at);
    tcase_add_test(all, one_assessment_is_no_history);
    tcase_add_test(all, a_point_that_lowers_is_marked);
    tcase_add_test(all, large_portfolios_are_cut_and_say_so);
    tcase_add_test(all, the_distribution_counts_everyone);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
