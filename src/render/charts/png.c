#include "render/charts/charts.h"
#include "render/charts/paint.h"

#include <endian.h>
#include <png.h>

/* Twice the CSS pixels, for sharp screens and paper; 192 dots an inch. */
enum { PNG_SCALE = 2, PNG_DOTS_PER_METER = 7559 };

struct chart_canvas {
    unsigned char *pixels;
    size_t size;
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

/* From Cairo's RGB24, one 32-bit word a pixel, 0x00RRGGBB. A pixel's fourth byte in the row is the
 * next one's first, and one byte more at its end. */
static void convert(png_bytep row, const unsigned char *line, int width)
{
    for (int x = 0; x < width; x++) {
        uint32_t pixel = 0;
        memcpy(&pixel, line + (size_t)x * 4, sizeof pixel);
        pixel = htobe32(pixel << 8);
        memcpy(row + (size_t)x * 3, &pixel, sizeof pixel);
    }
}

static void write_rows(png_structp png, cairo_surface_t *surface, png_bytep row)
{
    const unsigned char *data = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    for (int y = 0; y < height; y++) {
        const unsigned char *line = data + (size_t)y * stride;
        if (y == 0 || memcmp(line, line - stride, (size_t)width * 4) != 0) /* most are the same */
            convert(row, line, width);
        png_write_row(png, row);
    }
}

/* libpng reports errors by longjmp only; no frame of ours with state lies between. */
static bool encode(png_structp png, png_infop info, cairo_surface_t *surface, png_bytep row)
{
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_IHDR(png, info, (png_uint_32)cairo_image_surface_get_width(surface),
                 (png_uint_32)cairo_image_surface_get_height(surface), 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 2);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_pHYs(png, info, PNG_DOTS_PER_METER, PNG_DOTS_PER_METER, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    write_rows(png, surface, row);
    png_write_end(png, info);
    return true;
}

static bool write_png(cairo_surface_t *surface, struct strbuf *out, struct error *err)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    png_bytep row = malloc(3 * (size_t)cairo_image_surface_get_width(surface) + 1);
    if (!info || !row)
        out_of_memory();
    png_set_write_fn(png, out, write_bytes, flush_nothing);
    size_t before = out->length;
    bool done = encode(png, info, surface, row);
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
    done = done && write_png(surface, out, err);
    cairo_surface_destroy(surface);
    return done;
}
