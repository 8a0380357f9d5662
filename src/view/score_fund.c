/* The scores of the whole fund. */
#include "view/score_fund.h"

#include "view/frame.h"
#include "view/score_lists.h"
#include "view/score_words.h"
#include "view/value.h"

const struct standing **fund_order(const struct scoreboard *board, struct arena *arena)
{
    const struct standing **rows = arena_array(arena, board->kept, sizeof *rows);
    for (size_t i = 0; i < board->kept; i++)
        rows[i] = &board->rows[i];
    if (board->kept > 1)
        qsort(rows, board->kept, sizeof *rows, standing_by_score);
    return rows;
}

size_t fund_not_assessed(const struct scoreboard *board, const struct config_set *configs)
{
    size_t count = 0;
    for (size_t i = 0; i < configs->sector_count; i++)
        count += board->sectors[i].not_assessed;
    return count;
}

/* ---- key figures ---- */

static struct view_cell fund_cell(struct arena *arena, const struct fund *fund)
{
    if (!fund->has_value)
        return cell_missing("No enterprise value");
    struct view_cell cell = cell_decimal(arena, fund->fund_ai_r, 1);
    cell.note = "average weighted by enterprise value";
    return cell;
}

static struct view_cell hhi_cell(struct arena *arena, const struct fund *fund)
{
    if (!fund->has_value)
        return cell_missing("No enterprise value");
    struct view_cell cell = cell_decimal(arena, fund->hhi, 4);
    cell.note = "concentration in sectors: 1 is a single one";
    return cell;
}

static struct view_cell value_cell(struct arena *arena, const struct fund *fund)
{
    struct view_cell cell = usd_millions_cell(arena, fund->enterprise_value);
    if (fund->assumed > 0)
        cell.note = arena_printf(arena, "%s without a value, each counted as USD 100 million",
                                 counted(arena, fund->assumed, "organization", "organizations"));
    return cell;
}

static size_t sum_of(const struct view_context *context, bool gates)
{
    size_t sum = 0;
    for (size_t i = 0; i < context->configs->sector_count; i++) {
        const struct sector_standing *sector = &context->scores->sectors[i];
        sum += gates ? sector->gate_failures : sector->reviews;
    }
    return sum;
}

static void build_key_figures(const struct view_context *context, struct arena *arena,
                              struct view_facts *facts)
{
    enum { COUNT = 9 };
    const struct fund *fund = &context->scores->fund;
    size_t missing = fund_not_assessed(context->scores, context->configs);
    struct view_cell not_assessed = cell_integer(arena, (long long)missing);
    not_assessed.note = missing > 0 ? "counted, not averaged" : NULL;
    const struct view_fact rows[COUNT] = {
        {.label = "Fund-AI-R", .value = fund_cell(arena, fund)},
        {.label = "HHI", .value = hhi_cell(arena, fund)},
        {.label = "Enterprise value", .value = value_cell(arena, fund)},
        {.label = "Assessed", .value = cell_integer(arena, (long long)fund->members)},
        {.label = "Not assessed", .value = not_assessed},
        {.label = "Leaders", .value = cell_integer(arena, (long long)fund->leaders)},
        {.label = "Laggards", .value = cell_integer(arena, (long long)fund->laggards)},
        {.label = "Reviews asked for",
         .value = alarm_cell(arena, sum_of(context, false), TONE_WARNING)},
        {.label = "Gate failures", .value = alarm_cell(arena, sum_of(context, true), TONE_ERROR)},
    };
    facts->rows = arena_array(arena, COUNT, sizeof *facts->rows);
    memcpy(facts->rows, rows, sizeof rows);
    facts->count = COUNT;
}

/* ---- sectors compared ---- */

static const struct fund_sector *share_of(const struct fund *fund, const struct sector *sector)
{
    for (size_t i = 0; i < fund->sector_count; i++)
        if (strcmp(fund->sectors[i].focus_group_id, sector->focus_group_id) == 0)
            return &fund->sectors[i];
    return NULL;
}

enum { SECTOR_COLUMNS = 10 };

static void fill_scored(const struct sector_standing *standing, const struct fund_sector *share,
                        struct arena *arena, struct view_cell cells[SECTOR_COLUMNS])
{
    cells[2] = points_cell(arena, standing->average_org_ai_r);
    cells[2].share = standing->average_org_ai_r / 100;
    cells[3] = points_cell(arena, standing->average_v_r);
    cells[4] = points_cell(arena, standing->average_h_r);
    cells[5] = cell_integer(arena, (long long)share->leaders);
    cells[6] = cell_integer(arena, (long long)share->laggards);
    cells[7] = alarm_cell(arena, standing->reviews, TONE_WARNING);
    cells[8] = alarm_cell(arena, standing->gate_failures, TONE_ERROR);
    cells[9] = cell_decimal(arena, 100 * share->share, 1);
}

static void sector_row(const struct view_context *context, size_t index, struct arena *arena,
                       struct view_table_builder *builder)
{
    const struct sector *sector = &context->configs->sectors[index];
    const struct sector_standing *standing = &context->scores->sectors[index];
    const struct fund_sector *share = share_of(&context->scores->fund, sector);
    struct view_cell cells[SECTOR_COLUMNS];
    cells[0] = cell_link(sector->group_name, view_sector_path(arena, sector->slug));
    cells[1] = cell_text(arena_printf(
        arena, "%s of %s", cell_integer(arena, (long long)standing->count).text,
        cell_integer(arena, (long long)(standing->count + standing->not_assessed)).text));
    for (size_t i = 2; i < SECTOR_COLUMNS; i++)
        cells[i] = cell_missing("");
    cells[2] = cell_missing(standing->scored ? "Not assessed" : "Weights invalid");
    if (share)
        fill_scored(standing, share, arena, cells);
    table_row(builder, cells);
}

static void build_sectors(const struct view_context *context, struct arena *arena,
                          struct view_table *table)
{
    static const struct view_column columns[SECTOR_COLUMNS] = {
        {.title = "Sector", .kind = CELL_LINK, .wide = true},
        {.title = "Assessed", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Org-AI-R", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Vᴿ", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Hᴿ", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Leaders", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Laggards", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Reviews", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Gate failures", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Share of value",
         .unit = "%",
         .align = ALIGN_END,
         .kind = CELL_DECIMAL,
         .places = 1},
    };
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){
                 .title = "Sectors compared",
                 .caption = "Averages over the assessed organizations of each sector, unweighted; "
                            "the share is that of enterprise value",
                 .empty = "No sector is active."},
             COLUMNS(columns), table, &builder);
    for (size_t i = 0; i < context->configs->sector_count; i++)
        sector_row(context, i, arena, &builder);
}

/* ---- leaders, laggards, reviews ---- */

struct list {
    const struct view_context *context;
    struct arena *arena;
    struct view_table *table;
    struct view_table_builder builder;
};

static void list_begin(struct list *list, const struct table_words *words)
{
    static const struct view_column columns[] = {
        {.title = "Rank", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Organization", .kind = CELL_LINK, .wide = true},
        {.title = "Sector", .kind = CELL_TEXT},
        {.title = "Org-AI-R", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Change", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
    };
    table_of(list->arena, words, COLUMNS(columns), list->table, &list->builder);
}

static void list_row(struct list *list, const struct standing *row)
{
    struct arena *arena = list->arena;
    struct view_cell score = points_cell(arena, row->org_ai_r);
    score.share = row->org_ai_r / 100;
    table_row(&list->builder,
              (struct view_cell[]){
                  cell_integer(arena, (long long)row->in_portfolio.rank),
                  organization_cell(arena, row),
                  cell_text(list->context->configs->sectors[row->sector].group_name), score,
                  row->has_change ? change_cell(arena, row->change) : cell_missing("First")});
}

static const char *of_all(struct arena *arena, const char *what, size_t shown, size_t all)
{
    if (all <= shown)
        return what;
    return arena_printf(arena, "%s: %zu of %s", what, shown,
                        cell_integer(arena, (long long)all).text);
}

static void build_leaders(const struct view_context *context, const struct standing **order,
                          struct arena *arena, struct view_table *table)
{
    struct list list = {.context = context, .arena = arena, .table = table};
    list_begin(&list, &(struct table_words){
                          .title = "Leaders",
                          .caption = of_all(arena, "Org-AI-R of 70 or more, the highest first",
                                            FUND_TOP, context->scores->fund.leaders),
                          .empty = "No organization reaches 70."});
    for (size_t i = 0; i < context->scores->fund.leaders && i < FUND_TOP; i++)
        list_row(&list, order[i]);
}

static void build_laggards(const struct view_context *context, const struct standing **order,
                           struct arena *arena, struct view_table *table)
{
    struct list list = {.context = context, .arena = arena, .table = table};
    list_begin(&list,
               &(struct table_words){.title = "Laggards",
                                     .caption = of_all(arena, "Org-AI-R below 50, the lowest first",
                                                       FUND_TOP, context->scores->fund.laggards),
                                     .empty = "No organization is below 50."});
    for (size_t i = 0; i < context->scores->fund.laggards && i < FUND_TOP; i++)
        list_row(&list, order[context->scores->kept - 1 - i]);
}

/* The lowest first: what may be lost is more urgent than what may be too good to be true. */
static void build_reviews(const struct view_context *context, const struct standing **order,
                          struct arena *arena, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Organization", .kind = CELL_LINK},
        {.title = "Sector", .kind = CELL_TEXT},
        {.title = "Org-AI-R", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Why", .kind = CELL_TEXT, .wide = true},
    };
    size_t all = sum_of(context, false);
    struct view_table_builder builder;
    table_of(
        arena,
        &(struct table_words){
            .title = "Reviews",
            .caption = of_all(arena, "Organizations that somebody has to look at, the lowest first",
                              FUND_REVIEWS, all),
            .empty = "No review is asked for."},
        COLUMNS(columns), table, &builder);
    for (size_t i = context->scores->kept; i > 0 && table->row_count < FUND_REVIEWS; i--) {
        const struct standing *row = order[i - 1];
        if (row->reviews != 0)
            table_row(&builder,
                      (struct view_cell[]){
                          organization_cell(arena, row),
                          cell_text(context->configs->sectors[row->sector].group_name),
                          points_cell(arena, row->org_ai_r),
                          cell_text(review_summary(arena, row, context->parameters_in_force))});
    }
}

void view_build_fund(const struct view_context *context, struct arena *arena,
                     struct view_fund *view)
{
    *view = (struct view_fund){0};
    if (context->scores->count == 0) {
        view->absent = "No organization is assessed.";
        return;
    }
    const struct standing **order = fund_order(context->scores, arena);
    build_key_figures(context, arena, &view->key_figures);
    build_fund_figures(context, order, arena, view);
    build_sectors(context, arena, &view->sectors);
    build_leaders(context, order, arena, &view->leaders);
    build_laggards(context, order, arena, &view->laggards);
    build_reviews(context, order, arena, &view->reviews);
}
