/* A hash table from a path to a number: what is already known, in constant time. */
#ifndef PUBLISH_PATH_INDEX_H
#define PUBLISH_PATH_INDEX_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

struct path_slot {
    const char *path; /* NULL: free */
    uint32_t hash;    /* of the path, which is far away in memory when it is another one's */
    uint32_t value;
};

/* Zeroed it is an empty table. Paths are referred to, not copied. */
struct path_index {
    struct path_slot *slots;
    size_t capacity; /* 0 or a power of two */
    size_t count;
};

/* The value of a path, to read or change; NULL when it is not there. Valid until the next add. */
uint32_t *path_index_find(const struct path_index *index, const char *path);

/* The path must not be in the table yet and must live as long as it. */
void path_index_add(struct path_index *index, struct arena *arena, const char *path,
                    uint32_t value);

#endif
