/*
 * Archives, as the library writes them and as a workbook needs them. What the library wrote is read
 * back whole, because it does not look whether its temporary files took what it wrote: on a full
 * disk it packs what is there, cut short, and reports success.
 */
#ifndef RENDER_XLSX_ARCHIVE_H
#define RENDER_XLSX_ARCHIVE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "render/xlsx/squeeze.h"

#include <stddef.h>
#include <stdint.h>

struct part {
    const char *name;
    uint32_t crc;
    size_t packed, size;
    const char *data; /* as it stands in the archive: deflated */
    const char *text; /* unpacked, terminated */
};

struct archive {
    struct part *parts;
    size_t count;
};

/* The parts of the library's archive, in the arena. An error unless every one unpacks to its size
 * and checksum and is an XML document that begins and ends. */
bool archive_read(struct arena *arena, const char *path, struct archive *archive,
                  struct error *err);

/* An archive being written. The first failure sticks. */
struct package {
    FILE *file;
    struct strbuf directory;
    uint64_t length;
    size_t count;
    int reason; /* errno; 0: none */
    bool full;  /* more than such an archive holds */
};

bool package_begin(struct package *package, const char *path); /* false: errno says why */
/* A part as it stood in another archive. */
void package_copy(struct package *package, const struct part *part);
/* A part made of pieces, the last of which was ended as such. */
void package_add(struct package *package, const char *name, const struct squeeze *const *pieces,
                 size_t count);
/* Closes the file. False: errno says why, 0 when the workbook is too large. */
bool package_end(struct package *package);

#endif
