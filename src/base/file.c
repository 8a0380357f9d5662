#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

static bool read_all(int fd, char *text, size_t length, size_t *done)
{
    *done = 0;
    while (*done < length) {
        ssize_t count = read(fd, text + *done, length - *done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        if (count == 0)
            break;
        *done += (size_t)count;
    }
    return true;
}

bool file_read(struct arena *arena, const char *path, size_t limit, char **text, size_t *length,
               struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot open '%s'", path);
    struct stat status;
    bool ok = fstat(fd, &status) == 0;
    size_t size = 0;
    if (!ok) {
        error_set_errno(err, ERROR_FAILED, "cannot read '%s'", path);
    } else if (!S_ISREG(status.st_mode)) {
        ok = error_set(err, ERROR_FAILED, "cannot read '%s': not a regular file", path);
    } else if (status.st_size < 0 || (unsigned long long)status.st_size > limit) {
        ok = error_set(err, ERROR_FAILED, "cannot read '%s': larger than %zu bytes", path, limit);
    } else {
        *text = arena_alloc(arena, (size_t)status.st_size + 1);
        ok = read_all(fd, *text, (size_t)status.st_size, &size);
        if (!ok)
            error_set_errno(err, ERROR_FAILED, "cannot read '%s'", path);
        (*text)[size] = '\0';
    }
    close(fd);
    if (ok && length)
        *length = size;
    return ok;
}

bool file_read_at(const struct file_place *place, void *into, size_t size, struct error *err)
{
    char *to = into;
    uint64_t at = place->at;
    while (size > 0) {
        ssize_t got = pread(place->fd, to, size, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", place->path);
        if (got == 0)
            return error_set(err, ERROR_FAILED, "'%s' is cut off", place->path);
        to += got;
        size -= (size_t)got;
        at += (uint64_t)got;
    }
    return true;
}

bool file_digest(const char *path, struct digest *digest, long long *bytes, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot open '%s'", path);
    struct stat status;
    bool ok = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    if (!ok)
        error_set(err, ERROR_FAILED, "cannot read '%s': not a regular file", path);
    struct digest_state *state = digest_begin();
    char piece[64 * 1024];
    size_t count = sizeof piece;
    *bytes = 0;
    while (ok && count == sizeof piece) {
        ok = read_all(fd, piece, sizeof piece, &count);
        if (!ok)
            error_set_errno(err, ERROR_FAILED, "cannot read '%s'", path);
        else
            digest_update(state, piece, count);
        *bytes += (long long)count;
    }
    *digest = digest_finish(state);
    close(fd);
    return ok;
}

/* Nobody else would remove it: with its name it is none. */
static int without_name(int fd, const char *path, struct error *err)
{
    if (unlink(path) == 0)
        return fd;
    int reason = errno;
    error_set_errno(err, ERROR_FAILED, "cannot remove '%s'", path);
    close(fd);
    errno = reason;
    return -1;
}

int file_nameless(const char *folder, struct error *err)
{
    char *path = NULL;
    if (folder && asprintf(&path, "%s/.nameless-XXXXXX", folder) < 0)
        out_of_memory();
    int fd = path ? mkostemp(path, O_CLOEXEC) : memfd_create("nameless", MFD_CLOEXEC);
    int reason = errno;
    if (fd < 0)
        error_set_errno(err, ERROR_FAILED, "cannot create a file in '%s'",
                        folder ? folder : "memory");
    errno = reason;
    if (fd >= 0 && path)
        fd = without_name(fd, path, err);
    free(path);
    return fd;
}

bool file_write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = write(fd, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count == 0) /* never for a regular file, but it must not become an endless loop */
            errno = EIO;
        if (count <= 0)
            return false;
        bytes += count;
        length -= (size_t)count;
    }
    return true;
}

enum { WRITER_BYTES = 64 * 1024 };

struct file_writer {
    char *path;
    char *temporary; /* NULL: written at its place, and not flushed */
    int fd;
    size_t gathered;
    struct error failure; /* the first one */
    char bytes[WRITER_BYTES];
};

static void fail(struct file_writer *writer, const char *what)
{
    if (writer->failure.code == ERROR_NONE)
        error_set_errno(&writer->failure, ERROR_FAILED, "cannot %s '%s'", what, writer->path);
}

static struct file_writer *new_writer(const char *path)
{
    struct file_writer *writer = malloc(sizeof *writer);
    if (!writer)
        out_of_memory();
    writer->path = strdup(path);
    if (!writer->path)
        out_of_memory();
    writer->temporary = NULL;
    writer->fd = -1;
    writer->gathered = 0;
    error_clear(&writer->failure);
    return writer;
}

struct file_writer *file_create(const char *path)
{
    struct file_writer *writer = new_writer(path);
    if (asprintf(&writer->temporary, "%s.tmp-XXXXXX", path) < 0)
        out_of_memory();
    writer->fd = mkostemp(writer->temporary, O_CLOEXEC);
    if (writer->fd < 0) {
        fail(writer, "create");
        return writer;
    }
    mode_t mask = umask(0);
    umask(mask);
    if (fchmod(writer->fd, 0666 & ~mask) != 0)
        fail(writer, "set the mode of");
    return writer;
}

struct file_writer *file_begin(const char *path)
{
    struct file_writer *writer = new_writer(path);
    writer->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (writer->fd < 0)
        fail(writer, "create");
    return writer;
}

static void write_out(struct file_writer *writer, const char *bytes, size_t length)
{
    if (writer->failure.code == ERROR_NONE && !file_write_all(writer->fd, bytes, length))
        fail(writer, "write");
}

static void write_gathered(struct file_writer *writer)
{
    write_out(writer, writer->bytes, writer->gathered);
    writer->gathered = 0;
}

void file_add(struct file_writer *writer, const void *bytes, size_t length)
{
    if (length > WRITER_BYTES - writer->gathered)
        write_gathered(writer);
    if (length >= WRITER_BYTES) {
        write_out(writer, bytes, length);
    } else if (length > 0) {
        memcpy(writer->bytes + writer->gathered, bytes, length);
        writer->gathered += length;
    }
}

static void free_writer(struct file_writer *writer)
{
    free(writer->temporary);
    free(writer->path);
    free(writer);
}

static bool sync_parent(const char *path, struct error *err)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return folder_sync(".", err);
    char *parent = strndup(path, slash == path ? 1 : (size_t)(slash - path));
    if (!parent)
        out_of_memory();
    bool ok = folder_sync(parent, err);
    free(parent);
    return ok;
}

static const char *written_at(const struct file_writer *writer)
{
    return writer->temporary ? writer->temporary : writer->path;
}

bool file_commit(struct file_writer *writer, struct error *err)
{
    write_gathered(writer);
    bool in_place = !writer->temporary;
    if (!in_place && writer->failure.code == ERROR_NONE && fsync(writer->fd) != 0)
        fail(writer, "flush");
    int fd = writer->fd;
    writer->fd = -1;
    if (fd >= 0 && close(fd) != 0)
        fail(writer, "close");
    if (!in_place && writer->failure.code == ERROR_NONE &&
        rename(writer->temporary, writer->path) != 0)
        fail(writer, "rename the finished file to");
    bool ok = writer->failure.code == ERROR_NONE;
    if (!ok) {
        if (err)
            *err = writer->failure;
        if (fd >= 0)
            unlink(written_at(writer));
    }
    ok = ok && (in_place || sync_parent(writer->path, err));
    free_writer(writer);
    return ok;
}

void file_discard(struct file_writer *writer)
{
    if (!writer)
        return;
    if (writer->fd >= 0) {
        close(writer->fd);
        unlink(written_at(writer));
    }
    free_writer(writer);
}

bool file_write(const char *path, const void *bytes, size_t length, struct error *err)
{
    struct file_writer *writer = file_create(path);
    file_add(writer, bytes, length);
    return file_commit(writer, err);
}

bool file_put(const char *path, const void *bytes, size_t length, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot create '%s'", path);
    bool ok = file_write_all(fd, bytes, length);
    if (!ok)
        error_set_errno(err, ERROR_FAILED, "cannot write '%s'", path);
    if (close(fd) != 0 && ok)
        ok = error_set_errno(err, ERROR_FAILED, "cannot close '%s'", path);
    if (!ok)
        unlink(path);
    return ok;
}

/* A folder that is there already is fine, anything else of that name is not. */
static bool make_one(const char *path)
{
    struct stat status;
    if (mkdir(path, 0777) == 0)
        return true;
    int why = errno;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return true;
    errno = why == EEXIST ? ENOTDIR : why;
    return false;
}

bool folder_make(const char *path, struct error *err)
{
    char *copy = strdup(path);
    if (!copy)
        out_of_memory();
    bool ok = true;
    for (char *c = copy + (*copy != '\0'); ok; c++) {
        if (*c != '/' && *c != '\0')
            continue;
        char end = *c;
        *c = '\0';
        if (!make_one(copy))
            ok = error_set_errno(err, ERROR_FAILED, "cannot make the folder '%s'", copy);
        *c = end;
        if (end == '\0')
            break;
    }
    free(copy);
    return ok;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path) == 0 || errno == ENOENT ? 0 : -1;
}

bool folder_remove(const char *path, struct error *err)
{
    struct stat status;
    while (nftw(path, remove_entry, 32, FTW_DEPTH | FTW_PHYS) != 0) {
        if (errno != ENOENT)
            return error_set_errno(err, ERROR_FAILED, "cannot remove '%s'", path);
        /* There is no tree, or a folder in it vanished before it could be opened. */
        if (lstat(path, &status) != 0)
            return true;
    }
    return true;
}

static bool with_folder(const char *path, int (*flush)(int), struct error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot open the folder '%s'", path);
    bool ok = flush(fd) == 0;
    if (!ok)
        error_set_errno(err, ERROR_FAILED, "cannot flush the folder '%s'", path);
    close(fd);
    return ok;
}

bool folder_sync(const char *path, struct error *err)
{
    return with_folder(path, fsync, err);
}

bool folder_sync_all(const char *path, struct error *err)
{
    return with_folder(path, syncfs, err);
}

char *path_join(struct arena *arena, const char *folder, const char *name)
{
    size_t length = strlen(folder);
    size_t rest = strlen(name);
    char *path = arena_alloc(arena, length + rest + 2);
    memcpy(path, folder, length);
    path[length] = '/';
    memcpy(path + length + 1, name, rest);
    return path;
}
