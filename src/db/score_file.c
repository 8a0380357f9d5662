/* The parts of all writers into one file, and its rows out of it. */
#include "db/score_file.h"

#include "base/file.h"
#include "db/score_parts.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A part is one block or more, of so many rows at the least. */
enum { BLOCK_ROWS = 16 };

struct score_file {
    struct score_place place;
    size_t row_bytes;
    int fd;
    int block_bits;   /* of a key, from its first on, that say its block */
    uint64_t *starts; /* the first row of every block; one more than there are: where all end */
    struct score_row *row; /* what was found */
    unsigned char *block;  /* room for any of them */
};

/* Where a chunk is. */
struct spot {
    const struct score_parts *parts;
    uint64_t at;
    struct score_chunk head;
};

/* While the file is made. */
struct join {
    struct score_file *file;
    struct arena *arena;          /* of all of it */
    struct arena *one;            /* of a part */
    struct spot *spots;           /* in the order of the parts */
    size_t ends[SCORE_PARTS + 1]; /* where the spots of the part before end */
};

/* Blocks of a key's first bits follow each other as parts do, which its first byte says. */
static size_t block_of(const struct score_file *file, const struct uuid *key)
{
    uint64_t first;
    memcpy(&first, key->bytes, sizeof first);
    return (size_t)(be64toh(first) >> (64 - file->block_bits));
}

static void close_file(void *pointer)
{
    const struct score_file *file = pointer;
    if (file->fd >= 0)
        close(file->fd);
}

/* ---- where the chunks are ---- */

static bool read_at(const struct score_parts *parts, uint64_t at, void *into, size_t size,
                    struct error *err)
{
    const struct file_place place = {parts->fd, score_place_name(&parts->place), at};
    return file_read_at(&place, into, size, err);
}

static bool list_chunks(struct join *join, const struct score_parts *parts, struct spot **spots,
                        size_t *count, struct error *err)
{
    struct stat status;
    if (fstat(parts->fd, &status) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'",
                               score_place_name(&parts->place));
    size_t chunks = (size_t)status.st_size / parts->chunk_bytes;
    size_t capacity = *count;
    *spots = arena_grow(join->arena, *spots, &capacity, *count + chunks, sizeof **spots);
    for (size_t i = 0; i < chunks; i++) {
        struct spot *spot = &(*spots)[(*count)++];
        *spot = (struct spot){.parts = parts, .at = i * parts->chunk_bytes};
        if (!read_at(parts, spot->at, &spot->head, sizeof spot->head, err))
            return false;
    }
    return true;
}

static void order_chunks(struct join *join, const struct spot *found, size_t count)
{
    size_t next[SCORE_PARTS];
    for (size_t i = 0; i < count; i++)
        join->ends[found[i].head.part + 1]++;
    for (size_t i = 0; i < SCORE_PARTS; i++) {
        next[i] = join->ends[i];
        join->ends[i + 1] += join->ends[i];
    }
    join->spots = arena_array(join->arena, count, sizeof *join->spots);
    for (size_t i = 0; i < count; i++)
        join->spots[next[found[i].head.part]++] = found[i];
}

/* ---- part by part ---- */

static size_t row_count(const struct join *join, size_t first, size_t end)
{
    size_t rows = 0;
    for (size_t i = first; i < end; i++)
        rows += join->spots[i].head.rows;
    return rows;
}

/* Rows of one part, as they came. */
static bool read_part(struct join *join, size_t part, unsigned char **rows, size_t *count,
                      struct error *err)
{
    size_t end = join->ends[part + 1];
    size_t row_bytes = join->file->row_bytes;
    *rows = arena_array(join->one, row_count(join, join->ends[part], end), row_bytes);
    *count = 0;
    for (size_t i = join->ends[part]; i < end; i++) {
        const struct spot *spot = &join->spots[i];
        if (!read_at(spot->parts, spot->at + sizeof spot->head, *rows + *count * row_bytes,
                     spot->head.rows * row_bytes, err))
            return false;
        *count += spot->head.rows;
    }
    return true;
}

/* Brings the rows of a part into the order of its blocks, and says where those begin. */
static unsigned char *arrange(struct join *join, size_t part, const unsigned char *rows,
                              size_t count)
{
    struct score_file *file = join->file;
    size_t blocks = ((size_t)1 << file->block_bits) / SCORE_PARTS;
    size_t first = part * blocks;
    uint64_t *starts = file->starts + first;
    uint64_t begin = starts[0]; /* the part before has said so */
    size_t *block = arena_array(join->one, count, sizeof *block);
    size_t *next = arena_array(join->one, blocks, sizeof *next);
    unsigned char *arranged = arena_array(join->one, count, file->row_bytes);
    for (size_t i = 0; i < count; i++) {
        block[i] = block_of(file, (const void *)(rows + i * file->row_bytes)) - first;
        starts[block[i] + 1]++;
    }
    for (size_t i = 0; i < blocks; i++) {
        next[i] = starts[i] - begin;
        starts[i + 1] += starts[i];
    }
    for (size_t i = 0; i < count; i++)
        memcpy(arranged + next[block[i]]++ * file->row_bytes, rows + i * file->row_bytes,
               file->row_bytes);
    return arranged;
}

static bool add_part(struct join *join, size_t part, struct error *err)
{
    const struct score_file *file = join->file;
    unsigned char *rows;
    size_t count;
    arena_reset(join->one);
    if (!read_part(join, part, &rows, &count, err))
        return false;
    rows = arrange(join, part, rows, count);
    return file_write_all(file->fd, (const char *)rows, count * file->row_bytes) ||
           error_set_errno(err, ERROR_FAILED, "cannot write scores of dimensions in '%s'",
                           score_place_name(&file->place));
}

/* As many blocks as rows fill. */
static void make_blocks(struct join *join, struct arena *arena, size_t rows)
{
    struct score_file *file = join->file;
    size_t blocks = SCORE_PARTS;
    for (file->block_bits = 8; rows / blocks >= 2 * BLOCK_ROWS; blocks *= 2)
        file->block_bits++;
    file->starts = arena_array(arena, blocks + 1, sizeof *file->starts);
}

static void make_room(struct score_file *file, struct arena *arena)
{
    size_t most = 0;
    for (size_t i = 0; i < (size_t)1 << file->block_bits; i++)
        if (file->starts[i + 1] - file->starts[i] > most)
            most = file->starts[i + 1] - file->starts[i];
    file->block = arena_array(arena, most, file->row_bytes);
    file->row = arena_alloc(arena, file->row_bytes);
}

static bool add_all(struct join *join, struct arena *arena, struct score_parts *const *parts,
                    size_t count, struct error *err)
{
    struct spot *found = NULL;
    size_t chunks = 0;
    for (size_t i = 0; i < count; i++)
        if (!list_chunks(join, parts[i], &found, &chunks, err))
            return false;
    order_chunks(join, found, chunks);
    make_blocks(join, arena, row_count(join, 0, chunks));
    for (size_t i = 0; i < SCORE_PARTS; i++)
        if (!add_part(join, i, err))
            return false;
    make_room(join->file, arena);
    return true;
}

bool score_file_join(struct arena *arena, struct score_parts *const *parts, size_t count,
                     struct score_file **out, struct error *err)
{
    struct score_file *file = arena_alloc(arena, sizeof *file);
    *file = (struct score_file){
        .place = parts[0]->place,
        .row_bytes = parts[0]->row_bytes,
        .fd = file_nameless(parts[0]->place.folder, err),
    };
    arena_defer(arena, close_file, file);
    struct join join = {.file = file, .arena = arena_new(), .one = arena_new()};
    bool ok = file->fd >= 0 && add_all(&join, arena, parts, count, err);
    arena_free(join.one);
    arena_free(join.arena);
    for (size_t i = 0; i < count; i++)
        score_parts_close(parts[i]);
    *out = file;
    return ok;
}

/* ---- reading ---- */

static void add_values(const struct score_file *file, const struct score_row *more)
{
    for (size_t i = 0; i < file->place.dimension_count; i++)
        if (more->values[i] != SCORE_MISSING)
            file->row->values[i] = more->values[i];
}

bool score_file_find(const struct score_file *file, const struct uuid *id,
                     const struct score_row **row, struct error *err)
{
    struct uuid key = score_key(id);
    const uint64_t *start = &file->starts[block_of(file, &key)];
    size_t rows = (size_t)(start[1] - start[0]);
    const struct file_place place = {file->fd, score_place_name(&file->place),
                                     start[0] * file->row_bytes};
    *row = NULL;
    if (!file_read_at(&place, file->block, rows * file->row_bytes, err))
        return false;
    for (size_t i = 0; i < rows; i++) {
        const struct score_row *next = (const void *)(file->block + i * file->row_bytes);
        if (uuid_order(&next->key, &key) != 0)
            continue;
        if (*row)
            add_values(file, next);
        else
            memcpy(file->row, next, file->row_bytes);
        *row = file->row;
    }
    return true;
}
