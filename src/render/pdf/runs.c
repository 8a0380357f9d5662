#include "render/pdf/runs.h"

#include <stdbool.h>

struct pdf_run {
    cairo_scaled_font_t *font;
    const char *text;
    int length;
    cairo_glyph_t *glyphs; /* from the left of the run */
    int count;
    cairo_text_cluster_t *clusters; /* NULL: the font tells what its glyphs stand for */
    int cluster_count;
    cairo_text_cluster_flags_t flags;
    PangoGlyphItem *strange; /* has characters of no font, which Pango draws as boxes */
    const char *whole;       /* what it is an item of */
    double width;
    struct pdf_run *next;
};

struct held {
    PangoFont *font;
    struct held *next;
};

struct pdf_run_fonts {
    struct arena *arena;
    struct held *fonts;
};

static void close_fonts(void *pointer)
{
    struct pdf_run_fonts *fonts = pointer;
    for (struct held *each = fonts->fonts; each; each = each->next)
        g_object_unref(each->font);
}

struct pdf_run_fonts *pdf_run_fonts_open(struct arena *arena)
{
    struct pdf_run_fonts *fonts = arena_alloc(arena, sizeof *fonts);
    fonts->arena = arena;
    arena_defer(arena, close_fonts, fonts);
    return fonts;
}

static cairo_scaled_font_t *hold(struct pdf_run_fonts *fonts, PangoFont *font)
{
    struct held *each = fonts->fonts;
    while (each && each->font != font)
        each = each->next;
    if (!each) {
        each = arena_alloc(fonts->arena, sizeof *each);
        *each = (struct held){g_object_ref(font), fonts->fonts};
        fonts->fonts = each;
    }
    return pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
}

/* Gives false where a glyph is none of the font's. */
static bool add_glyphs(struct pdf_run *run, const PangoGlyphString *string)
{
    long left = 0;
    bool ordinary = true;
    for (int i = 0; i < string->num_glyphs; i++) {
        const PangoGlyphInfo *info = &string->glyphs[i];
        const PangoGlyphGeometry *geometry = &info->geometry;
        if (info->glyph != PANGO_GLYPH_EMPTY)
            run->glyphs[run->count++] = (cairo_glyph_t){
                .index = info->glyph,
                .x = (double)(left + geometry->x_offset) / PANGO_SCALE,
                .y = (double)geometry->y_offset / PANGO_SCALE,
            };
        ordinary = ordinary && !(info->glyph & PANGO_GLYPH_UNKNOWN_FLAG);
        left += geometry->width;
    }
    run->width = (double)left / PANGO_SCALE;
    return ordinary;
}

static int glyphs_of(const PangoGlyphItemIter *cluster, const PangoGlyphString *string)
{
    int step = cluster->end_glyph > cluster->start_glyph ? 1 : -1;
    int count = 0;
    for (int i = cluster->start_glyph; i != cluster->end_glyph; i += step)
        count += string->glyphs[i].glyph != PANGO_GLYPH_EMPTY;
    return count;
}

static void add_clusters(struct pdf_run *run, PangoGlyphItem *item)
{
    PangoGlyphItemIter cluster;
    for (gboolean more = pango_glyph_item_iter_init_start(&cluster, item, run->whole); more;
         more = pango_glyph_item_iter_next_cluster(&cluster))
        run->clusters[run->cluster_count++] = (cairo_text_cluster_t){
            .num_bytes = cluster.end_index - cluster.start_index,
            .num_glyphs = glyphs_of(&cluster, item->glyphs),
        };
}

/* Of ASCII, from left to right, and each character is a glyph: what Cairo reads from the font, as
 * its ASCII is not that of other characters too. */
static bool is_one_to_one(const PangoGlyphItem *item, const char *text)
{
    const PangoGlyphString *string = item->glyphs;
    if (string->num_glyphs != item->item->length || item->item->analysis.level % 2)
        return false;
    for (int i = 0; i < string->num_glyphs; i++)
        if (string->log_clusters[i] != i || (text[i] & 0x80) ||
            string->glyphs[i].glyph == PANGO_GLYPH_EMPTY)
            return false;
    return true;
}

static void free_item(void *item)
{
    pango_glyph_item_free(item);
}

static struct pdf_run *make_run(struct pdf_run_fonts *fonts, struct arena *arena, const char *text,
                                PangoGlyphItem *item)
{
    size_t most = (size_t)item->glyphs->num_glyphs;
    struct pdf_run *run = arena_alloc(arena, sizeof *run);
    *run = (struct pdf_run){
        .font = hold(fonts, item->item->analysis.font),
        .text = text + item->item->offset,
        .length = item->item->length,
        .glyphs = arena_array(arena, most, sizeof *run->glyphs),
        .flags = item->item->analysis.level % 2 ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0,
        .whole = text,
    };
    if (!add_glyphs(run, item->glyphs)) {
        run->strange = item;
        arena_defer(arena, free_item, item);
        return run;
    }
    if (!is_one_to_one(item, run->text)) {
        run->clusters = arena_array(arena, most, sizeof *run->clusters);
        add_clusters(run, item);
    }
    free_item(item);
    return run;
}

struct pdf_run *pdf_runs_make(struct pdf_run_fonts *fonts, struct arena *arena, const char *text,
                              GList *shaped)
{
    struct pdf_run *first = NULL;
    struct pdf_run **end = &first;
    for (GList *at = shaped; at; at = at->next) {
        *end = make_run(fonts, arena, text, at->data);
        end = &(*end)->next;
    }
    g_list_free(shaped);
    return first;
}

double pdf_runs_width(const struct pdf_run *runs)
{
    double width = 0;
    for (; runs; runs = runs->next)
        width += runs->width;
    return width;
}

static void show_at(const struct pdf_run *run, cairo_t *cairo, double x, double y)
{
    enum { USUAL = 128 };
    cairo_glyph_t usual[USUAL];
    cairo_glyph_t *glyphs = run->count > USUAL ? cairo_glyph_allocate(run->count) : usual;
    if (!glyphs)
        out_of_memory();
    for (int i = 0; i < run->count; i++)
        glyphs[i] =
            (cairo_glyph_t){run->glyphs[i].index, x + run->glyphs[i].x, y + run->glyphs[i].y};
    cairo_set_scaled_font(cairo, run->font);
    if (run->clusters)
        cairo_show_text_glyphs(cairo, run->text, run->length, glyphs, run->count, run->clusters,
                               run->cluster_count, run->flags);
    else
        cairo_show_glyphs(cairo, glyphs, run->count);
    if (glyphs != usual)
        cairo_glyph_free(glyphs);
}

void pdf_runs_show(const struct pdf_run *runs, cairo_t *cairo, double x, double y)
{
    for (const struct pdf_run *run = runs; run; run = run->next) {
        if (run->strange) {
            cairo_move_to(cairo, x, y);
            pango_cairo_show_glyph_item(cairo, run->whole, run->strange);
        } else {
            show_at(run, cairo, x, y);
        }
        x += run->width;
    }
}
