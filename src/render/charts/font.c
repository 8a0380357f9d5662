#include "render/charts/font.h"

#include "render/charts/charts.h"
#include "render/charts/face.h"

#include <fontconfig/fontconfig.h>
#include <hb.h>

#define ELLIPSIS "\u2026"

struct font {
    struct arena *arena;
    PangoContext *context; /* NULL: not asked yet */
    PangoLayout *layout;
};

bool charts_font_check(struct error *err)
{
    FcPattern *wanted = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, CHART_FONT, (char *)NULL);
    FcConfigSubstitute(NULL, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result = FcResultNoMatch;
    FcPattern *found = FcFontMatch(NULL, wanted, &result);
    bool same = false;
    FcChar8 *family = NULL;
    for (int i = 0; found && FcPatternGetString(found, FC_FAMILY, i, &family) == FcResultMatch; i++)
        same = same || FcStrCmpIgnoreCase(family, (const FcChar8 *)CHART_FONT) == 0;
    if (found)
        FcPatternDestroy(found);
    FcPatternDestroy(wanted);
    if (same)
        return true;
    error_set(err, ERROR_FAILED, "font '%s' is not installed", CHART_FONT);
    return error_hint(err, "install the package %s", CHART_FONT_PACKAGE);
}

void font_close(struct font *font)
{
    g_clear_object(&font->layout);
    g_clear_object(&font->context);
}

static void close_font(void *font)
{
    font_close(font);
}

struct font *font_open(struct arena *arena)
{
    struct font *font = arena_alloc(arena, sizeof *font);
    font->arena = arena;
    return font;
}

static PangoContext *context_of(struct font *font)
{
    if (font->context)
        return font->context;
    font->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    font_prepare(font->context);
    arena_defer(font->arena, close_font, font);
    return font->context;
}

static PangoLayout *layout_of(struct font *font)
{
    if (font->layout)
        return font->layout;
    font->layout = pango_layout_new(context_of(font));
    pango_layout_set_single_paragraph_mode(font->layout, TRUE);
    return font->layout;
}

void font_prepare(PangoContext *context)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 96);
    pango_context_set_round_glyph_positions(context, FALSE);
    /* Otherwise the locale chooses where lines break and which face stands in for a script. */
    pango_context_set_language(context, pango_language_from_string("en"));
}

PangoFontDescription *font_description(struct text_style style)
{
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family_static(description, CHART_FONT);
    pango_font_description_set_weight(description,
                                      style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(description, style.size * PANGO_SCALE);
    return description;
}

static void select_face(PangoLayout *layout, struct text_style style)
{
    PangoFontDescription *description = font_description(style);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
}

GList *font_items(PangoContext *context, const PangoFontDescription *face, const char *text,
                  size_t length, bool rtl)
{
    PangoAttrList *nothing = pango_attr_list_new();
    pango_context_set_font_description(context, face);
    PangoDirection base = rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR;
    GList *items = pango_itemize_with_base_dir(context, base, text, 0, (int)length, nothing, NULL);
    GList *ordered = pango_reorder_items(items);
    g_list_free(items);
    pango_attr_list_unref(nothing);
    return ordered;
}

PangoGlyphItem *font_shape_item(PangoItem *item, const char *text, size_t length)
{
    PangoGlyphItem *run = g_slice_new0(PangoGlyphItem);
    run->item = item;
    run->glyphs = pango_glyph_string_new();
    pango_shape_item(item, text, (int)length, NULL, run->glyphs, PANGO_SHAPE_NONE);
    return run;
}

GList *font_shape(PangoContext *context, const PangoFontDescription *face, const char *text,
                  size_t length, bool rtl)
{
    GList *runs = font_items(context, face, text, length, rtl);
    for (GList *at = runs; at; at = at->next)
        at->data = font_shape_item(at->data, text, length);
    return runs;
}

static void free_run(gpointer run)
{
    pango_glyph_item_free(run);
}

void font_free_runs(GList *runs)
{
    g_list_free_full(runs, free_run);
}

double font_runs_width(const GList *runs)
{
    long width = 0;
    for (; runs; runs = runs->next)
        width += pango_glyph_string_get_width(((const PangoGlyphItem *)runs->data)->glyphs);
    return (double)width / PANGO_SCALE;
}

void font_show_runs(cairo_t *cairo, const char *text, const GList *runs, struct point at)
{
    for (; runs; runs = runs->next) {
        PangoGlyphItem *run = runs->data;
        cairo_move_to(cairo, at.x, at.y);
        pango_cairo_show_glyph_item(cairo, text, run);
        at.x += (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
    }
}

/* Of the table's characters alone, and each of its spaces is one between two words. */
static bool is_clean(const char *text, size_t length)
{
    if (*text == ' ')
        return false;
    for (const char *space = text; (space = strchr(space, ' ')); space++)
        if (space[1] == ' ' || space[1] == '\0')
            return false;
    return face_has(text, length);
}

const char *font_clean(struct arena *arena, const char *text)
{
    if (!text || is_clean(text, strlen(text)))
        return text ? text : "";
    char *valid = g_utf8_make_valid(text, -1);
    char *clean = arena_alloc(arena, strlen(valid) + 1);
    char *end = clean;
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        /* The line and paragraph separators would start another line. */
        if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029 || c == ' ') {
            if (end > clean && end[-1] != ' ')
                *end++ = ' ';
        } else {
            end += g_unichar_to_utf8(c, end);
        }
    }
    if (end > clean && end[-1] == ' ')
        end--;
    *end = '\0';
    g_free(valid);
    return clean;
}

static double measure(const struct chart_plan *plan, struct text_style style, const char *text,
                      size_t length)
{
    double known;
    if (face_width(style.bold, style.size, text, length, &known))
        return known;
    PangoFontDescription *face = font_description(style);
    GList *runs = font_shape(context_of(plan->font), face, text, length, false);
    double width = font_runs_width(runs);
    font_free_runs(runs);
    pango_font_description_free(face);
    return width;
}

double font_width(const struct chart_plan *plan, struct text_style style, const char *text)
{
    return text ? measure(plan, style, text, strlen(text)) : 0;
}

double font_word_width(const struct chart_plan *plan, struct text_style style, const char *text)
{
    double widest = 0;
    const char *word = text ? text : "";
    while (*word) {
        size_t length = strcspn(word, " \t\n");
        double width = measure(plan, style, word, length);
        widest = width > widest ? width : widest;
        word += length;
        word += strspn(word, " \t\n");
    }
    return widest;
}

/* The first `characters` of a text and an ellipsis. */
static char *shortened(const struct chart_plan *plan, const char *text, long characters)
{
    const char *end = g_utf8_offset_to_pointer(text, characters);
    while (end > text && end[-1] == ' ')
        end--;
    return arena_printf(plan->arena, "%.*s" ELLIPSIS, (int)(end - text), text);
}

const char *font_ellipsize(const struct chart_plan *plan, struct text_style style, const char *text,
                           double width)
{
    const char *clean = font_clean(plan->arena, text);
    if (font_width(plan, style, clean) <= width)
        return clean;
    long fits = 0;
    for (long low = 1, high = g_utf8_strlen(clean, -1) - 1; low <= high;) {
        long middle = (low + high) / 2;
        if (font_width(plan, style, shortened(plan, clean, middle)) <= width) {
            fits = middle;
            low = middle + 1;
        } else {
            high = middle - 1;
        }
    }
    /* Not between a letter and the marks that belong to it. */
    while (fits > 0 && g_unichar_ismark(g_utf8_get_char(g_utf8_offset_to_pointer(clean, fits))))
        fits--;
    return shortened(plan, clean, fits);
}

struct text_lines font_wrap(const struct chart_plan *plan, struct text_style style,
                            const char *text, double width, size_t limit)
{
    struct text_lines wrapped = {arena_array(plan->arena, limit, sizeof(char *)), 0, 0};
    const char *clean = font_clean(plan->arena, text);
    if (!*clean)
        return wrapped;
    double whole;
    if (limit > 0 && face_width(style.bold, style.size, clean, strlen(clean), &whole) &&
        whole <= width) {
        wrapped.lines[0] = clean;
        wrapped.count = 1;
        wrapped.width = whole;
        return wrapped;
    }
    PangoLayout *layout = layout_of(plan->font);
    select_face(layout, style);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_text(layout, clean, -1);
    size_t count = (size_t)pango_layout_get_line_count(layout);
    size_t kept = count < limit ? count : limit;
    for (size_t i = 0; i < kept; i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, (int)i);
        const char *start = clean + line->start_index;
        size_t length = i + 1 == limit ? strlen(start) : (size_t)line->length;
        wrapped.lines[i] = font_clean(plan->arena, arena_strndup(plan->arena, start, length));
    }
    wrapped.count = kept;
    if (count > limit)
        wrapped.lines[limit - 1] = font_ellipsize(plan, style, wrapped.lines[limit - 1], width);
    for (size_t i = 0; i < kept; i++) {
        double line = font_width(plan, style, wrapped.lines[i]);
        wrapped.width = line > wrapped.width ? line : wrapped.width;
    }
    return wrapped;
}

bool font_is_rtl(const char *text)
{
    if (face_has(text, strlen(text)))
        return false;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (!g_unichar_isalpha(c))
            continue;
        hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), c);
        return hb_script_get_horizontal_direction(script) == HB_DIRECTION_RTL;
    }
    return false;
}
