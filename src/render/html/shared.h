/*
 * Parts that many pages share, made once: each is found again by a key that
 * says all that it is made of. Pages ask for them in one order, page after
 * page, so the one behind the last that was found is looked at first.
 */
#ifndef RENDER_HTML_SHARED_H
#define RENDER_HTML_SHARED_H

#include "base/arena.h"
#include "base/strbuf.h"

struct shared_part;
struct shared_parts {
    struct arena *arena; /* of the parts */
    struct shared_part *list;
    size_t count, capacity;
    size_t next;       /* the place behind the one that was found or added last */
    struct strbuf key; /* of the part that is asked for */
};

void shared_open(struct shared_parts *parts);
void shared_close(struct shared_parts *parts);
/* Before a page: forgets all where they are too many. What was found before is gone then. */
void shared_begin(struct shared_parts *parts);

/* A text of the key, with its end: no two lists of texts look the same. NULL is none of them. */
static inline void shared_key_text(struct strbuf *key, const char *text)
{
    if (!text)
        text = "\xff"; /* none in UTF-8 */
    strbuf_add(key, text, strlen(text) + 1);
}
/* The part of the key; NULL: it is not there. */
const char *shared_find(struct shared_parts *parts);
/* The part of the key, which is not there; the text is copied. */
const char *shared_add(struct shared_parts *parts, const char *text, size_t length);

#endif
