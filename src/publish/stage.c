#include "base/file.h"
#include "base/text.h"
#include "publish/lock.h"
#include "publish/stage_private.h"
#include "publish/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void stage_discard(struct stage *stage)
{
    if (!stage->root || getpid() != stage->owner)
        return;
    struct error err = ERROR_INIT;
    if (!folder_remove(stage->root, &err))
        log_warning(stage->log, "%s", err.message);
    stage->root = NULL;
}

/* Runs when the arena is freed, also in a forked worker: stage_discard knows the difference. */
static void cleanup(void *pointer)
{
    struct stage *stage = pointer;
    stage_discard(stage);
    arena_free(stage->scratch);
}

/* A current release that cannot be read is no reason not to publish: everything is written anew. */
static bool read_current(struct stage *stage, struct error *err)
{
    if (!tree_current(stage->arena, stage->out_dir, &stage->current_id, err))
        return false;
    const char *link = path_join(stage->scratch, stage->out_dir, TREE_CURRENT);
    char *resolved = realpath(link, NULL);
    if (!resolved)
        return true;
    const char *tree = arena_strdup(stage->arena, resolved);
    free(resolved);
    struct error unreadable = ERROR_INIT;
    if (manifest_read(stage->arena, path_join(stage->arena, tree, MANIFEST_NAME), &stage->current,
                      &unreadable)) {
        stage->current_tree = tree;
    } else {
        log_warning(stage->log, "nothing is taken over from the current release: %s",
                    unreadable.message);
        stage->current = (struct manifest){0};
    }
    return true;
}

static bool make_root(struct stage *stage, struct error *err)
{
    const char *root = NULL;
    int failed = -1;
    for (int n = 0; failed != 0 && n < 1000; n++) {
        root = arena_printf(stage->arena, "%s/" TREE_STAGING "%d-%d", stage->out_dir,
                            (int)stage->owner, n);
        failed = mkdir(root, 0777);
        if (failed != 0 && errno != EEXIST)
            break;
    }
    if (failed != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot make the folder '%s'", root);
    stage->root = root;
    stage->tree = path_join(stage->arena, root, "tree");
    if (mkdir(stage->tree, 0777) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot make the folder '%s'", stage->tree);
    return true;
}

bool stage_open(struct arena *arena, const char *out_dir, const struct log *log, struct stage **out,
                struct error *err)
{
    struct stage *stage = arena_alloc(arena, sizeof *stage);
    stage->arena = arena;
    stage->scratch = arena_new();
    stage->log = log;
    stage->out_dir = arena_strdup(arena, out_dir);
    stage->owner = stage->process = getpid();
    arena_defer(arena, cleanup, stage);
    if (!folder_make(out_dir, err))
        return false;
    if (lock_is_ours(arena, out_dir) && !tree_remove_leftovers(arena, out_dir, err))
        return false;
    bool ok = read_current(stage, err) && make_root(stage, err);
    arena_reset(stage->scratch);
    if (!ok)
        stage_discard(stage);
    else
        *out = stage;
    return ok;
}

void stage_enter(struct stage *stage)
{
    pid_t process = getpid();
    if (process != stage->process) {
        stage->process = process;
        stage->first = stage->count;
        stage->first_damaged = stage->damaged;
        stage->first_promised = stage->promised;
    }
    arena_reset(stage->scratch);
}

/* The folders above a path, each made once. */
static bool make_parents(struct stage *stage, const char *path, struct error *err)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return true;
    char *folder = arena_strndup(stage->scratch, path, (size_t)(slash - path));
    if (path_index_find(&stage->folders, folder))
        return true;
    if (!make_parents(stage, folder, err))
        return false;
    const char *full = path_join(stage->scratch, stage->tree, folder);
    if (mkdir(full, 0777) != 0 && errno != EEXIST) /* another worker may have made it */
        return error_set_errno(err, ERROR_FAILED, "cannot make the folder '%s'", full);
    path_index_add(&stage->folders, stage->arena, arena_strdup(stage->arena, folder), 1);
    return true;
}

static bool already(const char *path, struct error *err)
{
    return error_set(err, ERROR_FAILED, "'%s' is in the release already", path);
}

static void count(struct stage_counts *counts, const struct stage_entry *entry)
{
    counts->files++;
    counts->bytes += entry->file.bytes;
    counts->bytes_written += entry->linked ? 0 : entry->file.bytes;
    counts->linked += entry->linked;
    counts->written += !entry->linked;
    counts->stale += entry->stale;
}

bool stage_add(struct stage *stage, const struct stage_entry *entry, struct error *err)
{
    size_t *known = path_index_find(&stage->index, entry->file.path);
    if (known && *known != (size_t)STAGE_PROMISED)
        return already(entry->file.path, err);
    stage->entries = arena_grow(stage->arena, stage->entries, &stage->capacity, stage->count + 1,
                                sizeof *stage->entries);
    struct stage_entry *added = &stage->entries[stage->count];
    *added = *entry;
    added->file.path = arena_strdup(stage->arena, entry->file.path);
    if (known) {
        *known = stage->count;
        stage->promised--;
    } else {
        path_index_add(&stage->index, stage->arena, added->file.path, stage->count);
    }
    stage->count++;
    count(&stage->counts, added);
    return true;
}

static bool begin(struct stage *stage, const char *path, struct error *err)
{
    stage_enter(stage);
    if (!manifest_check_path(path, err))
        return false;
    return stage->root ||
           error_set(err, ERROR_FAILED, "'%s' comes too late: the stage is closed", path);
}

bool stage_path(struct stage *stage, struct arena *arena, const char *path, const char **full,
                struct error *err)
{
    if (!begin(stage, path, err))
        return false;
    if (path_index_find(&stage->index, path))
        return already(path, err);
    if (!make_parents(stage, path, err))
        return false;
    path_index_add(&stage->index, stage->arena, arena_strdup(stage->arena, path),
                   (size_t)STAGE_PROMISED);
    stage->promised++;
    *full = path_join(arena, stage->tree, path);
    return true;
}

bool stage_check_promises(const struct stage *stage, struct error *err)
{
    if (stage->promised <= stage->first_promised)
        return true;
    for (size_t i = 0; i < stage->index.capacity; i++)
        if (stage->index.slots[i].path && stage->index.slots[i].value == (size_t)STAGE_PROMISED)
            return error_set(err, ERROR_FAILED, "'%s' was begun and never finished",
                             stage->index.slots[i].path);
    return true;
}

/* Whether the current release's manifest lists these bytes, and the file is still there with that
 * size. If not, but it lists others, the entry is stale. */
static bool same_in_current(struct stage *stage, struct stage_entry *entry)
{
    const struct manifest_entry *file = &entry->file;
    const struct manifest_entry *old =
        stage->current_tree ? manifest_find(&stage->current, file->path) : NULL;
    entry->stale = old != NULL;
    if (!old || old->bytes != file->bytes || !digest_equal(&old->digest, &file->digest))
        return false;
    struct stat status;
    const char *full = path_join(stage->scratch, stage->current_tree, file->path);
    entry->linked =
        lstat(full, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == old->bytes;
    entry->stale = !entry->linked;
    stage->damaged += !entry->linked;
    return entry->linked;
}

bool stage_put(struct stage *stage, const char *path, const void *bytes, size_t length,
               struct error *err)
{
    if (!begin(stage, path, err))
        return false;
    if (path_index_find(&stage->index, path))
        return already(path, err);
    struct stage_entry entry = {
        .file = {.path = path, .bytes = (long long)length, .digest = digest_of(bytes, length)},
    };
    if (!same_in_current(stage, &entry)) {
        const char *full = path_join(stage->scratch, stage->tree, path);
        if (!make_parents(stage, path, err) || !file_put(full, bytes, length, err))
            return false;
    }
    return stage_add(stage, &entry, err);
}

bool stage_adopt(struct stage *stage, const char *path, struct error *err)
{
    if (!begin(stage, path, err))
        return false;
    const size_t *known = path_index_find(&stage->index, path);
    if (known && *known != (size_t)STAGE_PROMISED)
        return already(path, err);
    const char *full = path_join(stage->scratch, stage->tree, path);
    struct stage_entry entry = {.file = {.path = path}};
    if (!file_digest(full, &entry.file.digest, &entry.file.bytes, err))
        return false;
    if (same_in_current(stage, &entry) && unlink(full) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot remove '%s'", full);
    return stage_add(stage, &entry, err);
}

static bool keep_file(struct stage *stage, const struct manifest_entry *file, struct error *err)
{
    if (!begin(stage, file->path, err))
        return false;
    struct stage_entry entry = {.file = *file};
    if (same_in_current(stage, &entry))
        return stage_add(stage, &entry, err);
    error_set(err, ERROR_FAILED, "cannot keep '%s': the current release's file is damaged",
              file->path);
    return error_hint(err, "'orgair verify' shows what is wrong with it");
}

bool stage_keep(struct stage *stage, const char *path, size_t *kept, struct error *err)
{
    *kept = 0;
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/')
        length--;
    bool folder = path[length] == '/';
    size_t at = manifest_lower_bound(&stage->current, arena_strndup(stage->arena, path, length));
    for (; at < stage->current.count; at++) {
        const struct manifest_entry *file = &stage->current.entries[at];
        if (strncmp(file->path, path, length) != 0)
            break;
        char next = file->path[length];
        /* "a.html" and "a-b/" sort between "a" and "a/" and are not below it. */
        if (next != '/' && (next != '\0' || folder))
            continue;
        if (!keep_file(stage, file, err))
            return false;
        ++*kept;
    }
    return true;
}

bool stage_keep_file(struct stage *stage, const char *path, bool *kept, struct error *err)
{
    *kept = false;
    if (!begin(stage, path, err))
        return false;
    const struct manifest_entry *file = manifest_find(&stage->current, path);
    if (!file)
        return true;
    struct stage_entry entry = {.file = *file};
    if (!same_in_current(stage, &entry))
        return true;
    *kept = stage_add(stage, &entry, err);
    return *kept;
}

const char *stage_current_id(const struct stage *stage)
{
    return stage->current_tree ? stage->current_id : NULL;
}

bool stage_manifest_mark(struct arena *arena, const char *out_dir, const char **mark)
{
    const char *id;
    struct stat status;
    if (!tree_current(arena, out_dir, &id, NULL) || !id)
        return false;
    const char *file = arena_printf(arena, "%s/" TREE_RELEASES "/%s/" MANIFEST_NAME, out_dir, id);
    if (lstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    *mark = arena_printf(arena, "%s %lld %lld.%09ld %llu", id, (long long)status.st_size,
                         (long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                         (unsigned long long)status.st_ino);
    return true;
}

bool stage_has(const struct stage *stage, const char *path)
{
    return path_index_find(&stage->index, path) != NULL;
}

/* What a file system that has no such links, or no more of them, answers is no failure. */
static bool cannot_link(int error)
{
    return error == EXDEV || error == EMLINK || error == EPERM || error == EOPNOTSUPP ||
           error == ENOSYS;
}

static bool copy_file(struct stage *stage, const char *source, const char *full,
                      const struct manifest_entry *file, struct error *err)
{
    char *text;
    size_t length;
    if (!file_read(stage->scratch, source, (size_t)file->bytes, &text, &length, err))
        return false;
    struct digest digest = digest_of(text, length);
    if (!digest_equal(&digest, &file->digest)) {
        error_set(err, ERROR_FAILED, "'%s' is not what its manifest says", source);
        return error_hint(err, "remove it; the next build writes it anew");
    }
    return file_put(full, text, length, err);
}

bool stage_link(struct stage *stage, const struct stage_entry *entry, struct error *err)
{
    arena_reset(stage->scratch);
    const char *path = entry->file.path;
    const char *source = path_join(stage->scratch, stage->current_tree, path);
    const char *full = path_join(stage->scratch, stage->tree, path);
    if (!make_parents(stage, path, err))
        return false;
    if (linkat(AT_FDCWD, source, AT_FDCWD, full, 0) == 0)
        return true;
    if (cannot_link(errno))
        return copy_file(stage, source, full, &entry->file, err);
    return error_set_errno(err, ERROR_FAILED, "cannot link '%s' to '%s'", full, source);
}

const char *stage_file(const struct stage *stage, struct arena *arena,
                       const struct stage_entry *entry)
{
    return path_join(arena, entry->linked ? stage->current_tree : stage->tree, entry->file.path);
}

const char *stage_find(const struct stage *stage, struct arena *arena, const char *path)
{
    const size_t *known = path_index_find(&stage->index, path);
    if (!known || *known == (size_t)STAGE_PROMISED)
        return NULL;
    return stage_file(stage, arena, &stage->entries[*known]);
}

static bool is_below(const char *file, const char *path, size_t length)
{
    if (strncmp(file, path, length) != 0)
        return false;
    return file[length] == '\0' || file[length] == '/' || path[length - 1] == '/';
}

bool stage_same(const struct stage *stage, const char *path)
{
    size_t length = strlen(path);
    size_t here = 0;
    size_t there = 0;
    if (!stage->current_tree || length == 0)
        return false;
    for (size_t i = 0; i < stage->count; i++) {
        const struct manifest_entry *file = &stage->entries[i].file;
        if (!is_below(file->path, path, length))
            continue;
        const struct manifest_entry *old = manifest_find(&stage->current, file->path);
        if (!old || !digest_equal(&old->digest, &file->digest))
            return false;
        here++;
    }
    for (size_t i = 0; i < stage->current.count; i++)
        there += is_below(stage->current.entries[i].path, path, length);
    return here == there && here > 0;
}

struct stage_counts stage_counts(const struct stage *stage)
{
    struct stage_counts counts = stage->counts;
    counts.removed = stage->current.count - counts.linked - counts.stale;
    return counts;
}
