/* COPY in both directions, text format. A row that is read may be worked on for long before the
 * next one is asked for, so the server's statement_timeout, which counts that too, is lifted
 * while rows are read; the same limit holds for each wait for a row. */
#include "base/interrupt.h"
#include "db/internal.h"

/* One step of a wait that ends at `deadline`. */
static bool wait_until(struct db *db, int64_t deadline, struct error *err)
{
    if (db_monotonic_ms() < deadline)
        return db_wait_input(db, err);
    error_set(err, ERROR_DATABASE, "cannot %s: no row within %lld ms", db->copy_purpose,
              db->statement_timeout_ms);
    error_hint(err, "see what keeps the server busy, or raise DB_STATEMENT_TIMEOUT_MS");
    db_copy_out_abandon(db);
    return false;
}

static int64_t row_deadline(const struct db *db)
{
    long long limit = db->statement_timeout_ms;
    return limit > 0 ? db_monotonic_ms() + limit : INT64_MAX;
}

static bool refuse_begin(struct db *db, const char *purpose, PGresult *answer, struct error *err)
{
    db->copy_purpose = NULL;
    db_refuse(db, purpose, answer, err);
    db_drain(db);
    return false;
}

static bool begin(struct db *db, const char *purpose, const char *sql, ExecStatusType expected,
                  struct error *err)
{
    if (!db_statement_begin(db, err))
        return false;
    if (!PQsendQuery(db->connection, sql))
        return db_refuse(db, purpose, NULL, err);
    db->copy_purpose = arena_strdup(db->last, purpose);
    /* The server's first answer may come along with the first row only. */
    int64_t deadline = expected == PGRES_COPY_OUT ? row_deadline(db) : INT64_MAX;
    while (PQstatus(db->connection) == CONNECTION_OK && PQisBusy(db->connection))
        if (!wait_until(db, deadline, err))
            return false;
    PGresult *answer = PQgetResult(db->connection);
    if (PQresultStatus(answer) != expected)
        return refuse_begin(db, purpose, answer, err);
    PQclear(answer);
    return true;
}

/* Fails in an aborted transaction only; its ROLLBACK brings back the old value too. */
static void set_statement_timeout(struct db *db, long long ms)
{
    char sql[64];
    PGresult *answer;
    snprintf(sql, sizeof sql, "SET statement_timeout = %lld", ms);
    if (!PQsendQuery(db->connection, sql))
        return;
    while (db_next_result(db, &answer, NULL) && answer)
        PQclear(answer);
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
    set_statement_timeout(db, 0);
    if (begin(db, purpose, sql, PGRES_COPY_OUT, err))
        return true;
    set_statement_timeout(db, db->statement_timeout_ms);
    return false;
}

/* Waits for a row: its length, -1 at the end, -2 when err is set. */
static int wait_for_row(struct db *db, struct error *err)
{
    int length = PQgetCopyData(db->connection, &db->copy_line, 1);
    int64_t deadline = length == 0 ? row_deadline(db) : 0;
    /* libpq would wait on for the rest of a row when the server is gone. */
    while (length == 0 && PQstatus(db->connection) == CONNECTION_OK) {
        if (!wait_until(db, deadline, err))
            return -2;
        length = PQgetCopyData(db->connection, &db->copy_line, 1);
    }
    return length > 0 ? length : -1;
}

bool db_copy_out_next(struct db *db, char **line, size_t *length, struct error *err)
{
    *line = NULL;
    *length = 0;
    if (!db->copy_purpose)
        return error_set(err, ERROR_FAILED, "no rows are being read");
    drop_line(db);
    int got = wait_for_row(db, err);
    if (got == -2)
        return false;
    if (got < 0) {
        bool ok = finish(db, NULL, err);
        set_statement_timeout(db, db->statement_timeout_ms);
        return ok;
    }
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
    set_statement_timeout(db, db->statement_timeout_ms);
}

bool db_copy_in_begin(struct db *db, const char *purpose, const char *sql, struct error *err)
{
    return begin(db, purpose, sql, PGRES_COPY_IN, err);
}

bool db_copy_in_put(struct db *db, const char *bytes, size_t length, struct error *err)
{
    enum { PIECE = 1 << 20 };
    if (!db->copy_purpose)
        return error_set(err, ERROR_FAILED, "no rows are being loaded");
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
    if (!db->copy_purpose)
        return error_set(err, ERROR_FAILED, "no rows are being loaded");
    if (PQputCopyEnd(db->connection, NULL) != 1)
        return db_refuse(db, db->copy_purpose, NULL, err);
    return finish(db, rows, err);
}
