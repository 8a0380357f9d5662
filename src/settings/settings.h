/*
 * How the program runs: one table of settings, filled once, handed down const.
 * Precedence: defaults < file (.env form) < environment < arguments.
 *
 * Each is ORGAIR_<NAME> in the environment and in the file, case-insensitive;
 * DATABASE_URL is read too, and libpq's own PG* variables work as everywhere.
 */
#ifndef SETTINGS_SETTINGS_H
#define SETTINGS_SETTINGS_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/log.h"

#include <stdbool.h>
#include <stddef.h>

enum app_env { APP_DEVELOPMENT, APP_STAGING, APP_PRODUCTION };
enum param_version { PARAM_V1_0, PARAM_V2_0 };
enum on_invalid { ON_INVALID_FLAG, ON_INVALID_HOLD, ON_INVALID_FAIL };
enum handout_extent { EXTENT_REVIEW, EXTENT_FULL };
enum paper { PAPER_A4, PAPER_LETTER };

enum { DIMENSION_WEIGHTS = 7 };

struct settings {
    const char *app_name;       /* APP_NAME: title of the site */
    enum app_env app_env;       /* APP_ENV */
    bool debug;                 /* DEBUG */
    enum log_level log_level;   /* LOG_LEVEL */
    enum log_format log_format; /* LOG_FORMAT */
    const char *secret_key;     /* SECRET_KEY, "" when unset: nothing is signed */
    const char *site_url;       /* SITE_URL, "" when unset; without trailing slash */

    const char *database_url;       /* DATABASE_URL, "" lets libpq use PG* */
    long long connect_timeout_s;    /* DB_CONNECT_TIMEOUT */
    long long connect_attempts;     /* DB_CONNECT_ATTEMPTS: with backoff, for connecting only */
    long long statement_timeout_ms; /* DB_STATEMENT_TIMEOUT_MS */
    long long lock_timeout_ms;      /* DB_LOCK_TIMEOUT_MS */

    const char *out_dir;         /* OUT_DIR */
    const char *cache_dir;       /* CACHE_DIR, default <out_dir>/cache */
    const char *template_dir;    /* TEMPLATE_DIR */
    const char *migration_dir;   /* MIGRATION_DIR */
    const char *seed_dir;        /* SEED_DIR */
    const char *metrics_file;    /* METRICS_FILE, "" when unset */
    long long keep_releases;     /* KEEP_RELEASES */
    long long min_free_mb;       /* MIN_FREE_MB */
    struct decimal max_drop_pct; /* MAX_ORGANIZATION_DROP_PCT: guard, exit status 7 */
    enum on_invalid on_invalid;  /* ON_INVALID */
    enum paper paper;            /* PAPER */
    enum handout_extent handout; /* HANDOUT: which organizations have a page in it */
    long long handout_pages;     /* HANDOUT_PAGES: pages of organizations in it */
    long long handout_rows;      /* HANDOUT_ROWS: rows of a list in it */
    long long jobs;              /* JOBS, 0: as many as there are cores */

    long long cache_ttl_sectors; /* CACHE_TTL_SECTORS, seconds */
    long long cache_ttl_scores;  /* CACHE_TTL_SCORES, seconds */

    enum param_version param_version;                    /* PARAM_VERSION */
    struct decimal alpha_vr_weight;                      /* ALPHA_VR_WEIGHT */
    struct decimal beta_synergy_weight;                  /* BETA_SYNERGY_WEIGHT */
    struct decimal lambda_penalty;                       /* LAMBDA_PENALTY */
    struct decimal delta_position;                       /* DELTA_POSITION */
    struct decimal dimension_weights[DIMENSION_WEIGHTS]; /* W_DATA_INFRA .. W_CULTURE */
    struct decimal hitl_score_change_threshold;          /* HITL_SCORE_CHANGE_THRESHOLD */
    struct decimal hitl_ebitda_projection_threshold;     /* HITL_EBITDA_PROJECTION_THRESHOLD */
};

/* Where a value came from, in rising precedence. */
enum setting_source { SOURCE_DEFAULT, SOURCE_FILE, SOURCE_ENVIRONMENT, SOURCE_ARGUMENT };

/* An assignment from the command line: --set NAME=VALUE or an option of its own. */
struct setting_argument {
    const char *name; /* as in the table: "OUT_DIR" */
    const char *value;
    const char *option; /* how the user wrote it, for messages: "--out" */
};

struct settings_input {
    const char *file;         /* NULL: ./.env if it exists; a named file must exist */
    char *const *environment; /* environ */
    const struct setting_argument *arguments;
    size_t argument_count;
};

/* Reads everything and checks it. All problems are reported at once: `problems` gets one line
 * each, naming the setting, its source, the value (masked if secret) and the range; err then
 * counts them, code ERROR_USAGE. */
struct settings_problems {
    const char **lines;
    size_t count;
};
bool settings_load(struct arena *arena, const struct settings_input *input,
                   struct settings *settings, struct settings_problems *problems,
                   struct error *err);

/* A row of the table as documentation and `orgair settings` show it. */
struct setting_row {
    const char *name;     /* LAMBDA_PENALTY; in the environment ORGAIR_LAMBDA_PENALTY */
    const char *value;    /* effective, masked if secret */
    const char *source;   /* "default", "file .env:3", "environment ORGAIR_DEBUG", "--out" */
    const char *fallback; /* the default, as text */
    const char *range;    /* "0 to 0.50", "json or console" */
    const char *help;     /* one sentence */
};
/* The table with effective values, sorted by name; NULL settings gives defaults. */
size_t settings_rows(struct arena *arena, const struct settings_input *input,
                     const struct setting_row **rows);

#endif
