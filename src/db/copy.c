/* COPY in both directions, text format. */
#include "base/interrupt.h"
#include "db/internal.h"

static bool begin(struct db *db, const char *purpose, const char *sql, ExecStatusType expected,
                  struct error *err)
{
    if (!db_statement_begin(db, err))
        return false;
    if (!PQsendQuery(db->connection, sql))
        return db_refuse(db, purpose, NULL, err);
    PGresult *answer;
    if (!db_next_result(db, &answer, err))
        return false;
    if (PQresultStatus(answer) != expected) {
        db_refuse(db, purpose, answer, err);
        db_drain(db);
        return false;
    }
    PQclear(answer);
    db->copy_purpose = arena_strdup(db->last, purpose);
    return true;
}

static void drop_line(struct db *db)
{
    PQfreemem(db->copy_line);
    db->copy_line = NULL;
}

/* The end of a COPY: its own result and what follows it. */
static bool finish(struct db *db, long long *rows, struct error *err)
{
    const char *purpose = db->copy_purpose;
    PGresult *answer;
    db->copy_purpose = NULL;
    if (!db_next_result(db, &answer, err))
        return false;
    if (PQresultStatus(answer) != PGRES_COMMAND_OK) {
        db_refuse(db, purpose, answer, err);
        db_drain(db);
        return false;
    }
    if (rows)
        *rows = strtoll(PQcmdTuples(answer), NULL, 10);
    PQclear(answer);
    db_drain(db);
    return true;
}

bool db_copy_out_begin(struct db *db, const char *purpose, const char *sql, struct error *err)
{
    return begin(db, purpose, sql, PGRES_COPY_OUT, err);
}

bool db_copy_out_next(struct db *db, const char **line, size_t *length, struct error *err)
{
    *line = NULL;
    *length = 0;
    if (!db->copy_purpose)
        return error_set(err, ERROR_FAILED, "no rows are being read");
    drop_line(db);
    int got;
    while ((got = PQgetCopyData(db->connection, &db->copy_line, 1)) == 0) {
        /* libpq waits on for the rest of a row when the server is gone. */
        if (PQstatus(db->connection) == CONNECTION_BAD)
            break;
        if (!db_wait_input(db, err))
            return false;
    }
    if (got <= 0)
        return finish(db, NULL, err);
    *length = (size_t)got;
    if (db->copy_line[*length - 1] == '\n')
        db->copy_line[--*length] = '\0';
    *line = db->copy_line;
    return true;
}

void db_copy_out_abandon(struct db *db)
{
    if (!db->copy_purpose)
        return;
    db->copy_purpose = NULL;
    drop_line(db);
    db_cancel(db);
    db_drain(db);
}

bool db_copy_in_begin(struct db *db, const char *purpose, const char *sql, struct error *err)
{
    return begin(db, purpose, sql, PGRES_COPY_IN, err);
}

bool db_copy_in_put(struct db *db, const char *bytes, size_t length, struct error *err)
{
    enum { PIECE = 1 << 20 };
    while (length > 0) {
        int piece = length > PIECE ? PIECE : (int)length;
        if (!interrupt_check(err))
            return false;
        if (PQputCopyData(db->connection, bytes, piece) != 1)
            return db_refuse(db, db->copy_purpose, NULL, err);
        bytes += piece;
        length -= (size_t)piece;
    }
    return true;
}

bool db_copy_in_end(struct db *db, long long *rows, struct error *err)
{
    if (PQputCopyEnd(db->connection, NULL) != 1)
        return db_refuse(db, db->copy_purpose, NULL, err);
    return finish(db, rows, err);
}
