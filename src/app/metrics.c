#include "app/metrics.h"

#include "base/file.h"
#include "base/text.h"

#include <math.h>
#include <sys/stat.h>

#define LAST_SUCCESS "orgair_last_success_timestamp_seconds"
#define LAST_PUBLICATION "orgair_last_publication_timestamp_seconds"

static void family(struct strbuf *out, const char *name, const char *help)
{
    strbuf_addf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void count(struct strbuf *out, const char *name, const char *help, long long value)
{
    family(out, name, help);
    strbuf_addf(out, "%s %lld\n", name, value);
}

static void seconds(struct strbuf *out, const char *name, const char *help, double value)
{
    family(out, name, help);
    strbuf_addf(out, "%s %.6f\n", name, value);
}

/* The labels' values are names of this program: nothing in them has to be escaped. */
static void labelled(struct strbuf *out, const char *name, const char *label, const char *value,
                     long long number)
{
    strbuf_addf(out, "%s{%s=\"%s\"} %lld\n", name, label, value, number);
}

/* The value of a metric without labels in the file of the run before; NULL: none that is a time. */
static const char *value_before(struct arena *arena, const char *before, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = before; line && *line;) {
        const char *end = strchrnul(line, '\n');
        if (strncmp(line, name, length) == 0 && line[length] == ' ') {
            const char *value =
                arena_strndup(arena, line + length + 1, (size_t)(end - line) - length - 1);
            char *rest;
            double number = strtod(value, &rest);
            return rest > value && *rest == '\0' && isfinite(number) && number >= 0 ? value : NULL;
        }
        line = *end ? end + 1 : end;
    }
    return NULL;
}

/* A time of this run, or else as it was said before. */
static void last_time(struct strbuf *out, const char *name, const char *help, const char *value)
{
    if (!value)
        return;
    family(out, name, help);
    strbuf_addf(out, "%s %s\n", name, value);
}

static void add_run(struct arena *arena, struct strbuf *out, const struct metrics *metrics,
                    const char *before)
{
    bool published = metrics->ok && metrics->result->release.changed;
    const char *now = arena_printf(arena, "%.3f", (double)metrics->now_ns / 1e9);
    family(out, "orgair_build_info", "The program that wrote this.");
    strbuf_addf(out, "orgair_build_info{version=\"%s\"} 1\n", ORGAIR_VERSION);
    count(out, "orgair_run_success",
          "1 when the last run published or had nothing to publish, else 0.", metrics->ok);
    count(out, "orgair_run_exit_status", "Exit status of the last run.", metrics->status);
    count(out, "orgair_run_published", "1 when the last run published a release, else 0.",
          published);
    last_time(out, "orgair_run_timestamp_seconds", "When the last run ended.", now);
    last_time(out, LAST_SUCCESS, "When a run last ended well.",
              metrics->ok ? now : value_before(arena, before, LAST_SUCCESS));
    last_time(out, LAST_PUBLICATION, "When a release was last published.",
              published ? now : value_before(arena, before, LAST_PUBLICATION));
}

static void add_cost(struct strbuf *out, const struct run_record *record)
{
    struct run_usage usage = run_record_usage();
    seconds(out, "orgair_run_duration_seconds", "How long the last run took.",
            run_record_seconds(record));
    family(out, "orgair_run_cpu_seconds", "Processor time of the last run, all its processes.");
    strbuf_addf(out, "orgair_run_cpu_seconds{mode=\"user\"} %.6f\n", usage.user_s);
    strbuf_addf(out, "orgair_run_cpu_seconds{mode=\"system\"} %.6f\n", usage.system_s);
    count(out, "orgair_peak_memory_bytes", "Largest resident memory of any one process.",
          usage.peak_bytes);
    family(out, "orgair_process_peak_memory_bytes", "Largest resident memory of each process.");
    labelled(out, "orgair_process_peak_memory_bytes", "process", "main", usage.own_peak_bytes);
    for (size_t i = 0; i < record->worker_count; i++)
        if (record->worker_peaks[i] > 0)
            strbuf_addf(out, "orgair_process_peak_memory_bytes{process=\"worker-%zu\"} %lld\n", i,
                        record->worker_peaks[i]);
}

static void add_phases(struct strbuf *out, const struct run_record *record)
{
    if (record->phase_count == 0)
        return;
    family(out, "orgair_phase_duration_seconds", "How long each phase of the last run took.");
    for (size_t i = 0; i < record->phase_count; i++)
        strbuf_addf(out, "orgair_phase_duration_seconds{phase=\"%s\"} %.6f\n",
                    record->phases[i].name, (double)record->phases[i].ns / 1e9);
}

static void add_work(struct strbuf *out, const struct run_record *record)
{
    count(out, "orgair_rows_read", "Rows of organizations and assessments that were read.",
          record->total.rows);
    count(out, "orgair_written_bytes", "Bytes of the files that were made anew.",
          record->total.bytes_written);
    count(out, "orgair_cache_hits", "Requests for configurations that the cache answered.",
          record->configs.hits);
    count(out, "orgair_cache_misses", "Requests for configurations that the database answered.",
          record->configs.misses);
}

static void add_site(struct strbuf *out, const struct build_result *result)
{
    const struct stage_counts *files = &result->files;
    count(out, "orgair_organizations", "Organizations on the site.", result->organizations);
    count(out, "orgair_sectors", "Sectors on the site.", (long long)result->sectors);
    count(out, "orgair_site_bytes", "Bytes of all files of the site.", files->bytes);
    const char *name = "orgair_artifacts";
    family(out, name, "Files of the site: new, stale (made anew), kept, and removed from it.");
    labelled(out, name, "state", "new", (long long)(files->written - files->stale));
    labelled(out, name, "state", "stale", (long long)files->stale);
    labelled(out, name, "state", "kept", (long long)files->linked);
    labelled(out, name, "state", "removed", (long long)files->removed);
    name = "orgair_findings";
    family(out, name, "What validation noticed, by severity.");
    for (size_t i = 0; i < SEVERITY_COUNT; i++)
        labelled(out, name, "severity", severity_name((enum severity)i),
                 (long long)result->findings[i]);
}

const char *metrics_text(struct arena *arena, const struct metrics *metrics, const char *before)
{
    const struct run_record *record = &metrics->result->record;
    struct strbuf out;
    strbuf_init(&out);
    add_run(arena, &out, metrics, before);
    add_cost(&out, record);
    add_phases(&out, record);
    add_work(&out, record);
    if (metrics->ok)
        add_site(&out, metrics->result);
    const char *text = arena_strdup(arena, out.text);
    strbuf_release(&out);
    return text;
}

bool metrics_write(const char *path, const struct metrics *metrics, struct error *err)
{
    enum { LIMIT = 1 << 20 };
    struct arena *arena = arena_new();
    struct stat status;
    char *before;
    /* The rename would put a file where a device is. */
    if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        arena_free(arena);
        return error_set(err, ERROR_FAILED, "'%s' is not a regular file", path);
    }
    if (!file_read(arena, path, LIMIT, &before, NULL, NULL))
        before = NULL;
    const char *text = metrics_text(arena, metrics, before);
    bool ok = file_write(path, text, strlen(text), err);
    arena_free(arena);
    return ok;
}
