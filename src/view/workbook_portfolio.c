#include "base/text.h"
#include "rules/validate.h"
#include "view/value.h"
#include "view/workbook_sheets.h"

enum { SECTOR_COLUMNS = 10 };

/* Counts and amounts of which some rows may state nothing. */
static struct view_cell counted(struct arena *arena, long long stated, long long value)
{
    return stated > 0 ? cell_integer(arena, value) : cell_missing("Not stated");
}

static struct view_cell amount(struct arena *arena, long long stated, const char *value)
{
    return stated > 0 ? cell_exact(arena, value, 0) : cell_missing("Not stated");
}

static void sector_row(const struct view_context *context, size_t index,
                       struct view_table_builder *builder)
{
    static const struct sector_totals none = {.revenue_usd = "0"};
    struct arena *arena = builder->arena;
    const struct sector *sector = &context->configs->sectors[index];
    const struct sector_totals *totals = context->totals ? &context->totals[index] : &none;
    bool valid = sector_is_valid(context->configs, sector);
    struct view_cell sum = view_decimal(arena, sector_weights_sum(sector), 3);
    table_row(builder,
              (struct view_cell[SECTOR_COLUMNS]){
                  cell_text(sector->group_name), cell_text(sector->group_code),
                  cell_text(sector->focus_group_id), cell_integer(arena, totals->organizations),
                  cell_integer(arena, totals->active), cell_integer(arena, totals->with_attributes),
                  counted(arena, totals->with_employees, totals->employees),
                  amount(arena, totals->with_revenue, totals->revenue_usd),
                  valid ? sum : cell_toned(sum, TONE_ERROR),
                  cell_toned(cell_boolean(valid), valid ? TONE_GOOD : TONE_ERROR)});
}

static void total_row(const struct view_context *context, struct view_table_builder *builder)
{
    struct arena *arena = builder->arena;
    struct sector_totals all = {0};
    struct decimal revenue = DECIMAL_ZERO;
    bool exact = true;
    for (size_t i = 0; context->totals && i < context->configs->sector_count; i++) {
        const struct sector_totals *totals = &context->totals[i];
        struct decimal amount_usd;
        all.organizations += totals->organizations;
        all.active += totals->active;
        all.with_attributes += totals->with_attributes;
        all.employees += totals->employees;
        all.with_employees += totals->with_employees;
        all.with_revenue += totals->with_revenue;
        exact = exact && decimal_parse(totals->revenue_usd, &amount_usd) &&
                decimal_add(revenue, amount_usd, &revenue);
    }
    struct view_cell sum = cell_missing(exact ? "Not stated" : "Too large to add");
    if (all.with_revenue > 0 && exact)
        sum = view_decimal(arena, revenue, 0);
    table_row(builder, (struct view_cell[SECTOR_COLUMNS]){
                           cell_text("Portfolio"), cell_missing(""), cell_missing(""),
                           cell_integer(arena, all.organizations), cell_integer(arena, all.active),
                           cell_integer(arena, all.with_attributes),
                           counted(arena, all.with_employees, all.employees), sum, cell_missing(""),
                           cell_missing("")});
}

static void sectors_sheet(struct view_workbook *book, const struct view_context *context,
                          struct arena *arena)
{
    static const struct view_column columns[SECTOR_COLUMNS] = {
        {.title = "Sector", .kind = CELL_TEXT},
        {.title = "Code", .kind = CELL_TEXT},
        {.title = "Identifier", .kind = CELL_TEXT},
        {.title = "Organizations", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Active", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "With attributes", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Employees", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Annual revenue", .unit = "USD", .align = ALIGN_END, .kind = CELL_DECIMAL},
        {.title = "Weight sum", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
        {.title = "Weights valid", .align = ALIGN_CENTER, .kind = CELL_BOOLEAN},
    };
    struct sheet_plan plan = {.name = "Sectors",
                              .empty = "No active sectors.",
                              .columns = columns,
                              .column_count = SECTOR_COLUMNS,
                              .frozen_columns = 1};
    struct view_table_builder builder;
    struct view_sheet *sheet = sheet_new(book, arena, &plan, &builder);
    for (size_t i = 0; i < context->configs->sector_count; i++)
        sector_row(context, i, &builder);
    if (context->configs->sector_count == 0)
        return;
    total_row(context, &builder);
    sheet->table.has_total = true;
}

static void comparison_sheet(struct view_workbook *book, const struct view_context *context,
                             struct arena *arena)
{
    const struct config_set *configs = context->configs;
    size_t count = configs->dimension_count + 2;
    struct view_column *columns = arena_array(arena, count, sizeof *columns);
    columns[0] = (struct view_column){.title = "Sector", .kind = CELL_TEXT};
    for (size_t i = 1; i < count; i++)
        columns[i] = (struct view_column){
            .title = i + 1 < count ? configs->dimensions[i - 1].name : "Total",
            .align = ALIGN_END,
            .kind = CELL_DECIMAL,
            .places = 3,
        };
    struct sheet_plan plan = {.name = "Comparison",
                              .empty = "No sector has valid weights.",
                              .columns = columns,
                              .column_count = count,
                              .frozen_columns = 1,
                              .filter = true};
    struct view_table_builder builder;
    struct view_sheet *sheet = sheet_new(book, arena, &plan, &builder);
    struct view_cell *cells = arena_array(arena, count, sizeof *cells);
    for (size_t i = 0; i < configs->sector_count; i++) {
        const struct sector *sector = &configs->sectors[i];
        if (!sector_is_valid(configs, sector))
            continue;
        cells[0] = cell_text(sector->group_name);
        for (size_t j = 0; j < configs->dimension_count; j++)
            cells[j + 1] =
                view_decimal(arena, sector_weight(sector, configs->dimensions[j].code), 3);
        cells[count - 1] = view_decimal(arena, sector_weights_sum(sector), 3);
        if (configs->dimension_count > 0)
            cells[count - 1].formula =
                arena_printf(arena, "SUM(B#:%s#)", column_letters(arena, count - 2));
        table_row(&builder, cells);
    }
    if (configs->dimension_count > 0) {
        sheet->scale_first = 2;
        sheet->scale_last = count - 1;
    }
}

struct view_workbook *view_portfolio_workbook(const struct view_context *context,
                                              const struct column_set *columns, struct arena *arena)
{
    const struct config_set *configs = context->configs;
    struct view_workbook *book =
        book_new(context, arena_printf(arena, "%s: portfolio", context->site_name),
                 "Portfolio workbook: summary, fund, scores, sectors, comparison, weights, "
                 "calibrations, parameters, organizations, changes, findings, method",
                 PORTFOLIO_SHEETS, arena);
    portfolio_summary(book, context, arena);
    fund_sheet(book, context, arena);
    standings_sheet(book, context, arena);
    sectors_sheet(book, context, arena);
    comparison_sheet(book, context, arena);
    struct view_table_builder builder;
    weights_sheet(book, arena, true, &builder)->comment_column = 4;
    for (size_t i = 0; i < configs->sector_count; i++)
        weights_rows(context, &configs->sectors[i], true, &builder);
    calibrations_sheet(book, arena, true, &builder);
    for (size_t i = 0; i < configs->sector_count; i++)
        calibrations_rows(context, &configs->sectors[i], true, &builder);
    parameters_sheet(book, context, arena);
    organizations_sheet(book, arena, true, columns, columns->attribute_start);
    changes_sheet(book, true, arena);
    findings_sheet(book, context, NULL, arena);
    method_sheet(book, arena);
    summary_links(book, arena);
    book->sheets[PORTFOLIO_SHEET_SCORES].ahead = true;
    book->sheets[PORTFOLIO_SHEET_ORGANIZATIONS].ahead = true;
    return book;
}

const struct view_cell *view_portfolio_cells(struct arena *arena, const struct sector *sector,
                                             const struct column_set *columns,
                                             const struct organization *organization)
{
    struct view_cell *cells = arena_array(arena, columns->attribute_start + 1, sizeof *cells);
    cells[0] = cell_text(sector->group_name);
    organization_cells(arena, columns, columns->attribute_start, organization, cells + 1);
    return cells;
}
