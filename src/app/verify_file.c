#include "app/verify_file.h"

#include "base/file.h"
#include "base/text.h"
#include "publish/manifest.h"
#include "publish/pack.h"
#include "publish/release.h"

#include <jansson.h>

struct lookup {
    struct app *app;
    const char *path, *name;
    struct digest digest;
    long long bytes;
    json_t *found; /* NULL: as text */
    size_t count;
    size_t unsigned_count; /* of manifests that the key did not sign */
};

bool verify_is_pack(const char *path)
{
    /* The name of an archive's first entry stands behind 30 bytes of its header. */
    enum { NAME_AT = 30, NAME_LENGTH = sizeof PACK_FOLDER - 1 };
    char head[NAME_AT + NAME_LENGTH] = {0};
    if (text_ends_with(path, ".zip"))
        return true;
    FILE *file = fopen(path, "re");
    bool read = file && fread(head, 1, sizeof head, file) == sizeof head;
    if (file)
        fclose(file);
    return read && memcmp(head, "PK\003\004", 4) == 0 &&
           memcmp(head + NAME_AT, PACK_FOLDER, NAME_LENGTH) == 0;
}

static const char *signature_of(const struct app *app, const struct manifest *manifest)
{
    const char *key = app->settings->secret_key;
    if (!manifest->signature)
        return "none";
    if (!*key)
        return "not checked";
    struct digest stated;
    struct digest expected = manifest_sign(manifest->entries, manifest->count, key);
    bool good = digest_parse(manifest->signature, &stated) && digest_equal(&stated, &expected);
    return good ? "good" : "bad";
}

static void report(struct lookup *lookup, const struct release *release, const char *path,
                   const char *signature)
{
    lookup->count++;
    if (!lookup->found) {
        fprintf(lookup->app->out, "'%s' is %s of release %s%s\nsignature: %s%s\n", lookup->name,
                path, release->id, release->current ? ", the current one" : "", signature,
                text_equal(signature, "not checked") ? " (no SECRET_KEY)" : "");
        return;
    }
    json_array_append_new(lookup->found,
                          json_pack("{s:s, s:s, s:b, s:s}", "release", release->id, "path", path,
                                    "current", release->current, "signature", signature));
}

/* A release whose manifest cannot be read is none that a file could be proven to be of. */
static void look_into(struct lookup *lookup, const struct release *release)
{
    struct arena *arena = arena_new();
    struct manifest manifest;
    struct error unread = ERROR_INIT;
    const char *file = path_join(arena, release->path, MANIFEST_NAME);
    if (release->complete && manifest_read(arena, file, &manifest, &unread)) {
        const char *signature = NULL;
        for (size_t i = 0; i < manifest.count; i++) {
            const struct manifest_entry *entry = &manifest.entries[i];
            if (entry->bytes != lookup->bytes || !digest_equal(&entry->digest, &lookup->digest))
                continue;
            if (!signature)
                signature = signature_of(lookup->app, &manifest);
            report(lookup, release, entry->path, signature);
        }
        bool key = *lookup->app->settings->secret_key;
        lookup->unsigned_count += signature && key && !text_equal(signature, "good");
    }
    arena_free(arena);
}

static bool print_json(const struct lookup *lookup, struct error *err)
{
    char hex[DIGEST_HEX];
    digest_hex(&lookup->digest, hex);
    json_t *result =
        json_pack("{s:s, s:s, s:O}", "file", lookup->path, "sha256", hex, "found", lookup->found);
    bool ok = result && json_dumpf(result, lookup->app->out, JSON_INDENT(2)) == 0;
    json_decref(result);
    fputc('\n', lookup->app->out);
    return ok || error_set(err, ERROR_FAILED, "cannot write the verification as JSON");
}

static bool conclude(const struct lookup *lookup, size_t releases, struct error *err)
{
    const char *out_dir = lookup->app->settings->out_dir;
    if (lookup->unsigned_count > 0)
        return error_set(err, ERROR_FAILED, "'%s' is in a release that SECRET_KEY did not sign",
                         lookup->path);
    if (lookup->count > 0)
        return true;
    error_set(err, ERROR_FAILED, "'%s' is in none of the %zu releases in '%s'", lookup->path,
              releases, out_dir);
    return error_hint(err,
                      "it was altered, or its release was removed (KEEP_RELEASES); the content "
                      "id at the foot of a handout's pages tells what it says");
}

bool verify_file(struct app *app, const char *path, struct error *err)
{
    struct lookup lookup = {.app = app, .path = path, .name = path};
    const char *slash = strrchr(path, '/');
    if (slash)
        lookup.name = slash + 1;
    struct release *releases;
    size_t count;
    if (!file_digest(path, &lookup.digest, &lookup.bytes, err) ||
        !releases_list(app->arena, app->settings->out_dir, &releases, &count, err))
        return false;
    bool json = app_flag(app, "json");
    lookup.found = json ? json_array() : NULL;
    for (size_t i = 0; i < count; i++)
        look_into(&lookup, &releases[i]);
    bool ok = !json || print_json(&lookup, err);
    json_decref(lookup.found);
    return ok && conclude(&lookup, count, err);
}
