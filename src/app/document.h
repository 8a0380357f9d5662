/*
 * A JSON document read member by member and, where one member is a long list, element by element:
 * memory is bounded by the largest element, whatever the size of the document.
 */
#ifndef APP_DOCUMENT_H
#define APP_DOCUMENT_H

#include "base/arena.h"
#include "base/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A member of the document, or an element of one of its lists. */
struct document_part {
    const char *key;
    const char *text; /* as it is written; until the next part */
    size_t length;
    long long at; /* where the text begins in the file */
};

/* What is read of a document; what is not wanted is passed over unread. */
struct document_reader {
    const char *const *lists;   /* keys whose elements come one by one, ended by NULL; NULL: none */
    const char *const *members; /* keys that come whole, ended by NULL; NULL: all but the lists */
    /* False, with or without a message: the part is not what it should be. */
    bool (*part)(void *subject, const struct document_part *part, struct error *err);
    void *subject;
};

/* `name` is what messages call the document. False: it cannot be read, or it is damaged. */
bool document_read(const char *path, const char *name, const struct document_reader *reader,
                   struct error *err);

/* The value of a part, or NULL. */
json_t *document_value(const struct document_part *part);

#endif
