/*
 * Every system call of a publication fails once. Whatever fails before the switch: the call is
 * reported with the name of a file, the published tree is untouched and nothing temporary is left.
 * From the switch on the new release stands and is whole.
 */
#include "publish/publish_support.h"

#include <signal.h>
#include <sys/resource.h>

enum { WRITABLE_FDS = 1024 };

/* What fails, and what was seen. */
static struct {
    bool armed;
    bool sticky; /* everything from the first failure on fails, as on a full disk */
    bool kills;  /* the process is killed instead */
    int error;
    long fail_at; /* 0: nothing fails */
    long count;
    const char *call;  /* that failed first */
    bool changes;      /* it would have changed something on disk */
    bool switched;     /* `current` was switched before it */
    bool now_switched; /* so far */
    int always;        /* linkat: this error at every call, 0: none */
    bool writable[WRITABLE_FDS];
    struct strbuf *trace; /* what makes the release durable and visible, in order; NULL: none */
} faults;

/* Notes a call with the last component of the path. */
static void trace(const char *call, const char *path)
{
    if (!faults.trace)
        return;
    const char *slash = strrchr(path, '/');
    strbuf_addf(faults.trace, "%s %s; ", call, slash ? slash + 1 : path);
}

static void trace_folder(const char *call, int fd)
{
    char link[64];
    char path[512] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (faults.trace && readlink(link, path, sizeof path - 1) > 0)
        trace(call, path);
}

static bool fails(const char *call, bool changes)
{
    if (!faults.armed)
        return false;
    faults.count++;
    bool first = faults.count == faults.fail_at;
    if (first && faults.kills)
        raise(SIGKILL);
    if (first) {
        faults.call = call;
        faults.changes = changes;
        faults.switched = faults.now_switched;
    }
    if (!first && !(faults.sticky && changes && faults.call))
        return false;
    errno = faults.error;
    return true;
}

/* The linker's names for the wrapped calls. */
int __real_open(const char *path, int flags, ...);
int __real_close(int fd);
ssize_t __real_write(int fd, const void *bytes, size_t length);
ssize_t __real_pread(int fd, void *bytes, size_t length, off_t offset);
ssize_t __real_pwrite(int fd, const void *bytes, size_t length, off_t offset);
int __real_ftruncate(int fd, off_t length);
int __real_fsync(int fd);
int __real_syncfs(int fd);
int __real_rename(const char *from, const char *to);
int __real_linkat(int from_fd, const char *from, int to_fd, const char *to, int flags);
int __real_symlink(const char *target, const char *path);
int __real_mkdir(const char *path, mode_t mode);
DIR *__real_opendir(const char *path);

int __wrap_open(const char *path, int flags, ...);
int __wrap_close(int fd);
ssize_t __wrap_write(int fd, const void *bytes, size_t length);
ssize_t __wrap_pread(int fd, void *bytes, size_t length, off_t offset);
ssize_t __wrap_pwrite(int fd, const void *bytes, size_t length, off_t offset);
int __wrap_ftruncate(int fd, off_t length);
int __wrap_fsync(int fd);
int __wrap_syncfs(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_linkat(int from_fd, const char *from, int to_fd, const char *to, int flags);
int __wrap_symlink(const char *target, const char *path);
int __wrap_mkdir(const char *path, mode_t mode);
DIR *__wrap_opendir(const char *path);

int __wrap_open(const char *path, int flags, ...)
{
    bool writable = (flags & O_ACCMODE) != O_RDONLY;
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list args;
        va_start(args, flags);
        mode = va_arg(args, mode_t);
        va_end(args);
    }
    if (writable)
        trace("write", path);
    if (fails("open", writable))
        return -1;
    int fd = __real_open(path, flags, mode);
    if (fd >= 0 && fd < WRITABLE_FDS)
        faults.writable[fd] = writable;
    return fd;
}

int __wrap_close(int fd)
{
    bool writable = fd >= 0 && fd < WRITABLE_FDS && faults.writable[fd];
    bool failed = fails("close", writable);
    int result = __real_close(fd);
    if (failed)
        errno = faults.error;
    return failed ? -1 : result;
}

/* Half of the bytes arrive. */
ssize_t __wrap_write(int fd, const void *bytes, size_t length)
{
    if (!fails("write", true))
        return __real_write(fd, bytes, length);
    if (__real_write(fd, bytes, length / 2) < 0)
        abort();
    errno = faults.error;
    return -1;
}

ssize_t __wrap_pread(int fd, void *bytes, size_t length, off_t offset)
{
    return fails("pread", false) ? -1 : __real_pread(fd, bytes, length, offset);
}

ssize_t __wrap_pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    return fails("pwrite", true) ? -1 : __real_pwrite(fd, bytes, length, offset);
}

int __wrap_ftruncate(int fd, off_t length)
{
    return fails("ftruncate", true) ? -1 : __real_ftruncate(fd, length);
}

int __wrap_fsync(int fd)
{
    trace_folder("fsync", fd);
    return fails("fsync", true) ? -1 : __real_fsync(fd);
}

int __wrap_syncfs(int fd)
{
    trace_folder("syncfs", fd);
    return fails("syncfs", true) ? -1 : __real_syncfs(fd);
}

int __wrap_rename(const char *from, const char *to)
{
    trace("rename", from);
    if (fails("rename", true))
        return -1;
    int result = __real_rename(from, to);
    if (faults.armed && result == 0 && text_ends_with(to, "/current"))
        faults.now_switched = true;
    return result;
}

int __wrap_linkat(int from_fd, const char *from, int to_fd, const char *to, int flags)
{
    if (faults.always != 0) {
        errno = faults.always;
        return -1;
    }
    return fails("linkat", true) ? -1 : __real_linkat(from_fd, from, to_fd, to, flags);
}

int __wrap_symlink(const char *target, const char *path)
{
    return fails("symlink", true) ? -1 : __real_symlink(target, path);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    bool changes = access(path, F_OK) != 0; /* a folder that is there is asked for, too */
    return fails("mkdir", changes) ? -1 : __real_mkdir(path, mode);
}

DIR *__wrap_opendir(const char *path)
{
    return fails("opendir", false) ? NULL : __real_opendir(path);
}

static struct fixture f;

/* Set by a test: what is kept is linked at once. */
static bool links_at_once;

static void setup(void)
{
    memset(&faults, 0, sizeof faults);
    links_at_once = false;
    f = fixture_new();
}

static void teardown(void)
{
    faults.armed = false;
    fixture_free(&f);
}

static void add_entry(struct strbuf *all, const FTSENT *entry)
{
    const char *path = entry->fts_path + strlen(f.out);
    if (entry->fts_info == FTS_DP || entry->fts_level == 0 || text_equal(path, "/.lock") ||
        text_equal(path, "/releases"))
        return;
    struct digest digest = {{0}};
    long long bytes = 0;
    char hex[DIGEST_HEX] = "";
    char target[256] = "";
    if (entry->fts_info == FTS_F && file_digest(entry->fts_path, &digest, &bytes, NULL))
        digest_hex(&digest, hex);
    else if (entry->fts_info == FTS_SL)
        ck_assert_int_gt(readlink(entry->fts_path, target, sizeof target - 1), 0);
    strbuf_addf(all, "%d %s %lld %s %s\n", entry->fts_info, path,
                (long long)entry->fts_statp->st_ino * (entry->fts_info == FTS_F), hex, target);
}

static int compare_entries(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Everything in the output folder but the lock: kind, path, inode, digest, target. The folder
 * releases/ itself may be there or not. */
static char *snapshot(struct arena *arena)
{
    struct strbuf all;
    strbuf_init(&all);
    char *root = arena_strdup(arena, f.out);
    FTS *walk = fts_open((char *const[]){root, NULL}, FTS_PHYSICAL | FTS_NOCHDIR, compare_entries);
    ck_assert_ptr_nonnull(walk);
    for (FTSENT *entry; (entry = fts_read(walk));)
        add_entry(&all, entry);
    fts_close(walk);
    char *text = arena_strdup(arena, all.text);
    strbuf_release(&all);
    return text;
}

static bool adopt(struct stage *stage, struct arena *arena, const char *path, const char *text,
                  struct error *err)
{
    const char *full;
    return stage_path(stage, arena, path, &full, err) && file_put(full, text, strlen(text), err) &&
           stage_adopt(stage, path, err);
}

static bool keep(struct stage *stage, struct error *err)
{
    static const char *const paths[] = {"pages/a", "pages/b"};
    size_t count;
    struct stage_kept kept;
    if (links_at_once)
        stage_link_at_once(stage);
    return stage_keep(stage, "kept/", &count, err) &&
           (count > 0 || stage_put(stage, "kept/a", "kept", 4, err)) &&
           stage_keep_files(stage, paths, 2, &kept, err) &&
           (!kept.missing ||
            (stage_put(stage, "pages/a", "a", 1, err) && stage_put(stage, "pages/b", "b", 1, err)));
}

/* One run; `word` is what differs from run to run. */
static bool run(const char *word, const char *time, struct error *err)
{
    struct arena *arena = arena_new();
    struct stage *stage;
    struct stage_options options = {
        .secret_key = "key", .time = time, .run_json = "{}\n", .keep_releases = 1};
    struct stage_release release;
    const char *page = arena_printf(arena, "<a href=\"../s/same.html\">%s</a>", word);
    bool ok = lock_acquire(arena, f.out, err) && stage_open(arena, f.out, NULL, &stage, err) &&
              keep(stage, err) && stage_put(stage, "s/same.html", "same", 4, err) &&
              stage_put(stage, "t/new.html", page, strlen(page), err) &&
              adopt(stage, arena, "same.xlsx", "same", err) &&
              adopt(stage, arena, "new.xlsx", word, err) && stage_verify(stage, err) &&
              stage_publish(stage, &options, &release, err);
    arena_free(arena);
    return ok;
}

/* The time of release `n`: one later than the other. */
static const char *time_of(struct arena *arena, int n)
{
    return arena_printf(arena, "%04d%02d%02dT000000Z", 1000 + n / 336, 1 + n / 28 % 12, 1 + n % 28);
}

static bool run_once(int number, struct error *err)
{
    return run(arena_printf(f.arena, "word %d", number), time_of(f.arena, number), err);
}

static void assert_published(struct arena *arena, int number)
{
    ck_assert_str_eq(names_in(&f, f.out), ".lock current releases ");
    struct release_verification found = verify_folder(&f, at(&f, "current"), "key");
    ck_assert_msg(found.problem_count == 0, "%s", found.problem_count ? found.problems[0] : "");
    ck_assert_str_eq(content(&f, "current/new.xlsx"), arena_printf(arena, "word %d", number));
}

static void arm(long fail_at, int error, bool sticky)
{
    memset(&faults, 0, sizeof faults);
    faults.fail_at = fail_at;
    faults.error = error;
    faults.sticky = sticky;
    faults.armed = true;
}

static void assert_untouched(struct arena *arena, const char *before, const struct error *err)
{
    ck_assert_int_eq(err->code, ERROR_FAILED);
    ck_assert_msg(strstr(err->message, f.out) != NULL, "%s: '%s' names no file", faults.call,
                  err->message);
    ck_assert_msg(strstr(err->message, strerror(faults.error)) != NULL, "%s: '%s'", faults.call,
                  err->message);
    const char *after = snapshot(arena);
    ck_assert_msg(text_equal(before, after), "%s (%ld): %s\nbefore:\n%safter:\n%s", faults.call,
                  faults.fail_at, err->message, before, after);
}

static const struct {
    int error;
    bool sticky;
    bool first; /* into an empty folder */
    bool at_once;
} ways[] = {
    {EIO, false, false, false},  {ENOSPC, false, false, false}, {ENOSPC, true, false, false},
    {EIO, false, true, false},   {ENOSPC, true, true, false},   {EIO, false, false, true},
    {ENOSPC, true, false, true},
};

static void assert_succeeded(struct arena *arena, int number, long at_call)
{
    if (faults.call && faults.changes)
        ck_assert_msg(faults.switched, "%s (%ld) failed unnoticed", faults.call, at_call);
    if (!faults.call || !faults.sticky) /* on a full disk the old release may stay */
        assert_published(arena, number);
}

START_TEST(every_call_fails_once)
{
    struct error err = ERROR_INIT;
    int number = 1;
    long refused = 0;
    long published = 0;
    links_at_once = ways[_i].at_once;
    if (ways[_i].first)
        must(folder_make(f.out, &fault));
    else
        must(run_once(number++, &fault));
    for (long at_call = 1; published == 0 || faults.call; at_call++) {
        struct arena *arena = arena_new();
        const char *before = snapshot(arena);
        arm(at_call, ways[_i].error, ways[_i].sticky);
        bool ok = run_once(number, &err);
        faults.armed = false;
        if (!ok) {
            assert_untouched(arena, before, &err);
            refused++;
        } else {
            assert_succeeded(arena, number++, at_call);
            published++;
            if (ways[_i].first) {
                must(folder_remove(f.out, &fault));
                must(folder_make(f.out, &fault));
            }
        }
        arena_free(arena);
    }
    ck_assert_int_gt(refused, 30);
    ck_assert_int_gt(published, 3);
    must(run_once(number, &fault)); /* and a normal run works */
    assert_published(f.arena, number);
}
END_TEST

/* Every release that can be seen is whole, whether it was switched to or not. */
static void assert_all_whole(struct arena *arena)
{
    struct release *rows;
    size_t count;
    must(releases_list(arena, f.out, &rows, &count, &fault));
    for (size_t i = 0; i < count; i++) {
        struct release_verification found = verify_folder(&f, rows[i].path, "key");
        ck_assert_msg(found.problem_count == 0, "%s: %s", rows[i].id,
                      found.problem_count ? found.problems[0] : "");
    }
}

/* What a killed run leaves: the old release or the new one. */
static void assert_old_or_new(struct arena *arena, int number)
{
    struct release_verification found = verify_folder(&f, at(&f, "current"), "key");
    ck_assert_msg(found.problem_count == 0, "%s", found.problem_count ? found.problems[0] : "");
    const char *word = content(&f, "current/new.xlsx");
    ck_assert_msg(text_equal(word, arena_printf(arena, "word %d", number - 1)) ||
                      text_equal(word, arena_printf(arena, "word %d", number)),
                  "'%s' after run %d", word, number);
    assert_all_whole(arena);
}

/* SIGKILL before each call in turn, then a normal run. */
START_TEST(every_call_may_be_the_last)
{
    int number = 1;
    int status = 1;
    int kills = 0;
    links_at_once = _i;
    must(run_once(number, &fault));
    for (long at_call = 1; status != 0; at_call++, number++) {
        struct arena *arena = arena_new();
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            arm(at_call, EIO, false);
            faults.kills = true;
            _exit(run_once(number + 1, NULL) ? 0 : 1);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert(status == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
        kills += status != 0;
        assert_old_or_new(arena, ++number);
        must(run_once(number + 1, &fault));
        assert_published(arena, number + 1);
        arena_free(arena);
    }
    ck_assert_int_gt(kills, 50);
}
END_TEST

/* The same at random moments, also within a call: a child publishes until it is killed. */
START_TEST(any_moment_may_be_the_last)
{
    enum { KILLS = 120, STEP = 1000 };
    uint32_t random = 20261121;
    links_at_once = _i;
    must(run_once(1, &fault));
    for (int kill_number = 1; kill_number <= KILLS; kill_number++) {
        struct arena *arena = arena_new();
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        for (int n = kill_number * STEP; child == 0; n++)
            if (!run(arena_printf(f.arena, "word %d", n), time_of(f.arena, n), NULL))
                _exit(1);
        random = random * 1664525 + 1013904223;
        usleep(random % 15000);
        kill(child, SIGKILL);
        int status;
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert(WIFSIGNALED(status));
        assert_whole(&f, at(&f, "current"));
        assert_all_whole(arena);
        must(run(arena_printf(arena, "after %d", kill_number),
                 time_of(arena, (kill_number + 1) * STEP - 1), &fault));
        ck_assert_str_eq(names_in(&f, f.out), ".lock current releases ");
        ck_assert_str_eq(content(&f, "current/new.xlsx"),
                         arena_printf(arena, "after %d", kill_number));
        arena_free(arena);
    }
}
END_TEST

START_TEST(every_call_of_a_rollback_fails_once)
{
    struct stage_release old = release_of(&f, "20261120T000000Z", FILES("a", "1"));
    struct stage_release new = release_of(&f, "20261121T000000Z", FILES("a", "2"));
    long refused = 0;
    faults.call = "none yet";
    for (long at_call = 1; faults.call; at_call++) {
        struct arena *arena = arena_new();
        const char *before = snapshot(arena);
        const char *now;
        struct error err = ERROR_INIT;
        arm(at_call, EIO, false);
        bool ok = release_rollback(arena, f.out, NULL, &now, &err);
        faults.armed = false;
        ck_assert_str_eq(
            current_target(&f),
            arena_printf(arena, "releases/%s", ok || faults.now_switched ? old.id : new.id));
        if (!ok && !faults.now_switched)
            ck_assert_str_eq(snapshot(arena), before);
        if (ok && faults.call)
            ck_assert_msg(!faults.changes, "%s (%ld) failed unnoticed", faults.call, at_call);
        refused += !ok;
        ck_assert_str_eq(names_in(&f, f.out), "current releases ");
        must(release_rollback(arena, f.out, new.id, &now, &fault));
        arena_free(arena);
    }
    ck_assert_int_gt(refused, 5);
}
END_TEST

/* Nothing becomes visible before what it shows is on disk, nor goes before it is replaced. */
START_TEST(flushes_before_it_switches)
{
    must(run_once(1, &fault));
    const char *old = strrchr(current_target(&f), '/') + 1;
    struct strbuf seen;
    strbuf_init(&seen);
    faults.trace = &seen;
    must(run_once(2, &fault));
    faults.trace = NULL;
    const char *end = strstr(seen.text, "write manifest.json; ");
    ck_assert_ptr_nonnull(end);
    ck_assert_str_eq(end, arena_printf(f.arena,
                                       "write manifest.json; write SHA256SUMS; write run.json; "
                                       "syncfs tree; rename tree; fsync releases; rename current; "
                                       "fsync out; rename %s; ",
                                       old));
    strbuf_release(&seen);
}
END_TEST

/* A file system that knows no hard links, or another one, or a file with too many of them. */
START_TEST(what_cannot_be_linked_is_written)
{
    static const int errors[] = {EPERM, EXDEV, EMLINK, EOPNOTSUPP};
    links_at_once = _i % 2;
    must(run_once(1, &fault));
    ino_t before = inode(&f, "current/s/same.html");
    const char *old = current_target(&f);
    faults.always = errors[_i];
    must(run_once(2, &fault));
    assert_published(f.arena, 2);
    ck_assert_str_ne(current_target(&f), old);
    ck_assert(inode(&f, "current/s/same.html") != before);
    ck_assert_str_eq(content(&f, "current/kept/a"), "kept");
    const char *unchanged = current_target(&f);
    must(run("word 2", "20261231T000000Z", &fault)); /* nothing changed, though all was written */
    ck_assert_str_eq(current_target(&f), unchanged);
    ck_assert_str_eq(names_in(&f, f.out), ".lock current releases ");
    faults.always = 0;
}
END_TEST

/* A real refusal by the kernel, in a child: no file may grow beyond 64 KB. */
START_TEST(a_file_that_cannot_be_written_is_named)
{
    must(run_once(1, &fault));
    struct arena *arena = arena_new();
    const char *before = snapshot(arena);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct rlimit limit = {65536, 65536};
        struct error err = ERROR_INIT;
        signal(SIGXFSZ, SIG_IGN);
        char *word = arena_alloc(arena, 200001);
        memset(word, 'x', 200000);
        bool ok = setrlimit(RLIMIT_FSIZE, &limit) == 0 && run(word, "20261231T000000Z", &err);
        _exit(!ok && strstr(err.message, "/t/new.html': File too large") ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_str_eq(snapshot(arena), before);
    arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault/publish");
    TCase *tests = tcase_create("publish");
    tcase_set_timeout(tests, 300);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, every_call_fails_once, 0, sizeof ways / sizeof *ways);
    tcase_add_loop_test(tests, every_call_may_be_the_last, 0, 2);
    tcase_add_loop_test(tests, any_moment_may_be_the_last, 0, 2);
    tcase_add_test(tests, every_call_of_a_rollback_fails_once);
    tcase_add_test(tests, flushes_before_it_switches);
    tcase_add_loop_test(tests, what_cannot_be_linked_is_written, 0, 4);
    tcase_add_test(tests, a_file_that_cannot_be_written_is_named);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
