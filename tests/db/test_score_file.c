/* What writers put down is found by the UUID of its assessment, whoever wrote it and wherever. */
#include "db/score_file.h"

#include "base/file.h"
#include "support/disk.h"
#include "support/folder.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DIMENSIONS = 7, MANY = 50000, MOST_WRITERS = 4 };

static struct arena *arena;
static const char *folder;
static struct error err;

static void setup(void)
{
    arena = arena_new();
    folder = folder_of_test(arena);
    error_clear(&err);
}

static void teardown(void)
{
    arena_free(arena);
}

/* ---- rows by their number ---- */

/* 00000000-0000-0000-0000-... */
static struct uuid counted(uint64_t high, uint64_t low)
{
    const uint64_t halves[2] = {htobe64(high), htobe64(low)};
    struct uuid id;
    memcpy(id.bytes, halves, sizeof halves);
    return id;
}

static int32_t value_of(size_t number, size_t dimension)
{
    return dimension % 5 == 4 ? SCORE_MISSING : (int32_t)(number * 31 + dimension * 7 + 1);
}

/* The row says what it has from `first` on, up to `end`. */
static void add_some(struct score_writer *writer, const struct score_place *place, size_t number,
                     size_t first, size_t end)
{
    const struct uuid id = counted(0, number);
    struct score_row *row =
        malloc(sizeof *row + place->dimension_count * sizeof row->values[0]); /* not a byte more */
    row->key = score_key(&id);
    for (size_t i = 0; i < place->dimension_count; i++)
        row->values[i] = i >= first && i < end ? value_of(number, i) : SCORE_MISSING;
    score_writer_add(writer, row);
    free(row);
}

static void add(struct score_writer *writer, const struct score_place *place, size_t number)
{
    add_some(writer, place, number, 0, place->dimension_count);
}

static bool is_found(const struct score_file *file, const struct score_place *place, size_t number)
{
    const struct uuid id = counted(0, number);
    const struct score_row *row;
    if (!score_file_find(file, &id, &row, NULL) || !row)
        return false;
    for (size_t i = 0; i < place->dimension_count; i++)
        if (row->values[i] != value_of(number, i))
            return false;
    return true;
}

static bool is_unknown(const struct score_file *file, uint64_t high, uint64_t low)
{
    const struct uuid id = counted(high, low);
    const struct score_row *row;
    return score_file_find(file, &id, &row, NULL) && !row;
}

/* ---- writers ---- */

struct written {
    struct score_place place;
    size_t rows; /* from number 0 on */
    size_t writers;
    bool forked;
    struct score_parts *parts[MOST_WRITERS];
};

/* Every number that is a writer's turn. */
static bool write_share(const struct written *all, size_t which)
{
    struct score_writer *writer = score_writer_begin(all->parts[which]);
    for (size_t i = which; i < all->rows; i += all->writers)
        add(writer, &all->place, i);
    return score_writer_end(writer, NULL);
}

/* All that it is asked for, each in a process of its own. */
static void in_forks(bool (*work)(const void *subject, size_t which), const void *subject,
                     size_t count)
{
    pid_t children[MOST_WRITERS];
    ck_assert_uint_le(count, MOST_WRITERS);
    for (size_t i = 0; i < count; i++) {
        children[i] = fork();
        ck_assert_int_ge(children[i], 0);
        if (children[i] == 0)
            _exit(work(subject, i) ? 0 : 1);
    }
    for (size_t i = 0; i < count; i++) {
        int status;
        ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "process %zu failed", i);
    }
}

static bool write_forked(const void *subject, size_t which)
{
    return write_share(subject, which);
}

static void make_parts(struct written *all)
{
    for (size_t i = 0; i < all->writers; i++)
        ck_assert_msg(score_parts_new(arena, &all->place, &all->parts[i], &err), "%s", err.message);
}

static struct score_file *join(const struct written *all)
{
    struct score_file *file;
    ck_assert_msg(score_file_join(arena, all->parts, all->writers, &file, &err), "%s", err.message);
    return file;
}

static struct score_file *write_all(struct written *all)
{
    make_parts(all);
    if (all->forked)
        in_forks(write_forked, all, all->writers);
    else
        for (size_t i = 0; i < all->writers; i++)
            ck_assert(write_share(all, i));
    return join(all);
}

static void all_found(const struct score_file *file, const struct written *all)
{
    for (size_t i = 0; i < all->rows; i++)
        ck_assert_msg(is_found(file, &all->place, i), "row %zu", i);
    for (size_t i = 0; i < 1000; i++) {
        ck_assert(is_unknown(file, 0, all->rows + i));
        ck_assert(is_unknown(file, i + 1, 0));
    }
}

static const char *place_of(bool in_memory)
{
    return in_memory ? NULL : folder;
}

/* ---- keys ---- */

static int by_key(const void *left, const void *right)
{
    return uuid_order(left, right);
}

/* Counted from one, in the last half, in the first, as by a clock, and the same in both. */
static struct uuid alike(int kind, uint64_t number)
{
    static const uint64_t day = 0x0199c0ffee007000;
    switch (kind) {
    case 0:
        return counted(0, number);
    case 1:
        return counted(number, 0);
    case 2:
        return counted(day + (number / 100 << 16), 0x8000000000000000 + number % 100);
    default:
        return counted(number, number);
    }
}

START_TEST(ids_that_begin_alike_are_spread)
{
    enum { IDS = 1 << 16 };
    struct uuid *keys = arena_array(arena, IDS, sizeof *keys);
    size_t parts[256] = {0};
    for (uint64_t i = 0; i < IDS; i++) {
        const struct uuid id = alike(_i, i + 1);
        keys[i] = score_key(&id);
        parts[keys[i].bytes[0]]++;
    }
    for (size_t i = 0; i < 256; i++)
        ck_assert_msg(parts[i] > 176 && parts[i] < 336, "%zu begin with %zu, not some 256",
                      parts[i], i);
    qsort(keys, IDS, sizeof *keys, by_key);
    for (size_t i = 1; i < IDS; i++)
        ck_assert_int_ne(uuid_order(&keys[i - 1], &keys[i]), 0);
}
END_TEST

/* ---- what is found ---- */

static const struct {
    size_t writers;
    bool in_memory;
    bool forked;
} ways[] = {
    {1, false, false}, {1, true, false}, {3, false, false}, {3, true, false},
    {1, false, true},  {1, true, true},  {4, false, true},  {4, true, true},
};

START_TEST(what_is_written_is_found)
{
    struct written all = {.place = {place_of(ways[_i].in_memory), DIMENSIONS},
                          .rows = MANY,
                          .writers = ways[_i].writers,
                          .forked = ways[_i].forked};
    all_found(write_all(&all), &all);
    ck_assert_int_eq(rmdir(folder), 0); /* nothing is in it */
}
END_TEST

/* None and one; a row that is a chunk to the byte, and one that is more. */
START_TEST(any_number_of_any_size_is_found)
{
    static const size_t rows[] = {0, 1, 16, 255, 300};
    static const size_t dimensions[] = {0, 1, 1018, 1019, 3000};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (size_t j = 0; j < sizeof dimensions / sizeof dimensions[0]; j++)
            for (size_t writers = 1; writers <= 2; writers++) {
                struct written all = {
                    .place = {folder, dimensions[j]}, .rows = rows[i], .writers = writers};
                all_found(write_all(&all), &all);
            }
}
END_TEST

/* Nobody got as far as to write. */
START_TEST(parts_without_a_writer_are_empty)
{
    struct written all = {.place = {folder, DIMENSIONS}, .writers = 2};
    make_parts(&all);
    all_found(join(&all), &all);
}
END_TEST

/* Each row says something else of the assessment. */
START_TEST(what_several_rows_say_is_one)
{
    for (size_t writers = 1; writers <= MOST_WRITERS; writers++) {
        struct written all = {
            .place = {place_of(writers % 2), DIMENSIONS}, .rows = 5000, .writers = writers};
        make_parts(&all);
        for (size_t i = 0; i < writers; i++) {
            struct score_writer *writer = score_writer_begin(all.parts[i]);
            for (size_t dimension = i; dimension < DIMENSIONS; dimension += writers)
                for (size_t number = 0; number < all.rows; number++)
                    add_some(writer, &all.place, number, dimension, dimension + 1);
            ck_assert_msg(score_writer_end(writer, &err), "%s", err.message);
        }
        const struct score_file *file = join(&all);
        all_found(file, &all);
        ck_assert(is_found(file, &all.place, 7) && is_found(file, &all.place, 7));
    }
}
END_TEST

struct asked {
    const struct score_file *file;
    const struct written *all;
};

static bool find_all(const void *subject, size_t which)
{
    const struct asked *asked = subject;
    for (size_t i = 0; i < asked->all->rows; i++) {
        size_t number = (i * 7919 + which * 1000) % asked->all->rows;
        if (!is_found(asked->file, &asked->all->place, number) ||
            !is_unknown(asked->file, number + 1, number))
            return false;
    }
    return true;
}

START_TEST(forks_find_at_the_same_time)
{
    struct written all = {
        .place = {place_of(_i), DIMENSIONS}, .rows = 20000, .writers = 2, .forked = true};
    const struct asked asked = {write_all(&all), &all};
    in_forks(find_all, &asked, 4);
    ck_assert(find_all(&asked, 0));
}
END_TEST

/* ---- files ---- */

static int open_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

START_TEST(files_are_closed)
{
    int before = open_descriptors();
    struct arena *of_test = arena;
    arena = arena_new();
    struct written all = {.place = {folder, DIMENSIONS}, .rows = 100, .writers = 3};
    make_parts(&all);
    ck_assert_int_eq(open_descriptors(), before + 3);
    join(&all);
    ck_assert_int_eq(open_descriptors(), before + 1); /* what was joined */
    int others =
        open("/dev/null", O_RDONLY | O_CLOEXEC); /* has the number of one that was closed */
    make_parts(&all);
    arena_free(arena);
    arena = of_test;
    ck_assert_int_eq(open_descriptors(), before + 1);
    ck_assert_int_eq(close(others), 0);
}
END_TEST

static const char *too_large(const char *place)
{
    return arena_printf(arena, "cannot write scores of dimensions in '%s': File too large", place);
}

START_TEST(a_disk_that_fills_with_parts_is_an_error)
{
    const struct score_place place = {place_of(_i), DIMENSIONS};
    static const size_t counts[] = {3, 20000}; /* as it ends, and long before */
    struct score_parts *parts;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        ck_assert_msg(score_parts_new(arena, &place, &parts, &err), "%s", err.message);
        struct score_writer *writer = score_writer_begin(parts);
        disk_holds(10000);
        for (size_t number = 0; number < counts[i]; number++)
            add(writer, &place, number);
        bool ok = score_writer_end(writer, &err);
        disk_holds(RLIM_INFINITY);
        ck_assert(!ok);
        ck_assert_int_eq(err.code, ERROR_FAILED);
        ck_assert_str_eq(err.message, too_large(_i ? "memory" : folder));
        error_clear(&err);
    }
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

/* There is no room again, however much comes later. */
START_TEST(the_first_failure_is_told_at_the_end)
{
    const struct score_place place = {folder, DIMENSIONS};
    struct score_parts *parts;
    ck_assert_msg(score_parts_new(arena, &place, &parts, &err), "%s", err.message);
    for (int said = 0; said < 2; said++) {
        struct score_writer *writer = score_writer_begin(parts);
        disk_holds(0);
        for (size_t i = 0; i < 50000; i++)
            add(writer, &place, i);
        disk_holds(RLIM_INFINITY);
        for (size_t i = 0; i < 50000; i++)
            add(writer, &place, i);
        ck_assert(!score_writer_end(writer, said ? &err : NULL));
    }
    ck_assert_str_eq(err.message, too_large(folder));
}
END_TEST

START_TEST(a_disk_that_fills_with_what_is_joined_is_an_error)
{
    struct written all = {.place = {place_of(_i), DIMENSIONS}, .rows = 20000, .writers = 2};
    struct score_file *file;
    int before = open_descriptors();
    make_parts(&all);
    for (size_t i = 0; i < all.writers; i++)
        ck_assert(write_share(&all, i));
    disk_holds(100000);
    bool ok = score_file_join(arena, all.parts, all.writers, &file, &err);
    disk_holds(RLIM_INFINITY);
    ck_assert(!ok);
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(err.message, too_large(_i ? "memory" : folder));
    ck_assert_int_eq(open_descriptors(), before + 1);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_an_error)
{
    const char *none = path_join(arena, folder, "none");
    struct score_parts *parts;
    struct score_file *file;
    ck_assert(!score_parts_new(arena, &(struct score_place){none, DIMENSIONS}, &parts, &err));
    ck_assert_str_eq(
        err.message,
        arena_printf(arena, "cannot create a file in '%s': No such file or directory", none));
    error_clear(&err);
    ck_assert(score_parts_new(arena, &(struct score_place){folder, DIMENSIONS}, &parts, &err));
    ck_assert_int_eq(rmdir(folder), 0);
    ck_assert(!score_file_join(arena, &parts, 1, &file, &err));
    ck_assert_str_eq(
        err.message,
        arena_printf(arena, "cannot create a file in '%s': No such file or directory", folder));
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("db/score_file");
    TCase *tcase = tcase_create("score_file");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, what_is_written_is_found, 0, (int)(sizeof ways / sizeof *ways));
    tcase_add_test(tcase, any_number_of_any_size_is_found);
    tcase_add_test(tcase, parts_without_a_writer_are_empty);
    tcase_add_test(tcase, what_several_rows_say_is_one);
    tcase_add_loop_test(tcase, forks_find_at_the_same_time, 0, 2);
    tcase_add_test(tcase, files_are_closed);
    tcase_add_loop_test(tcase, a_disk_that_fills_with_parts_is_an_error, 0, 2);
    tcase_add_test(tcase, the_first_failure_is_told_at_the_end);
    tcase_add_loop_test(tcase, a_disk_that_fills_with_what_is_joined_is_an_error, 0, 2);
    tcase_add_test(tcase, a_folder_that_is_not_there_is_an_error);
    suite_add_tcase(all, tcase);
    TCase *keys = tcase_create("keys");
    tcase_add_checked_fixture(keys, setup, teardown);
    tcase_add_loop_test(keys, ids_that_begin_alike_are_spread, 0, 4);
    suite_add_tcase(all, keys);
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
