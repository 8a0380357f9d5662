#include "model/assessment.h"

#include "base/arena.h"

#include <string.h>

static bool in_force(const struct assessment *row, const char *day)
{
    return strcmp(row->effective_from, day) <= 0 &&
           (!row->effective_to || strcmp(day, row->effective_to) < 0);
}

static void settle(struct assessed_organization *organization, const char *as_of)
{
    for (size_t i = 0; i < organization->count; i++) {
        if (!in_force(&organization->rows[i], as_of))
            continue;
        organization->doubled = organization->current != NULL;
        organization->current = &organization->rows[i];
    }
    if (organization->current && organization->current > organization->rows)
        organization->previous = organization->current - 1;
}

/* An organization is known to be complete by the first row of the next one, which stays in the
 * arena that was filled then: the other one is filled next. */
struct assessed_stream {
    struct arena *arenas[2];
    size_t filled;
    const char *as_of;
    assessed_row *next;
    void *subject;
    bool begun;
    bool ended;
    struct assessed_organization organization; /* of the row ahead */
    struct assessment ahead;
    struct arena *arena;
    struct assessment *rows;
    size_t capacity;
};

static void free_arenas(void *pointer)
{
    struct assessed_stream *stream = pointer;
    arena_free(stream->arenas[0]);
    arena_free(stream->arenas[1]);
}

struct assessed_stream *assessed_begin(struct arena *arena, const char *as_of, assessed_row *next,
                                       void *subject)
{
    struct assessed_stream *stream = arena_alloc(arena, sizeof *stream);
    *stream = (struct assessed_stream){
        .arenas = {arena_new(), arena_new()},
        .as_of = as_of,
        .next = next,
        .subject = subject,
        .arena = arena,
    };
    arena_defer(arena, free_arenas, stream);
    return stream;
}

static bool look_ahead(struct assessed_stream *stream, struct error *err)
{
    return stream->next(stream->subject, stream->arenas[stream->filled], &stream->organization,
                        &stream->ahead, &stream->ended, err);
}

bool assessed_next(struct assessed_stream *stream, struct assessed_organization *out, bool *done,
                   struct error *err)
{
    if (!stream->begun && !look_ahead(stream, err))
        return false;
    stream->begun = true;
    *done = stream->ended;
    if (*done)
        return true;
    *out = stream->organization;
    stream->filled = 1 - stream->filled;
    arena_reset(stream->arenas[stream->filled]);
    do {
        stream->rows = arena_grow(stream->arena, stream->rows, &stream->capacity, out->count + 1,
                                  sizeof *stream->rows);
        stream->rows[out->count++] = stream->ahead;
        if (!look_ahead(stream, err))
            return false;
    } while (!stream->ended &&
             strcmp(out->organization_id, stream->organization.organization_id) == 0);
    out->rows = stream->rows;
    settle(out, stream->as_of);
    return true;
}

static const struct assessment *moved(const struct assessed_organization *from,
                                      const struct assessed_organization *to,
                                      const struct assessment *row)
{
    return row ? to->rows + (row - from->rows) : NULL;
}

struct assessed_organization *assessed_copy(struct arena *arena,
                                            const struct assessed_organization *organization,
                                            size_t dimension_count)
{
    struct assessed_organization *copy = arena_alloc(arena, sizeof *copy);
    *copy = *organization;
    copy->organization_id = arena_copy_text(arena, organization->organization_id);
    copy->name = arena_copy_text(arena, organization->name);
    copy->rows = arena_array(arena, organization->count, sizeof *copy->rows);
    for (size_t i = 0; i < organization->count; i++) {
        struct assessment *row = &copy->rows[i];
        *row = organization->rows[i];
        row->assessment_id = arena_copy_text(arena, row->assessment_id);
        row->effective_from = arena_copy_text(arena, row->effective_from);
        row->effective_to = arena_copy_text(arena, row->effective_to);
        row->scores = arena_array(arena, dimension_count, sizeof *row->scores);
        row->missing = arena_array(arena, dimension_count, sizeof *row->missing);
        memcpy(row->scores, organization->rows[i].scores, dimension_count * sizeof *row->scores);
        memcpy(row->missing, organization->rows[i].missing, dimension_count * sizeof *row->missing);
    }
    copy->current = moved(organization, copy, organization->current);
    copy->previous = moved(organization, copy, organization->previous);
    return copy;
}

const struct assessed_organization *assessed_find(const struct assessed_organization *rows,
                                                  size_t count, const char *organization_id)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(rows[middle].organization_id, organization_id);
        if (order == 0)
            return &rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
