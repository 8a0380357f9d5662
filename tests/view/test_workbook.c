#include "base/text.h"
#include "support/workbook_cases.h"
#include "view/build.h"
#include "view/workbook_sheets.h"

#include <check.h>

static struct arena *arena;
static const struct workbook_case *data;

static void setup(void)
{
    arena = arena_new();
    data = workbook_case(arena);
}

static void teardown(void)
{
    arena_free(arena);
}

static const struct view_workbook *sector_book(size_t index)
{
    return view_sector_workbook(&data->context, &data->configs.sectors[index], &data->columns,
                                arena);
}

static const struct view_workbook *portfolio_book(void)
{
    return view_portfolio_workbook(&data->context, &data->columns, arena);
}

static const struct view_cell *cell(const struct view_sheet *sheet, size_t row, size_t column)
{
    ck_assert_uint_lt(row, sheet->table.row_count);
    ck_assert_uint_lt(column, sheet->table.column_count);
    return &sheet->table.cells[row * sheet->table.column_count + column];
}

static void assert_text(const struct view_sheet *sheet, size_t row, size_t column, const char *text)
{
    ck_assert_str_eq(cell(sheet, row, column)->text, text);
}

static void assert_name(const char *wanted, const char *expected)
{
    ck_assert_str_eq(view_sheet_name(arena, wanted, NULL, 0), expected);
}

START_TEST(sheet_names_are_made_valid)
{
    assert_name("Weights", "Weights");
    assert_name("a[b]c:d*e?f/g\\h", "a-b-c-d-e-f-g-h");
    assert_name("'quoted'", "quoted");
    assert_name("it's", "it's");
    assert_name("", "Sheet");
    assert_name(NULL, "Sheet");
    assert_name("'''", "Sheet");
    assert_name("\t a\tb \n", "a b");
    assert_name("history", "history (2)");
    assert_name("0123456789012345678901234567890123", "0123456789012345678901234567890");
    /* 30 characters, an apostrophe at the cut */
    assert_name("012345678901234567890123456789'x", "012345678901234567890123456789");
    /* Characters are counted, not bytes; those beyond the basic plane count twice. */
    assert_name("\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266"
                "\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266"
                "\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266"
                "\303\266\303\266",
                "\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266"
                "\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266"
                "\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266"
                "\303\266");
    assert_name("012345678901234567890123456789\360\237\231\202", "012345678901234567890123456789");
}
END_TEST

START_TEST(sheet_names_are_unique_whatever_the_case)
{
    const struct view_sheet taken[] = {
        {.name = "Weights"},
        {.name = "weights (2)"},
        {.name = "0123456789012345678901234567890"},
    };
    ck_assert_str_eq(view_sheet_name(arena, "WEIGHTS", taken, 1), "WEIGHTS (2)");
    ck_assert_str_eq(view_sheet_name(arena, "WEIGHTS", taken, 2), "WEIGHTS (3)");
    ck_assert_str_eq(view_sheet_name(arena, "0123456789012345678901234567890", taken, 3),
                     "012345678901234567890123456 (2)");
}
END_TEST

START_TEST(a_sectors_weights_and_their_sum)
{
    const struct view_workbook *book = sector_book(0);
    const struct view_sheet *weights = &book->sheets[SECTOR_SHEET_WEIGHTS];
    ck_assert_uint_eq(book->sheet_count, SECTOR_SHEETS);
    ck_assert_str_eq(book->title, "Org-AI-R & Co: Energy & Utilities");
    ck_assert_str_eq(book->comments, "In force since 2025-01-01. Parameters v2.0.");
    ck_assert_int_eq(book->created, 1735689600);
    ck_assert_uint_eq(weights->table.row_count, 7);
    assert_text(weights, 0, 0, "Data Infrastructure");
    assert_text(weights, 0, 2, "0.220");
    assert_text(weights, 0, 3, "0.220");
    ck_assert_str_eq(cell(weights, 0, 3)->formula, "C#");
    assert_text(weights, 0, 4, "SCADA/OT data critical");
    ck_assert_int_eq(cell(weights, 0, 2)->kind, CELL_DECIMAL);
    ck_assert_int_eq(cell(weights, 0, 5)->kind, CELL_DATE);
    ck_assert_uint_eq(weights->sum_column, 3);
    ck_assert_double_eq(weights->sum_value, 1.0);
    ck_assert_str_eq(weights->sum_label, "Sum");
    ck_assert_uint_eq(weights->chart.value, 3);
    ck_assert_int_eq(weights->tone, TONE_NONE);
}
END_TEST

START_TEST(an_invalid_sector_says_so)
{
    const struct view_workbook *book = sector_book(2);
    const struct view_sheet *weights = &book->sheets[SECTOR_SHEET_WEIGHTS];
    assert_text(weights, 2, 2, "No weight");
    ck_assert_int_eq(cell(weights, 2, 2)->tone, TONE_ERROR);
    ck_assert_str_eq(weights->sum_label, "Sum (invalid)");
    ck_assert_int_eq(weights->tone, TONE_ERROR);
    ck_assert_double_eq(weights->sum_value, 0.99);
}
END_TEST

START_TEST(calibrations_say_where_they_come_from)
{
    const struct view_sheet *sheet = &sector_book(0)->sheets[SECTOR_SHEET_CALIBRATIONS];
    assert_text(sheet, 0, 0, "Hᴿ baseline");
    assert_text(sheet, 0, 2, "68.00");
    assert_text(sheet, 0, 3, "Sector");
    assert_text(sheet, 0, 5, "2025-01-01");
    assert_text(sheet, 2, 1, "position_factor_delta");
    /* The settings' delta, not the default of the calibration. */
    assert_text(sheet, 2, 2, "0.20");
    ck_assert_str_eq(cell(sheet, 2, 2)->formula, "delta_default");
    ck_assert_ptr_null(cell(sheet, 0, 2)->formula);
    assert_text(sheet, 2, 3, "Default");
    ck_assert_int_eq(cell(sheet, 2, 5)->kind, CELL_MISSING);
    assert_text(sheet, 4, 2, "Not set");
    assert_text(sheet, 6, 1, "grid_bonus");
    assert_text(sheet, 6, 2, "1.25");
}
END_TEST

START_TEST(organizations_are_typed_by_their_columns)
{
    const struct view_sheet *sheet = &sector_book(0)->sheets[SECTOR_SHEET_ORGANIZATIONS];
    const struct view_cell *cells =
        view_organization_cells(arena, &data->columns, &data->organizations[0]);
    static const enum view_kind kinds[] = {
        CELL_TEXT, CELL_TEXT, CELL_INTEGER, CELL_DECIMAL, CELL_INTEGER, CELL_TEXT,    CELL_LINK,
        CELL_TEXT, CELL_TEXT, CELL_BOOLEAN, CELL_TEXT,    CELL_DECIMAL, CELL_DECIMAL, CELL_DATE,
    };
    ck_assert_uint_eq(sheet->table.row_count, 0);
    ck_assert_uint_eq(sheet->table.column_count, data->columns.count);
    ck_assert_uint_eq(data->columns.count, sizeof kinds / sizeof kinds[0]);
    for (size_t i = 0; i < data->columns.count; i++) {
        ck_assert_int_eq(cells[i].kind, kinds[i]);
        ck_assert_str_eq(sheet->table.columns[i].title, data->columns.columns[i].label);
    }
    ck_assert_double_eq(cells[3].number, 8765432109.75);
    ck_assert_str_eq(cells[4].text, "1898");
    ck_assert_str_eq(cells[10].text, "Siemens Spectrum, ABB, Network Manager");
    ck_assert_str_eq(sheet->table.columns[11].unit, "%");
    const struct view_cell *sparse =
        view_organization_cells(arena, &data->columns, &data->organizations[2]);
    ck_assert_int_eq(sparse[2].kind, CELL_MISSING);
    ck_assert_str_eq(sparse[2].text, "");
}
END_TEST

START_TEST(the_portfolio_compares_valid_sectors_only)
{
    const struct view_workbook *book = portfolio_book();
    const struct view_sheet *sectors = &book->sheets[PORTFOLIO_SHEET_SECTORS];
    const struct view_sheet *comparison = &book->sheets[PORTFOLIO_SHEET_COMPARISON];
    ck_assert_uint_eq(sectors->table.row_count, CASE_SECTORS + 1);
    assert_text(sectors, 2, 0, "Space");
    assert_text(sectors, 2, 6, "Not stated");
    assert_text(sectors, 2, 9, "No");
    assert_text(sectors, 3, 3, "1,248");
    ck_assert_double_eq(cell(sectors, 3, 7)->number, 100015432100.50);
    ck_assert_uint_eq(comparison->table.row_count, 2);
    assert_text(comparison, 1, 0, "Retail & Consumer");
    assert_text(comparison, 1, 8, "1.000");
    ck_assert_str_eq(cell(comparison, 1, 8)->formula, "SUM(B#:H#)");
    ck_assert_uint_eq(comparison->scale_first, 2);
    ck_assert_uint_eq(comparison->scale_last, 8);
}
END_TEST

START_TEST(the_portfolio_streams_the_common_columns)
{
    const struct view_workbook *book = portfolio_book();
    const struct view_sheet *sheet = &book->sheets[PORTFOLIO_SHEET_ORGANIZATIONS];
    const struct view_cell *cells = view_portfolio_cells(arena, &data->configs.sectors[0],
                                                         &data->columns, &data->organizations[0]);
    ck_assert_uint_eq(sheet->table.column_count, data->columns.attribute_start + 1);
    ck_assert_str_eq(sheet->table.columns[0].title, "Sector");
    ck_assert_str_eq(cells[0].text, "Energy & Utilities");
    ck_assert_str_eq(cells[1].text, "Rheinkraft Holding SE");
    ck_assert_str_eq(cells[data->columns.attribute_start].text, "active");
}
END_TEST

START_TEST(findings_belong_to_their_sector)
{
    const struct view_sheet *all = &portfolio_book()->sheets[PORTFOLIO_SHEET_FINDINGS];
    const struct view_sheet *energy = &sector_book(0)->sheets[SECTOR_SHEET_FINDINGS];
    const struct view_sheet *retail = &sector_book(1)->sheets[SECTOR_SHEET_FINDINGS];
    ck_assert_uint_eq(all->table.row_count, 3);
    assert_text(all, 0, 0, "Error");
    assert_text(all, 0, 1, "Space");
    ck_assert(all->tone_from_rows);
    ck_assert_int_eq(cell(all, 0, 0)->tone, TONE_ERROR);
    ck_assert_uint_eq(energy->table.row_count, 2);
    assert_text(energy, 0, 0, "Warning");
    assert_text(energy, 0, 2, "No row in org_attributes_energy.");
    assert_text(energy, 0, 3, "attribute_row_missing");
    ck_assert_uint_eq(retail->table.row_count, 0);
    ck_assert_int_eq(retail->tone, TONE_MUTED);
}
END_TEST

/* The column of a title, or a failure. */
static size_t column_of(const struct view_sheet *sheet, const char *title)
{
    for (size_t i = 0; i < sheet->table.column_count; i++)
        if (text_equal(sheet->table.columns[i].title, title))
            return i;
    ck_abort_msg("no column '%s'", title);
}

static const struct view_cell *score_row(const struct view_sheet *sheet, size_t organization)
{
    return view_score_cells(arena, sheet, &data->organizations[organization],
                            &data->scored[organization]);
}

static const char *name_in(const struct view_workbook *book, const char *name)
{
    const char *refers = NULL;
    for (size_t i = 0; i < book->name_count; i++)
        if (text_equal_ignoring_case(book->names[i].name, name)) {
            ck_assert_ptr_null(refers); /* one of each */
            refers = book->names[i].refers;
        }
    return refers;
}

START_TEST(scores_are_formulas_with_their_results)
{
    const struct view_workbook *book = sector_book(0);
    const struct view_sheet *sheet = &book->sheets[SECTOR_SHEET_SCORES];
    const struct view_cell *cells = score_row(sheet, 0);
    const struct score *score = data->scored[0].score;
    size_t mean = column_of(sheet, "Dw");
    ck_assert_str_eq(cells[mean].formula, "SUMPRODUCT(weights,$L#:$R#)/SUM(weights)");
    ck_assert_double_eq(cells[mean].number, score->weighted_mean);
    ck_assert_str_eq(cells[0].text, "Rheinkraft Holding SE");
    ck_assert_ptr_null(cells[0].formula);
    ck_assert_double_eq(cells[1].number, score->org_ai_r);
    ck_assert_str_eq(cells[1].formula,
                     "MAX(0,MIN(100,(1-beta)*(alpha*$AG#+(1-alpha)*$AI#)+beta*$AK#))");
    ck_assert_uint_eq(column_of(sheet, "Vᴿ"), 32); /* AG */
    ck_assert_double_eq(cells[32].number, score->v_r);
    ck_assert_double_eq(cells[column_of(sheet, "SEM")].number, score->sem[SCORE_ORG_AI_R]);
    ck_assert_str_eq(cells[column_of(sheet, "Band")].text, "Good");
    ck_assert_str_eq(cells[column_of(sheet, "Governance gate")].text, "None");
    ck_assert_double_eq(cells[column_of(sheet, "EBITDA, base")].number, score->ebitda.base);
    ck_assert_str_eq(cells[column_of(sheet, "Review")].text, "");
    ck_assert_int_eq(cells[column_of(sheet, "Alignment override")].kind, CELL_MISSING);
    ck_assert_double_eq(cells[column_of(sheet, "Previous Org-AI-R")].number, 64.25);
}
END_TEST

START_TEST(inputs_of_scores_are_marked)
{
    const struct view_sheet *sheet = &sector_book(0)->sheets[SECTOR_SHEET_SCORES];
    const struct view_cell *cells = score_row(sheet, 1);
    size_t governance = column_of(sheet, "AI Governance");
    ck_assert_double_eq(cells[governance].number, 50);
    ck_assert_int_eq(cells[governance].places, 2);
    ck_assert_int_eq(cells[governance].tone, TONE_MUTED);
    ck_assert_int_eq(cells[governance + 1].tone, TONE_INFO);
    ck_assert_double_eq(cells[column_of(sheet, "Imputed scores")].number, 1);
    ck_assert_str_eq(cells[column_of(sheet, "Review")].text, "Low; Moved; Imputed");
    size_t titled = 0;
    for (size_t i = 0; i < sheet->group_count; i++)
        titled += sheet->groups[i].count;
    ck_assert_uint_eq(titled, sheet->table.column_count);
}
END_TEST

START_TEST(what_is_not_assessed_computes_nothing)
{
    const struct view_sheet *sheet = &sector_book(0)->sheets[SECTOR_SHEET_SCORES];
    const struct view_cell *cells = score_row(sheet, 2);
    ck_assert_str_eq(cells[0].text, "Nothing Known Ltd");
    ck_assert_str_eq(cells[1].text, "Not assessed");
    for (size_t i = 1; i < sheet->table.column_count; i++) {
        ck_assert_int_eq(cells[i].kind, CELL_MISSING);
        ck_assert_ptr_null(cells[i].formula);
    }
    ck_assert_str_eq(sector_book(2)->sheets[SECTOR_SHEET_SCORES].table.empty,
                     "Nothing is scored: the weights are invalid.");
}
END_TEST

START_TEST(names_stand_for_what_formulas_use)
{
    const struct view_workbook *book = sector_book(0);
    ck_assert_str_eq(name_in(book, "w_talent"), "Weights!$D$5");
    ck_assert_str_eq(name_in(book, "weights"), "Scores!$L$3:$R$3");
    ck_assert_str_eq(name_in(book, "h_r_baseline"), "Calibrations!$C$2");
    ck_assert_str_eq(name_in(book, "governance_minimum"), "Calibrations!$C$6");
    ck_assert_str_eq(name_in(book, "alpha"), "Parameters!$C$2");
    const struct view_sheet *parameters = &book->sheets[SECTOR_SHEET_PARAMETERS];
    for (size_t i = 0; i < parameters->table.row_count; i++)
        ck_assert_str_eq(name_in(book, cell(parameters, i, 1)->text),
                         arena_printf(arena, "Parameters!$C$%zu", i + 2));
    const struct view_sheet *scores = &book->sheets[SECTOR_SHEET_SCORES];
    ck_assert_str_eq(scores->notes[column_of(scores, "Talent")].formula, "w_talent");
    ck_assert_str_eq(scores->notes[column_of(scores, "Talent")].text, "0.120");
}
END_TEST

START_TEST(a_code_that_is_no_name_gets_a_number)
{
    struct dimension odd[] = {{.code = "Ethics & safety", .name = "Ethics"},
                              {.code = "talent", .name = "Talent"}};
    struct config_set configs = data->configs;
    struct view_context context = data->context;
    configs.dimensions = odd;
    configs.dimension_count = 2;
    context.configs = &configs;
    const struct view_workbook *book =
        view_sector_workbook(&context, &configs.sectors[0], &data->columns, arena);
    ck_assert_str_eq(name_in(book, "w.1"), "Weights!$D$2");
    ck_assert_str_eq(name_in(book, "w_talent"), "Weights!$D$3");
    /* Without the dimension that it is about there is no gate. */
    const struct view_sheet *sheet = &book->sheets[SECTOR_SHEET_SCORES];
    ck_assert_ptr_null(sheet->formulas[column_of(sheet, "Governance gate")]);
}
END_TEST

START_TEST(global_weights_do_not_follow_the_sectors)
{
    data = workbook_case_global(arena);
    const struct view_workbook *book = sector_book(0);
    const struct view_sheet *weights = &book->sheets[SECTOR_SHEET_WEIGHTS];
    assert_text(weights, 0, 2, "0.220");
    assert_text(weights, 0, 3, "0.200");
    ck_assert_ptr_null(cell(weights, 0, 3)->formula);
    ck_assert_int_eq(cell(weights, 0, 3)->tone, TONE_INFO);
    ck_assert_str_eq(book->sheets[SECTOR_SHEET_SCORES].notes[11].text, "0.200");
    ck_assert_ptr_nonnull(strstr(book->sheets[SECTOR_SHEET_SCORES].lead, "Parameters v1.0"));
}
END_TEST

START_TEST(the_fund_is_computed_from_its_members)
{
    const struct view_workbook *book = portfolio_book();
    const struct view_sheet *fund = &book->sheets[PORTFOLIO_SHEET_FUND];
    const struct view_sheet *scores = &book->sheets[PORTFOLIO_SHEET_SCORES];
    size_t by_value = column_of(fund, "Fund-AI-R");
    ck_assert_uint_eq(fund->table.row_count, CASE_SECTORS + 1);
    assert_text(fund, 0, 2, "5");
    assert_text(fund, 0, 3, "1,549.50"); /* 1250.50 + 100 + 99 + 100 + 0 */
    assert_text(fund, 1, 2, "0");
    assert_text(fund, 1, by_value, "None");
    assert_text(fund, 3, 0, "Fund");
    ck_assert_double_eq(cell(fund, 3, by_value)->number, data->board.fund.fund_ai_r);
    ck_assert_double_eq_tol(cell(fund, 0, by_value)->number, data->board.fund.fund_ai_r, 1e-9);
    assert_text(fund, 3, column_of(fund, "HHI"), "1.0000");
    ck_assert_str_eq(name_in(book, "fund_ai_r"), "Fund!$G$7");
    ck_assert_str_eq(name_in(book, "score_value"), "Scores!$P$4:$P$8");
    const struct view_cell *row =
        view_standing_cells(arena, scores, &data->context, &data->board.rows[1]);
    ck_assert_int_eq(row[column_of(scores, "Enterprise value")].kind, CELL_MISSING);
    ck_assert_double_eq(row[column_of(scores, "Value counted")].number, 100);
    ck_assert_str_eq(row[column_of(scores, "Value counted")].formula,
                     "IF(ISNUMBER($O#),$O#,value_assumed)");
}
END_TEST

START_TEST(the_portfolio_says_who_passes_the_gate)
{
    const struct view_workbook *book = portfolio_book();
    const struct view_sheet *scores = &book->sheets[PORTFOLIO_SHEET_SCORES];
    size_t gate = column_of(scores, "Governance gate");
    static const struct {
        enum score_gate gate;
        const char *said;
    } cases[] = {{GATE_NONE, "None"}, {GATE_PASSED, "Passed"}, {GATE_BLOCKED, "Blocked"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        data->board.rows[0].gate = cases[i].gate;
        ck_assert_str_eq(
            view_standing_cells(arena, scores, &data->context, &data->board.rows[0])[gate].text,
            cases[i].said);
    }
    size_t rules = 0;
    for (size_t i = 0; i < scores->rule_count; i++)
        if (scores->rules[i].column == gate + 1)
            rules += scores->rules[i].tone ==
                     (text_equal(scores->rules[i].text, "Blocked") ? TONE_ERROR : TONE_GOOD);
    ck_assert_uint_eq(rules, 2);
}
END_TEST

START_TEST(columns_have_letters)
{
    ck_assert_str_eq(column_letters(arena, 0), "A");
    ck_assert_str_eq(column_letters(arena, 25), "Z");
    ck_assert_str_eq(column_letters(arena, 26), "AA");
    ck_assert_str_eq(column_letters(arena, 701), "ZZ");
    ck_assert_str_eq(column_letters(arena, 702), "AAA");
    ck_assert_str_eq(column_letters(arena, 16383), "XFD");
}
END_TEST

static size_t row_named(const struct view_sheet *sheet, const char *label)
{
    for (size_t i = 0; i < sheet->table.row_count; i++)
        if (text_equal(cell(sheet, i, 0)->text, label))
            return i;
    ck_abort_msg("no row '%s'", label);
    return 0;
}

START_TEST(a_summary_comes_first_and_leads_to_every_sheet)
{
    const struct view_workbook *books[] = {sector_book(0), sector_book(2), portfolio_book()};
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++) {
        const struct view_sheet *summary = &books[i]->sheets[0];
        ck_assert_str_eq(summary->name, "Summary");
        ck_assert_str_eq(summary->heading, books[i]->title);
        ck_assert_str_eq(summary->lead, "In force since 2025-01-01. Parameters v2.0.");
        for (size_t j = 1; j < books[i]->sheet_count; j++) {
            const char *name = books[i]->sheets[j].name;
            size_t row = row_named(summary, "Sheets") + j;
            const struct view_cell *link = cell(summary, row, 0);
            ck_assert_str_eq(link->text, name);
            ck_assert_str_eq(link->href, arena_printf(arena, "internal:'%s'!A1", name));
            ck_assert_int_ne(cell(summary, row, 2)->kind, CELL_MISSING);
        }
    }
}
END_TEST

START_TEST(a_summary_says_what_the_page_says)
{
    const struct view_sheet *summary = &sector_book(0)->sheets[SECTOR_SHEET_SUMMARY];
    struct view_sector_scores scores;
    view_build_sector_scores(&data->context, &data->configs.sectors[0], arena, &scores);
    for (size_t i = 0; i < scores.key_figures.count; i++) {
        const struct view_fact *fact = &scores.key_figures.rows[i];
        assert_text(summary, row_named(summary, fact->label), 1, fact->value.text);
    }
    /* The chart's rows, counted as a spreadsheet does: below heading, lead and titles. */
    ck_assert_uint_eq(summary->chart.row, row_named(summary, "Excellent") + 4);
    ck_assert_uint_eq(row_named(summary, "Nascent") - row_named(summary, "Excellent") + 1,
                      summary->chart.rows);
    ck_assert_str_eq(cell(summary, row_named(summary, "Good"), 1)->formula,
                     "COUNTIF(Scores!$C:$C,\"Good\")");

    const struct view_sheet *invalid = &sector_book(2)->sheets[SECTOR_SHEET_SUMMARY];
    assert_text(invalid, row_named(invalid, "Org-AI-R"), 1, "None");
    ck_assert_str_eq(invalid->chart.sheet, "Weights");
}
END_TEST

START_TEST(weights_and_inputs_stay_open_to_edits)
{
    const struct view_workbook *book = sector_book(0);
    const struct view_sheet *weights = &book->sheets[SECTOR_SHEET_WEIGHTS];
    for (size_t i = 0; i < weights->table.column_count; i++)
        ck_assert(cell(weights, 0, i)->input == (i == 2));
    ck_assert_str_eq(cell(weights, 0, 2)->note, "SCADA/OT data critical");
    const struct view_sheet *scores = &book->sheets[SECTOR_SHEET_SCORES];
    const struct view_cell *cells = score_row(scores, 1);
    ck_assert(cells[column_of(scores, "AI Governance")].input); /* imputed */
    ck_assert(cells[column_of(scores, "Alignment override")].input);
    ck_assert(!cells[column_of(scores, "Published")].input);
    ck_assert(!cells[column_of(scores, "SEM")].input);
    const struct view_sheet *all = &portfolio_book()->sheets[PORTFOLIO_SHEET_WEIGHTS];
    for (size_t i = 0; i < all->table.column_count; i++)
        ck_assert(!cell(all, 0, i)->input);
}
END_TEST

START_TEST(a_portfolio_of_nothing)
{
    struct view_context context = data->context;
    struct config_set nothing = {.as_of = "2026-06-30"};
    struct column_set none = {0};
    context.configs = &nothing;
    context.totals = NULL;
    context.scores = NULL;
    const struct view_workbook *book = view_portfolio_workbook(&context, &none, arena);
    ck_assert_uint_eq(book->sheet_count, PORTFOLIO_SHEETS);
    for (size_t i = PORTFOLIO_SHEET_FUND; i < PORTFOLIO_SHEET_FINDINGS; i++)
        if (i != PORTFOLIO_SHEET_PARAMETERS)
            ck_assert_uint_eq(book->sheets[i].table.row_count, 0);
    ck_assert_uint_eq(book->sheets[PORTFOLIO_SHEET_ORGANIZATIONS].table.column_count, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("view/workbook");
    TCase *tcase = tcase_create("sheets");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, sheet_names_are_made_valid);
    tcase_add_test(tcase, sheet_names_are_unique_whatever_the_case);
    tcase_add_test(tcase, a_sectors_weights_and_their_sum);
    tcase_add_test(tcase, an_invalid_sector_says_so);
    tcase_add_test(tcase, calibrations_say_where_they_come_from);
    tcase_add_test(tcase, organizations_are_typed_by_their_columns);
    tcase_add_test(tcase, the_portfolio_compares_valid_sectors_only);
    tcase_add_test(tcase, the_portfolio_streams_the_common_columns);
    tcase_add_test(tcase, findings_belong_to_their_sector);
    tcase_add_test(tcase, scores_are_formulas_with_their_results);
    tcase_add_test(tcase, inputs_of_scores_are_marked);
    tcase_add_test(tcase, what_is_not_assessed_computes_nothing);
    tcase_add_test(tcase, names_stand_for_what_formulas_use);
    tcase_add_test(tcase, a_code_that_is_no_name_gets_a_number);
    tcase_add_test(tcase, global_weights_do_not_follow_the_sectors);
    tcase_add_test(tcase, the_fund_is_computed_from_its_members);
    tcase_add_test(tcase, the_portfolio_says_who_passes_the_gate);
    tcase_add_test(tcase, columns_have_letters);
    tcase_add_test(tcase, a_summary_comes_first_and_leads_to_every_sheet);
    tcase_add_test(tcase, a_summary_says_what_the_page_says);
    tcase_add_test(tcase, weights_and_inputs_stay_open_to_edits);
    tcase_add_test(tcase, a_portfolio_of_nothing);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
