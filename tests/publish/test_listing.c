#include "publish_support.h"

#include "publish/listing.h"
#include "publish/manifest.h"
#include "publish/stage_private.h"

static struct fixture f;

static void setup(void)
{
    f = fixture_new();
    must(folder_make(f.out, &fault));
}

static void teardown(void)
{
    fixture_free(&f);
}

enum { COUNT = 100 };

static const char *path_number(int number)
{
    return arena_printf(f.arena, "d/%04d.html", number);
}

static void write_manifest(struct strbuf *out, const struct manifest_entry *entries, size_t count,
                           const char *secret_key)
{
    long long bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += entries[i].bytes;
    struct digest signature = manifest_sign(entries, count, secret_key);
    manifest_add_head(out, count, bytes, *secret_key ? &signature : NULL);
    for (size_t i = 0; i < count; i++)
        manifest_add_entry(out, &entries[i], i == 0);
    manifest_add_end(out, count);
}

/* A manifest of the even numbers below 2 * COUNT. */
static char *manifest_text(void)
{
    struct manifest_entry *entries = arena_array(f.arena, COUNT, sizeof *entries);
    for (int i = 0; i < COUNT; i++) {
        const char *path = path_number(2 * i);
        entries[i] = (struct manifest_entry){path, i, digest_of(path, strlen(path))};
    }
    struct strbuf text;
    strbuf_init(&text);
    write_manifest(&text, entries, COUNT, "key");
    char *copy = arena_strdup(f.arena, text.text);
    strbuf_release(&text);
    return copy;
}

static bool open_text(const char *text, size_t length, struct listing *listing, struct error *err)
{
    const char *file = at(&f, "m");
    struct digest digest;
    unlink(file);
    must(file_put(file, text, length, &fault));
    return listing_open_manifest(f.arena, file, listing, &digest, err);
}

/* Whether it opens; nothing of it stays in memory. */
static bool opens(const char *text, size_t length, struct error *err)
{
    struct arena *whole = f.arena;
    struct listing listing;
    f.arena = arena_new();
    bool opened = open_text(text, length, &listing, err);
    arena_free(f.arena);
    f.arena = whole;
    return opened;
}

static bool parses(const char *text, size_t length)
{
    struct arena *arena = arena_new();
    struct manifest manifest;
    char *copy = arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    bool parsed = manifest_parse(arena, "m", copy, length, &manifest, NULL);
    arena_free(arena);
    return parsed;
}

START_TEST(finds_what_is_there_and_nothing_else)
{
    struct listing listing;
    const char *text = manifest_text();
    must(open_text(text, strlen(text), &listing, &fault));
    ck_assert_int_eq(listing.count, COUNT);
    for (int i = 0; i < 2 * COUNT; i++) {
        struct listing_row row;
        const char *path = path_number(i);
        bool found = listing_find(&listing, path, &row);
        ck_assert_msg(found == (i % 2 == 0), "%s", path);
        if (!found)
            continue;
        struct digest digest = digest_of(path, strlen(path));
        ck_assert(digest_equal(&row.digest, &digest));
        ck_assert_int_eq(row.bytes, i / 2);
    }
    ck_assert(!listing_find(&listing, "", NULL));
    ck_assert(!listing_find(&listing, "a", NULL));
    ck_assert(!listing_find(&listing, "d/0000.htm", NULL));
    ck_assert(!listing_find(&listing, "z", NULL));
}
END_TEST

/* Blocks grow with the number of rows, so that marks stay few; each row is found all the same. */
START_TEST(finds_among_very_many)
{
    enum { ROWS = 300000, STEP = 977 };
    const char *file = at(&f, "rows");
    struct file_writer *writer = file_begin(file);
    struct listing listing = {.name = file};
    char path[32];
    for (int i = 0; i < ROWS; i++) {
        snprintf(path, sizeof path, "d/%06d", 2 * i);
        const struct listing_row row = {.path = path, .note = "", .bytes = i};
        listing_write(writer, &row);
        listing.end += listing_row_bytes(&row);
    }
    must(file_commit(writer, &fault));
    must((listing.fd = listing_open_file(f.arena, file, &fault)) >= 0);
    must(listing_check(&listing, f.arena, &(struct listing_check){0}, &fault));
    ck_assert_uint_eq(listing.count, ROWS);
    ck_assert_uint_le(listing.mark_count, 8192);
    for (size_t i = 0; i < listing.mark_count; i++) {
        snprintf(path, sizeof path, "d/%06zu", 2 * i * listing.mark_every);
        ck_assert_str_eq(listing.marks[i].path, path);
    }
    for (int i = 0; i < 2 * ROWS; i += STEP) {
        struct listing_row found;
        snprintf(path, sizeof path, "d/%06d", i);
        ck_assert_msg(listing_find(&listing, path, &found) == (i % 2 == 0), "%s", path);
        ck_assert(i % 2 != 0 || found.bytes == i / 2);
    }
    struct listing_cursor cursor;
    const struct listing_row *row;
    snprintf(path, sizeof path, "d/%06d", 2 * 262144 + 1);
    listing_begin(&cursor, &listing, path);
    must(listing_next(&cursor, &row, &fault));
    ck_assert_int_eq(row->bytes, 262145);
    listing_close(&cursor);
}
END_TEST

START_TEST(begins_anywhere)
{
    struct listing listing;
    const char *text = manifest_text();
    must(open_text(text, strlen(text), &listing, &fault));
    for (int i = 0; i <= 2 * COUNT; i++) {
        struct listing_cursor cursor;
        const struct listing_row *row;
        int next = i + i % 2;
        listing_begin(&cursor, &listing, path_number(i));
        for (int n = 0; n < 3; n++, next += 2) {
            must(listing_next(&cursor, &row, &fault));
            if (next >= 2 * COUNT) {
                ck_assert_ptr_null(row);
                break;
            }
            ck_assert_str_eq(row->path, path_number(next));
        }
        listing_close(&cursor);
    }
}
END_TEST

/* In steps of _i: past one row, past a block, past the last. */
START_TEST(seeks_forward)
{
    struct listing listing;
    struct listing_cursor cursor;
    const struct listing_row *row;
    const char *text = manifest_text();
    must(open_text(text, strlen(text), &listing, &fault));
    listing_begin(&cursor, &listing, "");
    must(listing_seek(&cursor, "a", &row, &fault));
    ck_assert_ptr_null(row);
    for (int i = 0; i < 3 * COUNT; i += _i) {
        const char *path = path_number(i);
        must(listing_seek(&cursor, arena_printf(f.arena, "%.*s", 10, path), &row, &fault));
        ck_assert_ptr_null(row); /* "d/0000.htm" is before "d/0000.html" */
        must(listing_seek(&cursor, path, &row, &fault));
        ck_assert_msg((row != NULL) == (i % 2 == 0 && i < 2 * COUNT), "%s", path);
        if (!row)
            continue;
        struct digest digest = digest_of(path, strlen(path));
        ck_assert_str_eq(row->path, path);
        ck_assert_int_eq(row->bytes, i / 2);
        ck_assert(digest_equal(&row->digest, &digest));
    }
    listing_close(&cursor);
    listing_begin(&cursor, &listing, "");
    for (int i = 0; i < 3 * COUNT; i += _i) {
        must(listing_seek(&cursor, arena_printf(f.arena, "%s0", path_number(i)), &row, &fault));
        ck_assert_ptr_null(row); /* "d/0000.html" is not all of "d/0000.html0" */
    }
    listing_close(&cursor);
}
END_TEST

/* From a row on, and from between two: the row at hand is one that may be asked for. */
START_TEST(seeks_from_a_path)
{
    struct listing listing;
    struct listing_cursor cursor;
    const struct listing_row *row;
    const char *text = manifest_text();
    must(open_text(text, strlen(text), &listing, &fault));
    for (int first = 0; first < 2 * COUNT; first += _i) {
        listing_begin(&cursor, &listing, path_number(first));
        for (int i = first; i < first + 5; i++) {
            const char *path = path_number(i);
            must(listing_seek(&cursor, path, &row, &fault));
            ck_assert_msg((row != NULL) == (i % 2 == 0 && i < 2 * COUNT), "%s", path);
            ck_assert(!row || (strcmp(row->path, path) == 0 && row->bytes == i / 2));
        }
        listing_close(&cursor);
    }
}
END_TEST

START_TEST(opens_an_empty_manifest)
{
    struct strbuf text;
    struct listing listing;
    strbuf_init(&text);
    write_manifest(&text, NULL, 0, "");
    must(open_text(text.text, text.length, &listing, &fault));
    ck_assert_int_eq(listing.count, 0);
    ck_assert(!listing_find(&listing, "a", NULL));
    strbuf_release(&text);
}
END_TEST

/* Both readers of manifests take the same: after any change of one byte neither takes it, unless
 * it changed a size, a digit of a digest or of the signature, or a letter of a path. */
START_TEST(reads_as_strictly_as_in_memory)
{
    char *text = manifest_text();
    size_t length = strlen(text);
    int refused = 0;
    for (size_t i = 0; i < length; i += i < 330 || i > length - 150 ? 1 : 131) {
        static const char others[] = {'x', '0', '\n', '"', '\0', ' '};
        char good = text[i];
        for (size_t n = 0; n < sizeof others; n++) {
            struct error err = ERROR_INIT;
            text[i] = others[n];
            bool opened = opens(text, length, &err);
            ck_assert_msg(!opened || parses(text, length), "byte %zu as %d", i, others[n]);
            ck_assert_msg(opened || err.message[0] != '\0', "no message");
            refused += !opened;
        }
        text[i] = good;
    }
    ck_assert_int_gt(refused, 500);
}
END_TEST

START_TEST(refuses_a_manifest_that_was_cut_or_grew)
{
    const char *good = arena_printf(f.arena, "%s\n", manifest_text());
    size_t length = strlen(good) - 1;
    for (size_t cut = 0; cut <= length + 1; cut += cut < 200 || cut > length - 150 ? 1 : 97)
        ck_assert_int_eq(opens(good, cut, NULL), cut == length);
}
END_TEST

/* Where the text says `old` for the n-th time it says `other`. */
static const char *replaced(const char *text, const char *old, size_t n, const char *other)
{
    const char *found = text;
    for (size_t i = 0; i <= n; i++) {
        found = strstr(found + (i > 0), old);
        ck_assert_ptr_nonnull(found);
    }
    return arena_printf(f.arena, "%.*s%s%s", (int)(found - text), text, other, found + strlen(old));
}

START_TEST(refuses_a_comma_too_few_or_too_many)
{
    static const size_t places[] = {0, 1, 15, 16, 50, COUNT - 2};
    const char *good = manifest_text();
    ck_assert(opens(good, strlen(good), NULL));
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const char *text = replaced(good, "\"},\n", places[i], "\"}\n");
        struct error err = ERROR_INIT;
        ck_assert_msg(!opens(text, strlen(text), &err), "without comma %zu", places[i]);
        ck_assert_str_ne(err.message, "");
        ck_assert(!parses(text, strlen(text)));
    }
    const char *text = replaced(good, "\"}\n", 0, "\"},\n");
    ck_assert(!opens(text, strlen(text), NULL));
    ck_assert(!parses(text, strlen(text)));
}
END_TEST

/* What a worker exported, with bytes put in or taken out before its last `tail` bytes. */
static bool imports(const char *text, size_t length, size_t tail, long long more)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    const char *fragment = stage_fragment(stage, arena);
    size_t head = length - tail - (more < 0 ? (size_t)-more : 0);
    size_t size = length + (size_t)more;
    char *bytes = arena_alloc(arena, size);
    memcpy(bytes, text, head);
    memcpy(bytes + size - tail, text + length - tail, tail);
    must(file_put(fragment, bytes, size, &fault));
    struct error err = ERROR_INIT;
    bool ok = stage_import(stage, fragment, &err);
    if (!ok)
        ck_assert_str_eq(err.message,
                         arena_printf(arena, "'%s' is not a whole fragment", fragment));
    arena_free(arena);
    return ok;
}

/* The footer is the last 80 bytes: two sizes, seven totals, its mark. */
START_TEST(refuses_a_fragment_of_another_size)
{
    enum { FOOTER = 80 };
    char *text;
    size_t length;
    struct stage *stage = open_stage(f.arena, f.out);
    const char *fragment = stage_fragment(stage, f.arena);
    put(stage, "a.html", "<a href=\"b.html\">");
    put(stage, "b.html", "");
    must(stage_export(stage, fragment, &fault));
    must(file_read(f.arena, fragment, 1 << 20, &text, &length, &fault));
    ck_assert(imports(text, length, FOOTER, 0));
    ck_assert_mem_eq(text + length - 8, "run end\n", 8);
    ck_assert(!imports(text, length, FOOTER, 1));
    ck_assert(!imports(text, length, FOOTER, 64));
    ck_assert(!imports(text, length, FOOTER, -1));
    ck_assert(!imports(text, length, FOOTER, -50));
}
END_TEST

/* A build by workers whose tables hold `limit` rows. */
static struct stage_release build_with(size_t limit, const char *time, int salt)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    stage->table_limit = limit;
    const char *fragments[2];
    for (int worker = 0; worker < 2; worker++) {
        fragments[worker] = stage_fragment(stage, arena);
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        for (int i = worker; child == 0 && i < 100; i += 2) {
            const char *path = path_number(i * 37 % 100);
            const char *text =
                arena_printf(arena, "<a href=\"%04d.html\"><a href=\"%04d.html#a\">%d",
                             (i + 7) % 100, i % 3, i % 5 == 0 ? salt : 0);
            text = arena_printf(arena, "<p id=\"a\"><a href=\"#a\">%s", text);
            if (!stage_put(stage, path, text, strlen(text), NULL) ||
                !stage_find(stage, arena, path))
                _exit(1);
        }
        if (child == 0)
            _exit(stage_export(stage, fragments[worker], NULL) ? 0 : 1);
        int status;
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
        must(stage_import(stage, fragments[worker], &fault));
    }
    for (int i = 0; i < 20; i++)
        put(stage, arena_printf(arena, "e/%d", i), "e");
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_nonnull(stage_find(stage, arena, path_number(i)));
    ck_assert(!stage_find(stage, arena, "d/0100.html"));
    ck_assert_int_eq(stage_counts(stage).files, 120);
    must(stage_verify(stage, &fault));
    struct stage_release release = publish_stage(stage, time);
    arena_free(arena);
    assert_whole(&f, at(&f, "current"));
    return release;
}

/* Only what is in memory differs, never what is published. */
START_TEST(a_small_table_publishes_the_same)
{
    static const size_t limits[] = {1, 2, 3, 7, 30};
    struct stage_release large = build_with(1000, "20261121T004500Z", 0);
    struct stage_release small = build_with(limits[_i], "20261122T004500Z", 0);
    ck_assert(!small.changed);
    ck_assert_str_eq(small.id, large.id);
    struct stage_release other = build_with(limits[_i], "20261123T004500Z", 1);
    ck_assert(other.changed);
    ck_assert(!build_with(1000, "20261124T004500Z", 1).changed);
}
END_TEST

START_TEST(a_small_table_misses_no_broken_link)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    stage->table_limit = 4;
    for (int i = 0; i < 50; i++)
        put(stage, path_number(i),
            arena_printf(arena, "<a href=\"%04d.html\">", i == 31 ? 50 : 49 - i));
    struct error err = ERROR_INIT;
    ck_assert(!stage_verify(stage, &err));
    ck_assert_str_eq(err.message,
                     "page 'd/0031.html' links to '0050.html', which is not part of the release");
    put(stage, path_number(50), "");
    must(stage_verify(stage, &fault));
    arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish/listing");
    TCase *tests = tcase_create("listing");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, finds_what_is_there_and_nothing_else);
    tcase_add_test(tests, finds_among_very_many);
    tcase_add_test(tests, begins_anywhere);
    tcase_add_loop_test(tests, seeks_forward, 1, 50);
    tcase_add_loop_test(tests, seeks_from_a_path, 1, 50);
    tcase_add_test(tests, opens_an_empty_manifest);
    tcase_add_test(tests, reads_as_strictly_as_in_memory);
    tcase_add_test(tests, refuses_a_manifest_that_was_cut_or_grew);
    tcase_add_test(tests, refuses_a_comma_too_few_or_too_many);
    tcase_add_test(tests, refuses_a_fragment_of_another_size);
    tcase_add_loop_test(tests, a_small_table_publishes_the_same, 0, 5);
    tcase_add_test(tests, a_small_table_misses_no_broken_link);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
