/* A release's manifest as a listing: its head and its end checked here, its rows by listing_check.
 */
#include "base/text.h"
#include "publish/listing.h"
#include "publish/manifest.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char end_of_entries[] = "  ]\n}\n";

static void close_file(void *pointer)
{
    close(*(int *)pointer);
}

int listing_open_file(struct arena *arena, const char *file, struct error *err)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) {
        error_set_errno(err, ERROR_FAILED, "cannot open '%s'", file);
        return -1;
    }
    int *kept = arena_alloc(arena, sizeof *kept);
    *kept = fd;
    arena_defer(arena, close_file, kept);
    return fd;
}

struct reading {
    struct listing *listing;
    long long size;
    size_t files; /* as its head says */
    long long bytes;
    size_t seen;
    long long sum;
};

static bool no_manifest(const char *file, struct error *err)
{
    return error_set(err, ERROR_FAILED, "'%s' is not a manifest of format 1", file);
}

/* The number behind `key`, 0 when there is none: what it makes of the head is compared anyway. */
static long long number_behind(const char *text, const char *key)
{
    const char *found = strstr(text, key);
    return found ? strtoll(found + strlen(key), NULL, 10) : 0;
}

/* Written again from what it says, the head must be the same. */
static bool read_head(struct reading *reading, const char *text)
{
    static const char key[] = "\"hmac_sha256\": \"";
    struct digest signature;
    const char *hex = strstr(text, key);
    bool is_signed = hex && strlen(hex) >= sizeof key + DIGEST_HEX &&
                     digest_parse_bytes(hex + sizeof key - 1, &signature);
    long long files = number_behind(text, "\"files\": ");
    reading->bytes = number_behind(text, "\"bytes\": ");
    if (files < 0 || reading->bytes < 0 || files > reading->size / 64)
        return false;
    reading->files = (size_t)files;
    struct strbuf head;
    strbuf_init(&head);
    manifest_add_head(&head, reading->files, reading->bytes, is_signed ? &signature : NULL);
    bool same = text_starts_with(text, head.text);
    reading->listing->begin = (long long)head.length + 1; /* the line's end */
    strbuf_release(&head);
    if (!same)
        return false;
    const char *rest = text + reading->listing->begin - 1;
    reading->listing->end = reading->size - (long long)strlen(end_of_entries);
    if (files > 0)
        return *rest == '\n' && reading->listing->end > reading->listing->begin;
    reading->listing->end = reading->listing->begin;
    return text_equal(rest, "]\n}\n");
}

/* The last entry's brace and line end, and what closes the document. */
static bool read_end(const struct reading *reading)
{
    static const char expected[] = "}\n  ]\n}\n";
    char text[sizeof expected - 1];
    if (reading->files == 0)
        return true;
    long long at = reading->size - (long long)sizeof text;
    return pread(reading->listing->fd, text, sizeof text, at) == (ssize_t)sizeof text &&
           memcmp(text, expected, sizeof text) == 0;
}

static bool visit(void *context, const struct listing_row *row, struct error *err)
{
    struct reading *reading = context;
    reading->seen++;
    reading->sum += row->bytes;
    if (row->flags & LISTING_LAST && reading->seen != reading->files)
        return no_manifest(reading->listing->name, err);
    return manifest_check_path(row->path, err);
}

static bool check_totals(const struct reading *reading, struct error *err)
{
    const char *name = reading->listing->name;
    if (reading->seen != reading->files)
        return error_set(err, ERROR_FAILED, "'%s' has %zu entries, not %zu", name, reading->seen,
                         reading->files);
    if (reading->sum != reading->bytes)
        return error_set(err, ERROR_FAILED, "'%s': the sizes add up to %lld bytes, not to %lld",
                         name, reading->sum, reading->bytes);
    return true;
}

bool listing_open_manifest(struct arena *arena, const char *file, struct listing *listing,
                           struct digest *digest, struct error *err)
{
    struct stat status;
    *listing = (struct listing){.name = file, .form = LISTING_MANIFEST};
    listing->fd = listing_open_file(arena, file, err);
    if (listing->fd < 0)
        return false;
    if (fstat(listing->fd, &status) != 0 || !S_ISREG(status.st_mode))
        return no_manifest(file, err);
    struct reading reading = {.listing = listing, .size = status.st_size};
    char head[512] = "";
    ssize_t length = pread(listing->fd, head, sizeof head - 1, 0);
    head[length > 0 ? length : 0] = '\0';
    long long bytes;
    if (!read_head(&reading, head) || !read_end(&reading))
        return no_manifest(file, err);
    struct listing_check check = {.visit = visit, .context = &reading};
    return listing_check(listing, arena, &check, err) && check_totals(&reading, err) &&
           file_digest(file, digest, &bytes, err);
}
