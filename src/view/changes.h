/* The page of what differs from the release before, and the same for a terminal. */
#ifndef VIEW_CHANGES_H
#define VIEW_CHANGES_H

#include "model/change.h"
#include "view/context.h"
#include "view/pages.h"

#define CHANGES_FOLDER "changes/"
#define CHANGES_PAGE "changes/index.html"
#define CHANGES_DATA "changes/changes.json"

enum { CHANGES_PAGE_ROWS = 200 };

struct view_changes_input {
    const struct changes *changes; /* NULL: there is nothing to compare with */
    const char *baseline;          /* one sentence: "Compared with release 2026...-1a2b3c4d." */
    size_t rows;                   /* a table shows at most; 0: all */
};

/* `context` NULL: no frame, for a terminal. */
void view_build_changes(const struct view_context *context, const struct view_changes_input *input,
                        struct arena *arena, struct view_changes *view);

#endif
