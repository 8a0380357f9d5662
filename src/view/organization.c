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

/* What nobody stated is named below the facts, all of it in one sentence. */
struct facts_builder {
    struct arena *arena;
    struct view_facts *facts;
    struct strbuf missing;
};

static struct facts_builder begin_facts(struct arena *arena, size_t most, struct view_facts *facts)
{
    struct facts_builder builder = {.arena = arena, .facts = facts};
    facts->rows = arena_array(arena, most, sizeof *facts->rows);
    strbuf_init(&builder.missing);
    return builder;
}

static void add_fact(struct facts_builder *builder, const struct column *column, const char *value)
{
    if (text_is_blank(value)) {
        strbuf_addstr(&builder->missing, builder->missing.length > 0 ? ", " : "Not stated: ");
        strbuf_addstr(&builder->missing, column->label);
        return;
    }
    /* A year says what it is; "1987 year" does not read. */
    builder->facts->rows[builder->facts->count++] = (struct view_fact){
        .label = column->label,
        .value = view_value(builder->arena, column, value),
        .unit = text_equal(column->unit, "year") ? NULL : column->unit,
    };
}

static void end_facts(struct facts_builder *builder)
{
    struct view_facts *facts = builder->facts;
    if (builder->missing.length > 0) {
        const char *note = facts->note;
        facts->note = arena_printf(builder->arena, "%s%s%s.", note ? note : "", note ? " " : "",
                                   builder->missing.text);
        facts->empty = NULL;
    }
    strbuf_release(&builder->missing);
}

static void build_facts(const struct view_organization_input *input, struct arena *arena,
                        struct view_organization *view)
{
    const struct column_set *columns = input->columns;
    const struct organization *organization = input->organization;
    const char *guide = arena_printf(arena, "%s#" SECTOR_FIELDS_PART, view->sector.href);
    view->firmographics = (struct view_facts){
        .title = "Company",
        .guide = guide,
        .empty = "Nothing is known about this company.",
    };
    view->attributes = (struct view_facts){
        .title = arena_printf(arena, "%s attributes", input->sector->group_name),
        .empty = columns->has_attribute_table
                     ? "No attributes have been recorded for this organization."
                     : "This sector has no attributes of its own.",
    };
    size_t attributes = columns->count - columns->attribute_start;
    if (organization->has_attributes && attributes > 0) {
        view->attributes.guide = guide;
        view->attributes.note =
            arena_printf(arena, "%zu of %zu attributes are known.",
                         organization_known_attributes(organization, columns), attributes);
    }
    struct facts_builder company =
        begin_facts(arena, columns->attribute_start, &view->firmographics);
    struct facts_builder own = begin_facts(arena, attributes, &view->attributes);
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->columns[i];
        if (i >= columns->attribute_start && organization->has_attributes)
            add_fact(&own, column, organization->values[i]);
        else if (i < columns->attribute_start && !stands_in_heading(column))
            add_fact(&company, column, organization->values[i]);
    }
    end_facts(&company);
    end_facts(&own);
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
    frame_init_lean(context, arena, view_organization_path(arena, organization->id), &view->frame);
    view->frame.title = organization_name(organization);
    frame_crumbs(arena, &view->frame,
                 (const struct view_link[]){{.label = "Portfolio", .href = "index.html"},
                                            {.label = input->sector->group_name, .href = home}},
                 2);
    bool scored = input->scored && input->scored->score; /* then the weights are valid */
    if (!scored && !sector_is_valid(context->configs, input->sector)) {
        view->banners = arena_array(arena, 1, sizeof *view->banners);
        view->banners[0] = invalid_banner(context, arena, input->sector);
        view->banner_count = 1;
    }
    if (input->scored)
        view_build_score(context, input, arena, &view->score);
    build_facts(input, arena, view);
    struct view_table_builder builder;
    findings_table(arena, FINDINGS_OF_ORGANIZATION, &view->findings, &builder);
    view->findings.title = "Findings";
    for (size_t i = 0; i < input->finding_count; i++)
        findings_row(context, FINDINGS_OF_ORGANIZATION, &builder, &input->findings[i]);
}
