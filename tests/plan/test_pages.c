/* The list of a sector's pages: what was added is found again, and a damaged list is refused. */
#include "plan/pages.h"

#include "base/file.h"
#include "base/text.h"
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

static bool reads(const char *text, size_t length, struct page_fingerprints *pages)
{
    const char *path = path_join(arena, folder, "x.pages");
    unlink(path);
    ck_assert(file_put(path, text, length, NULL));
    error_clear(&err);
    return pages_read(arena, path, pages, &err);
}

/* In the order of the sector's list, which is that of names and not of paths. */
START_TEST(what_was_added_is_found)
{
    enum { COUNT = 200 };
    struct strbuf list;
    struct page_fingerprints pages;
    strbuf_init(&list);
    for (int i = 0; i < COUNT; i++) {
        const char *path = arena_printf(arena, "organizations/%d page.html", i * 37 % COUNT);
        struct fingerprint fingerprint = fingerprint_of(path, strlen(path));
        pages_add(&list, path, &fingerprint);
    }
    ck_assert(reads(list.text, list.length, &pages));
    ck_assert_uint_eq(pages.count, COUNT);
    for (int i = 0; i < COUNT; i++) {
        const char *path = arena_printf(arena, "organizations/%d page.html", i);
        struct fingerprint fingerprint = fingerprint_of(path, strlen(path));
        const struct page_fingerprint *found = pages_find(&pages, path);
        ck_assert_msg(found, "%s is not found", path);
        ck_assert_str_eq(found->path, path);
        ck_assert(fingerprint_equal(found->fingerprint, &fingerprint));
    }
    ck_assert_ptr_null(pages_find(&pages, "organizations/200 page.html"));
    ck_assert_ptr_null(pages_find(&pages, "organizations/0"));
    ck_assert_ptr_null(pages_find(&pages, ""));
    strbuf_release(&list);
}
END_TEST

static const char *list_of(const char *name, int from, int to)
{
    struct strbuf list;
    strbuf_init(&list);
    for (int i = from; i < to; i++) {
        const char *path = arena_printf(arena, "organizations/%05d.html", i);
        struct fingerprint fingerprint = fingerprint_of(path, strlen(path));
        pages_add(&list, path, &fingerprint);
    }
    const char *file = path_join(arena, folder, name);
    ck_assert(file_put(file, list.text, list.length, NULL));
    strbuf_release(&list);
    return file;
}

/* More than is copied at a time. */
START_TEST(two_lists_become_one)
{
    enum { HALF = 2000 };
    struct page_fingerprints pages;
    const char *first = list_of("a.pages", 0, HALF);
    const char *second = list_of("b.pages", HALF, 2 * HALF);
    const char *whole = list_of("c.pages", 0, 2 * HALF);
    char *expected, *text;
    ck_assert_msg(pages_join(first, second, &err), "%s", err.message);
    ck_assert(file_read(arena, whole, 1 << 20, &expected, NULL, &err));
    ck_assert(file_read(arena, first, 1 << 20, &text, NULL, &err));
    ck_assert_str_eq(text, expected);
    ck_assert(pages_read(arena, first, &pages, &err));
    ck_assert_uint_eq(pages.count, 2 * HALF);
    ck_assert(pages_join(first, list_of("none.pages", 0, 0), &err));
    ck_assert(file_read(arena, first, 1 << 20, &text, NULL, &err));
    ck_assert_str_eq(text, expected);
}
END_TEST

START_TEST(a_list_that_is_not_there_is_not_joined)
{
    const char *list = list_of("a.pages", 0, 1);
    const char *none = path_join(arena, folder, "none.pages");
    const char *said = arena_printf(arena, "cannot open '%s': No such file or directory", none);
    ck_assert(!pages_join(list, none, &err));
    ck_assert_str_eq(err.message, said);
    error_clear(&err);
    ck_assert(!pages_join(none, list, &err));
    ck_assert_str_eq(err.message, said);
    ck_assert(!file_exists(none));
}
END_TEST

START_TEST(an_empty_list_has_no_pages)
{
    struct page_fingerprints pages;
    ck_assert(reads("", 0, &pages));
    ck_assert_uint_eq(pages.count, 0);
    ck_assert_ptr_null(pages_find(&pages, "a"));
}
END_TEST

#define HEX "0123456789abcdef0123456789abcdef"

static const char *const damaged[] = {
    "\n",
    HEX "\n",
    HEX " \n",
    HEX " a",
    HEX " a\n\n",
    HEX "  a.html\n" HEX,
    HEX " a.html\n" HEX " b.html",
    HEX "0 a.html\n",
    "0" HEX " a.html\n",
    "0123456789abcdef a.html\n",
    HEX " a.html\nx b.html\n",
    " " HEX " a.html\n",
};

START_TEST(a_damaged_line_is_an_error)
{
    struct page_fingerprints pages;
    ck_assert_msg(!reads(damaged[_i], strlen(damaged[_i]), &pages), "believed: %s", damaged[_i]);
    ck_assert_str_eq(err.message, arena_printf(arena, "'%s/x.pages' is damaged", folder));
}
END_TEST

/* Cut between two lines it is a list like any other: its digest stands in the plan. */
START_TEST(a_list_that_was_cut_is_an_error)
{
    static const char text[] = HEX " a.html\n" HEX " b.html\n";
    const size_t length = sizeof text - 1;
    for (size_t cut = 0; cut <= length; cut++) {
        struct page_fingerprints pages;
        ck_assert_int_eq(reads(text, cut, &pages), cut % (length / 2) == 0);
    }
}
END_TEST

START_TEST(no_list_is_an_error)
{
    struct page_fingerprints pages;
    ck_assert(!pages_read(arena, path_join(arena, folder, "none"), &pages, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_uint_eq(pages.count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/pages");
    TCase *tests = tcase_create("pages");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, what_was_added_is_found);
    tcase_add_test(tests, two_lists_become_one);
    tcase_add_test(tests, a_list_that_is_not_there_is_not_joined);
    tcase_add_test(tests, an_empty_list_has_no_pages);
    tcase_add_loop_test(tests, a_damaged_line_is_an_error, 0, sizeof damaged / sizeof damaged[0]);
    tcase_add_test(tests, a_list_that_was_cut_is_an_error);
    tcase_add_test(tests, no_list_is_an_error);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
