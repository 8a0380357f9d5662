/*
 * Text on its way into the archive, deflated as it comes: what is short stays in memory, more goes
 * to a temporary file without a name. Pieces deflated one by one stand one after the other in a
 * part of the archive, because none looks back into the one before it.
 */
#ifndef RENDER_XLSX_SQUEEZE_H
#define RENDER_XLSX_SQUEEZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <zlib.h>

struct squeeze {
    const char *folder; /* of the temporary file */
    z_stream stream;
    bool open;                  /* takes more */
    uInt in_window;             /* bytes that it may look back to */
    int file;                   /* -1: none yet */
    uint64_t start;             /* in the file */
    uint64_t in_file;           /* bytes from there */
    struct block *first, *last; /* what is not in the file */
    size_t in_memory;           /* bytes of it */
    size_t room;                /* that many, before they go there */
    uint64_t bytes;             /* of the text */
    uint32_t crc;
    int reason; /* errno of the first failure, 0: none so far */
};

/* A squeeze stays where it was made. */
void squeeze_init(struct squeeze *squeeze, const char *folder);
void squeeze_release(struct squeeze *squeeze);

/* Failures stick, squeeze_end reports them. */
void squeeze_add(struct squeeze *squeeze, const char *text, size_t length);

/* Nothing more is added. `last`: of its part of the archive. False: errno says why. */
bool squeeze_end(struct squeeze *squeeze, bool last);

uint64_t squeeze_packed(const struct squeeze *squeeze);
/* Appends what was packed. False: errno says why. */
bool squeeze_copy(const struct squeeze *squeeze, FILE *out);

/* From one process to another: what was ended goes into the file, and is taken from it where
 * `in` stands. `path` is that of `in`. False: errno says why. */
bool squeeze_save(const struct squeeze *squeeze, FILE *out);
bool squeeze_load(struct squeeze *squeeze, FILE *in, const char *path);

#endif
