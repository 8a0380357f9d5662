#include "app/commands.h"

static const struct option_row help_options[] = {
    {"man", NULL, NULL, "print the manual page, in mdoc form"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row settings_options[] = {
    {"json", NULL, NULL, "print a JSON array"},
    {"markdown", NULL, NULL, "print the table of all settings with their defaults, in Markdown"},
    {NULL, NULL, NULL, NULL},
};

const struct command commands[] = {
    {"help", "[COMMAND]", 0, 2, "show what the program or a command does", NULL, help_options, true,
     cmd_help},
    {"settings", "", 0, 0, "show the settings in effect and where each comes from",
     "Secrets, and the password inside the database's URL, are masked. What is wrong with a "
     "setting is said on standard error, and the exit status is 2 then.",
     settings_options, true, cmd_settings},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, false, NULL},
};
