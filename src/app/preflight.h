/*
 * Is everything there that a build needs? Every check runs, whatever the
 * others say; only what needs a connection is skipped when there is none.
 */
#ifndef APP_PREFLIGHT_H
#define APP_PREFLIGHT_H

#include "app/app.h"

enum preflight_status { PREFLIGHT_PASS, PREFLIGHT_WARN, PREFLIGHT_FAIL, PREFLIGHT_SKIP };

struct preflight_row {
    const char *name; /* "free space" */
    enum preflight_status status;
    const char *message; /* lower case, one line */
    const char *hint;    /* NULL: none */
};

struct preflight {
    struct preflight_row *rows; /* in the order of the checks */
    size_t count;
    size_t capacity;
    size_t failed;
};

const char *preflight_status_name(enum preflight_status status); /* "pass", "warn", ... */

/*
 * `command` is what connects, "build". With `db` NULL (offline) nothing is asked of a database;
 * where *db is NULL a connection is made, and handed back there. An app without settings gets
 * them from its input.
 *
 * False: a check failed. A single failure is err itself. Of several err counts and names them;
 * its code is ERROR_USAGE where a setting is wrong, ERROR_DATABASE where only the database fails
 * (a retry may help), else ERROR_FAILED.
 */
bool preflight_run(struct app *app, const char *command, struct db **db, struct preflight *out,
                   struct error *err);

/* Warnings, and failures that err only counts, as lines of the app's log. */
void preflight_log(const struct app *app, const struct preflight *preflight);

#endif
