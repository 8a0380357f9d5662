/* What differs between two releases: changes/changes.json, and `orgair diff --json`. */
#ifndef RENDER_JSON_CHANGES_H
#define RENDER_JSON_CHANGES_H

#include "base/strbuf.h"
#include "model/change.h"

/* The ids of the releases; NULL `before`: there was none to compare with; NULL `after`: the
 * release that the document is part of, which cannot know its own id. */
struct api_comparison {
    const char *before;
    const char *after;
    const struct changes *changes;
};

/* format, before, after, counts, scores [organization_id, name, focus_group_id, before, after,
 * change, rank_before, rank_after, causes [kind, name, before, after]], thresholds
 * [organization_id, name, focus_group_id, threshold, before, after, better, causes],
 * organizations [organization_id, name, focus_group_id, event, from, values], configuration
 * [kind, focus_group_id, name, before, after], findings [event, severity, code, focus_group_id,
 * organization_id, subject, message]. All of them, not only those that the page shows.
 *
 * Scores are rounded to two decimals, as they are compared; values of causes and configuration
 * are strings, as the documents have them; what is absent is null. */
void api_changes(const struct api_comparison *comparison, struct strbuf *out);

#endif
