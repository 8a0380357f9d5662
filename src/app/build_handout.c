#include "app/build_handout.h"

#include "render/pdf/pdf.h"
#include <stdint.h>

struct gathered {
    size_t rank; /* SIZE_MAX: not assessed */
    size_t order;
    struct view_organization *view;
    struct view_score_charts *charts;
};

struct handout_gather {
    struct build *build;
    const struct sector *sector;
    struct arena *arena;
    struct view_table list;
    struct view_table_builder rows;
    bool full;
    size_t last_rank; /* of those assessed that have a page */
    size_t review_total;
    size_t total;
    struct gathered *pages;
    size_t page_count;
    size_t page_capacity;
};

static int by_number(const void *left, const void *right)
{
    size_t a = *(const size_t *)left;
    size_t b = *(const size_t *)right;
    return a < b ? -1 : a > b;
}

/* The ranks of those that have a page; the list ends where HANDOUT_PAGES of them are reached. */
static void choose_pages(struct handout_gather *gather)
{
    const struct build *build = gather->build;
    const struct sector_standing *standing =
        &build->board.sectors[gather->sector - build->configs.sectors];
    size_t *ranks = arena_array(gather->arena, standing->count, sizeof *ranks);
    size_t count = 0;
    for (size_t i = 0; i < standing->count; i++) {
        const struct standing *row = &build->board.rows[standing->first + i];
        gather->review_total += row->reviews != 0;
        if (gather->full || row->reviews != 0)
            ranks[count++] = row->in_sector.rank;
    }
    if (count > 1)
        qsort(ranks, count, sizeof *ranks, by_number);
    gather->last_rank = count > HANDOUT_PAGES ? ranks[HANDOUT_PAGES - 1] : SIZE_MAX;
}

struct handout_gather *handout_begin_sector(struct build *build, const struct sector *sector,
                                            struct arena *arena)
{
    struct handout_gather *gather = arena_alloc(arena, sizeof *gather);
    *gather = (struct handout_gather){
        .build = build,
        .sector = sector,
        .arena = arena,
        .full = build->app->settings->handout == EXTENT_FULL,
    };
    view_listing_table(arena, sector, &gather->list);
    table_begin(&gather->rows, arena, &gather->list);
    choose_pages(gather);
    return gather;
}

static const char *copy(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
}

static const struct organization *keep_organization(struct arena *arena,
                                                    const struct view_organization_input *input)
{
    struct organization *kept = arena_alloc(arena, sizeof *kept);
    *kept = *input->organization;
    kept->id = copy(arena, kept->id);
    kept->legal_name = copy(arena, kept->legal_name);
    kept->display_name = copy(arena, kept->display_name);
    kept->focus_group_id = copy(arena, kept->focus_group_id);
    kept->status = copy(arena, kept->status);
    kept->values = arena_array(arena, input->columns->count, sizeof *kept->values);
    for (size_t i = 0; i < input->columns->count; i++)
        kept->values[i] = copy(arena, input->organization->values[i]);
    return kept;
}

static void keep_findings(struct arena *arena, const struct view_organization_input *input,
                          struct findings *kept)
{
    findings_init(kept, arena);
    for (size_t i = 0; i < input->finding_count; i++)
        findings_add(kept, &input->findings[i]);
}

static bool has_page(const struct handout_gather *gather,
                     const struct view_organization_input *input)
{
    const struct standing *standing = input->scored ? input->scored->standing : NULL;
    if (gather->page_count >= HANDOUT_PAGES)
        return false;
    if (!standing)
        return gather->full && gather->last_rank == SIZE_MAX;
    return (gather->full || standing->reviews != 0) &&
           standing->in_sector.rank <= gather->last_rank;
}

/* The view of the page once more, of copies: those of the batch are gone before the handout is
 * put together. */
static void add_page(struct handout_gather *gather, const struct view_organization_input *input)
{
    struct arena *arena = gather->arena;
    struct findings findings;
    keep_findings(arena, input, &findings);
    struct scored_organization scored = *input->scored;
    scored_history(arena, &scored);
    struct view_organization_input own = *input;
    own.organization = keep_organization(arena, input);
    own.findings = findings.rows;
    own.scored = &scored;
    struct gathered page = {
        .rank = scored.standing ? scored.standing->in_sector.rank : SIZE_MAX,
        .order = gather->page_count,
        .view = arena_alloc(arena, sizeof *page.view),
    };
    view_build_organization(&gather->build->context, &own, arena, page.view);
    if (scored.score) {
        page.charts = arena_alloc(arena, sizeof *page.charts);
        view_score_charts(&gather->build->context, &own, arena, page.charts);
    }
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
        cells[i].href = copy(gather->arena, cells[i].href);
    }
    table_row(&gather->rows, cells);
}

void handout_gather_row(struct handout_gather *gather, const struct view_organization_input *input)
{
    gather->total++;
    if (gather->list.row_count < HANDOUT_ROWS)
        add_to_list(gather, input);
    if (has_page(gather, input))
        add_page(gather, input);
}

static int by_rank(const void *left, const void *right)
{
    const struct gathered *a = left;
    const struct gathered *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void fill_pages(struct handout_gather *gather, struct handout_sector_input *input)
{
    struct handout_organization *pages =
        arena_array(gather->arena, gather->page_count, sizeof *pages);
    if (gather->page_count > 1)
        qsort(gather->pages, gather->page_count, sizeof *gather->pages, by_rank);
    for (size_t i = 0; i < gather->page_count; i++) {
        const struct gathered *page = &gather->pages[i];
        pages[i].view = page->view;
        if (page->charts)
            pages[i].waterfall = (struct handout_chart){CHART_WATERFALL, &page->charts->parts};
        if (page->charts && page->view->score.history.id)
            pages[i].history = (struct handout_chart){CHART_HISTORY, &page->charts->history};
    }
    input->pages = pages;
    input->page_count = gather->page_count;
    input->review_total = gather->review_total;
    input->full = gather->full;
}

static bool put(struct build *build, const char *path, const struct handout *handout,
                struct error *err)
{
    struct strbuf bytes;
    strbuf_init(&bytes);
    enum pdf_paper paper = build->app->settings->paper == PAPER_LETTER ? PDF_LETTER : PDF_A4;
    bool ok = pdf_handout(handout, paper, &bytes, err) &&
              stage_put(build->stage, path, bytes.text, bytes.length, err);
    strbuf_release(&bytes);
    return ok ? true : error_context(err, "%s", path);
}

/* What only a sector with scores has. */
static void fill_scores(struct handout_gather *gather, struct handout_sector_input *input)
{
    enum { MOVERS = 4 };
    struct arena *arena = gather->arena;
    const struct view_context *context = &gather->build->context;
    struct view_histogram *distribution = arena_alloc(arena, sizeof *distribution);
    struct view_table *tables = arena_array(arena, 2, sizeof *tables);
    view_distribution_chart(context, gather->sector, arena, distribution);
    view_sector_ranking(context, gather->sector, HANDOUT_ROWS, arena, &tables[0]);
    view_build_movers(context, gather->sector, MOVERS, arena, &tables[1]);
    input->distribution = (struct handout_chart){CHART_HISTOGRAM, distribution};
    input->ranking = &tables[0];
    input->movers = &tables[1];
}

bool handout_put_sector(struct handout_gather *gather, const struct view_sector *view,
                        struct error *err)
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
        .organizations = &gather->list,
        .organization_total = gather->total,
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
