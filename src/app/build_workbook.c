#include "app/build_changes.h"
#include "app/findings_file.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "render/xlsx/xlsx.h"
#include "view/workbook.h"

static bool add_sector(struct build *build, struct source *source, size_t index, struct xlsx *xlsx,
                       struct error *err)
{
    const struct sector *sector = &build->configs.sectors[index];
    struct arena *arena = arena_new();
    struct arena *batch = arena_new();
    struct source_stream *stream;
    bool ok = open_rows_again(build, source, arena, sector, &stream, err);
    for (size_t count = 1; ok && count > 0;) {
        struct organization *rows;
        arena_reset(batch);
        ok = interrupt_check(err) && source_next(stream, batch, &rows, &count, err);
        for (size_t i = 0; ok && i < count; i++)
            ok = xlsx_row(xlsx, PORTFOLIO_SHEET_ORGANIZATIONS,
                          view_portfolio_cells(batch, sector, source_columns(stream), &rows[i]),
                          err);
    }
    arena_free(batch);
    arena_free(arena);
    return ok;
}

struct score_rows {
    const struct build *build;
    const struct view_sheet *sheet;
    struct xlsx *xlsx;
    struct arena *scratch;
};

static bool add_score(void *subject, const struct standing *row, struct error *err)
{
    const struct score_rows *rows = subject;
    struct standing ranked = *row;
    arena_reset(rows->scratch);
    scoreboard_rank(&rows->build->board, &ranked);
    return xlsx_row(rows->xlsx, PORTFOLIO_SHEET_SCORES,
                    view_standing_cells(rows->scratch, rows->sheet, &rows->build->context, &ranked),
                    err);
}

static bool add_scores(const struct build *build, const struct view_sheet *sheet, struct xlsx *xlsx,
                       struct error *err)
{
    struct score_rows rows = {.build = build, .sheet = sheet, .xlsx = xlsx, .scratch = arena_new()};
    bool ok = true;
    for (size_t i = 0; ok && i < build->configs.sector_count; i++)
        ok = !build->board.sectors[i].scored || standings_each(build, i, add_score, &rows, err);
    arena_free(rows.scratch);
    return ok;
}

bool add_changes_rows(struct xlsx *xlsx, size_t sheet, const struct changes_record *record,
                      const char *data, struct error *err)
{
    struct arena *arena = arena_new();
    struct view_table rows;
    bool ok = true;
    view_changes_cells(record, data, arena, &rows);
    for (size_t i = 0; ok && i < rows.row_count; i++)
        ok = xlsx_row(xlsx, sheet, &rows.cells[i * rows.column_count], err);
    arena_free(arena);
    return ok;
}

static bool add_findings(const struct build *build, struct xlsx *xlsx, struct error *err)
{
    struct arena *arena = arena_new();
    struct arena *scratch = arena_new();
    struct findings_stream *stream;
    const struct finding *finding;
    bool ok = open_findings(build, arena, &stream, err);
    while (ok && (ok = findings_next(stream, &finding, err)) && finding) {
        ok = xlsx_row(xlsx, PORTFOLIO_SHEET_FINDINGS,
                      view_finding_cells(&build->context, true, finding, scratch), err);
        arena_reset(scratch);
    }
    arena_free(scratch);
    arena_free(arena);
    return ok;
}

/* The columns that all sectors share; without any sector there are none. */
static bool common_columns(struct build *build, struct source *source, struct arena *arena,
                           struct column_set *columns, struct error *err)
{
    struct findings ignored;
    struct source_stream *stream;
    findings_init(&ignored, arena);
    *columns = (struct column_set){0};
    if (build->configs.sector_count == 0)
        return true;
    const struct sector *first = &build->configs.sectors[0];
    if (!source_organizations(source, arena, first, &ignored, &stream, err))
        return false;
    *columns = *source_columns(stream);
    return true;
}

static const char *rows_path(const struct build *build, struct arena *arena)
{
    return path_join(arena, build->parts_dir, "portfolio-rows");
}

bool make_portfolio_rows(struct build *build, struct source *source, struct error *err)
{
    struct arena *arena = arena_new();
    struct column_set columns;
    struct xlsx *xlsx;
    bool ok = common_columns(build, source, arena, &columns, err);
    if (ok) {
        const struct view_workbook *book =
            view_portfolio_workbook(&build->context, &columns, arena);
        ok = xlsx_open_rows(arena, rows_path(build, arena), build->parts_dir, book, &xlsx, err) &&
             add_scores(build, &book->sheets[PORTFOLIO_SHEET_SCORES], xlsx, err);
    }
    for (size_t i = 0; ok && i < build->configs.sector_count; i++)
        ok = add_sector(build, source, i, xlsx, err);
    ok = ok && xlsx_close(xlsx, err);
    arena_free(arena);
    return ok ? true : error_context(err, "portfolio.xlsx");
}

bool build_portfolio_workbook(struct build *build, struct error *err)
{
    struct arena *arena = arena_new();
    struct column_set columns;
    struct xlsx *xlsx;
    const char *full;
    bool ok = common_columns(build, &build->source, arena, &columns, err) &&
              stage_path(build->stage, arena, "portfolio.xlsx", &full, err);
    if (ok) {
        struct view_context context = build->context;
        context.findings = NULL; /* streamed */
        struct view_workbook *book = view_portfolio_workbook(&context, &columns, arena);
        book->rows = rows_path(build, arena);
        ok = xlsx_open(arena, full, build->parts_dir, book, &xlsx, err) &&
             add_changes_rows(xlsx, PORTFOLIO_SHEET_CHANGES, build->changes, NULL, err) &&
             add_findings(build, xlsx, err) && xlsx_close(xlsx, err) &&
             stage_adopt(build->stage, "portfolio.xlsx", err);
    }
    arena_free(arena);
    return ok ? true : error_context(err, "portfolio.xlsx");
}
