/*
 * The links of an HTML page: a scanner for well-formed pages that knows comments, raw text
 * (script, style), the three ways to write an attribute, and character references.
 */
#ifndef PUBLISH_LINKS_H
#define PUBLISH_LINKS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum attribute_kind { ATTRIBUTE_LINK, ATTRIBUTE_ID };

/* The value of an href, xlink:href, src, srcset (one call for each address) or id, with its
 * character references resolved. It is valid during the call. False ends the scan. */
typedef bool attribute_visitor(void *context, enum attribute_kind kind, const char *value);

/* Nothing behind `length` is looked at. False: a visitor said so. */
bool links_scan(const char *text, size_t length, attribute_visitor *visit, void *context);

/* Where a link of a page leads. */
enum link_kind {
    LINK_EXTERNAL,    /* has a scheme or names a host */
    LINK_OUTSIDE,     /* an absolute path, or one above the release */
    LINK_PAGE_ITSELF, /* "", "#part" */
    LINK_INSIDE,      /* `path` */
};
struct link_target {
    enum link_kind kind;
    const char *path;     /* within the release */
    const char *fragment; /* without "#"; NULL: none, or the top of the page */
};
/* Percent-encoding is resolved, a query is dropped. */
struct link_target links_resolve(struct arena *arena, const char *page, const char *link);

#endif
