/* Rows that are whole come back, one at a time; everything else is a miss and one log line. */
#include "base/file.h"
#include "base/text.h"
#include "cache/rows.h"
#include "support/folder.h"

#include <check.h>
#include <dirent.h>
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

static const int64_t second = 1000000000;
static const char key[] = "organizations:pe_energy";

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

static void open_cache(void)
{
    struct error err = ERROR_INIT;
    ck_assert(cache_open(arena, folder, clock_ns, &cache_log, &cache, &err));
}

static void setup(void)
{
    arena = arena_new();
    now = 1780000000 * second;
    folder = folder_of_test(arena);
    cache_log = (struct log){.level = LOG_LEVEL_INFO, .now_ns = clock_ns};
    cache_log.stream = open_memstream(&log_text, &log_length);
    open_cache();
}

static void teardown(void)
{
    fclose(cache_log.stream);
    free(log_text);
    arena_free(arena);
}

static const char *at(const char *name)
{
    return path_join(arena, folder, name);
}

static const char *entry_path(void)
{
    return at(cache_rows_file_name(arena, key));
}

static size_t log_lines(void)
{
    fflush(cache_log.stream);
    size_t lines = 0;
    for (size_t i = 0; i < log_length; i++)
        lines += log_text[i] == '\n';
    return lines;
}

static size_t files(void)
{
    size_t count = 0;
    DIR *listing = opendir(folder);
    ck_assert_ptr_nonnull(listing);
    while (readdir(listing))
        count++;
    closedir(listing);
    return count - 2;
}

/* ---- a small entry ---- */

enum { FIELDS = 3 };
static const char *const small[][FIELDS] = {
    {"a", NULL, ""},
    {"tab\there", "line\nbreak\r", "back\\slash \\N \\."},
    {"\\.", "\x01\b\f\v", "\xe2\x82\xac \xff"},
    {NULL, NULL, NULL},
    {"", "", ""},
};
enum { SMALL = sizeof small / sizeof *small };

static void put_of(const char *snapshot)
{
    struct cache_rows_writer *writer =
        cache_rows_begin(cache, key, snapshot, "{\"of\":\"\xc3\xa9\"}");
    ck_assert_ptr_nonnull(writer);
    for (size_t i = 0; i < SMALL; i++)
        cache_rows_add(writer, small[i], FIELDS);
    cache_rows_end(writer);
}

static void put(void)
{
    put_of("run-1");
    cache_rows_keep(cache, "run-1");
}

static bool get(struct cache_rows_reader **reader)
{
    return cache_rows_open(cache, arena, key, 60, reader);
}

static void hits(void)
{
    struct cache_rows_reader *reader;
    struct error err = ERROR_INIT;
    const char *fields[FIELDS];
    bool done;
    ck_assert(get(&reader));
    const struct cache_rows_head *head = cache_rows_head(reader);
    ck_assert_str_eq(head->key, key);
    ck_assert_str_eq(head->payload, "{\"of\":\"\xc3\xa9\"}");
    ck_assert_int_eq(head->count, SMALL);
    for (size_t i = 0; i < SMALL; i++) {
        ck_assert(cache_rows_next(reader, arena, fields, FIELDS, &done, &err));
        ck_assert(!done);
        for (size_t j = 0; j < FIELDS; j++)
            ck_assert_msg(text_equal(fields[j], small[i][j]), "row %zu, field %zu", i, j);
    }
    for (size_t i = 0; i < 2; i++) {
        ck_assert(cache_rows_next(reader, arena, fields, FIELDS, &done, &err));
        ck_assert(done);
    }
}

static void missed(const char *reason)
{
    struct cache_rows_reader *reader;
    size_t before = log_lines();
    ck_assert_msg(!get(&reader), "a hit in spite of: %s", reason);
    ck_assert_uint_eq(log_lines(), before + 1);
    ck_assert_msg(strstr(log_text, reason), "'%s' is not in: %s", reason, log_text);
    ck_assert_ptr_nonnull(strstr(log_text, key));
}

static char *read_text(size_t *length)
{
    char *text;
    ck_assert(file_read(arena, entry_path(), CACHE_ENTRY_LIMIT, &text, length, NULL));
    return text;
}

START_TEST(what_was_put_comes_back)
{
    put();
    hits();
    ck_assert_uint_eq(log_lines(), 0);
    ck_assert_uint_eq(files(), 1);
}
END_TEST

START_TEST(no_rows_come_back_as_none)
{
    struct cache_rows_reader *reader;
    bool done;
    cache_rows_end(cache_rows_begin(cache, key, "run-1", "null"));
    cache_rows_keep(cache, "run-1");
    ck_assert(get(&reader));
    ck_assert_int_eq(cache_rows_head(reader)->count, 0);
    ck_assert(cache_rows_next(reader, arena, NULL, 0, &done, NULL));
    ck_assert(done);
}
END_TEST

START_TEST(an_entry_lives_less_than_its_ttl)
{
    struct cache_rows_reader *reader;
    put();
    now += 60 * second - 1;
    ck_assert(get(&reader));
    now += 1;
    ck_assert(!get(&reader));
    ck_assert(!cache_rows_open(cache, arena, key, 0, &reader));
    ck_assert(cache_rows_open(cache, arena, key, INT64_MAX, &reader));
    ck_assert_uint_eq(log_lines(), 0);
}
END_TEST

START_TEST(rows_of_another_number_of_fields_are_an_error)
{
    struct cache_rows_reader *reader;
    struct error err = ERROR_INIT;
    const char *fields[FIELDS + 1];
    bool done;
    put();
    ck_assert(get(&reader));
    ck_assert(!cache_rows_next(reader, arena, fields, FIELDS + 1, &done, &err));
    ck_assert_str_eq(err.message,
                     "cache entry 'organizations:pe_energy': row of 3 fields, expected 4");
    ck_assert(!cache_rows_next(reader, arena, fields, FIELDS - 1, &done, &err));
}
END_TEST

START_TEST(a_file_that_shrinks_while_it_is_read_is_an_error)
{
    enum { ROWS = 20000 }; /* more than is read ahead */
    struct cache_rows_writer *writer = cache_rows_begin(cache, key, "run-1", "null");
    struct cache_rows_reader *reader;
    struct error err = ERROR_INIT;
    const char *fields[FIELDS];
    bool done = false;
    bool ok = true;
    for (size_t i = 0; i < ROWS; i++)
        cache_rows_add(writer, small[1], FIELDS);
    cache_rows_end(writer);
    cache_rows_keep(cache, "run-1");
    ck_assert(get(&reader));
    ck_assert_int_eq(truncate(entry_path(), 200000), 0);
    while (ok && !done)
        ok = cache_rows_next(reader, arena, fields, FIELDS, &done, &err);
    ck_assert(!ok);
    ck_assert_str_eq(err.message,
                     "cache entry 'organizations:pe_energy' changed while it was read");
}
END_TEST

START_TEST(memory_is_bounded_both_ways)
{
    enum { ROWS = 200000, ALLOWED = 2 * 1024 * 1024 };
    struct arena *batch = arena_new();
    struct cache_rows_reader *reader;
    struct error err = ERROR_INIT;
    const char *fields[FIELDS];
    bool done = false;
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    size_t most = before;
    struct cache_rows_writer *writer = cache_rows_begin(cache, key, "run-1", "null");
    char number[128];
    fields[0] = number;
    fields[1] = fields[2] = "some text that fills a row, and a tab \t in it";
    for (int i = 0; i < ROWS; i++) {
        snprintf(number, sizeof number, "%d", i);
        cache_rows_add(writer, fields, FIELDS);
        size_t used = i % 1024 == 0 ? mallinfo2().uordblks + mallinfo2().hblkhd : 0;
        most = used > most ? used : most;
    }
    cache_rows_end(writer);
    cache_rows_keep(cache, "run-1");
    ck_assert(get(&reader));
    for (int i = 0; i <= ROWS; i++) {
        if (i % 512 == 0)
            arena_reset(batch);
        ck_assert(cache_rows_next(reader, batch, fields, FIELDS, &done, &err));
        ck_assert_int_eq(done, i == ROWS);
        snprintf(number, sizeof number, "%d", i);
        ck_assert(done || text_equal(fields[0], number));
        size_t used = i % 1024 == 0 ? mallinfo2().uordblks + mallinfo2().hblkhd : 0;
        most = used > most ? used : most;
    }
    struct stat status;
    ck_assert_int_eq(stat(entry_path(), &status), 0);
    ck_assert_int_gt(status.st_size, 8 * ALLOWED);
    ck_assert_uint_lt(most - before, ALLOWED);
    arena_free(batch);
}
END_TEST

/* ---- aside, and in place ---- */

START_TEST(rows_stay_aside_until_they_are_kept)
{
    struct cache_rows_reader *reader;
    put_of("run-1");
    ck_assert(!get(&reader));
    cache_rows_keep(cache, "run-2");
    ck_assert(!get(&reader));
    cache_rows_keep(cache, "run-1");
    ck_assert(get(&reader));
    put_of("run-2");
    ck_assert(get(&reader));
    ck_assert_str_eq(cache_rows_head(reader)->snapshot, "run-1");
    cache_rows_keep(cache, "run-2");
    ck_assert(get(&reader));
    ck_assert_str_eq(cache_rows_head(reader)->snapshot, "run-2");
    ck_assert_uint_eq(files(), 1);
    ck_assert_uint_eq(log_lines(), 0);
}
END_TEST

START_TEST(rows_that_are_dropped_leave_the_elder_ones)
{
    put();
    put_of("run-2");
    put_of("run-3");
    cache_rows_drop(cache, "run-2");
    ck_assert_uint_eq(files(), 2);
    cache_rows_drop(cache, "run-3");
    ck_assert_uint_eq(files(), 1);
    hits();
}
END_TEST

START_TEST(who_comes_first_writes)
{
    put_of("run-1");
    ck_assert_ptr_null(cache_rows_begin(cache, key, "run-1", "null"));
    cache_rows_add(NULL, small[0], FIELDS);
    cache_rows_end(NULL);
    cache_rows_discard(NULL);
    cache_rows_keep(cache, "run-1");
    hits();
}
END_TEST

/* For whoever reads in the same run, once they are whole. */
START_TEST(rows_aside_are_read_by_their_own_run)
{
    struct cache_rows_reader *reader;
    struct error err = ERROR_INIT;
    const char *fields[FIELDS];
    bool done;
    ck_assert(!cache_rows_open_aside(cache, arena, key, "run-2", &reader));
    put();
    struct cache_rows_writer *writer = cache_rows_begin(cache, key, "run-2", "null");
    cache_rows_add(writer, small[1], FIELDS);
    ck_assert_ptr_null(cache_rows_begin(cache, key, "run-2", "null"));
    ck_assert(!cache_rows_open_aside(cache, arena, key, "run-2", &reader));
    cache_rows_end(writer);
    ck_assert(cache_rows_open_aside(cache, arena, key, "run-2", &reader));
    ck_assert_int_eq(cache_rows_head(reader)->count, 1);
    ck_assert_str_eq(cache_rows_head(reader)->snapshot, "run-2");
    ck_assert(cache_rows_next(reader, arena, fields, FIELDS, &done, &err));
    ck_assert_str_eq(fields[0], small[1][0]);
    ck_assert(!cache_rows_open_aside(cache, arena, key, "run-1", &reader));
    ck_assert_uint_eq(files(), 2);
    hits();
    cache_rows_keep(cache, "run-2");
    ck_assert(!cache_rows_open_aside(cache, arena, key, "run-2", &reader));
    ck_assert_uint_eq(files(), 1);
    ck_assert_uint_eq(log_lines(), 0);
}
END_TEST

/* A build that is stopped while it reads. */
START_TEST(rows_that_were_not_finished_are_dropped_too)
{
    put();
    struct cache_rows_writer *writer = cache_rows_begin(cache, key, "run-2", "null");
    ck_assert_ptr_nonnull(writer);
    ck_assert_uint_eq(files(), 2);
    cache_rows_keep(cache, "run-2");
    ck_assert_uint_eq(files(), 2);
    hits();
    cache_rows_drop(cache, "run-2");
    ck_assert_uint_eq(files(), 1);
    hits();
    cache_rows_discard(writer); /* whoever was stopped frees nothing */
}
END_TEST

START_TEST(what_is_discarded_leaves_nothing)
{
    struct cache_rows_writer *writer = cache_rows_begin(cache, key, "run-1", "null");
    cache_rows_add(writer, small[0], FIELDS);
    cache_rows_discard(writer);
    ck_assert_uint_eq(files(), 0);
}
END_TEST

START_TEST(leftovers_go_after_an_hour)
{
    put_of("run-1");
    struct cache_entry *rows;
    size_t count;
    ck_assert(cache_list(cache, arena, &rows, &count, NULL));
    ck_assert_uint_eq(count, 1);
    ck_assert(rows[0].foreign);
    struct utimbuf young = {.actime = now / second, .modtime = now / second - 3599};
    ck_assert_int_eq(utime(at(rows[0].file), &young), 0);
    open_cache();
    ck_assert_uint_eq(files(), 1);
    struct utimbuf old = {.actime = now / second, .modtime = now / second - 3600};
    ck_assert_int_eq(utime(at(rows[0].file), &old), 0);
    open_cache();
    ck_assert_uint_eq(files(), 0);
}
END_TEST

START_TEST(a_folder_that_was_deleted_is_made_again)
{
    ck_assert(folder_remove(folder, NULL));
    put();
    hits();
}
END_TEST

START_TEST(what_cannot_be_written_is_one_line)
{
    ck_assert(folder_remove(folder, NULL));
    ck_assert(file_write(folder, "", 0, NULL));
    ck_assert_ptr_null(cache_rows_begin(cache, key, "run-1", "null"));
    ck_assert_uint_eq(log_lines(), 1);
    ck_assert_ptr_nonnull(strstr(log_text, "entry 'organizations:pe_energy' not written"));
    ck_assert_int_eq(unlink(folder), 0);
    ck_assert_ptr_null(cache_rows_begin(cache, key, "run-1", "\xff"));
    ck_assert_ptr_nonnull(strstr(log_text, "it is not UTF-8"));
    struct cache_rows_writer *writer = cache_rows_begin(cache, key, "run-1", "null");
    char *long_field = arena_alloc(arena, CACHE_ENTRY_LIMIT + 1);
    memset(long_field, 'x', CACHE_ENTRY_LIMIT);
    cache_rows_add(writer, (const char *const[]){long_field}, 1);
    cache_rows_end(writer);
    ck_assert_ptr_nonnull(strstr(log_text, "a row is too long"));
    ck_assert_uint_eq(log_lines(), 3);
    ck_assert_uint_eq(files(), 0);
}
END_TEST

/* ---- what is wrong ---- */

START_TEST(every_truncation_is_a_miss)
{
    put();
    size_t length;
    const char *whole = read_text(&length);
    for (size_t i = 0; i < length; i++) {
        struct cache_rows_reader *reader;
        ck_assert(file_put(at("shorter"), whole, i, NULL));
        ck_assert_int_eq(rename(at("shorter"), entry_path()), 0);
        ck_assert_msg(!get(&reader), "a hit with %zu bytes", i);
        ck_assert_uint_eq(log_lines(), i + 1);
    }
    missed("it is cut off");
}
END_TEST

START_TEST(every_flipped_bit_is_a_miss)
{
    put();
    size_t length;
    const char *whole = read_text(&length);
    for (size_t i = 0; i < 8 * length; i++) {
        struct cache_rows_reader *reader;
        char *text = arena_alloc(arena, length);
        memcpy(text, whole, length);
        text[i / 8] = (char)(text[i / 8] ^ (1 << i % 8));
        ck_assert(file_put(at("flipped"), text, length, NULL));
        ck_assert_int_eq(rename(at("flipped"), entry_path()), 0);
        ck_assert_msg(!get(&reader), "a hit with bit %zu of byte %zu", i % 8, i / 8);
    }
    ck_assert_uint_eq(log_lines(), 8 * length);
}
END_TEST

START_TEST(something_behind_the_end)
{
    put();
    size_t length;
    const char *whole = read_text(&length);
    ck_assert(file_write(entry_path(), arena_printf(arena, "%s\n", whole), length + 1, NULL));
    missed("something follows its end");
    ck_assert(file_write(entry_path(), arena_printf(arena, "%sx", whole), length + 1, NULL));
    missed("it is cut off");
}
END_TEST

START_TEST(foreign_files)
{
    static const struct {
        const char *text, *reason;
    } rows[] = {
        {"", "it is empty"},
        {"<html>\n", "its first line is not JSON"},
        {"[]\n", "it is not a cache entry"},
        {"{\"format\":2}\n", "its format is 2, not 1"},
        {"{\"format\":1}\n", "a field is missing or of another type"},
        {"{\"format\":1,\"key\":\"k\",\"snapshot\":\"s\",\"payload\":\"p\",\"created_ns\":-1}\n",
         "its time is before 1970"},
        {"no line break at all", "it is cut off"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert(file_write(entry_path(), rows[i].text, strlen(rows[i].text), NULL));
        missed(rows[i].reason);
    }
    put();
    now -= 1;
    missed("it is from the future");
}
END_TEST

START_TEST(another_key)
{
    put();
    struct cache_rows_reader *reader;
    const char *other = "organizations:pe_retail";
    ck_assert_int_eq(rename(entry_path(), at(cache_rows_file_name(arena, other))), 0);
    ck_assert(!cache_rows_open(cache, arena, other, 60, &reader));
    ck_assert_uint_eq(log_lines(), 1);
    ck_assert_ptr_nonnull(strstr(log_text, "it belongs to the key 'organizations:pe_energy'"));
}
END_TEST

START_TEST(no_file_at_all_in_its_place)
{
    ck_assert_int_eq(mkdir(entry_path(), 0777), 0);
    missed("it is not a regular file");
    ck_assert_int_eq(rmdir(entry_path()), 0);
    ck_assert_int_eq(mkfifo(entry_path(), 0666), 0);
    missed("it is not a regular file");
}
END_TEST

START_TEST(a_line_without_end_is_not_read_to_its_end)
{
    ck_assert(file_write(entry_path(), "{", 1, NULL));
    ck_assert_int_eq(truncate(entry_path(), 16LL * CACHE_ENTRY_LIMIT), 0);
    missed("a line is too long");
}
END_TEST

/* ---- in the list ---- */

START_TEST(the_list_knows_them)
{
    struct cache_entry *rows;
    size_t count;
    put();
    cache_put(cache, "sectors:all", "f", "{}");
    ck_assert(file_write(at("x.rows"), "x\n", 2, NULL));
    ck_assert(cache_list(cache, arena, &rows, &count, NULL));
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(rows[0].key, key);
    ck_assert_ptr_null(rows[0].problem);
    ck_assert_int_eq(rows[0].rows, SMALL);
    ck_assert_str_eq(rows[0].fingerprint, "run-1");
    ck_assert_int_gt(rows[0].bytes, 100);
    ck_assert_int_eq(rows[1].rows, -1);
    ck_assert_str_eq(rows[2].problem, "its first line is not JSON");
    ck_assert(!rows[2].foreign);
    ck_assert_int_eq(rename(entry_path(), at("x.rows")), 0);
    ck_assert(cache_list(cache, arena, &rows, &count, NULL));
    ck_assert_str_eq(rows[1].problem, "it belongs to the key 'organizations:pe_energy'");
    ck_assert(!cache_rows_remove(cache, key));
    put();
    ck_assert(cache_rows_remove(cache, key));
    ck_assert(!file_exists(entry_path()));
    ck_assert_uint_eq(log_lines(), 0);
}
END_TEST

static void add(Suite *suite, const char *name, const TTest *const *tests)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, 60);
    for (; *tests; tests++)
        tcase_add_test(tcase, *tests);
    suite_add_tcase(suite, tcase);
}

int main(void)
{
    const TTest *const whole[] = {what_was_put_comes_back,
                                  no_rows_come_back_as_none,
                                  an_entry_lives_less_than_its_ttl,
                                  rows_of_another_number_of_fields_are_an_error,
                                  a_file_that_shrinks_while_it_is_read_is_an_error,
                                  memory_is_bounded_both_ways,
                                  the_list_knows_them,
                                  NULL};
    const TTest *const aside[] = {rows_stay_aside_until_they_are_kept,
                                  rows_that_are_dropped_leave_the_elder_ones,
                                  who_comes_first_writes,
                                  rows_aside_are_read_by_their_own_run,
                                  rows_that_were_not_finished_are_dropped_too,
                                  what_is_discarded_leaves_nothing,
                                  leftovers_go_after_an_hour,
                                  a_folder_that_was_deleted_is_made_again,
                                  what_cannot_be_written_is_one_line,
                                  NULL};
    const TTest *const wrong[] = {every_truncation_is_a_miss,
                                  every_flipped_bit_is_a_miss,
                                  something_behind_the_end,
                                  foreign_files,
                                  another_key,
                                  no_file_at_all_in_its_place,
                                  a_line_without_end_is_not_read_to_its_end,
                                  NULL};
    Suite *suite = suite_create("cache/rows");
    add(suite, "whole", whole);
    add(suite, "aside", aside);
    add(suite, "wrong", wrong);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
