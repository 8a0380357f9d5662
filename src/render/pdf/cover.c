/* The cover, and the contents on it. */
#include "base/text.h"
#include "render/pdf/layout.h"

static void cover_title(struct pdf_plan *plan, const struct handout_block *block)
{
    double column = plan->sheet.column;
    block_begin(plan, "P");
    struct pdf_strip *strip = strip_new(plan, 0, 190);
    strip_rect(plan, strip, PDF_INK_SECTOR, (struct box){0, 178, 44, 4});
    strip_lines(plan, strip, (struct pdf_setting){STYLE_STRONG, PDF_INK_TEXT, NULL},
                pdf_wrap(plan->text, STYLE_STRONG, plan->handout->site_name, column),
                (struct pdf_spot){0});
    block_begin(plan, "H1");
    struct pdf_lines title = pdf_wrap(plan->text, STYLE_TITLE, block->text, column);
    strip = strip_new(plan, 0, (double)title.count * pdf_face(STYLE_TITLE)->leading + 6);
    strip_lines(plan, strip, (struct pdf_setting){STYLE_TITLE, PDF_INK_TEXT, NULL}, title,
                (struct pdf_spot){0});
    block_begin(plan, "P");
    struct pdf_lines words = pdf_wrap(plan->text, STYLE_SUBTITLE, block->second, column * 0.8);
    strip = strip_new(plan, 0, (double)words.count * pdf_face(STYLE_SUBTITLE)->leading + 26);
    strip_lines(plan, strip, (struct pdf_setting){STYLE_SUBTITLE, PDF_INK_MUTED, NULL}, words,
                (struct pdf_spot){0});
}

static void cover_fact(struct pdf_plan *plan, const char *label, const char *value)
{
    enum { LABELS = 110 };
    struct pdf_lines words = pdf_wrap(plan->text, STYLE_BODY, value, plan->sheet.column - LABELS);
    struct pdf_strip *strip =
        strip_new(plan, 0, (double)words.count * pdf_face(STYLE_BODY)->leading + 3);
    strip_tag(plan, strip, "LI");
    strip_tag(plan, strip, "Lbl");
    strip_lines(plan, strip, (struct pdf_setting){STYLE_BODY, PDF_INK_MUTED, NULL},
                pdf_wrap(plan->text, STYLE_BODY, label, LABELS), (struct pdf_spot){0});
    strip_tag_end(plan, strip);
    strip_tag(plan, strip, "LBody");
    strip_lines(plan, strip, (struct pdf_setting){STYLE_BODY, PDF_INK_TEXT, NULL}, words,
                (struct pdf_spot){.x = LABELS});
    strip_tag_end(plan, strip);
    strip_tag_end(plan, strip);
}

void flow_cover(struct pdf_plan *plan, const struct handout_block *block)
{
    cover_title(plan, block);
    block_begin(plan, "L");
    for (size_t i = 0; i < block->facts->count; i++)
        cover_fact(plan, block->facts->rows[i].label, block->facts->rows[i].value.text);
    cover_fact(plan, "Content id", plan->handout->content_id);
}

static void contents_line(struct pdf_plan *plan, const char *text)
{
    double column = plan->sheet.column;
    struct pdf_lines words = pdf_wrap(plan->text, STYLE_BODY, text, column - 40);
    double height = (double)words.count * pdf_face(STYLE_BODY)->leading + 7;
    struct pdf_strip *strip = strip_new(plan, 0, height);
    strip_tag(plan, strip, "TOCI");
    double y = strip_lines(plan, strip, (struct pdf_setting){STYLE_BODY, PDF_INK_TEXT, text}, words,
                           (struct pdf_spot){.y = 3});
    strip_item(
        plan, strip,
        (struct pdf_item){.kind = PDF_PAGE_OF,
                          .style = STYLE_BODY,
                          .ink = PDF_INK_TEXT,
                          .target = text,
                          .x = column,
                          .y = y - pdf_face(STYLE_BODY)->leading + pdf_baseline(STYLE_BODY)});
    strip_rect(plan, strip, PDF_INK_RULE, (struct box){0, height - 0.5, column, 0.5});
    strip_tag_end(plan, strip);
}

void flow_contents(struct pdf_plan *plan, const struct handout_block *block)
{
    const struct handout *handout = plan->handout;
    block_begin(plan, "P");
    struct pdf_strip *strip = strip_new(plan, 60, 18);
    strip->keep = true;
    strip_lines(plan, strip, (struct pdf_setting){STYLE_H2, PDF_INK_TEXT, NULL},
                pdf_wrap(plan->text, STYLE_H2, block->text, plan->sheet.column),
                (struct pdf_spot){0});
    block_begin(plan, "TOC");
    for (size_t i = 0; i < handout->count; i++) {
        const struct handout_block *each = &handout->blocks[i];
        if (each->kind == HANDOUT_SECTION || (each->kind == HANDOUT_HEADING && each->level == 1))
            contents_line(plan, each->text);
    }
}
