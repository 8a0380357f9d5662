#include "publish/manifest.h"

#include "base/digits.h"
#include "base/file.h"
#include "base/text.h"

#include <stdint.h>

enum { FORMAT = 1, PATH_LIMIT = 1024 };

static const size_t size_limit = (size_t)2 * 1024 * 1024 * 1024;

bool manifest_is_own_file(const char *path)
{
    return text_equal(path, MANIFEST_NAME) || text_equal(path, SUMS_NAME) ||
           text_equal(path, RUN_NAME);
}

/* Of one component. */
static const char *part_fault(const char *part, size_t length)
{
    if (length == 0)
        return "it has an empty component";
    if (part[0] == '.' && length <= 2 && part[length - 1] == '.')
        return "it has a component '.' or '..'";
    return NULL;
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c != 0x7F && c != '"' && c != '\\';
}

static const char *path_fault(const char *path)
{
    if (!path || path[0] == '\0')
        return "it is empty";
    if (path[0] == '/')
        return "it is absolute";
    size_t length = strlen(path);
    if (length > PATH_LIMIT)
        return "it is too long";
    bool plain = true;
    bool ascii = true;
    const char *fault = NULL;
    const char *part = path;
    for (const char *c = path; !fault; c++) {
        if (*c == '/' || *c == '\0') {
            fault = part_fault(part, (size_t)(c - part));
            part = c + 1;
            if (*c == '\0')
                break;
        }
        plain = plain && is_plain((unsigned char)*c);
        ascii = ascii && (unsigned char)*c < 0x80;
    }
    if (!ascii && !text_is_utf8(path, length))
        return "it is not UTF-8";
    if (fault)
        return fault;
    if (!plain)
        return "it has a control character, quotation mark or backslash";
    return manifest_is_own_file(path) ? "the name is reserved" : NULL;
}

bool manifest_check_path(const char *path, struct error *err)
{
    const char *fault = path_fault(path);
    if (!fault)
        return true;
    return error_set(err, ERROR_FAILED, "'%s' cannot be a path in a release: %s", path ? path : "",
                     fault);
}

size_t manifest_lower_bound(const struct manifest *manifest, const char *path)
{
    size_t low = 0;
    size_t high = manifest->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(manifest->entries[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct manifest_entry *manifest_find(const struct manifest *manifest, const char *path)
{
    size_t at = manifest_lower_bound(manifest, path);
    if (at == manifest->count || strcmp(manifest->entries[at].path, path) != 0)
        return NULL;
    return &manifest->entries[at];
}

void manifest_add_line(struct strbuf *out, const struct digest *digest, const char *path)
{
    char hex[DIGEST_HEX];
    digest_hex(digest, hex);
    strbuf_add(out, hex, DIGEST_HEX - 1);
    strbuf_add(out, "  ", 2);
    strbuf_addstr(out, path);
    strbuf_addch(out, '\n');
}

void manifest_write_lines(struct strbuf *out, const struct manifest_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        manifest_add_line(out, &entries[i].digest, entries[i].path);
}

struct digest manifest_sign(const struct manifest_entry *entries, size_t count,
                            const char *secret_key)
{
    struct strbuf lines;
    strbuf_init(&lines);
    manifest_write_lines(&lines, entries, count);
    struct digest signature = digest_hmac(secret_key, lines.text, lines.length);
    strbuf_release(&lines);
    return signature;
}

void manifest_write_sums(struct strbuf *out, const struct manifest_entry *entries, size_t count,
                         const struct digest *manifest)
{
    bool written = false;
    for (size_t i = 0; i < count; i++) {
        if (!written && strcmp(entries[i].path, MANIFEST_NAME) > 0) {
            manifest_add_line(out, manifest, MANIFEST_NAME);
            written = true;
        }
        manifest_add_line(out, &entries[i].digest, entries[i].path);
    }
    if (!written)
        manifest_add_line(out, manifest, MANIFEST_NAME);
}

void manifest_add_head(struct strbuf *out, size_t files, long long bytes,
                       const struct digest *signature)
{
    char hex[DIGEST_HEX];
    strbuf_addf(out, "{\n  \"format\": %d,\n  \"files\": %zu,\n  \"bytes\": %lld,\n", FORMAT, files,
                bytes);
    if (signature) {
        digest_hex(signature, hex);
        strbuf_addf(out, "  \"hmac_sha256\": \"%s\",\n", hex);
    } else {
        strbuf_addstr(out, "  \"hmac_sha256\": null,\n");
    }
    strbuf_addstr(out, "  \"entries\": [");
}

static void add_number(struct strbuf *out, long long number)
{
    char digits[24];
    const char *end = digits + sizeof digits;
    const char *start = digits_all_before(digits + sizeof digits, (uint64_t)number);
    strbuf_add(out, start, (size_t)(end - start));
}

void manifest_add_entry(struct strbuf *out, const struct manifest_entry *entry, bool first)
{
    char hex[DIGEST_HEX];
    digest_hex(&entry->digest, hex);
    strbuf_addstr(out, first ? "\n    {\"path\": \"" : ",\n    {\"path\": \"");
    strbuf_addstr(out, entry->path);
    strbuf_addstr(out, "\", \"bytes\": ");
    add_number(out, entry->bytes);
    strbuf_addstr(out, ", \"sha256\": \"");
    strbuf_add(out, hex, DIGEST_HEX - 1);
    strbuf_addstr(out, "\"}");
}

void manifest_add_end(struct strbuf *out, size_t files)
{
    strbuf_addstr(out, files > 0 ? "\n  ]\n}\n" : "]\n}\n");
}

/* Reading: a cursor over the text that takes the canonical form apart in place. */
struct cursor {
    char *at;
    bool ok;
};

static void expect(struct cursor *cursor, const char *literal)
{
    if (!cursor->ok || !text_starts_with(cursor->at, literal)) {
        cursor->ok = false;
        return;
    }
    cursor->at += strlen(literal);
}

static bool take(struct cursor *cursor, const char *literal)
{
    bool there = cursor->ok && text_starts_with(cursor->at, literal);
    if (there)
        cursor->at += strlen(literal);
    return there;
}

/* Terminates what stands before `end` and steps over `end`. */
static char *take_until(struct cursor *cursor, const char *end)
{
    char *start = cursor->at;
    char *stop = cursor->ok ? strstr(start, end) : NULL;
    if (!stop) {
        cursor->ok = false;
        return NULL;
    }
    *stop = '\0';
    cursor->at = stop + strlen(end);
    return start;
}

static long long take_number(struct cursor *cursor, const char *end)
{
    const char *text = take_until(cursor, end);
    long long value = 0;
    if (text && !text_to_integer(text, 0, INT64_MAX, &value))
        cursor->ok = false;
    return value;
}

static void take_entry(struct cursor *cursor, struct manifest_entry *entry)
{
    expect(cursor, "\n    {\"path\": \"");
    entry->path = take_until(cursor, "\", \"bytes\": ");
    entry->bytes = take_number(cursor, ", \"sha256\": \"");
    const char *hex = take_until(cursor, "\"}");
    if (cursor->ok && !digest_parse(hex, &entry->digest))
        cursor->ok = false;
}

static bool check_entries(const struct manifest *manifest, struct error *err)
{
    long long bytes = 0;
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_entry *entry = &manifest->entries[i];
        if (!manifest_check_path(entry->path, err))
            return false;
        if (i > 0 && strcmp(entry[-1].path, entry->path) >= 0)
            return error_set(err, ERROR_FAILED, "'%s' is not at its place in the order by path",
                             entry->path);
        bytes += entry->bytes;
    }
    if (bytes != manifest->bytes)
        return error_set(err, ERROR_FAILED, "the sizes add up to %lld bytes, not to %lld", bytes,
                         manifest->bytes);
    return true;
}

static bool parse(struct arena *arena, char *text, size_t length, struct manifest *manifest)
{
    struct cursor cursor = {text, true};
    expect(&cursor, "{\n  \"format\": 1,\n  \"files\": ");
    long long count = take_number(&cursor, ",\n");
    expect(&cursor, "  \"bytes\": ");
    manifest->bytes = take_number(&cursor, ",\n");
    expect(&cursor, "  \"hmac_sha256\": ");
    if (!take(&cursor, "null,\n")) {
        expect(&cursor, "\"");
        manifest->signature = take_until(&cursor, "\",\n");
    }
    expect(&cursor, "  \"entries\": [");
    /* An entry takes more than 64 bytes: a count that cannot be true allocates nothing. */
    if (!cursor.ok || (unsigned long long)count > length / 64)
        return false;
    manifest->count = (size_t)count;
    manifest->entries = arena_array(arena, manifest->count, sizeof *manifest->entries);
    for (size_t i = 0; i < manifest->count && cursor.ok; i++) {
        if (i > 0)
            expect(&cursor, ",");
        take_entry(&cursor, &manifest->entries[i]);
    }
    expect(&cursor, manifest->count > 0 ? "\n  ]\n}\n" : "]\n}\n");
    return cursor.ok && cursor.at == text + length;
}

bool manifest_parse(struct arena *arena, const char *name, char *text, size_t length,
                    struct manifest *manifest, struct error *err)
{
    *manifest = (struct manifest){.digest = digest_of(text, length)};
    if (!parse(arena, text, length, manifest))
        return error_set(err, ERROR_FAILED, "'%s' is not a manifest of format %d", name, FORMAT);
    if (!check_entries(manifest, err))
        return error_context(err, "'%s'", name);
    return true;
}

bool manifest_read(struct arena *arena, const char *file, struct manifest *manifest,
                   struct error *err)
{
    char *text;
    size_t length;
    *manifest = (struct manifest){0};
    return file_read(arena, file, size_limit, &text, &length, err) &&
           manifest_parse(arena, file, text, length, manifest, err);
}
