#include "base/text.h"
#include "rules/validate.h"
#include "view/frame.h"
#include "view/value.h"

/* Names and status head the page; they are not repeated among the facts. */
static bool stands_in_heading(const struct column *column)
{
    return text_equal(column->name, "legal_name") || text_equal(column->name, "display_name") ||
           text_equal(column->name, "status");
}

static void add_fact(struct arena *arena, const struct column *column, const char *value,
                     struct view_facts *facts)
{
    struct view_cell cell = view_value(arena, column, value);
    /* A year says what it is; "1987 year" does not read. */
    bool unit_reads = cell.kind != CELL_MISSING && !text_equal(column->unit, "year");
    facts->rows[facts->count++] = (struct view_fact){
        .label = column->label,
        .value = cell,
        .unit = unit_reads ? column->unit : NULL,
        .description = column->description,
    };
}

static void build_facts(const struct view_organization_input *input, struct arena *arena,
                        struct view_organization *view)
{
    const struct column_set *columns = input->columns;
    view->firmographics = (struct view_facts){
        .title = "Company",
        .rows = arena_array(arena, columns->count, sizeof(struct view_fact)),
        .empty = "Nothing is known about this company.",
    };
    view->attributes = (struct view_facts){
        .title = arena_printf(arena, "%s attributes", input->sector->group_name),
        .rows = arena_array(arena, columns->count, sizeof(struct view_fact)),
        .empty = columns->has_attribute_table
                     ? "No attributes have been recorded for this organization."
                     : "This sector has no attributes of its own.",
    };
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->columns[i];
        const char *value = input->organization->values[i];
        if (i >= columns->attribute_start && input->organization->has_attributes)
            add_fact(arena, column, value, &view->attributes);
        else if (i < columns->attribute_start && !stands_in_heading(column))
            add_fact(arena, column, value, &view->firmographics);
    }
    if (view->attributes.count > 0)
        view->attributes.note = arena_printf(
            arena, "%zu of %zu attributes are known.",
            organization_known_attributes(input->organization, columns), view->attributes.count);
}

void view_build_organization(const struct view_context *context,
                             const struct view_organization_input *input, struct arena *arena,
                             struct view_organization *view)
{
    const struct organization *organization = input->organization;
    const char *home = view_sector_path(arena, input->sector->slug);
    *view = (struct view_organization){
        .legal_name = organization->legal_name,
        .sector = {.label = input->sector->group_name, .href = home},
        .status = status_cell(arena, organization->status),
    };
    frame_init(context, arena, view_organization_path(arena, organization->id), home, &view->frame);
    view->frame.title = organization_name(organization);
    view->frame.description = arena_printf(arena, "%s, an organization of %s",
                                           organization->legal_name, input->sector->group_name);
    frame_crumbs(arena, &view->frame,
                 (const struct view_link[]){{.label = "Portfolio", .href = "index.html"},
                                            {.label = input->sector->group_name, .href = home}},
                 2);
    if (!sector_is_valid(context->configs, input->sector)) {
        view->banners = arena_array(arena, 1, sizeof *view->banners);
        view->banners[0] = invalid_banner(context, arena, input->sector);
        view->banner_count = 1;
    }
    if (input->scored)
        view_build_score(context, input, arena, &view->score);
    build_facts(input, arena, view);
    struct view_table_builder builder;
    findings_table(context, arena, false, &view->findings, &builder);
    view->findings.title = "Findings";
    for (size_t i = 0; i < input->finding_count; i++)
        findings_row(context, arena, false, &builder, &input->findings[i]);
}
