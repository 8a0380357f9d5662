#include "render/html/fill.h"

enum {
    SECTOR_TITLE = PAGE_OWN,
    SECTOR_BANNERS,
    SECTOR_DOWNLOADS,
    SECTOR_IDENTITY,
    SECTOR_SCORES,
    SECTOR_WEIGHTS,
    SECTOR_WEIGHTS_CHECK,
    SECTOR_CHART,
    SECTOR_CALIBRATIONS,
    SECTOR_FINDINGS,
    SECTOR_ORGANIZATIONS,
    SECTOR_PAGER,
    SECTOR_FIELDS
};
static const struct marker markers[] = {
    PAGE_MARKERS,
    [SECTOR_TITLE] = {"TITLE", MARKER_INCLUDE, &title_shape},
    [SECTOR_BANNERS] = {"BANNERS", MARKER_INCLUDE, &banner_shape},
    [SECTOR_DOWNLOADS] = {"DOWNLOADS", MARKER_INCLUDE, &downloads_shape},
    [SECTOR_IDENTITY] = {"IDENTITY", MARKER_INCLUDE, &facts_shape},
    [SECTOR_SCORES] = {"SCORES", MARKER_INCLUDE, &sector_scores_shape},
    [SECTOR_WEIGHTS] = {"WEIGHTS", MARKER_INCLUDE, &table_shape},
    [SECTOR_WEIGHTS_CHECK] = {"WEIGHTS_CHECK", MARKER_INCLUDE, &cell_shape},
    [SECTOR_CHART] = {"CHART", MARKER_INCLUDE, &figure_shape},
    [SECTOR_CALIBRATIONS] = {"CALIBRATIONS", MARKER_INCLUDE, &table_shape},
    [SECTOR_FINDINGS] = {"FINDINGS", MARKER_INCLUDE, &table_shape},
    [SECTOR_ORGANIZATIONS] = {"ORGANIZATIONS", MARKER_INCLUDE, &table_shape},
    [SECTOR_PAGER] = {"PAGER", MARKER_INCLUDE, &pager_shape},
    [SECTOR_FIELDS] = {"FIELDS", MARKER_INCLUDE, &table_shape},
};
const struct shape sector_shape = SHAPE("sector.tpl", markers);

bool html_sector(struct html *html, const struct view_sector *view, struct strbuf *out,
                 struct error *err)
{
    struct fill fill = html_begin(html, &view->frame);
    struct values *page = values_new(fill.arena, &sector_shape);
    struct fill_title title = {.kind = "Sector",
                               .title = view->frame.title,
                               .lead = view->description,
                               .color = view->color};

    fill_frame(&fill, &view->frame, page);
    fill_title(&fill, &view->frame, &title, page, SECTOR_TITLE);
    fill_banners(&fill, view->banners, view->banner_count, page, SECTOR_BANNERS);
    fill_downloads(&fill, view->downloads, view->download_count, page, SECTOR_DOWNLOADS);
    fill_key_figures(&fill, &view->identity, page, SECTOR_IDENTITY);
    fill_sector_scores(&fill, &view->scores, page, SECTOR_SCORES);
    fill_table(&fill, &view->weights, page, SECTOR_WEIGHTS);
    fill_cell(&fill, &view->weights_check, page, SECTOR_WEIGHTS_CHECK);
    fill_figure(&fill, &view->chart, page, SECTOR_CHART);
    fill_table(&fill, &view->calibrations, page, SECTOR_CALIBRATIONS);
    fill_table(&fill, &view->findings, page, SECTOR_FINDINGS);
    fill_table(&fill, &view->organizations, page, SECTOR_ORGANIZATIONS);
    fill_pager(&fill, &view->pager, page, SECTOR_PAGER);
    fill_table(&fill, &view->fields, page, SECTOR_FIELDS);
    return html_finish(html, page, out, err);
}
