#include "base/decimal.h"
#include "base/text.h"
#include "render/html/fill.h"

/* What stands around a text. */
enum { RICH_TEXT, RICH_ISOLATED, RICH_BAR, RICH_TONE, RICH_HREF, RICH_OUTSIDE };
static const struct marker rich_markers[] = {
    [RICH_TEXT] = {"TEXT", MARKER_VALUE, NULL},
    [RICH_ISOLATED] = {"ISOLATED", MARKER_FLAG, NULL},
    [RICH_BAR] = {"BAR", MARKER_OPTIONAL, NULL},
    [RICH_TONE] = {"TONE", MARKER_OPTIONAL, NULL},
    [RICH_HREF] = {"HREF", MARKER_OPTIONAL, NULL},
    [RICH_OUTSIDE] = {"OUTSIDE", MARKER_FLAG, NULL},
};
static const struct shape rich_shape = SHAPE(NULL, rich_markers);

enum { MORE_RICH, MORE_ABSENT, MORE_UNIT, MORE_NOTE };
static const struct marker more_markers[] = {
    [MORE_RICH] = {"RICH", MARKER_LIST, &rich_shape},
    [MORE_ABSENT] = {"ABSENT", MARKER_OPTIONAL, NULL},
    [MORE_UNIT] = {"UNIT", MARKER_OPTIONAL, NULL},
    [MORE_NOTE] = {"NOTE", MARKER_OPTIONAL, NULL},
};
static const struct shape more_shape = SHAPE("more.tpl", more_markers);

/* Most cells are a value and nothing else; of the others most are a value with a unit or a note. A
 * value that is more than its text has an empty one, and stands in the rest. */
enum { CELL_PLAIN, CELL_MORE, CELL_OWN };
#define CELL_MARKERS                                                                               \
    [CELL_PLAIN] = {"TEXT", MARKER_VALUE, NULL}, [CELL_MORE] = {"MORE", MARKER_INCLUDE, &more_shape}
static const struct marker cell_markers[] = {CELL_MARKERS};
const struct shape cell_shape = SHAPE("cell.tpl", cell_markers);

enum { BANNER_TONE, BANNER_WORD, BANNER_TITLE, BANNER_TEXT };
static const struct marker banner_markers[] = {
    [BANNER_TONE] = {"TONE", MARKER_VALUE, NULL},
    [BANNER_WORD] = {"WORD", MARKER_VALUE, NULL},
    [BANNER_TITLE] = {"TITLE", MARKER_VALUE, NULL},
    [BANNER_TEXT] = {"TEXT", MARKER_OPTIONAL, NULL},
};
const struct shape banner_shape = SHAPE("banner.tpl", banner_markers);

enum { COLUMN_TITLE, COLUMN_UNIT, COLUMN_CLASS };
static const struct marker column_markers[] = {
    [COLUMN_TITLE] = {"TITLE", MARKER_VALUE, NULL},
    [COLUMN_UNIT] = {"UNIT", MARKER_OPTIONAL, NULL},
    [COLUMN_CLASS] = {"CLASS", MARKER_OPTIONAL, NULL},
};
static const struct shape column_shape = SHAPE(NULL, column_markers);

/* What a table says before its rows: on most pages the same. */
enum {
    TABLE_HEAD_TITLE,
    TABLE_HEAD_FULL,
    TABLE_HEAD_ID,
    TABLE_HEAD_CLASS,
    TABLE_HEAD_CAPTION,
    TABLE_HEAD_COLUMNS,
    TABLE_HEAD_EMPTY
};
static const struct marker table_head_markers[] = {
    [TABLE_HEAD_TITLE] = {"TITLE", MARKER_OPTIONAL, NULL},
    [TABLE_HEAD_FULL] = {"FULL", MARKER_FLAG, NULL},
    [TABLE_HEAD_ID] = {"ID", MARKER_OPTIONAL, NULL},
    [TABLE_HEAD_CLASS] = {"CLASS", MARKER_OPTIONAL, NULL},
    [TABLE_HEAD_CAPTION] = {"CAPTION", MARKER_VALUE, NULL},
    [TABLE_HEAD_COLUMNS] = {"COLUMNS", MARKER_LIST, &column_shape},
    [TABLE_HEAD_EMPTY] = {"EMPTY", MARKER_OPTIONAL, NULL},
};
const struct shape table_head_shape = SHAPE("table_head.tpl", table_head_markers);

enum { OTHER_PLAIN, OTHER_HEADING, OTHER_CLASS, OTHER_CELL };
static const struct marker other_markers[] = {
    [OTHER_PLAIN] = {"PLAIN", MARKER_FLAG, NULL},
    [OTHER_HEADING] = {"HEADING", MARKER_FLAG, NULL},
    [OTHER_CLASS] = {"CLASS", MARKER_OPTIONAL, NULL},
    [OTHER_CELL] = {"CELL", MARKER_INCLUDE, &cell_shape},
};
static const struct shape other_shape = SHAPE(NULL, other_markers);

enum { DATA_VALUE, DATA_OTHER };
static const struct marker data_markers[] = {
    [DATA_VALUE] = {"VALUE", MARKER_OPTIONAL, NULL},
    [DATA_OTHER] = {"OTHER", MARKER_LIST, &other_shape},
};
static const struct shape data_shape = SHAPE(NULL, data_markers);

/* In most rows what follows the name are numbers and nothing else. */
enum { ROW_TOTAL, ROW_NAME, ROW_NUMBERS, ROW_CELLS };
static const struct marker row_markers[] = {
    [ROW_TOTAL] = {"TOTAL", MARKER_FLAG, NULL},
    [ROW_NAME] = {"NAME", MARKER_OPTIONAL, NULL},     /* the first cell, where it is nothing else */
    [ROW_NUMBERS] = {"NUMBERS", MARKER_MARKUP, NULL}, /* the cells up to one that is none */
    [ROW_CELLS] = {"CELLS", MARKER_LIST, &data_shape},
};
static const struct shape row_shape = SHAPE(NULL, row_markers);

enum { TABLE_HEAD, TABLE_ROWS, TABLE_FULL, TABLE_SCROLLS };
static const struct marker table_markers[] = {
    [TABLE_HEAD] = {"HEAD", MARKER_MARKUP, NULL},
    [TABLE_ROWS] = {"ROWS", MARKER_LIST, &row_shape},
    [TABLE_FULL] = {"FULL", MARKER_FLAG, NULL},
    [TABLE_SCROLLS] = {"SCROLLS", MARKER_FLAG, NULL},
};
const struct shape table_shape = SHAPE("table.tpl", table_markers);

/* There are so many that the value is no include of its own, but one with the label. */
enum { FACT_LABEL = CELL_OWN };
static const struct marker fact_markers[] = {
    CELL_MARKERS,
    [FACT_LABEL] = {"LABEL", MARKER_VALUE, NULL},
};
static const struct shape fact_shape = SHAPE(NULL, fact_markers);

/* What a list of facts says before them: on many pages the same. */
enum { FACTS_HEAD_TITLE, FACTS_HEAD_GUIDE, FACTS_HEAD_EMPTY };
static const struct marker facts_head_markers[] = {
    [FACTS_HEAD_TITLE] = {"TITLE", MARKER_OPTIONAL, NULL},
    [FACTS_HEAD_GUIDE] = {"GUIDE", MARKER_OPTIONAL, NULL},
    [FACTS_HEAD_EMPTY] = {"EMPTY", MARKER_OPTIONAL, NULL},
};
const struct shape facts_head_shape = SHAPE("facts_head.tpl", facts_head_markers);

enum { FACTS_HEAD, FACTS_FULL, FACTS_ROWS, FACTS_KEY_ROWS, FACTS_NOTE };
static const struct marker facts_markers[] = {
    [FACTS_HEAD] = {"HEAD", MARKER_MARKUP, NULL},
    [FACTS_FULL] = {"FULL", MARKER_FLAG, NULL},
    [FACTS_ROWS] = {"ROWS", MARKER_LIST, &fact_shape},
    [FACTS_KEY_ROWS] = {"KEY_ROWS", MARKER_LIST, &fact_shape},
    [FACTS_NOTE] = {"NOTE", MARKER_OPTIONAL, NULL},
};
const struct shape facts_shape = SHAPE("facts.tpl", facts_markers);

enum { FILE_SVG, FILE_PNG, FILE_WIDTH, FILE_HEIGHT };
static const struct marker file_markers[] = {
    [FILE_SVG] = {"SVG", MARKER_VALUE, NULL},
    [FILE_PNG] = {"PNG", MARKER_OPTIONAL, NULL},
    [FILE_WIDTH] = {"WIDTH", MARKER_OPTIONAL, NULL},
    [FILE_HEIGHT] = {"HEIGHT", MARKER_OPTIONAL, NULL},
};
static const struct shape file_shape = SHAPE(NULL, file_markers);

enum { DRAWING_SUBTITLE, DRAWING_BOX, DRAWING_ELEMENTS };
static const struct marker drawing_markers[] = {
    [DRAWING_SUBTITLE] = {"SUBTITLE", MARKER_OPTIONAL, NULL},
    [DRAWING_BOX] = {"BOX", MARKER_VALUE, NULL},
    [DRAWING_ELEMENTS] = {"ELEMENTS", MARKER_MARKUP, NULL},
};
static const struct shape drawing_shape = SHAPE(NULL, drawing_markers);

enum {
    FIGURE_ID,
    FIGURE_TITLE,
    FIGURE_ALT,
    FIGURE_FILE,
    FIGURE_DRAWING,
    FIGURE_HAS_DATA,
    FIGURE_DATA
};
static const struct marker figure_markers[] = {
    [FIGURE_ID] = {"ID", MARKER_VALUE, NULL},
    [FIGURE_TITLE] = {"TITLE", MARKER_VALUE, NULL},
    [FIGURE_ALT] = {"ALT", MARKER_VALUE, NULL},
    [FIGURE_FILE] = {"FILE", MARKER_LIST, &file_shape},
    [FIGURE_DRAWING] = {"DRAWING", MARKER_LIST, &drawing_shape},
    [FIGURE_HAS_DATA] = {"HAS_DATA", MARKER_FLAG, NULL},
    [FIGURE_DATA] = {"DATA", MARKER_INCLUDE, &table_shape},
};
const struct shape figure_shape = SHAPE("figure.tpl", figure_markers);

enum { STEP_LABEL, STEP_HREF, STEP_CURRENT };
static const struct marker step_markers[] = {
    [STEP_LABEL] = {"LABEL", MARKER_VALUE, NULL},
    [STEP_HREF] = {"HREF", MARKER_OPTIONAL, NULL},
    [STEP_CURRENT] = {"CURRENT", MARKER_FLAG, NULL},
};
static const struct shape step_shape = SHAPE(NULL, step_markers);

enum { PAGER_TEXT, PAGER_PREVIOUS, PAGER_NEXT, PAGER_LINKS };
static const struct marker pager_markers[] = {
    [PAGER_TEXT] = {"TEXT", MARKER_VALUE, NULL},
    [PAGER_PREVIOUS] = {"PREVIOUS", MARKER_OPTIONAL, NULL},
    [PAGER_NEXT] = {"NEXT", MARKER_OPTIONAL, NULL},
    [PAGER_LINKS] = {"LINKS", MARKER_LIST, &step_shape},
};
const struct shape pager_shape = SHAPE("pager.tpl", pager_markers);

enum { DOWNLOAD_LABEL, DOWNLOAD_HREF, DOWNLOAD_NOTE };
static const struct marker download_markers[] = {
    [DOWNLOAD_LABEL] = {"LABEL", MARKER_VALUE, NULL},
    [DOWNLOAD_HREF] = {"HREF", MARKER_VALUE, NULL},
    [DOWNLOAD_NOTE] = {"NOTE", MARKER_OPTIONAL, NULL},
};
static const struct shape download_shape = SHAPE(NULL, download_markers);

enum { DOWNLOADS_LINKS };
static const struct marker downloads_markers[] = {
    [DOWNLOADS_LINKS] = {"LINKS", MARKER_LIST, &download_shape},
};
const struct shape downloads_shape = SHAPE("downloads.tpl", downloads_markers);

/* By enum view_tone: what a banner's colour says. */
static const char *const tone_words[] = {
    [TONE_NONE] = "Note",       [TONE_GOOD] = "Good",   [TONE_INFO] = "Note",
    [TONE_WARNING] = "Warning", [TONE_ERROR] = "Error", [TONE_MUTED] = "Note",
};

static bool is_outside(const char *href)
{
    return text_starts_with(href, "https://") || text_starts_with(href, "http://");
}

static const char *href_of(const struct fill *fill, const struct view_cell *cell)
{
    if (cell->kind != CELL_LINK || !cell->href)
        return NULL;
    if (!cell->external)
        return fill_href(fill, cell->href);
    return is_outside(cell->href) ? cell->href : NULL;
}

static const char *percent(const struct fill *fill, double share)
{
    if (!(share > 0))
        return NULL;
    char text[DECIMAL_TEXT];
    size_t length = decimal_print_double(text, share > 1 ? 100 : share * 100, 1, '\0');
    return arena_strndup(fill->arena, text, length);
}

/* What is absent looks absent already. */
static const char *tone_of(const struct view_cell *cell)
{
    if (cell->tone == TONE_NONE || cell->kind == CELL_MISSING)
        return NULL;
    return view_tone_name(cell->tone);
}

static bool is_words(const struct view_cell *cell)
{
    return cell->kind == CELL_TEXT || cell->kind == CELL_LINK;
}

/* More than a text. */
static bool has_more(const struct view_cell *cell, const char *unit)
{
    if (cell->kind == CELL_MISSING)
        return cell->note != NULL;
    return unit || cell->note || cell->href || cell->share > 0 || tone_of(cell);
}

/* Words of the database may run from right to left; the rest is this program's. */
static bool is_foreign(const struct view_cell *cell)
{
    return is_words(cell) && fill_needs_isolation(cell->text);
}

/* Nothing but a text. An absent value may have no words: the cell just stays empty. */
static bool is_plain(const struct view_cell *cell, const char *unit)
{
    if (has_more(cell, unit) || is_foreign(cell))
        return false;
    return cell->kind != CELL_MISSING || cell->text[0] == '\0';
}

static void fill_rich(const struct fill *fill, const struct view_cell *cell, bool isolated,
                      struct values *more)
{
    struct values *rich = values_add(fill->arena, more, MORE_RICH);
    values_set(rich, RICH_TEXT, cell->text);
    values_raise(rich, RICH_ISOLATED, isolated);
    values_set(rich, RICH_BAR, percent(fill, cell->share));
    values_set(rich, RICH_TONE, tone_of(cell));
    values_set(rich, RICH_HREF, href_of(fill, cell));
    values_raise(rich, RICH_OUTSIDE, cell->external);
}

static void fill_absent(const struct fill *fill, const struct view_cell *cell, struct values *value)
{
    values_set(value, CELL_PLAIN, "");
    if (!cell->text[0] && !cell->note)
        return;
    struct values *more = values_add(fill->arena, value, CELL_MORE);
    values_set(more, MORE_ABSENT, cell->text[0] ? cell->text : NULL);
    values_set(more, MORE_NOTE, cell->note);
}

static void fill_present(const struct fill *fill, const struct view_cell *cell, const char *unit,
                         bool isolated, struct values *value)
{
    bool rich = isolated || cell->href || cell->share > 0 || tone_of(cell);
    values_set(value, CELL_PLAIN, rich ? "" : cell->text);
    if (!rich && !unit && !cell->note)
        return;
    struct values *more = values_add(fill->arena, value, CELL_MORE);
    if (rich)
        fill_rich(fill, cell, isolated, more);
    values_set(more, MORE_UNIT, unit);
    values_set(more, MORE_NOTE, cell->note);
}

static void fill_value(const struct fill *fill, const struct view_cell *cell, const char *unit,
                       bool isolated, struct values *value)
{
    if (cell->kind == CELL_MISSING)
        fill_absent(fill, cell, value);
    else
        fill_present(fill, cell, unit, isolated, value);
}

void fill_cell(const struct fill *fill, const struct view_cell *cell, struct values *values,
               size_t marker)
{
    fill_value(fill, cell, NULL, is_foreign(cell), values_add(fill->arena, values, marker));
}

void fill_banners(const struct fill *fill, const struct view_banner *banners, size_t count,
                  struct values *page, size_t marker)
{
    for (size_t i = 0; i < count; i++) {
        struct values *banner = values_add(fill->arena, page, marker);
        values_set(banner, BANNER_TONE, view_tone_name(banners[i].tone));
        values_set(banner, BANNER_WORD, tone_words[banners[i].tone]);
        values_set(banner, BANNER_TITLE, banners[i].title);
        values_set(banner, BANNER_TEXT, banners[i].text);
    }
}

/* Days stay on one line; the rest of a column's look follows from where it is aligned. NULL: words
 * like any other. */
static const char *look_of(const struct view_column *column)
{
    switch (column->align) {
    case ALIGN_END:
        return "end";
    case ALIGN_CENTER:
        return "center";
    case ALIGN_START:
        break;
    }
    if (column->kind == CELL_DATE)
        return "day";
    return column->wide ? "wide" : NULL;
}

/* Whether the columns after the first are numbers unless they say what else they are. */
static bool is_of_numbers(const struct view_table *table)
{
    size_t numbers = 0;
    for (size_t i = 1; i < table->column_count; i++)
        numbers += table->columns[i].align == ALIGN_END;
    return numbers > 0 && 2 * numbers + 1 >= table->column_count;
}

/* What the table says of all cells of its columns: how the first one looks, and whether the others
 * are numbers. */
static const char *class_of_table(const struct fill *fill, const struct view_table *table)
{
    const char *first = look_of(&table->columns[0]);
    const char *numbers = is_of_numbers(table) ? "numbers" : NULL;
    if (!first)
        return numbers;
    return arena_printf(fill->arena, "first-%s%s%s", first, numbers ? " " : "",
                        numbers ? numbers : "");
}

/* What a cell says of itself: how its column differs from what the table says. */
static const char *class_of(const struct view_table *table, size_t column)
{
    if (column == 0)
        return NULL;
    const char *look = look_of(&table->columns[column]);
    if (!is_of_numbers(table))
        return look;
    if (table->columns[column].align == ALIGN_END)
        return NULL;
    return look ? look : "start";
}

/* How the cells of each column look, and which of them names the rows. */
struct columns {
    size_t count;
    size_t naming;
    const char **classes;
};

/* The column that names the rows: the first of words. */
static size_t naming_column(const struct view_table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == CELL_TEXT || table->columns[i].kind == CELL_LINK)
            return i;
    return 0;
}

static void fill_other(const struct fill *fill, const struct view_cell *cell, bool heading,
                       const char *class, struct values *data)
{
    struct values *other = values_add(fill->arena, data, DATA_OTHER);
    values_raise(other, heading ? OTHER_HEADING : OTHER_PLAIN, true);
    values_set(other, OTHER_CLASS, class);
    fill_cell(fill, cell, other, OTHER_CELL);
}

/* Digits with what stands in and before them: nothing that has to be escaped. */
static bool is_of_digits(const char *text)
{
    while (*text)
        if ((*text >= '+' && *text <= '9' && *text != '/') || *text == ' ')
            text++;
        else if (text_starts_with(text, "\u2212"))
            text += sizeof "\u2212" - 1;
        else
            return false;
    return true;
}

/* Cells side by side that are numbers and nothing else, as they are: there are too many of them for
 * one item each. Gives the column behind them. */
static size_t fill_numbers(const struct fill *fill, const struct view_cell *cells, size_t from,
                           const struct columns *columns, struct values *row)
{
    static const char tag[] = "<td>";
    const size_t tag_length = sizeof tag - 1;
    size_t end = from;
    size_t length = 0;
    while (end < columns->count && end != columns->naming && !columns->classes[end] &&
           is_plain(&cells[end], NULL) && is_of_digits(cells[end].text))
        length += tag_length + strlen(cells[end++].text);
    char *text = arena_alloc(fill->arena, length + 1);
    struct html_part numbers = {text};
    for (; from < end; from++) {
        text = mempcpy(text, tag, tag_length);
        text = stpcpy(text, cells[from].text);
    }
    values_set_part(row, ROW_NUMBERS, &numbers);
    return end;
}

static void fill_row(const struct fill *fill, const struct view_cell *cells,
                     const struct columns *columns, struct values *values)
{
    size_t i = 0;
    if (columns->naming == 0 && is_plain(&cells[0], NULL))
        values_set(values, ROW_NAME, cells[i++].text);
    for (i = fill_numbers(fill, cells, i, columns, values); i < columns->count; i++) {
        /* A badge (a severity) does not name its row. */
        bool heading = i == columns->naming && !tone_of(&cells[i]);
        struct values *cell = values_add(fill->arena, values, ROW_CELLS);
        if (heading || columns->classes[i] || !is_plain(&cells[i], NULL))
            fill_other(fill, &cells[i], heading, columns->classes[i], cell);
        else
            values_set(cell, DATA_VALUE, cells[i].text);
    }
}

/* So small that it neither scrolls nor is sorted. */
static bool is_small(const struct view_table *table)
{
    enum { COLUMNS = 2, ROWS = 8 };
    bool wide = false;
    for (size_t i = 0; i < table->column_count; i++)
        wide = wide || table->columns[i].wide;
    return table->column_count <= COLUMNS && table->row_count <= ROWS && !wide;
}

static struct columns columns_of(const struct fill *fill, const struct view_table *table)
{
    struct columns columns = {
        .count = table->column_count,
        .naming = naming_column(table),
        .classes = arena_array(fill->arena, table->column_count, sizeof *columns.classes),
    };
    for (size_t i = 0; i < table->column_count; i++)
        columns.classes[i] = class_of(table, i);
    return columns;
}

static void set_columns(const struct fill *fill, const struct view_table *table,
                        const struct columns *columns, struct values *head)
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct values *column = values_add(fill->arena, head, TABLE_HEAD_COLUMNS);
        values_set(column, COLUMN_TITLE, table->columns[i].title);
        values_set(column, COLUMN_UNIT, table->columns[i].unit);
        values_set(column, COLUMN_CLASS, columns->classes[i]);
    }
}

/* `id`: of a table that scrolls. */
static struct html_part table_head(const struct fill *fill, const struct view_table *table,
                                   const struct columns *columns, const char *id)
{
    struct html_part part;
    struct strbuf *key = html_part_key(fill, &table_head_shape);
    const char *caption = table->caption ? table->caption : table->title;
    shared_key_text(key, table->title);
    shared_key_text(key, caption);
    shared_key_text(key, id);
    shared_key_text(key, look_of(&table->columns[0]));
    shared_key_text(key, is_of_numbers(table) ? "numbers" : NULL);
    for (size_t i = 0; i < table->column_count; i++) {
        shared_key_text(key, table->columns[i].title);
        shared_key_text(key, table->columns[i].unit);
        shared_key_text(key, columns->classes[i]);
    }
    if (html_part_known(fill, &part))
        return part;
    struct values *head = values_new(fill->arena, &table_head_shape);
    values_set(head, TABLE_HEAD_TITLE, table->title);
    values_raise(head, TABLE_HEAD_FULL, true);
    values_set(head, TABLE_HEAD_ID, id);
    values_set(head, TABLE_HEAD_CLASS, class_of_table(fill, table));
    values_set(head, TABLE_HEAD_CAPTION, caption);
    set_columns(fill, table, columns, head);
    return html_part_make(fill, head);
}

static struct html_part empty_table(const struct fill *fill, const struct view_table *table)
{
    struct html_part part;
    struct strbuf *key = html_part_key(fill, &table_head_shape);
    shared_key_text(key, table->title);
    shared_key_text(key, table->empty);
    if (html_part_known(fill, &part))
        return part;
    struct values *head = values_new(fill->arena, &table_head_shape);
    values_set(head, TABLE_HEAD_TITLE, table->title);
    values_set(head, TABLE_HEAD_EMPTY, table->empty);
    return html_part_make(fill, head);
}

static void fill_full_table(const struct fill *fill, const struct view_table *table,
                            struct values *values)
{
    struct columns columns = columns_of(fill, table);
    bool scrolls = !is_small(table);
    const char *id = scrolls ? arena_printf(fill->arena, "t%zu", ++*fill->tables) : NULL;
    struct html_part head = table_head(fill, table, &columns, id);
    values_set_part(values, TABLE_HEAD, &head);
    for (size_t row = 0; row < table->row_count; row++) {
        struct values *item = values_add(fill->arena, values, TABLE_ROWS);
        values_raise(item, ROW_TOTAL, table->has_total && row + 1 == table->row_count);
        fill_row(fill, &table->cells[row * table->column_count], &columns, item);
    }
    values_raise(values, TABLE_FULL, true);
    values_raise(values, TABLE_SCROLLS, scrolls);
}

void fill_table(const struct fill *fill, const struct view_table *table, struct values *page,
                size_t marker)
{
    if (table->column_count == 0 && !table->empty)
        return;
    struct values *values = values_add(fill->arena, page, marker);
    if (table->row_count > 0) {
        fill_full_table(fill, table, values);
        return;
    }
    struct html_part head = empty_table(fill, table);
    values_set_part(values, TABLE_HEAD, &head);
}

static struct values *add_fact(const struct fill *fill, const struct view_fact *fact,
                               struct values *values, size_t rows)
{
    struct values *row = values_add(fill->arena, values, rows);
    values_set(row, FACT_LABEL, fact->label);
    return row;
}

static struct html_part facts_head(const struct fill *fill, const struct view_facts *facts)
{
    struct html_part part;
    struct strbuf *key = html_part_key(fill, &facts_head_shape);
    const char *empty = facts->count == 0 ? facts->empty : NULL;
    shared_key_text(key, facts->title);
    shared_key_text(key, facts->guide);
    shared_key_text(key, empty);
    if (html_part_known(fill, &part))
        return part;
    struct values *head = values_new(fill->arena, &facts_head_shape);
    values_set(head, FACTS_HEAD_TITLE, facts->title);
    values_set(head, FACTS_HEAD_GUIDE, fill_href(fill, facts->guide));
    values_set(head, FACTS_HEAD_EMPTY, empty);
    return html_part_make(fill, head);
}

static struct values *add_facts(const struct fill *fill, const struct view_facts *facts,
                                struct values *page, size_t marker)
{
    struct values *values = values_add(fill->arena, page, marker);
    struct html_part head = facts_head(fill, facts);
    values_set_part(values, FACTS_HEAD, &head);
    values_raise(values, FACTS_FULL, facts->count > 0);
    values_set(values, FACTS_NOTE, facts->note);
    return values;
}

void fill_facts(const struct fill *fill, const struct view_facts *facts, struct values *page,
                size_t marker)
{
    struct values *values = add_facts(fill, facts, page, marker);
    for (size_t i = 0; i < facts->count; i++) {
        const struct view_fact *fact = &facts->rows[i];
        fill_value(fill, &fact->value, fact->unit, is_foreign(&fact->value),
                   add_fact(fill, fact, values, FACTS_ROWS));
    }
}

/* Words are set smaller than numbers, and so in an element of their own. */
void fill_key_figures(const struct fill *fill, const struct view_facts *facts, struct values *page,
                      size_t marker)
{
    struct values *values = add_facts(fill, facts, page, marker);
    for (size_t i = 0; i < facts->count; i++) {
        const struct view_fact *fact = &facts->rows[i];
        fill_value(fill, &fact->value, fact->unit, is_words(&fact->value),
                   add_fact(fill, fact, values, FACTS_KEY_ROWS));
    }
}

static const char *pixels(const struct fill *fill, int length)
{
    return arena_printf(fill->arena, "%zu", (size_t)length);
}

static void fill_file(const struct fill *fill, const struct view_figure *figure,
                      struct values *values)
{
    values_set(values, FILE_SVG, fill_href(fill, figure->svg));
    values_set(values, FILE_PNG, figure->png ? fill_href(fill, figure->png) : NULL);
    if (figure->width > 0 && figure->height > 0) {
        values_set(values, FILE_WIDTH, pixels(fill, figure->width));
        values_set(values, FILE_HEIGHT, pixels(fill, figure->height));
    }
}

static void fill_drawing(const struct fill *fill, const struct view_figure *figure,
                         struct values *values)
{
    values_set(values, DRAWING_SUBTITLE, figure->subtitle);
    values_set(values, DRAWING_BOX,
               arena_printf(fill->arena, "0 %d %d %d", figure->top, figure->width, figure->height));
    values_set_drawing(values, DRAWING_ELEMENTS, figure->drawing);
}

void fill_figure(const struct fill *fill, const struct view_figure *figure, struct values *page,
                 size_t marker)
{
    if (!figure->svg && !figure->drawing.elements)
        return;
    struct values *values = values_add(fill->arena, page, marker);
    values_set(values, FIGURE_ID, figure->id);
    values_set(values, FIGURE_TITLE, figure->title);
    values_set(values, FIGURE_ALT, figure->alt);
    if (figure->svg)
        fill_file(fill, figure, values_add(fill->arena, values, FIGURE_FILE));
    else
        fill_drawing(fill, figure, values_add(fill->arena, values, FIGURE_DRAWING));
    values_raise(values, FIGURE_HAS_DATA, figure->data.column_count > 0);
    fill_table(fill, &figure->data, values, FIGURE_DATA);
}

void fill_pager(const struct fill *fill, const struct view_pager *pager, struct values *page,
                size_t marker)
{
    if (pager->pages <= 1)
        return;
    struct values *values = values_add(fill->arena, page, marker);
    values_set(values, PAGER_TEXT, pager->text);
    values_set(values, PAGER_PREVIOUS, fill_href(fill, pager->previous));
    values_set(values, PAGER_NEXT, fill_href(fill, pager->next));
    for (size_t i = 0; i < pager->link_count; i++) {
        struct values *link = values_add(fill->arena, values, PAGER_LINKS);
        values_set(link, STEP_LABEL, pager->links[i].label);
        if (!pager->links[i].current)
            values_set(link, STEP_HREF, fill_href(fill, pager->links[i].href));
        values_raise(link, STEP_CURRENT, pager->links[i].current);
    }
}

void fill_downloads(const struct fill *fill, const struct view_link *links, size_t count,
                    struct values *page, size_t marker)
{
    if (count == 0)
        return;
    struct values *values = values_add(fill->arena, page, marker);
    for (size_t i = 0; i < count; i++) {
        struct values *link = values_add(fill->arena, values, DOWNLOADS_LINKS);
        values_set(link, DOWNLOAD_LABEL, links[i].label);
        values_set(link, DOWNLOAD_HREF, fill_href(fill, links[i].href));
        values_set(link, DOWNLOAD_NOTE, links[i].note);
    }
}
