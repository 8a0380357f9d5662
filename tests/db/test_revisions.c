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

static void set_up(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
    url = test_database_create_seeded("revisions");
    test_sql(url, rows_sql);
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

static const struct change changes[] = {
    {"insert",
     "INSERT INTO public.organizations (legal_name, focus_group_id)"
     "VALUES ('New', 'pe_energy')",
     "energy"},
    {"update", "UPDATE public.organizations SET employee_count = 7 WHERE legal_name = 'Shop'",
     "retail"},
    {"move",
     "UPDATE public.organizations SET focus_group_id = 'pe_retail'"
     " WHERE organization_id = '" SECOND "'",
     "energy retail"},
    {"delete", "DELETE FROM public.organizations WHERE organization_id = '" SECOND "'", "retail"},
    {"attribute", "UPDATE public.org_attributes_energy SET energy_type = 'coal'", "energy"},
    {"assessment", "UPDATE public.organization_assessments SET evidence_count = 3", "energy"},
    {"score", "UPDATE public.assessment_dimension_scores SET score = 51", "energy"},
    {"weight",
     "UPDATE public.focus_group_dimension_weights SET weight = 0.5"
     " WHERE focus_group_id = 'pe_technology' AND dimension_id = 'pe_dim_talent'",
     "technology"},
    {"calibration",
     "UPDATE public.focus_group_calibrations SET parameter_value = 2"
     " WHERE focus_group_id = 'pe_healthcare'",
     "healthcare"},
    {"dimension", "UPDATE public.dimensions SET description = 'x'", "shared"},
    {"sector",
     "UPDATE public.focus_groups SET group_name = 'Power'"
     " WHERE focus_group_id = 'pe_energy'",
     "shared"},
    {"nothing",
     "UPDATE public.organizations SET employee_count = 1 WHERE false;"
     "DELETE FROM public.org_attributes_energy WHERE false;"
     "INSERT INTO public.dimensions SELECT * FROM public.dimensions WHERE false",
     ""},
    {"rolled back", "BEGIN; UPDATE public.organizations SET employee_count = 9; ROLLBACK", ""},
    {"column", "ALTER TABLE public.org_attributes_energy ADD COLUMN extra TEXT", "structure"},
    {"comment", "COMMENT ON COLUMN public.org_attributes_energy.energy_type IS 'Fuel'",
     "structure"},
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
        /* Rows with a column more are other rows to a hash. */
        if (how == snapshot_content_hash && text_equal(changes[i].name, "column"))
            expected = "energy structure";
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

static Suite *suite(void)
{
    Suite *made = suite_create("db/revisions");
    TCase *cases = tcase_create("revisions");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, tokens_follow_changes);
    tcase_add_test(cases, hashes_follow_changes);
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
