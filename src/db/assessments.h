/* Assessments of a sector's organizations, from the snapshot. */
#ifndef DB_ASSESSMENTS_H
#define DB_ASSESSMENTS_H

#include "db/snapshot.h"
#include "model/assessment.h"

/* Every organization of the sector that has an assessment with effective_from <= as_of, ordered by
 * organization_id; `scores` of each follow the dimensions of `configs`. Two streams (assessments,
 * dimension scores), merged here: joining them in SQL costs several times as much. All of it lives
 * in `arena`, which the caller frees sector by sector. */
bool snapshot_assessments(struct db *db, struct arena *arena, const struct config_set *configs,
                          const struct sector *sector, struct assessed_organization **rows,
                          size_t *count, struct error *err);

#endif
