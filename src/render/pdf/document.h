/* What a document has besides the content of its pages: pages, outline, metadata. */
#ifndef RENDER_PDF_DOCUMENT_H
#define RENDER_PDF_DOCUMENT_H

#include "render/pdf/fonts.h"
#include "render/pdf/layout.h"

struct pdf_document {
    const struct pdf_plan *plan;
    struct pdf_file *file;
    unsigned pages;      /* the object above them */
    unsigned first_page; /* their objects follow each other */
};

struct pdf_document document_begin(const struct pdf_plan *plan, struct pdf_file *file);

/* Appends the entry of a dictionary that leads to a place. */
void document_add_destination(const struct pdf_document *document, const struct pdf_place *place,
                              struct strbuf *out);

/* `links`: references to them. */
void document_add_page(const struct pdf_document *document, size_t number,
                       const struct strbuf *content, const struct strbuf *links);

/* Everything else. False: a font cannot be embedded. */
bool document_end(const struct pdf_document *document, const struct pdf_fonts *fonts,
                  unsigned structure);

#endif
