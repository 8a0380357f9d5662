#include "app/commands.h"
#include "base/file.h"
#include "publish/lock.h"
#include "publish/release.h"

bool cmd_rollback(struct app *app, struct error *err)
{
    const char *out_dir = app->settings->out_dir;
    const char *id = app->operand_count > 0 ? app->operands[0] : NULL;
    const char *current;
    if (!file_exists(out_dir)) { /* the lock would make it */
        error_set(err, ERROR_FAILED, "there is no folder '%s'", out_dir);
        return error_hint(err, "--out names the folder that releases are published in");
    }
    if (!lock_acquire(app->arena, out_dir, err) ||
        !release_rollback(app->arena, out_dir, id, &current, err))
        return false;
    fprintf(app->out, "'%s/current' points to release '%s'\n", out_dir, current);
    return true;
}
