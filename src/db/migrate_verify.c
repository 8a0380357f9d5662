/* The live schema against what the migrations make, property by property. */
#include "base/strbuf.h"
#include "base/text.h"
#include "db/attributes.h"
#include "db/migrate_internal.h"

/* One row a property of each object of the schemas public and orgair; the property 'existence' has
 * every object. Whatever an extension brought is not ours. The columns are those of the enum. */
static const char describe_sql[] =
    "WITH relation AS (\n"
    "    SELECT c.oid,\n"
    "           c.relkind,\n"
    "           n.nspname || '.' || c.relname AS subject,\n"
    "           CASE c.relkind\n"
    "               WHEN 'v' THEN 'view'\n"
    "               WHEN 'm' THEN 'materialized view'\n"
    "               WHEN 'S' THEN 'sequence'\n"
    "               ELSE 'table'\n"
    "           END AS kind\n"
    "    FROM pg_catalog.pg_class c\n"
    "    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n"
    "    WHERE n.nspname IN ('public', 'orgair')\n"
    "    AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')\n"
    "    AND NOT EXISTS (\n"
    "        SELECT 1\n"
    "        FROM pg_catalog.pg_depend d\n"
    "        WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass\n"
    "        AND d.objid = c.oid\n"
    "        AND d.deptype = 'e'\n"
    "    )\n"
    "),\n"
    "attribute AS (\n"
    "    SELECT r.subject || '.' || a.attname AS subject,\n"
    "           r.subject AS parent,\n"
    "           a.attrelid,\n"
    "           a.attnum,\n"
    "           pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,\n"
    "           CASE WHEN a.attnotnull THEN 'NOT NULL' ELSE 'NULL' END AS nullability,\n"
    "           COALESCE(pg_catalog.pg_get_expr(d.adbin, d.adrelid), 'none') AS fallback\n"
    "    FROM relation r\n"
    "    JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid\n"
    "    LEFT JOIN pg_catalog.pg_attrdef d\n"
    "    ON d.adrelid = a.attrelid\n"
    "    AND d.adnum = a.attnum\n"
    "    WHERE a.attnum > 0\n"
    "    AND NOT a.attisdropped\n"
    "    AND r.relkind <> 'S'\n"
    "),\n"
    "routine AS (\n"
    "    SELECT p.oid,\n"
    "           n.nspname || '.' || p.proname || '('\n"
    "               || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' AS subject\n"
    "    FROM pg_catalog.pg_proc p\n"
    "    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace\n"
    "    WHERE n.nspname IN ('public', 'orgair')\n"
    "    AND p.prokind IN ('f', 'p')\n"
    "    AND NOT EXISTS (\n"
    "        SELECT 1\n"
    "        FROM pg_catalog.pg_depend d\n"
    "        WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass\n"
    "        AND d.objid = p.oid\n"
    "        AND d.deptype = 'e'\n"
    "    )\n"
    ")\n"
    "SELECT s.subject, s.parent, s.kind, s.property, s.value\n"
    "FROM (\n"
    "    SELECT r.subject, '' AS parent, r.kind, v.property, v.value\n"
    "    FROM relation r\n"
    "    CROSS JOIN LATERAL (VALUES\n"
    "        ('existence', ''),\n"
    "        ('comment', COALESCE(pg_catalog.quote_literal(\n"
    "                        pg_catalog.obj_description(r.oid, 'pg_class')), 'none')),\n"
    "        ('view definition', CASE WHEN r.relkind IN ('v', 'm')\n"
    "                            THEN pg_catalog.pg_get_viewdef(r.oid) END)\n"
    "    ) AS v(property, value)\n"
    "    UNION ALL\n"
    "    SELECT a.parent, '', 'table', 'column order',\n"
    "           pg_catalog.string_agg(\n"
    "               pg_catalog.substr(a.subject, pg_catalog.length(a.parent) + 2), ', '\n"
    "               ORDER BY a.attnum)\n"
    "    FROM attribute a\n"
    "    GROUP BY a.parent\n"
    "    UNION ALL\n"
    "    SELECT a.subject, a.parent, 'column', v.property, v.value\n"
    "    FROM attribute a\n"
    "    CROSS JOIN LATERAL (VALUES\n"
    "        ('existence', ''),\n"
    "        ('type', a.type),\n"
    "        ('nullability', a.nullability),\n"
    "        ('default', a.fallback),\n"
    "        ('comment', COALESCE(pg_catalog.quote_literal(\n"
    "                        pg_catalog.col_description(a.attrelid, a.attnum)), 'none'))\n"
    "    ) AS v(property, value)\n"
    "    UNION ALL\n"
    "    SELECT r.subject || '.' || c.conname, r.subject, 'constraint', v.property, v.value\n"
    "    FROM relation r\n"
    "    JOIN pg_catalog.pg_constraint c ON c.conrelid = r.oid\n"
    "    CROSS JOIN LATERAL (VALUES\n"
    "        ('existence', ''),\n"
    "        ('definition', pg_catalog.pg_get_constraintdef(c.oid))\n"
    "    ) AS v(property, value)\n"
    "    UNION ALL\n"
    "    SELECT r.subject || '.' || i.relname, r.subject, 'index', v.property, v.value\n"
    "    FROM relation r\n"
    "    JOIN pg_catalog.pg_index x ON x.indrelid = r.oid\n"
    "    JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid\n"
    "    CROSS JOIN LATERAL (VALUES\n"
    "        ('existence', ''),\n"
    "        ('definition', pg_catalog.pg_get_indexdef(i.oid)),\n"
    "        ('validity', CASE WHEN x.indisvalid THEN 'valid' ELSE 'invalid' END)\n"
    "    ) AS v(property, value)\n"
    "    WHERE NOT EXISTS (\n"
    "        SELECT 1\n"
    "        FROM pg_catalog.pg_constraint c\n"
    "        WHERE c.conindid = i.oid\n"
    "        AND c.contype IN ('p', 'u', 'x')\n"
    "    )\n"
    "    UNION ALL\n"
    "    SELECT r.subject || '.' || t.tgname, r.subject, 'trigger', v.property, v.value\n"
    "    FROM relation r\n"
    "    JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid\n"
    "    CROSS JOIN LATERAL (VALUES\n"
    "        ('existence', ''),\n"
    "        ('definition', pg_catalog.pg_get_triggerdef(t.oid)),\n"
    "        ('state', CASE t.tgenabled\n"
    "                  WHEN 'D' THEN 'disabled'\n"
    "                  WHEN 'R' THEN 'enabled for replicas'\n"
    "                  WHEN 'A' THEN 'enabled always'\n"
    "                  ELSE 'enabled'\n"
    "                  END)\n"
    "    ) AS v(property, value)\n"
    "    WHERE NOT t.tgisinternal\n"
    "    UNION ALL\n"
    "    SELECT p.subject, '', 'function', v.property, v.value\n"
    "    FROM routine p\n"
    "    CROSS JOIN LATERAL (VALUES\n"
    "        ('existence', ''),\n"
    "        ('function definition', pg_catalog.pg_get_functiondef(p.oid))\n"
    "    ) AS v(property, value)\n"
    ") AS s\n"
    "WHERE s.value IS NOT NULL\n"
    "ORDER BY s.subject COLLATE \"C\", s.kind COLLATE \"C\", s.property COLLATE \"C\"";

enum { SUBJECT, PARENT, KIND, PROPERTY, VALUE };

static const char step_aside_sql[] = "ALTER SCHEMA public RENAME TO orgair_verify_public;\n"
                                     "ALTER SCHEMA orgair RENAME TO orgair_verify_orgair;\n"
                                     "CREATE SCHEMA public;\n";

static bool describe(struct db *db, struct arena *arena, struct db_result *out, struct error *err)
{
    struct db_statement statement = {.purpose = "read the schema from the catalogue",
                                     .sql = describe_sql};
    return db_query(db, arena, &statement, out, err);
}

static bool step_aside(struct db *db, struct error *err)
{
    if (db_script(db, "set the live schemas aside", step_aside_sql, err))
        return true;
    if (text_equal(db_last_refusal(db).sqlstate, "42501"))
        error_hint(err, "connect as the owner of the database; nothing will be changed");
    return false;
}

static bool build_expected(struct db *db, struct arena *arena, const struct migrations *list,
                           struct error *err)
{
    if (!step_aside(db, err) ||
        !db_script(db, "make the table of migrations", migrations_bootstrap_sql, err))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *row = &list->rows[i];
        char *text;
        if (!row->applied)
            continue;
        if (!migration_text(arena, row->up_path, &text, NULL, err))
            return false;
        if (!db_script(db, "run it to see what it makes", text, err))
            return error_context(err, "%s", row->up_path);
    }
    return true;
}

static bool has_subject(const struct db_result *rows, const char *subject)
{
    for (size_t i = 0; i < rows->row_count; i++)
        if (text_equal(db_value(rows, i, SUBJECT), subject))
            return true;
    return false;
}

/* What is compared. */
struct comparison {
    struct findings *drifts;
    struct db_result live;
    struct db_result expected;
    struct db_result sectors; /* the ids of all there are */
};

static bool read_sectors(struct db *db, struct arena *arena, struct comparison *comparison,
                         struct error *err)
{
    struct db_statement statement = {
        .purpose = "read which sectors there are",
        .sql = "SELECT f.focus_group_id FROM public.focus_groups AS f ORDER BY 1",
    };
    comparison->sectors = (struct db_result){0};
    return !has_subject(&comparison->live, "public.focus_groups.focus_group_id") ||
           db_query(db, arena, &statement, &comparison->sectors, err);
}

/* Both descriptions, in one transaction that leaves no trace. */
static bool describe_both(struct db *db, struct arena *arena, const struct migrations *list,
                          struct comparison *out, struct error *err)
{
    if (!db_script(db, "begin a transaction", "BEGIN; SET LOCAL statement_timeout = 0", err))
        return false;
    bool ok = describe(db, arena, &out->live, err) && read_sectors(db, arena, out, err) &&
              build_expected(db, arena, list, err) && describe(db, arena, &out->expected, err);
    return db_script(db, "end the comparison", "ROLLBACK", ok ? err : NULL) && ok;
}

static int compare_keys(const struct db_result *a, size_t i, const struct db_result *b, size_t j)
{
    static const int key[] = {SUBJECT, KIND, PROPERTY};
    for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
        size_t column = (size_t)key[k];
        int order = strcmp(db_value(a, i, column), db_value(b, j, column));
        if (order != 0)
            return order;
    }
    return 0;
}

/* ---- sectors are data: their tables, and what the view shows of them ---- */

#define UNIFIED_VIEW "public.vw_organizations_full"

/* The attribute table of the sector, where it is not one of the migrations; else NULL. */
static const char *own_table(const struct comparison *comparison, size_t sector)
{
    struct arena *arena = comparison->drifts->arena;
    const char *id = db_value(&comparison->sectors, sector, 0);
    const char *subject = arena_printf(arena, "public.%s", attribute_table_name(arena, id));
    bool own =
        has_subject(&comparison->live, subject) && !has_subject(&comparison->expected, subject);
    return own ? subject : NULL;
}

static bool is_column_of_sector(const struct comparison *comparison, const char *name)
{
    for (size_t i = 0; i < comparison->sectors.row_count; i++) {
        const char *table = own_table(comparison, i);
        if (table && has_subject(&comparison->live,
                                 arena_printf(comparison->drifts->arena, "%s.%s", table, name)))
            return true;
    }
    return false;
}

/* The table itself, or its column in the view. */
static bool is_of_sector(const struct comparison *comparison, const char *subject)
{
    static const char column[] = UNIFIED_VIEW ".";
    if (text_starts_with(subject, column))
        return is_column_of_sector(comparison, subject + sizeof column - 1);
    for (size_t i = 0; i < comparison->sectors.row_count; i++)
        if (text_equal(own_table(comparison, i), subject))
            return true;
    return false;
}

/* The next line of a view's definition, without what depends on how many others there are. */
static const char *next_line(struct arena *arena, const char **rest)
{
    size_t length = strcspn(*rest, "\n");
    char *line = arena_strndup(arena, *rest, length);
    *rest += length + ((*rest)[length] == '\n');
    line += strspn(line, " ");
    if (text_starts_with(line, "FROM "))
        line += strlen("FROM ");
    line += strspn(line, "(");
    for (length = strlen(line); length > 0 && strchr(",;)", line[length - 1]);)
        line[--length] = '\0';
    return line;
}

static bool has_line(struct arena *arena, const char *definition, const char *line)
{
    while (*definition)
        if (text_equal(next_line(arena, &definition), line))
            return true;
    return false;
}

/* LEFT JOIN public.org_attributes_x AS x ON ..., or x.column */
static bool is_line_of_sector(const struct comparison *comparison, const char *line)
{
    static const char join[] = "LEFT JOIN ";
    const char *point = strchr(line, '.');
    if (!text_starts_with(line, join))
        return point && is_column_of_sector(comparison, point + 1);
    line += sizeof join - 1;
    const char *table = arena_strndup(comparison->drifts->arena, line, strcspn(line, " "));
    return is_of_sector(comparison, table);
}

/* Has the view all that the migrations put into it, and beyond that only what is of sectors? */
static bool is_extended(const struct comparison *comparison, const char *live, const char *expected)
{
    struct arena *arena = comparison->drifts->arena;
    for (const char *rest = expected; *rest;)
        if (!has_line(arena, live, next_line(arena, &rest)))
            return false;
    for (const char *rest = live; *rest;) {
        const char *line = next_line(arena, &rest);
        if (!has_line(arena, expected, line) && !is_line_of_sector(comparison, line))
            return false;
    }
    return true;
}

/* ---- the comparison ---- */

static void add_drift(struct findings *drifts, const char *code, const char *subject,
                      const char *message)
{
    findings_add(drifts, &(struct finding){.severity = SEVERITY_ERROR,
                                           .code = code,
                                           .subject = subject,
                                           .message = message});
}

/* An object that only one side has. What hangs on a relation that is itself on one side only goes
 * without saying. */
static void one_sided(const struct comparison *comparison, bool live, size_t i)
{
    struct findings *drifts = comparison->drifts;
    const struct db_result *rows = live ? &comparison->live : &comparison->expected;
    const struct db_result *other = live ? &comparison->expected : &comparison->live;
    const char *parent = db_value(rows, i, PARENT);
    if (!text_equal(db_value(rows, i, PROPERTY), "existence") ||
        (*parent && !has_subject(other, parent)) ||
        (live && is_of_sector(comparison, db_value(rows, i, SUBJECT))))
        return;
    add_drift(drifts, "schema_drift", db_value(rows, i, SUBJECT),
              arena_printf(drifts->arena, "%s %s", db_value(rows, i, KIND),
                           live ? "is not one of the migrations" : "is missing"));
}

static void differing(const struct comparison *comparison, size_t i, size_t j)
{
    struct findings *drifts = comparison->drifts;
    const char *subject = db_value(&comparison->live, i, SUBJECT);
    const char *property = db_value(&comparison->live, i, PROPERTY);
    const char *is = db_value(&comparison->live, i, VALUE);
    const char *wanted = db_value(&comparison->expected, j, VALUE);
    if (text_equal(is, wanted) ||
        (text_equal(subject, UNIFIED_VIEW) && text_equal(property, "view definition") &&
         is_extended(comparison, is, wanted)))
        return;
    const char *message;
    if (text_ends_with(property, " definition"))
        message = arena_printf(drifts->arena, "%s is not the one of the migrations", property);
    else if (text_equal(property, "column order") && strlen(is) != strlen(wanted))
        return; /* a column more or less, which is said by itself */
    else
        message = arena_printf(drifts->arena, "%s is %s, expected %s", property, is, wanted);
    add_drift(drifts, "schema_drift", subject, message);
}

static void compare(const struct comparison *comparison)
{
    const struct db_result *live = &comparison->live;
    const struct db_result *expected = &comparison->expected;
    size_t i = 0, j = 0;
    while (i < live->row_count || j < expected->row_count) {
        int order = i == live->row_count       ? 1
                    : j == expected->row_count ? -1
                                               : compare_keys(live, i, expected, j);
        if (order < 0)
            one_sided(comparison, true, i++);
        else if (order > 0)
            one_sided(comparison, false, j++);
        else
            differing(comparison, i++, j++);
    }
}

/* False when it is not known what the applied migrations make. */
static bool note_migrations(struct findings *drifts, const struct migrations *list)
{
    bool known = true;
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *row = &list->rows[i];
        const char *subject = arena_printf(drifts->arena, "%04d_%s", row->number, row->name);
        known = known && !row->missing && !row->changed;
        if (!row->applied)
            add_drift(drifts, "migration_pending", subject, "migration is not applied");
        else if (row->missing)
            add_drift(drifts, "migration_missing", subject,
                      "migration is applied, but its file is missing");
        else if (row->changed)
            add_drift(drifts, "migration_changed", subject,
                      "migration was changed after it was applied");
    }
    return known;
}

static bool verify_locked(const struct migrator *migrator, struct findings *drifts,
                          struct error *err)
{
    struct migrations list;
    if (!migrations_status(migrator, &list, err))
        return false;
    if (!note_migrations(drifts, &list) || list.pending == list.count)
        return true;
    struct comparison comparison = {.drifts = drifts};
    if (!describe_both(migrator->db, migrator->arena, &list, &comparison, err))
        return false;
    compare(&comparison);
    return true;
}

bool migrations_verify(const struct migrator *migrator, struct findings *drifts, struct error *err)
{
    if (!migrations_lock(migrator, err))
        return false;
    bool ok = verify_locked(migrator, drifts, err);
    return migrations_unlock(migrator, ok ? err : NULL) && ok;
}
