/*
 * Places views into values: one fill function a page, in fill_<page>.c beside
 * the list of its template's markers, and one a component, in
 * fill_component.c. Nothing here decides on words, order or rounding.
 */
#ifndef RENDER_HTML_FILL_H
#define RENDER_HTML_FILL_H

#include "render/html/html.h"
#include "render/html/shared.h"
#include "render/html/values.h"

struct fill {
    struct html *html;
    struct arena *arena; /* lives as long as the page is being made */
    const char *root;    /* from the page to the root of the site: put before paths */
    size_t *tables;      /* of the page so far: they are called t1, t2 ... */
};

/* Every page's first markers, for PAGE_MARKERS and the enumeration of its own. */
enum { PAGE_HEAD, PAGE_HEADER, PAGE_FOOTER, PAGE_OWN };
extern const struct shape head_shape, header_shape, footer_shape;
#define PAGE_MARKERS                                                                               \
    [PAGE_HEAD] = {"HEAD", MARKER_INCLUDE, &head_shape},                                           \
    [PAGE_HEADER] = {"HEADER", MARKER_INCLUDE, &header_shape},                                     \
    [PAGE_FOOTER] = {"FOOTER", MARKER_INCLUDE, &footer_shape}

/* The frame's values in a page that begins with PAGE_MARKERS. */
void fill_frame(const struct fill *fill, const struct view_frame *frame, struct values *page);

/* The head of the content: the page's one h1 and what stands around it. */
struct fill_title {
    const char *kind; /* "Sector", above the title, or what it belongs to; NULL: none */
    const char *title;
    const char *lead;               /* NULL: none */
    const char *color;              /* "#RRGGBB"; NULL or anything else: the site's accent */
    const struct view_cell *status; /* NULL: none */
};
extern const struct shape title_shape;
void fill_title(const struct fill *fill, const struct view_frame *frame,
                const struct fill_title *title, struct values *page, size_t marker);

/* Components, each an include of its own template: `marker` is the page's for it. */
extern const struct shape banner_shape, table_shape, facts_shape, figure_shape, pager_shape,
    downloads_shape;
void fill_banners(const struct fill *fill, const struct view_banner *banners, size_t count,
                  struct values *page, size_t marker);
/* Nothing for a table without columns. */
void fill_table(const struct fill *fill, const struct view_table *table, struct values *page,
                size_t marker);
void fill_facts(const struct fill *fill, const struct view_facts *facts, struct values *page,
                size_t marker);
/* The same facts as large figures side by side, within class="strip". */
void fill_key_figures(const struct fill *fill, const struct view_facts *facts, struct values *page,
                      size_t marker);
void fill_figure(const struct fill *fill, const struct view_figure *figure, struct values *page,
                 size_t marker);
/* Nothing where there is only one page. */
void fill_pager(const struct fill *fill, const struct view_pager *pager, struct values *page,
                size_t marker);
void fill_downloads(const struct fill *fill, const struct view_link *links, size_t count,
                    struct values *page, size_t marker);
extern const struct shape cell_shape;
void fill_cell(const struct fill *fill, const struct view_cell *cell, struct values *values,
               size_t marker);

/* Scores; nothing where there are none and no word on why. */
extern const struct shape score_shape, sector_scores_shape, fund_shape;
void fill_score(const struct fill *fill, const struct view_score *score, struct values *page,
                size_t marker);
void fill_sector_scores(const struct fill *fill, const struct view_sector_scores *scores,
                        struct values *page, size_t marker);
void fill_fund(const struct fill *fill, const struct view_fund *fund, struct values *page,
               size_t marker);

/* Whether a text may turn the direction of what stands around it, and is to be set apart from it by
 * <bdi>: it has characters written from right to left, or some that are rare enough not to be told
 * from them. */
bool fill_needs_isolation(const char *text);
/* A name as a value, and the flag around it that says so. */
void fill_name(struct values *values, size_t marker, size_t isolated, const char *text);

/* A path of the site as seen from the page; NULL stays NULL. */
const char *fill_href(const struct fill *fill, const char *path);

/* The pages' shapes, for loading: one for each html_<page>. */
extern const struct shape portfolio_shape, sector_shape, listing_shape, organization_shape,
    compare_shape, findings_shape, changes_shape, method_shape, not_found_shape;
/* And those of the parts that are made once. */
extern const struct shape navigation_shape, assets_shape, crumbs_shape, table_head_shape,
    facts_head_shape, term_shape;

/* The arena for one page's values, emptied; and the page itself once they are filled. */
struct fill html_begin(struct html *html, const struct view_frame *frame);
/* A part of many pages is made once for all that say the same with its key (shared.h), begun with
 * its shape and the page's root. What is not known yet is made of its values; why it could not be
 * is told when the page is finished. */
struct strbuf *html_part_key(const struct fill *fill, const struct shape *shape);
bool html_part_known(const struct fill *fill, struct html_part *part);
struct html_part html_part_make(const struct fill *fill, const struct values *values);
bool html_finish(struct html *html, const struct values *page, struct strbuf *out,
                 struct error *err);

#endif
