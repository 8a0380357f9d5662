/* Statements and their results. Sent asynchronously, so that a signal can cancel them. */
#include "base/interrupt.h"
#include "db/internal.h"

#include <poll.h>

/* A signal between asking for it and poll() is noticed after this long. */
enum { SLICE_MS = 250 };

void db_cancel(struct db *db)
{
    char ignored[256];
    PGcancel *cancel = PQgetCancel(db->connection);
    if (cancel)
        PQcancel(cancel, ignored, sizeof ignored);
    PQfreeCancel(cancel);
}

bool db_wait_input(struct db *db, struct error *err)
{
    if (!interrupt_check(err)) {
        /* Nobody goes on with this connection: its result is not waited for. */
        db_cancel(db);
        return false;
    }
    struct pollfd entry = {.fd = PQsocket(db->connection), .events = POLLIN};
    poll(&entry, 1, SLICE_MS);
    if (entry.revents)
        PQconsumeInput(db->connection);
    return true;
}

bool db_wait(struct db *db, struct error *err)
{
    while (PQstatus(db->connection) == CONNECTION_OK && PQisBusy(db->connection))
        if (!db_wait_input(db, err))
            return false;
    return true;
}

bool db_next_result(struct db *db, PGresult **result, struct error *err)
{
    if (!db_wait(db, err))
        return false;
    *result = PQgetResult(db->connection);
    return true;
}

static void drop_rows(PGconn *connection)
{
    char *line;
    while (PQgetCopyData(connection, &line, 0) > 0)
        PQfreemem(line);
}

void db_drain(struct db *db)
{
    PGresult *result;
    while (PQstatus(db->connection) == CONNECTION_OK && (result = PQgetResult(db->connection))) {
        /* In a COPY libpq gives the same result again until its data is dealt with. */
        ExecStatusType status = PQresultStatus(result);
        PQclear(result);
        if (status == PGRES_COPY_IN)
            PQputCopyEnd(db->connection, "not expected here");
        else if (status == PGRES_COPY_OUT)
            drop_rows(db->connection);
    }
}

bool db_statement_begin(struct db *db, struct error *err)
{
    arena_reset(db->last);
    db->copy_purpose = NULL;
    db_keep_refusal(db, NULL);
    return interrupt_check(err);
}

const char *db_value(const struct db_result *result, size_t row, size_t column)
{
    return result->values[row * result->column_count + column];
}

static void copy_result(const PGresult *from, struct arena *arena, struct db_result *to)
{
    int rows = PQntuples(from);
    int columns = PQnfields(from);
    to->row_count = (size_t)rows;
    to->column_count = (size_t)columns;
    to->column_names = arena_array(arena, to->column_count, sizeof *to->column_names);
    for (int c = 0; c < columns; c++)
        to->column_names[c] = arena_strdup(arena, PQfname(from, c));
    to->values = arena_array(arena, to->row_count * to->column_count, sizeof *to->values);
    const char **value = to->values;
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++, value++)
            if (!PQgetisnull(from, r, c))
                *value =
                    arena_strndup(arena, PQgetvalue(from, r, c), (size_t)PQgetlength(from, r, c));
}

static bool succeeded(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/* Refuses and leaves the connection ready for the next statement. */
static bool refuse_and_drain(struct db *db, const char *purpose, PGresult *result,
                             struct error *err)
{
    db_refuse(db, purpose, result, err);
    db_drain(db);
    return false;
}

/* A single statement has one result; a connection that breaks behind it gives another. */
static bool read_rest(struct db *db, const char *purpose, struct error *err)
{
    PGresult *answer;
    if (!db_next_result(db, &answer, err))
        return false;
    if (!answer)
        return true;
    return refuse_and_drain(db, purpose, answer, err);
}

bool db_query(struct db *db, struct arena *arena, const struct db_statement *statement,
              struct db_result *result, struct error *err)
{
    if (!db_statement_begin(db, err))
        return false;
    if (!PQsendQueryParams(db->connection, statement->sql, statement->parameter_count, NULL,
                           statement->parameters, NULL, NULL, 0))
        return db_refuse(db, statement->purpose, NULL, err);
    PGresult *answer;
    if (!db_next_result(db, &answer, err))
        return false;
    if (!answer || !succeeded(answer))
        return refuse_and_drain(db, statement->purpose, answer, err);
    if (result) {
        *result = (struct db_result){.affected = strtoll(PQcmdTuples(answer), NULL, 10)};
        copy_result(answer, arena, result);
    }
    PQclear(answer);
    return read_rest(db, statement->purpose, err);
}

/* The line of `script` that holds its n-th character, from 1. */
static int line_of(const char *script, long position)
{
    int line = 1;
    for (const char *c = script; *c; c++) {
        if (((unsigned char)*c & 0xC0) != 0x80 && --position == 0)
            break;
        line += *c == '\n';
    }
    return line;
}

/* Adds where in the script: the line when the server points to one, else which statement. */
static bool refuse_script(struct db *db, const char *purpose, const char *script, int done,
                          PGresult *result, struct error *err)
{
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    char where[64];
    if (position)
        snprintf(where, sizeof where, "line %d", line_of(script, strtol(position, NULL, 10)));
    else
        snprintf(where, sizeof where, "statement %d", done + 1);
    refuse_and_drain(db, purpose, result, err);
    if (err && err->code == ERROR_FAILED)
        error_context(err, "%s", where);
    return false;
}

bool db_script(struct db *db, const char *purpose, const char *script, struct error *err)
{
    if (!db_statement_begin(db, err))
        return false;
    if (!PQsendQuery(db->connection, script))
        return db_refuse(db, purpose, NULL, err);
    PGresult *answer;
    for (int done = 0;; done++) {
        if (!db_next_result(db, &answer, err))
            return false;
        if (!answer)
            break;
        if (!succeeded(answer))
            return refuse_script(db, purpose, script, done, answer, err);
        PQclear(answer);
    }
    if (PQstatus(db->connection) == CONNECTION_BAD)
        return db_refuse(db, purpose, NULL, err);
    return true;
}
