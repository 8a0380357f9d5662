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

void assessed_settle(struct assessed_organization *organizations, size_t count,
                     struct assessment *assessments, const char *as_of)
{
    for (size_t i = 0; i < count; i++) {
        organizations[i].rows = assessments;
        assessments += organizations[i].count;
        settle(&organizations[i], as_of);
    }
}

static const char *copy_text(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
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
    copy->organization_id = copy_text(arena, organization->organization_id);
    copy->name = copy_text(arena, organization->name);
    copy->rows = arena_array(arena, organization->count, sizeof *copy->rows);
    for (size_t i = 0; i < organization->count; i++) {
        struct assessment *row = &copy->rows[i];
        *row = organization->rows[i];
        row->assessment_id = copy_text(arena, row->assessment_id);
        row->effective_from = copy_text(arena, row->effective_from);
        row->effective_to = copy_text(arena, row->effective_to);
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
