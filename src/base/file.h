/*
 * Files and folders. A file is written whole or not at all; the first failure
 * sticks to its writer and only file_commit reports it.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The whole of a file, terminated by NUL (not counted in *length). Larger than
 * `limit` bytes is an error. `length` may be NULL. */
bool file_read(struct arena *arena, const char *path, size_t limit, char **text, size_t *length,
               struct error *err);

bool file_exists(const char *path);

/* `size` bytes from an open file's byte `at` on; what it is read for does not move its position. An
 * error names `path`. */
struct file_place {
    int fd;
    const char *path;
    uint64_t at;
};
bool file_read_at(const struct file_place *place, void *into, size_t size, struct error *err);

/* Size and digest of a regular file (not of a symbolic link), read in pieces. */
bool file_digest(const char *path, struct digest *digest, long long *bytes, struct error *err);

/* A file that is about to appear: written beside its place under a temporary
 * name, then flushed, renamed and its folder flushed by file_commit. */
struct file_writer;
struct file_writer *file_create(const char *path);
/* A new file in a tree that is not yet visible, as by file_put: file_commit only closes it. */
struct file_writer *file_begin(const char *path);
/* Small pieces are gathered. */
void file_add(struct file_writer *writer, const void *bytes, size_t length);
/* Frees the writer; on failure nothing is left behind and an older file stands. */
bool file_commit(struct file_writer *writer, struct error *err);
/* Gives up: nothing is left behind. NULL is allowed. */
void file_discard(struct file_writer *writer);

/* file_create, file_add, file_commit in one. */
bool file_write(const char *path, const void *bytes, size_t length, struct error *err);

/* Writes a new file into a tree that is not yet visible: no temporary name, no
 * flush (one syncfs follows for the tree). The parent folder must exist. */
bool file_put(const char *path, const void *bytes, size_t length, struct error *err);

/* A new file without a name, to be written and read; it is gone once nobody has it open. In memory
 * where the folder is NULL. -1: err and errno say why not. */
int file_nameless(const char *folder, struct error *err);

/* All of it, whatever the kernel takes at a time. False: errno says why. */
bool file_write_all(int fd, const char *bytes, size_t length);

/* Makes the folder and what is missing above it, mode 0777 less the umask. */
bool folder_make(const char *path, struct error *err);
/* Removes a tree; a missing one is fine, and so is another process that removes from it at the
 * same time: true says that it is gone. Does not follow symbolic links. */
bool folder_remove(const char *path, struct error *err);
/* Flushes a folder's entries. */
bool folder_sync(const char *path, struct error *err);
/* Flushes the file system that holds the path. */
bool folder_sync_all(const char *path, struct error *err);

/* "a/b" from "a" and "b". */
char *path_join(struct arena *arena, const char *folder, const char *name);

#endif
