/* What is deflated is what zlib inflates, whatever the text and the pieces that it comes in. */
#include "base/arena.h"
#include "render/xlsx/deflate.h"
#include "render/xlsx/huffman.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

enum { WINDOW = 32768, LARGE = 700 * 1000 };

static struct strbuf text, packed, again;
static uint64_t state;

static void setup(void)
{
    strbuf_init(&text);
    strbuf_init(&packed);
    strbuf_init(&again);
    state = 42;
}

static void teardown(void)
{
    strbuf_release(&text);
    strbuf_release(&packed);
    strbuf_release(&again);
}

static size_t below(size_t limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % limit;
}

static void add_noise(size_t length, size_t letters)
{
    for (size_t i = 0; i < length; i++)
        strbuf_addch(&text, (char)below(letters));
}

static void deflate_pieces(const char *at, size_t length, size_t piece, struct strbuf *out)
{
    struct deflate *deflate = deflate_new();
    for (size_t done = 0; done < length; done += piece)
        deflate_text(deflate, at + done, length - done < piece ? length - done : piece, out);
    deflate_end(deflate, true, out);
}

static void assert_inflates_to_text(void)
{
    char *back = malloc(text.length + 1);
    z_stream stream = {.next_in = (Bytef *)packed.text,
                       .avail_in = (uInt)packed.length,
                       .next_out = (Bytef *)back,
                       .avail_out = (uInt)text.length + 1};
    ck_assert_ptr_nonnull(back);
    ck_assert_int_eq(inflateInit2(&stream, -MAX_WBITS), Z_OK);
    int status = inflate(&stream, Z_FINISH);
    ck_assert_msg(status == Z_STREAM_END, "%d: %s", status, stream.msg ? stream.msg : "cut short");
    ck_assert_uint_eq(stream.avail_in, 0);
    ck_assert_uint_eq(stream.total_out, text.length);
    if (text.length > 0)
        ck_assert_mem_eq(back, text.text, text.length);
    inflateEnd(&stream);
    free(back);
}

/* Returns how many bytes it takes. */
static size_t assert_packs(void)
{
    strbuf_reset(&packed);
    deflate_pieces(text.text, text.length, 128 * 1024, &packed);
    assert_inflates_to_text();
    return packed.length;
}

START_TEST(short_texts)
{
    for (size_t length = 0; length < 40; length++) {
        strbuf_reset(&text);
        add_noise(length, 1 + length % 3);
        ck_assert_uint_le(assert_packs(), 20 + length);
    }
}
END_TEST

START_TEST(rows_become_an_eighth)
{
    for (int row = 1; text.length < LARGE; row++)
        strbuf_addf(&text,
                    "<row r=\"%d\"><c r=\"A%d\" s=\"5\" t=\"inlineStr\"><is><t>Harbour %zu Ltd</t>"
                    "</is></c><c r=\"B%d\" s=\"7\" t=\"inlineStr\"><is><t>Not stated</t></is></c>"
                    "<c r=\"C%d\" s=\"8\"><v>%zu</v></c></row>",
                    row, row, below(10000), row, row, below(100));
    size_t length = assert_packs();
    ck_assert_uint_lt(length, text.length / 8);
}
END_TEST

START_TEST(noise_does_not_grow)
{
    add_noise(LARGE, 256);
    ck_assert_uint_lt(assert_packs(), text.length + text.length / 100);
}
END_TEST

START_TEST(one_byte_over_and_over)
{
    add_noise(LARGE, 1);
    ck_assert_uint_lt(assert_packs(), text.length / 200);
}
END_TEST

/* A text that is longer than what is kept of it at a time: only its first round is new. */
START_TEST(what_repeats_within_the_window_is_found)
{
    add_noise(WINDOW - 1000, 256);
    for (size_t i = 0; text.length < LARGE; i++)
        strbuf_addch(&text, text.text[i]);
    ck_assert_uint_lt(assert_packs(), 2 * WINDOW);
}
END_TEST

/* Counts[i] times the byte i, as literals, without any match. */
static void write_literals(const size_t *counts, size_t count)
{
    static uint32_t tokens[65536];
    struct huffman_block block;
    struct bits bits = {0};
    size_t length = 0;
    huffman_reset(&block);
    strbuf_reset(&text);
    strbuf_reset(&packed);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < counts[i]; j++) {
            strbuf_addch(&text, (char)i);
            tokens[length++] = huffman_literal(&block, (char)i);
        }
    huffman_write(&block, tokens, length, true, &bits, &packed);
    bits_flush(&bits, &packed);
    assert_inflates_to_text();
}

/* Bytes as frequent as Fibonacci's numbers: the codes of the rarest would have 20 bits. */
START_TEST(codes_longer_than_allowed)
{
    size_t counts[20] = {1, 2}; /* and the end of the block, once */
    for (size_t i = 2; i < 20; i++)
        counts[i] = counts[i - 1] + counts[i - 2];
    write_literals(counts, 20);
}
END_TEST

/* The same of the codes that code lengths are written with: one of many random blocks has such. */
START_TEST(codes_of_lengths_longer_than_allowed)
{
    size_t counts[256] = {0};
    for (int round = 0; round < 3000; round++) {
        size_t skew = 2 + below(60);
        for (size_t i = 0; i < 256; i++)
            counts[i] = below(skew) == 0 ? 1 + below((size_t)1 << below(9)) : below(3) == 0;
        write_literals(counts, 256);
    }
}
END_TEST

/* Every length, at distances up to the window and just beyond. */
START_TEST(matches_near_and_far)
{
    static const size_t distances[] = {1,     2,     3,     4,     5,          6,         7,
                                       8,     9,     24,    25,    1024,       1025,      16384,
                                       16385, 32767, 32768, 32769, 2 * WINDOW, 5 * WINDOW};
    add_noise(5 * WINDOW + 300, 256);
    for (size_t i = 0; i < sizeof distances / sizeof distances[0]; i++)
        for (size_t length = 3; length < 300; length += i % 2 == 0 ? 1 : 17) {
            for (size_t j = 0; j < length; j++)
                strbuf_addch(&text, text.text[text.length - distances[i]]);
            add_noise(1 + below(3), 256);
        }
    assert_packs();
}
END_TEST

START_TEST(copies_of_what_was_before)
{
    add_noise(100, 256);
    while (text.length < 2 * LARGE) {
        size_t back = 1 + below(text.length < 40000 ? text.length : 40000);
        size_t length = 1 + below(below(8) == 0 ? 600 : 12);
        for (size_t i = 0; i < length; i++)
            strbuf_addch(&text, text.text[text.length - back]);
        add_noise(below(4), 64);
    }
    assert_packs();
}
END_TEST

START_TEST(pieces_make_no_difference)
{
    static const size_t pieces[] = {1, 7, 4096, 32768, 131072, 163839, 163840, 163841, LARGE};
    while (text.length < LARGE)
        strbuf_addf(&text, "<c r=\"A%zu\"><v>%zu</v></c>", below(3000), below(900));
    assert_packs();
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        strbuf_reset(&again);
        deflate_pieces(text.text, text.length, pieces[i], &again);
        ck_assert_uint_eq(again.length, packed.length);
        ck_assert_mem_eq(again.text, packed.text, packed.length);
    }
}
END_TEST

/* Wherever the first one's last bit stands. */
START_TEST(streams_stand_one_behind_the_other)
{
    for (size_t i = 0; i < 200; i++) {
        strbuf_reset(&text);
        strbuf_reset(&packed);
        add_noise(i, 1 + i % 50);
        for (int part = 0; part < 3; part++) {
            struct deflate *deflate = deflate_new();
            size_t start = part == 0 ? 0 : text.length;
            if (part > 0)
                add_noise(i, 90);
            deflate_text(deflate, text.text + start, text.length - start, &packed);
            deflate_end(deflate, part == 2, &packed);
        }
        assert_inflates_to_text();
    }
}
END_TEST

START_TEST(what_is_given_up_is_freed)
{
    struct deflate *deflate = deflate_new();
    deflate_text(deflate, "abc", 3, &packed);
    deflate_free(deflate);
    deflate_free(NULL);
    ck_assert_uint_eq(packed.length, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("render/deflate");
    TCase *tcase = tcase_create("texts");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, short_texts);
    tcase_add_test(tcase, rows_become_an_eighth);
    tcase_add_test(tcase, noise_does_not_grow);
    tcase_add_test(tcase, one_byte_over_and_over);
    tcase_add_test(tcase, codes_longer_than_allowed);
    tcase_add_test(tcase, codes_of_lengths_longer_than_allowed);
    tcase_add_test(tcase, what_repeats_within_the_window_is_found);
    tcase_add_test(tcase, matches_near_and_far);
    tcase_add_test(tcase, copies_of_what_was_before);
    tcase_add_test(tcase, pieces_make_no_difference);
    tcase_add_test(tcase, streams_stand_one_behind_the_other);
    tcase_add_test(tcase, what_is_given_up_is_freed);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
