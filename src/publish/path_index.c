#include "publish/path_index.h"

#include "base/hash.h"

static uint32_t hash(const char *path)
{
    return (uint32_t)hash_of(path, strlen(path));
}

uint32_t *path_index_find(const struct path_index *index, const char *path)
{
    if (index->capacity == 0)
        return NULL;
    uint32_t hashed = hash(path);
    size_t mask = index->capacity - 1;
    for (size_t at = hashed & mask; index->slots[at].path; at = (at + 1) & mask)
        if (index->slots[at].hash == hashed && strcmp(index->slots[at].path, path) == 0)
            return &index->slots[at].value;
    return NULL;
}

/* Where a path would go that is not there. At least one slot is free. */
static struct path_slot *free_slot(const struct path_index *index, uint32_t hash)
{
    size_t mask = index->capacity - 1;
    size_t at = hash & mask;
    while (index->slots[at].path)
        at = (at + 1) & mask;
    return &index->slots[at];
}

static void enlarge(struct path_index *index, struct arena *arena)
{
    struct path_index larger = {.capacity = index->capacity ? index->capacity * 2 : 64,
                                .count = index->count};
    larger.slots = arena_array(arena, larger.capacity, sizeof *larger.slots);
    for (size_t i = 0; i < index->capacity; i++)
        if (index->slots[i].path)
            *free_slot(&larger, index->slots[i].hash) = index->slots[i];
    *index = larger;
}

void path_index_add(struct path_index *index, struct arena *arena, const char *path, uint32_t value)
{
    if (index->count >= index->capacity / 2)
        enlarge(index, arena);
    uint32_t hashed = hash(path);
    *free_slot(index, hashed) = (struct path_slot){path, hashed, value};
    index->count++;
}
