#ifndef RENDER_PDF_PAINT_H
#define RENDER_PDF_PAINT_H

#include "base/error.h"
#include "render/pdf/layout.h"

/* Appends the plan as PDF. `arena` is that of the plan and nothing else: it is freed once the pages
 * are painted, for Cairo then loads whole fonts. */
bool pdf_paint(const struct pdf_plan *plan, struct arena *arena, struct strbuf *out,
               struct error *err);

#endif
