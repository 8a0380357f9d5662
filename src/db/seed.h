/*
 * Seeds: CSV files, one per table, in the order of their numbers
 * (010_focus_groups.csv), with a header of column names, loaded in one
 * transaction. A second run changes nothing. A bad row refuses all of it, and
 * the message names file, line, column and reason.
 */
#ifndef DB_SEED_H
#define DB_SEED_H

#include "base/log.h"
#include "db/connection.h"

/* One row a file, in the order they were loaded. */
struct seed_report {
    const char **files;  /* seeds/010_focus_groups.csv */
    const char **tables; /* focus_groups */
    long long *inserted;
    long long *updated;
    long long *unchanged;
    size_t count;
};

/* Loads every CSV of the folders, in order. An empty field is NULL, a quoted empty one is the
 * empty string; a column that the header does not name keeps its default, or its value in a row
 * that is there already. Rows are found again by the primary key, or by the first unique
 * constraint that the header covers.
 *
 * A refused row is ERROR_INVALID: "seeds/030_focus_group_dimension_weights.csv:14: column
 * 'weight': '1.5' violates CHECK (((weight >= (0)::numeric) AND (weight <= (1)::numeric)))". */
bool seed_load(struct db *db, struct arena *arena, const char *const *folders, size_t folder_count,
               struct seed_report *report, struct error *err);

#endif
