#include "db/assessments.h"

#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "db/seed.h"
#include "support/database.h"
#include "support/sectors.h"

#include <check.h>
#include <stdlib.h>

static struct arena *arena;
static struct error err;
static const char *url;
static struct db *db;

static void set_up(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
    url = test_database_create_seeded("assessments");
    db = test_connect(arena, url, true);
}

static void tear_down(void)
{
    arena_free(arena);
}

static const char *text_of(struct decimal value)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_write(&text, value);
    const char *copy = arena_strdup(arena, text.text);
    strbuf_release(&text);
    return copy;
}

/* ---- what the snapshot gives ---- */

#define MFG "13d79e33-e919-5e69-a23f-f3059bfd1a91"
#define FIRST "00000000-0000-0000-0000-000000000001" /* an organization before it */
#define ASSESSMENT(n) "a0000000-0000-0000-0000-00000000000" #n

struct found {
    struct config_set configs;
    struct assessed_organization *rows;
    size_t count;
};

static struct found read_sector(const char *day, const char *sector_id)
{
    struct found found;
    ck_assert_msg(snapshot_configs(db, arena, day, &found.configs, &err), "%s", err.message);
    const struct sector *sector = config_find_sector(&found.configs, sector_id);
    ck_assert_ptr_nonnull(sector);
    found.rows = test_assessments(arena, db, &found.configs, sector, &found.count);
    return found;
}

static struct found read_day(const char *day)
{
    return read_sector(day, "pe_manufacturing");
}

static void assess(const char *assessment, const char *organization, const char *from,
                   const char *to)
{
    const char *end = to ? arena_printf(arena, "'%s'", to) : "NULL";
    test_sql(url,
             arena_printf(arena,
                          "INSERT INTO public.organization_assessments\n"
                          "    (assessment_id, organization_id, effective_from, effective_to)\n"
                          "VALUES ('%s', '%s', '%s', %s)",
                          assessment, organization, from, end));
}

static void score(const char *assessment, const char *dimension, const char *value)
{
    test_sql(url, arena_printf(arena,
                               "INSERT INTO public.assessment_dimension_scores\n"
                               "VALUES ('%s', '%s', %s)",
                               assessment, dimension, value));
}

/* The last digit of the assessment in force, '-' when there is none. */
static char current(const char *day)
{
    struct found found = read_day(day);
    if (found.count == 0 || !found.rows[0].current)
        return '-';
    return found.rows[0].current->assessment_id[35];
}

static void assess_three(void)
{
    assess(ASSESSMENT(1), MFG, "2025-03-31", "2025-06-30");
    assess(ASSESSMENT(2), MFG, "2025-06-30", "2025-09-30");
    assess(ASSESSMENT(3), MFG, "2025-12-31", NULL);
}

START_TEST(days_decide)
{
    assess_three();
    ck_assert_int_eq(current("2025-03-30"), '-');
    ck_assert_int_eq(current("2025-03-31"), '1');
    ck_assert_int_eq(current("2025-06-29"), '1');
    ck_assert_int_eq(current("2025-06-30"), '2');
    ck_assert_int_eq(current("2025-09-29"), '2');
    ck_assert_int_eq(current("2025-09-30"), '-'); /* ended, and nothing followed yet */
    ck_assert_int_eq(current("2025-12-31"), '3');
    ck_assert_int_eq(current("2099-01-01"), '3');
}
END_TEST

START_TEST(the_one_before_is_known)
{
    assess_three();
    struct found found = read_day("2025-04-01");
    ck_assert_ptr_null(found.rows[0].previous);
    found = read_day("2025-07-01");
    ck_assert_str_eq(found.rows[0].previous->assessment_id, ASSESSMENT(1));
    ck_assert_str_eq(found.rows[0].previous->effective_to, "2025-06-30");
    found = read_day("2026-01-01");
    ck_assert_str_eq(found.rows[0].previous->assessment_id, ASSESSMENT(2));
    ck_assert_ptr_null(found.rows[0].current->effective_to);
    ck_assert(!found.rows[0].doubled);
}
END_TEST

/* Whatever stands in the fields, all pages call it the same, and by something to click on. */
START_TEST(names_are_those_of_the_pages)
{
    static const struct {
        const char *legal, *displayed, *expected;
    } names[] = {
        {"'Legal'", "'Shown'", "Shown"},
        {"'Legal'", "NULL", "Legal"},
        {"'Legal'", "E' \\t\\n'", "Legal"},
        {"'Legal'", "' Shown '", " Shown "},
        {"' '", "''", MFG},
    };
    assess(ASSESSMENT(1), MFG, "2025-03-31", NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        test_sql(url, arena_printf(arena,
                                   "UPDATE public.organizations\n"
                                   "SET legal_name = %s, display_name = %s\n"
                                   "WHERE organization_id = '" MFG "'",
                                   names[i].legal, names[i].displayed));
        ck_assert_str_eq(read_day("2025-04-01").rows[0].name, names[i].expected);
    }
}
END_TEST

START_TEST(later_rows_do_not_leak)
{
    assess_three();
    score(ASSESSMENT(1), "pe_dim_talent", "11");
    score(ASSESSMENT(3), "pe_dim_talent", "33");
    ck_assert_uint_eq(read_day("2025-03-30").count, 0);
    struct found found = read_day("2025-07-01");
    ck_assert_uint_eq(found.count, 1);
    ck_assert_uint_eq(found.rows[0].count, 2);
    ck_assert_str_eq(found.rows[0].rows[0].assessment_id, ASSESSMENT(1));
    ck_assert_str_eq(found.rows[0].rows[1].assessment_id, ASSESSMENT(2));
    ck_assert_str_eq(text_of(found.rows[0].rows[0].scores[3]), "11.00");
    ck_assert(found.rows[0].rows[1].missing[3]);
}
END_TEST

START_TEST(of_two_in_force_the_later_counts)
{
    assess(ASSESSMENT(1), MFG, "2025-03-31", NULL);
    assess(ASSESSMENT(2), MFG, "2025-06-30", NULL);
    struct found found = read_day("2025-07-01");
    ck_assert(found.rows[0].doubled);
    ck_assert_str_eq(found.rows[0].current->assessment_id, ASSESSMENT(2));
    ck_assert_str_eq(found.rows[0].previous->assessment_id, ASSESSMENT(1));
    ck_assert(!read_day("2025-06-29").rows[0].doubled);
}
END_TEST

START_TEST(what_is_open_has_its_default)
{
    assess(ASSESSMENT(1), MFG, "2025-03-31", NULL);
    const struct assessment *row = read_day("2025-04-01").rows[0].current;
    ck_assert_int_eq(decimal_compare(row->talent_concentration, DECIMAL_ZERO), 0);
    ck_assert_int_eq(decimal_compare(row->market_cap_percentile, (struct decimal){5, 1}), 0);
    ck_assert_int_eq(decimal_compare(row->timing_factor, (struct decimal){1, 0}), 0);
    ck_assert_int_eq(row->evidence_count, 10);
    ck_assert(!row->has_alignment && !row->has_enterprise_value && !row->has_target);
    for (size_t i = 0; i < 7; i++)
        ck_assert(row->missing[i]);
}
END_TEST

START_TEST(what_is_given_arrives_exactly)
{
    test_sql(url, "INSERT INTO public.organization_assessments\n"
                  "VALUES ('" ASSESSMENT(1) "', '" MFG
                                            "', 0.1234, 0, 1.305, 0, 2147483647, 999999999999.99,\n"
                                            "    100, '2025-03-31')");
    score(ASSESSMENT(1), "pe_dim_data_infra", "0");
    score(ASSESSMENT(1), "pe_dim_culture", "99.99");
    const struct assessment *row = read_day("2025-04-01").rows[0].current;
    ck_assert_str_eq(text_of(row->talent_concentration), "0.1234");
    ck_assert_str_eq(text_of(row->market_cap_percentile), "0.0000");
    ck_assert_str_eq(text_of(row->timing_factor), "1.305");
    ck_assert(row->has_alignment);
    ck_assert_str_eq(text_of(row->alignment), "0.0000");
    ck_assert_int_eq(row->evidence_count, 2147483647);
    ck_assert(row->has_enterprise_value);
    ck_assert_str_eq(text_of(row->enterprise_value_musd), "999999999999.99");
    ck_assert(row->has_target);
    ck_assert_str_eq(text_of(row->target_score), "100.00");
    for (size_t i = 0; i < 7; i++)
        ck_assert_int_eq(row->missing[i], i != 0 && i != 6);
    ck_assert_str_eq(text_of(row->scores[0]), "0.00");
    ck_assert_str_eq(text_of(row->scores[6]), "99.99");
}
END_TEST

/* What NUMERIC and DATE hold beside numbers and days. */
START_TEST(what_is_not_finite_is_not_stated)
{
    test_sql(url, "INSERT INTO public.organization_assessments\n"
                  "    (assessment_id, organization_id, enterprise_value_musd, effective_from, "
                  "effective_to)\n"
                  "VALUES ('" ASSESSMENT(1) "', '" MFG "', 'NaN', '-infinity', 'infinity')");
    const struct assessment *row = read_day("2025-04-01").rows[0].current;
    ck_assert(row->odd_enterprise_value && !row->has_enterprise_value);
    ck_assert_str_eq(row->effective_from, "-infinity");
    ck_assert_ptr_null(row->effective_to);
}
END_TEST

START_TEST(another_platforms_dimension_is_left_out)
{
    test_sql(url, "INSERT INTO public.dimensions\n"
                  "    (dimension_id, platform, dimension_name, dimension_code, display_order)\n"
                  "VALUES ('ia_dim_talent', 'individual_air', 'Talent', 'skills', 1)");
    assess(ASSESSMENT(1), MFG, "2025-03-31", NULL);
    score(ASSESSMENT(1), "ia_dim_talent", "12");
    score(ASSESSMENT(1), "pe_dim_talent", "34");
    const struct found found = read_day("2025-04-01");
    const struct assessment *row = found.rows[0].current;
    ck_assert_uint_eq(found.configs.dimension_count, 7);
    for (size_t i = 0; i < 7; i++)
        ck_assert_int_eq(row->missing[i], i != 3);
    ck_assert_str_eq(text_of(row->scores[3]), "34.00");
}
END_TEST

START_TEST(one_sector_in_order_of_the_ids)
{
    test_sql(url, "INSERT INTO public.organizations\n"
                  "    (organization_id, legal_name, display_name, focus_group_id)\n"
                  "VALUES ('" FIRST "', 'Zymurgy', ' ', 'pe_manufacturing')");
    assess_three();
    assess(ASSESSMENT(4), FIRST, "2025-08-01", NULL);
    assess(ASSESSMENT(5), "55e0cb02-c6ee-514d-be60-3e8728c42c93", "2025-08-01", NULL);
    score(ASSESSMENT(5), "pe_dim_talent", "55");
    score(ASSESSMENT(4), "pe_dim_talent", "44");
    score(ASSESSMENT(2), "pe_dim_talent", "22");
    struct found found = read_day("2026-01-01");
    ck_assert_uint_eq(found.count, 2);
    ck_assert_str_eq(found.rows[0].organization_id, FIRST);
    ck_assert_str_eq(found.rows[0].name, "Zymurgy");
    ck_assert_str_eq(text_of(found.rows[0].current->scores[3]), "44.00");
    ck_assert_str_eq(found.rows[1].name, "Global MFG");
    ck_assert_uint_eq(found.rows[1].count, 3);
    ck_assert_str_eq(text_of(found.rows[1].previous->scores[3]), "22.00");
    ck_assert_ptr_eq(assessed_find(found.rows, found.count, FIRST), &found.rows[0]);
    ck_assert_ptr_eq(assessed_find(found.rows, found.count, MFG), &found.rows[1]);
    ck_assert_ptr_null(
        assessed_find(found.rows, found.count, "55e0cb02-c6ee-514d-be60-3e8728c42c93"));
    struct found technology = read_sector("2026-01-01", "pe_technology");
    ck_assert_uint_eq(technology.count, 1);
    ck_assert_str_eq(technology.rows[0].name, "Quantum AI");
    ck_assert_str_eq(text_of(technology.rows[0].current->scores[3]), "55.00");
}
END_TEST

/* Assessments stay with the organization, whichever sector it is in today. */
START_TEST(who_moves_takes_the_assessments_along)
{
    assess_three();
    test_sql(url, "UPDATE public.organizations SET focus_group_id = 'pe_energy'\n"
                  "WHERE organization_id = '" MFG "'");
    ck_assert_uint_eq(read_day("2026-01-01").count, 0);
    struct found found = read_sector("2026-01-01", "pe_energy");
    ck_assert_uint_eq(found.count, 1);
    ck_assert_uint_eq(found.rows[0].count, 3);
}
END_TEST

START_TEST(an_eighth_sector_needs_rows_only)
{
    add_life_sciences(url);
    test_sql(url, "INSERT INTO public.organization_assessments (assessment_id, organization_id,\n"
                  "    effective_from)\n"
                  "SELECT '" ASSESSMENT(1) "', organization_id, '2025-03-31'\n"
                                           "FROM public.organizations\n"
                                           "WHERE focus_group_id = 'pe_life_sciences'");
    score(ASSESSMENT(1), "pe_dim_governance", "71.5");
    struct found found = read_sector("2026-01-01", "pe_life_sciences");
    ck_assert_uint_eq(found.count, 1);
    ck_assert_str_eq(text_of(found.rows[0].current->scores[1]), "71.50");
}
END_TEST

START_TEST(no_assessments_are_no_rows)
{
    struct found found = read_day("2026-01-01");
    ck_assert_uint_eq(found.count, 0);
    ck_assert_ptr_null(assessed_find(found.rows, found.count, MFG));
}
END_TEST

/* More than fit into what the scores begin with, in the order in which nobody asks for them. */
START_TEST(many_scores_find_their_assessments)
{
    test_sql(url, "INSERT INTO public.organization_assessments (assessment_id, organization_id,\n"
                  "    effective_from, effective_to)\n"
                  "SELECT md5(n::text)::uuid, '" MFG "', day, day + 1\n"
                  "FROM generate_series(1, 5000) AS n, LATERAL (SELECT DATE '2000-01-01' + n) AS "
                  "d (day)");
    test_sql(url, "INSERT INTO public.assessment_dimension_scores\n"
                  "SELECT md5(n::text)::uuid, dimension_id, (n + position) % 101\n"
                  "FROM (VALUES ('pe_dim_talent', 3), ('pe_dim_governance', 1)) AS d\n"
                  "    (dimension_id, position), generate_series(5000, 1, -1) AS n\n"
                  "WHERE n % 10 <> 0");
    struct found found = read_day("2026-01-01");
    ck_assert_uint_eq(found.rows[0].count, 5000);
    for (size_t i = 0; i < 5000; i++) {
        const struct assessment *row = &found.rows[0].rows[i];
        size_t n = i + 1;
        ck_assert_int_eq(row->missing[3], n % 10 == 0);
        ck_assert_int_eq(row->missing[1], n % 10 == 0);
        ck_assert(row->missing[0] && row->missing[2]);
        if (n % 10 == 0)
            continue;
        ck_assert_int_eq(row->scores[3].units, (int)((n + 3) % 101) * 100);
        ck_assert_int_eq(row->scores[1].units, (int)((n + 1) % 101) * 100);
        ck_assert_int_eq(row->scores[1].scale, 2);
    }
}
END_TEST

/* ---- what the database refuses ---- */

/* Values of one column, the least or the greatest that is taken and what is refused. */
static const struct {
    const char *column;
    const char *taken;
    const char *refused;
} ranges[] = {
    {"talent_concentration", "0", "-0.0001"},
    {"talent_concentration", "1", "1.0001"},
    {"market_cap_percentile", "0", "-0.0001"},
    {"market_cap_percentile", "1", "1.0001"},
    {"timing_factor", "0", "-0.001"},
    {"timing_factor", "2", "2.001"},
    {"alignment", "0", "-0.0001"},
    {"alignment", "1", "1.0001"},
    {"evidence_count", "1", "0"},
    {"evidence_count", "2147483647", "-1"},
    {"enterprise_value_musd", "0", "-0.01"},
    {"target_score", "0", "-0.01"},
    {"target_score", "100", "100.01"},
};

static void try(const char *sql, const char *refusal)
{
    struct db_statement statement = {.purpose = "try it", .sql = sql};
    struct db *writer = test_connect(arena, url, false);
    bool ok = db_query(writer, arena, &statement, NULL, &err);
    if (!refusal)
        ck_assert_msg(ok, "%s: %s", sql, err.message);
    else
        ck_assert_msg(!ok && strstr(err.message, refusal), "%s: '%s' lacks '%s'", sql,
                      ok ? "it was taken" : err.message, refusal);
}

START_TEST(ranges_are_held_by_the_database)
{
    static const char sql[] = "UPDATE public.organization_assessments SET %s = %s";
    assess(ASSESSMENT(1), MFG, "2025-03-31", NULL);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        try(arena_printf(arena, sql, ranges[i].column, ranges[i].taken), NULL);
        try(arena_printf(arena, sql, ranges[i].column, ranges[i].refused),
            arena_printf(arena, "organization_assessments_%s_check", ranges[i].column));
    }
}
END_TEST

START_TEST(keys_are_held_by_the_database)
{
    static const char insert[] =
        "INSERT INTO public.organization_assessments\n"
        "    (organization_id, effective_from) VALUES ('%s', '2025-03-31')";
    assess(ASSESSMENT(1), MFG, "2025-03-31", NULL);
    score(ASSESSMENT(1), "pe_dim_talent", "1");
    try(arena_printf(arena, insert, MFG),
        "organization_assessments_organization_id_effective_from_key");
    try(arena_printf(arena, insert, FIRST), "organization_assessments_organization_id_fkey");
    try("INSERT INTO public.assessment_dimension_scores\n"
        "VALUES ('" ASSESSMENT(1) "', 'pe_dim_talent', 2)",
        "assessment_dimension_scores_pkey");
    try("INSERT INTO public.assessment_dimension_scores\n"
        "VALUES ('" ASSESSMENT(2) "', 'pe_dim_talent', 2)",
        "assessment_dimension_scores_assessment_id_fkey");
    try("DELETE FROM public.organization_assessments",
        "assessment_dimension_scores_assessment_id_fkey");
}
END_TEST

START_TEST(a_score_is_within_its_dimension)
{
    assess(ASSESSMENT(1), MFG, "2025-03-31", NULL);
    test_sql(url, "UPDATE public.dimensions SET min_score = 10, max_score = 90\n"
                  "WHERE dimension_id = 'pe_dim_talent'");
    score(ASSESSMENT(1), "pe_dim_talent", "10");
    score(ASSESSMENT(1), "pe_dim_culture", "100");
    static const char update[] = "UPDATE public.assessment_dimension_scores SET score = %s\n"
                                 "WHERE dimension_id = 'pe_dim_talent'";
    try(arena_printf(arena, update, "90"), NULL);
    try(arena_printf(arena, update, "90.01"),
        "score 90.01 of dimension 'pe_dim_talent' is out of range, expected 10.00 to 90.00");
    try(arena_printf(arena, update, "9.99"), "score 9.99 of dimension 'pe_dim_talent'");
    test_sql(url, "DELETE FROM public.assessment_dimension_scores\n"
                  "WHERE dimension_id = 'pe_dim_talent'");
    try("UPDATE public.assessment_dimension_scores SET dimension_id = 'pe_dim_talent'\n"
        "WHERE dimension_id = 'pe_dim_culture'",
        "score 100.00 of dimension 'pe_dim_talent'");
    try("UPDATE public.assessment_dimension_scores SET score = 100.01\n"
        "WHERE dimension_id = 'pe_dim_culture'",
        "assessment_dimension_scores_score_check");
}
END_TEST

/* ---- what a seed refuses ---- */

#define A_HEAD "assessment_id,organization_id,effective_from"
#define A_ROW(n, day) ASSESSMENT(n) "," MFG "," day
#define A_FILE "070_organization_assessments.csv"
#define S_FILE "071_assessment_dimension_scores.csv"
#define S_HEAD "assessment_id,dimension_id,score\n"

static const struct {
    const char *assessments;
    const char *scores; /* NULL: no such file */
    const char *message;
} refusals[] = {
    {A_HEAD ",talent_concentration\n" A_ROW(1, "2025-03-31") ",1\n" A_ROW(2, "2025-06-30") ",1.2\n",
     NULL,
     A_FILE ":3: column 'talent_concentration': '1.2' violates CHECK (((talent_concentration >= "
            "(0)::numeric) AND (talent_concentration <= (1)::numeric)))"},
    {A_HEAD ",market_cap_percentile\n" A_ROW(1, "2025-03-31") ",-0.5\n", NULL,
     A_FILE ":2: column 'market_cap_percentile': '-0.5' violates CHECK (((market_cap_percentile "
            ">= (0)::numeric) AND (market_cap_percentile <= (1)::numeric)))"},
    {A_HEAD ",timing_factor\n" A_ROW(1, "2025-03-31") ",2.5\n", NULL,
     A_FILE ":2: column 'timing_factor': '2.5' violates CHECK (((timing_factor >= (0)::numeric) "
            "AND (timing_factor <= (2)::numeric)))"},
    {A_HEAD ",alignment\n" A_ROW(1, "2025-03-31") ",1.01\n", NULL,
     A_FILE ":2: column 'alignment': '1.01' violates CHECK (((alignment >= (0)::numeric) AND "
            "(alignment <= (1)::numeric)))"},
    {A_HEAD ",evidence_count\n" A_ROW(1, "2025-03-31") ",0\n", NULL,
     A_FILE ":2: column 'evidence_count': '0' violates CHECK ((evidence_count >= 1))"},
    {A_HEAD ",evidence_count\n" A_ROW(1, "2025-03-31") ",2.5\n", NULL,
     A_FILE ":2: column 'evidence_count': '2.5' is not of type integer"},
    {A_HEAD ",enterprise_value_musd\n" A_ROW(1, "2025-03-31") ",-1\n", NULL,
     A_FILE ":2: column 'enterprise_value_musd': '-1' violates CHECK ((enterprise_value_musd >= "
            "(0)::numeric))"},
    {A_HEAD ",target_score\n" A_ROW(1, "2025-03-31") ",101\n", NULL,
     A_FILE ":2: column 'target_score': '101' violates CHECK (((target_score >= (0)::numeric) AND "
            "(target_score <= (100)::numeric)))"},
    {A_HEAD "\n" A_ROW(1, "2025-03-31") "\n" A_ROW(2, "2025-03-31") "\n", NULL,
     A_FILE ":3: columns 'organization_id, effective_from': '" MFG
            ", 2025-03-31' stands already in line 2"},
    {A_HEAD "\n" ASSESSMENT(1) "," FIRST ",2025-03-31\n", NULL,
     A_FILE ":2: column 'organization_id': '" FIRST "' is not in public.organizations"},
    {A_HEAD "\n" A_ROW(1, "2025-03-31") "\n", S_HEAD ASSESSMENT(1) ",pe_dim_talent,100.01\n",
     S_FILE ":2: column 'score': '100.01' violates CHECK (((score >= (0)::numeric) AND (score <= "
            "(100)::numeric)))"},
    {A_HEAD "\n" A_ROW(1, "2025-03-31") "\n", S_HEAD ASSESSMENT(1) ",pe_dim_talent,\n",
     S_FILE ":2: column 'score' is empty, expected a value"},
    {A_HEAD "\n" A_ROW(1, "2025-03-31") "\n", S_HEAD ASSESSMENT(2) ",pe_dim_talent,50\n",
     S_FILE
     ":2: column 'assessment_id': '" ASSESSMENT(2) "' is not in public.organization_assessments"},
    {A_HEAD "\n" A_ROW(1, "2025-03-31") "\n",
     S_HEAD ASSESSMENT(1) ",pe_dim_talent,50\n" ASSESSMENT(1) ",pe_dim_talent,51\n",
     S_FILE ":3: columns 'assessment_id, dimension_id': '" ASSESSMENT(
         1) ", pe_dim_talent' stands already in line 2"},
    /* only the trigger knows that culture ends at 90 here */
    {A_HEAD "\n" A_ROW(1, "2025-03-31") "\n", S_HEAD ASSESSMENT(1) ",pe_dim_culture,90.01\n",
     S_FILE ":2: column 'score': score 90.01 of dimension 'pe_dim_culture' is out of range, "
            "expected 5.00 to 90.00"},
    {A_HEAD "\n" A_ROW(1, "2025-03-31") "\n" A_ROW(2, "2025-06-30") "\n",
     S_HEAD ASSESSMENT(1) ",pe_dim_culture,90\n" ASSESSMENT(1) ",pe_dim_talent,100\n" ASSESSMENT(
         1) ",pe_dim_data_infra,4\n" ASSESSMENT(1) ",pe_dim_governance,4\n" ASSESSMENT(2) ",pe_dim_"
                                                                                          "culture,"
                                                                                          "4."
                                                                                          "99"
                                                                                          "\n" ASSESSMENT(
                                                                                              2) ","
                                                                                                 "p"
                                                                                                 "e"
                                                                                                 "_"
                                                                                                 "d"
                                                                                                 "i"
                                                                                                 "m"
                                                                                                 "_"
                                                                                                 "t"
                                                                                                 "a"
                                                                                                 "l"
                                                                                                 "e"
                                                                                                 "n"
                                                                                                 "t"
                                                                                                 ","
                                                                                                 "9"
                                                                                                 "9"
                                                                                                 "\n",
     S_FILE ":6: column 'score': score 4.99 of dimension 'pe_dim_culture' is out of range, "
            "expected 5.00 to 90.00"},
    {A_HEAD "\n" A_ROW(1, "2025-03-31") "\n" A_ROW(2, "2025-06-30") "\n",
     S_HEAD ASSESSMENT(1) ",pe_dim_talent,9\n" ASSESSMENT(2) ",pe_dim_culture,91\n" ASSESSMENT(
         1) ",pe_dim_culture,92\n",
     S_FILE ":3: column 'score': score 91.00 of dimension 'pe_dim_culture' is out of range, "
            "expected 5.00 to 90.00"},
};

static void put(const char *folder, const char *name, const char *text)
{
    ck_assert(file_write(path_join(arena, folder, name), text, strlen(text), &err));
}

START_TEST(a_seed_names_line_and_column)
{
    char folder[] = "/tmp/orgair-assessments-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    const char *const folders[] = {folder};
    test_sql(url, "UPDATE public.dimensions SET min_score = 5, max_score = 90\n"
                  "WHERE dimension_id = 'pe_dim_culture'");
    put(folder, "070_organization_assessments.csv", refusals[_i].assessments);
    if (refusals[_i].scores)
        put(folder, "071_assessment_dimension_scores.csv", refusals[_i].scores);
    struct seed_report report;
    struct db *writer = test_connect(arena, url, false);
    ck_assert(!seed_load(writer, arena, folders, 1, &report, &err));
    ck_assert_str_eq(err.message, path_join(arena, folder, refusals[_i].message));
    ck_assert_int_eq(err.code, ERROR_INVALID);
    ck_assert_str_eq(err.hint, "nothing was loaded; correct the row and run again");
    ck_assert_str_eq(test_value(url, "SELECT (SELECT count(*) FROM public.organization_assessments)"
                                     "\n    + (SELECT count(*) "
                                     "FROM public.assessment_dimension_scores)"),
                     "0");
    ck_assert(folder_remove(folder, &err));
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("db/assessments");
    TCase *tcase = tcase_create("assessments");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, days_decide);
    tcase_add_test(tcase, the_one_before_is_known);
    tcase_add_test(tcase, names_are_those_of_the_pages);
    tcase_add_test(tcase, later_rows_do_not_leak);
    tcase_add_test(tcase, of_two_in_force_the_later_counts);
    tcase_add_test(tcase, what_is_open_has_its_default);
    tcase_add_test(tcase, what_is_given_arrives_exactly);
    tcase_add_test(tcase, what_is_not_finite_is_not_stated);
    tcase_add_test(tcase, another_platforms_dimension_is_left_out);
    tcase_add_test(tcase, one_sector_in_order_of_the_ids);
    tcase_add_test(tcase, who_moves_takes_the_assessments_along);
    tcase_add_test(tcase, an_eighth_sector_needs_rows_only);
    tcase_add_test(tcase, no_assessments_are_no_rows);
    tcase_add_test(tcase, many_scores_find_their_assessments);
    tcase_add_test(tcase, ranges_are_held_by_the_database);
    tcase_add_test(tcase, keys_are_held_by_the_database);
    tcase_add_test(tcase, a_score_is_within_its_dimension);
    tcase_add_loop_test(tcase, a_seed_names_line_and_column, 0,
                        (int)(sizeof refusals / sizeof *refusals));
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
