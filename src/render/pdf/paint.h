#ifndef RENDER_PDF_PAINT_H
#define RENDER_PDF_PAINT_H

#include "base/error.h"
#include "render/pdf/layout.h"

/* Appends the plan as PDF. */
bool pdf_paint(const struct pdf_plan *plan, struct strbuf *out, struct error *err);

#endif
