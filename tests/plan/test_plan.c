/* What a release was made from: what differs, what is remembered of it, and when that is not
 * believed. */
#include "plan/plan.h"

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

/* ---- parts ---- */

/* A scope of parts given as name, text, name, text, ..., NULL. */
static struct plan_scope scope_of(const char *const *parts)
{
    struct plan_scope scope = {.name = "pe_energy"};
    for (; *parts; parts += 2)
        plan_add(arena, &scope, parts[0], parts[1]);
    return scope;
}
#define SCOPE(...) scope_of((const char *const[]){__VA_ARGS__, NULL})

static const char *difference(struct plan_scope before, struct plan_scope now)
{
    const struct plan_part *part = plan_difference(&before, &now);
    return part ? part->name : "(none)";
}

START_TEST(a_fingerprint_is_half_a_sha256)
{
    struct fingerprint a = fingerprint_of("abc", 3);
    ck_assert_str_eq(a.hex, "ba7816bf8f01cfea414140de5dae2223");
    struct fingerprint b = fingerprint_of("abc\0d", 5);
    ck_assert(fingerprint_equal(&a, &a));
    ck_assert(!fingerprint_equal(&a, &b));
}
END_TEST

START_TEST(the_first_part_that_differs_is_named)
{
    ck_assert_str_eq(difference(SCOPE("a", "1", "b", "2"), SCOPE("a", "1", "b", "2")), "(none)");
    ck_assert_str_eq(difference(SCOPE("a", "1", "b", "2"), SCOPE("b", "2", "a", "1")), "(none)");
    ck_assert_str_eq(
        difference(SCOPE("a", "1", "b", "2", "c", "3"), SCOPE("a", "1", "b", "x", "c", "x")), "b");
    ck_assert_str_eq(difference(SCOPE("a", "1"), SCOPE("a", "1", "new", "2")), "new");
    ck_assert_str_eq(difference(SCOPE("a", "1", "gone", "2"), SCOPE("a", "1")), "gone");
    ck_assert_str_eq(difference(SCOPE("a", "1", "gone", "2"), SCOPE("a", "x")), "a");
    ck_assert_str_eq(difference(SCOPE("a", ""), SCOPE("b", "")), "b");
    struct plan_scope now = SCOPE("a", "1");
    ck_assert_str_eq(plan_difference(NULL, &now)->name, "a");
    struct plan_scope none = {.name = ""};
    ck_assert_ptr_null(plan_difference(NULL, &none));
}
END_TEST

START_TEST(what_is_only_looked_at_shows_on_no_page)
{
    struct plan_scope a = SCOPE("setting", "1");
    struct plan_scope b = SCOPE("setting", "1");
    struct plan_scope other = SCOPE("setting", "2");
    struct plan_scope renamed = SCOPE("sett", "1");
    plan_add_looked_at(arena, &a, "rows", "7");
    plan_add_looked_at(arena, &b, "rows", "8");
    const struct plan_part *part = plan_difference(&a, &b);
    ck_assert_str_eq(part->name, "rows");
    ck_assert(part->looked_at);
    struct fingerprint of_a = plan_fingerprint(&a);
    struct fingerprint of_b = plan_fingerprint(&b);
    struct fingerprint of_other = plan_fingerprint(&other);
    struct fingerprint of_renamed = plan_fingerprint(&renamed);
    ck_assert(fingerprint_equal(&of_a, &of_b));
    ck_assert(!fingerprint_equal(&of_a, &of_other));
    ck_assert(!fingerprint_equal(&of_a, &of_renamed));
    ck_assert(!plan_difference(&other, &a)->looked_at);
}
END_TEST

/* ---- remembered ---- */

static struct plan_file one_file = {.name = "pe_energy.pages",
                                    .fingerprint = {"0123456789abcdef0123456789abcdef"}};

static struct plan plan_new(void)
{
    struct plan_scope *scopes = arena_array(arena, 2, sizeof *scopes);
    scopes[0] = SCOPE("setting APP_NAME", "x", "template 'a \"b\".tpl'", "y");
    scopes[0].name = "";
    scopes[1] = SCOPE("setting APP_NAME", "x");
    plan_add_looked_at(arena, &scopes[1], "the rows of 'pe_energy'", "7");
    return (struct plan){
        .snapshot = "20261121T004500Z-1",
        .mark = "20261121T004500Z-50e12cc1 10421 1795239177.641780658 12226697",
        .day = "2026-11-21",
        .horizon = "2026-12-01",
        .scopes = scopes,
        .scope_count = 2,
        .files = &one_file,
        .file_count = 1,
        .complete = true,
    };
}

static void write_plan(const struct plan *plan)
{
    ck_assert_msg(plan_write(folder, plan, &err), "%s", err.message);
}

static const char *file(void)
{
    return path_join(arena, folder, "plan.json");
}

static void rewrite(const char *text, size_t length)
{
    unlink(file());
    ck_assert(file_put(file(), text, length, NULL));
}

START_TEST(a_plan_comes_back)
{
    struct plan plan = plan_new();
    struct plan back;
    write_plan(&plan);
    ck_assert_msg(plan_read(arena, folder, &back, &err), "%s", err.message);
    ck_assert_str_eq(back.snapshot, plan.snapshot);
    ck_assert_str_eq(back.mark, plan.mark);
    ck_assert_str_eq(back.day, plan.day);
    ck_assert_str_eq(back.horizon, plan.horizon);
    ck_assert(back.complete && !back.recorded);
    ck_assert_uint_eq(back.scope_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct plan_scope *scope = plan_find(&back, plan.scopes[i].name);
        ck_assert_ptr_nonnull(scope);
        ck_assert_uint_eq(scope->count, 2);
        ck_assert_ptr_null(plan_difference(scope, &plan.scopes[i]));
    }
    ck_assert_ptr_null(plan_find(&back, "pe_retail"));
    ck_assert_uint_eq(back.file_count, 1);
    ck_assert_str_eq(back.files[0].name, one_file.name);
    ck_assert(fingerprint_equal(&back.files[0].fingerprint, &one_file.fingerprint));
}
END_TEST

START_TEST(a_plan_without_horizon_comes_back)
{
    struct plan plan = plan_new();
    struct plan back;
    plan.horizon = NULL;
    plan.complete = false;
    plan.recorded = true;
    write_plan(&plan);
    ck_assert(plan_read(arena, folder, &back, &err));
    ck_assert_ptr_null(back.horizon);
    ck_assert(!back.complete && back.recorded);
}
END_TEST

START_TEST(no_plan_is_no_error)
{
    struct plan back;
    ck_assert(!plan_read(arena, folder, &back, &err));
    ck_assert_int_eq(err.code, ERROR_NONE);
    ck_assert(!plan_read(arena, path_join(arena, folder, "none"), &back, &err));
    ck_assert_int_eq(err.code, ERROR_NONE);
}
END_TEST

static void is_damaged(const char *what)
{
    struct plan back;
    error_clear(&err);
    ck_assert_msg(!plan_read(arena, folder, &back, &err), "believed: %s", what);
    ck_assert_str_eq(err.message, arena_printf(arena, "'%s' is damaged", file()));
    ck_assert_int_eq(err.code, ERROR_FAILED);
}

START_TEST(a_plan_cut_anywhere_is_damaged)
{
    struct plan plan = plan_new();
    char *text;
    size_t length;
    write_plan(&plan);
    ck_assert(file_read(arena, file(), 1 << 20, &text, &length, NULL));
    for (size_t cut = 0; cut < length; cut++) {
        rewrite(text, cut);
        is_damaged(arena_printf(arena, "cut at %zu", cut));
    }
}
END_TEST

START_TEST(a_scope_begins_with_what_all_have_in_common)
{
    struct plan_scope common = SCOPE("setting APP_NAME", "x", "setting PAPER", "a4");
    struct plan_scope first = plan_scope_from(arena, &common, "pe_energy");
    struct plan_scope second = plan_scope_from(arena, &common, "pe_retail");
    ck_assert_str_eq(first.name, "pe_energy");
    ck_assert_ptr_null(plan_difference(&first, &second));
    for (int i = 0; i < 20; i++)
        plan_add(arena, &first, arena_printf(arena, "the rows of '%d'", i), "7");
    plan_add(arena, &second, "the rows of 'pe_retail'", "8");
    ck_assert_uint_eq(first.count, 22);
    ck_assert_uint_eq(second.count, 3);
    ck_assert_uint_eq(common.count, 2);
    ck_assert_str_eq(plan_difference(&common, &second)->name, "the rows of 'pe_retail'");
    ck_assert_str_eq(plan_difference(&second, &first)->name, "the rows of '0'");
}
END_TEST

/* One piece of the file, and what it is replaced by. */
static const char *const replaced[][2] = {
    {"\"format\": 4", "\"format\": 1"},
    {"\"format\": 4", "\"format\": \"4\""},
    {"\"format\": 4", "\"format\": 4.0"},
    {"\"format\": 4,", ""},
    {"\"20261121T004500Z-1\"", "1"},
    {"\"snapshot\"", "\"snapshots\""},
    {"\"manifest\"", "\"manifests\""},
    {"\"day\": \"2026-11-21\"", "\"day\": null"},
    {"\"complete\": true", "\"complete\": 1"},
    {"\"recorded\": false", "\"recorded\": \"no\""},
    {"\"complete\"", "\"completed\""},
    {"\"recorded\"", "\"record\""},
    {"\"files\"", "\"file\""},
    {"\"files\": {", "\"files\": 3, \"others\": {"},
    {"0123456789abcdef0123456789abcdef", "0123456789abcdef"},
    {"\"0123456789abcdef0123456789abcdef\"", "7"},
    {"\"scopes\"", "\"scope\""},
    {"\"scope\": \"pe_energy\"", "\"scope\": 1"},
    {"\"setting APP_NAME\": \"", "\"setting APP_NAME\": \"0"},
    {"\"setting APP_NAME\": \"", "\"setting APP_NAME\": 7, \"another\": \""},
    {"\"parts\": {", "\"parts\": [], \"others\": {"},
    {"\"parts\": {", "\"parts\": {}, \"others\": {"},
    {"\"parts\": {", "\"others\": {"},
};

START_TEST(a_plan_with_anything_wrong_in_it_is_damaged)
{
    struct plan plan = plan_new();
    char *text;
    write_plan(&plan);
    ck_assert(file_read(arena, file(), 1 << 20, &text, NULL, NULL));
    const char *const *pair = replaced[_i];
    char *found = strstr(text, pair[0]);
    ck_assert_msg(found, "the file lacks %s:\n%s", pair[0], text);
    const char *other = arena_printf(arena, "%.*s%s%s", (int)(found - text), text, pair[1],
                                     found + strlen(pair[0]));
    rewrite(other, strlen(other));
    is_damaged(pair[1]);
}
END_TEST

START_TEST(what_is_no_object_is_damaged)
{
    static const char *const texts[] = {"", "[]", "7", "{}", "\"plan\"", "{\"format\": 4}", "\xff"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        rewrite(texts[i], strlen(texts[i]));
        is_damaged(texts[i]);
    }
}
END_TEST

START_TEST(a_folder_in_its_place_is_an_error)
{
    struct plan back;
    ck_assert(folder_make(file(), NULL));
    ck_assert(!plan_read(arena, folder, &back, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
}
END_TEST

START_TEST(a_plan_that_cannot_be_written_is_an_error)
{
    struct plan plan = plan_new();
    ck_assert(!plan_write(path_join(arena, folder, "none"), &plan, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "plan.json"));
}
END_TEST

static void is_sound(struct plan *plan, const char *in, bool expected)
{
    const struct plan_file *damaged = plan_check_files(plan, in);
    ck_assert_ptr_eq(damaged, expected ? NULL : &plan->files[0]);
    ck_assert(plan_has_file(plan, plan->files[0].name) == expected);
}

START_TEST(a_file_beside_the_plan_is_believed_when_it_is_as_it_was)
{
    const char *path = path_join(arena, folder, "pe_energy.pages");
    ck_assert(file_put(path, "lines\n", 6, NULL));
    struct plan plan = {0};
    ck_assert(plan_add_file(arena, &plan, folder, "pe_energy.pages", &err));
    ck_assert_uint_eq(plan.file_count, 1);
    ck_assert_str_eq(plan.files[0].name, "pe_energy.pages");
    struct fingerprint expected = fingerprint_of("lines\n", 6);
    ck_assert(fingerprint_equal(&plan.files[0].fingerprint, &expected));
    ck_assert(!plan_has_file(&plan, "pe_energy.pages"));
    is_sound(&plan, folder, true);
    ck_assert(!plan_has_file(&plan, "pe_energy.scores"));
    is_sound(&plan, path_join(arena, folder, "none"), false);
    is_sound(&plan, folder, true);
    ck_assert_int_eq(truncate(path, 5), 0);
    is_sound(&plan, folder, false);
    unlink(path);
    ck_assert(file_put(path, "linez\n", 6, NULL));
    is_sound(&plan, folder, false);
    unlink(path);
    is_sound(&plan, folder, false);
    ck_assert(!plan_add_file(arena, &plan, folder, "pe_energy.pages", &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_uint_eq(plan.file_count, 1);
}
END_TEST

START_TEST(one_file_that_is_damaged_does_not_hurt_the_others)
{
    static const char *const names[] = {"a", "b", "c"};
    struct plan plan = {0};
    for (size_t i = 0; i < 3; i++) {
        ck_assert(file_put(path_join(arena, folder, names[i]), names[i], 1, NULL));
        ck_assert(plan_add_file(arena, &plan, folder, names[i], &err));
    }
    ck_assert_int_eq(truncate(path_join(arena, folder, "b"), 0), 0);
    ck_assert_ptr_eq(plan_check_files(&plan, folder), &plan.files[1]);
    ck_assert(plan_has_file(&plan, "a") && !plan_has_file(&plan, "b") && plan_has_file(&plan, "c"));
}
END_TEST

START_TEST(a_release_has_its_folder)
{
    ck_assert_str_eq(plan_folder(arena, "out", "20261121T004500Z-1a2b3c4d"),
                     "out/plans/20261121T004500Z-1a2b3c4d");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/plan");
    TCase *tests = tcase_create("plan");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_fingerprint_is_half_a_sha256);
    tcase_add_test(tests, the_first_part_that_differs_is_named);
    tcase_add_test(tests, what_is_only_looked_at_shows_on_no_page);
    tcase_add_test(tests, a_scope_begins_with_what_all_have_in_common);
    tcase_add_test(tests, a_plan_comes_back);
    tcase_add_test(tests, a_plan_without_horizon_comes_back);
    tcase_add_test(tests, no_plan_is_no_error);
    tcase_add_test(tests, a_plan_cut_anywhere_is_damaged);
    tcase_add_loop_test(tests, a_plan_with_anything_wrong_in_it_is_damaged, 0,
                        sizeof replaced / sizeof replaced[0]);
    tcase_add_test(tests, what_is_no_object_is_damaged);
    tcase_add_test(tests, a_folder_in_its_place_is_an_error);
    tcase_add_test(tests, a_plan_that_cannot_be_written_is_an_error);
    tcase_add_test(tests, a_file_beside_the_plan_is_believed_when_it_is_as_it_was);
    tcase_add_test(tests, one_file_that_is_damaged_does_not_hurt_the_others);
    tcase_add_test(tests, a_release_has_its_folder);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
