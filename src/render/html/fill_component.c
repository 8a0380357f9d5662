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

/* Most cells are a value and nothing else; of the others most are a value with a unit or a note. */
enum { CELL_PLAIN, CELL_MORE, CELL_OWN };
#define CELL_MARKERS                                                                               \
    [CELL_PLAIN] = {"TEXT", MARKER_OPTIONAL, NULL}, [CELL_MORE] = {"MORE", MARKER_INCLUDE,         \
                                                                   &more_shape}
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

enum { COLUMNS_COLUMNS };
static const struct marker columns_markers[] = {
    [COLUMNS_COLUMNS] = {"COLUMNS", MARKER_LIST, &column_shape},
};
const struct shape columns_shape = SHAPE("columns.tpl", columns_markers);

enum { OTHER_PLAIN, OTHER_HEADING, OTHER_CLASS, OTHER_CELL };
static const struct marker other_markers[] = {
    [OTHER_PLAIN] = {"PLAIN", MARKER_FLAG, NULL},
    [OTHER_HEADING] = {"HEADING", MARKER_FLAG, NULL},
    [OTHER_CLASS] = {"CLASS", MARKER_OPTIONAL, NULL},
    [OTHER_CELL] = {"CELL", MARKER_INCLUDE, &cell_shape},
};
static const struct shape other_shape = SHAPE(NULL, other_markers);

/* A text, and it looks as its table says. */
enum { PLAIN_VALUE };
static const struct marker plain_markers[] = {
    [PLAIN_VALUE] = {"VALUE", MARKER_VALUE, NULL},
};
static const struct shape plain_shape = SHAPE(NULL, plain_markers);

enum { DATA_VALUE, DATA_OTHER };
static const struct marker data_markers[] = {
    [DATA_VALUE] = {"VALUE", MARKER_OPTIONAL, NULL},
    [DATA_OTHER] = {"OTHER", MARKER_LIST, &other_shape},
};
static const struct shape data_shape = SHAPE(NULL, data_markers);

/* Most cells are plain, and in most rows all of them but the name. */
enum { ROW_TOTAL, ROW_NAME, ROW_PLAIN_CELLS, ROW_CELLS };
static const struct marker row_markers[] = {
    [ROW_TOTAL] = {"TOTAL", MARKER_FLAG, NULL},
    [ROW_NAME] = {"NAME", MARKER_OPTIONAL, NULL}, /* the first cell, where it is nothing else */
    [ROW_PLAIN_CELLS] = {"PLAIN_CELLS", MARKER_LIST, &plain_shape}, /* up to one that is not */
    [ROW_CELLS] = {"CELLS", MARKER_LIST, &data_shape},
};
static const struct shape row_shape = SHAPE(NULL, row_markers);

enum {
    TABLE_TITLE,
    TABLE_FULL,
    TABLE_ID,
    TABLE_CLASS,
    TABLE_CAPTION,
    TABLE_COLUMNS,
    TABLE_ROWS,
    TABLE_EMPTY
};
static const struct marker table_markers[] = {
    [TABLE_TITLE] = {"TITLE", MARKER_OPTIONAL, NULL},
    [TABLE_FULL] = {"FULL", MARKER_FLAG, NULL},
    [TABLE_ID] = {"ID", MARKER_OPTIONAL, NULL},
    [TABLE_CLASS] = {"CLASS", MARKER_OPTIONAL, NULL},
    [TABLE_CAPTION] = {"CAPTION", MARKER_VALUE, NULL},
    [TABLE_COLUMNS] = {"COLUMNS", MARKER_MARKUP, NULL},
    [TABLE_ROWS] = {"ROWS", MARKER_LIST, &row_shape},
    [TABLE_EMPTY] = {"EMPTY", MARKER_OPTIONAL, NULL},
};
const struct shape table_shape = SHAPE("table.tpl", table_markers);

/* There are so many that the value is no include of its own, but one with the label. */
enum { FACT_LABEL = CELL_OWN };
static const struct marker fact_markers[] = {
    CELL_MARKERS,
    [FACT_LABEL] = {"LABEL", MARKER_VALUE, NULL},
};
static const struct shape fact_shape = SHAPE(NULL, fact_markers);

enum { GUIDE_FIELDS };
static const struct marker guide_markers[] = {
    [GUIDE_FIELDS] = {"FIELDS", MARKER_VALUE, NULL},
};
const struct shape guide_shape = SHAPE("guide.tpl", guide_markers);

enum {
    FACTS_TITLE,
    FACTS_GUIDED,
    FACTS_GUIDE,
    FACTS_FULL,
    FACTS_ROWS,
    FACTS_KEY_ROWS,
    FACTS_NOTE,
    FACTS_EMPTY
};
static const struct marker facts_markers[] = {
    [FACTS_TITLE] = {"TITLE", MARKER_OPTIONAL, NULL},
    [FACTS_GUIDED] = {"GUIDED", MARKER_FLAG, NULL},
    [FACTS_GUIDE] = {"GUIDE", MARKER_MARKUP, NULL},
    [FACTS_FULL] = {"FULL", MARKER_FLAG, NULL},
    [FACTS_ROWS] = {"ROWS", MARKER_LIST, &fact_shape},
    [FACTS_KEY_ROWS] = {"KEY_ROWS", MARKER_LIST, &fact_shape},
    [FACTS_NOTE] = {"NOTE", MARKER_OPTIONAL, NULL},
    [FACTS_EMPTY] = {"EMPTY", MARKER_OPTIONAL, NULL},
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

enum { DRAWING_SUBTITLE, DRAWING_TOP, DRAWING_WIDTH, DRAWING_HEIGHT, DRAWING_ELEMENTS };
static const struct marker drawing_markers[] = {
    [DRAWING_SUBTITLE] = {"SUBTITLE", MARKER_OPTIONAL, NULL},
    [DRAWING_TOP] = {"TOP", MARKER_VALUE, NULL},
    [DRAWING_WIDTH] = {"WIDTH", MARKER_VALUE, NULL},
    [DRAWING_HEIGHT] = {"HEIGHT", MARKER_VALUE, NULL},
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
    if (!rich)
        values_set(value, CELL_PLAIN, cell->text);
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

static struct html_part columns_of(const struct fill *fill, const struct view_table *table,
                                   const char *const *classes)
{
    struct html_part part;
    struct strbuf *key = html_part_key(fill, &columns_shape);
    for (size_t i = 0; i < table->column_count; i++) {
        shared_key_text(key, table->columns[i].title);
        shared_key_text(key, table->columns[i].unit);
        shared_key_text(key, classes[i]);
    }
    if (html_part_known(fill, &part))
        return part;
    struct values *columns = values_new(fill->arena, &columns_shape);
    for (size_t i = 0; i < table->column_count; i++) {
        struct values *column = values_add(fill->arena, columns, COLUMNS_COLUMNS);
        values_set(column, COLUMN_TITLE, table->columns[i].title);
        values_set(column, COLUMN_UNIT, table->columns[i].unit);
        values_set(column, COLUMN_CLASS, classes[i]);
    }
    return html_part_make(fill, columns);
}

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

static void fill_row(const struct fill *fill, const struct view_table *table, size_t row,
                     const char *const *classes, struct values *values)
{
    const struct view_cell *cells = &table->cells[row * table->column_count];
    size_t naming = naming_column(table);
    bool all_plain = true; /* so far */
    values_raise(values, ROW_TOTAL, table->has_total && row + 1 == table->row_count);
    for (size_t i = 0; i < table->column_count; i++) {
        /* A badge (a severity) does not name its row. */
        bool heading = i == naming && !tone_of(&cells[i]);
        bool plain = is_plain(&cells[i], NULL);
        if (heading && i == 0 && plain) {
            values_set(values, ROW_NAME, cells[i].text);
            continue;
        }
        plain = plain && !heading && !classes[i];
        all_plain = all_plain && plain;
        struct values *cell =
            values_add(fill->arena, values, all_plain ? ROW_PLAIN_CELLS : ROW_CELLS);
        if (plain)
            values_set(cell, all_plain ? PLAIN_VALUE : DATA_VALUE, cells[i].text);
        else
            fill_other(fill, &cells[i], heading, classes[i], cell);
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

static void fill_full_table(const struct fill *fill, const struct view_table *table,
                            struct values *values)
{
    const char **classes = arena_array(fill->arena, table->column_count, sizeof *classes);
    for (size_t i = 0; i < table->column_count; i++)
        classes[i] = class_of(table, i);
    values_raise(values, TABLE_FULL, true);
    if (!is_small(table))
        values_set(values, TABLE_ID, arena_printf(fill->arena, "t%zu", ++*fill->tables));
    values_set(values, TABLE_CLASS, class_of_table(fill, table));
    values_set(values, TABLE_CAPTION, table->caption ? table->caption : table->title);
    struct html_part columns = columns_of(fill, table, classes);
    values_set_part(values, TABLE_COLUMNS, &columns);
    for (size_t row = 0; row < table->row_count; row++)
        fill_row(fill, table, row, classes, values_add(fill->arena, values, TABLE_ROWS));
}

void fill_table(const struct fill *fill, const struct view_table *table, struct values *page,
                size_t marker)
{
    if (table->column_count == 0 && !table->empty)
        return;
    struct values *values = values_add(fill->arena, page, marker);
    values_set(values, TABLE_TITLE, table->title);
    if (table->row_count == 0)
        values_set(values, TABLE_EMPTY, table->empty);
    else
        fill_full_table(fill, table, values);
}

static struct values *add_fact(const struct fill *fill, const struct view_fact *fact,
                               struct values *values, size_t rows)
{
    struct values *row = values_add(fill->arena, values, rows);
    values_set(row, FACT_LABEL, fact->label);
    return row;
}

static void fill_guide(const struct fill *fill, const char *path, struct values *values)
{
    struct html_part part;
    shared_key_text(html_part_key(fill, &guide_shape), path);
    if (!html_part_known(fill, &part)) {
        struct values *guide = values_new(fill->arena, &guide_shape);
        values_set(guide, GUIDE_FIELDS, fill_href(fill, path));
        part = html_part_make(fill, guide);
    }
    values_raise(values, FACTS_GUIDED, true);
    values_set_part(values, FACTS_GUIDE, &part);
}

static struct values *add_facts(const struct fill *fill, const struct view_facts *facts,
                                struct values *page, size_t marker)
{
    struct values *values = values_add(fill->arena, page, marker);
    values_set(values, FACTS_TITLE, facts->title);
    if (facts->guide)
        fill_guide(fill, facts->guide, values);
    values_raise(values, FACTS_FULL, facts->count > 0);
    values_set(values, FACTS_NOTE, facts->note);
    values_set(values, FACTS_EMPTY, facts->count == 0 ? facts->empty : NULL);
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
    values_set(values, DRAWING_TOP, pixels(fill, figure->top));
    values_set(values, DRAWING_WIDTH, pixels(fill, figure->width));
    values_set(values, DRAWING_HEIGHT, pixels(fill, figure->height));
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
