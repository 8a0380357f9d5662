#include "render/charts/charts.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

static int by_text(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* "DejaVu Sans Bold 155320": the name and version of one font. */
static char *describe(const FcPattern *font)
{
    FcChar8 *name = NULL;
    int version = 0;
    FcPatternGetInteger(font, FC_FONTVERSION, 0, &version);
    FcPatternGetString(font, FC_FULLNAME, 0, &name);
    char text[512];
    snprintf(text, sizeof text, "%s %d\n", name ? (const char *)name : "", version);
    return strdup(text);
}

void charts_fonts_installed(struct strbuf *out)
{
    const FcFontSet *fonts = FcConfigGetFonts(NULL, FcSetSystem);
    int count = fonts ? fonts->nfont : 0;
    char **lines = calloc((size_t)count + 1, sizeof *lines);
    if (!lines)
        out_of_memory();
    for (int i = 0; i < count; i++)
        if (!(lines[i] = describe(fonts->fonts[i])))
            out_of_memory();
    if (count > 1)
        qsort(lines, (size_t)count, sizeof *lines, by_text);
    for (int i = 0; i < count; i++) {
        strbuf_addstr(out, lines[i]);
        free(lines[i]);
    }
    free(lines);
}
