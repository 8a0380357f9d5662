#include "base/file.h"
#include "base/interrupt.h"
#include "publish/stage_private.h"

#include <fcntl.h>
#include <fts.h>
#include <sys/stat.h>

static bool damaged(const struct listing_row *entry, struct error *err)
{
    if (!(entry->flags & ENTRY_LINKED))
        return error_set(err, ERROR_FAILED, "'%s' is not there with the size it was written with",
                         entry->path);
    error_set(err, ERROR_FAILED, "'%s' of the current release is damaged", entry->path);
    return error_hint(err, "remove it from there; the next build writes it anew");
}

/* In the tree that is staged, not in the current release. */
static bool is_here(const struct listing_row *entry)
{
    return !(entry->flags & ENTRY_LINKED) || entry->flags & ENTRY_PLACED;
}

static bool check_file(const struct stage *stage, const struct listing_row *entry,
                       struct error *err)
{
    struct stat status;
    int folder = is_here(entry) ? stage->tree_fd : stage->current_fd;
    return (fstatat(folder, entry->path, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(status.st_mode) && status.st_size == entry->bytes) ||
           damaged(entry, err);
}

/* How many there are in the tree that is staged. */
static size_t files_here(const struct stage *stage, struct arena *scratch)
{
    char *root = arena_strdup(scratch, stage->tree);
    size_t count = 0;
    FTS *walk =
        fts_open((char *const[]){root, NULL}, FTS_PHYSICAL | FTS_NOCHDIR | FTS_NOSTAT, NULL);
    for (FTSENT *entry; walk && (entry = fts_read(walk));)
        count += entry->fts_info != FTS_D && entry->fts_info != FTS_DP;
    if (walk)
        fts_close(walk);
    return count;
}

/* The links of a page whose bytes were not seen in this run. */
static bool check_page(struct stage *stage, struct arena *scratch, const struct listing_row *entry,
                       struct error *err)
{
    char *text;
    size_t length;
    arena_reset(scratch);
    if (!file_read(scratch, stage_file(stage, scratch, entry), (size_t)entry->bytes, &text, &length,
                   err))
        return false;
    struct digest digest = digest_again(stage->digest, text, length);
    if (!digest_equal(&digest, &entry->digest))
        return damaged(entry, err);
    return stage_ask_for_links(stage, entry->path, text, length, err);
}

/* Asks for every file that should be in the tree. */
static bool check_here(struct stage *stage, struct error *err)
{
    struct listing_merge merge;
    const struct listing_row *entry;
    bool ok;
    stage_entries(stage, 0, &merge);
    while ((ok = listing_merge_next(&merge, &entry, err)) && entry)
        if (!(ok = !is_here(entry) || check_file(stage, entry, err)))
            break;
    listing_merge_end(&merge);
    return ok;
}

/* What was written has the size that the kernel took, and what was linked at once the one that it
 * had then; somebody may have removed it since. To count costs a tenth of asking for each. An
 * unchanged page's links held in the release it comes from: only what is gone breaks them. */
static bool check_files(struct stage *stage, struct arena *scratch, struct error *err)
{
    bool all_pages = stage_counts(stage).removed > 0;
    struct listing_merge merge;
    const struct listing_row *entry;
    size_t number = 0;
    size_t here = 0;
    bool ok;
    stage_entries(stage, 0, &merge);
    while ((ok = listing_merge_next(&merge, &entry, err)) && entry) {
        bool page = all_pages && entry->flags & ENTRY_LINKED && stage_is_page(entry->path);
        here += is_here(entry);
        if (!(ok = (is_here(entry) || check_file(stage, entry, err)) &&
                   (!page || check_page(stage, scratch, entry, err)) &&
                   (++number % 1024 != 0 || interrupt_check(err))))
            break;
    }
    listing_merge_end(&merge);
    return ok && (files_here(stage, scratch) == here || check_here(stage, err));
}

bool stage_verify(struct stage *stage, struct error *err)
{
    stage_enter(stage);
    if (!stage_check_promises(stage, err) || !stage_spill(stage, err))
        return false;
    struct arena *scratch = arena_new();
    bool ok = check_files(stage, scratch, err) && stage_spill(stage, err) &&
              stage_check_demands(stage, err);
    arena_free(scratch);
    return ok;
}
