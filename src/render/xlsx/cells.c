#include "render/xlsx/cells.h"

#include "base/decimal.h"
#include "base/text.h"
#include "render/xlsx/text.h"

#include <math.h>

enum {
    LINK_LIMIT = 10000,
    WIDTH_MOST = 44,
    WIDTH_WIDE = 64,
};

/* What Excel can hold exactly: 15 digits. A larger number stays text. */
static const double number_limit = 1e15;

static size_t most_width(const struct view_column *column)
{
    return column->wide ? WIDTH_WIDE : WIDTH_MOST;
}

/* May a cell of the row not fit its column at its widest, less the indent? */
static bool overflows(const struct sheet *sheet, size_t column, const char *text)
{
    const struct text_look *look = &sheet->looks[column];
    size_t most = most_width(&sheet->view->table.columns[column]) - 1;
    return look->plain ? look->length > most : sheet_text_lines(text, most) > 1;
}

void column_widen(struct sheet *sheet, size_t column, size_t width)
{
    size_t most = most_width(&sheet->view->table.columns[column]);
    if (width > most)
        width = most;
    if (width > sheet->widths[column])
        sheet->widths[column] = width;
}

/* The day's number in Excel's calendar, which begins in 1900 and has a 29 February 1900. */
static bool read_day(const char *text, double *number)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    if (!text_is_date(text))
        return false;
    int year =
        (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
    int month = (text[5] - '0') * 10 + text[6] - '0';
    int day = (text[8] - '0') * 10 + text[9] - '0';
    if (year < 1900)
        return false;
    int past = month > 2 ? year : year - 1; /* the last whose 29 February counts */
    int leaps = past / 4 - past / 100 + past / 400 - (1899 / 4 - 1899 / 100 + 1899 / 400);
    int days = (year - 1900) * 365 + leaps + before[month - 1] + day;
    *number = days > 59 ? days + 1 : days;
    return true;
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
    bool grouped = fabs(cell->number) < 1000 || !*cell->text || strchr(cell->text, ',');
    return grouped ? LOOK_INTEGER : LOOK_UNGROUPED;
}

/* To the web, or to another sheet: the view's own links into the workbook. */
static bool can_link(const struct view_cell *cell)
{
    return cell->external ? sheet_can_link(cell->href) : text_starts_with(cell->href, "internal:'");
}

static enum look look_of(const struct sheet *sheet, size_t column, const struct view_cell *cell)
{
    double day;
    switch (cell->kind) {
    case CELL_INTEGER:
    case CELL_DECIMAL:
        return number_look(&sheet->view->table.columns[column], cell);
    case CELL_BOOLEAN:
        return LOOK_BOOLEAN;
    case CELL_DATE:
        return read_day(cell->text, &day) ? LOOK_DATE : LOOK_TEXT;
    case CELL_LINK:
        return sheet->links.count < LINK_LIMIT && can_link(cell) ? LOOK_LINK : LOOK_TEXT;
    case CELL_MISSING:
        return LOOK_MISSING;
    case CELL_TEXT:
        break;
    }
    return LOOK_TEXT;
}

int cell_places(int places)
{
    return places < 0 ? 0 : places > DECIMAL_MAX_SCALE ? DECIMAL_MAX_SCALE : places;
}

/* What it says is cached: most readers of a workbook compute nothing. */
static void put_formula(struct sheet *sheet, struct place place, const struct view_cell *cell)
{
    bool number = (cell->kind == CELL_DECIMAL || cell->kind == CELL_INTEGER) && is_number(cell);
    bool plain = sheet->looks[place.column].plain;
    const char *text = plain ? cell->text : sheet_text(sheet->scratch, cell->text);
    const struct formula formula = {
        .text = cell->formula,
        .shared = sheet->streaming,
        .said = number ? NULL : text,
        .plain = plain,
        .number = cell->number,
    };
    grid_formula(&sheet->out, place, &formula);
}

static void put_text(struct sheet *sheet, struct place place, const struct view_cell *cell)
{
    const struct text_look *look = &sheet->looks[place.column];
    const char *text = look->plain ? cell->text : sheet_text(sheet->scratch, cell->text);
    size_t length = look->plain ? look->length : strlen(text);
    long word = words_number(sheet->words, text, length);
    if (word >= 0)
        grid_word(&sheet->out, place, (unsigned long)word);
    else if (look->plain)
        grid_plain(&sheet->out, place, text, length);
    else
        grid_text(&sheet->out, place, text);
}

static void put_link(struct sheet *sheet, struct place place, const struct view_cell *cell)
{
    struct strbuf name;
    const char *text = sheet_text(sheet->scratch, cell->text);
    strbuf_init(&name);
    grid_cell_name(&sheet->out, place.column, &name);
    links_add(&sheet->links, name.text, cell->href, text);
    strbuf_release(&name);
    put_text(sheet, place, cell);
}

void cell_put_text(struct sheet *sheet, size_t column, const char *text, const struct style *style)
{
    struct place place = {column, styles_index(sheet->styles, style)};
    grid_text(&sheet->out, place, sheet_text(sheet->scratch, text));
}

static void put(struct sheet *sheet, struct place place, const struct view_cell *cell,
                enum look look)
{
    double day;
    if (cell->formula) {
        put_formula(sheet, place, cell);
        return;
    }
    switch (look) {
    case LOOK_INTEGER:
    case LOOK_UNGROUPED:
    case LOOK_DECIMAL:
    case LOOK_PERCENT:
        grid_number(&sheet->out, place, cell->number);
        break;
    case LOOK_BOOLEAN:
        grid_boolean(&sheet->out, place, cell->number != 0);
        break;
    case LOOK_DATE:
        read_day(cell->text, &day);
        grid_number(&sheet->out, place, day);
        break;
    case LOOK_LINK:
        put_link(sheet, place, cell);
        break;
    default:
        put_text(sheet, place, cell);
    }
}

void cell_put(struct sheet *sheet, size_t column, const struct view_cell *cell,
              const struct style *style)
{
    const struct place place = {column, styles_index(sheet->styles, style)};
    put(sheet, place, cell, style->look);
}

static bool wraps(const struct sheet *sheet, size_t column, const char *text)
{
    return sheet->view->table.columns[column].wide || overflows(sheet, column, text);
}

struct style cell_style(const struct sheet *sheet, size_t column, const struct view_cell *cell)
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
        style.places = view->kind == CELL_INTEGER ? 0 : cell_places(view->places);
        return style;
    }
    if (style.look == LOOK_DECIMAL || (style.look == LOOK_PERCENT && cell->kind == CELL_DECIMAL))
        style.places = cell_places(cell->places);
    if (style.look == LOOK_TEXT || style.look == LOOK_LINK)
        style.wrap = wraps(sheet, column, cell->text);
    return style;
}

/* All that the style of a cell in this column depends on; 0: more than that. */
static uint32_t asks_for(const struct sheet *sheet, size_t column, const struct view_cell *cell)
{
    uint32_t asked = 1u << 31 | (uint32_t)cell->kind << 4 | (uint32_t)cell->tone << 8 |
                     (uint32_t)cell->input << 12 | (uint32_t)(cell->formula != NULL) << 13;
    switch (cell->kind) {
    case CELL_INTEGER:
    case CELL_DECIMAL:
        return *cell->text || !is_number(cell) ? 0 : asked | (uint32_t)cell_places(cell->places);
    case CELL_TEXT:
        return asked | wraps(sheet, column, cell->text);
    case CELL_BOOLEAN:
    case CELL_MISSING:
        return asked;
    case CELL_DATE:
    case CELL_LINK:
        break;
    }
    return 0;
}

void cell_stream(struct sheet *sheet, size_t column, const struct view_cell *cell)
{
    struct column_memo *memo = &sheet->memos[column];
    uint32_t asked = asks_for(sheet, column, cell);
    if (asked == 0 || asked != memo->asked) {
        struct style style = cell_style(sheet, column, cell);
        memo->asked = asked;
        memo->style = styles_index(sheet->styles, &style);
        memo->look = style.look;
    }
    put(sheet, (struct place){column, memo->style}, cell, memo->look);
}

bool cell_is_blank(const struct view_cell *cell)
{
    return *cell->text == '\0' && !cell->formula && !cell->input &&
           (cell->kind == CELL_MISSING || cell->kind == CELL_TEXT) &&
           (cell->tone == TONE_MUTED || cell->tone == TONE_NONE);
}

void cells_look(struct sheet *sheet, const struct view_cell *cells)
{
    for (size_t i = 0; i < sheet->view->table.column_count; i++)
        sheet->looks[i] = sheet_text_look(cells[i].text);
}

/* A number that has no text: digits, a comma before every three, a point, a sign. */
static void widen_for_number(struct sheet *sheet, size_t column, const struct view_cell *cell)
{
    struct column_memo *memo = &sheet->memos[column];
    double size = fabs(cell->number);
    int places = cell->kind == CELL_DECIMAL ? cell_places(cell->places) : 0;
    size_t digits = 1;
    double limit = 10;
    if (cell->number >= 0 && cell->number < memo->fits && places == memo->places)
        return;
    for (; size >= limit && limit < number_limit; limit *= 10)
        digits++;
    column_widen(sheet, column,
                 digits + (digits - 1) / 3 + (places > 0) + (size_t)places + (cell->number < 0) +
                     CELL_PADDING);
    memo->fits = limit;
    memo->places = places;
}

/* Lines that the text takes. Widths are in digits; letters are narrower by about a tenth. Text that
 * wraps is wider than its column may become, so the column's final width is known. */
static size_t measure_text(struct sheet *sheet, size_t column, const char *text)
{
    const struct text_look *look = &sheet->looks[column];
    size_t most = most_width(&sheet->view->table.columns[column]) * 11 / 10;
    /* No character takes more columns than bytes. */
    if (look->length + CELL_PADDING > sheet->widths[column])
        column_widen(sheet, column,
                     (look->plain ? look->length : sheet_text_width(text)) + CELL_PADDING);
    return look->plain && look->length <= most ? 1 : sheet_text_lines(text, most);
}

double cells_measure(struct sheet *sheet, const struct view_cell *cells)
{
    size_t lines = 1;
    for (size_t i = 0; i < sheet->view->table.column_count; i++) {
        const struct view_cell *cell = &cells[i];
        if (*cell->text) {
            sheet->looks[i] = sheet_text_look(cell->text);
            size_t taken = measure_text(sheet, i, cell->text);
            lines = taken > lines ? taken : lines;
            continue;
        }
        sheet->looks[i] = (struct text_look){0, true};
        if (cell->kind == CELL_DECIMAL || cell->kind == CELL_INTEGER)
            widen_for_number(sheet, i, cell);
    }
    if (lines == 1)
        return 0;
    return lines > MOST_LINES ? MOST_LINES * LINE_HEIGHT : (double)lines * LINE_HEIGHT;
}
