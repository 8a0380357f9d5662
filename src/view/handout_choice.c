/* Which organizations a handout has room for. */
#include "view/handout.h"
#include "view/score_words.h"

typedef int order_fn(const void *left, const void *right);

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
    return standing_by_sector_rank(left, right);
}

/* In order and never more than `most`: what falls behind is forgotten at once. */
static void keep(struct handout_choice *choice, size_t most, const struct standing *row,
                 order_fn *order)
{
    choice->total++;
    if (choice->count == most && order(&row, &choice->rows[most - 1]) > 0)
        return;
    size_t low = 0;
    for (size_t high = choice->count; low < high;) {
        size_t middle = (low + high) / 2;
        if (order(&row, &choice->rows[middle]) < 0)
            high = middle;
        else
            low = middle + 1;
    }
    if (choice->count < most)
        choice->count++;
    memmove(&choice->rows[low + 1], &choice->rows[low],
            (choice->count - 1 - low) * sizeof *choice->rows);
    choice->rows[low] = row;
}

struct wanted {
    size_t most;
    unsigned reviews; /* those with one of them; 0: everyone */
    order_fn *order;
};

static struct handout_choice choose(const struct view_context *context, const struct sector *sector,
                                    struct wanted wanted, struct arena *arena)
{
    const struct sector_standing *standing =
        &context->scores->sectors[sector - context->configs->sectors];
    size_t most = wanted.most > 0 && wanted.most < standing->count ? wanted.most : standing->count;
    struct handout_choice choice = {.rows = arena_array(arena, most, sizeof *choice.rows)};
    for (size_t i = 0; i < standing->count; i++) {
        const struct standing *row = &context->scores->rows[standing->first + i];
        if (wanted.reviews == 0 || row->reviews & wanted.reviews)
            keep(&choice, most, row, wanted.order);
    }
    return choice;
}

struct handout_choice handout_choose_best(const struct view_context *context,
                                          const struct sector *sector, size_t most,
                                          struct arena *arena)
{
    return choose(context, sector, (struct wanted){most, 0, standing_by_sector_rank}, arena);
}

struct handout_choice handout_choose_reviews(const struct view_context *context,
                                             const struct sector *sector, size_t most,
                                             struct arena *arena)
{
    struct handout_choice choice =
        choose(context, sector, (struct wanted){most, ~0U, by_severity}, arena);
    if (choice.count == choice.total && choice.count > 1)
        qsort(choice.rows, choice.count, sizeof *choice.rows, standing_by_sector_rank);
    return choice;
}

void view_build_review_list(const struct view_context *context, const struct view_table *page,
                            const struct handout_choice *choice, struct arena *arena,
                            struct view_table *table)
{
    *table = *page;
    if (choice->count == 0)
        return;
    if (choice->count < choice->total)
        table->caption = "Organizations that somebody has to look at, the most severe reason first";
    else if (choice->count > page->row_count)
        table->caption = "Organizations that somebody has to look at";
    table->cells = NULL;
    table->row_count = 0;
    struct view_table_builder builder;
    table_begin(&builder, arena, table);
    for (size_t i = 0; i < choice->count; i++) {
        const struct standing *row = choice->rows[i];
        table_row(&builder,
                  (struct view_cell[]){
                      organization_cell(arena, row), points_cell(arena, row->org_ai_r),
                      cell_text(review_summary(arena, row, context->parameters_in_force))});
    }
}
