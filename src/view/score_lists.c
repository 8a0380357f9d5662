#include "view/score_lists.h"

#include "view/frame.h"

#include <math.h>
#include <stdint.h>

/* The place of the worst reason, 0 the most severe, and how many there are. */
static int severity(unsigned reviews, int *count)
{
    static const enum score_review order[] = {REVIEW_LOW, REVIEW_CHANGE, REVIEW_EBITDA, REVIEW_HIGH,
                                              REVIEW_IMPUTED};
    enum { REASONS = sizeof order / sizeof order[0] };
    int worst = REASONS;
    *count = 0;
    for (int i = REASONS - 1; i >= 0; i--)
        if (reviews & order[i]) {
            worst = i;
            ++*count;
        }
    return worst;
}

static int by_severity(const void *left, const void *right)
{
    int left_count, right_count;
    int a = severity((*(const struct standing *const *)left)->reviews, &left_count);
    int b = severity((*(const struct standing *const *)right)->reviews, &right_count);
    if (a != b)
        return a < b ? -1 : 1;
    if (left_count != right_count)
        return left_count > right_count ? -1 : 1;
    return standing_by_score(left, right);
}

static int by_size_of_change(const void *left, const void *right)
{
    const struct standing *a = *(const struct standing *const *)left;
    const struct standing *b = *(const struct standing *const *)right;
    if (fabs(a->change) != fabs(b->change))
        return fabs(a->change) > fabs(b->change) ? -1 : 1;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(a->organization_id, b->organization_id);
}

static int lowest_first(const void *left, const void *right)
{
    return standing_by_score(right, left);
}

static bool is_blocked(const struct standing *row)
{
    return row->gate == GATE_BLOCKED;
}

static bool is_to_review(const struct standing *row)
{
    return row->reviews != 0;
}

static bool has_moved(const struct standing *row)
{
    return row->has_change && row->change != 0;
}

static size_t limit(size_t most)
{
    return most > 0 ? most : SIZE_MAX;
}

struct board_list best_list(size_t most)
{
    return (struct board_list){standing_by_score, NULL, limit(most)};
}

struct board_list severe_list(size_t most)
{
    return (struct board_list){by_severity, is_to_review, limit(most)};
}

struct board_list movers_list(size_t most)
{
    return (struct board_list){by_size_of_change, has_moved, limit(most)};
}

struct board_lists view_board_lists(struct arena *arena, const struct handout_limits *limits)
{
    static const struct board_list fund[] = {
        {standing_by_score, NULL, FUND_DOTS},
        {lowest_first, NULL, FUND_TOP},
        {lowest_first, is_to_review, FUND_REVIEWS},
    };
    const struct board_list sector[] = {
        {standing_by_score, NULL, LIST_PAGE_ROWS},
        {standing_by_score, is_blocked, LIST_PAGE_ROWS},
        {standing_by_score, is_to_review, LIST_PAGE_ROWS},
        best_list(limits->rows),
        severe_list(limits->pages),
        movers_list(MOVERS_MOST),
    };
    struct board_list *own = arena_array(arena, sizeof sector / sizeof sector[0], sizeof *own);
    memcpy(own, sector, sizeof sector);
    return (struct board_lists){
        .sector = own,
        .sector_count = sizeof sector / sizeof sector[0],
        .fund = fund,
        .fund_count = sizeof fund / sizeof fund[0],
        .spread = FUND_DOTS,
    };
}
