/*
 * A release in the making: <out>/.staging-<pid>, invisible until it is whole.
 * A file whose bytes are those of the current release becomes a hard link to
 * it, so its inode and mtime stay. The order is: open, put ..., verify, publish.
 */
#ifndef PUBLISH_STAGE_H
#define PUBLISH_STAGE_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/log.h"

#include <stdbool.h>
#include <stddef.h>

struct stage;

/* Makes the folder and reads the current release's manifest, if there is one. Removes what an
 * earlier, killed run left. Discarded when the arena is freed before stage_publish. */
bool stage_open(struct arena *arena, const char *out_dir, const struct log *log, struct stage **out,
                struct error *err);

/* Where a library may write a file itself; then call stage_adopt. Makes the parent folder. */
bool stage_path(struct stage *stage, struct arena *arena, const char *path, const char **full,
                struct error *err);

/* Adds a file. `path` is relative, without "..", and new in this stage. */
bool stage_put(struct stage *stage, const char *path, const void *bytes, size_t length,
               struct error *err);
bool stage_adopt(struct stage *stage, const char *path, struct error *err);

/* Keeps every file of the current release at `path` or below it ("sectors/energy/"), as it is;
 * *kept counts them. */
bool stage_keep(struct stage *stage, const char *path, size_t *kept, struct error *err);

/* Forked workers add to the same tree: the child writes what it added since the fork into a
 * fragment file, the parent takes it over. Entries keep their order by path in the end. */
bool stage_export(struct stage *stage, const char *fragment, struct error *err);
bool stage_import(struct stage *stage, const char *fragment, struct error *err);

struct stage_counts {
    size_t files;
    size_t written;  /* new bytes */
    size_t linked;   /* kept from the current release */
    long long bytes; /* of all files */
    size_t removed;  /* in the current release and no longer here */
};
struct stage_counts stage_counts(const struct stage *stage);

/* Every link inside the tree resolves (href and src of each page that is new) and every file is
 * where the manifest says, with its digest. The first broken link is named with its page. */
bool stage_verify(struct stage *stage, struct error *err);

/* Writes manifest.json (signed with `secret_key` unless ""), SHA256SUMS and run.json, flushes, and
 * switches `current` by one rename. *changed is false when the release would be the current one
 * byte for byte: then nothing is published and the stage is discarded. */
struct stage_release {
    char id[64]; /* <UTC time>-<short id>: 20261121T004500Z-1a2b3c4d */
    bool changed;
};
struct stage_options {
    const char *secret_key;
    const char *time;     /* UTC time of the run: 20261121T004500Z */
    const char *run_json; /* content of run.json; stands outside the manifest */
    size_t keep_releases; /* older ones are removed after the switch */
};
bool stage_publish(struct stage *stage, const struct stage_options *options,
                   struct stage_release *release, struct error *err);

/* Removes the staging folder. */
void stage_discard(struct stage *stage);

#endif
