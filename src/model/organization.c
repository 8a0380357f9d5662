#include "model/organization.h"

#include "base/text.h"

const char *organization_name(const struct organization *organization)
{
    if (!text_is_blank(organization->display_name))
        return organization->display_name;
    return text_is_blank(organization->legal_name) ? organization->id : organization->legal_name;
}

bool column_is_finite(const struct column *column, const char *value)
{
    switch (column->kind) {
    case COLUMN_DECIMAL:
    case COLUMN_DATE:
    case COLUMN_TIMESTAMP:
        return text_is_finite(value);
    case COLUMN_TEXT:
    case COLUMN_INTEGER:
    case COLUMN_BOOLEAN:
    case COLUMN_ARRAY:
    case COLUMN_UUID:
        break;
    }
    return true;
}

bool column_states(const struct column *column, const char *value)
{
    return !text_is_blank(value) && column_is_finite(column, value);
}

size_t organization_known_attributes(const struct organization *organization,
                                     const struct column_set *columns)
{
    size_t known = 0;
    for (size_t i = columns->attribute_start; i < columns->count; i++)
        known += column_states(&columns->columns[i], organization->values[i]);
    return known;
}

const char *organization_value(const struct organization *organization,
                               const struct column_set *columns, const char *name)
{
    for (size_t i = 0; i < columns->count; i++)
        if (text_equal(columns->columns[i].name, name))
            return organization->values[i];
    return NULL;
}
