#include "render/pdf/runs.h"

#include "render/charts/font.h"

#include <pango/pangofc-font.h>

/* A font of Pango's, which is a face at one size. */
struct sized {
    PangoFont *font;
    struct pdf_typeface *typeface;
    double size;
    bool bold;
    struct sized *next;
};

struct pdf_faces {
    struct arena *arena;
    struct sized *fonts;
    struct pdf_typeface *typefaces;
};

static void close_faces(void *pointer)
{
    struct pdf_faces *faces = pointer;
    for (struct sized *sized = faces->fonts; sized; sized = sized->next)
        g_object_unref(sized->font);
    for (struct pdf_typeface *each = faces->typefaces; each; each = each->next) {
        hb_font_destroy(each->units);
        hb_face_destroy(each->face);
    }
}

struct pdf_faces *pdf_faces_open(struct arena *arena)
{
    struct pdf_faces *faces = arena_alloc(arena, sizeof *faces);
    faces->arena = arena;
    arena_defer(arena, close_faces, faces);
    return faces;
}

/* Pango has one for all sizes. */
static struct pdf_typeface *typeface_of(struct pdf_faces *faces, hb_face_t *face)
{
    for (struct pdf_typeface *each = faces->typefaces; each; each = each->next)
        if (each->face == face)
            return each;
    struct pdf_typeface *made = arena_alloc(faces->arena, sizeof *made);
    *made = (struct pdf_typeface){
        .face = hb_face_reference(face),
        .units = hb_font_create(face),
        .per_em = hb_face_get_upem(face),
        .next = faces->typefaces,
    };
    return faces->typefaces = made;
}

static bool is_emboldened(PangoFont *font)
{
    FcBool bold = FcFalse;
    return PANGO_IS_FC_FONT(font) &&
           FcPatternGetBool(pango_fc_font_get_pattern(PANGO_FC_FONT(font)), FC_EMBOLDEN, 0,
                            &bold) == FcResultMatch &&
           bold;
}

static const struct sized *sized_of(struct pdf_faces *faces, PangoFont *font)
{
    for (struct sized *each = faces->fonts; each; each = each->next)
        if (each->font == font)
            return each;
    struct sized *made = arena_alloc(faces->arena, sizeof *made);
    hb_font_t *shaper = pango_font_get_hb_font(font);
    int across, down;
    hb_font_get_scale(shaper, &across, &down);
    *made = (struct sized){
        .font = g_object_ref(font),
        .typeface = typeface_of(faces, hb_font_get_face(shaper)),
        .size = (double)across / PANGO_SCALE,
        .bold = is_emboldened(font),
        .next = faces->fonts,
    };
    return faces->fonts = made;
}

/* The first of its glyphs stands for the text of all. */
static void add_cluster(struct pdf_run *run, const PangoGlyphString *string, const int *lefts,
                        const PangoGlyphItemIter *cluster)
{
    int step = cluster->end_glyph > cluster->start_glyph ? 1 : -1;
    int first = step > 0 ? cluster->start_glyph : cluster->end_glyph + 1;
    int count = step * (cluster->end_glyph - cluster->start_glyph);
    unsigned length = (unsigned)(cluster->end_index - cluster->start_index);
    for (int i = first; i < first + count; i++) {
        const PangoGlyphInfo *info = &string->glyphs[i];
        if (info->glyph == PANGO_GLYPH_EMPTY)
            continue;
        run->glyphs[run->count++] = (struct pdf_glyph){
            .id = info->glyph & PANGO_GLYPH_UNKNOWN_FLAG ? 0 : info->glyph,
            .x = lefts[i] + info->geometry.x_offset,
            .y = -info->geometry.y_offset,
            .start = (unsigned)cluster->start_index,
            .length = length,
        };
        length = 0;
    }
}

static struct pdf_run *make_run(struct pdf_faces *faces, struct arena *arena, const char *text,
                                PangoGlyphItem *item)
{
    const PangoGlyphString *string = item->glyphs;
    const struct sized *sized = sized_of(faces, item->item->analysis.font);
    struct pdf_run *run = arena_alloc(arena, sizeof *run);
    *run = (struct pdf_run){
        .typeface = sized->typeface,
        .size = sized->size,
        .bold = sized->bold,
        .text = text,
        .glyphs = arena_array(arena, (size_t)string->num_glyphs, sizeof *run->glyphs),
    };
    int *lefts = g_new(int, string->num_glyphs + 1);
    lefts[0] = 0;
    for (int i = 0; i < string->num_glyphs; i++)
        lefts[i + 1] = lefts[i] + string->glyphs[i].geometry.width;
    run->width = (double)lefts[string->num_glyphs] / PANGO_SCALE;
    PangoGlyphItemIter cluster;
    for (gboolean more = pango_glyph_item_iter_init_start(&cluster, item, text); more;
         more = pango_glyph_item_iter_next_cluster(&cluster))
        add_cluster(run, string, lefts, &cluster);
    g_free(lefts);
    return run;
}

struct pdf_run *pdf_runs_make(struct pdf_faces *faces, struct arena *arena, const char *text,
                              GList *shaped)
{
    struct pdf_run *first = NULL;
    struct pdf_run **end = &first;
    for (GList *at = shaped; at; at = at->next) {
        *end = make_run(faces, arena, text, at->data);
        end = &(*end)->next;
    }
    font_free_runs(shaped);
    return first;
}

double pdf_runs_width(const struct pdf_run *runs)
{
    double width = 0;
    for (; runs; runs = runs->next)
        width += runs->width;
    return width;
}
