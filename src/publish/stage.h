/*
 * A release in the making: <out>/.staging-<pid>-<n>, invisible until it is whole.
 * A file whose bytes are those of the current release becomes a hard link to
 * it, so its inode and mtime stay (where that is impossible it is copied). Until
 * stage_publish it is only noted, so that a run that changes nothing links
 * nothing (but see stage_link_at_once). The order is: open, put ..., verify, publish. Hold the lock
 * of lock.h.
 *
 * A run killed at any moment leaves `current` on a whole release. What it leaves
 * besides is <out>/.staging-* and .removing-*, which the next stage_open removes, or a
 * release under releases/ that is whole but was never switched to: it is
 * listed, can be rolled "back" to by its id, and ages out as any other.
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
 * earlier, killed run left when this process holds the lock. Discarded when the arena is freed
 * before stage_publish; a forked worker that frees its copy of the arena removes nothing. */
bool stage_open(struct arena *arena, const char *out_dir, const struct log *log, struct stage **out,
                struct error *err);

/* From now on a file of the current release is linked only after its bytes were read and are those
 * that its manifest names: for who makes everything anew because something is wrong with it. */
void stage_distrust(struct stage *stage);

/* From now on a file that is kept is linked at once: for who expects that the release will be
 * another than the current one, and has time for it now. Where it turns out to be the same, the
 * links were made in vain. Of no use for a part. */
void stage_link_at_once(struct stage *stage);

/* Where a library may write a file itself; then call stage_adopt. Makes the parent folder. */
bool stage_path(struct stage *stage, struct arena *arena, const char *path, const char **full,
                struct error *err);

/* Adds a file. `path` is relative, without "..", and new in this stage. */
bool stage_put(struct stage *stage, const char *path, const void *bytes, size_t length,
               struct error *err);
bool stage_adopt(struct stage *stage, const char *path, struct error *err);

/* Keeps every file of the current release at `path` or below it ("sectors/energy/"), as it is;
 * *kept counts them, 0 without a current release. A damaged file is an error. */
bool stage_keep(struct stage *stage, const char *path, size_t *kept, struct error *err);

/* Keeps one file of the current release, at exactly `path`. *kept is false, and nothing has
 * happened, when the current release has none there or its file is damaged. */
bool stage_keep_file(struct stage *stage, const char *path, bool *kept, struct error *err);

/* What became of files that were to be kept. */
struct stage_kept {
    const char *missing; /* the first that the current release does not have, or that is damaged:
                            those behind it are not kept; NULL: none */
    size_t staged;       /* so many were in the stage already, and stay as they are there */
};

/* Keeps the files of the current release at these paths, which are in byte order. */
bool stage_keep_files(struct stage *stage, const char *const *paths, size_t count,
                      struct stage_kept *kept, struct error *err);

/* What is said of a file that should be kept and is not there as it was; always false. */
bool stage_cannot_keep(const char *path, struct error *err);

/* The release that files are kept from; NULL: there is none, or its manifest cannot be read. */
const char *stage_current_id(const struct stage *stage);

/* A line that names the current release and the state of its manifest.json (size, mtime, inode):
 * it changes when another release is current or the manifest was touched. Costs one stat and
 * needs no stage. False: there is no current release, or it has no manifest. */
bool stage_manifest_mark(struct arena *arena, const char *out_dir, const char **mark);

/* Where the bytes of a file are until the stage is published; NULL: there is none at `path`. */
const char *stage_find(const struct stage *stage, struct arena *arena, const char *path);

/* Whether what is at `path` or below it ("api/v1/", "index.html") is the same as in the current
 * release, file by file and byte by byte. False without a current release. */
bool stage_same(const struct stage *stage, const char *path);

/* Forked workers add to the same tree: the child writes what it added since the fork into a
 * fragment file, the parent takes it over and removes it. Entries keep their order by path in the
 * end. stage_fragment, called before the fork, names a free place that goes with the stage. */
const char *stage_fragment(struct stage *stage, struct arena *arena);
bool stage_export(struct stage *stage, const char *fragment, struct error *err);
bool stage_import(struct stage *stage, const char *fragment, struct error *err);

/*
 * A part of a release, made by a process of its own, perhaps on another machine, and handed over
 * as a folder:
 *
 *     tree/   the files that are not those of the current release (beside them there may be some
 *             that are no part of it)
 *     files   what the part consists of, as a fragment
 *
 * stage_open_part needs no lock: it is a stage at place->folder, which must be the caller's own;
 * only stage_save_part ends it well. The part is what is added from stage_begin_part on. Of *counts
 * it fills all but `removed`.
 */
struct stage_place {
    const char *out_dir;
    const char *folder;
};
struct stage_counts;
bool stage_open_part(struct arena *arena, const struct stage_place *place, const struct log *log,
                     struct stage **out, struct error *err);
bool stage_begin_part(struct stage *stage, struct error *err);
/* Into a folder that is there, flushed. */
bool stage_save_part(struct stage *stage, const char *folder, struct stage_counts *counts,
                     struct error *err);

/* Adds all files of a part. Those that the current release has are kept as they are there, the
 * others are linked into the stage. That a file has its size is checked, its digest is believed as
 * that of a worker is. */
bool stage_take_part(struct stage *stage, const char *folder, struct error *err);
/* The name of a part's list. */
#define STAGE_PART_FILES "files"

struct stage_counts {
    size_t files;
    size_t written;  /* new bytes */
    size_t stale;    /* of these, made anew: the current release has other bytes at that path */
    size_t linked;   /* kept from the current release */
    long long bytes; /* of all files */
    long long bytes_written;
    size_t removed; /* in the current release and no longer here */
};
/* So far; costs nothing. */
struct stage_counts stage_counts(const struct stage *stage);

/* Visits every file of the release in the making, and those of the current release that are no
 * longer in it, by path. False: the visitor said so, or a list cannot be read. */
enum stage_state { STAGE_NEW, STAGE_STALE, STAGE_KEPT, STAGE_GONE };
struct stage_artifact {
    const char *path;
    enum stage_state state;
};
typedef bool stage_visitor(void *context, const struct stage_artifact *artifact, struct error *err);
bool stage_artifacts(struct stage *stage, stage_visitor *visit, void *context, struct error *err);

/* Every file is where the manifest says, with its size (that of one that was linked at once was
 * seen then); every link inside the tree resolves: href, src and srcset of each new page, with the
 * #fragment. When files of the current release are gone, the unchanged and kept pages are checked
 * too, for they may link to them. The first broken link, by its page's path, is named.
 *
 * New files are not read back. Their digest is that of the very bytes that the kernel took from
 * write, and reading them again would show the same bytes in its memory, whatever becomes of them
 * on disk: 'orgair verify' is there for that. A file that a library wrote was read by stage_adopt.
 * The links of a page are found in its bytes when it is put, by the worker that puts it; what is
 * left to do here is to walk the distinct targets along the files, both of them sorted. */
bool stage_verify(struct stage *stage, struct error *err);

/* Writes manifest.json (signed with `secret_key` unless ""), SHA256SUMS and run.json, flushes, and
 * switches `current` by one rename. *changed is false when the release would be the current one
 * byte for byte: then nothing is published and the stage is discarded. A failure before the switch
 * leaves no trace; after it (flushing the folder, removing old releases) it is a warning. */
struct stage_release {
    /* <UTC time>-<first 8 digits of the manifest's digest>: 20261121T004500Z-1a2b3c4d. The time is
     * that of the run or, where another release is not older, a second after that one's, so that
     * the newest sorts last. That of `current` when nothing changed. */
    char id[64];
    bool changed;
};
struct stage_options {
    const char *secret_key;
    const char *time;     /* UTC time of the run: 20261121T004500Z */
    const char *run_json; /* content of run.json, NULL: none; stands outside the manifest */
    size_t keep_releases; /* older ones are removed after the switch */
};
bool stage_publish(struct stage *stage, const struct stage_options *options,
                   struct stage_release *release, struct error *err);

/* Removes the staging folder. */
void stage_discard(struct stage *stage);

#endif
