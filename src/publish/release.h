/*
 * Published trees: <out>/releases/<id>, and <out>/current, a symbolic link to
 * one of them.
 *
 * manifest.json lists path, bytes and SHA-256 of every file but itself,
 * SHA256SUMS and run.json; its signature is HMAC-SHA256 over the lines
 * "<sha256>  <path>\n" in the manifest's order. It holds no time and no release
 * id: the same data gives the same manifest.
 */
#ifndef PUBLISH_RELEASE_H
#define PUBLISH_RELEASE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* How a release's id begins, for strftime in UTC. */
#define RELEASE_TIME "%Y%m%dT%H%M%SZ"
enum { RELEASE_TIME_LENGTH = 16 };

struct release {
    const char *id;
    const char *path;
    bool current;
    bool complete; /* has a readable manifest */
    size_t files;
    long long bytes;
};
/* The newest first; behind them other folders that somebody put there. Such a one can be named, but
 * is never removed, never the newest and never the one before. */
bool releases_list(struct arena *arena, const char *out_dir, struct release **rows, size_t *count,
                   struct error *err);

/* The id of the newest, by their names alone; NULL: there is none. */
const char *releases_newest(struct arena *arena, const char *out_dir);

/* The time in the id of the newest, in seconds since 1970; 0: there is none. */
bool releases_latest(struct arena *arena, const char *out_dir, long long *time_s,
                     struct error *err);

/* The one that `name` means: "current", an id, or the beginning of only one. Of the result only id,
 * path and current are filled. */
bool release_find(struct arena *arena, const char *out_dir, const char *name,
                  struct release *release, struct error *err);

/* Removes releases beyond the newest `keep`; the current one always stays. */
bool releases_prune(struct arena *arena, const char *out_dir, size_t keep, struct error *err);

/* Points `current` to `id`, or to the one before the current when NULL. */
bool release_rollback(struct arena *arena, const char *out_dir, const char *id,
                      const char **now_current, struct error *err);

/* A folder against its manifest: missing, altered, additional files, signature. Each problem is a
 * line. `secret_key` "" checks digests only. */
enum signature { SIGNATURE_NONE, SIGNATURE_UNCHECKED, SIGNATURE_GOOD, SIGNATURE_BAD };
struct release_verification {
    size_t files;
    const char **problems;
    size_t problem_count;
    enum signature signature;
};
bool release_verify(struct arena *arena, const char *folder, const char *secret_key,
                    struct release_verification *result, struct error *err);

#endif
