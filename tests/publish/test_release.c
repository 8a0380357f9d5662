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

/* Three releases of file `a`; ids[0] is the oldest. */
static void three_releases(const char *ids[3])
{
    static const char *const times[] = {"20261119T004500Z", "20261120T004500Z", "20261121T004500Z"};
    for (int i = 0; i < 3; i++)
        ids[i] = arena_strdup(
            f.arena,
            release_of(&f, times[i], FILES("a", arena_printf(f.arena, "%d", i), "b", "bb")).id);
}

static void assert_current(const char *id)
{
    ck_assert_str_eq(current_target(&f), arena_printf(f.arena, "releases/%s", id));
}

START_TEST(lists_the_newest_first)
{
    const char *ids[3];
    three_releases(ids);
    ck_assert_int_eq(unlink(at(&f, arena_printf(f.arena, "releases/%s/manifest.json", ids[0]))), 0);
    must(file_put(at(&f, "releases/a-file"), "", 0, &fault));
    struct release *rows;
    size_t count;
    must(releases_list(f.arena, f.out, &rows, &count, &fault));
    ck_assert_int_eq(count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_str_eq(rows[i].id, ids[2 - i]);
        ck_assert_int_eq(rows[i].current, i == 0);
        ck_assert_int_eq(rows[i].complete, i != 2);
        ck_assert_int_eq(rows[i].files, i != 2 ? 2 : 0);
        ck_assert_int_eq(rows[i].bytes, i != 2 ? 3 : 0);
    }
}
END_TEST

START_TEST(an_empty_folder_has_no_releases)
{
    struct release *rows;
    size_t count = 9;
    must(releases_list(f.arena, f.out, &rows, &count, &fault));
    ck_assert_int_eq(count, 0);
    must(releases_prune(f.arena, f.out, 1, &fault));
}
END_TEST

START_TEST(prune_keeps_the_newest_and_the_current)
{
    static const struct {
        size_t keep;
        int current;
        const char *left; /* one digit a release that stays */
    } cases[] = {{3, 2, "012"}, {9, 2, "012"}, {2, 2, "12"}, {1, 2, "2"},
                 {0, 2, "2"},   {1, 0, "02"},  {0, 1, "1"}};
    const char *ids[3];
    three_releases(ids);
    const char *now;
    must(release_rollback(f.arena, f.out, ids[cases[_i].current], &now, &fault));
    must(releases_prune(f.arena, f.out, cases[_i].keep, &fault));
    const char *expected = "";
    for (int i = 0; i < 3; i++)
        if (strchr(cases[_i].left, '0' + i))
            expected = arena_printf(f.arena, "%s%s ", expected, ids[i]);
    ck_assert_str_eq(names_in(&f, at(&f, "releases")), expected);
    ck_assert_str_eq(names_in(&f, f.out), "current releases ");
    assert_whole(&f, at(&f, "current"));
}
END_TEST

/* A copy that somebody keeps, or anything else, is in nobody's way. */
START_TEST(what_was_put_there_by_hand_stays)
{
    static const char *const names[] = {"0-notes", "keep-for-the-audit", "20261120T004500Z"};
    const char *ids[3];
    three_releases(ids);
    for (size_t i = 0; i < 3; i++)
        must(folder_make(at(&f, arena_printf(f.arena, "releases/%s", names[i])), &fault));
    ck_assert_str_eq(releases_newest(f.arena, f.out), ids[2]);
    long long time_s;
    must(releases_latest(f.arena, f.out, &time_s, &fault));
    ck_assert_int_eq(time_s, 1795221900);
    must(releases_prune(f.arena, f.out, 2, &fault));
    struct release *rows;
    size_t count;
    must(releases_list(f.arena, f.out, &rows, &count, &fault));
    ck_assert_int_eq(count, 5);
    ck_assert_str_eq(rows[0].id, ids[2]);
    ck_assert_str_eq(rows[1].id, ids[1]);
    ck_assert_str_eq(rows[2].id, names[1]);
    const char *now;
    must(release_rollback(f.arena, f.out, NULL, &now, &fault));
    ck_assert_str_eq(now, ids[1]);
    struct error err = ERROR_INIT;
    ck_assert(!release_rollback(f.arena, f.out, NULL, &now, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "there is no release before the current"));
}
END_TEST

START_TEST(publishing_prunes)
{
    const char *ids[3];
    three_releases(ids);
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a", "new");
    struct stage_options options = {"", "20261122T004500Z", "{}", 2};
    struct stage_release release;
    must(stage_publish(stage, &options, &release, &fault));
    arena_free(arena);
    ck_assert_str_eq(names_in(&f, at(&f, "releases")),
                     arena_printf(f.arena, "%s %s ", ids[2], release.id));
}
END_TEST

START_TEST(rolls_back_to_the_one_before)
{
    const char *ids[3];
    three_releases(ids);
    const char *now;
    must(release_rollback(f.arena, f.out, NULL, &now, &fault));
    ck_assert_str_eq(now, ids[1]);
    assert_current(ids[1]);
    ck_assert_str_eq(content(&f, "current/a"), "1");
    must(release_rollback(f.arena, f.out, NULL, &now, &fault));
    assert_current(ids[0]);
    struct error err = ERROR_INIT;
    ck_assert(!release_rollback(f.arena, f.out, NULL, &now, &err));
    ck_assert_str_eq(err.message, arena_printf(f.arena,
                                               "there is no release before the current "
                                               "'%s'",
                                               ids[0]));
    ck_assert_str_eq(
        err.hint, arena_printf(f.arena, "there are: %s, %s, %s (current)", ids[2], ids[1], ids[0]));
    assert_current(ids[0]);
    ck_assert_str_eq(names_in(&f, f.out), "current releases ");
}
END_TEST

START_TEST(rolls_back_to_a_named_one)
{
    const char *ids[3];
    three_releases(ids);
    const char *now;
    must(release_rollback(f.arena, f.out, "20261119", &now, &fault));
    ck_assert_str_eq(now, ids[0]);
    assert_current(ids[0]);
    must(release_rollback(f.arena, f.out, ids[2], &now, &fault));
    assert_current(ids[2]);
    must(release_rollback(f.arena, f.out, ids[2], &now, &fault)); /* there already */
    assert_current(ids[2]);
}
END_TEST

START_TEST(a_full_id_wins_over_a_longer_one)
{
    const char *ids[3];
    three_releases(ids);
    const char *longer = arena_printf(f.arena, "%s-2", ids[0]);
    ck_assert_int_eq(rename(at(&f, arena_printf(f.arena, "releases/%s", ids[1])),
                            at(&f, arena_printf(f.arena, "releases/%s", longer))),
                     0);
    const char *now;
    must(release_rollback(f.arena, f.out, ids[0], &now, &fault));
    ck_assert_str_eq(now, ids[0]);
}
END_TEST

START_TEST(finds_one_by_its_name)
{
    const char *ids[3];
    three_releases(ids);
    const char *now;
    must(release_rollback(f.arena, f.out, ids[1], &now, &fault));
    struct release release;
    must(release_find(f.arena, f.out, "current", &release, &fault));
    ck_assert_str_eq(release.id, ids[1]);
    ck_assert(release.current);
    must(release_find(f.arena, f.out, "20261119", &release, &fault));
    ck_assert_str_eq(release.id, ids[0]);
    ck_assert_str_eq(release.path, at(&f, arena_printf(f.arena, "releases/%s", ids[0])));
    struct error err = ERROR_INIT;
    ck_assert(!release_find(f.arena, f.out, "2026112", &release, &err));
    ck_assert_str_eq(err.message, "'2026112' is the beginning of 2 releases");
    ck_assert_int_eq(unlink(at(&f, "current")), 0);
    ck_assert(!release_find(f.arena, f.out, "current", &release, &err));
}
END_TEST

static const struct {
    const char *id, *message;
} refused[] = {
    {"20251231", "no release '20251231' in '%s/releases'"},
    {"../releases", "no release '../releases' in '%s/releases'"},
    {"", "no release '' in '%s/releases'"},
    {"2026112", "'2026112' is the beginning of 2 releases"},
};

START_TEST(refuses_what_is_not_one_release)
{
    const char *ids[3];
    three_releases(ids);
    const char *now;
    struct error err = ERROR_INIT;
    ck_assert(!release_rollback(f.arena, f.out, refused[_i].id, &now, &err));
    const char *where = strstr(refused[_i].message, "%s");
    if (where)
        ck_assert_str_eq(err.message,
                         arena_printf(f.arena, "%.*s%s%s", (int)(where - refused[_i].message),
                                      refused[_i].message, f.out, where + 2));
    else
        ck_assert_str_eq(err.message, refused[_i].message);
    ck_assert_str_eq(
        err.hint, arena_printf(f.arena, "there are: %s (current), %s, %s", ids[2], ids[1], ids[0]));
    assert_current(ids[2]);
}
END_TEST

START_TEST(refuses_a_release_that_is_not_whole)
{
    static const char *const lost[] = {"a", "manifest.json", "SHA256SUMS"};
    const char *ids[3];
    three_releases(ids);
    ck_assert_int_eq(unlink(at(&f, arena_printf(f.arena, "releases/%s/%s", ids[1], lost[_i]))), 0);
    const char *now;
    struct error err = ERROR_INIT;
    ck_assert(!release_rollback(f.arena, f.out, NULL, &now, &err));
    ck_assert_str_eq(err.message, arena_printf(f.arena, "release '%s' is not whole: missing '%s'",
                                               ids[1], lost[_i]));
    assert_current(ids[2]);
}
END_TEST

START_TEST(an_additional_file_hinders_no_rollback)
{
    const char *ids[3];
    three_releases(ids);
    must(file_put(at(&f, arena_printf(f.arena, "releases/%s/.DS_Store", ids[1])), "", 0, &fault));
    const char *now;
    must(release_rollback(f.arena, f.out, NULL, &now, &fault));
    assert_current(ids[1]);
}
END_TEST

START_TEST(a_build_after_a_rollback_publishes_again)
{
    const char *ids[3];
    three_releases(ids);
    const char *now;
    must(release_rollback(f.arena, f.out, ids[0], &now, &fault));
    struct stage_release release = release_of(&f, "20261122T004500Z", FILES("a", "2", "b", "bb"));
    ck_assert(release.changed);
    assert_current(release.id);
}
END_TEST

/* What happens to a published tree, and what verify says to it. */
static void nothing(void)
{
}
static void lose(void)
{
    ck_assert_int_eq(unlink(at(&f, "current/d/b")), 0);
}
static void lose_folder(void)
{
    must(folder_remove(at(&f, "current/d"), &fault));
}
static void rewrite(const char *path, const char *text)
{
    ck_assert_int_eq(unlink(at(&f, path)), 0);
    must(file_put(at(&f, path), text, strlen(text), &fault));
}
static void alter(void)
{
    rewrite("current/a", "2");
}
static void lengthen(void)
{
    rewrite("current/a", "12");
}
static void replace_by_link(void)
{
    ck_assert_int_eq(unlink(at(&f, "current/a")), 0);
    ck_assert_int_eq(symlink("d/b", at(&f, "current/a")), 0);
}
static void add(void)
{
    must(file_put(at(&f, "current/d/c"), "x", 1, &fault));
}
static void alter_sums(void)
{
    rewrite("current/SHA256SUMS", "none\n");
}
static void alter_run(void)
{
    rewrite("current/run.json", "another");
}
static void lose_manifest(void)
{
    ck_assert_int_eq(unlink(at(&f, "current/manifest.json")), 0);
}
static void break_manifest(void)
{
    rewrite("current/manifest.json", "{}");
}

static const struct {
    void (*happens)(void);
    const char *problem; /* its beginning; NULL: none */
} events[] = {
    {nothing, NULL},
    {alter_run, NULL},
    {lose, "missing 'd/b'"},
    {lose_folder, "missing 'd/b'"},
    {alter, "altered 'a': another SHA-256 than recorded"},
    {lengthen, "altered 'a': 2 bytes, not 1"},
    {replace_by_link, "altered 'a': "},
    {add, "additional 'd/c'"},
    {alter_sums, "altered 'SHA256SUMS': 5 bytes, not "},
    {lose_manifest, "missing 'manifest.json'"},
    {break_manifest, "altered 'manifest.json': "},
};

START_TEST(verify_names_each_problem)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1", "d/b", "2"));
    events[_i].happens();
    struct release_verification found = verify_folder(&f, at(&f, "current"), "");
    ck_assert_int_eq(found.problem_count, events[_i].problem ? 1 : 0);
    if (events[_i].problem)
        ck_assert_msg(text_starts_with(found.problems[0], events[_i].problem), "%s",
                      found.problems[0]);
    ck_assert_int_eq(found.signature, SIGNATURE_NONE);
}
END_TEST

/* A manifest that would lead out of the folder, out of order, or lies about its size. */
static const struct {
    const char *entries, *problem;
    int files, bytes;
} manifests[] = {
#define ONE(path) "\n    {\"path\": \"" path "\", \"bytes\": 1, \"sha256\": \"" SHA_OF_1 "\"}"
#define SHA_OF_1 "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    {ONE("../a"), "'../a' cannot be a path in a release", 1, 1},
    {ONE("/etc/passwd"), "'/etc/passwd' cannot be a path in a release", 1, 1},
    {ONE("b") "," ONE("a"), "'a' is not at its place in the order by path", 2, 2},
    {ONE("a") "," ONE("a"), "'a' is not at its place in the order by path", 2, 2},
    {ONE("a"), "the sizes add up to 1 bytes, not to 2", 1, 2},
    {ONE("a"), "is not a manifest of format 1", 2, 1},
};

START_TEST(a_manifest_is_not_trusted)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1"));
    rewrite("current/manifest.json",
            arena_printf(f.arena,
                         "{\n  \"format\": 1,\n  \"files\": %d,\n  \"bytes\": %d,\n"
                         "  \"hmac_sha256\": null,\n  \"entries\": [%s\n  ]\n}\n",
                         manifests[_i].files, manifests[_i].bytes, manifests[_i].entries));
    struct release_verification found = verify_folder(&f, at(&f, "current"), "");
    ck_assert_int_eq(found.problem_count, 1);
    ck_assert_msg(text_starts_with(found.problems[0], "altered 'manifest.json': ") &&
                      strstr(found.problems[0], manifests[_i].problem),
                  "%s", found.problems[0]);
}
END_TEST

START_TEST(verify_lists_all_problems)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1", "d/b", "2"));
    alter();
    lose();
    add();
    ck_assert_int_eq(verify_folder(&f, at(&f, "current"), "").problem_count, 3);
    ck_assert_int_eq(verify_folder(&f, at(&f, "current/"), "").problem_count, 3);
}
END_TEST

static const struct {
    const char *signed_with, *checked_with;
    enum signature signature;
    const char *problem;
} signatures[] = {
    {"", "", SIGNATURE_NONE, NULL},
    {"key", "", SIGNATURE_UNCHECKED, NULL},
    {"key", "key", SIGNATURE_GOOD, NULL},
    {"key", "other", SIGNATURE_BAD, "wrong signature of 'manifest.json'"},
    {"", "key", SIGNATURE_NONE, "unsigned 'manifest.json', though SECRET_KEY is set"},
};

START_TEST(verify_checks_the_signature)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a", "1");
    struct stage_options options = {signatures[_i].signed_with, "20261121T004500Z", "{}", 2};
    struct stage_release release;
    must(stage_publish(stage, &options, &release, &fault));
    arena_free(arena);
    struct release_verification found =
        verify_folder(&f, at(&f, "current"), signatures[_i].checked_with);
    ck_assert_int_eq(found.signature, signatures[_i].signature);
    ck_assert_int_eq(found.problem_count, signatures[_i].problem ? 1 : 0);
    if (signatures[_i].problem)
        ck_assert_str_eq(found.problems[0], signatures[_i].problem);
}
END_TEST

START_TEST(verify_needs_a_folder)
{
    must(folder_make(f.out, &fault));
    must(file_put(at(&f, "file"), "", 0, &fault));
    struct release_verification found;
    struct error err = ERROR_INIT;
    ck_assert(!release_verify(f.arena, at(&f, "none"), "", &found, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/none': No such file"));
    ck_assert(!release_verify(f.arena, at(&f, "file"), "", &found, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/file' is not a folder"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish/release");
    TCase *tests = tcase_create("release");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, lists_the_newest_first);
    tcase_add_test(tests, an_empty_folder_has_no_releases);
    tcase_add_loop_test(tests, prune_keeps_the_newest_and_the_current, 0, 7);
    tcase_add_test(tests, publishing_prunes);
    tcase_add_test(tests, what_was_put_there_by_hand_stays);
    tcase_add_test(tests, rolls_back_to_the_one_before);
    tcase_add_test(tests, rolls_back_to_a_named_one);
    tcase_add_test(tests, finds_one_by_its_name);
    tcase_add_test(tests, a_full_id_wins_over_a_longer_one);
    tcase_add_loop_test(tests, refuses_what_is_not_one_release, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_loop_test(tests, refuses_a_release_that_is_not_whole, 0, 3);
    tcase_add_test(tests, an_additional_file_hinders_no_rollback);
    tcase_add_test(tests, a_build_after_a_rollback_publishes_again);
    tcase_add_loop_test(tests, verify_names_each_problem, 0, sizeof events / sizeof *events);
    tcase_add_loop_test(tests, a_manifest_is_not_trusted, 0, sizeof manifests / sizeof *manifests);
    tcase_add_test(tests, verify_lists_all_problems);
    tcase_add_loop_test(tests, verify_checks_the_signature, 0,
                        sizeof signatures / sizeof *signatures);
    tcase_add_test(tests, verify_needs_a_folder);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
