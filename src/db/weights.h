/*
 * New dimension weights: rows are effective-dated, so a change closes the row
 * in force and adds one that follows it. Nothing that was in force is lost.
 */
#ifndef DB_WEIGHTS_H
#define DB_WEIGHTS_H

#include "db/connection.h"
#include "db/snapshot.h"

/* A row that says something about the days after `day`: it begins later, or it is in force on the
 * day and ends after it. */
struct weight_ahead {
    const char *focus_group_id;
    const char *dimension_code;
    const char *effective_from;
    const char *effective_to; /* NULL: open */
};
/* By sector, date and dimension. */
bool weights_ahead(struct db *db, struct arena *arena, const char *day, struct weight_ahead **rows,
                   size_t *count, struct error *err);

struct weight_change {
    const char *focus_group_id;
    const char *dimension_code;
    const char *weight;    /* "0.225" */
    const char *rationale; /* NULL: none */
    bool replaces;         /* a row is in force on the day */
};

struct weight_changes {
    const char *day; /* the first on which the new rows are in force */
    const struct weight_change *rows;
    size_t count;
    const struct config_set *read; /* what was in force on the day when the changes were made */
};

/* Closes and adds, in one transaction that locks the table against other writers. Refused when
 * the configurations in force on the day are no longer those that were read, or a row ahead has
 * appeared for a sector that changes. On any failure nothing is written. */
bool weights_replace(struct db *db, const struct weight_changes *changes, struct error *err);

#endif
