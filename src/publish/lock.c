#include "publish/lock.h"

#include "base/file.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct lock {
    int fd;
};

/* Closing is enough, and unlike LOCK_UN it leaves the lock to forked workers that still run. */
static void release(void *pointer)
{
    struct lock *lock = pointer;
    close(lock->fd);
}

/* The pid in the file, 0 when there is none yet. */
static long long read_pid(int fd)
{
    char text[24] = "";
    ssize_t length = pread(fd, text, sizeof text - 1, 0);
    if (length <= 0)
        return 0;
    text[strcspn(text, "\n")] = '\0';
    long long pid = 0;
    return text_to_integer(text, 1, INT32_MAX, &pid) ? pid : 0;
}

static bool write_pid(int fd, const char *path, struct error *err)
{
    char text[24];
    int length = snprintf(text, sizeof text, "%d\n", (int)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)length, 0) != length)
        return error_set_errno(err, ERROR_FAILED, "cannot write '%s'", path);
    return true;
}

static bool held_elsewhere(int fd, const char *path, struct error *err)
{
    long long pid = read_pid(fd);
    if (pid > 0)
        error_set(err, ERROR_LOCKED, "another run holds the lock '%s' (pid %lld)", path, pid);
    else
        error_set(err, ERROR_LOCKED, "another run holds the lock '%s'", path);
    return error_hint(err, "wait for it to end, or publish to another folder with --out");
}

/* Whoever held it may have removed the file since it was opened here. */
static bool is_at(int fd, const char *path)
{
    struct stat open_file;
    struct stat there;
    return fstat(fd, &open_file) == 0 && lstat(path, &there) == 0 &&
           open_file.st_dev == there.st_dev && open_file.st_ino == there.st_ino;
}

bool lock_acquire(struct arena *arena, const char *out_dir, struct error *err)
{
    if (!folder_make(out_dir, err))
        return false;
    const char *path = path_join(arena, out_dir, ".lock");
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot open the lock '%s'", path);
    bool ok = true;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        ok = errno == EWOULDBLOCK
                 ? held_elsewhere(fd, path, err)
                 : error_set_errno(err, ERROR_FAILED, "cannot take the lock '%s'", path);
    else if (!is_at(fd, path))
        ok = held_elsewhere(fd, path, err);
    if (!ok || !write_pid(fd, path, err)) {
        close(fd);
        return false;
    }
    struct lock *lock = arena_alloc(arena, sizeof *lock);
    lock->fd = fd;
    arena_defer(arena, release, lock);
    return true;
}

bool lock_is_ours(struct arena *arena, const char *out_dir)
{
    int fd = open(path_join(arena, out_dir, ".lock"), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    bool held = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    bool ours = held && read_pid(fd) == (long long)getpid();
    close(fd);
    return ours;
}
