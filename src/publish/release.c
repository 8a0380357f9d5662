#include "publish/release.h"

#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "publish/manifest.h"
#include "publish/tree.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Of what has another name, nobody says when it was published. */
static bool time_of(const char *id, long long *time_s)
{
    struct tm utc = {0};
    const char *rest = strptime(id, RELEASE_TIME, &utc);
    if (!rest || rest - id != RELEASE_TIME_LENGTH || *rest != '-')
        return false;
    *time_s = (long long)timegm(&utc);
    return true;
}

static bool is_dated(const struct release *release)
{
    long long unused;
    return time_of(release->id, &unused);
}

/* Behind them, what somebody put there by hand. */
static int newest_first(const void *a, const void *b)
{
    const struct release *first = a;
    const struct release *second = b;
    bool dated = is_dated(first);
    if (dated != is_dated(second))
        return dated ? -1 : 1;
    return strcmp(second->id, first->id);
}

static bool is_folder(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Their names only, the newest first: the manifests are not read. */
static bool find_releases(struct arena *arena, const char *out_dir, struct release **rows,
                          size_t *count, struct error *err)
{
    *rows = NULL;
    *count = 0;
    const char *current;
    if (!tree_current(arena, out_dir, &current, err))
        return false;
    const char *folder = path_join(arena, out_dir, TREE_RELEASES);
    DIR *stream = opendir(folder);
    if (!stream && errno == ENOENT)
        return true;
    if (!stream)
        return error_set_errno(err, ERROR_FAILED, "cannot read the folder '%s'", folder);
    size_t capacity = 0;
    struct dirent *entry;
    while ((entry = readdir(stream))) {
        const char *path = path_join(arena, folder, entry->d_name);
        if (entry->d_name[0] == '.' || !is_folder(path))
            continue;
        *rows = arena_grow(arena, *rows, &capacity, *count + 1, sizeof **rows);
        (*rows)[(*count)++] = (struct release){
            .id = arena_strdup(arena, entry->d_name),
            .path = path,
            .current = text_equal(entry->d_name, current),
        };
    }
    closedir(stream);
    if (*count > 1)
        qsort(*rows, *count, sizeof **rows, newest_first);
    return true;
}

bool releases_list(struct arena *arena, const char *out_dir, struct release **rows, size_t *count,
                   struct error *err)
{
    if (!find_releases(arena, out_dir, rows, count, err))
        return false;
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < *count; i++) {
        struct release *row = &(*rows)[i];
        struct manifest manifest;
        row->complete =
            manifest_read(scratch, path_join(scratch, row->path, MANIFEST_NAME), &manifest, NULL);
        if (row->complete) {
            row->files = manifest.count;
            row->bytes = manifest.bytes;
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
    return true;
}

const char *releases_newest(struct arena *arena, const char *out_dir)
{
    struct release *rows;
    size_t count;
    return find_releases(arena, out_dir, &rows, &count, NULL) && count > 0 && is_dated(&rows[0])
               ? rows[0].id
               : NULL;
}

bool releases_latest(struct arena *arena, const char *out_dir, long long *time_s, struct error *err)
{
    struct release *rows;
    size_t count;
    *time_s = 0;
    if (!find_releases(arena, out_dir, &rows, &count, err))
        return false;
    if (count > 0)
        time_of(rows[0].id, time_s);
    return true;
}

/* By a rename first, so that a folder under releases/ is always a whole release. */
static bool remove_release(struct arena *arena, const char *out_dir, const struct release *row,
                           struct error *err)
{
    const char *removing = arena_printf(arena, "%s/" TREE_REMOVING "%s", out_dir, row->id);
    if (!folder_remove(removing, err))
        return false;
    if (rename(row->path, removing) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot rename '%s' to '%s'", row->path,
                               removing);
    return folder_remove(removing, err);
}

bool releases_prune(struct arena *arena, const char *out_dir, size_t keep, struct error *err)
{
    struct release *rows;
    size_t count;
    if (!find_releases(arena, out_dir, &rows, &count, err))
        return false;
    for (size_t i = keep; i < count; i++)
        if (!rows[i].current && is_dated(&rows[i]) &&
            !remove_release(arena, out_dir, &rows[i], err))
            return false;
    return true;
}

/* "there are: a, b, c", as many as a hint holds. */
static bool hint_releases(const struct release *rows, size_t count, struct error *err)
{
    if (count == 0)
        return error_hint(err, "there are no releases");
    struct strbuf names;
    strbuf_init(&names);
    for (size_t i = 0; i < count && i < 10; i++)
        strbuf_addf(&names, "%s%s%s", i > 0 ? ", " : "", rows[i].id,
                    rows[i].current ? " (current)" : "");
    if (count > 10)
        strbuf_addf(&names, " and %zu older ones", count - 10);
    error_hint(err, "there are: %s", names.text);
    strbuf_release(&names);
    return false;
}

struct choice {
    const struct release *rows;
    size_t count;
    const struct release *chosen;
};

static bool choose_previous(struct choice *choice, const char *out_dir, struct error *err)
{
    size_t i = 0;
    while (i < choice->count && !choice->rows[i].current)
        i++;
    if (i >= choice->count)
        error_set(err, ERROR_FAILED, "'%s/" TREE_CURRENT "' points to no release: name one",
                  out_dir);
    else if (i + 1 == choice->count || !is_dated(&choice->rows[i + 1]))
        error_set(err, ERROR_FAILED, "there is no release before the current '%s'",
                  choice->rows[i].id);
    else
        choice->chosen = &choice->rows[i + 1];
    return choice->chosen || hint_releases(choice->rows, choice->count, err);
}

static bool choose_named(struct choice *choice, const char *out_dir, const char *id,
                         struct error *err)
{
    size_t matches = 0;
    for (size_t i = 0; i < choice->count && *id != '\0'; i++) {
        if (!text_starts_with(choice->rows[i].id, id))
            continue;
        choice->chosen = &choice->rows[i];
        matches++;
        if (text_equal(choice->rows[i].id, id)) {
            matches = 1;
            break;
        }
    }
    if (matches == 1)
        return true;
    if (matches == 0)
        error_set(err, ERROR_FAILED, "no release '%s' in '%s/" TREE_RELEASES "'", id, out_dir);
    else
        error_set(err, ERROR_FAILED, "'%s' is the beginning of %zu releases", id, matches);
    return hint_releases(choice->rows, choice->count, err);
}

bool release_find(struct arena *arena, const char *out_dir, const char *name,
                  struct release *release, struct error *err)
{
    struct release *rows;
    size_t count;
    if (!find_releases(arena, out_dir, &rows, &count, err))
        return false;
    struct choice choice = {rows, count, NULL};
    for (size_t i = 0; i < count && text_equal(name, TREE_CURRENT); i++)
        if (rows[i].current)
            choice.chosen = &rows[i];
    if (!choice.chosen && !choose_named(&choice, out_dir, name, err))
        return false;
    *release = *choice.chosen;
    return true;
}

/* What is switched to must be whole; files that do not belong to it do no harm. */
static bool check_whole(struct arena *arena, const struct release *release, struct error *err)
{
    struct release_verification found;
    if (!release_verify(arena, release->path, "", &found, err))
        return false;
    for (size_t i = 0; i < found.problem_count; i++)
        if (!text_starts_with(found.problems[i], "additional "))
            return error_set(err, ERROR_FAILED, "release '%s' is not whole: %s", release->id,
                             found.problems[i]);
    return true;
}

bool release_rollback(struct arena *arena, const char *out_dir, const char *id,
                      const char **now_current, struct error *err)
{
    struct release *rows;
    size_t count;
    if (!find_releases(arena, out_dir, &rows, &count, err))
        return false;
    struct choice choice = {rows, count, NULL};
    if (!(id ? choose_named(&choice, out_dir, id, err) : choose_previous(&choice, out_dir, err)))
        return false;
    if (!check_whole(arena, choice.chosen, err))
        return hint_releases(rows, count, err);
    *now_current = choice.chosen->id;
    if (choice.chosen->current)
        return true;
    const char *temporary =
        arena_printf(arena, "%s/" TREE_STAGING "link-%d", out_dir, (int)getpid());
    if (unlink(temporary) != 0 && errno != ENOENT)
        return error_set_errno(err, ERROR_FAILED, "cannot remove '%s'", temporary);
    return tree_switch(arena, out_dir, choice.chosen->id, temporary, err) &&
           folder_sync(out_dir, err);
}
