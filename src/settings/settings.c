#include "settings/settings.h"

#include "base/file.h"
#include "base/text.h"
#include "settings/env_file.h"
#include "settings/table.h"

#include <strings.h>
#include <sys/stat.h>

enum { SETTING_LIMIT = 64, FILE_LIMIT = 1024 * 1024, NAME_PREFIX = 7 };

static const char prefix[] = "ORGAIR_";

/* The assignment that counts for one setting. */
struct choice {
    const char *value; /* NULL: the default */
    enum setting_source source;
    const char *origin; /* "file .env:3" */
};

struct loader {
    struct arena *arena;
    const struct settings_input *input;
    const char *file;                     /* NULL: there is none */
    struct choice choices[SETTING_LIMIT]; /* by row of the table */
    struct settings_problems *problems;
    size_t capacity;
};

static void problem(struct loader *loader, const char *line)
{
    struct settings_problems *problems = loader->problems;
    problems->lines = arena_grow(loader->arena, problems->lines, &loader->capacity,
                                 problems->count + 1, sizeof *problems->lines);
    problems->lines[problems->count++] = line;
}

static bool has_prefix(const char *name)
{
    return strncasecmp(name, prefix, NAME_PREFIX) == 0;
}

static void unknown(struct loader *loader, const char *name, const char *origin)
{
    const char *bare = has_prefix(name) ? name + NAME_PREFIX : name;
    const char *nearest = setting_nearest(bare);
    problem(loader,
            nearest ? arena_printf(loader->arena, "unknown setting '%s' (%s), did you mean '%s%s'?",
                                   name, origin, has_prefix(name) ? prefix : "", nearest)
                    : arena_printf(loader->arena,
                                   "unknown setting '%s' (%s), expected one that "
                                   "'orgair settings' lists",
                                   name, origin));
}

static struct choice *choice_of(struct loader *loader, const struct setting_spec *spec)
{
    return &loader->choices[spec - setting_specs];
}

static void take_line(struct loader *loader, const struct env_line *line)
{
    const char *origin = arena_printf(loader->arena, "file %s:%zu", loader->file, line->number);
    if (!line->name) {
        problem(loader, arena_printf(loader->arena, "%s: %s", origin, line->problem));
        return;
    }
    const struct setting_spec *spec = setting_find(line->name);
    if (spec)
        *choice_of(loader, spec) = (struct choice){line->value, SOURCE_FILE, origin};
    else if (has_prefix(line->name) || setting_nearest(line->name))
        unknown(loader, line->name, origin); /* other names belong to other programs */
}

static void take_file(struct loader *loader)
{
    struct stat status;
    loader->file = loader->input->file;
    if (!loader->file && stat(".env", &status) == 0 && S_ISREG(status.st_mode))
        loader->file = ".env";
    if (!loader->file)
        return;
    char *text;
    size_t length, count;
    struct error err = ERROR_INIT;
    if (!file_read(loader->arena, loader->file, FILE_LIMIT, &text, &length, &err)) {
        problem(loader, arena_printf(loader->arena, "settings file: %s", err.message));
        return;
    }
    const struct env_line *lines = env_file_parse(loader->arena, text, length, &count);
    for (size_t i = 0; i < count; i++)
        take_line(loader, &lines[i]);
}

/* Variables of the project's own scripts. */
static bool is_tolerated(const char *name)
{
    return strncasecmp(name, "ORGAIR_TEST_", 12) == 0 ||
           text_equal_ignoring_case(name, "ORGAIR_BUILD");
}

static void take_variable(struct loader *loader, const char *variable)
{
    const char *equals = strchr(variable, '=');
    if (!equals)
        return;
    const char *name = arena_strndup(loader->arena, variable, (size_t)(equals - variable));
    bool plain_url = text_equal_ignoring_case(name, "DATABASE_URL");
    if (!plain_url && (!has_prefix(name) || is_tolerated(name)))
        return;
    const struct setting_spec *spec = setting_find(name);
    if (!spec) {
        unknown(loader, name, "environment");
        return;
    }
    struct choice *choice = choice_of(loader, spec);
    const char *origin = arena_printf(loader->arena, "environment %s", name);
    if (choice->source == SOURCE_ENVIRONMENT) {
        bool held_is_plain = !has_prefix(choice->origin + strlen("environment "));
        if (plain_url)
            return; /* ORGAIR_DATABASE_URL is the closer one */
        if (!held_is_plain) {
            problem(loader, arena_printf(loader->arena, "%s is assigned twice (%s and %s)",
                                         spec->name, choice->origin, name));
            return;
        }
    }
    *choice = (struct choice){equals + 1, SOURCE_ENVIRONMENT, origin};
}

static void take_arguments(struct loader *loader)
{
    for (size_t i = 0; i < loader->input->argument_count; i++) {
        const struct setting_argument *argument = &loader->input->arguments[i];
        const struct setting_spec *spec = setting_find(argument->name);
        if (spec)
            *choice_of(loader, spec) =
                (struct choice){argument->value, SOURCE_ARGUMENT, argument->option};
        else
            unknown(loader, argument->name, argument->option);
    }
}

static void gather(struct loader *loader)
{
    static const struct settings_input nothing;
    bool only_defaults = !loader->input;
    if (only_defaults) {
        loader->input = &nothing;
        return;
    }
    take_file(loader);
    for (char *const *variable = loader->input->environment; variable && *variable; variable++)
        take_variable(loader, *variable);
    take_arguments(loader);
}

/* The folder in the current one if it is there, else the installed one. */
static const char *project_folder(struct arena *arena, const char *name)
{
    struct stat status;
    if (stat(name, &status) == 0 && S_ISDIR(status.st_mode))
        return name;
    return arena_printf(arena, "%s/%s", ORGAIR_DATADIR, name);
}

static const char *fallback_of(struct arena *arena, const struct setting_spec *spec,
                               const struct settings *settings)
{
    if (spec->fallback)
        return spec->fallback;
    if (spec->offset == offsetof(struct settings, cache_dir))
        return path_join(arena, settings->out_dir, "cache");
    if (spec->offset == offsetof(struct settings, log_level))
        return settings->debug ? "DEBUG" : "INFO";
    if (spec->offset == offsetof(struct settings, template_dir))
        return project_folder(arena, "templates");
    if (spec->offset == offsetof(struct settings, migration_dir))
        return project_folder(arena, "migrations");
    return project_folder(arena, "seeds");
}

/* "'0.7'", or "unset" */
static const char *shown(struct arena *arena, const struct setting_spec *spec, const char *value)
{
    const char *masked = setting_mask(arena, spec, value);
    if (*masked == '\0')
        return "empty";
    size_t length = strlen(masked);
    return arena_printf(arena, "'%.*s%s'", 120, masked, length > 120 ? "..." : "");
}

static void fill(struct loader *loader, const struct setting_spec *spec, struct settings *settings)
{
    struct arena *arena = loader->arena;
    const struct choice *choice = choice_of(loader, spec);
    setting_parse(arena, spec, fallback_of(arena, spec, settings), settings);
    if (choice->value && !setting_parse(arena, spec, choice->value, settings))
        problem(loader, arena_printf(arena, "%s is %s (%s), expected %s", spec->name,
                                     shown(arena, spec, choice->value), choice->origin,
                                     setting_range(arena, spec)));
}

/* CACHE_DIR's default needs OUT_DIR, LOG_LEVEL's needs DEBUG: what depends comes second. */
static void fill_all(struct loader *loader, struct settings *settings)
{
    memset(settings, 0, sizeof *settings);
    for (int round = 0; round < 2; round++)
        for (const struct setting_spec *spec = setting_specs; spec->name; spec++)
            if ((spec->fallback == NULL) == (round == 1))
                fill(loader, spec, settings);
}

static bool is_weight(const struct setting_spec *spec)
{
    return text_starts_with(spec->name, "W_");
}

static void check_weights(struct loader *loader, const struct settings *settings)
{
    struct decimal sum = DECIMAL_ZERO;
    struct decimal difference;
    for (size_t i = 0; i < DIMENSION_WEIGHTS; i++)
        decimal_add(sum, settings->dimension_weights[i], &sum);
    decimal_subtract(sum, (struct decimal){1, 0}, &difference);
    if (decimal_compare(decimal_absolute(difference), (struct decimal){1, 3}) <= 0)
        return;
    struct strbuf line;
    strbuf_init(&line);
    strbuf_addstr(&line, "the weights W_* sum to ");
    decimal_format(&line, sum, sum.scale < 3 ? 3 : sum.scale, '\0');
    strbuf_addstr(&line, ", expected 1.000, at most 0.001 away");
    const char *separator = ": ";
    for (const struct setting_spec *spec = setting_specs; spec->name; spec++) {
        const struct choice *choice = choice_of(loader, spec);
        if (!is_weight(spec) || !choice->value)
            continue;
        strbuf_addf(&line, "%s%s is '%s' (%s)", separator, spec->name, choice->value,
                    choice->origin);
        separator = ", ";
    }
    problem(loader, arena_strdup(loader->arena, line.text));
    strbuf_release(&line);
}

static const char *origin_of(struct loader *loader, const char *name)
{
    const struct choice *choice = choice_of(loader, setting_find(name));
    return choice->value ? choice->origin : "default";
}

static void check_production(struct loader *loader, const struct settings *settings)
{
    struct arena *arena = loader->arena;
    struct stat status;
    if (settings->app_env != APP_PRODUCTION)
        return;
    if (settings->debug)
        problem(loader, arena_printf(arena,
                                     "DEBUG is 'true' (%s), expected false when APP_ENV is "
                                     "production",
                                     origin_of(loader, "DEBUG")));
    if (text_length(settings->secret_key) < 32)
        problem(loader, arena_printf(arena,
                                     "SECRET_KEY is %s (%s), expected at least 32 characters when "
                                     "APP_ENV is production",
                                     *settings->secret_key ? "'********'" : "empty",
                                     origin_of(loader, "SECRET_KEY")));
    if (loader->file && stat(loader->file, &status) == 0 && (status.st_mode & S_IROTH))
        problem(loader, arena_printf(arena,
                                     "settings file '%s' has mode %04o, expected one that others "
                                     "cannot read (0600 or 0640) when APP_ENV is production",
                                     loader->file, (unsigned)status.st_mode & 07777));
}

bool settings_load(struct arena *arena, const struct settings_input *input,
                   struct settings *settings, struct settings_problems *problems, struct error *err)
{
    *problems = (struct settings_problems){0};
    struct loader loader = {.arena = arena, .input = input, .problems = problems};
    gather(&loader);
    fill_all(&loader, settings);
    check_weights(&loader, settings);
    check_production(&loader, settings);
    if (problems->count == 0)
        return true;
    error_set(err, ERROR_USAGE, "%zu setting%s wrong", problems->count,
              problems->count == 1 ? " is" : "s are");
    return error_hint(err, "'orgair settings' shows every setting, where it comes from and its "
                           "range");
}

static struct setting_row make_row(struct loader *loader, const struct setting_spec *spec,
                                   const struct settings *settings)
{
    struct arena *arena = loader->arena;
    const struct choice *choice = choice_of(loader, spec);
    const char *value = choice->value ? choice->value : fallback_of(arena, spec, settings);
    return (struct setting_row){
        .name = spec->name,
        .value = setting_mask(arena, spec, value),
        .source = choice->value ? choice->origin : "default",
        .fallback = spec->fallback ? spec->fallback : spec->fallback_note,
        .range = setting_range(arena, spec),
        .help = spec->help,
    };
}

size_t settings_rows(struct arena *arena, const struct settings_input *input,
                     const struct setting_row **rows)
{
    struct settings settings;
    struct settings_problems problems = {0};
    struct loader loader = {.arena = arena, .input = input, .problems = &problems};
    gather(&loader);
    fill_all(&loader, &settings);
    struct setting_row *table = arena_array(arena, SETTING_LIMIT, sizeof *table);
    size_t count = 0;
    for (const struct setting_spec *spec = setting_specs; spec->name; spec++)
        table[count++] = make_row(&loader, spec, &settings);
    *rows = table;
    return count;
}
