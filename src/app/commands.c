#include "app/commands.h"

static const struct option_row help_options[] = {
    {"man", NULL, NULL, "print the manual page in man(7) form"},
    {NULL, NULL, NULL, NULL},
};

const struct command commands[] = {
    {"help", "[COMMAND]", 0, 2, "show what the program or a command does", NULL, help_options, true,
     cmd_help},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, false, NULL},
};
