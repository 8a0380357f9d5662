/* A seed file on its way into its table: what seed_file.c and seed_check.c share. */
#ifndef DB_SEED_INTERNAL_H
#define DB_SEED_INTERNAL_H

#include "base/strbuf.h"
#include "db/seed_csv.h"
#include "db/seed_table.h"

struct seed_job {
    struct db *db;
    struct arena *arena;
    struct csv_file file;
    struct seed_table table;
    const char **columns; /* of the header, in its order */
    size_t column_count;
    const struct seed_constraint *key; /* by which rows are found again */
};

/* The file's rows, as the table's types and constraints let them pass, and `seed_row`: the number
 * of the record in the file, from 1 for the first below the header. */
#define SEED_STAGE "pg_temp.orgair_seed_stage"

bool seed_header_has(const struct seed_job *job, const char *column);
bool seed_header_covers(const struct seed_job *job, const struct seed_constraint *constraint);

/* Sets "<file>:<line>: <message>". */
bool seed_refuse(const struct seed_job *job, const struct csv_record *record, struct error *err,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Says in the file's terms what the server refused in a COPY; other errors stay as they are. */
bool seed_explain_copy(const struct seed_job *job, struct error *err);

/* Says in the file's terms what the table itself, by a trigger say, refused of a row. */
bool seed_explain_row(const struct seed_job *job, long long row, struct error *err);

/* Keys that stand twice, foreign keys that lead nowhere, unique values that another row has. */
bool seed_check_rows(const struct seed_job *job, struct error *err);

#endif
