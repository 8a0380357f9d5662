/* The handout of the whole portfolio. */
#include "base/text.h"
#include "view/handout_parts.h"

static void add_must_know(struct handout *handout, const struct handout_fund_input *input)
{
    const struct view_portfolio *view = input->view;
    const struct view_fund *fund = &view->fund;
    add_heading(handout, 1, "What the committee must know");
    add_banners(handout, view->banners, view->banner_count);
    add_paragraph(handout, fund->absent);
    if (fund->key_figures.count > 0)
        add_facts(handout, HANDOUT_FIGURES, &fund->key_figures);
    add_facts(handout, HANDOUT_FIGURES, &view->key_figures);
    add_no_changes(handout, input->changes);
    add_chart(handout, input->bands, &fund->bands);
    add_changes(handout, input->changes, NULL, input->workbook);
}

static void add_organizations(struct handout *handout, const struct handout_fund_input *input)
{
    const struct view_fund *fund = &input->view->fund;
    if (fund->absent)
        return;
    add_soft_break(handout, 0.4);
    add_heading(handout, 1, "Organizations");
    add_chart(handout, input->scatter, &fund->scatter);
    struct table_cut cut = {.rows = input->limits.rows, .what = "organizations"};
    add_table(handout, 2, &fund->leaders, cut);
    add_table(handout, 2, &fund->laggards, cut);
    add_table(handout, 2, &fund->reviews, cut);
}

/* Said once where it is the same in each row: then a row is one line. */
static const struct view_table *size_and_weights(struct arena *arena,
                                                 const struct view_table *sectors)
{
    size_t count = sectors->row_count * sectors->column_count;
    struct view_table *short_rows = arena_alloc(arena, sizeof *short_rows);
    *short_rows = *sectors;
    short_rows->caption = "Sectors with their size; the weights of all of them are valid";
    short_rows->cells = arena_array(arena, count, sizeof *short_rows->cells);
    for (size_t i = 0; i < count; i++) {
        short_rows->cells[i] = sectors->cells[i];
        if (text_is_blank(sectors->cells[i].note))
            continue;
        if (!text_equal(sectors->cells[i].note, "valid"))
            return sectors;
        short_rows->cells[i].note = NULL;
    }
    return short_rows;
}

static struct view_facts cover_facts(const struct view_context *context, struct arena *arena)
{
    struct view_facts facts = {.rows = arena_array(arena, 2, sizeof *facts.rows)};
    facts.rows[facts.count++] =
        (struct view_fact){.label = "Data", .value = cell_text(context->as_of)};
    facts.rows[facts.count++] =
        (struct view_fact){.label = "Rules", .value = cell_text(context->parameters)};
    return facts;
}

void view_build_fund_handout(const struct view_context *context,
                             const struct handout_fund_input *input, struct arena *arena,
                             struct handout *handout)
{
    const struct view_portfolio *view = input->view;
    const struct view_table *findings = input->findings ? input->findings : &view->findings;
    handout_begin(context, arena, view->frame.title, handout);
    handout->subject = view->frame.description;
    if (input->workbook)
        handout->workbook = input->workbook;
    add_cover(handout, view->frame.description, cover_facts(context, arena));
    add_must_know(handout, input);
    add_page_break(handout);
    add_heading(handout, 1, "Sectors");
    if (view->fund.sectors.column_count > 0 && !view->fund.absent)
        add_table(handout, 2, &view->fund.sectors, (struct table_cut){0});
    add_chart(handout, input->heatmap, &view->heatmap);
    add_table(handout, 2, size_and_weights(arena, &view->sectors),
              (struct table_cut){.title = "Size and weights"});
    add_organizations(handout, input);
    add_soft_break(handout, 0.6);
    add_heading(handout, 1, "Findings");
    add_table(handout, 2, findings,
              (struct table_cut){.title = "", .rows = input->limits.rows, .what = "findings"});
    add_method(handout, input->method);
    handout_finish(handout);
}
