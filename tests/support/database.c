#include "support/database.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "db/migrate.h"
#include "db/seed.h"

#include <check.h>
#include <libpq-fe.h>

/* What the suites are given lives as long as the process. */
static struct arena *kept(void)
{
    static struct arena *arena;
    if (!arena)
        arena = arena_new();
    return arena;
}

static const char *server_url(void)
{
    const char *url = getenv("ORGAIR_TEST_POSTGRES");
    if (!url)
        ck_abort_msg("ORGAIR_TEST_POSTGRES is not set: run scripts/run-tests, or export the URL "
                     "that 'scripts/postgres url' prints for a running cluster");
    return url;
}

static const char *percent_encoded(const char *text)
{
    struct strbuf encoded;
    strbuf_init(&encoded);
    for (; *text; text++)
        strbuf_addf(&encoded, "%%%02X", (unsigned char)*text);
    const char *copy = arena_strdup(kept(), encoded.text);
    strbuf_release(&encoded);
    return copy;
}

const char *test_url(const char *database, const char *user)
{
    const char *host = "", *port = "", *own_user = "";
    PQconninfoOption *options = PQconninfoParse(server_url(), NULL);
    ck_assert_msg(options != NULL, "ORGAIR_TEST_POSTGRES is not an URL of libpq");
    for (PQconninfoOption *option = options; option->keyword; option++) {
        if (!option->val)
            continue;
        if (text_equal(option->keyword, "host"))
            host = percent_encoded(option->val);
        else if (text_equal(option->keyword, "port"))
            port = percent_encoded(option->val);
        else if (text_equal(option->keyword, "user"))
            own_user = percent_encoded(option->val);
    }
    PQconninfoFree(options);
    return arena_printf(kept(), "postgresql://%s@/%s?host=%s%s%s", user ? user : own_user, database,
                        host, *port ? "&port=" : "", port);
}

static void ignore_notice(void *pointer, const char *message)
{
    (void)pointer;
    (void)message;
}

static PGconn *open_plain(const char *url)
{
    PGconn *connection = PQconnectdb(url);
    ck_assert_msg(PQstatus(connection) == CONNECTION_OK, "%s", PQerrorMessage(connection));
    PQsetNoticeProcessor(connection, ignore_notice, NULL);
    return connection;
}

static PGresult *run(PGconn *connection, const char *sql)
{
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    ck_assert_msg(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, "%s: %s", sql,
                  PQerrorMessage(connection));
    return result;
}

void test_sql(const char *url, const char *sql)
{
    PGconn *connection = open_plain(url);
    PQclear(run(connection, sql));
    PQfinish(connection);
}

const char *test_value(const char *url, const char *sql)
{
    PGconn *connection = open_plain(url);
    PGresult *result = run(connection, sql);
    const char *value = "";
    if (PQntuples(result) > 0)
        value = arena_strdup(kept(), PQgetvalue(result, 0, 0));
    PQclear(result);
    PQfinish(connection);
    return value;
}

const char *test_database_empty(const char *name)
{
    const char *database = arena_printf(kept(), "orgair_test_%s", name);
    test_sql(server_url(),
             arena_printf(kept(), "DROP DATABASE IF EXISTS %s WITH (FORCE)", database));
    test_sql(server_url(), arena_printf(kept(), "CREATE DATABASE %s TEMPLATE template0", database));
    return test_url(database, NULL);
}

struct db_options test_options(const char *url)
{
    return (struct db_options){.url = url,
                               .application_name = "orgair test",
                               .connect_timeout_s = 10,
                               .connect_attempts = 1,
                               .statement_timeout_ms = 60000,
                               .lock_timeout_ms = 10000};
}

struct db *test_connect(struct arena *arena, const char *url, bool read_only)
{
    struct db *db = NULL;
    struct error err = ERROR_INIT;
    struct db_options options = test_options(url);
    options.read_only = read_only;
    ck_assert_msg(db_connect(arena, &options, NULL, &db, &err), "%s", err.message);
    return db;
}

const char *test_database_create(const char *name)
{
    const char *url = test_database_empty(name);
    struct arena *arena = arena_new();
    struct error err = ERROR_INIT;
    size_t applied = 0;
    struct db *db = test_connect(arena, url, false);
    ck_assert_msg(migrations_up(&(struct migrator){db, arena, "migrations", NULL}, &applied, &err),
                  "%s", err.message);
    arena_free(arena);
    return url;
}

const char *test_database_create_seeded(const char *name)
{
    const char *url = test_database_create(name);
    const char *const folder = "seeds";
    struct arena *arena = arena_new();
    struct error err = ERROR_INIT;
    struct seed_report report;
    struct db *db = test_connect(arena, url, false);
    ck_assert_msg(seed_load(db, arena, &folder, 1, &report, &err), "%s", err.message);
    arena_free(arena);
    return url;
}

struct assessed_organization *test_assessments(struct arena *arena, struct db *db,
                                               const struct config_set *configs,
                                               const struct sector *sector, size_t *count)
{
    struct error err = ERROR_INIT;
    struct dimension_scores *scores;
    struct assessed_stream *stream;
    struct assessed_organization *rows = NULL;
    struct assessed_organization next;
    size_t capacity = 0;
    bool done = false;
    bool ok =
        snapshot_scores(db, arena, &(struct scores_request){.configs = configs}, &scores, &err) &&
        snapshot_assessments(db, arena, sector, scores, &stream, &err);
    *count = 0;
    while (ok && (ok = assessed_next(stream, &next, &done, &err)) && !done) {
        rows = arena_grow(arena, rows, &capacity, *count + 1, sizeof *rows);
        rows[(*count)++] = *assessed_copy(arena, &next, configs->dimension_count);
    }
    ck_assert_msg(ok, "%s", err.message);
    return rows;
}
