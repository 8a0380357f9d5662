/* Parts of a release: saved by the process that made them, taken over by the one that publishes. */
#include "base/file.h"
#include "base/interrupt.h"
#include "publish/stage_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char tree_name[] = "tree";

/* From here on the stage is as a worker's behind a fork. */
bool stage_begin_part(struct stage *stage, struct error *err)
{
    stage_enter(stage);
    if (!stage_spill(stage, err))
        return false;
    stage->first = stage->totals;
    stage->first_run = stage->run_count;
    stage->first_promised = stage->promised;
    return true;
}

static struct stage_counts counts_of(const struct stage *stage)
{
    const struct stage_totals *all = &stage->totals;
    const struct stage_totals *first = &stage->first;
    size_t files = all->files - first->files;
    size_t linked = all->linked - first->linked;
    return (struct stage_counts){
        .files = files,
        .written = files - linked,
        .stale = all->replaces - first->replaces - linked,
        .linked = linked,
        .bytes = all->bytes - first->bytes,
        .bytes_written = all->bytes - first->bytes - (all->bytes_linked - first->bytes_linked),
    };
}

bool stage_save_part(struct stage *stage, const char *folder, struct stage_counts *counts,
                     struct error *err)
{
    struct arena *arena = arena_new();
    const char *tree = path_join(arena, folder, tree_name);
    *counts = counts_of(stage);
    bool ok = stage_export(stage, path_join(arena, folder, STAGE_PART_FILES), err);
    if (ok && rename(stage->tree, tree) != 0)
        ok = error_set_errno(err, ERROR_FAILED, "cannot rename '%s' to '%s'", stage->tree, tree);
    ok = ok && folder_sync_all(folder, err);
    arena_free(arena);
    stage_discard(stage);
    return ok;
}

/* ---- taking over ---- */

struct part {
    struct stage *stage;
    struct stage_source source;
    struct arena *scratch;
};

/* What the current release has needs no file of the part. */
static bool take_file(const struct part *part, const struct listing_row *file, struct error *err)
{
    struct stat status;
    struct listing_row entry = {.path = file->path, .bytes = file->bytes, .digest = file->digest};
    stage_enter(part->stage);
    stage_compare(part->stage, &entry);
    if (entry.flags & ENTRY_LINKED)
        return stage_add(part->stage, &entry, err);
    if (fstatat(part->source.fd, entry.path, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s/%s'", part->source.tree,
                               entry.path);
    if (!S_ISREG(status.st_mode) || status.st_size != entry.bytes)
        return error_set(err, ERROR_FAILED, "'%s/%s' is not the file that was built",
                         part->source.tree, entry.path);
    return stage_link(part->stage, &part->source, part->scratch, &entry, err) &&
           stage_add(part->stage, &entry, err);
}

static bool take_demand(const struct part *part, const struct listing_row *demand,
                        struct error *err)
{
    return stage_ask(part->stage, demand->path, demand->note, err);
}

static bool take_rows(const struct part *part, const struct listing *rows,
                      bool (*take)(const struct part *, const struct listing_row *, struct error *),
                      struct error *err)
{
    struct listing_cursor cursor;
    const struct listing_row *row;
    bool ok;
    listing_begin(&cursor, rows, "");
    for (size_t i = 0; (ok = listing_next(&cursor, &row, err)) && row; i++)
        if (!(ok = take(part, row, err) && (i % 1024 != 0 || interrupt_check(err))))
            break;
    listing_close(&cursor);
    return ok;
}

bool stage_take_part(struct stage *stage, const char *folder, struct error *err)
{
    struct stage_run run;
    struct stage_totals totals;
    stage_enter(stage);
    struct part part = {.stage = stage, .scratch = arena_new()};
    const char *files = path_join(stage->arena, folder, STAGE_PART_FILES);
    part.source.tree = path_join(stage->arena, folder, tree_name);
    part.source.fd = open(part.source.tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = part.source.fd >= 0 ||
              error_set_errno(err, ERROR_FAILED, "cannot open the folder '%s'", part.source.tree);
    ok = ok && stage_read_run(stage, files, &run, &totals, err) &&
         take_rows(&part, &run.entries, take_file, err) &&
         take_rows(&part, &run.demands, take_demand, err);
    if (part.source.fd >= 0)
        close(part.source.fd);
    arena_free(part.scratch);
    return ok;
}
