#include "base/file.h"
#include "base/text.h"
#include "publish/lock.h"
#include "publish/stage_private.h"
#include "publish/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TABLE_LIMIT = 16 * 1024 };

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
    for (struct stage_table *table = stage->table; table; table = table->below)
        arena_free(table->arena);
    digest_finish(stage->digest);
    arena_free(stage->link);
    arena_free(stage->page);
    arena_free(stage->scratch);
}

/* A table on top of those that are there. It lives in the stage's arena, its rows in its own. */
static void push_table(struct stage *stage)
{
    struct stage_table *table = arena_alloc(stage->arena, sizeof *table);
    table->below = stage->table;
    table->arena = arena_new();
    stage->table = table;
}

static void close_folder(void *pointer)
{
    close(*(int *)pointer);
}

static int open_folder(struct stage *stage, const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        error_set_errno(err, ERROR_FAILED, "cannot open the folder '%s'", path);
        return -1;
    }
    int *kept = arena_alloc(stage->arena, sizeof *kept);
    *kept = fd;
    arena_defer(stage->arena, close_folder, kept);
    return fd;
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
    stage->current_fd = open_folder(stage, tree, &unreadable);
    if (stage->current_fd >= 0 &&
        listing_open_manifest(stage->arena, path_join(stage->arena, tree, MANIFEST_NAME),
                              &stage->current, &stage->current_digest, &unreadable)) {
        stage->current_tree = tree;
    } else {
        log_warning(stage->log, "nothing is taken over from the current release: %s",
                    unreadable.message);
        stage->current = (struct listing){0};
    }
    return true;
}

/* A free name in the output folder. */
static bool make_free_root(struct stage *stage, struct error *err)
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
    return true;
}

static bool make_tree(struct stage *stage, struct error *err)
{
    stage->tree = path_join(stage->arena, stage->root, "tree");
    if (mkdir(stage->tree, 0777) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot make the folder '%s'", stage->tree);
    stage->tree_fd = open_folder(stage, stage->tree, err);
    return stage->tree_fd >= 0;
}

static struct stage *new_stage(struct arena *arena, const char *out_dir, const struct log *log)
{
    struct stage *stage = arena_alloc(arena, sizeof *stage);
    stage->arena = arena;
    stage->scratch = arena_new();
    stage->page = arena_new();
    stage->link = arena_new();
    stage->digest = digest_begin();
    stage->table_limit = TABLE_LIMIT;
    push_table(stage);
    stage->log = log;
    stage->out_dir = arena_strdup(arena, out_dir);
    stage->owner = stage->process = getpid();
    arena_defer(arena, cleanup, stage);
    return stage;
}

static bool end_opening(struct stage *stage, bool ok, struct stage **out)
{
    arena_reset(stage->scratch);
    if (!ok)
        stage_discard(stage);
    else
        *out = stage;
    return ok;
}

bool stage_open(struct arena *arena, const char *out_dir, const struct log *log, struct stage **out,
                struct error *err)
{
    struct stage *stage = new_stage(arena, out_dir, log);
    if (!folder_make(out_dir, err))
        return false;
    if (lock_is_ours(arena, out_dir) && !tree_remove_leftovers(arena, out_dir, err))
        return false;
    bool ok = read_current(stage, err) && make_free_root(stage, err) && make_tree(stage, err);
    return end_opening(stage, ok, out);
}

bool stage_open_part(struct arena *arena, const struct stage_place *place, const struct log *log,
                     struct stage **out, struct error *err)
{
    struct stage *stage = new_stage(arena, place->out_dir, log);
    if (!folder_make(place->folder, err))
        return false;
    stage->root = arena_strdup(arena, place->folder);
    return end_opening(stage, read_current(stage, err) && make_tree(stage, err), out);
}

void stage_enter(struct stage *stage)
{
    pid_t process = getpid();
    if (process != stage->process) {
        stage->process = process;
        stage->first = stage->totals;
        stage->first_run = stage->run_count;
        stage->first_promised = stage->promised;
        push_table(stage);
    }
    arena_reset(stage->scratch);
}

static bool make_folder(struct stage *stage, const char *folder, struct error *err)
{
    if (path_index_find(&stage->folders, folder))
        return true;
    const char *full = path_join(stage->scratch, stage->tree, folder);
    if (mkdir(full, 0777) != 0 && errno != EEXIST) /* another worker may have made it */
        return error_set_errno(err, ERROR_FAILED, "cannot make the folder '%s'", full);
    path_index_add(&stage->folders, stage->arena, arena_strdup(stage->arena, folder), 1);
    return true;
}

bool stage_make_parents(struct stage *stage, const char *path, struct error *err)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    if (length == 0 || length >= sizeof folder)
        return length == 0 || error_set(err, ERROR_FAILED, "the path '%s' is too long", path);
    memcpy(folder, path, length);
    folder[length] = '\0';
    if (path_index_find(&stage->folders, folder))
        return true;
    for (char *end = folder; (end = strchr(end, '/')); *end++ = '/') {
        *end = '\0';
        if (!make_folder(stage, folder, err))
            return false;
    }
    return make_folder(stage, folder, err);
}

bool stage_too_late(const char *path, struct error *err)
{
    return error_set(err, ERROR_FAILED, "'%s' comes too late: the stage is closed", path);
}

bool stage_begin(struct stage *stage, const char *path, struct error *err)
{
    stage_enter(stage);
    if (!manifest_check_path(path, err))
        return false;
    return stage->root || stage_too_late(path, err);
}

bool stage_is_promised(const struct stage *stage, const char *path)
{
    const uint32_t *promise = path_index_find(&stage->promises, path);
    return promise && *promise == 1;
}

void stage_distrust(struct stage *stage)
{
    stage->distrusts = true;
}

void stage_link_at_once(struct stage *stage)
{
    stage->links_at_once = true;
}

bool stage_path(struct stage *stage, struct arena *arena, const char *path, const char **full,
                struct error *err)
{
    if (!stage_begin(stage, path, err))
        return false;
    if (stage_is_promised(stage, path) || stage_in_memory(stage, path, NULL))
        return stage_already(path, err);
    if (!stage_make_parents(stage, path, err))
        return false;
    uint32_t *before = path_index_find(&stage->promises, path);
    if (before)
        *before = 1;
    else
        path_index_add(&stage->promises, stage->arena, arena_strdup(stage->arena, path), 1);
    stage->promised++;
    *full = path_join(arena, stage->tree, path);
    return true;
}

bool stage_check_promises(const struct stage *stage, struct error *err)
{
    if (stage->promised <= stage->first_promised)
        return true;
    for (size_t i = 0; i < stage->promises.capacity; i++)
        if (stage->promises.slots[i].path && stage->promises.slots[i].value == 1)
            return error_set(err, ERROR_FAILED, "'%s' was begun and never finished",
                             stage->promises.slots[i].path);
    return true;
}

/* Sets the entry's flags: what the current release has at its path. */
void stage_compare(struct stage *stage, struct listing_row *entry)
{
    struct listing_row old;
    if (!stage->current_tree || !listing_find(&stage->current, entry->path, &old))
        return;
    entry->flags = ENTRY_REPLACES;
    if (old.bytes != entry->bytes || !digest_equal(&old.digest, &entry->digest))
        return;
    entry->flags |= ENTRY_SAME;
    if (stage_is_there(stage, entry))
        entry->flags |= ENTRY_LINKED;
}

bool stage_put(struct stage *stage, const char *path, const void *bytes, size_t length,
               struct error *err)
{
    if (!stage_begin(stage, path, err))
        return false;
    if (stage_is_promised(stage, path) || stage_in_memory(stage, path, NULL))
        return stage_already(path, err);
    struct listing_row entry = {
        .path = path,
        .bytes = (long long)length,
        .digest = digest_again(stage->digest, bytes, length),
    };
    stage_compare(stage, &entry);
    if (!(entry.flags & ENTRY_LINKED)) {
        const char *full = path_join(stage->scratch, stage->tree, path);
        if (!stage_make_parents(stage, path, err) || !file_put(full, bytes, length, err) ||
            (stage_is_page(path) && !stage_ask_for_links(stage, path, bytes, length, err)))
            return false;
    }
    return stage_add(stage, &entry, err);
}

/* The links of a page that something else wrote. */
static bool ask_for_links_of(struct stage *stage, const char *path, const char *full,
                             struct error *err)
{
    char *text;
    size_t length;
    return file_read(stage->scratch, full, SIZE_MAX, &text, &length, err) &&
           stage_ask_for_links(stage, path, text, length, err);
}

bool stage_adopt(struct stage *stage, const char *path, struct error *err)
{
    if (!stage_begin(stage, path, err))
        return false;
    if (stage_in_memory(stage, path, NULL))
        return stage_already(path, err);
    const char *full = path_join(stage->scratch, stage->tree, path);
    struct listing_row entry = {.path = path};
    if (!file_digest(full, &entry.digest, &entry.bytes, err))
        return false;
    stage_compare(stage, &entry);
    if (entry.flags & ENTRY_LINKED) {
        if (unlink(full) != 0)
            return error_set_errno(err, ERROR_FAILED, "cannot remove '%s'", full);
    } else if (stage_is_page(path) && !ask_for_links_of(stage, path, full, err)) {
        return false;
    }
    uint32_t *promise = path_index_find(&stage->promises, path);
    if (promise && *promise == 1) {
        *promise = 0;
        stage->promised--;
    }
    return stage_add(stage, &entry, err);
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

const char *stage_file(const struct stage *stage, struct arena *arena,
                       const struct listing_row *entry)
{
    bool here = !(entry->flags & ENTRY_LINKED) || entry->flags & ENTRY_PLACED;
    return path_join(arena, here ? stage->tree : stage->current_tree, entry->path);
}

const char *stage_find(const struct stage *stage, struct arena *arena, const char *path)
{
    struct listing_row row;
    if (stage_is_promised(stage, path) || !stage_lookup(stage, path, &row))
        return NULL;
    return stage_file(stage, arena, &row);
}

struct stage_counts stage_counts(const struct stage *stage)
{
    const struct stage_totals *totals = &stage->totals;
    return (struct stage_counts){
        .files = totals->files,
        .written = totals->files - totals->linked,
        .stale = totals->replaces - totals->linked,
        .linked = totals->linked,
        .bytes = totals->bytes,
        .bytes_written = totals->bytes - totals->bytes_linked,
        .removed = stage->current.count - totals->replaces,
    };
}

static bool is_below(const char *file, const char *path, size_t length)
{
    if (strncmp(file, path, length) != 0)
        return false;
    return file[length] == '\0' || file[length] == '/' || path[length - 1] == '/';
}

/* How many rows are at a path or below it, and how many of them are as in the current release. */
struct below {
    const char *path;
    size_t length;
    size_t count;
    size_t same;
};

static void count_row(struct below *below, const struct listing_row *row)
{
    bool counts = is_below(row->path, below->path, below->length);
    below->count += counts;
    below->same += counts && row->flags & ENTRY_SAME;
}

static bool count_listed(const struct listing *listing, struct below *below)
{
    struct listing_cursor cursor;
    const struct listing_row *row;
    bool ok;
    listing_begin(&cursor, listing, below->path);
    while ((ok = listing_next(&cursor, &row, NULL)) && row &&
           text_starts_with(row->path, below->path))
        count_row(below, row);
    listing_close(&cursor);
    return ok;
}

static bool count_below(const struct stage *stage, struct below *below)
{
    for (const struct stage_table *table = stage->table; table; table = table->below)
        for (size_t i = 0; i < table->count; i++)
            count_row(below, &table->entries[i]);
    for (size_t i = 0; i < stage->run_count; i++)
        if (!count_listed(&stage->runs[i]->entries, below))
            return false;
    return true;
}

bool stage_same(const struct stage *stage, const char *path)
{
    struct below here = {.path = path, .length = strlen(path)};
    struct below there = here;
    if (!stage->current_tree || path[0] == '\0' || !count_below(stage, &here) ||
        !count_listed(&stage->current, &there))
        return false; /* or it cannot be read, and is not to be trusted */
    return here.count > 0 && here.same == here.count && here.count == there.count;
}
