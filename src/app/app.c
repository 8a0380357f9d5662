#include "app/app.h"

#include "base/text.h"

const char *app_option_at(const struct app *app, const char *name, size_t n)
{
    for (size_t i = 0; i < app->option_count; i++)
        if (text_equal(app->options[i].name, name) && n-- == 0)
            return app->options[i].value;
    return NULL;
}

const char *app_option(const struct app *app, const char *name)
{
    const char *last = NULL;
    for (size_t i = 0; i < app->option_count; i++)
        if (text_equal(app->options[i].name, name))
            last = app->options[i].value;
    return last;
}

bool app_flag(const struct app *app, const char *name)
{
    return app_option(app, name) != NULL;
}

int64_t app_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool app_connect(struct app *app, const char *command, bool read_only, struct db **out,
                 struct error *err)
{
    const struct settings *settings = app->settings;
    struct db_options options = {
        .url = settings->database_url,
        .application_name = arena_printf(app->arena, "orgair %s", command),
        .connect_timeout_s = settings->connect_timeout_s,
        .connect_attempts = settings->connect_attempts,
        .statement_timeout_ms = settings->statement_timeout_ms,
        .lock_timeout_ms = settings->lock_timeout_ms,
        .read_only = read_only,
    };
    return db_connect(app->arena, &options, app->log, out, err);
}
