/* Which organizations a handout has room for. */
#include "view/handout.h"
#include "view/score_lists.h"
#include "view/score_words.h"

struct handout_choice board_choose(const struct view_context *context, const struct sector *sector,
                                   const struct board_list *list, struct arena *arena)
{
    const struct scoreboard *board = context->scores;
    const struct sector_standing *standing = &board->sectors[sector - context->configs->sectors];
    struct handout_choice choice = {
        .rows = arena_array(arena, standing->kept, sizeof *choice.rows),
        .order = list->order,
    };
    for (size_t i = standing->first; i < standing->first + standing->kept; i++)
        if (!list->wants || list->wants(&board->rows[i]))
            choice.rows[choice.count++] = &board->rows[i];
    if (choice.count > 1)
        qsort(choice.rows, choice.count, sizeof *choice.rows, list->order);
    if (choice.count > list->most)
        choice.count = list->most;
    return choice;
}

struct handout_choice handout_choose_best(const struct view_context *context,
                                          const struct sector *sector, size_t most,
                                          struct arena *arena)
{
    struct board_list list = best_list(most);
    struct handout_choice choice = board_choose(context, sector, &list, arena);
    choice.total = context->scores->sectors[sector - context->configs->sectors].count;
    return choice;
}

struct handout_choice handout_choose_reviews(const struct view_context *context,
                                             const struct sector *sector, size_t most,
                                             struct arena *arena)
{
    struct board_list list = severe_list(most);
    struct handout_choice choice = board_choose(context, sector, &list, arena);
    choice.total = context->scores->sectors[sector - context->configs->sectors].reviews;
    if (choice.count == choice.total) {
        choice.order = standing_by_score;
        if (choice.count > 1)
            qsort(choice.rows, choice.count, sizeof *choice.rows, choice.order);
    }
    return choice;
}

size_t handout_choice_place(const struct handout_choice *choice, const struct standing *row)
{
    size_t low = 0;
    size_t high = choice->count;
    if (high == 0 || choice->order(&row, &choice->rows[high - 1]) > 0)
        return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = choice->order(&choice->rows[middle], &row);
        if (order == 0)
            return middle + 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
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
