#include "base/file.h"
#include "base/text.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The calls of file.c come through here (--wrap of the linker): they are counted, and the one
 * with the number `fail_at` fails. */

static int calls, fail_at, fail_errno;
static bool counting, one_byte_only, interrupted_once;
static char failed_call[16];

static bool fails(const char *name)
{
    if (!counting || ++calls != fail_at)
        return false;
    snprintf(failed_call, sizeof failed_call, "%s", name);
    errno = fail_errno;
    return true;
}

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return fails("open") ? -1 : __real_open(path, flags, mode);
}

int __real_mkostemp(char *template, int flags);
int __wrap_mkostemp(char *template, int flags);
int __wrap_mkostemp(char *template, int flags)
{
    return fails("mkostemp") ? -1 : __real_mkostemp(template, flags);
}

int __real_fchmod(int fd, mode_t mode);
int __wrap_fchmod(int fd, mode_t mode);
int __wrap_fchmod(int fd, mode_t mode)
{
    return fails("fchmod") ? -1 : __real_fchmod(fd, mode);
}

static const char *stolen; /* NULL once it is gone */

int __real_remove(const char *path);
int __wrap_remove(const char *path);
int __wrap_remove(const char *path)
{
    if (!stolen || strcmp(path, stolen) != 0)
        return __real_remove(path);
    stolen = NULL;
    ck_assert_int_eq(__real_remove(path), 0);
    return __real_remove(path);
}

static bool is_interrupted(void)
{
    bool now = counting && interrupted_once;
    interrupted_once = false;
    errno = EINTR;
    return now;
}

ssize_t __real_read(int fd, void *bytes, size_t length);
ssize_t __wrap_read(int fd, void *bytes, size_t length);
ssize_t __wrap_read(int fd, void *bytes, size_t length)
{
    if (fails("read") || is_interrupted())
        return -1;
    return __real_read(fd, bytes, counting && one_byte_only && length > 0 ? 1 : length);
}

ssize_t __real_write(int fd, const void *bytes, size_t length);
ssize_t __wrap_write(int fd, const void *bytes, size_t length);
ssize_t __wrap_write(int fd, const void *bytes, size_t length)
{
    if (fails("write") || is_interrupted())
        return -1;
    return __real_write(fd, bytes, counting && one_byte_only && length > 0 ? 1 : length);
}

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
    return fails("fsync") ? -1 : __real_fsync(fd);
}

int __real_syncfs(int fd);
int __wrap_syncfs(int fd);
int __wrap_syncfs(int fd)
{
    return fails("syncfs") ? -1 : __real_syncfs(fd);
}

int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
    bool failing = fails("close");
    int saved = errno;
    int result = __real_close(fd); /* a failing close has closed too */
    errno = failing ? saved : errno;
    return failing ? -1 : result;
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
    return fails("rename") ? -1 : __real_rename(from, to);
}

int __real_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode)
{
    return fails("mkdir") ? -1 : __real_mkdir(path, mode);
}

int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __wrap_unlink(const char *path)
{
    return fails("unlink") ? -1 : __real_unlink(path);
}

int __real_memfd_create(const char *name, unsigned flags);
int __wrap_memfd_create(const char *name, unsigned flags);
int __wrap_memfd_create(const char *name, unsigned flags)
{
    return fails("memfd_create") ? -1 : __real_memfd_create(name, flags);
}

static void fail_call(int number, int with)
{
    calls = 0;
    fail_at = number;
    fail_errno = with;
    failed_call[0] = '\0';
}

static struct arena *arena;
static char *folder;
static int opened;

static int open_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void setup(void)
{
    arena = arena_new();
    folder = arena_strdup(arena, "/tmp/orgair-test-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    counting = one_byte_only = interrupted_once = false;
    fail_call(0, 0);
    opened = open_descriptors();
}

static void teardown(void)
{
    counting = false;
    ck_assert_int_eq(open_descriptors(), opened);
    struct error err = ERROR_INIT;
    ck_assert_msg(folder_remove(folder, &err), "%s", err.message);
    ck_assert(!file_exists(folder));
    arena_free(arena);
}

static const char *in_folder(const char *name)
{
    return path_join(arena, folder, name);
}

static void holds(const char *path, const char *wanted)
{
    char *text;
    size_t length;
    struct error err = ERROR_INIT;
    ck_assert_msg(file_read(arena, path, 1000000, &text, &length, &err), "%s", err.message);
    ck_assert_str_eq(text, wanted);
    ck_assert_uint_eq(length, strlen(wanted));
}

static int entries(const char *path)
{
    DIR *directory = opendir(path);
    ck_assert_ptr_nonnull(directory);
    int count = -2;
    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

START_TEST(a_file_appears_whole)
{
    struct error err = ERROR_INIT;
    const char *path = in_folder("a.html");
    struct file_writer *writer = file_create(path);
    file_add(writer, "one ", 4);
    ck_assert(!file_exists(path));
    file_add(writer, "two", 3);
    ck_assert(file_commit(writer, &err));
    holds(path, "one two");
    ck_assert(file_write(path, "three", 5, &err));
    holds(path, "three");
    ck_assert_int_eq(entries(folder), 1);
}
END_TEST

START_TEST(the_mode_is_that_of_the_umask)
{
    struct stat status;
    mode_t before = umask(027);
    ck_assert(file_write(in_folder("a"), "", 0, NULL) && file_put(in_folder("b"), "", 0, NULL));
    umask(before);
    ck_assert(stat(in_folder("a"), &status) == 0 && (status.st_mode & 07777) == 0640);
    ck_assert(stat(in_folder("b"), &status) == 0 && (status.st_mode & 07777) == 0640);
}
END_TEST

START_TEST(a_discarded_file_leaves_nothing)
{
    struct file_writer *writer = file_create(in_folder("a"));
    file_add(writer, "x", 1);
    file_discard(writer);
    file_discard(NULL);
    ck_assert_int_eq(entries(folder), 0);
    file_discard(file_create(in_folder("missing/a")));
}
END_TEST

/* Every call that a good run makes, failed in turn. */
START_TEST(a_write_that_fails_anywhere_leaves_the_older_file)
{
    struct error err = ERROR_INIT;
    const char *path = in_folder("page.html");
    ck_assert(file_write(path, "old", 3, &err));
    counting = true;
    fail_call(0, 0);
    ck_assert(file_write(path, "old", 3, &err));
    int good = calls;
    ck_assert_int_ge(good, 7);
    bool switched = false;
    for (int number = 1; number <= good; number++) {
        fail_call(number, number % 2 ? ENOSPC : EIO);
        error_clear(&err);
        counting = true;
        bool ok = file_write(path, "new", 3, &err);
        counting = false;
        /* The last one closes the folder that was flushed: nothing depends on it. */
        ck_assert_msg(ok == (number == good), "call %d, %s", number, failed_call);
        if (ok)
            continue;
        ck_assert_int_eq(err.code, ERROR_FAILED);
        /* Behind the rename only the folder's flush is left to fail. */
        ck_assert_ptr_nonnull(strstr(err.message, switched ? folder : path));
        ck_assert_ptr_nonnull(strstr(err.message, number % 2 ? "No space left" : "Input/output"));
        switched = switched || text_equal(failed_call, "rename");
        if (text_equal(failed_call, "rename") || !switched)
            holds(path, "old");
        ck_assert_int_eq(entries(folder), 1);
    }
    ck_assert(switched);
}
END_TEST

START_TEST(the_first_failure_is_the_one_that_is_told)
{
    struct error err = ERROR_INIT;
    struct file_writer *writer = file_create(in_folder("a"));
    counting = true;
    static const char large[100000] = "more than is gathered";
    fail_call(1, ENOSPC);
    file_add(writer, large, sizeof large);
    fail_call(1, EIO);
    file_add(writer, "y", 1);
    ck_assert(!file_commit(writer, &err));
    counting = false;
    ck_assert_str_eq(err.message, arena_printf(arena, "cannot write '%s': No space left on device",
                                               in_folder("a")));
    ck_assert_int_eq(entries(folder), 0);
}
END_TEST

START_TEST(pieces_of_any_size_come_in_order)
{
    static const size_t sizes[] = {1, 65535, 1, 65536, 0, 3, 200000, 65530, 10};
    size_t total = 0;
    char *expected = arena_alloc(arena, 1 << 20);
    struct file_writer *writer = file_begin(in_folder("a"));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        memset(expected + total, 'a' + (int)i, sizes[i]);
        file_add(writer, expected + total, sizes[i]);
        total += sizes[i];
    }
    struct error err = ERROR_INIT;
    ck_assert_msg(file_commit(writer, &err), "%s", err.message);
    char *text;
    size_t length;
    ck_assert(file_read(arena, in_folder("a"), 1 << 20, &text, &length, &err));
    ck_assert_int_eq(length, total);
    ck_assert_int_eq(memcmp(text, expected, total), 0);
    writer = file_begin(in_folder("a")); /* it is there already */
    file_add(writer, "x", 1);
    ck_assert(!file_commit(writer, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "cannot create '"));
    file_discard(file_begin(in_folder("b")));
    ck_assert_int_eq(entries(folder), 1);
}
END_TEST

START_TEST(short_and_interrupted_calls_are_continued)
{
    struct error err = ERROR_INIT;
    counting = one_byte_only = interrupted_once = true;
    ck_assert(file_write(in_folder("a"), "some text", 9, &err));
    interrupted_once = true;
    ck_assert(file_put(in_folder("b"), "more text", 9, &err));
    interrupted_once = true;
    holds(in_folder("a"), "some text");
    holds(in_folder("b"), "more text");
}
END_TEST

START_TEST(put_fails_where_it_must)
{
    struct error err = ERROR_INIT;
    ck_assert(file_put(in_folder("a"), "1", 1, &err));
    ck_assert(!file_put(in_folder("a"), "2", 1, &err));
    ck_assert_str_eq(err.message,
                     arena_printf(arena, "cannot create '%s': File exists", in_folder("a")));
    static const char *const said[] = {"create", "write", "close"};
    for (int number = 1; number <= 3; number++) {
        const char *path = in_folder(arena_printf(arena, "b%d", number));
        fail_call(number, ENOSPC);
        counting = true;
        ck_assert(!file_put(path, "3", 1, &err));
        counting = false;
        ck_assert_str_eq(err.message, arena_printf(arena, "cannot %s '%s': No space left on device",
                                                   said[number - 1], path));
    }
}
END_TEST

START_TEST(a_full_device_is_said)
{
    struct error err = ERROR_INIT;
    ck_assert_int_eq(symlink("/dev/full", in_folder("full")), 0);
    int fd = open("/dev/full", O_WRONLY);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, "x", 1), -1);
    ck_assert_int_eq(errno, ENOSPC);
    close(fd);
    ck_assert(!file_put(in_folder("full"), "x", 1, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "File exists"));
}
END_TEST

START_TEST(reading_refuses)
{
    struct error err = ERROR_INIT;
    char *text;
    ck_assert(!file_read(arena, in_folder("none"), 10, &text, NULL, &err));
    ck_assert_str_eq(err.message, arena_printf(arena, "cannot open '%s': No such file or directory",
                                               in_folder("none")));
    ck_assert(!file_read(arena, folder, 10, &text, NULL, &err));
    ck_assert_str_eq(err.message,
                     arena_printf(arena, "cannot read '%s': not a regular file", folder));
    ck_assert(!file_read(arena, "/dev/zero", 10, &text, NULL, &err));
    ck_assert(file_write(in_folder("a"), "0123456789", 10, &err));
    ck_assert(file_read(arena, in_folder("a"), 10, &text, NULL, &err));
    ck_assert(!file_read(arena, in_folder("a"), 9, &text, NULL, &err));
    ck_assert_str_eq(err.message,
                     arena_printf(arena, "cannot read '%s': larger than 9 bytes", in_folder("a")));
    counting = true;
    fail_call(2, EIO);
    ck_assert(!file_read(arena, in_folder("a"), 10, &text, NULL, &err));
    ck_assert_str_eq(failed_call, "read");
    ck_assert_ptr_nonnull(strstr(err.message, "Input/output error"));
}
END_TEST

START_TEST(folders_are_made_and_removed)
{
    struct error err = ERROR_INIT;
    ck_assert(folder_make(in_folder("a/b//c/"), &err) && folder_make(in_folder("a/b/c"), &err));
    ck_assert(file_exists(in_folder("a/b/c")));
    ck_assert(file_write(in_folder("a/b/file"), "x", 1, &err));
    ck_assert(!folder_make(in_folder("a/b/file/d"), &err));
    ck_assert_ptr_nonnull(strstr(err.message, "Not a directory"));
    ck_assert(!folder_make(in_folder("a/b/file"), &err));
    ck_assert(!folder_make("", &err));
    ck_assert(folder_remove(in_folder("a"), &err) && folder_remove(in_folder("a"), &err));
    ck_assert(!file_exists(in_folder("a")));
    counting = true;
    fail_call(3, EROFS); /* the ones before are of folders that are there */
    ck_assert(!folder_make(in_folder("z"), &err));
    ck_assert_str_eq(err.message, arena_printf(arena,
                                               "cannot make the folder '%s': Read-only file "
                                               "system",
                                               in_folder("z")));
}
END_TEST

START_TEST(removal_does_not_follow_links)
{
    struct error err = ERROR_INIT;
    ck_assert(folder_make(in_folder("kept"), &err) && folder_make(in_folder("tree"), &err));
    ck_assert(file_write(in_folder("kept/file"), "x", 1, &err));
    ck_assert_int_eq(symlink("../kept", in_folder("tree/link")), 0);
    ck_assert_int_eq(symlink("nowhere", in_folder("tree/dangling")), 0);
    ck_assert(folder_remove(in_folder("tree"), &err));
    ck_assert(!file_exists(in_folder("tree")));
    holds(in_folder("kept/file"), "x");
}
END_TEST

/* Another process that removes the same tree is first with what is named `stolen`. */
START_TEST(removal_beside_another_removal)
{
    static const char *const names[] = {"tree/a", "tree/m/a", "tree/m", "tree"};
    struct error err = ERROR_INIT;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert(folder_make(in_folder("tree/m"), &err) && folder_make(in_folder("tree/z"), &err));
        ck_assert(file_write(in_folder("tree/a"), "x", 1, &err));
        ck_assert(file_write(in_folder("tree/m/a"), "x", 1, &err));
        ck_assert(file_write(in_folder("tree/z/a"), "x", 1, &err));
        stolen = in_folder(names[i]);
        ck_assert_msg(folder_remove(in_folder("tree"), &err), "%s: %s", names[i], err.message);
        ck_assert_msg(!file_exists(in_folder("tree")), "'%s' was stolen and the rest stands",
                      names[i]);
        ck_assert_ptr_null(stolen);
    }
}
END_TEST

START_TEST(flushing_a_folder)
{
    struct error err = ERROR_INIT;
    ck_assert(folder_sync(folder, &err) && folder_sync_all(folder, &err));
    ck_assert(!folder_sync(in_folder("none"), &err));
    ck_assert_str_eq(err.message,
                     arena_printf(arena, "cannot open the folder '%s': No such file or directory",
                                  in_folder("none")));
    counting = true;
    fail_call(2, EIO);
    ck_assert(!folder_sync_all(folder, &err));
    ck_assert_str_eq(failed_call, "syncfs");
}
END_TEST

/* ---- files without a name ---- */

START_TEST(a_nameless_file_is_written_and_read)
{
    struct error err = ERROR_INIT;
    char text[8] = "";
    struct stat status;
    const char *where = _i ? NULL : folder;
    int fd = file_nameless(where, &err);
    ck_assert_msg(fd >= 0, "%s", err.message);
    ck_assert_int_eq(entries(folder), 0);
    ck_assert(file_write_all(fd, "0123456789", 10));
    ck_assert(file_read_at(&(struct file_place){fd, "it", 3}, text, 4, &err));
    ck_assert_str_eq(text, "3456");
    ck_assert(file_write_all(fd, "x", 1)); /* reading has left the end where it was */
    ck_assert(fstat(fd, &status) == 0 && status.st_size == 11);
    ck_assert_uint_eq(status.st_nlink, 0); /* it goes with what has it open */
    ck_assert(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    int other = file_nameless(where, &err);
    ck_assert_int_ge(other, 0);
    ck_assert(fstat(other, &status) == 0 && status.st_size == 0);
    close(other);
    close(fd);
}
END_TEST

START_TEST(a_nameless_file_needs_its_folder)
{
    struct error err = ERROR_INIT;
    ck_assert_int_eq(file_nameless(in_folder("none"), &err), -1);
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(err.message,
                     arena_printf(arena, "cannot create a file in '%s': No such file or directory",
                                  in_folder("none")));
}
END_TEST

START_TEST(a_nameless_file_that_fails_is_no_file)
{
    struct error err = ERROR_INIT;
    counting = true;
    fail_call(1, ENOSPC);
    ck_assert_int_eq(file_nameless(folder, &err), -1);
    ck_assert_str_eq(failed_call, "mkostemp");
    ck_assert_str_eq(
        err.message,
        arena_printf(arena, "cannot create a file in '%s': No space left on device", folder));
    fail_call(1, EMFILE);
    ck_assert_int_eq(file_nameless(NULL, &err), -1);
    ck_assert_str_eq(failed_call, "memfd_create");
    ck_assert_str_eq(err.message, "cannot create a file in 'memory': Too many open files");
}
END_TEST

/* What cannot be removed would stay. */
START_TEST(a_nameless_file_that_keeps_its_name_is_an_error)
{
    struct error err = ERROR_INIT;
    const char *says = arena_printf(arena, "cannot remove '%s/.nameless-", folder);
    counting = true;
    fail_call(2, EPERM);
    ck_assert_int_eq(file_nameless(folder, &err), -1);
    ck_assert_str_eq(failed_call, "unlink");
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_msg(strncmp(err.message, says, strlen(says)) == 0, "%s", err.message);
    ck_assert_str_eq(err.message + strlen(says) + 6, "': Operation not permitted");
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("file");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, a_file_appears_whole);
    tcase_add_test(all, the_mode_is_that_of_the_umask);
    tcase_add_test(all, a_discarded_file_leaves_nothing);
    tcase_add_test(all, a_write_that_fails_anywhere_leaves_the_older_file);
    tcase_add_test(all, the_first_failure_is_the_one_that_is_told);
    tcase_add_test(all, pieces_of_any_size_come_in_order);
    tcase_add_test(all, short_and_interrupted_calls_are_continued);
    tcase_add_test(all, put_fails_where_it_must);
    tcase_add_test(all, a_full_device_is_said);
    tcase_add_test(all, reading_refuses);
    tcase_add_test(all, folders_are_made_and_removed);
    tcase_add_test(all, removal_does_not_follow_links);
    tcase_add_test(all, removal_beside_another_removal);
    tcase_add_test(all, flushing_a_folder);
    tcase_add_loop_test(all, a_nameless_file_is_written_and_read, 0, 2);
    tcase_add_test(all, a_nameless_file_needs_its_folder);
    tcase_add_test(all, a_nameless_file_that_fails_is_no_file);
    tcase_add_test(all, a_nameless_file_that_keeps_its_name_is_an_error);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
