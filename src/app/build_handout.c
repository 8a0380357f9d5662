#include "app/build_handout.h"

#include "render/pdf/pdf.h"
#include "view/changes.h"
#include <stdint.h>

struct gathered {
    size_t place; /* of its page among them */
    struct view_organization *view;
};

struct handout_limits handout_limits_of(const struct settings *settings)
{
    if (settings->handout == EXTENT_FULL)
        return (struct handout_limits){0};
    return (struct handout_limits){(size_t)settings->handout_rows, (size_t)settings->handout_pages};
}

struct handout_gather {
    struct build *build;
    const struct sector *sector;
    struct arena *arena;
    struct handout_limits limits;
    struct view_table list;
    struct view_table_builder rows;
    bool full;
    struct handout_choice best, reviews;
    size_t unscored; /* rows of the list that are left for those without a score */
    size_t total;
    struct gathered *pages;
    size_t page_count;
    size_t page_capacity;
};

static const struct sector_standing *board_of(const struct handout_gather *gather)
{
    const struct build *build = gather->build;
    return &build->board.sectors[gather->sector - build->configs.sectors];
}

struct handout_gather *handout_begin_sector(struct build *build, const struct sector *sector,
                                            struct arena *arena)
{
    const struct settings *settings = build->app->settings;
    struct handout_gather *gather = arena_alloc(arena, sizeof *gather);
    *gather = (struct handout_gather){
        .build = build,
        .sector = sector,
        .arena = arena,
        .limits = handout_limits_of(settings),
        .full = settings->handout == EXTENT_FULL,
    };
    view_listing_table(arena, sector, &gather->list);
    table_begin(&gather->rows, arena, &gather->list);
    const struct view_context *context = &build->context;
    gather->best = handout_choose_best(context, sector, gather->limits.rows, arena);
    gather->reviews = handout_choose_reviews(context, sector, gather->limits.pages, arena);
    gather->unscored =
        gather->limits.rows > 0 ? gather->limits.rows - gather->best.count : SIZE_MAX;
    return gather;
}

static const struct organization *keep_organization(struct arena *arena,
                                                    const struct view_organization_input *input)
{
    struct organization *kept = arena_alloc(arena, sizeof *kept);
    *kept = *input->organization;
    kept->id = arena_copy_text(arena, kept->id);
    kept->legal_name = arena_copy_text(arena, kept->legal_name);
    kept->display_name = arena_copy_text(arena, kept->display_name);
    kept->focus_group_id = arena_copy_text(arena, kept->focus_group_id);
    kept->status = arena_copy_text(arena, kept->status);
    kept->values = arena_array(arena, input->columns->count, sizeof *kept->values);
    for (size_t i = 0; i < input->columns->count; i++)
        kept->values[i] = arena_copy_text(arena, input->organization->values[i]);
    return kept;
}

static void keep_findings(struct arena *arena, const struct view_organization_input *input,
                          struct findings *kept)
{
    findings_init(kept, arena);
    for (size_t i = 0; i < input->finding_count; i++)
        findings_add(kept, &input->findings[i]);
}

/* The view of the page once more, of copies: those of the batch are gone before the handout is
 * put together. */
static void add_page(struct handout_gather *gather, const struct view_organization_input *input,
                     size_t place)
{
    struct arena *arena = gather->arena;
    struct findings findings;
    keep_findings(arena, input, &findings);
    struct scored_organization scored = *input->scored;
    if (scored.assessed)
        scored.assessed = assessed_copy(arena, scored.assessed, scored.rules->dimension_count);
    struct view_organization_input own = *input;
    own.organization = keep_organization(arena, input);
    own.findings = findings.rows;
    own.scored = &scored;
    struct gathered page = {
        .place = place,
        .view = arena_alloc(arena, sizeof *page.view),
    };
    view_build_organization(&gather->build->context, &own, arena, page.view);
    gather->pages = arena_grow(arena, gather->pages, &gather->page_capacity, gather->page_count + 1,
                               sizeof *gather->pages);
    gather->pages[gather->page_count++] = page;
}

static void add_to_list(struct handout_gather *gather, const struct view_organization_input *input)
{
    struct view_cell cells[LISTING_COLUMNS];
    view_listing_row(gather->arena, input->columns, input->organization, cells);
    for (size_t i = 0; i < LISTING_COLUMNS; i++) {
        cells[i].text = arena_strdup(gather->arena, cells[i].text);
        cells[i].href = arena_copy_text(gather->arena, cells[i].href);
    }
    table_row(&gather->rows, cells);
}

/* In full, those without a score come after all others. */
static size_t page_place(const struct handout_gather *gather, const struct standing *standing)
{
    if (!gather->full)
        return standing ? handout_choice_place(&gather->reviews, standing) : 0;
    return standing ? handout_choice_place(&gather->best, standing)
                    : gather->best.count + gather->total;
}

/* The list stays in the order of the rows. */
static bool is_listed(struct handout_gather *gather, const struct standing *standing)
{
    if (standing)
        return handout_choice_place(&gather->best, standing) > 0;
    if (gather->unscored == 0)
        return false;
    gather->unscored--;
    return true;
}

void handout_gather_row(struct handout_gather *gather, const struct view_organization_input *input)
{
    const struct standing *standing = input->scored ? input->scored->standing : NULL;
    gather->total++;
    if (is_listed(gather, standing))
        add_to_list(gather, input);
    size_t place = page_place(gather, standing);
    if (place > 0)
        add_page(gather, input, place);
}

static int by_place(const void *left, const void *right)
{
    const struct gathered *a = left;
    const struct gathered *b = right;
    return a->place < b->place ? -1 : a->place > b->place;
}

static void fill_pages(struct handout_gather *gather, struct handout_sector_input *input)
{
    struct handout_organization *pages =
        arena_array(gather->arena, gather->page_count, sizeof *pages);
    if (gather->page_count > 1)
        qsort(gather->pages, gather->page_count, sizeof *gather->pages, by_place);
    for (size_t i = 0; i < gather->page_count; i++) {
        const struct view_score *score = &gather->pages[i].view->score;
        pages[i].view = gather->pages[i].view;
        if (score->charts)
            pages[i].waterfall = (struct handout_chart){CHART_WATERFALL, &score->charts->parts};
        if (score->charts && score->history.id)
            pages[i].history = (struct handout_chart){CHART_HISTORY, &score->charts->history};
    }
    input->pages = pages;
    input->page_count = gather->page_count;
    input->review_total = gather->reviews.total;
    input->gate_total = board_of(gather)->gate_failures;
    input->full = gather->full;
}

static bool put(struct build *build, const char *path, const struct handout *handout,
                struct error *err)
{
    struct strbuf bytes;
    strbuf_init(&bytes);
    enum pdf_paper paper = build->app->settings->paper == PAPER_LETTER ? PDF_LETTER : PDF_A4;
    bool ok = pdf_handout(handout, paper, build->pdf_text, &bytes, err) &&
              stage_put(build->stage, path, bytes.text, bytes.length, err);
    strbuf_release(&bytes);
    return ok ? true : error_context(err, "%s", path);
}

/* What only a sector with scores has. */
static void fill_scores(struct handout_gather *gather, struct handout_sector_input *input)
{
    struct arena *arena = gather->arena;
    const struct view_context *context = &gather->build->context;
    struct view_histogram *distribution = arena_alloc(arena, sizeof *distribution);
    struct view_table *tables = arena_array(arena, 3, sizeof *tables);
    view_distribution_chart(context, gather->sector, arena, distribution);
    view_sector_ranking(context, gather->sector, gather->best.count, arena, &tables[0]);
    view_build_movers(context, gather->sector, arena, &tables[1]);
    view_build_review_list(context, &input->view->scores.reviews, &gather->reviews, arena,
                           &tables[2]);
    input->distribution = (struct handout_chart){CHART_HISTOGRAM, distribution};
    input->ranking = &tables[0];
    input->ranking_total = gather->best.total;
    input->movers = &tables[1];
    input->reviews = &tables[2];
}

bool handout_put_sector(struct handout_gather *gather, const struct view_sector *view,
                        const struct changes_record *changes, struct error *err)
{
    struct build *build = gather->build;
    struct arena *arena = gather->arena;
    struct view_bar_chart weights;
    struct view_method method;
    struct handout handout;
    view_weights_chart(arena, &build->configs, gather->sector, &weights);
    view_build_method(&build->context, arena, &method);
    struct handout_sector_input input = {
        .view = view,
        .limits = gather->limits,
        .workbook = arena_printf(arena, "%s.xlsx", gather->sector->slug),
        .organizations = &gather->list,
        .organization_total = gather->total,
        .changes = changes,
        .changes_path = view_changes_path(arena, gather->sector->slug),
        .weights = {CHART_BARS, &weights},
        .method = &method,
    };
    if (!view->scores.absent)
        fill_scores(gather, &input);
    fill_pages(gather, &input);
    view_build_sector_handout(&build->context, &input, arena, &handout);
    const char *slug = gather->sector->slug;
    return put(build, arena_printf(arena, "sectors/%s/%s.pdf", slug, slug), &handout, err);
}

bool handout_put_fund(struct build *build, const struct view_portfolio *view, struct error *err)
{
    struct arena *arena = arena_new();
    struct view_heatmap heatmap;
    struct view_share_bar bands;
    struct view_scatter scatter;
    struct view_method method;
    struct handout handout;
    view_weights_heatmap(arena, &build->configs, &heatmap);
    view_build_method(&build->context, arena, &method);
    struct handout_fund_input input = {
        .view = view,
        .limits = handout_limits_of(build->app->settings),
        .workbook = "portfolio.xlsx",
        .changes = build->changes,
        .heatmap = {CHART_HEATMAP, &heatmap},
        .method = &method,
    };
    if (!view->fund.absent) {
        view_bands_chart(&build->context, arena, &bands);
        view_scatter_chart(&build->context, arena, &scatter);
        input.bands = (struct handout_chart){CHART_SHARES, &bands};
        input.scatter = (struct handout_chart){CHART_SCATTER, &scatter};
    }
    view_build_fund_handout(&build->context, &input, arena, &handout);
    bool ok = put(build, "portfolio.pdf", &handout, err);
    arena_free(arena);
    return ok;
}
