#include "render/pdf/paint.h"

#include "render/pdf/chart.h"
#include "render/pdf/content.h"
#include "render/pdf/document.h"
#include "render/pdf/tags.h"

struct painter {
    const struct pdf_plan *plan;
    struct pdf_file *file;
    struct pdf_document document;
    struct pdf_tags *tags;
    struct pdf_content content;
    size_t page;
    size_t marked;       /* the element whose content is being added */
    bool marking;        /* content is being added, of no element where `marked` is 0 */
    uint32_t sector;     /* the handout's own colour */
    struct strbuf links; /* of the page */
};

static uint32_t color_of(const struct painter *painter, enum pdf_ink ink)
{
    return ink == PDF_INK_SECTOR ? painter->sector : pdf_ink_color(ink);
}

static uint32_t sector_color(const char *color)
{
    unsigned value;
    if (color && strlen(color) == 7 && color[0] == '#' && sscanf(color + 1, "%6x", &value) == 1)
        return value;
    return pdf_ink_color(PDF_INK_SECTOR);
}

static double from_bottom(const struct painter *painter, double y)
{
    return painter->plan->sheet.height - y;
}

/* ---- whose content it is ---- */

static void end_marking(struct painter *painter)
{
    if (painter->marking)
        content_operator(&painter->content, "EMC");
    painter->marking = false;
}

static void mark(struct painter *painter, size_t element)
{
    struct strbuf *out = &painter->content.bytes;
    if (painter->marking && painter->marked == element)
        return;
    end_marking(painter);
    painter->marking = true;
    painter->marked = element;
    if (element == 0) {
        strbuf_addstr(out, "/Artifact BMC\n");
        return;
    }
    strbuf_addch(out, '/');
    strbuf_addstr(out, pdf_tags_name(painter->tags));
    strbuf_addstr(out, "<</MCID ");
    pdf_add_integer(out, (long)pdf_tags_mark(painter->tags, painter->page));
    strbuf_addstr(out, ">>BDC\n");
}

/* What follows is of the element that is open; nothing to be read, where none is. */
static void mark_open(struct painter *painter)
{
    mark(painter, pdf_tags_current(painter->tags));
}

/* ---- items ---- */

static void paint_rect(struct painter *painter, const struct pdf_item *item)
{
    struct pdf_content *content = &painter->content;
    mark(painter, 0);
    content_fill(content, color_of(painter, item->ink));
    content_numbers(content,
                    (double[]){item->x, from_bottom(painter, item->y + item->height), item->width,
                               item->height},
                    4);
    content_operator(content, "re f");
}

static void paint_line(struct painter *painter, const struct pdf_item *item)
{
    mark_open(painter);
    content_fill(&painter->content, color_of(painter, item->ink));
    content_show(&painter->content,
                 &(struct content_text){
                     .runs = pdf_line_runs(painter->plan->text, item->style, item->text, item->rtl),
                     .x = item->x,
                     .y = from_bottom(painter, item->y)});
}

/* From the line to a place in the document. */
static void add_link(struct painter *painter, const struct pdf_item *item,
                     const struct pdf_place *place)
{
    const struct pdf_face *face = pdf_face(item->style);
    double baseline = from_bottom(painter, item->y);
    unsigned id = pdf_file_reserve(painter->file, 1);
    size_t parent = pdf_tags_annotate(painter->tags, painter->page, id);
    struct strbuf *out = pdf_file_object(painter->file, id);
    strbuf_addstr(out, "<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[");
    const double box[] = {item->x, baseline - 0.25 * face->size, item->x + item->width,
                          baseline + 0.95 * face->size};
    for (size_t i = 0; i < 4; i++) {
        pdf_add_number(out, box[i]);
        strbuf_addch(out, i < 3 ? ' ' : ']');
    }
    document_add_destination(&painter->document, place, out);
    strbuf_addstr(out, "/StructParent ");
    pdf_add_integer(out, (long)parent);
    strbuf_addstr(out, ">>");
    pdf_add_reference(&painter->links, id);
    strbuf_addch(&painter->links, ' ');
}

static void paint_text(struct painter *painter, const struct pdf_item *item)
{
    const struct pdf_place *place = pdf_find_place(painter->plan, item->target);
    if (place)
        pdf_tags_open(painter->tags, "Link");
    paint_line(painter, item);
    if (!place)
        return;
    add_link(painter, item, place);
    pdf_tags_close(painter->tags);
}

static void paint_chart(struct painter *painter, const struct pdf_item *item)
{
    mark_open(painter);
    pdf_tags_say(painter->tags, item->chart->title);
    pdf_chart_paint(&painter->content, painter->plan->text,
                    &(struct pdf_chart){.plan = item->chart,
                                        .x = item->x,
                                        .y = from_bottom(painter, item->y),
                                        .scale = item->width / item->chart->width});
}

static void paint_item(struct painter *painter, const struct pdf_item *item)
{
    switch (item->kind) {
    case PDF_TEXT:
    case PDF_PAGE_OF:
        paint_text(painter, item);
        break;
    case PDF_RECT:
        paint_rect(painter, item);
        break;
    case PDF_CHART:
        paint_chart(painter, item);
        break;
    case PDF_TAG:
        pdf_tags_open(painter->tags, item->text);
        break;
    case PDF_TAG_END:
        pdf_tags_close(painter->tags);
        break;
    }
}

static void paint_page(struct painter *painter, size_t number)
{
    const struct pdf_page *page = &painter->plan->pages[number];
    painter->page = number;
    content_begin(&painter->content);
    strbuf_reset(&painter->links);
    for (size_t i = 0; i < page->count; i++)
        paint_item(painter, &page->items[i]);
    end_marking(painter);
    document_add_page(&painter->document, number, &painter->content.bytes, &painter->links);
}

static bool paint_pages(struct painter *painter)
{
    for (size_t i = 0; i < painter->plan->page_count; i++)
        paint_page(painter, i);
    return document_end(&painter->document, painter->content.fonts,
                        pdf_tags_write(painter->tags, painter->file));
}

bool pdf_paint(const struct pdf_plan *plan, struct strbuf *out, struct error *err)
{
    struct arena *arena = plan->arena;
    struct painter painter = {.plan = plan, .sector = sector_color(plan->handout->color)};
    painter.file = pdf_file_begin(arena, out);
    painter.document = document_begin(plan, painter.file);
    painter.tags = pdf_tags_begin(arena, painter.document.first_page, plan->page_count);
    painter.content.fonts = pdf_fonts_begin(arena);
    strbuf_init(&painter.content.bytes);
    strbuf_init(&painter.links);
    bool done = paint_pages(&painter);
    strbuf_release(&painter.content.bytes);
    strbuf_release(&painter.links);
    if (done)
        return true;
    return error_set(err, ERROR_FAILED, "handout '%s' cannot be painted: a font cannot be embedded",
                     plan->handout->title);
}
