#include "base/strbuf.h"
#include "base/text.h"
#include "db/snapshot.h"
#include "support/database.h"
#include "support/sectors.h"

#include <check.h>

static struct arena *arena;
static struct error err;
static const char *url;
static struct db *db;

static void set_up(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
    url = test_database_create_seeded("snapshot");
    db = test_connect(arena, url, true);
}

static void tear_down(void)
{
    arena_free(arena);
}

static void ck_contains(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "'%s' does not contain '%s'", text, part);
}

/* --- configurations --- */

static struct config_set configs(const char *as_of)
{
    struct config_set set;
    ck_assert_msg(snapshot_configs(db, arena, as_of, &set, &err), "%s", err.message);
    return set;
}

static const struct sector *sector_of(const struct config_set *set, const char *id)
{
    const struct sector *sector = config_find_sector(set, id);
    ck_assert_msg(sector != NULL, "no sector '%s'", id);
    return sector;
}

static const char *decimal_text(struct decimal value)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_write(&text, value);
    const char *copy = arena_strdup(arena, text.text);
    strbuf_release(&text);
    return copy;
}

static const char *weight_on(const char *day, const char *sector, const char *dimension)
{
    struct config_set set = configs(day);
    return decimal_text(sector_weight(sector_of(&set, sector), dimension));
}

START_TEST(seeded_configurations)
{
    static const char *const sectors[] = {"pe_manufacturing",
                                          "pe_financial_services",
                                          "pe_healthcare",
                                          "pe_technology",
                                          "pe_retail",
                                          "pe_energy",
                                          "pe_professional_services"};
    static const char *const codes[] = {
        "data_infrastructure", "ai_governance",      "technology_stack", "talent",
        "leadership",          "use_case_portfolio", "culture"};
    struct config_set set = configs("2025-06-01");
    size_t calibrations = 0;
    ck_assert_str_eq(set.as_of, "2025-06-01");
    ck_assert_uint_eq(set.dimension_count, 7);
    ck_assert_uint_eq(set.sector_count, 7);
    for (size_t i = 0; i < 7; i++) {
        const struct sector *sector = &set.sectors[i];
        ck_assert_str_eq(sector->focus_group_id, sectors[i]);
        ck_assert_str_eq(set.dimensions[i].code, codes[i]);
        ck_assert_uint_eq(sector->weight_count, 7);
        ck_assert_uint_eq(sector->duplicate_count, 0);
        ck_assert(sector_weights_valid(sector));
        ck_assert_str_eq(decimal_text(sector_weights_sum(sector)), "1.000");
        for (size_t w = 0; w < 7; w++)
            ck_assert_str_eq(sector->weights[w].dimension_code, codes[w]);
        calibrations += sector->calibration_count;
    }
    ck_assert_uint_eq(calibrations, 35);
}
END_TEST

START_TEST(seeded_sector_in_detail)
{
    struct config_set set = configs("2025-06-01");
    const struct sector *sector = sector_of(&set, "pe_financial_services");
    ck_assert_str_eq(sector->slug, "financial-services");
    ck_assert_str_eq(sector->group_name, "Financial Services");
    ck_assert_str_eq(sector->group_code, "FIN");
    ck_assert_int_eq(sector->display_order, 2);
    const struct weight *weight = sector_find_weight(sector, "ai_governance");
    ck_assert_str_eq(decimal_text(weight->value), "0.220");
    ck_assert_str_eq(weight->rationale, "Regulatory imperative");
    ck_assert_str_eq(weight->effective_from, "2025-01-01");
    ck_assert_ptr_null(weight->effective_to);
    ck_assert_uint_eq(sector->calibration_count, 6);
    ck_assert_str_eq(sector->calibrations[0].name, "ebitda_multiplier");
    const struct calibration *gate = sector_find_calibration(sector, "governance_minimum");
    ck_assert_str_eq(decimal_text(gate->value), "60.0000");
    ck_assert_str_eq(gate->type, "threshold");
    ck_assert_str_eq(gate->description, "Min governance for approval");
    ck_assert_str_eq(set.dimensions[1].id, "pe_dim_governance");
    ck_assert_str_eq(set.dimensions[1].name, "AI Governance");
    ck_assert_str_eq(decimal_text(set.dimensions[1].max_score), "100.00");
}
END_TEST

START_TEST(calibrations_have_defaults)
{
    test_sql(url, "DELETE FROM public.focus_group_calibrations "
                  "WHERE focus_group_id = 'pe_financial_services'");
    struct config_set set = configs("2025-06-01");
    const struct sector *sector = sector_of(&set, "pe_financial_services");
    ck_assert_uint_eq(sector->calibration_count, 0);
    ck_assert_int_eq(
        decimal_compare(sector_calibration(sector, "h_r_baseline"), (struct decimal){75, 0}), 0);
    ck_assert_int_eq(
        decimal_compare(sector_calibration(sector, "ebitda_multiplier"), (struct decimal){1, 0}),
        0);
    const struct sector *other = sector_of(&set, "pe_technology");
    ck_assert_str_eq(decimal_text(sector_calibration(other, "h_r_baseline")), "85.0000");
}
END_TEST

START_TEST(rows_are_in_force_from_and_until)
{
    test_sql(url, "UPDATE public.focus_group_dimension_weights "
                  "SET effective_to = '2025-06-01' "
                  "WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_talent';"
                  "INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id,"
                  "    weight, effective_from, is_current)"
                  "VALUES ('pe_energy', 'pe_dim_talent', 0.125, '2025-06-01', false)");
    ck_assert_str_eq(weight_on("2024-12-31", "pe_energy", "talent"), "0");
    ck_assert_str_eq(weight_on("2025-01-01", "pe_energy", "talent"), "0.120");
    ck_assert_str_eq(weight_on("2025-05-31", "pe_energy", "talent"), "0.120");
    ck_assert_str_eq(weight_on("2025-06-01", "pe_energy", "talent"), "0.125");
    struct config_set before = configs("2024-12-31");
    ck_assert_uint_eq(before.sector_count, 7);
    ck_assert_uint_eq(sector_of(&before, "pe_energy")->weight_count, 0);
    ck_assert_uint_eq(sector_of(&before, "pe_energy")->calibration_count, 0);
    struct config_set first = configs("2025-05-31");
    ck_assert_str_eq(sector_find_weight(sector_of(&first, "pe_energy"), "talent")->effective_to,
                     "2025-06-01");
    struct config_set after = configs("2025-06-01");
    ck_assert_uint_eq(sector_of(&after, "pe_energy")->weight_count, 7);
    ck_assert_uint_eq(sector_of(&after, "pe_energy")->duplicate_count, 0);
}
END_TEST

START_TEST(latest_of_several_rows_counts)
{
    test_sql(url, "INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id,"
                  "    weight, effective_from)"
                  "VALUES ('pe_energy', 'pe_dim_talent', 0.300, '2025-03-01'),"
                  "       ('pe_energy', 'pe_dim_talent', 0.200, '2025-02-01');"
                  "INSERT INTO public.focus_group_calibrations (focus_group_id, parameter_name,"
                  "    parameter_value, effective_from)"
                  "VALUES ('pe_energy', 'h_r_baseline', 70, '2025-02-01')");
    struct config_set set = configs("2025-06-01");
    const struct sector *sector = sector_of(&set, "pe_energy");
    ck_assert_uint_eq(sector->weight_count, 7);
    ck_assert_str_eq(decimal_text(sector_weight(sector, "talent")), "0.300");
    ck_assert_str_eq(decimal_text(sector_calibration(sector, "h_r_baseline")), "70.0000");
    ck_assert_uint_eq(sector->duplicate_count, 2);
    ck_assert_str_eq(sector->duplicate_keys[0], "weight talent");
    ck_assert_str_eq(sector->duplicate_keys[1], "calibration h_r_baseline");
    ck_assert_uint_eq(sector_of(&set, "pe_retail")->duplicate_count, 0);
}
END_TEST

START_TEST(only_active_sectors_of_the_platform)
{
    test_sql(url, "UPDATE public.focus_groups SET is_active = false "
                  "WHERE focus_group_id = 'pe_retail';"
                  "UPDATE public.focus_groups SET display_order = 1 "
                  "WHERE focus_group_id IN ('pe_technology', 'pe_energy');"
                  "INSERT INTO public.focus_groups (focus_group_id, platform, group_name,"
                  "    group_code, display_order)"
                  "VALUES ('ind_engineer', 'individual_air', 'Engineers', 'ENG', 1);"
                  "INSERT INTO public.dimensions (dimension_id, platform, dimension_name,"
                  "    dimension_code, display_order)"
                  "VALUES ('ind_dim_talent', 'individual_air', 'Talent', 'talent', 1)");
    struct config_set set = configs("2025-06-01");
    ck_assert_uint_eq(set.dimension_count, 7);
    ck_assert_uint_eq(set.sector_count, 6);
    ck_assert_str_eq(set.sectors[0].focus_group_id, "pe_energy");
    ck_assert_str_eq(set.sectors[1].focus_group_id, "pe_manufacturing");
    ck_assert_str_eq(set.sectors[2].focus_group_id, "pe_technology");
}
END_TEST

START_TEST(weight_that_is_no_number_is_refused)
{
    test_sql(url, "UPDATE public.focus_group_calibrations SET parameter_value = 'NaN' "
                  "WHERE focus_group_id = 'pe_energy' AND parameter_name = 'h_r_baseline'");
    struct config_set set;
    ck_assert(!snapshot_configs(db, arena, "2025-06-01", &set, &err));
    ck_assert_int_eq(err.code, ERROR_INVALID);
    ck_assert_str_eq(err.message,
                     "sector 'pe_energy': calibration 'h_r_baseline' is 'NaN', expected a number");
}
END_TEST

/* --- fingerprints --- */

static const char *fingerprint_of(const char *sector)
{
    struct sector_fingerprint *rows;
    size_t count;
    ck_assert_msg(snapshot_fingerprints(db, arena, "2025-06-01", &rows, &count, &err), "%s",
                  err.message);
    for (size_t i = 0; i < count; i++)
        if (text_equal(rows[i].focus_group_id, sector))
            return rows[i].fingerprint;
    return NULL;
}

START_TEST(sectors_need_folders_of_their_own)
{
    static const struct {
        const char *id, *message;
    } cases[] = {
        {"pe_Retail", "sector 'pe_Retail' would be published as 'retail', where sector "
                      "'pe_retail' is"},
        {"pe_", "sector 'pe_' has no name to be published under"},
    };
    struct config_set set;
    test_sql(url, arena_printf(arena,
                               "INSERT INTO public.focus_groups (focus_group_id, platform,"
                               "    group_name, group_code, display_order)"
                               "VALUES ('%s', 'pe_org_air', 'Other', 'OTH', 9)",
                               cases[_i].id));
    ck_assert(!snapshot_configs(db, arena, "2025-06-01", &set, &err));
    ck_assert_int_eq(err.code, ERROR_INVALID);
    ck_assert_str_eq(err.message, cases[_i].message);
}
END_TEST

START_TEST(fingerprints_are_those_of_the_configurations)
{
    struct config_set set = configs("2025-06-01");
    struct sector_fingerprint *rows;
    size_t count;
    ck_assert(snapshot_fingerprints(db, arena, "2025-06-01", &rows, &count, &err));
    ck_assert_uint_eq(count, set.sector_count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(rows[i].focus_group_id, set.sectors[i].focus_group_id);
        ck_assert_str_eq(rows[i].fingerprint, set.sectors[i].fingerprint);
        ck_assert_uint_eq(strlen(rows[i].fingerprint), 64);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(rows[i].fingerprint, rows[j].fingerprint);
    }
}
END_TEST

#define OF_ENERGY " WHERE focus_group_id = 'pe_energy'"

START_TEST(fingerprint_follows_what_is_shown)
{
    static const char *const changes[] = {
        "UPDATE public.focus_group_dimension_weights SET weight = weight + 0.001" OF_ENERGY
        " AND dimension_id = 'pe_dim_talent'",
        "UPDATE public.focus_group_dimension_weights SET weight_rationale = NULL" OF_ENERGY
        " AND dimension_id = 'pe_dim_talent'",
        "UPDATE public.focus_group_dimension_weights SET weight_rationale = ''" OF_ENERGY
        " AND dimension_id = 'pe_dim_talent'",
        "UPDATE public.focus_group_dimension_weights SET effective_to = '2030-01-01'" OF_ENERGY,
        "UPDATE public.focus_group_dimension_weights SET effective_from = '2025-06-01'" OF_ENERGY,
        "UPDATE public.focus_group_dimension_weights SET weight = weight + 0.001" OF_ENERGY
        " AND dimension_id = 'pe_dim_culture'",
        "UPDATE public.focus_group_dimension_weights"
        " SET effective_from = '2025-05-01', effective_to = '2025-06-01'" OF_ENERGY,
        "UPDATE public.focus_group_calibrations SET effective_from = '2025-06-01'" OF_ENERGY,
        "UPDATE public.focus_group_calibrations SET parameter_value = 1" OF_ENERGY,
        "UPDATE public.focus_group_calibrations SET description = 'x'" OF_ENERGY,
        "UPDATE public.focus_group_calibrations SET parameter_type = 'x'" OF_ENERGY,
        "DELETE FROM public.focus_group_calibrations" OF_ENERGY,
        "UPDATE public.focus_groups SET group_name = 'Power'" OF_ENERGY,
        "UPDATE public.focus_groups SET color_hex = '#123456'" OF_ENERGY,
        "UPDATE public.focus_groups SET icon_name = '#123456', color_hex = NULL" OF_ENERGY,
        "UPDATE public.focus_groups SET display_order = 9" OF_ENERGY,
    };
    const char *other = fingerprint_of("pe_retail");
    const char *last = fingerprint_of("pe_energy");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        test_sql(url, changes[i]);
        const char *now = fingerprint_of("pe_energy");
        ck_assert_msg(!text_equal(now, last), "unmoved by: %s", changes[i]);
        ck_assert_str_eq(fingerprint_of("pe_retail"), other);
        last = now;
    }
    test_sql(url, "UPDATE public.dimensions SET description = 'x' WHERE dimension_code = 'talent'");
    ck_assert_str_ne(fingerprint_of("pe_energy"), last);
    ck_assert_str_ne(fingerprint_of("pe_retail"), other);
}
END_TEST

START_TEST(fingerprint_ignores_what_is_not_shown)
{
    static const char *const changes[] = {
        "UPDATE public.focus_groups SET updated_at = CURRENT_TIMESTAMP",
        "UPDATE public.focus_group_dimension_weights SET is_current = false, weight_id = "
        "-weight_id",
        "UPDATE public.focus_group_calibrations SET created_at = NULL",
        "INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id, weight,"
        "    effective_from) VALUES ('pe_energy', 'pe_dim_talent', 0.5, '2025-06-02')",
        "INSERT INTO public.focus_group_calibrations (focus_group_id, parameter_name,"
        "    parameter_value, effective_from, effective_to)"
        "VALUES ('pe_energy', 'x', 1, '2025-01-01', '2025-06-01')",
    };
    const char *before = fingerprint_of("pe_energy");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        test_sql(url, changes[i]);
        ck_assert_msg(text_equal(fingerprint_of("pe_energy"), before), "moved by: %s", changes[i]);
    }
}
END_TEST

/* --- the snapshot itself --- */

static const char *count_organizations(struct db *by)
{
    struct db_result result;
    struct db_statement statement = {.purpose = "count",
                                     .sql = "SELECT count(*) FROM public.organizations"};
    ck_assert_msg(db_query(by, arena, &statement, &result, &err), "%s", err.message);
    return db_value(&result, 0, 0);
}

START_TEST(imported_snapshot_sees_the_same_rows)
{
    struct db *second = test_connect(arena, url, true);
    const char *id;
    ck_assert_msg(snapshot_begin(db, NULL, &err), "%s", err.message);
    test_sql(url, "DELETE FROM public.org_attributes_manufacturing;"
                  "DELETE FROM public.organizations WHERE focus_group_id = 'pe_manufacturing'");
    ck_assert_msg(snapshot_export(db, arena, &id, &err), "%s", err.message);
    ck_assert_msg(snapshot_begin(second, id, &err), "%s", err.message);
    ck_assert_str_eq(count_organizations(db), "4");
    ck_assert_str_eq(count_organizations(second), "4");
    ck_assert(snapshot_end(second, &err));
    ck_assert_str_eq(count_organizations(second), "3");
    ck_assert_str_eq(count_organizations(db), "4");
    ck_assert(snapshot_end(db, &err));
    ck_assert_str_eq(count_organizations(db), "3");
}
END_TEST

static const char *parallel_workers(struct db *by)
{
    struct db_result result;
    struct db_statement statement = {.purpose = "look",
                                     .sql = "SHOW max_parallel_workers_per_gather"};
    ck_assert_msg(db_query(by, arena, &statement, &result, &err), "%s", err.message);
    return db_value(&result, 0, 0);
}

START_TEST(who_imports_asks_one_process_of_the_server)
{
    struct db *second = test_connect(arena, url, true);
    const char *usual = parallel_workers(db);
    const char *id;
    ck_assert_str_ne(usual, "0");
    ck_assert(snapshot_begin(db, NULL, &err));
    ck_assert(snapshot_export(db, arena, &id, &err));
    ck_assert(snapshot_begin(second, id, &err));
    ck_assert_str_eq(parallel_workers(second), "0");
    ck_assert_str_eq(parallel_workers(db), usual);
    ck_assert(snapshot_end(second, &err));
    ck_assert_str_eq(parallel_workers(second), usual);
}
END_TEST

START_TEST(ended_snapshot_cannot_be_imported)
{
    struct db *second = test_connect(arena, url, true);
    const char *id;
    ck_assert(snapshot_begin(db, NULL, &err));
    ck_assert(snapshot_export(db, arena, &id, &err));
    ck_assert(snapshot_end(db, &err));
    ck_assert(!snapshot_begin(second, id, &err));
    ck_contains(err.message, "cannot join the snapshot of another connection");
    ck_assert_str_eq(count_organizations(second), "4");
    ck_assert(snapshot_begin(second, NULL, &err));
}
END_TEST

START_TEST(snapshot_cannot_write)
{
    struct db *writer = test_connect(arena, url, false);
    ck_assert(snapshot_begin(writer, NULL, &err));
    struct db_statement statement = {.purpose = "write", .sql = "DELETE FROM public.organizations"};
    ck_assert(!db_query(writer, arena, &statement, NULL, &err));
    ck_contains(err.message, "read-only transaction");
    ck_assert(snapshot_end(writer, &err));
}
END_TEST

START_TEST(today_is_a_day_of_the_server)
{
    const char *day;
    ck_assert(snapshot_today(db, arena, &day, &err));
    ck_assert(text_is_date(day));
    ck_assert_str_eq(day, test_value(url, "SELECT (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date"));
}
END_TEST

/* --- totals --- */

START_TEST(totals_are_exact)
{
    test_sql(url, "INSERT INTO public.organizations (legal_name, focus_group_id, employee_count,"
                  "    annual_revenue_usd, status)"
                  "SELECT 'Filler ' || i, 'pe_energy', NULLIF(i, 3), 9999999999999.99, 'inactive' "
                  "FROM generate_series(1, 3) AS i;"
                  "INSERT INTO public.organizations (legal_name, focus_group_id)"
                  "VALUES ('Empty', 'pe_energy');"
                  "INSERT INTO public.org_attributes_energy (organization_id)"
                  "SELECT organization_id FROM public.organizations WHERE legal_name = 'Filler 1';"
                  "INSERT INTO public.org_attributes_retail (organization_id)"
                  "SELECT organization_id FROM public.organizations WHERE legal_name = 'Filler 2'");
    struct config_set set = configs("2025-06-01");
    struct sector_totals *rows;
    ck_assert_msg(snapshot_totals(db, arena, &set, NULL, &rows, &err), "%s", err.message);
    const struct sector_totals *energy = &rows[5];
    ck_assert_str_eq(energy->focus_group_id, "pe_energy");
    ck_assert_int_eq(energy->organizations, 4);
    ck_assert_int_eq(energy->active, 1);
    ck_assert_int_eq(energy->with_attributes, 1);
    ck_assert_int_eq(energy->employees, 3);
    ck_assert_int_eq(energy->with_employees, 2);
    ck_assert_str_eq(energy->revenue_usd, "29999999999999.97");
    ck_assert_int_eq(energy->with_revenue, 3);
    ck_assert_str_eq(rows[0].revenue_usd, "500000000.00");
    ck_assert_int_eq(rows[0].with_attributes, 1);
    ck_assert_int_eq(rows[4].organizations, 0);
    ck_assert_str_eq(rows[4].revenue_usd, "0");
}
END_TEST

START_TEST(totals_of_what_is_wanted)
{
    struct config_set set = configs("2025-06-01");
    const bool first[7] = {true};
    const bool none[7] = {false};
    struct sector_totals *rows;
    ck_assert_msg(snapshot_totals(db, arena, &set, first, &rows, &err), "%s", err.message);
    ck_assert_int_eq(rows[0].with_attributes, 1);
    for (size_t i = 1; i < 7; i++)
        ck_assert_int_eq(rows[i].organizations, 0);
    ck_assert_msg(snapshot_totals(db, arena, &set, none, &rows, &err), "%s", err.message);
    for (size_t i = 0; i < 7; i++) {
        ck_assert_str_eq(rows[i].focus_group_id, set.sectors[i].focus_group_id);
        ck_assert_int_eq(rows[i].organizations, 0);
    }
}
END_TEST

/* --- columns --- */

static struct column_set columns_of(const char *sector, struct findings *findings)
{
    struct config_set set = configs("2025-06-01");
    struct column_set columns;
    findings_init(findings, arena);
    ck_assert_msg(snapshot_columns(db, arena, sector_of(&set, sector), &columns, findings, &err),
                  "%s", err.message);
    return columns;
}

static const struct column *column_of(const struct column_set *columns, const char *name)
{
    for (size_t i = 0; i < columns->count; i++)
        if (text_equal(columns->columns[i].name, name))
            return &columns->columns[i];
    ck_abort_msg("no column '%s'", name);
}

START_TEST(seeded_columns)
{
    static const char *const names[] = {"legal_name",
                                        "display_name",
                                        "ticker_symbol",
                                        "cik_number",
                                        "duns_number",
                                        "primary_sic_code",
                                        "primary_naics_code",
                                        "employee_count",
                                        "annual_revenue_usd",
                                        "founding_year",
                                        "headquarters_country",
                                        "headquarters_state",
                                        "headquarters_city",
                                        "website_url",
                                        "status",
                                        "ot_systems",
                                        "it_ot_integration",
                                        "scada_vendor",
                                        "mes_system",
                                        "plant_count",
                                        "automation_level",
                                        "iot_platforms",
                                        "digital_twin_status",
                                        "edge_computing",
                                        "supply_chain_visibility",
                                        "demand_forecasting_ai"};
    struct findings findings;
    struct column_set columns = columns_of("pe_manufacturing", &findings);
    ck_assert_uint_eq(findings.count, 0);
    ck_assert_uint_eq(columns.count, sizeof names / sizeof *names);
    ck_assert_uint_eq(columns.attribute_start, 15);
    ck_assert(columns.has_attribute_table);
    for (size_t i = 0; i < columns.count; i++) {
        ck_assert_str_eq(columns.columns[i].name, names[i]);
        ck_assert_int_eq(columns.columns[i].group, i < 15 ? COLUMN_FIRMOGRAPHIC : COLUMN_ATTRIBUTE);
    }
    const struct column *revenue = column_of(&columns, "annual_revenue_usd");
    ck_assert_str_eq(revenue->label, "Annual revenue");
    ck_assert_str_eq(revenue->unit, "USD");
    ck_assert_str_eq(revenue->description, "revenue of the last full financial year");
    ck_assert_int_eq(revenue->kind, COLUMN_DECIMAL);
    ck_assert_int_eq(revenue->scale, 2);
    ck_assert_int_eq(column_of(&columns, "ot_systems")->kind, COLUMN_ARRAY);
    ck_assert_int_eq(column_of(&columns, "edge_computing")->kind, COLUMN_BOOLEAN);
    ck_assert_ptr_null(column_of(&columns, "plant_count")->unit);
}
END_TEST

START_TEST(every_seeded_sector_has_columns)
{
    struct config_set set = configs("2025-06-01");
    for (size_t i = 0; i < set.sector_count; i++) {
        struct findings findings;
        struct column_set columns = columns_of(set.sectors[i].focus_group_id, &findings);
        ck_assert_uint_eq(findings.count, 0);
        ck_assert_uint_ge(columns.count - columns.attribute_start, 9);
    }
}
END_TEST

START_TEST(eighth_sector_by_sql_alone)
{
    static const struct {
        const char *name, *label, *unit, *description;
        enum column_kind kind;
        int scale;
    } expected[] = {
        {"trial_count", "Clinical trials", "trials", "trials under way: all phases", COLUMN_INTEGER,
         0},
        {"patients", "Patients", "people", NULL, COLUMN_INTEGER, 0},
        {"sites", "Sites", NULL, "where trials run", COLUMN_ARRAY, 0},
        {"success_rate", "Success rate", NULL, NULL, COLUMN_DECIMAL, 1},
        {"budget", "Budget", "USD", "no label", COLUMN_DECIMAL, 2},
        {"ratio", "Ratio [broken", NULL, "unit", COLUMN_DECIMAL, 2},
        {"approved_on", "Approved on", NULL, NULL, COLUMN_DATE, 0},
        {"audited_at", "Audited at", NULL, NULL, COLUMN_TIMESTAMP, 0},
        {"sponsor_id", "Sponsor id", NULL, NULL, COLUMN_UUID, 0},
        {"phase", "Phase", NULL, NULL, COLUMN_TEXT, 0},
        {"protocol", "Protocol", NULL, NULL, COLUMN_TEXT, 0},
        {"blinded", "Blinded", NULL, "double blind", COLUMN_BOOLEAN, 0},
        {"Odd \"Name\"", "Odd \"Name\"", NULL, NULL, COLUMN_TEXT, 0},
    };
    const size_t count = sizeof expected / sizeof *expected;
    add_life_sciences(url);
    struct findings findings;
    struct column_set columns = columns_of("pe_life_sciences", &findings);
    ck_assert_uint_eq(findings.count, 0);
    ck_assert_uint_eq(columns.count - columns.attribute_start, count);
    for (size_t i = 0; i < count; i++) {
        const struct column *column = &columns.columns[columns.attribute_start + i];
        ck_assert_str_eq(column->name, expected[i].name);
        ck_assert_str_eq(column->label, expected[i].label);
        ck_assert_pstr_eq(column->unit, expected[i].unit);
        ck_assert_pstr_eq(column->description, expected[i].description);
        ck_assert_int_eq(column->kind, expected[i].kind);
        ck_assert_int_eq(column->scale, expected[i].scale);
    }
    ck_assert_uint_eq(columns_of("pe_manufacturing", &findings).count, 26);
}
END_TEST

START_TEST(table_is_missing)
{
    test_sql(url, "INSERT INTO public.focus_groups (focus_group_id, platform, group_name,"
                  "    group_code, display_order)"
                  "VALUES ('pe_space', 'pe_org_air', 'Space', 'SPC', 8)");
    struct findings findings;
    struct column_set columns = columns_of("pe_space", &findings);
    ck_assert(!columns.has_attribute_table);
    ck_assert_uint_eq(columns.count, 15);
    ck_assert_uint_eq(columns.attribute_start, 15);
    ck_assert_uint_eq(findings.count, 1);
    ck_assert_str_eq(findings.rows[0].code, "attribute_table_missing");
    ck_assert_int_eq(findings.rows[0].severity, SEVERITY_WARNING);
    ck_assert_str_eq(findings.rows[0].focus_group_id, "pe_space");
    ck_assert_str_eq(findings.rows[0].subject, "Space");
    ck_contains(findings.rows[0].message, "public.org_attributes_space");
}
END_TEST

START_TEST(view_lacks_a_column)
{
    test_sql(url, "ALTER TABLE public.org_attributes_energy ADD COLUMN battery_mwh numeric(8, 1)");
    struct findings findings;
    struct column_set columns = columns_of("pe_energy", &findings);
    ck_assert_uint_eq(columns.count - columns.attribute_start, 9);
    ck_assert_uint_eq(findings.count, 1);
    ck_assert_str_eq(findings.rows[0].code, "attribute_not_in_view");
    ck_contains(findings.rows[0].message, "column 'battery_mwh' of public.org_attributes_energy");
    ck_contains(findings.rows[0].message, "CREATE OR REPLACE VIEW");
}
END_TEST

/* A column that another sector, or organizations itself, already has in the view. */
START_TEST(name_of_another_sector_is_not_taken)
{
    test_sql(url, "ALTER TABLE public.org_attributes_energy ADD COLUMN plant_count integer,"
                  "    ADD COLUMN status text");
    struct findings findings;
    struct column_set columns = columns_of("pe_energy", &findings);
    ck_assert_uint_eq(columns.count - columns.attribute_start, 9);
    ck_assert_uint_eq(findings.count, 2);
    ck_assert_str_eq(findings.rows[0].code, "attribute_not_in_view");
    ck_assert_str_eq(findings.rows[1].code, "attribute_not_in_view");
    ck_assert_uint_eq(columns_of("pe_manufacturing", &findings).count, 26);
    ck_assert_uint_eq(findings.count, 0);

    extend_view(url, "public.org_attributes_energy",
                "x.plant_count AS energy_plant_count, x.status AS energy_status");
    columns = columns_of("pe_energy", &findings);
    ck_assert_uint_eq(findings.count, 2);
    ck_assert_str_eq(findings.rows[0].code, "attribute_not_in_view");
    ck_contains(findings.rows[0].message, "'status'");
    ck_assert_str_eq(findings.rows[1].code, "attribute_ambiguous");
    ck_contains(findings.rows[1].message, "'plant_count'");
}
END_TEST

START_TEST(view_through_another_view)
{
    test_sql(url, "ALTER VIEW public.vw_organizations_full RENAME TO vw_inner;"
                  "CREATE VIEW public.vw_organizations_full AS SELECT * FROM public.vw_inner");
    struct findings findings;
    ck_assert_uint_eq(columns_of("pe_manufacturing", &findings).count, 26);
    ck_assert_uint_eq(findings.count, 0);
}
END_TEST

START_TEST(view_is_missing)
{
    struct config_set set = configs("2025-06-01");
    struct column_set columns;
    test_sql(url, "DROP VIEW public.vw_organizations_full");
    ck_assert(!snapshot_columns(db, arena, &set.sectors[0], &columns, NULL, &err));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_contains(err.message, "public.vw_organizations_full");
    ck_contains(err.hint, "orgair migrate up");
}
END_TEST

static TCase *configurations(void)
{
    TCase *tcase = tcase_create("configurations");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, seeded_configurations);
    tcase_add_test(tcase, seeded_sector_in_detail);
    tcase_add_test(tcase, calibrations_have_defaults);
    tcase_add_test(tcase, rows_are_in_force_from_and_until);
    tcase_add_test(tcase, latest_of_several_rows_counts);
    tcase_add_test(tcase, only_active_sectors_of_the_platform);
    tcase_add_test(tcase, weight_that_is_no_number_is_refused);
    tcase_add_loop_test(tcase, sectors_need_folders_of_their_own, 0, 2);
    tcase_add_test(tcase, fingerprints_are_those_of_the_configurations);
    tcase_add_test(tcase, fingerprint_follows_what_is_shown);
    tcase_add_test(tcase, fingerprint_ignores_what_is_not_shown);
    return tcase;
}

static TCase *snapshots(void)
{
    TCase *tcase = tcase_create("snapshots");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, imported_snapshot_sees_the_same_rows);
    tcase_add_test(tcase, who_imports_asks_one_process_of_the_server);
    tcase_add_test(tcase, ended_snapshot_cannot_be_imported);
    tcase_add_test(tcase, snapshot_cannot_write);
    tcase_add_test(tcase, today_is_a_day_of_the_server);
    tcase_add_test(tcase, totals_are_exact);
    tcase_add_test(tcase, totals_of_what_is_wanted);
    return tcase;
}

static TCase *columns_case(void)
{
    TCase *tcase = tcase_create("columns");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, seeded_columns);
    tcase_add_test(tcase, every_seeded_sector_has_columns);
    tcase_add_test(tcase, eighth_sector_by_sql_alone);
    tcase_add_test(tcase, table_is_missing);
    tcase_add_test(tcase, view_lacks_a_column);
    tcase_add_test(tcase, name_of_another_sector_is_not_taken);
    tcase_add_test(tcase, view_through_another_view);
    tcase_add_test(tcase, view_is_missing);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("db/snapshot");
    suite_add_tcase(suite, configurations());
    suite_add_tcase(suite, snapshots());
    suite_add_tcase(suite, columns_case());
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
