/* One seed file into its table, within the transaction of all of them. */
#ifndef DB_SEED_FILE_H
#define DB_SEED_FILE_H

#include "db/connection.h"

struct seed_counts {
    long long inserted;
    long long updated;
    long long unchanged;
};

bool seed_file_load(struct db *db, struct arena *arena, const char *path, const char *table,
                    struct seed_counts *counts, struct error *err);

#endif
