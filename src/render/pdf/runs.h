/*
 * What Pango shapes, as the glyphs of faces: all that it takes to measure a
 * text and to put it into a document.
 */
#ifndef RENDER_PDF_RUNS_H
#define RENDER_PDF_RUNS_H

#include "base/arena.h"

#include <hb.h>
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdint.h>

/* A font file's face, at any size. */
struct pdf_typeface {
    hb_face_t *face;
    hb_font_t *units; /* measures in those of the face */
    unsigned per_em;
    struct pdf_typeface *next;
};

struct pdf_glyph {
    uint32_t id;
    int x, y; /* of its origin from that of the run; PANGO_SCALE to a unit of the page */
    /* Of the run's text, what it stands for; nothing: it goes with the glyph before. */
    unsigned start, length;
};

/* In the order of the text, which may not be that from left to right. */
struct pdf_run {
    struct pdf_typeface *typeface;
    double size;
    bool bold; /* the face has no bold, its outlines are drawn thicker */
    double width;
    const char *text;
    struct pdf_glyph *glyphs;
    size_t count;
    struct pdf_run *next; /* to the right of it */
};

struct pdf_faces;
struct pdf_faces *pdf_faces_open(struct arena *arena);

/* Runs in `arena` from those of font_shape, which are used up. `text` outlives them. */
struct pdf_run *pdf_runs_make(struct pdf_faces *faces, struct arena *arena, const char *text,
                              GList *shaped);
double pdf_runs_width(const struct pdf_run *runs);

#endif
