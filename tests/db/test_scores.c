/* Scores of dimensions are the same in a folder and in memory, at once and in shares. */
#include "db/scores.h"

#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "support/database.h"
#include "support/disk.h"
#include "support/folder.h"

#include <check.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DIMENSIONS = 7, GOVERNANCE = 1, ASSESSMENTS = 5000, MOST_SHARES = 7 };

static struct arena *arena;
static struct error err;
static const char *folder;
static const char *url;
static struct db *db;
static struct config_set configs;

static void set_up(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
    folder = folder_of_test(arena);
    url = test_database_create_seeded("scores");
    db = test_connect(arena, url, true);
    ck_assert_msg(snapshot_configs(db, arena, "2026-01-01", &configs, &err), "%s", err.message);
    ck_assert_uint_eq(configs.dimension_count, DIMENSIONS);
}

static void tear_down(void)
{
    arena_free(arena);
}

/* ---- the table ---- */

#define MFG "13d79e33-e919-5e69-a23f-f3059bfd1a91"
#define QUANTUM "55e0cb02-c6ee-514d-be60-3e8728c42c93"
/* in a format */
#define ID                                                                                         \
    "(lpad(to_hex(n * 800000::BIGINT), 8, '0') || '-0000-4000-8000-' ||\n"                         \
    "        lpad(to_hex(n %% 5), 12, '0'))::uuid"

/* Number n of the assessments that insert_scattered makes. */
static const char *id_of(struct arena *ids, size_t n)
{
    return arena_printf(ids, "%08zx-0000-4000-8000-%012zx", n * 800000, n % 5);
}

/* The scores of an assessment lie apart in the table, so that they come in different shares; each
 * tenth of a dimension is missing. */
static void insert_scattered(size_t count)
{
    test_sql(url,
             arena_printf(arena,
                          "INSERT INTO public.organization_assessments\n"
                          "    (assessment_id, organization_id, effective_from, effective_to)\n"
                          "SELECT " ID ", '" MFG "', day, day + 1\n"
                          "FROM generate_series(1, %zu) AS n,\n"
                          "    LATERAL (SELECT DATE '2000-01-01' + n) AS d (day)",
                          count));
    test_sql(url,
             arena_printf(arena,
                          "INSERT INTO public.assessment_dimension_scores\n"
                          "SELECT " ID ", dimension_id, ((n + position) %% 99) + position / 10.0\n"
                          "FROM (VALUES ('pe_dim_talent', 3), ('pe_dim_governance', 1)) AS d\n"
                          "    (dimension_id, position), generate_series(%zu, 1, -1) AS n\n"
                          "WHERE n %% 10 <> position\n"
                          "ORDER BY position, n",
                          count));
}

static size_t number_of(const char *sql)
{
    return strtoul(test_value(url, sql), NULL, 10);
}

static size_t blocks_of_table(void)
{
    return number_of("SELECT pg_relation_size('public.assessment_dimension_scores')\n"
                     "    / current_setting('block_size')::BIGINT");
}

static size_t scores_of_governance(void)
{
    return number_of("SELECT count(*) FROM public.assessment_dimension_scores\n"
                     "WHERE dimension_id = 'pe_dim_governance'");
}

/* ---- what was read ---- */

static struct dimension_scores *read_at_once(const struct scores_request *request)
{
    struct dimension_scores *scores;
    ck_assert_msg(snapshot_scores(db, arena, request, &scores, &err), "%s", err.message);
    return scores;
}

/* The score that governance has, '-' when there is none. */
static const char *governance(const struct dimension_scores *scores, const char *assessment)
{
    struct decimal values[DIMENSIONS];
    bool missing[DIMENSIONS];
    struct assessment row = {.scores = values, .missing = missing};
    struct strbuf text;
    ck_assert_msg(scores_of(scores, assessment, &row, &err), "%s", err.message);
    if (missing[GOVERNANCE])
        return "-";
    strbuf_init(&text);
    decimal_write(&text, values[GOVERNANCE]);
    const char *copy = arena_strdup(arena, text.text);
    strbuf_release(&text);
    return copy;
}

/* All assessments of insert_scattered, and some that nobody knows; `known` have governance. */
static void same_scores(const struct dimension_scores *left, const struct dimension_scores *right,
                        size_t known)
{
    struct decimal values[2][DIMENSIONS];
    bool missing[2][DIMENSIONS];
    struct assessment one = {.scores = values[0], .missing = missing[0]};
    struct assessment other = {.scores = values[1], .missing = missing[1]};
    struct arena *ids = arena_new();
    size_t found = 0;
    for (size_t i = 0; i < ASSESSMENTS + 100; i++) {
        size_t n = i * 7919 % (ASSESSMENTS + 100);
        ck_assert_msg(scores_of(left, id_of(ids, n), &one, &err), "%s", err.message);
        ck_assert_msg(scores_of(right, id_of(ids, n), &other, &err), "%s", err.message);
        ck_assert_mem_eq(missing[0], missing[1], sizeof missing[0]);
        for (size_t j = 0; j < DIMENSIONS; j++) {
            ck_assert_int_eq(values[0][j].units, values[1][j].units);
            ck_assert_int_eq(values[0][j].scale, values[1][j].scale);
        }
        found += !missing[0][GOVERNANCE];
    }
    ck_assert_uint_eq(found, known);
    arena_free(ids);
}

/* ---- at once ---- */

static void assess_two(void)
{
    test_sql(url, "INSERT INTO public.organization_assessments\n"
                  "    (assessment_id, organization_id, effective_from)\n"
                  "VALUES ('a0000000-0000-0000-0000-000000000001', '" MFG "', '2025-03-31'),\n"
                  "    ('a0000000-0000-0000-0000-000000000005', '" QUANTUM "', '2025-08-01')");
    test_sql(url, "INSERT INTO public.assessment_dimension_scores\n"
                  "VALUES ('a0000000-0000-0000-0000-000000000001', 'pe_dim_governance', 11),\n"
                  "    ('a0000000-0000-0000-0000-000000000005', 'pe_dim_governance', 55)");
}

static void two_are(const struct dimension_scores *scores, const char *first, const char *second)
{
    ck_assert_str_eq(governance(scores, "a0000000-0000-0000-0000-000000000001"), first);
    ck_assert_str_eq(governance(scores, "a0000000-0000-0000-0000-000000000005"), second);
    ck_assert_str_eq(governance(scores, "no uuid"), "-");
}

START_TEST(scores_are_those_of_the_sectors_wanted)
{
    assess_two();
    bool *wanted = arena_array(arena, configs.sector_count, sizeof *wanted);
    struct scores_request request = {.configs = &configs, .wanted = wanted};
    two_are(read_at_once(&request), "-", "-");
    wanted[config_find_sector(&configs, "pe_manufacturing") - configs.sectors] = true;
    two_are(read_at_once(&request), "11.00", "-");
    memset(wanted, true, configs.sector_count);
    two_are(read_at_once(&request), "11.00", "55.00");
    request.wanted = NULL;
    two_are(read_at_once(&request), "11.00", "55.00");
    ck_assert_ptr_eq(scores_configs(read_at_once(&request)), &configs);
}
END_TEST

START_TEST(in_a_folder_they_are_what_they_are_in_memory)
{
    insert_scattered(ASSESSMENTS);
    struct scores_request request = {.configs = &configs};
    const struct dimension_scores *held = read_at_once(&request);
    request.folder = folder;
    same_scores(held, read_at_once(&request), ASSESSMENTS * 9 / 10);
    ck_assert_int_eq(rmdir(folder), 0); /* nothing is in it */
}
END_TEST

/* ---- in shares ---- */

static struct scores_reading *begin(const struct scores_request *request, size_t most)
{
    struct scores_reading *reading;
    ck_assert_msg(scores_begin(db, arena, request, most, &reading, &err), "%s", err.message);
    return reading;
}

static struct dimension_scores *read_shares(struct scores_reading *reading)
{
    struct dimension_scores *scores;
    for (size_t i = scores_shares(reading); i-- > 0;)
        ck_assert_msg(scores_read(reading, db, i, &err), "%s", err.message);
    ck_assert_msg(scores_end(reading, &scores, &err), "%s", err.message);
    return scores;
}

static void begin_snapshot(void)
{
    ck_assert_msg(snapshot_begin(db, NULL, &err), "%s", err.message);
}

static void end_snapshot(void)
{
    ck_assert_msg(snapshot_end(db, &err), "%s", err.message);
}

static void any_number_of_shares_is_the_same(void)
{
    static const size_t most[] = {1, 2, 3, MOST_SHARES};
    struct scores_request request = {.configs = &configs, .folder = folder, .share_blocks = 1};
    begin_snapshot();
    const struct dimension_scores *whole = read_at_once(&request);
    for (size_t i = 0; i < sizeof most / sizeof most[0]; i++) {
        struct scores_reading *reading = begin(&request, most[i]);
        ck_assert_uint_eq(scores_shares(reading), most[i]);
        same_scores(whole, read_shares(reading), scores_of_governance());
    }
    end_snapshot();
}

START_TEST(shares_are_all_of_the_table)
{
    insert_scattered(ASSESSMENTS);
    ck_assert_uint_ge(blocks_of_table(), (size_t)2 * MOST_SHARES);
    ck_assert_uint_eq(scores_of_governance(), ASSESSMENTS * 9 / 10);
    any_number_of_shares_is_the_same();
}
END_TEST

static size_t known_of(const struct dimension_scores *scores)
{
    struct arena *ids = arena_new();
    size_t known = 0;
    for (size_t n = 1; n <= ASSESSMENTS; n++)
        known += !text_equal(governance(scores, id_of(ids, n)), "-");
    arena_free(ids);
    return known;
}

/* As if the others had found nothing. */
START_TEST(no_share_has_what_another_has)
{
    struct dimension_scores *scores;
    const struct scores_request request = {.configs = &configs, .share_blocks = 1};
    size_t known = 0;
    insert_scattered(ASSESSMENTS);
    begin_snapshot();
    for (size_t i = 0; i < MOST_SHARES; i++) {
        struct scores_reading *reading = begin(&request, MOST_SHARES);
        ck_assert_msg(scores_read(reading, db, i, &err), "%s", err.message);
        ck_assert_msg(scores_end(reading, &scores, &err), "%s", err.message);
        known += known_of(scores);
    }
    ck_assert_uint_eq(known, ASSESSMENTS * 9 / 10);
    end_snapshot();
}
END_TEST

/* At the begin, in between and at the end, where the table becomes shorter. */
START_TEST(shares_are_all_of_a_table_with_gaps)
{
    insert_scattered(ASSESSMENTS);
    size_t blocks = blocks_of_table();
    test_sql(url, "DELETE FROM public.assessment_dimension_scores\n"
                  "WHERE ctid < '(5,0)' OR ctid > '(60,0)' OR ctid BETWEEN '(20,3)' AND '(30,9)'");
    any_number_of_shares_is_the_same();
    test_sql(url, "VACUUM public.assessment_dimension_scores");
    ck_assert_uint_lt(blocks_of_table(), blocks);
    any_number_of_shares_is_the_same();
}
END_TEST

START_TEST(a_small_table_has_fewer_shares)
{
    struct scores_request request = {.configs = &configs, .share_blocks = 1};
    begin_snapshot();
    ck_assert_uint_eq(blocks_of_table(), 0);
    struct scores_reading *reading = begin(&request, MOST_SHARES);
    ck_assert_uint_eq(scores_shares(reading), 1);
    ck_assert_str_eq(governance(read_shares(reading), id_of(arena, 2)), "-");
    end_snapshot();
    insert_scattered(200);
    size_t blocks = blocks_of_table();
    ck_assert(blocks > 1 && blocks < MOST_SHARES);
    begin_snapshot();
    reading = begin(&request, MOST_SHARES);
    ck_assert_uint_eq(scores_shares(reading), blocks);
    same_scores(read_at_once(&request), read_shares(reading), 180);
    request.share_blocks = blocks;
    ck_assert_uint_eq(scores_shares(begin(&request, MOST_SHARES)), 1);
    request.share_blocks = 0; /* SCORES_SHARE_BLOCKS */
    ck_assert_uint_eq(scores_shares(begin(&request, MOST_SHARES)), 1);
    end_snapshot();
}
END_TEST

START_TEST(sectors_by_name_have_one_share_unless_they_are_all)
{
    insert_scattered(ASSESSMENTS);
    assess_two();
    bool *wanted = arena_array(arena, configs.sector_count, sizeof *wanted);
    const struct scores_request request = {
        .configs = &configs, .wanted = wanted, .share_blocks = 1};
    memset(wanted, true, configs.sector_count);
    begin_snapshot();
    struct scores_reading *reading = begin(&request, 2);
    ck_assert_uint_eq(scores_shares(reading), 2);
    two_are(read_shares(reading), "11.00", "55.00");
    wanted[config_find_sector(&configs, "pe_technology") - configs.sectors] = false;
    reading = begin(&request, 2);
    ck_assert_uint_eq(scores_shares(reading), 1);
    two_are(read_shares(reading), "11.00", "-");
    end_snapshot();
}
END_TEST

static bool is_free_for(const char *mode)
{
    struct arena *own = arena_new();
    const char *lock = arena_printf(own,
                                    "LOCK TABLE public.assessment_dimension_scores\n"
                                    "IN %s MODE NOWAIT",
                                    mode);
    const struct db_statement statements[] = {{.purpose = "begin", .sql = "BEGIN"},
                                              {.purpose = "lock the table", .sql = lock}};
    struct db *other = test_connect(own, url, false);
    ck_assert(db_query(other, own, &statements[0], NULL, &err));
    bool ok = db_query(other, own, &statements[1], NULL, &err);
    if (!ok)
        ck_assert_str_eq(db_last_refusal(other).sqlstate, "55P03");
    error_clear(&err);
    arena_free(own);
    return ok;
}

/* Whether the table could be rewritten now; it may be changed at any time. */
static bool is_free(void)
{
    ck_assert(is_free_for("EXCLUSIVE"));
    return is_free_for("ACCESS EXCLUSIVE");
}

START_TEST(nobody_rewrites_a_table_that_is_divided)
{
    insert_scattered(200);
    bool *wanted = arena_array(arena, configs.sector_count, sizeof *wanted);
    struct scores_request request = {.configs = &configs, .share_blocks = 1};
    begin_snapshot();
    begin(&request, 1);
    request.wanted = wanted;
    begin(&request, 2);
    ck_assert(is_free());
    request.wanted = NULL;
    struct scores_reading *reading = begin(&request, 2);
    ck_assert_uint_eq(scores_shares(reading), 2);
    ck_assert(!is_free());
    read_shares(reading);
    ck_assert(!is_free());
    end_snapshot();
    ck_assert(is_free());
    begin_snapshot();
    request.share_blocks = 1000;
    ck_assert_uint_eq(scores_shares(begin(&request, 2)), 1);
    ck_assert(is_free());
    end_snapshot();
}
END_TEST

/* Others may keep the rows elsewhere, under the same name: what has no blocks of its own, or cannot
 * be locked, is read as one. */
static const struct {
    const char *kind;
    const char *sql;
} stand_ins[] = {
    {"v", "CREATE VIEW public.assessment_dimension_scores AS SELECT * FROM public.moved"},
    {"m", "CREATE MATERIALIZED VIEW public.assessment_dimension_scores AS\n"
          "SELECT * FROM public.moved"},
    {"f", "CREATE EXTENSION file_fdw;\n"
          "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;\n"
          "DO $$\n"
          "DECLARE\n"
          "    file TEXT := current_setting('data_directory') || '/moved-scores.csv';\n"
          "BEGIN\n"
          "    EXECUTE format('COPY public.moved TO %L (FORMAT csv)', file);\n"
          "    EXECUTE format('CREATE FOREIGN TABLE public.assessment_dimension_scores\n"
          "        (assessment_id UUID, dimension_id VARCHAR(50), score NUMERIC(5, 2))\n"
          "        SERVER files OPTIONS (filename %L, format ''csv'')', file);\n"
          "END $$"},
    {"p", "CREATE TABLE public.assessment_dimension_scores (LIKE public.moved)\n"
          "PARTITION BY HASH (assessment_id);\n"
          "CREATE TABLE public.scores_0 PARTITION OF public.assessment_dimension_scores\n"
          "FOR VALUES WITH (MODULUS 2, REMAINDER 0);\n"
          "CREATE TABLE public.scores_1 PARTITION OF public.assessment_dimension_scores\n"
          "FOR VALUES WITH (MODULUS 2, REMAINDER 1);\n"
          "INSERT INTO public.assessment_dimension_scores SELECT * FROM public.moved"},
};

START_TEST(what_is_no_table_is_read_as_one)
{
    struct scores_request request = {.configs = &configs, .share_blocks = 1};
    insert_scattered(200);
    test_sql(url, "ALTER TABLE public.assessment_dimension_scores RENAME TO moved");
    test_sql(url, stand_ins[_i].sql);
    ck_assert_str_eq(test_value(url, "SELECT relkind FROM pg_class\n"
                                     "WHERE oid = 'public.assessment_dimension_scores'::regclass"),
                     stand_ins[_i].kind);
    begin_snapshot();
    struct scores_reading *reading = begin(&request, 2);
    ck_assert_uint_eq(scores_shares(reading), 1);
    ck_assert_uint_eq(known_of(read_shares(reading)), 180);
    end_snapshot();
}
END_TEST

/* A process of a run, with a connection of its own. */
static bool read_elsewhere(const struct scores_reading *reading, size_t share, const char *snapshot)
{
    struct error failure = ERROR_INIT;
    struct db_options options = test_options(url);
    struct arena *own = arena_new();
    struct db *other;
    bool ok = db_connect(own, &options, NULL, &other, &failure) &&
              snapshot_begin(other, snapshot, &failure) &&
              scores_read(reading, other, share, &failure);
    arena_free(own);
    if (!ok)
        fprintf(stderr, "share %zu: %s\n", share, failure.message);
    return ok;
}

static void read_in_forks(const struct scores_reading *reading, const char *snapshot)
{
    pid_t children[MOST_SHARES];
    size_t count = scores_shares(reading);
    for (size_t i = 0; i < count; i++) {
        children[i] = fork();
        ck_assert_int_ge(children[i], 0);
        if (children[i] == 0)
            _exit(read_elsewhere(reading, i, snapshot) ? 0 : 1);
    }
    for (size_t i = 0; i < count; i++) {
        int status;
        ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "share %zu failed", i);
    }
}

/* The first snapshot's, whatever has come since. */
START_TEST(shares_read_elsewhere_are_of_one_moment)
{
    struct dimension_scores *scores;
    const char *snapshot;
    const struct scores_request request = {
        .configs = &configs, .folder = _i ? NULL : folder, .share_blocks = 1};
    insert_scattered(ASSESSMENTS);
    begin_snapshot();
    ck_assert_msg(snapshot_export(db, arena, &snapshot, &err), "%s", err.message);
    struct scores_reading *reading = begin(&request, 4);
    ck_assert_uint_eq(scores_shares(reading), 4);
    test_sql(url, "UPDATE public.assessment_dimension_scores SET score = 50.5\n"
                  "WHERE dimension_id = 'pe_dim_talent'");
    test_sql(url, "DELETE FROM public.assessment_dimension_scores\n"
                  "WHERE dimension_id = 'pe_dim_governance'");
    assess_two();
    read_in_forks(reading, snapshot);
    ck_assert_msg(scores_end(reading, &scores, &err), "%s", err.message);
    same_scores(read_at_once(&request), scores, ASSESSMENTS * 9 / 10);
    two_are(scores, "-", "-");
    end_snapshot();
    two_are(read_at_once(&request), "11.00", "55.00");
    ck_assert_uint_eq(scores_of_governance(), 2);
}
END_TEST

/* ---- what fails ---- */

static const char *too_large(void)
{
    return arena_printf(arena, "cannot write scores of dimensions in '%s': File too large", folder);
}

START_TEST(a_disk_that_fills_with_scores_is_an_error)
{
    struct dimension_scores *scores;
    const struct scores_request request = {.configs = &configs, .folder = folder};
    insert_scattered(ASSESSMENTS);
    disk_holds(10000);
    bool ok = snapshot_scores(db, arena, &request, &scores, &err);
    disk_holds(RLIM_INFINITY);
    ck_assert(!ok);
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(err.message, too_large());
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(a_disk_that_fills_with_what_was_read_is_an_error)
{
    struct dimension_scores *scores;
    const struct scores_request request = {.configs = &configs, .folder = folder};
    insert_scattered(ASSESSMENTS);
    struct scores_reading *reading = begin(&request, 1);
    ck_assert_msg(scores_read(reading, db, 0, &err), "%s", err.message);
    disk_holds(10000);
    bool ok = scores_end(reading, &scores, &err);
    disk_holds(RLIM_INFINITY);
    ck_assert(!ok);
    ck_assert_str_eq(err.message, too_large());
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_an_error)
{
    struct dimension_scores *scores;
    const char *none = path_join(arena, folder, "none");
    const struct scores_request request = {.configs = &configs, .folder = none};
    ck_assert(!snapshot_scores(db, arena, &request, &scores, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(
        err.message,
        arena_printf(arena, "cannot create a file in '%s': No such file or directory", none));
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("db/scores");
    TCase *tcase = tcase_create("scores");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, scores_are_those_of_the_sectors_wanted);
    tcase_add_test(tcase, in_a_folder_they_are_what_they_are_in_memory);
    tcase_add_test(tcase, shares_are_all_of_the_table);
    tcase_add_test(tcase, no_share_has_what_another_has);
    tcase_add_test(tcase, shares_are_all_of_a_table_with_gaps);
    tcase_add_test(tcase, a_small_table_has_fewer_shares);
    tcase_add_test(tcase, sectors_by_name_have_one_share_unless_they_are_all);
    tcase_add_test(tcase, nobody_rewrites_a_table_that_is_divided);
    tcase_add_loop_test(tcase, what_is_no_table_is_read_as_one, 0,
                        sizeof stand_ins / sizeof stand_ins[0]);
    tcase_add_loop_test(tcase, shares_read_elsewhere_are_of_one_moment, 0, 2);
    tcase_add_test(tcase, a_disk_that_fills_with_scores_is_an_error);
    tcase_add_test(tcase, a_disk_that_fills_with_what_was_read_is_an_error);
    tcase_add_test(tcase, a_folder_that_is_not_there_is_an_error);
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
