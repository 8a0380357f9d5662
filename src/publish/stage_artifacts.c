/* The files of a release in the making, each with what becomes of it. */
#include "publish/stage_private.h"

#include <string.h>

static enum stage_state state_of(const struct listing_row *row)
{
    if (row->flags & ENTRY_SAME)
        return STAGE_KEPT;
    return row->flags & ENTRY_REPLACES ? STAGE_STALE : STAGE_NEW;
}

/* The files of the current release before `path` that are in it no longer; all that are left where
 * it is NULL. Stands on the first one that is not before it. */
struct leftovers {
    struct listing_cursor cursor;
    const struct listing_row *row;
};

static bool visit_gone(struct leftovers *left, const char *path, stage_visitor *visit,
                       void *context, struct error *err)
{
    while (left->row && (!path || strcmp(left->row->path, path) < 0)) {
        struct stage_artifact gone = {.path = left->row->path, .state = STAGE_GONE};
        if (!visit(context, &gone, err) || !listing_next(&left->cursor, &left->row, err))
            return false;
    }
    return true;
}

static bool walk(struct stage *stage, struct leftovers *left, stage_visitor *visit, void *context,
                 struct error *err)
{
    struct listing_merge entries;
    const struct listing_row *row = NULL;
    stage_entries(stage, 0, &entries);
    bool ok = listing_merge_next(&entries, &row, err);
    while (ok && row) {
        struct stage_artifact artifact = {.path = row->path, .state = state_of(row)};
        ok = visit_gone(left, row->path, visit, context, err);
        if (ok && left->row && strcmp(left->row->path, row->path) == 0)
            ok = listing_next(&left->cursor, &left->row, err);
        ok = ok && visit(context, &artifact, err) && listing_merge_next(&entries, &row, err);
    }
    listing_merge_end(&entries);
    return ok && visit_gone(left, NULL, visit, context, err);
}

bool stage_artifacts(struct stage *stage, stage_visitor *visit, void *context, struct error *err)
{
    struct leftovers left = {0};
    stage_enter(stage);
    if (!stage_spill(stage, err))
        return false;
    if (!stage->current_tree)
        return walk(stage, &left, visit, context, err);
    listing_begin(&left.cursor, &stage->current, "");
    bool ok = listing_next(&left.cursor, &left.row, err) && walk(stage, &left, visit, context, err);
    listing_close(&left.cursor);
    return ok;
}
