#include "app/cli.h"

#include "app/layout.h"
#include "app/manual.h"
#include "base/text.h"

#include <check.h>

static struct arena *arena;
static struct cli cli;
static struct error err;

static void setup(void)
{
    arena = arena_new();
    error_clear(&err);
}

static void teardown(void)
{
    arena_free(arena);
}

/* Parses "orgair" and the words of a line; a word may be quoted by '...'. */
static bool parse(const char *line)
{
    char *argv[32] = {arena_strdup(arena, "orgair")};
    int argc = 1;
    for (const char *c = line; *(c += strspn(c, " ")) && argc < 31; argc++) {
        char quote = *c == '\'' ? '\'' : ' ';
        c += quote == '\'';
        size_t length = 0;
        while (c[length] && c[length] != quote)
            length++;
        argv[argc] = arena_strndup(arena, c, length);
        c += length + (quote == '\'');
    }
    char **copy = arena_array(arena, (size_t)argc + 1, sizeof *copy);
    memcpy(copy, argv, (size_t)argc * sizeof *copy);
    error_clear(&err);
    return cli_parse(arena, argc, copy, &cli, &err);
}

static void parses(const char *line, const char *command)
{
    ck_assert_msg(parse(line), "'%s': %s", line, err.message);
    ck_assert_str_eq(cli.command ? cli.command->name : "", command);
}

static void refuses(const char *line, const char *message, const char *hint)
{
    ck_assert_msg(!parse(line), "'%s' was accepted", line);
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_str_eq(err.message, message);
    ck_assert_str_eq(err.hint, hint);
}

static struct app app_of(void)
{
    return (struct app){.options = cli.options, .option_count = cli.option_count};
}

START_TEST(commands_of_one_and_two_words)
{
    parses("build", "build");
    parses("cache list", "cache list");
    parses("cache show sectors:all", "cache show");
    ck_assert_uint_eq(cli.operand_count, 1);
    ck_assert_str_eq(cli.operands[0], "sectors:all");
    parses("settings --json", "settings");
    parses("help cache list", "help");
    ck_assert_uint_eq(cli.operand_count, 2);
}
END_TEST

START_TEST(options_of_a_command)
{
    parses("build --as-of 2025-06-30 --sector pe_energy --dry-run --sector=pe_retail", "build");
    struct app app = app_of();
    ck_assert_str_eq(app_option(&app, "as-of"), "2025-06-30");
    ck_assert_str_eq(app_option_at(&app, "sector", 0), "pe_energy");
    ck_assert_str_eq(app_option_at(&app, "sector", 1), "pe_retail");
    ck_assert_ptr_null(app_option_at(&app, "sector", 2));
    ck_assert(app_flag(&app, "dry-run") && !app_flag(&app, "offline"));
    parses("build --as-of 2025-06-30 --as-of=2025-07-01", "build");
    app = app_of();
    ck_assert_str_eq(app_option(&app, "as-of"), "2025-07-01");
    parses("build --as-of=", "build");
    app = app_of();
    ck_assert_str_eq(app_option(&app, "as-of"), "");
}
END_TEST

static void assigns(size_t i, const char *name, const char *value, const char *option)
{
    ck_assert_uint_gt(cli.argument_count, i);
    ck_assert_str_eq(cli.arguments[i].name, name);
    ck_assert_str_eq(cli.arguments[i].value, value);
    ck_assert_str_eq(cli.arguments[i].option, option);
}

START_TEST(options_that_assign_settings)
{
    parses("-v build --out /srv --set JOBS=3 -s APP_NAME=a=b -sDEBUG= --quiet", "build");
    ck_assert_uint_eq(cli.argument_count, 6);
    assigns(0, "LOG_LEVEL", "DEBUG", "--verbose");
    assigns(1, "OUT_DIR", "/srv", "--out");
    assigns(2, "JOBS", "3", "--set");
    assigns(3, "APP_NAME", "a=b", "--set");
    assigns(4, "DEBUG", "", "--set");
    assigns(5, "LOG_LEVEL", "WARNING", "--quiet");
    ck_assert_uint_eq(cli.option_count, 0);
}
END_TEST

START_TEST(many_assignments)
{
    char line[1024] = "build";
    for (int i = 0; i < 25; i++)
        snprintf(line + strlen(line), sizeof line - strlen(line), " -sJOBS=%d", i);
    parses(line, "build");
    ck_assert_uint_eq(cli.argument_count, 25);
    assigns(24, "JOBS", "24", "--set");
}
END_TEST

START_TEST(global_options_stand_anywhere)
{
    parses("--config prod.env build", "build");
    ck_assert_str_eq(cli.settings_file, "prod.env");
    parses("build -c prod.env", "build");
    ck_assert_str_eq(cli.settings_file, "prod.env");
    parses("build -qcprod.env", "build");
    ck_assert_str_eq(cli.settings_file, "prod.env");
    assigns(0, "LOG_LEVEL", "WARNING", "--quiet");
    parses("build --help", "build");
    ck_assert(cli.help);
    parses("-h build", "build");
    ck_assert(cli.help);
    parses("--version", "");
    ck_assert(cli.version && !cli.help);
    parses("-V", "");
    ck_assert(cli.version);
    parses("", "");
    ck_assert(cli.help);
    parses("cache show --help", "cache show"); /* although KEY is missing */
    parses("cache --help", "");
    ck_assert_str_eq(cli.group, "cache");
    ck_assert(cli.help);
}
END_TEST

START_TEST(two_dashes_end_the_options)
{
    parses("cache show -- --help", "cache show");
    ck_assert(!cli.help);
    ck_assert_str_eq(cli.operands[0], "--help");
    parses("cache show -", "cache show");
    ck_assert_str_eq(cli.operands[0], "-");
}
END_TEST

START_TEST(refusals)
{
    refuses("biuld", "unknown command 'biuld'", "did you mean 'build'?");
    refuses("publish", "unknown command 'publish'", "'orgair help' lists the commands");
    refuses("''", "unknown command ''", "'orgair help' lists the commands");
    refuses("cache lst", "unknown command 'cache lst'", "did you mean 'cache list'?");
    refuses("cache -v list", "unknown command 'cache list'", "did you mean 'cache list'?");
    refuses("cache", "'cache' needs a command behind it: invalidate, list, show, verify",
            "see 'orgair help cache'");
    refuses("build --jbos 3", "unknown option '--jbos' of 'build'", "did you mean '--jobs'?");
    refuses("build --frobnicate=3", "unknown option '--frobnicate' of 'build'",
            "see 'orgair help build'");
    refuses("--out x build", "unknown option '--out'",
            "the options of a command stand behind it, see 'orgair help'");
    refuses("--hlep", "unknown option '--hlep'", "did you mean '--help'?");
    refuses("build -x", "unknown option '-x'", "see 'orgair help'");
    refuses("build --as-of", "option '--as-of' needs an argument: DATE", "");
    refuses("build -c", "option '--config' needs an argument: FILE", "");
    refuses("build --dry-run=yes", "option '--dry-run' takes no argument", "");
    refuses("build extra", "unexpected argument 'extra' of 'build'", "see 'orgair help build'");
    refuses("cache show", "'cache show' needs KEY", "see 'orgair help cache show'");
    refuses("build --set JOBS", "--set 'JOBS' is not an assignment, expected NAME=VALUE", "");
    refuses("build --set =3", "--set '=3' is not an assignment, expected NAME=VALUE", "");
}
END_TEST

static bool is_lower_case_line(const char *text)
{
    return !text_is_blank(text) && !text_ends_with(text, ".") && !strchr(text, '\n') &&
           !(text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z');
}

static void check_options(const char *command, const struct option_row *row)
{
    for (; row && row->name; row++) {
        ck_assert_msg(is_lower_case_line(row->help), "%s --%s: help", command, row->name);
        ck_assert_msg(!row[1].name || strcmp(row->name, row[1].name) < 0,
                      "%s: --%s and --%s are not sorted", command, row->name, row[1].name);
        for (const struct global_option *global = global_options; global->row.name; global++)
            ck_assert_msg(!text_equal(global->row.name, row->name), "%s: --%s is a global option",
                          command, row->name);
    }
}

START_TEST(tables_are_sorted_unique_and_explained)
{
    for (const struct command *command = commands; command->name; command++) {
        const char *next = command[1].name;
        ck_assert_msg(!next || strcmp(command->name, next) < 0, "%s and %s", command->name, next);
        ck_assert_msg(is_lower_case_line(command->summary), "%s: summary", command->name);
        ck_assert_msg(command->operands != NULL, "%s: operands", command->name);
        ck_assert_int_eq(command->most_operands > 0, *command->operands != '\0');
        ck_assert_uint_le(command->least_operands, command->most_operands);
        ck_assert_ptr_nonnull(command->run);
        ck_assert_ptr_eq(command_find(command->name), command);
        check_options(command->name, command->options);
    }
    for (const struct global_option *global = global_options; global->row.name; global++)
        ck_assert(!global[1].row.name || strcmp(global->row.name, global[1].row.name) < 0);
}
END_TEST

/* An option that assigns a setting names one that exists. */
START_TEST(assigned_settings_exist)
{
    const struct setting_row *rows;
    size_t count = settings_rows(arena, NULL, &rows);
    for (const struct command *command = commands; command->name; command++)
        for (const struct option_row *row = command->options; row && row->name; row++) {
            bool found = !row->setting;
            for (size_t i = 0; i < count && !found; i++)
                found = strncmp(row->setting, rows[i].name, strcspn(row->setting, "=")) == 0 &&
                        strlen(rows[i].name) == strcspn(row->setting, "=");
            ck_assert_msg(found, "%s --%s assigns '%s'", command->name, row->name, row->setting);
            ck_assert(!row->setting || (row->argument != NULL) == !strchr(row->setting, '='));
        }
}
END_TEST

START_TEST(examples_are_command_lines)
{
    for (const struct manual_entry *entry = manual_examples; entry->term; entry++) {
        ck_assert(text_starts_with(entry->term, "orgair "));
        ck_assert_msg(parse(entry->term + 7), "%s: %s", entry->term, err.message);
    }
}
END_TEST

static const char *laid_out(void (*put)(FILE *out))
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    put(out);
    fclose(out);
    const char *copy = arena_strdup(arena, text);
    free(text);
    return copy;
}

static void put_entries(FILE *out)
{
    layout_entry(out, "--json", "print a JSON array", 12);
    layout_entry(out, "--on-invalid POLICY", "one two", 12);
    layout_entry(out, "x",
                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbb "
                 "cccccccccccccccccc",
                 12);
}

START_TEST(entries_are_aligned_and_wrapped)
{
    ck_assert_str_eq(laid_out(put_entries),
                     "  --json    print a JSON array\n"
                     "  --on-invalid POLICY\n"
                     "            one two\n"
                     "  x         aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
                     "            bbbbbbbbb cccccccccccccccccc\n");
}
END_TEST

static void put_paragraphs(FILE *out)
{
    layout_paragraphs(out, "one\ntwo\n\n  kept   as\n  it is\n\nthree");
}

START_TEST(paragraphs_are_filled_or_kept)
{
    ck_assert_str_eq(laid_out(put_paragraphs), "one two\n\n  kept   as\n  it is\n\nthree\n");
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("cli");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, commands_of_one_and_two_words);
    tcase_add_test(all, options_of_a_command);
    tcase_add_test(all, options_that_assign_settings);
    tcase_add_test(all, many_assignments);
    tcase_add_test(all, global_options_stand_anywhere);
    tcase_add_test(all, two_dashes_end_the_options);
    tcase_add_test(all, refusals);
    tcase_add_test(all, tables_are_sorted_unique_and_explained);
    tcase_add_test(all, assigned_settings_exist);
    tcase_add_test(all, examples_are_command_lines);
    tcase_add_test(all, entries_are_aligned_and_wrapped);
    tcase_add_test(all, paragraphs_are_filled_or_kept);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
