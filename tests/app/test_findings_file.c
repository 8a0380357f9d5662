/* Findings come back as they were, several files as one in order; a file that is cut is refused. */
#include "app/findings_file.h"

#include "base/file.h"
#include "base/text.h"
#include "support/disk.h"
#include "support/folder.h"

#include <check.h>
#include <stdlib.h>
#include <unistd.h>

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

static const char *save(const char *name, const struct finding *rows, size_t count)
{
    struct findings findings;
    findings_init(&findings, arena);
    for (size_t i = 0; i < count; i++)
        findings_add(&findings, &rows[i]);
    findings_sort(&findings);
    const char *path = path_join(arena, folder, name);
    ck_assert_msg(findings_save(&findings, path, &err), "%s", err.message);
    return path;
}

/* All that the files say, in the order in which it comes. */
static bool read_all(const char *const *paths, size_t count, struct findings *out)
{
    struct arena *own = arena_new();
    struct findings_stream *stream;
    const struct finding *finding;
    findings_init(out, arena);
    bool ok = findings_open(own, paths, count, &stream, &err);
    while (ok && (ok = findings_next(stream, &finding, &err)) && finding)
        findings_add(out, finding);
    arena_free(own);
    return ok;
}

static const struct finding strange[] = {
    {SEVERITY_ERROR, "code", NULL, NULL, "Subject", "message"},
    {SEVERITY_WARNING, "code", "pe_one", NULL, "", "tab \t, line\nand \\N, \\."},
    {SEVERITY_INFO, "code", "pe_one", "id", "\\N", "Pok\xc3\xa9 \xff"},
};

START_TEST(what_was_found_comes_back)
{
    struct findings back;
    const char *path = save("one", strange, 3);
    ck_assert_msg(read_all(&path, 1, &back), "%s", err.message);
    ck_assert_uint_eq(back.count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(finding_compare(&back.rows[i], &strange[i]), 0);
        ck_assert_int_eq(back.rows[i].organization_id == NULL, strange[i].organization_id == NULL);
        ck_assert_int_eq(back.rows[i].focus_group_id == NULL, strange[i].focus_group_id == NULL);
    }
}
END_TEST

static struct finding numbered(size_t number)
{
    return (struct finding){
        .severity = (enum severity)(number * 7 % SEVERITY_COUNT),
        .code = "code",
        .focus_group_id = arena_printf(arena, "pe_%zu", number % 4),
        .organization_id = arena_printf(arena, "%05zu", number * 7919 % 10007),
        .subject = "Subject",
        .message = arena_printf(arena, "number %zu", number),
    };
}

START_TEST(several_files_are_one_in_order)
{
    enum { FILES = 5, EACH = 300 };
    const char *paths[FILES + 1];
    struct findings all, back;
    findings_init(&all, arena);
    for (size_t i = 0; i < FILES; i++) {
        struct finding rows[EACH];
        for (size_t j = 0; j < EACH; j++) {
            rows[j] = numbered(j * FILES + i);
            findings_add(&all, &rows[j]);
        }
        paths[i] = save(arena_printf(arena, "file-%zu", i), rows, EACH);
    }
    paths[FILES] = save("none", NULL, 0);
    findings_sort(&all);
    ck_assert_msg(read_all(paths, FILES + 1, &back), "%s", err.message);
    ck_assert_uint_eq(back.count, all.count);
    for (size_t i = 0; i < all.count; i++)
        ck_assert_int_eq(finding_compare(&back.rows[i], &all.rows[i]), 0);
}
END_TEST

START_TEST(a_file_cut_in_a_line_is_refused)
{
    struct findings back;
    char *text;
    size_t length;
    const char *path = save("one", strange, 3);
    ck_assert(file_read(arena, path, 1 << 20, &text, &length, NULL));
    size_t whole = 0;
    for (size_t cut = 0; cut < length; cut++) {
        unlink(path);
        ck_assert(file_put(path, text, cut, NULL));
        error_clear(&err);
        bool ends = cut == 0 || text[cut - 1] == '\n';
        whole += ends;
        ck_assert_msg(read_all(&path, 1, &back) == ends, "at %zu", cut);
        ck_assert(ends || strstr(err.message, path));
    }
    ck_assert_uint_eq(whole, 3);
}
END_TEST

START_TEST(a_full_disk_is_an_error)
{
    struct findings many;
    findings_init(&many, arena);
    for (size_t i = 0; i < 2000; i++) {
        struct finding row = numbered(i);
        findings_add(&many, &row);
    }
    const char *path = path_join(arena, folder, "many");
    disk_holds(70000);
    bool ok = findings_save(&many, path, &err);
    disk_holds(RLIM_INFINITY);
    ck_assert(!ok);
    ck_assert_ptr_nonnull(strstr(err.message, path));
}
END_TEST

START_TEST(what_cannot_be_read_or_written_is_an_error)
{
    struct findings none;
    findings_init(&none, arena);
    const char *path = path_join(arena, folder, "no/such");
    ck_assert(!read_all(&path, 1, &none));
    ck_assert_ptr_nonnull(strstr(err.message, "cannot open"));
    error_clear(&err);
    ck_assert(!findings_save(&none, path, &err));
    ck_assert_ptr_nonnull(strstr(err.message, path));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("app/findings_file");
    TCase *tests = tcase_create("all");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, what_was_found_comes_back);
    tcase_add_test(tests, several_files_are_one_in_order);
    tcase_add_test(tests, a_file_cut_in_a_line_is_refused);
    tcase_add_test(tests, a_full_disk_is_an_error);
    tcase_add_test(tests, what_cannot_be_read_or_written_is_an_error);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
