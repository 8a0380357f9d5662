#include "base/file.h"
#include "base/interrupt.h"
#include "publish/stage_private.h"

#include <fcntl.h>
#include <sys/stat.h>

static bool damaged(const struct listing_row *entry, struct error *err)
{
    if (!(entry->flags & ENTRY_LINKED))
        return error_set(err, ERROR_FAILED, "'%s' is not there with the size it was written with",
                         entry->path);
    error_set(err, ERROR_FAILED, "'%s' of the current release is damaged", entry->path);
    return error_hint(err, "remove it from there; the next build writes it anew");
}

static bool check_file(const struct stage *stage, const struct listing_row *entry,
                       struct error *err)
{
    struct stat status;
    if (entry->flags & ENTRY_PLACED)
        return true;
    int folder = entry->flags & ENTRY_LINKED ? stage->current_fd : stage->tree_fd;
    return (fstatat(folder, entry->path, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(status.st_mode) && status.st_size == entry->bytes) ||
           damaged(entry, err);
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

/* An unchanged page's links held in the release it comes from: only what is gone breaks them. */
static bool check_files(struct stage *stage, struct arena *scratch, struct error *err)
{
    bool all_pages = stage_counts(stage).removed > 0;
    struct listing_merge merge;
    const struct listing_row *entry;
    size_t number = 0;
    bool ok;
    stage_entries(stage, 0, &merge);
    while ((ok = listing_merge_next(&merge, &entry, err)) && entry) {
        bool page = all_pages && entry->flags & ENTRY_LINKED && stage_is_page(entry->path);
        if (!(ok = check_file(stage, entry, err) &&
                   (!page || check_page(stage, scratch, entry, err)) &&
                   (++number % 1024 != 0 || interrupt_check(err))))
            break;
    }
    listing_merge_end(&merge);
    return ok;
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
