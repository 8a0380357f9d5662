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

struct seed_report {
    const char **tables;
    long long *inserted;
    long long *updated;
    long long *unchanged;
    size_t count;
};

/* Loads every CSV of the folders, in order. */
bool seed_load(struct db *db, struct arena *arena, const char *const *folders, size_t folder_count,
               struct seed_report *report, struct error *err);

#endif
