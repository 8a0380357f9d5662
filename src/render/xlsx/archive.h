/*
 * Reads a finished workbook back. The library does not look whether its
 * temporary files took what it wrote: on a full disk it packs what is there,
 * cut short, and reports success.
 */
#ifndef RENDER_XLSX_ARCHIVE_H
#define RENDER_XLSX_ARCHIVE_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* True: every part unpacks to its size and checksum and is an XML document that begins and ends,
 * and sheet i holds exactly row_bytes[i] bytes of rows. */
bool archive_is_whole(const char *path, const uint64_t *row_bytes, size_t sheet_count,
                      struct error *err);

#endif
