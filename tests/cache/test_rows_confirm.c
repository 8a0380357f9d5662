/* An entry that was confirmed counts as newer, and as the later snapshot's; only that very file. */
#include "base/file.h"
#include "base/text.h"
#include "cache/rows.h"
#include "support/folder.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const int64_t second = 1000000000;
static const char energy[] = "organizations:pe_energy";
static const char retail[] = "organizations:pe_retail";
static const char *const both[] = {energy, retail};

static int64_t now;
static struct arena *arena;
static const char *folder;
static struct log cache_log;
static char *log_text;
static size_t log_length;
static struct cache *cache;

static int64_t clock_ns(void)
{
    return now;
}

static void setup(void)
{
    struct error err = ERROR_INIT;
    arena = arena_new();
    now = 1780000000 * second;
    folder = folder_of_test(arena);
    cache_log = (struct log){.level = LOG_LEVEL_INFO, .now_ns = clock_ns};
    cache_log.stream = open_memstream(&log_text, &log_length);
    ck_assert(cache_open(arena, folder, clock_ns, &cache_log, &cache, &err));
}

static void teardown(void)
{
    fclose(cache_log.stream);
    free(log_text);
    arena_free(arena);
}

static void put(const char *key, const char *snapshot)
{
    static const char *const fields[] = {"a", NULL};
    struct cache_rows_writer *writer = cache_rows_begin(cache, key, snapshot, "{}");
    ck_assert_ptr_nonnull(writer);
    cache_rows_add(writer, fields, 2);
    cache_rows_end(writer);
    cache_rows_keep(cache, snapshot);
}

static const char *path_of(const char *key)
{
    return path_join(arena, folder, cache_rows_file_name(arena, key));
}

static const char *confirmed_path(void)
{
    return path_join(arena, folder, ".confirmed");
}

static void confirm(const char *const *keys, size_t count, const char *snapshot)
{
    cache_rows_confirm(cache, keys, count, snapshot);
    fflush(cache_log.stream);
    ck_assert_uint_eq(log_length, 0);
}

static bool untouched(const char *key, const char *snapshot)
{
    return cache_rows_untouched(cache, &key, 1, snapshot);
}

/* The entry counts as this snapshot's, since `seconds` ago. */
static void counts_as(const char *key, const char *snapshot, long long seconds)
{
    struct cache_rows_reader *reader;
    ck_assert(cache_rows_open(cache, arena, key, 1000, &reader));
    ck_assert_str_eq(cache_rows_head(reader)->snapshot, snapshot);
    ck_assert_int_eq(cache_rows_head(reader)->created_ns, now - seconds * second);
}

START_TEST(a_confirmed_entry_counts_as_newer)
{
    struct cache_rows_reader *reader;
    put(energy, "run-1");
    now += 50 * second;
    counts_as(energy, "run-1", 50);
    ck_assert(!cache_rows_open(cache, arena, energy, 40, &reader));
    confirm(both, 1, "run-2");
    counts_as(energy, "run-2", 0);
    ck_assert(cache_rows_open(cache, arena, energy, 40, &reader));
    now += 30 * second;
    counts_as(energy, "run-2", 30);
    confirm(both, 1, "run-3");
    counts_as(energy, "run-3", 0);
    now += 40 * second;
    ck_assert(!cache_rows_open(cache, arena, energy, 40, &reader));
}
END_TEST

START_TEST(it_is_untouched_for_that_snapshot_alone)
{
    put(energy, "run-1");
    put(retail, "run-1");
    ck_assert(!untouched(energy, "run-1")); /* nobody confirmed it */
    confirm(both, 2, "run-2");
    ck_assert(untouched(energy, "run-2"));
    ck_assert(untouched(retail, "run-2"));
    ck_assert(cache_rows_untouched(cache, both, 2, "run-2"));
    ck_assert(!untouched(energy, "run-1"));
    ck_assert(!untouched(energy, "run-3"));
    ck_assert(!untouched("organizations:pe_none", "run-2"));
    confirm(both, 1, "run-2");
    ck_assert(untouched(energy, "run-2"));
    ck_assert(!untouched(retail, "run-2")); /* of it nothing is said any more */
    ck_assert(!cache_rows_untouched(cache, both, 2, "run-2"));
    counts_as(retail, "run-1", 0);
}
END_TEST

START_TEST(another_entry_in_its_place_does_not_count)
{
    put(energy, "run-1");
    now += second;
    confirm(both, 1, "run-2");
    now += second;
    put(energy, "run-3");
    ck_assert(!untouched(energy, "run-2"));
    ck_assert(!untouched(energy, "run-3"));
    counts_as(energy, "run-3", 0);
}
END_TEST

START_TEST(a_touched_file_does_not_count)
{
    put(energy, "run-1");
    now += second;
    confirm(both, 1, "run-2");
    const struct timespec times[] = {{.tv_sec = 1}, {.tv_sec = 1, .tv_nsec = 1}};
    ck_assert_int_eq(utimensat(AT_FDCWD, path_of(energy), times, 0), 0);
    ck_assert(!untouched(energy, "run-2"));
    counts_as(energy, "run-1", 1);
    ck_assert_int_eq(unlink(path_of(energy)), 0);
    ck_assert(!untouched(energy, "run-2"));
    confirm(both, 1, "run-2");
    ck_assert(!untouched(energy, "run-2"));
}
END_TEST

START_TEST(a_confirmation_of_the_future_does_not_count)
{
    put(energy, "run-1");
    now += 60 * second;
    confirm(both, 1, "run-2");
    now -= 30 * second;
    counts_as(energy, "run-1", 30);
}
END_TEST

static const char *const damaged[] = {
    "",
    "{",
    "[]",
    "7",
    "null",
    "\xff",
    "{\"organizations:pe_energy\": 7}",
    "{\"organizations:pe_energy\": {}}",
};

START_TEST(a_damaged_file_is_ignored)
{
    put(energy, "run-1");
    now += second;
    confirm(both, 1, "run-2");
    ck_assert(file_write(confirmed_path(), damaged[_i], strlen(damaged[_i]), NULL));
    ck_assert(!untouched(energy, "run-2"));
    counts_as(energy, "run-1", 1);
    confirm(both, 1, "run-3");
    ck_assert(untouched(energy, "run-3"));
    counts_as(energy, "run-3", 0);
}
END_TEST

START_TEST(a_file_cut_anywhere_is_ignored)
{
    char *text;
    size_t length;
    put(energy, "run-1");
    now += second;
    confirm(both, 1, "run-2");
    ck_assert(file_read(arena, confirmed_path(), 1 << 20, &text, &length, NULL));
    for (size_t cut = 0; cut < length; cut++) {
        ck_assert(file_write(confirmed_path(), text, cut, NULL));
        ck_assert_msg(!untouched(energy, "run-2"), "cut at %zu", cut);
        counts_as(energy, "run-1", 1);
    }
}
END_TEST

/* Each value of another type, one after the other. */
START_TEST(wrong_types_are_ignored)
{
    static const char *const keys[] = {
        "\"snapshot\": ", "\"counts_as\": ", "\"confirmed_ns\": ", "\"file\": "};
    char *text;
    put(energy, "run-1");
    now += second;
    confirm(both, 1, "run-2");
    ck_assert(file_read(arena, confirmed_path(), 1 << 20, &text, NULL, NULL));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char *value = strstr(text, keys[i]);
        ck_assert_msg(value, "no %s in: %s", keys[i], text);
        value += strlen(keys[i]);
        const char *other =
            arena_printf(arena, "%.*strue%s", (int)(value - text), text, strpbrk(value, ",\n"));
        ck_assert(file_write(confirmed_path(), other, strlen(other), NULL));
        counts_as(energy, "run-1", 1);
    }
}
END_TEST

START_TEST(what_cannot_be_written_is_one_line)
{
    put(energy, "run-1");
    ck_assert_int_eq(mkdir(confirmed_path(), 0777), 0);
    cache_rows_confirm(cache, both, 1, "run-2");
    fflush(cache_log.stream);
    ck_assert_ptr_nonnull(strstr(log_text, "cache: entries not confirmed: "));
    counts_as(energy, "run-1", 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cache/rows_confirm");
    TCase *tests = tcase_create("confirm");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_confirmed_entry_counts_as_newer);
    tcase_add_test(tests, it_is_untouched_for_that_snapshot_alone);
    tcase_add_test(tests, another_entry_in_its_place_does_not_count);
    tcase_add_test(tests, a_touched_file_does_not_count);
    tcase_add_test(tests, a_confirmation_of_the_future_does_not_count);
    tcase_add_loop_test(tests, a_damaged_file_is_ignored, 0, sizeof damaged / sizeof damaged[0]);
    tcase_add_test(tests, a_file_cut_anywhere_is_ignored);
    tcase_add_test(tests, wrong_types_are_ignored);
    tcase_add_test(tests, what_cannot_be_written_is_one_line);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
