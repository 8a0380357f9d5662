#include "db/seed_table.h"

#include "base/text.h"
#include "model/array.h"

static const char columns_sql[] = "SELECT a.attname,\n"
                                  "       pg_catalog.format_type(a.atttypid, a.atttypmod),\n"
                                  "       a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''\n"
                                  "FROM pg_catalog.pg_attribute a\n"
                                  "JOIN pg_catalog.pg_class c ON c.oid = a.attrelid\n"
                                  "WHERE c.relnamespace = 'public'::pg_catalog.regnamespace\n"
                                  "AND c.relname = $1\n"
                                  "AND c.relkind IN ('r', 'p')\n"
                                  "AND a.attnum > 0\n"
                                  "AND NOT a.attisdropped\n"
                                  "ORDER BY a.attnum";

static const char constraints_sql[] =
    "SELECT k.contype,\n"
    "       k.conname,\n"
    "       pg_catalog.pg_get_constraintdef(k.oid),\n"
    "       (SELECT pg_catalog.array_agg(a.attname ORDER BY p.place)\n"
    "        FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS p(number, place)\n"
    "        JOIN pg_catalog.pg_attribute a\n"
    "        ON a.attrelid = k.conrelid\n"
    "        AND a.attnum = p.number),\n"
    "       CASE WHEN k.contype = 'f' THEN k.confrelid::pg_catalog.regclass::pg_catalog.text\n"
    "       ELSE '' END,\n"
    "       (SELECT pg_catalog.array_agg(a.attname ORDER BY p.place)\n"
    "        FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS p(number, place)\n"
    "        JOIN pg_catalog.pg_attribute a\n"
    "        ON a.attrelid = k.confrelid\n"
    "        AND a.attnum = p.number)\n"
    "FROM pg_catalog.pg_constraint k\n"
    "JOIN pg_catalog.pg_class c ON c.oid = k.conrelid\n"
    "WHERE c.relnamespace = 'public'::pg_catalog.regnamespace\n"
    "AND c.relname = $1\n"
    "AND k.contype IN ('p', 'u', 'f', 'c')\n"
    "ORDER BY k.contype <> 'p', k.contype <> 'u', k.conname COLLATE \"C\"";

static bool ask(struct db *db, struct arena *arena, const char *sql, const char *table,
                struct db_result *result, struct error *err)
{
    const char *const parameters[] = {table};
    struct db_statement statement = {.purpose = "read the table from the catalogue",
                                     .sql = sql,
                                     .parameters = parameters,
                                     .parameter_count = 1};
    return db_query(db, arena, &statement, result, err);
}

static bool read_columns(struct db *db, struct arena *arena, struct seed_table *table,
                         struct error *err)
{
    struct db_result result;
    if (!ask(db, arena, columns_sql, table->name, &result, err))
        return false;
    if (result.row_count == 0) {
        error_set(err, ERROR_DATABASE, "there is no table 'public.%s'", table->name);
        return error_hint(err, "'orgair migrate up' makes the tables; see 'orgair migrate status'");
    }
    table->column_count = result.row_count;
    table->columns = arena_array(arena, result.row_count, sizeof *table->columns);
    for (size_t i = 0; i < result.row_count; i++)
        table->columns[i] =
            (struct seed_column){.name = db_value(&result, i, 0),
                                 .type = db_value(&result, i, 1),
                                 .required = text_equal(db_value(&result, i, 2), "t")};
    return true;
}

static struct seed_constraint read_constraint(struct arena *arena, const struct db_result *result,
                                              size_t row)
{
    struct seed_constraint constraint = {
        .type = *db_value(result, row, 0),
        .name = db_value(result, row, 1),
        .definition = db_value(result, row, 2),
        .referenced = db_value(result, row, 4),
    };
    /* A CHECK that names no column has no list of them. */
    const char *columns = db_value(result, row, 3);
    const char *referenced = db_value(result, row, 5);
    size_t count;
    if (columns)
        array_split(arena, columns, &constraint.columns, &constraint.column_count);
    if (referenced)
        array_split(arena, referenced, &constraint.referenced_columns, &count);
    return constraint;
}

bool seed_table_read(struct db *db, struct arena *arena, const char *name, struct seed_table *out,
                     struct error *err)
{
    *out = (struct seed_table){.name = name};
    struct db_result result;
    if (!read_columns(db, arena, out, err) || !ask(db, arena, constraints_sql, name, &result, err))
        return false;
    out->constraint_count = result.row_count;
    out->constraints = arena_array(arena, result.row_count, sizeof *out->constraints);
    for (size_t i = 0; i < result.row_count; i++)
        out->constraints[i] = read_constraint(arena, &result, i);
    return true;
}

const struct seed_column *seed_table_column(const struct seed_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (text_equal(table->columns[i].name, name))
            return &table->columns[i];
    return NULL;
}

const struct seed_constraint *seed_table_constraint(const struct seed_table *table,
                                                    const char *name)
{
    for (size_t i = 0; i < table->constraint_count; i++)
        if (text_equal(table->constraints[i].name, name))
            return &table->constraints[i];
    return NULL;
}
