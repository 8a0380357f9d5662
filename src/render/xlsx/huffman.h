/*
 * Blocks of a deflated stream (RFC 1951, 3.2.7): literals and matches are counted as they come,
 * then written with the codes that their counts make.
 */
#ifndef RENDER_XLSX_HUFFMAN_H
#define RENDER_XLSX_HUFFMAN_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

/* Bits on their way into whole bytes. */
struct bits {
    uint64_t waiting;
    unsigned count; /* less than 8 between calls */
};

/* The last byte is filled up with zeros. */
void bits_flush(struct bits *bits, struct strbuf *out);
/* The same, such that another stream may follow: an empty stored block. */
void bits_stop(struct bits *bits, struct strbuf *out);

enum { HUFFMAN_SYMBOLS = 286, HUFFMAN_DISTANCES = 30 };

struct huffman_block {
    uint32_t symbols[HUFFMAN_SYMBOLS]; /* literals, the end, lengths */
    uint32_t distances[HUFFMAN_DISTANCES];
};

void huffman_reset(struct huffman_block *block);

/* Counts it; gives the token for huffman_write. `length` 3 to 258, `distance` 1 to 32768. */
uint32_t huffman_literal(struct huffman_block *block, char byte);
uint32_t huffman_match(struct huffman_block *block, size_t length, uint32_t distance);

void huffman_write(struct huffman_block *block, const uint32_t *tokens, size_t count, bool last,
                   struct bits *bits, struct strbuf *out);

#endif
