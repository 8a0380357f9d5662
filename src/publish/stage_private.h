/*
 * The inside of a stage, shared by the files stage*.c alone.
 *
 * What was added is kept twice at most: the newest entries in a table in memory, and when that is
 * full, in a sorted file of the staging folder, a run. What forked workers export is a run, too. So
 * a stage of a million files takes little more memory than one of ten thousand.
 *
 * Beside the files there are the demands: what the pages that were added link to, each target once
 * with the first page that asks for it. Verification walks sorted demands along sorted entries.
 */
#ifndef PUBLISH_STAGE_PRIVATE_H
#define PUBLISH_STAGE_PRIVATE_H

#include "publish/listing.h"
#include "publish/manifest.h"
#include "publish/path_index.h"
#include "publish/stage.h"

#include <sys/types.h>

/* Flags of an entry. */
enum {
    ENTRY_LINKED = 2,   /* a hard link to the current release's file when it is published */
    ENTRY_SAME = 4,     /* with the digest that the current manifest has for it */
    ENTRY_REPLACES = 8, /* the current manifest has a file of this path */
    ENTRY_PLACED = 16,  /* the hard link is in the tree already */
};

/*
 * A demand is a row: its path is "<target>" or "<target>\1<fragment>", so that demands are in the
 * order of the files they ask for, or "\2<link>" for a link that leads out of the release. Its note
 * is "<page>\1<link as it stands there>".
 */
enum { DEMAND_PART = '\1', DEMAND_OUTSIDE = '\2' };

struct stage_table {
    struct stage_table *below; /* what was there before a fork: known, not this process's own */
    struct arena *arena;
    struct listing_row *entries;
    size_t count;
    size_t capacity;
    struct path_index index; /* of the entries */
    struct listing_row *demands;
    size_t demand_count;
    size_t demand_capacity;
    struct path_index asked; /* of the demands */
    struct path_index links; /* from the root, that mean a demand: those met more than once */
};

struct stage_run {
    struct listing entries;
    struct listing demands;
};

struct stage_totals {
    size_t files;
    size_t linked;
    size_t same;
    size_t replaces;
    size_t damaged; /* files of the current release that are not what its manifest says */
    long long bytes;
    long long bytes_linked;
};

struct stage {
    struct arena *arena;
    struct arena *scratch; /* for one call */
    struct arena *page;    /* for what is remembered of one page */
    struct arena *link;    /* for one of its links */
    const struct log *log;
    const char *out_dir;
    const char *root; /* <out>/.staging-<pid>-<n>; NULL once published or discarded */
    const char *tree; /* <root>/tree: what becomes the release */
    int tree_fd;
    pid_t owner;   /* who made it, and alone may publish or remove it */
    pid_t process; /* who uses it; differs from owner in a forked worker */
    size_t fragments;
    size_t spills;
    struct digest_state *digest; /* used again and again */

    const char *current_id;   /* NULL: none */
    const char *current_tree; /* NULL: nothing to link from */
    int current_fd;
    bool distrusts;
    bool links_at_once;
    struct listing current; /* its manifest */
    struct digest current_digest;

    struct stage_table *table; /* the newest one */
    size_t table_limit;        /* of its entries, and of its demands */
    struct stage_run **runs;
    size_t run_count;
    size_t run_capacity;
    struct stage_totals totals;
    struct path_index folders;  /* known to exist in the tree */
    struct path_index promises; /* of stage_path: 1 until stage_adopt, then 0 */
    size_t promised;

    /* As they were at the fork. */
    size_t first_run;
    size_t first_promised;
    struct stage_totals first;
};

/* Notices a fork. At the start of every call that reads or changes the entries. */
void stage_enter(struct stage *stage);

/* At the start of every call that adds a file: the path may be one, and nothing is published yet.
 */
bool stage_begin(struct stage *stage, const char *path, struct error *err);
bool stage_too_late(const char *path, struct error *err);

/* Adds an entry whose file is in place. The path is copied. False: it is there already. */
bool stage_add(struct stage *stage, const struct listing_row *entry, struct error *err);

/* Whether it is among the entries in memory, which takes no reading; row may be NULL. */
bool stage_in_memory(const struct stage *stage, const char *path, struct listing_row *row);
bool stage_lookup(const struct stage *stage, const char *path, struct listing_row *row);

/* What a page asks for. */
bool stage_ask(struct stage *stage, const char *demand, const char *note, struct error *err);
/* What a link from the root means, should the demand be known. */
void stage_note_link(struct stage *stage, const char *link, const char *demand);
/* A page before this one asked for what the link means: asking again would change nothing. */
bool stage_is_asked(const struct stage *stage, const char *link, const char *page);
/* The demands of a page, found in its bytes. */
bool stage_ask_for_links(struct stage *stage, const char *page, const char *text, size_t length,
                         struct error *err);
/* Every demand against the entries. Nothing may be in memory. */
bool stage_check_demands(struct stage *stage, struct error *err);
bool stage_is_page(const char *path);

/* Empties the table into a run. */
bool stage_spill(struct stage *stage, struct error *err);
/* Opens the run in a file, which it must hold whole; the file may be unlinked then. */
bool stage_open_run(struct stage *stage, const char *file, struct stage_totals *totals,
                    struct error *err);
/* All entries or demands of the runs from `first` on, in order, as one. End it with
 * listing_merge_end. */
void stage_entries(struct stage *stage, size_t first, struct listing_merge *merge);
void stage_demands(struct stage *stage, size_t first, struct listing_merge *merge);
/* The run in a file, checked from end to end, without making it one of the stage's. */
bool stage_read_run(struct stage *stage, const char *file, struct stage_run *run,
                    struct stage_totals *totals, struct error *err);
/* What this process added, as one run. */
bool stage_write_own(struct stage *stage, const char *file, const struct stage_totals *totals,
                     struct error *err);

/* The current release's file is still there with the size that its manifest gives. One that is not
 * is counted as damaged. */
bool stage_is_there(struct stage *stage, const struct listing_row *file);

/* Where the bytes of an entry are: until it is linked those of a linked one are in the current
 * release only. */
const char *stage_file(const struct stage *stage, struct arena *arena,
                       const struct listing_row *entry);

/* Sets the flags of an entry: what the current release has at its path. */
void stage_compare(struct stage *stage, struct listing_row *entry);

/* A tree that files are taken over from. */
struct stage_source {
    const char *tree;
    int fd;
};
/* Links an entry's file from there into the stage's tree, or copies it where that is impossible. */
bool stage_link(struct stage *stage, const struct stage_source *source, struct arena *scratch,
                const struct listing_row *entry, struct error *err);

/* The folders above a path in the tree, each made once. */
bool stage_make_parents(struct stage *stage, const char *path, struct error *err);

/* Whether stage_path was called for it, and stage_adopt not yet. */
bool stage_is_promised(const struct stage *stage, const char *path);
/* An error when stage_path was called for a file that stage_adopt never took. */
bool stage_check_promises(const struct stage *stage, struct error *err);

bool stage_already(const char *path, struct error *err);

#endif
