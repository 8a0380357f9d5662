/*
 * manifest.json and SHA256SUMS: what a release consists of.
 *
 * The manifest has one canonical form, so that equal content means equal bytes, and the reader
 * accepts no other:
 *
 *     {
 *       "format": 1,
 *       "files": 2,
 *       "bytes": 1234,
 *       "hmac_sha256": "<64 hex digits>" or null,
 *       "entries": [
 *         {"path": "assets/site.css", "bytes": 1000, "sha256": "<64 hex digits>"},
 *         {"path": "index.html", "bytes": 234, "sha256": "<64 hex digits>"}
 *       ]
 *     }
 *
 * Entries are sorted by the bytes of their paths. A path never needs escaping: see
 * manifest_check_path.
 */
#ifndef PUBLISH_MANIFEST_H
#define PUBLISH_MANIFEST_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

#define MANIFEST_NAME "manifest.json"
#define SUMS_NAME "SHA256SUMS"
#define RUN_NAME "run.json"

struct manifest_entry {
    const char *path;
    long long bytes;
    struct digest digest;
};

struct manifest {
    struct manifest_entry *entries; /* sorted */
    size_t count;
    long long bytes;       /* of all entries */
    const char *signature; /* as it stands there, NULL: not signed */
    struct digest digest;  /* of manifest.json itself */
};

/* Relative, up to 1024 bytes, no empty, "." or ".." component, valid UTF-8 without control
 * characters, quotation marks and backslashes, and none of the three names above. */
bool manifest_check_path(const char *path, struct error *err);
/* One of the three files that stand beside the entries. */
bool manifest_is_own_file(const char *path);

bool manifest_read(struct arena *arena, const char *file, struct manifest *manifest,
                   struct error *err);
/* The same of text in memory, which is taken apart in place; `name` is what errors call it. */
bool manifest_parse(struct arena *arena, const char *name, char *text, size_t length,
                    struct manifest *manifest, struct error *err);

/* Writing, piece by piece since the entries are not all in memory: the head, each entry in the
 * order of their paths, the end. */
void manifest_add_head(struct strbuf *out, size_t files, long long bytes,
                       const struct digest *signature);
void manifest_add_entry(struct strbuf *out, const struct manifest_entry *entry, bool first);
void manifest_add_end(struct strbuf *out, size_t files);
/* "<sha256>  <path>\n" */
void manifest_add_line(struct strbuf *out, const struct digest *digest, const char *path);

/* In the form of sha256sum, manifest.json at its place among the entries. */
void manifest_write_sums(struct strbuf *out, const struct manifest_entry *entries, size_t count,
                         const struct digest *manifest);
/* "<sha256>  <path>\n" of each entry. */
void manifest_write_lines(struct strbuf *out, const struct manifest_entry *entries, size_t count);
/* HMAC-SHA256 over these lines. */
struct digest manifest_sign(const struct manifest_entry *entries, size_t count,
                            const char *secret_key);

/* NULL when it is not there. */
const struct manifest_entry *manifest_find(const struct manifest *manifest, const char *path);
/* The first entry whose path is not less than `path`; count when there is none. */
size_t manifest_lower_bound(const struct manifest *manifest, const char *path);

#endif
