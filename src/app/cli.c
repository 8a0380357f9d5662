#include "app/cli.h"

#include "base/strbuf.h"
#include "base/text.h"

const struct global_option global_options[] = {
    {{"config", "FILE", NULL, "read settings from FILE instead of .env"}, 'c'},
    {{"help", NULL, NULL, "show help on the program or the command"}, 'h'},
    {{"quiet", NULL, "LOG_LEVEL=WARNING", "log warnings and errors only"}, 'q'},
    {{"set", "NAME=VALUE", NULL, "assign a setting; may be repeated"}, 's'},
    {{"verbose", NULL, "LOG_LEVEL=DEBUG", "log everything"}, 'v'},
    {{"version", NULL, NULL, "show the version"}, 'V'},
    {{NULL, NULL, NULL, NULL}, 0},
};

const struct command *command_find(const char *name)
{
    for (const struct command *command = commands; command->name; command++)
        if (text_equal(command->name, name))
            return command;
    return NULL;
}

static bool is_in_group(const struct command *command, const char *word)
{
    return text_starts_with(command->name, word) && command->name[strlen(word)] == ' ';
}

bool command_is_group(const char *word)
{
    bool any = false;
    for (const struct command *command = commands; command->name; command++)
        any = any || is_in_group(command, word);
    return any && !command_find(word);
}

bool command_unknown(const char *name, struct error *err)
{
    const char *nearest = NULL;
    size_t least = text_distance_limit(name) + 1;
    for (const struct command *command = commands; command->name; command++) {
        size_t distance = text_distance(name, command->name);
        if (distance < least) {
            least = distance;
            nearest = command->name;
        }
    }
    error_set(err, ERROR_USAGE, "unknown command '%s'", name);
    if (nearest)
        return error_hint(err, "did you mean '%s'?", nearest);
    return error_hint(err, "'orgair help' lists the commands");
}

static const struct option_row *find_option(const struct cli *cli, const char *name, size_t length)
{
    for (const struct global_option *option = global_options; option->row.name; option++)
        if (strlen(option->row.name) == length && strncmp(option->row.name, name, length) == 0)
            return &option->row;
    const struct option_row *row = cli->command ? cli->command->options : NULL;
    for (; row && row->name; row++)
        if (strlen(row->name) == length && strncmp(row->name, name, length) == 0)
            return row;
    return NULL;
}

static const struct option_row *find_letter(char letter)
{
    for (const struct global_option *option = global_options; option->row.name; option++)
        if (option->letter == letter)
            return &option->row;
    return NULL;
}

static void consider(const char *typed, const char *name, size_t *least, const char **nearest)
{
    size_t distance = text_distance(typed, name);
    if (distance < *least) {
        *least = distance;
        *nearest = name;
    }
}

static bool unknown_option(const struct cli *cli, const char *name, struct error *err)
{
    const char *nearest = NULL;
    size_t least = text_distance_limit(name) + 1;
    for (const struct global_option *option = global_options; option->row.name; option++)
        consider(name, option->row.name, &least, &nearest);
    const struct option_row *row = cli->command ? cli->command->options : NULL;
    for (; row && row->name; row++)
        consider(name, row->name, &least, &nearest);

    error_set(err, ERROR_USAGE, "unknown option '--%s'%s%s%s", name, cli->command ? " of '" : "",
              cli->command ? cli->command->name : "", cli->command ? "'" : "");
    if (nearest)
        return error_hint(err, "did you mean '--%s'?", nearest);
    if (!cli->command)
        return error_hint(err, "the options of a command stand behind it, see 'orgair help'");
    return error_hint(err, "see 'orgair help %s'", cli->command->name);
}

static void add_argument(struct arena *arena, struct cli *cli, struct setting_argument argument)
{
    cli->arguments = arena_grow(arena, cli->arguments, &cli->argument_capacity,
                                cli->argument_count + 1, sizeof *cli->arguments);
    cli->arguments[cli->argument_count++] = argument;
}

/* NAME=VALUE, of --set or of a flag's row. */
static bool assign(struct arena *arena, struct cli *cli, const char *text, const char *option,
                   struct error *err)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text)
        return error_set(err, ERROR_USAGE, "%s '%s' is not an assignment, expected NAME=VALUE",
                         option, text);
    add_argument(arena, cli,
                 (struct setting_argument){
                     .name = arena_strndup(arena, text, (size_t)(equals - text)),
                     .value = equals + 1,
                     .option = option,
                 });
    return true;
}

static bool take_option(struct arena *arena, struct cli *cli, const struct option_row *row,
                        const char *value, struct error *err)
{
    const char *option = arena_printf(arena, "--%s", row->name);
    if (text_equal(row->name, "help"))
        cli->help = true;
    else if (text_equal(row->name, "version"))
        cli->version = true;
    else if (text_equal(row->name, "config"))
        cli->settings_file = value;
    else if (text_equal(row->name, "set"))
        return assign(arena, cli, value, option, err);
    else if (row->setting && !row->argument)
        return assign(arena, cli, row->setting, option, err);
    else if (row->setting)
        add_argument(arena, cli, (struct setting_argument){row->setting, value, option});
    else
        cli->options[cli->option_count++] = (struct option_value){row->name, value ? value : ""};
    return true;
}

/* What is left to read. */
struct words {
    int count;
    char **words;
    int at;
};

static bool with_argument(struct arena *arena, struct words *words, struct cli *cli,
                          const struct option_row *row, const char *value, struct error *err)
{
    if (row->argument && !value) {
        if (words->at + 1 >= words->count)
            return error_set(err, ERROR_USAGE, "option '--%s' needs an argument: %s", row->name,
                             row->argument);
        value = words->words[++words->at];
    } else if (!row->argument && value) {
        return error_set(err, ERROR_USAGE, "option '--%s' takes no argument", row->name);
    }
    return take_option(arena, cli, row, value, err);
}

/* --name, --name=value, --name value */
static bool parse_long(struct arena *arena, struct words *words, struct cli *cli, struct error *err)
{
    const char *name = words->words[words->at] + 2;
    size_t length = strcspn(name, "=");
    const struct option_row *row = find_option(cli, name, length);
    if (!row)
        return unknown_option(cli, arena_strndup(arena, name, length), err);
    return with_argument(arena, words, cli, row, name[length] == '=' ? name + length + 1 : NULL,
                         err);
}

/* -v, -qh, -cFILE, -c FILE */
static bool parse_letters(struct arena *arena, struct words *words, struct cli *cli,
                          struct error *err)
{
    for (const char *c = words->words[words->at] + 1; *c; c++) {
        const struct option_row *row = find_letter(*c);
        if (!row) {
            error_set(err, ERROR_USAGE, "unknown option '-%c'", *c);
            return error_hint(err, "see 'orgair help'");
        }
        if (row->argument)
            return with_argument(arena, words, cli, row, c[1] ? c + 1 : NULL, err);
        if (!take_option(arena, cli, row, NULL, err))
            return false;
    }
    return true;
}

static bool take_command(struct arena *arena, struct words *words, struct cli *cli,
                         struct error *err)
{
    const char *first = words->words[words->at];
    const char *second = words->at + 1 < words->count ? words->words[words->at + 1] : NULL;
    bool second_is_word = second && *second && *second != '-';
    const char *both = second_is_word ? arena_printf(arena, "%s %s", first, second) : first;
    cli->command = command_find(both);
    if (cli->command) {
        words->at += second_is_word;
        return true;
    }
    cli->command = command_find(first);
    if (cli->command)
        return true;
    if (!command_is_group(first))
        return command_unknown(first, err);
    if (second_is_word)
        return command_unknown(both, err);
    cli->group = first;
    return true;
}

static bool take_word(struct arena *arena, struct words *words, struct cli *cli, struct error *err)
{
    const char *word = words->words[words->at];
    if (cli->group)
        return command_unknown(arena_printf(arena, "%s %s", cli->group, word), err);
    if (!cli->command)
        return take_command(arena, words, cli, err);
    if (cli->operand_count >= cli->command->most_operands) {
        error_set(err, ERROR_USAGE, "unexpected argument '%s' of '%s'", word, cli->command->name);
        return error_hint(err, "see 'orgair help %s'", cli->command->name);
    }
    cli->operands[cli->operand_count++] = word;
    return true;
}

/* `orgair cache` alone. */
static bool group_alone(const char *group, struct error *err)
{
    struct strbuf names;
    strbuf_init(&names);
    for (const struct command *command = commands; command->name; command++)
        if (is_in_group(command, group))
            strbuf_addf(&names, "%s%s", names.length ? ", " : "",
                        command->name + strlen(group) + 1);
    error_set(err, ERROR_USAGE, "'%s' needs a command behind it: %s", group, names.text);
    error_hint(err, "see 'orgair help %s'", group);
    strbuf_release(&names);
    return false;
}

/* What can only be said once all of it was read. */
static bool check_complete(struct cli *cli, struct error *err)
{
    if (!cli->command && !cli->group)
        cli->help = cli->help || !cli->version;
    if (cli->help || cli->version)
        return true;
    if (cli->group)
        return group_alone(cli->group, err);
    if (cli->operand_count >= cli->command->least_operands)
        return true;
    error_set(err, ERROR_USAGE, "'%s' needs %s", cli->command->name, cli->command->operands);
    return error_hint(err, "see 'orgair help %s'", cli->command->name);
}

bool cli_parse(struct arena *arena, int argc, char **argv, struct cli *cli, struct error *err)
{
    /* One word can be several letters, but no letter is an option of a command. */
    *cli = (struct cli){
        .options = arena_array(arena, (size_t)argc + 1, sizeof(struct option_value)),
        .operands = arena_array(arena, (size_t)argc + 1, sizeof(char *)),
    };
    bool only_words = false;
    struct words words = {argc, argv, 1};
    for (; words.at < argc; words.at++) {
        const char *word = argv[words.at];
        bool ok = true;
        if (!only_words && text_equal(word, "--"))
            only_words = true;
        else if (!only_words && text_starts_with(word, "--"))
            ok = parse_long(arena, &words, cli, err);
        else if (!only_words && word[0] == '-' && word[1])
            ok = parse_letters(arena, &words, cli, err);
        else
            ok = take_word(arena, &words, cli, err);
        if (!ok)
            return false;
    }
    return check_complete(cli, err);
}
