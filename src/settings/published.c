#include "settings/published.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "settings/table.h"

/* How the program runs, reads and stores; where things are, but not what they are. */
static const char *const silent[] = {
    "APP_ENV",
    "CACHE_DIR",
    "CACHE_TTL_SCORES",
    "CACHE_TTL_SECTORS",
    "DATABASE_URL",
    "DB_CONNECT_ATTEMPTS",
    "DB_CONNECT_TIMEOUT",
    "DB_LOCK_TIMEOUT_MS",
    "DB_STATEMENT_TIMEOUT_MS",
    "DEBUG",
    "JOBS",
    "KEEP_RELEASES",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "MAX_ORGANIZATION_DROP_PCT",
    "METRICS_FILE",
    "MIGRATION_DIR",
    "MIN_FREE_MB",
    "OUT_DIR",
    "SEED_DIR",
    "TEMPLATE_DIR",
};

static bool is_silent(const char *name)
{
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
        if (text_equal(silent[i], name))
            return true;
    return false;
}

static const char *decimal_text(struct arena *arena, struct decimal value)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_write(&text, value);
    const char *kept = arena_strdup(arena, text.text);
    strbuf_release(&text);
    return kept;
}

static const char *text_of(struct arena *arena, const struct setting_spec *spec,
                           const struct settings *settings)
{
    const void *field = (const char *)settings + spec->offset;
    switch (spec->type) {
    case SETTING_BOOLEAN:
        return *(const bool *)field ? "true" : "false";
    case SETTING_INTEGER:
        return arena_printf(arena, "%lld", *(const long long *)field);
    case SETTING_DECIMAL:
        return decimal_text(arena, *(const struct decimal *)field);
    case SETTING_ENUM:
        return spec->words[*(const int *)field];
    case SETTING_TEXT:
    case SETTING_SECRET:
    case SETTING_DATABASE_URL:
    case SETTING_SITE_URL:
    case SETTING_PATH:
    case SETTING_FILE:
        break;
    }
    return *(const char *const *)field;
}

size_t settings_published(struct arena *arena, const struct settings *settings,
                          struct published_setting **rows)
{
    size_t total = 0;
    size_t count = 0;
    while (setting_specs[total].name)
        total++;
    *rows = arena_array(arena, total, sizeof **rows);
    for (const struct setting_spec *spec = setting_specs; spec->name; spec++)
        if (!is_silent(spec->name))
            (*rows)[count++] = (struct published_setting){.name = spec->name,
                                                          .text = text_of(arena, spec, settings)};
    return count;
}
