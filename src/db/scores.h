/*
 * Scores of dimensions, read once for many sectors: PostgreSQL hands the table out as it lies,
 * which costs it a seventh of what a join and a sort cost it sector by sector. They are
 * put into a file (db/score_file.h) and found there by assessment.
 */
#ifndef DB_SCORES_H
#define DB_SCORES_H

#include "db/snapshot.h"
#include "model/assessment.h"

struct dimension_scores;

/* Blocks of the table that are worth a process and a connection of their own. */
enum { SCORES_SHARE_BLOCKS = 1024 };

/* Of the assessments of some sectors. */
struct scores_request {
    const struct config_set *configs;
    const bool *wanted;  /* wanted[i]: of the sector i of `configs`, NULL: of all */
    const char *folder;  /* for the file; NULL: in memory */
    size_t share_blocks; /* the fewest blocks of the table in a share; 0: SCORES_SHARE_BLOCKS */
};
bool snapshot_scores(struct db *db, struct arena *arena, const struct scores_request *request,
                     struct dimension_scores **out, struct error *err);

/* The same in steps, so that processes read shares of the table side by side: it is divided into
 * `most` of them at most, less where it is small or some sectors are not wanted; each is
 * read once, by any process forked in between, whose connection has imported the snapshot of the
 * first; then they become one. A table that is divided is locked against being rewritten until the
 * snapshot ends; what is no table as such (a view, a foreign table) is not. Lives in the arena. */
struct scores_reading;
bool scores_begin(struct db *db, struct arena *arena, const struct scores_request *request,
                  size_t most, struct scores_reading **out, struct error *err);
size_t scores_shares(const struct scores_reading *reading);
bool scores_read(const struct scores_reading *reading, struct db *db, size_t share,
                 struct error *err);
bool scores_end(struct scores_reading *reading, struct dimension_scores **out, struct error *err);

/* Fills in `scores` and `missing` of an assessment, in the order of the dimensions; all of them are
 * missing where none is known. */
bool scores_of(const struct dimension_scores *scores, const char *assessment_id,
               struct assessment *assessment, struct error *err);

/* What their dimensions are those of. */
const struct config_set *scores_configs(const struct dimension_scores *scores);

#endif
