/* The config service on a real database: what is served, from where, and that it is never stale. */
#include "app/configs.h"

#include "base/file.h"
#include "base/text.h"
#include "cache/config_codec.h"
#include "db/snapshot.h"
#include "rules/validate.h"
#include "support/database.h"
#include "support/folder.h"

#include <check.h>
#include <math.h>
#include <unistd.h>

static const char day[] = "2026-06-30";

static const char *url; /* of the suite's database, made once */
static struct app app;
static struct settings settings;
static struct log app_log;
static char *log_text;
static size_t log_length;
static struct cache *cache;
static struct db *db;
static struct configs_report report;
static struct config_set set;
static struct error err;

static void setup(void)
{
    app = (struct app){.arena = arena_new(), .settings = &settings, .log = &app_log};
    settings = (struct settings){
        .cache_ttl_sectors = 86400,
        .cache_dir = path_join(app.arena, folder_of_test(app.arena), "cache"),
    };
    app_log = (struct log){.level = LOG_LEVEL_INFO, .now_ns = app_now_ns};
    app_log.stream = open_memstream(&log_text, &log_length);
    ck_assert(configs_open_cache(&app, &cache, &err));
    test_sql(url, "BEGIN; TRUNCATE public.focus_group_dimension_weights; COMMIT;"
                  "INSERT INTO public.focus_group_dimension_weights SELECT * FROM saved.weights;"
                  "UPDATE public.focus_groups SET is_active = true;"
                  "UPDATE public.dimensions SET description = NULL;");
    db = test_connect(app.arena, url, true);
    report = (struct configs_report){0};
    err = (struct error)ERROR_INIT;
}

static void teardown(void)
{
    fclose(app_log.stream);
    free(log_text);
    arena_free(app.arena);
}

static struct configs_request online(void)
{
    return (struct configs_request){.db = db, .cache = cache, .as_of = day};
}

static void load(void)
{
    struct configs_request request = online();
    ck_assert_msg(configs_load(&app, &request, &set, &report, &err), "%s", err.message);
}

static void counted(long long hits, long long misses)
{
    ck_assert_int_eq(report.hits, hits);
    ck_assert_int_eq(report.misses, misses);
    fflush(app_log.stream);
    ck_assert_msg(log_length == 0, "%s", log_text);
}

static struct decimal governance(const char *focus_group_id)
{
    const struct sector *sector = config_find_sector(&set, focus_group_id);
    ck_assert_ptr_nonnull(sector);
    return sector_weight(sector, "ai_governance");
}

static void same_configs(const struct config_set *a, const struct config_set *b)
{
    ck_assert_uint_eq(a->sector_count, b->sector_count);
    ck_assert_uint_eq(a->dimension_count, b->dimension_count);
    ck_assert_str_eq(a->as_of, b->as_of);
    for (size_t i = 0; i < a->sector_count; i++) {
        const struct sector *x = &a->sectors[i], *y = &b->sectors[i];
        ck_assert_str_eq(x->focus_group_id, y->focus_group_id);
        ck_assert_str_eq(x->fingerprint, y->fingerprint);
        ck_assert_uint_eq(x->weight_count, y->weight_count);
        ck_assert_uint_eq(x->calibration_count, y->calibration_count);
        for (size_t k = 0; k < x->weight_count; k++) {
            ck_assert_str_eq(x->weights[k].dimension_code, y->weights[k].dimension_code);
            ck_assert_int_eq(x->weights[k].value.units, y->weights[k].value.units);
            ck_assert_int_eq(x->weights[k].value.scale, y->weights[k].value.scale);
            ck_assert(text_equal(x->weights[k].rationale, y->weights[k].rationale));
        }
        for (size_t k = 0; k < x->calibration_count; k++) {
            ck_assert_str_eq(x->calibrations[k].name, y->calibrations[k].name);
            ck_assert_int_eq(x->calibrations[k].value.units, y->calibrations[k].value.units);
        }
    }
}

/* ---- online ---- */

START_TEST(a_miss_then_a_hit_with_the_same_content)
{
    load();
    struct config_set first = set;
    ck_assert_uint_eq(first.sector_count, 7);
    ck_assert_uint_eq(first.dimension_count, 7);
    counted(0, 1);
    load();
    counted(1, 1);
    same_configs(&first, &set);
    struct configs_request request = online();
    request.cache = NULL;
    ck_assert(configs_load(&app, &request, &set, &report, &err));
    counted(1, 2);
    same_configs(&first, &set);
}
END_TEST

START_TEST(a_miss_stores_every_sector_and_all)
{
    load();
    struct cache_entry *rows;
    size_t count;
    ck_assert(cache_list(cache, app.arena, &rows, &count, &err));
    ck_assert_uint_eq(count, 8);
    ck_assert_str_eq(rows[0].key, "sector:pe_energy");
    ck_assert_str_eq(rows[7].key, "sectors:all");
    for (size_t i = 0; i < count; i++)
        ck_assert_ptr_null(rows[i].problem);
}
END_TEST

START_TEST(a_changed_weight_is_never_served_stale)
{
    settings.cache_ttl_sectors = INT64_MAX;
    load();
    ck_assert_int_eq(governance("pe_energy").units, 150);
    test_sql(url, "UPDATE public.focus_group_dimension_weights SET weight = 0.155 "
                  "WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_governance'");
    load();
    ck_assert_int_eq(governance("pe_energy").units, 155);
    counted(0, 2);
    struct configs_request request = online();
    ck_assert(configs_load_sector(&app, &request, "pe_retail", &set, &report, &err));
    counted(1, 2);
    load();
    counted(2, 2);
}
END_TEST

START_TEST(every_kind_of_change_is_noticed)
{
    static const char *const changes[] = {
        "UPDATE public.focus_group_dimension_weights SET weight_rationale = 'other' WHERE "
        "focus_group_id = 'pe_retail' AND dimension_id = 'pe_dim_talent'",
        "UPDATE public.focus_group_dimension_weights SET effective_to = '2030-01-01' WHERE "
        "focus_group_id = 'pe_retail' AND dimension_id = 'pe_dim_talent'",
        "DELETE FROM public.focus_group_dimension_weights WHERE focus_group_id = 'pe_retail'",
        "UPDATE public.dimensions SET description = 'new' WHERE dimension_id = 'pe_dim_talent'",
        "UPDATE public.focus_groups SET is_active = false WHERE focus_group_id = 'pe_energy'",
        "UPDATE public.focus_group_dimension_weights SET weight = 0.121 "
        "WHERE focus_group_id = 'pe_technology' AND dimension_id = 'pe_dim_governance'",
    };
    load();
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        test_sql(url, changes[i]);
        load();
        ck_assert_msg(report.misses == (long long)i + 2, "not noticed: %s", changes[i]);
    }
    ck_assert_uint_eq(set.sector_count, 6);
}
END_TEST

START_TEST(an_old_entry_is_read_anew)
{
    load();
    settings.cache_ttl_sectors = 0;
    load();
    counted(0, 2);
}
END_TEST

/* Rows of another day are other rows; the same rows serve every day, under its own label. */
START_TEST(the_day_decides_by_its_rows)
{
    test_sql(url, "UPDATE public.focus_group_dimension_weights SET effective_to = '2026-01-01' "
                  "WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_governance';"
                  "INSERT INTO public.focus_group_dimension_weights "
                  "(focus_group_id, dimension_id, weight, effective_from) "
                  "VALUES ('pe_energy', 'pe_dim_governance', 0.300, '2026-01-01')");
    load();
    ck_assert_int_eq(governance("pe_energy").units, 300);
    struct configs_request request = online();
    request.as_of = "2025-12-31";
    ck_assert(configs_load(&app, &request, &set, &report, &err));
    ck_assert_int_eq(governance("pe_energy").units, 150);
    ck_assert_str_eq(set.as_of, "2025-12-31");
    counted(0, 2);
    request.as_of = "2025-11-30";
    ck_assert(configs_load(&app, &request, &set, &report, &err));
    ck_assert_str_eq(set.as_of, "2025-11-30");
    counted(1, 2);
    request.as_of = "2024-12-31"; /* before the seeds: sectors without weights */
    ck_assert(configs_load(&app, &request, &set, &report, &err));
    ck_assert_uint_eq(set.sectors[0].weight_count, 0);
}
END_TEST

START_TEST(without_a_day_it_is_the_databases)
{
    struct configs_request request = online();
    request.as_of = NULL;
    ck_assert(configs_load(&app, &request, &set, &report, &err));
    ck_assert_str_eq(set.as_of, test_value(url, "SELECT (now() AT TIME ZONE 'UTC')::date"));
}
END_TEST

START_TEST(one_sector)
{
    struct configs_request request = online();
    ck_assert(configs_load_sector(&app, &request, "pe_energy", &set, &report, &err));
    ck_assert_uint_eq(set.sector_count, 1);
    ck_assert_uint_eq(set.dimension_count, 7);
    counted(0, 1);
    ck_assert(configs_load_sector(&app, &request, "pe_energy", &set, &report, &err));
    ck_assert_uint_eq(set.sector_count, 1);
    ck_assert_str_eq(set.sectors[0].focus_group_id, "pe_energy");
    ck_assert_str_eq(set.as_of, day);
    counted(1, 1);
}
END_TEST

START_TEST(an_unknown_sector)
{
    struct configs_request request = online();
    ck_assert(!configs_load_sector(&app, &request, "pe_mining", &set, &report, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_str_eq(err.message, "unknown sector 'pe_mining'");
    ck_assert_ptr_nonnull(strstr(err.hint, "pe_energy,"));
    /* One that was switched off is not served from its entry. */
    ck_assert(configs_load_sector(&app, &request, "pe_energy", &set, &report, &err));
    test_sql(url, "UPDATE public.focus_groups SET is_active = false "
                  "WHERE focus_group_id = 'pe_energy'");
    ck_assert(!configs_load_sector(&app, &request, "pe_energy", &set, &report, &err));
    ck_assert_ptr_null(strstr(err.hint, "pe_energy"));
}
END_TEST

/* A sound entry under a key and a fingerprint that its content does not bear out. */
START_TEST(an_entry_that_lies_is_a_miss)
{
    load();
    struct cache_entry *rows;
    size_t count;
    ck_assert(cache_list(cache, app.arena, &rows, &count, &err));
    struct config_set other = set;
    other.sectors = arena_array(app.arena, set.sector_count, sizeof *other.sectors);
    for (size_t i = 0; i < set.sector_count; i++)
        other.sectors[i] = set.sectors[i];
    other.sectors[3].fingerprint = "of other rows";
    const char *const lies[] = {"{}", rows[0].payload, config_encode(app.arena, &other)};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        cache_put(cache, "sectors:all", rows[7].fingerprint, lies[i]);
        load();
        ck_assert_int_eq(report.hits, 0);
        ck_assert_uint_eq(set.sector_count, 7);
        fflush(app_log.stream);
        ck_assert_ptr_nonnull(strstr(log_text, "it is not what its key promises"));
    }
}
END_TEST

START_TEST(damage_is_a_miss)
{
    load();
    const char *path =
        path_join(app.arena, settings.cache_dir, cache_file_name(app.arena, "sectors:all"));
    ck_assert_int_eq(truncate(path, 100), 0);
    load();
    ck_assert_int_eq(report.misses, 2);
    ck_assert_uint_eq(set.sector_count, 7);
    load();
    ck_assert_int_eq(report.hits, 1);
}
END_TEST

START_TEST(the_plain_seed_has_no_errors)
{
    struct findings findings;
    findings_init(&findings, app.arena);
    load();
    validate_configs(&set, &findings);
    ck_assert_uint_eq(findings.by_severity[SEVERITY_ERROR], 0);
    ck_assert_uint_eq(findings.by_severity[SEVERITY_WARNING], 0);
    for (size_t i = 0; i < set.sector_count; i++)
        ck_assert(sector_is_valid(&set, &set.sectors[i]));
}
END_TEST

START_TEST(two_rows_in_force_are_found_and_survive_the_cache)
{
    test_sql(url, "INSERT INTO public.focus_group_dimension_weights "
                  "(focus_group_id, dimension_id, weight, effective_from) "
                  "VALUES ('pe_energy', 'pe_dim_governance', 0.150, '2025-06-01')");
    for (int i = 0; i < 2; i++) {
        struct findings findings;
        findings_init(&findings, app.arena);
        load();
        validate_configs(&set, &findings);
        findings_sort(&findings);
        ck_assert_str_eq(findings.rows[0].code, "duplicate_row");
        ck_assert_str_eq(findings.rows[0].message,
                         "more than one row in force for weight 'ai_governance': the one from "
                         "2025-06-01 counts");
    }
    counted(1, 1);
}
END_TEST

/* ---- offline ---- */

static bool load_offline(const char *as_of)
{
    struct configs_request request = {.cache = cache, .as_of = as_of};
    return configs_load(&app, &request, &set, &report, &err);
}

START_TEST(offline_serves_by_age)
{
    ck_assert(!load_offline(NULL));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message,
                     "the cache holds no 'sectors:all' that is whole and younger than 86400 s");
    struct configs_request request = online();
    request.as_of = NULL;
    ck_assert(configs_load(&app, &request, &set, &report, &err));
    const char *today = set.as_of;
    ck_assert(load_offline(NULL));
    ck_assert_str_eq(set.as_of, today);
    ck_assert_uint_eq(set.sector_count, 7);
    ck_assert(load_offline(today));
    settings.cache_ttl_sectors = 0;
    ck_assert(!load_offline(NULL));
    ck_assert_ptr_nonnull(strstr(err.hint, "ORGAIR_CACHE_TTL_SECTORS"));
}
END_TEST

START_TEST(offline_serves_one_sector)
{
    load();
    struct configs_request request = {.cache = cache, .as_of = day};
    ck_assert(configs_load_sector(&app, &request, "pe_energy", &set, &report, &err));
    ck_assert_uint_eq(set.sector_count, 1);
    ck_assert(!configs_load_sector(&app, &request, "pe_mining", &set, &report, &err));
}
END_TEST

START_TEST(offline_does_not_take_another_day)
{
    struct configs_request request = online();
    request.as_of = "2025-03-01";
    ck_assert(configs_load(&app, &request, &set, &report, &err));
    ck_assert(!load_offline(NULL));
    ck_assert_int_eq(err.code, ERROR_DATABASE);
    ck_assert_str_eq(err.message, "the cache holds 'sectors:all' of 2025-03-01, a day of the past");
    ck_assert_ptr_nonnull(strstr(err.hint, "--as-of 2025-03-01"));
    ck_assert(!load_offline("2025-03-02"));
    ck_assert_str_eq(err.message, "the cache holds 'sectors:all' of 2025-03-01, not of 2025-03-02");
    ck_assert(load_offline("2025-03-01"));
}
END_TEST

START_TEST(offline_needs_the_cache)
{
    cache = NULL;
    ck_assert(!load_offline(NULL));
    ck_assert_int_eq(err.code, ERROR_USAGE);
}
END_TEST

/* ---- invalidation and cost ---- */

START_TEST(invalidating_a_sector_drops_all)
{
    struct configs_removed removed;
    load();
    ck_assert(configs_invalidate(cache, app.arena, "pe_energy", &removed, &err));
    ck_assert_uint_eq(removed.count, 2);
    ck_assert_str_eq(removed.names[0], "sector:pe_energy");
    ck_assert_str_eq(removed.names[1], "sectors:all");
    load();
    counted(0, 2);
}
END_TEST

/* Without the entry of all sectors nobody knows, and there is nothing to protect. */
START_TEST(invalidating_an_unknown_sector_is_refused)
{
    struct configs_removed removed;
    load();
    ck_assert(!configs_invalidate(cache, app.arena, "pe_atlantis", &removed, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_str_eq(err.message, "unknown sector 'pe_atlantis'");
    ck_assert_uint_eq(removed.count, 0);
    load();
    counted(1, 1);
    ck_assert(cache_remove(cache, "sector:pe_energy"));
    ck_assert(configs_invalidate(cache, app.arena, "pe_energy", &removed, &err));
    ck_assert_uint_eq(removed.count, 1);
    ck_assert(configs_invalidate(cache, app.arena, "pe_atlantis", &removed, &err));
    ck_assert_uint_eq(removed.count, 0);
}
END_TEST

START_TEST(invalidating_all_takes_the_damaged_and_leaves_the_foreign)
{
    struct configs_removed removed;
    load();
    const char *damaged = path_join(app.arena, settings.cache_dir, "x.json");
    const char *foreign = path_join(app.arena, settings.cache_dir, "README");
    ck_assert(file_write(damaged, "", 0, NULL) && file_write(foreign, "", 0, NULL));
    ck_assert(configs_invalidate(cache, app.arena, NULL, &removed, &err));
    ck_assert_uint_eq(removed.count, 9);
    ck_assert_str_eq(removed.names[8], "x.json");
    ck_assert(!file_exists(damaged) && file_exists(foreign));
    ck_assert(configs_invalidate(cache, app.arena, NULL, &removed, &err));
    ck_assert_uint_eq(removed.count, 0);
}
END_TEST

START_TEST(names_of_sectors)
{
    ck_assert_str_eq(configs_sector_id(app.arena, "pe_energy"), "pe_energy");
    ck_assert_str_eq(configs_sector_id(app.arena, "energy"), "pe_energy");
    ck_assert_str_eq(configs_sector_id(app.arena, "financial-services"), "pe_financial_services");
}
END_TEST

START_TEST(the_formula_is_the_sum_of_its_parts)
{
    struct configs_report sample = {
        .hits = 3, .misses = 1, .lookup_ns = 8000000, .check_ns = 4000000, .database_ns = 20000000};
    struct configs_cost cost = configs_cost(&sample);
    ck_assert_int_eq(cost.requests, 4);
    ck_assert_double_eq(cost.hit_rate, 0.75);
    ck_assert_double_eq_tol(cost.cache_s, 0.002, 1e-15);
    ck_assert_double_eq_tol(cost.database_s, 0.020, 1e-15);
    ck_assert_double_eq_tol(cost.total_s, 0.028, 1e-15);
    ck_assert_str_eq(configs_cost_text(app.arena, &sample),
                     "T_total = R*H*T_cache + R*(1-H)*(T_cache + T_db) = 4*0.75*0.002000 + "
                     "4*0.25*(0.002000 + 0.020000) = 0.028000 s");
    cost = configs_cost(&(struct configs_report){0});
    ck_assert_double_eq(cost.total_s, 0);
    load();
    load();
    cost = configs_cost(&report);
    ck_assert_double_eq_tol(cost.total_s, (double)(report.lookup_ns + report.database_ns) / 1e9,
                            1e-9);
    ck_assert_int_ge(report.lookup_ns, report.check_ns);
}
END_TEST

/* Weights as seeded, to go back to before each test: a database a test would take too long. */
static void make_database(void)
{
    url = test_database_create_seeded("configs");
    test_sql(url, "CREATE SCHEMA saved; CREATE TABLE saved.weights AS "
                  "SELECT * FROM public.focus_group_dimension_weights");
}

int main(void)
{
    Suite *s = suite_create("configs");
    TCase *t = tcase_create("configs");
    tcase_add_unchecked_fixture(t, make_database, NULL);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, a_miss_then_a_hit_with_the_same_content);
    tcase_add_test(t, a_miss_stores_every_sector_and_all);
    tcase_add_test(t, a_changed_weight_is_never_served_stale);
    tcase_add_test(t, every_kind_of_change_is_noticed);
    tcase_add_test(t, an_old_entry_is_read_anew);
    tcase_add_test(t, the_day_decides_by_its_rows);
    tcase_add_test(t, without_a_day_it_is_the_databases);
    tcase_add_test(t, one_sector);
    tcase_add_test(t, an_unknown_sector);
    tcase_add_test(t, an_entry_that_lies_is_a_miss);
    tcase_add_test(t, damage_is_a_miss);
    tcase_add_test(t, the_plain_seed_has_no_errors);
    tcase_add_test(t, two_rows_in_force_are_found_and_survive_the_cache);
    tcase_add_test(t, offline_serves_by_age);
    tcase_add_test(t, offline_serves_one_sector);
    tcase_add_test(t, offline_does_not_take_another_day);
    tcase_add_test(t, offline_needs_the_cache);
    tcase_add_test(t, invalidating_a_sector_drops_all);
    tcase_add_test(t, invalidating_an_unknown_sector_is_refused);
    tcase_add_test(t, invalidating_all_takes_the_damaged_and_leaves_the_foreign);
    tcase_add_test(t, names_of_sectors);
    tcase_add_test(t, the_formula_is_the_sum_of_its_parts);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
