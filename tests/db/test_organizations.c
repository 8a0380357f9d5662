#include "base/text.h"
#include "db/snapshot.h"
#include "model/array.h"
#include "support/database.h"
#include "support/sectors.h"

#include <check.h>

static struct arena *arena;
static struct error err;
static const char *url;
static struct db *db;
static struct config_set set;
static struct column_set columns;

static void set_up(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
    url = test_database_create_seeded("organizations");
    db = test_connect(arena, url, true);
}

static void tear_down(void)
{
    arena_free(arena);
}

static struct organization_stream *open_stream(const char *sector_id)
{
    struct organization_stream *stream;
    ck_assert_msg(snapshot_configs(db, arena, "2025-06-01", &set, &err), "%s", err.message);
    const struct sector *sector = config_find_sector(&set, sector_id);
    ck_assert(sector != NULL);
    ck_assert_msg(snapshot_columns(db, arena, sector, &columns, NULL, &err), "%s", err.message);
    ck_assert_msg(snapshot_organizations(db, arena, sector, &columns, &stream, &err), "%s",
                  err.message);
    return stream;
}

/* The rows of a sector that has no more than one batch of them. */
static struct organization *read_all(const char *sector, size_t expected)
{
    struct organization_stream *stream = open_stream(sector);
    struct organization *rows, *none;
    size_t count;
    ck_assert_msg(organization_stream_next(stream, arena, &rows, &count, &err), "%s", err.message);
    ck_assert_uint_eq(count, expected);
    for (int i = 0; i < 2; i++) {
        ck_assert_msg(organization_stream_next(stream, arena, &none, &count, &err), "%s",
                      err.message);
        ck_assert_uint_eq(count, 0);
    }
    return rows;
}

static const char *value(const struct organization *row, const char *name)
{
    return organization_value(row, &columns, name);
}

START_TEST(seeded_organization)
{
    const struct organization *row = read_all("pe_manufacturing", 1);
    ck_assert_str_eq(row->id, "13d79e33-e919-5e69-a23f-f3059bfd1a91");
    ck_assert_str_eq(row->legal_name, "Global Manufacturing Corp");
    ck_assert_str_eq(row->display_name, "Global MFG");
    ck_assert_str_eq(row->focus_group_id, "pe_manufacturing");
    ck_assert_str_eq(row->status, "active");
    ck_assert(row->has_attributes);
    ck_assert_str_eq(value(row, "legal_name"), "Global Manufacturing Corp");
    ck_assert_str_eq(value(row, "display_name"), "Global MFG");
    ck_assert_str_eq(value(row, "status"), "active");
    ck_assert_str_eq(value(row, "annual_revenue_usd"), "500000000.00");
    ck_assert_str_eq(value(row, "employee_count"), "1500");
    ck_assert_str_eq(value(row, "ot_systems"), "{SCADA,DCS}");
    ck_assert_str_eq(value(row, "edge_computing"), "t");
    ck_assert_str_eq(value(row, "demand_forecasting_ai"), "f");
    ck_assert_ptr_null(value(row, "mes_system"));
    ck_assert_ptr_null(value(row, "ticker_symbol"));
    ck_assert_uint_eq(organization_known_attributes(row, &columns), 5);
}
END_TEST

START_TEST(row_of_attributes_is_told_from_none)
{
    test_sql(url, "INSERT INTO public.organizations (organization_id, legal_name, focus_group_id)"
                  "VALUES ('00000000-0000-4000-8000-000000000001', 'A none', 'pe_energy'),"
                  "       ('00000000-0000-4000-8000-000000000002', 'B empty', 'pe_energy'),"
                  "       ('00000000-0000-4000-8000-000000000003', 'C strange', 'pe_energy');"
                  "INSERT INTO public.org_attributes_energy (organization_id, regulated,"
                  "    ami_deployed, grid_optimization_ai, predictive_maintenance)"
                  "VALUES ('00000000-0000-4000-8000-000000000002', NULL, NULL, NULL, NULL);"
                  "INSERT INTO public.org_attributes_retail (organization_id)"
                  "VALUES ('00000000-0000-4000-8000-000000000003')");
    const struct organization *rows = read_all("pe_energy", 3);
    ck_assert(!rows[0].has_attributes);
    ck_assert(rows[1].has_attributes);
    ck_assert(!rows[2].has_attributes);
    ck_assert_uint_eq(organization_known_attributes(&rows[1], &columns), 0);
    ck_assert_ptr_null(rows[0].display_name);
}
END_TEST

/* Every character that COPY writes with a backslash, and those it does not. */
START_TEST(awkward_values_arrive_whole)
{
    static const char *const names[] = {
        "\\N",        "tab\there",    "line\nbreak\r\n", "back\\slash \\t \\\\N",
        "\b\f\v end", "O'Neil \"x\"", "<script>&amp;",   "株式会社 שלום 😀",
        "",           " spaces  ",    "\x01\x7f",
    };
    const size_t count = sizeof names / sizeof *names;
    for (size_t i = 0; i < count; i++) {
        struct db *writer = test_connect(arena, url, false);
        const char *parameters[] = {arena_printf(arena, "%02zu", i), names[i]};
        struct db_statement statement = {
            .purpose = "write",
            .sql = "INSERT INTO public.organizations (legal_name, display_name, website_url,"
                   "    focus_group_id) VALUES ($1, $2, $2, 'pe_retail')",
            .parameters = parameters,
            .parameter_count = 2};
        ck_assert_msg(db_query(writer, arena, &statement, NULL, &err), "%s", err.message);
    }
    const struct organization *rows = read_all("pe_retail", count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(rows[i].display_name, names[i]);
        ck_assert_str_eq(value(&rows[i], "website_url"), names[i]);
        ck_assert_ptr_null(value(&rows[i], "ticker_symbol"));
        ck_assert_str_eq(rows[i].status, "active");
    }
}
END_TEST

START_TEST(arrays_arrive_whole)
{
    test_sql(url, "UPDATE public.org_attributes_manufacturing SET ot_systems = ARRAY["
                  "    'a,b', '\"q\" \\', NULL, 'NULL', '', E'tab\\t', '{x}', '日本'],"
                  "    iot_platforms = '{}'");
    const struct organization *row = read_all("pe_manufacturing", 1);
    static const char *const expected[] = {"a,b", "\"q\" \\", NULL,  "NULL",
                                           "",    "tab\t",    "{x}", "日本"};
    const char **elements;
    size_t count;
    ck_assert(array_split(arena, value(row, "ot_systems"), &elements, &count));
    ck_assert_uint_eq(count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < count; i++)
        ck_assert_pstr_eq(elements[i], expected[i]);
    ck_assert(array_split(arena, value(row, "iot_platforms"), &elements, &count));
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(order_is_by_bytes_of_the_name_then_id)
{
    static const char *const names[] = {"10", "9", "A", "B", "a", "b", "É"};
    test_sql(url, "INSERT INTO public.organizations (legal_name, focus_group_id)"
                  "SELECT name, 'pe_retail' "
                  "FROM unnest(ARRAY['b', 'É', 'A', 'a', '9', 'B', '10']) AS name");
    const struct organization *rows = read_all("pe_retail", 7);
    for (size_t i = 0; i < 7; i++)
        ck_assert_str_eq(rows[i].legal_name, names[i]);
    test_sql(url, "INSERT INTO public.organizations (organization_id, legal_name, focus_group_id)"
                  "SELECT ('00000000-0000-4000-8000-00000000000' || i)::uuid, 'same', 'pe_energy' "
                  "FROM generate_series(9, 1, -1) AS i");
    rows = read_all("pe_energy", 9);
    for (size_t i = 1; i < 9; i++)
        ck_assert_int_lt(strcmp(rows[i - 1].id, rows[i].id), 0);
}
END_TEST

START_TEST(eighth_sector_streams)
{
    add_life_sciences(url);
    const struct organization *row = read_all("pe_life_sciences", 1);
    ck_assert_str_eq(row->legal_name, "Helix Trials");
    ck_assert(row->has_attributes);
    ck_assert_str_eq(value(row, "trial_count"), "12");
    ck_assert_str_eq(value(row, "patients"), "3000000000");
    ck_assert_str_eq(value(row, "sites"), "{Basel,\"New York\"}");
    ck_assert_str_eq(value(row, "success_rate"), "62.5");
    ck_assert_str_eq(value(row, "budget"), "1234567.891");
    ck_assert_str_eq(value(row, "ratio"), "0.1");
    ck_assert_str_eq(value(row, "approved_on"), "2025-02-03");
    ck_assert_str_eq(value(row, "audited_at"), "2025-02-03 01:00:00+00");
    ck_assert_str_eq(value(row, "sponsor_id"), "00000000-0000-4000-8000-00000000000a");
    ck_assert_str_eq(value(row, "phase"), "late");
    ck_assert_str_eq(value(row, "protocol"), "{\"a\": 1}");
    ck_assert_str_eq(value(row, "blinded"), "t");
    ck_assert_str_eq(value(row, "Odd \"Name\""), "odd");
}
END_TEST

START_TEST(sector_without_a_table_streams)
{
    test_sql(url, "INSERT INTO public.focus_groups (focus_group_id, platform, group_name,"
                  "    group_code, display_order)"
                  "VALUES ('pe_o''space', 'pe_org_air', 'Space', 'SPC', 8);"
                  "INSERT INTO public.organizations (legal_name, focus_group_id)"
                  "VALUES ('Orbit', 'pe_o''space')");
    const struct organization *row = read_all("pe_o'space", 1);
    ck_assert(!row->has_attributes);
    ck_assert_str_eq(row->legal_name, "Orbit");
}
END_TEST

static void fill(int rows)
{
    test_sql(url, arena_printf(arena,
                               "INSERT INTO public.organizations (legal_name, focus_group_id)"
                               "SELECT 'Org ' || lpad(i::text, 6, '0'), 'pe_energy' "
                               "FROM generate_series(1, %d) AS i",
                               rows));
}

/* Reads a sector batch by batch into one arena that is reset; returns the number of batches. */
static size_t count_batches(size_t expected)
{
    struct organization_stream *stream = open_stream("pe_energy");
    struct arena *batch = arena_new();
    size_t batches = 0, total = 0, count;
    struct organization *rows;
    for (;; batches++) {
        arena_reset(batch);
        ck_assert_msg(organization_stream_next(stream, batch, &rows, &count, &err), "%s",
                      err.message);
        if (count == 0)
            break;
        ck_assert_uint_le(count, ORGANIZATION_BATCH);
        for (size_t i = 0; i < count; i++) {
            total++;
            ck_assert_str_eq(rows[i].legal_name, arena_printf(batch, "Org %06zu", total));
        }
    }
    ck_assert_uint_eq(total, expected);
    arena_free(batch);
    return batches;
}

START_TEST(thousands_come_in_batches)
{
    fill(20000);
    ck_assert(snapshot_begin(db, NULL, &err));
    ck_assert_uint_eq(count_batches(20000), (20000 + ORGANIZATION_BATCH - 1) / ORGANIZATION_BATCH);
    ck_assert(snapshot_end(db, &err));
}
END_TEST

START_TEST(full_batches_end_well)
{
    ck_assert_uint_eq(count_batches(0), 0);
    fill(ORGANIZATION_BATCH);
    ck_assert_uint_eq(count_batches(ORGANIZATION_BATCH), 1);
}
END_TEST

START_TEST(half_read_stream_is_ended_with_the_snapshot)
{
    struct organization *rows;
    size_t count;
    fill(20000);
    ck_assert(snapshot_begin(db, NULL, &err));
    struct organization_stream *stream = open_stream("pe_energy");
    ck_assert(organization_stream_next(stream, arena, &rows, &count, &err));
    ck_assert_uint_eq(count, ORGANIZATION_BATCH);
    ck_assert_msg(snapshot_end(db, &err), "%s", err.message);
    ck_assert_msg(snapshot_begin(db, NULL, &err), "%s", err.message);
    read_all("pe_manufacturing", 1);
}
END_TEST

START_TEST(server_gone_during_the_stream)
{
    struct organization *rows;
    size_t count;
    fill(20000);
    struct organization_stream *stream = open_stream("pe_energy");
    ck_assert(organization_stream_next(stream, arena, &rows, &count, &err));
    test_sql(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                  "WHERE application_name = 'orgair test' AND datname = current_database()");
    while (organization_stream_next(stream, arena, &rows, &count, &err) && count > 0)
        ck_assert_uint_le(count, ORGANIZATION_BATCH);
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_msg(strstr(err.message, "the database went away while trying to read the "
                                      "organizations of sector 'pe_energy'") != NULL,
                  "%s", err.message);
}
END_TEST

START_TEST(multiplied_rows_are_refused)
{
    test_sql(url, "ALTER TABLE public.org_attributes_energy DROP CONSTRAINT "
                  "    org_attributes_energy_pkey;"
                  "INSERT INTO public.organizations (organization_id, legal_name, focus_group_id)"
                  "VALUES ('00000000-0000-4000-8000-000000000001', 'Twice', 'pe_energy');"
                  "INSERT INTO public.org_attributes_energy (organization_id)"
                  "VALUES ('00000000-0000-4000-8000-000000000001'),"
                  "       ('00000000-0000-4000-8000-000000000001')");
    struct organization_stream *stream = open_stream("pe_energy");
    struct organization *rows;
    size_t count;
    ck_assert(!organization_stream_next(stream, arena, &rows, &count, &err));
    ck_assert_int_eq(err.code, ERROR_INVALID);
    ck_assert_str_eq(err.message,
                     "sector 'pe_energy': organization '00000000-0000-4000-8000-000000000001' "
                     "is in the unified view more than once");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db/organizations");
    TCase *tcase = tcase_create("organizations");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, seeded_organization);
    tcase_add_test(tcase, row_of_attributes_is_told_from_none);
    tcase_add_test(tcase, awkward_values_arrive_whole);
    tcase_add_test(tcase, arrays_arrive_whole);
    tcase_add_test(tcase, order_is_by_bytes_of_the_name_then_id);
    tcase_add_test(tcase, eighth_sector_streams);
    tcase_add_test(tcase, sector_without_a_table_streams);
    tcase_add_test(tcase, thousands_come_in_batches);
    tcase_add_test(tcase, full_batches_end_well);
    tcase_add_test(tcase, half_read_stream_is_ended_with_the_snapshot);
    tcase_add_test(tcase, server_gone_during_the_stream);
    tcase_add_test(tcase, multiplied_rows_are_refused);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
