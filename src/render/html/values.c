#include "render/html/values.h"

#include "base/arena.h"
#include "view/component.h"

#include <assert.h>
#include <string.h>

struct values *values_new(struct arena *arena, const struct shape *shape)
{
    struct values *values =
        arena_alloc(arena, sizeof *values + shape->count * sizeof values->slots[0]);
    values->shape = shape;
    return values;
}

void values_set(struct values *values, size_t marker, const char *text)
{
    assert(marker < values->shape->count);
    assert(values->shape->markers[marker].kind <= MARKER_OPTIONAL);
    values->slots[marker].text = text;
}

void values_set_drawing(struct values *values, size_t marker, struct view_drawing drawing)
{
    assert(marker < values->shape->count);
    assert(values->shape->markers[marker].kind == MARKER_MARKUP);
    values->slots[marker].text = drawing.elements;
}

void values_set_part(struct values *values, size_t marker, const struct html_part *part)
{
    assert(marker < values->shape->count);
    assert(values->shape->markers[marker].kind == MARKER_MARKUP);
    values->slots[marker].text = part->text;
}

void values_set_numbers(struct values *values, size_t marker, const char *text)
{
    assert(marker < values->shape->count);
    assert(values->shape->markers[marker].kind == MARKER_MARKUP);
    values->slots[marker].text = strpbrk(text, "&<>\"'") ? NULL : text;
}

void values_raise(struct values *values, size_t marker, bool raised)
{
    assert(marker < values->shape->count);
    assert(values->shape->markers[marker].kind == MARKER_FLAG);
    values->slots[marker].shown = raised ? values : NULL;
}

struct values *values_add(struct arena *arena, struct values *values, size_t marker)
{
    assert(marker < values->shape->count);
    const struct marker *declared = &values->shape->markers[marker];
    assert(values_has_items(declared->kind));
    struct values *item = values_new(arena, declared->shape);
    if (declared->kind == MARKER_LIST)
        item->parent = values;

    struct items *items = &values->slots[marker].items;
    if (items->last)
        items->last->next = item;
    else
        items->first = item;
    items->last = item;
    return item;
}
