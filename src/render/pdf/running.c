/* Running head and foot, once every page is known. */
#include "render/pdf/running.h"

static void add(struct pdf_plan *plan, size_t page, struct pdf_item item)
{
    struct pdf_page *to = &plan->pages[page];
    to->items = arena_grow(plan->arena, to->items, &to->capacity, to->count + 1, sizeof *to->items);
    to->items[to->count++] = item;
}

struct running {
    const char *text;
    double x, y;
    bool end;
    enum pdf_ink ink;
};

static void add_text(struct pdf_plan *plan, size_t page, struct running running)
{
    struct pdf_lines lines =
        pdf_wrap(plan->text, STYLE_RUNNING, running.text, plan->sheet.column * 0.75);
    if (lines.count == 0)
        return;
    /* One line: what does not fit into it is said by the heading on the page. */
    const struct pdf_line *line = &lines.lines[0];
    add(plan, page,
        (struct pdf_item){.kind = PDF_TEXT,
                          .style = STYLE_RUNNING,
                          .ink = running.ink,
                          .rtl = line->rtl,
                          .text = line->text,
                          .x = running.end ? running.x - line->width : running.x,
                          .y = running.y,
                          .width = line->width});
}

static void add_rule(struct pdf_plan *plan, size_t page, double y)
{
    add(plan, page,
        (struct pdf_item){.kind = PDF_RECT,
                          .ink = PDF_INK_RULE,
                          .x = plan->sheet.left,
                          .y = y,
                          .width = plan->sheet.column,
                          .height = 0.5});
}

static void add_head(struct pdf_plan *plan, size_t page)
{
    const struct pdf_sheet *sheet = &plan->sheet;
    add_text(
        plan, page,
        (struct running){plan->handout->title, sheet->left, sheet->header, false, PDF_INK_TEXT});
    const char *section = plan->pages[page].section;
    add_text(plan, page,
             (struct running){section ? section : "", sheet->left + sheet->column, sheet->header,
                              true, PDF_INK_MUTED});
    add_rule(plan, page, sheet->header + 6);
}

static void add_foot(struct pdf_plan *plan, size_t page)
{
    const struct handout *handout = plan->handout;
    const struct pdf_sheet *sheet = &plan->sheet;
    add_rule(plan, page, sheet->footer - 14);
    add_text(plan, page,
             (struct running){arena_printf(plan->arena, "%s \u00b7 %s \u00b7 %s \u00b7 content %s",
                                           handout->site_name, handout->as_of, handout->parameters,
                                           handout->content_id),
                              sheet->left, sheet->footer, false, PDF_INK_MUTED});
    add_text(
        plan, page,
        (struct running){arena_printf(plan->arena, "Page %zu of %zu", page + 1, plan->page_count),
                         sheet->left + sheet->column, sheet->footer, true, PDF_INK_TEXT});
}

/* The pages that contents name. */
static void resolve(struct pdf_plan *plan, struct pdf_page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        struct pdf_item *item = &page->items[i];
        if (item->kind != PDF_PAGE_OF)
            continue;
        const struct pdf_place *place = pdf_find_place(plan, item->target);
        item->kind = PDF_TEXT;
        item->text = place ? arena_printf(plan->arena, "%zu", place->page + 1) : "";
        item->width = pdf_width(plan->text, item->style, item->text);
        item->x -= item->width;
    }
}

void running_add(struct pdf_plan *plan)
{
    for (size_t page = 0; page < plan->page_count; page++) {
        resolve(plan, &plan->pages[page]);
        if (page > 0)
            add_head(plan, page);
        add_foot(plan, page);
    }
}
