#include "base/file.h"
#include "base/interrupt.h"
#include "publish/release.h"
#include "publish/stage_private.h"
#include "publish/tree.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/* Text on its way to a digest, and to a file unless that is NULL. */
struct output {
    struct strbuf text;
    struct digest_state *digest;
    struct file_writer *file;
};

enum { OUTPUT_BYTES = 64 * 1024 };

static void flush(struct output *output)
{
    digest_update(output->digest, output->text.text, output->text.length);
    if (output->file)
        file_add(output->file, output->text.text, output->text.length);
    strbuf_reset(&output->text);
}

typedef void entry_writer(struct output *output, const struct listing_row *entry, size_t number);

static bool for_each_entry(struct stage *stage, struct output *output, entry_writer *write,
                           struct error *err)
{
    struct listing_merge merge;
    const struct listing_row *entry;
    bool ok;
    stage_entries(stage, 0, &merge);
    for (size_t i = 0; (ok = listing_merge_next(&merge, &entry, err)) && entry; i++) {
        write(output, entry, i);
        if (output->text.length >= OUTPUT_BYTES)
            flush(output);
        if (i % 1024 == 0 && !(ok = interrupt_check(err)))
            break;
    }
    listing_merge_end(&merge);
    return ok;
}

static void write_line(struct output *output, const struct listing_row *entry, size_t number)
{
    (void)number;
    manifest_add_line(&output->text, &entry->digest, entry->path);
}

static void write_entry(struct output *output, const struct listing_row *entry, size_t number)
{
    struct manifest_entry file = {entry->path, entry->bytes, entry->digest};
    manifest_add_entry(&output->text, &file, number == 0);
}

/* What the manifest says beside its entries. */
struct manifest_head {
    struct digest signature;
    bool is_signed;
    struct digest digest; /* of the manifest itself */
};

static bool sign(struct stage *stage, const char *secret_key, struct manifest_head *head,
                 struct error *err)
{
    head->is_signed = secret_key[0] != '\0';
    if (!head->is_signed)
        return true;
    struct output output = {.digest = digest_hmac_begin(secret_key)};
    strbuf_init(&output.text);
    bool ok = for_each_entry(stage, &output, write_line, err);
    flush(&output);
    strbuf_release(&output.text);
    head->signature = digest_hmac_finish(output.digest, secret_key);
    return ok;
}

/* The manifest from head to end. */
static bool write_manifest(struct stage *stage, struct manifest_head *head,
                           struct file_writer *file, struct error *err)
{
    struct output output = {.digest = digest_begin(), .file = file};
    strbuf_init(&output.text);
    manifest_add_head(&output.text, stage->totals.files, stage->totals.bytes,
                      head->is_signed ? &head->signature : NULL);
    bool ok = for_each_entry(stage, &output, write_entry, err);
    manifest_add_end(&output.text, stage->totals.files);
    flush(&output);
    strbuf_release(&output.text);
    head->digest = digest_finish(output.digest);
    return ok;
}

/* manifest.json at its place among the others. */
static bool write_sums(struct stage *stage, const struct manifest_head *head,
                       struct file_writer *file, struct error *err)
{
    struct listing_merge merge;
    const struct listing_row *entry;
    struct strbuf text;
    bool written = false;
    bool ok;
    strbuf_init(&text);
    stage_entries(stage, 0, &merge);
    while ((ok = listing_merge_next(&merge, &entry, err))) {
        if (!written && (!entry || strcmp(entry->path, MANIFEST_NAME) > 0)) {
            manifest_add_line(&text, &head->digest, MANIFEST_NAME);
            written = true;
        }
        if (!entry)
            break;
        manifest_add_line(&text, &entry->digest, entry->path);
        if (text.length >= OUTPUT_BYTES) {
            file_add(file, text.text, text.length);
            strbuf_reset(&text);
        }
    }
    file_add(file, text.text, text.length);
    listing_merge_end(&merge);
    strbuf_release(&text);
    return ok;
}

static bool finish(struct file_writer *file, bool ok, struct error *err)
{
    if (ok)
        return file_commit(file, err);
    file_discard(file);
    return false;
}

/* What stands beside the manifest. */
static bool write_own_files(struct stage *stage, const struct manifest_head *head,
                            const char *run_json, struct error *err)
{
    struct arena *scratch = stage->scratch;
    struct file_writer *file = file_begin(path_join(scratch, stage->tree, SUMS_NAME));
    if (!finish(file, write_sums(stage, head, file, err), err))
        return false;
    return !run_json ||
           file_put(path_join(scratch, stage->tree, RUN_NAME), run_json, strlen(run_json), err);
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

/* What a file system that has no such links, or no more of them, answers is no failure. */
static bool cannot_link(int error)
{
    return error == EXDEV || error == EMLINK || error == EPERM || error == EOPNOTSUPP ||
           error == ENOSYS;
}

static bool copy_file(struct arena *scratch, const char *source, const char *full,
                      const struct listing_row *file, struct error *err)
{
    char *text;
    size_t length;
    if (!file_read(scratch, source, (size_t)file->bytes, &text, &length, err))
        return false;
    struct digest digest = digest_of(text, length);
    if (!digest_equal(&digest, &file->digest)) {
        error_set(err, ERROR_FAILED, "'%s' is not what its manifest says", source);
        return error_hint(err, "remove it; the next build writes it anew");
    }
    return file_put(full, text, length, err);
}

bool stage_link(struct stage *stage, const struct stage_source *source, struct arena *scratch,
                const struct listing_row *entry, struct error *err)
{
    const char *path = entry->path;
    if (!stage_make_parents(stage, path, err))
        return false;
    if (linkat(source->fd, path, stage->tree_fd, path, 0) == 0)
        return true;
    int why = errno;
    arena_reset(scratch);
    const char *file = path_join(scratch, source->tree, path);
    const char *full = path_join(scratch, stage->tree, path);
    if (cannot_link(why))
        return copy_file(scratch, file, full, entry, err);
    errno = why;
    return error_set_errno(err, ERROR_FAILED, "cannot link '%s' to '%s'", full, file);
}

static bool waits(const struct listing_row *entry)
{
    return entry->flags & ENTRY_LINKED && !(entry->flags & ENTRY_PLACED);
}

static bool link_files(struct stage *stage, struct error *err)
{
    const struct stage_source current = {stage->current_tree, stage->current_fd};
    struct arena *scratch = arena_new();
    struct listing_merge merge;
    const struct listing_row *entry;
    bool ok;
    stage_entries(stage, 0, &merge);
    for (size_t i = 0; (ok = listing_merge_next(&merge, &entry, err)) && entry; i++)
        if (!(ok = (!waits(entry) || stage_link(stage, &current, scratch, entry, err)) &&
                   (i % 1024 != 0 || interrupt_check(err))))
            break;
    listing_merge_end(&merge);
    arena_free(scratch);
    return ok;
}

/* By a descriptor that was opened before anything was written: what failed to be written since is
 * told here, even if it was told to another who flushed the file system. */
static bool flush_all(const struct stage *stage, struct error *err)
{
    return syncfs(stage->tree_fd) == 0 ||
           error_set_errno(err, ERROR_FAILED, "cannot flush the folder '%s'", stage->tree);
}

static bool publish(struct stage *stage, const struct stage_options *options,
                    const struct manifest_head *head, struct stage_release *release,
                    struct error *err)
{
    if (!link_files(stage, err))
        return false;
    const char *releases = path_join(stage->scratch, stage->out_dir, TREE_RELEASES);
    return write_own_files(stage, head, options->run_json, err) && folder_make(releases, err) &&
           flush_all(stage, err) && interrupt_check(err) && switch_over(stage, release->id, err);
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
    return stage->current_tree && stage->current_id && stage->totals.damaged == 0 &&
           digest_equal(&stage->current_digest, manifest);
}

static bool publish_if_changed(struct stage *stage, const struct stage_options *options,
                               struct stage_release *release, struct error *err)
{
    struct manifest_head head;
    if (!sign(stage, options->secret_key, &head, err))
        return false;
    struct file_writer *file = file_begin(path_join(stage->scratch, stage->tree, MANIFEST_NAME));
    bool written = write_manifest(stage, &head, file, err);
    if (written && is_current(stage, &head.digest)) {
        file_discard(file);
        snprintf(release->id, sizeof release->id, "%s", stage->current_id);
        return true;
    }
    if (!finish(file, written, err) ||
        !choose_id(stage, options->time, &head.digest, release, err) ||
        !publish(stage, options, &head, release, err))
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
    bool ok = stage_check_promises(stage, err) && stage_spill(stage, err) &&
              publish_if_changed(stage, options, release, err);
    stage_discard(stage);
    arena_reset(stage->scratch);
    return ok;
}
