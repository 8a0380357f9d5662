/* What the catalogue says about the table that a seed file is for. */
#ifndef DB_SEED_TABLE_H
#define DB_SEED_TABLE_H

#include "db/connection.h"

struct seed_column {
    const char *name;
    const char *type; /* numeric(4,3) */
    bool required;    /* NOT NULL and without a default */
};

struct seed_constraint {
    char type; /* p, u, f, c as in pg_constraint */
    const char *name;
    const char *definition; /* CHECK (...) */
    const char **columns;
    size_t column_count;
    const char *referenced; /* public.focus_groups; "" when not a foreign key */
    const char **referenced_columns;
};

struct seed_table {
    const char *name; /* without the schema, which is public */
    struct seed_column *columns;
    size_t column_count;
    struct seed_constraint *constraints; /* p first, then u, by name */
    size_t constraint_count;
};

/* False also when there is no such table. */
bool seed_table_read(struct db *db, struct arena *arena, const char *name, struct seed_table *out,
                     struct error *err);

const struct seed_column *seed_table_column(const struct seed_table *table, const char *name);
const struct seed_constraint *seed_table_constraint(const struct seed_table *table,
                                                    const char *name);

#endif
