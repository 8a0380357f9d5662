/* A chart's plan on a page, as vectors and text. */
#ifndef RENDER_PDF_CHART_H
#define RENDER_PDF_CHART_H

#include "render/pdf/content.h"
#include "render/pdf/text.h"

struct pdf_chart {
    const struct chart_plan *plan;
    double x, y; /* of its top left */
    double scale;
};
void pdf_chart_paint(struct pdf_content *content, struct pdf_text *text,
                     const struct pdf_chart *chart);

#endif
