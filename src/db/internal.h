/* What the files of this folder share about a connection. libpq is known in connection.c,
 * statement.c, copy.c and refusal.c only. */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include "db/connection.h"

#include <libpq-fe.h>
#include <stdint.h>

struct db {
    PGconn *connection;
    const struct log *log;
    const char *description;
    long long statement_timeout_ms;
    long long lock_timeout_ms;
    const char *copy_purpose; /* NULL: no COPY is under way */
    char *copy_line;          /* libpq's, of the row handed out last */
    struct arena *last;       /* owns copy_purpose and the strings of refusal */
    struct db_refusal refusal;
};

/* Starts the account of a new statement. False once a signal came. */
bool db_statement_begin(struct db *db, struct error *err);

/* Waits until PQgetResult, or PQgetCopyData, would not block. On a signal the statement is
 * cancelled and err is the interrupt's. A broken connection ends the wait: the result says so. */
bool db_wait(struct db *db, struct error *err);
/* One step of that wait: until there is something to read. */
bool db_wait_input(struct db *db, struct error *err);

/* The next result; *result is NULL at the end. */
bool db_next_result(struct db *db, PGresult **result, struct error *err);

/* Reads and drops what is left of a statement. */
void db_drain(struct db *db);

/* A clock for time limits. */
int64_t db_monotonic_ms(void);

/* Asks the server to stop what it does for us. */
void db_cancel(struct db *db);

/* Turns a result that is not what was hoped for, or NULL for libpq's own failure, into an error,
 * keeps its fields for db_last_refusal and clears the result. Always false. */
bool db_refuse(struct db *db, const char *purpose, PGresult *result, struct error *err);

/* Keeps the fields of a result that is a refusal. */
void db_keep_refusal(struct db *db, const PGresult *result);

#endif
