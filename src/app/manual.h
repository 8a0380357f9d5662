/*
 * What the help and the manual page say beside the tables of commands, options
 * and settings, and the manual page itself, in mdoc(7) form.
 */
#ifndef APP_MANUAL_H
#define APP_MANUAL_H

#include "base/arena.h"

#include <stdio.h>

/* A term and what it means; tables of them end with a NULL term. */
struct manual_entry {
    const char *term;
    const char *text;
};

extern const char manual_summary[];                    /* of the program, one line */
extern const struct manual_entry manual_statuses[];    /* exit statuses, by number */
extern const struct manual_entry manual_environment[]; /* variables that are no settings */
extern const struct manual_entry manual_files[];
extern const struct manual_entry manual_examples[]; /* a command line; what it does */

void manual_print(struct arena *arena, FILE *out);

#endif
