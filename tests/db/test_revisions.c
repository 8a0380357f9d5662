#include "base/strbuf.h"
#include "base/text.h"
#include "db/revisions.h"
#include "db/snapshot.h"
#include "support/database.h"

#include <check.h>

#define ENERGY "00000000-0000-4000-8000-0000000000e1"
#define SECOND "00000000-0000-4000-8000-0000000000e2"
#define RETAIL "00000000-0000-4000-8000-0000000000f1"
#define ASSESSED "00000000-0000-4000-8000-0000000000a1"

static struct arena *arena;
static struct error err;
static const char *url;
static struct db *db;

static const char rows_sql[] =
    "INSERT INTO public.organizations (organization_id, legal_name, focus_group_id) VALUES\n"
    "    ('" ENERGY "', 'Grid', 'pe_energy'), ('" SECOND "', 'Wind', 'pe_energy'),\n"
    "    ('" RETAIL "', 'Shop', 'pe_retail');\n"
    "INSERT INTO public.org_attributes_energy (organization_id, energy_type)\n"
    "VALUES ('" ENERGY "', 'gas');\n"
    "INSERT INTO public.org_attributes_retail (organization_id) VALUES ('" RETAIL "');\n"
    "INSERT INTO public.organization_assessments (assessment_id, organization_id, effective_from)\n"
    "VALUES ('" ASSESSED "', '" ENERGY "', '2025-02-01');\n"
    "INSERT INTO public.assessment_dimension_scores (assessment_id, dimension_id, score)\n"
    "VALUES ('" ASSESSED "', 'pe_dim_talent', 50);\n";

/* What is not in the seeds' tables, but may be in an attribute table to come. */
static const char cascade_sql[] =
    "DO $cascade$\n"
    "DECLARE\n"
    "    k RECORD;\n"
    "BEGIN\n"
    "    FOR k IN\n"
    "        SELECT conrelid::regclass AS relation, conname, pg_get_constraintdef(oid) AS text\n"
    "        FROM pg_constraint\n"
    "        WHERE contype = 'f'\n"
    "        AND confrelid IN ('public.organizations'::regclass,\n"
    "            'public.organization_assessments'::regclass)\n"
    "    LOOP\n"
    "        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s %s',\n"
    "            k.relation, k.conname, k.conname, k.text, 'ON DELETE CASCADE');\n"
    "    END LOOP;\n"
    "END\n"
    "$cascade$";

static void set_up(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
    url = test_database_create_seeded("revisions");
    test_sql(url, rows_sql);
    test_sql(url, cascade_sql);
    db = test_connect(arena, url, true);
}

static void tear_down(void)
{
    arena_free(arena);
}

typedef bool asker(struct db *db, struct arena *arena, struct revisions *out, struct error *err);

static struct revisions ask(asker *how)
{
    struct revisions revisions;
    ck_assert_msg(snapshot_begin(db, NULL, &err), "%s", err.message);
    ck_assert_msg(how(db, arena, &revisions, &err), "%s", err.message);
    ck_assert_msg(snapshot_end(db, &err), "%s", err.message);
    return revisions;
}

/* NULL: no such scope. */
static const char *revision_token(const struct revisions *revisions, const char *scope)
{
    for (size_t i = 0; i < revisions->count; i++)
        if (text_equal(revisions->rows[i].scope, scope))
            return revisions->rows[i].token;
    return NULL;
}

/* "energy retail": the scopes whose tokens differ, "shared" for "", "structure" behind them. */
static const char *differences(const struct revisions *before, const struct revisions *after)
{
    const char *list = "";
    for (size_t i = 0; i < after->count; i++) {
        const char *scope = after->rows[i].scope;
        const char *old = revision_token(before, scope);
        if (old && text_equal(old, after->rows[i].token))
            continue;
        list = arena_printf(arena, "%s%s%s", list, *list ? " " : "",
                            *scope ? scope + strlen("pe_") : "shared");
    }
    if (!text_equal(before->structure, after->structure))
        list = arena_printf(arena, "%s%sstructure", list, *list ? " " : "");
    return list;
}

struct change {
    const char *name;
    const char *sql;
    const char *expected;
};

#define ALL                                                                                        \
    "shared energy financial_services healthcare manufacturing professional_services retail "      \
    "technology"

static const struct change changes[] = {
    {"insert",
     "INSERT INTO public.organizations (legal_name, focus_group_id)"
     " VALUES ('New', 'pe_energy'), ('Newer', 'pe_technology')",
     "energy technology"},
    {"upsert",
     "INSERT INTO public.organizations (organization_id, legal_name, focus_group_id)"
     " VALUES ('" RETAIL "', 'Store', 'pe_retail')"
     " ON CONFLICT (organization_id) DO UPDATE SET legal_name = EXCLUDED.legal_name",
     "retail"},
    {"update",
     "UPDATE public.organizations SET employee_count = 7"
     " WHERE focus_group_id = 'pe_technology'",
     "technology"},
    {"move",
     "UPDATE public.organizations SET focus_group_id = 'pe_retail'"
     " WHERE organization_id = '" SECOND "'",
     "energy retail"},
    {"delete", "DELETE FROM public.organizations WHERE organization_id = '" SECOND "'", "retail"},
    {"copy",
     "COPY public.organizations (legal_name, focus_group_id)"
     " FROM PROGRAM 'echo Copied,pe_healthcare' WITH (FORMAT csv)",
     "healthcare"},
    {"replica role",
     "SET session_replication_role = replica;"
     "UPDATE public.organizations SET employee_count = 8"
     " WHERE legal_name = 'Copied'",
     "healthcare"},
    {"attributes inserted",
     "INSERT INTO public.org_attributes_technology (organization_id)"
     " SELECT organization_id FROM public.organizations"
     " WHERE legal_name = 'Newer'",
     "technology"},
    {"attributes updated", "UPDATE public.org_attributes_energy SET energy_type = 'coal'",
     "energy"},
    {"attributes deleted", "DELETE FROM public.org_attributes_retail", "retail"},
    {"attributes of two sectors",
     "UPDATE public.org_attributes_technology SET cloud_native = false;"
     "UPDATE public.org_attributes_energy SET regulated = true",
     "energy technology"},
    {"attributes truncated", "TRUNCATE public.org_attributes_technology", "technology"},
    {"nothing truncated", "TRUNCATE public.org_attributes_technology", ""},
    {"assessment", "UPDATE public.organization_assessments SET evidence_count = 3", "energy"},
    {"assessment moved",
     "UPDATE public.organization_assessments SET organization_id = '" RETAIL "'", "energy retail"},
    {"score", "UPDATE public.assessment_dimension_scores SET score = 51", "retail"},
    {"score inserted",
     "INSERT INTO public.assessment_dimension_scores"
     " VALUES ('" ASSESSED "', 'pe_dim_culture', 3)",
     "retail"},
    {"score deleted",
     "DELETE FROM public.assessment_dimension_scores"
     " WHERE dimension_id = 'pe_dim_culture'",
     "retail"},
    {"cascade", "DELETE FROM public.organizations WHERE organization_id = '" ENERGY "'", "energy"},
    {"cascade to scores",
     "DELETE FROM public.organizations"
     " WHERE organization_id = '" RETAIL "'",
     "retail"},
    {"weight",
     "UPDATE public.focus_group_dimension_weights SET weight = 0.5"
     " WHERE focus_group_id = 'pe_technology' AND dimension_id = 'pe_dim_talent'",
     "technology"},
    {"calibration",
     "DELETE FROM public.focus_group_calibrations"
     " WHERE focus_group_id = 'pe_healthcare'",
     "healthcare"},
    {"dimension", "UPDATE public.dimensions SET description = 'x'", "shared"},
    {"sector",
     "UPDATE public.focus_groups SET group_name = 'Power'"
     " WHERE focus_group_id = 'pe_energy'",
     "shared"},
    {"new sector",
     "INSERT INTO public.focus_groups (focus_group_id, platform, group_name,"
     " group_code, display_order)"
     " VALUES ('pe_logistics', 'pe_org_air', 'Logistics', 'LOG', 8)",
     "shared logistics"},
    {"no row",
     "UPDATE public.organizations SET employee_count = 1 WHERE false;"
     "DELETE FROM public.org_attributes_energy WHERE false;"
     "UPDATE public.dimensions SET description = 'y' WHERE false;"
     "UPDATE public.assessment_dimension_scores SET score = 1 WHERE false;"
     "INSERT INTO public.dimensions SELECT * FROM public.dimensions WHERE false",
     ""},
    {"the same values",
     "UPDATE public.organizations SET focus_group_id = focus_group_id;"
     "UPDATE public.focus_group_dimension_weights SET weight = weight;"
     "UPDATE public.dimensions SET description = description;"
     "UPDATE public.assessment_dimension_scores SET score = score",
     ""},
    {"rolled back",
     "BEGIN; UPDATE public.organizations SET employee_count = 9;"
     "TRUNCATE public.organizations CASCADE; ROLLBACK",
     ""},
    {"savepoint",
     "BEGIN; SAVEPOINT s; UPDATE public.organizations SET employee_count = 9"
     " WHERE focus_group_id = 'pe_technology'; ROLLBACK TO s;"
     "UPDATE public.organizations SET employee_count = 9"
     " WHERE focus_group_id = 'pe_healthcare'; COMMIT",
     "healthcare"},
    {"again after a savepoint",
     "BEGIN; SAVEPOINT s; UPDATE public.organizations SET employee_count = 10"
     " WHERE focus_group_id = 'pe_technology'; ROLLBACK TO s;"
     "UPDATE public.organizations SET employee_count = 11"
     " WHERE focus_group_id = 'pe_technology'; COMMIT",
     "technology"},
    {"column", "ALTER TABLE public.org_attributes_energy ADD COLUMN extra TEXT", "structure"},
    {"type", "ALTER TABLE public.org_attributes_energy ALTER COLUMN extra TYPE VARCHAR(9)",
     "structure"},
    {"comment", "COMMENT ON COLUMN public.org_attributes_energy.energy_type IS 'Fuel'",
     "structure"},
    {"column of the view renamed",
     "ALTER VIEW public.vw_organizations_full"
     " RENAME COLUMN gpu_infrastructure TO accelerators",
     "structure"},
    {"view replaced",
     "DO $v$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW public.vw_organizations_full AS '"
     " || rtrim(pg_get_viewdef('public.vw_organizations_full'::regclass), ';')"
     " || ' WHERE true'; END $v$",
     "structure"},
    {"row security", "ALTER TABLE public.dimensions ENABLE ROW LEVEL SECURITY", "structure"},
    {"policy", "CREATE POLICY p ON public.dimensions USING (true)", "structure"},
    {"all truncated", "TRUNCATE public.organizations CASCADE",
     "energy financial_services healthcare manufacturing technology"},
    {"calibrations truncated", "TRUNCATE public.focus_group_calibrations",
     "energy financial_services manufacturing professional_services retail technology"},
};

/* Runs every change, and compares what `how` answers before and after it. */
static void run_changes(asker *how)
{
    struct revisions before = ask(how);
    ck_assert(before.watched);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        test_sql(url, changes[i].sql);
        struct revisions after = ask(how);
        const char *differ = differences(&before, &after);
        const char *expected = changes[i].expected;
        ck_assert_msg(text_equal(differ, expected), "%s: '%s', expected '%s'", changes[i].name,
                      differ, expected);
        before = after;
    }
}

START_TEST(tokens_follow_changes)
{
    run_changes(snapshot_revisions);
}
END_TEST

START_TEST(hashes_follow_changes)
{
    run_changes(snapshot_content_hash);
}
END_TEST

/* ---- writers at the same time ---- */

static struct db *writer(const char *begin)
{
    struct db *opened = test_connect(arena, url, false);
    ck_assert_msg(db_script(opened, "begin", begin, &err), "%s", err.message);
    return opened;
}

/* No writer waits for another: a wait would end in the limit of test_options. */
static void write_rows(struct db *by, const char *sql)
{
    ck_assert_msg(db_script(by, "write", "SET lock_timeout = 500", &err), "%s", err.message);
    ck_assert_msg(db_script(by, "write", sql, &err), "%s: %s", sql, err.message);
}

static const char *rename_of(const char *organization, const char *name)
{
    return arena_printf(
        arena, "UPDATE public.organizations SET legal_name = '%s' WHERE organization_id = '%s'",
        name, organization);
}

static void ck_step(struct revisions *before, const char *expected)
{
    struct revisions after = ask(snapshot_revisions);
    ck_assert_str_eq(differences(before, &after), expected);
    *before = after;
}

static const char *const isolations[] = {"BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ",
                                         "BEGIN ISOLATION LEVEL SERIALIZABLE"};

START_TEST(writers_do_not_wait_for_each_other)
{
    struct revisions before = ask(snapshot_revisions);
    struct db *first = writer(isolations[_i]);
    struct db *second = writer(isolations[_i]);
    write_rows(first, rename_of(ENERGY, "a"));
    write_rows(second, rename_of(SECOND, "b"));
    write_rows(second, rename_of(RETAIL, "b"));
    write_rows(first, "INSERT INTO public.organizations (legal_name, focus_group_id)"
                      " VALUES ('c', 'pe_retail')");
    ck_step(&before, "");
    write_rows(first, "COMMIT");
    ck_step(&before, "energy retail");
    write_rows(second, "COMMIT");
    ck_step(&before, "energy retail");
    ck_step(&before, "");
    test_sql(url, rename_of(ENERGY, "d"));
    ck_step(&before, "energy");
    ck_assert_str_eq(
        test_value(url, "SELECT count(*) FROM orgair.revisions WHERE scope = 'pe_energy'"), "1");
}
END_TEST

/* Many statements in one transaction renew a token once. */
START_TEST(a_transaction_renews_once)
{
    test_sql(url, "BEGIN;"
                  "UPDATE public.organizations SET founding_year = 1;"
                  "CREATE TABLE orgair.seen AS SELECT * FROM orgair.revisions;"
                  "UPDATE public.organizations SET founding_year = 2;"
                  "COMMIT");
    ck_assert_str_eq(test_value(url, "SELECT count(*) FROM orgair.seen AS s\n"
                                     "JOIN orgair.revisions AS r USING (revision_id, token)"),
                     test_value(url, "SELECT count(*) FROM orgair.revisions"));
}
END_TEST

static const char move_sql[] = "UPDATE public.organizations SET focus_group_id = 'pe_retail'"
                               " WHERE organization_id = '" ENERGY "'";
static const char coal_sql[] = "UPDATE public.org_attributes_energy SET energy_type = 'coal'";

/* The attributes change as the energy sector's, and are the retail sector's in the end. */
START_TEST(a_move_after_the_lookup_is_not_lost)
{
    struct revisions before = ask(snapshot_revisions);
    struct db *attributes = writer("BEGIN");
    struct db *mover = writer("BEGIN");
    write_rows(attributes, coal_sql);
    write_rows(mover, move_sql);
    write_rows(mover, "COMMIT");
    ck_step(&before, "energy retail");
    write_rows(attributes, "COMMIT");
    ck_step(&before, "energy retail");
    /* The next move, alone, ends the doubt. */
    test_sql(url, "UPDATE public.organizations SET focus_group_id = 'pe_healthcare'"
                  " WHERE organization_id = '" SECOND "'");
    ck_step(&before, "energy healthcare retail");
    test_sql(url, rename_of(SECOND, "x"));
    ck_step(&before, "healthcare");
}
END_TEST

START_TEST(a_move_before_the_lookup_is_not_lost)
{
    struct revisions before = ask(snapshot_revisions);
    struct db *attributes = writer(isolations[_i]);
    struct db *mover = writer("BEGIN");
    write_rows(attributes, "SELECT 1");
    write_rows(mover, move_sql);
    write_rows(attributes, coal_sql);
    write_rows(mover, "COMMIT");
    ck_step(&before, "energy retail");
    write_rows(attributes, "COMMIT");
    ck_step(&before, ALL);
}
END_TEST

/* Who does not see the move cannot look the sector up. */
START_TEST(a_move_that_is_not_seen_is_not_lost)
{
    struct revisions before = ask(snapshot_revisions);
    struct db *attributes = writer(isolations[1]);
    write_rows(attributes, "SELECT 1");
    test_sql(url, move_sql);
    ck_step(&before, "energy retail");
    write_rows(attributes, coal_sql);
    write_rows(attributes, "COMMIT");
    ck_step(&before, ALL);
}
END_TEST

/* ---- what is not watched ---- */

/* What unwatches a relation, which one, and what watches it again. */
static const struct {
    const char *sql;
    const char *relation;
    const char *repair;
} gaps[] = {
    {"DROP TRIGGER revise_truncate ON public.dimensions", "public.dimensions",
     "SELECT orgair.watch('public.dimensions')"},
    {"ALTER TABLE public.organizations DISABLE TRIGGER revise_update", "public.organizations",
     "ALTER TABLE public.organizations ENABLE ALWAYS TRIGGER revise_update"},
    {"ALTER TABLE public.organizations ENABLE TRIGGER revise_update", "public.organizations",
     "SELECT orgair.watch('public.organizations')"},
    {"CREATE TABLE public.org_attributes_new (organization_id UUID PRIMARY KEY)",
     "public.org_attributes_new", "SELECT orgair.watch('public.org_attributes_new')"},
    {"CREATE TABLE public.side (note TEXT);"
     "CREATE VIEW public.org_attributes_view AS SELECT note FROM public.side",
     "public.side", "SELECT orgair.watch('public.side')"},
    {"CREATE TABLE public.org_attributes_parts (organization_id UUID) PARTITION BY HASH"
     " (organization_id);"
     "CREATE TABLE public.part PARTITION OF public.org_attributes_parts"
     " FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
     "SELECT orgair.watch('public.org_attributes_parts')",
     "public.part", "SELECT orgair.watch('public.part')"},
    {"CREATE MATERIALIZED VIEW public.org_attributes_kept AS SELECT 1 AS one",
     "public.org_attributes_kept", "DROP MATERIALIZED VIEW public.org_attributes_kept"},
};

START_TEST(what_is_not_watched_is_named)
{
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        struct revisions watched = ask(snapshot_revisions);
        ck_assert_msg(watched.watched, "%s", watched.unwatched);
        test_sql(url, gaps[i].sql);
        struct revisions revisions = ask(snapshot_revisions);
        ck_assert(!revisions.watched);
        ck_assert_str_eq(revisions.unwatched, gaps[i].relation);
        ck_assert_str_ne(revisions.structure, watched.structure);
        revisions = ask(snapshot_content_hash);
        ck_assert_str_eq(revisions.unwatched, gaps[i].relation);
        ck_assert_uint_eq(revisions.count, 8);
        test_sql(url, gaps[i].repair);
        revisions = ask(snapshot_revisions);
        ck_assert_msg(revisions.watched, "%s: %s", gaps[i].repair, revisions.unwatched);
        /* What changed meanwhile went unseen, but for a relation that is gone again. */
        if (!text_starts_with(gaps[i].repair, "DROP"))
            ck_assert_str_ne(revisions.structure, watched.structure);
    }
}
END_TEST

START_TEST(without_the_migration_nothing_is_watched)
{
    test_sql(url, "DROP TABLE orgair.revisions CASCADE");
    struct revisions revisions = ask(snapshot_revisions);
    ck_assert(!revisions.watched);
    ck_assert_str_eq(revisions.unwatched, "orgair.revisions");
    ck_assert_uint_eq(revisions.count, 0);
    ck_assert_ptr_null(revision_token(&revisions, ""));
    revisions = ask(snapshot_content_hash);
    ck_assert_uint_eq(revisions.count, 8);
}
END_TEST

START_TEST(a_watched_partition_renews_its_sector)
{
    test_sql(url, gaps[5].sql);
    test_sql(url, gaps[5].repair);
    struct revisions before = ask(snapshot_revisions);
    struct revisions hashed = ask(snapshot_content_hash);
    test_sql(url, "INSERT INTO public.org_attributes_parts VALUES ('" ENERGY "')");
    ck_step(&before, "energy");
    test_sql(url, "INSERT INTO public.part VALUES ('" RETAIL "')");
    ck_step(&before, "retail");
    struct revisions after = ask(snapshot_content_hash);
    ck_assert_str_eq(differences(&hashed, &after), "energy retail");
}
END_TEST

/* ---- rights ---- */

/* A login that has nothing but what is granted to it here. */
static const char *login(const char *role, const char *grants)
{
    test_sql(url, arena_printf(arena, "DROP ROLE IF EXISTS %s; CREATE ROLE %s LOGIN", role, role));
    test_sql(url, grants);
    return test_url("orgair_test_revisions", role);
}

START_TEST(a_reader_may_ask_and_no_more)
{
    const char *reader = login("orgair_test_asker", "GRANT orgair_reader TO orgair_test_asker");
    db = test_connect(arena, reader, true);
    struct revisions revisions = ask(snapshot_revisions);
    ck_assert_uint_eq(revisions.count, 8);
    ck_assert(revisions.watched);
    revisions = ask(snapshot_content_hash);
    ck_assert_uint_eq(revisions.count, 8);
    db = test_connect(arena, reader, false);
    ck_assert(!db_script(db, "try it", "SELECT orgair.renew('pe_energy')", &err));
    ck_assert(!db_script(db, "try it", "DELETE FROM orgair.revisions", &err));
    arena_reset(arena);
    test_sql(url, "DROP OWNED BY orgair_test_asker; DROP ROLE orgair_test_asker");
}
END_TEST

START_TEST(a_writer_needs_no_rights_on_revisions)
{
    const char *limited =
        login("orgair_test_limited", "GRANT USAGE ON SCHEMA public TO orgair_test_limited;"
                                     "GRANT SELECT, UPDATE, TRUNCATE"
                                     " ON public.org_attributes_energy TO orgair_test_limited");
    struct revisions before = ask(snapshot_revisions);
    test_sql(limited, coal_sql);
    ck_step(&before, "energy");
    test_sql(limited, "TRUNCATE public.org_attributes_energy");
    ck_step(&before, "energy");
    arena_reset(arena);
    test_sql(url, "DROP OWNED BY orgair_test_limited; DROP ROLE orgair_test_limited");
}
END_TEST

/* ---- days ---- */

static const char *horizon(const char *as_of)
{
    const char *day;
    ck_assert_msg(snapshot_horizon(db, arena, as_of, &day, &err), "%s", err.message);
    return day ? day : "none";
}

START_TEST(the_horizon_is_the_next_day_that_differs)
{
    ck_assert_str_eq(horizon("2024-06-30"), "2025-01-01");
    ck_assert_str_eq(horizon("2025-01-01"), "2025-02-01");
    ck_assert_str_eq(horizon("2025-02-01"), "none");
    test_sql(url, "UPDATE public.organization_assessments SET effective_to = '2026-08-01'");
    ck_assert_str_eq(horizon("2025-02-01"), "2026-08-01");
    ck_assert_str_eq(horizon("2026-08-01"), "none");
    test_sql(url, "UPDATE public.focus_group_calibrations SET effective_to = '2026-07-01'");
    ck_assert_str_eq(horizon("2025-02-01"), "2026-07-01");
    test_sql(url, "UPDATE public.focus_group_dimension_weights SET effective_to = '2026-06-01'"
                  " WHERE focus_group_id = 'pe_retail'");
    ck_assert_str_eq(horizon("2025-02-01"), "2026-06-01");
    test_sql(url, "INSERT INTO public.focus_group_calibrations"
                  " (focus_group_id, parameter_name, parameter_value, effective_from)"
                  " VALUES ('pe_retail', 'x', 1, '2026-05-01')");
    ck_assert_str_eq(horizon("2025-02-01"), "2026-05-01");
    ck_assert_str_eq(horizon("2026-07-31"), "2026-08-01");
}
END_TEST

START_TEST(the_day_is_the_databases)
{
    struct revisions revisions = ask(snapshot_revisions);
    ck_assert_str_eq(revisions.today, test_value(url, "SELECT CURRENT_DATE"));
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("db/revisions");
    TCase *cases = tcase_create("revisions");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, tokens_follow_changes);
    tcase_add_test(cases, hashes_follow_changes);
    tcase_add_loop_test(cases, writers_do_not_wait_for_each_other, 0, 3);
    tcase_add_test(cases, a_transaction_renews_once);
    tcase_add_test(cases, a_move_after_the_lookup_is_not_lost);
    tcase_add_loop_test(cases, a_move_before_the_lookup_is_not_lost, 0, 2);
    tcase_add_test(cases, a_move_that_is_not_seen_is_not_lost);
    tcase_add_test(cases, what_is_not_watched_is_named);
    tcase_add_test(cases, without_the_migration_nothing_is_watched);
    tcase_add_test(cases, a_watched_partition_renews_its_sector);
    tcase_add_test(cases, a_reader_may_ask_and_no_more);
    tcase_add_test(cases, a_writer_needs_no_rights_on_revisions);
    tcase_add_test(cases, the_horizon_is_the_next_day_that_differs);
    tcase_add_test(cases, the_day_is_the_databases);
    suite_add_tcase(made, cases);
    return made;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
