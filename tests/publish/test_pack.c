/* A pack: what is in it, that it repeats, and that nothing foreign or altered passes. The last test
 * mutates a pack, the same way in every run; FUZZ_ROUNDS and FUZZ_SEED look for more. */
#include "publish/manifest.h"
#include "publish/pack.h"
#include "publish_support.h"

#include <sys/resource.h>
#include <zip.h>

#define KEY "a key of more than thirty-two characters"
#define REPORT "<!doctype html>\n<title>Report</title>\n"

static struct fixture f;
static struct release release;
static const char *pack;

static void publish_files(const char *key)
{
    struct stage *stage = open_stage(f.arena, f.out);
    put(stage, "index.html", "<p>index</p>\n");
    put(stage, "portfolio.xlsx", "PK workbook");
    put(stage, "sectors/energy/energy.pdf", "%PDF-1.5 energy energy energy energy energy energy");
    struct stage_options options = {.secret_key = key,
                                    .time = "20261121T004500Z",
                                    .run_json = "{\"run\": 1}\n",
                                    .keep_releases = 10};
    struct stage_release published;
    must(stage_verify(stage, &fault));
    must(stage_publish(stage, &options, &published, &fault));
    must(release_find(f.arena, f.out, "current", &release, &fault));
}

static bool write_to(const char *file, const char *key, struct error *err)
{
    static const char *const paths[] = {"sectors/energy/energy.pdf", "portfolio.xlsx"};
    const struct pack_contents contents = {
        .release = &release,
        .paths = paths,
        .path_count = 2,
        .report = REPORT,
        .report_length = strlen(REPORT),
        .secret_key = key,
    };
    return pack_write(f.arena, &contents, file, err);
}

static void setup(void)
{
    f = fixture_new();
    publish_files(KEY);
    pack = path_join(f.arena, f.base, "p.zip");
    must(write_to(pack, KEY, &fault));
}

static void teardown(void)
{
    fixture_free(&f);
}

static struct pack_verification verified(const char *file, const char *key)
{
    struct pack_verification result;
    must(pack_verify(f.arena, file, key, &result, &fault));
    return result;
}

/* All problems, each followed by a newline. */
static const char *problems(const char *file, const char *key)
{
    struct pack_verification result = verified(file, key);
    const char *all = "";
    for (size_t i = 0; i < result.found.problem_count; i++)
        all = arena_printf(f.arena, "%s%s\n", all, result.found.problems[i]);
    return all;
}

static const char *refusal(const char *file)
{
    struct pack_verification result;
    struct error err = ERROR_INIT;
    ck_assert(!pack_verify(f.arena, file, KEY, &result, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    return arena_strdup(f.arena, err.message);
}

#define assert_says(text, part) ck_assert_msg(strstr(text, part) != NULL, "%s", text)

static char *bytes_of(const char *file, size_t *length)
{
    char *bytes = NULL;
    must(file_read(f.arena, file, 1 << 24, &bytes, length, &fault));
    return bytes;
}

static const char *name_of(const char *path)
{
    return arena_printf(f.arena, PACK_FOLDER "%s/%s", release.id, path);
}

/* ---- edits by libzip, as somebody with an archiver would make them ---- */

static const char *copied(void)
{
    size_t length;
    char *bytes = bytes_of(pack, &length);
    const char *copy = path_join(f.arena, f.base, "copy.zip");
    must(file_write(copy, bytes, length, &fault));
    return copy;
}

static zip_t *edit(const char *file)
{
    int code = 0;
    zip_t *archive = zip_open(file, ZIP_CREATE, &code);
    ck_assert_msg(archive != NULL, "libzip: %d", code);
    return archive;
}

static void add_entry(zip_t *archive, const char *name, const void *bytes, size_t length)
{
    zip_source_t *source = zip_source_buffer(archive, bytes, length, 0);
    zip_int64_t at = zip_file_add(archive, name, source, ZIP_FL_OVERWRITE);
    ck_assert_int_ge(at, 0);
    ck_assert_int_eq(zip_file_set_external_attributes(archive, (zip_uint64_t)at, 0, ZIP_OPSYS_UNIX,
                                                      (zip_uint32_t)PACK_MODE << 16),
                     0);
}

static const char *with(const char *name, const char *text)
{
    const char *copy = copied();
    zip_t *archive = edit(copy);
    add_entry(archive, name, text, strlen(text));
    ck_assert_int_eq(zip_close(archive), 0);
    return copy;
}

static const char *without(const char *path)
{
    const char *copy = copied();
    zip_t *archive = edit(copy);
    zip_int64_t at = zip_name_locate(archive, name_of(path), 0);
    ck_assert_int_ge(at, 0);
    ck_assert_int_eq(zip_delete(archive, (zip_uint64_t)at), 0);
    ck_assert_int_eq(zip_close(archive), 0);
    return copy;
}

/* ---- tests ---- */

START_TEST(whole)
{
    static const char *const names[] = {
        "PACKSUMS",       "PACKSUMS.hmac", "SHA256SUMS", "manifest.json",
        "portfolio.xlsx", "report.html",   "run.json",   "sectors/energy/energy.pdf"};
    struct pack_verification result = verified(pack, KEY);
    ck_assert_str_eq(problems(pack, KEY), "");
    ck_assert_str_eq(result.release, release.id);
    ck_assert_uint_eq(result.found.files, 8);
    ck_assert_int_eq(result.found.signature, SIGNATURE_GOOD);
    ck_assert_int_eq(verified(pack, "").found.signature, SIGNATURE_UNCHECKED);
    zip_t *archive = edit(pack);
    for (zip_uint64_t i = 0; i < 8; i++) {
        zip_stat_t status;
        ck_assert_int_eq(zip_stat_index(archive, i, 0, &status), 0);
        ck_assert_str_eq(status.name, name_of(names[i]));
        struct tm date;
        ck_assert_ptr_nonnull(localtime_r(&status.mtime, &date));
        ck_assert_int_eq(date.tm_year, 80);
        ck_assert_int_eq(date.tm_yday + date.tm_hour + date.tm_min + date.tm_sec, 0);
    }
    zip_discard(archive);
}
END_TEST

START_TEST(repeats)
{
    size_t length, again;
    const char *other = path_join(f.arena, f.base, "other.zip");
    struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    const char *file = path_join(f.arena, release.path, "portfolio.xlsx");
    ck_assert_int_eq(utimensat(AT_FDCWD, file, times, 0), 0);
    must(write_to(other, KEY, &fault));
    const char *first = bytes_of(pack, &length);
    const char *second = bytes_of(other, &again);
    ck_assert_uint_eq(length, again);
    ck_assert_mem_eq(first, second, length);
}
END_TEST

/* An archiver's edit of any file is named, by whoever has the key and whoever has not. */
START_TEST(altered_files)
{
    static const char *const paths[] = {
        "SHA256SUMS", "portfolio.xlsx", "report.html", "sectors/energy/energy.pdf",
        "run.json",   "manifest.json",  "PACKSUMS"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        const char *copy = with(name_of(paths[i]), "other bytes\n");
        const char *wanted = arena_printf(f.arena, "altered '%s'", paths[i]);
        assert_says(problems(copy, KEY), wanted);
        assert_says(problems(copy, ""), wanted);
    }
    assert_says(problems(with(name_of(PACK_SIGNATURE), "00\n"), KEY),
                "wrong signature of 'PACKSUMS'");
}
END_TEST

/* Who has no key to sign with can make PACKSUMS fit, but not the manifest. */
START_TEST(altered_with_its_sum)
{
    char old[DIGEST_HEX], new[DIGEST_HEX];
    struct digest before = digest_of("PK workbook", 11);
    struct digest after = digest_of("PK workbooK", 11);
    digest_hex(&before, old);
    digest_hex(&after, new);
    zip_t *archive = edit(pack);
    char sums[4096] = "";
    zip_file_t *file = zip_fopen(archive, name_of(PACK_SUMS), 0);
    zip_int64_t length = zip_fread(file, sums, sizeof sums - 1);
    ck_assert_int_gt(length, 0);
    zip_fclose(file);
    char *line = strstr(sums, old);
    ck_assert_ptr_nonnull(line);
    memcpy(line, new, DIGEST_HEX - 1);
    add_entry(archive, name_of(PACK_SUMS), sums, (size_t)length);
    add_entry(archive, name_of("portfolio.xlsx"), "PK workbooK", 11);
    ck_assert_int_eq(zip_close(archive), 0);
    static const char named[] =
        "altered 'portfolio.xlsx': another SHA-256 than 'manifest.json' says\n";
    ck_assert_str_eq(problems(pack, ""), named);
    assert_says(problems(pack, KEY), "wrong signature of 'PACKSUMS'\n");
}
END_TEST

START_TEST(missing_and_additional)
{
    assert_says(problems(without("portfolio.xlsx"), ""), "missing 'portfolio.xlsx'\n");
    assert_says(problems(without("report.html"), ""), "missing 'report.html'\n");
    assert_says(problems(without("manifest.json"), ""), "missing 'manifest.json'\n");
    assert_says(problems(without("PACKSUMS"), ""), "missing 'PACKSUMS'\n");
    assert_says(problems(without("PACKSUMS.hmac"), KEY), "unsigned 'PACKSUMS'");
    ck_assert_str_eq(problems(without("PACKSUMS.hmac"), ""), "");
    ck_assert_str_eq(problems(with(name_of("more.html"), "x"), ""), "additional 'more.html'\n");
    assert_says(problems(with(name_of("index.html"), "<p>index</p>\n"), ""),
                "additional 'index.html'\n");
}
END_TEST

START_TEST(keys)
{
    const char *wrong = problems(pack, "another key of more than thirty-two characters");
    ck_assert_str_eq(wrong, "wrong signature of 'PACKSUMS'\nwrong signature of 'manifest.json'\n");
    ck_assert_int_eq(verified(pack, "another key").found.signature, SIGNATURE_BAD);
    struct error err = ERROR_INIT;
    ck_assert(!write_to(pack, "another key", &err));
    assert_says(err.message, "is not signed with SECRET_KEY");
    must(write_to(pack, "", &fault));
    assert_says(problems(pack, KEY), "unsigned 'PACKSUMS', though SECRET_KEY is set\n");
}
END_TEST

/* The same pack under the name of another release. */
START_TEST(renamed)
{
    int code = 0;
    const char *copy = copied();
    zip_t *archive = zip_open(copy, 0, &code);
    for (zip_uint64_t i = 0; i < 8; i++) {
        const char *path = strchr(zip_get_name(archive, i, 0), '/') + 1;
        const char *name = arena_printf(f.arena, "orgair-20261231T004500Z%s/%s",
                                        release.id + strlen("20261121T004500Z"), path);
        ck_assert_int_eq(zip_file_rename(archive, i, name, 0), 0);
    }
    ck_assert_int_eq(zip_close(archive), 0);
    assert_says(problems(copy, KEY), "wrong signature of 'PACKSUMS'\n");
}
END_TEST

START_TEST(another_manifest)
{
    const char *copy = copied();
    int code = 0;
    zip_t *archive = zip_open(copy, 0, &code);
    for (zip_uint64_t i = 0; i < 8; i++) {
        const char *path = strchr(zip_get_name(archive, i, 0), '/') + 1;
        const char *name = arena_printf(f.arena, "orgair-20261121T004500Z-00000000/%s", path);
        ck_assert_int_eq(zip_file_rename(archive, i, name, 0), 0);
    }
    ck_assert_int_eq(zip_close(archive), 0);
    assert_says(problems(copy, ""), "is not the release of this 'manifest.json'");
}
END_TEST

START_TEST(altered_release)
{
    struct error err = ERROR_INIT;
    const char *file = path_join(f.arena, release.path, "portfolio.xlsx");
    const char *other = path_join(f.arena, f.base, "other.zip");
    must(file_write(file, "PK workbooK", 11, &fault));
    ck_assert(!write_to(other, KEY, &err));
    assert_says(err.message, "'portfolio.xlsx' of release");
    ck_assert(!file_exists(other));
}
END_TEST

/* ---- what is refused whole ---- */

START_TEST(foreign)
{
    const char *file = path_join(f.arena, f.base, "foreign.zip");
    must(file_write(file, "no archive at all, but long enough to be one", 44, &fault));
    assert_says(refusal(file), "is no zip archive");
    must(file_write(file, "", 0, &fault));
    refusal(file);
    ck_assert_int_eq(unlink(file), 0);
    zip_t *archive = edit(file);
    add_entry(archive, "letter.txt", "x", 1);
    ck_assert_int_eq(zip_close(archive), 0);
    assert_says(refusal(file), "'letter.txt' is not in a folder 'orgair-<release id>'");
    assert_says(refusal(path_join(f.arena, f.base, "nowhere.zip")), "cannot open");
    assert_says(refusal(f.base), "is not a file");
}
END_TEST

START_TEST(truncated)
{
    size_t length;
    const char *bytes = bytes_of(pack, &length);
    const char *file = path_join(f.arena, f.base, "short.zip");
    for (size_t keep = 0; keep < length; keep += 1 + length / 40) {
        must(file_write(file, bytes, keep, &fault));
        assert_says(refusal(file), "short.zip' is not a pack of a release");
    }
    must(file_write(file, bytes, length - 1, &fault));
    refusal(file);
}
END_TEST

START_TEST(unsafe_names)
{
    static const char *const names[] = {
        "../evil", "/etc/evil", "a/../../evil", "a\\..\\..\\b", "bell\a", "double//component", "."};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        refusal(with(names[i], "x"));
        const char *below = refusal(with(name_of(names[i]), "x"));
        assert_says(below, "leads out of the folder, or has no name that a release can have");
        ck_assert_ptr_null(strchr(below, '\a'));
    }
}
END_TEST

START_TEST(duplicate_entries)
{
    size_t length;
    const char *copy = with(name_of("report.htmx"), "x");
    char *bytes = bytes_of(copy, &length);
    for (size_t i = 0; i + 11 < length; i++)
        if (memcmp(bytes + i, "report.htmx", 11) == 0)
            bytes[i + 10] = 'l';
    must(file_write(copy, bytes, length, &fault));
    assert_says(refusal(copy), "'report.html' is there twice");
}
END_TEST

START_TEST(links_and_hidden_bytes)
{
    int code = 0;
    size_t length;
    const char *copy = copied();
    zip_t *archive = zip_open(copy, 0, &code);
    zip_file_set_external_attributes(archive, 5, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)0120777 << 16);
    ck_assert_int_eq(zip_close(archive), 0);
    assert_says(refusal(copy), "'report.html' is not a plain file");

    const char *bytes = bytes_of(pack, &length);
    copy = path_join(f.arena, f.base, "before.zip");
    char *more = arena_printf(f.arena, "%*s", (int)length + 10, "");
    memcpy(more + 10, bytes, length);
    must(file_write(copy, more, length + 10, &fault));
    refusal(copy);

    /* Between the last file and the directory, whose place the end record knows. */
    char *hidden = arena_alloc(f.arena, length + 10);
    unsigned char *end = (unsigned char *)hidden + length + 10 - 6;
    memcpy(hidden, bytes, length);
    size_t directory = (unsigned char)bytes[length - 6] | (size_t)(unsigned char)bytes[length - 5]
                                                              << 8;
    ck_assert_uint_lt(directory + 10, 1 << 16);
    memmove(hidden + directory + 10, hidden + directory, length - directory);
    end[0] = (unsigned char)((directory + 10) & 0xFF);
    end[1] = (unsigned char)((directory + 10) >> 8);
    must(file_write(copy, hidden, length + 10, &fault));
    assert_says(refusal(copy), "it holds more, or less, than its entries");

    copy = copied();
    archive = zip_open(copy, 0, &code);
    ck_assert_int_ge(zip_dir_add(archive, name_of("folder"), ZIP_FL_ENC_UTF_8), 0);
    ck_assert_int_eq(zip_close(archive), 0);
    assert_says(refusal(copy), "folder/' leads out of the folder, or has no name");

    copy = copied();
    archive = zip_open(copy, 0, &code);
    zip_set_archive_comment(archive, "hello", 5);
    ck_assert_int_eq(zip_close(archive), 0);
    assert_says(refusal(copy), "it has a comment");
}
END_TEST

/* Megabytes of zeros in place of a small file are not read: the manifest knows its size. */
START_TEST(bombs)
{
    size_t length = 64 << 20;
    char *zeros = arena_alloc(f.arena, length);
    const char *copy = copied();
    zip_t *archive = edit(copy);
    add_entry(archive, name_of("portfolio.xlsx"), zeros, length);
    ck_assert_int_eq(zip_close(archive), 0);
    assert_says(problems(copy, ""), "altered 'portfolio.xlsx': 67108864 bytes, not 11\n");

    /* One that lies about it, in both headers. */
    char *bytes = bytes_of(copy, &length);
    static const unsigned char size[4] = {0, 0, 0, 4}, lie[4] = {11, 0, 0, 0};
    size_t lies = 0;
    for (size_t i = 0; i + 4 <= length; i++)
        if (memcmp(bytes + i, size, 4) == 0 && ++lies)
            memcpy(bytes + i, lie, 4);
    ck_assert_uint_ge(lies, 2);
    must(file_write(copy, bytes, length, &fault));
    assert_says(problems(copy, ""), "altered 'portfolio.xlsx'");
}
END_TEST

/* The archive is written whole or not at all. */
START_TEST(disk_full)
{
    struct error err = ERROR_INIT;
    size_t before, after;
    const char *bytes = bytes_of(pack, &before);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {.rlim_cur = 500, .rlim_max = RLIM_INFINITY};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    bool written = write_to(pack, KEY, &err);
    limit.rlim_cur = RLIM_INFINITY;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert(!written);
    assert_says(err.message, "p.zip");
    const char *kept = bytes_of(pack, &after);
    ck_assert_uint_eq(before, after);
    ck_assert_mem_eq(bytes, kept, before);
    ck_assert_str_eq(names_in(&f, f.base), "out p.zip ");
}
END_TEST

/* ---- mutations ---- */

static uint64_t state;

static size_t below(size_t limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % limit;
}

static long long number_of(const char *name, long long fallback)
{
    const char *text = getenv(name);
    long long value = fallback;
    if (text)
        ck_assert(text_to_integer(text, 0, INT64_MAX, &value));
    return value;
}

/* One to three changes: a byte, a run of one byte, a piece copied over another, the end cut off. */
static size_t mutate(unsigned char *bytes, size_t length)
{
    for (size_t changes = 1 + below(3); changes > 0 && length > 64; changes--) {
        size_t at = below(length);
        size_t piece = 1 + below(length - at < 40 ? length - at : 40);
        switch (below(8)) {
        case 0:
            memset(bytes + at, below(2) ? 0xFF : 0, piece < 8 ? piece : 8);
            break;
        case 1:
            memmove(bytes + at, bytes + below(length - piece), piece);
            break;
        case 2:
            length -= below(32);
            break;
        case 3: /* headers stand at the end, and are worth more attention */
            bytes[length - 1 - below(length < 1200 ? length : 1200)] ^=
                (unsigned char)(1 << below(8));
            break;
        default:
            bytes[at] ^= (unsigned char)(1 + below(255));
        }
    }
    return length;
}

/* Nothing crashes, and whatever passes holds exactly what was packed. */
START_TEST(mutations)
{
    size_t length;
    size_t passed = 0;
    const unsigned char *bytes = (unsigned char *)bytes_of(pack, &length);
    unsigned char *copy = arena_alloc(f.arena, length);
    const char *file = path_join(f.arena, f.base, "mutated.zip");
    struct arena *scratch = arena_new();
    state = (uint64_t)number_of("FUZZ_SEED", 42);
    const size_t rounds = (size_t)number_of("FUZZ_ROUNDS", 3000);
    for (size_t round = 0; round < rounds; round++) {
        struct pack_verification result;
        memcpy(copy, bytes, length);
        size_t now = mutate(copy, length);
        must(file_put(file, copy, now, &fault));
        if (pack_verify(scratch, file, KEY, &result, NULL) && result.found.problem_count == 0) {
            passed++;
            ck_assert_str_eq(result.release, release.id);
            ck_assert_uint_eq(result.found.files, 8);
            ck_assert_int_eq(result.found.signature, SIGNATURE_GOOD);
        }
        arena_reset(scratch);
        ck_assert_int_eq(unlink(file), 0);
    }
    /* Only bytes that say nothing may differ: dates, versions, bits behind the end of a stream. */
    ck_assert_uint_lt(passed, rounds / 20 + 10);
    arena_free(scratch);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pack");
    TCase *cases = tcase_create("pack");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, whole);
    tcase_add_test(cases, repeats);
    tcase_add_test(cases, altered_files);
    tcase_add_test(cases, altered_with_its_sum);
    tcase_add_test(cases, missing_and_additional);
    tcase_add_test(cases, keys);
    tcase_add_test(cases, renamed);
    tcase_add_test(cases, another_manifest);
    tcase_add_test(cases, altered_release);
    tcase_add_test(cases, foreign);
    tcase_add_test(cases, truncated);
    tcase_add_test(cases, unsafe_names);
    tcase_add_test(cases, duplicate_entries);
    tcase_add_test(cases, links_and_hidden_bytes);
    tcase_add_test(cases, bombs);
    tcase_add_test(cases, disk_full);
    tcase_add_test(cases, mutations);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
