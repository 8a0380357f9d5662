/* Mutated cache entries and payloads, the same ones in every run: whatever stands in a file, it is
 * a miss or exactly what was put, and nothing is read that is not there (the san variant sees to
 * that). FUZZ_ROUNDS and FUZZ_SEED look for more. */
#include "base/file.h"
#include "base/text.h"
#include "cache/cache.h"
#include "cache/config_codec.h"
#include "support/folder.h"

#include <check.h>
#include <unistd.h>

static struct arena *arena;
static struct arena *scratch;
static const char *folder;
static uint64_t state;

static int64_t clock_ns(void)
{
    return 1780000000000000000;
}

static long long number_of(const char *name, long long fallback)
{
    const char *text = getenv(name);
    long long value = fallback;
    if (text)
        ck_assert(text_to_integer(text, 0, INT64_MAX, &value));
    return value;
}

static void setup(void)
{
    arena = arena_new();
    scratch = arena_new();
    state = (uint64_t)number_of("FUZZ_SEED", 42);
    folder = folder_of_test(arena);
}

static void teardown(void)
{
    arena_free(scratch);
    arena_free(arena);
}

static size_t below(size_t limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % limit;
}

/* A copy with one to four changes: a byte flipped, set, removed or doubled, a piece moved or cut
 * off, or a word that means something to JSON. */
static char *mutate(const char *text, size_t *length)
{
    static const char *const words[] = {
        "null",          "{}",    "[", "]",    "\"",
        "\\u0000",       "1e999", "-", "\xff", "9223372036854775808",
        "\"format\": 1", "\\",    ",", ":"};
    size_t size = strlen(text);
    char *bytes = arena_alloc(scratch, size + 64 + 4 * 32);
    memcpy(bytes, text, size);
    for (size_t changes = 1 + below(4); changes > 0 && size > 0; changes--) {
        size_t at = below(size);
        const char *word = words[below(sizeof words / sizeof *words)];
        switch (below(6)) {
        case 0:
            bytes[at] = (char)(bytes[at] ^ (1 << below(8)));
            break;
        case 1:
            bytes[at] = (char)below(256);
            break;
        case 2:
            memmove(bytes + at, bytes + at + 1, size - at - 1);
            size--;
            break;
        case 3:
            memmove(bytes + at + 1, bytes + at, size - at);
            size++;
            break;
        case 4:
            size = at;
            break;
        default:
            memmove(bytes + at + strlen(word), bytes + at, size - at);
            memcpy(bytes + at, word, strlen(word));
            size += strlen(word);
        }
    }
    bytes[size] = '\0';
    *length = size;
    return bytes;
}

START_TEST(entries)
{
    struct cache *cache;
    char *whole;
    const char key[] = "sector:pe_energy";
    ck_assert(cache_open(arena, folder, clock_ns, NULL, &cache, NULL));
    cache_put(cache, key, "0123abcd", "{\"as_of\":null}");
    const char *path = path_join(arena, folder, cache_file_name(arena, key));
    ck_assert(file_read(arena, path, CACHE_ENTRY_LIMIT, &whole, NULL, NULL));
    long long hits = 0;
    for (long long round = number_of("FUZZ_ROUNDS", 5000); round > 0; round--) {
        size_t length;
        const char *text = mutate(whole, &length);
        ck_assert_int_eq(unlink(path), 0);
        ck_assert(file_put(path, text, length, NULL));
        const char *payload;
        if (cache_get(cache, scratch, key, 60, "0123abcd", &payload)) {
            ck_assert_str_eq(payload, "{\"as_of\":null}");
            hits++;
        }
        struct cache_entry *rows;
        size_t count;
        ck_assert(cache_list(cache, scratch, &rows, &count, NULL));
        ck_assert_uint_eq(count, 1);
        ck_assert((rows[0].payload != NULL) == (rows[0].problem == NULL));
        arena_reset(scratch);
    }
    ck_assert_int_gt(hits, 0); /* white space does no harm */
}
END_TEST

static const char *sample(void)
{
    static struct dimension dimensions[] = {
        {"pe_dim_talent", "talent", "Talent", NULL, {0, 2}, {10000, 2}, 4}};
    static struct weight weights[] = {{"talent", {1000, 3}, "all of it", "2025-01-01", NULL}};
    static struct calibration calibrations[] = {
        {"h_r_baseline", {750000, 4}, "numeric", NULL, "2025-01-01", "2026-01-01"}};
    static const char *duplicates[] = {"weight talent"};
    static struct sector sectors[] = {{"pe_energy", "energy", "Energy & Utilities", "ENR", NULL,
                                       NULL, "#F59E0B", 6, weights, 1, calibrations, 1, duplicates,
                                       1, "0123abcd"}};
    static const struct config_set set = {"2026-06-30", dimensions, 1, sectors, 1};
    return config_encode(arena, &set);
}

/* What decodes is a configuration: it can be encoded, and that decodes to the same again. */
START_TEST(payloads)
{
    const char *whole = sample();
    long long decoded = 0;
    for (long long round = number_of("FUZZ_ROUNDS", 20000); round > 0; round--) {
        size_t length;
        const char *text = mutate(whole, &length);
        struct config_set set, again;
        if (config_decode(scratch, text, &set)) {
            const char *first = config_encode(scratch, &set);
            ck_assert(config_decode(scratch, first, &again));
            ck_assert_str_eq(config_encode(scratch, &again), first);
            decoded++;
        }
        arena_reset(scratch);
    }
    ck_assert_int_gt(decoded, 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("fuzz cache entries");
    TCase *t = tcase_create("cache entries");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 600);
    tcase_add_test(t, entries);
    tcase_add_test(t, payloads);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
