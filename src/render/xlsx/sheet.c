#include "render/xlsx/sheet.h"

#include "base/text.h"
#include "render/xlsx/cells.h"
#include "render/xlsx/chart.h"
#include "render/xlsx/text.h"

enum {
    HEADER_LINES = 2,
    HEADER_HEIGHT = 33,
    HEADING_HEIGHT = 36,
    LEAD_HEIGHT = 21,
    NOTE_HEIGHT = 11,
    FILTER_BUTTON = 2,
    WIDTH_LEAST = 9,
    WIDTH_PAGE = 190, /* characters that stay readable across a landscape page */
};

static bool check(const struct sheet *sheet, lxw_error status, struct error *err)
{
    if (status == LXW_NO_ERROR)
        return true;
    return error_set(err, ERROR_FAILED, "sheet '%s', row %zu: %s", sheet->view->name,
                     sheet->rows + 1, lxw_strerror(status));
}

static bool room(const struct sheet *sheet, struct error *err)
{
    if (sheet->rows < sheet->row_limit)
        return true;
    error_set(err, ERROR_FAILED, "sheet '%s' is full: a workbook holds %zu rows a sheet",
              sheet->view->name, sheet->row_limit);
    return error_hint(err, "split the sector, or read the rows from the pages or the database");
}

static lxw_row_t last_static(const struct sheet *sheet)
{
    return (lxw_row_t)(sheet->top + sheet->view->table.row_count - 1);
}

static bool is_section(const struct sheet *sheet, const struct view_cell *cells)
{
    if (!sheet->view->sections || cells[0].kind == CELL_LINK)
        return false;
    for (size_t i = 1; i < sheet->view->table.column_count; i++)
        if (*cells[i].text)
            return false;
    return true;
}

/* The library keeps a comment until the end, so only static rows have them. */
static bool add_comment(struct sheet *sheet, const struct view_cell *cells, struct error *err)
{
    enum { WIDTH = 240, MARGIN = 14, LINE = 16, LINE_CHARACTERS = 36 };
    size_t column = sheet->view->comment_column;
    const char *note = column > 0 ? cells[column - 1].note : NULL;
    if (!note)
        return true;
    size_t lines = sheet_text_lines(note, LINE_CHARACTERS);
    lxw_comment_options options = {
        .width = WIDTH,
        .height = (uint16_t)((lines > MOST_LINES ? MOST_LINES : lines) * LINE + MARGIN)};
    return check(sheet,
                 worksheet_write_comment_opt(sheet->target, (lxw_row_t)sheet->rows,
                                             (lxw_col_t)(column - 1),
                                             sheet_text(sheet->scratch, note), &options),
                 err);
}

static void take_tone(struct sheet *sheet, enum view_tone tone)
{
    if (tone == TONE_ERROR || (tone == TONE_WARNING && sheet->tone != TONE_ERROR))
        sheet->tone = tone;
}

static void put_static(struct sheet *sheet, const struct view_cell *cells, bool strong)
{
    static const struct style group = {.look = LOOK_GROUP};
    bool section = is_section(sheet, cells);
    /* A heading is coloured where it says nothing, and a total has a rule above it. */
    bool leave_out = !sheet->view->sections && !strong;
    for (size_t i = 0; i < sheet->view->table.column_count; i++) {
        if (leave_out && cell_is_blank(&cells[i])) {
            sheet->blanks = true;
            continue;
        }
        struct style style = section ? group : cell_style(sheet, i, &cells[i]);
        style.strong = strong && !section;
        cell_put(sheet, i, &cells[i], &style);
    }
}

static void put_streamed(struct sheet *sheet, const struct view_cell *cells)
{
    for (size_t i = 0; i < sheet->view->table.column_count; i++)
        if (cell_is_blank(&cells[i]))
            sheet->blanks = true;
        else
            cell_stream(sheet, i, &cells[i]);
}

static bool add_row(struct sheet *sheet, const struct view_cell *cells, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    if (!room(sheet, err))
        return false;
    bool strong = !sheet->streaming && view->table.has_total &&
                  sheet->rows - sheet->top + 1 == view->table.row_count;
    if (!sheet->streaming && !add_comment(sheet, cells, err))
        return false;
    grid_begin(&sheet->out, sheet->rows + 1, cells_measure(sheet, cells));
    if (sheet->streaming)
        put_streamed(sheet, cells);
    else
        put_static(sheet, cells, strong);
    grid_end(&sheet->out);
    if (view->tone_from_rows)
        take_tone(sheet, cells[0].tone);
    sheet->rows++;
    return true;
}

/* The narrowest width at which the title takes HEADER_LINES lines and no word is broken. */
static size_t header_width(const char *title)
{
    size_t width = WIDTH_LEAST - CELL_PADDING;
    for (const char *at = title; *at;) {
        size_t word = strcspn(at, " ");
        width = word > width ? word : width;
        at += word;
        at += strspn(at, " ");
    }
    while (sheet_text_lines(title, width) > HEADER_LINES)
        width++;
    return width;
}

/* A line that runs on to the right over the cells beside it. */
static void add_line(struct sheet *sheet, const char *text, enum look look)
{
    struct style style = {.look = look};
    if (!text)
        return;
    grid_begin(&sheet->out, ++sheet->rows, look == LOOK_TITLE ? HEADING_HEIGHT : LEAD_HEIGHT);
    cell_put_text(sheet, 0, text, &style);
    grid_end(&sheet->out);
}

static enum view_tone group_tone(const struct view_sheet *view, size_t column)
{
    for (size_t i = 0, end = 0; i < view->group_count; i++) {
        end += view->groups[i].count;
        if (column < end)
            return view->groups[i].tone;
    }
    return TONE_NONE;
}

/* The heading stands over the group's first column; the others have its colour. */
static void add_groups(struct sheet *sheet)
{
    const struct view_sheet *view = sheet->view;
    if (view->group_count == 0)
        return;
    size_t column = 0;
    grid_begin(&sheet->out, ++sheet->rows, 0);
    for (size_t i = 0; i < view->group_count; i++) {
        const struct view_group *group = &view->groups[i];
        struct style style = {.look = LOOK_GROUP, .tone = group->tone};
        for (size_t j = 0; j < group->count; j++)
            cell_put_text(sheet, column++, j == 0 ? group->title : "", &style);
    }
    grid_end(&sheet->out);
}

/* Notes take the width that the title needs, and as many lines as that gives. */
static void add_notes(struct sheet *sheet)
{
    const struct view_sheet *view = sheet->view;
    if (!view->notes)
        return;
    size_t lines = 1;
    for (size_t i = 0; i < view->table.column_count; i++) {
        size_t taken = sheet_text_lines(view->notes[i].text, sheet->widths[i] * 11 / 10);
        lines = taken > lines ? taken : lines;
    }
    cells_look(sheet, view->notes);
    grid_begin(&sheet->out, ++sheet->rows, (double)lines * NOTE_HEIGHT + 4);
    for (size_t i = 0; i < view->table.column_count; i++) {
        const struct view_cell *note = &view->notes[i];
        struct style style = {.look = LOOK_NOTE, .align = view->table.columns[i].align};
        if (note->kind == CELL_DECIMAL)
            style.places = cell_places(note->places);
        cell_put(sheet, i, note, &style);
    }
    grid_end(&sheet->out);
}

/* The column's title with its unit; a year is no unit. */
static void add_title(struct strbuf *out, const struct view_column *column)
{
    strbuf_addstr(out, column->title);
    if (column->unit && !text_equal(column->unit, "year"))
        strbuf_addf(out, " (%s)", column->unit);
}

static void widen_for_titles(struct sheet *sheet)
{
    const struct view_table *table = &sheet->view->table;
    size_t button = sheet->view->filter ? FILTER_BUTTON : 0;
    struct strbuf title;
    strbuf_init(&title);
    for (size_t i = 0; i < table->column_count; i++) {
        strbuf_reset(&title);
        add_title(&title, &table->columns[i]);
        column_widen(sheet, i, header_width(title.text) + CELL_PADDING + button);
    }
    strbuf_release(&title);
}

static void add_titles(struct sheet *sheet)
{
    const struct view_table *table = &sheet->view->table;
    struct strbuf title;
    strbuf_init(&title);
    grid_begin(&sheet->out, ++sheet->rows, HEADER_HEIGHT);
    for (size_t i = 0; i < table->column_count; i++) {
        struct style style = {.look = LOOK_HEADER,
                              .align = table->columns[i].align,
                              .tone = group_tone(sheet->view, i)};
        strbuf_reset(&title);
        add_title(&title, &table->columns[i]);
        cell_put_text(sheet, i, title.text, &style);
    }
    grid_end(&sheet->out);
    strbuf_release(&title);
    sheet->top = sheet->rows;
}

static void add_head(struct sheet *sheet)
{
    widen_for_titles(sheet);
    add_line(sheet, sheet->view->heading, LOOK_TITLE);
    add_line(sheet, sheet->view->lead, LOOK_LEAD);
    add_groups(sheet);
    add_notes(sheet);
    add_titles(sheet);
}

/* Over the static rows of the column that is summed. */
static void put_sum(struct sheet *sheet, size_t column, const struct style *style, bool live)
{
    char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH], formula[64];
    lxw_rowcol_to_cell(first, (lxw_row_t)sheet->top, (lxw_col_t)column);
    lxw_rowcol_to_cell(last, last_static(sheet), (lxw_col_t)column);
    snprintf(formula, sizeof formula, "SUM(%s:%s)", first, last);
    const struct view_cell cell = {.kind = CELL_DECIMAL,
                                   .text = "",
                                   .number = sheet->view->sum_value,
                                   .formula = live ? formula : NULL};
    cell_put(sheet, column, &cell, style);
}

static bool add_sum_row(struct sheet *sheet, const char *label, bool live, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    size_t sum_column = view->sum_column - 1;
    struct style text = {.look = LOOK_TEXT, .strong = live};
    struct style number = {.look = LOOK_DECIMAL,
                           .places = cell_places(view->sum_places),
                           .align = view->table.columns[sum_column].align,
                           .strong = live};
    if (!room(sheet, err))
        return false;
    if (!live)
        text.tone = number.tone = TONE_MUTED;
    grid_begin(&sheet->out, ++sheet->rows, 0);
    for (size_t i = 0; i < view->table.column_count; i++)
        if (i == sum_column)
            put_sum(sheet, i, &number, live);
        else
            cell_put_text(sheet, i, i == 0 ? label : "", &text);
    grid_end(&sheet->out);
    column_widen(sheet, 0, sheet_text_width(label) + CELL_PADDING);
    return true;
}

static bool add_sums(struct sheet *sheet, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    if (view->sum_column == 0 || view->table.row_count == 0)
        return true;
    const char *label = view->sum_label ? view->sum_label : "Sum";
    char text[256];
    snprintf(text, sizeof text, "%s, live", label);
    if (!add_sum_row(sheet, text, true, err))
        return false;
    snprintf(text, sizeof text, "%s, stored", label);
    return add_sum_row(sheet, text, false, err);
}

/* Over what is written so far. */
static bool add_filter(struct sheet *sheet, struct error *err)
{
    lxw_col_t last = (lxw_col_t)(sheet->view->table.column_count - 1);
    return !sheet->view->filter || sheet->rows == sheet->top ||
           check(sheet,
                 worksheet_autofilter(sheet->target, (lxw_row_t)(sheet->top - 1), 0,
                                      (lxw_row_t)(sheet->rows - 1), last),
                 err);
}

bool sheet_begin(struct sheet *sheet, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    const struct view_table *table = &view->table;
    if (table->column_count == 0 || table->column_count > LXW_COL_MAX)
        return error_set(err, ERROR_FAILED, "sheet '%s' has %zu columns, a workbook holds 1 to %d",
                         view->name, table->column_count, LXW_COL_MAX);
    add_head(sheet);
    for (size_t i = 0; i < table->row_count; i++)
        if (!add_row(sheet, &table->cells[i * table->column_count], err))
            return false;
    sheet->streaming = true;
    if (view->sum_column > 0 && !add_filter(sheet, err))
        return false;
    return add_sums(sheet, err);
}

bool sheet_add_row(struct sheet *sheet, const struct view_cell *cells, struct error *err)
{
    if (sheet->view->sum_column > 0)
        return error_set(err, ERROR_FAILED, "sheet '%s' ends with a sum and takes no more rows",
                         sheet->view->name);
    if (sheet->ended)
        return error_set(err, ERROR_FAILED, "sheet '%s' has all its rows", sheet->view->name);
    return add_row(sheet, cells, err);
}

static void add_empty_note(struct sheet *sheet)
{
    struct style style = {.look = LOOK_MISSING, .tone = TONE_MUTED};
    const char *text = sheet->view->table.empty ? sheet->view->table.empty : "Nothing to show.";
    grid_begin(&sheet->out, sheet->top + 1, 0);
    cell_put_text(sheet, 0, text, &style);
    grid_end(&sheet->out);
}

bool sheet_end(struct sheet *sheet)
{
    if (sheet->ended)
        return true;
    sheet->ended = true;
    if (sheet->rows == sheet->top)
        add_empty_note(sheet);
    return grid_finish(&sheet->out) && links_finish(&sheet->links);
}

static bool color_scale(struct sheet *sheet, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    if (view->scale_first == 0 || view->table.row_count == 0)
        return true;
    lxw_conditional_format scale = {
        .type = LXW_CONDITIONAL_3_COLOR_SCALE,
        .min_color = PALETTE_PALE,
        .mid_color = PALETTE_MIDDLE,
        .max_color = PALETTE_DEEP,
    };
    return check(sheet,
                 worksheet_conditional_format_range(
                     sheet->target, (lxw_row_t)sheet->top, (lxw_col_t)(view->scale_first - 1),
                     last_static(sheet), (lxw_col_t)(view->scale_last - 1), &scale),
                 err);
}

/* Over all rows, streamed ones too: an edit keeps its colour right. */
static bool add_rules(struct sheet *sheet, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    for (size_t i = 0; sheet->rows > sheet->top && i < view->rule_count; i++) {
        const struct view_rule *rule = &view->rules[i];
        lxw_col_t column = (lxw_col_t)(rule->column - 1);
        char text[64];
        snprintf(text, sizeof text, "\"%s\"", rule->text ? rule->text : "");
        lxw_conditional_format format = {
            .type = LXW_CONDITIONAL_TYPE_CELL,
            .criteria = rule->text ? LXW_CONDITIONAL_CRITERIA_EQUAL_TO
                                   : LXW_CONDITIONAL_CRITERIA_NOT_EQUAL_TO,
            .value_string = text,
            .format = styles_overlay(sheet->styles, rule->tone),
        };
        if (!check(sheet,
                   worksheet_conditional_format_range(sheet->target, (lxw_row_t)sheet->top, column,
                                                      (lxw_row_t)(sheet->rows - 1), column,
                                                      &format),
                   err))
            return false;
    }
    return true;
}

/* What is left out of the rows has their line below it nevertheless, and is grey where it is a gap.
 */
static bool rule_blanks(struct sheet *sheet, struct error *err)
{
    lxw_conditional_format format = {
        .type = LXW_CONDITIONAL_TYPE_BLANKS,
        .format = styles_blank(sheet->styles, sheet->view->gaps),
    };
    return !sheet->blanks ||
           check(sheet,
                 worksheet_conditional_format_range(
                     sheet->target, (lxw_row_t)sheet->top, 0, (lxw_row_t)(sheet->rows - 1),
                     (lxw_col_t)(sheet->view->table.column_count - 1), &format),
                 err);
}

/* From 0 to 100 whatever the scores are, so that bars of two sheets compare. */
static bool add_bars(struct sheet *sheet, struct error *err)
{
    size_t column = sheet->view->bar_column;
    if (column == 0 || sheet->rows == sheet->top)
        return true;
    lxw_conditional_format bars = {
        .type = LXW_CONDITIONAL_DATA_BAR,
        .data_bar_2010 = LXW_TRUE,
        .bar_solid = LXW_TRUE,
        .bar_color = PALETTE_MIDDLE,
        .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .min_value = 0,
        .max_value = 100,
    };
    return check(sheet,
                 worksheet_conditional_format_range(
                     sheet->target, (lxw_row_t)sheet->top, (lxw_col_t)(column - 1),
                     (lxw_row_t)(sheet->rows - 1), (lxw_col_t)(column - 1), &bars),
                 err);
}

/* Against accidents only: whoever means it takes the protection off. */
static void protect(struct sheet *sheet)
{
    lxw_protection allowed = {.format_columns = LXW_TRUE,
                              .format_rows = LXW_TRUE,
                              .sort = LXW_TRUE,
                              .autofilter = LXW_TRUE};
    worksheet_protect(sheet->target, NULL, &allowed);
}

static bool set_widths(struct sheet *sheet, size_t *total, struct error *err)
{
    for (size_t i = 0; i < sheet->view->table.column_count; i++) {
        double width = sheet->widths[i] < WIDTH_LEAST ? WIDTH_LEAST : (double)sheet->widths[i];
        *total += (size_t)width;
        if (!check(sheet,
                   worksheet_set_column(sheet->target, (lxw_col_t)i, (lxw_col_t)i, width, NULL),
                   err))
            return false;
    }
    return true;
}

static bool set_print(struct sheet *sheet, size_t total_width, const char *footer,
                      struct error *err)
{
    lxw_worksheet *target = sheet->target;
    int frozen = sheet->view->frozen_columns;
    size_t across = (total_width + WIDTH_PAGE - 1) / WIDTH_PAGE;
    worksheet_set_landscape(target);
    worksheet_set_paper(target, 9); /* A4 */
    worksheet_fit_to_pages(target, (uint16_t)across, 0);
    worksheet_set_margins(target, 0.5, 0.5, 0.6, 0.7);
    worksheet_gridlines(target, LXW_HIDE_ALL_GRIDLINES);
    bool ok = check(sheet, worksheet_repeat_rows(target, 0, (lxw_row_t)(sheet->top - 1)), err) &&
              check(sheet, worksheet_set_footer(target, footer), err);
    if (ok && across > 1 && frozen > 0)
        ok = check(sheet, worksheet_repeat_columns(target, 0, (lxw_col_t)(frozen - 1)), err);
    return ok;
}

/* The library has seen no cell. */
static void set_extent(struct sheet *sheet, size_t rows)
{
    sheet->target->dim_rowmin = 0;
    sheet->target->dim_rowmax = (lxw_row_t)(rows - 1);
    sheet->target->dim_colmin = 0;
    sheet->target->dim_colmax = (lxw_col_t)(sheet->view->table.column_count - 1);
}

bool sheet_finish(struct sheet *sheet, const char *footer, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    bool empty = sheet->rows == sheet->top;
    set_extent(sheet, sheet->rows + empty);
    if (view->sum_column == 0 && !add_filter(sheet, err))
        return false;
    worksheet_freeze_panes(sheet->target, (lxw_row_t)sheet->top, (lxw_col_t)view->frozen_columns);
    worksheet_set_tab_color(sheet->target, style_tab_color(sheet->tone));
    protect(sheet);
    /* Names and tickers made of digits are meant so. */
    if (!check(sheet,
               worksheet_ignore_errors(sheet->target, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                                       "A1:XFD1048576"),
               err))
        return false;
    size_t total_width = 0;
    return set_widths(sheet, &total_width, err) && color_scale(sheet, err) &&
           add_rules(sheet, err) && add_bars(sheet, err) && rule_blanks(sheet, err) &&
           add_bar_chart(sheet, err) && set_print(sheet, total_width, footer, err);
}
