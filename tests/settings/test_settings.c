#include "settings/settings.h"

#include "base/file.h"
#include "base/text.h"
#include "settings/table.h"
#include "support/folder.h"

#include <check.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each test runs in an empty folder of its own, with no environment but what it names. */

static struct arena *arena;
static const char *folder;
static struct settings settings;
static struct settings_problems problems;
static struct settings_input input;
static struct error err;
static char *environment[32];
static struct setting_argument arguments[8];

static void setup(void)
{
    arena = arena_new();
    folder = folder_of_test(arena);
    ck_assert_int_eq(chdir(folder), 0);
    memset(environment, 0, sizeof environment);
    input = (struct settings_input){.environment = environment, .arguments = arguments};
    error_clear(&err);
}

static void teardown(void)
{
    ck_assert_int_eq(chdir("/"), 0);
    arena_free(arena);
}

static void set(const char *variable)
{
    size_t i = 0;
    while (environment[i])
        i++;
    environment[i] = arena_strdup(arena, variable);
}

static void argue(const char *name, const char *value, const char *option)
{
    arguments[input.argument_count++] = (struct setting_argument){name, value, option};
}

static void file(const char *text)
{
    ck_assert(file_write(".env", text, strlen(text), &err));
    ck_assert_int_eq(chmod(".env", 0600), 0);
}

static bool load(void)
{
    error_clear(&err);
    return settings_load(arena, &input, &settings, &problems, &err);
}

static void loads(void)
{
    bool ok = load();
    ck_assert_msg(ok, "%s", ok ? "" : problems.lines[0]);
    ck_assert_uint_eq(problems.count, 0);
    ck_assert_int_eq(err.code, ERROR_NONE);
}

/* Exactly this problem. */
static void refuses(const char *wanted)
{
    ck_assert_msg(!load(), "not refused, expected: %s", wanted);
    ck_assert_str_eq(problems.lines[0], wanted);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_str_eq(err.message, "1 setting is wrong");
}

static void is_decimal(struct decimal value, const char *wanted)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_write(&text, value);
    ck_assert_str_eq(text.text, wanted);
    strbuf_release(&text);
}

static const struct setting_row *row_of(const char *name)
{
    const struct setting_row *rows;
    size_t count = settings_rows(arena, &input, &rows);
    for (size_t i = 0; i < count; i++)
        if (text_equal(rows[i].name, name))
            return &rows[i];
    ck_abort_msg("no row '%s'", name);
    return NULL;
}

START_TEST(table_is_sorted_unique_and_explained)
{
    size_t count = 0;
    for (const struct setting_spec *spec = setting_specs; spec->name; spec++, count++) {
        const struct setting_spec *next = spec + 1;
        ck_assert_msg(!next->name || strcmp(spec->name, next->name) < 0, "%s", spec->name);
        ck_assert_msg(!text_is_blank(spec->help), "%s has no help", spec->name);
        ck_assert_msg(!text_ends_with(spec->help, "."), "%s: help ends with a stop", spec->name);
        ck_assert_msg(spec->fallback || spec->fallback_note, "%s has no default", spec->name);
        ck_assert_msg(!text_is_blank(setting_range(arena, spec)), "%s has no range", spec->name);
        ck_assert_int_eq(spec->low != NULL, spec->high != NULL);
        for (const struct setting_spec *other = setting_specs; other != spec; other++)
            ck_assert_msg(other->offset != spec->offset, "%s and %s share a field", spec->name,
                          other->name);
        ck_assert_ptr_eq(setting_find(spec->name), spec);
        ck_assert_ptr_eq(setting_find(arena_printf(arena, "orgair_%s", spec->name)), spec);
        ck_assert_str_eq(setting_nearest(spec->name), spec->name);
    }
    ck_assert_uint_eq(count, 43);
    ck_assert_ptr_null(setting_find("ORGAIR_"));
    ck_assert_ptr_null(setting_find(""));
}
END_TEST

START_TEST(defaults)
{
    loads();
    ck_assert_str_eq(settings.app_name, "PE Org-AI-R Platform");
    ck_assert_int_eq(settings.app_env, APP_DEVELOPMENT);
    ck_assert(!settings.debug);
    ck_assert_int_eq(settings.log_level, LOG_LEVEL_INFO);
    ck_assert_int_eq(settings.log_format, LOG_FORMAT_JSON);
    ck_assert_str_eq(settings.secret_key, "");
    ck_assert_str_eq(settings.database_url, "");
    ck_assert_str_eq(settings.site_url, "");
    ck_assert_int_eq(settings.connect_timeout_s, 5);
    ck_assert_int_eq(settings.connect_attempts, 3);
    ck_assert_int_eq(settings.statement_timeout_ms, 300000);
    ck_assert_int_eq(settings.lock_timeout_ms, 10000);
    ck_assert_str_eq(settings.out_dir, "out");
    ck_assert_str_eq(settings.cache_dir, "out/cache");
    ck_assert_int_eq(settings.keep_releases, 10);
    ck_assert_int_eq(settings.min_free_mb, 100);
    is_decimal(settings.max_drop_pct, "20");
    ck_assert_int_eq(settings.on_invalid, ON_INVALID_FLAG);
    ck_assert_int_eq(settings.jobs, 0);
    ck_assert_int_eq(settings.cache_ttl_sectors, 86400);
    ck_assert_int_eq(settings.cache_ttl_scores, 3600);
    ck_assert_int_eq(settings.param_version, PARAM_V2_0);
    is_decimal(settings.alpha_vr_weight, "0.60");
    is_decimal(settings.beta_synergy_weight, "0.12");
    is_decimal(settings.lambda_penalty, "0.25");
    is_decimal(settings.delta_position, "0.15");
    is_decimal(settings.hitl_score_change_threshold, "15.0");
    is_decimal(settings.hitl_ebitda_projection_threshold, "10.0");
}
END_TEST

START_TEST(weights_stand_in_the_order_of_the_dimensions)
{
    static const char *const names[] = {"W_DATA_INFRA", "W_AI_GOVERNANCE", "W_TECH_STACK",
                                        "W_TALENT",     "W_LEADERSHIP",    "W_USE_CASES",
                                        "W_CULTURE"};
    static const char *const values[] = {"0.18", "0.15", "0.15", "0.17", "0.13", "0.12", "0.10"};
    loads();
    for (int i = 0; i < DIMENSION_WEIGHTS; i++) {
        is_decimal(settings.dimension_weights[i], values[i]);
        ck_assert_uint_eq(setting_find(names[i])->offset,
                          offsetof(struct settings, dimension_weights) +
                              (size_t)i * sizeof(struct decimal));
    }
}
END_TEST

START_TEST(folders_of_the_project_are_used_where_they_are)
{
    loads();
    ck_assert_str_eq(settings.template_dir, ORGAIR_DATADIR "/templates");
    ck_assert_str_eq(settings.migration_dir, ORGAIR_DATADIR "/migrations");
    ck_assert_str_eq(settings.seed_dir, ORGAIR_DATADIR "/seeds");
    ck_assert(mkdir("templates", 0777) == 0 && mkdir("migrations", 0777) == 0);
    file_write("seeds", "", 0, &err); /* a file is no folder */
    loads();
    ck_assert_str_eq(settings.template_dir, "templates");
    ck_assert_str_eq(settings.migration_dir, "migrations");
    ck_assert_str_eq(settings.seed_dir, ORGAIR_DATADIR "/seeds");
}
END_TEST

START_TEST(the_cache_follows_the_output)
{
    argue("OUT_DIR", "/srv/site//", "--out");
    loads();
    ck_assert_str_eq(settings.out_dir, "/srv/site");
    ck_assert_str_eq(settings.cache_dir, "/srv/site/cache");
    set("ORGAIR_CACHE_DIR=/var/cache/orgair");
    loads();
    ck_assert_str_eq(settings.cache_dir, "/var/cache/orgair");
    argue("OUT_DIR", "/", "--out");
    loads();
    ck_assert_str_eq(settings.out_dir, "/");
}
END_TEST

/* One step outside of each end of each range. */
static const char *beside(const char *end, const struct setting_spec *spec, int direction)
{
    struct decimal value, step = {direction, spec->type == SETTING_INTEGER ? 0 : 9}, sum;
    struct strbuf text;
    ck_assert(decimal_parse(end, &value) && decimal_add(value, step, &sum));
    strbuf_init(&text);
    decimal_write(&text, sum);
    const char *copy = arena_strdup(arena, text.text);
    strbuf_release(&text);
    return copy;
}

static void refuses_value(const struct setting_spec *spec, const char *value)
{
    input.argument_count = 0;
    argue(spec->name, value, "--set");
    refuses(arena_printf(arena, "%s is %s%s%s (--set), expected %s to %s", spec->name,
                         *value ? "'" : "", *value ? value : "empty", *value ? "'" : "", spec->low,
                         spec->high));
}

START_TEST(every_range)
{
    for (const struct setting_spec *spec = setting_specs; spec->name; spec++) {
        if (!spec->low)
            continue;
        refuses_value(spec, beside(spec->low, spec, -1));
        refuses_value(spec, beside(spec->high, spec, 1));
        refuses_value(spec, "99999999999999999999");
        refuses_value(spec, "");
        refuses_value(spec, "abc");
        refuses_value(spec, "1e2");
        refuses_value(spec, " 1");
        refuses_value(spec, "nan");
        if (text_starts_with(spec->name, "W_"))
            continue; /* the ends of one alone make a wrong sum */
        input.argument_count = 0;
        argue(spec->name, spec->low, "--set");
        loads();
        argue(spec->name, spec->high, "--set");
        loads();
    }
}
END_TEST

START_TEST(debug_logs_everything_unless_told_otherwise)
{
    set("ORGAIR_DEBUG=true");
    loads();
    ck_assert_int_eq(settings.log_level, LOG_LEVEL_DEBUG);
    ck_assert_str_eq(row_of("LOG_LEVEL")->value, "DEBUG");
    ck_assert_str_eq(row_of("LOG_LEVEL")->source, "default");
    argue("LOG_LEVEL", "WARNING", "--quiet");
    loads();
    ck_assert_int_eq(settings.log_level, LOG_LEVEL_WARNING);
}
END_TEST

START_TEST(a_fraction_is_no_whole_number)
{
    argue("JOBS", "1.5", "--jobs");
    refuses("JOBS is '1.5' (--jobs), expected 0 to 64");
}
END_TEST

START_TEST(words)
{
    static const struct {
        const char *name, *value, *problem;
    } cases[] = {
        {"APP_ENV", "prod",
         "APP_ENV is 'prod' (--set), expected development, staging or production"},
        {"LOG_LEVEL", "TRACE",
         "LOG_LEVEL is 'TRACE' (--set), expected DEBUG, INFO, WARNING or ERROR"},
        {"LOG_FORMAT", "", "LOG_FORMAT is empty (--set), expected console or json"},
        {"PARAM_VERSION", "v3.0", "PARAM_VERSION is 'v3.0' (--set), expected v1.0 or v2.0"},
        {"ON_INVALID", "ignore", "ON_INVALID is 'ignore' (--set), expected flag, hold or fail"},
        {"DEBUG", "maybe", "DEBUG is 'maybe' (--set), expected true or false"},
        {"DEBUG", "", "DEBUG is empty (--set), expected true or false"},
        {"APP_NAME", "", "APP_NAME is empty (--set), expected 1 to 255 characters"},
        {"APP_NAME", "two\nlines", "APP_NAME is 'two lines' (--set), expected 1 to 255 characters"},
        {"OUT_DIR", "", "OUT_DIR is empty (--set), expected folder"},
        {"SITE_URL", "example.org",
         "SITE_URL is 'example.org' (--set), expected http:// or https:// address, or empty"},
        {"SITE_URL", "https:///x",
         "SITE_URL is 'https:///x' (--set), expected http:// or https:// address, or empty"},
        {"SITE_URL", "https://a b",
         "SITE_URL is 'https://a b' (--set), expected http:// or https:// address, or empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        input.argument_count = 0;
        argue(cases[i].name, cases[i].value, "--set");
        refuses(cases[i].problem);
    }
}
END_TEST

START_TEST(words_are_read_in_any_case)
{
    static const struct {
        const char *text;
        bool value;
    } booleans[] = {{"TRUE", true},   {"1", true},  {"Yes", true}, {"on", true},   {"t", true},
                    {"False", false}, {"0", false}, {"NO", false}, {"off", false}, {"n", false}};
    for (size_t i = 0; i < sizeof booleans / sizeof *booleans; i++) {
        argue("DEBUG", booleans[i].text, "--set");
        loads();
        ck_assert_int_eq(settings.debug, booleans[i].value);
        input.argument_count = 0;
    }
    argue("log_level", "warning", "--set");
    argue("Log_Format", "Console", "--set");
    argue("orgair_on_invalid", "HOLD", "--set");
    argue("PARAM_VERSION", "V1.0", "--set");
    loads();
    ck_assert_int_eq(settings.log_level, LOG_LEVEL_WARNING);
    ck_assert_int_eq(settings.log_format, LOG_FORMAT_CONSOLE);
    ck_assert_int_eq(settings.on_invalid, ON_INVALID_HOLD);
    ck_assert_int_eq(settings.param_version, PARAM_V1_0);
}
END_TEST

START_TEST(a_title_may_have_255_characters_of_any_script)
{
    struct strbuf title;
    strbuf_init(&title);
    for (int i = 0; i < 255; i++)
        strbuf_addstr(&title, "\xE4\xBC\x81");
    argue("APP_NAME", title.text, "--set");
    loads();
    ck_assert_str_eq(settings.app_name, title.text);
    strbuf_addch(&title, '!');
    argue("APP_NAME", title.text, "--set");
    ck_assert(!load());
    ck_assert_ptr_nonnull(strstr(problems.lines[0], "...' (--set), expected 1 to 255 characters"));
    argue("APP_NAME", "\xFF", "--set");
    ck_assert(!load());
    strbuf_release(&title);
}
END_TEST

START_TEST(precedence)
{
    loads();
    ck_assert_str_eq(row_of("JOBS")->source, "default");
    file("# worker processes\n\nJOBS=1\n");
    loads();
    ck_assert_int_eq(settings.jobs, 1);
    ck_assert_str_eq(row_of("JOBS")->source, "file .env:3");
    set("ORGAIR_JOBS=2");
    loads();
    ck_assert_int_eq(settings.jobs, 2);
    ck_assert_str_eq(row_of("JOBS")->source, "environment ORGAIR_JOBS");
    argue("JOBS", "3", "--jobs");
    loads();
    ck_assert_int_eq(settings.jobs, 3);
    ck_assert_str_eq(row_of("JOBS")->source, "--jobs");
    argue("JOBS", "4", "--set");
    loads();
    ck_assert_int_eq(settings.jobs, 4);
    ck_assert_str_eq(row_of("JOBS")->value, "4");
    ck_assert_str_eq(row_of("JOBS")->fallback, "0");
}
END_TEST

START_TEST(only_the_value_that_counts_is_judged)
{
    file("JOBS=many\n");
    refuses("JOBS is 'many' (file .env:1), expected 0 to 64");
    set("ORGAIR_JOBS=2");
    loads();
}
END_TEST

START_TEST(names_of_the_environment)
{
    set("orgair_jobs=2");
    set("Orgair_Log_Level=ERROR");
    set("JOBS=7");
    set("HOME=/root");
    set("ORGAIR_TEST_POSTGRES=postgresql://x");
    set("ORGAIR_BUILD=/tmp/build");
    set("not an assignment");
    set("REDIS_URL=redis://localhost");
    set("SNOWFLAKE_ACCOUNT=x");
    loads();
    ck_assert_int_eq(settings.jobs, 2);
    ck_assert_int_eq(settings.log_level, LOG_LEVEL_ERROR);
    ck_assert_str_eq(row_of("JOBS")->source, "environment orgair_jobs");
}
END_TEST

START_TEST(unknown_names)
{
    set("ORGAIR_LAMDA_PENALTY=0.3");
    refuses("unknown setting 'ORGAIR_LAMDA_PENALTY' (environment), did you mean "
            "'ORGAIR_LAMBDA_PENALTY'?");
    environment[0] = NULL;
    set("ORGAIR_REDIS_URL=redis://:secret@localhost");
    refuses("unknown setting 'ORGAIR_REDIS_URL' (environment), expected one that 'orgair settings' "
            "lists");
    environment[0] = NULL;
    argue("JBOS", "1", "--set");
    refuses("unknown setting 'JBOS' (--set), did you mean 'JOBS'?");
    input.argument_count = 0;
    file("OPENAI_API_KEY=sk-1\nPGHOST=db\nDATABASE_URL=host=a\nSOMETHING_ELSE=1\n");
    loads();
    ck_assert_str_eq(settings.database_url, "host=a");
    file("LOG_LEVL=INFO\n");
    refuses("unknown setting 'LOG_LEVL' (file .env:1), did you mean 'LOG_LEVEL'?");
    file("\nORGAIR_OPENAI_API_KEY=sk-1\n");
    refuses("unknown setting 'ORGAIR_OPENAI_API_KEY' (file .env:2), expected one that 'orgair "
            "settings' lists");
}
END_TEST

START_TEST(one_setting_twice_in_the_environment)
{
    set("ORGAIR_JOBS=1");
    set("orgair_jobs=2");
    refuses("JOBS is assigned twice (environment ORGAIR_JOBS and orgair_jobs)");
}
END_TEST

START_TEST(the_closer_database_url_counts)
{
    set("DATABASE_URL=host=plain");
    loads();
    ck_assert_str_eq(settings.database_url, "host=plain");
    set("ORGAIR_DATABASE_URL=host=ours");
    loads();
    ck_assert_str_eq(settings.database_url, "host=ours");
    char *first = environment[0];
    environment[0] = environment[1];
    environment[1] = first;
    loads();
    ck_assert_str_eq(settings.database_url, "host=ours");
    ck_assert_str_eq(row_of("DATABASE_URL")->source, "environment ORGAIR_DATABASE_URL");
}
END_TEST

START_TEST(all_problems_at_once)
{
    file("JOBS=99\nthis is not one\nSECRET_KEY=\"abc\nDEBUG='no' trailing\n");
    set("ORGAIR_LAMBDA_PENALTY=0.51");
    set("ORGAIR_LOG_LEVL=INFO");
    argue("ON_INVALID", "maybe", "--on-invalid");
    ck_assert(!load());
    static const char *const wanted[] = {
        "file .env:2: expected NAME=VALUE",
        "file .env:3: the quote is not closed",
        "file .env:4: text behind the closing quote",
        "unknown setting 'ORGAIR_LOG_LEVL' (environment), did you mean 'ORGAIR_LOG_LEVEL'?",
        "JOBS is '99' (file .env:1), expected 0 to 64",
        "LAMBDA_PENALTY is '0.51' (environment ORGAIR_LAMBDA_PENALTY), expected 0 to 0.50",
        "ON_INVALID is 'maybe' (--on-invalid), expected flag, hold or fail",
    };
    ck_assert_uint_eq(problems.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < problems.count; i++)
        ck_assert_str_eq(problems.lines[i], wanted[i]);
    ck_assert_str_eq(err.message, "7 settings are wrong");
    ck_assert_ptr_nonnull(strstr(err.hint, "orgair settings"));
    /* What is wrong has its default, so that the failure can be reported as configured. */
    ck_assert_int_eq(settings.jobs, 0);
    is_decimal(settings.lambda_penalty, "0.25");
}
END_TEST

START_TEST(forms_of_the_file)
{
    file("\xEF\xBB\xBF# comment\r\n"
         "  export  ORGAIR_APP_NAME = \"A \\\"B\\\" \\\\ C # D\"  # comment\r\n"
         "\t\n"
         "SECRET_KEY='a$b\\n\"c'\n"
         "OUT_DIR=/srv/a b/c   # comment\n"
         "CACHE_DIR=/x#y\n"
         "SITE_URL= # empty\n"
         "exporting=1\n"
         "KEEP_RELEASES=7\r\n"
         "jobs=5");
    loads();
    ck_assert_str_eq(settings.app_name, "A \"B\" \\ C # D");
    ck_assert_str_eq(settings.secret_key, "a$b\\n\"c");
    ck_assert_str_eq(settings.out_dir, "/srv/a b/c");
    ck_assert_str_eq(settings.cache_dir, "/x#y");
    ck_assert_str_eq(settings.site_url, "");
    ck_assert_int_eq(settings.keep_releases, 7);
    ck_assert_int_eq(settings.jobs, 5);
    ck_assert_str_eq(row_of("JOBS")->source, "file .env:10");
}
END_TEST

START_TEST(malformed_lines_are_not_repeated)
{
    static const char *const lines[] = {"SECRET_KEY hunter2", "=hunter2", "1X=hunter2",
                                        "a-b=hunter2",        "export",   "SECRET KEY=hunter2"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        file(lines[i]);
        refuses("file .env:1: expected NAME=VALUE");
    }
    ck_assert(file_write(".env", "JOBS=1\0 2\n", 10, &err));
    refuses("file .env:1: not text: a byte is NUL");
}
END_TEST

START_TEST(a_later_line_counts)
{
    file("JOBS=1\nORGAIR_JOBS=2\n");
    loads();
    ck_assert_int_eq(settings.jobs, 2);
    file("ORGAIR_JOBS=2\nJOBS=1\n");
    loads();
    ck_assert_int_eq(settings.jobs, 1);
}
END_TEST

START_TEST(the_file_that_was_named_must_be_there)
{
    input.file = "prod.env";
    refuses("settings file: cannot open 'prod.env': No such file or directory");
    ck_assert(file_write("prod.env", "JOBS=3\n", 7, &err));
    file("JOBS=4\n");
    loads();
    ck_assert_int_eq(settings.jobs, 3);
    ck_assert_str_eq(row_of("JOBS")->source, "file prod.env:1");
    ck_assert_int_eq(mkdir("folder", 0777), 0);
    input.file = "folder";
    refuses("settings file: cannot read 'folder': not a regular file");
}
END_TEST

START_TEST(a_folder_named_env_is_no_settings_file)
{
    ck_assert_int_eq(mkdir(".env", 0777), 0);
    loads();
}
END_TEST

START_TEST(the_sum_of_the_weights)
{
    /* Exactly 0.001 away is allowed, on either side. */
    argue("W_TALENT", "0.171", "--set");
    loads();
    argue("W_TALENT", "0.169", "--set");
    loads();
    argue("W_TALENT", "0.171000001", "--set");
    refuses("the weights W_* sum to 1.001000001, expected 1.000, at most 0.001 away: W_TALENT is "
            "'0.171000001' (--set)");
    input.argument_count = 0;
    set("ORGAIR_W_CULTURE=0.1");
    argue("W_TALENT", "0.16", "--set");
    refuses("the weights W_* sum to 0.990, expected 1.000, at most 0.001 away: W_CULTURE is '0.1' "
            "(environment ORGAIR_W_CULTURE), W_TALENT is '0.16' (--set)");
}
END_TEST

START_TEST(production_is_strict)
{
    argue("APP_ENV", "production", "--set");
    refuses("SECRET_KEY is empty (default), expected at least 32 characters when APP_ENV is "
            "production");
    argue("SECRET_KEY", "0123456789012345678901234567890", "--set"); /* 31 */
    refuses("SECRET_KEY is '********' (--set), expected at least 32 characters when APP_ENV is "
            "production");
    argue("SECRET_KEY", "01234567890123456789012345678901", "--set");
    loads();
    set("ORGAIR_DEBUG=yes");
    refuses("DEBUG is 'true' (environment ORGAIR_DEBUG), expected false when APP_ENV is "
            "production");
    environment[0] = NULL;
    file("JOBS=1\n");
    loads();
    ck_assert_int_eq(chmod(".env", 0640), 0);
    loads();
    ck_assert_int_eq(chmod(".env", 0644), 0);
    refuses("settings file '.env' has mode 0644, expected one that others cannot read (0600 or "
            "0640) when APP_ENV is production");
    argue("APP_ENV", "staging", "--set");
    loads();
}
END_TEST

static void masked(const char *url, const char *wanted)
{
    input.argument_count = 0;
    argue("DATABASE_URL", url, "--set");
    ck_assert_str_eq(row_of("DATABASE_URL")->value, wanted);
}

START_TEST(secrets_are_masked)
{
    argue("SECRET_KEY", "hunter2", "--set");
    ck_assert_str_eq(row_of("SECRET_KEY")->value, "********");
    argue("SECRET_KEY", "", "--set");
    ck_assert_str_eq(row_of("SECRET_KEY")->value, "");
    masked("postgresql://u:hunter2@h:5432/db", "postgresql://u:********@h:5432/db");
    masked("postgres://u:hun:t@r2@h/db", "postgres://u:********@h/db");
    masked("postgresql://u:hun/ter2@h/db", "postgresql://u:********@h/db");
    masked("postgresql://u@h:5432/db", "postgresql://u@h:5432/db");
    masked("postgresql://h:5432/db", "postgresql://h:5432/db");
    masked("postgresql:///db?host=/run&password=hunter2&user=u",
           "postgresql:///db?host=/run&password=********&user=u");
    masked("postgresql://u:hunter2@h/db?sslpassword=hunter2",
           "postgresql://u:********@h/db?sslpassword=********");
    masked("host=h password=hunter2 user=u", "host=h password=******** user=u");
    masked("host=h password = 'hun ter\\'2' user=u", "host=h password = ******** user=u");
    masked("password=hun\\ ter2 user=u", "password=******** user=u");
    masked("PASSWORD='never closed", "PASSWORD=********");
    masked("host=passwordserver user=u", "host=passwordserver user=u");
    masked("password=", "password=********");
}
END_TEST

START_TEST(a_refused_database_url_is_masked)
{
    argue("DATABASE_URL", "postgresql://u:hunter2@h/\x01", "--set");
    refuses("DATABASE_URL is 'postgresql://u:********@h/ ' (--set), expected URL or connection "
            "string of libpq, or empty");
}
END_TEST

START_TEST(rows_without_input_are_the_defaults)
{
    const struct setting_row *rows;
    file("JOBS=9\n");
    size_t count = settings_rows(arena, NULL, &rows);
    ck_assert_uint_eq(count, 43);
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(rows[i].source, "default");
        ck_assert_ptr_nonnull(rows[i].fallback);
        ck_assert_ptr_nonnull(rows[i].value);
    }
}
END_TEST

START_TEST(site_url_loses_its_last_slash)
{
    argue("SITE_URL", "https://example.org/reports/", "--set");
    loads();
    ck_assert_str_eq(settings.site_url, "https://example.org/reports");
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("settings");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, table_is_sorted_unique_and_explained);
    tcase_add_test(all, defaults);
    tcase_add_test(all, weights_stand_in_the_order_of_the_dimensions);
    tcase_add_test(all, folders_of_the_project_are_used_where_they_are);
    tcase_add_test(all, the_cache_follows_the_output);
    tcase_add_test(all, every_range);
    tcase_add_test(all, debug_logs_everything_unless_told_otherwise);
    tcase_add_test(all, a_fraction_is_no_whole_number);
    tcase_add_test(all, words);
    tcase_add_test(all, words_are_read_in_any_case);
    tcase_add_test(all, a_title_may_have_255_characters_of_any_script);
    tcase_add_test(all, precedence);
    tcase_add_test(all, only_the_value_that_counts_is_judged);
    tcase_add_test(all, names_of_the_environment);
    tcase_add_test(all, unknown_names);
    tcase_add_test(all, one_setting_twice_in_the_environment);
    tcase_add_test(all, the_closer_database_url_counts);
    tcase_add_test(all, all_problems_at_once);
    tcase_add_test(all, forms_of_the_file);
    tcase_add_test(all, malformed_lines_are_not_repeated);
    tcase_add_test(all, a_later_line_counts);
    tcase_add_test(all, the_file_that_was_named_must_be_there);
    tcase_add_test(all, a_folder_named_env_is_no_settings_file);
    tcase_add_test(all, the_sum_of_the_weights);
    tcase_add_test(all, production_is_strict);
    tcase_add_test(all, secrets_are_masked);
    tcase_add_test(all, a_refused_database_url_is_masked);
    tcase_add_test(all, rows_without_input_are_the_defaults);
    tcase_add_test(all, site_url_loses_its_last_slash);
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
