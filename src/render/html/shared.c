#include "render/html/shared.h"

enum { MOST = 256 };

struct shared_part {
    const char *key;
    size_t key_length;
    const char *text;
};

void shared_open(struct shared_parts *parts)
{
    *parts = (struct shared_parts){.arena = arena_new()};
    strbuf_init(&parts->key);
}

void shared_close(struct shared_parts *parts)
{
    arena_free(parts->arena);
    strbuf_release(&parts->key);
}

void shared_begin(struct shared_parts *parts)
{
    if (parts->count < MOST)
        return;
    arena_reset(parts->arena);
    parts->list = NULL;
    parts->count = parts->capacity = parts->next = 0;
}

const char *shared_find(struct shared_parts *parts)
{
    const struct strbuf *key = &parts->key;
    for (size_t i = 0; i < parts->count; i++) {
        size_t at =
            parts->next + i < parts->count ? parts->next + i : parts->next + i - parts->count;
        const struct shared_part *part = &parts->list[at];
        if (part->key_length != key->length || memcmp(part->key, key->text, key->length) != 0)
            continue;
        parts->next = at + 1;
        return part->text;
    }
    return NULL;
}

const char *shared_add(struct shared_parts *parts, const char *text, size_t length)
{
    parts->list = arena_grow(parts->arena, parts->list, &parts->capacity, parts->count + 1,
                             sizeof parts->list[0]);
    struct shared_part *place = &parts->list[parts->next];
    memmove(place + 1, place, (parts->count - parts->next) * sizeof *place);
    *place = (struct shared_part){
        .key = arena_strndup(parts->arena, parts->key.text, parts->key.length),
        .key_length = parts->key.length,
        .text = arena_strndup(parts->arena, text, length),
    };
    parts->count++;
    parts->next++;
    return place->text;
}
