/*
 * What the publishing layer costs, without anything that renders: pages of a given size are staged
 * by forked workers, verified and published, then again as they were, then kept.
 *
 *     bench_publish <folder> <pages> <bytes a page> <workers> [<rounds>]
 */
#include "base/file.h"
#include "base/text.h"
#include "publish/lock.h"
#include "publish/stage.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct bench {
    const char *out;
    size_t pages;
    size_t bytes;
    size_t workers;
    int round; /* what the text of the pages depends on */
    const char *time;
    bool keep;
};

static void check(bool ok, const struct error *err)
{
    if (ok)
        return;
    fprintf(stderr, "bench_publish: %s\n", err->message);
    exit(1);
}

static double cpu_of(int who, bool kernel)
{
    struct rusage usage;
    getrusage(who, &usage);
    const struct timeval *time = kernel ? &usage.ru_stime : &usage.ru_utime;
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

static double cpu(bool kernel)
{
    return cpu_of(RUSAGE_SELF, kernel) + cpu_of(RUSAGE_CHILDREN, kernel);
}

static long peak(int who)
{
    struct rusage usage;
    getrusage(who, &usage);
    return usage.ru_maxrss / 1024;
}

struct lap {
    double user, kernel;
};

static void lap(struct lap *lap, const char *what, size_t pages)
{
    double user = cpu(false);
    double kernel = cpu(true);
    printf("  %-8s user %6.2f s  kernel %6.2f s   a page %5.1f + %5.1f us   peak %ld MB, workers "
           "%ld MB\n",
           what, user - lap->user, kernel - lap->kernel, (user - lap->user) * 1e6 / (double)pages,
           (kernel - lap->kernel) * 1e6 / (double)pages, peak(RUSAGE_SELF), peak(RUSAGE_CHILDREN));
    fflush(stdout);
    *lap = (struct lap){user, kernel};
}

/* The first 16 hex digits spread like those of a UUID. */
static void path_of(size_t number, char path[80])
{
    uint64_t mixed = (number + 1) * 0x9E3779B97F4A7C15u;
    snprintf(path, 80, "organizations/%02x/%08x-%04x-4000-8000-%012zx.html",
             (unsigned)(mixed >> 56), (unsigned)(mixed >> 32), (unsigned)(mixed >> 16 & 0xFFFF),
             number);
}

static size_t page_of(const struct bench *bench, size_t number, char *text)
{
    size_t length = (size_t)snprintf(
        text, 1024,
        "<!DOCTYPE html><html lang=\"en\"><head><title>%zu</title>"
        "<link rel=\"stylesheet\" href=\"../../assets/site.css\"></head><body>"
        "<a href=\"#main\">skip</a><a href=\"../../index.html\">home</a>"
        "<a href=\"../../index.html#list\">list</a><main id=\"main\"><h1>%zu in %d</h1><svg>",
        number, number, bench->round);
    while (length + 160 < bench->bytes)
        length +=
            (size_t)snprintf(text + length, 256,
                             "<rect x=\"%zu\" y=\"24\" width=\"56\" height=\"7\" class=\"b\"/>"
                             "<text x=\"10\" y=\"%zu\">label &amp; value</text>\n",
                             number + length, length);
    return length + (size_t)snprintf(text + length, 256, "</svg></main></body></html>\n");
}

static void work(const struct bench *bench, struct stage *stage, size_t worker,
                 const char *fragment)
{
    struct error err = ERROR_INIT;
    char *text = malloc(bench->bytes + 1024);
    for (size_t i = worker; i < bench->pages; i += bench->workers) {
        char path[80];
        path_of(i, path);
        if (bench->keep) {
            bool kept = false;
            check(stage_keep_file(stage, path, &kept, &err) && kept, &err);
        } else {
            check(stage_put(stage, path, text, page_of(bench, i, text), &err), &err);
        }
    }
    check(stage_export(stage, fragment, &err), &err);
    _exit(0);
}

static void put_index(const struct bench *bench, struct stage *stage)
{
    struct error err = ERROR_INIT;
    FILE *stream;
    char *text;
    size_t length;
    stream = open_memstream(&text, &length);
    fprintf(stream, "<ul id=\"list\">");
    for (size_t i = 0; i < bench->pages; i++) {
        char path[80];
        path_of(i, path);
        fprintf(stream, "<li><a href=\"%s\">%zu</a></li>\n", path, i);
    }
    fclose(stream);
    check(stage_put(stage, "index.html", text, length, &err), &err);
    check(stage_put(stage, "assets/site.css", bench->time, strlen(bench->time), &err), &err);
    free(text);
}

static void build(struct bench *bench)
{
    struct error err = ERROR_INIT;
    struct arena *arena = arena_new();
    struct stage *stage;
    const char *fragments[64];
    struct lap clock = {cpu(false), cpu(true)};
    check(lock_acquire(arena, bench->out, &err) &&
              stage_open(arena, bench->out, NULL, &stage, &err),
          &err);
    lap(&clock, "open", bench->pages);
    for (size_t i = 0; i < bench->workers; i++) {
        fragments[i] = stage_fragment(stage, arena);
        if (fork() == 0)
            work(bench, stage, i, fragments[i]);
    }
    for (int status; wait(&status) > 0;)
        if (status != 0)
            exit(1);
    lap(&clock, "stage", bench->pages);
    for (size_t i = 0; i < bench->workers; i++)
        check(stage_import(stage, fragments[i], &err), &err);
    lap(&clock, "import", bench->pages);
    put_index(bench, stage);
    lap(&clock, "index", bench->pages);
    check(stage_verify(stage, &err), &err);
    lap(&clock, "verify", bench->pages);
    struct stage_options options = {.secret_key = "0123456789abcdef0123456789abcdef",
                                    .time = bench->time,
                                    .run_json = "{}\n",
                                    .keep_releases = 100};
    struct stage_release release;
    struct stage_counts counts = stage_counts(stage);
    check(stage_publish(stage, &options, &release, &err), &err);
    lap(&clock, "publish", bench->pages);
    printf("  %zu files, %zu written, %zu linked, %zu removed, %s\n", counts.files, counts.written,
           counts.linked, counts.removed, release.changed ? "published" : "nothing changed");
    arena_free(arena);
}

static void render_only(const struct bench *bench)
{
    struct lap clock = {cpu(false), cpu(true)};
    char *text = malloc(bench->bytes + 1024);
    for (size_t i = 0; i < bench->pages; i++)
        page_of(bench, i, text);
    free(text);
    lap(&clock, "(text)", bench->pages);
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 6) {
        fprintf(stderr, "usage: bench_publish <folder> <pages> <bytes a page> <workers> "
                        "[<rounds>]\n");
        return 2;
    }
    struct bench bench = {.out = argv[1],
                          .pages = strtoul(argv[2], NULL, 10),
                          .bytes = strtoul(argv[3], NULL, 10),
                          .workers = strtoul(argv[4], NULL, 10)};
    if (bench.workers < 1 || bench.workers > 64 || bench.bytes < 1024)
        return 2;
    render_only(&bench);
    static const struct {
        const char *what, *time;
        int round;
        bool keep;
    } rounds[] = {
        {"first build", "20260101T000000Z", 1, false},
        {"the same pages again, another index", "20260102T000000Z", 1, false},
        {"all pages kept", "20260103T000000Z", 1, true},
        {"all pages changed", "20260104T000000Z", 2, false},
    };
    size_t count = sizeof rounds / sizeof *rounds;
    if (argc == 6 && strtoul(argv[5], NULL, 10) < count)
        count = strtoul(argv[5], NULL, 10);
    for (size_t i = 0; i < count; i++) {
        printf("%s\n", rounds[i].what);
        fflush(stdout);
        bench.round = rounds[i].round;
        bench.time = rounds[i].time;
        bench.keep = rounds[i].keep;
        build(&bench);
    }
    return 0;
}
