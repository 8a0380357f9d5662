/*
 * A chart plan: what a chart consists of, in CSS pixels from the top left, each
 * piece with a colour role. Made once by pure arithmetic plus the widths of its
 * texts, then painted as SVG, PNG or PDF without another decision.
 *
 * Neighbours of one look (kind, role, stroke, style) are one element of an SVG:
 * a planner draws what does not overlap column by column.
 *
 * Coordinates are rounded to 1/100 when they enter the plan, so that all
 * painters and the dump agree.
 */
#ifndef RENDER_CHARTS_PLAN_H
#define RENDER_CHARTS_PLAN_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "render/charts/palette.h"

#include <stdbool.h>
#include <stddef.h>

enum { CHART_WIDTH = 760, CHART_MARGIN = 20, MOST_FRAMES = 2 };

struct point {
    double x, y;
};

struct box {
    double x, y, width, height;
};

struct stroke {
    double width; /* 0: filled instead */
    bool dashed;
};

enum text_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct text_style {
    double size;
    enum chart_role role;
    enum text_anchor anchor;
    bool bold;
    bool upward; /* turned by 90 degrees, read from bottom to top */
};

struct text_lines {
    const char **lines;
    size_t count;
    double width; /* of the widest */
};

enum chart_kind {
    ITEM_RECT,   /* filled, or an outline with a stroke */
    ITEM_LINE,   /* from box.x, box.y by box.width, box.height */
    ITEM_PATH,   /* a polyline, or an area without a stroke */
    ITEM_CIRCLE, /* around box.x, box.y; radius box.width */
    ITEM_TEXT,   /* one line; box.x, box.y is its anchor on the baseline */
};

struct chart_item {
    enum chart_kind kind;
    enum chart_role role;
    struct box box;
    struct stroke stroke;
    double halo; /* RECT and CIRCLE: so far beyond it all is of the surface's colour */
    const struct point *points; /* PATH */
    size_t point_count;
    const char *text;        /* TEXT */
    struct text_style style; /* TEXT */
    bool rtl;                /* TEXT: its base direction is right to left */
};

/* A stretch of items as one plan after the other has it (frames.h). */
struct plan_frame {
    const struct chart_item *items;
    size_t count;
    size_t at;            /* before which of the plan's own items it stands */
    const char *elements; /* in a page: chart_elements of them, but for a heading */
    size_t length;
};

struct chart_plan {
    struct arena *arena;
    struct font *font; /* measures; NULL once the plan is finished */
    const char *title;
    double width, height;
    struct chart_item *items; /* its own */
    size_t count;
    size_t capacity;
    size_t heading;          /* how many of these are title and subtitle: the first ones */
    double body;             /* y where the rest begins */
    struct chart_item *hits; /* of each, its box and what the pointer is told there */
    size_t hit_count;
    size_t hit_capacity;
    struct chart_frames *frames; /* NULL: nothing is kept */
    struct plan_frame drawn[MOST_FRAMES];
    size_t drawn_count;
    size_t frame_first; /* where the one that is being kept begins */
};

/* Its `frames` are set before anything is drawn. */
struct chart_plan *plan_new(struct arena *arena, const char *title, double width);
/* Sets the height and ends measuring. */
struct chart_plan *plan_finish(struct chart_plan *plan, double height);

/* All items in the order of drawing: those of stretch 0, 1 .. 2 * drawn_count, each of which may be
 * empty. */
struct stretch {
    const struct chart_item *items;
    size_t count;
    const struct plan_frame *frame; /* NULL: the plan's own */
};
struct stretch plan_stretch(const struct chart_plan *plan, size_t index);

void draw_rect(struct chart_plan *plan, enum chart_role role, struct box box);
/* With a halo of one pixel, so that it stands out from what it covers. */
void draw_marker(struct chart_plan *plan, enum chart_role role, struct box box);
void draw_outline(struct chart_plan *plan, enum chart_role role, struct box box,
                  struct stroke stroke);
void draw_line(struct chart_plan *plan, enum chart_role role, struct point from, struct point to,
               struct stroke stroke);
void draw_polyline(struct chart_plan *plan, enum chart_role role, const struct point *points,
                   size_t count, double width);
void draw_area(struct chart_plan *plan, enum chart_role role, const struct point *points,
               size_t count);
/* `ring`: with a halo, so that it stands out from what it covers. */
void draw_dot(struct chart_plan *plan, enum chart_role role, struct point center, double radius,
              bool ring);
/* Nothing for NULL or "". The text is cleaned (font.h); it lives as long as the plan. */
void draw_text(struct chart_plan *plan, struct text_style style, struct point at, const char *text);
/* Line under line, the first baseline at `at`. */
void draw_lines(struct chart_plan *plan, struct text_style style, struct point at,
                struct text_lines lines);
/* Line under line, centred on at.y; for a column of labels. */
void draw_centered(struct chart_plan *plan, struct text_style style, struct point at,
                   struct text_lines lines);

/* Of two hits the later one lies above. */
void draw_hit(struct chart_plan *plan, struct box box, const char *text);

/* Title and subtitle at the top left, before anything else; gives the y below them. */
double draw_heading(struct chart_plan *plan, const char *title, const char *subtitle);
/* "No data" under the heading; finishes the plan. */
struct chart_plan *draw_empty(struct chart_plan *plan, double top);

/* How far below its centre a line of digits or capitals has its baseline. */
double text_drop(double size);
double text_line_height(double size);

/* Appends the elements of a drawing within a page. */
void chart_elements(struct strbuf *out, const struct chart_item *items, size_t count);

/* Appends at most two decimals, without zeros at the end, whatever the locale. */
void plan_number(struct strbuf *out, double value);

/* One line per item, for tests. */
void chart_plan_dump(const struct chart_plan *plan, struct strbuf *out);

#endif
