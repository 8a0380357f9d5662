/*
 * Tables: columns as wide as their content asks for, cells that wrap, numbers
 * aligned at the decimal point, the head repeated on every page, rows whole
 * unless one alone is taller than a page.
 */
#include "base/text.h"
#include "render/pdf/layout.h"

#include <math.h>

static const double PAD_X = 4, HEAD_PAD = 3;

struct column_plan {
    /* Widths that its widest word and its longest line need, padding included. */
    double least, most;
    double head; /* that its head needs to stand in one line */
    double x, width;
    double fraction; /* width of the widest ".00" of a column of numbers */
};

struct table_plan {
    struct pdf_plan *plan;
    const struct view_table *table;
    struct column_plan *columns;
    const struct pdf_strip *header;
};

/* A row's cells as lines, and how many of each are placed. */
struct cell_plan {
    struct pdf_lines lines, note;
    size_t lines_done, note_done;
    double left;     /* of the content */
    double fraction; /* room after the number, so that points stand in line */
};

/* Above and below the lines of a row. */
static double pad_y(const struct table_plan *table)
{
    return table->plan->compact ? 1 : 2.75;
}

static const struct view_cell *cell_at(const struct table_plan *table, size_t row, size_t column)
{
    return &table->table->cells[row * table->table->column_count + column];
}

static const char *head_of(struct arena *arena, const struct view_column *column)
{
    return column->unit ? arena_printf(arena, "%s (%s)", column->title, column->unit)
                        : column->title;
}

static bool is_total(const struct table_plan *table, size_t row)
{
    return table->table->has_total && row + 1 == table->table->row_count;
}

static enum pdf_style cell_style(const struct table_plan *table, size_t row,
                                 const struct view_cell *cell)
{
    bool strong = is_total(table, row) || cell->tone == TONE_ERROR || cell->tone == TONE_WARNING;
    return strong && cell->kind != CELL_MISSING ? STYLE_CELL_STRONG : STYLE_CELL;
}

static double fraction_width(struct pdf_text *text, enum pdf_style style,
                             const struct view_cell *cell)
{
    const char *point = cell->kind == CELL_DECIMAL ? strrchr(cell->text, '.') : NULL;
    return pdf_width(text, style, point);
}

static void grow(double *width, double need)
{
    *width = need > *width ? need : *width;
}

/* The width at which a head has two lines at most. */
static double two_lines(struct pdf_text *text, const char *head)
{
    double width = pdf_word_width(text, STYLE_HEAD, head);
    while (pdf_wrap(text, STYLE_HEAD, head, width).count > 2)
        width *= 1.1;
    return width;
}

static void measure_column(struct table_plan *table, size_t j)
{
    struct pdf_text *text = table->plan->text;
    const struct view_column *column = &table->table->columns[j];
    struct column_plan *plan = &table->columns[j];
    const char *head = head_of(table->plan->arena, column);
    plan->least = plan->most = pdf_word_width(text, STYLE_HEAD, head);
    bool number = column->align == ALIGN_END;
    for (size_t i = 0; number && i < table->table->row_count; i++)
        grow(&plan->fraction, fraction_width(text, STYLE_CELL_STRONG, cell_at(table, i, j)));
    for (size_t i = 0; i < table->table->row_count; i++) {
        const struct view_cell *cell = cell_at(table, i, j);
        enum pdf_style style = cell_style(table, i, cell);
        double width = pdf_width(text, style, cell->text);
        if (number)
            width += plan->fraction - fraction_width(text, style, cell);
        grow(&plan->most, width);
        grow(&plan->most, pdf_width(text, STYLE_NOTE, cell->note));
        /* Numbers are never broken. */
        /* No word is wider than the whole. */
        if (width > plan->least)
            grow(&plan->least, number && cell->kind != CELL_TEXT
                                   ? width
                                   : pdf_word_width(text, style, cell->text));
        if (pdf_width(text, STYLE_NOTE, cell->note) > plan->least)
            grow(&plan->least, pdf_word_width(text, STYLE_NOTE, cell->note));
    }
    grow(&plan->most, two_lines(text, head));
    /* One long word may be broken rather than all the other columns. */
    double longest = table->plan->sheet.column * 0.25;
    if (!number && plan->least > longest)
        plan->least = longest;
    plan->least += 2 * PAD_X;
    plan->most += 2 * PAD_X;
    plan->head = pdf_width(text, STYLE_HEAD, head) + 2 * PAD_X;
}

static double sum_of(const struct table_plan *table, bool most)
{
    double sum = 0;
    for (size_t j = 0; j < table->table->column_count; j++)
        sum += most ? table->columns[j].most : table->columns[j].least;
    return sum;
}

/* Words of these columns may be broken so that the table fits: those with long ones. */
static void squeeze_words(struct table_plan *table, double room)
{
    size_t count = table->table->column_count;
    for (double limit = room; limit > room / (2 * (double)count) && sum_of(table, false) > room;
         limit *= 0.9)
        for (size_t j = 0; j < count; j++)
            if (table->columns[j].least > limit)
                table->columns[j].least = limit;
}

static double wide_width(const struct table_plan *table, size_t *count)
{
    double width = 0;
    *count = 0;
    for (size_t j = 0; j < table->table->column_count; j++)
        if (table->table->columns[j].wide) {
            width += table->columns[j].most;
            ++*count;
        }
    return width;
}

/* Heads first: one line where there is room for it. Then the columns that take what is left, if
 * their words need much of it; otherwise all, for a number far from its name is hard to follow. */
static void share_rest(struct table_plan *table, double room)
{
    size_t count = table->table->column_count;
    double heads = 0;
    double rest = room - sum_of(table, true);
    for (size_t j = 0; j < count; j++) {
        struct column_plan *column = &table->columns[j];
        heads += column->head > column->most ? column->head - column->most : 0;
        column->width = column->most;
    }
    for (size_t j = 0; j < count && heads <= rest; j++)
        grow(&table->columns[j].width, table->columns[j].head);
    rest -= heads <= rest ? heads : 0;
    size_t wide;
    bool words = wide_width(table, &wide) > room * 0.4;
    /* A rank stays beside what it ranks. */
    bool rank = table->table->columns[0].align == ALIGN_END && count > 1;
    double parts = (double)(words ? wide : count + wide - rank);
    for (size_t j = 0; j < count; j++) {
        bool takes = table->table->columns[j].wide;
        bool all = !words && !(rank && j == 0);
        table->columns[j].width += rest / parts * (takes + all);
    }
}

/* Columns that ask for little get all of it, narrowest first; the rest share what is left
 * evenly. So one long name does not break the dates of its row. */
static void share_shortage(struct table_plan *table, double room)
{
    size_t count = table->table->column_count;
    for (size_t j = 0; j < count; j++)
        table->columns[j].width = table->columns[j].least;
    double rest = room - sum_of(table, false);
    for (bool filling = true; filling && rest > 0.01;) {
        size_t hungry = 0;
        for (size_t j = 0; j < count; j++)
            hungry += table->columns[j].width < table->columns[j].most;
        double part = hungry > 0 ? rest / (double)hungry : 0;
        filling = hungry > 0;
        for (size_t j = 0; j < count; j++) {
            struct column_plan *column = &table->columns[j];
            double want = column->most - column->width;
            double given = want < part ? want : part;
            if (want <= 0)
                continue;
            column->width += given;
            rest -= given;
        }
    }
}

static void measure_columns(struct table_plan *table)
{
    size_t count = table->table->column_count;
    double room = table->plan->sheet.column + 2 * PAD_X;
    table->columns = arena_array(table->plan->arena, count, sizeof *table->columns);
    for (size_t j = 0; j < count; j++)
        measure_column(table, j);
    squeeze_words(table, room);
    double most = sum_of(table, true);
    if (most <= room)
        share_rest(table, room);
    else
        share_shortage(table, room);
    /* Text at the edges stands in line with the column of the page. */
    double x = -PAD_X;
    for (size_t j = 0; j < count; j++) {
        table->columns[j].x = x;
        x += table->columns[j].width;
    }
}

static struct pdf_spot spot_in(const struct table_plan *table, size_t j, double y)
{
    const struct column_plan *column = &table->columns[j];
    bool end = table->table->columns[j].align == ALIGN_END;
    return (struct pdf_spot){
        .x = end ? column->x + column->width - PAD_X : column->x + PAD_X, .y = y, .end = end};
}

static void add_head(struct table_plan *table)
{
    struct pdf_plan *plan = table->plan;
    size_t count = table->table->column_count;
    struct pdf_lines *heads = arena_array(plan->arena, count, sizeof *heads);
    size_t most = 1;
    for (size_t j = 0; j < count; j++) {
        heads[j] = pdf_wrap(plan->text, STYLE_HEAD, head_of(plan->arena, &table->table->columns[j]),
                            table->columns[j].width - 2 * PAD_X);
        most = heads[j].count > most ? heads[j].count : most;
    }
    double leading = pdf_face(STYLE_HEAD)->leading;
    double height = (double)most * leading + 2 * HEAD_PAD;
    struct pdf_strip *strip = strip_new(plan, plan->compact ? 3 : 6, height);
    strip->keep = true;
    table->header = strip;
    strip_tag(plan, strip, "TR");
    for (size_t j = 0; j < count; j++) {
        /* At the bottom, nearest to what it heads. */
        double y = HEAD_PAD + (double)(most - heads[j].count) * leading;
        strip_tag(plan, strip, "TH");
        strip_lines(plan, strip, (struct pdf_setting){STYLE_HEAD, PDF_INK_TEXT, NULL}, heads[j],
                    spot_in(table, j, y));
        strip_tag_end(plan, strip);
    }
    strip_tag_end(plan, strip);
    strip_rect(plan, strip, PDF_INK_TEXT, (struct box){0, height - 0.75, plan->sheet.column, 0.75});
}

static struct cell_plan measure_cell(const struct table_plan *table, size_t i, size_t j)
{
    const struct view_cell *cell = cell_at(table, i, j);
    struct pdf_text *text = table->plan->text;
    enum pdf_style style = cell_style(table, i, cell);
    double width = table->columns[j].width - 2 * PAD_X;
    struct cell_plan plan = {
        .lines = pdf_wrap(text, style, cell->text, width),
        .note = pdf_wrap(text, STYLE_NOTE, cell->note, width),
    };
    if (table->table->columns[j].align == ALIGN_END &&
        (cell->kind == CELL_DECIMAL || cell->kind == CELL_INTEGER))
        plan.fraction = table->columns[j].fraction - fraction_width(text, style, cell);
    return plan;
}

static double cell_height(const struct cell_plan *cell)
{
    return (double)(cell->lines.count - cell->lines_done) * pdf_face(STYLE_CELL)->leading +
           (double)(cell->note.count - cell->note_done) * pdf_face(STYLE_NOTE)->leading;
}

/* Lines that fit into `room`, and counts them as done. */
static struct pdf_lines take(struct pdf_lines lines, size_t *done, enum pdf_style style,
                             double *room)
{
    struct pdf_lines taken = {lines.lines + *done, 0, 0};
    double leading = pdf_face(style)->leading;
    while (*done < lines.count && *room >= leading) {
        taken.count++;
        ++*done;
        *room -= leading;
    }
    return taken;
}

static enum pdf_ink cell_ink(const struct view_cell *cell)
{
    return cell->kind == CELL_MISSING ? PDF_INK_MUTED : pdf_tone_ink(cell->tone);
}

static void add_cell(const struct table_plan *table, struct pdf_strip *strip,
                     struct cell_plan *plan, const struct view_cell *cell, size_t j)
{
    double room = strip->height - 2 * pad_y(table) + 0.01;
    size_t row = (size_t)(cell - table->table->cells) / table->table->column_count;
    struct pdf_spot at = spot_in(table, j, pad_y(table));
    at.x -= at.end ? plan->fraction : 0;
    enum pdf_style style = cell_style(table, row, cell);
    strip_tag(table->plan, strip, j == 0 ? "TH" : "TD");
    at.y =
        strip_lines(table->plan, strip,
                    (struct pdf_setting){style, cell_ink(cell), cell->external ? NULL : cell->href},
                    take(plan->lines, &plan->lines_done, style, &room), at);
    at = (struct pdf_spot){.x = spot_in(table, j, 0).x, .y = at.y, .end = at.end};
    strip_lines(table->plan, strip, (struct pdf_setting){STYLE_NOTE, PDF_INK_MUTED, NULL},
                take(plan->note, &plan->note_done, STYLE_NOTE, &room), at);
    strip_tag_end(table->plan, strip);
}

static double row_height(const struct table_plan *table, const struct cell_plan *cells)
{
    double tallest = 0;
    for (size_t j = 0; j < table->table->column_count; j++)
        grow(&tallest, cell_height(&cells[j]));
    return tallest;
}

/* One strip; several for a row that no page holds. */
static void add_row(const struct table_plan *table, size_t i)
{
    struct pdf_plan *plan = table->plan;
    size_t count = table->table->column_count;
    struct cell_plan *cells = arena_array(plan->arena, count, sizeof *cells);
    for (size_t j = 0; j < count; j++)
        cells[j] = measure_cell(table, i, j);
    double tallest = plan->sheet.body - table->header->height - 2 * pad_y(table);
    double left = row_height(table, cells);
    for (bool first = true; first || left > 0; first = false) {
        double height = (left > tallest ? tallest : left) + 2 * pad_y(table);
        struct pdf_strip *strip = strip_new(plan, 0, height);
        strip->header = table->header;
        if (first && is_total(table, i))
            strip_rect(plan, strip, PDF_INK_TEXT, (struct box){0, -0.5, plan->sheet.column, 0.75});
        strip_tag(plan, strip, "TR");
        for (size_t j = 0; j < count; j++)
            add_cell(table, strip, &cells[j], cell_at(table, i, j), j);
        strip_tag_end(plan, strip);
        left = row_height(table, cells);
        if (left <= 0)
            strip_rect(plan, strip, PDF_INK_RULE,
                       (struct box){0, height - 0.5, plan->sheet.column, 0.5});
    }
}

/* Two rows at least stand below the head, and four on the last page. */
enum { LAST_ROWS = 4 };

void flow_table(struct pdf_plan *plan, const struct view_table *view)
{
    struct table_plan table = {.plan = plan, .table = view};
    block_begin(plan, "Table");
    measure_columns(&table);
    add_head(&table);
    for (size_t i = 0; i < view->row_count; i++) {
        add_row(&table, i);
        bool keep = i + 1 < view->row_count && (i == 0 || i + LAST_ROWS >= view->row_count);
        plan->strips[plan->strip_count - 1]->keep = keep;
    }
}
