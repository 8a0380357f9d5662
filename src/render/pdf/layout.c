#include "render/pdf/layout.h"

#include "render/pdf/running.h"

void block_begin(struct pdf_plan *plan, const char *tag)
{
    plan->block++;
    plan->tag = tag;
}

struct pdf_strip *strip_new(struct pdf_plan *plan, double before, double height)
{
    struct pdf_strip *strip = arena_alloc(plan->strip_arena, sizeof *strip);
    *strip = (struct pdf_strip){
        .before = before,
        .height = height,
        .page_break = plan->break_next,
        .share = plan->break_share,
        .block = plan->block,
        .tag = plan->tag,
    };
    plan->break_next = false;
    plan->strips = arena_grow(plan->strip_arena, plan->strips, &plan->strip_capacity,
                              plan->strip_count + 1, sizeof *plan->strips);
    plan->strips[plan->strip_count++] = strip;
    return strip;
}

void strip_item(struct pdf_plan *plan, struct pdf_strip *strip, struct pdf_item item)
{
    strip->items = arena_grow(plan->strip_arena, strip->items, &strip->capacity, strip->count + 1,
                              sizeof *strip->items);
    strip->items[strip->count++] = item;
}

void strip_rect(struct pdf_plan *plan, struct pdf_strip *strip, enum pdf_ink ink, struct box box)
{
    strip_item(plan, strip,
               (struct pdf_item){.kind = PDF_RECT,
                                 .ink = ink,
                                 .x = box.x,
                                 .y = box.y,
                                 .width = box.width,
                                 .height = box.height});
}

void strip_tag(struct pdf_plan *plan, struct pdf_strip *strip, const char *name)
{
    strip_item(plan, strip, (struct pdf_item){.kind = PDF_TAG, .text = name});
}

void strip_tag_end(struct pdf_plan *plan, struct pdf_strip *strip)
{
    strip_item(plan, strip, (struct pdf_item){.kind = PDF_TAG_END});
}

double strip_lines(struct pdf_plan *plan, struct pdf_strip *strip, struct pdf_setting setting,
                   struct pdf_lines lines, struct pdf_spot at)
{
    double y = at.y;
    for (size_t i = 0; i < lines.count; i++) {
        const struct pdf_line *line = &lines.lines[i];
        strip_item(plan, strip,
                   (struct pdf_item){.kind = PDF_TEXT,
                                     .style = setting.style,
                                     .ink = setting.ink,
                                     .target = setting.target,
                                     .rtl = line->rtl,
                                     .text = line->text,
                                     .x = at.end ? at.x - line->width : at.x,
                                     .y = y + pdf_baseline(setting.style),
                                     .width = line->width});
        y += pdf_face(setting.style)->leading;
    }
    return y;
}

void flow_block(struct pdf_plan *plan, const struct handout_block *block)
{
    plan->compact = block->compact;
    switch (block->kind) {
    case HANDOUT_COVER:
        flow_cover(plan, block);
        break;
    case HANDOUT_CONTENTS:
        flow_contents(plan, block);
        break;
    case HANDOUT_FIGURES:
        flow_figures(plan, block->facts);
        break;
    case HANDOUT_FACTS:
        flow_facts(plan, block->facts);
        break;
    case HANDOUT_TABLE:
        flow_table(plan, block->table);
        break;
    case HANDOUT_CHART:
        flow_chart(plan, block);
        break;
    case HANDOUT_PAGE_BREAK:
        plan->break_next = true;
        plan->break_share = block->share;
        break;
    case HANDOUT_COLUMNS:
    case HANDOUT_COLUMN:
    case HANDOUT_COLUMNS_END:
        break;
    case HANDOUT_HEADING:
    case HANDOUT_SECTION:
    case HANDOUT_PARAGRAPH:
    case HANDOUT_FORMULA:
    case HANDOUT_BANNER:
    case HANDOUT_LIST:
        flow_words(plan, block);
        break;
    }
}

struct pdf_plan *pdf_layout(const struct handout *handout, enum pdf_paper paper,
                            struct pdf_text *text, struct arena *arena)
{
    pdf_text_begin(text, arena);
    struct pdf_plan *plan = arena_alloc(arena, sizeof *plan);
    *plan = (struct pdf_plan){
        .arena = arena,
        .strip_arena = arena_new(),
        .text = text,
        .handout = handout,
        .sheet = pdf_sheet(paper),
    };
    for (size_t i = 0; i < handout->count;) {
        if (handout->blocks[i].kind == HANDOUT_COLUMNS)
            i = flow_columns(plan, i);
        else
            flow_block(plan, &handout->blocks[i++]);
    }
    pages_make(plan);
    arena_free(plan->strip_arena);
    running_add(plan);
    return plan;
}

const struct pdf_place *pdf_find_place(const struct pdf_plan *plan, const char *anchor)
{
    for (size_t i = 0; anchor && i < plan->place_count; i++)
        if (plan->places[i].anchor && strcmp(plan->places[i].anchor, anchor) == 0)
            return &plan->places[i];
    return NULL;
}
