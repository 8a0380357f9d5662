#include "base/file.h"
#include "base/interrupt.h"
#include "publish/release.h"
#include "publish/stage_private.h"
#include "publish/tree.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

static struct manifest_entry *sorted_entries(struct stage *stage)
{
    struct manifest_entry *entries = arena_array(stage->arena, stage->count, sizeof *entries);
    for (size_t i = 0; i < stage->count; i++)
        entries[i] = stage->entries[i].file;
    manifest_sort(entries, stage->count);
    return entries;
}

static bool put_own(struct stage *stage, const char *name, const void *bytes, size_t length,
                    struct error *err)
{
    return file_put(path_join(stage->scratch, stage->tree, name), bytes, length, err);
}

static bool write_own_files(struct stage *stage, const struct strbuf *manifest,
                            const struct strbuf *sums, const char *run_json, struct error *err)
{
    return put_own(stage, MANIFEST_NAME, manifest->text, manifest->length, err) &&
           put_own(stage, SUMS_NAME, sums->text, sums->length, err) &&
           (!run_json || put_own(stage, RUN_NAME, run_json, strlen(run_json), err));
}

/* Ids sort in the order of publication, on which lists, retention and rollback rest: where the
 * clock was set back, or two releases are of one second, the later one is named a second after the
 * other.
 */
static bool choose_id(struct stage *stage, const char *time, const struct digest *manifest,
                      struct stage_release *release, struct error *err)
{
    enum { TOLERANCE_S = 60 };
    struct tm utc = {0};
    long long latest;
    if (!strptime(time, RELEASE_TIME, &utc))
        return error_set(err, ERROR_FAILED, "'%s' is not the time of a release", time);
    if (!releases_latest(stage->scratch, stage->out_dir, &latest, err))
        return false;
    time_t now = timegm(&utc);
    if (latest - now > TOLERANCE_S)
        log_warning(stage->log,
                    "the clock is %lld s behind the newest release: the new one is named after it",
                    latest - (long long)now);
    if (now <= latest)
        now = (time_t)latest + 1;
    gmtime_r(&now, &utc);
    char stamp[RELEASE_TIME_LENGTH + 8];
    char hex[DIGEST_HEX];
    digest_hex(manifest, hex);
    strftime(stamp, sizeof stamp, RELEASE_TIME, &utc);
    snprintf(release->id, sizeof release->id, "%s-%.8s", stamp, hex);
    return true;
}

/* Back out of sight: taken away by one rename, then removed with the stage. */
static void withdraw(struct stage *stage, const char *release)
{
    if (rename(release, stage->tree) != 0 && !folder_remove(release, NULL))
        log_warning(stage->log, "cannot remove '%s', which was not published", release);
}

/* From the staging folder to releases/<id> to `current`. Everything is on disk before the first
 * rename, and the name that `current` will point to before the second. */
static bool switch_over(struct stage *stage, const char *id, struct error *err)
{
    struct arena *scratch = stage->scratch;
    const char *releases = path_join(scratch, stage->out_dir, TREE_RELEASES);
    const char *release = path_join(scratch, releases, id);
    if (rename(stage->tree, release) != 0) {
        bool foreign = errno == EXDEV;
        error_set_errno(err, ERROR_FAILED, "cannot rename '%s' to '%s'", stage->tree, release);
        if (foreign)
            error_hint(err, "'%s' must be on the file system of '%s'", releases, stage->out_dir);
        return false;
    }
    if (folder_sync(releases, err) &&
        tree_switch(scratch, stage->out_dir, id, path_join(scratch, stage->root, TREE_CURRENT),
                    err))
        return true;
    withdraw(stage, release);
    return false;
}

static bool link_files(struct stage *stage, struct error *err)
{
    for (size_t i = 0; i < stage->count; i++) {
        if (stage->entries[i].linked && !stage_link(stage, &stage->entries[i], err))
            return false;
        if (i % 1024 == 0 && !interrupt_check(err))
            return false;
    }
    return true;
}

static bool publish(struct stage *stage, const struct stage_options *options,
                    const struct strbuf *manifest, const struct strbuf *sums,
                    struct stage_release *release, struct error *err)
{
    if (!link_files(stage, err))
        return false;
    const char *releases = path_join(stage->scratch, stage->out_dir, TREE_RELEASES);
    return write_own_files(stage, manifest, sums, options->run_json, err) &&
           folder_make(releases, err) && folder_sync_all(stage->tree, err) &&
           interrupt_check(err) && switch_over(stage, release->id, err);
}

/* The release is published; what is left to do can wait for the next run. */
static void tidy_up(struct stage *stage, size_t keep_releases)
{
    struct error err = ERROR_INIT;
    if (!folder_sync(stage->out_dir, &err))
        log_warning(stage->log, "published, but %s", err.message);
    stage_discard(stage);
    if (!releases_prune(stage->scratch, stage->out_dir, keep_releases, &err))
        log_warning(stage->log, "published, but old releases stay: %s", err.message);
}

/* The same manifest is no proof when files of the current release were found missing. */
static bool is_current(const struct stage *stage, const struct digest *manifest)
{
    return stage->current_tree && stage->current_id && stage->damaged == 0 &&
           digest_equal(&stage->current.digest, manifest);
}

static bool publish_if_changed(struct stage *stage, const struct stage_options *options,
                               struct strbuf *manifest, struct strbuf *sums,
                               struct stage_release *release, struct error *err)
{
    struct manifest_entry *entries = sorted_entries(stage);
    manifest_write(manifest, entries, stage->count, options->secret_key);
    struct digest digest = digest_of(manifest->text, manifest->length);
    if (is_current(stage, &digest)) {
        snprintf(release->id, sizeof release->id, "%s", stage->current_id);
        return true;
    }
    manifest_write_sums(sums, entries, stage->count, &digest);
    if (!choose_id(stage, options->time, &digest, release, err) ||
        !publish(stage, options, manifest, sums, release, err))
        return false;
    release->changed = true;
    tidy_up(stage, options->keep_releases);
    return true;
}

bool stage_publish(struct stage *stage, const struct stage_options *options,
                   struct stage_release *release, struct error *err)
{
    *release = (struct stage_release){0};
    stage_enter(stage);
    if (!stage->root || getpid() != stage->owner)
        return error_set(err, ERROR_FAILED, "the stage is closed");
    struct strbuf manifest;
    struct strbuf sums;
    strbuf_init(&manifest);
    strbuf_init(&sums);
    bool ok = stage_check_promises(stage, err) &&
              publish_if_changed(stage, options, &manifest, &sums, release, err);
    strbuf_release(&sums);
    strbuf_release(&manifest);
    stage_discard(stage);
    arena_reset(stage->scratch);
    return ok;
}
