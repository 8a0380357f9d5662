/* Entries that are whole come back; everything else is a miss and one log line. */
#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"
#include "cache/cache.h"
#include "support/folder.h"

#include <check.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

static const int64_t second = 1000000000;
static const char key[] = "sector:pe_energy";

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
    arena = arena_new();
    now = 1780000000 * second;
    folder = folder_of_test(arena);
    cache_log = (struct log){.level = LOG_LEVEL_INFO, .now_ns = clock_ns};
    cache_log.stream = open_memstream(&log_text, &log_length);
    struct error err = ERROR_INIT;
    ck_assert(cache_open(arena, folder, clock_ns, &cache_log, &cache, &err));
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
    return at(cache_file_name(arena, key));
}

static void write_file(const char *path, const char *text)
{
    ck_assert(file_write(path, text, strlen(text), NULL));
}

static size_t log_lines(void)
{
    fflush(cache_log.stream);
    size_t lines = 0;
    for (size_t i = 0; i < log_length; i++)
        lines += log_text[i] == '\n';
    return lines;
}

static bool get(const char *fingerprint, const char **payload)
{
    return cache_get(cache, arena, key, 60, fingerprint, payload);
}

static void missed(const char *reason)
{
    const char *payload = "untouched";
    size_t before = log_lines();
    ck_assert_msg(!get("f1", &payload), "a hit in spite of: %s", reason);
    ck_assert_str_eq(payload, "untouched");
    ck_assert_uint_eq(log_lines(), before + 1);
    ck_assert_msg(strstr(log_text, reason), "'%s' is not in: %s", reason, log_text);
    ck_assert_ptr_nonnull(strstr(log_text, key));
}

/* ---- what is whole ---- */

START_TEST(what_was_put_comes_back)
{
    const char *payload;
    ck_assert(!get("f1", &payload));
    cache_put(cache, key, "f1", "{\"a\":\"\xc3\xa9 \\\" \\n\"}");
    ck_assert(get("f1", &payload));
    ck_assert_str_eq(payload, "{\"a\":\"\xc3\xa9 \\\" \\n\"}");
    ck_assert(get(NULL, &payload));
    cache_put(cache, key, "f2", "");
    ck_assert(get("f2", &payload));
    ck_assert_str_eq(payload, "");
    ck_assert_uint_eq(log_lines(), 0);
}
END_TEST

START_TEST(other_rows_are_a_miss_whatever_the_age)
{
    const char *payload;
    cache_put(cache, key, "f1", "old");
    ck_assert(!get("f2", &payload));
    ck_assert_uint_eq(log_lines(), 0);
}
END_TEST

START_TEST(an_entry_lives_less_than_its_ttl)
{
    const char *payload;
    cache_put(cache, key, "f1", "x");
    now += 60 * second - 1;
    ck_assert(get("f1", &payload));
    now += 1;
    ck_assert(!get("f1", &payload));
    ck_assert(!cache_get(cache, arena, key, 0, "f1", &payload));
    ck_assert(cache_get(cache, arena, key, INT64_MAX, "f1", &payload));
    ck_assert_uint_eq(log_lines(), 0);
}
END_TEST

START_TEST(removing)
{
    const char *payload;
    cache_put(cache, key, "f1", "x");
    cache_put(cache, "sectors:all", "f1", "y");
    ck_assert(cache_remove(cache, key));
    ck_assert(!cache_remove(cache, key));
    ck_assert(!get("f1", &payload));
    ck_assert(cache_get(cache, arena, "sectors:all", 60, "f1", &payload));
    ck_assert_uint_eq(log_lines(), 0);
}
END_TEST

/* ---- names ---- */

START_TEST(names_are_safe)
{
    static const struct {
        const char *key, *file;
    } rows[] = {
        {"sector:pe_energy", "sector%3Ape_energy.json"},
        {"sectors:all", "sectors%3Aall.json"},
        {"../../etc/passwd", "%2E%2E%2F%2E%2E%2Fetc%2Fpasswd.json"},
        {".hidden", "%2Ehidden.json"},
        {"a%3Ab", "a%253Ab.json"},
        {"\xc3\xa9\n", "%C3%A9%0A.json"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *payload;
        ck_assert_str_eq(cache_file_name(arena, rows[i].key), rows[i].file);
        cache_put(cache, rows[i].key, "f", rows[i].file);
        ck_assert(cache_get(cache, arena, rows[i].key, 60, "f", &payload));
        ck_assert_str_eq(payload, rows[i].file);
        ck_assert(file_exists(at(rows[i].file)));
    }
}
END_TEST

START_TEST(long_and_empty_keys_are_hashed)
{
    char first[400], second_key[400];
    memset(first, 'a', sizeof first);
    memset(second_key, 'a', sizeof second_key);
    first[sizeof first - 1] = second_key[sizeof second_key - 1] = '\0';
    second_key[sizeof second_key - 2] = 'b';
    const char *const keys[] = {first, second_key, ""};
    for (size_t i = 0; i < 3; i++) {
        const char *name = cache_file_name(arena, keys[i]);
        ck_assert_uint_eq(strlen(name), 1 + 64 + strlen(".json"));
        ck_assert_int_eq(name[0], '=');
        cache_put(cache, keys[i], "f", name);
    }
    for (size_t i = 0; i < 3; i++) {
        const char *payload;
        ck_assert(cache_get(cache, arena, keys[i], 60, "f", &payload));
        ck_assert_str_eq(payload, cache_file_name(arena, keys[i]));
    }
}
END_TEST

/* ---- what is wrong ---- */

static char *read_text(void)
{
    char *text;
    ck_assert(file_read(arena, entry_path(), CACHE_ENTRY_LIMIT, &text, NULL, NULL));
    return text;
}

/* Puts an entry and replaces a part of its file, which must be there. */
static void tamper(const char *from, const char *to)
{
    cache_put(cache, key, "f1", "payload");
    char *text = read_text();
    char *found = strstr(text, from);
    ck_assert_ptr_nonnull(found);
    write_file(entry_path(), arena_printf(arena, "%.*s%s%s", (int)(found - text), text, to,
                                          found + strlen(from)));
}

START_TEST(every_truncation_is_a_miss)
{
    cache_put(cache, key, "f1", "payload");
    const char *whole = read_text();
    for (size_t length = 0; length < strlen(whole); length++) {
        const char *payload;
        ck_assert(file_write(entry_path(), whole, length, NULL));
        ck_assert_msg(!get("f1", &payload), "a hit with %zu bytes", length);
        ck_assert_uint_eq(log_lines(), length + 1);
    }
    missed("it is not JSON");
}
END_TEST

START_TEST(no_flipped_bit_comes_through)
{
    cache_put(cache, key, "f1", "payload");
    const char *whole = read_text();
    size_t length = strlen(whole);
    cache_log.level = LOG_LEVEL_ERROR; /* many thousand lines */
    for (size_t i = 0; i < 8 * length; i++) {
        char *text = arena_strdup(arena, whole);
        text[i / 8] = (char)(text[i / 8] ^ (1 << i % 8));
        ck_assert(file_put(at("flipped"), text, length, NULL));
        ck_assert_int_eq(rename(at("flipped"), entry_path()), 0);
        const char *payload;
        if (get("f1", &payload))
            ck_assert_str_eq(payload, "payload"); /* white space, or the name of a spare field */
    }
}
END_TEST

START_TEST(not_json)
{
    write_file(entry_path(), "<html>\n");
    missed("it is not JSON");
}
END_TEST

START_TEST(json_but_no_entry)
{
    static const char *const texts[] = {"[]", "{}", "{\"format\":\"1\"}", "{\"format\":1.0}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_file(entry_path(), texts[i]);
        missed("it is not a cache entry");
    }
    write_file(entry_path(), "{\"format\":1}");
    missed("a field is missing or of another type");
}
END_TEST

START_TEST(another_version)
{
    tamper("\"format\": 1", "\"format\": 2");
    missed("its format is 2, not 1");
}
END_TEST

START_TEST(another_key)
{
    cache_put(cache, "sector:pe_retail", "f1", "payload");
    ck_assert_int_eq(rename(at(cache_file_name(arena, "sector:pe_retail")), entry_path()), 0);
    missed("it belongs to the key 'sector:pe_retail'");
}
END_TEST

START_TEST(another_payload)
{
    tamper("\"payload\": \"payload\"", "\"payload\": \"paymore\"");
    missed("its digest does not match");
}
END_TEST

START_TEST(another_fingerprint)
{
    tamper("\"fingerprint\": \"f1\"", "\"fingerprint\": \"f2\"");
    missed("its digest does not match");
}
END_TEST

START_TEST(another_time)
{
    tamper("\"created_ns\": 17", "\"created_ns\": 16");
    missed("its digest does not match");
    tamper("\"created_ns\": 17", "\"created_ns\": -17");
    missed("its time is before 1970");
}
END_TEST

START_TEST(from_the_future)
{
    cache_put(cache, key, "f1", "payload");
    now -= 1;
    missed("it is from the future");
}
END_TEST

START_TEST(too_large)
{
    cache_put(cache, key, "f1", "payload");
    ck_assert_int_eq(truncate(entry_path(), CACHE_ENTRY_LIMIT + 1), 0);
    missed("it is larger than");
}
END_TEST

START_TEST(a_folder_in_its_place)
{
    ck_assert_int_eq(mkdir(entry_path(), 0777), 0);
    missed("it is not a regular file");
    cache_put(cache, key, "f1", "payload");
    ck_assert_uint_eq(log_lines(), 2);
    ck_assert_ptr_nonnull(strstr(log_text, "not written"));
    ck_assert(!cache_remove(cache, key));
    ck_assert_uint_eq(log_lines(), 3);
}
END_TEST

START_TEST(a_pipe_in_its_place)
{
    ck_assert_int_eq(mkfifo(entry_path(), 0666), 0);
    missed("it is not a regular file");
}
END_TEST

START_TEST(unreadable)
{
    cache_put(cache, key, "f1", "payload");
    if (geteuid() == 0) { /* root reads everything: a link to itself cannot be followed by anyone */
        ck_assert_int_eq(unlink(entry_path()), 0);
        ck_assert_int_eq(symlink(cache_file_name(arena, key), entry_path()), 0);
        missed("cannot look at it");
        return;
    }
    ck_assert_int_eq(chmod(entry_path(), 0), 0);
    missed("cannot open");
}
END_TEST

START_TEST(not_utf8_is_not_written)
{
    cache_put(cache, key, "f1", "\xff");
    ck_assert_uint_eq(log_lines(), 1);
    ck_assert(!file_exists(entry_path()));
}
END_TEST

START_TEST(the_folder_may_go_at_any_time)
{
    const char *payload;
    cache_put(cache, key, "f1", "payload");
    ck_assert(folder_remove(folder, NULL));
    ck_assert(!get("f1", &payload));
    ck_assert_uint_eq(log_lines(), 0);
    cache_put(cache, key, "f1", "again");
    ck_assert(get("f1", &payload));
    ck_assert_str_eq(payload, "again");
}
END_TEST

START_TEST(a_file_where_the_folder_should_be)
{
    struct cache *other;
    struct error err = ERROR_INIT;
    write_file(at("file"), "");
    ck_assert(!cache_open(arena, at("file"), clock_ns, NULL, &other, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/file'"));
}
END_TEST

START_TEST(leftovers_of_interrupted_writes_go_after_an_hour)
{
    const char *old = at("sectors%3Aall.json.tmp-abc123");
    const char *young = at("sectors%3Aall.json.tmp-def456");
    write_file(old, "{");
    write_file(young, "{");
    struct utimbuf hour_ago = {.modtime = now / second - 3600};
    struct utimbuf minute_ago = {.modtime = now / second - 60};
    ck_assert_int_eq(utime(old, &hour_ago), 0);
    ck_assert_int_eq(utime(young, &minute_ago), 0);
    struct cache *other;
    ck_assert(cache_open(arena, folder, clock_ns, &cache_log, &other, NULL));
    ck_assert(!file_exists(old));
    ck_assert(file_exists(young));
    ck_assert_uint_eq(log_lines(), 1);
}
END_TEST

/* ---- the listing ---- */

START_TEST(listing_says_what_each_file_is)
{
    cache_put(cache, "sectors:all", "f", "sound");
    write_file(at("sector%3Ape_retail.json"), "nonsense");
    write_file(at("README"), "not ours");
    write_file(at("x.json.tmp-abc123"), "{");
    ck_assert_int_eq(mkdir(at("folder.json"), 0777), 0);
    cache_put(cache, key, "f", "moved");
    ck_assert_int_eq(rename(entry_path(), at("other.json")), 0);

    struct cache_entry *rows;
    size_t count;
    ck_assert(cache_list(cache, arena, &rows, &count, NULL));
    ck_assert_uint_eq(count, 6);
    static const struct {
        const char *file, *problem;
        bool foreign;
    } expected[] = {
        {"README", "it is not named like an entry", true},
        {"folder.json", "it is not a regular file", false},
        {"other.json", "it belongs to the key 'sector:pe_energy'", false},
        {"sector%3Ape_retail.json", "it is not JSON: line 1: '[' or '{' expected near 'nonsense'",
         false},
        {"sectors%3Aall.json", NULL, false},
        {"x.json.tmp-abc123", "left by an interrupted write, or being written now", true},
    };
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(rows[i].file, expected[i].file);
        ck_assert_msg(text_equal(rows[i].problem, expected[i].problem), "%s: %s", rows[i].file,
                      rows[i].problem ? rows[i].problem : "sound");
        ck_assert_msg(rows[i].foreign == expected[i].foreign, "%s", rows[i].file);
        ck_assert((rows[i].payload != NULL) == (expected[i].problem == NULL));
    }
    ck_assert_str_eq(rows[4].key, "sectors:all");
    ck_assert_str_eq(rows[4].payload, "sound");
    ck_assert_int_eq(rows[4].created_ns, now);
    ck_assert_int_gt(rows[4].bytes, 0);
    ck_assert(cache_remove_file(cache, rows[3].file));
    ck_assert(!file_exists(at("sector%3Ape_retail.json")));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("cache");
    TCase *t = tcase_create("cache");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, what_was_put_comes_back);
    tcase_add_test(t, other_rows_are_a_miss_whatever_the_age);
    tcase_add_test(t, an_entry_lives_less_than_its_ttl);
    tcase_add_test(t, removing);
    tcase_add_test(t, names_are_safe);
    tcase_add_test(t, long_and_empty_keys_are_hashed);
    tcase_add_test(t, every_truncation_is_a_miss);
    tcase_add_test(t, no_flipped_bit_comes_through);
    tcase_add_test(t, not_json);
    tcase_add_test(t, json_but_no_entry);
    tcase_add_test(t, another_version);
    tcase_add_test(t, another_key);
    tcase_add_test(t, another_payload);
    tcase_add_test(t, another_fingerprint);
    tcase_add_test(t, another_time);
    tcase_add_test(t, from_the_future);
    tcase_add_test(t, too_large);
    tcase_add_test(t, a_folder_in_its_place);
    tcase_add_test(t, a_pipe_in_its_place);
    tcase_add_test(t, unreadable);
    tcase_add_test(t, not_utf8_is_not_written);
    tcase_add_test(t, the_folder_may_go_at_any_time);
    tcase_add_test(t, a_file_where_the_folder_should_be);
    tcase_add_test(t, leftovers_of_interrupted_writes_go_after_an_hour);
    tcase_add_test(t, listing_says_what_each_file_is);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
