/*
 * What Pango shapes, as the glyphs that Cairo shows: made once, whether a text is measured, painted
 * once or on every page.
 */
#ifndef RENDER_PDF_RUNS_H
#define RENDER_PDF_RUNS_H

#include "base/arena.h"

#include <pango/pangocairo.h>

struct pdf_run; /* and those to the right of it */

/* The fonts that runs are of; they outlive the runs. Closed by the arena. */
struct pdf_run_fonts;
struct pdf_run_fonts *pdf_run_fonts_open(struct arena *arena);

/* Runs in `arena` from those of font_shape, which are used up. `text` outlives them. */
struct pdf_run *pdf_runs_make(struct pdf_run_fonts *fonts, struct arena *arena, const char *text,
                              GList *shaped);
double pdf_runs_width(const struct pdf_run *runs);
/* From x, y on the baseline. */
void pdf_runs_show(const struct pdf_run *runs, cairo_t *cairo, double x, double y);

#endif
