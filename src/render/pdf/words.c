/* Headings, paragraphs, lists, banners. */
#include "base/text.h"
#include "render/pdf/layout.h"

/* One strip a line; the first two stay together and so do the last two. */
static void add_lines(struct pdf_plan *plan, struct pdf_setting setting, struct pdf_lines lines,
                      struct pdf_spot at)
{
    double leading = pdf_face(setting.style)->leading;
    for (size_t i = 0; i < lines.count; i++) {
        struct pdf_strip *strip = strip_new(plan, i == 0 ? at.y : 0, leading);
        strip->keep = i + 1 < lines.count && (i == 0 || i + 2 == lines.count);
        strip_lines(plan, strip, setting, (struct pdf_lines){&lines.lines[i], 1, 0},
                    (struct pdf_spot){.x = at.x});
    }
}

struct heading {
    enum pdf_style style;
    const char *tag;
    double before;
    double after;
};

/* As usual, and where a page is set close. */
static const struct heading headings[2][3] = {
    {{STYLE_H1, "H1", 36, 8}, {STYLE_H2, "H2", 18, 3}, {STYLE_H3, "H3", 14, 3}},
    {{STYLE_H1, "H1", 36, 8}, {STYLE_H2, "H2", 12, 0}, {STYLE_H3, "H3", 6, 0}},
};

static void flow_heading(struct pdf_plan *plan, const struct handout_block *block)
{
    const struct heading *heading = &headings[plan->compact ? 1 : 0][block->level - 1];
    block_begin(plan, heading->tag);
    double width = plan->sheet.column;
    struct pdf_lines lines = pdf_wrap(plan->text, heading->style, block->text, width);
    struct pdf_lines second = pdf_wrap(plan->text, STYLE_NOTE, block->second, width);
    double height = (double)lines.count * pdf_face(heading->style)->leading +
                    (double)second.count * pdf_face(STYLE_NOTE)->leading + heading->after;
    struct pdf_strip *strip = strip_new(plan, heading->before, height);
    strip->keep = true;
    strip->anchor = block->anchor ? block->anchor : block->level == 1 ? block->text : NULL;
    strip->outline = block->text;
    strip->level = block->level;
    double y = strip_lines(plan, strip, (struct pdf_setting){heading->style, PDF_INK_TEXT, NULL},
                           lines, (struct pdf_spot){0});
    strip_lines(plan, strip, (struct pdf_setting){STYLE_NOTE, PDF_INK_MUTED, NULL}, second,
                (struct pdf_spot){.y = y});
}

/* Nothing to see: where it begins. */
static void flow_section(struct pdf_plan *plan, const struct handout_block *block)
{
    block_begin(plan, NULL);
    struct pdf_strip *strip = strip_new(plan, 0, 0);
    strip->keep = true;
    strip->anchor = strip->outline = block->text;
    strip->level = 1;
}

static void flow_paragraph(struct pdf_plan *plan, const struct handout_block *block)
{
    block_begin(plan, "P");
    enum pdf_style style = plan->compact ? STYLE_CELL : STYLE_BODY;
    add_lines(plan, (struct pdf_setting){style, PDF_INK_TEXT, NULL},
              pdf_wrap(plan->text, style, block->text, plan->sheet.column),
              (struct pdf_spot){.y = plan->compact ? 3 : 6});
}

static void flow_formula(struct pdf_plan *plan, const struct handout_block *block)
{
    enum { INDENT = 12 };
    double width = plan->sheet.column - INDENT;
    block_begin(plan, "P");
    enum pdf_style style = plan->compact ? STYLE_CELL_STRONG : STYLE_STRONG;
    enum pdf_style small = plan->compact ? STYLE_NOTE : STYLE_LABEL;
    struct pdf_lines formula = pdf_wrap(plan->text, style, block->text, width);
    struct pdf_lines note = pdf_wrap(plan->text, small, block->second, width);
    double height = (double)formula.count * pdf_face(style)->leading +
                    (double)note.count * pdf_face(small)->leading;
    struct pdf_strip *strip = strip_new(plan, plan->compact ? 4 : 6, height);
    strip_rect(plan, strip, PDF_INK_SECTOR, (struct box){0, 1, 2, height - 2});
    double y = strip_lines(plan, strip, (struct pdf_setting){style, PDF_INK_TEXT, NULL}, formula,
                           (struct pdf_spot){.x = INDENT});
    strip_lines(plan, strip, (struct pdf_setting){small, PDF_INK_MUTED, NULL}, note,
                (struct pdf_spot){.x = INDENT, .y = y});
}

static void flow_list(struct pdf_plan *plan, const struct handout_block *block)
{
    enum { INDENT = 12 };
    block_begin(plan, "L");
    struct pdf_setting setting = {plan->compact ? STYLE_CELL : STYLE_BODY, PDF_INK_TEXT, NULL};
    for (size_t i = 0; i < block->item_count; i++) {
        struct pdf_lines lines =
            pdf_wrap(plan->text, setting.style, block->items[i], plan->sheet.column - INDENT);
        double height = (double)lines.count * pdf_face(setting.style)->leading;
        struct pdf_strip *strip = strip_new(plan, i > 0 ? 1 : plan->compact ? 2 : 4, height);
        strip_tag(plan, strip, "LI");
        struct pdf_line bullet = {"\u2022", 0, false};
        strip_lines(plan, strip, setting, (struct pdf_lines){&bullet, 1, 0},
                    (struct pdf_spot){.x = 2});
        strip_lines(plan, strip, setting, lines, (struct pdf_spot){.x = INDENT});
        strip_tag_end(plan, strip);
    }
}

/* A bar at the left and words in it: the tone must not be in its colour alone. */
static void flow_banner(struct pdf_plan *plan, const struct handout_block *block)
{
    enum { INSET = 12, PAD = 8, BAR = 4 };
    block_begin(plan, "P");
    double width = plan->sheet.column - 2 * INSET;
    struct pdf_lines title = pdf_wrap(plan->text, STYLE_STRONG, block->text, width);
    struct pdf_lines words = pdf_wrap(plan->text, STYLE_BODY, block->second, width);
    double height = 2 * PAD + (double)(title.count + words.count) * pdf_face(STYLE_BODY)->leading;
    struct pdf_strip *strip = strip_new(plan, 8, height);
    strip_rect(plan, strip, PDF_INK_SHADE, (struct box){0, 0, plan->sheet.column, height});
    strip_rect(plan, strip, pdf_tone_ink(block->tone), (struct box){0, 0, BAR, height});
    double y = strip_lines(plan, strip, (struct pdf_setting){STYLE_STRONG, PDF_INK_TEXT, NULL},
                           title, (struct pdf_spot){.x = INSET, .y = PAD});
    strip_lines(plan, strip, (struct pdf_setting){STYLE_BODY, PDF_INK_TEXT, NULL}, words,
                (struct pdf_spot){.x = INSET, .y = y});
}

void flow_words(struct pdf_plan *plan, const struct handout_block *block)
{
    if (block->kind == HANDOUT_HEADING)
        flow_heading(plan, block);
    else if (block->kind == HANDOUT_SECTION)
        flow_section(plan, block);
    else if (block->kind == HANDOUT_PARAGRAPH)
        flow_paragraph(plan, block);
    else if (block->kind == HANDOUT_FORMULA)
        flow_formula(plan, block);
    else if (block->kind == HANDOUT_LIST)
        flow_list(plan, block);
    else
        flow_banner(plan, block);
}

/* Small, its type hardly so. */
static double narrow_width(const struct pdf_plan *plan)
{
    const double scale = 0.56;
    return plan->sheet.column / scale + 2 * CHART_MARGIN;
}

static const struct chart_plan *plan_of(const struct pdf_plan *plan, struct handout_chart chart)
{
    struct arena *arena = plan->arena;
    if (plan->compact && chart.kind == CHART_WATERFALL)
        return chart_plan_waterfall_of(arena, chart.chart, narrow_width(plan));
    if (plan->compact && chart.kind == CHART_HISTORY) {
        /* Its caption says the same. */
        struct view_history plain = *(const struct view_history *)chart.chart;
        plain.subtitle = NULL;
        return chart_plan_history_of(arena, &plain, narrow_width(plan));
    }
    switch (chart.kind) {
    case CHART_BARS:
        return chart_plan_bars(arena, chart.chart);
    case CHART_HEATMAP:
        return chart_plan_heatmap(arena, chart.chart);
    case CHART_WATERFALL:
        return chart_plan_waterfall(arena, chart.chart, NULL);
    case CHART_BULLETS:
        return chart_plan_bullets(arena, chart.chart, NULL);
    case CHART_HISTORY:
        return chart_plan_history(arena, chart.chart, NULL);
    case CHART_SCATTER:
        return chart_plan_scatter(arena, chart.chart);
    case CHART_HISTOGRAM:
        return chart_plan_histogram(arena, chart.chart);
    case CHART_SHARES:
        return chart_plan_shares(arena, chart.chart);
    case CHART_NONE:
        break;
    }
    return NULL;
}

/* As wide as the column, unless that is too tall: a page must hold it with its caption. */
void flow_chart(struct pdf_plan *plan, const struct handout_block *block)
{
    const struct chart_plan *chart = plan_of(plan, block->chart);
    if (!chart)
        return;
    double column = plan->sheet.column;
    /* The drawing's own margin is taken off at both sides: its text begins where the page's does.
     */
    double scale = column / (chart->width - 2 * CHART_MARGIN);
    double tallest = plan->sheet.body * 0.8;
    if (chart->height * scale > tallest)
        scale = tallest / chart->height;
    block_begin(plan, "Figure");
    struct pdf_strip *strip = strip_new(plan, 8, (chart->height - CHART_MARGIN) * scale);
    strip_item(plan, strip,
               (struct pdf_item){.kind = PDF_CHART,
                                 .chart = chart,
                                 .x = -CHART_MARGIN * scale,
                                 .y = -CHART_MARGIN * scale / 2,
                                 .width = chart->width * scale,
                                 .height = chart->height * scale});
    struct pdf_lines words = pdf_wrap(plan->text, STYLE_NOTE, block->text, column);
    if (words.count == 0)
        return;
    strip->keep = true;
    block_begin(plan, "Caption");
    add_lines(plan, (struct pdf_setting){STYLE_NOTE, PDF_INK_MUTED, NULL}, words,
              (struct pdf_spot){.y = 2});
}
