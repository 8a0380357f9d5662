/*
 * Migrations: migrations/NNNN_name.up.sql and .down.sql, each in a transaction,
 * under an advisory lock, recorded with a checksum in orgair.schema_migrations.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "base/log.h"
#include "db/connection.h"
#include "model/finding.h"

struct migration {
    int number;
    const char *name; /* core_configuration */
    const char *up_path;
    const char *down_path;
    char checksum[65]; /* SHA-256 of the up file */
    bool applied;
    const char *applied_at; /* NULL when pending */
    bool changed;           /* applied with another checksum than the file has now */
    bool missing;           /* applied, but its file is gone */
};

struct migrations {
    struct migration *rows; /* by number */
    size_t count;
    size_t pending;
};

/* The migrations of a folder, and the database that they are for. */
struct migrator {
    struct db *db;
    struct arena *arena; /* of what they give */
    const char *folder;
    const struct log *log; /* of each that is applied or taken back; may be NULL */
};

/* The files of a folder; refuses gaps, doubles and files without their counterpart. */
bool migrations_read(struct arena *arena, const char *folder, struct migrations *out,
                     struct error *err);

/* Files and database compared. A database without our table has everything pending. */
bool migrations_status(const struct migrator *migrator, struct migrations *out, struct error *err);

/* Applies what is pending; refuses when an applied one was changed or is missing. */
bool migrations_up(const struct migrator *migrator, size_t *applied, struct error *err);

/* What migrations_up would run for the pending ones of `list`, as one script for psql: transactions
 * and records included. `list` may come from migrations_read: then nothing is applied yet. */
bool migrations_script(struct arena *arena, const struct migrations *list, const char **script,
                       struct error *err);

/* Takes back the last `steps`; after the first one nothing of ours is left in the database. */
bool migrations_down(const struct migrator *migrator, size_t steps, size_t *reverted,
                     struct error *err);

/* Compares the live schemas public and orgair with what the applied migrations make: those are run
 * once more, in schemas that take the places of the live ones inside a transaction that is rolled
 * back, so other sessions notice nothing. Needs the right to do so: the database's owner has it.
 * Rows are not compared, and sectors are rows: the attribute table of a sector that there is, and
 * its columns and join at the end of the unified view, are no drift. Each drift is a finding
 * (error, code schema_drift, subject "public.organizations.employee_count", message "type is
 * bigint, expected integer"); a migration that is pending, changed or missing is one too (code
 * migration_pending, migration_changed, migration_missing), and with the last two nothing is
 * compared: what the applied ones made is then not known. */
bool migrations_verify(const struct migrator *migrator, struct findings *drifts, struct error *err);

#endif
