#include "render/pdf/paint.h"

#include "base/hex.h"
#include "base/utc.h"
#include "render/charts/paint.h"

#include <cairo-pdf.h>

struct painter {
    const struct pdf_plan *plan;
    cairo_surface_t *surface;
    cairo_t *cairo;
    uint32_t sector; /* the handout's own colour */
    bool ok;
    struct error *err;
};

static uint32_t color_of(const struct painter *painter, enum pdf_ink ink)
{
    return ink == PDF_INK_SECTOR ? painter->sector : pdf_ink_color(ink);
}

static void set_ink(const struct painter *painter, enum pdf_ink ink)
{
    uint32_t color = color_of(painter, ink);
    cairo_set_source_rgb(painter->cairo, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0,
                         (color & 0xff) / 255.0);
}

/* "d12": no name of ours needs to be quoted. */
static const char *destination(const struct painter *painter, const char *anchor)
{
    const struct pdf_place *place = pdf_find_place(painter->plan, anchor);
    return place
               ? arena_printf(painter->plan->arena, "d%zu", (size_t)(place - painter->plan->places))
               : NULL;
}

static void paint_text(struct painter *painter, const struct pdf_item *item)
{
    const char *target = destination(painter, item->target);
    if (target)
        cairo_tag_begin(painter->cairo, CAIRO_TAG_LINK,
                        arena_printf(painter->plan->arena, "dest='%s'", target));
    set_ink(painter, item->ink);
    pdf_show(painter->plan->text, painter->cairo,
             &(struct pdf_item_text){item->style, item->rtl, item->text, item->x, item->y});
    if (target)
        cairo_tag_end(painter->cairo, CAIRO_TAG_LINK);
}

static void paint_chart_text(void *text, cairo_t *cairo, const struct chart_item *item)
{
    pdf_show_chart_text(text, cairo, item);
}

static void paint_chart(struct painter *painter, const struct pdf_item *item)
{
    cairo_t *cairo = painter->cairo;
    double scale = item->width / item->chart->width;
    cairo_save(cairo);
    cairo_translate(cairo, item->x, item->y);
    cairo_scale(cairo, scale, scale);
    painter->ok = painter->ok && chart_paint_with(item->chart, cairo,
                                                  &(struct chart_text_painter){paint_chart_text,
                                                                               painter->plan->text},
                                                  painter->err);
    cairo_restore(cairo);
}

/* All rules are of one height. */
static bool is_rule(const struct pdf_item *item)
{
    return item->kind == PDF_RECT && item->ink == PDF_INK_RULE;
}

/* One path, before all else: rules reach from the head of a page to its foot, and where Cairo knows
 * that an area can be drawn it need not join what lies within to it, text by text. Strokes: viewers
 * fit each of them to their pixels. */
static void paint_rules(struct painter *painter, const struct pdf_page *page)
{
    cairo_t *cairo = painter->cairo;
    for (size_t i = 0; i < page->count; i++) {
        const struct pdf_item *item = &page->items[i];
        if (!is_rule(item))
            continue;
        cairo_move_to(cairo, item->x, item->y + item->height / 2);
        cairo_rel_line_to(cairo, item->width, 0);
        cairo_set_line_width(cairo, item->height);
    }
    set_ink(painter, PDF_INK_RULE);
    cairo_stroke(cairo);
}

static void paint_rect(struct painter *painter, const struct pdf_item *item)
{
    set_ink(painter, item->ink);
    cairo_rectangle(painter->cairo, item->x, item->y, item->width, item->height);
    cairo_fill(painter->cairo);
}

static void paint_page(struct painter *painter, const struct pdf_page *page)
{
    const char *open[8];
    size_t depth = 0;
    paint_rules(painter, page);
    for (size_t i = 0; i < page->count; i++) {
        const struct pdf_item *item = &page->items[i];
        switch (item->kind) {
        case PDF_TEXT:
        case PDF_PAGE_OF:
            paint_text(painter, item);
            break;
        case PDF_RECT:
            if (!is_rule(item))
                paint_rect(painter, item);
            break;
        case PDF_CHART:
            paint_chart(painter, item);
            break;
        case PDF_TAG:
            open[depth++] = item->text;
            cairo_tag_begin(painter->cairo, item->text, NULL);
            break;
        case PDF_TAG_END:
            cairo_tag_end(painter->cairo, open[--depth]);
            break;
        }
    }
}

static void paint_destinations(struct painter *painter, size_t page)
{
    const struct pdf_plan *plan = painter->plan;
    for (size_t i = 0; i < plan->place_count; i++) {
        if (plan->places[i].page != page)
            continue;
        int y = (int)plan->places[i].y - 12;
        const char *attributes =
            arena_printf(plan->arena, "name='d%zu' x=0 y=%d", i, y > 0 ? y : 0);
        cairo_tag_begin(painter->cairo, CAIRO_TAG_DEST, attributes);
        cairo_tag_end(painter->cairo, CAIRO_TAG_DEST);
    }
}

/* Level 1 open, the others closed; a level that is left out belongs to the one above. */
static void add_outline(struct painter *painter)
{
    int parents[4] = {CAIRO_PDF_OUTLINE_ROOT};
    const struct pdf_plan *plan = painter->plan;
    for (size_t i = 0; i < plan->place_count; i++) {
        const struct pdf_place *place = &plan->places[i];
        if (!place->outline || place->level > 2)
            continue;
        int parent = parents[place->level - 1];
        int id = cairo_pdf_surface_add_outline(
            painter->surface, parent, place->outline, arena_printf(plan->arena, "dest='d%zu'", i),
            place->level == 1 ? CAIRO_PDF_OUTLINE_FLAG_BOLD : (cairo_pdf_outline_flags_t)0);
        for (int level = place->level; level < 4; level++)
            parents[level] = id;
    }
}

static void add_metadata(struct painter *painter)
{
    const struct handout *handout = painter->plan->handout;
    struct arena *arena = painter->plan->arena;
    char when[UTC_TEXT];
    utc_moment(when, handout->created);
    const struct {
        cairo_pdf_metadata_t key;
        const char *text;
    } rows[] = {
        {CAIRO_PDF_METADATA_TITLE,
         arena_printf(arena, "%s: %s", handout->site_name, handout->title)},
        {CAIRO_PDF_METADATA_AUTHOR, handout->site_name},
        {CAIRO_PDF_METADATA_SUBJECT, handout->subject ? handout->subject : ""},
        {CAIRO_PDF_METADATA_KEYWORDS, arena_printf(arena, "%s, %s, content %s", handout->as_of,
                                                   handout->parameters, handout->content_id)},
        {CAIRO_PDF_METADATA_CREATOR, "orgair"},
        {CAIRO_PDF_METADATA_CREATE_DATE, when},
        {CAIRO_PDF_METADATA_MOD_DATE, when},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cairo_pdf_surface_set_metadata(painter->surface, rows[i].key, rows[i].text);
}

static cairo_status_t write_bytes(void *out, const unsigned char *bytes, unsigned length)
{
    strbuf_add(out, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

static uint32_t sector_color(const char *color)
{
    uint32_t own;
    return hex_color(color, &own) ? own : pdf_ink_color(PDF_INK_SECTOR);
}

static void paint_pages(struct painter *painter)
{
    add_metadata(painter);
    for (size_t i = 0; i < painter->plan->page_count && painter->ok; i++) {
        paint_destinations(painter, i);
        paint_page(painter, &painter->plan->pages[i]);
        cairo_show_page(painter->cairo);
    }
    add_outline(painter);
}

bool pdf_paint(const struct pdf_plan *plan, struct arena *arena, struct strbuf *out,
               struct error *err)
{
    const char *title = plan->handout->title;
    struct painter painter = {.plan = plan, .ok = true, .err = err};
    painter.sector = sector_color(plan->handout->color);
    painter.surface = cairo_pdf_surface_create_for_stream(write_bytes, out, plan->sheet.width,
                                                          plan->sheet.height);
    painter.cairo = cairo_create(painter.surface);
    paint_pages(&painter);
    cairo_status_t status = cairo_status(painter.cairo);
    cairo_destroy(painter.cairo);
    arena_free(arena);
    cairo_surface_finish(painter.surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(painter.surface);
    cairo_surface_destroy(painter.surface);
    if (painter.ok && status != CAIRO_STATUS_SUCCESS)
        return error_set(err, ERROR_FAILED, "handout '%s' cannot be painted: %s", title,
                         cairo_status_to_string(status));
    return painter.ok;
}
