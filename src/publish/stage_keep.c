/* What a stage keeps of the current release. */
#include "base/file.h"
#include "base/interrupt.h"
#include "publish/stage_private.h"

#include <fcntl.h>
#include <sys/stat.h>

static bool is_sound(struct stage *stage, const struct listing_row *file)
{
    struct digest digest;
    long long bytes;
    arena_reset(stage->page);
    return file_digest(path_join(stage->page, stage->current_tree, file->path), &digest, &bytes,
                       NULL) &&
           digest_equal(&digest, &file->digest);
}

bool stage_is_there(struct stage *stage, const struct listing_row *file)
{
    struct stat status;
    if (fstatat(stage->current_fd, file->path, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG(status.st_mode) && status.st_size == file->bytes &&
        (!stage->distrusts || is_sound(stage, file)))
        return true;
    stage->totals.damaged++;
    return false;
}

bool stage_cannot_keep(const char *path, struct error *err)
{
    error_set(err, ERROR_FAILED, "cannot keep '%s': the current release's file is damaged", path);
    return error_hint(err, "'orgair verify' shows what is wrong with it");
}

/* A row of the current release's manifest whose file is there. */
static bool keep_row(struct stage *stage, const struct listing_row *file, struct error *err)
{
    const struct stage_source current = {stage->current_tree, stage->current_fd};
    struct listing_row entry = *file;
    entry.flags = ENTRY_REPLACES | ENTRY_SAME | ENTRY_LINKED;
    if (stage_is_promised(stage, file->path) || stage_in_memory(stage, file->path, NULL))
        return stage_already(file->path, err);
    if (stage->links_at_once) {
        if (!stage_link(stage, &current, stage->page, file, err))
            return false;
        entry.flags |= ENTRY_PLACED;
    }
    return stage_add(stage, &entry, err);
}

static bool keep_below(struct stage *stage, struct listing_cursor *cursor, const char *path,
                       size_t *kept, struct error *err)
{
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/')
        length--;
    bool folder = path[length] == '/';
    const struct listing_row *file;
    while (listing_next(cursor, &file, err)) {
        if (!file || strncmp(file->path, path, length) != 0)
            return true;
        char next = file->path[length];
        /* "a.html" and "a-b/" sort between "a" and "a/" and are not below it. */
        if (next != '/' && (next != '\0' || folder))
            continue;
        if (!stage_is_there(stage, file))
            return stage_cannot_keep(file->path, err);
        if (!keep_row(stage, file, err))
            return false;
        ++*kept;
    }
    return false;
}

bool stage_keep(struct stage *stage, const char *path, size_t *kept, struct error *err)
{
    *kept = 0;
    stage_enter(stage);
    if (!stage->current_tree)
        return true;
    if (!stage->root)
        return stage_too_late(path, err);
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/')
        length--;
    struct listing_cursor cursor;
    listing_begin(&cursor, &stage->current, arena_strndup(stage->scratch, path, length));
    bool ok = keep_below(stage, &cursor, path, kept, err);
    listing_close(&cursor);
    return ok;
}

bool stage_keep_file(struct stage *stage, const char *path, bool *kept, struct error *err)
{
    *kept = false;
    if (!stage_begin(stage, path, err))
        return false;
    struct listing_row file;
    if (!stage->current_tree || !listing_find(&stage->current, path, &file) ||
        !stage_is_there(stage, &file))
        return true;
    *kept = keep_row(stage, &file, err);
    return *kept;
}

/* Along the manifest and the runs, each read once from the first path on. */
struct walk {
    const char *from;
    struct listing_cursor manifest;
    struct listing_cursor *runs;
    size_t run_count;
    size_t run_capacity;
};

/* What is added on the way may become a run. */
static void follow_runs(struct stage *stage, struct walk *walk)
{
    walk->runs = arena_grow(stage->scratch, walk->runs, &walk->run_capacity, stage->run_count,
                            sizeof *walk->runs);
    for (; walk->run_count < stage->run_count; walk->run_count++)
        listing_begin(&walk->runs[walk->run_count], &stage->runs[walk->run_count]->entries,
                      walk->from);
}

static void end_walk(struct walk *walk)
{
    for (size_t i = 0; i < walk->run_count; i++)
        listing_close(&walk->runs[i]);
    listing_close(&walk->manifest);
}

static bool is_staged(struct stage *stage, struct walk *walk, const char *path, bool *staged,
                      struct error *err)
{
    const struct listing_row *row = NULL;
    *staged = stage_in_memory(stage, path, NULL);
    follow_runs(stage, walk);
    for (size_t i = 0; !*staged && i < walk->run_count; i++) {
        if (!listing_seek(&walk->runs[i], path, &row, err))
            return false;
        *staged = row != NULL;
    }
    return true;
}

static bool keep_next(struct stage *stage, struct walk *walk, const char *path,
                      struct stage_kept *kept, struct error *err)
{
    const struct listing_row *file;
    bool staged;
    if (!is_staged(stage, walk, path, &staged, err))
        return false;
    kept->staged += staged;
    if (staged)
        return true;
    if (!listing_seek(&walk->manifest, path, &file, err))
        return false;
    if (file && stage_is_there(stage, file))
        return keep_row(stage, file, err);
    kept->missing = path;
    return true;
}

bool stage_keep_files(struct stage *stage, const char *const *paths, size_t count,
                      struct stage_kept *kept, struct error *err)
{
    *kept = (struct stage_kept){0};
    stage_enter(stage);
    if (count > 0 && !stage->root)
        return stage_too_late(paths[0], err);
    struct walk walk = {.from = count > 0 ? paths[0] : ""};
    bool ok = true;
    listing_begin(&walk.manifest, &stage->current, walk.from);
    for (size_t i = 0; ok && !kept->missing && i < count; i++)
        ok =
            (i % 1024 != 0 || interrupt_check(err)) && keep_next(stage, &walk, paths[i], kept, err);
    end_walk(&walk);
    return ok;
}
