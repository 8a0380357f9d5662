#include "base/file.h"
#include "base/text.h"
#include "publish/manifest.h"
#include "publish/release.h"

#include <errno.h>
#include <fts.h>
#include <sys/stat.h>

struct verification {
    struct arena *arena;
    struct arena *scratch;
    const char *folder;
    struct release_verification *result;
    size_t capacity;
};

static void add_problem(struct verification *check, const char *text)
{
    struct release_verification *result = check->result;
    result->problems = arena_grow(check->arena, result->problems, &check->capacity,
                                  result->problem_count + 1, sizeof *result->problems);
    result->problems[result->problem_count++] = text;
}

static void add_missing(struct verification *check, const char *path)
{
    add_problem(check, arena_printf(check->arena, "missing '%s'", path));
}

static void check_file(struct verification *check, const struct manifest_entry *entry)
{
    const char *full = path_join(check->scratch, check->folder, entry->path);
    struct stat status;
    struct digest digest;
    long long bytes;
    struct error err = ERROR_INIT;
    if (lstat(full, &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        add_missing(check, entry->path);
    } else if (!file_digest(full, &digest, &bytes, &err)) {
        add_problem(check,
                    arena_printf(check->arena, "altered '%s': %s", entry->path, err.message));
    } else if (bytes != entry->bytes) {
        add_problem(check, arena_printf(check->arena, "altered '%s': %lld bytes, not %lld",
                                        entry->path, bytes, entry->bytes));
    } else if (!digest_equal(&digest, &entry->digest)) {
        add_problem(check, arena_printf(check->arena, "altered '%s': another SHA-256 than recorded",
                                        entry->path));
    }
    arena_reset(check->scratch);
}

/* SHA256SUMS repeats the manifest, so what it must say is known to the byte. */
static void check_sums(struct verification *check, const struct manifest *manifest)
{
    struct strbuf expected;
    strbuf_init(&expected);
    manifest_write_sums(&expected, manifest->entries, manifest->count, &manifest->digest);
    struct manifest_entry sums = {
        .path = SUMS_NAME,
        .bytes = (long long)expected.length,
        .digest = digest_of(expected.text, expected.length),
    };
    strbuf_release(&expected);
    check_file(check, &sums);
}

static bool check_additional(struct verification *check, const struct manifest *manifest,
                             struct error *err)
{
    char *root = arena_strdup(check->arena, check->folder);
    size_t skip = strlen(root) + 1;
    FTS *walk =
        fts_open((char *const[]){root, NULL}, FTS_PHYSICAL | FTS_NOCHDIR | FTS_NOSTAT, NULL);
    if (!walk)
        return error_set_errno(err, ERROR_FAILED, "cannot read the folder '%s'", check->folder);
    errno = 0;
    for (FTSENT *entry; (entry = fts_read(walk)); errno = 0) {
        if (entry->fts_info == FTS_D || entry->fts_info == FTS_DP)
            continue;
        const char *path = entry->fts_path + skip;
        if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR)
            add_problem(check, arena_printf(check->arena, "unreadable '%s': %s", entry->fts_path,
                                            strerror(entry->fts_errno)));
        else if (!manifest_find(manifest, path) && !manifest_is_own_file(path))
            add_problem(check, arena_printf(check->arena, "additional '%s'", path));
    }
    bool ok = errno == 0;
    if (!ok)
        error_set_errno(err, ERROR_FAILED, "cannot read the folder '%s'", check->folder);
    fts_close(walk);
    return ok;
}

static void check_signature(struct verification *check, const struct manifest *manifest,
                            const char *secret_key)
{
    struct release_verification *result = check->result;
    if (!manifest->signature) {
        result->signature = SIGNATURE_NONE;
        if (secret_key[0] != '\0')
            add_problem(check, "unsigned '" MANIFEST_NAME "', though SECRET_KEY is set");
        return;
    }
    if (secret_key[0] == '\0') {
        result->signature = SIGNATURE_UNCHECKED;
        return;
    }
    struct digest expected = manifest_sign(manifest->entries, manifest->count, secret_key);
    struct digest found;
    bool good = digest_parse(manifest->signature, &found) && digest_equal(&expected, &found);
    result->signature = good ? SIGNATURE_GOOD : SIGNATURE_BAD;
    if (!good)
        add_problem(check, "wrong signature of '" MANIFEST_NAME "'");
}

static bool check_folder(struct verification *check, const char *secret_key, struct error *err)
{
    struct manifest manifest;
    struct error unreadable = ERROR_INIT;
    const char *file = path_join(check->arena, check->folder, MANIFEST_NAME);
    if (!file_exists(file)) {
        add_missing(check, MANIFEST_NAME);
        return true;
    }
    if (!manifest_read(check->arena, file, &manifest, &unreadable)) {
        add_problem(check, arena_printf(check->arena, "altered '" MANIFEST_NAME "': %s",
                                        unreadable.message));
        return true;
    }
    check->result->files = manifest.count;
    for (size_t i = 0; i < manifest.count; i++)
        check_file(check, &manifest.entries[i]);
    check_sums(check, &manifest);
    check_signature(check, &manifest, secret_key);
    return check_additional(check, &manifest, err);
}

bool release_verify(struct arena *arena, const char *folder, const char *secret_key,
                    struct release_verification *result, struct error *err)
{
    *result = (struct release_verification){0};
    /* `current` is a link, and a trailing slash would shift the paths below the folder. */
    char *resolved = realpath(folder, NULL);
    if (!resolved)
        return error_set_errno(err, ERROR_FAILED, "cannot open the folder '%s'", folder);
    struct verification check = {
        .arena = arena,
        .scratch = arena_new(),
        .folder = arena_strdup(arena, resolved),
        .result = result,
    };
    free(resolved);
    struct stat status;
    bool ok = stat(check.folder, &status) == 0 && S_ISDIR(status.st_mode);
    if (!ok)
        error_set(err, ERROR_FAILED, "'%s' is not a folder", folder);
    ok = ok && check_folder(&check, secret_key, err);
    arena_free(check.scratch);
    return ok;
}
