#include "base/text.h"
#include "publish/manifest.h"
#include "publish/pack.h"
#include "publish/path_index.h"

#include <stdint.h>
#include <sys/stat.h>
#include <zip.h>

enum {
    ENTRY_LIMIT = 100000,
    OWN_LIMIT = 256 << 20, /* of a file whose size no manifest says */
    LOCAL_HEADER = 30,
    CENTRAL_HEADER = 46,
    END_RECORD = 22,
    TIME_LENGTH = sizeof "20261121T004500Z-" - 1,
    DIGITS = 8,
};

static const off_t archive_limit = (off_t)4 * 1024 * 1024 * 1024 - 1;
static const zip_uint64_t unpacked_limit = (zip_uint64_t)16 * 1024 * 1024 * 1024;

struct entry {
    const char *path; /* below the pack's folder */
    zip_uint64_t index;
    zip_uint64_t size; /* as the archive says */
    bool listed;       /* in PACKSUMS */
};

struct reading {
    struct arena *arena;
    const char *file;
    const char *secret_key;
    zip_t *archive;
    const char *folder; /* "orgair-<id>" */
    struct entry *entries;
    size_t count;
    struct path_index index; /* of entries by path */
    struct manifest manifest;
    bool has_manifest; /* it could be read */
    struct manifest_entry sums_file;
    struct path_index sums; /* path -> index into `lines` */
    struct digest *lines;
    size_t line_count;
    size_t line_capacity;
    struct pack_verification *result;
    size_t capacity; /* of problems */
};

/* A name from a stranger's file, fit for a terminal. */
static const char *shown(struct arena *arena, const char *name)
{
    char *text = arena_strndup(arena, name, strnlen(name, 200));
    bool utf8 = text_is_utf8(text, strlen(text));
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F || (!utf8 && (unsigned char)*c >= 0x80))
            *c = '?';
    return text;
}

static void problem(struct reading *reading, const char *text)
{
    struct release_verification *found = &reading->result->found;
    found->problems = arena_grow(reading->arena, found->problems, &reading->capacity,
                                 found->problem_count + 1, sizeof *found->problems);
    found->problems[found->problem_count++] = text;
}

static void altered(struct reading *reading, const char *path, const char *why)
{
    problem(reading, arena_printf(reading->arena, "altered '%s': %s", path, why));
}

static bool refuse(const struct reading *reading, struct error *err, const char *why)
{
    return error_set(err, ERROR_FAILED, "'%s' is not a pack of a release: %s", reading->file, why);
}

/* ---- what the archive says it holds ---- */

static bool open_archive(struct reading *reading, struct error *err)
{
    struct stat status;
    int code = 0;
    if (stat(reading->file, &status) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot open '%s'", reading->file);
    if (!S_ISREG(status.st_mode))
        return error_set(err, ERROR_FAILED, "'%s' is not a file", reading->file);
    if (status.st_size > archive_limit)
        return refuse(reading, err, "it is larger than 4 GiB");
    reading->archive = zip_open(reading->file, ZIP_RDONLY, &code);
    if (reading->archive)
        return true;
    zip_error_t fault;
    zip_error_init_with_code(&fault, code);
    error_set(err, ERROR_FAILED, "'%s' is not a pack of a release: %s", reading->file,
              code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS
                  ? "it is no zip archive, or only the beginning of one"
                  : zip_error_strerror(&fault));
    zip_error_fini(&fault);
    return false;
}

static bool check_path(const struct reading *reading, const char *name, struct error *err)
{
    struct error fault = ERROR_INIT;
    const char *slash = strchr(name, '/');
    const char *why = NULL;
    if (!slash || !text_starts_with(name, PACK_FOLDER))
        why = "is not in a folder '" PACK_FOLDER "<release id>'";
    else if (!manifest_is_own_file(slash + 1) && !manifest_check_path(slash + 1, &fault))
        why = "leads out of the folder, or has no name that a release can have";
    else if (reading->folder && (strncmp(name, reading->folder, strlen(reading->folder)) != 0 ||
                                 name + strlen(reading->folder) != slash))
        why = "is in another folder than those before it";
    if (!why)
        return true;
    return refuse(reading, err,
                  arena_printf(reading->arena, "'%s' %s", shown(reading->arena, name), why));
}

static bool check_kind(struct reading *reading, zip_uint64_t index, const char *name,
                       struct error *err)
{
    zip_uint8_t system;
    zip_uint32_t attributes;
    const char *why = NULL;
    if (zip_file_get_external_attributes(reading->archive, index, 0, &system, &attributes) != 0 ||
        system != ZIP_OPSYS_UNIX || attributes != (zip_uint32_t)PACK_MODE << 16)
        why = "is not a plain file";
    else if (zip_file_extra_fields_count(reading->archive, index, ZIP_FL_CENTRAL) != 0)
        why = "has extra fields";
    if (!why)
        return true;
    return refuse(reading, err, arena_printf(reading->arena, "'%s' %s", name, why));
}

static bool list_entry(struct reading *reading, zip_uint64_t index, struct error *err)
{
    zip_stat_t status;
    const zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat_index(reading->archive, index, ZIP_FL_ENC_RAW, &status) != 0 ||
        (status.valid & needed) != needed)
        return refuse(reading, err, "an entry has no name or no size");
    if (!check_path(reading, status.name, err))
        return false;
    const char *slash = strchr(status.name, '/');
    if (!reading->folder)
        reading->folder = arena_strndup(reading->arena, status.name, (size_t)(slash - status.name));
    struct entry *entry = &reading->entries[reading->count];
    *entry = (struct entry){
        .path = arena_strdup(reading->arena, slash + 1), .index = index, .size = status.size};
    if (!check_kind(reading, index, entry->path, err))
        return false;
    if (path_index_find(&reading->index, entry->path))
        return refuse(reading, err,
                      arena_printf(reading->arena, "'%s' is there twice", entry->path));
    path_index_add(&reading->index, reading->arena, entry->path, (uint32_t)reading->count++);
    return true;
}

/* Headers, names and contents are all there is: nothing before, between, behind. */
static bool check_layout(struct reading *reading, struct error *err)
{
    struct stat status;
    zip_stat_t entry;
    zip_uint64_t expected = END_RECORD;
    zip_uint64_t unpacked = 0;
    int comment = 0;
    for (size_t i = 0; i < reading->count; i++) {
        zip_stat_index(reading->archive, reading->entries[i].index, ZIP_FL_ENC_RAW, &entry);
        if (entry.comp_size > (zip_uint64_t)archive_limit || entry.size > unpacked_limit ||
            (unpacked += entry.size) > unpacked_limit)
            return refuse(reading, err, "it would unpack to more than 16 GiB");
        expected += LOCAL_HEADER + CENTRAL_HEADER + 2 * strlen(entry.name) + entry.comp_size;
    }
    zip_get_archive_comment(reading->archive, &comment, ZIP_FL_ENC_RAW);
    if (comment != 0)
        return refuse(reading, err, "it has a comment");
    if (stat(reading->file, &status) != 0 || (zip_uint64_t)status.st_size != expected)
        return refuse(reading, err, "it holds more, or less, than its entries");
    return true;
}

static bool list_entries(struct reading *reading, struct error *err)
{
    zip_int64_t count = zip_get_num_entries(reading->archive, 0);
    if (count <= 0 || count > ENTRY_LIMIT)
        return refuse(reading, err, count > 0 ? "it has too many entries" : "it is empty");
    reading->entries = arena_array(reading->arena, (size_t)count, sizeof *reading->entries);
    for (zip_int64_t i = 0; i < count; i++)
        if (!list_entry(reading, (zip_uint64_t)i, err))
            return false;
    return check_layout(reading, err);
}

/* Local headers repeat the central ones. Asked last: it would name no file. */
static void check_headers(struct reading *reading)
{
    int code = 0;
    zip_t *archive = zip_open(reading->file, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (archive)
        zip_discard(archive);
    else
        problem(reading, "altered archive: its headers contradict each other");
}

/* ---- contents ---- */

static const struct entry *find(const struct reading *reading, const char *path)
{
    const uint32_t *at = path_index_find(&reading->index, path);
    return at ? &reading->entries[*at] : NULL;
}

/* Reads an entry to its end, at most `limit` bytes of it; `text` may be NULL. NULL or what is
 * wrong with it. */
static const char *read_entry(struct reading *reading, const struct entry *entry, long long limit,
                              struct digest *digest, struct strbuf *text)
{
    if (entry->size > (zip_uint64_t)limit)
        return arena_printf(reading->arena, "%llu bytes, not %lld", (unsigned long long)entry->size,
                            limit);
    zip_file_t *file = zip_fopen_index(reading->archive, entry->index, 0);
    if (!file)
        return arena_strdup(reading->arena, zip_strerror(reading->archive));
    char piece[1 << 16];
    zip_uint64_t total = 0;
    zip_int64_t length;
    struct digest_state *state = digest_begin();
    while ((length = zip_fread(file, piece, sizeof piece)) > 0 &&
           (total += (zip_uint64_t)length) <= entry->size) {
        digest_update(state, piece, (size_t)length);
        if (text)
            strbuf_add(text, piece, (size_t)length);
    }
    *digest = digest_finish(state);
    const char *why = NULL;
    if (length < 0)
        why = arena_strdup(reading->arena, zip_file_strerror(file));
    else if (total != entry->size)
        why = "another size than the archive says";
    zip_fclose(file);
    return why;
}

static bool read_own(struct reading *reading, const char *path, struct digest *digest,
                     struct strbuf *text)
{
    const struct entry *entry = find(reading, path);
    if (!entry)
        return false;
    const char *why = read_entry(reading, entry, OWN_LIMIT, digest, text);
    if (why)
        altered(reading, path, why);
    return why == NULL;
}

static bool parse_line(struct reading *reading, char *line)
{
    enum { HEX = DIGEST_HEX - 1 };
    struct digest digest;
    if (strlen(line) <= HEX + 2 || line[HEX] != ' ' || line[HEX + 1] != ' ')
        return false;
    line[HEX] = '\0';
    char *path = line + HEX + 2;
    if (!digest_parse(line, &digest) || path_index_find(&reading->sums, path) ||
        (!manifest_is_own_file(path) && !manifest_check_path(path, NULL)))
        return false;
    reading->lines = arena_grow(reading->arena, reading->lines, &reading->line_capacity,
                                reading->line_count + 1, sizeof *reading->lines);
    reading->lines[reading->line_count] = digest;
    path_index_add(&reading->sums, reading->arena, path, (uint32_t)reading->line_count++);
    uint32_t *entry = path_index_find(&reading->index, path);
    if (entry)
        reading->entries[*entry].listed = true;
    else
        problem(reading, arena_printf(reading->arena, "missing '%s'", path));
    return true;
}

static void read_sums(struct reading *reading, const struct strbuf *text)
{
    char *line = arena_strndup(reading->arena, text->text, text->length);
    bool ok = text->length > 0 && strlen(text->text) == text->length;
    while (ok && *line) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        ok = end && parse_line(reading, line);
        line = end + (end != NULL);
    }
    if (!ok)
        altered(reading, PACK_SUMS, "not lines of SHA-256 and path");
}

static void check_sums_signature(struct reading *reading, const struct strbuf *sums)
{
    struct strbuf text;
    struct digest unused, found;
    const char *key = reading->secret_key;
    bool there = find(reading, PACK_SIGNATURE) != NULL;
    if (key[0] == '\0')
        return;
    if (!there) {
        problem(reading, "unsigned '" PACK_SUMS "', though SECRET_KEY is set");
        return;
    }
    strbuf_init(&text);
    if (read_own(reading, PACK_SIGNATURE, &unused, &text)) {
        bool right = text.length == DIGEST_HEX && text.text[DIGEST_HEX - 1] == '\n';
        if (right)
            text.text[DIGEST_HEX - 1] = '\0';
        struct digest expected = pack_sign(reading->folder, sums->text, sums->length, key);
        if (!right || !digest_parse(text.text, &found) || !digest_equal(&expected, &found)) {
            problem(reading, "wrong signature of '" PACK_SUMS "'");
            reading->result->found.signature = SIGNATURE_BAD;
        }
    }
    strbuf_release(&text);
}

static void check_packsums(struct reading *reading)
{
    struct strbuf text;
    struct digest digest;
    strbuf_init(&text);
    if (read_own(reading, PACK_SUMS, &digest, &text)) {
        read_sums(reading, &text);
        check_sums_signature(reading, &text);
    }
    strbuf_release(&text);
}

static void check_manifest_signature(struct reading *reading)
{
    struct release_verification *found = &reading->result->found;
    const struct manifest *manifest = &reading->manifest;
    const char *key = reading->secret_key;
    bool bad = found->signature == SIGNATURE_BAD;
    if (!manifest->signature) {
        if (key[0] != '\0')
            problem(reading, "unsigned '" MANIFEST_NAME "', though SECRET_KEY is set");
        return;
    }
    if (key[0] == '\0') {
        found->signature = SIGNATURE_UNCHECKED;
        return;
    }
    struct digest expected = manifest_sign(manifest->entries, manifest->count, key);
    struct digest given;
    if (!digest_parse(manifest->signature, &given) || !digest_equal(&expected, &given)) {
        problem(reading, "wrong signature of '" MANIFEST_NAME "'");
        bad = true;
    }
    found->signature = bad ? SIGNATURE_BAD : SIGNATURE_GOOD;
}

/* A release is named after the first digits of its manifest's digest. */
static void check_id(struct reading *reading)
{
    char hex[DIGEST_HEX];
    digest_hex(&reading->manifest.digest, hex);
    const char *id = reading->result->release;
    if (strlen(id) < TIME_LENGTH + DIGITS || id[TIME_LENGTH - 1] != '-' ||
        strncmp(id + TIME_LENGTH, hex, DIGITS) != 0)
        problem(reading, arena_printf(reading->arena, "'%s' is not the release of this '%s'", id,
                                      MANIFEST_NAME));
}

static void check_manifest(struct reading *reading)
{
    struct strbuf text;
    struct digest digest;
    struct error fault = ERROR_INIT;
    strbuf_init(&text);
    if (read_own(reading, MANIFEST_NAME, &digest, &text)) {
        char *copy = arena_strndup(reading->arena, text.text, text.length);
        reading->has_manifest = strlen(text.text) == text.length &&
                                manifest_parse(reading->arena, MANIFEST_NAME, copy, text.length,
                                               &reading->manifest, &fault);
        if (!reading->has_manifest)
            altered(reading, MANIFEST_NAME, "it is not a manifest of format 1");
    }
    strbuf_release(&text);
    if (!reading->has_manifest)
        return;
    const struct manifest *manifest = &reading->manifest;
    strbuf_init(&text);
    manifest_write_sums(&text, manifest->entries, manifest->count, &manifest->digest);
    reading->sums_file = (struct manifest_entry){.path = SUMS_NAME,
                                                 .bytes = (long long)text.length,
                                                 .digest = digest_of(text.text, text.length)};
    strbuf_release(&text);
    check_id(reading);
    check_manifest_signature(reading);
}

static void check_entry(struct reading *reading, const struct entry *entry)
{
    const struct manifest_entry *expected = NULL;
    const uint32_t *line = path_index_find(&reading->sums, entry->path);
    struct digest digest;
    if (reading->has_manifest)
        expected = text_equal(entry->path, SUMS_NAME)
                       ? &reading->sums_file
                       : manifest_find(&reading->manifest, entry->path);
    const char *why =
        read_entry(reading, entry, expected ? expected->bytes : OWN_LIMIT, &digest, NULL);
    if (why)
        altered(reading, entry->path, why);
    else if (expected && !digest_equal(&expected->digest, &digest))
        altered(reading, entry->path, "another SHA-256 than '" MANIFEST_NAME "' says");
    else if (!entry->listed)
        problem(reading, arena_printf(reading->arena, "additional '%s'", entry->path));
    else if (line && !digest_equal(&reading->lines[*line], &digest))
        altered(reading, entry->path, "another SHA-256 than '" PACK_SUMS "' says");
}

/* What the manifest does not list is covered by PACKSUMS alone, and only these files may be. */
static void check_entries(struct reading *reading)
{
    static const char *const needed[] = {MANIFEST_NAME, SUMS_NAME, PACK_SUMS, PACK_REPORT};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!find(reading, needed[i]) && !path_index_find(&reading->sums, needed[i]))
            problem(reading, arena_printf(reading->arena, "missing '%s'", needed[i]));
    for (size_t i = 0; i < reading->count; i++) {
        const struct entry *entry = &reading->entries[i];
        const char *path = entry->path;
        if (text_equal(path, PACK_SUMS) || text_equal(path, PACK_SIGNATURE))
            continue;
        bool ours = manifest_is_own_file(path) || text_equal(path, PACK_REPORT);
        if (!ours && reading->has_manifest && !manifest_find(&reading->manifest, path))
            problem(reading, arena_printf(reading->arena, "additional '%s'", path));
        else
            check_entry(reading, entry);
    }
}

bool pack_verify(struct arena *arena, const char *file, const char *secret_key,
                 struct pack_verification *result, struct error *err)
{
    *result = (struct pack_verification){0};
    struct reading reading = {
        .arena = arena, .file = file, .secret_key = secret_key, .result = result};
    bool ok = open_archive(&reading, err) && list_entries(&reading, err);
    if (ok) {
        result->release = reading.folder + strlen(PACK_FOLDER);
        result->found.files = reading.count;
        check_packsums(&reading);
        check_manifest(&reading);
        check_entries(&reading);
        if (result->found.problem_count == 0)
            check_headers(&reading);
    }
    if (reading.archive)
        zip_discard(reading.archive);
    return ok;
}
