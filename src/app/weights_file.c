#include "app/weights_file.h"

#include "base/file.h"
#include "base/text.h"
#include "db/seed_csv.h"
#include "sheet/sheet.h"

enum { CSV_LIMIT = 8 << 20 };

static const char sheet_name[] = "Weights";

static const char *const titles[WEIGHTS_FIELDS] = {
    [WEIGHTS_SECTOR] = "Sector",
    [WEIGHTS_NAME] = "Dimension",
    [WEIGHTS_CODE] = "Code",
    [WEIGHTS_WEIGHT] = "Weight",
    [WEIGHTS_USED] = "Weight used",
    [WEIGHTS_RATIONALE] = "Rationale",
    [WEIGHTS_SINCE] = "In force since",
};

/* ---- a workbook ---- */

/* Which column each field has; -1: none. */
struct columns {
    long long of[WEIGHTS_FIELDS];
};

static const char *cell_where(struct arena *arena, size_t row, size_t column)
{
    return arena_printf(arena, "'%s'!%s", sheet_name, sheet_reference(arena, row, column));
}

static bool find_columns(struct arena *arena, const struct sheet_table *table,
                         struct columns *columns, struct error *err)
{
    for (size_t f = 0; f < WEIGHTS_FIELDS; f++)
        columns->of[f] = -1;
    for (size_t c = 0; c < table->column_count; c++) {
        const struct sheet_cell *cell = sheet_at(table, 1, c);
        size_t field = 0;
        if (!cell)
            continue;
        while (field < WEIGHTS_FIELDS && !text_equal(cell->text, titles[field]))
            field++;
        if (field == WEIGHTS_FIELDS || columns->of[field] >= 0) {
            error_set(err, ERROR_FAILED, "%s: title '%.60s' is not one of the sheet's%s",
                      cell_where(arena, 1, c), cell->text,
                      field < WEIGHTS_FIELDS ? ", or is there twice" : "");
            return error_hint(err, "columns are those of the workbook that was published");
        }
        columns->of[field] = (long long)c;
    }
    for (size_t f = WEIGHTS_NAME; f < WEIGHTS_FIELDS; f++)
        if (columns->of[f] < 0)
            return error_set(err, ERROR_FAILED, "'%s': there is no column '%s' in its first row",
                             sheet_name, titles[f]);
    return true;
}

static struct weights_cell read_cell(struct arena *arena, const struct sheet_table *table,
                                     size_t row, long long column)
{
    if (column < 0)
        return (struct weights_cell){.where = cell_where(arena, row, 0)};
    const struct sheet_cell *cell = sheet_at(table, row, (size_t)column);
    return (struct weights_cell){
        .text = cell ? cell->text : "",
        .where = cell_where(arena, row, (size_t)column),
        .number = cell && cell->kind == SHEET_NUMBER,
        .formula = cell && cell->formula,
    };
}

/* Empty rows, and the sums below a sector's weights. */
static bool is_beside(const struct weights_row *row)
{
    bool empty = true;
    for (size_t f = 0; f < WEIGHTS_FIELDS; f++)
        if (f != WEIGHTS_NAME && f != WEIGHTS_WEIGHT && row->cells[f].text)
            empty = empty && text_is_blank(row->cells[f].text);
    if (!empty)
        return false;
    const char *name = row->cells[WEIGHTS_NAME].text;
    return text_starts_with(name, "Sum") ||
           (text_is_blank(name) && text_is_blank(row->cells[WEIGHTS_WEIGHT].text));
}

static void add_row(struct arena *arena, struct weights_file *file, size_t *capacity,
                    const struct weights_row *row)
{
    file->rows = arena_grow(arena, file->rows, capacity, file->count + 1, sizeof *file->rows);
    file->rows[file->count++] = *row;
}

static bool read_workbook(struct arena *arena, struct weights_file *file, struct error *err)
{
    struct sheet_table table;
    struct columns columns;
    size_t capacity = 0;
    if (!sheet_read(arena, file->path, sheet_name, &table, err) ||
        !find_columns(arena, &table, &columns, err))
        return false;
    file->title = table.title;
    file->date1904 = table.date1904;
    file->where = arena_printf(arena, "'%s'", sheet_name);
    for (size_t i = 0; i < table.count; i++) {
        size_t number = table.cells[i].row;
        struct weights_row row;
        if (number == 1 || (i > 0 && table.cells[i - 1].row == number))
            continue;
        for (size_t f = 0; f < WEIGHTS_FIELDS; f++)
            row.cells[f] = read_cell(arena, &table, number, columns.of[f]);
        if (!is_beside(&row))
            add_row(arena, file, &capacity, &row);
    }
    return true;
}

/* ---- a CSV file ---- */

static const struct {
    const char *name;
    enum weights_field field;
} csv_columns[] = {
    {"focus_group_id", WEIGHTS_SECTOR},
    {"dimension_code", WEIGHTS_CODE},
    {"weight", WEIGHTS_WEIGHT},
    {"weight_rationale", WEIGHTS_RATIONALE},
};

enum { CSV_FIELDS = sizeof csv_columns / sizeof csv_columns[0] };

static bool check_header(struct arena *arena, const struct csv_file *csv, struct error *err)
{
    bool ok = csv->count > 0 && csv->records[0].fields == CSV_FIELDS;
    for (size_t f = 0; ok && f < CSV_FIELDS; f++)
        ok = text_equal(csv_field(arena, &csv->records[0], f), csv_columns[f].name);
    return ok || error_set(err, ERROR_FAILED,
                           "%s:1: expected the header "
                           "focus_group_id,dimension_code,weight,weight_rationale",
                           csv->path);
}

static bool read_record(struct arena *arena, const struct csv_file *csv,
                        const struct csv_record *record, struct weights_row *row, struct error *err)
{
    const char *where = arena_printf(arena, "%s:%zu", csv->path, record->line);
    if (record->open_quote)
        return error_set(err, ERROR_FAILED, "%s: a quote is opened and never closed", where);
    if (record->fields != CSV_FIELDS)
        return error_set(err, ERROR_FAILED, "%s: %zu fields, expected %d", where, record->fields,
                         CSV_FIELDS);
    *row = (struct weights_row){0};
    for (size_t f = 0; f < WEIGHTS_FIELDS; f++)
        row->cells[f].where = where;
    for (size_t f = 0; f < CSV_FIELDS; f++) {
        struct weights_cell *cell = &row->cells[csv_columns[f].field];
        cell->text = csv_field(arena, record, f);
        cell->number = true;
    }
    return true;
}

static bool read_csv(struct arena *arena, struct weights_file *file, struct error *err)
{
    struct csv_file csv = {.path = file->path};
    struct weights_row row;
    size_t capacity = 0;
    char *text;
    if (!file_read(arena, file->path, CSV_LIMIT, &text, &csv.length, err))
        return false;
    if (strlen(text) != csv.length || !text_is_utf8(text, csv.length))
        return error_set(err, ERROR_FAILED, "'%s' is no text in UTF-8", file->path);
    size_t mark = text_starts_with(text, "\xEF\xBB\xBF") ? 3 : 0;
    csv.text = text + mark;
    csv.length -= mark;
    csv_scan(arena, &csv);
    if (!check_header(arena, &csv, err))
        return false;
    file->csv = true;
    file->where = file->path;
    for (size_t i = 1; i < csv.count; i++) {
        if (csv.records[i].length == 0)
            continue;
        if (!read_record(arena, &csv, &csv.records[i], &row, err))
            return false;
        add_row(arena, file, &capacity, &row);
    }
    return true;
}

bool weights_file_read(struct arena *arena, const char *path, struct weights_file *file,
                       struct error *err)
{
    const char *ending = strrchr(path, '.');
    *file = (struct weights_file){.path = path, .title = ""};
    if (ending && text_equal_ignoring_case(ending, ".xlsx"))
        return read_workbook(arena, file, err);
    if (ending && text_equal_ignoring_case(ending, ".csv"))
        return read_csv(arena, file, err);
    return error_set(err, ERROR_USAGE, "'%s' is neither .xlsx nor .csv", path);
}
