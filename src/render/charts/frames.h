/*
 * What charts have in common (axes, labels, marks of a sector) is drawn once: a
 * frame is a stretch of a plan's items, kept with what it was drawn from, its
 * key, and drawn again from there. Whether it is kept changes no byte.
 *
 *   frame_begin(plan);
 *   frame_text(plan, label); frame_number(plan, axis.high); ...  all that it depends on
 *   known = frame_draw(plan);
 *   if (!known) {
 *       draw_...
 *       frame_keep(plan, &axis, sizeof axis);
 *   }
 */
#ifndef RENDER_CHARTS_FRAMES_H
#define RENDER_CHARTS_FRAMES_H

#include "render/charts/plan.h"

/* Starts the key of a chart: what it is, as wide as its plan. A frame after the first goes on with
 * the key as it is. */
void frame_begin(struct chart_plan *plan, const char *kind);
void frame_text(struct chart_plan *plan, const char *text); /* NULL is as "" */
void frame_number(struct chart_plan *plan, double number);

/* Draws the frame of the key, its heading included, and gives what was kept with it. NULL: there
 * is none yet, and what is drawn now is it, until frame_keep. */
const void *frame_draw(struct chart_plan *plan);
/* With a copy of some bytes; hits are not of a frame. */
void frame_keep(struct chart_plan *plan, const void *bytes, size_t size);

#endif
