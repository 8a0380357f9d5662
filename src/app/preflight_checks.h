/* The table of checks, and what each is given. Known to preflight.c only. */
#ifndef APP_PREFLIGHT_CHECKS_H
#define APP_PREFLIGHT_CHECKS_H

#include "app/preflight.h"
#include "db/readiness.h"

struct check_context {
    struct app *app;
    const char *command;
    bool offline;
    struct db *db; /* NULL until connected */
    struct db_readiness readiness;
    struct preflight *out; /* a check may add rows of its own before its last one */
};

/* Fills in row->message (and status and hint of a warning), or sets err. */
struct check {
    const char *name;
    bool asks_database;   /* left out when offline */
    bool needs_database;  /* skipped without a connection */
    enum error_code code; /* of a failure that says ERROR_FAILED; ERROR_NONE: as it is */
    bool (*run)(struct check_context *context, struct preflight_row *row, struct error *err);
    bool for_check_alone; /* left out of a build, which finds out by itself */
};
extern const struct check preflight_checks[]; /* ended by a NULL name */

void preflight_add(struct preflight *preflight, struct arena *arena, struct preflight_row row);

#endif
