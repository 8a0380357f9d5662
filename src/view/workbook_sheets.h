/* What the workbooks of one sector and of the portfolio share. */
#ifndef VIEW_WORKBOOK_SHEETS_H
#define VIEW_WORKBOOK_SHEETS_H

#include "view/workbook.h"

/* An empty workbook with room for `capacity` sheets and its properties set. */
struct view_workbook *book_new(const struct view_context *context, const char *title,
                               const char *subject, size_t capacity, struct arena *arena);

/* A name for what `refers` says; a workbook takes up to NAMES of them, and one a dimension. */
enum { NAMES = 40 };
void book_name(struct view_workbook *book, const char *name, const char *refers);

/* "A" for 0, "AA" for 26. */
const char *column_letters(struct arena *arena, size_t column);

/* Columns as formulas name them: [v_r] becomes $X#, [dimensions] $M#:$S#. */
struct formula_key {
    const char *key;
    size_t first, last;
};
/* NULL for NULL. Every key has to be known. */
const char *formula_of(struct arena *arena, const char *template, const struct formula_key *keys,
                       size_t count);

/* Of a column [org_ai_r], over the names of the parameters sheet; and the tones of its results. */
#define BAND_FORMULA                                                                               \
    "IF([org_ai_r]>=band_excellent,\"Excellent\",IF([org_ai_r]>=band_good,\"Good\","               \
    "IF([org_ai_r]>=band_adequate,\"Adequate\",IF([org_ai_r]>=band_developing,\"Developing\","     \
    "\"Nascent\"))))"
#define BAND_RULES(column)                                                                         \
    {(column), "Excellent", TONE_GOOD}, {(column), "Good", TONE_GOOD},                             \
        {(column), "Adequate", TONE_INFO}, {(column), "Developing", TONE_WARNING},                 \
    {                                                                                              \
        (column), "Nascent", TONE_ERROR                                                            \
    }

/* Numbers of streamed rows, finite and below 1e15: they have no text, a workbook writes none. */
struct view_cell number_cell(double value, int places);
struct view_cell exact_cell(struct decimal value, int places);
struct view_cell count_cell(long long value);

/* "Passed", "Blocked", "None"; and the tones of what a column says of it. */
struct view_cell gate_cell(enum score_gate gate);
#define GATE_RULES(column)                                                                         \
    {(column), "Passed", TONE_GOOD},                                                               \
    {                                                                                              \
        (column), "Blocked", TONE_ERROR                                                            \
    }

/* What a sheet begins with. `columns` are copied. */
struct sheet_plan {
    const char *name;
    const char *empty;
    const struct view_column *columns;
    size_t column_count;
    int frozen_columns;
    bool filter;
};
/* The next sheet; `builder` adds its static rows. */
struct view_sheet *sheet_new(struct view_workbook *book, struct arena *arena,
                             const struct sheet_plan *plan, struct view_table_builder *builder);

/* The parameters in force, the defaults where the context names none. */
struct score_parameters parameters_of(const struct view_context *context);

/* The first sheet: title, key figures, a chart. What it counts in bands follows the sheet Scores.
 */
void sector_summary(struct view_workbook *book, const struct view_context *context,
                    const struct sector *sector, struct arena *arena);
void portfolio_summary(struct view_workbook *book, const struct view_context *context,
                       struct arena *arena);
/* Once all sheets are there: a link to each of them below the first one's rows. */
void summary_links(struct view_workbook *book, struct arena *arena);

/* The formulas in words. */
void method_sheet(struct view_workbook *book, struct arena *arena);

/* Sheets whose rows begin with the sector's name when `with_sector` is set. */
struct view_sheet *weights_sheet(struct view_workbook *book, struct arena *arena, bool with_sector,
                                 struct view_table_builder *builder);
void weights_rows(const struct view_context *context, const struct sector *sector, bool with_sector,
                  struct view_table_builder *builder);
struct view_sheet *calibrations_sheet(struct view_workbook *book, struct arena *arena,
                                      bool with_sector, struct view_table_builder *builder);
void calibrations_rows(const struct view_context *context, const struct sector *sector,
                       bool with_sector, struct view_table_builder *builder);
/* With a name for each parameter. */
void parameters_sheet(struct view_workbook *book, const struct view_context *context,
                      struct arena *arena);
/* A sector's scores, with names for its weights and calibrations. */
void scores_sheet(struct view_workbook *book, const struct view_context *context,
                  const struct sector *sector, struct arena *arena);
/* The fund and the scores that it is made of. */
void fund_sheet(struct view_workbook *book, const struct view_context *context,
                struct arena *arena);
void standings_sheet(struct view_workbook *book, const struct view_context *context,
                     struct arena *arena);
void changes_sheet(struct view_workbook *book, bool with_sector, struct arena *arena);
/* `only`: findings of this sector, NULL: all. */
void findings_sheet(struct view_workbook *book, const struct view_context *context,
                    const struct sector *only, struct arena *arena);
/* `count` columns of the set, from the first. */
void organizations_sheet(struct view_workbook *book, struct arena *arena, bool with_sector,
                         const struct column_set *columns, size_t count);
/* What it states in the first `count` columns; what it does not state is empty. */
void organization_cells(struct arena *arena, const struct column_set *columns, size_t count,
                        const struct organization *organization, struct view_cell *cells);

#endif
