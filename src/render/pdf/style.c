#include "render/pdf/style.h"

#include "render/charts/palette.h"

#define SANS PDF_FONT ", DejaVu Sans, " PDF_FALLBACK_FONT
#define LIGHT "DejaVu Sans Light, " SANS

struct pdf_sheet pdf_sheet(enum pdf_paper paper)
{
    static const double sizes[][2] = {[PDF_A4] = {595.28, 841.89}, [PDF_LETTER] = {612, 792}};
    enum { SIDE = 57 };
    /* Letter is shorter: it gives less to its margins, so that as much stands on a page. */
    const double top = paper == PDF_LETTER ? 58 : 74;
    const double bottom = paper == PDF_LETTER ? 52 : 66;
    double width = sizes[paper][0];
    double height = sizes[paper][1];
    return (struct pdf_sheet){
        .width = width,
        .height = height,
        .left = SIDE,
        .top = top,
        .column = width - 2 * SIDE,
        .body = height - top - bottom,
        .header = top - 28,
        .footer = height - bottom + 30,
    };
}

static const struct pdf_face faces[STYLE_COUNT] = {
    [STYLE_TITLE] = {"title", LIGHT, 32, 40, false},
    [STYLE_SUBTITLE] = {"subtitle", SANS, 11, 17, false},
    [STYLE_H1] = {"h1", LIGHT, 22, 28, false},
    [STYLE_H2] = {"h2", SANS, 11.5, 16, true},
    [STYLE_H3] = {"h3", SANS, 9, 13, true},
    [STYLE_BODY] = {"body", SANS, 9, 13.5, false},
    [STYLE_STRONG] = {"strong", SANS, 9, 13.5, true},
    [STYLE_FIGURE] = {"figure", SANS, 19, 24, false},
    [STYLE_FIGURE_SMALL] = {"figure-small", SANS, 12, 24, false},
    [STYLE_LABEL] = {"label", SANS, 7.5, 11, false},
    [STYLE_CELL] = {"cell", SANS, 8, 11, false},
    [STYLE_CELL_STRONG] = {"cell-strong", SANS, 8, 11, true},
    [STYLE_HEAD] = {"head", SANS, 7.5, 10, true},
    [STYLE_NOTE] = {"note", SANS, 7, 9.5, false},
    [STYLE_RUNNING] = {"running", SANS, 7, 9, false},
};

const struct pdf_face *pdf_face(enum pdf_style style)
{
    return &faces[style];
}

/* Ascent and descent of the face are 0.928 and 0.236 of its size. */
double pdf_baseline(enum pdf_style style)
{
    const struct pdf_face *face = &faces[style];
    return (face->leading - 1.164 * face->size) / 2 + 0.928 * face->size;
}

struct ink {
    const char *name;
    enum chart_role role;
};

/* Those of the charts, so that a chart has no edge on its page. */
static const struct ink inks[PDF_INK_COUNT] = {
    [PDF_INK_TEXT] = {"text", ROLE_INK},
    [PDF_INK_MUTED] = {"muted", ROLE_MUTED},
    [PDF_INK_ACCENT] = {"accent", ROLE_ACCENT},
    [PDF_INK_RULE] = {"rule", ROLE_GRID},
    [PDF_INK_STRONG_RULE] = {"strong-rule", ROLE_AXIS},
    [PDF_INK_SHADE] = {"shade", ROLE_GRID},
    [PDF_INK_GOOD] = {"good", ROLE_GOOD},
    [PDF_INK_WARNING] = {"warning", ROLE_WARN},
    [PDF_INK_ERROR] = {"error", ROLE_BAD},
    [PDF_INK_SECTOR] = {"sector", ROLE_ACCENT},
};

const char *pdf_ink_name(enum pdf_ink ink)
{
    return inks[ink].name;
}

uint32_t pdf_ink_color(enum pdf_ink ink)
{
    return palette_color(inks[ink].role, THEME_LIGHT);
}

enum pdf_ink pdf_tone_ink(enum view_tone tone)
{
    switch (tone) {
    case TONE_GOOD:
        return PDF_INK_GOOD;
    case TONE_WARNING:
        return PDF_INK_WARNING;
    case TONE_ERROR:
        return PDF_INK_ERROR;
    case TONE_MUTED:
        return PDF_INK_MUTED;
    case TONE_INFO:
    case TONE_NONE:
        return PDF_INK_TEXT;
    }
    return PDF_INK_TEXT;
}
