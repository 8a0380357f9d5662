#include "render/html/fill.h"

enum {
    PORTFOLIO_TITLE = PAGE_OWN,
    PORTFOLIO_BANNERS,
    PORTFOLIO_KEY_FIGURES,
    PORTFOLIO_FUND,
    PORTFOLIO_SECTORS,
    PORTFOLIO_HEATMAP,
    PORTFOLIO_FINDINGS,
    PORTFOLIO_DOWNLOADS
};
static const struct marker markers[] = {
    PAGE_MARKERS,
    [PORTFOLIO_TITLE] = {"TITLE", MARKER_INCLUDE, &title_shape},
    [PORTFOLIO_BANNERS] = {"BANNERS", MARKER_INCLUDE, &banner_shape},
    [PORTFOLIO_KEY_FIGURES] = {"KEY_FIGURES", MARKER_INCLUDE, &facts_shape},
    [PORTFOLIO_FUND] = {"FUND", MARKER_INCLUDE, &fund_shape},
    [PORTFOLIO_SECTORS] = {"SECTORS", MARKER_INCLUDE, &table_shape},
    [PORTFOLIO_HEATMAP] = {"HEATMAP", MARKER_INCLUDE, &figure_shape},
    [PORTFOLIO_FINDINGS] = {"FINDINGS", MARKER_INCLUDE, &table_shape},
    [PORTFOLIO_DOWNLOADS] = {"DOWNLOADS", MARKER_INCLUDE, &downloads_shape},
};
const struct shape portfolio_shape = SHAPE("portfolio.tpl", markers);

bool html_portfolio(struct html *html, const struct view_portfolio *view, struct strbuf *out,
                    struct error *err)
{
    struct fill fill = html_begin(html, &view->frame);
    struct values *page = values_new(fill.arena, &portfolio_shape);
    struct fill_title title = {.title = view->frame.title, .lead = view->frame.description};

    fill_frame(&fill, &view->frame, page);
    fill_title(&fill, &view->frame, &title, page, PORTFOLIO_TITLE);
    fill_banners(&fill, view->banners, view->banner_count, page, PORTFOLIO_BANNERS);
    fill_key_figures(&fill, &view->key_figures, page, PORTFOLIO_KEY_FIGURES);
    fill_fund(&fill, &view->fund, page, PORTFOLIO_FUND);
    fill_table(&fill, &view->sectors, page, PORTFOLIO_SECTORS);
    fill_figure(&fill, &view->heatmap, page, PORTFOLIO_HEATMAP);
    fill_table(&fill, &view->findings, page, PORTFOLIO_FINDINGS);
    fill_downloads(&fill, view->downloads, view->download_count, page, PORTFOLIO_DOWNLOADS);
    return html_finish(html, page, out, err);
}
