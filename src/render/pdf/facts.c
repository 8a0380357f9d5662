/* Key figures as large numbers, facts as two columns of label and value. */
#include "base/text.h"
#include "render/pdf/layout.h"

enum { TILES = 4, GUTTER = 14 };

struct tile {
    struct pdf_lines label, value, note;
    enum pdf_style style;
    double height;
};

static const char *with_unit(struct arena *arena, const struct view_fact *fact)
{
    return fact->unit && fact->value.kind != CELL_MISSING
               ? arena_printf(arena, "%s %s", fact->value.text, fact->unit)
               : fact->value.text;
}

static double lines_height(enum pdf_style style, struct pdf_lines lines)
{
    return (double)lines.count * pdf_face(style)->leading;
}

static struct tile measure_tile(struct pdf_plan *plan, const struct view_fact *fact, double width)
{
    const char *value = with_unit(plan->arena, fact);
    struct tile tile = {.style = STYLE_FIGURE};
    if (pdf_width(plan->text, STYLE_FIGURE, value) > width)
        tile.style = STYLE_FIGURE_SMALL;
    tile.label = pdf_wrap(plan->text, STYLE_LABEL, fact->label, width);
    tile.value = pdf_wrap(plan->text, tile.style, value, width);
    tile.note = pdf_wrap(plan->text, STYLE_NOTE, fact->value.note, width);
    tile.height = 5 + lines_height(STYLE_LABEL, tile.label) + lines_height(tile.style, tile.value) +
                  lines_height(STYLE_NOTE, tile.note);
    return tile;
}

static void add_tile(struct pdf_plan *plan, struct pdf_strip *strip, const struct tile *tile,
                     const struct view_fact *fact, struct box box)
{
    strip_tag(plan, strip, "LI");
    strip_rect(plan, strip, PDF_INK_SECTOR, (struct box){box.x, 0, box.width, 1});
    struct pdf_spot at = {.x = box.x, .y = 5};
    strip_tag(plan, strip, "Lbl");
    at.y = strip_lines(plan, strip, (struct pdf_setting){STYLE_LABEL, PDF_INK_MUTED, NULL},
                       tile->label, at);
    strip_tag_end(plan, strip);
    strip_tag(plan, strip, "LBody");
    at.y = strip_lines(plan, strip,
                       (struct pdf_setting){tile->style, pdf_tone_ink(fact->value.tone), NULL},
                       tile->value, at);
    strip_lines(plan, strip, (struct pdf_setting){STYLE_NOTE, PDF_INK_MUTED, NULL}, tile->note, at);
    strip_tag_end(plan, strip);
    strip_tag_end(plan, strip);
}

/* Rows as even as they can be: six are three and three, not four and two. */
static size_t tiles_per_row(size_t count)
{
    size_t rows = (count + TILES - 1) / TILES;
    return rows > 0 ? (count + rows - 1) / rows : 1;
}

void flow_figures(struct pdf_plan *plan, const struct view_facts *facts)
{
    block_begin(plan, "L");
    size_t across = tiles_per_row(facts->count);
    double pitch = (plan->sheet.column + GUTTER) / (double)across;
    for (size_t first = 0; first < facts->count; first += across) {
        struct tile tiles[TILES];
        double height = 0;
        size_t count = facts->count - first < across ? facts->count - first : across;
        for (size_t i = 0; i < count; i++) {
            tiles[i] = measure_tile(plan, &facts->rows[first + i], pitch - GUTTER);
            height = tiles[i].height > height ? tiles[i].height : height;
        }
        struct pdf_strip *strip = strip_new(plan, plan->compact ? 6 : 10, height + 4);
        for (size_t i = 0; i < count; i++)
            add_tile(plan, strip, &tiles[i], &facts->rows[first + i],
                     (struct box){(double)i * pitch, 0, pitch - GUTTER, 0});
    }
}

/* A label and its value beside it, or below it where one of its words is wider than that; the
 * value's note below. */
struct pair {
    struct pdf_lines label, value, note;
    double value_x, value_y;
    double note_y; /* below the top of the pair */
    double height;
};

static double pair_pad(const struct pdf_plan *plan)
{
    return plan->compact ? 1 : 3;
}

/* Where the note begins: below the value, or below both where room is short. */
static double note_left(const struct pdf_plan *plan, struct box column)
{
    return plan->compact ? 0 : column.x;
}

static struct pair measure_pair(struct pdf_plan *plan, const struct view_fact *fact,
                                struct box column)
{
    const char *words = with_unit(plan->arena, fact);
    bool below_label =
        pdf_word_width(plan->text, STYLE_CELL, words) > column.width - column.x + 0.01;
    double left = below_label ? 0 : column.x;
    struct pair pair = {
        .value_x = left,
        .label = pdf_wrap(plan->text, STYLE_CELL, fact->label,
                          below_label ? column.width : column.x - 8),
        .value = pdf_wrap(plan->text, STYLE_CELL, words, column.width - left),
        .note = pdf_wrap(plan->text, STYLE_NOTE, fact->value.note,
                         column.width - note_left(plan, column)),
    };
    double label = lines_height(STYLE_CELL, pair.label);
    pair.value_y = below_label ? label : 0;
    double value = pair.value_y + lines_height(STYLE_CELL, pair.value);
    pair.note_y = plan->compact && label > value ? label : value;
    double below = pair.note_y + lines_height(STYLE_NOTE, pair.note);
    pair.height = (label > below ? label : below) + 2 * pair_pad(plan);
    return pair;
}

static enum pdf_ink value_ink(const struct view_cell *cell)
{
    return cell->kind == CELL_MISSING ? PDF_INK_MUTED : pdf_tone_ink(cell->tone);
}

static void add_pair(struct pdf_plan *plan, struct pdf_strip *strip, const struct pair *pair,
                     const struct view_fact *fact, struct box column)
{
    double left = column.y;
    strip_tag(plan, strip, "LI");
    strip_tag(plan, strip, "Lbl");
    strip_lines(plan, strip, (struct pdf_setting){STYLE_CELL, PDF_INK_MUTED, NULL}, pair->label,
                (struct pdf_spot){.x = left, .y = pair_pad(plan)});
    strip_tag_end(plan, strip);
    strip_tag(plan, strip, "LBody");
    strip_lines(plan, strip,
                (struct pdf_setting){STYLE_CELL, value_ink(&fact->value),
                                     fact->value.external ? NULL : fact->value.href},
                pair->value,
                (struct pdf_spot){.x = left + pair->value_x, .y = pair_pad(plan) + pair->value_y});
    strip_lines(
        plan, strip, (struct pdf_setting){STYLE_NOTE, PDF_INK_MUTED, NULL}, pair->note,
        (struct pdf_spot){.x = left + note_left(plan, column), .y = pair_pad(plan) + pair->note_y});
    strip_rect(plan, strip, PDF_INK_RULE,
               (struct box){left, strip->height - 0.5, column.width, 0.5});
    strip_tag_end(plan, strip);
    strip_tag_end(plan, strip);
}

/* column.x: the width of labels; column.y: its left side; column.width. */
static struct box fact_column(struct pdf_plan *plan, const struct view_facts *facts, double width)
{
    double labels = 0;
    double most = width * (facts->count > 3 ? 0.5 : 0.7);
    for (size_t i = 0; i < facts->count; i++) {
        double label = pdf_width(plan->text, STYLE_CELL, facts->rows[i].label) + 10;
        labels = label > labels ? label : labels;
    }
    return (struct box){labels > most ? most : labels, 0, width, 0};
}

void flow_facts(struct pdf_plan *plan, const struct view_facts *facts)
{
    enum { ONE_COLUMN = 3, WIDE = 400 };
    size_t across = facts->count > ONE_COLUMN ? 2 : 1;
    if (plan->compact)
        across = plan->sheet.column > WIDE || facts->count == 3 ? 3 : 2;
    double pitch = (plan->sheet.column + GUTTER) / (double)across;
    struct box column = fact_column(plan, facts, pitch - GUTTER);
    block_begin(plan, "L");
    for (size_t first = 0; first < facts->count; first += across) {
        struct pair pairs[3];
        size_t count = facts->count - first < across ? facts->count - first : across;
        double height = 0;
        for (size_t i = 0; i < count; i++) {
            pairs[i] = measure_pair(plan, &facts->rows[first + i], column);
            height = pairs[i].height > height ? pairs[i].height : height;
        }
        struct pdf_strip *strip = strip_new(plan, first > 0 ? 0 : plan->compact ? 3 : 4, height);
        bool last = first + across >= facts->count;
        strip->keep = !last && (first == 0 || first + 2 * across >= facts->count);
        for (size_t i = 0; i < count; i++) {
            column.y = (double)i * pitch;
            add_pair(plan, strip, &pairs[i], &facts->rows[first + i], column);
        }
    }
}
