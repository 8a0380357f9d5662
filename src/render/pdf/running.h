#ifndef RENDER_PDF_RUNNING_H
#define RENDER_PDF_RUNNING_H

#include "render/pdf/layout.h"

/* Adds head and foot to every page, and the page numbers that the contents name. */
void running_add(struct pdf_plan *plan);

#endif
