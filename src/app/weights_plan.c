#include "app/weights_plan.h"

#include "app/configs.h"
#include "base/text.h"
#include "sheet/sheet.h"

#include <stdarg.h>

enum { PLACES = 3, SHOWN = 60 };

static const char no_weight[] = "No weight";
static const char no_rationale[] = "No rationale";

struct planning {
    struct arena *arena;
    const struct weights_input *input;
    struct weights_plan *plan;
    size_t capacity;         /* of problems */
    const struct sector *of; /* of a sheet that names none */
    /* [sector * dimensions + dimension]: its row, NULL: none */
    const struct weights_row **rows;
    bool *present; /* [sector]: the file has a row of it */
};

static void problem(struct planning *planning, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void problem(struct planning *planning, const char *where, const char *format, ...)
{
    struct weights_plan *plan = planning->plan;
    struct strbuf line;
    va_list args;
    strbuf_init(&line);
    strbuf_addf(&line, "%s: ", where);
    va_start(args, format);
    strbuf_vaddf(&line, format, args);
    va_end(args);
    plan->problems = arena_grow(planning->arena, plan->problems, &planning->capacity,
                                plan->problem_count + 1, sizeof *plan->problems);
    plan->problems[plan->problem_count++] = arena_strdup(planning->arena, line.text);
    strbuf_release(&line);
}

/* A value from a stranger's file, fit for one line on a terminal. */
static const char *shown(struct arena *arena, const char *value)
{
    size_t length = strnlen(value, SHOWN);
    while (value[length] && ((unsigned char)value[length] & 0xC0) == 0x80)
        length--;
    char *text = arena_strndup(arena, value, length);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = '?';
    return value[length] ? arena_printf(arena, "%s...", text) : text;
}

static const char *none_if_blank(const char *text)
{
    return text_is_blank(text) ? NULL : text;
}

/* ---- which sector, which dimension ---- */

/* "<site>: <sector>"; NULL when no sector, or more than one, is meant. */
static const struct sector *sector_of_title(struct planning *planning)
{
    const struct config_set *configs = planning->input->configs;
    const struct sector *found = NULL;
    for (size_t i = 0; i < configs->sector_count; i++) {
        const struct sector *sector = &configs->sectors[i];
        const char *end = arena_printf(planning->arena, ": %s", sector->group_name);
        if (!text_ends_with(planning->input->file->title, end))
            continue;
        if (found)
            return NULL;
        found = sector;
    }
    return found;
}

static bool find_sector_of_file(struct planning *planning, struct error *err)
{
    const struct weights_input *input = planning->input;
    const struct weights_file *file = input->file;
    bool names_sectors = file->csv || (file->count > 0 && file->rows[0].cells[WEIGHTS_SECTOR].text);
    if (names_sectors)
        return !input->sector || error_set(err, ERROR_USAGE,
                                           "--sector is for a sheet that names no sector, '%s' "
                                           "names one in every row",
                                           file->path);
    const struct sector *titled = sector_of_title(planning);
    planning->of = titled;
    if (input->sector)
        planning->of = config_find_sector(input->configs, input->sector);
    if (input->sector && !planning->of)
        return configs_unknown_sector(input->configs, input->sector, err);
    if (titled && titled != planning->of)
        return error_set(err, ERROR_FAILED, "'%s' is of sector '%s', not of '%s'", file->path,
                         titled->focus_group_id, input->sector);
    if (planning->of)
        return true;
    error_set(err, ERROR_USAGE, "'%s' does not say which sector it is of", file->path);
    return error_hint(err, "--sector ID names it");
}

static const struct sector *find_sector(struct planning *planning, const struct weights_row *row)
{
    const struct config_set *configs = planning->input->configs;
    const struct weights_cell *cell = &row->cells[WEIGHTS_SECTOR];
    const struct sector *found = NULL;
    if (planning->of)
        return planning->of;
    for (size_t i = 0; i < configs->sector_count; i++) {
        const struct sector *sector = &configs->sectors[i];
        const char *name = planning->input->file->csv ? sector->focus_group_id : sector->group_name;
        if (!text_equal(name, cell->text))
            continue;
        if (found) {
            problem(planning, cell->where, "sector '%s' may be '%s' or '%s', expected one of them",
                    shown(planning->arena, cell->text), found->focus_group_id,
                    sector->focus_group_id);
            return NULL;
        }
        found = sector;
    }
    if (!found)
        problem(planning, cell->where, "unknown sector '%s'", shown(planning->arena, cell->text));
    return found;
}

static const struct dimension *find_dimension(struct planning *planning,
                                              const struct weights_row *row)
{
    const struct config_set *configs = planning->input->configs;
    const struct weights_cell *cell = &row->cells[WEIGHTS_CODE];
    for (size_t i = 0; i < configs->dimension_count; i++)
        if (text_equal(configs->dimensions[i].code, cell->text))
            return &configs->dimensions[i];
    problem(planning, cell->where, "unknown dimension code '%s'",
            shown(planning->arena, cell->text));
    return NULL;
}

static void place_rows(struct planning *planning)
{
    const struct config_set *configs = planning->input->configs;
    const struct weights_file *file = planning->input->file;
    planning->rows = arena_array(planning->arena, configs->sector_count * configs->dimension_count,
                                 sizeof *planning->rows);
    planning->present = arena_array(planning->arena, configs->sector_count, sizeof(bool));
    for (size_t i = 0; i < file->count; i++) {
        const struct weights_row *row = &file->rows[i];
        const struct sector *sector = find_sector(planning, row);
        const struct dimension *dimension = find_dimension(planning, row);
        if (sector)
            planning->present[sector - configs->sectors] = true;
        if (!sector || !dimension)
            continue;
        const struct weights_row **place =
            &planning->rows[(size_t)(sector - configs->sectors) * configs->dimension_count +
                            (size_t)(dimension - configs->dimensions)];
        if (*place)
            problem(planning, row->cells[WEIGHTS_CODE].where,
                    "dimension '%s' of sector '%s' is there already, at %s", dimension->code,
                    sector->focus_group_id, (*place)->cells[WEIGHTS_CODE].where);
        else
            *place = row;
    }
}

/* ---- values ---- */

static bool has_more_places(const char *text)
{
    const char *point = strchr(text, '.');
    if (!point)
        return false;
    size_t used = strspn(point + 1, "0123456789");
    while (used > 0 && point[used] == '0')
        used--;
    return used > PLACES;
}

/* NULL, or what is wrong with it. */
static const char *read_weight(const struct weights_cell *cell, struct decimal *out)
{
    char *end;
    double value = strtod(cell->text, &end);
    bool number =
        *cell->text && !*end && strspn(cell->text, "+-.0123456789eE") == strlen(cell->text);
    if (!*cell->text)
        return cell->formula ? "is a formula without a result, save it in a spreadsheet program"
                             : "is missing, expected 0 to 1";
    if (!cell->number || !number)
        return "is no number, expected 0 to 1";
    if (value < 0 || value > 1)
        return "is out of range, expected 0 to 1";
    if (has_more_places(cell->text) || (strpbrk(cell->text, "eE") && value > 0))
        return "has more than 3 decimals, expected 0 to 1";
    if (!decimal_parse(cell->text, out))
        return "is no number, expected 0 to 1";
    return NULL;
}

static const char *read_rationale(const struct planning *planning, const struct weights_row *row)
{
    const char *text = none_if_blank(row->cells[WEIGHTS_RATIONALE].text);
    bool none = !planning->input->file->csv && text_equal(text, no_rationale);
    return none ? NULL : text;
}

/* The day that the cell shows: text, or days that a format makes a date. */
static const char *read_day(const struct planning *planning, const struct weights_cell *cell)
{
    const char *day = NULL;
    if (cell->number)
        day = sheet_date(planning->arena, planning->input->file->date1904, cell->text);
    else if (strlen(cell->text) > 10 && cell->text[10] == 'T')
        day = arena_strndup(planning->arena, cell->text, 10);
    return day ? day : cell->text;
}

static void check_name(struct planning *planning, const struct weights_row *row,
                       const struct dimension *dimension)
{
    const struct weights_cell *cell = &row->cells[WEIGHTS_NAME];
    if (cell->text && !text_equal(cell->text, dimension->name))
        problem(planning, cell->where, "dimension '%s' is named '%s', expected '%s'",
                dimension->code, shown(planning->arena, cell->text), dimension->name);
}

static void check_since(struct planning *planning, const struct weights_row *row,
                        const struct weight *before)
{
    const struct weights_cell *cell = &row->cells[WEIGHTS_SINCE];
    const char *expected = before ? before->effective_from : "";
    if (!cell->text || text_equal(read_day(planning, cell), expected))
        return;
    problem(planning, cell->where, "in force since '%s', expected '%s', as it is in the database",
            shown(planning->arena, read_day(planning, cell)), expected);
}

/* Somebody may have taken it for the column to change. */
static void check_used(struct planning *planning, const struct weights_difference *row,
                       const struct weights_cell *cell)
{
    struct score_sector rules;
    struct decimal used;
    const struct config_set *configs = planning->input->configs;
    if (!cell->text || !*cell->text || cell->formula)
        return;
    score_sector_init(&rules, planning->arena, configs, row->sector, planning->input->parameters);
    if (decimal_parse(cell->text, &used) &&
        (decimal_compare(used, row->after) == 0 ||
         (row->before && decimal_compare(used, row->before->value) == 0) ||
         decimal_compare(used, rules.weights[row->dimension - configs->dimensions]) == 0))
        return;
    problem(planning, cell->where,
            "weight used '%s' is a result, expected a change of '%s' instead",
            shown(planning->arena, cell->text), "Weight");
}

/* ---- a sector ---- */

struct comparison {
    const struct sector *sector;
    struct weights_difference *rows; /* one a dimension */
    bool *stated;                    /* [dimension]: `after` is a weight */
    bool differs;
};

static void compare_row(struct planning *planning, struct comparison *comparison, size_t index,
                        const struct weights_row *row)
{
    struct weights_difference *difference = &comparison->rows[index];
    const struct weight *before = difference->before;
    const struct weights_cell *cell = &row->cells[WEIGHTS_WEIGHT];
    difference->rationale = read_rationale(planning, row);
    difference->rationale_changes =
        !text_equal(before ? none_if_blank(before->rationale) : NULL, difference->rationale);
    if (!before && (text_equal(cell->text, no_weight) || !*cell->text) &&
        !difference->rationale_changes)
        return;
    const char *why = read_weight(cell, &difference->after);
    comparison->stated[index] = !why;
    if (why)
        problem(planning, cell->where, "weight '%s' %s", shown(planning->arena, cell->text), why);
    difference->weight_changes =
        !why && (!before || decimal_compare(before->value, difference->after) != 0);
    if (difference->weight_changes || difference->rationale_changes || why)
        comparison->differs = true;
    if (!why)
        check_used(planning, difference, &row->cells[WEIGHTS_USED]);
}

/* Rows of later days stand in the way, and of a day before all rows nothing else need be said. */
static bool check_ahead(struct planning *planning, const struct sector *sector)
{
    const struct weights_input *input = planning->input;
    for (size_t i = 0; i < input->ahead_count; i++) {
        const struct weight_ahead *row = &input->ahead[i];
        if (!text_equal(row->focus_group_id, sector->focus_group_id))
            continue;
        bool later = strcmp(row->effective_from, input->day) > 0;
        problem(planning, input->file->where,
                "weight '%s' of sector '%s' %s on '%s', after --effective-from '%s'",
                row->dimension_code, sector->focus_group_id, later ? "begins" : "ends",
                later ? row->effective_from : row->effective_to, input->day);
        return false;
    }
    return true;
}

static void check_sum(struct planning *planning, const struct comparison *comparison)
{
    const struct config_set *configs = planning->input->configs;
    struct sector edited = {.focus_group_id = comparison->sector->focus_group_id};
    struct strbuf sum;
    edited.weights = arena_array(planning->arena, configs->dimension_count, sizeof *edited.weights);
    for (size_t i = 0; i < configs->dimension_count; i++) {
        if (!comparison->stated[i]) {
            problem(planning, planning->input->file->where,
                    "dimension '%s' of sector '%s' has no weight", configs->dimensions[i].code,
                    edited.focus_group_id);
            return;
        }
        edited.weights[edited.weight_count++] = (struct weight){
            .dimension_code = configs->dimensions[i].code, .value = comparison->rows[i].after};
    }
    if (sector_weights_valid(&edited))
        return;
    strbuf_init(&sum);
    decimal_format(&sum, sector_weights_sum(&edited), PLACES, '\0');
    problem(planning, planning->input->file->where,
            "weights of sector '%s' sum to %s, expected 1.000", edited.focus_group_id, sum.text);
    strbuf_release(&sum);
}

static void add_differences(struct planning *planning, const struct comparison *comparison,
                            const struct weights_row *const *rows)
{
    struct weights_plan *plan = planning->plan;
    const struct config_set *configs = planning->input->configs;
    for (size_t i = 0; i < configs->dimension_count; i++) {
        const struct weights_difference *row = &comparison->rows[i];
        if (!row->weight_changes && !row->rationale_changes)
            continue;
        if (row->before && text_equal(row->before->effective_from, planning->input->day))
            problem(planning, rows[i]->cells[WEIGHTS_WEIGHT].where,
                    "weight '%s' of sector '%s' is in force since '%s' itself, expected a later "
                    "--effective-from",
                    row->dimension->code, row->sector->focus_group_id, planning->input->day);
        plan->differences[plan->count++] = *row;
    }
}

static void check_duplicates(struct planning *planning, const struct sector *sector)
{
    for (size_t i = 0; i < sector->duplicate_count; i++)
        if (text_starts_with(sector->duplicate_keys[i], "weight "))
            problem(planning, planning->input->file->where,
                    "more than one %s of sector '%s' is in force, expected one in the database",
                    sector->duplicate_keys[i], sector->focus_group_id);
}

static void compare_sector(struct planning *planning, const struct sector *sector)
{
    const struct config_set *configs = planning->input->configs;
    size_t count = configs->dimension_count;
    const struct weights_row **rows = &planning->rows[(size_t)(sector - configs->sectors) * count];
    struct comparison comparison = {
        .sector = sector,
        .rows = arena_array(planning->arena, count, sizeof *comparison.rows),
        .stated = arena_array(planning->arena, count, sizeof *comparison.stated)};
    size_t before = planning->plan->problem_count;
    for (size_t i = 0; i < count; i++) {
        const struct dimension *dimension = &configs->dimensions[i];
        comparison.rows[i] =
            (struct weights_difference){.sector = sector,
                                        .dimension = dimension,
                                        .before = sector_find_weight(sector, dimension->code)};
        if (!rows[i]) {
            problem(planning, planning->input->file->where,
                    "dimension '%s' of sector '%s' is missing", dimension->code,
                    sector->focus_group_id);
            continue;
        }
        check_name(planning, rows[i], dimension);
        compare_row(planning, &comparison, i, rows[i]);
    }
    bool free_ahead = !comparison.differs || check_ahead(planning, sector);
    for (size_t i = 0; free_ahead && i < count; i++)
        if (rows[i])
            check_since(planning, rows[i], comparison.rows[i].before);
    if (planning->plan->problem_count > before || !comparison.differs)
        return;
    check_sum(planning, &comparison);
    check_duplicates(planning, sector);
    add_differences(planning, &comparison, rows);
}

bool weights_plan_make(struct arena *arena, const struct weights_input *input,
                       struct weights_plan *plan, struct error *err)
{
    const struct config_set *configs = input->configs;
    struct planning planning = {.arena = arena, .input = input, .plan = plan};
    *plan = (struct weights_plan){0};
    if (!find_sector_of_file(&planning, err))
        return false;
    if (input->file->count == 0)
        problem(&planning, input->file->where, "there are no weights");
    plan->differences = arena_array(arena, configs->sector_count * configs->dimension_count,
                                    sizeof *plan->differences);
    place_rows(&planning);
    for (size_t i = 0; i < configs->sector_count; i++)
        if (planning.present[i])
            compare_sector(&planning, &configs->sectors[i]);
    return true;
}
