/*
 * A published tree, read back from its machine-readable copy (api/v1/): what two releases are
 * compared by. Documents are read member by member, organization by organization: memory is bounded
 * by what is kept of them.
 */
#ifndef APP_PUBLISHED_H
#define APP_PUBLISHED_H

#include "base/arena.h"
#include "base/error.h"
#include "model/change.h"
#include "publish/stage.h"

#include <stdint.h>

/* A release: a folder, or a stage that is still in the making. */
struct published_tree {
    const char *folder; /* NULL: `stage` */
    const struct stage *stage;
};

/* Everything lives in the arena. A tree without api/v1/sectors.json is no release. */
bool published_site_read(const struct published_tree *tree, struct arena *arena,
                         struct published_site *site, struct error *err);

/* Where the organizations of a sector's document stand in it, by id: a row each, so that those
 * which read the same in two releases need not be read at all. Goes with the arena. */
struct published_index;
struct published_row {
    const char *id;
    uint64_t hash; /* of its text; 64 bits are plenty to compare two versions */
    long long at;
    size_t length;
};
bool published_index_read(const struct published_tree *tree, struct arena *arena,
                          const struct published_sector *sector, struct published_index **out,
                          struct error *err);
const struct published_row *published_rows(const struct published_index *index, size_t *count);

/* One of them, whole. What an older release does not say is absent: it has no scores then. */
bool published_organization_read(struct published_index *index, const struct published_row *row,
                                 struct arena *arena, struct published_organization *out,
                                 struct error *err);

/* Those of one sector, NULL: all. In the arena of `findings`. */
bool published_findings_read(const struct published_tree *tree,
                             const struct published_sector *sector, struct findings *findings,
                             struct error *err);

/* Where a sector's document stands within a tree. */
const char *published_sector_path(struct arena *arena, const struct published_sector *sector);

/* Where a file's bytes are; NULL: the tree has no such file. */
const char *published_file(const struct published_tree *tree, struct arena *arena,
                           const char *path);

#endif
