/* Organizations by what a user calls them. */
#ifndef DB_LOOKUP_H
#define DB_LOOKUP_H

#include "db/snapshot.h"

struct organization_name {
    const char *organization_id;
    const char *focus_group_id;
    const char *legal_name;
    const char *name; /* organization_name */
};

/* The organizations that `wanted` may mean, whatever the case, by legal name, then id: the one of
 * that id; else those of exactly that name, legal or displayed; else those whose name begins with
 * it; else those whose name has it in it. None: *count is 0. At most LOOKUP_LIMIT of them. */
enum { LOOKUP_LIMIT = 20 };
bool snapshot_lookup(struct db *db, struct arena *arena, const char *wanted,
                     struct organization_name **rows, size_t *count, struct error *err);

/* Every organization_name, for "did you mean". */
bool snapshot_names(struct db *db, struct arena *arena, const char ***names, size_t *count,
                    struct error *err);

#endif
