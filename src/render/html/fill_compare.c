#include "render/html/fill.h"

enum {
    COMPARE_TITLE = PAGE_OWN,
    COMPARE_BANNERS,
    COMPARE_HEATMAP,
    COMPARE_AVERAGES,
    COMPARE_CALIBRATIONS,
    COMPARE_TOTALS
};
static const struct marker markers[] = {
    PAGE_MARKERS,
    [COMPARE_TITLE] = {"TITLE", MARKER_INCLUDE, &title_shape},
    [COMPARE_BANNERS] = {"BANNERS", MARKER_INCLUDE, &banner_shape},
    [COMPARE_HEATMAP] = {"HEATMAP", MARKER_INCLUDE, &figure_shape},
    [COMPARE_AVERAGES] = {"AVERAGES", MARKER_INCLUDE, &table_shape},
    [COMPARE_CALIBRATIONS] = {"CALIBRATIONS", MARKER_INCLUDE, &table_shape},
    [COMPARE_TOTALS] = {"TOTALS", MARKER_INCLUDE, &table_shape},
};
const struct shape compare_shape = SHAPE("compare.tpl", markers);

bool html_compare(struct html *html, const struct view_compare *view, struct strbuf *out,
                  struct error *err)
{
    struct fill fill = html_begin(html, &view->frame);
    struct values *page = values_new(fill.arena, &compare_shape);
    struct fill_title title = {.title = view->frame.title, .lead = view->frame.description};

    fill_frame(&fill, &view->frame, page);
    fill_title(&fill, &view->frame, &title, page, COMPARE_TITLE);
    fill_banners(&fill, view->banners, view->banner_count, page, COMPARE_BANNERS);
    fill_figure(&fill, &view->heatmap, page, COMPARE_HEATMAP);
    fill_table(&fill, &view->averages, page, COMPARE_AVERAGES);
    fill_table(&fill, &view->calibrations, page, COMPARE_CALIBRATIONS);
    fill_table(&fill, &view->totals, page, COMPARE_TOTALS);
    return html_finish(html, page, out, err);
}
