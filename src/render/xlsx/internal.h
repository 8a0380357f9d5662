/* For tests: what the public header has no use for. */
#ifndef RENDER_XLSX_INTERNAL_H
#define RENDER_XLSX_INTERNAL_H

#include "render/xlsx/xlsx.h"

/* Lowers the row limit of every sheet, so that a test reaches it. */
void xlsx_limit_rows(struct xlsx *xlsx, size_t rows);

#endif
