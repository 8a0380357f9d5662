#include "view/component.h"

#include "base/decimal.h"
#include "base/text.h"

const char *view_tone_name(enum view_tone tone)
{
    static const char *const names[] = {"none", "good", "info", "warning", "error", "muted"};
    return names[tone];
}

static struct view_cell plain(enum view_kind kind, const char *text)
{
    return (struct view_cell){.kind = kind, .text = text, .share = -1};
}

struct view_cell cell_missing(const char *text)
{
    struct view_cell cell = plain(CELL_MISSING, text);
    cell.tone = TONE_MUTED;
    return cell;
}

struct view_cell cell_text(const char *text)
{
    return cell_text_or(text, "Not stated");
}

struct view_cell cell_text_or(const char *text, const char *missing)
{
    return text_is_blank(text) ? cell_missing(missing) : plain(CELL_TEXT, text);
}

struct view_cell cell_link(const char *text, const char *href)
{
    struct view_cell cell = plain(CELL_LINK, text);
    cell.href = href;
    cell.external = text_starts_with(href, "http://") || text_starts_with(href, "https://");
    return cell;
}

static const char *exact_text(struct arena *arena, struct decimal value, int places)
{
    char text[DECIMAL_TEXT];
    return arena_strndup(arena, text, decimal_print(text, value, places, ','));
}

struct view_cell cell_integer(struct arena *arena, long long value)
{
    struct view_cell cell = plain(CELL_INTEGER, exact_text(arena, (struct decimal){value, 0}, 0));
    cell.number = (double)value;
    return cell;
}

const char *count_text(struct arena *arena, size_t count)
{
    return exact_text(arena, (struct decimal){(int64_t)count, 0}, 0);
}

const char *number_text(struct arena *arena, double value, int places)
{
    char text[DECIMAL_TEXT];
    return arena_strndup(arena, text, decimal_print_double(text, value, places, ','));
}

struct view_cell cell_decimal_as(const char *text, double value, int places)
{
    struct view_cell cell = plain(CELL_DECIMAL, text);
    cell.number = value;
    cell.places = places;
    return cell;
}

struct view_cell cell_decimal(struct arena *arena, double value, int places)
{
    return cell_decimal_as(number_text(arena, value, places), value, places);
}

struct view_cell cell_scaled(struct arena *arena, struct decimal value, int places)
{
    struct view_cell cell = plain(CELL_DECIMAL, exact_text(arena, value, places));
    cell.number = decimal_to_double(value);
    cell.places = places;
    return cell;
}

struct view_cell cell_exact(struct arena *arena, const char *text, int places)
{
    struct decimal value;
    if (!decimal_parse(text, &value)) /* more digits than we add with: show what is stored */
        return cell_text(text);
    return cell_scaled(arena, value, places);
}

struct view_cell cell_boolean(bool value)
{
    struct view_cell cell = plain(CELL_BOOLEAN, value ? "Yes" : "No");
    cell.number = value;
    return cell;
}

struct view_cell cell_date(const char *day)
{
    bool stated = !text_is_blank(day) && text_is_finite(day);
    return stated ? plain(CELL_DATE, day) : cell_missing("Not stated");
}

struct view_cell cell_toned(struct view_cell cell, enum view_tone tone)
{
    cell.tone = tone;
    return cell;
}

void table_begin(struct view_table_builder *builder, struct arena *arena, struct view_table *table)
{
    *builder = (struct view_table_builder){.arena = arena, .table = table};
    table->cells = NULL;
    table->row_count = 0;
}

void table_row(struct view_table_builder *builder, const struct view_cell *cells)
{
    struct view_table *table = builder->table;
    size_t used = table->row_count * table->column_count;
    table->cells = arena_grow(builder->arena, table->cells, &builder->capacity,
                              used + table->column_count, sizeof *table->cells);
    for (size_t i = 0; i < table->column_count; i++)
        table->cells[used + i] = cells[i];
    table->row_count++;
}
