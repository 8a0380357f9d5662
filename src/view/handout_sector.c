/* The handout of a sector. */
#include "base/text.h"
#include "view/handout_parts.h"

enum { SHORT_LIST = 8 };

static void add_must_know(struct handout *handout, const struct handout_sector_input *input)
{
    const struct view_sector *view = input->view;
    const struct view_sector_scores *scores = &view->scores;
    add_heading(handout, 1, "What the committee must know");
    add_banners(handout, view->banners, view->banner_count);
    add_paragraph(handout, scores->absent);
    if (scores->key_figures.count > 0)
        add_facts(handout, HANDOUT_FIGURES, &scores->key_figures);
    else
        add_facts(handout, HANDOUT_FIGURES, &view->identity);
    add_chart(handout, input->distribution, &scores->distribution);
    add_table(handout, 2, &scores->gate_failures, (struct table_cut){.rows = SHORT_LIST});
    add_table(handout, 2, &scores->reviews,
              (struct table_cut){.rows = SHORT_LIST,
                                 .rest = "Each has a page of its own in this handout, the first "
                                         "by rank."});
    add_changes(handout, input->changes);
}

static void add_weights(struct handout *handout, const struct handout_sector_input *input)
{
    const struct view_sector *view = input->view;
    add_page_break(handout);
    add_heading(handout, 1, "Weights");
    add_chart(handout, input->weights, &view->chart);
    add_table(handout, 2, &view->weights, (struct table_cut){.title = "How it weighs, and why"});
    add_paragraph(handout, view->weights_check.text);
    add_table(handout, 2, &view->calibrations, (struct table_cut){0});
}

static void add_organizations(struct handout *handout, const struct handout_sector_input *input)
{
    const struct view_sector_scores *scores = &input->view->scores;
    const struct view_table *list =
        input->organizations ? input->organizations : &input->view->organizations;
    add_page_break(handout);
    add_heading(handout, 1, "Organizations");
    if (!scores->absent) {
        add_table(handout, 2, &scores->averages, (struct table_cut){0});
        add_table(handout, 2, &scores->ranking, (struct table_cut){.rows = HANDOUT_ROWS});
    }
    add_table(handout, 2, list,
              (struct table_cut){
                  .title = "By name", .rows = HANDOUT_ROWS, .total = input->organization_total});
}

static struct view_facts *score_figures(struct arena *arena, const struct view_score *score)
{
    struct view_facts *facts = arena_alloc(arena, sizeof *facts);
    facts->rows = arena_array(arena, 2, sizeof *facts->rows);
    struct view_cell headline = score->headline;
    headline.note = score->interval;
    struct view_cell band = score->band;
    band.note = score->position;
    facts->rows[facts->count++] = (struct view_fact){.label = "Org-AI-R", .value = headline};
    facts->rows[facts->count++] = (struct view_fact){.label = "Band", .value = band};
    return facts;
}

static void add_reviews(struct handout *handout, const struct view_score *score)
{
    if (score->review_count == 0)
        return;
    handout_add(handout, (struct handout_block){.kind = HANDOUT_HEADING,
                                                .level = 3,
                                                .text = "Why a review is asked for"});
    handout_add(handout, (struct handout_block){.kind = HANDOUT_LIST,
                                                .items = score->reviews,
                                                .item_count = score->review_count});
}

static void add_score(struct handout *handout, const struct handout_organization *organization)
{
    const struct view_score *score = &organization->view->score;
    if (score->absent || !score->headline.text) {
        add_paragraph(handout, score->absent);
        return;
    }
    add_facts(handout, HANDOUT_FIGURES, score_figures(handout->arena, score));
    add_reviews(handout, score);
    add_chart(handout, organization->waterfall, &score->waterfall);
    add_table(handout, 3, &score->dimensions, (struct table_cut){0});
    if (!text_is_blank(score->gate_text))
        add_paragraph(handout,
                      arena_printf(handout->arena, "%s. %s", score->gate.text, score->gate_text));
    add_facts(handout, HANDOUT_FACTS, &score->parts);
    add_chart(handout, organization->history, &score->history);
    add_table(handout, 3, &score->ebitda, (struct table_cut){0});
}

static void add_page(struct handout *handout, const struct handout_organization *organization)
{
    const struct view_organization *view = organization->view;
    bool other = !text_equal(view->frame.title, view->legal_name);
    handout_add(handout, (struct handout_block){.kind = HANDOUT_HEADING,
                                                .level = 2,
                                                .text = view->frame.title,
                                                .second = other ? view->legal_name : NULL,
                                                .anchor = view->frame.path});
    add_score(handout, organization);
    if (view->firmographics.count > 0) {
        add_heading(handout, 3, "Company");
        add_facts(handout, HANDOUT_FACTS, &view->firmographics);
    }
    if (view->attributes.count > 0) {
        add_heading(handout, 3, view->attributes.title);
        add_facts(handout, HANDOUT_FACTS, &view->attributes);
    }
    if (view->findings.row_count > 0)
        add_table(handout, 3, &view->findings, (struct table_cut){0});
}

static void add_pages(struct handout *handout, const struct handout_sector_input *input)
{
    struct arena *arena = handout->arena;
    size_t total = input->full ? input->organization_total : input->review_total;
    if (input->page_count == 0)
        return;
    add_page_break(handout);
    add_heading(handout, 1, input->full ? "Every organization" : "Organizations for review");
    if (total > input->page_count)
        add_paragraph(handout, arena_printf(arena,
                                            "The first %s of %s by rank. The pages of the others "
                                            "stand on the site.",
                                            cell_integer(arena, (long long)input->page_count).text,
                                            cell_integer(arena, (long long)total).text));
    for (size_t i = 0; i < input->page_count; i++) {
        if (i > 0)
            add_page_break(handout);
        add_page(handout, &input->pages[i]);
    }
}

static struct view_facts cover_facts(const struct view_context *context,
                                     const struct handout_sector_input *input, struct arena *arena)
{
    struct view_facts facts = {.rows = arena_array(arena, 4, sizeof *facts.rows)};
    facts.rows[facts.count++] =
        (struct view_fact){.label = "Data", .value = cell_text(context->as_of)};
    facts.rows[facts.count++] =
        (struct view_fact){.label = "Rules", .value = cell_text(context->parameters)};
    facts.rows[facts.count++] =
        (struct view_fact){.label = "Organizations",
                           .value = cell_integer(arena, (long long)input->organization_total)};
    return facts;
}

void view_build_sector_handout(const struct view_context *context,
                               const struct handout_sector_input *input, struct arena *arena,
                               struct handout *handout)
{
    const struct view_sector *view = input->view;
    handout_begin(context, arena, view->frame.title, handout);
    handout->color = view->color;
    handout->subject = view->frame.description;
    add_cover(handout, view->description, cover_facts(context, input, arena));
    add_must_know(handout, input);
    add_weights(handout, input);
    add_organizations(handout, input);
    add_pages(handout, input);
    add_page_break(handout);
    add_heading(handout, 1, "Findings");
    add_table(handout, 2, &view->findings, (struct table_cut){.title = "", .rows = HANDOUT_ROWS});
    add_method(handout, input->method);
    handout_finish(handout);
}
