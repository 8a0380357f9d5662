#include "app/cli.h"

#include "base/text.h"

static const struct option_row global_options[] = {
    {"config", "FILE", NULL, "read settings from FILE instead of .env"},
    {"set", "NAME=VALUE", NULL, "assign a setting"},
    {"help", NULL, NULL, "show help"},
    {"version", NULL, NULL, "show the version"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row *find_option(const struct option_row *rows, const char *name,
                                            size_t length)
{
    for (; rows && rows->name; rows++)
        if (strlen(rows->name) == length && strncmp(rows->name, name, length) == 0)
            return rows;
    return NULL;
}

static void add_argument(struct arena *arena, struct cli *cli, struct setting_argument argument)
{
    struct setting_argument *grown = arena_array(arena, cli->argument_count + 1, sizeof *grown);
    for (size_t i = 0; i < cli->argument_count; i++)
        grown[i] = cli->arguments[i];
    grown[cli->argument_count++] = argument;
    cli->arguments = grown;
}

static bool assign(struct arena *arena, struct cli *cli, const char *text, struct error *err)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        error_set(err, ERROR_USAGE, "--set '%s' is not an assignment, expected NAME=VALUE", text);
        return false;
    }
    add_argument(arena, cli,
                 (struct setting_argument){
                     .name = arena_strndup(arena, text, (size_t)(equals - text)),
                     .value = arena_strdup(arena, equals + 1),
                     .option = "--set",
                 });
    return true;
}

static bool take_option(struct arena *arena, struct cli *cli, const struct option_row *row,
                        const char *value, struct error *err)
{
    if (text_equal(row->name, "help")) {
        cli->help = true;
    } else if (text_equal(row->name, "version")) {
        cli->version = true;
    } else if (text_equal(row->name, "config")) {
        cli->settings_file = value;
    } else if (text_equal(row->name, "set")) {
        return assign(arena, cli, value, err);
    } else if (row->setting) {
        add_argument(arena, cli,
                     (struct setting_argument){
                         .name = row->setting,
                         .value = value,
                         .option = arena_printf(arena, "--%s", row->name),
                     });
    } else {
        cli->options[cli->option_count++] = (struct option_value){row->name, value ? value : ""};
    }
    return true;
}

/* An option at argv[*at]; steps over its argument. */
static bool parse_option(struct arena *arena, int argc, char **argv, int *at, struct cli *cli,
                         struct error *err)
{
    const char *name = argv[*at] + 2;
    size_t length = strcspn(name, "=");
    const struct option_row *row = find_option(global_options, name, length);
    if (!row && cli->command)
        row = find_option(cli->command->options, name, length);
    if (!row) {
        error_set(err, ERROR_USAGE, "unknown option '--%.*s'", (int)length, name);
        return error_hint(err, "see 'orgair help%s%s'", cli->command ? " " : "",
                          cli->command ? cli->command->name : "");
    }
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    if (row->argument && !value) {
        if (*at + 1 >= argc)
            return error_set(err, ERROR_USAGE, "option '--%s' needs an argument: %s", row->name,
                             row->argument);
        value = argv[++*at];
    } else if (!row->argument && value) {
        return error_set(err, ERROR_USAGE, "option '--%s' takes no argument", row->name);
    }
    return take_option(arena, cli, row, value, err);
}

/* The command of the word, or of two words ("cache list"); *words says how many it took. */
static const struct command *find_command(const char *first, const char *second, int *words)
{
    for (const struct command *command = commands; command->name; command++) {
        size_t length = strlen(first);
        if (second && strncmp(command->name, first, length) == 0 && command->name[length] == ' ' &&
            text_equal(command->name + length + 1, second)) {
            *words = 2;
            return command;
        }
    }
    for (const struct command *command = commands; command->name; command++)
        if (text_equal(command->name, first)) {
            *words = 1;
            return command;
        }
    return NULL;
}

static bool take_word(int argc, char **argv, int *at, struct cli *cli, struct error *err)
{
    if (!cli->command) {
        int words = 1;
        cli->command = find_command(argv[*at], *at + 1 < argc ? argv[*at + 1] : NULL, &words);
        *at += words - 1;
        if (!cli->command) {
            error_set(err, ERROR_USAGE, "unknown command '%s'", argv[*at]);
            return error_hint(err, "'orgair help' lists the commands");
        }
        return true;
    }
    if (cli->operand_count >= cli->command->most_operands)
        return error_set(err, ERROR_USAGE, "unexpected argument '%s' of '%s'", argv[*at],
                         cli->command->name);
    cli->operands[cli->operand_count++] = argv[*at];
    return true;
}

bool cli_parse(struct arena *arena, int argc, char **argv, struct cli *cli, struct error *err)
{
    *cli = (struct cli){
        .options = arena_array(arena, (size_t)argc + 1, sizeof(struct option_value)),
        .operands = arena_array(arena, (size_t)argc + 1, sizeof(char *)),
    };
    bool only_words = false;
    for (int at = 1; at < argc; at++) {
        bool ok = true;
        if (!only_words && text_equal(argv[at], "--"))
            only_words = true;
        else if (!only_words && text_starts_with(argv[at], "--"))
            ok = parse_option(arena, argc, argv, &at, cli, err);
        else
            ok = take_word(argc, argv, &at, cli, err);
        if (!ok)
            return false;
    }
    if (!cli->command)
        cli->help = !cli->version;
    else if (!cli->help && cli->operand_count < cli->command->least_operands)
        return error_set(err, ERROR_USAGE, "'%s' needs %s", cli->command->name,
                         cli->command->operands);
    return true;
}
