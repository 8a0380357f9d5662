#include "rules/scoreboard.h"

#include "base/text.h"
#include "rules/validate.h"

/* The rows of one list: of at most 2 * most, the first `most` are in order once they were that
 * many. */
struct shelf {
    const struct board_list *list;
    const struct standing **rows;
    size_t count;
    size_t capacity;
    bool full;
};

struct board_builder {
    struct arena *arena;
    struct scoreboard *board;
    const struct config_set *configs;
    struct board_lists lists;
    struct fund_builder *fund;
    struct arena *making;  /* shelves and what else is for the making alone */
    struct arena *rows;    /* of the rows on the shelves, and of those that were there */
    size_t taken;          /* rows in it */
    size_t limit;          /* so many may be */
    struct shelf *shelves; /* of each sector, then of the fund */
    size_t shelf_count;
    size_t sector; /* at hand */
    double *scores;
    size_t capacity;
    struct standing *near; /* rows among which those of the spread are */
    size_t near_count;
    size_t near_capacity;
};

/* ---- lists ---- */

enum { ROWS_TAKEN = 16 * 1024 };

static int by_place(const void *left, const void *right)
{
    const struct standing *a = *(const struct standing *const *)left;
    const struct standing *b = *(const struct standing *const *)right;
    if (a->sector != b->sector)
        return a->sector < b->sector ? -1 : 1;
    return strcmp(a->organization_id, b->organization_id);
}

static void trim(struct shelf *shelf)
{
    size_t most = shelf->list->most;
    if (shelf->count > 1)
        qsort(shelf->rows, shelf->count, sizeof *shelf->rows, shelf->list->order);
    if (shelf->count > most)
        shelf->count = most;
    shelf->full = shelf->count == most;
}

static bool takes(const struct shelf *shelf, const struct standing *row)
{
    const struct board_list *list = shelf->list;
    if (list->most == 0 || (list->wants && !list->wants(row)))
        return false;
    return !shelf->full || list->order(&row, &shelf->rows[list->most - 1]) < 0;
}

static void put(struct board_builder *builder, struct shelf *shelf, const struct standing *row)
{
    shelf->rows = arena_grow(builder->making, shelf->rows, &shelf->capacity, shelf->count + 1,
                             sizeof *shelf->rows);
    shelf->rows[shelf->count++] = row;
    if (shelf->list->most <= SIZE_MAX / 2 && shelf->count == 2 * shelf->list->most)
        trim(shelf);
}

static void copy_row(struct arena *arena, const struct standing *row, struct standing *copy)
{
    *copy = *row;
    copy->organization_id = arena_strdup(arena, row->organization_id);
    copy->name = arena_strdup(arena, row->name);
    copy->assessed_on = arena_strdup(arena, row->assessed_on);
}

/* What is on the shelves, each row once, by its place. */
static const struct standing **listed(struct board_builder *builder, struct arena *arena,
                                      size_t *count)
{
    size_t all = 0;
    for (size_t i = 0; i < builder->shelf_count; i++) {
        trim(&builder->shelves[i]);
        all += builder->shelves[i].count;
    }
    const struct standing **rows = arena_array(arena, all, sizeof *rows);
    all = 0;
    for (size_t i = 0; i < builder->shelf_count; i++)
        for (size_t j = 0; j < builder->shelves[i].count; j++)
            rows[all++] = builder->shelves[i].rows[j];
    if (all > 1)
        qsort(rows, all, sizeof *rows, by_place);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (i == 0 || rows[i] != rows[i - 1])
            rows[(*count)++] = rows[i];
    return rows;
}

/* The shelves' rows, and no others, into an arena. */
static struct standing *move_rows(struct board_builder *builder, struct arena *into, size_t *count)
{
    struct arena *scratch = arena_new();
    const struct standing **from = listed(builder, scratch, count);
    struct standing *to = arena_array(into, *count, sizeof *to);
    for (size_t i = 0; i < *count; i++)
        copy_row(into, from[i], &to[i]);
    for (size_t i = 0; i < builder->shelf_count; i++)
        for (size_t j = 0; j < builder->shelves[i].count; j++) {
            const struct standing **row = &builder->shelves[i].rows[j];
            const struct standing **found = bsearch(row, from, *count, sizeof *from, by_place);
            *row = &to[found - from];
        }
    arena_free(scratch);
    return to;
}

/* Rows that came and went are many where the best come last. */
static void clear_up(struct board_builder *builder)
{
    struct arena *rows = arena_new();
    move_rows(builder, rows, &builder->taken);
    arena_free(builder->rows);
    builder->rows = rows;
    builder->limit = 2 * builder->taken > ROWS_TAKEN ? 2 * builder->taken : ROWS_TAKEN;
}

static void offer(struct board_builder *builder, size_t first, size_t count,
                  const struct standing *row, struct standing **copy)
{
    for (size_t i = first; i < first + count; i++) {
        struct shelf *shelf = &builder->shelves[i];
        if (!takes(shelf, row))
            continue;
        if (!*copy) {
            *copy = arena_alloc(builder->rows, sizeof **copy);
            copy_row(builder->rows, row, *copy);
            builder->taken++;
        }
        put(builder, shelf, *copy);
    }
}

static void keep(struct board_builder *builder, const struct standing *row)
{
    const struct board_lists *lists = &builder->lists;
    struct standing *copy = NULL;
    if (builder->taken == builder->limit)
        clear_up(builder);
    offer(builder, builder->sector * lists->sector_count, lists->sector_count, row, &copy);
    offer(builder, builder->shelf_count - lists->fund_count, lists->fund_count, row, &copy);
}

static void make_shelves(struct board_builder *builder)
{
    const struct board_lists *lists = &builder->lists;
    size_t sectors = builder->configs->sector_count;
    builder->shelf_count = sectors * lists->sector_count + lists->fund_count;
    builder->shelves = arena_array(builder->making, builder->shelf_count, sizeof *builder->shelves);
    for (size_t i = 0; i < builder->shelf_count; i++)
        builder->shelves[i].list = i < sectors * lists->sector_count
                                       ? &lists->sector[i % lists->sector_count]
                                       : &lists->fund[i - sectors * lists->sector_count];
}

/* ---- the board ---- */

struct board_builder *scoreboard_begin(struct arena *arena, const struct config_set *configs,
                                       size_t expected, const struct board_lists *lists,
                                       struct scoreboard *board)
{
    struct board_builder *builder = arena_alloc(arena, sizeof *builder);
    *board = (struct scoreboard){
        .sectors = arena_array(arena, configs->sector_count, sizeof(struct sector_standing)),
    };
    *builder = (struct board_builder){
        .arena = arena,
        .board = board,
        .configs = configs,
        .lists = *lists,
        .fund = fund_begin(arena),
        .making = arena_new(),
        .rows = arena_new(),
        .limit = ROWS_TAKEN,
        .scores = arena_array(arena, expected, sizeof(double)),
        .capacity = expected,
    };
    make_shelves(builder);
    return builder;
}

static struct sector_standing *sector_at_hand(const struct board_builder *builder)
{
    return &builder->board->sectors[builder->sector];
}

void scoreboard_begin_sector(struct board_builder *builder, const struct sector *sector,
                             long long organizations)
{
    builder->sector = (size_t)(sector - builder->configs->sectors);
    *sector_at_hand(builder) = (struct sector_standing){
        .scored = sector_is_valid(builder->configs, sector),
        .average_dimensions =
            arena_array(builder->arena, builder->configs->dimension_count, sizeof(double)),
        .not_assessed = (size_t)organizations,
        .assessed_on = "",
    };
}

static void count_in_sector(struct board_builder *builder, const struct standing *row)
{
    struct sector_standing *sector = sector_at_hand(builder);
    double value = decimal_to_double(row->has_enterprise_value ? row->enterprise_value_musd
                                                               : FUND_ASSUMED_VALUE);
    sector->count++;
    sector->not_assessed--;
    sector->average_org_ai_r += row->org_ai_r;
    sector->average_v_r += row->v_r;
    sector->average_h_r += row->h_r;
    sector->bands[row->band]++;
    sector->gate_failures += row->gate == GATE_BLOCKED;
    sector->reviews += row->reviews != 0;
    sector->value += value;
    sector->weighted += value * row->org_ai_r;
    if (strcmp(row->assessed_on, sector->assessed_on) > 0)
        sector->assessed_on = arena_strdup(builder->arena, row->assessed_on);
}

static void count_quadrant(struct score_quadrants *quadrants, const struct standing *row)
{
    bool ready = row->v_r >= SCORE_SPLIT;
    bool open = row->h_r >= SCORE_SPLIT;
    quadrants->both += ready && open;
    quadrants->readiness += ready && !open;
    quadrants->opportunity += !ready && open;
}

/* As much of its score as the fund looks at. */
static void add_to_fund(struct fund_builder *fund, const char *focus_group_id,
                        const struct standing *standing)
{
    const struct score score = {
        .org_ai_r = standing->org_ai_r,
        .v_r = standing->v_r,
        .h_r = standing->h_r,
        .synergy = standing->synergy,
        .band = standing->band,
        .leader = standing->leader,
        .laggard = standing->laggard,
    };
    fund_add(fund, &(struct fund_member){
                       .focus_group_id = focus_group_id,
                       .has_enterprise_value = standing->has_enterprise_value,
                       .enterprise_value = standing->enterprise_value_musd,
                       .score = &score,
                   });
}

void scoreboard_add(struct board_builder *builder, const struct standing *row)
{
    struct scoreboard *board = builder->board;
    if (!sector_at_hand(builder)->scored)
        return;
    builder->scores = arena_grow(builder->arena, builder->scores, &builder->capacity,
                                 board->count + 1, sizeof *builder->scores);
    builder->scores[board->count++] = row->org_ai_r;
    count_in_sector(builder, row);
    count_quadrant(&board->quadrants, row);
    add_to_fund(builder->fund, builder->configs->sectors[builder->sector].focus_group_id, row);
    keep(builder, row);
}

static int highest_first(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a < b) - (a > b);
}

static void sort_scores(double *scores, size_t count)
{
    if (count > 1)
        qsort(scores, count, sizeof *scores, highest_first);
}

void scoreboard_end_sector(struct board_builder *builder, const double *average_dimensions)
{
    struct sector_standing *sector = sector_at_hand(builder);
    double n = sector->count > 0 ? (double)sector->count : 1;
    sort_scores(builder->scores + builder->board->count - sector->count, sector->count);
    sector->average_org_ai_r /= n;
    sector->average_v_r /= n;
    sector->average_h_r /= n;
    for (size_t i = 0; i < builder->configs->dimension_count; i++)
        sector->average_dimensions[i] = average_dimensions[i];
}

void scoreboard_end(struct board_builder *builder)
{
    struct scoreboard *board = builder->board;
    double *all = arena_array(builder->arena, board->count, sizeof *all);
    const double *scores = builder->scores;
    if (board->count > 0)
        memcpy(all, scores, board->count * sizeof *all);
    sort_scores(all, board->count);
    board->scores = all;
    board->rows = move_rows(builder, builder->arena, &board->kept);
    size_t row = 0;
    for (size_t i = 0; i < builder->configs->sector_count; i++) {
        struct sector_standing *sector = &board->sectors[i];
        sector->scores = scores;
        scores += sector->count;
        sector->first = row;
        for (; row < board->kept && board->rows[row].sector == i; row++)
            scoreboard_rank(board, &board->rows[row]);
        sector->kept = row - sector->first;
    }
    fund_end(builder->fund, builder->arena, &board->fund);
}

void scoreboard_finish(struct board_builder *builder)
{
    arena_free(builder->rows);
    arena_free(builder->making);
}

/* ---- the spread ---- */

bool scoreboard_spreads(const struct board_builder *builder)
{
    return builder->lists.spread > 0 && builder->board->count > builder->lists.spread;
}

/* Which of all it shows. */
static size_t place_of_spread(const struct board_builder *builder, size_t index)
{
    size_t most = builder->lists.spread;
    return most > 1 ? index * (builder->board->count - 1) / (most - 1) : 0;
}

/* The first that it shows from a place on. */
static size_t spread_from(const struct board_builder *builder, size_t place)
{
    size_t low = 0;
    size_t high = builder->lists.spread;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (place_of_spread(builder, middle) < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Its equals stand between those above and those below, in an order that takes all of them. */
void scoreboard_spread(struct board_builder *builder, const struct standing *row)
{
    const struct scoreboard *board = builder->board;
    size_t first, equal;
    rank_range(board->scores, board->count, row->org_ai_r, &first, &equal);
    size_t shown = spread_from(builder, first);
    if (shown == builder->lists.spread || place_of_spread(builder, shown) >= first + equal)
        return;
    builder->near = arena_grow(builder->making, builder->near, &builder->near_capacity,
                               builder->near_count + 1, sizeof *builder->near);
    struct standing *near = &builder->near[builder->near_count++];
    copy_row(builder->making, row, near);
    scoreboard_rank(board, near);
}

void scoreboard_end_spread(struct board_builder *builder)
{
    struct scoreboard *board = builder->board;
    const struct standing **order =
        arena_array(builder->making, builder->near_count, sizeof *order);
    for (size_t i = 0; i < builder->near_count; i++)
        order[i] = &builder->near[i];
    if (builder->near_count > 1)
        qsort(order, builder->near_count, sizeof *order, standing_by_score);
    board->spread_count = builder->lists.spread;
    board->spread = arena_array(builder->arena, board->spread_count, sizeof *board->spread);
    size_t at = 0; /* the first of the equals among whom the next one is */
    for (size_t i = 0; i < board->spread_count; i++) {
        size_t place = place_of_spread(builder, i);
        size_t first, equal;
        for (;; at += equal) {
            rank_range(board->scores, board->count, order[at]->org_ai_r, &first, &equal);
            if (place < first + equal)
                break;
        }
        struct standing *shown = arena_alloc(builder->arena, sizeof *shown);
        copy_row(builder->arena, order[at + place - first], shown);
        board->spread[i] = shown;
    }
}

/* ---- one of them ---- */

void scoreboard_rank(const struct scoreboard *board, struct standing *standing)
{
    const struct sector_standing *sector = &board->sectors[standing->sector];
    standing->in_sector = rank_of(sector->scores, sector->count, standing->org_ai_r);
    standing->in_portfolio = rank_of(board->scores, board->count, standing->org_ai_r);
}

void scoreboard_place(const struct scoreboard *board, struct arena *arena, size_t sector,
                      struct scored_organization *scored)
{
    scored->standing = NULL;
    if (!scored->score)
        return;
    struct standing *standing = arena_alloc(arena, sizeof *standing);
    *standing = standing_of(scored, sector);
    scoreboard_rank(board, standing);
    scored->standing = standing;
}
