#include "app/cli.h"
#include "app/commands.h"
#include "app/layout.h"
#include "app/manual.h"
#include "base/text.h"

enum { OPTION_INDENT = 28, STATUS_INDENT = 8, COMMAND_INDENT_MOST = 30 };

static const char *synopsis(struct arena *arena, const struct command *command)
{
    return *command->operands ? arena_printf(arena, "%s %s", command->name, command->operands)
                              : command->name;
}

/* The commands whose name begins with `prefix`, their summaries in one column. */
static void put_commands(const struct app *app, const char *prefix)
{
    int indent = 0;
    for (const struct command *command = commands; command->name; command++) {
        int width = (int)strlen(synopsis(app->arena, command)) + 4;
        if (text_starts_with(command->name, prefix) && width <= COMMAND_INDENT_MOST)
            indent = width > indent ? width : indent;
    }
    for (const struct command *command = commands; command->name; command++)
        if (text_starts_with(command->name, prefix))
            layout_entry(app->out, synopsis(app->arena, command), command->summary, indent);
}

static void put_option(const struct app *app, const struct option_row *row, char letter)
{
    char shortly[8] = "";
    if (letter)
        snprintf(shortly, sizeof shortly, "-%c, ", letter);
    layout_entry(app->out,
                 arena_printf(app->arena, "%s--%s%s%s", shortly, row->name,
                              row->argument ? " " : "", row->argument ? row->argument : ""),
                 row->help, OPTION_INDENT);
}

static void put_global_options(const struct app *app)
{
    fputs("\nOptions of every command:\n", app->out);
    for (const struct global_option *option = global_options; option->row.name; option++)
        put_option(app, &option->row, option->letter);
}

static void put_entries(const struct app *app, const char *title, const struct manual_entry *entry,
                        int indent)
{
    fprintf(app->out, "\n%s:\n", title);
    for (; entry->term; entry++)
        layout_entry(app->out, entry->term, entry->text, indent);
}

static void put_examples(const struct app *app)
{
    fputs("\nExamples:\n", app->out);
    for (const struct manual_entry *entry = manual_examples; entry->term; entry++)
        fprintf(app->out, "  %s\n      %s\n", entry->term, entry->text);
}

static void overview(const struct app *app)
{
    fprintf(app->out, "orgair %s: %s\n\n", ORGAIR_VERSION, manual_summary);
    fputs("Usage: orgair [OPTION]... COMMAND [OPTION]... [ARGUMENT]...\n\nCommands:\n", app->out);
    put_commands(app, "");
    put_global_options(app);
    put_entries(app, "Environment", manual_environment, OPTION_INDENT);
    put_entries(app, "Exit status", manual_statuses, STATUS_INDENT);
    put_examples(app);
    fputs("\n'orgair help COMMAND' says more about a command, 'orgair settings' lists the\n"
          "settings, 'orgair help --man' prints the manual page.\n",
          app->out);
}

static void group_page(const struct app *app, const char *group)
{
    fprintf(app->out, "Usage: orgair %s COMMAND [OPTION]... [ARGUMENT]...\n\nCommands:\n", group);
    put_commands(app, arena_printf(app->arena, "%s ", group));
    fprintf(app->out, "\n'orgair help %s COMMAND' says more about one of them.\n", group);
}

static void command_page(const struct app *app, const struct command *command)
{
    bool options = command->options && command->options->name;
    fprintf(app->out, "Usage: orgair %s%s%s%s\n\n", command->name, options ? " [OPTION]..." : "",
            *command->operands ? " " : "", command->operands);
    layout_wrap(app->out,
                arena_printf(app->arena, "orgair %s: %s", command->name, command->summary), 0, 0);
    if (command->details) {
        fputc('\n', app->out);
        layout_paragraphs(app->out, command->details);
    }
    if (options) {
        fputs("\nOptions:\n", app->out);
        for (const struct option_row *row = command->options; row->name; row++)
            put_option(app, row, 0);
    }
    put_global_options(app);
}

bool cmd_help(struct app *app, struct error *err)
{
    if (app_flag(app, "man")) {
        manual_print(app->arena, app->out);
        return true;
    }
    if (app->operand_count == 0) {
        overview(app);
        return true;
    }
    const char *topic = app->operands[0];
    if (app->operand_count > 1)
        topic = arena_printf(app->arena, "%s %s", topic, app->operands[1]);
    const struct command *command = command_find(topic);
    if (command)
        command_page(app, command);
    else if (command_is_group(topic))
        group_page(app, topic);
    else
        return command_unknown(topic, err);
    return true;
}
