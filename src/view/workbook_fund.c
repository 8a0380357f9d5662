/*
 * The fund in the portfolio's workbook: the scores of all assessed
 * organizations as values, and what rules/fund.h makes of them as formulas.
 */
#include "base/text.h"
#include "view/score_words.h"
#include "view/value.h"
#include "view/workbook_sheets.h"

/* First rows of values, counted as a spreadsheet does: below lead, notes and titles. */
enum { FIRST_ROW = 4 };

struct fund_column {
    const char *key;
    const char *title;
    const char *unit;
    const char *note;
    enum view_kind kind;
    int places;
    const char *formula;
    const char *total; /* of the row of the fund */
};

static const struct fund_column fund_columns[] = {
    {"sector", "Sector", NULL, "", CELL_TEXT, 0, NULL, NULL},
    {"code", "Code", NULL, "", CELL_TEXT, 0, NULL, NULL},
    {"count", "Assessed", NULL, "Organizations with a score", CELL_INTEGER, 0,
     "SUMPRODUCT(--(score_sector=[code]))", "ROWS(score_sector)"},
    {"value", "Enterprise value", "USD m", "100 where it is not stated", CELL_DECIMAL, 2,
     "SUMPRODUCT((score_sector=[code])*score_value)", "SUM(score_value)"},
    {"share", "Share", NULL, "Of the fund's enterprise value", CELL_DECIMAL, 4,
     "IF(fund_value>0,[value]/fund_value,0)", "IF(fund_value>0,1,0)"},
    {"hhi", "HHI", NULL, "Share squared; the fund: their sum", CELL_DECIMAL, 4, "[share]^2", NULL},
    {"by_value", "Fund-AI-R", NULL, "Org-AI-R weighted by enterprise value", CELL_DECIMAL, 1,
     "IF([value]>0,SUMPRODUCT((score_sector=[code])*score_value*score_org_ai_r)/[value],\"None\")",
     "IF(fund_value>0,SUMPRODUCT(score_value,score_org_ai_r)/fund_value,\"None\")"},
    {"average", "Average Org-AI-R", NULL, "Unweighted", CELL_DECIMAL, 2,
     "IF([count]>0,SUMPRODUCT((score_sector=[code])*score_org_ai_r)/[count],\"None\")",
     "AVERAGE(score_org_ai_r)"},
    {"leaders", "Leaders", NULL, "Org-AI-R from 70", CELL_INTEGER, 0,
     "SUMPRODUCT((score_sector=[code])*(score_org_ai_r>=leader_from))",
     "SUMPRODUCT(--(score_org_ai_r>=leader_from))"},
    {"laggards", "Laggards", NULL, "Org-AI-R below 50", CELL_INTEGER, 0,
     "SUMPRODUCT((score_sector=[code])*(score_org_ai_r<laggard_below))",
     "SUMPRODUCT(--(score_org_ai_r<laggard_below))"},
};

static const struct fund_column standing_columns[] = {
    {"sector", "Sector", NULL, "", CELL_TEXT, 0, NULL, NULL},
    {"code", "Code", NULL, "", CELL_TEXT, 0, NULL, NULL},
    {"organization", "Organization", NULL, "", CELL_TEXT, 0, NULL, NULL},
    {"assessed", "Assessed on", NULL, "", CELL_DATE, 0, NULL, NULL},
    {"org_ai_r", "Org-AI-R", NULL, "As published", CELL_DECIMAL, 2, NULL, NULL},
    {"band", "Band", NULL, "", CELL_TEXT, 0, BAND_FORMULA, NULL},
    {"change", "Change", NULL, "Since the assessment before", CELL_DECIMAL, 2, NULL, NULL},
    {"low", "Interval low", NULL, "95 %", CELL_DECIMAL, 2, NULL, NULL},
    {"high", "Interval high", NULL, "95 %", CELL_DECIMAL, 2, NULL, NULL},
    {"v_r", "Vᴿ", NULL, "Readiness", CELL_DECIMAL, 2, NULL, NULL},
    {"h_r", "Hᴿ", NULL, "Opportunity", CELL_DECIMAL, 2, NULL, NULL},
    {"synergy", "Synergy", NULL, "", CELL_DECIMAL, 2, NULL, NULL},
    {"rank", "Rank in sector", NULL, "1: the highest", CELL_INTEGER, 0, NULL, NULL},
    {"fund_rank", "Rank in fund", NULL, "1: the highest", CELL_INTEGER, 0, NULL, NULL},
    {"stated", "Enterprise value", "USD m", "Empty: not stated", CELL_DECIMAL, 2, NULL, NULL},
    {"value", "Value counted", "USD m", "What the fund adds", CELL_DECIMAL, 2,
     "IF(ISNUMBER([stated]),[stated],value_assumed)", NULL},
    {"gate", "Governance gate", NULL, "AI governance against the minimum", CELL_TEXT, 0, NULL,
     NULL},
    {"review", "Review", NULL, "Why a person should look", CELL_TEXT, 0, NULL, NULL},
};

enum {
    FUND_COLUMNS = sizeof fund_columns / sizeof fund_columns[0],
    STANDING_COLUMNS = sizeof standing_columns / sizeof standing_columns[0],
    COLUMN_CODE = 1,
    COLUMN_ORG_AI_R = 4,
    COLUMN_STATED = 14,
    COLUMN_VALUE = 15,
    FUND_VALUE = 3,
    FUND_HHI = 5,
    FUND_AI_R = 6,
    FUND_AVERAGE = 7,
    MOST_COLUMNS = STANDING_COLUMNS,
};

static void set_key(struct formula_key *keys, const struct fund_column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        keys[i] = (struct formula_key){columns[i].key, i, i};
}

/* A sheet of such columns, with their notes and formulas. */
static struct view_sheet *begin(struct view_workbook *book, struct arena *arena,
                                struct sheet_plan *plan, const struct fund_column *columns,
                                struct view_table_builder *builder)
{
    size_t count = plan->column_count;
    struct formula_key keys[MOST_COLUMNS];
    struct view_column *views = arena_array(arena, count, sizeof *views);
    struct view_cell *notes = arena_array(arena, count, sizeof *notes);
    const char **formulas = arena_array(arena, count, sizeof *formulas);
    set_key(keys, columns, count);
    for (size_t i = 0; i < count; i++) {
        const struct fund_column *column = &columns[i];
        bool number = column->kind == CELL_DECIMAL || column->kind == CELL_INTEGER;
        views[i] = (struct view_column){
            .title = column->title,
            .unit = column->unit,
            .align = number                      ? ALIGN_END
                     : column->kind == CELL_DATE ? ALIGN_CENTER
                                                 : ALIGN_START,
            .kind = column->kind,
            .places = column->places,
        };
        notes[i] = cell_missing(column->note);
        formulas[i] = formula_of(arena, column->formula, keys, count);
    }
    plan->columns = views;
    struct view_sheet *sheet = sheet_new(book, arena, plan, builder);
    sheet->notes = notes;
    sheet->formulas = formulas;
    return sheet;
}

/* ---- the fund ---- */

static const struct fund_sector *sector_of(const struct fund *fund, const struct sector *sector)
{
    for (size_t i = 0; i < fund->sector_count; i++)
        if (text_equal(fund->sectors[i].focus_group_id, sector->focus_group_id))
            return &fund->sectors[i];
    return NULL;
}

/* Of the sector's own enterprise value; a value of 0 has no such score. */
static struct view_cell by_value(struct arena *arena, const struct scoreboard *board, size_t index)
{
    const struct sector_standing *sector = &board->sectors[index];
    return sector->value > 0 ? cell_decimal(arena, sector->weighted / sector->value, 1)
                             : cell_missing("None");
}

static void fund_row(const struct view_context *context, size_t index,
                     const struct view_sheet *sheet, struct view_table_builder *builder)
{
    static const struct fund_sector none = {0};
    struct arena *arena = builder->arena;
    const struct sector *sector = &context->configs->sectors[index];
    const struct fund_sector *values = sector_of(&context->scores->fund, sector);
    if (!values)
        values = &none;
    struct view_cell cells[FUND_COLUMNS] = {
        cell_text(sector->group_name),
        cell_text(sector->group_code),
        cell_integer(arena, (long long)values->members),
        view_decimal(arena, values->enterprise_value, 2),
        cell_decimal(arena, values->share, 4),
        cell_decimal(arena, values->share * values->share, 4),
        by_value(arena, context->scores, index),
        values->members > 0 ? cell_decimal(arena, values->average_org_ai_r, 2)
                            : cell_missing("None"),
        cell_integer(arena, (long long)values->leaders),
        cell_integer(arena, (long long)values->laggards),
    };
    for (size_t i = 0; i < FUND_COLUMNS; i++)
        cells[i].formula = sheet->formulas[i];
    table_row(builder, cells);
}

static void total_row(const struct view_context *context, struct view_table_builder *builder)
{
    struct arena *arena = builder->arena;
    const struct fund *fund = &context->scores->fund;
    struct view_cell none = cell_missing("None");
    struct view_cell cells[FUND_COLUMNS] = {
        cell_text("Fund"),
        cell_missing(""),
        cell_integer(arena, (long long)fund->members),
        view_decimal(arena, fund->enterprise_value, 2),
        cell_decimal(arena, fund->has_value ? 1 : 0, 4),
        fund->has_value ? cell_decimal(arena, fund->hhi, 4) : none,
        fund->has_value ? cell_decimal(arena, fund->fund_ai_r, 1) : none,
        cell_decimal(arena, fund->average[SCORE_ORG_AI_R], 2),
        cell_integer(arena, (long long)fund->leaders),
        cell_integer(arena, (long long)fund->laggards),
    };
    for (size_t i = 0; i < FUND_COLUMNS; i++)
        cells[i].formula = fund_columns[i].total;
    cells[FUND_HHI].formula = arena_printf(
        arena, "IF(fund_value>0,SUM(%s%d:%s%zu),\"None\")", column_letters(arena, FUND_HHI),
        FIRST_ROW, column_letters(arena, FUND_HHI), FIRST_ROW + context->configs->sector_count - 1);
    table_row(builder, cells);
}

static void name_total(struct view_workbook *book, struct arena *arena, const char *name,
                       size_t column, size_t row)
{
    book_name(book, name, arena_printf(arena, "Fund!$%s$%zu", column_letters(arena, column), row));
}

void fund_sheet(struct view_workbook *book, const struct view_context *context, struct arena *arena)
{
    struct sheet_plan plan = {.name = "Fund",
                              .empty = "No organization is assessed.",
                              .column_count = FUND_COLUMNS,
                              .frozen_columns = 1};
    struct view_table_builder builder;
    struct view_sheet *sheet = begin(book, arena, &plan, fund_columns, &builder);
    sheet->lead = arena_printf(
        arena,
        "%s. %s. Computed from the scores and values of the sheet Scores, as they stand there.",
        context->as_of, context->parameters);
    if (!context->scores || context->scores->count == 0)
        return;
    size_t sectors = context->configs->sector_count;
    for (size_t i = 0; i < sectors; i++)
        fund_row(context, i, sheet, &builder);
    total_row(context, &builder);
    sheet->table.has_total = true;
    sheet->bar_column = FUND_AVERAGE + 1;
    name_total(book, arena, "fund_value", FUND_VALUE, FIRST_ROW + sectors);
    name_total(book, arena, "hhi", FUND_HHI, FIRST_ROW + sectors);
    name_total(book, arena, "fund_ai_r", FUND_AI_R, FIRST_ROW + sectors);
}

/* ---- its members ---- */

static void name_members(struct view_workbook *book, struct arena *arena, const char *name,
                         size_t column, size_t count)
{
    const char *letters = column_letters(arena, column);
    book_name(book, name,
              arena_printf(arena, "Scores!$%s$%d:$%s$%zu", letters, FIRST_ROW, letters,
                           FIRST_ROW + count - 1));
}

void standings_sheet(struct view_workbook *book, const struct view_context *context,
                     struct arena *arena)
{
    struct sheet_plan plan = {.name = "Scores",
                              .empty = "No organization is assessed.",
                              .column_count = STANDING_COLUMNS,
                              .frozen_columns = 3,
                              .filter = true};
    static const struct view_rule rules[] = {
        BAND_RULES(6),
        GATE_RULES(17),
        {18, NULL, TONE_WARNING},
    };
    struct view_table_builder builder;
    struct view_sheet *sheet = begin(book, arena, &plan, standing_columns, &builder);
    sheet->rules = rules;
    sheet->rule_count = sizeof rules / sizeof rules[0];
    sheet->bar_column = COLUMN_ORG_AI_R + 1;
    sheet->lead = arena_printf(arena,
                               "%s. %s. How each score is made stands in the workbook of its "
                               "sector.",
                               context->as_of, context->parameters);
    if (!context->scores || context->scores->count == 0)
        return;
    size_t count = context->scores->count;
    name_members(book, arena, "score_sector", COLUMN_CODE, count);
    name_members(book, arena, "score_org_ai_r", COLUMN_ORG_AI_R, count);
    name_members(book, arena, "score_value", COLUMN_VALUE, count);
}

const struct view_cell *view_standing_cells(struct arena *arena, const struct view_sheet *sheet,
                                            const struct view_context *context,
                                            const struct standing *row)
{
    const struct sector *sector = &context->configs->sectors[row->sector];
    struct score_parameters parameters = parameters_of(context);
    struct decimal value =
        row->has_enterprise_value ? row->enterprise_value_musd : FUND_ASSUMED_VALUE;
    const struct view_cell made[STANDING_COLUMNS] = {
        cell_text(sector->group_name),
        cell_text(sector->group_code),
        cell_text(row->name),
        cell_date(row->assessed_on),
        cell_toned(number_cell(row->org_ai_r, 2), TONE_INFO),
        cell_text(score_band_name(row->band)),
        row->has_change ? number_cell(row->change, 2) : cell_missing(""),
        number_cell(row->interval_low, 2),
        number_cell(row->interval_high, 2),
        number_cell(row->v_r, 2),
        number_cell(row->h_r, 2),
        number_cell(row->synergy, 2),
        count_cell((long long)row->in_sector.rank),
        count_cell((long long)row->in_portfolio.rank),
        cell_toned(row->has_enterprise_value ? exact_cell(value, 2) : cell_missing(""), TONE_INFO),
        exact_cell(value, 2),
        gate_cell(row->gate),
        row->reviews ? cell_text(review_summary(arena, row, &parameters)) : cell_missing(""),
    };
    struct view_cell *cells = arena_array(arena, STANDING_COLUMNS, sizeof *cells);
    memcpy(cells, made, sizeof made);
    for (size_t i = 0; i < STANDING_COLUMNS; i++)
        cells[i].formula = sheet->formulas[i];
    return cells;
}
