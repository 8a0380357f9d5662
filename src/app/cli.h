/*
 * The command line: global options, a command of one or two words, its
 * options, operands. Global options stand anywhere, a command's own behind it;
 * `--` ends the options.
 */
#ifndef APP_CLI_H
#define APP_CLI_H

#include "app/app.h"

struct cli {
    const struct command *command;
    const char *group; /* the first word of two-word commands, when no second one followed */
    struct option_value *options;
    size_t option_count;
    const char **operands;
    size_t operand_count;
    struct setting_argument *arguments; /* options that assign settings */
    size_t argument_count;
    size_t argument_capacity;
    const char *settings_file; /* --config FILE */
    bool help;                 /* --help, or no command at all */
    bool version;
};

bool cli_parse(struct arena *arena, int argc, char **argv, struct cli *cli, struct error *err);

/* Options of every command, sorted; `letter` is the short form or 0. */
struct global_option {
    struct option_row row;
    char letter;
};
extern const struct global_option global_options[]; /* ended by a NULL name */

/* The row of commands[] with that name ("cache list"), NULL: none. */
const struct command *command_find(const char *name);

/* Is it the first word of two-word commands, and no command itself? */
bool command_is_group(const char *word);

/* "unknown command 'biuld'", with what may have been meant as the hint. */
bool command_unknown(const char *name, struct error *err);

#endif
