#include "db/lookup.h"

static const char purpose[] = "look up the organization";

/* The best kind of match only: an id before a name before a beginning before a part. */
static const char lookup_sql[] =
    "WITH named AS (\n"
    "    SELECT o.organization_id,\n"
    "        o.focus_group_id,\n"
    "        o.legal_name,\n"
    "        o.display_name,\n"
    "        pg_catalog.lower(o.legal_name) AS legal,\n"
    "        pg_catalog.lower(COALESCE(o.display_name, '')) AS shown,\n"
    "        pg_catalog.lower($1) AS wanted\n"
    "    FROM public.organizations AS o\n"
    "), matched AS (\n"
    "    SELECT n.organization_id, n.focus_group_id, n.legal_name, n.display_name,\n"
    "        CASE\n"
    "            WHEN n.organization_id::text = n.wanted THEN 1\n"
    "            WHEN n.wanted IN (n.legal, n.shown) THEN 2\n"
    "            WHEN pg_catalog.starts_with(n.legal, n.wanted)\n"
    "            OR pg_catalog.starts_with(n.shown, n.wanted) THEN 3\n"
    "            WHEN pg_catalog.strpos(n.legal, n.wanted) > 0\n"
    "            OR pg_catalog.strpos(n.shown, n.wanted) > 0 THEN 4\n"
    "        END AS kind\n"
    "    FROM named AS n\n"
    ")\n"
    "SELECT m.organization_id, m.focus_group_id, m.legal_name, m.display_name\n"
    "FROM matched AS m\n"
    "WHERE m.kind = (SELECT pg_catalog.min(b.kind) FROM matched AS b)\n"
    "ORDER BY m.legal_name COLLATE \"C\", m.organization_id\n"
    "LIMIT 20";

/* Of a row of id, sector, legal and displayed name. */
static const char *name_of(const struct db_result *result, size_t row)
{
    return organization_name(&(struct organization){
        .id = db_value(result, row, 0),
        .legal_name = db_value(result, row, 2),
        .display_name = db_value(result, row, 3),
    });
}

bool snapshot_lookup(struct db *db, struct arena *arena, const char *wanted,
                     struct organization_name **rows, size_t *count, struct error *err)
{
    struct db_result result;
    struct db_statement statement = {
        .purpose = purpose, .sql = lookup_sql, .parameters = &wanted, .parameter_count = 1};
    if (!db_query(db, arena, &statement, &result, err))
        return false;
    *count = result.row_count;
    *rows = arena_array(arena, result.row_count, sizeof **rows);
    for (size_t i = 0; i < result.row_count; i++)
        (*rows)[i] = (struct organization_name){
            .organization_id = db_value(&result, i, 0),
            .focus_group_id = db_value(&result, i, 1),
            .legal_name = db_value(&result, i, 2),
            .name = name_of(&result, i),
        };
    return true;
}

bool snapshot_names(struct db *db, struct arena *arena, const char ***names, size_t *count,
                    struct error *err)
{
    struct db_result result;
    struct db_statement statement = {
        .purpose = purpose,
        .sql = "SELECT o.organization_id, o.focus_group_id, o.legal_name, o.display_name\n"
               "FROM public.organizations AS o\n"
               "ORDER BY o.legal_name COLLATE \"C\", o.organization_id",
    };
    if (!db_query(db, arena, &statement, &result, err))
        return false;
    *count = result.row_count;
    *names = arena_array(arena, result.row_count, sizeof **names);
    for (size_t i = 0; i < result.row_count; i++)
        (*names)[i] = name_of(&result, i);
    return true;
}
