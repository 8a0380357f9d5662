#include "base/text.h"
#include "render/html/fill.h"

enum { NOT_FOUND_TITLE, NOT_FOUND_SITE, NOT_FOUND_TEXT, NOT_FOUND_HOME };
static const struct marker markers[] = {
    [NOT_FOUND_TITLE] = {"TITLE", MARKER_VALUE, NULL},
    [NOT_FOUND_SITE] = {"SITE", MARKER_VALUE, NULL},
    [NOT_FOUND_TEXT] = {"TEXT", MARKER_VALUE, NULL},
    [NOT_FOUND_HOME] = {"HOME", MARKER_OPTIONAL, NULL},
};
const struct shape not_found_shape = SHAPE("not_found.tpl", markers);

/* Shown at whatever depth the missing page was asked for: it carries its own style, and links
 * home only where the root is an address that does not depend on the depth. */
bool html_not_found(struct html *html, const struct view_not_found *view, struct strbuf *out,
                    struct error *err)
{
    struct fill fill = html_begin(html, &view->frame);
    struct values *page = values_new(fill.arena, &not_found_shape);
    bool absolute = text_starts_with(fill.root, "/") || text_starts_with(fill.root, "http");

    values_set(page, NOT_FOUND_TITLE, view->frame.title);
    values_set(page, NOT_FOUND_SITE, view->frame.site_name);
    values_set(page, NOT_FOUND_TEXT, view->text);
    values_set(page, NOT_FOUND_HOME, absolute ? fill_href(&fill, "index.html") : NULL);
    return html_finish(html, page, out, err);
}
