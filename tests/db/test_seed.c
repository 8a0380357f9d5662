#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "db/seed.h"
#include "support/database.h"
#include "support/folder.h"

#include <check.h>
#include <unistd.h>

static struct arena *arena;
static struct error err;
static const char *folder; /* for seeds that a test makes up */

static void set_up(void)
{
    arena = arena_new();
    error_clear(&err);
    folder = folder_of_test(arena);
}

static void tear_down(void)
{
    arena_free(arena);
}

static void put(const char *name, const char *text)
{
    ck_assert(file_write(path_join(arena, folder, name), text, strlen(text), &err));
}

static bool load(const char *url, const char *from, struct seed_report *report)
{
    const char *const folders[] = {from};
    struct db *db = test_connect(arena, url, false);
    return seed_load(db, arena, folders, 1, report, &err);
}

static struct seed_report load_well(const char *url, const char *from)
{
    struct seed_report report;
    ck_assert_msg(load(url, from, &report), "%s", err.message);
    return report;
}

static long long total(const long long *counts, size_t count)
{
    long long sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += counts[i];
    return sum;
}

/* The text with every `%` replaced by the folder. */
static const char *with_folder(const char *text)
{
    struct strbuf out;
    strbuf_init(&out);
    for (; *text; text++) {
        if (*text == '%')
            strbuf_addstr(&out, folder);
        else
            strbuf_addch(&out, *text);
    }
    const char *copy = arena_strdup(arena, out.text);
    strbuf_release(&out);
    return copy;
}

static void load_is_refused(const char *url, enum error_code code, const char *message)
{
    struct seed_report report;
    ck_assert(!load(url, folder, &report));
    ck_assert_str_eq(err.message, with_folder(message));
    ck_assert_int_eq(err.code, code);
}

/* --- the project's own seeds --- */

static const struct {
    const char *sql;
    const char *value;
} seeded[] = {
    {"SELECT count(*) FROM public.focus_groups WHERE is_active AND platform = 'pe_org_air'", "7"},
    {"SELECT count(*) FROM public.dimensions WHERE min_score = 0 AND max_score = 100", "7"},
    {"SELECT count(*) FROM public.focus_group_dimension_weights\n"
     "WHERE weight_rationale <> '' AND effective_from = '2025-01-01' AND effective_to IS NULL\n"
     "AND is_current",
     "49"},
    {"SELECT count(*) FROM public.focus_group_calibrations\n"
     "WHERE effective_from = '2025-01-01' AND parameter_name <> 'sector_average_v_r'",
     "30"},
    {"SELECT string_agg(focus_group_id || ' ' || parameter_value, ', ' ORDER BY focus_group_id)\n"
     "FROM public.focus_group_calibrations WHERE parameter_name = 'sector_average_v_r'",
     "pe_financial_services 55.0000, pe_healthcare 52.0000, pe_manufacturing 45.0000, "
     "pe_retail 48.0000, pe_technology 65.0000"},
    {"SELECT count(*) FROM public.organizations WHERE status = 'active'", "4"},
    {"SELECT string_agg(s.total::text, ' ') FROM (\n"
     "    SELECT sum(weight) AS total FROM public.focus_group_dimension_weights\n"
     "    GROUP BY focus_group_id) s",
     "1.000 1.000 1.000 1.000 1.000 1.000 1.000"},
    {"SELECT weight || ' ' || weight_rationale FROM public.focus_group_dimension_weights\n"
     "WHERE focus_group_id = 'pe_financial_services' AND dimension_id = 'pe_dim_governance'",
     "0.220 Regulatory imperative"},
    {"SELECT parameter_value || ' ' || parameter_type || ' ' || description\n"
     "FROM public.focus_group_calibrations\n"
     "WHERE focus_group_id = 'pe_financial_services' AND parameter_name = 'ebitda_multiplier'",
     "1.1000 numeric Higher AI leverage"},
    {"SELECT string_agg(focus_group_id || ' ' || parameter_value, ', ' ORDER BY focus_group_id)\n"
     "FROM public.focus_group_calibrations WHERE parameter_name = 'governance_minimum'",
     "pe_financial_services 60.0000, pe_healthcare 65.0000"},
    {"SELECT ot_systems::text || ' ' || plant_count || ' ' || edge_computing || ' '\n"
     "       || demand_forecasting_ai\n"
     "FROM public.vw_organizations_full WHERE legal_name = 'Global Manufacturing Corp'",
     "{SCADA,DCS} 5 true false"},
    {"SELECT regulatory_bodies::text || ' ' || charter_type || ' ' || fraud_detection_ai || ' '\n"
     "       || aum_billions\n"
     "FROM public.vw_organizations_full WHERE display_name = 'Future FinTech'",
     "{SEC,FINRA} Commercial Bank true 150.75"},
    {"SELECT ehr_system || ' ' || bed_count || ' ' || hipaa_certified || ' '\n"
     "       || clinical_ai_deployed || ' ' || fhir_enabled\n"
     "FROM public.vw_organizations_full WHERE display_name = 'Health Innov'",
     "Epic 300 true true false"},
    {"SELECT organization_id::text || ' ' || annual_revenue_usd || ' ' || employee_count\n"
     "FROM public.organizations WHERE display_name = 'Quantum AI'",
     "ID 80000000.00 400"},
    {"SELECT count(*) FROM public.focus_groups\n"
     "WHERE group_description IS NULL AND icon_name IS NULL AND color_hex IS NULL",
     "7"},
    {"SELECT string_agg(DISTINCT created_at::text, ',') FROM public.vw_organizations_full",
     "2025-01-01 00:00:00"},
};

START_TEST(the_seeds_are_those_of_the_platform)
{
    const char *url = test_database_create("seed_rows");
    struct seed_report report = load_well(url, "seeds");
    ck_assert_uint_eq(report.count, 9);
    ck_assert_str_eq(report.files[0], "seeds/010_focus_groups.csv");
    ck_assert_str_eq(report.tables[2], "focus_group_dimension_weights");
    ck_assert_int_eq(report.inserted[2], 49);
    ck_assert_str_eq(report.tables[3], report.tables[4]); /* two files of one table */
    ck_assert_int_eq(report.inserted[3], 30);
    ck_assert_int_eq(report.inserted[4], 5);
    ck_assert_int_eq(total(report.inserted, report.count), 105);
    for (size_t i = 0; i < sizeof seeded / sizeof *seeded; i++) {
        const char *value = test_value(url, seeded[i].sql);
        if (text_starts_with(seeded[i].value, "ID "))
            ck_assert_str_eq(value + 37, seeded[i].value + 3);
        else
            ck_assert_str_eq(value, seeded[i].value);
    }
}
END_TEST

START_TEST(a_second_run_changes_nothing)
{
    static const char state_sql[] =
        "SELECT string_agg(x::text, ' ') FROM (\n"
        "    SELECT count(*), sum(weight_id), max(xmin::text::bigint), max(created_at::text)\n"
        "    FROM public.focus_group_dimension_weights\n"
        "    UNION ALL SELECT last_value, 0, 0, ''\n"
        "    FROM public.focus_group_dimension_weights_weight_id_seq\n"
        "    UNION ALL SELECT count(*), 0, max(xmin::text::bigint), max(updated_at::text)\n"
        "    FROM public.organizations) x";
    const char *url = test_database_create_seeded("seed_twice");
    const char *before = test_value(url, state_sql);
    struct seed_report report = load_well(url, "seeds");
    ck_assert_int_eq(total(report.inserted, report.count), 0);
    ck_assert_int_eq(total(report.updated, report.count), 0);
    ck_assert_int_eq(total(report.unchanged, report.count), 105);
    ck_assert_str_eq(test_value(url, state_sql), before);
}
END_TEST

START_TEST(a_changed_row_is_set_right)
{
    const char *url = test_database_create_seeded("seed_changed");
    test_sql(url, "UPDATE public.focus_group_dimension_weights SET weight = 0.5\n"
                  "WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_talent'");
    test_sql(url, "UPDATE public.focus_groups SET color_hex = '#112233'");
    test_sql(url, "DELETE FROM public.org_attributes_healthcare");
    struct seed_report report = load_well(url, "seeds");
    ck_assert_int_eq(total(report.updated, report.count), 1);
    ck_assert_int_eq(report.updated[2], 1);
    ck_assert_int_eq(total(report.inserted, report.count), 1);
    ck_assert_str_eq(test_value(url, "SELECT weight FROM public.focus_group_dimension_weights\n"
                                     "WHERE focus_group_id = 'pe_energy'\n"
                                     "AND dimension_id = 'pe_dim_talent'"),
                     "0.120");
    /* What the header does not name is left alone. */
    ck_assert_str_eq(test_value(url, "SELECT min(color_hex) FROM public.focus_groups"), "#112233");
}
END_TEST

START_TEST(the_demonstration_is_rich)
{
    const char *const folders[] = {"seeds", "seeds/demo"};
    const char *url = test_database_create("seed_demo");
    struct db *db = test_connect(arena, url, false);
    struct seed_report report;
    ck_assert_msg(seed_load(db, arena, folders, 2, &report, &err), "%s", err.message);
    ck_assert_int_ge(total(report.inserted, report.count), 100 + 42 * 2);
    ck_assert_msg(seed_load(db, arena, folders, 2, &report, &err), "%s", err.message);
    ck_assert_int_eq(total(report.inserted, report.count), 0);
    ck_assert_int_eq(total(report.updated, report.count), 0);
    load_well(url, "seeds");
    ck_assert_str_eq(
        test_value(url,
                   "SELECT min(s.n) >= 6 AND count(*) = 7 FROM (\n"
                   "    SELECT o.focus_group_id, count(*) AS n FROM public.organizations o\n"
                   "    WHERE o.organization_id IN (\n"
                   "        SELECT organization_id FROM public.org_attributes_manufacturing\n"
                   "        UNION SELECT organization_id\n"
                   "        FROM public.org_attributes_financial_services\n"
                   "        UNION SELECT organization_id FROM public.org_attributes_healthcare\n"
                   "        UNION SELECT organization_id FROM public.org_attributes_technology\n"
                   "        UNION SELECT organization_id FROM public.org_attributes_retail\n"
                   "        UNION SELECT organization_id FROM public.org_attributes_energy\n"
                   "        UNION SELECT organization_id\n"
                   "        FROM public.org_attributes_professional_services)\n"
                   "    GROUP BY o.focus_group_id) s"),
        "t");
    ck_assert_str_eq(test_value(url, "SELECT bool_and(EXISTS (\n"
                                     "    SELECT 1 FROM public.organizations o\n"
                                     "    WHERE o.legal_name ~ p)) FROM unnest(ARRAY['^=', '^[+]', "
                                     "'^-', '^@', '<script>', '&', '\"', '''', '^.{200,255}$', "
                                     "'[\\u0590-\\u05ff]', '[\\u0600-\\u06ff]', "
                                     "'[\\u4e00-\\u9fff]', '[\\u0400-\\u04ff]', "
                                     "'[\\u0370-\\u03ff]']) p"),
                     "t");
    ck_assert_str_eq(test_value(url, "SELECT count(DISTINCT status) || ' '\n"
                                     "       || bool_or(website_url LIKE 'javascript:%')\n"
                                     "FROM public.organizations"),
                     "3 true");
}
END_TEST

/* --- refusals --- */

static const struct {
    const char *file;
    const char *text;
    const char *message; /* % stands for the folder */
} refusals[] = {
    /* a wrong type, of each kind */
    {"030_dimensions.csv",
     "dimension_id,platform,dimension_name,dimension_code,display_order\n"
     "a,p,A,a,1\nb,p,B,b,two\n",
     "%/030_dimensions.csv:3: column 'display_order': 'two' is not of type integer"},
    {"030_focus_group_dimension_weights.csv",
     "focus_group_id,dimension_id,weight,effective_from\n"
     "pe_energy,pe_dim_talent,heavy,2025-01-01\n",
     "%/030_focus_group_dimension_weights.csv:2: column 'weight': 'heavy' is not of type "
     "numeric(4,3)"},
    {"030_focus_group_dimension_weights.csv",
     "focus_group_id,dimension_id,weight,effective_from\n"
     "pe_energy,pe_dim_talent,12.5,2025-01-01\n",
     "%/030_focus_group_dimension_weights.csv:2: column 'weight': '12.5' is out of the range of "
     "numeric(4,3)"},
    {"030_focus_group_dimension_weights.csv",
     "focus_group_id,dimension_id,weight,effective_from\n"
     "pe_energy,pe_dim_talent,0.5,2025-02-30\n",
     "%/030_focus_group_dimension_weights.csv:2: column 'effective_from': '2025-02-30' is out of "
     "the range of date"},
    {"030_focus_group_dimension_weights.csv",
     "focus_group_id,dimension_id,weight,effective_from\n"
     "pe_energy,pe_dim_talent,0.5,soon\n",
     "%/030_focus_group_dimension_weights.csv:2: column 'effective_from': 'soon' is not of type "
     "date"},
    {"050_organizations.csv", "organization_id,legal_name,focus_group_id\nnone,Name,pe_energy\n",
     "%/050_organizations.csv:2: column 'organization_id': 'none' is not of type uuid"},
    {"060_org_attributes_energy.csv",
     "organization_id,regulated\n00000000-0000-0000-0000-000000000001,perhaps\n",
     "%/060_org_attributes_energy.csv:2: column 'regulated': 'perhaps' is not of type boolean"},
    {"060_org_attributes_energy.csv",
     "organization_id,scada_systems\n00000000-0000-0000-0000-000000000001,\"{a\"\n",
     "%/060_org_attributes_energy.csv:2: column 'scada_systems': '{a' is not of type character "
     "varying(100)[]"},
    {"050_organizations.csv",
     "organization_id,legal_name,ticker_symbol,focus_group_id\n"
     "00000000-0000-0000-0000-000000000001,Name,ABCDEFGHIJK,pe_energy\n",
     "%/050_organizations.csv:2: column 'ticker_symbol': 'ABCDEFGHIJK' is too long for character "
     "varying(10)"},
    {"050_organizations.csv",
     "organization_id,legal_name,ticker_symbol,focus_group_id\n"
     "00000000-0000-0000-0000-000000000001,Name,"
     "a name of more than sixty bytes is cut: 0123456789 0123456789 "
     "0123456789,pe_energy\n",
     "%/050_organizations.csv:2: column 'ticker_symbol': 'a name of more than sixty bytes is cut: "
     "0123456789 012345678...' is too long for character varying(10)"},
    /* a CHECK violated, on a column and on the table */
    {"030_focus_group_dimension_weights.csv",
     "focus_group_id,dimension_id,weight,effective_from\n"
     "pe_energy,pe_dim_talent,0.5,2026-01-01\n"
     "pe_energy,pe_dim_culture,1.5,2026-01-01\n",
     "%/030_focus_group_dimension_weights.csv:3: column 'weight': '1.5' violates CHECK (((weight "
     ">= (0)::numeric) AND (weight <= (1)::numeric)))"},
    {"050_organizations.csv",
     "organization_id,legal_name,focus_group_id,status\n"
     "00000000-0000-0000-0000-000000000001,Name,pe_energy,sold\n",
     "%/050_organizations.csv:2: column 'status': 'sold' violates CHECK (((status)::text = ANY "
     "((ARRAY['active'::character varying, 'inactive'::character varying, 'archived'::character "
     "varying])::text[])))"},
    {"050_organizations.csv",
     "organization_id,legal_name,focus_group_id\n"
     "00000000-0000-0000-0000-000000000001,Name,individual\n",
     "%/050_organizations.csv:2: column 'focus_group_id': 'individual' violates CHECK "
     "(((focus_group_id)::text ~~ 'pe_@'::text))"},
    /* NULL where a value must be */
    {"050_organizations.csv",
     "organization_id,legal_name,focus_group_id\n"
     "00000000-0000-0000-0000-000000000001,,pe_energy\n",
     "%/050_organizations.csv:2: column 'legal_name' is empty, expected a value"},
    {"030_focus_group_dimension_weights.csv",
     "focus_group_id,dimension_id,weight,effective_from\n"
     "pe_energy,pe_dim_talent,0.5,\n",
     "%/030_focus_group_dimension_weights.csv:2: column 'effective_from' is empty, expected a "
     "value"},
    /* foreign keys that lead nowhere */
    {"050_organizations.csv",
     "organization_id,legal_name,focus_group_id\n"
     "00000000-0000-0000-0000-000000000001,One,pe_energy\n"
     "00000000-0000-0000-0000-000000000002,\"Two\nlines\",pe_energy\n"
     "00000000-0000-0000-0000-000000000003,Three,pe_space\n",
     "%/050_organizations.csv:5: column 'focus_group_id': 'pe_space' is not in "
     "public.focus_groups"},
    {"030_focus_group_dimension_weights.csv",
     "focus_group_id,dimension_id,weight,effective_from\n"
     "pe_energy,pe_dim_luck,0.5,2025-01-01\n",
     "%/030_focus_group_dimension_weights.csv:2: column 'dimension_id': 'pe_dim_luck' is not in "
     "public.dimensions"},
    /* keys that stand twice, or are taken */
    {"020_dimensions.csv",
     "dimension_id,platform,dimension_name,dimension_code,display_order\n"
     "a,p,A,a,1\nb,p,B,b,2\na,p,C,c,3\n",
     "%/020_dimensions.csv:4: column 'dimension_id': 'a' stands already in line 2"},
    {"020_dimensions.csv",
     "dimension_id,platform,dimension_name,dimension_code,display_order\n"
     "a,p,A,same,1\nb,p,B,same,2\n",
     "%/020_dimensions.csv:3: columns 'platform, dimension_code': 'p, same' stands already in "
     "line 2"},
    {"020_dimensions.csv",
     "dimension_id,platform,dimension_name,dimension_code,display_order\n"
     "new,pe_org_air,New,talent,1\n",
     "%/020_dimensions.csv:2: columns 'platform, dimension_code': 'pe_org_air, talent' is taken by "
     "another row of public.dimensions"},
    /* the header */
    {"020_dimensions.csv", "dimension_id,colour\na,red\n",
     "%/020_dimensions.csv:1: column 'colour' is not one of public.dimensions"},
    {"020_dimensions.csv", "dimension_id,dimension_id\na,a\n",
     "%/020_dimensions.csv:1: column 'dimension_id' stands twice in the header"},
    {"020_dimensions.csv", "dimension_id,platform\na,p\n",
     "%/020_dimensions.csv:1: column 'dimension_name' is missing: public.dimensions has no default "
     "for it"},
    {"030_focus_group_dimension_weights.csv",
     "focus_group_id,dimension_id,weight\npe_energy,pe_dim_talent,0.5\n",
     "%/030_focus_group_dimension_weights.csv:1: the header covers no key of "
     "public.focus_group_dimension_weights"},
    {"020_dimensions.csv", "", "%/020_dimensions.csv: is empty, expected a header of column names"},
    /* the shape of the file */
    {"050_organizations.csv",
     "organization_id,legal_name,focus_group_id\n"
     "00000000-0000-0000-0000-000000000001,Name\n",
     "%/050_organizations.csv:2: 2 fields, expected 3 as in the header"},
    {"050_organizations.csv",
     "organization_id,legal_name,focus_group_id\n"
     "00000000-0000-0000-0000-000000000001,Name, Inc.,pe_energy\n",
     "%/050_organizations.csv:2: 4 fields, expected 3 as in the header"},
    {"050_organizations.csv",
     "organization_id,legal_name,focus_group_id\n\n"
     "00000000-0000-0000-0000-000000000001,Name,pe_energy\n",
     "%/050_organizations.csv:2: 1 field, expected 3 as in the header"},
    {"050_organizations.csv",
     "organization_id,legal_name,focus_group_id\n"
     "00000000-0000-0000-0000-000000000001,\"Name,pe_energy\n",
     "%/050_organizations.csv:2: a quoted field is not closed"},
    {"050_organizations.csv",
     "organization_id,legal_name,focus_group_id\n"
     "00000000-0000-0000-0000-000000000001,Name,pe_energy\n"
     "00000000-0000-0000-0000-000000000002,Caf\xE9,pe_energy\n",
     "%/050_organizations.csv:3: is not UTF-8 text"},
};

/* The test databases of one case: a sound file comes first and must not be loaded either. */
START_TEST(bad_rows_are_refused)
{
    const char *url = test_database_create_seeded("seed_refusals");
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const char *path = path_join(arena, folder, refusals[i].file);
        put("001_focus_groups.csv", "focus_group_id,platform,group_name,group_code,display_order\n"
                                    "pe_new,pe_org_air,New,NEW,8\n");
        put(refusals[i].file, refusals[i].text);
        struct seed_report report;
        ck_assert_msg(!load(url, folder, &report), "%s", refusals[i].text);
        struct strbuf wanted;
        strbuf_init(&wanted);
        strbuf_addstr(&wanted, with_folder(refusals[i].message));
        for (char *c = wanted.text; *c; c++)
            if (*c == '@')
                *c = '%';
        ck_assert_str_eq(err.message, wanted.text);
        strbuf_release(&wanted);
        ck_assert_int_eq(err.code, ERROR_INVALID);
        ck_assert_str_eq(test_value(url, "SELECT (SELECT count(*) FROM public.focus_groups)\n"
                                         "    + (SELECT count(*) FROM public.dimensions)\n"
                                         "    + (SELECT count(*) FROM public.organizations)"),
                         "18");
        ck_assert_int_eq(unlink(path), 0);
    }
}
END_TEST

START_TEST(a_nul_byte_is_refused)
{
    static const char text[] = "dimension_id,platform,dimension_name,dimension_code,display_order\n"
                               "a\0b,p,A,a,1\n";
    const char *url = test_database_create("seed_nul");
    ck_assert(
        file_write(path_join(arena, folder, "020_dimensions.csv"), text, sizeof text - 1, &err));
    load_is_refused(url, ERROR_INVALID, "%/020_dimensions.csv:2: holds a NUL byte");
}
END_TEST

START_TEST(hints_say_what_would_do)
{
    const char *url = test_database_create("seed_hints");
    put("020_dimensions.csv", "dimension_id,colour\na,red\n");
    load_is_refused(url, ERROR_INVALID,
                    "%/020_dimensions.csv:1: column 'colour' is not one of public.dimensions");
    ck_assert_str_eq(err.hint, "its columns: dimension_id, platform, dimension_name, "
                               "dimension_code, description, min_score, max_score, display_order, "
                               "created_at");
    put("020_dimensions.csv", "dimension_id,platform,dimension_name,dimension_code,display_order\n"
                              "a,p,A,a,x\n");
    load_is_refused(url, ERROR_INVALID,
                    "%/020_dimensions.csv:2: column 'display_order': 'x' is not of type integer");
    ck_assert_str_eq(err.hint, "nothing was loaded; correct the row and run again");
}
END_TEST

START_TEST(folders_are_checked)
{
    const char *url = test_database_create("seed_folders");
    load_is_refused(url, ERROR_FAILED, "there is no seed in '%', expected NNN_table.csv");
    put("notes.txt", "not a seed\n");
    load_is_refused(url, ERROR_FAILED, "there is no seed in '%', expected NNN_table.csv");
    put("dimensions.csv", "dimension_id\n");
    load_is_refused(url, ERROR_FAILED, "'%/dimensions.csv' is not named as a seed");
    ck_assert_str_eq(err.hint, "expected NNN_table.csv, as in 010_focus_groups.csv");
    ck_assert_int_eq(unlink(path_join(arena, folder, "dimensions.csv")), 0);
    put("010_people.csv", "id\n1\n");
    load_is_refused(url, ERROR_DATABASE, "%/010_people.csv: there is no table 'public.people'");
    ck_assert_int_eq(folder_remove(folder, &err), 1);
    load_is_refused(url, ERROR_FAILED, "cannot read the seeds in '%': No such file or directory");
    ck_assert_str_eq(err.hint, "SEED_DIR names their folder");
}
END_TEST

START_TEST(a_database_without_tables_is_said)
{
    const char *url = test_database_empty("seed_empty");
    put("020_dimensions.csv", "dimension_id\na\n");
    load_is_refused(url, ERROR_DATABASE,
                    "%/020_dimensions.csv: there is no table 'public.dimensions'");
    ck_assert_str_eq(err.hint, "'orgair migrate up' makes the tables; see 'orgair migrate status'");
}
END_TEST

START_TEST(a_reader_may_not_seed)
{
    const char *url = test_database_create_seeded("seed_reader");
    test_sql(url, "DROP ROLE IF EXISTS orgair_test_seed_reader");
    test_sql(url, "CREATE ROLE orgair_test_seed_reader LOGIN IN ROLE orgair_reader");
    put("020_dimensions.csv", "dimension_id,platform,dimension_name,dimension_code,display_order\n"
                              "a,p,A,a,1\n");
    load_is_refused(test_url("orgair_test_seed_reader", "orgair_test_seed_reader"), ERROR_FAILED,
                    "%/020_dimensions.csv: cannot write to public.dimensions: permission denied "
                    "for table dimensions");
}
END_TEST

START_TEST(a_writer_may_seed)
{
    const char *url = test_database_create("seed_writer");
    test_sql(url, "DROP ROLE IF EXISTS orgair_test_seed_writer");
    test_sql(url, "CREATE ROLE orgair_test_seed_writer LOGIN IN ROLE orgair_writer");
    struct seed_report report =
        load_well(test_url("orgair_test_seed_writer", "orgair_test_seed_writer"), "seeds");
    ck_assert_int_eq(total(report.inserted, report.count), 105);
}
END_TEST

/* --- what a spreadsheet makes of a file --- */

START_TEST(marks_line_ends_and_quotes_are_read)
{
    const char *url = test_database_create("seed_dialects");
    put("020_dimensions.csv",
        "\xEF\xBB\xBF\"dimension_id\",platform,dimension_name,dimension_code,description,"
        "display_order\r\n"
        "a,p,\"Quotes \"\"here\"\", commas\",a,\"two\r\nlines\",1\r\n"
        "b,p,B,b,,2\r\n"
        "c,p,C,c,\"\",3\r\n");
    struct seed_report report = load_well(url, folder);
    ck_assert_int_eq(report.inserted[0], 3);
    ck_assert_str_eq(test_value(url, "SELECT dimension_name || '|' || description\n"
                                     "FROM public.dimensions WHERE dimension_id = 'a'"),
                     "Quotes \"here\", commas|two\r\nlines");
    ck_assert_str_eq(test_value(url, "SELECT string_agg((description IS NULL)::text, ' '\n"
                                     "                  ORDER BY dimension_id)\n"
                                     "FROM public.dimensions"),
                     "false true false");
}
END_TEST

START_TEST(only_key_columns_is_enough)
{
    const char *url = test_database_create_seeded("seed_keys");
    test_sql(url, "CREATE TABLE public.tags (tag TEXT PRIMARY KEY)");
    put("010_tags.csv", "tag\na\nb\n");
    ck_assert_int_eq(load_well(url, folder).inserted[0], 2);
    ck_assert_int_eq(load_well(url, folder).unchanged[0], 2);
}
END_TEST

static TCase *make_case(const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("seed");
    TCase *own = make_case("the project's seeds");
    tcase_add_test(own, the_seeds_are_those_of_the_platform);
    tcase_add_test(own, a_second_run_changes_nothing);
    tcase_add_test(own, a_changed_row_is_set_right);
    tcase_add_test(own, the_demonstration_is_rich);
    suite_add_tcase(suite, own);

    TCase *refusing = make_case("refusals");
    tcase_add_test(refusing, bad_rows_are_refused);
    tcase_add_test(refusing, a_nul_byte_is_refused);
    tcase_add_test(refusing, hints_say_what_would_do);
    tcase_add_test(refusing, folders_are_checked);
    tcase_add_test(refusing, a_database_without_tables_is_said);
    tcase_add_test(refusing, a_reader_may_not_seed);
    tcase_add_test(refusing, a_writer_may_seed);
    suite_add_tcase(suite, refusing);

    TCase *reading = make_case("reading");
    tcase_add_test(reading, marks_line_ends_and_quotes_are_read);
    tcase_add_test(reading, only_key_columns_is_enough);
    suite_add_tcase(suite, reading);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
