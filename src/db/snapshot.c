#include "db/snapshot.h"

static bool run(struct db *db, const char *purpose, const char *sql, struct error *err)
{
    struct arena *scratch = arena_new();
    struct db_statement statement = {.purpose = purpose, .sql = sql};
    bool ok = db_query(db, scratch, &statement, NULL, err);
    arena_free(scratch);
    return ok;
}

/* SET TRANSACTION takes no parameters. */
static bool import_snapshot(struct db *db, const char *id, struct error *err)
{
    struct arena *scratch = arena_new();
    const char *quoted = db_quote_literal(db, scratch, id);
    const char *sql = arena_printf(scratch, "SET TRANSACTION SNAPSHOT %s", quoted);
    bool ok = run(db, "join the snapshot of another connection", sql, err);
    arena_free(scratch);
    /* Who exported it is gone: the server went away in between, and a retry may help. */
    if (!ok && err && err->code == ERROR_FAILED)
        err->code = ERROR_DATABASE;
    return ok;
}

/* Whoever imports reads side by side with others: a query that the server divides among processes
 * of its own takes from those, and costs twice the time of its processors. */
static bool forbid_parallel_queries(struct db *db, struct error *err)
{
    return run(db, "set up the snapshot", "SET LOCAL max_parallel_workers_per_gather = 0", err);
}

bool snapshot_begin(struct db *db, const char *import, struct error *err)
{
    static const char purpose[] = "begin the snapshot";
    if (!run(db, purpose, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", err))
        return false;
    /* The first query fixes the moment, so let it be now. */
    if (import ? import_snapshot(db, import, err) && forbid_parallel_queries(db, err)
               : run(db, purpose, "SELECT 1", err))
        return true;
    run(db, "end the snapshot", "ROLLBACK", NULL);
    return false;
}

/* The only value of a query without parameters. */
static bool read_value(struct db *db, struct arena *arena, const struct db_statement *statement,
                       const char **value, struct error *err)
{
    struct db_result result;
    if (!db_query(db, arena, statement, &result, err))
        return false;
    *value = db_value(&result, 0, 0);
    return true;
}

bool snapshot_export(struct db *db, struct arena *arena, const char **id, struct error *err)
{
    struct db_statement statement = {.purpose = "export the snapshot",
                                     .sql = "SELECT pg_catalog.pg_export_snapshot()"};
    return read_value(db, arena, &statement, id, err);
}

bool snapshot_end(struct db *db, struct error *err)
{
    db_copy_out_abandon(db);
    return run(db, "end the snapshot", "ROLLBACK", err);
}

bool snapshot_today(struct db *db, struct arena *arena, const char **day, struct error *err)
{
    struct db_statement statement = {
        .purpose = "read the day", .sql = "SELECT pg_catalog.to_char(CURRENT_DATE, 'YYYY-MM-DD')"};
    return read_value(db, arena, &statement, day, err);
}
