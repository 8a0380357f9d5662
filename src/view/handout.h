/*
 * A handout: what goes on paper for the committee, as blocks in reading order.
 * It is put together from the views of the pages, so every number on paper is
 * the cell that the page shows. Whoever renders it only places it.
 *
 * A page of a handout must say where it comes from. The id of the release
 * cannot stand in it: that holds the time, and the digest of a manifest that
 * lists the handout itself. Its content id can: the first 8 digits of a SHA-256
 * over all that the handout says, numbers and words in reading order. It stands
 * at the foot of every page and among the keywords of the file. The same id in
 * the file of a release (`pdfinfo`) says that the page is from that file;
 * SHA256SUMS and the signed manifest say that the file is from that release.
 */
#ifndef VIEW_HANDOUT_H
#define VIEW_HANDOUT_H

#include "model/change.h"
#include "view/context.h"
#include "view/pages.h"

enum handout_kind {
    HANDOUT_COVER,    /* text: the title; second: the line below it; facts */
    HANDOUT_CONTENTS, /* the headings of level 1 with their pages */
    HANDOUT_HEADING,  /* text, second (beside it, NULL: none), level 1 to 3 */
    HANDOUT_SECTION, /* text: a heading of level 1 that only contents, outline and running head have
                      */
    HANDOUT_PARAGRAPH, /* text */
    HANDOUT_FORMULA,   /* text; second: what its letters mean */
    HANDOUT_FIGURES,   /* facts as large numbers */
    HANDOUT_FACTS,
    HANDOUT_TABLE,
    HANDOUT_CHART,       /* chart; text: in words */
    HANDOUT_BANNER,      /* tone, text: its title, second: its text */
    HANDOUT_LIST,        /* items */
    HANDOUT_PAGE_BREAK,  /* share: see handout_block */
    HANDOUT_COLUMNS,     /* what follows stands in two columns; share: of the first */
    HANDOUT_COLUMN,      /* here the second begins */
    HANDOUT_COLUMNS_END, /* from here on in one again */
};

enum handout_chart_kind {
    CHART_NONE,
    CHART_BARS,      /* struct view_bar_chart */
    CHART_HEATMAP,   /* struct view_heatmap */
    CHART_WATERFALL, /* ... and so on */
    CHART_BULLETS,
    CHART_HISTORY,
    CHART_SCATTER,
    CHART_HISTOGRAM,
    CHART_SHARES,
};
struct handout_chart {
    enum handout_chart_kind kind;
    const void *chart; /* the struct that the kind says */
};

struct handout_block {
    enum handout_kind kind;
    int level;
    /* COLUMNS: of the width. PAGE_BREAK: none where no more than this share of the page is used,
     * nor where all that stands before the next break still fits; 0: always one. */
    double share;
    bool compact; /* set closer, for a page that has to hold much */
    enum view_tone tone;
    const char *text;
    const char *second;
    const char *anchor; /* what links lead here: a path of the site, NULL: none */
    const struct view_facts *facts;
    const struct view_table *table;
    struct handout_chart chart;
    const char *const *items;
    size_t item_count;
};

/* A link of a cell leads to the block with its path as anchor, and nowhere where there is none:
 * a page that is mailed has no site around it. */
struct handout {
    const char *title;   /* "Energy & Utilities" */
    const char *subject; /* one sentence */
    const char *site_name;
    const char *as_of;
    const char *parameters;
    const char *color;    /* #RRGGBB or NULL */
    const char *workbook; /* file that has every row */
    bool compact;         /* blocks that are added now */
    char content_id[9];   /* hexadecimal */
    long long created;    /* seconds since 1970 UTC */
    struct handout_block *blocks;
    size_t count;
    size_t capacity;
    struct arena *arena;
};

/* Lists are cut at so many rows, and organizations' pages at so many organizations; the handout
 * says so and points to the workbook. 0: no limit. */
struct handout_limits {
    size_t rows;
    size_t pages;
};

/* Organizations of a sector with scores: those that a handout has room for. */
struct handout_choice {
    const struct standing **rows;
    size_t count;
    size_t total; /* there were to choose from */
    int (*order)(const void *left, const void *right);
};
/* The best scores, highest first; of equals, by name. */
struct handout_choice handout_choose_best(const struct view_context *context,
                                          const struct sector *sector, size_t most,
                                          struct arena *arena);
/* Those that a review is asked for. All of them in the order of their rank where there is room for
 * all, otherwise the most severe reason first: a score below 40, a change beyond the threshold, an
 * EBITDA projection beyond it, a score above 85, a dimension without a score. Of equals, those with
 * more reasons first, then by rank. */
struct handout_choice handout_choose_reviews(const struct view_context *context,
                                             const struct sector *sector, size_t most,
                                             struct arena *arena);

/* The place of an organization in it, from 1; 0: it is not. */
size_t handout_choice_place(const struct handout_choice *choice, const struct standing *row);

/* One organization's page, with the charts of its figures. */
struct handout_organization {
    const struct view_organization *view;
    struct handout_chart waterfall;
    struct handout_chart history;
};

struct handout_sector_input {
    const struct view_sector *view;
    struct handout_limits limits;
    const char *workbook; /* "energy.xlsx": where all rows stand, NULL: "the workbook" */
    /* The rows of its list that are printed: `view` has those of the site's first page only. */
    const struct view_table *organizations;
    size_t organization_total;
    const struct view_table *ranking; /* of the rows that are printed; NULL: that of `view` */
    size_t ranking_total;
    const struct view_table *reviews;     /* of those with a page; NULL: that of `view` */
    const struct view_table *movers;      /* the largest changes; NULL: none */
    const struct changes_record *changes; /* since an earlier release; NULL: not said */
    const char *changes_path;             /* where all of them are */
    struct handout_chart weights;
    struct handout_chart distribution;
    const struct handout_organization *pages;
    size_t page_count;
    size_t review_total; /* organizations that a review is asked for */
    size_t gate_total;   /* that the gate blocks */
    bool full;           /* `pages` are of all, not of the review list only */
    const struct view_method *method;
};
void view_build_sector_handout(const struct view_context *context,
                               const struct handout_sector_input *input, struct arena *arena,
                               struct handout *handout);

/* The few scores that changed most since the assessment before, of a sector with scores. */
void view_build_movers(const struct view_context *context, const struct sector *sector,
                       struct arena *arena, struct view_table *table);

/* The reviews of `choice`, as the page of the sector has them; `page` is its table. */
void view_build_review_list(const struct view_context *context, const struct view_table *page,
                            const struct handout_choice *choice, struct arena *arena,
                            struct view_table *table);

struct handout_fund_input {
    const struct view_portfolio *view;
    struct handout_limits limits;
    const char *workbook;
    struct handout_chart heatmap;
    struct handout_chart bands;
    struct handout_chart scatter;
    const struct view_table *findings;    /* NULL: those of the view */
    const struct changes_record *changes; /* since an earlier release; NULL: not said */
    const struct view_method *method;
};
void view_build_fund_handout(const struct view_context *context,
                             const struct handout_fund_input *input, struct arena *arena,
                             struct handout *handout);

/* For those who put blocks together themselves: then handout_finish makes the content id. */
void handout_add(struct handout *handout, struct handout_block block);
void handout_finish(struct handout *handout);

#endif
