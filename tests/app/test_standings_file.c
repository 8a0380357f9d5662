/* Standings come back bit by bit; a file that is cut is refused. */
#include "app/standings_file.h"

#include "base/file.h"
#include "base/text.h"
#include "support/disk.h"
#include "support/folder.h"
#include "support/score_cases.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static struct arena *arena;
static const char *path;
static struct model_case model;
static struct standing *rows;
static size_t count;
static double averages[8];
static struct error err;

static void setup(void)
{
    arena = arena_new();
    path = path_join(arena, folder_of_test(arena), "pe_energy.scores");
    struct score_case scores;
    model_case_make(arena, &model);
    score_case_make(arena, &model, &scores);
    rows = score_case_standings(arena, 0, &scores.scored, &count);
    ck_assert_uint_ge(count, 5);
    ck_assert_uint_le(model.configs.dimension_count, sizeof averages / sizeof averages[0]);
    memcpy(averages, (double[]){61.5, 0, -0.0, 100}, 4 * sizeof(double));
    error_clear(&err);
}

static void teardown(void)
{
    arena_free(arena);
}

static void save(void)
{
    unlink(path);
    struct standings_writer *writer = standings_begin(path);
    for (size_t i = 0; i < count; i++)
        standings_add(writer, &rows[i]);
    ck_assert_msg(standings_end(writer, averages, model.configs.dimension_count, true, &err), "%s",
                  err.message);
}

/* Reads all of it; `visit` sees each row. False: it was refused. */
static bool load(void (*visit)(size_t index, const struct standing *row), size_t *read)
{
    struct standings_file *file;
    const struct standing *row;
    struct arena *own = arena_new();
    bool ok;
    error_clear(&err);
    *read = 0;
    ok = standings_open(own, path, model.configs.dimension_count, 5, &file, &err);
    if (ok)
        ck_assert_mem_eq(standings_averages(file), averages,
                         model.configs.dimension_count * sizeof(double));
    for (; ok && (ok = standings_next(file, &row, &err)) && row; ++*read)
        if (visit)
            visit(*read, row);
    arena_free(own);
    return ok;
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

static void same(size_t index, const struct standing *row)
{
    ck_assert_uint_lt(index, count);
    same_row(&rows[index], row);
}

START_TEST(every_bit_comes_back)
{
    size_t read;
    char *name = arena_alloc(arena, 200001);
    averages[0] = NAN;
    rows[0].change = -0.0;
    rows[1].name = "";
    rows[2].name = "Pok\xc3\xa9 \xe2\x82\xac, \"quoted\"\n";
    rows[3].name = memset(name, 'x', 200000);
    save();
    ck_assert_msg(load(same, &read), "%s", err.message);
    ck_assert_uint_eq(read, count);
}
END_TEST

START_TEST(none_come_back_as_none)
{
    size_t read;
    count = 0;
    save();
    ck_assert(load(same, &read));
    ck_assert_uint_eq(read, 0);
}
END_TEST

START_TEST(what_fails_leaves_nothing)
{
    struct standings_writer *writer = standings_begin(path);
    standings_add(writer, &rows[0]);
    ck_assert(!standings_end(writer, averages, model.configs.dimension_count, false, &err));
    ck_assert(!file_exists(path));
}
END_TEST

START_TEST(a_full_disk_is_an_error)
{
    struct standings_writer *writer = standings_begin(path);
    for (size_t i = 0; i < 1000; i++)
        standings_add(writer, &rows[0]);
    disk_holds(70000);
    bool ok = standings_end(writer, averages, model.configs.dimension_count, true, &err);
    disk_holds(RLIM_INFINITY);
    ck_assert(!ok);
    ck_assert_ptr_nonnull(strstr(err.message, path));
}
END_TEST

/* However many rows are read first. */
static void refused(const char *text, size_t length)
{
    size_t read;
    unlink(path);
    ck_assert(file_put(path, text, length, NULL));
    ck_assert_msg(!load(NULL, &read), "believed at length %zu", length);
    ck_assert_str_eq(err.message, arena_printf(arena, "'%s' is damaged", path));
}

static char *saved(size_t *length)
{
    char *text;
    save();
    ck_assert(file_read(arena, path, 1 << 20, &text, length, NULL));
    return text;
}

START_TEST(a_file_cut_anywhere_is_refused)
{
    size_t length;
    const char *text = saved(&length);
    for (size_t cut = 0; cut < length; cut++)
        refused(text, cut);
}
END_TEST

START_TEST(a_file_that_grew_is_refused)
{
    size_t length;
    const char *text = saved(&length);
    refused(text, length + 1); /* with the NUL that ends what was read */
}
END_TEST

START_TEST(a_count_that_is_wrong_is_refused)
{
    static const uint64_t counts[] = {0, 1, 1 << 20, UINT64_MAX};
    size_t length;
    char *text = saved(&length);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        memcpy(text + length - 16, &counts[i], sizeof counts[i]);
        refused(text, length);
    }
}
END_TEST

START_TEST(a_length_that_is_wrong_is_refused)
{
    static const uint64_t lengths[] = {0, 1, sizeof(struct standing), 1 << 20, UINT64_MAX};
    size_t length;
    char *text = saved(&length);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        memcpy(text, &lengths[i], sizeof lengths[i]);
        refused(text, length);
    }
}
END_TEST

START_TEST(no_file_is_an_error)
{
    size_t read;
    ck_assert(!load(NULL, &read));
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
    tcase_add_test(tests, what_fails_leaves_nothing);
    tcase_add_test(tests, a_full_disk_is_an_error);
    tcase_add_test(tests, a_file_cut_anywhere_is_refused);
    tcase_add_test(tests, a_file_that_grew_is_refused);
    tcase_add_test(tests, a_count_that_is_wrong_is_refused);
    tcase_add_test(tests, a_length_that_is_wrong_is_refused);
    tcase_add_test(tests, no_file_is_an_error);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
