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
    struct text_lines *labels;
    struct text_lines *texts; /* one line each */
    size_t count;
    double top, pitch, thickness;
    double value_width; /* of the widest number */
};

/* Measures labels and numbers; the axis gets the room that they and `reserve` pixels at the right
 * leave. */
void rows_measure(struct rows *rows, double reserve);

double rows_middle(const struct rows *rows, size_t i);
double rows_bottom(const struct rows *rows);
/* The box of the row's bar between two pixels, whichever is less. */
struct box rows_bar(const struct rows *rows, size_t i, double from, double to);

void rows_draw_axis(const struct rows *rows);
/* The line at zero, over the bars. */
void rows_draw_base(const struct rows *rows);
/* And what the pointer is told over a row that does not show all of it: its note; where a label or
 * a number was cut, all three. */
void rows_draw_labels(const struct rows *rows);
/* The row's number after `x`, on a patch of the surface where it would cross a line at `avoid`. */
void rows_draw_value(const struct rows *rows, size_t i, double x, double avoid);

#endif
