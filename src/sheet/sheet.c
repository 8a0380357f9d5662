#include "sheet/sheet.h"

#include "base/text.h"
#include "sheet/part.h"

#include <math.h>

enum { COLUMN_LIMIT = 16384, ROW_LIMIT = 1048576 };

/* A workbook while one of its sheets is looked for and read. */
struct reading {
    struct book book;
    struct sheet_table *table;
    size_t capacity;      /* of cells */
    const char *part;     /* of the sheet */
    const char **strings; /* the shared ones */
    size_t string_count;
    size_t string_capacity;
};

/* ---- addresses and days ---- */

const char *sheet_reference(struct arena *arena, size_t row, size_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (size_t rest = column + 1; rest > 0 && at > 0; rest = (rest - 1) / 26)
        letters[--at] = (char)('A' + (rest - 1) % 26);
    return arena_printf(arena, "%.*s%zu", (int)(sizeof letters - at), letters + at, row);
}

/* "C7" with the row from 1 and the column from 0. */
static bool parse_reference(const char *text, size_t *row, size_t *column)
{
    size_t number = 0;
    long long line;
    for (; *text >= 'A' && *text <= 'Z' && number <= COLUMN_LIMIT; text++)
        number = number * 26 + (size_t)(*text - 'A') + 1;
    if (number == 0 || number > COLUMN_LIMIT || !text_to_integer(text, 1, ROW_LIMIT, &line))
        return false;
    *row = (size_t)line;
    *column = number - 1;
    return true;
}

const char *sheet_date(struct arena *arena, bool date1904, const char *number)
{
    enum { LAST_DAY = 2958465, DAYS_TO_1970 = 25569, DAYS_TO_1904 = 1462 };
    long long days;
    struct tm day;
    if (!text_to_integer(number, 1, LAST_DAY, &days))
        return NULL;
    time_t seconds = (time_t)(days + (date1904 ? DAYS_TO_1904 : 0) - DAYS_TO_1970) * 86400;
    if (!gmtime_r(&seconds, &day))
        return NULL;
    return arena_printf(arena, "%04d-%02d-%02d", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

/* ---- where the sheet is ---- */

static bool read_title(struct reading *reading, struct error *err)
{
    static const char part[] = "docProps/core.xml";
    struct strbuf text;
    xmlTextReaderPtr reader;
    int status = 0;
    bool inside = false;
    if (!part_open(&reading->book, part, &reader, err))
        return false;
    strbuf_init(&text);
    while (reader && (status = part_next(reader)) == 1) {
        if (part_begins(reader, "title"))
            inside = true;
        if (part_ends(reader, "title"))
            inside = false;
        if (inside)
            part_add_text(reader, &text);
    }
    reading->table->title = part_text(reading->book.arena, &text);
    strbuf_release(&text);
    return part_close(&reading->book, part, reader, status, err);
}

/* The relation's id of the sheet; notes the names of all. */
static bool find_sheet(struct reading *reading, const char *name, const char **id,
                       struct error *err)
{
    static const char part[] = "xl/workbook.xml";
    struct arena *arena = reading->book.arena;
    const char *names = "";
    xmlTextReaderPtr reader;
    int status = 0;
    *id = NULL;
    if (!part_open(&reading->book, part, &reader, err))
        return false;
    if (!reader)
        return book_refuse(&reading->book, err, "it has no 'xl/workbook.xml'");
    while ((status = part_next(reader)) == 1) {
        if (part_begins(reader, "workbookPr")) {
            const char *value = part_attribute(arena, reader, "date1904");
            reading->table->date1904 = text_equal(value, "1") || text_equal(value, "true");
        } else if (part_begins(reader, "sheet")) {
            const char *found = part_attribute(arena, reader, "name");
            if (found && text_equal_ignoring_case(found, name))
                *id = part_attribute(arena, reader, "id");
            if (found && strlen(names) < 200)
                names = arena_printf(arena, "%s%s'%s'", names, *names ? ", " : "", found);
        }
    }
    if (!part_close(&reading->book, part, reader, status, err))
        return false;
    if (*id)
        return true;
    error_set(err, ERROR_FAILED, "'%s' has no sheet '%s'", reading->book.path, name);
    return error_hint(err, "its sheets are %s", *names ? names : "none");
}

/* Targets are relative to xl/, or begin at the root. */
static const char *part_name(struct arena *arena, const char *target)
{
    return target[0] == '/' ? target + 1 : arena_printf(arena, "xl/%s", target);
}

static bool find_parts(struct reading *reading, const char *id, const char **strings,
                       struct error *err)
{
    static const char part[] = "xl/_rels/workbook.xml.rels";
    struct arena *arena = reading->book.arena;
    xmlTextReaderPtr reader;
    int status = 0;
    *strings = NULL;
    if (!part_open(&reading->book, part, &reader, err))
        return false;
    while (reader && (status = part_next(reader)) == 1) {
        if (!part_begins(reader, "Relationship"))
            continue;
        const char *target = part_attribute(arena, reader, "Target");
        const char *type = part_attribute(arena, reader, "Type");
        if (!target || !type)
            continue;
        if (text_ends_with(type, "/sharedStrings"))
            *strings = part_name(arena, target);
        if (text_equal(part_attribute(arena, reader, "Id"), id))
            reading->part = part_name(arena, target);
    }
    if (!part_close(&reading->book, part, reader, status, err))
        return false;
    return reading->part || book_refuse(&reading->book, err, "the part of the sheet is missing");
}

/* ---- strings ---- */

static void add_string(struct reading *reading, const struct strbuf *text)
{
    struct arena *arena = reading->book.arena;
    reading->strings = arena_grow(arena, reading->strings, &reading->string_capacity,
                                  reading->string_count + 1, sizeof *reading->strings);
    reading->strings[reading->string_count++] = part_text(arena, text);
}

/* Text of <t>, but not of a phonetic run <rPh>. */
struct text_state {
    bool in_text;
    bool in_phonetic;
};

static void follow_text(xmlTextReaderPtr reader, struct text_state *state, struct strbuf *text)
{
    if (part_begins(reader, "t"))
        state->in_text = true;
    if (part_begins(reader, "rPh"))
        state->in_phonetic = true;
    if (part_ends(reader, "t"))
        state->in_text = false;
    if (part_ends(reader, "rPh"))
        state->in_phonetic = false;
    if (state->in_text && !state->in_phonetic)
        part_add_text(reader, text);
}

static bool read_strings(struct reading *reading, const char *part, struct error *err)
{
    struct strbuf text;
    struct text_state state = {0};
    xmlTextReaderPtr reader;
    int status = 0;
    if (!part)
        return true;
    if (!part_open(&reading->book, part, &reader, err))
        return false;
    strbuf_init(&text);
    while (reader && (status = part_next(reader)) == 1) {
        if (part_begins(reader, "si"))
            strbuf_reset(&text);
        follow_text(reader, &state, &text);
        if (part_ends(reader, "si"))
            add_string(reading, &text);
    }
    strbuf_release(&text);
    return part_close(&reading->book, part, reader, status, err);
}

/* ---- cells ---- */

/* A cell while its element is read. */
struct pending {
    struct sheet_cell cell;
    const char *type;
    struct strbuf value; /* of <v>, or of <is> */
    bool in_value;
    struct text_state inner;
};

static const char *number_text(struct arena *arena, const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !isfinite(value))
        return NULL;
    return arena_printf(arena, "%.15g", value);
}

/* What the type says that the value is; NULL, or what is wrong with it. */
static const char *set_value(struct reading *reading, struct pending *pending)
{
    struct arena *arena = reading->book.arena;
    struct sheet_cell *cell = &pending->cell;
    const char *type = pending->type ? pending->type : "n";
    long long index;
    cell->text = part_text(arena, &pending->value);
    if (text_equal(type, "inlineStr") || text_equal(type, "str") || text_equal(type, "d")) {
        cell->kind = *cell->text ? SHEET_TEXT : SHEET_EMPTY;
    } else if (!*cell->text) {
        cell->kind = SHEET_EMPTY;
    } else if (text_equal(type, "s")) {
        if (reading->string_count == 0 ||
            !text_to_integer(cell->text, 0, (long long)reading->string_count - 1, &index))
            return "names a shared string that is not there";
        cell->text = reading->strings[index];
        cell->kind = *cell->text ? SHEET_TEXT : SHEET_EMPTY;
    } else if (text_equal(type, "n")) {
        cell->kind = SHEET_NUMBER;
        cell->text = number_text(arena, cell->text);
        return cell->text ? NULL : "is no number, though it says so";
    } else {
        cell->kind = text_equal(type, "b") ? SHEET_BOOLEAN : SHEET_ERROR;
    }
    return NULL;
}

static bool is_behind(const struct sheet_table *table, const struct sheet_cell *cell)
{
    const struct sheet_cell *last = table->count > 0 ? &table->cells[table->count - 1] : NULL;
    return !last || last->row < cell->row ||
           (last->row == cell->row && last->column < cell->column);
}

static const char *end_cell(struct reading *reading, struct pending *pending)
{
    struct sheet_table *table = reading->table;
    struct sheet_cell *cell = &pending->cell;
    const char *why = set_value(reading, pending);
    if (why || (cell->kind == SHEET_EMPTY && !cell->formula))
        return why;
    if (!is_behind(table, cell))
        return "is not behind the cell before it";
    if (table->count == SHEET_CELL_LIMIT)
        return "is one cell too many";
    table->cells = arena_grow(reading->book.arena, table->cells, &reading->capacity,
                              table->count + 1, sizeof *table->cells);
    table->cells[table->count++] = *cell;
    table->row_count = cell->row;
    if (table->column_count <= cell->column)
        table->column_count = cell->column + 1;
    return NULL;
}

static const char *begin_cell(struct reading *reading, xmlTextReaderPtr reader,
                              struct pending *pending)
{
    const char *reference = part_attribute(reading->book.arena, reader, "r");
    pending->cell = (struct sheet_cell){.text = ""};
    pending->type = part_attribute(reading->book.arena, reader, "t");
    pending->in_value = false;
    pending->inner = (struct text_state){0};
    strbuf_reset(&pending->value);
    if (reference && parse_reference(reference, &pending->cell.row, &pending->cell.column))
        return NULL;
    return "has no address";
}

/* NULL, or what is wrong with the cell that the reader is in. */
static const char *follow_cell(struct reading *reading, xmlTextReaderPtr reader,
                               struct pending *pending)
{
    const char *why = NULL;
    if (part_begins(reader, "c") && (why = begin_cell(reading, reader, pending)))
        return why;
    if (!pending->cell.row)
        return NULL;
    if (part_begins(reader, "f"))
        pending->cell.formula = true;
    if (part_begins(reader, "v"))
        pending->in_value = true;
    if (part_ends(reader, "v"))
        pending->in_value = false;
    if (pending->in_value)
        part_add_text(reader, &pending->value);
    else
        follow_text(reader, &pending->inner, &pending->value);
    if (!part_ends(reader, "c"))
        return NULL;
    why = end_cell(reading, pending);
    if (!why)
        pending->cell.row = 0;
    return why;
}

static bool read_cells(struct reading *reading, const char *name, struct error *err)
{
    struct arena *arena = reading->book.arena;
    struct pending pending = {0};
    xmlTextReaderPtr reader;
    int status = 0;
    const char *why = NULL;
    if (!part_open(&reading->book, reading->part, &reader, err))
        return false;
    if (!reader)
        return book_refuse(&reading->book, err,
                           arena_printf(arena, "it has no '%s'", reading->part));
    strbuf_init(&pending.value);
    while (!why && (status = part_next(reader)) == 1)
        why = follow_cell(reading, reader, &pending);
    strbuf_release(&pending.value);
    if (!part_close(&reading->book, reading->part, reader, status, err))
        return false;
    if (!why)
        return true;
    const char *where =
        pending.cell.row ? sheet_reference(arena, pending.cell.row, pending.cell.column) : "a cell";
    return book_refuse(&reading->book, err, arena_printf(arena, "'%s'!%s %s", name, where, why));
}

bool sheet_read(struct arena *arena, const char *path, const char *name, struct sheet_table *table,
                struct error *err)
{
    struct reading reading = {.book = {.arena = arena, .path = path}, .table = table};
    const char *id;
    const char *strings;
    *table = (struct sheet_table){.title = ""};
    bool ok = book_open(&reading.book, err) && find_sheet(&reading, name, &id, err) &&
              find_parts(&reading, id, &strings, err) && read_strings(&reading, strings, err) &&
              read_title(&reading, err) && read_cells(&reading, name, err);
    book_close(&reading.book);
    return ok;
}

const struct sheet_cell *sheet_at(const struct sheet_table *table, size_t row, size_t column)
{
    size_t low = 0;
    size_t high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sheet_cell *cell = &table->cells[middle];
        if (cell->row == row && cell->column == column)
            return cell;
        if (cell->row < row || (cell->row == row && cell->column < column))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
