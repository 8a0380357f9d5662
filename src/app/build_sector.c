/*
 * One sector: its organizations stream past once, and each batch feeds every
 * sink: pages, the list, workbook rows, findings, the machine-readable copy.
 */
#include "app/build.h"
#include "app/build_changes.h"
#include "app/build_handout.h"
#include "app/build_pages.h"
#include "app/scored_file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/text.h"
#include "render/charts/charts.h"
#include "render/xlsx/xlsx.h"
#include "rules/quality.h"
#include "rules/validate.h"
#include "view/build.h"
#include "view/changes.h"
#include "view/workbook.h"

struct sector_build {
    struct build *build;
    const struct sector *sector;
    struct source_stream *organizations;
    struct column_set columns;
    struct arena *arena;       /* the sector's own */
    struct arena *batch;       /* one batch of rows */
    struct arena *one;         /* what is made of one of them */
    struct arena *page;        /* one page of the list */
    struct arena *workbook;    /* until it is written */
    struct arena *scores;      /* until every organization is read */
    struct findings *findings; /* of the whole sector */
    struct score_sector rules;
    struct scored_file *scored; /* NULL: the sector's weights are invalid */
    struct view_table first;    /* page 1 of the list, for the sector's own page */
    struct view_table list;     /* the page that is filling up */
    struct view_table_builder rows;
    struct handout_gather *handout;
    struct build_pages *pages;
    long long row; /* of the list */
    size_t list_page;
    size_t list_pages;
    const struct view_workbook *book;
    struct xlsx *xlsx;
    const char *xlsx_path;
    struct api_sector api;
    struct changes_record changes;
    FILE *data; /* api/v1/sectors/<slug>.json */
    const char *data_path;
    struct strbuf data_text;
    struct strbuf html;
};

static bool put_page(struct sector_build *work, const char *path, struct error *err)
{
    return stage_put(work->build->stage, path, work->html.text, work->html.length, err);
}

/* The list's page is full, or its last: page 1 waits for the sector's own page. */
static bool finish_list_page(struct sector_build *work, struct error *err)
{
    if (work->list_page == 1) {
        work->first = work->list;
    } else {
        struct view_listing view;
        view_build_listing(&work->build->context, work->sector, &work->list, work->list_page,
                           work->page, &view);
        strbuf_reset(&work->html);
        if (!html_listing(work->build->html, &view, &work->html, err) ||
            !put_page(work, view.frame.path, err))
            return false;
        arena_reset(work->page);
    }
    work->list_page++;
    view_listing_table(work->page, work->sector, &work->list);
    table_begin(&work->rows, work->page, &work->list);
    return true;
}

static bool add_to_list(struct sector_build *work, const struct organization *organization,
                        struct error *err)
{
    if (work->list_pages > 1 && work->list.row_count == LIST_PAGE_ROWS &&
        work->list_page < work->list_pages && !finish_list_page(work, err))
        return false;
    /* The batch is gone before the page is: copies of what the cells point to. */
    struct arena *arena = work->list_page == 1 ? work->arena : work->page;
    struct view_cell cells[LISTING_COLUMNS];
    view_listing_row(work->one, &work->columns, organization, cells);
    for (size_t i = 0; i < LISTING_COLUMNS; i++) {
        cells[i].text = arena_strdup(arena, cells[i].text);
        if (cells[i].href)
            cells[i].href = arena_strdup(arena, cells[i].href);
    }
    table_row(&work->rows, cells);
    return true;
}

static bool open_scores(struct sector_build *work, struct error *err)
{
    const struct build *build = work->build;
    size_t index = (size_t)(work->sector - build->configs.sectors);
    score_sector_init(&work->rules, work->arena, &build->configs, work->sector, &build->parameters);
    return !sector_is_valid(&build->configs, work->sector) ||
           scored_file_open(work->scores, scored_path(build, work->arena, index), &work->rules,
                            &work->scored, err);
}

static bool find_scores(const struct sector_build *work, const struct organization *organization,
                        struct scored_organization *scored, struct error *err)
{
    *scored = (struct scored_organization){.rules = &work->rules};
    const struct build *build = work->build;
    if (!work->scored)
        return true;
    if (!scored_file_find(work->scored, organization->id, work->one, scored, err))
        return false;
    scoreboard_place(&build->board, work->one, (size_t)(work->sector - build->configs.sectors),
                     scored);
    return true;
}

static bool add_to_workbook(struct sector_build *work, const struct organization *organization,
                            const struct scored_organization *scored, struct error *err)
{
    const struct view_cell *cells =
        view_organization_cells(work->one, &work->columns, organization);
    if (!xlsx_row(work->xlsx, SECTOR_SHEET_ORGANIZATIONS, cells, err))
        return false;
    if (!work->scored)
        return true;
    cells =
        view_score_cells(work->one, &work->book->sheets[SECTOR_SHEET_SCORES], organization, scored);
    return xlsx_row(work->xlsx, SECTOR_SHEET_SCORES, cells, err);
}

/* What a row's page is made from, until the next row. */
struct row {
    struct findings findings;
    struct scored_organization scored;
    struct view_organization_input input;
};

static bool look_at(struct sector_build *work, const struct organization *organization,
                    struct row *row, struct error *err)
{
    arena_reset(work->one);
    if (!find_scores(work, organization, &row->scored, err))
        return false;
    findings_init(&row->findings, work->one);
    check_organization(work->sector, &work->columns, organization, &row->findings);
    score_doubts(work->sector, &row->scored, &row->findings);
    findings_sort(&row->findings);
    row->input = (struct view_organization_input){
        .sector = work->sector,
        .columns = &work->columns,
        .organization = organization,
        .findings = row->findings.rows,
        .finding_count = row->findings.count,
        .scored = &row->scored,
    };
    return true;
}

static bool is_left(const struct sector_build *work, long long row)
{
    const struct left_pages *left = &work->build->left_pages;
    return left->sector == work->sector && row >= left->from;
}

static bool add_organization(struct sector_build *work, const struct organization *organization,
                             struct error *err)
{
    struct row row;
    if (!look_at(work, organization, &row, err))
        return false;
    for (size_t i = 0; i < row.findings.count; i++)
        findings_add(work->findings, &row.findings.rows[i]);
    api_sector_row(&work->api, organization, &row.scored);
    handout_gather_row(work->handout, &row.input);
    return (is_left(work, work->row++) || build_page(work->pages, &row.input, work->one, err)) &&
           add_to_list(work, organization, err) &&
           add_to_workbook(work, organization, &row.scored, err);
}

static bool flush_data(struct sector_build *work, struct error *err)
{
    size_t written = fwrite(work->data_text.text, 1, work->data_text.length, work->data);
    if (written != work->data_text.length)
        return error_set_errno(err, ERROR_FAILED, "cannot write '%s'", work->data_path);
    strbuf_reset(&work->data_text);
    return true;
}

static void close_data(void *pointer)
{
    struct sector_build *work = pointer;
    if (work->data)
        fclose(work->data);
    strbuf_release(&work->data_text);
}

static bool open_data(struct sector_build *work, struct error *err)
{
    struct build *build = work->build;
    work->data_path = api_sector_path(work->arena, work->sector);
    const char *full;
    if (!stage_path(build->stage, work->arena, work->data_path, &full, err))
        return false;
    work->data = fopen(full, "we");
    if (!work->data)
        return error_set_errno(err, ERROR_FAILED, "cannot create '%s'", work->data_path);
    work->api = api_sector_begin(&build->api, (size_t)(work->sector - build->configs.sectors),
                                 &work->columns, work->batch, &work->data_text);
    arena_defer(work->arena, close_data, work);
    return true;
}

static bool finish_data(struct sector_build *work, struct error *err)
{
    enum { PIECE = 64 * 1024 };
    findings_sort(work->findings);
    api_sector_findings(&work->api);
    for (size_t i = 0; i < work->findings->count; i++) {
        api_sector_finding(&work->api, &work->findings->rows[i]);
        if (work->data_text.length > PIECE && !flush_data(work, err))
            return false;
    }
    api_sector_end(&work->api);
    if (!flush_data(work, err))
        return false;
    FILE *data = work->data;
    work->data = NULL;
    if (fclose(data) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot write '%s'", work->data_path);
    return stage_adopt(work->build->stage, work->data_path, err);
}

static bool open_organizations(struct sector_build *work, struct source *source, struct error *err)
{
    if (!source_organizations(source, work->arena, work->sector, work->findings,
                              &work->organizations, err))
        return false;
    work->columns = *source_columns(work->organizations);
    return true;
}

static bool stream_organizations(struct sector_build *work, struct error *err)
{
    for (;;) {
        struct organization *rows;
        size_t count;
        arena_reset(work->batch);
        if (!interrupt_check(err) ||
            !source_next(work->organizations, work->batch, &rows, &count, err))
            return false;
        if (count == 0)
            return finish_list_page(work, err);
        for (size_t i = 0; i < count; i++)
            if (!add_organization(work, &rows[i], err))
                return false;
        if (!flush_data(work, err))
            return false;
        progress_step(work->build->app->log, (long long)count);
    }
}

static bool put_distribution(struct sector_build *work, const struct view_context *context,
                             struct view_sector_scores *scores, struct error *err)
{
    if (scores->absent)
        return true;
    struct view_histogram chart;
    view_distribution_chart(context, work->sector, work->arena, &chart);
    return build_chart(work->build, chart_plan_histogram(work->arena, &chart),
                       &scores->distribution, err);
}

static bool put_sector_page(struct sector_build *work, struct error *err)
{
    struct build *build = work->build;
    struct view_context context = build->context;
    context.findings = work->findings;
    const struct view_sector_input input = {
        .sector = work->sector, .columns = &work->columns, .organizations = &work->first};
    struct view_sector view;
    view_build_sector(&context, &input, work->arena, &view);
    struct view_bar_chart chart;
    view_weights_chart(work->arena, &build->configs, work->sector, &chart);
    strbuf_reset(&work->html);
    return put_distribution(work, &context, &view.scores, err) &&
           build_chart(build, chart_plan_bars(work->arena, &chart), &view.chart, err) &&
           html_sector(build->html, &view, &work->html, err) &&
           put_page(work, view.frame.path, err) &&
           handout_put_sector(work->handout, &view, &work->changes, err);
}

static bool open_workbook(struct sector_build *work, struct error *err)
{
    struct build *build = work->build;
    struct view_context context = build->context;
    context.findings = NULL; /* streamed at the end, in order with what is found on the way */
    work->book = view_sector_workbook(&context, work->sector, &work->columns, work->workbook);
    work->xlsx_path =
        arena_printf(work->arena, "sectors/%s/%s.xlsx", work->sector->slug, work->sector->slug);
    const char *full;
    return stage_path(build->stage, work->arena, work->xlsx_path, &full, err) &&
           xlsx_open(work->workbook, full, build->parts_dir, work->book, &work->xlsx, err);
}

static bool close_workbook(struct sector_build *work, struct error *err)
{
    struct arena *scratch = arena_new();
    bool ok = true;
    for (size_t i = 0; ok && i < work->findings->count; i++) {
        const struct view_cell *cells =
            view_finding_cells(&work->build->context, false, &work->findings->rows[i], scratch);
        ok = xlsx_row(work->xlsx, SECTOR_SHEET_FINDINGS, cells, err);
        arena_reset(scratch);
    }
    arena_free(scratch);
    return ok &&
           add_changes_rows(work->xlsx, SECTOR_SHEET_CHANGES, &work->changes,
                            view_changes_path(work->arena, work->sector->slug), err) &&
           xlsx_close(work->xlsx, err) && stage_adopt(work->build->stage, work->xlsx_path, err);
}

static void release_html(void *html)
{
    strbuf_release(html);
}

static void begin(struct sector_build *work)
{
    const struct build *build = work->build;
    size_t rows = (size_t)build->totals[work->sector - build->configs.sectors].organizations;
    work->list_page = 1;
    work->list_pages = view_page_count(rows);
    strbuf_init(&work->html);
    strbuf_init(&work->data_text);
    arena_defer(work->arena, release_html, &work->html);
    view_listing_table(work->arena, work->sector, &work->list);
    table_begin(&work->rows, work->arena, &work->list);
    work->handout = handout_begin_sector(work->build, work->sector, work->arena);
}

static bool begin_pages(struct sector_build *work, const char *list, struct error *err)
{
    const struct pages_request request = {
        .sector = work->sector, .columns = &work->columns, .list = list};
    return build_pages_begin(work->build, &request, work->arena, &work->pages, err);
}

/* Everything that the organizations' rows show. */
static bool make_organizations(struct sector_build *work, struct source *source, struct error *err)
{
    work->scores = arena_new();
    work->batch = arena_new();
    work->one = arena_new();
    work->page = arena_new();
    bool ok =
        open_organizations(work, source, err) && open_scores(work, err) &&
        open_workbook(work, err) && open_data(work, err) &&
        begin_pages(work, memory_file(work->build, work->arena, work->sector, "pages"), err) &&
        stream_organizations(work, err) && build_pages_end(work->pages, err) &&
        finish_data(work, err);
    arena_free(work->page);
    arena_free(work->one);
    arena_free(work->batch);
    arena_free(work->scores);
    strbuf_release(&work->data_text);
    return ok;
}

/* What this needs is gone before the handout, which needs the most, is made. */
static bool make_rows(struct sector_build *work, struct source *source, struct error *err)
{
    work->workbook = arena_new();
    bool ok = make_organizations(work, source, err) &&
              build_sector_changes(work->build, work->sector, work->arena, &work->changes, err) &&
              close_workbook(work, err);
    arena_free(work->workbook);
    give_back_memory(work->build);
    return ok;
}

bool build_sector(struct build *build, struct source *source, const struct sector *sector,
                  struct findings *findings, struct error *err)
{
    struct arena *arena = arena_new();
    struct sector_build *work = arena_alloc(arena, sizeof *work);
    *work = (struct sector_build){
        .build = build, .sector = sector, .arena = arena, .findings = findings};
    begin(work);
    bool ok = make_rows(work, source, err) && put_sector_page(work, err);
    arena_free(arena);
    return ok ? true : error_context(err, "sector '%s'", sector->focus_group_id);
}

/* Rows that are those of the run before are in the cache, and so are those of this one once the
 * sector's own build has read them. */
bool open_rows_again(struct build *build, struct source *source, struct arena *arena,
                     const struct sector *sector, struct source_stream **stream, struct error *err)
{
    const struct sector_plan *plan = &build->plans[sector - build->configs.sectors];
    bool elsewhere = build->shards || build->options->offline;
    struct findings ignored; /* the sector's own build has reported them */
    findings_init(&ignored, arena);
    if (!elsewhere && (plan->same_rows || plan->state == SECTOR_BUILD))
        return source_same_organizations(
            source, arena, sector,
            plan->same_rows ? build->memory.before.snapshot : source->snapshot, stream, err);
    return source_organizations(source, arena, sector, &ignored, stream, err);
}

static bool stream_left_pages(struct sector_build *work, struct error *err)
{
    for (;;) {
        struct organization *rows;
        struct row row;
        size_t count;
        arena_reset(work->batch);
        if (!interrupt_check(err) ||
            !source_next(work->organizations, work->batch, &rows, &count, err))
            return false;
        if (count == 0)
            return true;
        for (size_t i = 0; i < count; i++)
            if (is_left(work, work->row++) &&
                !(look_at(work, &rows[i], &row, err) &&
                  build_page(work->pages, &row.input, work->one, err)))
                return false;
    }
}

bool build_left_pages(struct build *build, struct source *source, const char *list,
                      struct error *err)
{
    const struct sector *sector = build->left_pages.sector;
    struct arena *arena = arena_new();
    struct sector_build *work = arena_alloc(arena, sizeof *work);
    struct source again = *source;
    again.rows_read = NULL; /* they are counted where the rest of them is made */
    *work = (struct sector_build){
        .build = build,
        .sector = sector,
        .arena = arena,
        .scores = arena,
        .batch = arena_new(),
        .one = arena_new(),
    };
    bool ok = open_rows_again(build, &again, arena, sector, &work->organizations, err);
    if (ok) {
        work->columns = *source_columns(work->organizations);
        ok = open_scores(work, err) && begin_pages(work, list, err) &&
             stream_left_pages(work, err) && build_pages_end(work->pages, err);
    }
    arena_free(work->one);
    arena_free(work->batch);
    arena_free(arena);
    return ok ? true : error_context(err, "sector '%s'", sector->focus_group_id);
}
