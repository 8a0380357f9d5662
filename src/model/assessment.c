#include "model/assessment.h"

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
