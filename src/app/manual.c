#include "app/manual.h"

#include "app/cli.h"
#include "base/strbuf.h"
#include "base/text.h"

/* The day of the release that this text belongs to, as mdoc wants it. */
#define MANUAL_DATE "November 21, 2026"

const char manual_summary[] = "publish sector reports, charts and workbooks from PostgreSQL";

const struct manual_entry manual_statuses[] = {
    {"0", "done: published, or there was nothing to do"},
    {"1", "failed"},
    {"2", "the command line or a setting is wrong"},
    {"3", "published, with findings of severity error"},
    {"4", "the data is invalid, and by policy nothing was published"},
    {"5", "the database cannot be reached or is not ready; a retry may help"},
    {"6", "another run holds the lock"},
    {"7", "a guard refused to publish: organizations dropped by more than is allowed"},
    {"130", "interrupted by SIGINT; nothing was published"},
    {"143", "terminated by SIGTERM; nothing was published"},
    {NULL, NULL},
};

const struct manual_entry manual_environment[] = {
    {"ORGAIR_<NAME>", "a setting, see 'orgair settings'; the case of the name does not count"},
    {"DATABASE_URL", "the database, where ORGAIR_DATABASE_URL is not set"},
    {"PGHOST, PGUSER, PGPASSFILE, ...",
     "libpq's own variables, for what the database's URL does not say"},
    {"NO_COLOR", "when it is not empty the log is not coloured"},
    {NULL, NULL},
};

const struct manual_entry manual_files[] = {
    {".env", "settings as lines of NAME=VALUE, read from the current folder when it is there"},
    {"<OUT_DIR>/current", "symbolic link to the published release: what a web server serves"},
    {"<OUT_DIR>/releases", "the releases, the newest KEEP_RELEASES of them"},
    {"<OUT_DIR>/plans", "what the releases were made from; may be deleted at any time"},
    {"<OUT_DIR>/cache", "what was read of the database; may be deleted at any time"},
    {NULL, NULL},
};

const struct manual_entry manual_examples[] = {
    {"orgair check", "is everything ready for a build?"},
    {"orgair build", "publish what changed, into out/"},
    {"orgair build --out /srv/orgair --as-of 2025-06-30",
     "publish elsewhere, with the configuration of that day"},
    {"orgair -v -s LOG_FORMAT=console build", "the same for a person who watches"},
    {"orgair rollback", "go back to the release before the current one"},
    {NULL, NULL},
};

enum { IN_TEXT, IN_MACRO };

/* Text of ours as roff: nothing in it is markup, and a hyphen stays what it is. */
static void add_roff(struct strbuf *out, const char *text, int where)
{
    if (*text == '.' || *text == '\'')
        strbuf_addstr(out, "\\&");
    for (const char *c = text; *c; c++) {
        switch (*c) {
        case '\\':
            strbuf_addstr(out, "\\e");
            break;
        case '-':
            strbuf_addstr(out, "\\-");
            break;
        case '\'':
            strbuf_addstr(out, "\\(aq");
            break;
        case '^':
            strbuf_addstr(out, "\\(ha");
            break;
        case '~':
            strbuf_addstr(out, "\\(ti");
            break;
        case '`':
            strbuf_addstr(out, "\\(ga");
            break;
        case '"':
            strbuf_addstr(out, "\\(dq");
            break;
        case '.':
            strbuf_addch(out, '.');
            if (where == IN_TEXT && c[1] == ' ' && c[2] >= 'A' && c[2] <= 'Z') {
                strbuf_addch(out, '\n'); /* roff spaces sentences by their lines */
                c++;
            }
            break;
        case ' ': /* in a macro's line a blank ends the argument */
            strbuf_addstr(out, where == IN_MACRO ? "\\ " : " ");
            break;
        default:
            strbuf_addch(out, *c);
        }
    }
}

/* One line of running text; help is written lower case and without a full stop. */
static void add_sentence(struct strbuf *out, const char *text)
{
    size_t start = out->length;
    add_roff(out, text, IN_TEXT);
    char *first = &out->text[start];
    if (*first >= 'a' && *first <= 'z')
        *first = (char)(*first - 'a' + 'A');
    char last = out->length > start ? out->text[out->length - 1] : '.';
    strbuf_addstr(out, last == '.' || last == '?' || last == ':' ? "\n" : ".\n");
}

static void add_item(struct strbuf *out, const char *macro, const char *term, const char *text)
{
    strbuf_addf(out, ".It %s ", macro);
    add_roff(out, term, IN_MACRO);
    strbuf_addch(out, '\n');
    add_sentence(out, text);
}

static void add_entries(struct strbuf *out, const char *macro, const struct manual_entry *entry)
{
    strbuf_addstr(out, ".Bl -tag -width Ds\n");
    for (; entry->term; entry++)
        add_item(out, macro, entry->term, entry->text);
    strbuf_addstr(out, ".El\n");
}

static void add_option(struct strbuf *out, const struct option_row *row, char letter)
{
    strbuf_addstr(out, ".It ");
    if (letter)
        strbuf_addf(out, "Fl %c , ", letter);
    strbuf_addstr(out, "Fl \\-");
    add_roff(out, row->name, IN_MACRO);
    if (row->argument) {
        strbuf_addstr(out, " Ar ");
        add_roff(out, row->argument, IN_MACRO);
    }
    strbuf_addch(out, '\n');
    add_sentence(out, row->help);
}

/* "[ID] NAME": an argument each, in brackets when it may be left out. */
static void add_operands(struct strbuf *out, const char *operands)
{
    while (*(operands += strspn(operands, " "))) {
        size_t length = strcspn(operands, " ");
        bool optional = *operands == '[' && operands[length - 1] == ']';
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)length - 2 * optional, operands + optional);
        strbuf_addstr(out, optional ? " Op Ar " : " Ar ");
        add_roff(out, word, IN_MACRO);
        operands += length;
    }
}

/* Paragraphs with an empty line between them; one that is set in is kept as it is. */
static void add_details(struct strbuf *out, const char *details)
{
    while (details && *details) {
        const char *end = strstr(details, "\n\n");
        size_t length = end ? (size_t)(end - details) : strlen(details);
        bool kept = text_starts_with(details, "  ");
        strbuf_addstr(out, kept ? ".Bd -literal -offset indent\n" : ".Pp\n");
        for (size_t at = 0; at < length;) {
            size_t line = strcspn(details + at, "\n");
            line = line > length - at ? length - at : line;
            size_t skip = kept && line >= 2 ? 2 : 0;
            char *copy = strndup(details + at + skip, line - skip);
            if (!copy)
                out_of_memory();
            add_roff(out, copy, IN_TEXT);
            free(copy);
            strbuf_addch(out, '\n');
            at += line + 1;
        }
        if (kept)
            strbuf_addstr(out, ".Ed\n");
        details = end ? end + 2 : NULL;
    }
}

static void add_command(struct strbuf *out, const struct command *command)
{
    strbuf_addstr(out, ".It Cm ");
    add_roff(out, command->name, IN_MACRO);
    add_operands(out, command->operands);
    strbuf_addch(out, '\n');
    add_sentence(out, command->summary);
    add_details(out, command->details);
    if (!command->options || !command->options->name)
        return;
    strbuf_addstr(out, ".Bl -tag -width Ds\n");
    for (const struct option_row *row = command->options; row->name; row++)
        add_option(out, row, 0);
    strbuf_addstr(out, ".El\n");
}

static void add_head(struct strbuf *out)
{
    strbuf_addf(out, ".Dd %s\n.Dt ORGAIR 1\n.Os orgair %s\n", MANUAL_DATE, ORGAIR_VERSION);
    strbuf_addf(out, ".Sh NAME\n.Nm orgair\n.Nd %s\n", manual_summary);
    strbuf_addstr(out, ".Sh SYNOPSIS\n.Nm\n.Op Ar option ...\n.Ar command\n.Op Ar option ...\n"
                       ".Op Ar argument ...\n");
    strbuf_addstr(out, ".Sh DESCRIPTION\n.Nm\n"
                       "takes one consistent snapshot of the sector configurations and of the\n"
                       "organizations from a PostgreSQL database, validates and scores it, and\n"
                       "publishes a static site of reports, charts and workbooks.\n"
                       "What is published is whole, or it is not published:\n"
                       "a release is built aside, verified, and switched to at once.\n"
                       "Results are written to standard output, the log to standard error.\n"
                       ".Pp\nThe options of every command are:\n.Bl -tag -width Ds\n");
    for (const struct global_option *option = global_options; option->row.name; option++)
        add_option(out, &option->row, option->letter);
    strbuf_addstr(out, ".El\n");
}

static void add_settings(struct arena *arena, struct strbuf *out)
{
    const struct setting_row *rows;
    size_t count = settings_rows(arena, NULL, &rows);
    strbuf_addstr(out, ".Sh SETTINGS\n"
                       "A setting has its default, which a settings file overrides, which the\n"
                       "environment overrides, which the command line overrides.\n"
                       "The names stand in a file with or without\n.Ev ORGAIR_ ,\n"
                       "in the environment with it, and after\n.Fl \\-set\nwithout it.\n"
                       ".Bl -tag -width Ds\n");
    for (size_t i = 0; i < count; i++) {
        add_item(out, "Ev", arena_printf(arena, "ORGAIR_%s", rows[i].name), rows[i].help);
        add_sentence(out, arena_printf(arena, "expected: %s", rows[i].range));
        add_sentence(out, arena_printf(arena, "default: %s",
                                       *rows[i].fallback ? rows[i].fallback : "empty"));
    }
    strbuf_addstr(out, ".El\n");
}

static void add_examples(struct strbuf *out)
{
    strbuf_addstr(out, ".Sh EXAMPLES\n.Bl -tag -width Ds\n");
    for (const struct manual_entry *entry = manual_examples; entry->term; entry++)
        add_item(out, "Li", entry->term, entry->text);
    strbuf_addstr(out, ".El\n");
}

void manual_print(struct arena *arena, FILE *out)
{
    struct strbuf page;
    strbuf_init(&page);
    add_head(&page);
    strbuf_addstr(&page, ".Sh COMMANDS\n.Bl -tag -width Ds\n");
    for (const struct command *command = commands; command->name; command++)
        add_command(&page, command);
    strbuf_addstr(&page, ".El\n");
    add_settings(arena, &page);
    strbuf_addstr(&page, ".Sh ENVIRONMENT\n");
    add_entries(&page, "Ev", manual_environment);
    strbuf_addstr(&page, ".Sh FILES\n");
    add_entries(&page, "Pa", manual_files);
    strbuf_addstr(&page, ".Sh EXIT STATUS\n");
    add_entries(&page, "Li", manual_statuses);
    add_examples(&page);
    strbuf_addstr(&page, ".Sh SEE ALSO\n.Xr psql 1 ,\n.Xr crontab 5 ,\n.Xr systemd.timer 5\n");
    fwrite(page.text, 1, page.length, out);
    strbuf_release(&page);
}
