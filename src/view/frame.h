/* What the pages of this folder share: frames, findings tables, small wording. */
#ifndef VIEW_FRAME_H
#define VIEW_FRAME_H

#include "view/build.h"

/* The frame of the page at `path`; `section` is the path of the navigation entry it belongs to.
 * Title, description and crumbs are set by the caller. */
void frame_init(const struct view_context *context, struct arena *arena, const char *path,
                const char *section, struct view_frame *frame);
/* The same of a page of which there are many: in place of the menu of sectors it has a link to
 * where they are listed, and so is the same whatever they are called. */
void frame_init_lean(const struct view_context *context, struct arena *arena, const char *path,
                     struct view_frame *frame);
void frame_crumbs(struct arena *arena, struct view_frame *frame, const struct view_link *crumbs,
                  size_t count);

/* "weights move H^R" -> "Weights move Hᴿ." */
const char *view_sentence(struct arena *arena, const char *text);

/* 12,345,678,901 as "USD 12.3 billion": a key figure is read, not added up. */
struct view_cell usd_cell(struct arena *arena, struct decimal amount);

/* The same from millions. */
struct view_cell usd_millions_cell(struct arena *arena, struct decimal millions);

/* What a sector is, in facts: code, organizations, employees, revenue. */
void sector_identity(const struct view_context *context, const struct sector *sector,
                     struct arena *arena, struct view_facts *identity);

/* Severity as a toned cell. */
struct view_cell severity_cell(enum severity severity);

/* A table of findings on a page of all sectors, of one, of one organization: what the page is of
 * needs no column. */
enum findings_scope { FINDINGS_OF_ALL, FINDINGS_OF_SECTOR, FINDINGS_OF_ORGANIZATION };
void findings_table(struct arena *arena, enum findings_scope scope, struct view_table *table,
                    struct view_table_builder *builder);
void findings_row(const struct view_context *context, enum findings_scope scope,
                  struct view_table_builder *builder, const struct finding *finding);

/* Banners of the sectors whose weights are invalid. */
struct view_banner *invalid_banners(const struct view_context *context, struct arena *arena,
                                    size_t *count);

/* The banner of one such sector. */
struct view_banner invalid_banner(const struct view_context *context, struct arena *arena,
                                  const struct sector *sector);

/* "Active" and the like, toned. */
struct view_cell status_cell(struct arena *arena, const char *status);

/* The pager of page `page` of a sector's list. */
void listing_pager(const struct view_context *context, const struct sector *sector, size_t page,
                   struct arena *arena, struct view_pager *pager);

/* A known calibration of a sector: its value, its default (muted, note "default"), or missing. */
struct view_cell calibration_value(const struct view_context *context, struct arena *arena,
                                   const struct sector *sector,
                                   const struct calibration_default *known);

/* The known calibrations of every sector: one row a sector, one column a calibration. */
void calibrations_matrix(const struct view_context *context, struct arena *arena,
                         struct view_table *table);

/* The heatmap of all valid sectors with its numbers. */
void heatmap_figure(const struct view_context *context, struct arena *arena,
                    struct view_figure *figure);

void pager_init(struct arena *arena, size_t rows, size_t page,
                const char *(*path_of)(struct arena *, const void *, size_t), const void *subject,
                struct view_pager *pager);

#endif
