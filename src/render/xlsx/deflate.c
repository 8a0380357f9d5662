#include "render/xlsx/deflate.h"

#include "base/arena.h"
#include "render/xlsx/huffman.h"

#include <endian.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    WINDOW = 32 * 1024,  /* how far back a match may lie */
    BUFFER = 5 * WINDOW, /* of text: what lies behind, and what is to be packed */
    LEAST = 4,           /* bytes of a match */
    MOST = 258,
    SLACK = 8,  /* may be read behind the text */
    HASHED = 6, /* bytes: in rows of a sheet, shorter matches cost more than they save */
    HASH_BITS = 15,
    TOKENS = 16384, /* of a block */
};

struct deflate {
    uint32_t heads[1 << HASH_BITS]; /* where such bytes were last */
    uint32_t tokens[TOKENS];
    size_t token_count;
    uint32_t start; /* position of the buffer's first byte */
    size_t length;  /* of the text in the buffer */
    size_t packed;  /* of it */
    struct huffman_block block;
    struct bits bits;
    char text[BUFFER + SLACK];
};

struct deflate *deflate_new(void)
{
    struct deflate *deflate = malloc(sizeof *deflate);
    if (!deflate)
        out_of_memory();
    memset(deflate->heads, 0, sizeof deflate->heads);
    deflate->start = WINDOW + 1; /* what was never there is too far back */
    deflate->length = deflate->packed = deflate->token_count = 0;
    deflate->bits = (struct bits){0};
    huffman_reset(&deflate->block);
    return deflate;
}

void deflate_free(struct deflate *deflate)
{
    free(deflate);
}

static uint32_t load_32(const char *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return le32toh(value);
}

static uint64_t load_64(const char *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return le64toh(value);
}

/* Bytes that both have in common, up to `most`. */
static size_t common(const char *a, const char *b, size_t most)
{
    size_t length = 0;
    while (length < most) {
        uint64_t difference = load_64(a + length) ^ load_64(b + length);
        if (difference != 0) {
            length += (size_t)__builtin_ctzll(difference) / 8;
            break;
        }
        length += sizeof difference;
    }
    return length < most ? length : most;
}

static void end_block(struct deflate *deflate, bool last, struct strbuf *out)
{
    huffman_write(&deflate->block, deflate->tokens, deflate->token_count, last, &deflate->bits,
                  out);
    deflate->token_count = 0;
    huffman_reset(&deflate->block);
}

static void add_token(struct deflate *deflate, uint32_t token, struct strbuf *out)
{
    deflate->tokens[deflate->token_count++] = token;
    if (deflate->token_count == TOKENS)
        end_block(deflate, false, out);
}

static size_t hash(const char *at)
{
    uint64_t bytes = load_64(at) << 8 * (sizeof(uint64_t) - HASHED);
    return (size_t)(bytes * 0x9E3779B185EBCA87u >> (64 - HASH_BITS));
}

/* Length of the match with where such bytes were last, 0: none. The place is remembered. */
static size_t find(struct deflate *deflate, size_t at, size_t most, uint32_t *distance)
{
    const char *here = deflate->text + at;
    uint32_t position = deflate->start + (uint32_t)at;
    uint32_t *head = &deflate->heads[hash(here)];
    uint32_t back = position - *head;
    *head = position;
    *distance = back;
    if (back == 0 || back > WINDOW || load_32(here) != load_32(here - back))
        return 0;
    return common(here, here - back, most);
}

static void pack(struct deflate *deflate, struct strbuf *out)
{
    size_t at = deflate->packed;
    while (at < deflate->length) {
        size_t most = deflate->length - at < MOST ? deflate->length - at : MOST;
        uint32_t distance;
        size_t length = most < LEAST ? 0 : find(deflate, at, most, &distance);
        if (length >= LEAST) {
            add_token(deflate, huffman_match(&deflate->block, length, distance), out);
            at += length;
        } else {
            add_token(deflate, huffman_literal(&deflate->block, deflate->text[at]), out);
            at++;
        }
    }
    deflate->packed = at;
}

/* The last window stays, for what comes to be found in. */
static void slide(struct deflate *deflate)
{
    size_t gone = deflate->length - WINDOW;
    memmove(deflate->text, deflate->text + gone, WINDOW);
    deflate->start += (uint32_t)gone;
    deflate->length = deflate->packed = WINDOW;
}

void deflate_text(struct deflate *deflate, const char *text, size_t length, struct strbuf *out)
{
    while (length > 0) {
        size_t some = BUFFER - deflate->length;
        if (some > length)
            some = length;
        memcpy(deflate->text + deflate->length, text, some);
        deflate->length += some;
        memset(deflate->text + deflate->length, 0, SLACK);
        text += some;
        length -= some;
        if (deflate->length == BUFFER) {
            pack(deflate, out);
            slide(deflate);
        }
    }
}

void deflate_end(struct deflate *deflate, bool last, struct strbuf *out)
{
    pack(deflate, out);
    if (deflate->token_count > 0 || last)
        end_block(deflate, last, out);
    if (last)
        bits_flush(&deflate->bits, out);
    else
        bits_stop(&deflate->bits, out);
    free(deflate);
}
