/*
 * A published tree, read back from its machine-readable copy (api/v1/): what two releases are
 * compared by. Documents are read member by member, organization by organization, so that
 * memory is bounded by the text of one sector's document and what is kept of it.
 */
#ifndef APP_PUBLISHED_H
#define APP_PUBLISHED_H

#include "base/arena.h"
#include "base/error.h"
#include "model/change.h"
#include "publish/stage.h"

/* A release: a folder, or a stage that is still in the making. */
struct published_tree {
    const char *folder; /* NULL: `stage` */
    const struct stage *stage;
};

/* Everything lives in the arena. A tree without api/v1/sectors.json is no release. */
bool published_site_read(const struct published_tree *tree, struct arena *arena,
                         struct published_site *site, struct error *err);

/* The organizations of a sector, by id. What an older release does not say is absent: it has no
 * scores then. */
bool published_organizations_read(const struct published_tree *tree, struct arena *arena,
                                  const struct published_sector *sector,
                                  struct published_organization **rows, size_t *count,
                                  struct error *err);

/* In the arena of `findings`. */
bool published_findings_read(const struct published_tree *tree, struct findings *findings,
                             struct error *err);

/* Where a sector's document stands within a tree. */
const char *published_sector_path(struct arena *arena, const struct published_sector *sector);

/* Where a file's bytes are; NULL: the tree has no such file. */
const char *published_file(const struct published_tree *tree, struct arena *arena,
                           const char *path);

#endif
