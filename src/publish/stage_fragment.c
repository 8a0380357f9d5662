/* A fragment is a run: what a forked worker added, for the process that made the stage. */
#include "publish/stage_private.h"

#include <errno.h>
#include <unistd.h>

const char *stage_fragment(struct stage *stage, struct arena *arena)
{
    return arena_printf(arena, "%s/fragment-%zu", stage->root, stage->fragments++);
}

bool stage_export(struct stage *stage, const char *fragment, struct error *err)
{
    stage_enter(stage);
    struct stage_totals added = {.damaged = stage->totals.damaged - stage->first.damaged};
    return stage_check_promises(stage, err) && stage_write_own(stage, fragment, &added, err);
}

static void add_totals(struct stage_totals *totals, const struct stage_totals *more)
{
    totals->files += more->files;
    totals->linked += more->linked;
    totals->same += more->same;
    totals->replaces += more->replaces;
    totals->damaged += more->damaged;
    totals->bytes += more->bytes;
    totals->bytes_linked += more->bytes_linked;
}

bool stage_import(struct stage *stage, const char *fragment, struct error *err)
{
    struct stage_totals totals;
    stage_enter(stage);
    if (!stage_open_run(stage, fragment, &totals, err))
        return false;
    add_totals(&stage->totals, &totals);
    if (unlink(fragment) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot remove '%s'", fragment);
    return true;
}
