#include "view/handout.h"

#include "base/digest.h"
#include "base/text.h"
#include "view/handout_parts.h"

void handout_add(struct handout *handout, struct handout_block block)
{
    handout->blocks = arena_grow(handout->arena, handout->blocks, &handout->capacity,
                                 handout->count + 1, sizeof *handout->blocks);
    block.compact = handout->compact;
    handout->blocks[handout->count++] = block;
}

static void digest_cell(struct digest_state *state, const struct view_cell *cell)
{
    digest_field(state, cell->text);
    digest_field(state, cell->note);
}

static void digest_facts(struct digest_state *state, const struct view_facts *facts)
{
    for (size_t i = 0; i < facts->count; i++) {
        digest_field(state, facts->rows[i].label);
        digest_cell(state, &facts->rows[i].value);
        digest_field(state, facts->rows[i].unit);
    }
    digest_field(state, facts->note);
}

static void digest_table(struct digest_state *state, const struct view_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        digest_field(state, table->columns[i].title);
        digest_field(state, table->columns[i].unit);
    }
    for (size_t i = 0; i < table->row_count * table->column_count; i++)
        digest_cell(state, &table->cells[i]);
    digest_field(state, table->empty);
}

static void digest_block(struct digest_state *state, const struct handout_block *block)
{
    digest_field(state, block->text);
    digest_field(state, block->second);
    if (block->facts)
        digest_facts(state, block->facts);
    if (block->table)
        digest_table(state, block->table);
    for (size_t i = 0; i < block->item_count; i++)
        digest_field(state, block->items[i]);
}

void handout_finish(struct handout *handout)
{
    struct digest_state *state = digest_begin();
    const char *const head[] = {handout->title, handout->site_name, handout->as_of,
                                handout->parameters};
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        digest_field(state, head[i]);
    for (size_t i = 0; i < handout->count; i++)
        digest_block(state, &handout->blocks[i]);
    struct digest digest = digest_finish(state);
    char hex[DIGEST_HEX];
    digest_hex(&digest, hex);
    memcpy(handout->content_id, hex, 8);
    handout->content_id[8] = '\0';
}

void handout_begin(const struct view_context *context, struct arena *arena, const char *title,
                   struct handout *handout)
{
    *handout = (struct handout){
        .title = title,
        .site_name = context->site_name,
        .as_of = context->as_of,
        .parameters = context->parameters,
        .created = context->created,
        .workbook = "the workbook",
        .arena = arena,
    };
}

void add_heading(struct handout *handout, int level, const char *text)
{
    handout_add(handout,
                (struct handout_block){.kind = HANDOUT_HEADING, .level = level, .text = text});
}

void add_paragraph(struct handout *handout, const char *text)
{
    if (!text_is_blank(text))
        handout_add(handout, (struct handout_block){.kind = HANDOUT_PARAGRAPH, .text = text});
}

void add_page_break(struct handout *handout)
{
    handout_add(handout, (struct handout_block){.kind = HANDOUT_PAGE_BREAK});
}

void add_soft_break(struct handout *handout, double share)
{
    handout_add(handout, (struct handout_block){.kind = HANDOUT_PAGE_BREAK, .share = share});
}

void add_banners(struct handout *handout, const struct view_banner *banners, size_t count)
{
    for (size_t i = 0; i < count; i++)
        handout_add(handout, (struct handout_block){.kind = HANDOUT_BANNER,
                                                    .tone = banners[i].tone,
                                                    .text = banners[i].title,
                                                    .second = banners[i].text});
}

void add_facts(struct handout *handout, enum handout_kind kind, const struct view_facts *facts)
{
    if (facts->count == 0) {
        add_paragraph(handout, facts->empty);
        return;
    }
    handout_add(handout, (struct handout_block){.kind = kind, .facts = facts});
    add_paragraph(handout, facts->note);
}

void add_chart(struct handout *handout, struct handout_chart chart,
               const struct view_figure *figure)
{
    if (chart.kind != CHART_NONE)
        handout_add(handout, (struct handout_block){.kind = HANDOUT_CHART,
                                                    .chart = chart,
                                                    .text = figure ? figure->alt : NULL});
}

/* "200 of 14,286 organizations; all are in energy.xlsx and on the site." */
static const char *cut_words(const struct handout *handout, size_t shown, size_t total,
                             const struct table_cut *cut)
{
    struct arena *arena = handout->arena;
    const char *rest = cut->rest;
    if (!rest)
        rest = arena_printf(arena, "all are in %s and on the site", handout->workbook);
    return arena_printf(arena, "%s of %s %s; %s.", cell_integer(arena, (long long)shown).text,
                        cell_integer(arena, (long long)total).text, cut->what ? cut->what : "rows",
                        rest);
}

void add_table(struct handout *handout, int level, const struct view_table *table,
               struct table_cut cut)
{
    if (table->column_count == 0 && text_is_blank(table->empty))
        return;
    struct arena *arena = handout->arena;
    const char *title = cut.title ? cut.title : table->title;
    if (!text_is_blank(title))
        handout_add(handout,
                    (struct handout_block){.kind = HANDOUT_HEADING,
                                           .level = level,
                                           .text = title,
                                           .second = table->row_count > 0 ? table->caption : NULL});
    if (table->row_count == 0) {
        add_paragraph(handout, table->empty);
        return;
    }
    if (text_is_blank(title))
        add_paragraph(handout, table->caption);
    struct view_table *shown = arena_alloc(arena, sizeof *shown);
    *shown = *table;
    size_t total = cut.total > table->row_count ? cut.total : table->row_count;
    if (cut.rows > 0 && shown->row_count > cut.rows) {
        shown->row_count = cut.rows;
        shown->has_total = false;
    }
    handout_add(handout, (struct handout_block){.kind = HANDOUT_TABLE, .table = shown});
    if (total > shown->row_count)
        add_paragraph(handout, cut_words(handout, shown->row_count, total, &cut));
}

static void add_section(struct handout *handout, const struct view_section *section)
{
    add_heading(handout, 2, section->title);
    for (size_t i = 0; i < section->definition_count; i++)
        handout_add(handout, (struct handout_block){.kind = HANDOUT_FORMULA,
                                                    .text = section->definitions[i].text,
                                                    .second = section->definitions[i].note});
    for (size_t i = 0; i < section->paragraph_count; i++)
        add_paragraph(handout, section->paragraphs[i]);
}

/* In brief: sections that are there for their table are left to the site's page. */
void add_method(struct handout *handout, const struct view_method *method)
{
    if (!method)
        return;
    handout->compact = true;
    add_heading(handout, 1, "Method in brief");
    for (size_t i = 0; i < method->section_count; i++)
        if (method->sections[i].table.column_count == 0)
            add_section(handout, &method->sections[i]);
    add_heading(handout, 2, "Where this page comes from");
    add_paragraph(handout,
                  "The content id at the foot of every page is made from all that this handout "
                  "says. A file with the same id among its keywords says the same, word for word. "
                  "SHA256SUMS and the signed manifest of a release prove that the file belongs to "
                  "it; 'orgair verify' checks both.");
    handout->compact = false;
}

void add_cover(struct handout *handout, const char *second, struct view_facts facts)
{
    struct view_facts *own = arena_alloc(handout->arena, sizeof *own);
    *own = facts;
    handout_add(handout,
                (struct handout_block){
                    .kind = HANDOUT_COVER, .text = handout->title, .second = second, .facts = own});
    handout_add(handout, (struct handout_block){.kind = HANDOUT_CONTENTS, .text = "Contents"});
    add_page_break(handout);
}
