#include "settings/table.h"

#include "base/text.h"

#include <strings.h>

#define AT(field) offsetof(struct settings, field)
#define TEXT(name, type, field, fallback, note, help)                                              \
    {                                                                                              \
        name, type, AT(field), fallback, NULL, NULL, NULL, note, NULL, help                        \
    }
#define FOLDER(name, field, fallback, fallback_note, help)                                         \
    {                                                                                              \
        name, SETTING_PATH, AT(field), fallback, NULL, NULL, NULL, "folder", fallback_note, help   \
    }
#define NUMBER(name, type, field, fallback, low, high, help)                                       \
    {                                                                                              \
        name, type, AT(field), fallback, low, high, NULL, NULL, NULL, help                         \
    }
#define INTEGER(name, field, fallback, low, high, help)                                            \
    NUMBER(name, SETTING_INTEGER, field, fallback, low, high, help)
#define DECIMAL(name, field, fallback, low, high, help)                                            \
    NUMBER(name, SETTING_DECIMAL, field, fallback, low, high, help)
#define WORDS(name, field, fallback, words, help)                                                  \
    {                                                                                              \
        name, SETTING_ENUM, AT(field), fallback, NULL, NULL, words, NULL, NULL, help               \
    }

static const char *const app_envs[] = {"development", "staging", "production", NULL};
static const char *const log_levels[] = {"DEBUG", "INFO", "WARNING", "ERROR", NULL};
static const char *const log_formats[] = {"console", "json", NULL};
static const char *const param_versions[] = {"v1.0", "v2.0", NULL};
static const char *const handout_extents[] = {"review", "full", NULL};
static const char *const papers[] = {"a4", "letter", NULL};
static const char *const on_invalids[] = {"flag", "hold", "fail", NULL};

const struct setting_spec setting_specs[] = {
    DECIMAL("ALPHA_VR_WEIGHT", alpha_vr_weight, "0.60", "0.55", "0.70",
            "weight of V^R against H^R in the Org-AI-R score"),
    WORDS("APP_ENV", app_env, "development", app_envs,
          "where this runs; production is strict about DEBUG, SECRET_KEY and the settings file"),
    TEXT("APP_NAME", SETTING_TEXT, app_name, "PE Org-AI-R Platform", "1 to 255 characters",
         "title of the published site"),
    DECIMAL("BETA_SYNERGY_WEIGHT", beta_synergy_weight, "0.12", "0.08", "0.20",
            "weight of synergy in the Org-AI-R score"),
    FOLDER("CACHE_DIR", cache_dir, NULL, "<OUT_DIR>/cache", "folder of the cache"),
    INTEGER("CACHE_TTL_SCORES", cache_ttl_scores, "3600", "0", "31536000",
            "seconds that offline builds use cached assessments"),
    INTEGER("CACHE_TTL_SECTORS", cache_ttl_sectors, "86400", "0", "31536000",
            "seconds that cached sector configurations are used"),
    TEXT("DATABASE_URL", SETTING_DATABASE_URL, database_url, "",
         "URL or connection string of libpq, or empty",
         "database to read; empty leaves it to libpq's PG* variables"),
    INTEGER("DB_CONNECT_ATTEMPTS", connect_attempts, "3", "1", "10",
            "attempts to connect, with a growing wait between them"),
    INTEGER("DB_CONNECT_TIMEOUT", connect_timeout_s, "5", "1", "300",
            "seconds that one attempt to connect may take"),
    INTEGER("DB_LOCK_TIMEOUT_MS", lock_timeout_ms, "10000", "0", "3600000",
            "milliseconds that a statement waits for a lock; 0 waits forever"),
    INTEGER("DB_STATEMENT_TIMEOUT_MS", statement_timeout_ms, "300000", "0", "86400000",
            "milliseconds that a statement may take; 0 sets no limit"),
    {"DEBUG", SETTING_BOOLEAN, AT(debug), "false", NULL, NULL, NULL, "true or false", NULL,
     "log everything, unless LOG_LEVEL is assigned; refused in production"},
    DECIMAL("DELTA_POSITION", delta_position, "0.15", "0.10", "0.20",
            "position factor delta of a sector without such a calibration"),
    WORDS("HANDOUT", handout, "review", handout_extents,
          "organizations that have a page in the PDF handouts: those on the review list, or all; "
          "full sets no limit to anything"),
    INTEGER("HANDOUT_PAGES", handout_pages, "50", "1", "1000000",
            "pages of organizations in a PDF handout at most, the most severe reasons for a review "
            "first"),
    INTEGER("HANDOUT_ROWS", handout_rows, "200", "1", "1000000",
            "rows of a list in a PDF handout at most, of organizations the best scores first"),
    DECIMAL("HITL_EBITDA_PROJECTION_THRESHOLD", hitl_ebitda_projection_threshold, "10.0", "5", "25",
            "EBITDA projection, in percent, above which a person's review is asked for"),
    DECIMAL("HITL_SCORE_CHANGE_THRESHOLD", hitl_score_change_threshold, "15.0", "5", "30",
            "change of a score, in points, above which a person's review is asked for"),
    INTEGER("JOBS", jobs, "0", "0", "64", "worker processes of a build; 0: one a core"),
    INTEGER("KEEP_RELEASES", keep_releases, "10", "1", "1000",
            "published releases that are kept, the current one included"),
    DECIMAL("LAMBDA_PENALTY", lambda_penalty, "0.25", "0", "0.50",
            "how much uneven dimensions lower V^R"),
    WORDS("LOG_FORMAT", log_format, "json", log_formats, "form of the log on standard error"),
    {"LOG_LEVEL", SETTING_ENUM, AT(log_level), NULL, NULL, NULL, log_levels, NULL,
     "INFO, or DEBUG where DEBUG is true", "lowest level that is logged"},
    DECIMAL("MAX_ORGANIZATION_DROP_PCT", max_drop_pct, "20", "0", "100",
            "largest drop of the number of organizations, in percent, that is still published"),
    TEXT("METRICS_FILE", SETTING_FILE, metrics_file, "", "file, or empty",
         "file that builds write their accounts to, for the textfile collector of Prometheus"),
    FOLDER("MIGRATION_DIR", migration_dir, NULL, "./migrations, else the installed ones",
           "folder of the migrations"),
    INTEGER("MIN_FREE_MB", min_free_mb, "100", "0", "1000000000",
            "free megabytes that the output's file system must have before a build"),
    WORDS("ON_INVALID", on_invalid, "flag", on_invalids,
          "what happens to a sector with invalid weights: publish it flagged, hold its last "
          "pages, or fail the build"),
    FOLDER("OUT_DIR", out_dir, "out", NULL, "folder that releases are published in"),
    WORDS("PAPER", paper, "a4", papers, "size of the PDF handouts' pages"),
    WORDS("PARAM_VERSION", param_version, "v2.0", param_versions,
          "v2.0 scores with the weights of each sector, v1.0 with the global W_*"),
    TEXT("SECRET_KEY", SETTING_SECRET, secret_key, "",
         "text, at least 32 characters in production, or empty",
         "key that signs the manifest; empty signs nothing"),
    FOLDER("SEED_DIR", seed_dir, NULL, "./seeds, else the installed ones", "folder of the seeds"),
    TEXT("SITE_URL", SETTING_SITE_URL, site_url, "", "http:// or https:// address, or empty",
         "address that the site is served at, for sitemap.xml"),
    FOLDER("TEMPLATE_DIR", template_dir, NULL, "./templates, else the installed ones",
           "folder of the page templates"),
    DECIMAL("W_AI_GOVERNANCE", dimension_weights[1], "0.15", "0", "1",
            "global weight of AI governance; the seven W_* sum to 1"),
    DECIMAL("W_CULTURE", dimension_weights[6], "0.10", "0", "1", "global weight of culture"),
    DECIMAL("W_DATA_INFRA", dimension_weights[0], "0.18", "0", "1",
            "global weight of data infrastructure"),
    DECIMAL("W_LEADERSHIP", dimension_weights[4], "0.13", "0", "1", "global weight of leadership"),
    DECIMAL("W_TALENT", dimension_weights[3], "0.17", "0", "1", "global weight of talent"),
    DECIMAL("W_TECH_STACK", dimension_weights[2], "0.15", "0", "1",
            "global weight of the technology stack"),
    DECIMAL("W_USE_CASES", dimension_weights[5], "0.12", "0", "1", "global weight of use cases"),
    {NULL, SETTING_TEXT, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL},
};

const struct setting_spec *setting_find(const char *name)
{
    if (strncasecmp(name, "ORGAIR_", 7) == 0)
        name += 7;
    for (const struct setting_spec *spec = setting_specs; spec->name; spec++)
        if (text_equal_ignoring_case(spec->name, name))
            return spec;
    return NULL;
}

const char *setting_nearest(const char *name)
{
    const char *nearest = NULL;
    size_t least = text_distance_limit(name) + 1;
    for (const struct setting_spec *spec = setting_specs; spec->name; spec++) {
        size_t distance = text_distance(name, spec->name);
        if (distance < least) {
            least = distance;
            nearest = spec->name;
        }
    }
    return nearest;
}

const char *setting_range(struct arena *arena, const struct setting_spec *spec)
{
    if (spec->low)
        return arena_printf(arena, "%s to %s", spec->low, spec->high);
    if (!spec->words)
        return spec->note;
    const char *range = spec->words[0];
    for (size_t i = 1; spec->words[i]; i++)
        range = arena_printf(arena, "%s%s%s", range, spec->words[i + 1] ? ", " : " or ",
                             spec->words[i]);
    return range;
}

static bool parse_boolean(const char *value, bool *out)
{
    static const char *const words[] = {"false", "true", "0", "1", "no", "yes",
                                        "off",   "on",   "f", "t", "n",  "y"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal_ignoring_case(value, words[i])) {
            *out = i % 2 == 1;
            return true;
        }
    return false;
}

static bool parse_integer(const struct setting_spec *spec, const char *value, long long *out)
{
    return text_to_integer(value, strtoll(spec->low, NULL, 10), strtoll(spec->high, NULL, 10), out);
}

static bool parse_decimal(const struct setting_spec *spec, const char *value, struct decimal *out)
{
    struct decimal low, high, number;
    if (!decimal_parse(spec->low, &low) || !decimal_parse(spec->high, &high) ||
        !decimal_parse(value, &number))
        return false;
    if (decimal_compare(number, low) < 0 || decimal_compare(number, high) > 0)
        return false;
    *out = number;
    return true;
}

static bool parse_word(const struct setting_spec *spec, const char *value, void *field)
{
    for (unsigned i = 0; spec->words[i]; i++)
        if (text_equal_ignoring_case(value, spec->words[i])) {
            memcpy(field, &i, sizeof i);
            return true;
        }
    return false;
}
_Static_assert(sizeof(enum app_env) == sizeof(unsigned) &&
                   sizeof(enum log_level) == sizeof(unsigned),
               "parse_word writes enumerations as unsigned");

/* `from` without trailing slashes; "/" stays. */
static const char *without_slashes(struct arena *arena, const char *from)
{
    size_t length = strlen(from);
    while (length > 1 && from[length - 1] == '/')
        length--;
    return arena_strndup(arena, from, length);
}

static bool is_site_url(const char *value)
{
    const char *host = text_starts_with(value, "https://")  ? value + 8
                       : text_starts_with(value, "http://") ? value + 7
                                                            : NULL;
    if (!host || *host == '\0' || *host == '/')
        return false;
    for (const char *c = host; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 127 || strchr("\"'<>?#\\", *c))
            return false;
    return true;
}

static bool parse_text(struct arena *arena, const struct setting_spec *spec, const char *value,
                       const char **out)
{
    if (!text_is_utf8(value, strlen(value)) || text_has_control(value, strlen(value)))
        return false;
    if (spec->type == SETTING_TEXT && (text_is_blank(value) || text_length(value) > 255))
        return false;
    if (spec->type == SETTING_PATH && *value == '\0')
        return false;
    if (spec->type == SETTING_FILE && *value && value[strlen(value) - 1] == '/')
        return false;
    if (spec->type == SETTING_SITE_URL && *value && !is_site_url(value))
        return false;
    *out = spec->type == SETTING_PATH || spec->type == SETTING_SITE_URL
               ? without_slashes(arena, value)
               : arena_strdup(arena, value);
    return true;
}

bool setting_parse(struct arena *arena, const struct setting_spec *spec, const char *value,
                   struct settings *settings)
{
    void *field = (char *)settings + spec->offset;
    switch (spec->type) {
    case SETTING_BOOLEAN:
        return parse_boolean(value, field);
    case SETTING_INTEGER:
        return parse_integer(spec, value, field);
    case SETTING_DECIMAL:
        return parse_decimal(spec, value, field);
    case SETTING_ENUM:
        return parse_word(spec, value, field);
    default:
        return parse_text(arena, spec, value, field);
    }
}

/* postgresql://user:password@host: what stands between the user and the last @ of the
 * authority. */
static const char *mask_userinfo(struct arena *arena, const char *url)
{
    const char *scheme = strstr(url, "://");
    if (!scheme)
        return url;
    const char *start = scheme + 3;
    size_t authority = strcspn(start, "/?#");
    /* A password with an unescaped slash is not a URL any more, but it is still a password. */
    const char *at = memrchr(start, '@', authority);
    if (!at)
        at = strrchr(start, '@');
    const char *colon = at ? memchr(start, ':', (size_t)(at - start)) : NULL;
    return colon ? arena_printf(arena, "%.*s:********%s", (int)(colon - url), url, at) : url;
}

/* The length of a parameter's value: up to & in a URL, else a conninfo word or quoted text. */
static size_t parameter_length(const char *value, bool is_url)
{
    if (is_url)
        return strcspn(value, "&");
    size_t length = 0;
    if (*value != '\'') {
        while (value[length] && !strchr(" \t\n\r\f\v", value[length]))
            length += value[length] == '\\' && value[length + 1] ? 2 : 1;
        return length;
    }
    for (length = 1; value[length] && value[length] != '\'';)
        length += value[length] == '\\' && value[length + 1] ? 2 : 1;
    return value[length] ? length + 1 : length;
}

/* password=..., sslpassword=...: in a connection string or in the query of a URL. */
static const char *mask_parameters(struct arena *arena, const char *text)
{
    bool is_url = strstr(text, "://") != NULL;
    const char *search = text;
    const char *word;
    while ((word = strcasestr(search, "password")) != NULL) {
        const char *value = word + strlen("password");
        if (!is_url)
            value += strspn(value, " \t\n\r\f\v");
        if (*value != '=') {
            search = value;
            continue;
        }
        value++;
        if (!is_url)
            value += strspn(value, " \t\n\r\f\v");
        size_t before = (size_t)(value - text);
        text = arena_printf(arena, "%.*s********%s", (int)before, text,
                            value + parameter_length(value, is_url));
        search = text + before + 8;
    }
    return text;
}

const char *setting_mask(struct arena *arena, const struct setting_spec *spec, const char *value)
{
    if (*value == '\0')
        return "";
    if (spec->type == SETTING_SECRET)
        return "********";
    if (spec->type == SETTING_DATABASE_URL)
        value = mask_parameters(arena, mask_userinfo(arena, value));
    char *line = arena_strdup(arena, value);
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            *c = ' ';
    return line;
}
