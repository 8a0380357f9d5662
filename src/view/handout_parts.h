/* What the handouts of a sector and of the fund share. */
#ifndef VIEW_HANDOUT_PARTS_H
#define VIEW_HANDOUT_PARTS_H

#include "view/handout.h"

void handout_begin(const struct view_context *context, struct arena *arena, const char *title,
                   struct handout *handout);

void add_cover(struct handout *handout, const char *second, struct view_facts facts);
void add_heading(struct handout *handout, int level, const char *text);
void add_paragraph(struct handout *handout, const char *text); /* nothing for a blank one */
void add_page_break(struct handout *handout);
/* Only where it spares the reader a heading at the end of a page: see handout_block.share. */
void add_soft_break(struct handout *handout, double share);
void add_banners(struct handout *handout, const struct view_banner *banners, size_t count);
/* HANDOUT_FIGURES or HANDOUT_FACTS; what it says instead when there are none. */
void add_facts(struct handout *handout, enum handout_kind kind, const struct view_facts *facts);
/* Nothing for CHART_NONE. */
void add_chart(struct handout *handout, struct handout_chart chart,
               const struct view_figure *figure);

/* How much of a table is shown. */
struct table_cut {
    const char *title; /* NULL: the table's own */
    size_t rows;       /* 0: all */
    size_t total;      /* rows there are; 0: those of the table */
    const char *what;  /* "organizations", and which of them; NULL: "rows" */
    const char *rest;  /* where the others stand; NULL: in the workbook and on the site */
};
/* Its title as a heading, its rows, and where the others stand. */
void add_table(struct handout *handout, int level, const struct view_table *table,
               struct table_cut cut);
/* The sentence that says so, where there is nothing to list. It needs no place of its own. */
void add_no_changes(struct handout *handout, const struct changes_record *record);
/* What changed since an earlier release; nothing for NULL or where nothing did. `data`: where all
 * of it is, of the whole fund NULL. */
void add_changes(struct handout *handout, const struct changes_record *record, const char *data,
                 const char *workbook);
void add_method(struct handout *handout, const struct view_method *method);

#endif
