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

START_TEST(publishes_a_tree_behind_current)
{
    struct stage_release release =
        release_of(&f, "20261121T004500Z",
                   FILES("index.html", "<h1>a</h1>", "sectors/energy/index.html", "energy"));
    ck_assert(release.changed);
    ck_assert_int_eq(strlen(release.id), strlen("20261121T004500Z-1a2b3c4d"));
    ck_assert_str_eq(current_target(&f), arena_printf(f.arena, "releases/%s", release.id));
    ck_assert_str_eq(content(&f, "current/sectors/energy/index.html"), "energy");
    ck_assert_str_eq(content(&f, "current/run.json"), "{}\n");
    ck_assert_str_eq(names_in(&f, f.out), "current releases ");
    ck_assert_str_eq(names_in(&f, at(&f, "current")),
                     "SHA256SUMS index.html manifest.json run.json sectors ");
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(manifest_is_canonical)
{
    release_of(&f, "20261121T004500Z", FILES("b", "two", "a/z", "one", "a.b", ""));
    ck_assert_str_eq(
        content(&f, "current/manifest.json"),
        "{\n  \"format\": 1,\n  \"files\": 3,\n  \"bytes\": 6,\n  \"hmac_sha256\": null,\n"
        "  \"entries\": [\n"
        "    {\"path\": \"a.b\", \"bytes\": 0, \"sha256\": "
        "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"},\n"
        "    {\"path\": \"a/z\", \"bytes\": 3, \"sha256\": "
        "\"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed\"},\n"
        "    {\"path\": \"b\", \"bytes\": 3, \"sha256\": "
        "\"3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3\"}\n  ]\n}\n");
    ck_assert_int_eq(
        system(arena_printf(f.arena, "cd '%s' && sha256sum --quiet --strict -c SHA256SUMS",
                            at(&f, "current"))),
        0);
    ck_assert_ptr_nonnull(strstr(content(&f, "current/SHA256SUMS"), "  manifest.json\n"));
    ck_assert_int_eq(system(arena_printf(f.arena, "cd '%s' && LC_ALL=C sort -c -k2 SHA256SUMS",
                                         at(&f, "current"))),
                     0);
}
END_TEST

START_TEST(an_empty_release_is_one)
{
    struct stage_release release = release_of(&f, "20261121T004500Z", FILES(NULL));
    ck_assert(release.changed);
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(unchanged_files_are_linked)
{
    release_of(&f, "20261121T004500Z", FILES("a", "same", "b/c", "old", "gone", "x"));
    ino_t before = inode(&f, "current/a");
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a", "same");
    put(stage, "b/c", "new");
    struct stage_counts counts = stage_counts(stage);
    ck_assert_int_eq(counts.files, 2);
    ck_assert_int_eq(counts.linked, 1);
    ck_assert_int_eq(counts.written, 1);
    ck_assert_int_eq(counts.removed, 1);
    ck_assert_int_eq(counts.stale, 1);
    ck_assert_int_eq(counts.bytes, 7);
    ck_assert_int_eq(counts.bytes_written, 3);
    ck_assert(publish_stage(stage, "20261122T004500Z").changed);
    arena_free(arena);
    ck_assert(inode(&f, "current/a") == before);
    ck_assert_str_eq(content(&f, "current/b/c"), "new");
    ck_assert(!file_exists(at(&f, "current/gone")));
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(nothing_changed_publishes_nothing)
{
    struct stage_release first = release_of(&f, "20261121T004500Z", FILES("a", "1", "b", "2"));
    struct stage_release second = release_of(&f, "20261122T004500Z", FILES("b", "2", "a", "1"));
    ck_assert(!second.changed);
    ck_assert_str_eq(second.id, first.id);
    ck_assert_str_eq(names_in(&f, at(&f, "releases")), arena_printf(f.arena, "%s ", first.id));
    ck_assert_str_eq(names_in(&f, f.out), "current releases ");
}
END_TEST

START_TEST(a_file_lost_from_the_current_release_comes_back)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1", "b", "2"));
    ck_assert_int_eq(unlink(at(&f, "current/b")), 0);
    struct stage_release second = release_of(&f, "20261122T004500Z", FILES("a", "1", "b", "2"));
    ck_assert(second.changed);
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(two_releases_of_one_second_sort_as_they_came)
{
    struct stage_release first = release_of(&f, "20261231T235959Z", FILES("a", "1"));
    ck_assert_int_eq(truncate(at(&f, "current/a"), 0), 0);
    struct stage_release second = release_of(&f, "20261231T235959Z", FILES("a", "1"));
    ck_assert(second.changed);
    ck_assert_str_eq(second.id, arena_printf(f.arena, "20270101T000000Z%s", strchr(first.id, '-')));
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(a_clock_set_back_does_not_make_a_release_older)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1"));
    struct stage_release second = release_of(&f, "19700101T000000Z", FILES("a", "2"));
    ck_assert_int_eq(strncmp(second.id, "20261121T004501Z-", 17), 0);
    /* What else lies there has no say, whatever its name sorts as. */
    ck_assert_int_eq(mkdir(at(&f, "releases/20991231-kept"), 0777), 0);
    struct stage_release third = release_of(&f, "20261121T004500Z", FILES("a", "3"));
    ck_assert_int_eq(strncmp(third.id, "20261121T004502Z-", 17), 0);
    must(folder_remove(at(&f, "releases/20991231-kept"), &fault));
    must(releases_prune(f.arena, f.out, 2, &fault));
    ck_assert_str_eq(names_in(&f, at(&f, "releases")),
                     arena_printf(f.arena, "%s %s ", second.id, third.id));
    const char *now;
    must(release_rollback(f.arena, f.out, NULL, &now, &fault));
    ck_assert_str_eq(now, second.id);
}
END_TEST

static const char *const bad_paths[] = {
    "",
    "/a",
    "a//b",
    "a/",
    "../a",
    "a/../b",
    "a/..",
    ".",
    "a/./b",
    "a\nb",
    "a\"b",
    "a\\b",
    "manifest.json",
    "SHA256SUMS",
    "run.json",
    "a\xff"
    "b",
};

START_TEST(bad_paths_are_refused)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    struct error err = ERROR_INIT;
    size_t kept;
    const char *full;
    ck_assert(!stage_put(stage, bad_paths[_i], "x", 1, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "cannot be a path in a release: "));
    ck_assert(!stage_path(stage, arena, bad_paths[_i], &full, &err));
    ck_assert(!stage_adopt(stage, bad_paths[_i], &err));
    must(stage_keep(stage, bad_paths[_i], &kept, &fault));
    ck_assert_int_eq(kept, 0);
    ck_assert_int_eq(stage_counts(stage).files, 0);
    arena_free(arena);
}
END_TEST

START_TEST(dots_within_a_name_are_fine)
{
    release_of(&f, "20261121T004500Z", FILES("..a", "1", "a..", "2", ".b/...", "3"));
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(a_path_is_new_in_its_stage)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a", "1");
    struct error err = ERROR_INIT;
    ck_assert(!stage_put(stage, "a", "2", 1, &err));
    ck_assert_str_eq(err.message, "'a' is in the release already");
    arena_free(arena);
}
END_TEST

START_TEST(libraries_write_and_the_stage_adopts)
{
    release_of(&f, "20261121T004500Z", FILES("x/book.xlsx", "same", "y.pdf", "old"));
    ino_t before = inode(&f, "current/x/book.xlsx");
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    const char *full;
    must(stage_path(stage, arena, "x/book.xlsx", &full, &fault));
    must(file_put(full, "same", 4, &fault));
    must(stage_adopt(stage, "x/book.xlsx", &fault));
    must(stage_path(stage, arena, "y.pdf", &full, &fault));
    must(file_put(full, "new", 3, &fault));
    must(stage_adopt(stage, "y.pdf", &fault));
    ck_assert_int_eq(stage_counts(stage).linked, 1);
    must(stage_verify(stage, &fault));
    publish_stage(stage, "20261122T004500Z");
    arena_free(arena);
    ck_assert(inode(&f, "current/x/book.xlsx") == before);
    ck_assert_str_eq(content(&f, "current/y.pdf"), "new");
    ck_assert_str_eq(names_in(&f, f.out), "current releases ");
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(a_promised_file_must_come)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    const char *full;
    must(stage_path(stage, arena, "x/book.xlsx", &full, &fault));
    struct error err = ERROR_INIT;
    ck_assert(!stage_adopt(stage, "x/book.xlsx", &err));
    ck_assert_ptr_nonnull(strstr(err.message, "x/book.xlsx'"));
    ck_assert(!stage_verify(stage, &err));
    ck_assert_str_eq(err.message, "'x/book.xlsx' was begun and never finished");
    struct stage_options options = {"", "20261121T004500Z", "{}", 2};
    struct stage_release release;
    error_clear(&err);
    ck_assert(!stage_publish(stage, &options, &release, &err));
    ck_assert_str_eq(err.message, "'x/book.xlsx' was begun and never finished");
    arena_free(arena);
    ck_assert_str_eq(names_in(&f, f.out), "");
}
END_TEST

START_TEST(keep_takes_over_a_folder)
{
    release_of(&f, "20261121T004500Z",
               FILES("s/energy", "file", "s/energy-2/a", "no", "s/energy.html", "no", "t/energy/a",
                     "1", "t/energy/b/c", "2", "t/energy-2/a", "no", "t/zeta", "no"));
    ino_t before = inode(&f, "current/t/energy/b/c");
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    size_t kept;
    must(stage_keep(stage, "t/energy/", &kept, &fault));
    ck_assert_int_eq(kept, 2);
    must(stage_keep(stage, "s/energy", &kept, &fault));
    ck_assert_int_eq(kept, 1);
    must(stage_keep(stage, "s/ener", &kept, &fault));
    ck_assert_int_eq(kept, 0);
    must(stage_keep(stage, "s/energy.html/", &kept, &fault));
    ck_assert_int_eq(kept, 0);
    struct stage_counts counts = stage_counts(stage);
    ck_assert_int_eq(counts.linked, 3);
    ck_assert_int_eq(counts.written, 0);
    must(stage_verify(stage, &fault));
    publish_stage(stage, "20261122T004500Z");
    arena_free(arena);
    ck_assert(inode(&f, "current/t/energy/b/c") == before);
    ck_assert_str_eq(names_in(&f, at(&f, "current/t")), "energy ");
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(keep_refuses_a_damaged_file)
{
    release_of(&f, "20261121T004500Z", FILES("s/a", "12345"));
    ck_assert_int_eq(truncate(at(&f, "current/s/a"), 2), 0);
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    size_t kept;
    struct error err = ERROR_INIT;
    ck_assert(!stage_keep(stage, "s/", &kept, &err));
    ck_assert_str_eq(err.message, "cannot keep 's/a': the current release's file is damaged");
    ck_assert(err.hint[0] != '\0');
    arena_free(arena);
}
END_TEST

START_TEST(keep_without_a_release_keeps_nothing)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    size_t kept = 9;
    must(stage_keep(stage, "s/", &kept, &fault));
    ck_assert_int_eq(kept, 0);
    arena_free(arena);
}
END_TEST

/* What is put into a second stage after a release of a, b/x, b/y and bc, and which paths are then
 * the same. */
static const struct {
    const char *files[9];
    const char *path;
    bool same;
} others[] = {
    {{"a", "1", "b/x", "2", "b/y", "3"}, "a", true},
    {{"a", "1", "b/x", "2", "b/y", "3"}, "b/", true},
    {{"a", "1", "b/x", "2", "b/y", "3"}, "b", true},
    {{"a", "1", "b/x", "2", "b/y", "3"}, "bc", false},
    {{"a", "1", "b/x", "2", "b/y", "3"}, "nonesuch", false},
    {{"a", "other", "b/x", "2", "b/y", "3"}, "a", false},
    {{"a", "other", "b/x", "2", "b/y", "3"}, "b/", true},
    {{"b/x", "2", "b/y", "3", "bc", "other"}, "b/", true},
    {{"a", "1", "b/x", "2"}, "b/", false},
    {{"a", "1", "b/x", "2", "b/y", "other"}, "b/", false},
    {{"a", "1", "b/x", "2", "b/y", "3", "b/z", "4"}, "b/", false},
    {{"a", "1", "b/x", "2", "b/z", "3"}, "b/", false},
};

START_TEST(same_by_path_and_bytes)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1", "b/x", "2", "b/y", "3", "bc", "4"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    for (const char *const *file = others[_i].files; *file; file += 2)
        put(stage, file[0], file[1]);
    ck_assert_int_eq(stage_same(stage, others[_i].path), others[_i].same);
    arena_free(arena);
}
END_TEST

START_TEST(nothing_is_the_same_as_in_no_release)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a", "1");
    ck_assert(!stage_same(stage, "a"));
    arena_free(arena);
}
END_TEST

START_TEST(finds_the_bytes_of_new_and_of_linked_files)
{
    release_of(&f, "20261121T004500Z", FILES("a", "old", "b", "same", "c", "3"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a", "new");
    put(stage, "b", "same");
    const char *promised;
    must(stage_path(stage, arena, "d", &promised, &fault));
    char *text;
    must(file_read(arena, stage_find(stage, arena, "a"), 10, &text, NULL, &fault));
    ck_assert_str_eq(text, "new");
    must(file_read(arena, stage_find(stage, arena, "b"), 10, &text, NULL, &fault));
    ck_assert_str_eq(text, "same");
    ck_assert_ptr_null(stage_find(stage, arena, "c"));
    ck_assert_ptr_null(stage_find(stage, arena, "d"));
    arena_free(arena);
}
END_TEST

START_TEST(an_abandoned_stage_leaves_nothing)
{
    struct stage_release release = release_of(&f, "20261121T004500Z", FILES("a", "1"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "d/e", "2");
    ck_assert_str_ne(names_in(&f, f.out), "current releases ");
    arena_free(arena);
    ck_assert_str_eq(names_in(&f, f.out), "current releases ");
    ck_assert_str_eq(names_in(&f, at(&f, "releases")), arena_printf(f.arena, "%s ", release.id));
}
END_TEST

START_TEST(a_closed_stage_takes_nothing)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a", "1");
    publish_stage(stage, "20261121T004500Z");
    struct error err = ERROR_INIT;
    ck_assert(!stage_put(stage, "b", "1", 1, &err));
    ck_assert_str_eq(err.message, "'b' comes too late: the stage is closed");
    arena_free(arena);
}
END_TEST

START_TEST(leftovers_go_when_the_lock_is_held)
{
    must(folder_make(at(&f, ".staging-1-0/tree/a"), &fault));
    must(file_put(at(&f, ".staging-1-0/tree/a/b"), "x", 1, &fault));
    must(folder_make(at(&f, ".removing-20250101T000000Z-00000000"), &fault));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    stage_discard(stage);
    ck_assert_str_eq(names_in(&f, f.out), ".removing-20250101T000000Z-00000000 .staging-1-0 ");
    must(lock_acquire(arena, f.out, &fault));
    stage = open_stage(arena, f.out);
    stage_discard(stage);
    ck_assert_str_eq(names_in(&f, f.out), ".lock ");
    arena_free(arena);
}
END_TEST

START_TEST(current_must_be_a_link)
{
    must(folder_make(at(&f, "current"), &fault));
    struct arena *arena = arena_new();
    struct stage *stage = NULL;
    struct error err = ERROR_INIT;
    ck_assert(!stage_open(arena, f.out, NULL, &stage, &err));
    ck_assert_str_eq(err.message, arena_printf(f.arena, "'%s' is not a symbolic link to a release",
                                               at(&f, "current")));
    ck_assert(err.hint[0] != '\0');
    arena_free(arena);
    ck_assert_str_eq(names_in(&f, f.out), "current ");
}
END_TEST

START_TEST(a_foreign_or_dangling_current_is_replaced)
{
    static const char *const targets[] = {"releases/gone", "/nonexistent", "..", "releases/../.."};
    must(folder_make(f.out, &fault));
    ck_assert_int_eq(symlink(targets[_i], at(&f, "current")), 0);
    struct stage_release release = release_of(&f, "20261121T004500Z", FILES("a", "1"));
    ck_assert(release.changed);
    ck_assert_str_eq(current_target(&f), arena_printf(f.arena, "releases/%s", release.id));
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(a_damaged_manifest_is_no_obstacle)
{
    static const char *const texts[] = {
        "",
        "{}",
        "\"../../x\"",
        "{\n  \"format\": 1,\n  \"files\": 99999999999,\n  \"bytes\": 0,\n  \"hmac_sha256\": "
        "null,\n"
        "  \"entries\": [",
        "{\n  \"format\": 1,\n  \"files\": 1,\n  \"bytes\": 1,\n  \"hmac_sha256\": null,\n"
        "  \"entries\": [\n    {\"path\": \"../a\", \"bytes\": 1, \"sha256\": "
        "\"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b\"}\n  ]\n}\n",
    };
    release_of(&f, "20261121T004500Z", FILES("a", "1"));
    ck_assert_int_eq(unlink(at(&f, "current/manifest.json")), 0);
    must(file_put(at(&f, "current/manifest.json"), texts[_i], strlen(texts[_i]), &fault));
    struct stage_release release = release_of(&f, "20261122T004500Z", FILES("a", "1"));
    ck_assert(release.changed);
    assert_whole(&f, at(&f, "current"));
}
END_TEST

START_TEST(the_umask_is_honoured)
{
    mode_t old = umask(027);
    release_of(&f, "20261121T004500Z", FILES("d/a", "1"));
    umask(old);
    static const char *const paths[] = {"current/", "current/d", "current/d/a",
                                        "current/manifest.json", "releases"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct stat status;
        ck_assert_int_eq(stat(at(&f, paths[i]), &status), 0);
        ck_assert_int_eq(status.st_mode & 07777, S_ISDIR(status.st_mode) ? 0750 : 0640);
    }
}
END_TEST

/* Child `n` adds its files and exports them; it also frees its arena, which must remove nothing. */
static void work(struct arena *arena, struct stage *stage, int n, const char *fragment)
{
    struct error err = ERROR_INIT;
    bool ok = true;
    for (int i = 0; i < 50 && ok; i++) {
        const char *path = arena_printf(arena, "o/%02x/%d-%d.html", i, n, i);
        ok = stage_put(stage, path, path, strlen(path), &err);
    }
    ok = ok && stage_export(stage, fragment, &err);
    arena_free(arena);
    _exit(ok ? 0 : 1);
}

static struct stage_release release_by_workers(const char *time, struct stage_counts *counts)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "index.html", "portfolio");
    const char *fragments[3];
    pid_t children[3];
    for (int n = 0; n < 3; n++) {
        fragments[n] = stage_fragment(stage, arena);
        children[n] = fork();
        ck_assert_int_ge(children[n], 0);
        if (children[n] == 0)
            work(arena, stage, n, fragments[n]);
    }
    put(stage, "method.html", "parent");
    for (int n = 0; n < 3; n++) {
        int status;
        ck_assert_int_eq(waitpid(children[n], &status, 0), children[n]);
        ck_assert_int_eq(status, 0);
        must(stage_import(stage, fragments[n], &fault));
        ck_assert(!file_exists(fragments[n]));
    }
    must(stage_verify(stage, &fault));
    *counts = stage_counts(stage);
    struct stage_release release = publish_stage(stage, time);
    arena_free(arena);
    return release;
}

START_TEST(workers_add_to_one_tree)
{
    struct stage_counts counts;
    struct stage_release first = release_by_workers("20261121T004500Z", &counts);
    ck_assert_int_eq(counts.files, 152);
    ck_assert_int_eq(counts.written, 152);
    assert_whole(&f, at(&f, "current"));
    struct stage_release second = release_by_workers("20261122T004500Z", &counts);
    ck_assert_int_eq(counts.linked, 152);
    ck_assert(!second.changed);
    ck_assert_str_eq(second.id, first.id);
    ck_assert_str_eq(names_in(&f, f.out), "current releases ");
}
END_TEST

/* A fragment of a worker that put one file. */
static const char *fragment_of(struct arena *arena, struct stage *stage, const char *path)
{
    const char *fragment = stage_fragment(stage, arena);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        _exit(stage_put(stage, path, "1", 1, NULL) && stage_export(stage, fragment, NULL) ? 0 : 1);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    return fragment;
}

static const struct {
    const char *find; /* of the fragment's text, NULL: none */
    const char *put;  /* in its place, of the same length */
    long grown;       /* bytes added, or cut off when negative */
} tears[] = {
    {NULL, NULL, 1},          {NULL, NULL, -1},      {NULL, NULL, -1000},
    {"orgair", "ORGAIR", 0},  {"run 1", "run 2", 0}, {"some/a", "../../", 0},
    {"some/a", "some\0/", 0},
};

START_TEST(a_torn_fragment_is_refused)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    const char *fragment = fragment_of(arena, stage, "some/a");
    char *text;
    size_t length;
    must(file_read(arena, fragment, 1 << 20, &text, &length, &fault));
    if (tears[_i].find) {
        char *at = memmem(text, length, tears[_i].find, strlen(tears[_i].find));
        ck_assert_ptr_nonnull(at);
        memcpy(at, tears[_i].put, strlen(tears[_i].find));
    }
    long torn = (long)length + tears[_i].grown;
    ck_assert_int_eq(unlink(fragment), 0);
    must(file_put(fragment, text, torn < 0 ? 0 : (size_t)torn, &fault));
    struct error err = ERROR_INIT;
    ck_assert(!stage_import(stage, fragment, &err));
    ck_assert_ptr_nonnull(strstr(err.message, fragment));
    ck_assert_int_eq(stage_counts(stage).files, 0);
    arena_free(arena);
}
END_TEST

START_TEST(a_worker_cannot_add_what_the_parent_has)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    const char *fragment = fragment_of(arena, stage, "a");
    put(stage, "a", "1");
    struct error err = ERROR_INIT;
    ck_assert(!stage_import(stage, fragment, &err));
    ck_assert_str_eq(err.message,
                     arena_printf(f.arena, "'%s': 'a' is in the release already", fragment));
    arena_free(arena);
}
END_TEST

START_TEST(two_workers_cannot_add_one_path)
{
    release_of(&f, "20261121T004500Z", FILES("a", "1"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    const char *one = fragment_of(arena, stage, "a");
    const char *other = fragment_of(arena, stage, "a");
    must(stage_import(stage, one, &fault));
    must(stage_import(stage, other, &fault));
    struct error err = ERROR_INIT;
    ck_assert(!stage_verify(stage, &err));
    ck_assert_str_eq(err.message, "'a' is in the release already");
    struct stage_options options = {"", "20261121T004500Z", "{}", 2};
    struct stage_release release;
    error_clear(&err);
    ck_assert(!stage_publish(stage, &options, &release, &err));
    ck_assert_str_eq(err.message, "'a' is in the release already");
    arena_free(arena);
}
END_TEST

START_TEST(signs_with_the_secret_key)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a", "1");
    struct stage_options options = {
        .secret_key = "0123456789abcdef0123456789abcdef",
        .time = "20261121T004500Z",
        .run_json = NULL,
        .keep_releases = 2,
    };
    struct stage_release release;
    must(stage_publish(stage, &options, &release, &fault));
    arena_free(arena);
    ck_assert(!file_exists(at(&f, "current/run.json")));
    /* printf '<sha256 of 1>  a\n' | openssl dgst -sha256 -hmac <key> */
    ck_assert_ptr_nonnull(
        strstr(content(&f, "current/manifest.json"),
               "82156119a7eaa56acb0f37351fa98a7e9e1711de3d16e8c49995e9fa3068f488"));
    struct release_verification good = verify_folder(&f, at(&f, "current"), options.secret_key);
    ck_assert_int_eq(good.signature, SIGNATURE_GOOD);
    ck_assert_int_eq(good.problem_count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish/stage");
    TCase *tests = tcase_create("stage");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, publishes_a_tree_behind_current);
    tcase_add_test(tests, manifest_is_canonical);
    tcase_add_test(tests, an_empty_release_is_one);
    tcase_add_test(tests, unchanged_files_are_linked);
    tcase_add_test(tests, nothing_changed_publishes_nothing);
    tcase_add_test(tests, a_file_lost_from_the_current_release_comes_back);
    tcase_add_test(tests, two_releases_of_one_second_sort_as_they_came);
    tcase_add_test(tests, a_clock_set_back_does_not_make_a_release_older);
    tcase_add_loop_test(tests, bad_paths_are_refused, 0, sizeof bad_paths / sizeof *bad_paths);
    tcase_add_test(tests, dots_within_a_name_are_fine);
    tcase_add_test(tests, a_path_is_new_in_its_stage);
    tcase_add_test(tests, libraries_write_and_the_stage_adopts);
    tcase_add_test(tests, a_promised_file_must_come);
    tcase_add_test(tests, keep_takes_over_a_folder);
    tcase_add_test(tests, keep_refuses_a_damaged_file);
    tcase_add_test(tests, keep_without_a_release_keeps_nothing);
    tcase_add_loop_test(tests, same_by_path_and_bytes, 0, sizeof others / sizeof *others);
    tcase_add_test(tests, nothing_is_the_same_as_in_no_release);
    tcase_add_test(tests, finds_the_bytes_of_new_and_of_linked_files);
    tcase_add_test(tests, an_abandoned_stage_leaves_nothing);
    tcase_add_test(tests, a_closed_stage_takes_nothing);
    tcase_add_test(tests, leftovers_go_when_the_lock_is_held);
    tcase_add_test(tests, current_must_be_a_link);
    tcase_add_loop_test(tests, a_foreign_or_dangling_current_is_replaced, 0, 4);
    tcase_add_loop_test(tests, a_damaged_manifest_is_no_obstacle, 0, 5);
    tcase_add_test(tests, the_umask_is_honoured);
    tcase_add_test(tests, workers_add_to_one_tree);
    tcase_add_loop_test(tests, a_torn_fragment_is_refused, 0, sizeof tears / sizeof *tears);
    tcase_add_test(tests, a_worker_cannot_add_what_the_parent_has);
    tcase_add_test(tests, two_workers_cannot_add_one_path);
    tcase_add_test(tests, signs_with_the_secret_key);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
