#include "base/text.h"
#include "migrate_support.h"

#include <check.h>

/* What is done to a migrated database, what verify says of it, and what undoes it. */
static const struct {
    const char *change;
    const char *drift;
    const char *undo;
} drift_cases[] = {
    {"CREATE TABLE public.stray (x INTEGER)", "public.stray: table is not one of the migrations\n",
     "DROP TABLE public.stray"},
    {"ALTER TABLE public.focus_group_calibrations RENAME TO parameters",
     "public.focus_group_calibrations: table is missing\n"
     "public.parameters: table is not one of the migrations\n",
     "ALTER TABLE public.parameters RENAME TO focus_group_calibrations"},
    {"ALTER TABLE public.org_attributes_energy\n"
     "DROP CONSTRAINT org_attributes_energy_organization_id_fkey,\n"
     "ADD CONSTRAINT org_attributes_energy_organization_id_fkey FOREIGN KEY (organization_id)\n"
     "REFERENCES public.organizations(organization_id) ON DELETE CASCADE",
     "public.org_attributes_energy.org_attributes_energy_organization_id_fkey: definition is "
     "FOREIGN KEY (organization_id) REFERENCES public.organizations(organization_id) ON DELETE "
     "CASCADE, expected FOREIGN KEY (organization_id) REFERENCES "
     "public.organizations(organization_id)\n",
     "ALTER TABLE public.org_attributes_energy\n"
     "DROP CONSTRAINT org_attributes_energy_organization_id_fkey,\n"
     "ADD CONSTRAINT org_attributes_energy_organization_id_fkey FOREIGN KEY (organization_id)\n"
     "REFERENCES public.organizations(organization_id)"},
    {"ALTER TABLE public.focus_groups ADD COLUMN note TEXT",
     "public.focus_groups.note: column is not one of the migrations\n",
     "ALTER TABLE public.focus_groups DROP COLUMN note"},
    {"ALTER TABLE public.dimensions RENAME COLUMN description TO words",
     "public.dimensions.description: column is missing\n"
     "public.dimensions.words: column is not one of the migrations\n",
     "ALTER TABLE public.dimensions RENAME COLUMN words TO description"},
    {"ALTER TABLE public.focus_group_calibrations ALTER parameter_value TYPE DECIMAL(12,4)",
     "public.focus_group_calibrations.parameter_value: type is numeric(12,4), expected "
     "numeric(10,4)\n",
     "ALTER TABLE public.focus_group_calibrations ALTER parameter_value TYPE DECIMAL(10,4)"},
    {"ALTER TABLE public.dimensions ALTER max_score SET DEFAULT 10",
     "public.dimensions.max_score: default is 10, expected 100\n",
     "ALTER TABLE public.dimensions ALTER max_score SET DEFAULT 100"},
    {"ALTER TABLE public.organizations ALTER status DROP DEFAULT",
     "public.organizations.status: default is none, expected 'active'::character varying\n",
     "ALTER TABLE public.organizations ALTER status SET DEFAULT 'active'"},
    {"ALTER TABLE public.organizations ALTER legal_name DROP NOT NULL",
     "public.organizations.legal_name: nullability is NULL, expected NOT NULL\n",
     "ALTER TABLE public.organizations ALTER legal_name SET NOT NULL"},
    {"ALTER TABLE public.organizations DROP CONSTRAINT chk_org_pe_platform",
     "public.organizations.chk_org_pe_platform: constraint is missing\n",
     "ALTER TABLE public.organizations ADD CONSTRAINT chk_org_pe_platform "
     "CHECK (focus_group_id LIKE 'pe_%')"},
    {"DROP INDEX public.idx_org_ticker", "public.organizations.idx_org_ticker: index is missing\n",
     "CREATE INDEX idx_org_ticker ON public.organizations(ticker_symbol) "
     "WHERE ticker_symbol IS NOT NULL"},
    {"CREATE INDEX idx_status ON public.organizations(status)",
     "public.organizations.idx_status: index is not one of the migrations\n",
     "DROP INDEX public.idx_status"},
    {"COMMENT ON COLUMN public.organizations.status IS 'State'",
     "public.organizations.status: comment is 'State', expected 'Status: active, inactive (no "
     "longer monitored) or archived (exited)'\n",
     "COMMENT ON COLUMN public.organizations.status IS "
     "'Status: active, inactive (no longer monitored) or archived (exited)'"},
    {"COMMENT ON TABLE public.dimensions IS NULL",
     "public.dimensions: comment is none, expected 'Dimensions: the criteria of AI readiness, the "
     "same in every sector'\n",
     "COMMENT ON TABLE public.dimensions IS "
     "'Dimensions: the criteria of AI readiness, the same in every sector'"},
    {"CREATE FUNCTION public.stray(x INTEGER) RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'",
     "public.stray(x integer): function is not one of the migrations\n",
     "DROP FUNCTION public.stray(INTEGER)"},
    {"CREATE TABLE orgair.stray (x INTEGER)", "orgair.stray: table is not one of the migrations\n",
     "DROP TABLE orgair.stray"},
};

/* The lines in any order. */
static void check_lines(const char *lines, const char *expected)
{
    ck_assert_msg(strlen(lines) == strlen(expected), "%s", lines);
    while (*expected) {
        size_t length = strcspn(expected, "\n") + 1;
        ck_assert_msg(strstr(lines, arena_strndup(arena, expected, length)) != NULL, "%s", lines);
        expected += length;
    }
}

START_TEST(verify_names_each_drift)
{
    const char *url = test_database_create("migrate_drift");
    for (size_t i = 0; i < sizeof drift_cases / sizeof *drift_cases; i++) {
        test_sql(url, drift_cases[i].change);
        struct findings drifts = verify(url, "migrations");
        check_lines(drift_lines(&drifts), drift_cases[i].drift);
        ck_assert_str_eq(drifts.rows[0].code, "schema_drift");
        ck_assert_int_eq(drifts.rows[0].severity, SEVERITY_ERROR);
        test_sql(url, drift_cases[i].undo);
        check_no_drift(url, "migrations");
    }
}
END_TEST

START_TEST(verify_sees_another_view)
{
    const char *url = test_database_create("migrate_view");
    const char *definition = test_value(url, "SELECT pg_get_viewdef('public."
                                             "vw_organizations_full'::regclass)");
    const char *inner = strstr(definition, "JOIN");
    ck_assert_ptr_nonnull(inner);
    test_sql(url, arena_printf(arena,
                               "CREATE OR REPLACE VIEW public.vw_organizations_full AS %.*s "
                               "WHERE o.status = 'active'",
                               (int)strlen(definition) - 1, definition));
    struct findings drifts = verify(url, "migrations");
    check_lines(drift_lines(&drifts), "public.vw_organizations_full: view definition is not the "
                                      "one of the migrations\n");
}
END_TEST

/* The unified view with columns, and a join, at its end. */
static const char *extended_view(const char *url, const char *columns, const char *rest)
{
    const char *definition = test_value(url, "SELECT pg_get_viewdef('public."
                                             "vw_organizations_full'::regclass)");
    const char *from = strstr(definition, "\n   FROM ");
    return arena_printf(arena, "CREATE OR REPLACE VIEW public.vw_organizations_full AS%.*s%s%.*s%s",
                        (int)(from - definition), definition, columns, (int)strlen(from) - 1, from,
                        rest);
}

START_TEST(verify_takes_a_sector_for_data)
{
    static const char view_drift[] = "public.vw_organizations_full: view definition is not the one "
                                     "of the migrations\n";
    const char *url = test_database_create_seeded("migrate_sector");
    test_sql(url, "INSERT INTO public.focus_groups (focus_group_id, platform, group_name, "
                  "group_code, display_order)\n"
                  "VALUES ('pe_space', 'pe_org_air', 'Space', 'SPC', 8);\n"
                  "CREATE TABLE public.org_attributes_space (\n"
                  "    organization_id UUID PRIMARY KEY REFERENCES public.organizations,\n"
                  "    launches INTEGER DEFAULT 0\n"
                  ");\n"
                  "SELECT orgair.watch('public.org_attributes_space')");
    check_no_drift(url, "migrations");
    const char *with = extended_view(url, ", spc.launches",
                                     " LEFT JOIN public.org_attributes_space AS spc "
                                     "ON o.organization_id = spc.organization_id");
    test_sql(url, with);
    check_no_drift(url, "migrations");
    /* Less than the migrations put in, or more than is of a sector. */
    test_sql(url, extended_view(url, "", " WHERE o.status = 'active'"));
    struct findings drifts = verify(url, "migrations");
    check_lines(drift_lines(&drifts), view_drift);
    test_sql(url, with);
    const char *join = strstr(with, "LEFT JOIN org_attributes_energy");
    test_sql(url, arena_printf(arena, "%.*s%s", (int)(join - with), with, join + strlen("LEFT ")));
    drifts = verify(url, "migrations");
    check_lines(drift_lines(&drifts), view_drift);
    /* Without the sector's row the table is anybody's. */
    test_sql(url, with);
    test_sql(url, "DELETE FROM public.focus_groups WHERE focus_group_id = 'pe_space'");
    drifts = verify(url, "migrations");
    check_lines(drift_lines(&drifts),
                arena_printf(arena,
                             "public.org_attributes_space: table is not one of the migrations\n"
                             "public.vw_organizations_full.launches: column is not one of the "
                             "migrations\n%s",
                             view_drift));
}
END_TEST

START_TEST(verify_sees_the_order_of_columns)
{
    const char *url = test_database_empty("migrate_order");
    put_pair(1, "pair", "CREATE TABLE public.pair (a INTEGER, b INTEGER);\n",
             "DROP TABLE public.pair;\n");
    up(url, folder);
    test_sql(url, "DROP TABLE public.pair;\nCREATE TABLE public.pair (b INTEGER, a INTEGER)");
    struct findings drifts = verify(url, folder);
    check_lines(drift_lines(&drifts), "public.pair: column order is b, a, expected a, b\n");
}
END_TEST

START_TEST(verify_needs_the_owner)
{
    const char *url = test_database_create("migrate_rights");
    const char *writer = login(url, "rights_login", "orgair_writer");
    struct findings drifts;
    findings_init(&drifts, arena);
    struct db *db = test_connect(arena, test_url("orgair_test_migrate_rights", writer), false);
    ck_assert(!migrations_verify(&(struct migrator){db, arena, "migrations", NULL}, &drifts, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(err.message, "statement 1: cannot set the live schemas aside: must be owner "
                                  "of schema public");
    ck_assert_str_eq(err.hint, "connect as the owner of the database; nothing will be changed");
    check_no_drift(url, "migrations");
}
END_TEST

START_TEST(verify_changes_nothing)
{
    const char *url = test_database_create_seeded("migrate_verify");
    const char *before = test_value(url, objects_sql);
    const char *rows = test_value(url, "SELECT count(*) FROM public.organizations");
    check_no_drift(url, "migrations");
    ck_assert_str_eq(test_value(url, objects_sql), before);
    ck_assert_str_eq(test_value(url, "SELECT count(*) FROM public.organizations"), rows);
}
END_TEST

START_TEST(verify_says_what_is_pending)
{
    const char *url = test_database_create("migrate_pending");
    int next = copy_project();
    put_pair(next, "new", "CREATE TABLE public.new (x INTEGER);\n", "DROP TABLE public.new;\n");
    struct findings drifts = verify(url, folder);
    check_lines(drift_lines(&drifts),
                arena_printf(arena, "%04d_new: migration is not applied\n", next));
    ck_assert_str_eq(drifts.rows[0].code, "migration_pending");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("migrate verify");
    TCase *drift = tcase_create("verify");
    tcase_add_checked_fixture(drift, migrations_set_up, migrations_tear_down);
    tcase_set_timeout(drift, 60);
    tcase_add_test(drift, verify_names_each_drift);
    tcase_add_test(drift, verify_sees_another_view);
    tcase_add_test(drift, verify_takes_a_sector_for_data);
    tcase_add_test(drift, verify_sees_the_order_of_columns);
    tcase_add_test(drift, verify_needs_the_owner);
    tcase_add_test(drift, verify_changes_nothing);
    tcase_add_test(drift, verify_says_what_is_pending);
    suite_add_tcase(suite, drift);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
