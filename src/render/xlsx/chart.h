/* The native bar chart below or beside a sheet's rows. */
#ifndef RENDER_XLSX_CHART_H
#define RENDER_XLSX_CHART_H

#include "render/xlsx/sheet.h"

/* Nothing where the sheet asks for none or has no rows. */
bool add_bar_chart(struct sheet *sheet, struct error *err);

#endif
