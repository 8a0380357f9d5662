/*
 * Scores of dimensions, read once for many sectors: PostgreSQL hands the table out as it lies,
 * which costs it a seventh of what a join and a sort cost it sector by sector. They are
 * held by assessment, 4 bytes each; those of more assessments than may be held are in a file.
 */
#ifndef DB_SCORES_H
#define DB_SCORES_H

#include "db/snapshot.h"
#include "model/assessment.h"

struct dimension_scores;

/* Of the assessments of some sectors. */
struct scores_request {
    const struct config_set *configs;
    const bool *wanted; /* wanted[i]: of the sector i of `configs`, NULL: of all */
    const char *folder; /* for the file; NULL: all are held, however many */
    size_t held;        /* so many assessments at most; 0: SCORES_HELD */
};
enum { SCORES_HELD = 256 * 1024 };
bool snapshot_scores(struct db *db, struct arena *arena, const struct scores_request *request,
                     struct dimension_scores **out, struct error *err);

/* Fills in `scores` and `missing` of an assessment, in the order of the dimensions; all of them are
 * missing where none is known. */
bool scores_of(const struct dimension_scores *scores, const char *assessment_id,
               struct assessment *assessment, struct error *err);

/* What their dimensions are those of. */
const struct config_set *scores_configs(const struct dimension_scores *scores);

#endif
