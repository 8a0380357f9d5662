/*
 * Published pages as one document that needs nothing beside it: the contents of each <main> one
 * after the other, the style sheet and the drawings in it, links between the pages as links within
 * it. What leads to a file that is not in it becomes plain text; the lists of downloads go.
 *
 * It reads the pages that the templates make, not HTML in general: what they never have (an
 * attribute without quotation marks, a style or event attribute, an image that is no SVG file) is
 * an error that names the page.
 */
#ifndef RENDER_HTML_SINGLE_H
#define RENDER_HTML_SINGLE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

struct single_page {
    const char *id;    /* its anchor, unique: letters, digits and hyphens */
    const char *path;  /* in the site: "sectors/energy/index.html" */
    const char *label; /* in the navigation */
};

struct single_document {
    const struct single_page *pages; /* at least one */
    size_t count;
    const char *note; /* at the foot: "Release 20261121T004500Z-1a2b3c4d" */
    /* A file of the site; the text is terminated and lives as long as the arena. */
    bool (*read)(void *context, const char *path, const char **text, size_t *length,
                 struct error *err);
    void *context;
};

/* Appends the document. */
bool html_single(struct arena *arena, const struct single_document *document, struct strbuf *out,
                 struct error *err);

#endif
