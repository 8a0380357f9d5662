#include "render/html/fill.h"

enum {
    CHANGES_TITLE = PAGE_OWN,
    CHANGES_COUNTS,
    CHANGES_SCORES,
    CHANGES_THRESHOLDS,
    CHANGES_ORGANIZATIONS,
    CHANGES_CONFIGURATION,
    CHANGES_FINDINGS,
    CHANGES_DOWNLOADS
};
static const struct marker markers[] = {
    PAGE_MARKERS,
    [CHANGES_TITLE] = {"TITLE", MARKER_INCLUDE, &title_shape},
    [CHANGES_COUNTS] = {"COUNTS", MARKER_INCLUDE, &facts_shape},
    [CHANGES_SCORES] = {"SCORES", MARKER_INCLUDE, &table_shape},
    [CHANGES_THRESHOLDS] = {"THRESHOLDS", MARKER_INCLUDE, &table_shape},
    [CHANGES_ORGANIZATIONS] = {"ORGANIZATIONS", MARKER_INCLUDE, &table_shape},
    [CHANGES_CONFIGURATION] = {"CONFIGURATION", MARKER_INCLUDE, &table_shape},
    [CHANGES_FINDINGS] = {"FINDINGS", MARKER_INCLUDE, &table_shape},
    [CHANGES_DOWNLOADS] = {"DOWNLOADS", MARKER_INCLUDE, &downloads_shape},
};
const struct shape changes_shape = SHAPE("changes.tpl", markers);

bool html_changes(struct html *html, const struct view_changes *view, struct strbuf *out,
                  struct error *err)
{
    struct fill fill = html_begin(html, &view->frame);
    struct values *page = values_new(fill.arena, &changes_shape);
    struct fill_title title = {.title = view->frame.title, .lead = view->baseline};

    fill_frame(&fill, &view->frame, page);
    fill_title(&fill, &view->frame, &title, page, CHANGES_TITLE);
    fill_key_figures(&fill, &view->counts, page, CHANGES_COUNTS);
    fill_table(&fill, &view->scores, page, CHANGES_SCORES);
    fill_table(&fill, &view->thresholds, page, CHANGES_THRESHOLDS);
    fill_table(&fill, &view->organizations, page, CHANGES_ORGANIZATIONS);
    fill_table(&fill, &view->configuration, page, CHANGES_CONFIGURATION);
    fill_table(&fill, &view->findings, page, CHANGES_FINDINGS);
    fill_downloads(&fill, view->downloads, view->download_count, page, CHANGES_DOWNLOADS);
    return html_finish(html, page, out, err);
}
