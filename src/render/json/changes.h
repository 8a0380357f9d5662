/* What differs between two releases: changes/changes.json, changes/<sector>.json, and `orgair diff
 * --json`. */
#ifndef RENDER_JSON_CHANGES_H
#define RENDER_JSON_CHANGES_H

#include "model/change.h"

#include <stdbool.h>
#include <stdio.h>

/* The ids of the releases; NULL `before`: there was none to compare with; NULL `after`: the
 * release that the document is part of, which cannot know its own id. */
struct api_comparison {
    const char *before;
    const char *after;
    const char *not_compared_with; /* there was one, but it cannot be read; NULL: none */
    const char *only_sector;       /* focus_group_id; NULL: all of them */
    const struct changes *changes;
};

/* format, before, after, not_compared_with, only_sector, counts, scores [organization_id, name,
 * focus_group_id, sector, before, after, change, rank_before, rank_after, causes [kind, name,
 * before, after]], thresholds [organization_id, name, focus_group_id, sector, threshold, before,
 * after, better, causes], organizations [organization_id, name, focus_group_id, sector, event,
 * from, from_sector, values], configuration [kind, focus_group_id, sector, name, before, after],
 * findings [event, severity, code, focus_group_id, organization_id, subject, message]. All of
 * them, not only those that the page shows.
 *
 * Scores are rounded to two decimals, as they are compared; values of causes and configuration
 * are strings, as the documents have them; what is absent is null. Written piece by piece; false:
 * the file has an error. */
bool api_changes(const struct api_comparison *comparison, FILE *file);

#endif
