#include "render/xlsx/squeeze.h"

#include "base/arena.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    /* Rows repeat themselves so much that more effort costs three times as much for a fifth. */
    LEVEL = 1,
    MEMORY = 8,
    /* Rows are worth looking for matches longer than the level does, at fewer places. */
    GOOD = 4,
    LAZY = 4,
    NICE = 32,
    CHAIN = 3,
    /* zlib's window is twice 32 KiB, less what it looks ahead. To move on in it costs more than
     * to forget it and begin again: rows are like the last few. */
    WINDOW = 65000,
    /* The scores of fifteen thousand organizations: what goes through a file is written twice. */
    IN_MEMORY = 6 << 20,
    GATHERED = 256 * 1024,  /* at a time, once there is a file */
    BLOCK = 32 * 1024 - 64, /* of it: memory that whatever comes after takes again */
    PIECE = 32 * 1024,
};

struct block {
    struct block *next;
    size_t length;
    char bytes[BLOCK];
};

void squeeze_init(struct squeeze *squeeze, const char *folder)
{
    *squeeze = (struct squeeze){
        .folder = folder, .file = -1, .room = IN_MEMORY, .crc = (uint32_t)crc32(0, NULL, 0)};
}

static void forget(struct squeeze *squeeze)
{
    while (squeeze->first) {
        struct block *block = squeeze->first;
        squeeze->first = block->next;
        free(block);
    }
    squeeze->last = NULL;
    squeeze->in_memory = 0;
}

void squeeze_release(struct squeeze *squeeze)
{
    if (squeeze->open)
        deflateEnd(&squeeze->stream);
    if (squeeze->file >= 0)
        close(squeeze->file);
    forget(squeeze);
    squeeze_init(squeeze, squeeze->folder);
}

static void begin(struct squeeze *squeeze)
{
    if (deflateInit2(&squeeze->stream, LEVEL, Z_DEFLATED, -MAX_WBITS, MEMORY, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        out_of_memory();
    deflateTune(&squeeze->stream, GOOD, LAZY, NICE, CHAIN);
    squeeze->open = true;
    squeeze->in_window = 0;
}

/* What is packed so far goes to the file. */
static void spill(struct squeeze *squeeze)
{
    if (squeeze->file < 0)
        squeeze->file = file_nameless(squeeze->folder, NULL);
    bool ok = squeeze->file >= 0;
    for (const struct block *block = squeeze->first; ok && block; block = block->next)
        ok = file_write_all(squeeze->file, block->bytes, block->length);
    if (!ok)
        squeeze->reason = errno;
    squeeze->in_file += squeeze->in_memory;
    if (squeeze->room > GATHERED)
        squeeze->room = GATHERED;
    forget(squeeze);
}

/* The last one, with room in it. */
static struct block *open_block(struct squeeze *squeeze)
{
    struct block *last = squeeze->last;
    if (last && last->length < BLOCK)
        return last;
    struct block *block = malloc(sizeof *block);
    if (!block)
        out_of_memory();
    block->next = NULL;
    block->length = 0;
    *(last ? &last->next : &squeeze->first) = block;
    squeeze->last = block;
    return block;
}

static void keep(struct squeeze *squeeze, const char *bytes, size_t length)
{
    squeeze->in_memory += length;
    while (length > 0) {
        struct block *block = open_block(squeeze);
        size_t some = BLOCK - block->length < length ? BLOCK - block->length : length;
        memcpy(block->bytes + block->length, bytes, some);
        block->length += some;
        bytes += some;
        length -= some;
    }
}

static void pack(struct squeeze *squeeze, int flush)
{
    z_stream *stream = &squeeze->stream;
    char piece[PIECE];
    do {
        stream->next_out = (Bytef *)piece;
        stream->avail_out = sizeof piece;
        if (deflate(stream, flush) == Z_STREAM_ERROR)
            squeeze->reason = EINVAL;
        keep(squeeze, piece, sizeof piece - stream->avail_out);
        if (squeeze->in_memory > squeeze->room)
            spill(squeeze);
    } while (stream->avail_out == 0 && squeeze->reason == 0);
}

void squeeze_add(struct squeeze *squeeze, const char *text, size_t length)
{
    if (squeeze->reason != 0)
        return;
    if (!squeeze->open)
        begin(squeeze);
    squeeze->crc = (uint32_t)crc32_z(squeeze->crc, (const Bytef *)text, length);
    squeeze->bytes += length;
    while (length > 0 && squeeze->reason == 0) {
        uInt room = WINDOW - squeeze->in_window;
        uInt some = length < room ? (uInt)length : room;
        squeeze->stream.next_in = (z_const Bytef *)(uintptr_t)text;
        squeeze->stream.avail_in = some;
        pack(squeeze, some == room ? Z_FULL_FLUSH : Z_NO_FLUSH);
        squeeze->in_window = some == room ? 0 : squeeze->in_window + some;
        text += some;
        length -= some;
    }
}

bool squeeze_end(struct squeeze *squeeze, bool last)
{
    if (!squeeze->open && last)
        begin(squeeze);
    if (squeeze->open && squeeze->reason == 0) {
        squeeze->stream.avail_in = 0;
        pack(squeeze, last ? Z_FINISH : Z_SYNC_FLUSH);
    }
    if (squeeze->open)
        deflateEnd(&squeeze->stream);
    squeeze->open = false;
    errno = squeeze->reason;
    return squeeze->reason == 0;
}

uint64_t squeeze_packed(const struct squeeze *squeeze)
{
    return squeeze->in_file + squeeze->in_memory;
}

bool squeeze_copy(const struct squeeze *squeeze, FILE *out)
{
    char piece[PIECE];
    for (uint64_t at = 0; at < squeeze->in_file;) {
        uint64_t left = squeeze->in_file - at;
        size_t some = left < sizeof piece ? (size_t)left : sizeof piece;
        ssize_t got = pread(squeeze->file, piece, some, (off_t)(squeeze->start + at));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got < 0 ? errno : EIO;
            return false;
        }
        if (fwrite(piece, 1, (size_t)got, out) != (size_t)got)
            return false;
        at += (uint64_t)got;
    }
    for (const struct block *block = squeeze->first; block; block = block->next)
        if (fwrite(block->bytes, 1, block->length, out) != block->length)
            return false;
    return true;
}

/* What a saved one begins with. */
struct saved {
    uint64_t bytes;
    uint64_t packed;
    uint32_t crc;
};

bool squeeze_save(const struct squeeze *squeeze, FILE *out)
{
    const struct saved saved = {
        .bytes = squeeze->bytes, .packed = squeeze_packed(squeeze), .crc = squeeze->crc};
    return fwrite(&saved, sizeof saved, 1, out) == 1 && squeeze_copy(squeeze, out);
}

bool squeeze_load(struct squeeze *squeeze, FILE *in, const char *path)
{
    struct saved saved;
    if (fread(&saved, sizeof saved, 1, in) != 1)
        return false;
    off_t start = ftello(in);
    squeeze->file = open(path, O_RDONLY | O_CLOEXEC);
    squeeze->start = (uint64_t)start;
    squeeze->in_file = saved.packed;
    squeeze->bytes = saved.bytes;
    squeeze->crc = saved.crc;
    return start >= 0 && squeeze->file >= 0 && fseeko(in, (off_t)saved.packed, SEEK_CUR) == 0;
}
