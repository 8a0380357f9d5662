#include "render/xlsx/grid.h"

#include "render/xlsx/number.h"

#include <stdlib.h>
#include <string.h>

enum {
    HAND_ON = 128 * 1024,
    NAME_ROOM = 24,   /* of a cell: "XFD1048576", as put_name() writes it */
    CELL_ROOM = 160,  /* of a cell without its text or formula */
    ESCAPED_ROOM = 5, /* "&amp;" */
    END_ROOM = 12,    /* what the last row of a group may add to its reference */
};

/* Name, and the formula that the cells share since the text was last handed on, known by its
 * address. */
struct grid_column {
    char name[4];
    size_t name_length;
    const char *formula;
    size_t group;  /* its number, counted from 1; 0: none */
    size_t last;   /* row */
    size_t end_at; /* where the last row goes */
};

static void name_column(struct grid_column *column, size_t index)
{
    char reversed[4];
    for (size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26)
        reversed[column->name_length++] = (char)('A' + (rest - 1) % 26);
    for (size_t i = 0; i < column->name_length; i++)
        column->name[i] = reversed[column->name_length - 1 - i];
}

void grid_init(struct grid *grid, struct arena *arena, size_t columns, const char *folder)
{
    *grid = (struct grid){.columns = arena_array(arena, columns, sizeof *grid->columns),
                          .column_count = columns};
    squeeze_init(&grid->out, folder);
    for (size_t i = 0; i < columns; i++)
        name_column(&grid->columns[i], i);
}

void grid_release(struct grid *grid)
{
    squeeze_release(&grid->out);
    free(grid->text);
    grid->text = NULL;
    grid->length = grid->capacity = grid->column_count = 0;
}

/* Room for so many bytes; where they go. */
static char *room(struct grid *grid, size_t bytes)
{
    if (grid->capacity - grid->length < bytes) {
        size_t capacity = grid->capacity + bytes + HAND_ON;
        char *text = realloc(grid->text, capacity);
        if (!text)
            out_of_memory();
        grid->text = text;
        grid->capacity = capacity;
    }
    return grid->text + grid->length;
}

static void done(struct grid *grid, const char *end)
{
    grid->length = (size_t)(end - grid->text);
}

static char *put(char *at, const char *text, size_t length)
{
    memcpy(at, text, length);
    return at + length;
}

#define PUT(at, literal) put((at), (literal), sizeof(literal) - 1)

static char *put_escaped(char *at, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            at = PUT(at, "&amp;");
            break;
        case '<':
            at = PUT(at, "&lt;");
            break;
        case '>':
            at = PUT(at, "&gt;");
            break;
        default:
            *at++ = *text;
        }
    return at;
}

/* ---- rows ---- */

void grid_begin(struct grid *grid, size_t number, double height)
{
    grid->row = number;
    grid->number_length = (size_t)(sheet_digits(grid->number, number) - grid->number);
    char *at = PUT(room(grid, CELL_ROOM), "<row r=\"");
    at = put(at, grid->number, grid->number_length);
    if (height > 0) {
        at = PUT(at, "\" ht=\"");
        at += sheet_number(at, height);
        at = PUT(at, "\" customHeight=\"1");
    }
    done(grid, PUT(at, "\">"));
}

/* The reference of a group was left open: now its last row is known. */
static void close_group(struct grid *grid, struct grid_column *column)
{
    if (column->group > 0)
        *sheet_digits(grid->text + column->end_at, column->last) = '"';
    column->group = 0;
}

static void hand_on(struct grid *grid)
{
    for (size_t i = 0; i < grid->column_count; i++)
        close_group(grid, &grid->columns[i]);
    squeeze_add(&grid->out, grid->text, grid->length);
    grid->length = 0;
}

void grid_end(struct grid *grid)
{
    done(grid, PUT(room(grid, CELL_ROOM), "</row>"));
    if (grid->length >= HAND_ON)
        hand_on(grid);
}

bool grid_finish(struct grid *grid)
{
    hand_on(grid);
    return squeeze_end(&grid->out, false);
}

/* ---- cells ---- */

/* In fixed sizes, which is quicker: what is behind the end is written over. */
static char *put_name(char *at, const struct grid *grid, size_t column)
{
    const struct grid_column *named = &grid->columns[column];
    memcpy(at, named->name, sizeof named->name);
    at += named->name_length;
    memcpy(at, grid->number, sizeof grid->number);
    return at + grid->number_length;
}

void grid_cell_name(const struct grid *grid, size_t column, struct strbuf *out)
{
    char name[NAME_ROOM];
    strbuf_add(out, name, (size_t)(put_name(name, grid, column) - name));
}

/* <c r="A1" s="5, with room for `more` bytes. */
static char *begin_cell(struct grid *grid, struct place place, size_t more)
{
    char *at = PUT(room(grid, CELL_ROOM + more), "<c r=\"");
    at = put_name(at, grid, place.column);
    if (place.style == 0)
        return at;
    return sheet_digits(PUT(at, "\" s=\""), place.style);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A cell with text, up to the text. */
static char *begin_text(struct grid *grid, struct place place, const char *text, size_t length)
{
    char *at = begin_cell(grid, place, length * ESCAPED_ROOM);
    if (is_space(text[0]) || is_space(text[length - 1]))
        return PUT(at, "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    return PUT(at, "\" t=\"inlineStr\"><is><t>");
}

static void put_empty(struct grid *grid, struct place place)
{
    done(grid, PUT(begin_cell(grid, place, 0), "\"/>"));
}

void grid_text(struct grid *grid, struct place place, const char *text)
{
    size_t length = strlen(text);
    if (length == 0)
        put_empty(grid, place);
    else
        done(grid, PUT(put_escaped(begin_text(grid, place, text, length), text), "</t></is></c>"));
}

void grid_plain(struct grid *grid, struct place place, const char *text, size_t length)
{
    if (length == 0)
        put_empty(grid, place);
    else
        done(grid, PUT(put(begin_text(grid, place, text, length), text, length), "</t></is></c>"));
}

void grid_word(struct grid *grid, struct place place, unsigned long number)
{
    char *at = PUT(begin_cell(grid, place, 0), "\" t=\"s\"><v>");
    done(grid, PUT(sheet_digits(at, number), "</v></c>"));
}

void grid_number(struct grid *grid, struct place place, double value)
{
    char *at = PUT(begin_cell(grid, place, 0), "\"><v>");
    at += sheet_number(at, value);
    done(grid, PUT(at, "</v></c>"));
}

void grid_boolean(struct grid *grid, struct place place, bool value)
{
    char *at = PUT(begin_cell(grid, place, 0), "\" t=\"b\"><v>");
    *at++ = value ? '1' : '0';
    done(grid, PUT(at, "</v></c>"));
}

static size_t formula_room(const struct grid *grid, const char *formula)
{
    size_t bytes = 0;
    for (; *formula; formula++)
        bytes += *formula == '#' ? grid->number_length : ESCAPED_ROOM;
    return bytes;
}

static char *put_formula(char *at, const struct grid *grid, const char *formula)
{
    char one[2] = "";
    for (; *formula; formula++) {
        one[0] = *formula;
        at = one[0] == '#' ? put(at, grid->number, grid->number_length) : put_escaped(at, one);
    }
    return at;
}

/* The first of the cells that share it: ref="B5:B_" with room for the row that is not known. */
static char *begin_group(char *at, struct grid *grid, struct grid_column *column)
{
    size_t index = (size_t)(column - grid->columns);
    column->group = ++grid->groups;
    at = sheet_digits(PUT(at, "<f t=\"shared\" si=\""), column->group - 1);
    at = put_name(PUT(at, "\" ref=\""), grid, index);
    *at++ = ':';
    at = put(at, column->name, column->name_length);
    column->end_at = (size_t)(at - grid->text);
    memset(at, ' ', END_ROOM);
    at = PUT(at + END_ROOM, ">");
    return put_formula(at, grid, column->formula);
}

static bool is_shared(const struct grid_column *column, const char *formula)
{
    return column->group > 0 && column->formula == formula;
}

static char *put_shared(char *at, struct grid *grid, struct grid_column *column,
                        const char *formula)
{
    if (is_shared(column, formula)) {
        column->last = grid->row;
        at = sheet_digits(PUT(at, "<f t=\"shared\" si=\""), column->group - 1);
        return PUT(at, "\"/>");
    }
    close_group(grid, column);
    column->last = grid->row;
    column->formula = formula;
    return PUT(begin_group(at, grid, column), "</f>");
}

void grid_formula(struct grid *grid, struct place place, const struct formula *formula)
{
    struct grid_column *column = &grid->columns[place.column];
    size_t more = 0;
    if (!formula->shared || !is_shared(column, formula->text))
        more += formula_room(grid, formula->text);
    if (formula->said)
        more += strlen(formula->said) * ESCAPED_ROOM;
    char *at = begin_cell(grid, place, more);
    at = formula->said ? PUT(at, "\" t=\"str\">") : PUT(at, "\">");
    if (formula->shared)
        at = put_shared(at, grid, column, formula->text);
    else
        at = PUT(put_formula(PUT(at, "<f>"), grid, formula->text), "</f>");
    at = PUT(at, "<v>");
    if (!formula->said)
        at += sheet_number(at, formula->number);
    else if (formula->plain)
        at = put(at, formula->said, strlen(formula->said));
    else
        at = put_escaped(at, formula->said);
    done(grid, PUT(at, "</v></c>"));
}
