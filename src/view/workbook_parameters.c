/* The parameters that formulas refer to by name. */
#include "view/value.h"
#include "view/workbook_sheets.h"

struct parameter {
    const char *name;
    const char *label;
    struct decimal value;
    const char *setting; /* NULL: part of the method */
    const char *meaning;
};

static void add(struct view_workbook *book, struct view_table_builder *builder,
                const struct parameter *parameter)
{
    struct arena *arena = builder->arena;
    size_t row = builder->table->row_count + 2;
    int places = parameter->value.scale > 2 ? parameter->value.scale : 2;
    table_row(builder,
              (struct view_cell[]){
                  cell_text(parameter->label),
                  cell_text(parameter->name),
                  cell_toned(view_decimal(arena, parameter->value, places), TONE_INFO),
                  parameter->setting ? cell_text(parameter->setting) : cell_missing("Method"),
                  cell_text(parameter->meaning),
              });
    book_name(book, parameter->name, arena_printf(arena, "Parameters!$C$%zu", row));
}

void parameters_sheet(struct view_workbook *book, const struct view_context *context,
                      struct arena *arena)
{
    static const struct view_column columns[] = {
        {.title = "Parameter", .kind = CELL_TEXT},
        {.title = "Name in formulas", .kind = CELL_TEXT},
        {.title = "Value", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Setting", .kind = CELL_TEXT},
        {.title = "Meaning", .kind = CELL_TEXT, .wide = true},
    };
    struct score_parameters set = parameters_of(context);
    const struct parameter parameters[] = {
        {"alpha", "Alpha α", set.alpha, "ALPHA_VR_WEIGHT", "Share of Vᴿ against Hᴿ."},
        {"beta", "Beta β", set.beta, "BETA_SYNERGY_WEIGHT", "Share of Synergy in Org-AI-R."},
        {"lambda_penalty", "Lambda λ", set.lambda, "LAMBDA_PENALTY", "Penalty for imbalance."},
        {"delta_default", "Delta δ", set.delta, "DELTA_POSITION",
         "Position factor delta where a sector sets none."},
        {"review_change", "Review by change", set.change_threshold, "HITL_SCORE_CHANGE_THRESHOLD",
         "A move by more points than this asks for a review."},
        {"review_ebitda", "Review by EBITDA", set.ebitda_threshold,
         "HITL_EBITDA_PROJECTION_THRESHOLD",
         "A base projection of more percent than this asks for a review."},
        {"review_high", "Review above", {85, 0}, NULL, "A higher score asks for a review."},
        {"review_low", "Review below", {40, 0}, NULL, "A lower score asks for a review."},
        {"band_excellent", "Excellent from", {80, 0}, NULL, "Band of the score."},
        {"band_good", "Good from", {60, 0}, NULL, "Band of the score."},
        {"band_adequate", "Adequate from", {40, 0}, NULL, "Band of the score."},
        {"band_developing", "Developing from", {20, 0}, NULL, "Below it: Nascent."},
        {"leader_from", "Leader from", {SCORE_LEADER, 0}, NULL, "Counted by the fund."},
        {"laggard_below", "Laggard below", {SCORE_LAGGARD, 0}, NULL, "Counted by the fund."},
        {"interval_z",
         "Interval",
         {1959963985, 9},
         NULL,
         "Standard errors on either side of the score: 95 %."},
        {"value_assumed", "Value assumed", FUND_ASSUMED_VALUE, NULL,
         "Enterprise value in USD millions where none is stated."},
    };
    struct sheet_plan plan = {.name = "Parameters",
                              .columns = columns,
                              .column_count = sizeof columns / sizeof columns[0],
                              .frozen_columns = 1,
                              .filter = true};
    struct view_table_builder builder;
    sheet_new(book, arena, &plan, &builder);
    for (size_t i = 0; i < sizeof parameters / sizeof parameters[0]; i++)
        add(book, &builder, &parameters[i]);
}
