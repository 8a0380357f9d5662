#include "render/html/fill.h"

enum { FINDINGS_TITLE = PAGE_OWN, FINDINGS_COUNTS, FINDINGS_FINDINGS, FINDINGS_PAGER };
static const struct marker markers[] = {
    PAGE_MARKERS,
    [FINDINGS_TITLE] = {"TITLE", MARKER_INCLUDE, &title_shape},
    [FINDINGS_COUNTS] = {"COUNTS", MARKER_INCLUDE, &facts_shape},
    [FINDINGS_FINDINGS] = {"FINDINGS", MARKER_INCLUDE, &table_shape},
    [FINDINGS_PAGER] = {"PAGER", MARKER_INCLUDE, &pager_shape},
};
const struct shape findings_shape = SHAPE("findings.tpl", markers);

bool html_findings(struct html *html, const struct view_findings *view, struct strbuf *out,
                   struct error *err)
{
    struct fill fill = html_begin(html, &view->frame);
    struct values *page = values_new(fill.arena, &findings_shape);
    struct fill_title title = {.title = view->frame.title, .lead = view->frame.description};

    fill_frame(&fill, &view->frame, page);
    fill_title(&fill, &view->frame, &title, page, FINDINGS_TITLE);
    fill_key_figures(&fill, &view->counts, page, FINDINGS_COUNTS);
    fill_table(&fill, &view->findings, page, FINDINGS_FINDINGS);
    fill_pager(&fill, &view->pager, page, FINDINGS_PAGER);
    return html_finish(html, page, out, err);
}
