#include "publish_support.h"

static struct fixture f;

static void setup(void)
{
    f = fixture_new();
}

static void teardown(void)
{
    fixture_free(&f);
}

/* A part of the page b.html and the file c, with a.html beside it, saved in <base>/part. */
static struct stage_counts save_part(const char *page)
{
    struct arena *arena = arena_new();
    struct stage *stage;
    struct stage_counts counts;
    const struct stage_place place = {f.out, path_join(f.arena, f.base, "aside")};
    const char *part = path_join(f.arena, f.base, "part");
    must(folder_make(part, &fault));
    must(stage_open_part(arena, &place, NULL, &stage, &fault));
    put(stage, "a.html", "<p id=\"x\">beside</p>");
    must(stage_begin_part(stage, &fault));
    put(stage, "d/b.html", page);
    put(stage, "c", "3");
    must(stage_save_part(stage, part, &counts, &fault));
    arena_free(arena);
    ck_assert(!file_exists(place.folder));
    return counts;
}

static bool take_part(struct stage *stage, struct error *err)
{
    return stage_take_part(stage, path_join(f.arena, f.base, "part"), err);
}

static const char *refusal_of(struct stage *stage)
{
    struct error err = ERROR_INIT;
    ck_assert(!take_part(stage, &err));
    const char *message = arena_strdup(f.arena, err.message);
    const char *name = strstr(message, "/part/");
    return name ? name : message;
}

START_TEST(a_part_is_what_was_added_since_its_beginning)
{
    struct stage_counts counts = save_part("<a href=\"../a.html#x\">a</a>");
    ck_assert_uint_eq(counts.files, 2);
    ck_assert_uint_eq(counts.written, 2);
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a.html", "<p id=\"x\">of the site</p>");
    must(take_part(stage, &fault));
    ck_assert_uint_eq(stage_counts(stage).files, 3);
    must(stage_verify(stage, &fault));
    publish_stage(stage, "20261121T004500Z");
    arena_free(arena);
    ck_assert_str_eq(content(&f, "current/a.html"), "<p id=\"x\">of the site</p>");
    ck_assert_str_eq(content(&f, "current/c"), "3");
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(what_the_current_release_has_stays_its_own)
{
    release_of(&f, "20261121T004500Z", FILES("c", "3"));
    ino_t before = inode(&f, "current/c");
    ck_assert_uint_eq(save_part("new").linked, 1);
    ck_assert(!file_exists(path_join(f.arena, f.base, "part/tree/c")));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    must(take_part(stage, &fault));
    ck_assert_uint_eq(stage_counts(stage).linked, 1);
    publish_stage(stage, "20261122T004500Z");
    arena_free(arena);
    ck_assert(inode(&f, "current/c") == before);
    assert_whole(&f, at(&f, "current"));
}
END_TEST

/* The part was made beside a release that had the file; this one does not. */
START_TEST(what_is_not_in_the_release_any_more_is_missed)
{
    release_of(&f, "20261121T004500Z", FILES("c", "3"));
    save_part("new");
    release_of(&f, "20261122T004500Z", FILES("c", "4"));
    struct arena *arena = arena_new();
    ck_assert_str_eq(refusal_of(open_stage(arena, f.out)),
                     "/part/tree/c': No such file or directory");
    arena_free(arena);
}
END_TEST

START_TEST(links_of_a_part_are_followed)
{
    save_part("<a href=\"../a.html#gone\">a</a>");
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    struct error err = ERROR_INIT;
    put(stage, "a.html", "<p id=\"x\">of the site</p>");
    must(take_part(stage, &fault));
    ck_assert(!stage_verify(stage, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "d/b.html"));
    arena_free(arena);
}
END_TEST

START_TEST(a_damaged_part_is_refused)
{
    save_part("new");
    struct arena *arena = arena_new();
    const char *file = path_join(f.arena, f.base, "part/tree/c");
    must(file_write(file, "33", 2, &fault));
    ck_assert_str_eq(refusal_of(open_stage(arena, f.out)),
                     "/part/tree/c' is not the file that was built");
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(symlink("d/b.html", file), 0);
    ck_assert_str_eq(refusal_of(open_stage(arena, f.out)),
                     "/part/tree/c' is not the file that was built");
    ck_assert_int_eq(truncate(path_join(f.arena, f.base, "part/files"), 40), 0);
    ck_assert_str_eq(refusal_of(open_stage(arena, f.out)), "/part/files' is not a whole fragment");
    arena_free(arena);
}
END_TEST

START_TEST(two_parts_may_not_have_the_same_file)
{
    save_part("new");
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "c", "3");
    ck_assert_str_eq(refusal_of(stage), "/part/files': 'c' is in the release already");
    arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish/stage_part");
    TCase *tests = tcase_create("part");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_part_is_what_was_added_since_its_beginning);
    tcase_add_test(tests, what_the_current_release_has_stays_its_own);
    tcase_add_test(tests, what_is_not_in_the_release_any_more_is_missed);
    tcase_add_test(tests, links_of_a_part_are_followed);
    tcase_add_test(tests, a_damaged_part_is_refused);
    tcase_add_test(tests, two_parts_may_not_have_the_same_file);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
