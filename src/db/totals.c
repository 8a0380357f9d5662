/* Totals per sector, as the database counts them. */
#include "base/strbuf.h"
#include "base/text.h"
#include "db/attributes.h"
#include "db/snapshot.h"

static const char purpose[] = "read the totals of the sectors";

static const char tables_sql[] = "SELECT c.relname\n"
                                 "FROM pg_catalog.pg_class AS c\n"
                                 "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace\n"
                                 "WHERE n.nspname = 'public'\n"
                                 "AND c.relname LIKE 'org\\_attributes\\_%'\n"
                                 "AND c.relkind IN ('r', 'p', 'v', 'm', 'f')";

static bool has_table(const struct db_result *tables, const char *name)
{
    for (size_t i = 0; i < tables->row_count; i++)
        if (text_equal(db_value(tables, i, 0), name))
            return true;
    return false;
}

/* What is asked for. */
struct asked {
    struct db *db;
    struct arena *arena;
    const struct sector **sectors;
    size_t count;
};

static void ask_for(struct asked *asked, const struct config_set *set, const bool *wanted)
{
    asked->sectors = arena_array(asked->arena, set->sector_count, sizeof *asked->sectors);
    for (size_t i = 0; i < set->sector_count; i++)
        if (!wanted || wanted[i])
            asked->sectors[asked->count++] = &set->sectors[i];
}

/* One branch a sector that has an attribute table: counted by itself, so that the server joins the
 * two tables once instead of looking for each organization's row. */
static void add_branches(const struct asked *asked, const struct db_result *tables,
                         struct strbuf *sql)
{
    for (size_t i = 0; i < asked->count; i++) {
        const char *sector = asked->sectors[i]->focus_group_id;
        const char *table = attribute_table_name(asked->arena, sector);
        if (!has_table(tables, table))
            continue;
        const char *quoted = db_quote_literal(asked->db, asked->arena, sector);
        strbuf_addf(sql,
                    "        WHEN %s THEN (\n"
                    "            SELECT pg_catalog.count(*)\n"
                    "            FROM public.organizations AS o\n"
                    "            WHERE o.focus_group_id = %s\n"
                    "            AND EXISTS (\n"
                    "                SELECT FROM public.",
                    quoted, quoted);
        db_add_identifier(sql, table);
        strbuf_addstr(sql, " AS a\n"
                           "                WHERE a.organization_id = o.organization_id))\n");
    }
}

static const char *compose(const struct asked *asked, const struct db_result *tables)
{
    struct strbuf sql;
    strbuf_init(&sql);
    /* NaN is more than infinity, and no sum has a place for either. */
    strbuf_addstr(
        &sql, "SELECT o.focus_group_id,\n"
              "    pg_catalog.count(*),\n"
              "    pg_catalog.count(*) FILTER (WHERE o.status = 'active'),\n"
              "    COALESCE(pg_catalog.sum(o.employee_count), 0),\n"
              "    pg_catalog.count(o.employee_count),\n"
              "    COALESCE(pg_catalog.sum(o.annual_revenue_usd)\n"
              "        FILTER (WHERE pg_catalog.abs(o.annual_revenue_usd) < 'Infinity'::numeric), "
              "0),\n"
              "    pg_catalog.count(*)\n"
              "        FILTER (WHERE pg_catalog.abs(o.annual_revenue_usd) < "
              "'Infinity'::numeric),\n"
              "    CASE o.focus_group_id\n"
              "        WHEN '' THEN 0\n");
    add_branches(asked, tables, &sql);
    strbuf_addstr(&sql, "        ELSE 0\n"
                        "    END\n"
                        "FROM public.organizations AS o\n"
                        "WHERE o.focus_group_id IN (");
    for (size_t i = 0; i < asked->count; i++)
        strbuf_addf(&sql, "%s%s", i > 0 ? ", " : "",
                    db_quote_literal(asked->db, asked->arena, asked->sectors[i]->focus_group_id));
    strbuf_addstr(&sql, ")\n"
                        "GROUP BY o.focus_group_id");
    const char *text = arena_strndup(asked->arena, sql.text, sql.length);
    strbuf_release(&sql);
    return text;
}

static long long number(const struct db_result *result, size_t row, size_t column)
{
    return strtoll(db_value(result, row, column), NULL, 10);
}

static struct sector_totals totals_of(const struct db_result *result, const char *focus_group_id)
{
    struct sector_totals totals = {.focus_group_id = focus_group_id, .revenue_usd = "0"};
    for (size_t i = 0; i < result->row_count; i++) {
        if (!text_equal(db_value(result, i, 0), focus_group_id))
            continue;
        totals.organizations = number(result, i, 1);
        totals.active = number(result, i, 2);
        totals.employees = number(result, i, 3);
        totals.with_employees = number(result, i, 4);
        totals.revenue_usd = db_value(result, i, 5);
        totals.with_revenue = number(result, i, 6);
        totals.with_attributes = number(result, i, 7);
    }
    return totals;
}

bool snapshot_totals(struct db *db, struct arena *arena, const struct config_set *set,
                     const bool *wanted, struct sector_totals **rows, struct error *err)
{
    struct db_result tables, result = {0};
    struct asked asked = {.db = db, .arena = arena};
    struct db_statement statement = {.purpose = purpose, .sql = tables_sql};
    ask_for(&asked, set, wanted);
    if (asked.count > 0) {
        if (!db_query(db, arena, &statement, &tables, err))
            return false;
        statement.sql = compose(&asked, &tables);
        if (!db_query(db, arena, &statement, &result, err))
            return false;
    }
    *rows = arena_array(arena, set->sector_count, sizeof **rows);
    for (size_t i = 0; i < set->sector_count; i++)
        (*rows)[i] = totals_of(&result, set->sectors[i].focus_group_id);
    return true;
}
