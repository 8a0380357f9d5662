#include "db/readiness.h"

#include "base/text.h"

enum { RELATION_NAME, RELATION_READABLE, RELATION_WRITABLE };

static const char role_sql[] =
    "SELECT CURRENT_USER,\n"
    "    pg_catalog.floor(EXTRACT(epoch FROM pg_catalog.clock_timestamp()))";

/* Everything a build, the cache or the migrations' status reads. */
static const char relations_sql[] =
    "SELECT n.nspname || '.' || c.relname,\n"
    "    pg_catalog.has_schema_privilege(n.oid, 'USAGE')\n"
    "    AND pg_catalog.has_table_privilege(c.oid, 'SELECT'),\n"
    "    pg_catalog.has_schema_privilege(n.oid, 'USAGE')\n"
    "    AND pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')\n"
    "FROM pg_catalog.pg_class AS c\n"
    "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace\n"
    "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')\n"
    "AND ((n.nspname = 'orgair' AND c.relname = 'schema_migrations')\n"
    "    OR (n.nspname = 'public'\n"
    "        AND (c.relname IN ('dimensions', 'focus_groups', 'focus_group_dimension_weights',\n"
    "                'focus_group_calibrations', 'organizations', 'vw_organizations_full',\n"
    "                'organization_assessments', 'assessment_dimension_scores')\n"
    "            OR c.relname LIKE 'org\\_attributes\\_%')))\n"
    "ORDER BY n.nspname, c.relname";

static bool is_true(const struct db_result *result, size_t row, size_t column)
{
    return text_equal(db_value(result, row, column), "t");
}

static bool read_role(struct db *db, struct arena *arena, struct db_readiness *out,
                      struct error *err)
{
    struct db_result result;
    struct db_statement statement = {.purpose = "ask for the role and the clock", .sql = role_sql};
    if (!db_query(db, arena, &statement, &result, err))
        return false;
    out->role = db_value(&result, 0, 0);
    out->clock_s = strtoll(db_value(&result, 0, 1), NULL, 10);
    return true;
}

bool db_readiness(struct db *db, struct arena *arena, struct db_readiness *out, struct error *err)
{
    struct db_result result;
    struct db_statement statement = {.purpose = "ask for the role's rights", .sql = relations_sql};
    *out = (struct db_readiness){0};
    if (!read_role(db, arena, out, err) || !db_query(db, arena, &statement, &result, err))
        return false;
    out->relation_count = result.row_count;
    out->unreadable = arena_array(arena, result.row_count, sizeof *out->unreadable);
    out->writable = arena_array(arena, result.row_count, sizeof *out->writable);
    for (size_t i = 0; i < result.row_count; i++) {
        const char *name = db_value(&result, i, RELATION_NAME);
        if (!is_true(&result, i, RELATION_READABLE))
            out->unreadable[out->unreadable_count++] = name;
        if (is_true(&result, i, RELATION_WRITABLE))
            out->writable[out->writable_count++] = name;
    }
    return true;
}
