#include "render/xlsx/huffman.h"

#include <endian.h>
#include <stdlib.h>

enum {
    END = 256,  /* of the block */
    BASE = 257, /* symbol of the shortest length */
    LONGEST = 258,
    LONGEST_SYMBOL = 285,
    SHORTEST = 3,
    CODE_LIMIT = 15,
    LENGTHS = 19,      /* symbols that code lengths are written with */
    LENGTHS_LIMIT = 7, /* of their own codes */
    COPY = 16,         /* of the length before, 3 to 6 times; then zeros */
    ZEROS = 17,        /* 3 to 10 */
    MANY_ZEROS = 18,   /* 11 to 138 */
    DYNAMIC = 2,       /* the kind of our blocks */
    ALL = HUFFMAN_SYMBOLS + HUFFMAN_DISTANCES,
    /* A token: the symbol, the length's extra bits, the distance's symbol and extra bits. */
    LENGTH_SHIFT = 9,
    DISTANCE_SHIFT = 14,
    EXTRA_SHIFT = 19,
};

/* ---- counting ---- */

void huffman_reset(struct huffman_block *block)
{
    *block = (struct huffman_block){.symbols[END] = 1};
}

uint32_t huffman_literal(struct huffman_block *block, char byte)
{
    uint32_t symbol = (unsigned char)byte;
    block->symbols[symbol]++;
    return symbol;
}

static unsigned log_2(uint32_t value)
{
    return 31 - (unsigned)__builtin_clz(value);
}

/* How many bits say which of the lengths, or distances, of a symbol it is. */
static unsigned length_extra(uint32_t symbol)
{
    return symbol < BASE + 8 || symbol == LONGEST_SYMBOL ? 0 : (symbol - BASE) / 4 - 1;
}

static unsigned distance_extra(uint32_t symbol)
{
    return symbol < 4 ? 0 : symbol / 2 - 1;
}

uint32_t huffman_match(struct huffman_block *block, size_t length, uint32_t distance)
{
    uint32_t steps = (uint32_t)length - SHORTEST;
    unsigned bits = steps < 8 ? 0 : log_2(steps) - 2;
    uint32_t symbol = BASE + 4 * bits + (steps >> bits);
    uint32_t token = symbol | (steps & ((1u << bits) - 1)) << LENGTH_SHIFT;
    if (length == LONGEST)
        token = symbol = LONGEST_SYMBOL;
    block->symbols[symbol]++;
    uint32_t back = distance - 1;
    bits = back < 4 ? 0 : log_2(back) - 1;
    symbol = 2 * bits + (back >> bits);
    block->distances[symbol]++;
    return token | symbol << DISTANCE_SHIFT | (back & ((1u << bits) - 1)) << EXTRA_SHIFT;
}

/* ---- codes ---- */

struct code {
    uint16_t bits; /* the first one lowest */
    uint8_t length;
};

/* Symbols that occur, the rarest first. */
struct leaf {
    uint32_t count;
    uint16_t symbol;
};

static int by_count(const void *a, const void *b)
{
    const struct leaf *one = a;
    const struct leaf *other = b;
    if (one->count != other->count)
        return one->count < other->count ? -1 : 1;
    return one->symbol < other->symbol ? -1 : 1;
}

/* A code has two symbols at least: without them it would not be complete. */
static size_t gather(const uint32_t *counts, size_t count, struct leaf *leaves)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (counts[i] > 0)
            leaves[found++] = (struct leaf){counts[i], (uint16_t)i};
    for (uint16_t i = 0; found < 2; i++)
        if (counts[i] == 0)
            leaves[found++] = (struct leaf){0, i};
    qsort(leaves, found, sizeof *leaves, by_count);
    return found;
}

/* How many leaves there are at each depth of the tree: the two rarest nodes are joined until one
 * is left. What is joined comes out in order, so that leaves and joined nodes are two queues. */
static void count_depths(const struct leaf *leaves, size_t count, size_t limit, uint32_t *depths)
{
    uint32_t weights[HUFFMAN_SYMBOLS];
    uint16_t parents[2 * HUFFMAN_SYMBOLS];
    size_t leaf = 0;
    size_t node = 0; /* the first joined one that has no parent */
    for (size_t joined = 0; joined + 1 < count; joined++) {
        weights[joined] = 0;
        for (int i = 0; i < 2; i++) {
            bool is_leaf = leaf < count && (node == joined || leaves[leaf].count <= weights[node]);
            weights[joined] += is_leaf ? leaves[leaf].count : weights[node];
            parents[is_leaf ? leaf++ : count + node++] = (uint16_t)joined;
        }
    }
    uint16_t depth[HUFFMAN_SYMBOLS];
    depth[count - 2] = 0;
    for (size_t i = count - 2; i-- > 0;)
        depth[i] = (uint16_t)(depth[parents[count + i]] + 1);
    for (size_t i = 0; i < count; i++) {
        size_t deep = depth[parents[i]] + 1u;
        depths[deep < limit ? deep : limit]++;
    }
}

/* Leaves that were deeper stand at the limit now, where there is not room for so many: each that
 * is too much becomes the sibling of a leaf above, which goes down by one. */
static void make_room(uint32_t *depths, size_t limit)
{
    uint64_t taken = 0;
    for (size_t i = 1; i <= limit; i++)
        taken += (uint64_t)depths[i] << (limit - i);
    for (; taken > (uint64_t)1 << limit; taken--) {
        size_t depth = limit - 1;
        while (depths[depth] == 0)
            depth--;
        depths[depth]--;
        depths[depth + 1] += 2;
        depths[limit]--;
    }
}

static uint16_t reversed(uint32_t bits, size_t length)
{
    uint16_t result = 0;
    for (size_t i = 0; i < length; i++, bits >>= 1)
        result = (uint16_t)(result << 1 | (bits & 1));
    return result;
}

/* Codes of one length follow each other in the order of their symbols. */
static void make_codes(const uint32_t *counts, size_t count, size_t limit, struct code *codes)
{
    struct leaf leaves[HUFFMAN_SYMBOLS];
    uint32_t depths[CODE_LIMIT + 1] = {0};
    uint32_t next[CODE_LIMIT + 2] = {0};
    memset(codes, 0, count * sizeof *codes);
    size_t found = gather(counts, count, leaves);
    count_depths(leaves, found, limit, depths);
    make_room(depths, limit);
    const struct leaf *leaf = leaves;
    for (size_t length = limit; length > 0; length--)
        for (uint32_t i = 0; i < depths[length]; i++)
            codes[leaf++->symbol].length = (uint8_t)length;
    for (size_t length = 1; length <= limit; length++)
        next[length + 1] = (next[length] + depths[length]) << 1;
    for (size_t i = 0; i < count; i++)
        if (codes[i].length > 0)
            codes[i].bits = reversed(next[codes[i].length]++, codes[i].length);
}

/* ---- writing ---- */

struct writer {
    struct bits bits;
    struct strbuf *out;
    size_t length;
    char piece[4096 + sizeof(uint64_t)];
};

static void hand_on(struct writer *writer)
{
    strbuf_add(writer->out, writer->piece, writer->length);
    writer->length = 0;
}

static void put(struct writer *writer, uint64_t value, unsigned count)
{
    writer->bits.waiting |= value << writer->bits.count;
    writer->bits.count += count;
}

/* Whole bytes leave; at most 56 bits may have been put since the last time. */
static inline void store(struct writer *writer)
{
    uint64_t bytes = htole64(writer->bits.waiting);
    memcpy(writer->piece + writer->length, &bytes, sizeof bytes);
    unsigned whole = writer->bits.count / 8;
    writer->length += whole;
    writer->bits.waiting = whole == 8 ? 0 : writer->bits.waiting >> 8 * whole;
    writer->bits.count %= 8;
    if (writer->length >= sizeof writer->piece - sizeof bytes)
        hand_on(writer);
}

static void put_code(struct writer *writer, const struct code *code)
{
    put(writer, code->bits, code->length);
}

void bits_flush(struct bits *bits, struct strbuf *out)
{
    for (; bits->count > 0; bits->count -= bits->count < 8 ? bits->count : 8) {
        strbuf_addch(out, (char)bits->waiting);
        bits->waiting >>= 8;
    }
}

void bits_stop(struct bits *bits, struct strbuf *out)
{
    bits->count += 3; /* not the last block, stored */
    bits_flush(bits, out);
    strbuf_add(out, "\0\0\xFF\xFF", 4); /* no bytes */
}

/* Code lengths as they are written: a symbol, and how often above its least. */
struct run {
    uint8_t symbol;
    uint8_t more;
};

static const struct {
    uint8_t least, most, bits;
} runs_of[] = {[COPY] = {3, 6, 2}, [ZEROS] = {3, 10, 3}, [MANY_ZEROS] = {11, 138, 7}};

static size_t add_run(struct run *run, uint8_t symbol, size_t times)
{
    size_t most = runs_of[symbol].most;
    size_t taken = times < most ? times : most;
    *run = (struct run){symbol, (uint8_t)(taken - runs_of[symbol].least)};
    return taken;
}

static size_t find_runs(const uint8_t *lengths, size_t count, struct run *runs)
{
    size_t found = 0;
    for (size_t at = 0; at < count;) {
        size_t same = 1;
        while (at + same < count && lengths[at + same] == lengths[at])
            same++;
        if (lengths[at] == 0 && same >= runs_of[ZEROS].least) {
            bool many = same >= runs_of[MANY_ZEROS].least;
            at += add_run(&runs[found++], many ? MANY_ZEROS : ZEROS, same);
        } else if (at > 0 && lengths[at] == lengths[at - 1] && same >= runs_of[COPY].least) {
            at += add_run(&runs[found++], COPY, same);
        } else {
            runs[found++] = (struct run){lengths[at++], 0};
        }
    }
    return found;
}

static size_t copy_lengths(const struct code *codes, size_t count, size_t least, uint8_t *lengths)
{
    while (count > least && codes[count - 1].length == 0)
        count--;
    for (size_t i = 0; i < count; i++)
        lengths[i] = codes[i].length;
    return count;
}

static void write_head(struct writer *writer, const struct code *symbols,
                       const struct code *distances, bool last)
{
    static const uint8_t order[LENGTHS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                           11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint8_t lengths[ALL];
    struct run runs[ALL];
    uint32_t counts[LENGTHS] = {0};
    struct code codes[LENGTHS];
    size_t symbol_count = copy_lengths(symbols, HUFFMAN_SYMBOLS, END + 1, lengths);
    size_t distance_count = copy_lengths(distances, HUFFMAN_DISTANCES, 1, lengths + symbol_count);
    size_t run_count = find_runs(lengths, symbol_count + distance_count, runs);
    for (size_t i = 0; i < run_count; i++)
        counts[runs[i].symbol]++;
    make_codes(counts, LENGTHS, LENGTHS_LIMIT, codes);
    size_t written = LENGTHS;
    while (written > 4 && codes[order[written - 1]].length == 0)
        written--;
    put(writer, last, 1);
    put(writer, DYNAMIC, 2);
    put(writer, symbol_count - BASE, 5);
    put(writer, distance_count - 1, 5);
    put(writer, written - 4, 4);
    store(writer);
    for (size_t i = 0; i < written; i++) {
        put(writer, codes[order[i]].length, 3);
        store(writer);
    }
    for (size_t i = 0; i < run_count; i++) {
        put_code(writer, &codes[runs[i].symbol]);
        if (runs[i].symbol >= COPY)
            put(writer, runs[i].more, runs_of[runs[i].symbol].bits);
        store(writer);
    }
}

static void write_token(struct writer *writer, uint32_t token, const struct code *symbols,
                        const struct code *distances)
{
    uint32_t symbol = token & ((1u << LENGTH_SHIFT) - 1);
    put_code(writer, &symbols[symbol]);
    if (symbol > END) {
        uint32_t distance = token >> DISTANCE_SHIFT & 31;
        put(writer, token >> LENGTH_SHIFT & 31, length_extra(symbol));
        put_code(writer, &distances[distance]);
        put(writer, token >> EXTRA_SHIFT, distance_extra(distance));
    }
    store(writer);
}

void huffman_write(struct huffman_block *block, const uint32_t *tokens, size_t count, bool last,
                   struct bits *bits, struct strbuf *out)
{
    struct code symbols[HUFFMAN_SYMBOLS];
    struct code distances[HUFFMAN_DISTANCES];
    struct writer writer = {.bits = *bits, .out = out};
    make_codes(block->symbols, HUFFMAN_SYMBOLS, CODE_LIMIT, symbols);
    make_codes(block->distances, HUFFMAN_DISTANCES, CODE_LIMIT, distances);
    write_head(&writer, symbols, distances, last);
    for (size_t i = 0; i < count; i++)
        write_token(&writer, tokens[i], symbols, distances);
    put_code(&writer, &symbols[END]);
    store(&writer);
    hand_on(&writer);
    *bits = writer.bits;
}
