/* What a run asks of the server before it starts: who it is, what it may read and write. */
#ifndef DB_READINESS_H
#define DB_READINESS_H

#include "db/connection.h"

#include <stdint.h>

struct db_readiness {
    const char *role;        /* current_user */
    int64_t clock_s;         /* the server's, seconds since 1970 */
    size_t relation_count;   /* tables and views of ours that are there */
    const char **unreadable; /* "public.organizations" */
    size_t unreadable_count;
    const char **writable;
    size_t writable_count;
};

bool db_readiness(struct db *db, struct arena *arena, struct db_readiness *out, struct error *err);

#endif
