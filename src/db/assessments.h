/* Assessments of a sector's organizations, from the snapshot. */
#ifndef DB_ASSESSMENTS_H
#define DB_ASSESSMENTS_H

#include "db/scores.h"
#include "db/snapshot.h"
#include "model/assessment.h"

/* Every organization of the sector that has an assessment with effective_from <= as_of, ordered by
 * organization_id; as_of, dimensions and the scores of each are those of `scores`. Always read to
 * the end, or end the snapshot. */
bool snapshot_assessments(struct db *db, struct arena *arena, const struct sector *sector,
                          const struct dimension_scores *scores, struct assessed_stream **out,
                          struct error *err);

#endif
