/* The files about all sectors together. */
#include "app/build.h"
#include "app/build_handout.h"
#include "app/findings_file.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "render/charts/charts.h"
#include "render/xlsx/xlsx.h"
#include "view/build.h"
#include "view/workbook.h"

bool build_chart(struct build *build, const struct chart_plan *plan, struct view_figure *figure,
                 struct error *err)
{
    struct strbuf bytes;
    strbuf_init(&bytes);
    figure->width = chart_width(plan);
    figure->height = chart_height(plan);
    bool ok = chart_svg(plan, figure->alt, &bytes, err) &&
              stage_put(build->stage, figure->svg, bytes.text, bytes.length, err);
    strbuf_reset(&bytes);
    if (figure->png)
        ok = ok && chart_png(plan, build->canvas, &bytes, err) &&
             stage_put(build->stage, figure->png, bytes.text, bytes.length, err);
    strbuf_release(&bytes);
    return ok;
}

struct site {
    struct build *build;
    struct arena *arena;
    struct strbuf text; /* the file in the making */
};

static bool put(struct site *site, const char *path, struct error *err)
{
    bool ok = stage_put(site->build->stage, path, site->text.text, site->text.length, err);
    strbuf_reset(&site->text);
    return ok;
}

static bool put_fund_charts(struct site *site, struct view_fund *fund, struct error *err)
{
    struct build *build = site->build;
    if (fund->absent)
        return true;
    struct view_share_bar bands;
    view_bands_chart(&build->context, site->arena, &bands);
    struct view_scatter scatter;
    view_scatter_chart(&build->context, site->arena, &scatter);
    return build_chart(build, chart_plan_shares(site->arena, &bands), &fund->bands, err) &&
           build_chart(build, chart_plan_scatter(site->arena, &scatter), &fund->scatter, err);
}

static bool put_portfolio(struct site *site, struct error *err)
{
    struct build *build = site->build;
    struct view_heatmap heatmap;
    view_weights_heatmap(site->arena, &build->configs, &heatmap);
    const struct chart_plan *plan = chart_plan_heatmap(site->arena, &heatmap);
    struct view_compare compare;
    view_build_compare(&build->context, site->arena, &compare);
    struct view_portfolio portfolio;
    view_build_portfolio(&build->context, site->arena, &portfolio);
    portfolio.heatmap.width = chart_width(plan);
    portfolio.heatmap.height = chart_height(plan);
    return build_chart(build, plan, &compare.heatmap, err) &&
           put_fund_charts(site, &portfolio.fund, err) &&
           html_compare(build->html, &compare, &site->text, err) &&
           put(site, compare.frame.path, err) &&
           html_portfolio(build->html, &portfolio, &site->text, err) &&
           put(site, portfolio.frame.path, err) && handout_put_fund(build, &portfolio, err);
}

static bool put_findings_page(struct site *site, size_t page, const struct findings *rows,
                              struct error *err)
{
    struct build *build = site->build;
    struct arena *arena = arena_new();
    struct view_findings view;
    view_build_findings(&build->context, page, rows, arena, &view);
    bool ok = interrupt_check(err) && html_findings(build->html, &view, &site->text, err) &&
              put(site, view.frame.path, err);
    arena_free(arena);
    return ok;
}

static bool put_findings(struct site *site, struct error *err)
{
    size_t pages = view_page_count(findings_total(&site->build->findings));
    struct arena *arena = arena_new();
    struct arena *page_arena = arena_new();
    struct findings_stream *stream;
    const struct finding *finding;
    bool ok = open_findings(site->build, arena, &stream, err);
    for (size_t page = 1; ok && page <= pages; page++) {
        struct findings rows;
        findings_init(&rows, page_arena);
        while (ok && rows.count < LIST_PAGE_ROWS && (ok = findings_next(stream, &finding, err)) &&
               finding)
            findings_add(&rows, finding);
        ok = ok && put_findings_page(site, page, &rows, err);
        arena_reset(page_arena);
    }
    arena_free(page_arena);
    arena_free(arena);
    return ok;
}

static bool put_fixed_pages(struct site *site, struct error *err)
{
    struct build *build = site->build;
    struct view_method method;
    view_build_method(&build->context, site->arena, &method);
    struct view_not_found not_found;
    view_build_not_found(&build->context, site->arena, &not_found);
    return html_method(build->html, &method, &site->text, err) &&
           put(site, method.frame.path, err) &&
           html_not_found(build->html, &not_found, &site->text, err) &&
           put(site, not_found.frame.path, err);
}

static bool put_assets(struct site *site, struct error *err)
{
    struct html_asset *assets;
    size_t count;
    if (!html_assets(site->build->html, site->arena, &assets, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(site->arena, "assets/%s", assets[i].name);
        if (!stage_put(site->build->stage, path, assets[i].bytes, assets[i].length, err))
            return false;
    }
    return true;
}

/* Reports are confidential: search engines are asked to stay away, wherever the site is. The
 * addresses of a sitemap must be absolute: there is one where that of the site is known. */
static bool put_robots(struct site *site, struct error *err)
{
    const char *url = site->build->app->settings->site_url;
    strbuf_addstr(&site->text, "User-agent: *\nDisallow: /\n");
    if (*url)
        strbuf_addf(&site->text, "Sitemap: %s/sitemap.xml\n", url);
    return put(site, "robots.txt", err);
}

static void add_location(struct site *site, const char *path)
{
    strbuf_addstr(&site->text, "  <url><loc>");
    strbuf_addxml(&site->text, site->build->app->settings->site_url);
    strbuf_addch(&site->text, '/');
    strbuf_addxml(&site->text, path);
    strbuf_addstr(&site->text, "</loc></url>\n");
}

static bool put_sitemap(struct site *site, struct error *err)
{
    static const char *const fixed[] = {"index.html", "compare/index.html", "findings/index.html",
                                        "changes/index.html", "method/index.html"};
    if (!*site->build->app->settings->site_url)
        return true;
    strbuf_addstr(&site->text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        add_location(site, fixed[i]);
    for (size_t i = 0; i < site->build->configs.sector_count; i++) {
        const char *slug = site->build->configs.sectors[i].slug;
        add_location(site, arena_printf(site->arena, "sectors/%s/index.html", slug));
    }
    strbuf_addstr(&site->text, "</urlset>\n");
    return put(site, "sitemap.xml", err);
}

bool build_site(struct build *build, struct error *err)
{
    struct site site = {.build = build, .arena = arena_new()};
    strbuf_init(&site.text);
    bool ok = put_portfolio(&site, err) && put_findings(&site, err) &&
              put_fixed_pages(&site, err) && put_assets(&site, err) && put_robots(&site, err) &&
              put_sitemap(&site, err);
    strbuf_release(&site.text);
    arena_free(site.arena);
    return ok;
}

/* A document, and how it is written. */
struct data_file {
    const char *path;
    void (*write)(const struct api_site *site, struct strbuf *out);
};

static bool put_data(struct build *build, const struct data_file *files, size_t count,
                     struct error *err)
{
    struct strbuf text;
    bool ok = true;
    strbuf_init(&text);
    for (size_t i = 0; ok && i < count; i++) {
        strbuf_reset(&text);
        files[i].write(&build->api, &text);
        ok = stage_put(build->stage, files[i].path, text.text, text.length, err);
    }
    strbuf_release(&text);
    return ok;
}

bool build_data(struct build *build, struct error *err)
{
    static const struct data_file files[] = {
        {"api/v1/sectors.json", api_sectors},
        {"api/v1/fund.json", api_fund},
        {"api/v1/parameters.json", api_parameters},
    };
    return put_data(build, files, sizeof files / sizeof files[0], err);
}

static bool write_findings(const struct build *build, struct file_writer *file, struct error *err)
{
    enum { FLUSH_BYTES = 64 * 1024 };
    struct arena *arena = arena_new();
    struct strbuf text;
    struct findings_stream *stream;
    const struct finding *finding;
    strbuf_init(&text);
    struct writer writer = api_findings_begin(&build->api, &text);
    bool ok = open_findings(build, arena, &stream, err);
    while (ok && (ok = findings_next(stream, &finding, err)) && finding) {
        api_findings_row(&writer, finding);
        if (text.length > FLUSH_BYTES) {
            file_add(file, text.text, text.length);
            strbuf_reset(&text);
        }
    }
    api_findings_end(&writer);
    file_add(file, text.text, text.length);
    strbuf_release(&text);
    arena_free(arena);
    return ok;
}

static bool put_findings_data(struct build *build, struct error *err)
{
    static const char path[] = "api/v1/findings.json";
    struct arena *arena = arena_new();
    const char *full;
    bool ok = stage_path(build->stage, arena, path, &full, err);
    if (ok) {
        struct file_writer *file = file_begin(full);
        ok = write_findings(build, file, err);
        if (ok)
            ok = file_commit(file, err) && stage_adopt(build->stage, path, err);
        else
            file_discard(file);
    }
    arena_free(arena);
    return ok;
}

bool build_findings_data(struct build *build, struct error *err)
{
    static const struct data_file health = {"health.json", api_health};
    return put_findings_data(build, err) && put_data(build, &health, 1, err);
}
