#include "db/score_file.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_ROWS = 32 };

struct run {
    FILE *stream;
    struct score_row *row; /* at hand */
    bool done;
};

struct score_file {
    struct arena *arena;
    struct arena *merging; /* the runs; NULL when there is one file */
    const char *folder;
    size_t dimension_count;
    size_t row_bytes;
    size_t files; /* that were made */
    struct run *runs;
    size_t run_count;
    size_t run_capacity;
    int fd; /* of the whole */
    unsigned char *block;
    size_t count;
    struct uuid *marks; /* of the first row of every block */
    size_t mark_count;
    size_t mark_capacity;
};

static void end_runs(void *pointer)
{
    struct score_file *file = pointer;
    arena_free(file->merging);
    file->merging = NULL;
}

struct score_file *score_file_begin(struct arena *arena, const char *folder, size_t dimension_count)
{
    struct score_file *file = arena_alloc(arena, sizeof *file);
    *file = (struct score_file){
        .arena = arena,
        .merging = arena_new(),
        .folder = arena_strdup(arena, folder),
        .dimension_count = dimension_count,
        .row_bytes = sizeof(struct score_row) + dimension_count * sizeof(int32_t),
    };
    file->block = arena_array(arena, BLOCK_ROWS, file->row_bytes);
    arena_defer(arena, end_runs, file);
    return file;
}

static const char *new_path(struct score_file *file)
{
    return arena_printf(file->arena, "%s/dimension-scores-%d-%zu", file->folder, (int)getpid(),
                        file->files++);
}

/* Opens what was written and takes its name away. */
static int open_nameless(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        error_set_errno(err, ERROR_FAILED, "cannot open '%s'", path);
    unlink(path);
    return fd;
}

static int by_id(const void *left, const void *right)
{
    const struct score_row *a = *(const struct score_row *const *)left;
    const struct score_row *b = *(const struct score_row *const *)right;
    return uuid_order(&a->id, &b->id);
}

static void close_stream(void *stream)
{
    fclose(stream);
}

static void close_file(void *pointer)
{
    const struct score_file *file = pointer;
    close(file->fd);
}

static bool open_run(struct score_file *file, const char *path, struct error *err)
{
    int fd = open_nameless(path, err);
    if (fd < 0)
        return false;
    struct run run = {.stream = fdopen(fd, "r"),
                      .row = arena_alloc(file->merging, file->row_bytes)};
    if (!run.stream)
        out_of_memory();
    arena_defer(file->merging, close_stream, run.stream);
    file->runs = arena_grow(file->merging, file->runs, &file->run_capacity, file->run_count + 1,
                            sizeof *file->runs);
    file->runs[file->run_count++] = run;
    return true;
}

bool score_file_add(struct score_file *file, struct score_row **rows, size_t count,
                    struct error *err)
{
    const char *path = new_path(file);
    struct file_writer *writer = file_begin(path);
    if (count > 1)
        qsort(rows, count, sizeof *rows, by_id);
    for (size_t i = 0; i < count; i++)
        file_add(writer, rows[i], file->row_bytes);
    return file_commit(writer, err) && open_run(file, path, err);
}

/* ---- runs into one file ---- */

static bool advance(const struct score_file *file, struct run *run, struct error *err)
{
    run->done = fread(run->row, file->row_bytes, 1, run->stream) != 1;
    return !run->done || !ferror(run->stream) ||
           error_set_errno(err, ERROR_FAILED, "cannot read the scores in '%s'", file->folder);
}

static struct run *least(const struct score_file *file)
{
    struct run *found = NULL;
    for (size_t i = 0; i < file->run_count; i++) {
        struct run *run = &file->runs[i];
        if (!run->done && (!found || uuid_order(&run->row->id, &found->row->id) < 0))
            found = run;
    }
    return found;
}

static void add_values(const struct score_file *file, struct score_row *row,
                       const struct score_row *more)
{
    for (size_t i = 0; i < file->dimension_count; i++)
        if (more->values[i] != SCORE_MISSING)
            row->values[i] = more->values[i];
}

static void write_row(struct score_file *file, struct file_writer *writer,
                      const struct score_row *row)
{
    if (file->count++ % BLOCK_ROWS == 0) {
        file->marks = arena_grow(file->arena, file->marks, &file->mark_capacity,
                                 file->mark_count + 1, sizeof *file->marks);
        file->marks[file->mark_count++] = row->id;
    }
    file_add(writer, row, file->row_bytes);
}

static bool merge(struct score_file *file, struct file_writer *writer, struct error *err)
{
    struct score_row *row = arena_alloc(file->merging, file->row_bytes);
    for (size_t i = 0; i < file->run_count; i++)
        if (!advance(file, &file->runs[i], err))
            return false;
    for (struct run *run; (run = least(file));) {
        memcpy(row, run->row, file->row_bytes);
        if (!advance(file, run, err))
            return false;
        while ((run = least(file)) && uuid_order(&run->row->id, &row->id) == 0) {
            add_values(file, row, run->row);
            if (!advance(file, run, err))
                return false;
        }
        write_row(file, writer, row);
    }
    return true;
}

bool score_file_end(struct score_file *file, struct error *err)
{
    const char *path = new_path(file);
    struct file_writer *writer = file_begin(path);
    if (!merge(file, writer, err)) {
        file_discard(writer);
        return false;
    }
    end_runs(file);
    if (!file_commit(writer, err))
        return false;
    file->fd = open_nameless(path, err);
    if (file->fd >= 0)
        arena_defer(file->arena, close_file, file);
    return file->fd >= 0;
}

/* ---- reading ---- */

/* The last block whose first row is not behind the one wanted. */
static size_t block_of(const struct score_file *file, const struct uuid *id)
{
    size_t low = 0;
    size_t high = file->mark_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (uuid_order(&file->marks[middle], id) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

bool score_file_find(const struct score_file *file, const struct uuid *id,
                     const struct score_row **row, struct error *err)
{
    size_t first = block_of(file, id) * BLOCK_ROWS;
    size_t rows = file->count - first < BLOCK_ROWS ? file->count - first : BLOCK_ROWS;
    const struct file_place place = {file->fd, file->folder, first * file->row_bytes};
    *row = NULL;
    if (!file_read_at(&place, file->block, rows * file->row_bytes, err))
        return false;
    for (size_t i = 0; i < rows && !*row; i++) {
        const struct score_row *next = (const void *)(file->block + i * file->row_bytes);
        if (uuid_order(&next->id, id) == 0)
            *row = next;
    }
    return true;
}
