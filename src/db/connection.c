#include "db/connection.h"

#include "base/interrupt.h"
#include "base/text.h"
#include "db/internal.h"

#include <poll.h>

enum {
    FIRST_WAIT_MS = 500,
    LONGEST_WAIT_MS = 30000,
    /* A signal between asking for it and poll() is noticed after this long. */
    SLICE_MS = 250,
};

/* What came of one attempt. */
enum outcome { CONNECTED, TRY_AGAIN, GIVE_UP };

int64_t db_monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void note_notice(void *pointer, const char *message)
{
    const struct db *db = pointer;
    int length = (int)strcspn(message, "\n");
    log_debug(db->log, "database says: %.*s", length, message);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    PQfreemem(db->copy_line);
    PQfinish(db->connection);
    arena_free(db->last);
    db->copy_line = NULL;
    db->connection = NULL;
    db->last = NULL;
}

static void close_connection(void *db)
{
    db_close(db);
}

static bool is_url(const char *url)
{
    return text_starts_with(url, "postgresql://") || text_starts_with(url, "postgres://");
}

/* libpq repeats pieces of an URL that it cannot read, and such a piece may be part of a
 * password that was not percent-encoded: so its words are not passed on. */
static bool check_url(const char *url, struct error *err)
{
    if (!is_url(url) && !strchr(url, '='))
        return true;
    char *words = NULL;
    PQconninfoOption *options = PQconninfoParse(url, &words);
    bool sound = options != NULL;
    for (PQconninfoOption *option = options; option && option->keyword; option++) {
        if (!option->val)
            continue;
        if (text_equal(option->keyword, "port"))
            sound = sound && strspn(option->val, "0123456789,") == strlen(option->val);
        if (text_equal(option->keyword, "dbname"))
            sound = sound && !(is_url(url) && strchr(option->val, '@'));
    }
    PQconninfoFree(options);
    PQfreemem(words);
    if (sound)
        return true;
    error_set(err, ERROR_USAGE, "the database URL cannot be read");
    return error_hint(err, "expected postgresql://user:password@host:port/database, with special "
                           "characters of the password percent-encoded ('/' as %%2F, '@' as %%40)");
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static const char *describe(struct arena *arena, const PGconn *connection)
{
    return arena_printf(arena, "database '%s' at '%s:%s' as '%s'", or_empty(PQdb(connection)),
                        or_empty(PQhost(connection)), or_empty(PQport(connection)),
                        or_empty(PQuser(connection)));
}

/* The SQLSTATE in a verbose message, "FATAL:  28P01: password ...", and what follows it; NULL
 * when the server did not get to answer. Its words may be in any language. */
static const char *find_sqlstate(const char *message, const char **rest)
{
    const char *found = NULL;
    for (const char *at = strstr(message, ":  "); at; at = strstr(at + 1, ":  ")) {
        if (strspn(at + 3, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 && at[8] == ':') {
            found = at + 3;
            *rest = at + 8 + strspn(at + 8, ": ");
        }
    }
    return found;
}

/* The reason in "connection to server at "x", port 1 failed: Connection refused\n...". */
static const char *find_reason(const char *message)
{
    static const char marker[] = " failed: ";
    const char *reason = message;
    for (const char *at = strstr(message, marker); at; at = strstr(at + 1, marker))
        reason = at + sizeof marker - 1;
    return reason;
}

static bool worth_trying_again(const char *sqlstate)
{
    static const char *const passing[] = {"57P03", "57P01", "57P02", "53300", NULL};
    for (size_t i = 0; passing[i]; i++)
        if (strncmp(sqlstate, passing[i], 5) == 0)
            return true;
    return false;
}

static void hint_login(const PGconn *connection, const char *sqlstate, struct error *err)
{
    if (strncmp(sqlstate, "28", 2) == 0)
        error_hint(err, "check user and password in DATABASE_URL, PGPASSWORD or ~/.pgpass");
    else if (strncmp(sqlstate, "3D000", 5) == 0)
        error_hint(err, "create it with 'createdb %s', or correct DATABASE_URL", PQdb(connection));
    else if (strncmp(sqlstate, "42501", 5) == 0)
        error_hint(err, "GRANT CONNECT ON DATABASE %s TO %s", PQdb(connection), PQuser(connection));
    else if (strncmp(sqlstate, "53300", 5) == 0)
        error_hint(err, "wait until others disconnect, or raise the server's max_connections");
}

/* Says why an attempt failed, and whether another one may do better. */
static enum outcome explain_failure(struct arena *arena, PGconn *connection, struct error *err)
{
    const char *where = describe(arena, connection);
    const char *message = PQerrorMessage(connection);
    const char *reason = NULL;
    const char *sqlstate = find_sqlstate(message, &reason);
    if (sqlstate) {
        error_set(err, ERROR_DATABASE, "cannot connect to %s: %.*s", where,
                  (int)strcspn(reason, "\n"), reason);
        hint_login(connection, sqlstate, err);
        return worth_trying_again(sqlstate) ? TRY_AGAIN : GIVE_UP;
    }
    if (PQconnectionNeedsPassword(connection)) {
        error_set(err, ERROR_DATABASE, "cannot connect to %s: no password given", where);
        error_hint(err, "put it into DATABASE_URL, PGPASSWORD or ~/.pgpass");
        return GIVE_UP;
    }
    reason = find_reason(message);
    error_set(err, ERROR_DATABASE, "cannot connect to %s: %.*s", where, (int)strcspn(reason, "\n"),
              reason);
    error_hint(err, "check that the server runs there and that DATABASE_URL is right");
    return TRY_AGAIN;
}

/* One step of waiting for the socket. */
static void wait_socket(const PGconn *connection, PostgresPollingStatusType what)
{
    struct pollfd entry = {.fd = PQsocket(connection),
                           .events = what == PGRES_POLLING_READING ? POLLIN : POLLOUT};
    poll(&entry, 1, SLICE_MS);
}

static bool socket_is_ready(const PGconn *connection, PostgresPollingStatusType what)
{
    struct pollfd entry = {.fd = PQsocket(connection),
                           .events = what == PGRES_POLLING_READING ? POLLIN : POLLOUT};
    return poll(&entry, 1, 0) != 0;
}

/* libpq's own blocking connect would not end on a signal, so it is driven from here. */
static enum outcome drive(struct arena *arena, PGconn *connection, long long timeout_s,
                          struct error *err)
{
    int64_t deadline = db_monotonic_ms() + timeout_s * 1000;
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK) {
        if (state == PGRES_POLLING_FAILED || PQstatus(connection) == CONNECTION_BAD)
            return explain_failure(arena, connection, err);
        if (!interrupt_check(err))
            return GIVE_UP;
        wait_socket(connection, state);
        if (socket_is_ready(connection, state)) {
            state = PQconnectPoll(connection);
        } else if (timeout_s > 0 && db_monotonic_ms() >= deadline) {
            error_set(err, ERROR_DATABASE, "cannot connect to %s: no answer within %lld s",
                      describe(arena, connection), timeout_s);
            error_hint(err, "check host, port and firewall, or raise DB_CONNECT_TIMEOUT");
            return TRY_AGAIN;
        }
    }
    return CONNECTED;
}

static PGconn *start(const struct db_options *options)
{
    /* What stands before dbname is a default that the URL may override, what stands behind
     * it overrides the URL. Keepalives and the user timeout: a peer that is gone is noticed
     * in minutes. */
    const char *const keywords[] = {
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "dbname",
        "fallback_application_name",
        "client_encoding",
        NULL,
    };
    const char *const values[] = {
        "60",   "10", "6", *options->url ? options->url : NULL, options->application_name,
        "UTF8", NULL,
    };
    PGconn *connection = PQconnectStartParams(keywords, values, 1);
    if (!connection)
        out_of_memory();
    return connection;
}

static enum outcome attempt(struct arena *arena, const struct db_options *options, struct db *db,
                            struct error *err)
{
    db->connection = start(options);
    PQsetNoticeProcessor(db->connection, note_notice, db);
    /* Only a verbose message carries the SQLSTATE of a refused login. */
    PQsetErrorVerbosity(db->connection, PQERRORS_VERBOSE);
    enum outcome outcome = drive(arena, db->connection, options->connect_timeout_s, err);
    if (outcome != CONNECTED) {
        PQfinish(db->connection);
        db->connection = NULL;
        return outcome;
    }
    PQsetErrorVerbosity(db->connection, PQERRORS_DEFAULT);
    return CONNECTED;
}

static bool pause_for(int64_t ms, struct error *err)
{
    int64_t deadline = db_monotonic_ms() + ms;
    for (int64_t left = ms; left > 0; left = deadline - db_monotonic_ms()) {
        if (!interrupt_check(err))
            return false;
        poll(NULL, 0, left < SLICE_MS ? (int)left : SLICE_MS);
    }
    return interrupt_check(err);
}

static bool connect_patiently(struct arena *arena, const struct db_options *options, struct db *db,
                              struct error *err)
{
    int64_t wait_ms = FIRST_WAIT_MS;
    for (long long number = 1;; number++) {
        enum outcome outcome = attempt(arena, options, db, err);
        if (outcome == CONNECTED)
            return true;
        if (outcome == GIVE_UP || number >= options->connect_attempts)
            return false;
        log_warning(db->log, "attempt %lld of %lld: %s; next in %.1f s", number,
                    options->connect_attempts, err->message, (double)wait_ms / 1000);
        if (!pause_for(wait_ms, err))
            return false;
        wait_ms = wait_ms * 2 < LONGEST_WAIT_MS ? wait_ms * 2 : LONGEST_WAIT_MS;
    }
}

static bool check_server(struct db *db, struct error *err)
{
    int version = PQserverVersion(db->connection);
    if (version < DB_OLDEST_SERVER) {
        if (version >= 100000)
            error_set(err, ERROR_DATABASE, "server is PostgreSQL %d.%d, expected %d or later",
                      version / 10000, version % 10000, DB_OLDEST_SERVER / 10000);
        else
            error_set(err, ERROR_DATABASE, "server is PostgreSQL %d.%d.%d, expected %d or later",
                      version / 10000, version / 100 % 100, version % 100,
                      DB_OLDEST_SERVER / 10000);
        return error_hint(err, "upgrade the server, or point DATABASE_URL to another one");
    }
    const char *encoding = or_empty(PQparameterStatus(db->connection, "server_encoding"));
    if (!text_equal(encoding, "UTF8")) {
        error_set(err, ERROR_DATABASE, "database '%s' has encoding '%s', expected 'UTF8'",
                  PQdb(db->connection), encoding);
        return error_hint(err, "create it with 'createdb --encoding=UTF8 --template=template0'");
    }
    return true;
}

/* An idle transaction may be long: pages are rendered while the snapshot is open. */
static const char pin_sql[] = "SELECT pg_catalog.set_config(s.name, s.value, false)\n"
                              "FROM (VALUES ('search_path', 'pg_catalog'),\n"
                              "             ('client_encoding', 'UTF8'),\n"
                              "             ('TimeZone', 'UTC'),\n"
                              "             ('DateStyle', 'ISO, YMD'),\n"
                              "             ('IntervalStyle', 'iso_8601'),\n"
                              "             ('bytea_output', 'hex'),\n"
                              "             ('extra_float_digits', '1'),\n"
                              "             ('standard_conforming_strings', 'on'),\n"
                              "             ('jit', 'off'),\n"
                              "             ('idle_in_transaction_session_timeout', '0'),\n"
                              "             ('idle_session_timeout', '0'),\n"
                              "             ('statement_timeout', $1::pg_catalog.text),\n"
                              "             ('lock_timeout', $2),\n"
                              "             ('default_transaction_read_only', $3))\n"
                              "  AS s (name, value)\n"
                              "WHERE s.value IS NOT NULL";

static bool pin(struct arena *arena, struct db *db, bool read_only, struct error *err)
{
    const char *const parameters[] = {
        arena_printf(arena, "%lld", db->statement_timeout_ms),
        arena_printf(arena, "%lld", db->lock_timeout_ms),
        read_only ? "on" : NULL,
    };
    struct db_statement statement = {.purpose = "set up the database session",
                                     .sql = pin_sql,
                                     .parameters = parameters,
                                     .parameter_count = 3};
    return db_query(db, arena, &statement, NULL, err);
}

bool db_connect(struct arena *arena, const struct db_options *options, const struct log *log,
                struct db **out, struct error *err)
{
    if (!check_url(options->url, err))
        return false;
    struct db *db = arena_alloc(arena, sizeof *db);
    *db = (struct db){.log = log,
                      .last = arena_new(),
                      .statement_timeout_ms = options->statement_timeout_ms,
                      .lock_timeout_ms = options->lock_timeout_ms};
    arena_defer(arena, close_connection, db);
    if (!connect_patiently(arena, options, db, err))
        return false;
    db->description = describe(arena, db->connection);
    if (!check_server(db, err) || !pin(arena, db, options->read_only, err))
        return false;
    *out = db;
    return true;
}

const char *db_describe(const struct db *db)
{
    return db->description;
}

int db_server_version(const struct db *db)
{
    return PQserverVersion(db->connection);
}

void db_add_identifier(struct strbuf *sql, const char *name)
{
    strbuf_addch(sql, '"');
    for (; *name; name++) {
        if (*name == '"')
            strbuf_addch(sql, '"');
        strbuf_addch(sql, *name);
    }
    strbuf_addch(sql, '"');
}

const char *db_quote_literal(struct db *db, struct arena *arena, const char *value)
{
    char *quoted = PQescapeLiteral(db->connection, value, strlen(value));
    /* Fails on text that is not UTF-8 only, and what is quoted comes from the database. */
    const char *text = arena_strdup(arena, quoted ? quoted : "NULL");
    PQfreemem(quoted);
    return text;
}
