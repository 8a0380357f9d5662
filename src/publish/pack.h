/*
 * One zip archive to mail: files of a release and what proves them, all below one folder.
 *
 *     orgair-<release id>/
 *       manifest.json, SHA256SUMS, run.json   as in the release, whole
 *       <path>                                files that the manifest lists, as in the release
 *       report.html                           made for the pack
 *       PACKSUMS                              SHA-256 of everything above, in the form of sha256sum
 *       PACKSUMS.hmac                         there when it is signed: HMAC-SHA256, in hexadecimal,
 *                                             over "orgair-<release id>\n" and PACKSUMS
 *
 * The same files give the same bytes: entries are in the order of their names, of one date, and
 * compressed at one level.
 */
#ifndef PUBLISH_PACK_H
#define PUBLISH_PACK_H

#include "base/digest.h"
#include "publish/release.h"

#include <stdbool.h>
#include <stddef.h>

#define PACK_FOLDER "orgair-"
#define PACK_REPORT "report.html"
#define PACK_SUMS "PACKSUMS"
#define PACK_SIGNATURE "PACKSUMS.hmac"

struct pack_contents {
    const struct release *release; /* as release_find gives it */
    const char *const *paths;      /* from its manifest, each once */
    size_t path_count;
    const char *report; /* the bytes of report.html */
    size_t report_length;
    const char *secret_key; /* "": not signed */
};

/* Writes `file` whole or not at all, over an older one. A file that is not what the manifest says
 * is an error, and so is a manifest that `secret_key` did not sign. */
bool pack_write(struct arena *arena, const struct pack_contents *contents, const char *file,
                struct error *err);

/* Reads an archive without writing anything anywhere. What is no pack at all, or would not be safe
 * to unpack, is an error: another format, a path that leads out of the folder, one that is there
 * twice, a link, more than 16 GiB. Everything else is a problem. */
struct pack_verification {
    const char *release; /* where it says it comes from */
    struct release_verification found;
};
bool pack_verify(struct arena *arena, const char *file, const char *secret_key,
                 struct pack_verification *result, struct error *err);

/* What PACKSUMS.hmac has to be: of the pack's folder and the text of its PACKSUMS. */

struct digest pack_sign(const char *folder, const char *sums, size_t length,
                        const char *secret_key);

/* What every entry is: a plain file, -rw-r--r--. */
enum { PACK_MODE = 0100644 };

#endif
