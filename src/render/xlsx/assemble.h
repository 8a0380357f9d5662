/* Puts a workbook together: what the library wrote around the rows, and the rows. */
#ifndef RENDER_XLSX_ASSEMBLE_H
#define RENDER_XLSX_ASSEMBLE_H

#include "render/xlsx/archive.h"
#include "render/xlsx/sheet.h"

struct assembly {
    const char *path;
    const char *folder;   /* of temporary files */
    struct sheet *sheets; /* finished, in the order of the workbook */
    size_t sheet_count;
};

/* Writes the workbook in the place of the library's, whose parts were read. False: errno says why,
 * 0 when a part is not what it should be or too large. */
bool assemble(const struct assembly *assembly, const struct archive *archive);

#endif
