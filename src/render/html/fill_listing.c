#include "render/html/fill.h"

enum { LISTING_TITLE = PAGE_OWN, LISTING_ORGANIZATIONS, LISTING_PAGER };
static const struct marker markers[] = {
    PAGE_MARKERS,
    [LISTING_TITLE] = {"TITLE", MARKER_INCLUDE, &title_shape},
    [LISTING_ORGANIZATIONS] = {"ORGANIZATIONS", MARKER_INCLUDE, &table_shape},
    [LISTING_PAGER] = {"PAGER", MARKER_INCLUDE, &pager_shape},
};
const struct shape listing_shape = SHAPE("listing.tpl", markers);

bool html_listing(struct html *html, const struct view_listing *view, struct strbuf *out,
                  struct error *err)
{
    struct fill fill = html_begin(html, &view->frame);
    struct values *page = values_new(fill.arena, &listing_shape);
    struct fill_title title = {.title = view->frame.title, .lead = view->frame.description};

    fill_frame(&fill, &view->frame, page);
    fill_title(&fill, &view->frame, &title, page, LISTING_TITLE);
    fill_table(&fill, &view->organizations, page, LISTING_ORGANIZATIONS);
    fill_pager(&fill, &view->pager, page, LISTING_PAGER);
    return html_finish(html, page, out, err);
}
