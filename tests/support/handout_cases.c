#include "support/handout_cases.h"

#include "support/chart_cases.h"
#include "support/chart_score_cases.h"
#include "support/html_samples.h"

static struct view_context sample_context(void)
{
    return (struct view_context){
        .site_name = "Org-AI-R",
        .as_of = "As of 2026-06-30",
        .parameters = "Parameters v2.0",
        .created = 1782820800, /* 2026-06-30 12:00 UTC */
    };
}

static const struct view_table *many(struct arena *arena, const struct view_table *table,
                                     size_t rows)
{
    struct view_table *grown = arena_alloc(arena, sizeof *grown);
    struct view_table_builder builder;
    *grown = *table;
    grown->cells = NULL;
    grown->row_count = 0;
    table_begin(&builder, arena, grown);
    for (size_t i = 0; i < rows; i++) {
        struct view_cell cells[16];
        size_t row = i % table->row_count;
        memcpy(cells, &table->cells[row * table->column_count],
               table->column_count * sizeof *cells);
        cells[0].text = arena_printf(arena, "%s %zu", cells[0].text, i + 1);
        table_row(&builder, cells);
    }
    return grown;
}

struct handout *case_sector_of(struct arena *arena, size_t rows)
{
    struct view_context context = sample_context();
    struct view_sector *view = arena_alloc(arena, sizeof *view);
    struct view_method *method = arena_alloc(arena, sizeof *method);
    struct view_organization *organizations = arena_array(arena, 2, sizeof *organizations);
    *view = sample_sector(arena);
    *method = sample_method(arena);
    organizations[0] = sample_organization(arena);
    organizations[1] = sample_awkward_organization(arena);
    struct handout_organization *pages = arena_array(arena, 2, sizeof *pages);
    for (size_t i = 0; i < 2; i++)
        pages[i] = (struct handout_organization){.view = &organizations[i],
                                                 .waterfall = {CHART_WATERFALL, case_parts()}};
    struct handout_sector_input input = {
        .view = view,
        .limits = {.rows = 200, .pages = 50},
        .workbook = "energy.xlsx",
        .organizations = many(arena, &view->organizations, rows),
        .organization_total = rows,
        .weights = {CHART_BARS, case_weights(arena)},
        .pages = pages,
        .page_count = 2,
        .review_total = 2,
        .method = method,
    };
    struct handout *handout = arena_alloc(arena, sizeof *handout);
    view_build_sector_handout(&context, &input, arena, handout);
    return handout;
}

static struct handout *case_sector(struct arena *arena)
{
    return case_sector_of(arena, 40);
}

static struct handout *case_invalid(struct arena *arena)
{
    struct view_context context = sample_context();
    struct view_sector *view = arena_alloc(arena, sizeof *view);
    *view = sample_invalid_sector(arena);
    struct handout_sector_input input = {.view = view,
                                         .weights = {CHART_BARS, case_weights(arena)}};
    struct handout *handout = arena_alloc(arena, sizeof *handout);
    view_build_sector_handout(&context, &input, arena, handout);
    return handout;
}

static struct handout *case_fund(struct arena *arena)
{
    struct view_context context = sample_context();
    struct view_portfolio *view = arena_alloc(arena, sizeof *view);
    struct view_method *method = arena_alloc(arena, sizeof *method);
    *view = sample_portfolio(arena);
    *method = sample_method(arena);
    struct handout_fund_input input = {
        .view = view,
        .heatmap = {CHART_HEATMAP, case_sectors(arena)},
        .scatter = {CHART_SCATTER, case_portfolio(arena, 40, 6)},
        .method = method,
    };
    struct handout *handout = arena_alloc(arena, sizeof *handout);
    view_build_fund_handout(&context, &input, arena, handout);
    return handout;
}

const struct handout_case handout_cases[] = {
    {"sector", case_sector},
    {"invalid", case_invalid},
    {"fund", case_fund},
};
const size_t handout_case_count = sizeof handout_cases / sizeof handout_cases[0];
