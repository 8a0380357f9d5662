/*
 * One text for each page: its template with those that it includes in their
 * places, and with its markers called by where their values stand. Most of a
 * page are cells; looking up a template and its markers' names for each would
 * cost more than showing it.
 */
#ifndef RENDER_HTML_FLATTEN_H
#define RENDER_HTML_FLATTEN_H

#include "base/strbuf.h"
#include "render/html/values.h"

/* A marker in a flat text is called by two letters: how many lists' items further out its slot is,
 * from 'A' on, or from 'a' on where the slot holds items, and the slot's number from 'A' on ("AH",
 * "bM"). */
enum { FLAT_NAME = 2, FLAT_LEVELS = 26, FLAT_SLOTS = 26 };

/* The templates loaded so far, each once however often it is included. */
struct parts {
    struct part {
        const struct shape *shape;
        const char *text; /* proved by lint_template() */
    } * list;
    size_t count, capacity;
};

/* The text of a shape's template; NULL when it is not loaded. */
const char *parts_text(const struct parts *parts, const struct shape *shape);

/* Appends a page's flat text, the pragma first. The parts hold whatever it includes. */
void flatten(const struct parts *parts, const struct shape *page, struct strbuf *out);

#endif
