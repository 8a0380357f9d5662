#include "app/cli.h"
#include "app/commands.h"
#include "base/interrupt.h"

#include <unistd.h>

extern char **environ;

static int report(const struct error *err)
{
    fprintf(stderr, "orgair: %s\n", err->message);
    if (err->hint[0])
        fprintf(stderr, "hint: %s\n", err->hint);
    return (int)err->code;
}

static bool load_settings(struct arena *arena, const struct settings_input *input,
                          struct settings *settings, struct error *err)
{
    struct settings_problems problems = {0};
    if (settings_load(arena, input, settings, &problems, err))
        return true;
    for (size_t i = 0; i < problems.count; i++)
        fprintf(stderr, "orgair: %s\n", problems.lines[i]);
    return false;
}

static struct log make_log(const struct settings *settings)
{
    struct log log = {
        .stream = stderr,
        .level = settings->log_level,
        .format = settings->log_format,
        .color = isatty(STDERR_FILENO) && !getenv("NO_COLOR"),
        .now_ns = app_now_ns,
    };
    int64_t now = app_now_ns();
    time_t seconds = (time_t)(now / 1000000000);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    char stamp[32];
    strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &utc);
    snprintf(log.run_id, sizeof log.run_id, "%s-%05d", stamp, (int)getpid() % 100000);
    return log;
}

static int run(struct arena *arena, const struct cli *cli, struct error *err)
{
    struct settings_input input = {
        .file = cli->settings_file,
        .environment = environ,
        .arguments = cli->arguments,
        .argument_count = cli->argument_count,
    };
    struct app app = {
        .arena = arena,
        .input = &input,
        .out = stdout,
        .options = cli->options,
        .option_count = cli->option_count,
        .operands = cli->operands,
        .operand_count = cli->operand_count,
    };
    struct settings settings;
    struct log log;
    if (!cli->command->without_settings) {
        if (!load_settings(arena, &input, &settings, err))
            return report(err);
        log = make_log(&settings);
        app.settings = &settings;
        app.log = &log;
    }
    if (!cli->command->run(&app, err))
        return report(err);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        error_set_errno(err, ERROR_FAILED, "cannot write to the standard output");
        return report(err);
    }
    return app.status;
}

int main(int argc, char **argv)
{
    struct error err = ERROR_INIT;
    struct arena *arena = arena_new();
    interrupt_install();
    struct cli cli;
    int status = 0;
    if (!cli_parse(arena, argc, argv, &cli, &err)) {
        status = report(&err);
    } else if (cli.version) {
        printf("orgair %s\n", ORGAIR_VERSION);
    } else {
        struct cli help = {.command = &commands[0]};
        while (cli.help && help.command->run != cmd_help)
            help.command++;
        if (cli.help && cli.command) {
            help.operands = (const char *[]){cli.command->name};
            help.operand_count = 1;
            status = run(arena, &help, &err);
        } else {
            status = run(arena, cli.help ? &help : &cli, &err);
        }
    }
    arena_free(arena);
    return status;
}
