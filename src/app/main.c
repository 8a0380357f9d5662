#include "app/cli.h"
#include "app/commands.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/text.h"
#include "base/utc.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

extern char **environ;

/* A descriptor that was closed would be given to the next file that is opened, and a message
 * would end up in a page. It is filled with one that fails where it is used. */
static void keep_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _exit(ERROR_FAILED);
}

/* What is large goes back to the system as soon as it is freed. glibc would learn from the first of
 * Cairo's fonts to keep 32 MB of that for the next. */
static void return_large_memory(void)
{
    enum { LARGE = 4 << 20, LEFT_OVER = 8 << 20 };
    mallopt(M_MMAP_THRESHOLD, LARGE);
    mallopt(M_TRIM_THRESHOLD, LEFT_OVER);
}

static struct log make_log(void)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    struct log log = {
        .stream = stderr,
        .level = LOG_LEVEL_INFO,
        .format = LOG_FORMAT_CONSOLE,
        .color = isatty(STDERR_FILENO) && !(no_color && *no_color) &&
                 !(terminal && text_equal(terminal, "dumb")),
        .now_ns = app_now_ns,
    };
    char stamp[UTC_TEXT];
    utc_stamp(stamp, app_now_ns() / 1000000000);
    snprintf(log.run_id, sizeof log.run_id, "%s-%05d", stamp, (int)getpid() % 100000);
    return log;
}

/* On a terminal that can clear a line, and where the log is shown to people. */
static bool wants_progress(const struct settings *settings)
{
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) && terminal && !text_equal(terminal, "dumb") &&
           settings->log_format == LOG_FORMAT_CONSOLE && settings->log_level <= LOG_LEVEL_INFO;
}

/* Shared with the workers that a build forks. */
static struct progress *make_progress(const struct settings *settings)
{
    if (!wants_progress(settings))
        return NULL;
    struct progress *progress =
        mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (progress == MAP_FAILED)
        return NULL; /* nothing depends on it */
    *progress = (struct progress){.stream = stderr, .now_ns = app_now_ns};
    return progress;
}

static bool load_settings(struct arena *arena, const struct settings_input *input,
                          struct settings *settings, struct log *log, struct error *err)
{
    struct settings_problems problems = {0};
    bool ok = settings_load(arena, input, settings, &problems, err);
    log->level = settings->log_level;
    log->format = settings->log_format;
    for (size_t i = 0; i < problems.count; i++) {
        if (log->format == LOG_FORMAT_JSON)
            log_error(log, "%s", problems.lines[i]);
        else
            fprintf(stderr, "orgair: %s\n", problems.lines[i]);
    }
    return ok;
}

static bool run(struct app *app, const struct command *command, struct log *log, struct error *err)
{
    struct settings settings;
    if (!command->without_settings) {
        if (!load_settings(app->arena, app->input, &settings, log, err))
            return false;
        log->progress = make_progress(&settings);
        app->settings = &settings;
        app->log = log;
    }
    bool ok = command->run(app, err);
    progress_end(log);
    log->progress = NULL;
    return ok;
}

/* Help on what the command line named. */
static void turn_into_help(struct cli *cli)
{
    const char *topic = cli->command ? cli->command->name : cli->group;
    cli->operand_count = 0;
    if (topic)
        cli->operands[cli->operand_count++] = topic;
    cli->option_count = 0;
    cli->command = command_find("help");
}

/* True, or errno says why not. The reason of an earlier failure is gone, and asked for again. */
static bool flush_output(void)
{
    bool failed = ferror(stdout);
    if (failed)
        fputc('\n', stdout);
    errno = 0;
    return fclose(stdout) == 0 && !failed;
}

/* A failure to write results is a failure of the run. A reader that closed its end of a pipe has
 * seen enough, and gets what it would from any filter. */
static bool close_output(struct error *err)
{
    if (flush_output())
        return true;
    if (errno == EPIPE) {
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    if (errno == 0)
        errno = EIO;
    return error_set_errno(err, ERROR_FAILED, "cannot write to the standard output");
}

static bool execute(struct arena *arena, struct cli *cli, struct log *log, int *status,
                    struct error *err)
{
    struct settings_input input = {
        .file = cli->settings_file,
        .environment = environ,
        .arguments = cli->arguments,
        .argument_count = cli->argument_count,
    };
    if (cli->help)
        turn_into_help(cli);
    struct app app = {
        .arena = arena,
        .input = &input,
        .out = stdout,
        .options = cli->options,
        .option_count = cli->option_count,
        .operands = cli->operands,
        .operand_count = cli->operand_count,
    };
    if (cli->version && !cli->help)
        fprintf(app.out, "orgair %s\n", ORGAIR_VERSION);
    else if (!run(&app, cli->command, log, err))
        return false;
    *status = app.status;
    return true;
}

int main(int argc, char **argv)
{
    keep_standard_descriptors();
    return_large_memory();
    struct error err = ERROR_INIT;
    struct arena *arena = arena_new();
    struct log log = make_log();
    interrupt_install();
    struct cli cli;
    int status = 0;
    bool ok = cli_parse(arena, argc, argv, &cli, &err) && execute(arena, &cli, &log, &status, &err);
    if (!ok)
        fflush(stdout); /* results come before the message about their end */
    else
        ok = close_output(&err);
    if (!ok) {
        log_failure(&log, &err);
        status = err.code != ERROR_NONE ? (int)err.code : ERROR_FAILED;
    }
    arena_free(arena);
    return status;
}
