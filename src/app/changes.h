/*
 * Two published trees compared by what they say to machines (api/v1/).
 *
 * What a release says about changes is data that is carried forward: the comparison of a sector
 * is made when its document differs from the current release's, and stays as it is until then; the
 * fund's likewise for all documents together. So a night without changes publishes nothing, and a
 * build of the same data says the same of them whatever else it makes anew. A build from scratch
 * into another folder has nothing to compare with, and says so.
 */
#ifndef APP_CHANGES_H
#define APP_CHANGES_H

#include "app/published.h"

/* A release and a later one. */
struct compared {
    struct published_tree before;
    struct published_tree after;
    struct published_site sites[2]; /* by compared_read: of both */
    bool stage_follows;             /* after.stage has `before` as its current release */
};

/* `sides` names the trees; their sectors' documents are read later. */
bool compared_read(struct compared *sides, struct arena *arena, struct error *err);

/* Everything lives in the arena; memory beyond it is bounded by where the organizations of two
 * sectors stand in their documents. compared_read comes first. */
bool changes_of_all(const struct compared *sides, struct arena *arena, struct changes *out,
                    struct error *err);

/* What concerns one sector that the later release has: an organization that came from another
 * sector is new to it, one that went to another is gone. */
bool changes_of_sector(const struct compared *sides, const char *focus_group_id,
                       struct arena *arena, struct changes *out, struct error *err);

#endif
