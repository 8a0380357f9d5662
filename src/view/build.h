/*
 * From the model to pages: what is said, in which words and order. Everything
 * is made in the arena that is passed; strings of the model are referred to,
 * not copied, so the model must outlive the view.
 */
#ifndef VIEW_BUILD_H
#define VIEW_BUILD_H

#include "model/organization.h"
#include "view/context.h"
#include "view/pages.h"

/* A list of LIST_PAGED_FROM rows or more is shown in pages of LIST_PAGE_ROWS. */
enum { LIST_PAGED_FROM = 200, LIST_PAGE_ROWS = 100 };
size_t view_page_count(size_t rows);

/* Where page `page` of a sector's list stands; page 1 is the sector's own page. */
const char *view_listing_path(struct arena *arena, const char *slug, size_t page);
const char *view_findings_path(struct arena *arena, size_t page);

void view_build_portfolio(const struct view_context *context, struct arena *arena,
                          struct view_portfolio *view);

/* A sector's page. `organizations`: the rows of page 1, as view_listing_row made them. */
struct view_sector_input {
    const struct sector *sector;
    const struct column_set *columns;
    const struct view_table *organizations;
};
void view_build_sector(const struct view_context *context, const struct view_sector_input *input,
                       struct arena *arena, struct view_sector *view);
void view_build_listing(const struct view_context *context, const struct sector *sector,
                        const struct view_table *organizations, size_t page, struct arena *arena,
                        struct view_listing *view);

/* The list's columns, without rows; then a row. */
void view_listing_table(struct arena *arena, const struct sector *sector, struct view_table *table);
enum { LISTING_COLUMNS = 7 };
void view_listing_row(struct arena *arena, const struct column_set *columns,
                      const struct organization *organization,
                      struct view_cell cells[LISTING_COLUMNS]);

/* `findings` are those of this organization. */
struct view_organization_input {
    const struct sector *sector;
    const struct column_set *columns;
    const struct organization *organization;
    const struct finding *findings;
    size_t finding_count;
    const struct scored_organization *scored; /* NULL: the run scores nothing */
};
void view_build_organization(const struct view_context *context,
                             const struct view_organization_input *input, struct arena *arena,
                             struct view_organization *view);

/* The sector's average of a dimension as the pages of its organizations show it: rounded to two
 * places before anything is made of it, so that what does not show does not rewrite them. NAN: no
 * organization is assessed. */
double view_sector_average(const struct view_context *context, const struct sector *sector,
                           size_t dimension);

/* The scores on these pages. */
void view_build_score(const struct view_context *context,
                      const struct view_organization_input *input, struct arena *arena,
                      struct view_score *view);
void view_build_sector_scores(const struct view_context *context, const struct sector *sector,
                              struct arena *arena, struct view_sector_scores *view);
void view_build_fund(const struct view_context *context, struct arena *arena,
                     struct view_fund *view);

/* The ranking of a sector with scores, as its page has it but of up to `most` rows; whoever shows
 * it says how many there are. */
void view_sector_ranking(const struct view_context *context, const struct sector *sector,
                         size_t most, struct arena *arena, struct view_table *table);

void view_build_compare(const struct view_context *context, struct arena *arena,
                        struct view_compare *view);
/* `rows`: those of the page; of all the context has the number. */
void view_build_findings(const struct view_context *context, size_t page,
                         const struct findings *rows, struct arena *arena,
                         struct view_findings *view);
void view_build_method(const struct view_context *context, struct arena *arena,
                       struct view_method *view);
void view_build_not_found(const struct view_context *context, struct arena *arena,
                          struct view_not_found *view);

/* The charts of an organization that has a score; the history has less than two moments where its
 * page shows none. */
struct view_score_charts {
    struct view_waterfall parts;
    struct view_bullet_chart dimensions;
    struct view_history history;
};

/* Of a sector and of a fund with scores. */
void view_distribution_chart(const struct view_context *context, const struct sector *sector,
                             struct arena *arena, struct view_histogram *chart);
void view_bands_chart(const struct view_context *context, struct arena *arena,
                      struct view_share_bar *chart);
void view_scatter_chart(const struct view_context *context, struct arena *arena,
                        struct view_scatter *chart);

/* The charts of those pages: bars of a sector's weights, heatmap of all valid sectors. */
void view_weights_chart(struct arena *arena, const struct config_set *configs,
                        const struct sector *sector, struct view_bar_chart *chart);
void view_weights_heatmap(struct arena *arena, const struct config_set *configs,
                          struct view_heatmap *heatmap);

#endif
