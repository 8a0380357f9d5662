/*
 * The scores of a sector as a model that computes itself: inputs, every step of
 * rules/score.h as a formula over them, over the weights, the calibrations and
 * the parameters of the same workbook, and the results. What we computed is in
 * each cell as its result so far.
 */
#include "base/text.h"
#include "rules/validate.h"
#include "view/score_words.h"
#include "view/value.h"
#include "view/workbook_sheets.h"

/* Row of the notes, where the weight stands above each dimension: after lead and groups. */
enum { NOTES_ROW = 3 };

/* A column before or after the dimensions. */
struct score_column {
    const char *key; /* as formulas name it, NULL: none does */
    const char *title;
    const char *unit;
    const char *note;
    enum view_kind kind;
    int places;
    const char *formula;
};

static const struct score_column before[] = {
    {"organization", "Organization", NULL, "Pale blue: inputs. Grey 50: no score, it counts as 50.",
     CELL_TEXT, 0, NULL},
    {"org_ai_r", "Org-AI-R", NULL, "(1 \u2212 β)(α Vᴿ + (1 \u2212 α) Hᴿ) + β Synergy", CELL_DECIMAL,
     2, "MAX(0,MIN(100,(1-beta)*(alpha*[v_r]+(1-alpha)*[h_r])+beta*[synergy]))"},
    {"band", "Band", NULL, "By the bands of the parameters", CELL_TEXT, 0, BAND_FORMULA},
    {"what_if", "What-if change", NULL, "Org-AI-R less what was published", CELL_DECIMAL, 2,
     "ROUND([org_ai_r]-[published],6)"},
    {"published", "Published", NULL, "Stays as it was", CELL_DECIMAL, 2, NULL},
    {"low", "Interval low", NULL, "Org-AI-R \u2212 1.96 SEM", CELL_DECIMAL, 2,
     "MAX(0,[org_ai_r]-interval_z*[sem])"},
    {"high", "Interval high", NULL, "Org-AI-R + 1.96 SEM", CELL_DECIMAL, 2,
     "MIN(100,[org_ai_r]+interval_z*[sem])"},
    {"gate", "Governance gate", NULL, "AI governance against the minimum", CELL_TEXT, 0,
     "IF(ISNUMBER(governance_minimum),IF([governance]>=governance_minimum,\"Passed\","
     "\"Blocked\"),\"None\")"},
    {"ebitda", "EBITDA, base", "%", "From Org-AI-R to the target", CELL_DECIMAL, 2,
     "IF(ISNUMBER([target]),IF([target]>[org_ai_r],(0.25+0.05*([target]-[org_ai_r])"
     "+0.025*([target]-[org_ai_r])*[h_r]/100+IF([target]-[org_ai_r]>25,1,0))"
     "*ebitda_multiplier,\"None\"),\"None\")"},
    {"review", "Review", NULL, "Why a person should look; empty: no reason", CELL_TEXT, 0,
     "MID(IF([org_ai_r]>review_high,\"; High\",\"\")&IF([org_ai_r]<review_low,\"; Low\",\"\")"
     "&IF(ISNUMBER([previous]),IF(ABS([org_ai_r]-[previous])>review_change,\"; Moved\",\"\"),\"\")"
     "&IF(ISNUMBER([ebitda]),IF([ebitda]>review_ebitda,\"; EBITDA\",\"\"),\"\")"
     "&IF([imputed]>0,\"; Imputed\",\"\"),3,99)"},
    {"assessed", "Assessed on", NULL, "Beside: the weights used", CELL_DATE, 0, NULL},
};

static const struct score_column after[] = {
    {"tc", "Talent concentration", NULL, "TC, 0 to 1", CELL_DECIMAL, 4, NULL},
    {"percentile", "Market-cap percentile", NULL, "0 to 1", CELL_DECIMAL, 4, NULL},
    {"timing", "Timing factor", NULL, "Counts as 0.8 to 1.2", CELL_DECIMAL, 3, NULL},
    {"override", "Alignment override", NULL, "0 to 1; empty: by formula", CELL_DECIMAL, 4, NULL},
    {"n", "Evidence", NULL, "n, 1 or more", CELL_INTEGER, 0, NULL},
    {"ev", "Enterprise value", "USD m", "For the fund only", CELL_DECIMAL, 2, NULL},
    {"target", "Target score", NULL, "For EBITDA; empty: none", CELL_DECIMAL, 2, NULL},
    {"previous", "Previous Org-AI-R", NULL, "Of the assessment before", CELL_DECIMAL, 2, NULL},
    {"imputed", "Imputed scores", NULL, "Dimensions that count as 50", CELL_INTEGER, 0, NULL},
    {"mean", "Dw", NULL, "Weighted mean of the dimensions", CELL_DECIMAL, 4,
     "SUMPRODUCT(weights,[dimensions])/SUM(weights)"},
    {"sigma", "Spread σ", NULL, "Their weighted spread", CELL_DECIMAL, 4,
     "SQRT(SUMPRODUCT(weights,([dimensions]-[mean])^2)/SUM(weights))"},
    {"cv", "cv", NULL, "σ / Dw", CELL_DECIMAL, 4, "IF([mean]=0,0,[sigma]/[mean])"},
    {"penalty", "Penalty", NULL, "1 \u2212 λ cv", CELL_DECIMAL, 4,
     "MAX(0,MIN(1,1-lambda_penalty*[cv]))"},
    {"talent", "Talent factor", NULL, "1 \u2212 0.15 (TC \u2212 threshold)", CELL_DECIMAL, 4,
     "MAX(0,MIN(1,1-0.15*MAX(0,[tc]-talent_concentration_threshold)))"},
    {"v_r", "Vᴿ", NULL, "Dw × penalty × talent factor", CELL_DECIMAL, 2,
     "MAX(0,MIN(100,[mean]*[penalty]*[talent]))"},
    {"pf", "Position factor", NULL, "Vᴿ against the sector, and the percentile", CELL_DECIMAL, 4,
     "MAX(-1,MIN(1,0.6*MAX(-1,MIN(1,([v_r]-sector_average_v_r)/50))+0.8*([percentile]-0.5)))"},
    {"h_r", "Hᴿ", NULL, "Baseline × (1 + δ PF)", CELL_DECIMAL, 2,
     "MAX(0,MIN(100,h_r_baseline*(1+position_factor_delta*[pf])))"},
    {"alignment", "Alignment", NULL, "Override, or 1 \u2212 |Vᴿ \u2212 Hᴿ| / 100", CELL_DECIMAL, 4,
     "IF(ISNUMBER([override]),[override],1-ABS([v_r]-[h_r])/100)"},
    {"synergy", "Synergy", NULL, "Vᴿ × Hᴿ / 100 × alignment × timing", CELL_DECIMAL, 2,
     "MAX(0,MIN(100,[v_r]*[h_r]/100*[alignment]*MAX(0.8,MIN(1.2,[timing]))))"},
    {"rho", "Reliability ρ", NULL, "Of n pieces of evidence", CELL_DECIMAL, 4,
     "MIN(0.99,[n]*0.3/(1+([n]-1)*0.3))"},
    {"sem", "SEM", NULL, "14 × √(1 \u2212 ρ)", CELL_DECIMAL, 4, "14*SQRT(1-[rho])"},
};

enum {
    BEFORE = sizeof before / sizeof before[0],
    AFTER = sizeof after / sizeof after[0],
    CALCULATION = 12, /* the last of those after */
    KEYS = BEFORE + AFTER + 2,
};

/* The table's columns: results, the dimensions, the other inputs and the calculation. */
struct score_plan {
    struct arena *arena;
    const struct view_context *context;
    const struct sector *sector;
    size_t dimensions;
    size_t count;
    struct formula_key keys[KEYS];
};

static const struct score_column *column_at(const struct score_plan *plan, size_t index)
{
    if (index < BEFORE)
        return &before[index];
    return index < BEFORE + plan->dimensions ? NULL : &after[index - BEFORE - plan->dimensions];
}

static void make_plan(struct score_plan *plan)
{
    const struct config_set *configs = plan->context->configs;
    plan->dimensions = configs->dimension_count;
    plan->count = BEFORE + plan->dimensions + AFTER;
    size_t used = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct score_column *column = column_at(plan, i);
        if (column)
            plan->keys[used++] = (struct formula_key){column->key, i, i};
    }
    if (plan->dimensions > 0)
        plan->keys[used++] =
            (struct formula_key){"dimensions", BEFORE, BEFORE + plan->dimensions - 1};
    for (size_t i = 0; i < plan->dimensions; i++)
        if (text_equal(configs->dimensions[i].code, SCORE_GATE_DIMENSION))
            plan->keys[used++] = (struct formula_key){"governance", BEFORE + i, BEFORE + i};
}

static bool has_gate(const struct score_plan *plan)
{
    return plan->keys[KEYS - 1].key != NULL;
}

static struct view_column view_of(const struct score_plan *plan, size_t index)
{
    const struct score_column *column = column_at(plan, index);
    if (!column)
        return (struct view_column){.title =
                                        plan->context->configs->dimensions[index - BEFORE].name,
                                    .align = ALIGN_END,
                                    .kind = CELL_DECIMAL,
                                    .places = 2};
    bool number = column->kind == CELL_DECIMAL || column->kind == CELL_INTEGER;
    return (struct view_column){
        .title = column->title,
        .unit = column->unit,
        .align = number                      ? ALIGN_END
                 : column->kind == CELL_DATE ? ALIGN_CENTER
                                             : ALIGN_START,
        .kind = column->kind,
        .places = column->places,
    };
}

/* ---- names ---- */

/* Codes are short words in lower case; any other is not sure to be a name. */
static const char *weight_name(struct arena *arena, const char *code, size_t index)
{
    if (code[strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0')
        return arena_printf(arena, "w_%s", code);
    return arena_printf(arena, "w.%zu", index + 1);
}

static void name_weights(struct view_workbook *book, const struct score_plan *plan)
{
    struct arena *arena = plan->arena;
    for (size_t i = 0; i < plan->dimensions; i++)
        book_name(book, weight_name(arena, plan->context->configs->dimensions[i].code, i),
                  arena_printf(arena, "Weights!$D$%zu", i + 2));
    if (plan->dimensions > 0)
        book_name(book, "weights",
                  arena_printf(arena, "Scores!$%s$%d:$%s$%d", column_letters(arena, BEFORE),
                               NOTES_ROW, column_letters(arena, BEFORE + plan->dimensions - 1),
                               NOTES_ROW));
}

/* In the order of the sheet's first rows. */
static void name_calibrations(struct view_workbook *book, struct arena *arena)
{
    size_t row = 2;
    for (const struct calibration_default *known = calibration_defaults; known->name; known++)
        book_name(book, known->name, arena_printf(arena, "Calibrations!$C$%zu", row++));
}

/* ---- the sheet ---- */

static struct view_cell note_cell(const struct score_plan *plan, size_t index)
{
    const struct score_column *column = column_at(plan, index);
    if (column)
        return cell_missing(column->note);
    struct score_parameters parameters = parameters_of(plan->context);
    struct score_sector rules;
    score_sector_init(&rules, plan->arena, plan->context->configs, plan->sector, &parameters);
    size_t dimension = index - BEFORE;
    struct view_cell cell = view_decimal(plan->arena, rules.weights[dimension], 3);
    cell.formula = weight_name(plan->arena, rules.codes[dimension], dimension);
    return cell;
}

static void set_columns(const struct score_plan *plan, struct view_sheet *sheet)
{
    struct view_cell *notes = arena_array(plan->arena, plan->count, sizeof *notes);
    const char **formulas = arena_array(plan->arena, plan->count, sizeof *formulas);
    for (size_t i = 0; i < plan->count; i++) {
        const struct score_column *column = column_at(plan, i);
        notes[i] = note_cell(plan, i);
        if (column && (has_gate(plan) || !text_equal(column->key, "gate")))
            formulas[i] = formula_of(plan->arena, column->formula, plan->keys, KEYS);
    }
    sheet->notes = notes;
    sheet->formulas = formulas;
}

static void set_groups(const struct score_plan *plan, struct view_sheet *sheet)
{
    const struct view_group groups[] = {
        {"", 1, TONE_NONE},
        {"Results", BEFORE - 2, TONE_NONE},
        {"Inputs", 1 + plan->dimensions + AFTER - CALCULATION, TONE_INFO},
        {"Calculation", CALCULATION, TONE_MUTED},
    };
    struct view_group *copy = arena_alloc(plan->arena, sizeof groups);
    memcpy(copy, groups, sizeof groups);
    sheet->groups = copy;
    sheet->group_count = sizeof groups / sizeof groups[0];
}

void scores_sheet(struct view_workbook *book, const struct view_context *context,
                  const struct sector *sector, struct arena *arena)
{
    static const struct view_rule rules[] = {
        BAND_RULES(3),
        GATE_RULES(8),
        {10, NULL, TONE_WARNING},
    };
    bool valid = sector_is_valid(context->configs, sector);
    struct score_plan plan = {.arena = arena, .context = context, .sector = sector};
    make_plan(&plan);
    struct view_column *columns = arena_array(arena, plan.count, sizeof *columns);
    for (size_t i = 0; i < plan.count; i++)
        columns[i] = view_of(&plan, i);
    struct sheet_plan begin = {.name = "Scores",
                               .empty = valid ? "No organizations."
                                              : "Nothing is scored: the weights are invalid.",
                               .columns = columns,
                               .column_count = plan.count,
                               .frozen_columns = 4,
                               .filter = true};
    struct view_table_builder builder;
    struct view_sheet *sheet = sheet_new(book, arena, &begin, &builder);
    sheet->lead =
        arena_printf(arena,
                     "%s. %s. What if: change an input here or a weight on its sheet, and "
                     "every result follows. Calibrations and parameters too, once "
                     "their sheets are unprotected: there is no password.",
                     context->as_of, context->parameters);
    sheet->tone = valid ? TONE_NONE : TONE_ERROR;
    sheet->rules = rules;
    sheet->rule_count = sizeof rules / sizeof rules[0];
    sheet->bar_column = 2;
    set_columns(&plan, sheet);
    set_groups(&plan, sheet);
    name_weights(book, &plan);
    name_calibrations(book, arena);
}

/* ---- a row ---- */

struct view_cell gate_cell(enum score_gate gate)
{
    static const char *const words[] = {
        [GATE_NONE] = "None", [GATE_PASSED] = "Passed", [GATE_BLOCKED] = "Blocked"};
    return cell_text(words[gate]);
}

struct row {
    struct arena *arena;
    struct view_cell *cells;
    size_t count;
};

static void add(struct row *row, struct view_cell cell)
{
    row->cells[row->count++] = cell;
}

static void add_number(struct row *row, double value, int places)
{
    add(row, number_cell(value, places));
}

static void add_input(struct row *row, struct view_cell cell)
{
    cell = cell_toned(cell, TONE_INFO);
    cell.input = true;
    add(row, cell);
}

static void add_exact(struct row *row, bool stated, struct decimal value, int places)
{
    add_input(row, stated ? exact_cell(value, places) : cell_missing(""));
}

/* As the formula says it. */
static struct view_cell review_cell(struct arena *arena, unsigned reviews)
{
    static const struct {
        enum score_review review;
        const char *word;
    } words[] = {
        {REVIEW_HIGH, "High"},     {REVIEW_LOW, "Low"},         {REVIEW_CHANGE, "Moved"},
        {REVIEW_EBITDA, "EBITDA"}, {REVIEW_IMPUTED, "Imputed"},
    };
    const char *joined = "";
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (reviews & words[i].review)
            joined = arena_printf(arena, "%s%s%s", joined, *joined ? "; " : "", words[i].word);
    return (struct view_cell){.kind = CELL_TEXT, .text = joined, .share = -1};
}

static void add_results(struct row *row, const struct score *score)
{
    const struct score_interval *interval = &score->interval[SCORE_ORG_AI_R];
    add_number(row, score->org_ai_r, 2);
    add(row, cell_text(score_band_name(score->band)));
    add_number(row, 0, 2);
    add(row, cell_toned(number_cell(score->org_ai_r, 2), TONE_MUTED));
    add_number(row, interval->low, 2);
    add_number(row, interval->high, 2);
    add(row, gate_cell(score->gate));
    add(row, score->has_ebitda ? number_cell(score->ebitda.base, 2) : cell_missing("None"));
    add(row, review_cell(row->arena, score->reviews));
}

static void add_inputs(struct row *row, const struct assessment *assessment,
                       const struct score *score)
{
    add_input(row, cell_date(assessment->effective_from));
    for (size_t i = 0; i < score->dimension_count; i++) {
        const struct score_dimension *dimension = &score->dimensions[i];
        add_input(row, number_cell(dimension->score, 2));
        if (dimension->imputed)
            row->cells[row->count - 1].tone = TONE_MUTED;
    }
    add_exact(row, true, assessment->talent_concentration, 4);
    add_exact(row, true, assessment->market_cap_percentile, 4);
    add_exact(row, true, assessment->timing_factor, 3);
    add_exact(row, assessment->has_alignment, assessment->alignment, 4);
    add_input(row, count_cell(assessment->evidence_count));
    add_exact(row, assessment->has_enterprise_value, assessment->enterprise_value_musd, 2);
    add_exact(row, assessment->has_target, assessment->target_score, 2);
    add_input(row, score->has_change ? number_cell(score->org_ai_r - score->change, 2)
                                     : cell_missing(""));
    add_input(row, count_cell((long long)score->imputed_count));
}

static void add_calculation(struct row *row, const struct score *score)
{
    add_number(row, score->weighted_mean, 4);
    add_number(row, score->sigma, 4);
    add_number(row, score->cv, 4);
    add_number(row, score->penalty, 4);
    add_number(row, score->talent, 4);
    add_number(row, score->v_r, 2);
    add_number(row, score->position_factor, 4);
    add_number(row, score->h_r, 2);
    add_number(row, score->alignment, 4);
    add_number(row, score->synergy, 2);
    add_number(row, score->rho, 4);
    add_number(row, score->sem[SCORE_ORG_AI_R], 4);
}

const struct view_cell *view_score_cells(struct arena *arena, const struct view_sheet *sheet,
                                         const struct organization *organization,
                                         const struct scored_organization *scored)
{
    size_t count = sheet->table.column_count;
    struct row row = {.arena = arena, .cells = arena_array(arena, count, sizeof *row.cells)};
    add(&row, cell_text(organization_name(organization)));
    if (!scored->score) {
        add(&row, cell_missing("Not assessed"));
        while (row.count < count)
            add(&row, cell_missing(""));
        return row.cells;
    }
    add_results(&row, scored->score);
    add_inputs(&row, scored->assessed->current, scored->score);
    add_calculation(&row, scored->score);
    for (size_t i = 0; i < count; i++)
        row.cells[i].formula = sheet->formulas[i];
    return row.cells;
}
