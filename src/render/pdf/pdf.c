#include "render/pdf/pdf.h"

#include "render/pdf/layout.h"
#include "render/pdf/paint.h"

#include <fontconfig/fontconfig.h>

bool pdf_handout(const struct handout *handout, enum pdf_paper paper, struct pdf_text *text,
                 struct strbuf *out, struct error *err)
{
    struct arena *arena = arena_new();
    return pdf_paint(pdf_layout(handout, paper, text, arena), arena, out, err);
}

void pdf_handout_dump(const struct handout *handout, enum pdf_paper paper, struct strbuf *out)
{
    struct arena *arena = arena_new();
    pdf_plan_dump(pdf_layout(handout, paper, pdf_text_open(arena), arena), out);
    arena_free(arena);
}

bool pdf_has_font(const char *family)
{
    FcPattern *wanted = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, (char *)NULL);
    FcObjectSet *nothing = FcObjectSetBuild(FC_FAMILY, (char *)NULL);
    FcFontSet *found = FcFontList(NULL, wanted, nothing);
    bool any = found && found->nfont > 0;
    if (found)
        FcFontSetDestroy(found);
    FcObjectSetDestroy(nothing);
    FcPatternDestroy(wanted);
    return any;
}
