/* What becomes of each file of a release in the making. */
#include "publish/stage_private.h"
#include "publish_support.h"

static struct fixture f;
static struct arena *arena;

static void setup(void)
{
    f = fixture_new();
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
    fixture_free(&f);
}

static bool add(void *context, const struct stage_artifact *artifact, struct error *err)
{
    static const char *const names[] = {"new", "stale", "kept", "gone"};
    (void)err;
    strbuf_addf(context, "%s %s\n", names[artifact->state], artifact->path);
    return true;
}

static const char *artifacts(struct stage *stage)
{
    struct strbuf list;
    strbuf_init(&list);
    must(stage_artifacts(stage, add, &list, &fault));
    const char *text = arena_strdup(arena, list.text);
    strbuf_release(&list);
    return text;
}

START_TEST(without_a_current_release_every_file_is_new)
{
    struct stage *stage = open_stage(arena, f.out);
    ck_assert_str_eq(artifacts(stage), "");
    put(stage, "b", "2");
    put(stage, "a/z", "1");
    ck_assert_str_eq(artifacts(stage), "new a/z\nnew b\n");
    put(stage, "a.x", "3");
    ck_assert_str_eq(artifacts(stage), "new a.x\nnew a/z\nnew b\n");
}
END_TEST

static const char expected[] = "gone a\n"
                               "new aa\n"
                               "kept b\n"
                               "gone c\n"
                               "gone c.d\n"
                               "stale e\n"
                               "kept s/1\n"
                               "kept s/2\n"
                               "new s/3\n"
                               "gone z\n";

/* Rows that a table holds in memory: with few of them the entries are in several runs. */
static const size_t limits[] = {1, 2, 3, 1000};

START_TEST(every_file_has_its_state)
{
    release_of(&f, "20261121T004500Z",
               FILES("a", "1", "b", "2", "c", "3", "c.d", "4", "e", "5", "s/1", "6", "s/2", "7",
                     "z", "8"));
    struct stage *stage = open_stage(arena, f.out);
    stage->table_limit = limits[_i];
    size_t kept;
    put(stage, "s/3", "new");
    must(stage_keep(stage, "s/", &kept, &fault));
    put(stage, "e", "another");
    put(stage, "b", "2");
    put(stage, "aa", "new");
    ck_assert_str_eq(artifacts(stage), expected);
    ck_assert_str_eq(artifacts(stage), expected);
    struct stage_counts counts = stage_counts(stage);
    ck_assert_uint_eq(counts.removed, 4);
    ck_assert_uint_eq(counts.stale, 1);
    ck_assert(publish_stage(stage, "20261122T004500Z").changed);
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(what_a_worker_added_is_visited_too)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1", "b", "2", "c", "3"));
    struct stage *stage = open_stage(arena, f.out);
    stage->table_limit = 1;
    const char *fragment = stage_fragment(stage, arena);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        _exit(stage_put(stage, "d", "4", 1, NULL) && stage_put(stage, "a", "1", 1, NULL) &&
                      stage_export(stage, fragment, NULL)
                  ? 0
                  : 1);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    put(stage, "b", "x");
    must(stage_import(stage, fragment, &fault));
    ck_assert_str_eq(artifacts(stage), "kept a\nstale b\ngone c\nnew d\n");
}
END_TEST

/* The manifest says that the bytes are the same, so the page is the same to who reads it. */
START_TEST(a_damaged_file_made_again_is_kept)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1", "b", "2"));
    ck_assert_int_eq(unlink(at(&f, "current/a")), 0);
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a", "1");
    put(stage, "b", "2");
    ck_assert_str_eq(artifacts(stage), "kept a\nkept b\n");
}
END_TEST

static bool stop(void *context, const struct stage_artifact *artifact, struct error *err)
{
    size_t *left = context;
    (void)artifact;
    return --*left > 0 ? true : error_set(err, ERROR_FAILED, "enough");
}

START_TEST(the_visitor_may_stop_anywhere)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1", "b", "2", "z", "3"));
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "b", "2");
    put(stage, "c", "4");
    for (size_t calls = 1; calls <= 4; calls++) {
        struct error err = ERROR_INIT;
        size_t left = calls;
        ck_assert(!stage_artifacts(stage, stop, &left, &err));
        ck_assert_str_eq(err.message, "enough");
        ck_assert_uint_eq(left, 0);
    }
    ck_assert_str_eq(artifacts(stage), "gone a\nkept b\nnew c\ngone z\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish/stage_artifacts");
    TCase *tests = tcase_create("artifacts");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, without_a_current_release_every_file_is_new);
    tcase_add_loop_test(tests, every_file_has_its_state, 0, sizeof limits / sizeof limits[0]);
    tcase_add_test(tests, what_a_worker_added_is_visited_too);
    tcase_add_test(tests, a_damaged_file_made_again_is_kept);
    tcase_add_test(tests, the_visitor_may_stop_anywhere);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
