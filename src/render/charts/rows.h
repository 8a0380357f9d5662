/*
 * What bars, waterfalls and bullets share: rows with a label at the left, an
 * axis below, a number at the end of what is drawn.
 */
#ifndef RENDER_CHARTS_ROWS_H
#define RENDER_CHARTS_ROWS_H

#include "render/charts/axis.h"
#include "render/charts/plan.h"

enum { ROW_GAP = 8 };

struct row_text {
    const char *label;
    const char *text; /* NULL or "": a dash */
    const char *note; /* NULL: none */
};

struct rows {
    struct chart_plan *plan;
    struct axis axis;
    const char *axis_name;
    const struct row_text *given;
    struct text_lines *labels; /* NULL: a frame has them, and all whole */
    struct text_lines *texts;  /* one line each */
    size_t count;
    double top, pitch, thickness;
    double value_width; /* of the widest number */
    double reserve;     /* pixels at the right that are not the axis's */
};

/* Measures the numbers. */
void rows_measure(struct rows *rows);
/* Measures the labels; the axis gets the room that is left. */
void rows_place(struct rows *rows);

/* Adds what the heading, labels and axis are made from to the key of a frame and draws that. False:
 * it is to be drawn now, rows_place included, until rows_keep_frame. */
bool rows_draw_frame(struct rows *rows, const char *title, const char *subtitle);
void rows_keep_frame(const struct rows *rows);

double rows_middle(const struct rows *rows, size_t i);
double rows_bottom(const struct rows *rows);
/* The box of the row's bar between two pixels, whichever is less. */
struct box rows_bar(const struct rows *rows, size_t i, double from, double to);

void rows_draw_axis(const struct rows *rows);
/* The line at zero, over the bars. */
void rows_draw_base(const struct rows *rows);
void rows_draw_labels(const struct rows *rows);
/* What the pointer is told over a row that does not show all of it: its note; where a label or a
 * number was cut, all three. */
void rows_draw_hits(const struct rows *rows);
/* The row's number after `x`, on a patch of the surface where it would cross a line at `avoid`. */
void rows_draw_value(const struct rows *rows, size_t i, double x, double avoid);

#endif
