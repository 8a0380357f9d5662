#include "render/pdf/text.h"

#include "base/text.h"
#include "render/charts/font.h"

struct pdf_text {
    struct arena *arena;
    PangoContext *context;
    PangoLayout *layout;
    PangoFontDescription *faces[STYLE_COUNT];
};

static PangoFontDescription *description(enum pdf_style style)
{
    const struct pdf_face *face = pdf_face(style);
    PangoFontDescription *made = pango_font_description_new();
    pango_font_description_set_family_static(made, face->family);
    pango_font_description_set_weight(made, face->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(made, face->size * PANGO_SCALE);
    return made;
}

static void close_text(void *pointer)
{
    struct pdf_text *text = pointer;
    for (size_t i = 0; i < STYLE_COUNT; i++)
        pango_font_description_free(text->faces[i]);
    g_object_unref(text->layout);
    g_object_unref(text->context);
}

struct pdf_text *pdf_text_open(struct arena *arena)
{
    struct pdf_text *text = arena_alloc(arena, sizeof *text);
    text->arena = arena;
    text->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    text->layout = pango_layout_new(text->context);
    font_prepare(text->layout);
    pango_layout_set_wrap(text->layout, PANGO_WRAP_WORD_CHAR);
    for (size_t i = 0; i < STYLE_COUNT; i++)
        text->faces[i] = description((enum pdf_style)i);
    arena_defer(arena, close_text, text);
    return text;
}

void pdf_select(PangoLayout *layout, enum pdf_style style, bool rtl)
{
    PangoFontDescription *face = description(style);
    pango_layout_set_font_description(layout, face);
    pango_font_description_free(face);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_context_set_base_dir(pango_layout_get_context(layout),
                               rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_layout_context_changed(layout);
}

static double measure(struct pdf_text *text, enum pdf_style style, const char *words, size_t length)
{
    pango_layout_set_font_description(text->layout, text->faces[style]);
    pango_layout_set_width(text->layout, -1);
    pango_layout_set_text(text->layout, words, (int)length);
    int width = 0;
    pango_layout_get_size(text->layout, &width, NULL);
    return (double)width / PANGO_SCALE;
}

double pdf_width(struct pdf_text *text, enum pdf_style style, const char *words)
{
    return text_is_blank(words) ? 0 : measure(text, style, words, strlen(words));
}

double pdf_word_width(struct pdf_text *text, enum pdf_style style, const char *words)
{
    double widest = 0;
    for (const char *word = words ? words : ""; *word;) {
        size_t length = strcspn(word, " \t\n");
        double width = measure(text, style, word, length);
        widest = width > widest ? width : widest;
        word += length;
        word += strspn(word, " \t\n");
    }
    return widest;
}

struct pdf_lines pdf_wrap(struct pdf_text *text, enum pdf_style style, const char *words,
                          double width)
{
    const char *clean = font_clean(text->arena, words);
    if (!*clean)
        return (struct pdf_lines){0};
    PangoLayout *layout = text->layout;
    pango_layout_set_font_description(layout, text->faces[style]);
    /* A hair of room: a column that was measured for its text must hold it. */
    pango_layout_set_width(layout, (int)((width + 0.01) * PANGO_SCALE));
    pango_layout_set_text(layout, clean, -1);
    bool rtl = pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL;
    size_t count = (size_t)pango_layout_get_line_count(layout);
    struct pdf_lines wrapped = {arena_array(text->arena, count, sizeof *wrapped.lines), count, 0};
    for (size_t i = 0; i < count; i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, (int)i);
        char *piece = arena_strndup(text->arena, clean + line->start_index, (size_t)line->length);
        wrapped.lines[i] = (struct pdf_line){.text = font_clean(text->arena, piece), .rtl = rtl};
    }
    for (size_t i = 0; i < count; i++) {
        struct pdf_line *line = &wrapped.lines[i];
        line->width = measure(text, style, line->text, strlen(line->text));
        wrapped.width = line->width > wrapped.width ? line->width : wrapped.width;
    }
    return wrapped;
}
