/* The page of what differs from the release before, and the same for a terminal. */
#ifndef VIEW_CHANGES_H
#define VIEW_CHANGES_H

#include "model/change.h"
#include "view/context.h"
#include "view/pages.h"

#define CHANGES_FOLDER "changes/"
#define CHANGES_PAGE "changes/index.html"
#define CHANGES_DATA "changes/changes.json"
/* A sector's own: changes/sectors/energy.json. */
const char *view_changes_path(struct arena *arena, const char *slug);

/* Rows of each list on the page, and on the sheets of workbooks. */
enum { CHANGES_PAGE_ROWS = 200, CHANGES_SHEET_ROWS = 2000 };

/* "Changes against release 20261120T020000Z-1a2b3c4d of 20 November 2026.", that there are none, or
 * why nothing was compared. */
const char *view_changes_sentence(struct arena *arena, const struct changes_record *record);

struct view_changes_input {
    const struct changes *changes; /* NULL: there is nothing to compare with */
    const char *baseline;          /* one sentence, as of view_changes_sentence */
    size_t rows;                   /* a table shows at most; 0: all */
    const char *data;              /* of one sector: where all of it is; NULL: the whole fund */
};

/* `context` NULL: no frame, for a terminal. */
void view_build_changes(const struct view_context *context, const struct view_changes_input *input,
                        struct arena *arena, struct view_changes *view);

#endif
