#include "view/workbook_sheets.h"

#include "base/text.h"
#include "view/frame.h"
#include "view/value.h"

#include <math.h>

struct view_workbook *book_new(const struct view_context *context, const char *title,
                               const char *subject, size_t capacity, struct arena *arena)
{
    struct view_workbook *book = arena_alloc(arena, sizeof *book);
    *book = (struct view_workbook){
        .title = title,
        .subject = subject,
        .author = context->site_name,
        .comments = arena_printf(arena, "%s. %s.", context->as_of, context->parameters),
        .created = context->created,
        .sheets = arena_array(arena, capacity, sizeof(struct view_sheet)),
        .names =
            arena_array(arena, NAMES + context->configs->dimension_count, sizeof(struct view_name)),
    };
    return book;
}

struct view_sheet *sheet_new(struct view_workbook *book, struct arena *arena,
                             const struct sheet_plan *plan, struct view_table_builder *builder)
{
    struct view_sheet *sheet = &book->sheets[book->sheet_count];
    *sheet = (struct view_sheet){
        .name = view_sheet_name(arena, plan->name, book->sheets, book->sheet_count),
        .table = {.title = plan->name,
                  .columns = arena_array(arena, plan->column_count, sizeof *plan->columns),
                  .column_count = plan->column_count,
                  .empty = plan->empty},
        .filter = plan->filter,
        .frozen_columns = plan->frozen_columns,
    };
    memcpy(sheet->table.columns, plan->columns, plan->column_count * sizeof *plan->columns);
    book->sheet_count++;
    table_begin(builder, arena, &sheet->table);
    return sheet;
}

struct score_parameters parameters_of(const struct view_context *context)
{
    return context->parameters_in_force ? *context->parameters_in_force
                                        : score_parameters_default();
}

struct view_cell number_cell(double value, int places)
{
    return (struct view_cell){
        .kind = CELL_DECIMAL, .text = "", .number = value, .places = places, .share = -1};
}

struct view_cell exact_cell(struct decimal value, int places)
{
    return number_cell(decimal_to_double(value), places);
}

struct view_cell count_cell(long long value)
{
    return (struct view_cell){
        .kind = CELL_INTEGER, .text = "", .number = (double)value, .share = -1};
}

/* The plan with, or without, its first column. */
static struct sheet_plan plan_of(const struct view_column *columns, size_t count, bool with_sector)
{
    return (struct sheet_plan){
        .columns = with_sector ? columns : columns + 1,
        .column_count = with_sector ? count : count - 1,
        .frozen_columns = with_sector ? 2 : 1,
        .filter = true,
    };
}

/* The row with, or without, its first cell. */
static void add(struct view_table_builder *builder, bool with_sector, const struct view_cell *cells)
{
    table_row(builder, with_sector ? cells : cells + 1);
}

struct view_sheet *weights_sheet(struct view_workbook *book, struct arena *arena, bool with_sector,
                                 struct view_table_builder *builder)
{
    static const struct view_column columns[] = {
        {.title = "Sector", .kind = CELL_TEXT},
        {.title = "Dimension", .kind = CELL_TEXT},
        {.title = "Code", .kind = CELL_TEXT},
        {.title = "Weight", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
        {.title = "Weight used", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
        {.title = "Rationale", .kind = CELL_TEXT, .wide = true},
        {.title = "In force since", .align = ALIGN_CENTER, .kind = CELL_DATE},
    };
    struct sheet_plan plan = plan_of(columns, sizeof columns / sizeof columns[0], with_sector);
    plan.name = "Weights";
    plan.empty = "No dimensions are defined.";
    return sheet_new(book, arena, &plan, builder);
}

void weights_rows(const struct view_context *context, const struct sector *sector, bool with_sector,
                  struct view_table_builder *builder)
{
    const struct config_set *configs = context->configs;
    struct score_parameters parameters = parameters_of(context);
    struct score_sector rules;
    score_sector_init(&rules, builder->arena, configs, sector, &parameters);
    for (size_t i = 0; i < configs->dimension_count; i++) {
        const struct dimension *dimension = &configs->dimensions[i];
        const struct weight *weight = sector_find_weight(sector, dimension->code);
        struct view_cell cells[] = {
            cell_text(sector->group_name),
            cell_text(dimension->name),
            cell_text(dimension->code),
            cell_toned(cell_text("No weight"), TONE_ERROR),
            view_decimal(builder->arena, rules.weights[i], 3),
            cell_missing(""),
            cell_missing(""),
        };
        if (weight) {
            cells[3] = view_decimal(builder->arena, weight->value, 3);
            cells[5] = cell_text_or(weight->rationale, "No rationale");
            cells[3].note = text_is_blank(weight->rationale) ? NULL : weight->rationale;
            cells[6] = cell_date(weight->effective_from);
        }
        /* Global weights are numbers of their own: they do not follow the sector's. */
        bool own = weight && !parameters.global_weights;
        if (own)
            cells[4].formula = with_sector ? "D#" : "C#";
        if (!with_sector) /* the scores of this workbook are made with it */
            cells[own ? 3 : 4].tone = TONE_INFO;
        cells[3].input = !with_sector;
        cells[4].input = !with_sector && !own;
        add(builder, with_sector, cells);
    }
}

struct view_sheet *calibrations_sheet(struct view_workbook *book, struct arena *arena,
                                      bool with_sector, struct view_table_builder *builder)
{
    static const struct view_column columns[] = {
        {.title = "Sector", .kind = CELL_TEXT},
        {.title = "Parameter", .kind = CELL_TEXT},
        {.title = "Name", .kind = CELL_TEXT},
        {.title = "Value", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Source", .kind = CELL_TEXT},
        {.title = "Meaning", .kind = CELL_TEXT, .wide = true},
        {.title = "In force since", .align = ALIGN_CENTER, .kind = CELL_DATE},
    };
    struct sheet_plan plan = plan_of(columns, sizeof columns / sizeof columns[0], with_sector);
    plan.name = "Calibrations";
    plan.empty = "No calibrations.";
    return sheet_new(book, arena, &plan, builder);
}

static struct view_cell source_cell(const struct calibration_default *known,
                                    const struct calibration *set)
{
    if (set)
        return cell_text("Sector");
    if (known->default_value)
        return cell_toned(cell_text("Default"), TONE_INFO);
    return cell_missing("None");
}

/* Where the sector sets no delta, the parameters' own is used. Alone in its workbook, a sector's
 * calibrations are inputs of its scores. */
static struct view_cell value_in_force(struct arena *arena, const struct view_context *context,
                                       const struct sector *sector, bool with_sector,
                                       const struct calibration_default *known)
{
    if (sector_find_calibration(sector, known->name) || !known->setting) {
        struct view_cell cell = calibration_value(context, arena, sector, known);
        return with_sector ? cell : cell_toned(cell, TONE_INFO);
    }
    struct view_cell cell = view_decimal(arena, parameters_of(context).delta, 2);
    cell.formula = "delta_default";
    return cell_toned(cell, TONE_MUTED);
}

void calibrations_rows(const struct view_context *context, const struct sector *sector,
                       bool with_sector, struct view_table_builder *builder)
{
    struct arena *arena = builder->arena;
    for (const struct calibration_default *known = calibration_defaults; known->name; known++) {
        const struct calibration *set = sector_find_calibration(sector, known->name);
        bool described = set && !text_is_blank(set->description);
        add(builder, with_sector,
            (struct view_cell[]){
                cell_text(sector->group_name), cell_text(known->label), cell_text(known->name),
                value_in_force(arena, context, sector, with_sector, known), source_cell(known, set),
                cell_text(view_sentence(arena, described ? set->description : known->meaning)),
                set ? cell_date(set->effective_from) : cell_missing("")});
    }
    for (size_t i = 0; i < sector->calibration_count; i++) {
        const struct calibration *other = &sector->calibrations[i];
        if (calibration_default_find(other->name))
            continue;
        const struct calibration_default unknown = {.name = other->name};
        add(builder, with_sector,
            (struct view_cell[]){
                cell_text(sector->group_name), cell_text(other->name), cell_text(other->name),
                calibration_value(context, arena, sector, &unknown), cell_text("Sector"),
                cell_text_or(other->description, "No meaning"), cell_date(other->effective_from)});
    }
}

const struct view_cell *view_finding_cells(const struct view_context *context, bool with_sector,
                                           const struct finding *finding, struct arena *arena)
{
    const struct sector *sector =
        finding->focus_group_id ? config_find_sector(context->configs, finding->focus_group_id)
                                : NULL;
    struct view_cell *cells = arena_array(arena, 5, sizeof *cells);
    size_t count = 0;
    cells[count++] = severity_cell(finding->severity);
    if (with_sector)
        cells[count++] = sector ? cell_text(sector->group_name) : cell_missing("All");
    cells[count++] = cell_text(finding->subject);
    cells[count++] = cell_text(view_sentence(arena, finding->message));
    cells[count++] = cell_text(finding->code);
    return cells;
}

void findings_sheet(struct view_workbook *book, const struct view_context *context,
                    const struct sector *only, struct arena *arena)
{
    static const struct view_column all[] = {
        {.title = "Severity", .kind = CELL_TEXT},
        {.title = "Sector", .kind = CELL_TEXT},
        {.title = "Subject", .kind = CELL_TEXT},
        {.title = "Finding", .kind = CELL_TEXT, .wide = true},
        {.title = "Code", .kind = CELL_TEXT},
    };
    enum { COLUMNS = sizeof all / sizeof all[0] };
    struct view_column columns[COLUMNS];
    size_t count = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        if (i != 1 || !only)
            columns[count++] = all[i];
    struct sheet_plan plan = {.name = "Findings",
                              .empty = "Nothing was found: every check passed.",
                              .columns = columns,
                              .column_count = count,
                              .filter = true};
    struct view_table_builder builder;
    struct view_sheet *sheet = sheet_new(book, arena, &plan, &builder);
    sheet->tone = TONE_MUTED;
    sheet->tone_from_rows = true;
    for (size_t i = 0; context->findings && i < context->findings->count; i++) {
        const struct finding *finding = &context->findings->rows[i];
        if (!only || text_equal(finding->focus_group_id, only->focus_group_id))
            table_row(&builder, view_finding_cells(context, !only, finding, arena));
    }
}

static struct view_column column_of(const struct column *column)
{
    struct view_column view = {.title = column->label, .unit = column->unit, .kind = CELL_TEXT};
    switch (column->kind) {
    case COLUMN_INTEGER:
    case COLUMN_DECIMAL:
        view.kind = column->kind == COLUMN_INTEGER ? CELL_INTEGER : CELL_DECIMAL;
        view.align = ALIGN_END;
        view.places = column->scale;
        break;
    case COLUMN_BOOLEAN:
        view.kind = CELL_BOOLEAN;
        view.align = ALIGN_CENTER;
        break;
    case COLUMN_DATE:
        view.kind = CELL_DATE;
        view.align = ALIGN_CENTER;
        break;
    default:
        break;
    }
    return view;
}

void organizations_sheet(struct view_workbook *book, struct arena *arena, bool with_sector,
                         const struct column_set *columns, size_t count)
{
    size_t before = with_sector ? 1 : 0;
    struct view_column *views = arena_array(arena, before + count, sizeof *views);
    if (with_sector)
        views[0] = (struct view_column){.title = "Sector", .kind = CELL_TEXT};
    for (size_t i = 0; i < count; i++)
        views[before + i] = column_of(&columns->columns[i]);
    struct sheet_plan plan = {.name = "Organizations",
                              .empty = "No organizations.",
                              .columns = views,
                              .column_count = before + count,
                              .frozen_columns = with_sector ? 2 : 1,
                              .filter = true};
    struct view_table_builder builder;
    struct view_sheet *sheet = sheet_new(book, arena, &plan, &builder);
    sheet->lead = "What is known of each organization. A grey cell is empty: not stated.";
    sheet->gaps = true;
}

/* A number has no text where the workbook needs none. */
static struct view_cell known_value(struct arena *arena, const struct column *column,
                                    const char *value)
{
    static const long long most = 999999999999999; /* beyond it a number is written as text */
    long long number;
    struct decimal exact;
    if (column->kind == COLUMN_INTEGER && !text_equal(column->unit, "year") &&
        text_to_integer(value, -most, most, &number))
        return count_cell(number);
    if (column->kind == COLUMN_DECIMAL && decimal_parse(value, &exact) &&
        fabs(decimal_to_double(exact)) <= (double)most)
        return exact_cell(exact, text_equal(column->unit, "USD") ? 0 : column->scale);
    return view_value(arena, column, value);
}

void organization_cells(struct arena *arena, const struct column_set *columns, size_t count,
                        const struct organization *organization, struct view_cell *cells)
{
    for (size_t i = 0; i < count; i++) {
        const struct column *column = &columns->columns[i];
        const char *value = organization->values[i];
        cells[i] =
            column_states(column, value) ? known_value(arena, column, value) : cell_missing("");
    }
}
