/* Rows as they come, into parts by the first byte of their keys. */
#include "db/score_parts.h"

#include "base/file.h"

#include <string.h>
#include <unistd.h>

enum { CHUNK_BYTES = 4096 };

/* A finalizer of 64-bit hashes: one to one, and each bit of what goes in moves half of what comes
 * out. https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp, fmix64 */
static uint64_t mix(uint64_t bits)
{
    bits ^= bits >> 33;
    bits *= 0xff51afd7ed558ccdu;
    bits ^= bits >> 33;
    bits *= 0xc4ceb9fe1a85ec53u;
    return bits ^ bits >> 33;
}

struct uuid score_key(const struct uuid *id)
{
    uint64_t halves[2];
    memcpy(halves, id->bytes, sizeof halves);
    halves[0] = mix(halves[0] ^ mix(halves[1])); /* gives back halves[0], as halves[1] is known */
    struct uuid key;
    memcpy(key.bytes, halves, sizeof halves);
    return key;
}

static void close_parts(void *parts)
{
    score_parts_close(parts);
}

void score_parts_close(struct score_parts *parts)
{
    if (parts->fd >= 0)
        close(parts->fd);
    parts->fd = -1;
}

bool score_parts_new(struct arena *arena, const struct score_place *place, struct score_parts **out,
                     struct error *err)
{
    struct score_parts *parts = arena_alloc(arena, sizeof *parts);
    size_t row_bytes = sizeof(struct score_row) + place->dimension_count * sizeof(int32_t);
    size_t rows = (CHUNK_BYTES - sizeof(struct score_chunk)) / row_bytes;
    *parts = (struct score_parts){
        .place = *place,
        .row_bytes = row_bytes,
        .chunk_rows = rows > 0 ? rows : 1,
        .fd = file_nameless(place->folder, err),
    };
    parts->chunk_bytes = sizeof(struct score_chunk) + parts->chunk_rows * row_bytes;
    *out = parts;
    arena_defer(arena, close_parts, parts);
    return parts->fd >= 0;
}

/* ---- writing ---- */

struct score_writer {
    const struct score_parts *parts;
    struct arena *arena;
    struct score_chunk *filling[SCORE_PARTS];
    struct error failure;
};

struct score_writer *score_writer_begin(const struct score_parts *parts)
{
    struct arena *arena = arena_new();
    struct score_writer *writer = arena_alloc(arena, sizeof *writer);
    *writer = (struct score_writer){.parts = parts, .arena = arena, .failure = ERROR_INIT};
    return writer;
}

static void write_chunk(struct score_writer *writer, struct score_chunk *chunk)
{
    const struct score_parts *parts = writer->parts;
    if (writer->failure.code == ERROR_NONE &&
        !file_write_all(parts->fd, (const char *)chunk, parts->chunk_bytes))
        error_set_errno(&writer->failure, ERROR_FAILED, "cannot write scores of dimensions in '%s'",
                        score_place_name(&parts->place));
    chunk->rows = 0;
}

void score_writer_add(struct score_writer *writer, const struct score_row *row)
{
    const struct score_parts *parts = writer->parts;
    unsigned part = row->key.bytes[0];
    struct score_chunk *chunk = writer->filling[part];
    if (!chunk) {
        chunk = writer->filling[part] = arena_array(writer->arena, parts->chunk_bytes, 1);
        chunk->part = part;
    }
    memcpy(chunk->bytes + chunk->rows * parts->row_bytes, row, parts->row_bytes);
    if (++chunk->rows == parts->chunk_rows)
        write_chunk(writer, chunk);
}

bool score_writer_end(struct score_writer *writer, struct error *err)
{
    for (size_t i = 0; i < SCORE_PARTS; i++)
        if (writer->filling[i] && writer->filling[i]->rows > 0)
            write_chunk(writer, writer->filling[i]);
    bool ok = writer->failure.code == ERROR_NONE;
    if (!ok && err)
        *err = writer->failure;
    arena_free(writer->arena);
    return ok;
}
