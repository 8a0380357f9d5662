/*
 * Most charts are written as pictures of at most 256 colours: a byte a pixel instead of three, for
 * deflating them is what a chart costs. The colours of the palette are exact; of the shades between
 * two of them, at the edges of letters and shapes, those that agree in the first four bits of red
 * and blue and five of green are one. A picture of more is written with all its colours.
 */
#include "render/charts/charts.h"
#include "render/charts/paint.h"

#include <endian.h>
#include <png.h>

/* Twice the CSS pixels, for sharp screens and paper; 192 dots an inch. */
enum { PNG_SCALE = 2, PNG_DOTS_PER_METER = 7559 };

enum { CELLS = 1 << (4 + 5 + 4) };

struct shades {
    png_color colors[PNG_MAX_PALETTE_LENGTH];
    int count;
    uint16_t numbers[CELLS]; /* of the color of a cell, from 1; 0: it has none */
};

struct chart_canvas {
    unsigned char *pixels;
    size_t size;
    struct shades shades;
};

static void close_canvas(void *pointer)
{
    struct chart_canvas *canvas = pointer;
    free(canvas->pixels);
}

struct chart_canvas *chart_canvas_open(struct arena *arena)
{
    struct chart_canvas *canvas = arena_alloc(arena, sizeof *canvas);
    arena_defer(arena, close_canvas, canvas);
    return canvas;
}

static cairo_surface_t *surface_on(struct chart_canvas *canvas, int width, int height)
{
    int stride = cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, width);
    size_t size = (size_t)stride * (size_t)height;
    if (size > canvas->size) {
        free(canvas->pixels);
        canvas->pixels = malloc(size);
        canvas->size = size;
        if (!canvas->pixels)
            out_of_memory();
    }
    return cairo_image_surface_create_for_data(canvas->pixels, CAIRO_FORMAT_RGB24, width, height,
                                               stride);
}

static void write_bytes(png_structp png, png_bytep bytes, size_t length)
{
    strbuf_add(png_get_io_ptr(png), bytes, length);
}

static void flush_nothing(png_structp png)
{
    (void)png;
}

/* Lines as Cairo has them: RGB24, one 32-bit word a pixel, 0x00RRGGBB. */
struct picture {
    const unsigned char *data;
    size_t stride;
    int width, height;
    const struct shades *shades; /* NULL: it is written with all its colours */
};

static struct picture picture_of(cairo_surface_t *surface)
{
    return (struct picture){
        .data = cairo_image_surface_get_data(surface),
        .stride = (size_t)cairo_image_surface_get_stride(surface),
        .width = cairo_image_surface_get_width(surface),
        .height = cairo_image_surface_get_height(surface),
    };
}

static const unsigned char *line_of(const struct picture *picture, int y)
{
    return picture->data + (size_t)y * picture->stride;
}

/* Most are. */
static bool is_as_above(const struct picture *picture, int y)
{
    return y > 0 && memcmp(line_of(picture, y), line_of(picture, y - 1),
                           (size_t)picture->width * sizeof(uint32_t)) == 0;
}

static uint32_t pixel_at(const unsigned char *line, int x)
{
    uint32_t pixel;
    memcpy(&pixel, line + (size_t)x * sizeof pixel, sizeof pixel);
    return pixel & 0xffffff;
}

static uint32_t cell_of(uint32_t color)
{
    return (color >> 11 & 0x1e00) | (color >> 7 & 0x1f0) | (color >> 4 & 0xf);
}

/* No two colours of the palette share a cell. */
static bool add_shade(struct shades *shades, uint32_t color)
{
    if (shades->count == PNG_MAX_PALETTE_LENGTH)
        return false;
    for (int role = 0; role < ROLE_COUNT; role++) {
        uint32_t exact = palette_color((enum chart_role)role, THEME_LIGHT);
        color = cell_of(exact) == cell_of(color) ? exact : color;
    }
    shades->colors[shades->count++] = (png_color){
        (png_byte)(color >> 16), (png_byte)(color >> 8 & 0xff), (png_byte)(color & 0xff)};
    shades->numbers[cell_of(color)] = (uint16_t)shades->count;
    return true;
}

/* Gives false where they are too many. */
static bool collect_shades(struct shades *shades, const struct picture *picture)
{
    memset(shades, 0, sizeof *shades);
    uint32_t last = pixel_at(picture->data, 0);
    bool fits = add_shade(shades, last);
    for (int y = 0; y < picture->height && fits; y++) {
        const unsigned char *line = line_of(picture, y);
        int width = is_as_above(picture, y) ? 0 : picture->width;
        for (int x = 0; x < width && fits; x++) {
            uint32_t color = pixel_at(line, x);
            if (color == last)
                continue;
            fits = shades->numbers[cell_of(color)] > 0 || add_shade(shades, color);
            last = color;
        }
    }
    return fits;
}

static void convert_shades(png_bytep row, const unsigned char *line, const struct picture *picture)
{
    const uint16_t *numbers = picture->shades->numbers;
    uint32_t last = pixel_at(line, 0);
    png_byte number = (png_byte)(numbers[cell_of(last)] - 1);
    for (int x = 0; x < picture->width; x++) {
        uint32_t color = pixel_at(line, x);
        if (color != last)
            number = (png_byte)(numbers[cell_of(color)] - 1);
        last = color;
        row[x] = number;
    }
}

/* A pixel's fourth byte in the row is the next one's first, and one byte more at its end. */
static void convert(png_bytep row, const unsigned char *line, int width)
{
    for (int x = 0; x < width; x++) {
        uint32_t pixel = htobe32(pixel_at(line, x) << 8);
        memcpy(row + (size_t)x * 3, &pixel, sizeof pixel);
    }
}

static void write_rows(png_structp png, const struct picture *picture, png_bytep row)
{
    for (int y = 0; y < picture->height; y++) {
        const unsigned char *line = line_of(picture, y);
        if (is_as_above(picture, y))
            ; /* the row is there */
        else if (picture->shades)
            convert_shades(row, line, picture);
        else
            convert(row, line, picture->width);
        png_write_row(png, row);
    }
}

/* libpng reports errors by longjmp only; no frame of ours with state lies between. */
static bool encode(png_structp png, png_infop info, const struct picture *picture, png_bytep row)
{
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_IHDR(png, info, (png_uint_32)picture->width, (png_uint_32)picture->height, 8,
                 picture->shades ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (picture->shades) {
        png_set_PLTE(png, info, picture->shades->colors, picture->shades->count);
        png_set_check_for_invalid_index(png, 0);
    }
    png_set_compression_level(png, 2);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_pHYs(png, info, PNG_DOTS_PER_METER, PNG_DOTS_PER_METER, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    write_rows(png, picture, row);
    png_write_end(png, info);
    return true;
}

static bool write_png(const struct picture *picture, struct strbuf *out, struct error *err)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    png_bytep row = malloc(3 * (size_t)picture->width + 1);
    if (!info || !row)
        out_of_memory();
    png_set_write_fn(png, out, write_bytes, flush_nothing);
    size_t before = out->length;
    bool done = encode(png, info, picture, row);
    free(row);
    png_destroy_write_struct(&png, &info);
    if (done && out->length > before)
        return true;
    return error_set(err, ERROR_FAILED, "chart cannot be written as png");
}

bool chart_png(const struct chart_plan *plan, struct chart_canvas *canvas, struct strbuf *out,
               struct error *err)
{
    cairo_surface_t *surface =
        surface_on(canvas, chart_width(plan) * PNG_SCALE, chart_height(plan) * PNG_SCALE);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, PNG_SCALE, PNG_SCALE);
    bool done = chart_paint(plan, cairo, err);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    struct picture picture = picture_of(surface);
    picture.shades = collect_shades(&canvas->shades, &picture) ? &canvas->shades : NULL;
    done = done && write_png(&picture, out, err);
    cairo_surface_destroy(surface);
    return done;
}
