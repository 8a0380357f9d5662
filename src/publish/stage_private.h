/* The inside of a stage, shared by the files stage*.c alone. */
#ifndef PUBLISH_STAGE_PRIVATE_H
#define PUBLISH_STAGE_PRIVATE_H

#include "publish/manifest.h"
#include "publish/path_index.h"
#include "publish/stage.h"

#include <sys/types.h>

struct stage_entry {
    struct manifest_entry file;
    bool linked; /* as in the current release; a hard link to its file when it is published */
    bool stale;  /* other than in the current release */
};

struct stage {
    struct arena *arena;
    struct arena *scratch; /* for one call */
    const struct log *log;
    const char *out_dir;
    const char *root; /* <out>/.staging-<pid>-<n>; NULL once published or discarded */
    const char *tree; /* <root>/tree: what becomes the release */
    pid_t owner;      /* who made it, and alone may publish or remove it */
    pid_t process;    /* who uses it; differs from owner in a forked worker */
    size_t fragments;

    const char *current_id;   /* NULL: none */
    const char *current_tree; /* NULL: nothing to link from */
    struct manifest current;
    size_t damaged; /* files of the current release that are not what its manifest says */

    struct stage_entry *entries;
    size_t count;
    size_t capacity;
    struct stage_counts counts;
    size_t first;            /* the first entry of this process: those before came with the fork */
    struct path_index index; /* entries by path; PROMISED for stage_path before stage_adopt */
    struct path_index folders; /* known to exist in the tree */
    size_t promised;
    size_t first_damaged; /* both counts as they were at the fork */
    size_t first_promised;
};

enum { STAGE_PROMISED = -1 };

/* Notices a fork. At the start of every call that reads or changes the entries. */
void stage_enter(struct stage *stage);

/* Adds an entry whose file is in place. The path is copied. False: it is there already. */
bool stage_add(struct stage *stage, const struct stage_entry *entry, struct error *err);

/* Where the bytes of an entry are: until stage_link those of a linked one are in the current
 * release only. */
const char *stage_file(const struct stage *stage, struct arena *arena,
                       const struct stage_entry *entry);

/* Links an entry from the current release, or copies it where that is impossible. */
bool stage_link(struct stage *stage, const struct stage_entry *entry, struct error *err);

/* An error when stage_path was called for a file that stage_adopt never took. */
bool stage_check_promises(const struct stage *stage, struct error *err);

#endif
