#include "publish_support.h"

#include "publish/stage_private.h"

static struct fixture f;

static void setup(void)
{
    f = fixture_new();
}

static void teardown(void)
{
    fixture_free(&f);
}

static bool keeps(struct stage *stage, const char *path)
{
    bool kept = true;
    must(stage_keep_file(stage, path, &kept, &fault));
    return kept;
}

START_TEST(keeps_exactly_one_file)
{
    release_of(&f, "20261121T004500Z", FILES("s/a", "1", "s/a.html", "2", "s/b/c", "3"));
    ino_t before = inode(&f, "current/s/a");
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    ck_assert(keeps(stage, "s/a"));
    ck_assert(!keeps(stage, "s/b"));
    ck_assert(!keeps(stage, "s"));
    ck_assert(!keeps(stage, "s/a."));
    ck_assert(stage_find(stage, arena, "s/a"));
    ck_assert(!stage_find(stage, arena, "s/b/c"));
    ck_assert_int_eq(stage_counts(stage).linked, 1);
    publish_stage(stage, "20261122T004500Z");
    arena_free(arena);
    ck_assert(inode(&f, "current/s/a") == before);
    ck_assert_str_eq(names_in(&f, at(&f, "current/s")), "a ");
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(a_kept_file_is_in_the_release_already)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    bool kept;
    struct error err = ERROR_INIT;
    ck_assert(keeps(stage, "a"));
    ck_assert(!stage_keep_file(stage, "a", &kept, &err));
    ck_assert_str_eq(err.message, "'a' is in the release already");
    ck_assert(!kept);
    arena_free(arena);
}
END_TEST

START_TEST(a_damaged_file_is_not_kept_and_can_be_put)
{
    struct stage_release first = release_of(&f, "20261121T004500Z", FILES("a", "12345", "b", "2"));
    ck_assert_int_eq(truncate(at(&f, "current/a"), 2), 0);
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    ck_assert(!keeps(stage, "a"));
    put(stage, "a", "12345");
    ck_assert(keeps(stage, "b"));
    struct stage_release second = publish_stage(stage, "20261122T004500Z");
    arena_free(arena);
    ck_assert(second.changed);
    ck_assert_str_ne(second.id, first.id);
    ck_assert_str_eq(content(&f, "current/a"), "12345");
}
END_TEST

START_TEST(names_the_release_that_files_come_from)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    ck_assert_ptr_null(stage_current_id(stage));
    ck_assert(!keeps(stage, "a"));
    arena_free(arena);
    struct stage_release release = release_of(&f, "20261121T004500Z", FILES("a", "1"));
    arena = arena_new();
    stage = open_stage(arena, f.out);
    ck_assert_str_eq(stage_current_id(stage), release.id);
    stage_discard(stage);
    ck_assert_int_eq(truncate(at(&f, "current/manifest.json"), 10), 0);
    stage = open_stage(arena, f.out);
    ck_assert_ptr_null(stage_current_id(stage));
    ck_assert(!keeps(stage, "a"));
    arena_free(arena);
}
END_TEST

static const char *mark_of(const char *out)
{
    const char *mark = NULL;
    ck_assert(stage_manifest_mark(f.arena, out, &mark));
    return mark;
}

START_TEST(a_mark_follows_the_manifest)
{
    const char *mark;
    ck_assert(!stage_manifest_mark(f.arena, f.out, &mark));
    struct stage_release first = release_of(&f, "20261121T004500Z", FILES("a", "1"));
    const char *one = mark_of(f.out);
    ck_assert_str_eq(mark_of(f.out), one);
    ck_assert(text_starts_with(one, first.id));
    release_of(&f, "20261122T004500Z", FILES("a", "2"));
    const char *two = mark_of(f.out);
    ck_assert_str_ne(two, one);
    const char *id;
    must(release_rollback(f.arena, f.out, first.id, &id, &fault));
    ck_assert_str_eq(mark_of(f.out), one);
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = 1, .tv_nsec = 5}};
    ck_assert_int_eq(utimensat(AT_FDCWD, at(&f, "current/manifest.json"), times, 0), 0);
    ck_assert_str_ne(mark_of(f.out), one);
    ck_assert_int_eq(unlink(at(&f, "current/manifest.json")), 0);
    ck_assert(!stage_manifest_mark(f.arena, f.out, &mark));
}
END_TEST

/* What a kept release shares with a removed one is its own as well. */
START_TEST(what_is_kept_outlives_the_release_it_comes_from)
{
    struct stage_release first =
        release_of(&f, "20261121T004500Z", FILES("o/a.html", "1", "o/b", "2", "index.html", "old"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    ck_assert(keeps(stage, "o/a.html"));
    ck_assert(keeps(stage, "o/b"));
    put(stage, "index.html", "new");
    must(stage_verify(stage, &fault));
    struct stage_release second = publish_stage(stage, "20261122T004500Z");
    arena_free(arena);
    must(releases_prune(f.arena, f.out, 1, &fault));
    ck_assert(!file_exists(at(&f, arena_printf(f.arena, "releases/%s", first.id))));
    ck_assert_str_eq(current_target(&f), arena_printf(f.arena, "releases/%s", second.id));
    ck_assert_str_eq(content(&f, "current/o/a.html"), "1");
    assert_whole(&f, at(&f, "current"));
}
END_TEST

/* By hand, while a build that keeps its files is at work. */
START_TEST(a_release_that_vanishes_is_noticed)
{
    struct stage_release first = release_of(&f, "20261121T004500Z", FILES("a", "1", "b", "2"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    ck_assert(keeps(stage, "a"));
    must(folder_remove(at(&f, arena_printf(f.arena, "releases/%s", first.id)), &fault));
    ck_assert(!keeps(stage, "b"));
    struct error err = ERROR_INIT;
    ck_assert(!stage_verify(stage, &err));
    ck_assert_str_eq(err.message, "'a' of the current release is damaged");
    arena_free(arena);
    ck_assert(release_of(&f, "20261122T004500Z", FILES("a", "1", "b", "2")).changed);
    assert_whole(&f, at(&f, "current"));
}
END_TEST

enum { MANY = 60 };

static const char *number(int i)
{
    return arena_printf(f.arena, "%d/%02d", i % 3, i);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char **sorted_numbers(int step)
{
    const char **paths = arena_array(f.arena, MANY, sizeof *paths);
    for (int i = 0; i < MANY / step; i++)
        paths[i] = number(i * step);
    qsort(paths, (size_t)(MANY / step), sizeof *paths, by_bytes);
    return paths;
}

static void release_of_many(const char *time)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    for (int i = 0; i < MANY; i++)
        put(stage, number(i), "kept");
    publish_stage(stage, time);
    arena_free(arena);
}

/* With a table of _i rows: some of the files are in memory, in one run, or in several. */
START_TEST(keeps_many_files)
{
    release_of_many("20261121T004500Z");
    ino_t before = inode(&f, "current/0/06");
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    struct stage_kept found;
    stage->table_limit = (size_t)_i;
    if (_i % 2 == 0)
        stage_link_at_once(stage);
    put(stage, "0/00", "another");
    put(stage, "2/08", "kept");
    must(stage_keep_files(stage, sorted_numbers(2), MANY / 2, &found, &fault));
    ck_assert_ptr_null(found.missing);
    ck_assert_uint_eq(found.staged, 2);
    ck_assert_int_eq(stage_counts(stage).files, MANY / 2);
    ck_assert_int_eq(stage_counts(stage).linked, MANY / 2 - 1);
    must(stage_keep_files(stage, sorted_numbers(1), MANY, &found, &fault));
    ck_assert_ptr_null(found.missing);
    ck_assert_uint_eq(found.staged, MANY / 2);
    ck_assert_int_eq(stage_counts(stage).files, MANY);
    must(stage_verify(stage, &fault));
    publish_stage(stage, "20261122T004500Z");
    arena_free(arena);
    ck_assert(inode(&f, "current/0/06") == before);
    ck_assert_str_eq(content(&f, "current/0/00"), "another");
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(names_the_first_file_that_cannot_be_kept)
{
    static const char *const paths[] = {"a", "b", "b0", "c"};
    release_of(&f, "20261121T004500Z", FILES("a", "1", "b", "2", "c", "3"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    struct stage_kept found;
    must(stage_keep_files(stage, paths, 4, &found, &fault));
    ck_assert_str_eq(found.missing, "b0");
    ck_assert_int_eq(stage_counts(stage).files, 2);
    ck_assert(!stage_find(stage, arena, "c"));
    ck_assert_int_eq(truncate(at(&f, "current/c"), 0), 0);
    must(stage_keep_files(stage, paths + 3, 1, &found, &fault));
    ck_assert_str_eq(found.missing, "c");
    put(stage, "c", "3");
    must(stage_keep_files(stage, paths, 2, &found, &fault));
    ck_assert_ptr_null(found.missing);
    ck_assert(publish_stage(stage, "20261122T004500Z").changed);
    arena_free(arena);
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(keeps_no_file_of_no_release)
{
    static const char *const paths[] = {"a"};
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    struct stage_kept found;
    must(stage_keep_files(stage, paths, 1, &found, &fault));
    ck_assert_str_eq(found.missing, "a");
    must(stage_keep_files(stage, paths, 0, &found, &fault));
    ck_assert_ptr_null(found.missing);
    arena_free(arena);
}
END_TEST

static const char *staged(struct arena *arena, const char *path)
{
    return at(&f, arena_printf(arena, ".staging-%d-0/tree/%s", getpid(), path));
}

/* The links are there before the release is, by whatever way a file is kept and by whom; what is
 * put is not linked before. */
START_TEST(links_at_once)
{
    static const char *const paths[] = {"b"};
    release_of(&f, "20261121T004500Z", FILES("a", "1", "b", "2", "c/d", "3", "e", "4", "f", "5"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    struct stage_kept found;
    size_t kept;
    stage_link_at_once(stage);
    const char *fragment = stage_fragment(stage, arena);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    bool one;
    if (child == 0)
        _exit(stage_keep_file(stage, "a", &one, NULL) && one && stage_export(stage, fragment, NULL)
                  ? 0
                  : 1);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    must(stage_import(stage, fragment, &fault));
    must(stage_keep_files(stage, paths, 1, &found, &fault));
    must(stage_keep(stage, "c", &kept, &fault));
    put(stage, "e", "4");
    put(stage, "g", "6");
    ck_assert_str_eq(names_in(&f, staged(arena, "")), "a b c g ");
    ck_assert_str_eq(stage_find(stage, arena, "b"), staged(arena, "b"));
    struct error err = ERROR_INIT;
    ck_assert(!stage_keep(stage, "b", &kept, &err));
    ck_assert_str_eq(err.message, "'b' is in the release already");
    must(folder_remove(at(&f, "current/c"), &fault)); /* the link holds it */
    must(stage_verify(stage, &fault));
    publish_stage(stage, "20261122T004500Z");
    arena_free(arena);
    ck_assert_str_eq(names_in(&f, at(&f, "current")),
                     "SHA256SUMS a b c e g manifest.json run.json ");
    assert_whole(&f, at(&f, "current"));
}
END_TEST

/* The same release once more: links made in vain go with the stage. */
START_TEST(links_that_nobody_needs_leave_nothing)
{
    struct stage_release first = release_of(&f, "20261121T004500Z", FILES("a", "1", "b", "2"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    size_t kept;
    stage_link_at_once(stage);
    must(stage_keep(stage, "a", &kept, &fault));
    put(stage, "b", "2");
    struct stage_release second = publish_stage(stage, "20261122T004500Z");
    ck_assert(!second.changed);
    ck_assert_str_eq(second.id, first.id);
    arena_free(arena);
    ck_assert_str_eq(names_in(&f, f.out), "current releases ");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish/stage_keep");
    TCase *tests = tcase_create("keep");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, keeps_exactly_one_file);
    tcase_add_test(tests, a_kept_file_is_in_the_release_already);
    tcase_add_test(tests, a_damaged_file_is_not_kept_and_can_be_put);
    tcase_add_test(tests, names_the_release_that_files_come_from);
    tcase_add_test(tests, a_mark_follows_the_manifest);
    tcase_add_test(tests, what_is_kept_outlives_the_release_it_comes_from);
    tcase_add_test(tests, a_release_that_vanishes_is_noticed);
    tcase_add_loop_test(tests, keeps_many_files, 1, 40);
    tcase_add_test(tests, names_the_first_file_that_cannot_be_kept);
    tcase_add_test(tests, keeps_no_file_of_no_release);
    tcase_add_test(tests, links_at_once);
    tcase_add_test(tests, links_that_nobody_needs_leave_nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
