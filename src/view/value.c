#include "view/value.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "model/array.h"
#include "rules/quality.h"

static struct view_cell array_cell(struct arena *arena, const char *value)
{
    const char **elements;
    size_t count;
    if (!array_split(arena, value, &elements, &count))
        return cell_text(value);
    if (count == 0)
        return cell_text("None");
    struct strbuf joined;
    strbuf_init(&joined);
    for (size_t i = 0; i < count; i++)
        strbuf_addf(&joined, "%s%s", i > 0 ? ", " : "", elements[i] ? elements[i] : "not stated");
    const char *text = arena_strndup(arena, joined.text, joined.length);
    strbuf_release(&joined);
    return cell_text(text);
}

static struct view_cell integer_cell(struct arena *arena, const struct column *column,
                                     const char *value)
{
    long long number;
    if (!text_to_integer(value, INT64_MIN, INT64_MAX, &number))
        return cell_text(value);
    struct view_cell cell = cell_integer(arena, number);
    if (text_equal(column->unit, "year"))
        cell.text = value; /* 1987, not 1,987 */
    return cell;
}

/* Midnight is no information: a timestamp column that holds days shows days. */
static struct view_cell timestamp_cell(struct arena *arena, const char *value)
{
    if (strlen(value) < 16)
        return cell_text(value);
    if (strcmp(value + 10, " 00:00:00") == 0)
        return cell_date(arena_strndup(arena, value, 10));
    return cell_text(arena_printf(arena, "%.16s", value));
}

struct view_cell view_value(struct arena *arena, const struct column *column, const char *value)
{
    if (!column_states(column, value))
        return cell_missing("Not stated");
    switch (column->kind) {
    case COLUMN_INTEGER:
        return integer_cell(arena, column, value);
    case COLUMN_DECIMAL:
        return cell_exact(arena, value, text_equal(column->unit, "USD") ? 0 : column->scale);
    case COLUMN_BOOLEAN:
        return cell_boolean(*value == 't');
    case COLUMN_DATE:
        return cell_date(value);
    case COLUMN_TIMESTAMP:
        return timestamp_cell(arena, value);
    case COLUMN_ARRAY:
        return array_cell(arena, value);
    case COLUMN_TEXT:
        if (text_ends_with(column->name, "_url") && website_is_linkable(value))
            return cell_link(value, value);
        return cell_text(value);
    case COLUMN_UUID:
        break;
    }
    return cell_text(value);
}

/* Without printf: lists and menus have them by the thousand. */
const char *view_organization_path(struct arena *arena, const char *organization_id)
{
    size_t length = strlen(organization_id);
    char *path = arena_alloc(arena, sizeof "organizations/../.html" + length);
    char *end = stpcpy(path, "organizations/");
    end = mempcpy(end, organization_id, length < 2 ? length : 2);
    *end++ = '/';
    end = mempcpy(end, organization_id, length);
    memcpy(end, ".html", sizeof ".html");
    return path;
}

const char *view_sector_path(struct arena *arena, const char *slug)
{
    char *path = arena_alloc(arena, sizeof "sectors//index.html" + strlen(slug));
    stpcpy(stpcpy(stpcpy(path, "sectors/"), slug), "/index.html");
    return path;
}

struct view_cell view_decimal(struct arena *arena, struct decimal value, int places)
{
    return cell_scaled(arena, value, places);
}
