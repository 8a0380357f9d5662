/*
 * The one adapter to libpq. Everything is text format; search_path,
 * client_encoding, TimeZone, DateStyle, IntervalStyle, extra_float_digits and the
 * time limits are pinned at connect, so that no server setting shows in a report.
 *
 * Errors: ERROR_DATABASE (5) when the server cannot be reached, goes away, is
 * too old or refuses the login; ERROR_FAILED (1) when it answers that a
 * statement is wrong. Messages name the statement's purpose, not its text.
 */
#ifndef DB_CONNECTION_H
#define DB_CONNECTION_H

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

struct db;

struct db_options {
    const char *url;                /* libpq URL or conninfo; "" lets PG* decide */
    const char *application_name;   /* "orgair build" */
    long long connect_timeout_s;    /* one attempt, all hosts of the URL together; 0: no limit */
    long long connect_attempts;     /* >= 1; waits 0.5 s, 1 s, 2 s ... between them */
    long long statement_timeout_ms; /* 0: no limit */
    long long lock_timeout_ms;
    bool read_only; /* default_transaction_read_only = on */
};

enum { DB_OLDEST_SERVER = 150000 }; /* PostgreSQL 15 */

/* The connection is closed when the arena is freed. */
bool db_connect(struct arena *arena, const struct db_options *options, const struct log *log,
                struct db **out, struct error *err);

/* Closes it before: a forked process ends without freeing, and the server would take that for a
 * client that went away. Nothing but freeing the arena may follow. NULL is allowed. */
void db_close(struct db *db);

/* The host, port, database and user in use, never the password: for messages. */
const char *db_describe(const struct db *db);
int db_server_version(const struct db *db); /* 150004 */

/* A name or a value as SQL text, quotes included, for what cannot be a parameter. How a value is
 * quoted depends on the server's settings. */
void db_add_identifier(struct strbuf *sql, const char *name);
const char *db_quote_literal(struct db *db, struct arena *arena, const char *value);

/* A result, all of it in the arena. A NULL value is a NULL pointer. */
struct db_result {
    size_t row_count;
    size_t column_count;
    const char **column_names;
    const char **values; /* row-major */
    long long affected;  /* rows, for INSERT, UPDATE, DELETE */
};
const char *db_value(const struct db_result *result, size_t row, size_t column);

/* One statement with text parameters ($1 ...; NULL is NULL). `purpose` completes "cannot ...":
 * "read the sector configurations". `result` may be NULL. */
struct db_statement {
    const char *purpose;
    const char *sql;
    const char *const *parameters;
    int parameter_count;
};
bool db_query(struct db *db, struct arena *arena, const struct db_statement *statement,
              struct db_result *result, struct error *err);

/* Several statements without parameters, as a migration file holds them. On failure err says
 * the line of `script` where the server points. */
bool db_script(struct db *db, const char *purpose, const char *script, struct error *err);

/* COPY ... TO STDOUT (text format), line by line. statement_timeout_ms limits each wait for a row
 * instead of the whole, as the time between two calls is the caller's. */
bool db_copy_out_begin(struct db *db, const char *purpose, const char *sql, struct error *err);
/* One row, with its newline removed, the caller's to take apart and valid until the next call;
 * *line is NULL at the end. */
bool db_copy_out_next(struct db *db, char **line, size_t *length, struct error *err);
/* Gives up a COPY ... TO STDOUT that was not read to its end; no effect without one. */
void db_copy_out_abandon(struct db *db);

/* COPY ... FROM STDIN. The server's refusal (line, column, reason) comes with db_copy_in_end. */
bool db_copy_in_begin(struct db *db, const char *purpose, const char *sql, struct error *err);
bool db_copy_in_put(struct db *db, const char *bytes, size_t length, struct error *err);
bool db_copy_in_end(struct db *db, long long *rows, struct error *err);

/* Fields of the server's last refusal, for messages that name file, line and column; strings
 * are never NULL and stand until the next statement. */
struct db_refusal {
    const char *sqlstate;
    const char *message;
    const char *detail;
    const char *context; /* COPY x, line 3, column weight: "abc" */
    const char *constraint;
    const char *column;
};
struct db_refusal db_last_refusal(const struct db *db);

#endif
