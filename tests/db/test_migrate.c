#include "base/text.h"
#include "migrate_support.h"

#include <check.h>
#include <sys/wait.h>
#include <unistd.h>

static void up_is_refused(const char *url, const char *from, enum error_code code,
                          const char *message)
{
    size_t applied;
    struct db *db = test_connect(arena, url, false);
    ck_assert(!migrations_up(&(struct migrator){db, arena, from, NULL}, &applied, &err));
    ck_assert_str_eq(err.message, message);
    ck_assert_int_eq(err.code, code);
}

/* Relations of the seed: each column, constraint, index and view, a line or more each. */
static const char seed_schema_sql[] =
    "SELECT pg_catalog.string_agg(s.line, E'\\n' ORDER BY s.relation COLLATE \"C\", s.rank,\n"
    "                             s.position, s.line COLLATE \"C\") || E'\\n'\n"
    "FROM (\n"
    "    SELECT c.relname AS relation, 1 AS rank, a.attnum AS position,\n"
    "           pg_catalog.concat_ws(' ', c.relname, a.attname,\n"
    "               pg_catalog.format_type(a.atttypid, a.atttypmod),\n"
    "               CASE WHEN a.attnotnull THEN 'NOT NULL' END,\n"
    "               'DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid)) AS line\n"
    "    FROM pg_catalog.pg_class c\n"
    "    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid\n"
    "    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum\n"
    "    WHERE c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped\n"
    "    AND c.relnamespace = 'public'::pg_catalog.regnamespace\n"
    "    UNION ALL\n"
    "    SELECT c.relname, 2, 0,\n"
    "           pg_catalog.concat_ws(' ', c.relname, k.conname,\n"
    "                                pg_catalog.pg_get_constraintdef(k.oid))\n"
    "    FROM pg_catalog.pg_constraint k\n"
    "    JOIN pg_catalog.pg_class c ON c.oid = k.conrelid\n"
    "    WHERE c.relnamespace = 'public'::pg_catalog.regnamespace\n"
    "    UNION ALL\n"
    "    SELECT c.relname, 3, 0, pg_catalog.pg_get_indexdef(x.indexrelid)\n"
    "    FROM pg_catalog.pg_index x\n"
    "    JOIN pg_catalog.pg_class c ON c.oid = x.indrelid\n"
    "    WHERE c.relnamespace = 'public'::pg_catalog.regnamespace\n"
    "    UNION ALL\n"
    "    SELECT c.relname, 4, 0, c.relname || pg_catalog.pg_get_viewdef(c.oid)\n"
    "    FROM pg_catalog.pg_class c\n"
    "    WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relkind = 'v'\n"
    ") AS s\n"
    "WHERE s.relation IN ('focus_groups', 'dimensions', 'focus_group_dimension_weights',\n"
    "                     'focus_group_calibrations', 'organizations', 'vw_organizations_full',\n"
    "                     'org_attributes_manufacturing', 'org_attributes_financial_services',\n"
    "                     'org_attributes_healthcare', 'org_attributes_technology',\n"
    "                     'org_attributes_retail', 'org_attributes_energy',\n"
    "                     'org_attributes_professional_services')";

/* The golden file describes what the seed's own DDL makes. */
START_TEST(schema_is_the_seeds)
{
    const char *url = test_database_create("migrate_schema");
    char *expected;
    ck_assert(file_read(arena, "tests/golden/schema/seed.txt", 1 << 20, &expected, NULL, &err));
    struct db_result result;
    struct db_statement statement = {.purpose = "describe the schema", .sql = seed_schema_sql};
    struct db *db = test_connect(arena, url, true);
    ck_assert_msg(db_query(db, arena, &statement, &result, &err), "%s", err.message);
    ck_assert_str_eq(db_value(&result, 0, 0), expected);
}
END_TEST

/* The view repeats columns of tables, which have their labels there. */
START_TEST(every_table_and_column_is_labelled)
{
    const char *url = test_database_create("migrate_labels");
    ck_assert_str_eq(
        test_value(url, "SELECT string_agg(c.oid::regclass || '.' || a.attname, ', ')\n"
                        "FROM pg_class c\n"
                        "JOIN pg_attribute a ON a.attrelid = c.oid\n"
                        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'\n"
                        "AND a.attnum > 0 AND NOT a.attisdropped\n"
                        "AND COALESCE(col_description(c.oid, a.attnum), '') !~\n"
                        "    '^[^]:[]+( \\[[^]]+\\])?: .+$'"),
        "");
    ck_assert_str_eq(test_value(url, "SELECT string_agg(c.oid::regclass::text, ', ')\n"
                                     "FROM pg_class c\n"
                                     "WHERE c.relnamespace = 'public'::regnamespace\n"
                                     "AND c.relkind IN ('r', 'v')\n"
                                     "AND obj_description(c.oid, 'pg_class') IS NULL"),
                     "");
    ck_assert_str_eq(test_value(url, "SELECT col_description(a.attrelid, a.attnum)\n"
                                     "FROM pg_attribute a\n"
                                     "WHERE a.attrelid = "
                                     "'public.org_attributes_financial_services'::regclass\n"
                                     "AND a.attname = 'aum_billions'"),
                     "Assets under management [USD bn]: assets managed for clients");
}
END_TEST

START_TEST(down_leaves_nothing_and_up_works_again)
{
    const char *url = test_database_empty("migrate_round_trip");
    const char *before = test_value(url, objects_sql);
    size_t count = up(url, "migrations");
    ck_assert_uint_ge(count, 6);
    ck_assert_str_ne(test_value(url, objects_sql), before);
    ck_assert_uint_eq(up(url, "migrations"), 0);
    ck_assert_uint_eq(down(url, "migrations", 1), 1);
    ck_assert_uint_eq(up(url, "migrations"), 1);
    ck_assert_uint_eq(down(url, "migrations", SIZE_MAX), count);
    ck_assert_str_eq(test_value(url, objects_sql), before);
    ck_assert_uint_eq(down(url, "migrations", 1), 0);
    ck_assert_uint_eq(up(url, "migrations"), count);
    check_no_drift(url, "migrations");
}
END_TEST

START_TEST(status_tells_applied_from_pending)
{
    const char *url = test_database_empty("migrate_status");
    struct migrations list;
    struct db *db = test_connect(arena, url, false);
    ck_assert(migrations_status(&(struct migrator){db, arena, "migrations", NULL}, &list, &err));
    ck_assert_uint_eq(list.pending, list.count);
    ck_assert(!list.rows[0].applied && !list.rows[0].applied_at);
    up(url, "migrations");
    down(url, "migrations", 1);
    ck_assert(migrations_status(&(struct migrator){db, arena, "migrations", NULL}, &list, &err));
    ck_assert_uint_eq(list.pending, 1);
    ck_assert_int_eq(list.rows[0].number, 1);
    ck_assert_str_eq(list.rows[0].name, "core_configuration");
    ck_assert(list.rows[0].applied && !list.rows[0].changed && !list.rows[0].missing);
    ck_assert_uint_eq(strlen(list.rows[0].applied_at), strlen("2025-01-01 00:00:00"));
    ck_assert_uint_eq(strlen(list.rows[0].checksum), 64);
    ck_assert(!list.rows[list.count - 1].applied);
}
END_TEST

START_TEST(a_changed_file_is_refused)
{
    const char *url = test_database_empty("migrate_changed");
    int next = copy_project();
    up(url, folder);
    put_pair(next, "later", "SELECT 1;\n", "SELECT 1;\n");
    put("0002_organizations.up.sql", "SELECT 2;\n");
    const char *applied_at =
        test_value(url, "SELECT to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')\n"
                        "FROM orgair.schema_migrations WHERE number = 2");
    up_is_refused(url, folder, ERROR_FAILED,
                  arena_printf(arena,
                               "'%s/0002_organizations.up.sql' was changed after it was applied "
                               "at %s UTC",
                               folder, applied_at));
    ck_assert_str_eq(err.hint, "restore the file; what must change needs a migration of its own");
    struct findings drifts = verify(url, folder);
    ck_assert_uint_eq(drifts.count, 2);
    ck_assert_str_eq(drifts.rows[0].code, "migration_changed");
    ck_assert_str_eq(drifts.rows[0].subject, "0002_organizations");
}
END_TEST

START_TEST(an_applied_migration_without_its_file_is_refused)
{
    const char *url = test_database_empty("migrate_missing");
    int next = copy_project();
    put_pair(next, "ahead", "SELECT 1;\n", "SELECT 1;\n");
    up(url, folder);
    const char *message =
        arena_printf(arena, "migration '%04d_ahead' is applied, but its file is missing", next);
    up_is_refused(url, "migrations", ERROR_FAILED, message);
    struct db *db = test_connect(arena, url, false);
    size_t reverted;
    ck_assert(
        !migrations_down(&(struct migrator){db, arena, "migrations", NULL}, 1, &reverted, &err));
    ck_assert_str_eq(err.message, message);
    ck_assert_uint_eq(reverted, 0);
    struct findings drifts = verify(url, "migrations");
    ck_assert_uint_eq(drifts.count, 1);
    ck_assert_str_eq(drifts.rows[0].code, "migration_missing");
}
END_TEST

START_TEST(a_failing_migration_leaves_no_half)
{
    const char *url = test_database_empty("migrate_half");
    put_pair(1, "good", "CREATE TABLE public.good (x INTEGER);\n", "DROP TABLE public.good;\n");
    put_pair(2, "bad", "CREATE TABLE public.half (x INTEGER);\n\nSELECT nothing;\n", "SELECT 1;\n");
    up_is_refused(url, folder, ERROR_FAILED,
                  arena_printf(arena,
                               "%s/0002_bad.up.sql: line 3: cannot run it: column \"nothing\" "
                               "does not exist",
                               folder));
    ck_assert_str_eq(test_value(url, "SELECT to_regclass('public.half')"), "");
    ck_assert_str_eq(test_value(url, "SELECT to_regclass('public.good')"), "good");
    ck_assert_str_eq(test_value(url, "SELECT max(number) FROM orgair.schema_migrations"), "1");
    put("0002_bad.up.sql", "SELECT 1;\n");
    ck_assert_uint_eq(up(url, folder), 1);
}
END_TEST

START_TEST(a_migration_may_not_end_its_transaction)
{
    const char *url = test_database_empty("migrate_commit");
    put_pair(1, "eager", "SELECT 1;\nCOMMIT;\nBEGIN;\nSELECT 2;\n", "SELECT 1;\n");
    up_is_refused(
        url, folder, ERROR_FAILED,
        arena_printf(arena, "%s/0001_eager.up.sql: ends the transaction it is run in", folder));
    ck_assert_str_eq(test_value(url, "SELECT count(*) FROM orgair.schema_migrations"), "0");
}
END_TEST

static const struct {
    const char *file; /* besides the sound pair 0001_one */
    const char *text;
    const char *message; /* with %s for the folder */
} bad_folders[] = {
    {"0003_three.up.sql", "", "migration 0002 is missing before '0003_three'"},
    {"0001_other.up.sql", "", "migration 0001 is there twice: 'one' and 'other'"},
    {"0002_two.up.sql", "", "'%s/0002_two.up.sql' has no counterpart '%s/0002_two.down.sql'"},
    {"0002_two.down.sql", "", "'%s/0002_two.down.sql' has no counterpart '%s/0002_two.up.sql'"},
    {"two.up.sql", "", "'%s/two.up.sql' is not named as a migration"},
    {"0002_Two.up.sql", "", "'%s/0002_Two.up.sql' is not named as a migration"},
    {"0000_zero.up.sql", "", "'%s/0000_zero.up.sql' is not named as a migration"},
    {"0001_one.up.sql", "SELECT '\xFF';\n", "'%s/0001_one.up.sql' is not UTF-8 text"},
};

START_TEST(folders_are_checked)
{
    put_pair(1, "one", "SELECT 1;\n", "SELECT 1;\n");
    put("README", "not a migration\n");
    struct migrations list;
    ck_assert(migrations_read(arena, folder, &list, &err));
    ck_assert_uint_eq(list.count, 1);
    ck_assert_uint_eq(list.pending, 1);
    put(bad_folders[_i].file, bad_folders[_i].text);
    ck_assert(!migrations_read(arena, folder, &list, &err));
    struct strbuf message;
    strbuf_init(&message);
    for (const char *c = bad_folders[_i].message; *c; c++) {
        if (c[0] == '%')
            strbuf_addstr(&message, (c++, folder));
        else
            strbuf_addch(&message, *c);
    }
    ck_assert_str_eq(err.message, message.text);
    strbuf_release(&message);
}
END_TEST

START_TEST(folders_without_migrations_are_refused)
{
    struct migrations list;
    ck_assert(!migrations_read(arena, folder, &list, &err));
    ck_assert_str_eq(err.message, arena_printf(arena, "there is no migration in '%s'", folder));
    ck_assert(!migrations_read(arena, "/nowhere/at/all", &list, &err));
    ck_assert_str_eq(err.message, "cannot read the migrations in '/nowhere/at/all': No such file "
                                  "or directory");
    ck_assert_str_eq(err.hint, "MIGRATION_DIR names their folder");
}
END_TEST

/* Several at once: one does the work, the others find it done. */
START_TEST(concurrent_runs_take_turns)
{
    enum { RUNS = 4 };
    const char *url = test_database_empty("migrate_concurrent");
    struct migrations list;
    ck_assert(migrations_read(arena, "migrations", &list, &err));
    pid_t children[RUNS];
    for (int i = 0; i < RUNS; i++) {
        children[i] = fork();
        ck_assert_int_ge(children[i], 0);
        if (children[i] == 0) {
            struct arena *own = arena_new();
            struct db_options options = test_options(url);
            struct db *db;
            size_t applied = 0;
            bool ok =
                db_connect(own, &options, NULL, &db, &err) &&
                migrations_up(&(struct migrator){db, own, "migrations", NULL}, &applied, &err);
            _exit(ok ? (int)applied : 255);
        }
    }
    int applied = 0, busy = 0;
    for (int i = 0; i < RUNS; i++) {
        int status;
        ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
        ck_assert(WIFEXITED(status) && WEXITSTATUS(status) != 255);
        applied += WEXITSTATUS(status);
        busy += WEXITSTATUS(status) > 0;
    }
    ck_assert_int_eq(applied, (int)list.count);
    ck_assert_int_eq(busy, 1);
}
END_TEST

START_TEST(the_lock_is_waited_for_only_so_long)
{
    const char *url = test_database_empty("migrate_locked");
    struct db *holder = test_connect(arena, url, false);
    ck_assert(db_script(holder, "hold the lock", "SELECT pg_advisory_lock(122537151392114)", &err));
    struct db_options options = test_options(url);
    options.lock_timeout_ms = 50;
    struct db *db;
    size_t applied;
    ck_assert(db_connect(arena, &options, NULL, &db, &err));
    ck_assert(!migrations_up(&(struct migrator){db, arena, "migrations", NULL}, &applied, &err));
    ck_assert_int_eq(err.code, ERROR_LOCKED);
    ck_assert_str_eq(err.message, "another session is migrating this database");
}
END_TEST

static void refused_for(struct db *db, const char *sql)
{
    ck_assert_msg(!db_script(db, "try it", sql, &err), "%s", sql);
    ck_assert_str_eq(db_last_refusal(db).sqlstate, "42501");
}

START_TEST(the_reader_can_only_read)
{
    const char *url = test_database_create_seeded("migrate_reader");
    const char *role = login(url, "reader_login", "orgair_reader");
    struct db *db = test_connect(arena, test_url("orgair_test_migrate_reader", role), false);
    ck_assert(db_script(db, "read",
                        "SELECT * FROM public.vw_organizations_full;\n"
                        "SELECT * FROM public.focus_groups;\n"
                        "SELECT * FROM public.focus_group_dimension_weights;\n"
                        "SELECT * FROM orgair.schema_migrations",
                        &err));
    refused_for(db, "INSERT INTO public.dimensions (dimension_id) VALUES ('x')");
    refused_for(db, "UPDATE public.focus_group_dimension_weights SET weight = 1");
    refused_for(db, "DELETE FROM public.organizations");
    refused_for(db, "TRUNCATE public.org_attributes_energy");
    refused_for(db, "CREATE TABLE public.mine (x INTEGER)");
    refused_for(db, "CREATE TABLE orgair.mine (x INTEGER)");
    refused_for(db, "DELETE FROM orgair.schema_migrations");
    refused_for(db,
                "SELECT pg_catalog.nextval('public.focus_group_calibrations_calibration_id_seq')");
    refused_for(db, "SET ROLE orgair_writer");
    ck_assert_str_eq(
        test_value(url, "SELECT string_agg(c.oid::regclass::text, ',')\n"
                        "FROM pg_class c\n"
                        "WHERE c.relnamespace IN ('public'::regnamespace, 'orgair'::regnamespace)\n"
                        "AND c.relkind IN ('r', 'v')\n"
                        "AND (NOT has_table_privilege('orgair_reader', c.oid, 'SELECT')\n"
                        "     OR has_table_privilege('orgair_reader', c.oid,\n"
                        "            'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'))"),
        "");
}
END_TEST

/* One more sector, by SQL alone. */
START_TEST(a_new_attribute_table_is_readable)
{
    const char *url = test_database_create("migrate_eighth");
    const char *role = login(url, "eighth_login", "orgair_reader");
    struct db *db = test_connect(arena, test_url("orgair_test_migrate_eighth", role), true);
    test_sql(url, "CREATE TABLE public.org_attributes_agriculture (\n"
                  "    organization_id UUID PRIMARY KEY\n"
                  "    REFERENCES public.organizations(organization_id),\n"
                  "    hectares DECIMAL(12,2)\n"
                  ")");
    ck_assert_msg(db_script(db, "read", "SELECT * FROM public.org_attributes_agriculture", &err),
                  "%s", err.message);
    const char *definition =
        test_value(url, "SELECT rtrim(pg_get_viewdef('public.vw_organizations_full'::regclass), "
                        "';')");
    test_sql(url, arena_printf(arena,
                               "CREATE OR REPLACE VIEW public.vw_organizations_full AS\n"
                               "SELECT v.*, a.hectares\n"
                               "FROM (%s) v\n"
                               "LEFT JOIN public.org_attributes_agriculture a\n"
                               "USING (organization_id)",
                               definition));
    ck_assert_msg(db_script(db, "read", "SELECT hectares FROM public.vw_organizations_full", &err),
                  "%s", err.message);
}
END_TEST

/* Neither a superuser nor the database's owner: what such a one makes is readable, too. */
START_TEST(a_writer_may_migrate)
{
    const char *url = test_database_create("migrate_writer");
    const char *writer = login(url, "writer_login", "orgair_writer");
    const char *reader = login(url, "writer_reader", "orgair_reader");
    int next = copy_project();
    put_pair(next, "later",
             "CREATE TABLE public.later (x INTEGER);\n"
             "ALTER TABLE public.dimensions ADD COLUMN later INTEGER;\n",
             "ALTER TABLE public.dimensions DROP COLUMN later;\nDROP TABLE public.later;\n");
    const char *as_writer = test_url("orgair_test_migrate_writer", writer);
    ck_assert_uint_eq(up(as_writer, folder), 1);
    struct db *db = test_connect(arena, test_url("orgair_test_migrate_writer", reader), true);
    ck_assert_msg(db_script(db, "read", "SELECT * FROM public.later", &err), "%s", err.message);
    check_no_drift(url, folder);
    ck_assert_uint_eq(down(as_writer, folder, 1), 1);
    check_no_drift(url, "migrations");
}
END_TEST

/* A database may be owned by one who is no superuser. */
START_TEST(an_owner_may_migrate)
{
    const char *server = test_database_empty("migrate_owner");
    test_sql(server, "DROP DATABASE IF EXISTS orgair_test_migrate_owned WITH (FORCE)");
    test_sql(server, "DROP ROLE IF EXISTS orgair_test_owner");
    test_sql(server, "CREATE ROLE orgair_test_owner LOGIN CREATEROLE");
    test_sql(server, "CREATE DATABASE orgair_test_migrate_owned OWNER orgair_test_owner");
    const char *url = test_url("orgair_test_migrate_owned", "orgair_test_owner");
    size_t count = up(url, "migrations");
    check_no_drift(url, "migrations");
    ck_assert_uint_eq(down(url, "migrations", SIZE_MAX), count);
}
END_TEST

START_TEST(roles_outlive_one_of_their_databases)
{
    const char *first = test_database_create("migrate_roles_a");
    const char *second = test_database_create("migrate_roles_b");
    down(first, "migrations", SIZE_MAX);
    ck_assert_str_eq(test_value(second, "SELECT count(*) FROM pg_roles\n"
                                        "WHERE rolname IN ('orgair_reader', 'orgair_writer')"),
                     "2");
    check_no_drift(second, "migrations");
    ck_assert_str_eq(test_value(second, "SELECT has_table_privilege('orgair_reader',\n"
                                        "    'public.organizations', 'SELECT')"),
                     "t");
    up(first, "migrations");
    check_no_drift(first, "migrations");
}
END_TEST

START_TEST(the_script_is_what_up_runs)
{
    struct migrations list;
    const char *script;
    put_pair(1, "one", "CREATE TABLE public.one (x INTEGER);\n", "DROP TABLE public.one;\n");
    put_pair(2, "two", "CREATE TABLE public.two (x INTEGER);\n", "DROP TABLE public.two;\n");
    ck_assert(migrations_read(arena, folder, &list, &err));
    ck_assert(migrations_script(arena, &list, &script, &err));
    ck_assert_ptr_nonnull(strstr(script, "CREATE SCHEMA orgair;\n"));
    ck_assert_ptr_nonnull(strstr(script, "-- 0001_one\nBEGIN;\n\nCREATE TABLE public.one"));
    ck_assert_ptr_nonnull(strstr(script, "VALUES (2, 'two', '"));

    const char *url = test_database_empty("migrate_script");
    up(url, folder);
    struct db *db = test_connect(arena, url, true);
    ck_assert(migrations_status(&(struct migrator){db, arena, folder, NULL}, &list, &err));
    ck_assert(migrations_script(arena, &list, &script, &err));
    ck_assert_str_eq(script, "");
    down(url, folder, 1);
    ck_assert(migrations_status(&(struct migrator){db, arena, folder, NULL}, &list, &err));
    ck_assert(migrations_script(arena, &list, &script, &err));
    ck_assert_ptr_null(strstr(script, "CREATE SCHEMA"));
    ck_assert_ptr_null(strstr(script, "public.one"));
    ck_assert_ptr_nonnull(strstr(script, "CREATE TABLE public.two"));
}
END_TEST

static TCase *make_case(const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, migrations_set_up, migrations_tear_down);
    tcase_set_timeout(tcase, 60);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("migrate");
    TCase *schema = make_case("schema");
    tcase_add_test(schema, schema_is_the_seeds);
    tcase_add_test(schema, every_table_and_column_is_labelled);
    suite_add_tcase(suite, schema);

    TCase *running = make_case("up and down");
    tcase_add_test(running, down_leaves_nothing_and_up_works_again);
    tcase_add_test(running, status_tells_applied_from_pending);
    tcase_add_test(running, a_changed_file_is_refused);
    tcase_add_test(running, an_applied_migration_without_its_file_is_refused);
    tcase_add_test(running, a_failing_migration_leaves_no_half);
    tcase_add_test(running, a_migration_may_not_end_its_transaction);
    tcase_add_loop_test(running, folders_are_checked, 0,
                        (int)(sizeof bad_folders / sizeof *bad_folders));
    tcase_add_test(running, folders_without_migrations_are_refused);
    tcase_add_test(running, concurrent_runs_take_turns);
    tcase_add_test(running, the_lock_is_waited_for_only_so_long);
    tcase_add_test(running, the_script_is_what_up_runs);
    suite_add_tcase(suite, running);

    TCase *roles = make_case("roles");
    tcase_add_test(roles, the_reader_can_only_read);
    tcase_add_test(roles, a_new_attribute_table_is_readable);
    tcase_add_test(roles, a_writer_may_migrate);
    tcase_add_test(roles, an_owner_may_migrate);
    tcase_add_test(roles, roles_outlive_one_of_their_databases);
    suite_add_tcase(suite, roles);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
