#include "render/xlsx/sheet.h"

#include "base/decimal.h"
#include "base/text.h"
#include "render/xlsx/chart.h"
#include "render/xlsx/text.h"

#include <math.h>

enum {
    /* Excel takes 65,530 a sheet, but the library needs 2.5 KB for each until the end: more would
     * make memory grow with the number of rows. */
    LINK_LIMIT = 10000,
    HEADER_LINES = 2,
    HEADER_HEIGHT = 33,
    HEADING_HEIGHT = 36,
    LEAD_HEIGHT = 21,
    NOTE_HEIGHT = 11,
    PADDING = 3, /* indent on one side, air on the other */
    FILTER_BUTTON = 2,
    LINE_HEIGHT = 15,
    MOST_LINES = 27, /* Excel's highest row */
    WIDTH_LEAST = 9,
    WIDTH_MOST = 44,
    WIDTH_WIDE = 64,
    WIDTH_PAGE = 190, /* characters that stay readable across a landscape page */
};

/* What Excel can hold exactly: 15 digits. A larger number stays text. */
static const double number_limit = 1e15;

static bool check(const struct sheet *sheet, lxw_error status, struct error *err)
{
    if (status == LXW_NO_ERROR)
        return true;
    return error_set(err, ERROR_FAILED, "sheet '%s', row %zu: %s", sheet->view->name,
                     sheet->rows + 1, lxw_strerror(status));
}

static lxw_format *format_of(const struct sheet *sheet, const struct style *style)
{
    lxw_format *format = styles_get(sheet->styles, style);
    if (!format)
        out_of_memory();
    return format;
}

static size_t most_width(const struct view_column *column)
{
    return column->wide ? WIDTH_WIDE : WIDTH_MOST;
}

/* May a cell not fit its column at its widest, less the indent? */
static bool overflows(const struct view_column *column, const struct view_cell *cell)
{
    return sheet_text_lines(cell->text, most_width(column) - 1) > 1;
}

static void widen(struct sheet *sheet, size_t column, size_t width)
{
    size_t most = most_width(&sheet->view->table.columns[column]);
    if (width > most)
        width = most;
    if (width > sheet->widths[column])
        sheet->widths[column] = width;
}

static bool read_day(const char *text, lxw_datetime *day)
{
    long long parts[3];
    static const struct {
        size_t start, length;
    } places[3] = {{0, 4}, {5, 2}, {8, 2}};
    if (!text_is_date(text))
        return false;
    for (int i = 0; i < 3; i++) {
        char digits[5] = "";
        memcpy(digits, text + places[i].start, places[i].length);
        if (!text_to_integer(digits, 0, 9999, &parts[i]))
            return false;
    }
    *day = (lxw_datetime){.year = (int)parts[0], .month = (int)parts[1], .day = (int)parts[2]};
    return day->year >= 1900; /* where Excel's calendar begins */
}

static bool is_number(const struct view_cell *cell)
{
    return isfinite(cell->number) && fabs(cell->number) < number_limit;
}

static enum look number_look(const struct view_column *column, const struct view_cell *cell)
{
    if (!is_number(cell))
        return LOOK_TEXT;
    if (text_equal(column->unit, "%"))
        return LOOK_PERCENT;
    if (cell->kind == CELL_DECIMAL)
        return LOOK_DECIMAL;
    bool grouped = fabs(cell->number) < 1000 || strchr(cell->text, ',');
    return grouped ? LOOK_INTEGER : LOOK_UNGROUPED;
}

/* To the web, or to another sheet: the view's own links into the workbook. */
static bool can_link(const struct view_cell *cell)
{
    return cell->external ? sheet_can_link(cell->href) : text_starts_with(cell->href, "internal:'");
}

static enum look look_of(const struct sheet *sheet, size_t column, const struct view_cell *cell)
{
    lxw_datetime day;
    switch (cell->kind) {
    case CELL_INTEGER:
    case CELL_DECIMAL:
        return number_look(&sheet->view->table.columns[column], cell);
    case CELL_BOOLEAN:
        return LOOK_BOOLEAN;
    case CELL_DATE:
        return read_day(cell->text, &day) ? LOOK_DATE : LOOK_TEXT;
    case CELL_LINK:
        return can_link(cell) && sheet->links < LINK_LIMIT ? LOOK_LINK : LOOK_TEXT;
    case CELL_MISSING:
        return LOOK_MISSING;
    case CELL_TEXT:
        break;
    }
    return LOOK_TEXT;
}

static int clamp_places(int places)
{
    return places < 0 ? 0 : places > DECIMAL_MAX_SCALE ? DECIMAL_MAX_SCALE : places;
}

/* What it says is cached: most readers of a workbook compute nothing. */
static lxw_error put_formula(struct sheet *sheet, size_t column, const struct view_cell *cell,
                             lxw_format *format)
{
    lxw_row_t row = (lxw_row_t)sheet->rows;
    bool number = (cell->kind == CELL_DECIMAL || cell->kind == CELL_INTEGER) && is_number(cell);
    struct strbuf formula;
    strbuf_init(&formula);
    strbuf_addch(&formula, '=');
    for (const char *at = cell->formula; *at; at++)
        if (*at == '#')
            strbuf_addf(&formula, "%zu", sheet->rows + 1);
        else
            strbuf_addch(&formula, *at);
    lxw_error status =
        number ? worksheet_write_formula_num(sheet->target, row, (lxw_col_t)column, formula.text,
                                             format, cell->number)
               : worksheet_write_formula_str(sheet->target, row, (lxw_col_t)column, formula.text,
                                             format, sheet_text(sheet->scratch, cell->text));
    strbuf_release(&formula);
    return status;
}

static lxw_error put(struct sheet *sheet, size_t column, const struct view_cell *cell,
                     const struct style *style)
{
    lxw_row_t row = (lxw_row_t)sheet->rows;
    lxw_col_t col = (lxw_col_t)column;
    lxw_format *format = format_of(sheet, style);
    lxw_datetime day;
    if (cell->formula)
        return put_formula(sheet, column, cell, format);
    switch (style->look) {
    case LOOK_INTEGER:
    case LOOK_UNGROUPED:
    case LOOK_DECIMAL:
    case LOOK_PERCENT:
        return worksheet_write_number(sheet->target, row, col, cell->number, format);
    case LOOK_BOOLEAN:
        return worksheet_write_boolean(sheet->target, row, col, cell->number != 0, format);
    case LOOK_DATE:
        read_day(cell->text, &day);
        return worksheet_write_datetime(sheet->target, row, col, &day, format);
    case LOOK_LINK:
        sheet->links++;
        return worksheet_write_url_opt(sheet->target, row, col, cell->href, format,
                                       sheet_text(sheet->scratch, cell->text), NULL);
    default:
        return worksheet_write_string(sheet->target, row, col,
                                      sheet_text(sheet->scratch, cell->text), format);
    }
}

static struct style style_of(const struct sheet *sheet, size_t column, const struct view_cell *cell)
{
    const struct view_column *view = &sheet->view->table.columns[column];
    struct style style = {
        .look = look_of(sheet, column, cell),
        .tone = cell->tone,
        .align = view->align,
        .unlocked = cell->input,
    };
    if (cell->formula && (view->kind == CELL_DECIMAL || view->kind == CELL_INTEGER)) {
        /* It may say "None" today and be a number after an edit. */
        style.look = view->kind == CELL_INTEGER    ? LOOK_INTEGER
                     : text_equal(view->unit, "%") ? LOOK_PERCENT
                                                   : LOOK_DECIMAL;
        style.places = view->kind == CELL_INTEGER ? 0 : clamp_places(view->places);
        return style;
    }
    if (style.look == LOOK_DECIMAL || (style.look == LOOK_PERCENT && cell->kind == CELL_DECIMAL))
        style.places = clamp_places(cell->places);
    if (style.look == LOOK_TEXT || style.look == LOOK_LINK)
        style.wrap = view->wide || overflows(view, cell);
    return style;
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

/* Only Excel makes room for wrapped lines by itself. Text that wraps is wider than its column may
 * become, so the column's final width is known. */
static bool set_height(struct sheet *sheet, const struct view_cell *cells, struct error *err)
{
    const struct view_table *table = &sheet->view->table;
    size_t lines = 1;
    for (size_t i = 0; i < table->column_count; i++) {
        /* Widths are in digits; letters are narrower by about a tenth. */
        size_t width = most_width(&table->columns[i]) * 11 / 10;
        size_t taken = sheet_text_lines(cells[i].text, width);
        if (taken > lines)
            lines = taken;
    }
    if (lines == 1)
        return true;
    double height = lines > MOST_LINES ? MOST_LINES * LINE_HEIGHT : (double)lines * LINE_HEIGHT;
    return check(sheet, worksheet_set_row(sheet->target, (lxw_row_t)sheet->rows, height, NULL),
                 err);
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

/* In the library's own rows a comment is kept until the end, so only static rows have them. */
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

static bool add_row(struct sheet *sheet, const struct view_cell *cells, bool is_static,
                    struct error *err)
{
    const struct view_sheet *view = sheet->view;
    if (!room(sheet, err) || !set_height(sheet, cells, err))
        return false;
    bool strong =
        is_static && view->table.has_total && sheet->rows - sheet->top + 1 == view->table.row_count;
    bool section = is_section(sheet, cells);
    if (is_static && !add_comment(sheet, cells, err))
        return false;
    for (size_t i = 0; i < view->table.column_count; i++) {
        struct style style = style_of(sheet, i, &cells[i]);
        style.strong = strong;
        if (section)
            style = (struct style){.look = LOOK_GROUP};
        lxw_error status = put(sheet, i, &cells[i], &style);
        if (!check(sheet, status, err))
            return error_context(err, "column '%s'", view->table.columns[i].title);
        widen(sheet, i, sheet_text_width(cells[i].text) + PADDING);
    }
    if (view->tone_from_rows && (cells[0].tone == TONE_ERROR ||
                                 (cells[0].tone == TONE_WARNING && sheet->tone != TONE_ERROR)))
        sheet->tone = cells[0].tone;
    sheet->rows++;
    return true;
}

/* The narrowest width at which the title takes HEADER_LINES lines and no word is broken. */
static size_t header_width(const char *title)
{
    size_t width = WIDTH_LEAST - PADDING;
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
static bool add_line(struct sheet *sheet, const char *text, enum look look, struct error *err)
{
    struct style style = {.look = look};
    if (!text)
        return true;
    lxw_row_t row = (lxw_row_t)sheet->rows;
    double height = look == LOOK_TITLE ? HEADING_HEIGHT : LEAD_HEIGHT;
    return check(sheet, worksheet_set_row(sheet->target, row, height, NULL), err) &&
           check(sheet,
                 worksheet_write_string(sheet->target, row, 0, sheet_text(sheet->scratch, text),
                                        format_of(sheet, &style)),
                 err) &&
           ++sheet->rows > 0;
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
static bool add_groups(struct sheet *sheet, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    if (view->group_count == 0)
        return true;
    lxw_row_t row = (lxw_row_t)sheet->rows;
    size_t column = 0;
    for (size_t i = 0; i < view->group_count; i++) {
        const struct view_group *group = &view->groups[i];
        struct style style = {.look = LOOK_GROUP, .tone = group->tone};
        for (size_t j = 0; j < group->count; j++) {
            const char *text = j == 0 ? sheet_text(sheet->scratch, group->title) : "";
            if (!check(sheet,
                       worksheet_write_string(sheet->target, row, (lxw_col_t)column++, text,
                                              format_of(sheet, &style)),
                       err))
                return false;
        }
    }
    sheet->rows++;
    return true;
}

/* Notes take the width that the title needs, and as many lines as that gives. */
static bool add_notes(struct sheet *sheet, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    if (!view->notes)
        return true;
    size_t lines = 1;
    for (size_t i = 0; i < view->table.column_count; i++) {
        size_t taken = sheet_text_lines(view->notes[i].text, sheet->widths[i] * 11 / 10);
        lines = taken > lines ? taken : lines;
    }
    double height = (double)lines * NOTE_HEIGHT + 4;
    if (!check(sheet, worksheet_set_row(sheet->target, (lxw_row_t)sheet->rows, height, NULL), err))
        return false;
    for (size_t i = 0; i < view->table.column_count; i++) {
        const struct view_cell *note = &view->notes[i];
        struct style style = {.look = LOOK_NOTE, .align = view->table.columns[i].align};
        if (note->kind == CELL_DECIMAL)
            style.places = clamp_places(note->places);
        if (!check(sheet, put(sheet, i, note, &style), err))
            return false;
    }
    sheet->rows++;
    return true;
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
        widen(sheet, i, header_width(title.text) + PADDING + button);
    }
    strbuf_release(&title);
}

static bool add_titles(struct sheet *sheet, struct error *err)
{
    const struct view_table *table = &sheet->view->table;
    lxw_row_t row = (lxw_row_t)sheet->rows;
    struct strbuf title;
    strbuf_init(&title);
    bool ok = check(sheet, worksheet_set_row(sheet->target, row, HEADER_HEIGHT, NULL), err);
    for (size_t i = 0; ok && i < table->column_count; i++) {
        struct style style = {.look = LOOK_HEADER,
                              .align = table->columns[i].align,
                              .tone = group_tone(sheet->view, i)};
        strbuf_reset(&title);
        add_title(&title, &table->columns[i]);
        ok = check(sheet,
                   worksheet_write_string(sheet->target, row, (lxw_col_t)i,
                                          sheet_text(sheet->scratch, title.text),
                                          format_of(sheet, &style)),
                   err);
    }
    strbuf_release(&title);
    sheet->rows++;
    sheet->top = sheet->rows;
    return ok;
}

static bool add_head(struct sheet *sheet, struct error *err)
{
    widen_for_titles(sheet);
    return add_line(sheet, sheet->view->heading, LOOK_TITLE, err) &&
           add_line(sheet, sheet->view->lead, LOOK_LEAD, err) && add_groups(sheet, err) &&
           add_notes(sheet, err) && add_titles(sheet, err);
}

static bool add_sum_row(struct sheet *sheet, const char *label, bool live, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    if (!room(sheet, err))
        return false;
    lxw_row_t row = (lxw_row_t)sheet->rows;
    lxw_col_t sum_column = (lxw_col_t)(view->sum_column - 1);
    struct style text = {.look = LOOK_TEXT, .strong = live};
    struct style number = {.look = LOOK_DECIMAL,
                           .places = clamp_places(view->sum_places),
                           .align = view->table.columns[sum_column].align,
                           .strong = live};
    if (!live)
        text.tone = number.tone = TONE_MUTED;
    for (size_t i = 0; i < view->table.column_count; i++) {
        if (i == sum_column)
            continue;
        const char *says = i == 0 ? sheet_text(sheet->scratch, label) : "";
        lxw_error status =
            worksheet_write_string(sheet->target, row, (lxw_col_t)i, says, format_of(sheet, &text));
        if (!check(sheet, status, err))
            return false;
    }
    char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH], formula[64];
    lxw_rowcol_to_cell(first, (lxw_row_t)sheet->top, sum_column);
    lxw_rowcol_to_cell(last, last_static(sheet), sum_column);
    snprintf(formula, sizeof formula, "=SUM(%s:%s)", first, last);
    lxw_format *format = format_of(sheet, &number);
    lxw_error status =
        live ? worksheet_write_formula_num(sheet->target, row, sum_column, formula, format,
                                           view->sum_value)
             : worksheet_write_number(sheet->target, row, sum_column, view->sum_value, format);
    widen(sheet, 0, sheet_text_width(label) + PADDING);
    sheet->rows++;
    return check(sheet, status, err);
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

/* Over what is written so far. In constant memory a filter has to be set before rows below it. */
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
    if (!add_head(sheet, err))
        return false;
    for (size_t i = 0; i < table->row_count; i++)
        if (!add_row(sheet, &table->cells[i * table->column_count], true, err))
            return false;
    if (view->sum_column > 0 && !add_filter(sheet, err))
        return false;
    return add_sums(sheet, err);
}

bool sheet_add_row(struct sheet *sheet, const struct view_cell *cells, struct error *err)
{
    if (sheet->view->sum_column > 0)
        return error_set(err, ERROR_FAILED, "sheet '%s' ends with a sum and takes no more rows",
                         sheet->view->name);
    return add_row(sheet, cells, false, err);
}

static bool add_empty_note(struct sheet *sheet, struct error *err)
{
    struct style style = {.look = LOOK_MISSING, .tone = TONE_MUTED};
    const char *text = sheet->view->table.empty ? sheet->view->table.empty : "Nothing to show.";
    lxw_error status =
        worksheet_write_string(sheet->target, (lxw_row_t)sheet->top, 0,
                               sheet_text(sheet->scratch, text), format_of(sheet, &style));
    return check(sheet, status, err);
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
        if (!format.format)
            out_of_memory();
        if (!check(sheet,
                   worksheet_conditional_format_range(sheet->target, (lxw_row_t)sheet->top, column,
                                                      (lxw_row_t)(sheet->rows - 1), column,
                                                      &format),
                   err))
            return false;
    }
    return true;
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

bool sheet_finish(struct sheet *sheet, const char *footer, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    if (sheet->rows == sheet->top && !add_empty_note(sheet, err))
        return false;
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
           add_rules(sheet, err) && add_bars(sheet, err) && add_bar_chart(sheet, err) &&
           set_print(sheet, total_width, footer, err);
}
