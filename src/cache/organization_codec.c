#include "cache/organization_codec.h"

#include "base/decimal.h"
#include "base/text.h"

#include <jansson.h>

/* What each row begins with; the values of the columns follow. */
enum { ID, LEGAL_NAME, DISPLAY_NAME, STATUS, HAS_ATTRIBUTES, FIXED_FIELDS };

static const char *const kinds[] = {
    [COLUMN_TEXT] = "text",       [COLUMN_INTEGER] = "integer", [COLUMN_DECIMAL] = "decimal",
    [COLUMN_BOOLEAN] = "boolean", [COLUMN_DATE] = "date",       [COLUMN_TIMESTAMP] = "timestamp",
    [COLUMN_ARRAY] = "array",     [COLUMN_UUID] = "uuid",
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

const char *organizations_key(struct arena *arena, const char *focus_group_id)
{
    return arena_printf(arena, "organizations:%s", focus_group_id);
}

/* ---- encoding ---- */

static json_t *encode_totals(const struct sector_totals *totals)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:s, s:I}", "organizations",
                     (json_int_t)totals->organizations, "active", (json_int_t)totals->active,
                     "with_attributes", (json_int_t)totals->with_attributes, "employees",
                     (json_int_t)totals->employees, "with_employees",
                     (json_int_t)totals->with_employees, "revenue_usd", totals->revenue_usd,
                     "with_revenue", (json_int_t)totals->with_revenue);
}

static json_t *encode_columns(const struct column_set *columns)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->columns[i];
        json_array_append_new(rows, json_pack("{s:s, s:s, s:s*, s:s*, s:s, s:i, s:b}", "name",
                                              column->name, "label", column->label, "unit",
                                              column->unit, "description", column->description,
                                              "kind", kinds[column->kind], "scale", column->scale,
                                              "attribute", column->group == COLUMN_ATTRIBUTE));
    }
    return rows;
}

static json_t *encode_findings(const struct findings *findings)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *row = &findings->rows[i];
        json_array_append_new(rows, json_pack("{s:s, s:s, s:s*, s:s, s:s}", "severity",
                                              severity_name(row->severity), "code", row->code,
                                              "focus_group_id", row->focus_group_id, "subject",
                                              row->subject, "message", row->message));
    }
    return rows;
}

const char *organizations_head_encode(struct arena *arena, const struct organizations_head *head)
{
    json_t *root = json_pack(
        "{s:s*, s:o, s:b, s:o, s:o}", "fingerprint", head->fingerprint, "totals",
        encode_totals(&head->totals), "attribute_table", head->columns.has_attribute_table,
        "columns", encode_columns(&head->columns), "findings", encode_findings(&head->findings));
    char *text = root ? json_dumps(root, JSON_COMPACT) : NULL;
    /* Text that is not UTF-8, which the database does not hand out, would not decode either. */
    const char *payload = text ? arena_strdup(arena, text) : "null";
    free(text);
    json_decref(root);
    return payload;
}

/* ---- decoding ---- */

static bool decode_totals(struct arena *arena, json_t *object, struct sector_totals *totals)
{
    json_int_t count, active, with_attributes, employees, with_employees, with_revenue;
    const char *revenue;
    if (json_unpack(object, "{s:I, s:I, s:I, s:I, s:I, s:s, s:I}", "organizations", &count,
                    "active", &active, "with_attributes", &with_attributes, "employees", &employees,
                    "with_employees", &with_employees, "revenue_usd", &revenue, "with_revenue",
                    &with_revenue) != 0 ||
        count < 0)
        return false;
    *totals = (struct sector_totals){
        .organizations = count,
        .active = active,
        .with_attributes = with_attributes,
        .employees = employees,
        .with_employees = with_employees,
        .revenue_usd = arena_strdup(arena, revenue),
        .with_revenue = with_revenue,
    };
    return true;
}

static bool find_kind(const char *name, enum column_kind *kind)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (!text_equal(kinds[i], name))
            continue;
        *kind = (enum column_kind)i;
        return true;
    }
    return false;
}

static bool decode_column(struct arena *arena, json_t *object, struct column *column)
{
    const char *name, *label, *kind, *unit = NULL, *description = NULL;
    int scale, attribute;
    if (json_unpack(object, "{s:s, s:s, s?s, s?s, s:s, s:i, s:b}", "name", &name, "label", &label,
                    "unit", &unit, "description", &description, "kind", &kind, "scale", &scale,
                    "attribute", &attribute) != 0)
        return false;
    *column = (struct column){
        .name = arena_strdup(arena, name),
        .label = arena_strdup(arena, label),
        .unit = arena_copy_text(arena, unit),
        .description = arena_copy_text(arena, description),
        .scale = scale,
        .group = attribute ? COLUMN_ATTRIBUTE : COLUMN_FIRMOGRAPHIC,
    };
    return scale >= 0 && scale <= DECIMAL_MAX_SCALE && find_kind(kind, &column->kind);
}

/* Firmographics first, then attributes. */
static bool decode_columns(struct arena *arena, const json_t *array, struct column_set *columns)
{
    columns->columns = arena_array(arena, json_array_size(array), sizeof *columns->columns);
    size_t index;
    json_t *object;
    json_array_foreach(array, index, object)
    {
        struct column *column = &columns->columns[index];
        if (!decode_column(arena, object, column))
            return false;
        bool firmographic = column->group == COLUMN_FIRMOGRAPHIC;
        if (firmographic && columns->attribute_start < index)
            return false;
        columns->attribute_start += firmographic;
        columns->count++;
    }
    return json_is_array(array);
}

static bool decode_finding(json_t *object, struct findings *findings)
{
    struct finding row = {0};
    const char *severity;
    if (json_unpack(object, "{s:s, s:s, s?s, s:s, s:s}", "severity", &severity, "code", &row.code,
                    "focus_group_id", &row.focus_group_id, "subject", &row.subject, "message",
                    &row.message) != 0 ||
        !severity_parse(severity, &row.severity))
        return false;
    findings_add(findings, &row);
    return true;
}

static bool decode_findings(struct arena *arena, const json_t *array, struct findings *findings)
{
    findings_init(findings, arena);
    size_t index;
    json_t *object;
    json_array_foreach(array, index, object)
    {
        if (!decode_finding(object, findings))
            return false;
    }
    return json_is_array(array);
}

bool organizations_head_decode(struct arena *arena, const char *payload,
                               struct organizations_head *head)
{
    *head = (struct organizations_head){0};
    json_t *root = json_loads(payload, JSON_REJECT_DUPLICATES, NULL);
    head->fingerprint =
        arena_copy_text(arena, json_string_value(json_object_get(root, "fingerprint")));
    head->columns.has_attribute_table = json_is_true(json_object_get(root, "attribute_table"));
    bool ok = decode_totals(arena, json_object_get(root, "totals"), &head->totals) &&
              decode_columns(arena, json_object_get(root, "columns"), &head->columns) &&
              decode_findings(arena, json_object_get(root, "findings"), &head->findings);
    json_decref(root);
    return ok;
}

/* ---- rows ---- */

size_t organization_field_count(const struct column_set *columns)
{
    return FIXED_FIELDS + columns->count;
}

void organization_encode(const struct organization *organization, const struct column_set *columns,
                         const char **fields)
{
    fields[ID] = organization->id;
    fields[LEGAL_NAME] = organization->legal_name;
    fields[DISPLAY_NAME] = organization->display_name;
    fields[STATUS] = organization->status;
    fields[HAS_ATTRIBUTES] = organization->has_attributes ? "t" : "f";
    for (size_t i = 0; i < columns->count; i++)
        fields[FIXED_FIELDS + i] = organization->values[i];
}

bool organization_decode(const char **fields, struct organization *organization)
{
    *organization = (struct organization){
        .id = fields[ID],
        .legal_name = fields[LEGAL_NAME],
        .display_name = fields[DISPLAY_NAME],
        .status = fields[STATUS],
        .has_attributes = text_equal(fields[HAS_ATTRIBUTES], "t"),
        .values = fields + FIXED_FIELDS,
    };
    return fields[ID] && fields[LEGAL_NAME];
}
