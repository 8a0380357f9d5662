#include "base/interrupt.h"
#include "base/text.h"
#include "db/connection.h"
#include "support/database.h"
#include "support/pq_server.h"

#include <check.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena *arena;
static struct error err;
static const char *url;

static void set_up(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
}

static void tear_down(void)
{
    arena_free(arena);
}

static void make_database(void)
{
    url = test_database_empty("connection");
}

static bool query(struct db *db, const char *sql, struct db_result *result)
{
    return db_query(db, arena, &(struct db_statement){.purpose = "try it", .sql = sql}, result,
                    &err);
}

static void ck_contains(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "'%s' does not contain '%s'", text, part);
}

/* --- connecting --- */

static int64_t fixed_clock(void)
{
    return 0;
}

/* Connects with a log; *lines is what was logged at warning or above. */
static struct db *connect_logged(const char *to, long long attempts, char **lines)
{
    size_t size;
    struct log log = {
        .stream = open_memstream(lines, &size), .level = LOG_LEVEL_WARNING, .now_ns = fixed_clock};
    struct db_options options = test_options(to);
    options.connect_attempts = attempts;
    options.connect_timeout_s = 1;
    struct db *db = NULL;
    db_connect(arena, &options, &log, &db, &err);
    fclose(log.stream);
    return db;
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

START_TEST(session_is_pinned)
{
    static const char *const settings[][2] = {
        {"search_path", "pg_catalog"},
        {"client_encoding", "UTF8"},
        {"TimeZone", "UTC"},
        {"DateStyle", "ISO, YMD"},
        {"IntervalStyle", "iso_8601"},
        {"extra_float_digits", "1"},
        {"standard_conforming_strings", "on"},
        {"jit", "off"},
        {"idle_in_transaction_session_timeout", "0"},
        {"statement_timeout", "1min"},
        {"lock_timeout", "10s"},
        {"default_transaction_read_only", "on"},
        {"application_name", "orgair test"},
    };
    const char *odd = test_database_empty("connection_odd");
    test_sql(odd, "ALTER DATABASE orgair_test_connection_odd SET search_path = public;"
                  "ALTER DATABASE orgair_test_connection_odd SET TimeZone = 'Asia/Tokyo';"
                  "ALTER DATABASE orgair_test_connection_odd SET DateStyle = 'German';"
                  "ALTER DATABASE orgair_test_connection_odd SET extra_float_digits = -4;"
                  "ALTER DATABASE orgair_test_connection_odd SET statement_timeout = 1000;"
                  "ALTER DATABASE orgair_test_connection_odd"
                  "    SET idle_in_transaction_session_timeout = 1000");
    setenv("PGOPTIONS", "-c IntervalStyle=sql_standard -c jit=on", 1);
    setenv("PGCLIENTENCODING", "LATIN1", 1);
    struct db *db = test_connect(arena, odd, true);
    unsetenv("PGOPTIONS");
    unsetenv("PGCLIENTENCODING");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        struct db_result result;
        ck_assert_msg(query(db, arena_printf(arena, "SHOW %s", settings[i][0]), &result), "%s",
                      err.message);
        ck_assert_msg(text_equal(db_value(&result, 0, 0), settings[i][1]), "%s is '%s', not '%s'",
                      settings[i][0], db_value(&result, 0, 0), settings[i][1]);
    }
}
END_TEST

START_TEST(description_has_no_password)
{
    struct db_options options = test_options(arena_printf(arena, "%s&password=hunter2", url));
    struct db *db;
    ck_assert(db_connect(arena, &options, NULL, &db, &err));
    ck_contains(db_describe(db), "database 'orgair_test_connection' at '/");
    ck_assert_ptr_null(strstr(db_describe(db), "hunter2"));
    ck_assert_int_ge(db_server_version(db), DB_OLDEST_SERVER);
}
END_TEST

START_TEST(unreadable_url_is_not_repeated)
{
    static const char *const urls[] = {
        "postgresql://user:hunter2/2@host/db",
        "postgresql://user:22/22@host/db",
        "postgresql://user:hunter2/db",
        "postgresql://user:hunter%2@host/db",
        "host=x hunter2 = 'open",
        "postgresql://user@host/db?hunter2=1",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct db_options options = test_options(urls[i]);
        struct db *db;
        ck_assert_msg(!db_connect(arena, &options, NULL, &db, &err), "%s", urls[i]);
        ck_assert_int_eq(err.code, ERROR_USAGE);
        ck_assert_str_eq(err.message, "the database URL cannot be read");
        ck_contains(err.hint, "percent-encoded");
    }
}
END_TEST

START_TEST(refused_connection_is_tried_again)
{
    char *lines;
    ck_assert_ptr_null(connect_logged("postgresql://me:hunter2@127.0.0.1:1/db", 2, &lines));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message, "cannot connect to database 'db' at '127.0.0.1:1' as 'me': "
                                  "Connection refused");
    ck_assert_uint_eq(count_lines(lines), 1);
    ck_contains(lines, "attempt 1 of 2: cannot connect to");
    ck_contains(lines, "next in 0.5 s");
    ck_assert_ptr_null(strstr(lines, "hunter2"));
    free(lines);
}
END_TEST

START_TEST(unknown_database_is_refused_at_once)
{
    char *lines;
    ck_assert_ptr_null(connect_logged(test_url("orgair_test_nowhere", NULL), 5, &lines));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_contains(err.message, "database \"orgair_test_nowhere\" does not exist");
    ck_assert_ptr_null(strstr(err.message, "3D000"));
    ck_assert_ptr_null(strchr(err.message, '\n'));
    ck_contains(err.hint, "createdb orgair_test_nowhere");
    ck_assert_str_eq(lines, "");
    free(lines);
}
END_TEST

START_TEST(unknown_role_is_refused_at_once)
{
    char *lines;
    ck_assert_ptr_null(
        connect_logged(test_url("orgair_test_connection", "nobody_here"), 5, &lines));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_contains(err.message, "role \"nobody_here\" does not exist");
    ck_contains(err.hint, "check user and password");
    ck_assert_str_eq(lines, "");
    free(lines);
}
END_TEST

START_TEST(wrong_password_is_refused_at_once)
{
    static const enum pq_reply script[] = {PQ_WRONG_PASSWORD, PQ_END};
    struct pq_server server = pq_server_start(script);
    char *to = pq_server_url(&server);
    char *lines;
    ck_assert_ptr_null(connect_logged(to, 5, &lines));
    pq_server_stop(&server);
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_contains(err.message, "as 'somebody': password authentication failed");
    ck_assert_ptr_null(strstr(err.message, "hunter2"));
    ck_contains(err.hint, "check user and password");
    ck_assert_str_eq(lines, "");
    free(to);
    free(lines);
}
END_TEST

START_TEST(missing_password_is_refused_at_once)
{
    static const enum pq_reply script[] = {PQ_WRONG_PASSWORD, PQ_END};
    struct pq_server server = pq_server_start(script);
    char *lines;
    setenv("PGPASSFILE", "/nowhere/pgpass", 1);
    ck_assert_ptr_null(connect_logged(
        arena_printf(arena, "host=%s user=somebody dbname=x", server.folder), 5, &lines));
    pq_server_stop(&server);
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_contains(err.message, "no password given");
    ck_assert_str_eq(lines, "");
    free(lines);
}
END_TEST

START_TEST(server_that_starts_up_is_waited_for)
{
    static const enum pq_reply script[] = {PQ_STARTING_UP, PQ_HANG_UP, PQ_OLD, PQ_END};
    struct pq_server server = pq_server_start(script);
    char *to = pq_server_url(&server);
    char *lines;
    ck_assert_ptr_null(connect_logged(to, 5, &lines));
    pq_server_stop(&server);
    ck_assert_uint_eq(count_lines(lines), 2);
    ck_contains(lines, "the database system is starting up; next in 0.5 s");
    ck_contains(lines, "next in 1.0 s");
    ck_contains(err.message, "PostgreSQL 14.2");
    free(to);
    free(lines);
}
END_TEST

START_TEST(old_server_is_refused)
{
    static const enum pq_reply script[] = {PQ_OLD, PQ_END};
    struct pq_server server = pq_server_start(script);
    char *to = pq_server_url(&server);
    char *lines;
    ck_assert_ptr_null(connect_logged(to, 5, &lines));
    pq_server_stop(&server);
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message, "server is PostgreSQL 14.2, expected 15 or later");
    ck_contains(err.hint, "upgrade");
    ck_assert_str_eq(lines, "");
    free(to);
    free(lines);
}
END_TEST

START_TEST(silent_server_is_given_up)
{
    static const enum pq_reply script[] = {PQ_SILENT, PQ_END};
    struct pq_server server = pq_server_start(script);
    char *to = pq_server_url(&server);
    char *lines;
    ck_assert_ptr_null(connect_logged(to, 1, &lines));
    pq_server_stop(&server);
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_contains(err.message, "no answer within 1 s");
    free(to);
    free(lines);
}
END_TEST

START_TEST(other_encoding_is_refused)
{
    test_sql(url, "DROP DATABASE IF EXISTS orgair_test_latin WITH (FORCE)");
    test_sql(url, "CREATE DATABASE orgair_test_latin TEMPLATE template0 ENCODING 'LATIN1' "
                  "LC_COLLATE 'C' LC_CTYPE 'C'");
    char *lines;
    ck_assert_ptr_null(connect_logged(test_url("orgair_test_latin", NULL), 5, &lines));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message,
                     "database 'orgair_test_latin' has encoding 'LATIN1', expected 'UTF8'");
    free(lines);
}
END_TEST

/* --- statements --- */

START_TEST(result_is_copied)
{
    struct db *db = test_connect(arena, url, false);
    struct db_result result;
    const char *parameters[] = {"4", NULL, "it's"};
    struct db_statement statement = {
        .purpose = "try it",
        .sql = "SELECT i, $2::text AS nothing, $3::text, '' FROM generate_series(1, $1::int) AS i",
        .parameters = parameters,
        .parameter_count = 3};
    ck_assert_msg(db_query(db, arena, &statement, &result, &err), "%s", err.message);
    ck_assert_uint_eq(result.row_count, 4);
    ck_assert_uint_eq(result.column_count, 4);
    ck_assert_str_eq(result.column_names[1], "nothing");
    ck_assert_str_eq(db_value(&result, 3, 0), "4");
    ck_assert_ptr_null(db_value(&result, 3, 1));
    ck_assert_str_eq(db_value(&result, 0, 2), "it's");
    ck_assert_str_eq(db_value(&result, 0, 3), "");
}
END_TEST

START_TEST(affected_rows_are_counted)
{
    struct db *db = test_connect(arena, url, false);
    struct db_result result;
    ck_assert(query(db, "CREATE TEMPORARY TABLE t AS SELECT generate_series(1, 5) AS i", NULL));
    ck_assert(query(db, "DELETE FROM t WHERE i > 2", &result));
    ck_assert_int_eq(result.affected, 3);
}
END_TEST

START_TEST(refusal_names_purpose_not_statement)
{
    struct db *db = test_connect(arena, url, false);
    ck_assert(!query(db, "SELECT 1 / 0 AS hunter2", NULL));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(err.message, "cannot try it: division by zero");
    ck_assert_str_eq(db_last_refusal(db).sqlstate, "22012");
    ck_assert(query(db, "SELECT 1", NULL));
    ck_assert_str_eq(db_last_refusal(db).sqlstate, "");
}
END_TEST

START_TEST(deferred_constraint_is_refused_at_commit)
{
    struct db *db = test_connect(arena, url, false);
    ck_assert(db_script(db, "prepare",
                        "CREATE TEMPORARY TABLE t (i integer UNIQUE DEFERRABLE INITIALLY DEFERRED);"
                        "BEGIN; INSERT INTO t VALUES (1), (1)",
                        &err));
    ck_assert(!query(db, "COMMIT", NULL));
    ck_contains(err.message, "cannot try it: duplicate key value");
    ck_contains(err.hint, "Key (i)=(1) already exists");
    ck_assert_str_eq(db_last_refusal(db).constraint, "t_i_key");
}
END_TEST

START_TEST(reader_cannot_write)
{
    struct db *db = test_connect(arena, url, true);
    ck_assert(!query(db, "CREATE TABLE public.t (i integer)", NULL));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_contains(err.message, "read-only transaction");
    ck_contains(err.hint, "may only read");
}
END_TEST

START_TEST(missing_right_names_the_role)
{
    test_sql(url, "DO $$ BEGIN CREATE ROLE orgair_test_poor LOGIN; "
                  "EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
                  "CREATE TABLE IF NOT EXISTS public.secret (i integer)");
    struct db *db =
        test_connect(arena, test_url("orgair_test_connection", "orgair_test_poor"), true);
    ck_assert(!query(db, "SELECT i FROM public.secret", NULL));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(err.message, "cannot try it: permission denied for table secret");
    ck_contains(err.hint, "role 'orgair_test_poor'");
}
END_TEST

START_TEST(statement_timeout_is_said)
{
    struct db_options options = test_options(url);
    options.statement_timeout_ms = 50;
    struct db *db;
    ck_assert(db_connect(arena, &options, NULL, &db, &err));
    ck_assert(!query(db, "SELECT pg_sleep(30)", NULL));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message, "cannot try it: canceling statement due to statement timeout");
    ck_contains(err.hint, "DB_STATEMENT_TIMEOUT_MS (50)");
    ck_assert(query(db, "SELECT 1", NULL));
}
END_TEST

START_TEST(lock_timeout_is_said)
{
    struct db *holder = test_connect(arena, url, false);
    test_sql(url, "CREATE TABLE IF NOT EXISTS public.locked (i integer)");
    ck_assert(db_script(holder, "lock", "BEGIN; LOCK TABLE public.locked", &err));
    struct db_options options = test_options(url);
    options.lock_timeout_ms = 50;
    struct db *db;
    ck_assert(db_connect(arena, &options, NULL, &db, &err));
    ck_assert(!query(db, "SELECT i FROM public.locked", NULL));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message, "cannot try it: canceling statement due to lock timeout");
    ck_contains(err.hint, "DB_LOCK_TIMEOUT_MS (50)");
}
END_TEST

START_TEST(ended_session_is_said)
{
    struct db *db = test_connect(arena, url, false);
    ck_assert(!query(db, "SELECT pg_terminate_backend(pg_backend_pid())", NULL));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message, "the database went away while trying to try it: "
                                  "terminating connection due to administrator command");
    ck_assert(!query(db, "SELECT 1", NULL));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message, "the database went away while trying to try it");
}
END_TEST

START_TEST(notices_go_to_the_log)
{
    char *lines;
    size_t size;
    struct log log = {
        .stream = open_memstream(&lines, &size), .level = LOG_LEVEL_DEBUG, .now_ns = fixed_clock};
    struct db_options options = test_options(url);
    struct db *db;
    ck_assert(db_connect(arena, &options, &log, &db, &err));
    ck_assert(query(db, "DROP TABLE IF EXISTS public.never_there", NULL));
    fclose(log.stream);
    ck_contains(lines, "database says: NOTICE:  table \"never_there\" does not exist, skipping");
    ck_assert_uint_eq(count_lines(lines), 1);
    arena_reset(arena);
    free(lines);
}
END_TEST

/* A signal during a long statement: in a process of its own, as the note of it stays. */
static int interrupted_query(void)
{
    interrupt_install();
    struct db *db = test_connect(arena, url, false);
    pid_t parent = getpid();
    pid_t sender = fork();
    if (sender == 0) {
        usleep(200000);
        kill(parent, SIGTERM);
        _exit(0);
    }
    bool ok = query(db, "SELECT pg_sleep(30), 'interrupt me'", NULL);
    waitpid(sender, NULL, 0);
    return ok || err.code != ERROR_TERMINATED;
}

START_TEST(signal_cancels_a_statement)
{
    pid_t child = fork();
    if (child == 0)
        _exit(interrupted_query());
    int status;
    waitpid(child, &status, 0);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    const char *left = "1";
    for (int i = 0; i < 100 && !text_equal(left, "0"); i++) {
        usleep(50000);
        left = test_value(url, "SELECT count(*) FROM pg_stat_activity "
                               "WHERE query LIKE '%interrupt me%' AND state = 'active' "
                               "AND pid <> pg_backend_pid()");
    }
    ck_assert_str_eq(left, "0");
}
END_TEST

/* --- scripts --- */

START_TEST(script_names_the_line)
{
    struct db *db = test_connect(arena, url, false);
    ck_assert(
        !db_script(db, "apply it", "SELECT 1;\n-- äöüäöüäöü\nSELECT\n  wrong;\nSELECT 2", &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(err.message, "line 4: cannot apply it: column \"wrong\" does not exist");
    ck_assert(!db_script(db, "apply it", "SELECT 1;\nSELECT 1/0;\nSELECT 2", &err));
    ck_assert_str_eq(err.message, "statement 2: cannot apply it: division by zero");
    ck_assert(!db_script(db, "apply it", "COPY pg_catalog.pg_class TO STDOUT", &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert(!db_script(db, "apply it", "CREATE TEMPORARY TABLE t (i integer); COPY t FROM STDIN",
                         &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_msg(db_script(db, "apply it", "SELECT 1; SELECT 2;\n", &err), "%s", err.message);
}
END_TEST

/* --- COPY --- */

START_TEST(copy_out_gives_lines)
{
    struct db *db = test_connect(arena, url, false);
    ck_assert(db_copy_out_begin(db, "read it",
                                "COPY (SELECT i, E'a\\tb' FROM generate_series(1, 3) AS i "
                                "ORDER BY i) TO STDOUT",
                                &err));
    char *line;
    size_t length;
    ck_assert(db_copy_out_next(db, &line, &length, &err));
    ck_assert_str_eq(line, "1\ta\\tb");
    ck_assert_uint_eq(length, 6);
    ck_assert(db_copy_out_next(db, &line, &length, &err));
    ck_assert(db_copy_out_next(db, &line, &length, &err));
    ck_assert_str_eq(line, "3\ta\\tb");
    ck_assert(db_copy_out_next(db, &line, &length, &err));
    ck_assert_ptr_null(line);
    ck_assert(!db_copy_out_next(db, &line, &length, &err));
    ck_assert(query(db, "SELECT 1", NULL));
}
END_TEST

START_TEST(copy_out_refused)
{
    struct db *db = test_connect(arena, url, false);
    ck_assert(!db_copy_out_begin(db, "read it", "COPY (SELECT 1/0) TO STDOUT", &err) ||
              !db_copy_out_next(db, &(char *){NULL}, &(size_t){0}, &err));
    ck_assert_str_eq(err.message, "cannot read it: division by zero");
    ck_assert(!db_copy_out_begin(db, "read it", "COPY public.nix TO STDOUT", &err));
    ck_contains(err.hint, "migrate status");
    ck_assert(!db_copy_out_begin(db, "read it", "SELECT 1", &err));
    ck_assert(query(db, "SELECT 1", NULL));
}
END_TEST

START_TEST(copy_out_abandoned)
{
    struct db *db = test_connect(arena, url, false);
    char *line;
    size_t length;
    ck_assert(db_copy_out_begin(db, "read it",
                                "COPY (SELECT generate_series(1, 10000000)) TO STDOUT", &err));
    ck_assert(db_copy_out_next(db, &line, &length, &err));
    db_copy_out_abandon(db);
    db_copy_out_abandon(db);
    ck_assert_msg(query(db, "SELECT 1", NULL), "%s", err.message);
}
END_TEST

/* The time that the reader takes between rows is not the statement's. */
START_TEST(copy_out_may_be_read_slowly)
{
    struct db_options options = test_options(url);
    options.statement_timeout_ms = 100;
    struct db *db;
    char *line = (char[]){""};
    size_t length, rows = 0;
    ck_assert(db_connect(arena, &options, NULL, &db, &err));
    ck_assert(db_copy_out_begin(db, "read it",
                                "COPY (SELECT generate_series(1, 1000000)) TO STDOUT", &err));
    for (; line; rows++) {
        if (rows == 1)
            usleep(500000);
        ck_assert_msg(db_copy_out_next(db, &line, &length, &err), "%s", err.message);
    }
    ck_assert_uint_eq(rows, 1000001);
    struct db_result limit;
    ck_assert(query(db, "SHOW statement_timeout", &limit));
    ck_assert_str_eq(db_value(&limit, 0, 0), "100ms");
}
END_TEST

START_TEST(copy_out_without_rows_is_given_up)
{
    struct db_options options = test_options(url);
    options.statement_timeout_ms = 100;
    struct db *db;
    char *line;
    size_t length, rows = 0;
    ck_assert(db_connect(arena, &options, NULL, &db, &err));
    ck_assert(!db_copy_out_begin(db, "read it", "COPY (SELECT pg_sleep(30)) TO STDOUT", &err));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message, "cannot read it: no row within 100 ms");
    ck_assert(!db_copy_out_next(db, &line, &length, &err));
    ck_assert(db_copy_out_begin(db, "read it",
                                "COPY (SELECT i, CASE WHEN i > 100000 THEN pg_sleep(30) END "
                                "FROM generate_series(1, 200000) AS i) TO STDOUT",
                                &err));
    do
        ck_assert_uint_lt(rows++, 200000);
    while (db_copy_out_next(db, &line, &length, &err));
    ck_assert_str_eq(err.message, "cannot read it: no row within 100 ms");
    struct db_result limit;
    ck_assert_msg(query(db, "SHOW statement_timeout", &limit), "%s", err.message);
    ck_assert_str_eq(db_value(&limit, 0, 0), "100ms");
}
END_TEST

START_TEST(server_gone_during_copy)
{
    struct db *db = test_connect(arena, url, false);
    struct db_result self;
    ck_assert(query(db, "SELECT pg_backend_pid()", &self));
    ck_assert(db_copy_out_begin(db, "read it",
                                "COPY (SELECT generate_series(1, 10000000)) TO STDOUT", &err));
    char *line;
    size_t length, rows = 0;
    ck_assert(db_copy_out_next(db, &line, &length, &err));
    test_sql(url, arena_printf(arena, "SELECT pg_terminate_backend(%s)", db_value(&self, 0, 0)));
    while (db_copy_out_next(db, &line, &length, &err) && line)
        rows++;
    ck_assert_uint_lt(rows, 9999999);
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_contains(err.message, "the database went away while trying to read it");
    ck_assert(!db_copy_out_next(db, &line, &length, &err));
}
END_TEST

START_TEST(copy_in_loads_and_refuses)
{
    struct db *db = test_connect(arena, url, false);
    static const char good[] = "a\n1\n2\n";
    static const char bad[] = "a\n1\nx\n";
    long long rows = 0;
    ck_assert(query(db, "CREATE TEMPORARY TABLE t (a integer)", NULL));
    ck_assert(db_copy_in_begin(db, "load it", "COPY t FROM STDIN (FORMAT csv, HEADER)", &err));
    ck_assert(db_copy_in_put(db, good, sizeof good - 1, &err));
    ck_assert(db_copy_in_end(db, &rows, &err));
    ck_assert_int_eq(rows, 2);
    ck_assert(db_copy_in_begin(db, "load it", "COPY t FROM STDIN (FORMAT csv, HEADER)", &err));
    ck_assert(db_copy_in_put(db, bad, sizeof bad - 1, &err));
    ck_assert(!db_copy_in_end(db, &rows, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    struct db_refusal refusal = db_last_refusal(db);
    ck_assert_str_eq(refusal.sqlstate, "22P02");
    ck_assert_str_eq(refusal.context, "COPY t, line 3, column a: \"x\"");
    ck_assert(!db_copy_in_put(db, good, 1, &err));
    ck_assert(!db_copy_in_end(db, &rows, &err));
    ck_assert_str_eq(err.message, "no rows are being loaded");
    ck_assert(query(db, "SELECT 1", NULL));
}
END_TEST

START_TEST(names_and_values_are_quoted)
{
    struct db *db = test_connect(arena, url, false);
    struct strbuf sql;
    struct db_result result;
    strbuf_init(&sql);
    strbuf_addstr(&sql, "SELECT 1 AS ");
    db_add_identifier(&sql, "a \"b\"");
    ck_assert_str_eq(sql.text, "SELECT 1 AS \"a \"\"b\"\"\"");
    struct db_statement statement = {.purpose = "name a column", .sql = sql.text};
    ck_assert(db_query(db, arena, &statement, &result, NULL));
    ck_assert_str_eq(result.column_names[0], "a \"b\"");
    strbuf_release(&sql);
    ck_assert_str_eq(db_quote_literal(db, arena, "it's"), "'it''s'");
}
END_TEST

static TCase *connecting(void)
{
    TCase *tcase = tcase_create("connecting");
    tcase_add_unchecked_fixture(tcase, make_database, NULL);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, session_is_pinned);
    tcase_add_test(tcase, description_has_no_password);
    tcase_add_test(tcase, unreadable_url_is_not_repeated);
    tcase_add_test(tcase, refused_connection_is_tried_again);
    tcase_add_test(tcase, unknown_database_is_refused_at_once);
    tcase_add_test(tcase, unknown_role_is_refused_at_once);
    tcase_add_test(tcase, wrong_password_is_refused_at_once);
    tcase_add_test(tcase, missing_password_is_refused_at_once);
    tcase_add_test(tcase, server_that_starts_up_is_waited_for);
    tcase_add_test(tcase, old_server_is_refused);
    tcase_add_test(tcase, silent_server_is_given_up);
    tcase_add_test(tcase, other_encoding_is_refused);
    return tcase;
}

static TCase *statements(void)
{
    TCase *tcase = tcase_create("statements");
    tcase_add_unchecked_fixture(tcase, make_database, NULL);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, result_is_copied);
    tcase_add_test(tcase, affected_rows_are_counted);
    tcase_add_test(tcase, refusal_names_purpose_not_statement);
    tcase_add_test(tcase, deferred_constraint_is_refused_at_commit);
    tcase_add_test(tcase, reader_cannot_write);
    tcase_add_test(tcase, missing_right_names_the_role);
    tcase_add_test(tcase, statement_timeout_is_said);
    tcase_add_test(tcase, lock_timeout_is_said);
    tcase_add_test(tcase, ended_session_is_said);
    tcase_add_test(tcase, notices_go_to_the_log);
    tcase_add_test(tcase, signal_cancels_a_statement);
    tcase_add_test(tcase, script_names_the_line);
    tcase_add_test(tcase, names_and_values_are_quoted);
    return tcase;
}

static TCase *copying(void)
{
    TCase *tcase = tcase_create("copying");
    tcase_add_unchecked_fixture(tcase, make_database, NULL);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, copy_out_gives_lines);
    tcase_add_test(tcase, copy_out_refused);
    tcase_add_test(tcase, copy_out_abandoned);
    tcase_add_test(tcase, copy_out_may_be_read_slowly);
    tcase_add_test(tcase, copy_out_without_rows_is_given_up);
    tcase_add_test(tcase, server_gone_during_copy);
    tcase_add_test(tcase, copy_in_loads_and_refuses);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("db/connection");
    suite_add_tcase(suite, connecting());
    suite_add_tcase(suite, statements());
    suite_add_tcase(suite, copying());
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
