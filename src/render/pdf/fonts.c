#include "render/pdf/fonts.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <stdlib.h>

enum { SHEET = 256, SHEETS = 256 }; /* a code has two bytes */

struct use {
    bool shown;
    const char *text; /* that it stands for, NULL: none yet */
    size_t length;
};

struct pdf_font {
    struct arena *arena;
    struct pdf_typeface *typeface;
    unsigned number;
    struct use *sheets[SHEETS]; /* by code */
    struct pdf_font *next;
};

struct pdf_fonts {
    struct arena *arena;
    struct pdf_font *first, *last;
};

struct pdf_fonts *pdf_fonts_begin(struct arena *arena)
{
    struct pdf_fonts *fonts = arena_alloc(arena, sizeof *fonts);
    fonts->arena = arena;
    return fonts;
}

struct pdf_font *pdf_fonts_find(struct pdf_fonts *fonts, struct pdf_typeface *typeface)
{
    for (struct pdf_font *each = fonts->first; each; each = each->next)
        if (each->typeface == typeface)
            return each;
    struct pdf_font *made = arena_alloc(fonts->arena, sizeof *made);
    made->arena = fonts->arena;
    made->typeface = typeface;
    made->number = fonts->last ? fonts->last->number + 1 : 1;
    if (fonts->last)
        fonts->last->next = made;
    else
        fonts->first = made;
    return fonts->last = made;
}

unsigned pdf_font_number(const struct pdf_font *font)
{
    return font->number;
}

static const struct use *use_of(const struct pdf_font *font, uint32_t glyph)
{
    const struct use *sheet = font->sheets[glyph / SHEET % SHEETS];
    return sheet && sheet[glyph % SHEET].shown ? &sheet[glyph % SHEET] : NULL;
}

bool pdf_font_use(struct pdf_font *font, uint32_t glyph, const char *text, size_t length)
{
    struct use **sheet = &font->sheets[glyph / SHEET % SHEETS];
    if (!*sheet)
        *sheet = arena_array(font->arena, SHEET, sizeof **sheet);
    struct use *use = &(*sheet)[glyph % SHEET];
    use->shown = true;
    if (text && !use->text)
        *use = (struct use){true, text, length};
    return !text || (use->length == length && memcmp(use->text, text, length) == 0);
}

/* ---- numbers ---- */

static double thousandths(const struct pdf_font *font, double units)
{
    return units * 1000 / font->typeface->per_em;
}

double pdf_font_advance(const struct pdf_font *font, uint32_t glyph)
{
    return thousandths(font, hb_font_get_glyph_h_advance(font->typeface->units, glyph));
}

/* [3 [278 401] 36 [684]]: widths of glyphs that follow each other. */
static void put_widths(const struct pdf_font *font, struct strbuf *out)
{
    bool open = false;
    strbuf_addstr(out, "/W[");
    for (uint32_t glyph = 0; glyph < SHEET * SHEETS; glyph++) {
        if (glyph % SHEET == 0 && !font->sheets[glyph / SHEET] && !open) {
            glyph += SHEET - 1;
            continue;
        }
        bool used = use_of(font, glyph) != NULL;
        if (open && !used)
            strbuf_addch(out, ']');
        if (used && !open) {
            pdf_add_integer(out, glyph);
            strbuf_addch(out, '[');
        }
        if (used && open)
            strbuf_addch(out, ' ');
        if (used)
            pdf_add_number(out, pdf_font_advance(font, glyph));
        open = used;
    }
    strbuf_addstr(out, open ? "]]" : "]");
}

/* Big endian, from the table 'head'. */
static int head_number(hb_blob_t *head, unsigned offset)
{
    unsigned length;
    const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(head, &length);
    return offset + 2 <= length ? (int16_t)(bytes[offset] << 8 | bytes[offset + 1]) : 0;
}

static void put_box(const struct pdf_font *font, struct strbuf *out)
{
    enum { X_MIN = 36, Y_MAX = 42 };
    hb_blob_t *head = hb_face_reference_table(font->typeface->face, HB_TAG('h', 'e', 'a', 'd'));
    strbuf_addstr(out, "/FontBBox[");
    for (unsigned at = X_MIN; at <= Y_MAX; at += 2) {
        pdf_add_integer(out, (long)thousandths(font, head_number(head, at)));
        strbuf_addch(out, at < Y_MAX ? ' ' : ']');
    }
    hb_blob_destroy(head);
}

/* ---- the text of glyphs ---- */

static void put_mappings(const struct pdf_font *font, struct strbuf *out)
{
    enum { AT_ONCE = 100 };
    struct strbuf lines;
    strbuf_init(&lines);
    long count = 0;
    for (uint32_t glyph = 1; glyph <= SHEET * SHEETS; glyph++) {
        const struct use *use = glyph < SHEET * SHEETS ? use_of(font, glyph) : NULL;
        if (count == AT_ONCE || (count > 0 && glyph == SHEET * SHEETS)) {
            pdf_add_integer(out, count);
            strbuf_addstr(out, " beginbfchar\n");
            strbuf_add(out, lines.text, lines.length);
            strbuf_addstr(out, "endbfchar\n");
            strbuf_reset(&lines);
            count = 0;
        }
        if (!use || !use->text)
            continue;
        strbuf_addch(&lines, '<');
        pdf_add_hex(&lines, glyph);
        strbuf_addstr(&lines, "> <");
        pdf_add_utf16(&lines, use->text, use->length);
        strbuf_addstr(&lines, ">\n");
        count++;
    }
    strbuf_release(&lines);
}

static unsigned write_to_unicode(const struct pdf_font *font, struct pdf_file *file)
{
    struct strbuf map;
    strbuf_init(&map);
    strbuf_addstr(&map, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n");
    put_mappings(font, &map);
    strbuf_addstr(&map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    unsigned id = pdf_file_reserve(file, 1);
    pdf_file_stream(file, id, "", &map);
    strbuf_release(&map);
    return id;
}

/* ---- the glyphs ---- */

static hb_face_t *subset(const struct pdf_font *font)
{
    /* Not needed to draw glyphs by their numbers. */
    static const char *const dropped[] = {"GSUB", "GPOS", "GDEF", "kern", "cmap", "name", "post",
                                          "OS/2", "gasp", "hdmx", "VDMX", "LTSH", "FFTM"};
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        out_of_memory();
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    for (size_t i = 0; i < sizeof dropped / sizeof dropped[0]; i++)
        hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG),
                   hb_tag_from_string(dropped[i], -1));
    for (uint32_t glyph = 0; glyph < SHEET * SHEETS; glyph++)
        if (use_of(font, glyph))
            hb_set_add(hb_subset_input_glyph_set(input), glyph);
    hb_face_t *made = hb_subset_or_fail(font->typeface->face, input);
    hb_subset_input_destroy(input);
    return made;
}

/* Gives 0 where there is nothing to embed. */
static unsigned write_glyphs(const struct pdf_font *font, struct pdf_file *file, bool outlines)
{
    hb_face_t *face = subset(font);
    if (!face)
        return 0;
    hb_blob_t *blob = hb_face_reference_blob(face);
    unsigned length;
    const char *bytes = hb_blob_get_data(blob, &length);
    struct strbuf program;
    strbuf_init(&program);
    strbuf_add(&program, bytes, length);
    unsigned id = pdf_file_reserve(file, 1);
    pdf_file_stream(
        file, id, outlines ? arena_printf(font->arena, "/Length1 %u", length) : "/Subtype/OpenType",
        &program);
    strbuf_release(&program);
    hb_blob_destroy(blob);
    hb_face_destroy(face);
    return id;
}

/* ABCDEF+Name: six letters say that not all of the face is there. */
static const char *name_of(const struct pdf_font *font)
{
    char name[64] = "Font";
    unsigned room = sizeof name;
    hb_ot_name_get_utf8(font->typeface->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID,
                        &room, name);
    for (char *at = name; *at; at++)
        if (*at <= ' ' || *at > '~' || strchr("()<>[]{}/%#", *at))
            *at = '-';
    unsigned number = font->number - 1;
    return arena_printf(font->arena, "AAAA%c%c+%s", (char)('A' + number / 26 % 26),
                        (char)('A' + number % 26), name);
}

static unsigned write_descriptor(const struct pdf_font *font, struct pdf_file *file,
                                 const char *name, bool outlines)
{
    enum { SYMBOLIC = 4, STEM = 80 };
    unsigned program = write_glyphs(font, file, outlines);
    if (program == 0)
        return 0;
    hb_font_extents_t extents = {0};
    hb_font_get_h_extents(font->typeface->units, &extents);
    unsigned id = pdf_file_reserve(file, 1);
    struct strbuf *out = pdf_file_object(file, id);
    strbuf_addstr(out, "<</Type/FontDescriptor/FontName/");
    strbuf_addstr(out, name);
    put_box(font, out);
    strbuf_addf(out, "/Flags %d/ItalicAngle 0/Ascent %ld/Descent %ld/CapHeight %ld/StemV %d",
                SYMBOLIC, (long)thousandths(font, extents.ascender),
                (long)thousandths(font, extents.descender),
                (long)thousandths(font, extents.ascender), STEM);
    strbuf_addstr(out, outlines ? "/FontFile2 " : "/FontFile3 ");
    pdf_add_reference(out, program);
    strbuf_addstr(out, ">>");
    return id;
}

static bool write_font(const struct pdf_font *font, struct pdf_file *file, unsigned id)
{
    const char *name = name_of(font);
    hb_blob_t *glyf = hb_face_reference_table(font->typeface->face, HB_TAG('g', 'l', 'y', 'f'));
    bool outlines = hb_blob_get_length(glyf) > 0; /* of TrueType, not of PostScript */
    hb_blob_destroy(glyf);
    unsigned descriptor = write_descriptor(font, file, name, outlines);
    if (descriptor == 0)
        return false;
    unsigned to_unicode = write_to_unicode(font, file);
    unsigned descendant = pdf_file_reserve(file, 1);
    struct strbuf *out = pdf_file_object(file, descendant);
    strbuf_addf(out, "<</Type/Font/Subtype/CIDFontType%d/BaseFont/%s", outlines ? 2 : 0, name);
    strbuf_addstr(out, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
    strbuf_addf(out, "/FontDescriptor %u 0 R", descriptor);
    strbuf_addstr(out, outlines ? "/CIDToGIDMap/Identity" : "");
    put_widths(font, out);
    strbuf_addstr(out, ">>");
    strbuf_addf(pdf_file_object(file, id),
                "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%u 0 R]"
                "/ToUnicode %u 0 R>>",
                name, descendant, to_unicode);
    return true;
}

bool pdf_fonts_write(const struct pdf_fonts *fonts, struct pdf_file *file, struct strbuf *resources)
{
    strbuf_addstr(resources, "/Font<<");
    for (const struct pdf_font *font = fonts->first; font; font = font->next) {
        unsigned id = pdf_file_reserve(file, 1);
        if (!write_font(font, file, id))
            return false;
        strbuf_addf(resources, "/F%u %u 0 R", font->number, id);
    }
    strbuf_addstr(resources, ">>");
    return true;
}
