/* The command line: global options, a command of one or two words, its options, operands. */
#ifndef APP_CLI_H
#define APP_CLI_H

#include "app/app.h"

struct cli {
    const struct command *command;
    struct option_value *options;
    size_t option_count;
    const char **operands;
    size_t operand_count;
    struct setting_argument *arguments; /* options that assign settings */
    size_t argument_count;
    const char *settings_file; /* --config FILE */
    bool help;                 /* --help, or no command at all */
    bool version;
};

bool cli_parse(struct arena *arena, int argc, char **argv, struct cli *cli, struct error *err);

#endif
