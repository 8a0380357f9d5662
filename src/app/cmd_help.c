#include "app/commands.h"

bool cmd_help(struct app *app, struct error *err)
{
    (void)err;
    for (const struct command *command = commands; command->name; command++)
        fprintf(app->out, "  %-24s %s\n", command->name, command->summary);
    return true;
}
