/*
 * What a command gets to work with. The only layer that knows the clock, the
 * environment and stdout.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "db/connection.h"
#include "settings/settings.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Beside 0 and the codes of errors: published with findings of severity error. */
enum { STATUS_FINDINGS = 3 };

/* An option of a command. One that assigns a setting says which. */
struct option_row {
    const char *name;     /* "as-of" */
    const char *argument; /* "DATE", NULL: a flag */
    const char *setting;  /* "OUT_DIR": the value goes to the settings; of a flag with the value
                             it gives, "LOG_LEVEL=DEBUG"; NULL: the option is the command's */
    const char *help;     /* lower case, one sentence */
};

struct option_value {
    const char *name;
    const char *value; /* "" for a flag */
};

struct app {
    struct arena *arena;             /* lives as long as the run */
    const struct settings *settings; /* NULL for commands that run without (help, settings) */
    const struct settings_input *input;
    const struct log *log;
    FILE *out; /* results */
    const struct option_value *options;
    size_t option_count;
    const char *const *operands;
    size_t operand_count;
    int status; /* of a command that succeeds: 0 or, say, STATUS_FINDINGS */
};

/* A row of the table of commands: --help, the man page and the dispatch come from it. */
struct command {
    const char *name;     /* "build", or "cache list" for a command of two words */
    const char *operands; /* "[ID]", "" for none: as --help shows it */
    size_t least_operands, most_operands;
    const char *summary;              /* lower case, one line */
    const char *details;              /* paragraphs, an empty line between them; one that
                                         begins with two spaces is kept as it is; NULL: none */
    const struct option_row *options; /* ended by a NULL name; NULL: none */
    bool without_settings;
    bool (*run)(struct app *app, struct error *err);
};

/* Sorted by name; ended by a NULL name. */
extern const struct command commands[];

/* The value of an option, the last one given, NULL when it was not; the n-th (from 0) of an
 * option that may be repeated. */
const char *app_option(const struct app *app, const char *name);
const char *app_option_at(const struct app *app, const char *name, size_t n);
bool app_flag(const struct app *app, const char *name);

/* Connects as the settings say; application_name is "orgair <command>". */
bool app_connect(struct app *app, const char *command, bool read_only, struct db **out,
                 struct error *err);

int64_t app_now_ns(void);

#endif
