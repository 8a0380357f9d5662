/* The columns that a sector's reports show, as the catalogue and its comments describe them. */
#include "base/text.h"
#include "db/attributes.h"
#include "db/snapshot.h"

#include <ctype.h>

#define VIEW "public.vw_organizations_full"

/* Columns that both queries begin with. A domain counts as the type it is made of. */
enum { NAME, TYPE, CATEGORY, MODIFIER, COMMENT, ATTRIBUTE_SHOWN, ATTRIBUTE_SHARED };

static const char firmographics_sql[] =
    "SELECT v.attname, b.typname, b.typcategory,\n"
    "    CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE v.atttypmod END,\n"
    "    pg_catalog.col_description(o.attrelid, o.attnum)\n"
    "FROM pg_catalog.pg_attribute AS v\n"
    "JOIN pg_catalog.pg_attribute AS o ON o.attname = v.attname\n"
    "JOIN pg_catalog.pg_type AS t ON t.oid = v.atttypid\n"
    "JOIN pg_catalog.pg_type AS b\n"
    "  ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END\n"
    "WHERE v.attrelid = pg_catalog.to_regclass('" VIEW "')\n"
    "AND v.attnum > 0\n"
    "AND o.attrelid = pg_catalog.to_regclass('public.organizations')\n"
    "AND o.attnum > 0\n"
    "AND v.attname NOT IN ('organization_id', 'focus_group_id', 'created_at', 'updated_at',\n"
    "                      'created_by')\n"
    "ORDER BY v.attnum";

static const char table_sql[] = "SELECT c.oid\n"
                                "FROM pg_catalog.pg_class AS c\n"
                                "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace\n"
                                "WHERE n.nspname = 'public'\n"
                                "AND c.relname = $1\n"
                                "AND c.relkind IN ('r', 'p', 'v', 'm', 'f')";

/* `used` holds every column that the view is made from, also through other views: a column of
 * the view with the right name may come from another sector's table. The last output column
 * counts the attribute tables that may be meant by the name. */
static const char attributes_sql[] =
    "WITH RECURSIVE used (relation, position) AS (\n"
    "    SELECT pg_catalog.to_regclass('" VIEW "')::pg_catalog.oid, 0\n"
    "    UNION\n"
    "    SELECT d.refobjid, d.refobjsubid\n"
    "    FROM used AS u\n"
    "    JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = u.relation\n"
    "    JOIN pg_catalog.pg_depend AS d\n"
    "      ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass\n"
    "      AND d.objid = r.oid\n"
    "      AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass\n"
    "), origin AS (\n"
    "    SELECT u.relation, a.attname\n"
    "    FROM used AS u\n"
    "    JOIN pg_catalog.pg_class AS c ON c.oid = u.relation\n"
    "    JOIN pg_catalog.pg_attribute AS a\n"
    "      ON a.attrelid = u.relation\n"
    "      AND a.attnum = u.position\n"
    "    WHERE c.relname LIKE 'org\\_attributes\\_%'\n"
    ")\n"
    "SELECT a.attname, b.typname, b.typcategory,\n"
    "    CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE v.atttypmod END,\n"
    "    pg_catalog.col_description(a.attrelid, a.attnum),\n"
    "    v.attnum IS NOT NULL AND o.attnum IS NULL AND EXISTS (\n"
    "        SELECT FROM origin\n"
    "        WHERE origin.relation = a.attrelid\n"
    "        AND origin.attname = a.attname),\n"
    "    (SELECT pg_catalog.count(DISTINCT origin.relation)\n"
    "     FROM origin\n"
    "     WHERE origin.attname = a.attname) > 1\n"
    "FROM pg_catalog.pg_attribute AS a\n"
    "LEFT JOIN pg_catalog.pg_attribute AS v\n"
    "  ON v.attrelid = pg_catalog.to_regclass('" VIEW "')\n"
    "  AND v.attname = a.attname\n"
    "  AND v.attnum > 0\n"
    "LEFT JOIN pg_catalog.pg_attribute AS o\n"
    "  ON o.attrelid = pg_catalog.to_regclass('public.organizations')\n"
    "  AND o.attname = a.attname\n"
    "  AND o.attnum > 0\n"
    "JOIN pg_catalog.pg_type AS t ON t.oid = COALESCE(v.atttypid, a.atttypid)\n"
    "JOIN pg_catalog.pg_type AS b\n"
    "  ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END\n"
    "WHERE a.attrelid = $1::pg_catalog.oid\n"
    "AND a.attnum > 0\n"
    "AND NOT a.attisdropped\n"
    "AND a.attname NOT IN ('organization_id', 'created_at', 'updated_at')\n"
    "ORDER BY v.attnum, a.attnum";

const char *attribute_table_name(struct arena *arena, const char *focus_group_id)
{
    bool prefixed = text_starts_with(focus_group_id, "pe_");
    return arena_printf(arena, "org_attributes_%s", focus_group_id + (prefixed ? 3 : 0));
}

/* Digits behind the point when the type does not say: floats, and NUMERIC without a scale. */
enum { SCALE_UNSTATED = 2 };

/* The scale of NUMERIC(p, s), as pg_attribute keeps it; a negative one shows no digits. */
static int scale_of(const char *type, const char *modifier)
{
    long packed = strtol(modifier, NULL, 10);
    if (!text_equal(type, "numeric") || packed < 4)
        return SCALE_UNSTATED;
    long scale = (((packed - 4) & 0x7FF) ^ 1024) - 1024;
    return scale < 0 ? 0 : scale > DECIMAL_MAX_SCALE ? DECIMAL_MAX_SCALE : (int)scale;
}

/* Types by their names in pg_type; any other is shown as its text. */
static enum column_kind kind_of(const char *type, const char *category)
{
    static const struct {
        const char *type;
        enum column_kind kind;
    } kinds[] = {
        {"bool", COLUMN_BOOLEAN},        {"date", COLUMN_DATE},
        {"float4", COLUMN_DECIMAL},      {"float8", COLUMN_DECIMAL},
        {"int2", COLUMN_INTEGER},        {"int4", COLUMN_INTEGER},
        {"int8", COLUMN_INTEGER},        {"numeric", COLUMN_DECIMAL},
        {"timestamp", COLUMN_TIMESTAMP}, {"timestamptz", COLUMN_TIMESTAMP},
        {"uuid", COLUMN_UUID},
    };
    if (text_equal(category, "A"))
        return COLUMN_ARRAY;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_equal(type, kinds[i].type))
            return kinds[i].kind;
    return COLUMN_TEXT;
}

/* A copy without white space around it, line breaks made spaces; NULL when nothing is left. */
static char *trimmed(struct arena *arena, const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    if (length == 0)
        return NULL;
    char *copy = arena_strndup(arena, text, length);
    for (char *c = copy; *c; c++)
        if (isspace((unsigned char)*c))
            *c = ' ';
    return copy;
}

/* plant_count -> Plant count */
static const char *label_from_name(struct arena *arena, const char *name)
{
    char *label = arena_strdup(arena, name);
    for (char *c = label; *c; c++)
        if (*c == '_')
            *c = ' ';
    *label = (char)toupper((unsigned char)*label);
    return label;
}

/* Takes `Label [unit]: description` apart. */
static void read_comment(struct arena *arena, const char *comment, struct column *column)
{
    size_t head = strcspn(comment, ":");
    if (comment[head] == ':')
        column->description = trimmed(arena, comment + head + 1, strlen(comment + head + 1));
    const char *open = memchr(comment, '[', head);
    const char *close = open ? memchr(open, ']', head - (size_t)(open - comment)) : NULL;
    if (close) {
        column->unit = trimmed(arena, open + 1, (size_t)(close - open - 1));
        head = (size_t)(open - comment);
    }
    const char *label = trimmed(arena, comment, head);
    if (label)
        column->label = label;
}

static void read_column(const struct db_result *result, size_t row, struct arena *arena,
                        enum column_group group, struct column *column)
{
    const char *type = db_value(result, row, TYPE);
    *column = (struct column){
        .name = db_value(result, row, NAME),
        .label = label_from_name(arena, db_value(result, row, NAME)),
        .kind = kind_of(type, db_value(result, row, CATEGORY)),
        .group = group,
    };
    if (column->kind == COLUMN_DECIMAL)
        column->scale = scale_of(type, db_value(result, row, MODIFIER));
    if (db_value(result, row, COMMENT))
        read_comment(arena, db_value(result, row, COMMENT), column);
}

static void warn(struct findings *findings, const struct sector *sector, const char *code,
                 const char *message)
{
    if (findings)
        findings_add(findings, &(struct finding){.severity = SEVERITY_WARNING,
                                                 .code = code,
                                                 .focus_group_id = sector->focus_group_id,
                                                 .subject = sector->group_name,
                                                 .message = message});
}

static bool is_true(const char *value)
{
    return *value == 't';
}

/* Adds the attributes that the view shows; says which it does not. */
static void take_attributes(const struct db_result *result, struct arena *arena,
                            const struct sector *sector, struct column_set *columns,
                            struct findings *findings)
{
    const char *table = attribute_table_name(arena, sector->focus_group_id);
    for (size_t i = 0; i < result->row_count; i++) {
        const char *name = db_value(result, i, NAME);
        if (!is_true(db_value(result, i, ATTRIBUTE_SHOWN))) {
            warn(findings, sector, "attribute_not_in_view",
                 arena_printf(arena,
                              "column '%s' of public.%s is not in " VIEW
                              " and is not shown: append it under that name with CREATE OR "
                              "REPLACE VIEW",
                              name, table));
            continue;
        }
        if (is_true(db_value(result, i, ATTRIBUTE_SHARED)))
            warn(findings, sector, "attribute_ambiguous",
                 arena_printf(arena,
                              "column '%s' of public.%s has the name of another sector's "
                              "attribute in " VIEW ", and values may be missing: rename one",
                              name, table));
        read_column(result, i, arena, COLUMN_ATTRIBUTE, &columns->columns[columns->count++]);
    }
}

static bool ask(struct db *db, struct arena *arena, const char *sql, const char *parameter,
                struct db_result *result, struct error *err)
{
    struct db_statement statement = {.purpose = "read the catalogue of columns",
                                     .sql = sql,
                                     .parameters = &parameter,
                                     .parameter_count = parameter ? 1 : 0};
    return db_query(db, arena, &statement, result, err);
}

/* The attribute columns as rows; none and a warning when there is no table. */
static bool find_attributes(struct db *db, struct arena *arena, const struct sector *sector,
                            struct db_result *attributes, struct findings *findings,
                            struct error *err)
{
    struct db_result table;
    const char *name = attribute_table_name(arena, sector->focus_group_id);
    *attributes = (struct db_result){0};
    if (!ask(db, arena, table_sql, name, &table, err))
        return false;
    if (table.row_count > 0)
        return ask(db, arena, attributes_sql, db_value(&table, 0, 0), attributes, err);
    warn(findings, sector, "attribute_table_missing",
         arena_printf(arena,
                      "there is no table public.%s, so the sector has no attributes: create it, "
                      "and append its columns to " VIEW,
                      name));
    return true;
}

bool snapshot_columns(struct db *db, struct arena *arena, const struct sector *sector,
                      struct column_set *columns, struct findings *findings, struct error *err)
{
    struct db_result firmographics, attributes;
    if (!ask(db, arena, firmographics_sql, NULL, &firmographics, err) ||
        !find_attributes(db, arena, sector, &attributes, findings, err))
        return false;
    if (firmographics.row_count == 0) {
        error_set(err, ERROR_DATABASE, VIEW " shows no column of public.organizations");
        return error_hint(err, "run 'orgair migrate up'");
    }
    size_t most = firmographics.row_count + attributes.row_count;
    *columns = (struct column_set){
        .columns = arena_array(arena, most, sizeof *columns->columns),
        .attribute_start = firmographics.row_count,
        .has_attribute_table = attributes.column_count > 0,
    };
    for (; columns->count < firmographics.row_count; columns->count++)
        read_column(&firmographics, columns->count, arena, COLUMN_FIRMOGRAPHIC,
                    &columns->columns[columns->count]);
    take_attributes(&attributes, arena, sector, columns, findings);
    return true;
}
