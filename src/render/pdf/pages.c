/* Strips to pages, then what surrounds them. */
#include "render/pdf/layout.h"

struct paging {
    struct pdf_plan *plan;
    double y;     /* below the last strip, from the top of the text column */
    size_t block; /* whose element is open; 0: none is */
    const char *section;
    bool titled; /* the page by the first section that begins on it */
};

static struct pdf_page *last_page(struct pdf_plan *plan)
{
    return &plan->pages[plan->page_count - 1];
}

static void page_item(struct pdf_plan *plan, struct pdf_page *page, struct pdf_item item)
{
    page->items =
        arena_grow(plan->arena, page->items, &page->capacity, page->count + 1, sizeof *page->items);
    page->items[page->count++] = item;
}

static void close_block(struct paging *paging)
{
    if (paging->block > 0)
        page_item(paging->plan, last_page(paging->plan), (struct pdf_item){.kind = PDF_TAG_END});
    paging->block = 0;
}

static void new_page(struct paging *paging)
{
    struct pdf_plan *plan = paging->plan;
    if (plan->page_count > 0)
        close_block(paging);
    plan->pages = arena_grow(plan->arena, plan->pages, &plan->page_capacity, plan->page_count + 1,
                             sizeof *plan->pages);
    plan->pages[plan->page_count++] = (struct pdf_page){.section = paging->section};
    paging->titled = false;
    paging->y = 0;
}

/* An element never spans pages: Cairo closes it with the page. It goes on as one of its kind. */
static void open_block(struct paging *paging, const struct pdf_strip *strip)
{
    if (strip->tag && paging->block == strip->block)
        return;
    close_block(paging);
    if (!strip->tag)
        return;
    page_item(paging->plan, last_page(paging->plan),
              (struct pdf_item){.kind = PDF_TAG, .text = strip->tag});
    paging->block = strip->block;
}

static void note_place(struct paging *paging, const struct pdf_strip *strip)
{
    struct pdf_plan *plan = paging->plan;
    if (!strip->anchor && !strip->outline)
        return;
    if (strip->level == 1)
        paging->section = strip->outline;
    if (strip->level == 1 && !paging->titled)
        last_page(plan)->section = strip->outline;
    paging->titled = paging->titled || strip->level == 1;
    plan->places = arena_grow(plan->arena, plan->places, &plan->place_capacity,
                              plan->place_count + 1, sizeof *plan->places);
    plan->places[plan->place_count++] = (struct pdf_place){
        .anchor = strip->anchor,
        .outline = strip->outline,
        .level = strip->level,
        .page = plan->page_count - 1,
        .y = plan->sheet.top + paging->y,
    };
}

static void put_strip(struct paging *paging, const struct pdf_strip *strip)
{
    struct pdf_plan *plan = paging->plan;
    if (paging->y > 0)
        paging->y += strip->before;
    note_place(paging, strip);
    open_block(paging, strip);
    for (size_t i = 0; i < strip->count; i++) {
        struct pdf_item item = strip->items[i];
        item.x += plan->sheet.left;
        item.y += plan->sheet.top + paging->y;
        page_item(plan, last_page(plan), item);
    }
    paging->y += strip->height;
}

static void put_on_new_page(struct paging *paging, const struct pdf_strip *strip)
{
    new_page(paging);
    if (strip->header)
        put_strip(paging, strip->header);
}

/* The strips from `first` that stay together. */
static size_t chunk_end(const struct pdf_plan *plan, size_t first)
{
    size_t end = first + 1;
    while (end < plan->strip_count && plan->strips[end - 1]->keep && !plan->strips[end]->page_break)
        end++;
    return end;
}

static double chunk_height(const struct pdf_plan *plan, size_t first, size_t end)
{
    double height = 0;
    for (size_t i = first; i < end; i++)
        height += plan->strips[i]->height + (i > first ? plan->strips[i]->before : 0);
    return height;
}

static bool fits(const struct paging *paging, double before, double height)
{
    return paging->y + (paging->y > 0 ? before : 0) + height <= paging->plan->sheet.body + 0.01;
}

/* Does all from `first` to the next page break fit below what the page holds? */
static bool section_fits(const struct paging *paging, size_t first)
{
    const struct pdf_plan *plan = paging->plan;
    size_t end = first + 1;
    while (end < plan->strip_count && !plan->strips[end]->page_break)
        end++;
    return fits(paging, plan->strips[first]->before, chunk_height(plan, first, end));
}

static bool breaks(const struct paging *paging, size_t first)
{
    const struct pdf_strip *strip = paging->plan->strips[first];
    if (!strip->page_break || strip->share <= 0)
        return strip->page_break;
    return paging->y > strip->share * paging->plan->sheet.body && !section_fits(paging, first);
}

void pages_make(struct pdf_plan *plan)
{
    struct paging paging = {.plan = plan};
    new_page(&paging);
    for (size_t i = 0; i < plan->strip_count;) {
        size_t end = chunk_end(plan, i);
        double height = chunk_height(plan, i, end);
        const struct pdf_strip *first = plan->strips[i];
        bool fresh = paging.y <= 0;
        bool too_tall = height > plan->sheet.body;
        if (!fresh && (breaks(&paging, i) || (!too_tall && !fits(&paging, first->before, height))))
            put_on_new_page(&paging, first);
        for (; i < end; i++) {
            const struct pdf_strip *strip = plan->strips[i];
            if (paging.y > 0 && !fits(&paging, strip->before, strip->height))
                put_on_new_page(&paging, strip);
            put_strip(&paging, strip);
        }
    }
    close_block(&paging);
}
