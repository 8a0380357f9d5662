/*
 * The layout of a handout. Blocks become strips: bands across the column that
 * no page break divides, each with what it holds placed from its top left. A
 * strip may ask to stay with the next one (a heading, the first line of a
 * paragraph, a column's head) and names the strip that is repeated above it on
 * a new page. One rule then makes pages of strips, whatever they came from.
 */
#ifndef RENDER_PDF_LAYOUT_H
#define RENDER_PDF_LAYOUT_H

#include "render/charts/charts.h"
#include "render/charts/plan.h"
#include "render/pdf/text.h"

enum pdf_item_kind {
    PDF_TEXT,    /* one line; y is its baseline */
    PDF_PAGE_OF, /* the page number of `target`, ending at x; y is the baseline */
    PDF_RECT,
    PDF_CHART,
    PDF_TAG, /* `text` is the name of a structure element, open until the next PDF_TAG_END */
    PDF_TAG_END,
};

struct pdf_item {
    enum pdf_item_kind kind;
    enum pdf_style style;
    enum pdf_ink ink;
    bool rtl;
    double x, y, width, height;
    const char *text;
    const char *target; /* the anchor that a link leads to, NULL: none */
    const struct chart_plan *chart;
};

struct pdf_strip {
    double before; /* space above, unless it is the first of its page */
    double height;
    bool keep;       /* on the page of the next strip */
    bool page_break; /* on a new page */
    double share;    /* of its page break: handout_block.share */
    const struct pdf_strip *header;
    size_t block;       /* strips of one block share an element of this name */
    const char *tag;    /* NULL: none */
    const char *anchor; /* NULL: none */
    const char *outline;
    int level; /* of the outline, from 1 */
    struct pdf_item *items;
    size_t count;
    size_t capacity;
};

struct pdf_page {
    const char *section;    /* the heading of level 1 that it belongs to, NULL: none */
    struct pdf_item *items; /* from the top left of the sheet */
    size_t count;
    size_t capacity;
};

struct pdf_place {
    const char *anchor;  /* NULL: none, but in the outline */
    const char *outline; /* NULL: not in the outline */
    int level;
    size_t page; /* from 0 */
    double y;
};

struct pdf_plan {
    struct arena *arena;
    struct pdf_text *text;
    const struct handout *handout;
    struct pdf_sheet sheet;
    /* While it is put together. */
    struct arena *strip_arena;
    struct pdf_strip **strips;
    size_t strip_count;
    size_t strip_capacity;
    size_t block;
    const char *tag;
    bool break_next;
    double break_share;
    bool compact; /* of the block that flows */
    /* The result. */
    struct pdf_page *pages;
    size_t page_count;
    size_t page_capacity;
    struct pdf_place *places;
    size_t place_count;
    size_t place_capacity;
};

/* `text` outlives the plan. */
struct pdf_plan *pdf_layout(const struct handout *handout, enum pdf_paper paper,
                            struct pdf_text *text, struct arena *arena);
void pdf_plan_dump(const struct pdf_plan *plan, struct strbuf *out);

/* The place of an anchor, NULL: there is none. */
const struct pdf_place *pdf_find_place(const struct pdf_plan *plan, const char *anchor);

/* --- for those who make strips --- */

/* The strips that follow belong to a new element; `tag` NULL: to none. */
void block_begin(struct pdf_plan *plan, const char *tag);
struct pdf_strip *strip_new(struct pdf_plan *plan, double before, double height);
void strip_item(struct pdf_plan *plan, struct pdf_strip *strip, struct pdf_item item);
void strip_rect(struct pdf_plan *plan, struct pdf_strip *strip, enum pdf_ink ink, struct box box);
void strip_tag(struct pdf_plan *plan, struct pdf_strip *strip, const char *name);
void strip_tag_end(struct pdf_plan *plan, struct pdf_strip *strip);

struct pdf_setting {
    enum pdf_style style;
    enum pdf_ink ink;
    const char *target;
};
struct pdf_spot {
    double x, y; /* of the top of the first line */
    bool end;    /* x is where lines end */
};
/* Line under line. Gives the y below them. */
double strip_lines(struct pdf_plan *plan, struct pdf_strip *strip, struct pdf_setting setting,
                   struct pdf_lines lines, struct pdf_spot at);

/* The blocks, one file each. */
void flow_table(struct pdf_plan *plan, const struct view_table *table);
void flow_facts(struct pdf_plan *plan, const struct view_facts *facts);
void flow_figures(struct pdf_plan *plan, const struct view_facts *facts);
void flow_cover(struct pdf_plan *plan, const struct handout_block *block);
void flow_contents(struct pdf_plan *plan, const struct handout_block *block);
void flow_chart(struct pdf_plan *plan, const struct handout_block *block);
void flow_words(struct pdf_plan *plan, const struct handout_block *block); /* all others */

/* Blocks that stand side by side, from `first` on; gives the block after them. They are one strip;
 * where no page would hold that, they follow one another: columns.c. */
size_t flow_columns(struct pdf_plan *plan, size_t first);
void flow_block(struct pdf_plan *plan, const struct handout_block *block);

/* Strips to pages: pages.c. */
void pages_make(struct pdf_plan *plan);

#endif
