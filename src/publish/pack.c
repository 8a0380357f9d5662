#include "publish/pack.h"

#include "base/file.h"
#include "base/text.h"
#include "publish/manifest.h"

#include <limits.h>
#include <zip.h>

enum { LEVEL = 9 };

/* 1 January 1980, 0:00, as MS-DOS writes it: the first day a zip archive knows. */
enum { DOS_DATE = 1 << 5 | 1, DOS_TIME = 0 };

static const size_t file_limit = (size_t)2 * 1024 * 1024 * 1024 - 1;

/* A file of the pack. `name` is below the pack's folder; the manifest's form is that of sums. */
struct packed {
    struct manifest_entry file;
    const char *bytes;
};

struct packing {
    struct arena *arena;
    const struct pack_contents *contents;
    const char *folder; /* "orgair-<id>" */
    struct manifest manifest;
    struct packed *files;
    size_t count;
    size_t capacity;
};

struct digest pack_sign(const char *folder, const char *sums, size_t length, const char *secret_key)
{
    struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, "%s\n", folder);
    strbuf_add(&text, sums, length);
    struct digest signature = digest_hmac(secret_key, text.text, text.length);
    strbuf_release(&text);
    return signature;
}

static void add(struct packing *packing, const char *path, const char *bytes, size_t length)
{
    packing->files = arena_grow(packing->arena, packing->files, &packing->capacity,
                                packing->count + 1, sizeof *packing->files);
    packing->files[packing->count++] = (struct packed){
        .file = {.path = path, .bytes = (long long)length, .digest = digest_of(bytes, length)},
        .bytes = bytes,
    };
}

static bool add_file(struct packing *packing, const char *path, struct error *err)
{
    char *bytes;
    size_t length;
    const char *full = path_join(packing->arena, packing->contents->release->path, path);
    if (!file_read(packing->arena, full, file_limit, &bytes, &length, err))
        return false;
    add(packing, path, bytes, length);
    return true;
}

static bool add_listed(struct packing *packing, const char *path, struct error *err)
{
    const struct manifest_entry *listed = manifest_find(&packing->manifest, path);
    if (!listed)
        return error_set(err, ERROR_FAILED, "release '%s' has no file '%s'",
                         packing->contents->release->id, path);
    if (!add_file(packing, path, err))
        return false;
    if (digest_equal(&packing->files[packing->count - 1].file.digest, &listed->digest))
        return true;
    error_set(err, ERROR_FAILED, "'%s' of release '%s' is not what was published", path,
              packing->contents->release->id);
    return error_hint(err, "'orgair verify %s' lists what was altered",
                      packing->contents->release->path);
}

/* The same that verifying the pack will ask. */
static bool check_signature(const struct packing *packing, struct error *err)
{
    const char *key = packing->contents->secret_key;
    const struct manifest *manifest = &packing->manifest;
    if (key[0] == '\0')
        return true;
    struct digest expected = manifest_sign(manifest->entries, manifest->count, key);
    struct digest found;
    if (manifest->signature && digest_parse(manifest->signature, &found) &&
        digest_equal(&expected, &found))
        return true;
    error_set(err, ERROR_FAILED, "release '%s' is not signed with SECRET_KEY",
              packing->contents->release->id);
    return error_hint(err, "build it again with this key, or pack it without SECRET_KEY");
}

static bool add_own(struct packing *packing, struct error *err)
{
    struct strbuf sums;
    strbuf_init(&sums);
    const struct manifest *manifest = &packing->manifest;
    manifest_write_sums(&sums, manifest->entries, manifest->count, &manifest->digest);
    bool ok =
        add_file(packing, MANIFEST_NAME, err) &&
        (!file_exists(path_join(packing->arena, packing->contents->release->path, RUN_NAME)) ||
         add_file(packing, RUN_NAME, err));
    if (ok)
        add(packing, SUMS_NAME, arena_strndup(packing->arena, sums.text, sums.length), sums.length);
    strbuf_release(&sums);
    return ok;
}

static int compare_files(const void *a, const void *b)
{
    const struct packed *first = a;
    const struct packed *second = b;
    return strcmp(first->file.path, second->file.path);
}

static void add_sums(struct packing *packing)
{
    qsort(packing->files, packing->count, sizeof *packing->files, compare_files);
    struct strbuf sums;
    strbuf_init(&sums);
    for (size_t i = 0; i < packing->count; i++)
        manifest_write_lines(&sums, &packing->files[i].file, 1);
    const char *key = packing->contents->secret_key;
    if (key[0] != '\0') {
        char hex[DIGEST_HEX];
        struct digest signature = pack_sign(packing->folder, sums.text, sums.length, key);
        digest_hex(&signature, hex);
        add(packing, PACK_SIGNATURE, arena_printf(packing->arena, "%s\n", hex), DIGEST_HEX);
    }
    add(packing, PACK_SUMS, arena_strndup(packing->arena, sums.text, sums.length), sums.length);
    strbuf_release(&sums);
    qsort(packing->files, packing->count, sizeof *packing->files, compare_files);
}

static bool collect(struct packing *packing, struct error *err)
{
    const struct pack_contents *contents = packing->contents;
    const char *manifest = path_join(packing->arena, contents->release->path, MANIFEST_NAME);
    if (!manifest_read(packing->arena, manifest, &packing->manifest, err) ||
        !check_signature(packing, err) || !add_own(packing, err))
        return false;
    for (size_t i = 0; i < contents->path_count; i++)
        if (!add_listed(packing, contents->paths[i], err))
            return false;
    add(packing, PACK_REPORT, contents->report, contents->report_length);
    add_sums(packing);
    return true;
}

/* Workbooks are archives themselves: what is packed already is stored. */
static bool add_entry(struct packing *packing, zip_t *archive, const struct packed *file)
{
    const char *name = path_join(packing->arena, packing->folder, file->file.path);
    bool stored = text_ends_with(name, ".xlsx");
    zip_source_t *source =
        zip_source_buffer(archive, file->bytes, (zip_uint64_t)file->file.bytes, 0);
    zip_int64_t index = source ? zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    zip_uint64_t at = (zip_uint64_t)index;
    return zip_set_file_compression(archive, at, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                                    stored ? 0 : LEVEL) == 0 &&
           zip_file_set_dostime(archive, at, DOS_TIME, DOS_DATE, 0) == 0 &&
           zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX,
                                            (zip_uint32_t)PACK_MODE << 16) == 0;
}

/* Closing the archive compresses everything into `target`. */
static bool fill(struct packing *packing, zip_source_t *target, struct error *err)
{
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_keep(target);
    zip_t *archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &fault);
    bool ok = archive != NULL;
    if (!ok) {
        zip_source_free(target);
        error_set(err, ERROR_FAILED, "cannot begin an archive: %s", zip_error_strerror(&fault));
    }
    for (size_t i = 0; i < packing->count && ok; i++)
        if (!(ok = add_entry(packing, archive, &packing->files[i])))
            error_set(err, ERROR_FAILED, "cannot pack '%s': %s", packing->files[i].file.path,
                      zip_strerror(archive));
    if (ok && zip_close(archive) != 0) {
        ok = error_set(err, ERROR_FAILED, "cannot pack release '%s': %s",
                       packing->contents->release->id, zip_strerror(archive));
    }
    if (!ok && archive)
        zip_discard(archive);
    zip_error_fini(&fault);
    return ok;
}

static bool save(zip_source_t *source, const char *file, struct error *err)
{
    char piece[1 << 16];
    zip_int64_t length;
    if (zip_source_open(source) != 0)
        return error_set(err, ERROR_FAILED, "cannot read the archive back: %s",
                         zip_error_strerror(zip_source_error(source)));
    struct file_writer *writer = file_create(file);
    while ((length = zip_source_read(source, piece, sizeof piece)) > 0)
        file_add(writer, piece, (size_t)length);
    zip_source_close(source);
    if (length == 0)
        return file_commit(writer, err);
    file_discard(writer);
    return error_set(err, ERROR_FAILED, "cannot read the archive back: %s",
                     zip_error_strerror(zip_source_error(source)));
}

bool pack_write(struct arena *arena, const struct pack_contents *contents, const char *file,
                struct error *err)
{
    struct packing packing = {
        .arena = arena,
        .contents = contents,
        .folder = arena_printf(arena, PACK_FOLDER "%s", contents->release->id),
    };
    if (!collect(&packing, err))
        return false;
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    if (!target)
        out_of_memory();
    bool ok = fill(&packing, target, err) && save(target, file, err);
    zip_source_free(target);
    return ok;
}
