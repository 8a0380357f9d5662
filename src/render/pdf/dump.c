#include "render/pdf/layout.h"

#include <math.h>

static void dump_number(struct strbuf *out, double value)
{
    strbuf_addch(out, ' ');
    plan_number(out, round(value * 10) / 10);
}

static void dump_item(const struct pdf_plan *plan, const struct pdf_item *item, struct strbuf *out)
{
    if (item->kind == PDF_TAG) {
        strbuf_addf(out, "  <%s>\n", item->text);
        return;
    }
    if (item->kind == PDF_TAG_END) {
        strbuf_addstr(out, "  <>\n");
        return;
    }
    strbuf_addstr(out, item->kind == PDF_TEXT    ? "    text"
                       : item->kind == PDF_CHART ? "    chart"
                                                 : "    rect");
    dump_number(out, item->x);
    dump_number(out, item->y);
    dump_number(out, item->width);
    if (item->kind != PDF_TEXT)
        dump_number(out, item->height);
    if (item->kind != PDF_CHART)
        strbuf_addf(out, " %s", pdf_ink_name(item->ink));
    if (item->kind == PDF_TEXT)
        strbuf_addf(out, " %s%s \"%s\"", pdf_face(item->style)->name, item->rtl ? " rtl" : "",
                    item->text);
    if (item->kind == PDF_CHART)
        strbuf_addf(out, " \"%s\"", item->chart->title);
    if (pdf_find_place(plan, item->target))
        strbuf_addf(out, " -> %s", item->target);
    strbuf_addch(out, '\n');
}

void pdf_plan_dump(const struct pdf_plan *plan, struct strbuf *out)
{
    for (size_t i = 0; i < plan->page_count; i++) {
        const struct pdf_page *page = &plan->pages[i];
        strbuf_addf(out, "page %zu of %zu: %s\n", i + 1, plan->page_count,
                    page->section ? page->section : "cover");
        for (size_t j = 0; j < page->count; j++)
            dump_item(plan, &page->items[j], out);
    }
    for (size_t i = 0; i < plan->place_count; i++) {
        const struct pdf_place *place = &plan->places[i];
        strbuf_addf(out, "place %d page %zu", place->level, place->page + 1);
        dump_number(out, place->y);
        strbuf_addf(out, " \"%s\" %s\n", place->outline ? place->outline : "",
                    place->anchor ? place->anchor : "");
    }
}
