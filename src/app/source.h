/*
 * Where the rows of a build come from: the database, which leaves them in the
 * cache as they stream past, or (offline) the cache alone. Whoever reads a
 * sector's rows first in a run writes them; they replace those of the run
 * before by source_keep, all at once, when the build has come to its end.
 *
 * Offline, all rows come from one run: its snapshot. Organizations are used while
 * they are younger than CACHE_TTL_SECTORS, assessments while they are younger
 * than CACHE_TTL_SCORES, both counted at the start of the run. Without them:
 * ERROR_DATABASE and a hint.
 */
#ifndef APP_SOURCE_H
#define APP_SOURCE_H

#include "app/app.h"
#include "cache/cache.h"
#include "model/assessment.h"
#include "model/config.h"
#include "model/finding.h"
#include "model/organization.h"

#include <stdatomic.h>

/* A worker has a copy with a connection of its own. */
struct source {
    struct app *app;
    struct db *db;       /* inside the run's snapshot; NULL: offline */
    struct cache *cache; /* NULL: none */
    const struct config_set *configs;
    const struct sector_totals *totals; /* one a sector; source_totals fills it in */
    const char *snapshot;               /* names the run that the rows were read by */
    int64_t started_ns;
    atomic_llong *rows_read; /* counts organizations and assessments; NULL: nobody wants to know */
    const char *folder;      /* for what is too much to hold; NULL: memory */
    struct arena *scores_arena;            /* NULL: they are not read */
    struct scores_reading *scores_reading; /* while processes read them side by side */
    struct dimension_scores *scores;
};

/* The configurations may still have to be loaded. */
void source_init(struct source *source, struct app *app, struct db *db, struct cache *cache,
                 const struct config_set *configs);

/* Replaces the rows of the run before by those of this one; or drops the latter. */
void source_keep(const struct source *source);
void source_drop(const struct source *source);

/* Does the cache hold the rows of the sector (NULL: of all) as the run of that snapshot left them?
 * True without a cache. */
bool source_has(const struct source *source, const struct sector *sector, const char *snapshot);

/* The rows in the cache, of all sectors, are those of the database now, in this run or an earlier
 * one: they count as read just now, by the run of that snapshot. */
void source_confirm(const struct source *source, const char *snapshot);

/* One row a sector of the configurations; one that is not wanted (wanted[i]: sector i, NULL: all)
 * is the caller's to fill in. First of all, and before workers have their copies. */
bool source_totals(struct source *source, struct arena *arena, const bool *wanted,
                   struct sector_totals **rows, struct error *err);

/* The organizations of a sector, ordered by legal_name COLLATE "C", then id. What the columns
 * show goes into `findings`. One stream at a time; read it to its end, or end the run. */
struct source_stream;
bool source_organizations(struct source *source, struct arena *arena, const struct sector *sector,
                          struct findings *findings, struct source_stream **stream,
                          struct error *err);
const struct column_set *source_columns(const struct source_stream *stream);

/* The same of a sector whose rows are known to be those that the run of that snapshot left, which
 * may be this one: from the cache, whatever its age; from the database where they are not there, or
 * not yet. Leaves the cache as it is. */
bool source_same_organizations(struct source *source, struct arena *arena,
                               const struct sector *sector, const char *snapshot,
                               struct source_stream **stream, struct error *err);

/* The next batch in `batch` (an arena that the caller resets between batches); *count is 0 at the
 * end. */
bool source_next(struct source_stream *stream, struct arena *batch, struct organization **rows,
                 size_t *count, struct error *err);

/* The scores of dimensions that source_assessments needs, for the sectors wanted (wanted[i]: sector
 * i of the configurations, NULL: all), before workers have their copies; dropped when no more
 * assessments are read. Whoever does without has all of them read at the first sector. */
bool source_scores(struct source *source, const bool *wanted, struct error *err);
/* The same from a database, in steps: processes forked in between read the shares of
 * source->scores_reading (db/scores.h). */
bool source_scores_begin(struct source *source, const bool *wanted, size_t most, struct error *err);
bool source_scores_end(struct source *source, struct error *err);
void source_drop_scores(struct source *source);

/* The assessed organizations of a sector by organization_id, up to the day of the report, for
 * source_next_assessed; what a call gives stands until the next. One stream at a time; read it to
 * its end, or end the run. */
struct source_assessed;
bool source_assessments(struct source *source, struct arena *arena, const struct sector *sector,
                        struct source_assessed **stream, struct error *err);
bool source_next_assessed(struct source_assessed *stream,
                          struct assessed_organization *organization, bool *done,
                          struct error *err);

#endif
