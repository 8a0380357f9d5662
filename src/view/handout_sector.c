/* The handout of a sector. */
#include "base/text.h"
#include "view/handout_parts.h"
#include "view/score_lists.h"
#include "view/score_words.h"

#include <math.h>

/* So that what must be known has room on one page. */
enum { SHORT_LIST = 4 };

void view_build_movers(const struct view_context *context, const struct sector *sector,
                       struct arena *arena, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Organization", .kind = CELL_LINK, .wide = true},
        {.title = "Org-AI-R", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Change", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Assessed on", .kind = CELL_DATE},
    };
    struct board_list list = movers_list(MOVERS_MOST);
    const struct handout_choice choice = board_choose(context, sector, &list, arena);
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){.title = "Largest changes",
                                   .caption = "Scores that changed most since the assessment "
                                              "before",
                                   .empty = "No score changed since the assessment before."},
             COLUMNS(columns), table, &builder);
    for (size_t i = 0; i < choice.count; i++) {
        const struct standing *row = choice.rows[i];
        table_row(&builder, (struct view_cell[]){
                                organization_cell(arena, row), points_cell(arena, row->org_ai_r),
                                change_cell(arena, row->change), cell_date(row->assessed_on)});
    }
}

/* So many reviews that not all of them stand where the committee looks first, or have a page. */
static bool has_review_list(const struct handout_sector_input *input)
{
    size_t told = input->page_count < SHORT_LIST ? input->page_count : SHORT_LIST;
    return !input->full && input->page_count > 0 && input->review_total > told;
}

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
    add_no_changes(handout, input->changes);
    add_chart(handout, input->distribution, &scores->distribution);
    add_table(handout, 2, &scores->gate_failures,
              (struct table_cut){
                  .rows = SHORT_LIST, .total = input->gate_total, .what = "organizations"});
    const struct view_table *reviews = input->reviews ? input->reviews : &scores->reviews;
    bool listed = has_review_list(input);
    add_table(handout, 2, reviews,
              (struct table_cut){.rows = SHORT_LIST,
                                 .total = input->review_total,
                                 .what = "organizations",
                                 .rest = listed ? "more are listed before their pages" : NULL});
    if (input->movers)
        add_table(handout, 2, input->movers, (struct table_cut){0});
    add_changes(handout, input->changes, input->changes_path, input->workbook);
}

static void add_weights(struct handout *handout, const struct handout_sector_input *input)
{
    const struct view_sector *view = input->view;
    add_soft_break(handout, 0.4); /* changes may have spilled over */
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
    add_soft_break(handout, 0.4);
    add_heading(handout, 1, "Organizations");
    if (!scores->absent) {
        add_table(handout, 2, &scores->averages, (struct table_cut){0});
        add_table(handout, 2, input->ranking ? input->ranking : &scores->ranking,
                  (struct table_cut){.rows = input->limits.rows,
                                     .total = input->ranking_total,
                                     .what = "organizations, the best scores first"});
    }
    add_table(handout, 2, list,
              (struct table_cut){.title = "By name",
                                 .rows = input->limits.rows,
                                 .total = input->organization_total,
                                 .what = scores->absent
                                             ? "organizations, the first by name"
                                             : "organizations, those with the best scores"});
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

static void add_columns(struct handout *handout, double share)
{
    handout_add(handout, (struct handout_block){.kind = HANDOUT_COLUMNS, .share = share});
}

static void add_mark(struct handout *handout, enum handout_kind kind)
{
    handout_add(handout, (struct handout_block){.kind = kind});
}

static void add_list(struct handout *handout, const char *const *items, size_t count)
{
    if (count > 0)
        handout_add(handout, (struct handout_block){
                                 .kind = HANDOUT_LIST, .items = items, .item_count = count});
}

/* All are of the organization, so there is no column for it. */
static void add_findings(struct handout *handout, const struct view_table *findings)
{
    struct arena *arena = handout->arena;
    const char **items = arena_array(arena, findings->row_count, sizeof *items);
    for (size_t i = 0; i < findings->row_count; i++) {
        const struct view_cell *row = &findings->cells[i * findings->column_count];
        items[i] = arena_printf(arena, "%s: %s", row[0].text, row[findings->column_count - 1].text);
    }
    add_list(handout, items, findings->row_count);
}

/* The score, and beside it what somebody has to look at. */
static void add_headline(struct handout *handout, const struct view_organization *view)
{
    const struct view_score *score = &view->score;
    const struct view_facts *figures = score_figures(handout->arena, score);
    bool reviewed = score->review_count > 0;
    if (!reviewed && view->findings.row_count == 0) {
        add_facts(handout, HANDOUT_FIGURES, figures);
        return;
    }
    add_columns(handout, 0.63);
    add_facts(handout, HANDOUT_FIGURES, figures);
    add_mark(handout, HANDOUT_COLUMN);
    add_heading(handout, 3, reviewed ? "Why a review is asked for" : "Findings");
    add_list(handout, score->reviews, score->review_count);
    add_findings(handout, &view->findings);
    add_mark(handout, HANDOUT_COLUMNS_END);
}

/* Label and number a row: three facts take less room than a table. */
static void add_scenarios(struct handout *handout, const struct view_table *table)
{
    if (table->row_count == 0) {
        add_table(handout, 3, table, (struct table_cut){0});
        return;
    }
    struct arena *arena = handout->arena;
    struct view_facts *facts = arena_alloc(arena, sizeof *facts);
    facts->rows = arena_array(arena, table->row_count, sizeof *facts->rows);
    for (size_t i = 0; i < table->row_count; i++)
        facts->rows[facts->count++] =
            (struct view_fact){.label = table->cells[i * table->column_count].text,
                               .value = table->cells[i * table->column_count + 1],
                               .unit = table->columns[1].unit};
    handout_add(handout, (struct handout_block){.kind = HANDOUT_HEADING,
                                                .level = 3,
                                                .text = table->title,
                                                .second = table->caption});
    add_facts(handout, HANDOUT_FACTS, facts);
}

/* Half a page has no room for what two columns beside it tell, and draws no bars. */
static const struct view_table *dimensions_of(struct arena *arena, const struct view_table *table)
{
    size_t left_out = 0, count = table->column_count;
    while (left_out < count && !text_equal(table->columns[left_out].title, "Difference"))
        left_out++;
    if (left_out == count)
        return table;
    struct view_table *kept = arena_alloc(arena, sizeof *kept);
    *kept = *table;
    kept->caption = "Score, weight and contribution of each dimension, in points of the weighted "
                    "mean, and what one point more in it would change Vᴿ by";
    kept->column_count = 0;
    kept->columns = arena_array(arena, count, sizeof *kept->columns);
    kept->cells = arena_array(arena, table->row_count * count, sizeof *kept->cells);
    size_t cells = 0;
    for (size_t j = 0; j < count; j++)
        if (j != left_out)
            kept->columns[kept->column_count++] = table->columns[j];
    for (size_t i = 0; i < table->row_count * count; i++)
        if (i % count != left_out)
            kept->cells[cells++] = table->cells[i];
    return kept;
}

static void add_score(struct handout *handout, const struct handout_organization *organization)
{
    const struct view_score *score = &organization->view->score;
    if (score->absent || !score->headline.text) {
        add_paragraph(handout, score->absent);
        add_findings(handout, &organization->view->findings);
        return;
    }
    add_headline(handout, organization->view);
    add_columns(handout, 0.63);
    add_table(handout, 3, dimensions_of(handout->arena, &score->dimensions), (struct table_cut){0});
    add_facts(handout, HANDOUT_FACTS, &score->parts);
    add_scenarios(handout, &score->ebitda);
    add_mark(handout, HANDOUT_COLUMN);
    add_chart(handout, organization->waterfall, &score->waterfall);
    add_chart(handout, organization->history, &score->history);
    add_mark(handout, HANDOUT_COLUMNS_END);
    if (!text_is_blank(score->gate_text))
        add_paragraph(handout,
                      arena_printf(handout->arena, "%s. %s", score->gate.text, score->gate_text));
}

/* No heading over nothing. */
static void add_company(struct handout *handout, const char *title, const struct view_facts *facts)
{
    if (facts->count == 0 && !facts->note)
        return;
    add_heading(handout, 3, title);
    if (facts->count > 0)
        add_facts(handout, HANDOUT_FACTS, facts);
    else
        add_paragraph(handout, facts->note);
}

/* One page, unless a name or a list is very long. */
static void add_page(struct handout *handout, const struct handout_organization *organization)
{
    const struct view_organization *view = organization->view;
    bool other = !text_equal(view->frame.title, view->legal_name);
    handout->compact = true;
    handout_add(handout, (struct handout_block){.kind = HANDOUT_HEADING,
                                                .level = 2,
                                                .text = view->frame.title,
                                                .second = other ? view->legal_name : NULL,
                                                .anchor = view->frame.path});
    add_score(handout, organization);
    add_company(handout, "Company", &view->firmographics);
    add_company(handout, view->attributes.title, &view->attributes);
    handout->compact = false;
}

static const char *pages_words(const struct handout *handout,
                               const struct handout_sector_input *input)
{
    struct arena *arena = handout->arena;
    return arena_printf(arena,
                        "%s of %s organizations for review have a page here, the most severe "
                        "reason first; all are in %s, and each has its page on the site.",
                        cell_integer(arena, (long long)input->page_count).text,
                        cell_integer(arena, (long long)input->review_total).text,
                        handout->workbook);
}

static void add_review_list(struct handout *handout, const struct handout_sector_input *input)
{
    const struct view_table *reviews =
        input->reviews ? input->reviews : &input->view->scores.reviews;
    add_soft_break(handout, 0.01);
    add_heading(handout, 1, "Organizations for review");
    if (input->review_total > input->page_count)
        add_paragraph(handout, pages_words(handout, input));
    add_table(handout, 2, reviews, (struct table_cut){.title = ""});
}

/* Nothing but the organization stands on its page, so that one is enough. */
static void add_pages(struct handout *handout, const struct handout_sector_input *input)
{
    bool listed = has_review_list(input);
    if (listed)
        add_review_list(handout, input);
    for (size_t i = 0; i < input->page_count; i++) {
        add_page_break(handout);
        if (i == 0 && !listed)
            handout_add(handout,
                        (struct handout_block){.kind = HANDOUT_SECTION,
                                               .text = input->full ? "Every organization"
                                                                   : "Organizations for review"});
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
    if (input->workbook)
        handout->workbook = input->workbook;
    add_cover(handout, view->description, cover_facts(context, input, arena));
    add_must_know(handout, input);
    add_weights(handout, input);
    add_organizations(handout, input);
    add_pages(handout, input);
    /* Nothing else stands on an organization's page. */
    add_soft_break(handout, input->page_count > 0 ? 0 : 0.6);
    add_heading(handout, 1, "Findings");
    add_table(handout, 2, &view->findings,
              (struct table_cut){.title = "", .rows = input->limits.rows, .what = "findings"});
    add_method(handout, input->method);
    handout_finish(handout);
}
