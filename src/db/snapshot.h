/*
 * Everything one run reads, from one REPEATABLE READ READ ONLY snapshot. More
 * connections import the same exported snapshot, so that workers see one
 * moment.
 */
#ifndef DB_SNAPSHOT_H
#define DB_SNAPSHOT_H

#include "db/connection.h"
#include "model/config.h"
#include "model/finding.h"
#include "model/organization.h"

/* Begins the snapshot; `import` is the id of another connection's (snapshot_export) or NULL. What
 * imports is one of several: its queries have one process of the server each. */
bool snapshot_begin(struct db *db, const char *import, struct error *err);
bool snapshot_export(struct db *db, struct arena *arena, const char **id, struct error *err);
bool snapshot_end(struct db *db, struct error *err);

/* The database's own day, YYYY-MM-DD, UTC: the as-of day when none was asked for. */
bool snapshot_today(struct db *db, struct arena *arena, const char **day, struct error *err);

/* Dimensions, active pe_org_air sectors, and their weights and calibrations in force on the day
 * (effective_from <= day and (effective_to is null or day < effective_to)). More than one row in
 * force for a key: the latest effective_from counts, the key goes into duplicate_keys. */
bool snapshot_configs(struct db *db, struct arena *arena, const char *as_of, struct config_set *set,
                      struct error *err);

/* One cheap query: the fingerprint of every active sector's configuration rows (dimensions
 * included) in force on the day, in the order of snapshot_configs. */
struct sector_fingerprint {
    const char *focus_group_id;
    const char *fingerprint;
};
bool snapshot_fingerprints(struct db *db, struct arena *arena, const char *as_of,
                           struct sector_fingerprint **rows, size_t *count, struct error *err);

/* The columns that a sector's reports show, from the catalogue: firmographics are the view's
 * columns that come from organizations (keys and bookkeeping left out), attributes those that the
 * view and the table org_attributes_<x> of sector pe_<x> share, in the view's order. A sector
 * without the table, or a column of the table that the view lacks, is a warning in `findings`. */
bool snapshot_columns(struct db *db, struct arena *arena, const struct sector *sector,
                      struct column_set *columns, struct findings *findings, struct error *err);

/* One row a sector of the set, in its order; sectors without organizations, and those that are not
 * wanted (wanted[i]: sector i, NULL: all), have 0. */
bool snapshot_totals(struct db *db, struct arena *arena, const struct config_set *set,
                     const bool *wanted, struct sector_totals **rows, struct error *err);

/* The organizations of a sector through the unified view, ordered by legal_name COLLATE "C",
 * then id, streamed by COPY. */
enum { ORGANIZATION_BATCH = 512 };
struct organization_stream;
bool snapshot_organizations(struct db *db, struct arena *arena, const struct sector *sector,
                            const struct column_set *columns, struct organization_stream **stream,
                            struct error *err);
/* The next batch in `batch` (an arena that the caller resets between batches); *count is 0 at the
 * end. Always read to the end, or end the snapshot. */
bool organization_stream_next(struct organization_stream *stream, struct arena *batch,
                              struct organization **rows, size_t *count, struct error *err);

#endif
