/* Standings come back bit by bit; a file that is cut is refused. */
#include "app/standings_file.h"

#include "base/file.h"
#include "base/text.h"
#include "support/score_cases.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static struct arena *arena;
static const char *path;
static struct model_case model;
static struct sector_standings standings;
static struct error err;

static void setup(void)
{
    arena = arena_new();
    char *folder = arena_strdup(arena, "/tmp/orgair-standings-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    path = path_join(arena, folder, "pe_energy.scores");
    struct score_case scores;
    model_case_make(arena, &model);
    score_case_make(arena, &model, &scores);
    standings = score_case_standings(arena, model.configs.dimension_count, 0, &scores.scored);
    ck_assert_uint_ge(standings.count, 5);
    error_clear(&err);
}

static void teardown(void)
{
    unlink(path);
    rmdir(arena_strndup(arena, path, strlen(path) - strlen("/pe_energy.scores")));
    arena_free(arena);
}

static void save(void)
{
    unlink(path);
    ck_assert_msg(standings_save(&standings, model.configs.dimension_count, path, &err), "%s",
                  err.message);
}

static bool load(size_t sector, struct sector_standings *out)
{
    error_clear(&err);
    return standings_load(arena, path, model.configs.dimension_count, sector, out, &err);
}

/* The row as it would be of sector 5, its strings compared apart. */
static void same_row(const struct standing *before, const struct standing *after)
{
    struct standing a;
    struct standing b;
    memcpy(&a, before, sizeof a);
    memcpy(&b, after, sizeof b);
    ck_assert_str_eq(a.organization_id, b.organization_id);
    ck_assert_str_eq(a.name, b.name);
    ck_assert_str_eq(a.assessed_on, b.assessed_on);
    ck_assert_uint_eq(b.sector, 5);
    a.organization_id = a.name = a.assessed_on = NULL;
    b.organization_id = b.name = b.assessed_on = NULL;
    a.sector = b.sector = 0;
    ck_assert_mem_eq(&a, &b, sizeof a);
}

START_TEST(every_bit_comes_back)
{
    struct sector_standings back;
    standings.average_dimensions[0] = NAN;
    standings.rows[0].change = -0.0;
    standings.rows[1].name = "";
    standings.rows[2].name = "Pok\xc3\xa9 \xe2\x82\xac, \"quoted\"\n";
    save();
    ck_assert_msg(load(5, &back), "%s", err.message);
    ck_assert_uint_eq(back.count, standings.count);
    ck_assert_mem_eq(back.average_dimensions, standings.average_dimensions,
                     model.configs.dimension_count * sizeof(double));
    for (size_t i = 0; i < back.count; i++)
        same_row(&standings.rows[i], &back.rows[i]);
}
END_TEST

START_TEST(none_come_back_as_none)
{
    struct sector_standings back;
    standings.count = 0;
    save();
    ck_assert(load(0, &back));
    ck_assert_uint_eq(back.count, 0);
}
END_TEST

static void refused(const char *text, size_t length)
{
    struct sector_standings back;
    unlink(path);
    ck_assert(file_put(path, text, length, NULL));
    ck_assert_msg(!load(0, &back), "believed at length %zu", length);
    ck_assert_str_eq(err.message, arena_printf(arena, "'%s' is damaged", path));
}

START_TEST(a_file_cut_anywhere_is_refused)
{
    char *text;
    size_t length;
    save();
    ck_assert(file_read(arena, path, 1 << 20, &text, &length, NULL));
    for (size_t cut = 0; cut < length; cut++)
        refused(text, cut);
}
END_TEST

START_TEST(a_file_that_grew_is_refused)
{
    char *text;
    size_t length;
    save();
    ck_assert(file_read(arena, path, 1 << 20, &text, &length, NULL));
    refused(text, length + 1); /* with the NUL that ends what was read */
}
END_TEST

START_TEST(a_count_of_more_than_there_can_be_is_refused)
{
    static const size_t counts[] = {SIZE_MAX, SIZE_MAX / sizeof(struct standing) + 2, 1 << 20};
    char *text;
    size_t length;
    save();
    ck_assert(file_read(arena, path, 1 << 20, &text, &length, NULL));
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        memcpy(text, &counts[i], sizeof counts[i]);
        refused(text, length);
    }
}
END_TEST

START_TEST(no_file_is_an_error)
{
    struct sector_standings back;
    ck_assert(!load(0, &back));
    ck_assert_int_eq(err.code, ERROR_FAILED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("app/standings_file");
    TCase *tests = tcase_create("standings");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, every_bit_comes_back);
    tcase_add_test(tests, none_come_back_as_none);
    tcase_add_test(tests, a_file_cut_anywhere_is_refused);
    tcase_add_test(tests, a_file_that_grew_is_refused);
    tcase_add_test(tests, a_count_of_more_than_there_can_be_is_refused);
    tcase_add_test(tests, no_file_is_an_error);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
