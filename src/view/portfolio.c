#include "base/text.h"
#include "rules/validate.h"
#include "view/frame.h"
#include "view/value.h"

static struct view_cell findings_cell(struct arena *arena, const struct findings *findings)
{
    struct view_cell cell = cell_integer(arena, (long long)findings_total(findings));
    size_t errors = findings->by_severity[SEVERITY_ERROR];
    size_t warnings = findings->by_severity[SEVERITY_WARNING];
    cell.note = arena_printf(arena, "%s error%s, %s warning%s, %s for information",
                             count_text(arena, errors), errors == 1 ? "" : "s",
                             count_text(arena, warnings), warnings == 1 ? "" : "s",
                             count_text(arena, findings->by_severity[SEVERITY_INFO]));
    if (errors > 0)
        cell.tone = TONE_ERROR;
    return cell;
}

static bool add_totals(const struct view_context *context, struct sector_totals *sum,
                       struct decimal *revenue)
{
    for (size_t i = 0; i < context->configs->sector_count; i++) {
        const struct sector_totals *totals = &context->totals[i];
        struct decimal amount;
        sum->organizations += totals->organizations;
        sum->employees += totals->employees;
        sum->with_employees += totals->with_employees;
        sum->with_revenue += totals->with_revenue;
        if (!decimal_parse(totals->revenue_usd, &amount) || !decimal_add(*revenue, amount, revenue))
            return false;
    }
    return true;
}

static const char *stated_by(struct arena *arena, long long some, long long all)
{
    return arena_printf(arena, "stated by %s of %s", cell_integer(arena, some).text,
                        cell_integer(arena, all).text);
}

static void build_key_figures(const struct view_context *context, struct arena *arena,
                              struct view_facts *facts)
{
    struct sector_totals sum = {0};
    struct decimal revenue = DECIMAL_ZERO;
    bool exact = context->totals && add_totals(context, &sum, &revenue);
    facts->rows = arena_array(arena, 5, sizeof *facts->rows);
    facts->rows[facts->count++] = (struct view_fact){
        .label = "Organizations", .value = cell_integer(arena, sum.organizations)};
    facts->rows[facts->count++] =
        (struct view_fact){.label = "Sectors",
                           .value = cell_integer(arena, (long long)context->configs->sector_count)};
    struct view_cell employees =
        sum.with_employees > 0 ? cell_integer(arena, sum.employees) : cell_missing("Not stated");
    employees.note = stated_by(arena, sum.with_employees, sum.organizations);
    facts->rows[facts->count++] = (struct view_fact){.label = "Employees", .value = employees};
    struct view_cell amount =
        exact && sum.with_revenue > 0 ? usd_cell(arena, revenue) : cell_missing("Not stated");
    amount.note = stated_by(arena, sum.with_revenue, sum.organizations);
    facts->rows[facts->count++] = (struct view_fact){.label = "Annual revenue", .value = amount};
    facts->rows[facts->count++] =
        (struct view_fact){.label = "Findings", .value = findings_cell(arena, context->findings)};
}

static struct view_cell weights_state(const struct view_context *context, struct arena *arena,
                                      const struct sector *sector)
{
    bool valid = sector_is_valid(context->configs, sector);
    struct view_cell cell = view_decimal(arena, sector_weights_sum(sector), 3);
    cell.tone = valid ? TONE_GOOD : TONE_ERROR;
    cell.note = valid ? "valid" : "invalid";
    return cell;
}

static void build_sectors(const struct view_context *context, struct arena *arena,
                          struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Sector", .kind = CELL_LINK, .wide = true},
        {.title = "Code", .kind = CELL_TEXT},
        {.title = "Organizations", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Employees", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Revenue", .unit = "USD", .align = ALIGN_END, .kind = CELL_DECIMAL},
        {.title = "Sum of weights", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
    };
    *table = (struct view_table){
        .title = "Sectors",
        .caption = "Sectors with their size and whether their weights are valid",
        .columns = arena_array(arena, 6, sizeof columns[0]),
        .column_count = 6,
        .empty = "No sector is active.",
    };
    memcpy(table->columns, columns, sizeof columns);
    struct view_table_builder builder;
    table_begin(&builder, arena, table);
    for (size_t i = 0; i < context->configs->sector_count; i++) {
        const struct sector *sector = &context->configs->sectors[i];
        struct sector_totals none = {.revenue_usd = "0"};
        const struct sector_totals *totals = context->totals ? &context->totals[i] : &none;
        table_row(&builder,
                  (struct view_cell[]){
                      cell_link(sector->group_name, view_sector_path(arena, sector->slug)),
                      cell_text(sector->group_code), cell_integer(arena, totals->organizations),
                      totals->with_employees > 0 ? cell_integer(arena, totals->employees)
                                                 : cell_missing("Not stated"),
                      totals->with_revenue > 0 ? cell_exact(arena, totals->revenue_usd, 0)
                                               : cell_missing("Not stated"),
                      weights_state(context, arena, sector)});
    }
}

static void build_findings(const struct view_context *context, struct arena *arena,
                           struct view_table *table)
{
    enum { MOST = 8 };
    struct view_table_builder builder;
    findings_table(arena, FINDINGS_OF_ALL, table, &builder);
    table->title = "Findings";
    for (size_t i = 0; i < context->findings->count && i < MOST; i++)
        findings_row(context, FINDINGS_OF_ALL, &builder, &context->findings->rows[i]);
    size_t total = findings_total(context->findings);
    if (total > MOST)
        table->caption =
            arena_printf(arena, "The gravest %d of %s findings", MOST, count_text(arena, total));
}

/* "55 organizations in 7 sectors" */
static const char *size_words(const struct view_context *context, struct arena *arena)
{
    long long organizations = 0;
    size_t sectors = context->configs->sector_count;
    for (size_t i = 0; context->totals && i < sectors; i++)
        organizations += context->totals[i].organizations;
    return arena_printf(arena, "%s organization%s in %zu sector%s",
                        cell_integer(arena, organizations).text, organizations == 1 ? "" : "s",
                        sectors, sectors == 1 ? "" : "s");
}

void view_build_portfolio(const struct view_context *context, struct arena *arena,
                          struct view_portfolio *view)
{
    static const struct view_link downloads[] = {
        {.label = "Portfolio workbook", .note = "XLSX", .href = "portfolio.xlsx"},
        {.label = "Portfolio handout", .note = "PDF", .href = "portfolio.pdf"},
        {.label = "Weights heatmap", .note = "PNG", .href = "compare/heatmap.png"},
        {.label = "Data", .note = "JSON", .href = "api/v1/sectors.json"},
    };
    *view = (struct view_portfolio){
        .download_count = sizeof downloads / sizeof downloads[0],
        .downloads =
            arena_array(arena, sizeof downloads / sizeof downloads[0], sizeof downloads[0]),
    };
    memcpy(view->downloads, downloads, sizeof downloads);
    frame_init(context, arena, "index.html", "index.html", &view->frame);
    view->frame.title = "Portfolio";
    view->frame.description = size_words(context, arena);
    view->banners = invalid_banners(context, arena, &view->banner_count);
    build_key_figures(context, arena, &view->key_figures);
    if (context->scores)
        view_build_fund(context, arena, &view->fund);
    build_sectors(context, arena, &view->sectors);
    heatmap_figure(context, arena, &view->heatmap);
    build_findings(context, arena, &view->findings);
}
