#include "db/ledger.h"

#include "base/text.h"
#include "support/database.h"

#include <check.h>
#include <stdlib.h>

static struct arena *arena;
static struct error err;
static const char *url;

static void setup(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
    url = test_database_create("ledger");
}

static void teardown(void)
{
    arena_free(arena);
}

#define ONE "10000000-0000-0000-0000-000000000001"
#define TWO "10000000-0000-0000-0000-000000000002"
#define THREE "10000000-0000-0000-0000-000000000003"

static struct ledger_score score(const char *id, const char *sector, double org_ai_r)
{
    return (struct ledger_score){
        .organization_id = id,
        .focus_group_id = sector,
        .assessed_on = "2025-03-31",
        .org_ai_r = org_ai_r,
        .v_r = 55.5,
        .h_r = 100,
        .synergy = 0,
        .interval_low = 12.0000004,
        .interval_high = 70,
        .band = "Adequate",
        .gate = "none",
        .reviews = "{}",
    };
}

struct given {
    const struct ledger_score *scores;
    size_t count;
};

static bool give(void *subject, ledger_put *put, void *to, struct error *error)
{
    const struct given *given = subject;
    for (size_t i = 0; i < given->count; i++)
        if (!put(to, &given->scores[i], error))
            return false;
    return true;
}

static struct ledger_run run(const char *id, const struct ledger_score *scores, size_t count)
{
    struct given *given = arena_alloc(arena, sizeof *given);
    *given = (struct given){scores, count};
    return (struct ledger_run){
        .run_id = id,
        .started = "20250401T010203Z",
        .release_id = "20250401T010203Z-abc",
        .published = true,
        .as_of = "2025-04-01",
        .status = 3,
        .sectors = 7,
        .organizations = 55,
        .files = 105,
        .errors = 1,
        .warnings = 2,
        .parameters = "{\"PARAM_VERSION\":\"v2.0\"}",
        .version = "0.1.0",
        .score_count = count,
        .scores = give,
        .subject = given,
    };
}

static long long record(const struct ledger_run *entry)
{
    long long rows = -1;
    struct db *db = test_connect(arena, url, false);
    ck_assert_msg(ledger_record(db, entry, &rows, &err), "%s", err.message);
    return rows;
}

static void is_refused(struct db *db, const struct ledger_run *entry, const char *message)
{
    long long rows = -1;
    ck_assert(!ledger_record(db, entry, &rows, &err));
    ck_assert_str_eq(err.message, message);
    ck_assert_int_eq(rows, -1);
}

static void holds(const char *sql, const char *value)
{
    ck_assert_str_eq(test_value(url, sql), value);
}

#define RUNS "SELECT count(*) FROM orgair.runs"
#define SCORES "SELECT count(*) FROM orgair.published_scores"

START_TEST(every_field_arrives)
{
    struct ledger_score scores[] = {score(ONE, "pe_energy", 61.2345678)};
    scores[0].reviews = "{change,imputed}";
    scores[0].gate = "blocked";
    struct ledger_run entry = run("a", scores, 1);
    ck_assert_int_eq(record(&entry), 1);
    holds("SELECT concat_ws(' ', run_number, run_id, started_at AT TIME ZONE 'UTC', release_id,\n"
          "    is_published, as_of, exit_status, sectors, organizations, scored, files, errors,\n"
          "    warnings, parameters, version) FROM orgair.runs",
          "1 a 2025-04-01 01:02:03 20250401T010203Z-abc t 2025-04-01 3 7 55 1 105 1 2 "
          "{\"PARAM_VERSION\": \"v2.0\"} 0.1.0");
    holds("SELECT concat_ws(' ', organization_id, run_number, focus_group_id, assessed_on,\n"
          "    org_ai_r, v_r, h_r, synergy, interval_low, interval_high, band, governance_gate,\n"
          "    review_reasons) FROM orgair.published_scores",
          ONE " 1 pe_energy 2025-03-31 61.234568 55.500000 100.000000 0.000000 12.000000 "
              "70.000000 Adequate blocked {change,imputed}");
}
END_TEST

START_TEST(what_did_not_change_is_not_repeated)
{
    struct ledger_score scores[] = {score(ONE, "pe_energy", 50), score(TWO, "pe_energy", 60)};
    struct ledger_run first = run("a", scores, 2);
    struct ledger_run second = run("b", scores, 2);
    ck_assert_int_eq(record(&first), 2);
    scores[0].interval_low = 11.9999996; /* the same to six digits */
    ck_assert_int_eq(record(&second), 0);
    holds(RUNS, "2");
    holds(SCORES, "2");
    struct ledger_run empty = run("c", scores, 2);
    ck_assert_int_eq(record(&empty), 0);
}
END_TEST

/* Each of the fields alone. */
static void change(struct ledger_score *row, int field)
{
    switch (field) {
    case 0:
        row->focus_group_id = "pe_retail";
        break;
    case 1:
        row->assessed_on = "2025-03-30";
        break;
    case 2:
        row->org_ai_r = 50.000001;
        break;
    case 3:
        row->v_r = 0;
        break;
    case 4:
        row->h_r = 99;
        break;
    case 5:
        row->synergy = 1;
        break;
    case 6:
        row->interval_low = 0;
        break;
    case 7:
        row->interval_high = 100;
        break;
    case 8:
        row->band = "Good";
        break;
    case 9:
        row->gate = "passed";
        break;
    default:
        row->reviews = "{low}";
        break;
    }
}

START_TEST(one_change_is_one_row)
{
    struct ledger_score scores[] = {score(ONE, "pe_energy", 50), score(TWO, "pe_energy", 60)};
    struct ledger_run first = run("a", scores, 2);
    struct ledger_run second = run("b", scores, 2);
    struct ledger_run third = run("c", scores, 2);
    struct ledger_run fourth = run("d", scores, 2);
    record(&first);
    change(&scores[0], _i);
    ck_assert_int_eq(record(&second), 1);
    ck_assert_int_eq(record(&third), 0);
    scores[0] = score(ONE, "pe_energy", 50);
    ck_assert_int_eq(record(&fourth), 1); /* back again is a change too */
    holds("SELECT string_agg(right(organization_id::text, 1) || run_number, ' '\n"
          "    ORDER BY run_number, organization_id) FROM orgair.published_scores",
          "11 21 12 14");
}
END_TEST

START_TEST(who_is_gone_is_recorded_once)
{
    struct ledger_score scores[] = {score(ONE, "pe_energy", 50), score(TWO, "pe_retail", 60),
                                    score(THREE, "pe_retail", 70)};
    struct ledger_run all = run("a", scores, 3);
    record(&all);
    struct ledger_run one = run("b", scores, 1);
    const char *const kept[] = {"pe_it's", "pe_retail"};
    one.kept_sectors = kept;
    one.kept_count = 2;
    ck_assert_int_eq(record(&one), 0);
    struct ledger_run two = run("c", scores, 2);
    ck_assert_int_eq(record(&two), 1);
    struct ledger_run again = run("d", scores, 2);
    ck_assert_int_eq(record(&again), 0);
    holds("SELECT concat_ws(' ', organization_id, run_number, focus_group_id,\n"
          "    num_nulls(assessed_on, org_ai_r, v_r, h_r, synergy, interval_low, interval_high,\n"
          "              band, governance_gate, review_reasons))\n"
          "FROM orgair.published_scores WHERE org_ai_r IS NULL",
          THREE " 3 pe_retail 10");
    struct ledger_run back = run("e", scores, 3);
    ck_assert_int_eq(record(&back), 1);
    struct ledger_run nobody = run("f", NULL, 0);
    ck_assert_int_eq(record(&nobody), 3);
}
END_TEST

START_TEST(a_run_is_recorded_once)
{
    struct ledger_score scores[] = {score(ONE, "pe_energy", 50)};
    struct ledger_run first = run("a", scores, 1);
    record(&first);
    scores[0].org_ai_r = 51;
    struct db *db = test_connect(arena, url, false);
    is_refused(db, &first,
               "cannot record the run: duplicate key value violates unique constraint "
               "\"runs_run_id_key\"");
    holds(SCORES, "1");
    struct ledger_run second = run("b", scores, 1);
    long long rows; /* the connection is as good as before */
    ck_assert_msg(ledger_record(db, &second, &rows, &err), "%s", err.message);
    ck_assert_int_eq(rows, 1);
}
END_TEST

START_TEST(a_refused_score_leaves_no_run)
{
    struct ledger_score scores[] = {score(ONE, "pe_energy", 50), score(TWO, "pe_energy", 100.1)};
    struct ledger_run entry = run("a", scores, 2);
    is_refused(test_connect(arena, url, false), &entry,
               "cannot record the scores: new row for relation \"published_scores\" violates "
               "check constraint \"published_scores_org_ai_r_check\"");
    holds(RUNS, "0");
    holds(SCORES, "0");
}
END_TEST

START_TEST(a_reader_may_not_record)
{
    test_sql(url, "DROP ROLE IF EXISTS orgair_test_ledger_reader");
    test_sql(url, "CREATE ROLE orgair_test_ledger_reader LOGIN IN ROLE orgair_reader");
    struct ledger_run entry = run("a", NULL, 0);
    const char *as_reader = test_url("orgair_test_ledger", "orgair_test_ledger_reader");
    is_refused(test_connect(arena, as_reader, false), &entry,
               "cannot record the run: permission denied for table runs");
    ck_assert_str_eq(test_value(as_reader, RUNS), "0");
    is_refused(test_connect(arena, url, true), &entry,
               "cannot record the run: cannot execute INSERT in a read-only transaction");
}
END_TEST

START_TEST(a_writer_may_record)
{
    test_sql(url, "DROP ROLE IF EXISTS orgair_test_ledger_writer");
    test_sql(url, "CREATE ROLE orgair_test_ledger_writer LOGIN IN ROLE orgair_writer");
    struct ledger_score scores[] = {score(ONE, "pe_energy", 50)};
    struct ledger_run entry = run("a", scores, 1);
    long long rows;
    struct db *db =
        test_connect(arena, test_url("orgair_test_ledger", "orgair_test_ledger_writer"), false);
    ck_assert_msg(ledger_record(db, &entry, &rows, &err), "%s", err.message);
    ck_assert_int_eq(rows, 1);
}
END_TEST

START_TEST(without_tables_it_is_said)
{
    struct ledger_run entry = run("a", NULL, 0);
    test_sql(url, "DROP TABLE orgair.published_scores");
    struct db *db = test_connect(arena, url, false);
    is_refused(db, &entry,
               "cannot record the scores: relation \"orgair.published_scores\" does not exist");
    ck_assert_str_eq(err.hint, "is the schema up to date? see 'orgair migrate status'");
    holds(RUNS, "0");
    test_sql(url, "DROP TABLE orgair.runs");
    is_refused(db, &entry, "cannot record the run: relation \"orgair.runs\" does not exist");
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("db/ledger");
    TCase *tcase = tcase_create("ledger");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, every_field_arrives);
    tcase_add_test(tcase, what_did_not_change_is_not_repeated);
    tcase_add_loop_test(tcase, one_change_is_one_row, 0, 11);
    tcase_add_test(tcase, who_is_gone_is_recorded_once);
    tcase_add_test(tcase, a_run_is_recorded_once);
    tcase_add_test(tcase, a_refused_score_leaves_no_run);
    tcase_add_test(tcase, a_reader_may_not_record);
    tcase_add_test(tcase, a_writer_may_record);
    tcase_add_test(tcase, without_tables_it_is_said);
    suite_add_tcase(all, tcase);
    return all;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
