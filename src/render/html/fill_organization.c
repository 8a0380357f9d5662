#include "base/text.h"
#include "render/html/fill.h"

enum {
    ORGANIZATION_TITLE = PAGE_OWN,
    ORGANIZATION_BANNERS,
    ORGANIZATION_SCORE,
    ORGANIZATION_FIRMOGRAPHICS,
    ORGANIZATION_ATTRIBUTES,
    ORGANIZATION_FINDINGS
};
static const struct marker markers[] = {
    PAGE_MARKERS,
    [ORGANIZATION_TITLE] = {"TITLE", MARKER_INCLUDE, &title_shape},
    [ORGANIZATION_BANNERS] = {"BANNERS", MARKER_INCLUDE, &banner_shape},
    [ORGANIZATION_SCORE] = {"SCORE", MARKER_INCLUDE, &score_shape},
    [ORGANIZATION_FIRMOGRAPHICS] = {"FIRMOGRAPHICS", MARKER_INCLUDE, &facts_shape},
    [ORGANIZATION_ATTRIBUTES] = {"ATTRIBUTES", MARKER_INCLUDE, &facts_shape},
    [ORGANIZATION_FINDINGS] = {"FINDINGS", MARKER_INCLUDE, &table_shape},
};
const struct shape organization_shape = SHAPE("organization.tpl", markers);

bool html_organization(struct html *html, const struct view_organization *view, struct strbuf *out,
                       struct error *err)
{
    struct fill fill = html_begin(html, &view->frame);
    struct values *page = values_new(fill.arena, &organization_shape);
    bool same = text_equal(view->frame.title, view->legal_name);
    struct fill_title title = {.title = view->frame.title,
                               .lead = same ? NULL : view->legal_name,
                               .kind = view->sector.label,
                               .status = &view->status};

    fill_frame(&fill, &view->frame, page);
    fill_title(&fill, &view->frame, &title, page, ORGANIZATION_TITLE);
    fill_banners(&fill, view->banners, view->banner_count, page, ORGANIZATION_BANNERS);
    fill_score(&fill, &view->score, page, ORGANIZATION_SCORE);
    fill_facts(&fill, &view->firmographics, page, ORGANIZATION_FIRMOGRAPHICS);
    fill_facts(&fill, &view->attributes, page, ORGANIZATION_ATTRIBUTES);
    fill_table(&fill, &view->findings, page, ORGANIZATION_FINDINGS);
    return html_finish(html, page, out, err);
}
