#include "render/pdf/content.h"

#include <math.h>

void content_begin(struct pdf_content *content)
{
    strbuf_reset(&content->bytes);
    content->pen = (struct pdf_pen){.line_width = 1};
}

void content_numbers(struct pdf_content *content, const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pdf_add_number(&content->bytes, numbers[i]);
        strbuf_addch(&content->bytes, ' ');
    }
}

void content_operator(struct pdf_content *content, const char *name)
{
    strbuf_addstr(&content->bytes, name);
    strbuf_addch(&content->bytes, '\n');
}

static void add_operation(struct pdf_content *content, double number, const char *name)
{
    content_numbers(content, &number, 1);
    content_operator(content, name);
}

/* Thousandths: enough to tell 255 steps from each other. */
static void add_color(struct pdf_content *content, uint32_t color, const char *name)
{
    for (int shift = 16; shift >= 0; shift -= 8) {
        unsigned part = ((color >> shift & 0xff) * 1000 + 127) / 255;
        char digits[] = {(char)('0' + part / 1000),     '.',
                         (char)('0' + part / 100 % 10), (char)('0' + part / 10 % 10),
                         (char)('0' + part % 10),       ' '};
        strbuf_add(&content->bytes, digits, sizeof digits);
    }
    content_operator(content, name);
}

void content_fill(struct pdf_content *content, uint32_t color)
{
    if (content->pen.fill != color)
        add_color(content, color, "rg");
    content->pen.fill = color;
}

void content_stroke(struct pdf_content *content, uint32_t color, double width, bool dashed)
{
    if (content->pen.stroke != color)
        add_color(content, color, "RG");
    if (fabs(content->pen.line_width - width) > 0.001)
        add_operation(content, width, "w");
    if (content->pen.dashed != dashed)
        content_operator(content, dashed ? "[4 3]0 d" : "[]0 d");
    content->pen.stroke = color;
    content->pen.line_width = width;
    content->pen.dashed = dashed;
}

/* ---- text ---- */

/* A line of glyphs on its way into the content. */
struct line {
    struct pdf_content *content;
    struct pdf_font *font;
    const struct pdf_run *run;
    double at; /* from the run's left, in thousandths of its size */
    int rise;
    bool open; /* within an array of glyphs */
};

static void open_glyphs(struct line *line)
{
    if (!line->open)
        strbuf_addstr(&line->content->bytes, "[<");
    line->open = true;
}

static void close_glyphs(struct line *line)
{
    if (line->open)
        strbuf_addstr(&line->content->bytes, ">]TJ\n");
    line->open = false;
}

static void set_rise(struct line *line, int rise)
{
    if (line->rise == rise)
        return;
    close_glyphs(line);
    add_operation(line->content, (double)rise / PANGO_SCALE, "Ts");
    line->rise = rise;
}

static void add_glyph(struct line *line, const struct pdf_glyph *glyph)
{
    /* What nobody sees, and what is left of rounding. */
    const double nothing = 2.5;
    struct strbuf *out = &line->content->bytes;
    double target = glyph->x * 1000.0 / PANGO_SCALE / line->run->size;
    set_rise(line, glyph->y);
    open_glyphs(line);
    if (fabs(target - line->at) > nothing) {
        long back = lround(line->at - target);
        strbuf_addch(out, '>');
        pdf_add_integer(out, back);
        strbuf_addch(out, '<');
        line->at -= (double)back;
    }
    pdf_add_hex(out, glyph->id);
    line->at += pdf_font_advance(line->font, glyph->id);
}

/* Its text is said beside it, for it is not that of its glyphs one by one. */
static void begin_actual_text(struct line *line, const struct pdf_glyph *glyph)
{
    struct strbuf *out = &line->content->bytes;
    close_glyphs(line);
    strbuf_addstr(out, "/Span<</ActualText<feff");
    pdf_add_utf16(out, line->run->text + glyph->start, glyph->length);
    strbuf_addstr(out, ">>>BDC\n");
}

static void end_actual_text(struct line *line)
{
    close_glyphs(line);
    content_operator(line->content, "EMC");
}

static size_t cluster_end(const struct pdf_run *run, size_t first)
{
    size_t end = first + 1;
    while (end < run->count && run->glyphs[end].length == 0)
        end++;
    return end;
}

static void add_cluster(struct line *line, size_t first, size_t end)
{
    const struct pdf_glyph *glyph = &line->run->glyphs[first];
    bool own = end == first + 1 && glyph->id > 0;
    own = own && pdf_font_use(line->font, glyph->id, line->run->text + glyph->start, glyph->length);
    if (!own)
        begin_actual_text(line, glyph);
    for (size_t i = first; i < end; i++) {
        pdf_font_use(line->font, line->run->glyphs[i].id, NULL, 0);
        add_glyph(line, &line->run->glyphs[i]);
    }
    if (!own)
        end_actual_text(line);
}

static void select_font(struct pdf_content *content, const struct pdf_font *font, double size)
{
    if (content->pen.font == font && fabs(content->pen.size - size) < 0.001)
        return;
    strbuf_addstr(&content->bytes, "/F");
    pdf_add_integer(&content->bytes, pdf_font_number(font));
    strbuf_addch(&content->bytes, ' ');
    add_operation(content, size, "Tf");
    content->pen.font = font;
    content->pen.size = size;
}

static void show_run(struct pdf_content *content, const struct pdf_run *run)
{
    struct line line = {
        .content = content, .font = pdf_fonts_find(content->fonts, run->typeface), .run = run};
    select_font(content, line.font, run->size);
    if (run->bold) {
        /* As much thicker as the rasterizers make it: 1/24 of the size. */
        content_stroke(content, content->pen.fill, run->size / 24, false);
        content_operator(content, "2 Tr");
    }
    for (size_t i = 0, end; i < run->count; i = end) {
        end = cluster_end(run, i);
        add_cluster(&line, i, end);
    }
    close_glyphs(&line);
    set_rise(&line, 0);
    if (run->bold)
        content_operator(content, "0 Tr");
}

void content_show(struct pdf_content *content, const struct content_text *text)
{
    const double place[] = {text->x, text->y};
    strbuf_addstr(&content->bytes, text->upward ? "BT 0 1 -1 0 " : "BT ");
    content_numbers(content, place, 2);
    strbuf_addstr(&content->bytes, text->upward ? "Tm\n" : "Td\n");
    for (const struct pdf_run *run = text->runs; run; run = run->next) {
        show_run(content, run);
        if (run->next)
            content_numbers(content, (double[]){run->width, 0}, 2);
        if (run->next)
            content_operator(content, "Td");
    }
    content_operator(content, "ET");
}
