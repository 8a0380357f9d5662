#include "publish/tree.h"

#include "base/file.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

bool tree_current(struct arena *arena, const char *out_dir, const char **id, struct error *err)
{
    *id = NULL;
    const char *path = path_join(arena, out_dir, TREE_CURRENT);
    struct stat status;
    if (lstat(path, &status) != 0) {
        if (errno == ENOENT)
            return true;
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", path);
    }
    if (!S_ISLNK(status.st_mode)) {
        error_set(err, ERROR_FAILED, "'%s' is not a symbolic link to a release", path);
        return error_hint(err, "move it away; a build makes the link");
    }
    char target[PATH_MAX];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot read the link '%s'", path);
    target[length] = '\0';
    static const char prefix[] = TREE_RELEASES "/";
    const char *name = target + sizeof prefix - 1;
    if (text_starts_with(target, prefix) && *name != '\0' && *name != '.' && !strchr(name, '/'))
        *id = arena_strdup(arena, name);
    return true;
}

bool tree_switch(struct arena *arena, const char *out_dir, const char *id, const char *temporary,
                 struct error *err)
{
    const char *target = path_join(arena, TREE_RELEASES, id);
    const char *path = path_join(arena, out_dir, TREE_CURRENT);
    if (symlink(target, temporary) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot make the link '%s'", temporary);
    if (rename(temporary, path) != 0) {
        error_set_errno(err, ERROR_FAILED, "cannot switch '%s' to '%s'", path, target);
        unlink(temporary);
        return false;
    }
    return true;
}

static bool is_leftover(const char *name)
{
    return text_starts_with(name, TREE_STAGING) || text_starts_with(name, TREE_REMOVING);
}

bool tree_remove_leftovers(struct arena *arena, const char *out_dir, struct error *err)
{
    DIR *folder = opendir(out_dir);
    if (!folder)
        return error_set_errno(err, ERROR_FAILED, "cannot read the folder '%s'", out_dir);
    bool ok = true;
    struct dirent *entry;
    while (ok && (entry = readdir(folder)))
        if (is_leftover(entry->d_name))
            ok = folder_remove(path_join(arena, out_dir, entry->d_name), err);
    closedir(folder);
    return ok;
}
