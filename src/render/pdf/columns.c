/* Two columns side by side. Each is laid out as if the page were as narrow, then both become one
 * strip. */
#include "render/pdf/layout.h"

enum { GUTTER = 18 };

struct page_column {
    size_t first, end; /* its strips */
    double left;
};

static size_t find_mark(const struct pdf_plan *plan, size_t from, enum handout_kind kind)
{
    while (from < plan->handout->count && plan->handout->blocks[from].kind != kind)
        from++;
    return from;
}

static void flow_blocks(struct pdf_plan *plan, size_t first, size_t end)
{
    for (size_t i = first; i < end && i < plan->handout->count; i++)
        flow_block(plan, &plan->handout->blocks[i]);
}

/* The blocks from `first` to `end` in a column at box.x that is box.width wide. */
static struct page_column flow_column(struct pdf_plan *plan, size_t first, size_t end,
                                      struct box box)
{
    double width = plan->sheet.column;
    struct page_column column = {.first = plan->strip_count, .left = box.x};
    plan->sheet.column = box.width;
    flow_blocks(plan, first, end);
    plan->sheet.column = width;
    column.end = plan->strip_count;
    return column;
}

static double column_height(const struct pdf_plan *plan, struct page_column column)
{
    double height = 0;
    for (size_t i = column.first; i < column.end; i++)
        height += plan->strips[i]->height + (i > column.first ? plan->strips[i]->before : 0);
    return height;
}

static void fold_items(struct pdf_plan *plan, struct pdf_strip *into, const struct pdf_strip *strip,
                       struct pdf_spot by)
{
    for (size_t i = 0; i < strip->count; i++) {
        struct pdf_item item = strip->items[i];
        item.x += by.x;
        item.y += by.y;
        strip_item(plan, into, item);
    }
}

/* Strips of one block stay in one element. */
static void fold_column(struct pdf_plan *plan, struct pdf_strip *into, struct page_column column)
{
    struct pdf_strip **strips = plan->strips;
    double y = 0;
    for (size_t i = column.first; i < column.end; i++) {
        const struct pdf_strip *strip = strips[i];
        bool opens = i == column.first || strips[i - 1]->block != strip->block;
        bool closes = i + 1 == column.end || strips[i + 1]->block != strip->block;
        y += i > column.first ? strip->before : 0;
        if (strip->tag && opens)
            strip_tag(plan, into, strip->tag);
        fold_items(plan, into, strip, (struct pdf_spot){.x = column.left, .y = y});
        if (strip->tag && closes)
            strip_tag_end(plan, into);
        y += strip->height;
    }
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

/* The strips of both columns make way for one that holds what they hold. */
static void fold(struct pdf_plan *plan, struct page_column left, struct page_column right)
{
    bool page_break = plan->strips[left.first]->page_break;
    double share = plan->strips[left.first]->share;
    double before = plan->strips[left.first]->before;
    if (right.end > right.first)
        before = larger(before, plan->strips[right.first]->before);
    double height = larger(column_height(plan, left), column_height(plan, right));
    block_begin(plan, NULL);
    struct pdf_strip *strip = strip_new(plan, before, height);
    strip->page_break = page_break;
    strip->share = share;
    fold_column(plan, strip, left);
    fold_column(plan, strip, right);
    plan->strips[left.first] = strip;
    plan->strip_count = left.first + 1;
}

size_t flow_columns(struct pdf_plan *plan, size_t first)
{
    size_t turn = find_mark(plan, first, HANDOUT_COLUMN);
    size_t end = find_mark(plan, turn, HANDOUT_COLUMNS_END);
    bool page_break = plan->break_next;
    double share = plan->break_share;
    double room = plan->sheet.column - GUTTER;
    double width = room * plan->handout->blocks[first].share;
    struct page_column left = flow_column(plan, first + 1, turn, (struct box){0, 0, width, 0});
    struct page_column right =
        flow_column(plan, turn + 1, end, (struct box){width + GUTTER, 0, room - width, 0});
    double height = larger(column_height(plan, left), column_height(plan, right));
    if (right.end > left.first && height <= plan->sheet.body) {
        fold(plan, left, right);
        return end + 1;
    }
    plan->strip_count = left.first;
    plan->break_next = page_break;
    plan->break_share = share;
    flow_blocks(plan, first + 1, end);
    return end + 1;
}
