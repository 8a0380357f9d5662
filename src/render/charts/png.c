#include "render/charts/charts.h"
#include "render/charts/paint.h"

#include <endian.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    /* Twice the CSS pixels, for sharp screens and paper; 192 dots an inch. */
    PNG_SCALE = 2,
    PNG_DOTS_PER_METER = 7559,
    PIXEL_BYTES = 3,
};

/* What a row of pixels begins with: how its bytes are to be read. */
enum { FILTER_NONE, FILTER_SUB, FILTER_UP };

enum {
    LEVEL = 1,
    MEMORY = 8,
    /* Rows are worth looking for the longest matches, at a few places more than the level does. */
    GOOD = 4,
    LAZY = 8,
    NICE = 258,
    CHAIN = 8,
    /* zlib's window is twice 32 KiB, less what it looks ahead. To move on in it costs a quarter of
     * all; to forget it and begin again costs a few bytes. */
    WINDOW = 65000,
};

static void add_number(struct strbuf *out, uint32_t number)
{
    number = htobe32(number);
    strbuf_add(out, &number, sizeof number);
}

static void add_chunk(struct strbuf *out, const char *name, const struct strbuf *data)
{
    add_number(out, (uint32_t)data->length);
    size_t start = out->length;
    strbuf_addstr(out, name);
    strbuf_add(out, data->text, data->length);
    add_number(out, (uint32_t)crc32_z(0, (const Bytef *)out->text + start, out->length - start));
}

/* A row of pixels, as it is deflated. */
struct row {
    unsigned char *bytes;
    size_t length;
    uLong sum;
};

/* The rows on their way into the picture. A row that is the one before once more, as most are, is
 * not looked at again: it is told by zeros. */
struct encoder {
    z_stream stream;
    struct row row, again;
    uLong sum;
    size_t in_window;
    struct strbuf packed;
};

static struct row row_new(size_t width, unsigned char filter)
{
    struct row row = {.length = width * PIXEL_BYTES + 1};
    row.bytes = calloc(row.length + 1, 1); /* one more: convert() writes four bytes a pixel */
    if (!row.bytes)
        out_of_memory();
    row.bytes[0] = filter;
    row.sum = adler32_z(1, row.bytes, row.length);
    return row;
}

static void encoder_begin(struct encoder *encoder, size_t width)
{
    *encoder = (struct encoder){
        .row = row_new(width, FILTER_NONE),
        .again = row_new(width, FILTER_UP),
        .sum = 1,
    };
    strbuf_init(&encoder->packed);
    strbuf_add(&encoder->packed, "\x78\x01", 2); /* of a zlib stream with the largest window */
    if (deflateInit2(&encoder->stream, LEVEL, Z_DEFLATED, -MAX_WBITS, MEMORY, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        out_of_memory();
    deflateTune(&encoder->stream, GOOD, LAZY, NICE, CHAIN);
}

static void encoder_end(struct encoder *encoder)
{
    deflateEnd(&encoder->stream);
    free(encoder->row.bytes);
    free(encoder->again.bytes);
    strbuf_release(&encoder->packed);
}

static void pack(struct encoder *encoder, int flush)
{
    z_stream *stream = &encoder->stream;
    char piece[16 * 1024];
    do {
        stream->next_out = (Bytef *)piece;
        stream->avail_out = sizeof piece;
        deflate(stream, flush);
        strbuf_add(&encoder->packed, piece, sizeof piece - stream->avail_out);
    } while (stream->avail_out == 0);
}

static void add_row(struct encoder *encoder, const struct row *row)
{
    encoder->sum = adler32_combine(encoder->sum, row->sum, (z_off_t)row->length);
    encoder->stream.next_in = row->bytes;
    encoder->stream.avail_in = (uInt)row->length;
    encoder->in_window += row->length;
    bool full = encoder->in_window + row->length > WINDOW;
    pack(encoder, full ? Z_FULL_FLUSH : Z_NO_FLUSH);
    if (full)
        encoder->in_window = 0;
}

/* From Cairo's RGB24, one 32-bit word a pixel, 0x00RRGGBB. A pixel's fourth byte in the row is the
 * next one's first, and one byte more at its end. */
static void convert(struct row *row, const unsigned char *line, int width)
{
    for (int x = 0; x < width; x++) {
        uint32_t pixel = 0;
        memcpy(&pixel, line + (size_t)x * 4, sizeof pixel);
        pixel = htobe32(pixel << 8);
        memcpy(row->bytes + 1 + (size_t)x * PIXEL_BYTES, &pixel, sizeof pixel);
    }
    row->sum = adler32_z(1, row->bytes, row->length);
}

static void add_pixels(struct strbuf *out, cairo_surface_t *surface)
{
    const unsigned char *data = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    struct encoder encoder;
    encoder_begin(&encoder, (size_t)width);
    for (int y = 0; y < height; y++) {
        const unsigned char *line = data + (size_t)y * stride;
        bool again = y > 0 && memcmp(line, line - stride, (size_t)width * 4) == 0;
        if (!again)
            convert(&encoder.row, line, width);
        add_row(&encoder, again ? &encoder.again : &encoder.row);
    }
    pack(&encoder, Z_FINISH);
    add_number(&encoder.packed, (uint32_t)encoder.sum);
    add_chunk(out, "IDAT", &encoder.packed);
    encoder_end(&encoder);
}

static void add_head(struct strbuf *out, cairo_surface_t *surface)
{
    struct strbuf data;
    strbuf_init(&data);
    strbuf_add(out, "\x89PNG\r\n\x1a\n", 8);
    add_number(&data, (uint32_t)cairo_image_surface_get_width(surface));
    add_number(&data, (uint32_t)cairo_image_surface_get_height(surface));
    strbuf_add(&data, "\x08\x02\0\0\0", 5); /* 8 bits each of red, green and blue */
    add_chunk(out, "IHDR", &data);
    strbuf_reset(&data);
    add_number(&data, PNG_DOTS_PER_METER);
    add_number(&data, PNG_DOTS_PER_METER);
    strbuf_addch(&data, 1); /* the unit is the metre */
    add_chunk(out, "pHYs", &data);
    strbuf_release(&data);
}

static void add_end(struct strbuf *out)
{
    struct strbuf nothing;
    strbuf_init(&nothing);
    add_chunk(out, "IEND", &nothing);
}

bool chart_png(const struct chart_plan *plan, struct strbuf *out, struct error *err)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, chart_width(plan) * PNG_SCALE, chart_height(plan) * PNG_SCALE);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, PNG_SCALE, PNG_SCALE);
    bool done = chart_paint(plan, cairo, err);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    if (done) {
        add_head(out, surface);
        add_pixels(out, surface);
        add_end(out);
    }
    cairo_surface_destroy(surface);
    return done;
}
