#include "app/run_record.h"

#include "app/build.h"
#include "base/file.h"

#include <jansson.h>
#include <sys/mman.h>
#include <sys/resource.h>

void run_record_begin(struct run_record *record)
{
    *record = (struct run_record){.started_ns = app_now_ns()};
    utc_stamp(record->stamp, record->started_ns / 1000000000);
    void *shared =
        mmap(NULL, sizeof *record->rows, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    record->rows = shared == MAP_FAILED ? NULL : shared; /* an account is nothing to fail for */
}

void run_record_end(struct run_record *record)
{
    if (record->rows)
        munmap(record->rows, sizeof *record->rows);
    record->rows = NULL;
}

static struct run_tally tally(const struct build *build)
{
    struct run_tally now = {.rows = build->record.rows ? atomic_load(build->record.rows) : 0};
    if (!build->stage)
        return now;
    struct stage_counts counts = stage_counts(build->stage);
    now.bytes_written = counts.bytes_written;
    now.created = counts.written - counts.stale;
    now.stale = counts.stale;
    now.kept = counts.linked;
    return now;
}

void run_record_phase(struct build *build, const char *name, int64_t ns)
{
    struct run_record *record = &build->record;
    struct run_tally before = record->total;
    struct run_tally now = tally(build);
    record->total = now;
    if (record->phase_count == RUN_PHASES)
        return;
    record->phases[record->phase_count++] = (struct run_phase){
        .name = name,
        .ns = ns > 0 ? ns : 0, /* a clock may be set back */
        .did = {.rows = now.rows - before.rows,
                .bytes_written = now.bytes_written - before.bytes_written,
                .created = now.created - before.created,
                .stale = now.stale - before.stale,
                .kept = now.kept - before.kept},
    };
}

double run_record_seconds(const struct run_record *record)
{
    int64_t ns = app_now_ns() - record->started_ns;
    return ns > 0 ? (double)ns / 1e9 : 0;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

struct run_usage run_record_usage(void)
{
    struct rusage own = {0};
    struct rusage children = {0};
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    long largest = own.ru_maxrss > children.ru_maxrss ? own.ru_maxrss : children.ru_maxrss;
    return (struct run_usage){
        .user_s = seconds_of(own.ru_utime) + seconds_of(children.ru_utime),
        .system_s = seconds_of(own.ru_stime) + seconds_of(children.ru_stime),
        .own_peak_bytes = own.ru_maxrss * 1024LL,
        .peak_bytes = largest * 1024LL,
    };
}

/* ---- the file ---- */

/* A phase has the accounts that apply to it: those that are not 0. */
static void set_count(json_t *object, const char *name, long long count)
{
    if (count != 0)
        json_object_set_new(object, name, json_integer((json_int_t)count));
}

static json_t *phases_json(const struct run_record *record)
{
    json_t *phases = json_array();
    for (size_t i = 0; i < record->phase_count; i++) {
        const struct run_phase *phase = &record->phases[i];
        json_t *object =
            json_pack("{s:s, s:f}", "name", phase->name, "seconds", (double)phase->ns / 1e9);
        set_count(object, "rows", phase->did.rows);
        set_count(object, "bytes_written", phase->did.bytes_written);
        set_count(object, "new", (long long)phase->did.created);
        set_count(object, "stale", (long long)phase->did.stale);
        set_count(object, "kept", (long long)phase->did.kept);
        json_array_append_new(phases, object);
    }
    return phases;
}

static json_t *memory_json(const struct run_record *record)
{
    struct run_usage usage = run_record_usage();
    json_t *workers = json_array();
    for (size_t i = 0; i < record->worker_count; i++)
        json_array_append_new(workers, json_integer((json_int_t)record->worker_peaks[i]));
    return json_pack("{s:I, s:I, s:o}", "peak_bytes", (json_int_t)usage.peak_bytes,
                     "main_peak_bytes", (json_int_t)usage.own_peak_bytes, "worker_peak_bytes",
                     workers);
}

static json_t *cpu_json(void)
{
    struct run_usage usage = run_record_usage();
    return json_pack("{s:f, s:f}", "user_seconds", usage.user_s, "system_seconds", usage.system_s);
}

static json_t *files_json(const struct stage_counts *files)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "total", (json_int_t)files->files,
                     "written", (json_int_t)files->written, "new",
                     (json_int_t)(files->written - files->stale), "stale", (json_int_t)files->stale,
                     "linked", (json_int_t)files->linked, "removed", (json_int_t)files->removed,
                     "bytes", (json_int_t)files->bytes, "bytes_written",
                     (json_int_t)files->bytes_written);
}

static json_t *cache_json(const struct configs_report *report)
{
    struct configs_cost cost = configs_cost(report);
    return json_pack("{s:I, s:I, s:f, s:f, s:f, s:f}", "hits", (json_int_t)report->hits, "misses",
                     (json_int_t)report->misses, "hit_rate", cost.hit_rate, "t_cache_seconds",
                     cost.cache_s, "t_db_seconds", cost.database_s, "t_total_seconds",
                     cost.total_s);
}

static json_t *findings_json(const struct build_result *result)
{
    json_t *counts = json_object();
    for (size_t i = 0; i < SEVERITY_COUNT; i++)
        json_object_set_new(counts, severity_name((enum severity)i),
                            json_integer((json_int_t)result->findings[i]));
    return counts;
}

const char *run_record_json(struct arena *arena, const struct build *build)
{
    const struct run_record *record = &build->record;
    const struct build_result *result = build->result;
    json_t *root = json_pack(
        "{s:s, s:s, s:s, s:s, s:f, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "run",
        build->app->log->run_id, "version", ORGAIR_VERSION, "started", record->stamp, "as_of",
        build->configs.as_of, "seconds", run_record_seconds(record), "organizations",
        (json_int_t)result->organizations, "sectors", (json_int_t)result->sectors, "rows",
        (json_int_t)record->total.rows, "findings", findings_json(result), "files",
        files_json(&result->files), "configurations", cache_json(&record->configs), "memory",
        memory_json(record), "cpu", cpu_json(), "phases", phases_json(record));
    char *text = root ? json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) : NULL;
    json_decref(root);
    if (!text)
        out_of_memory();
    const char *kept = arena_printf(arena, "%s\n", text);
    free(text);
    return kept;
}

/* NULL: there is none that can be read. */
static json_t *load(struct arena *arena, const char *release)
{
    enum { LIMIT = 1 << 20 };
    char *text;
    size_t length;
    if (!file_read(arena, path_join(arena, release, "run.json"), LIMIT, &text, &length, NULL))
        return NULL;
    return json_loadb(text, length, 0, NULL);
}

static bool get_count(const json_t *object, const char *key, long long *count)
{
    json_t *number = json_object_get(object, key);
    if (!json_is_integer(number) || json_integer_value(number) < 0)
        return false;
    *count = (long long)json_integer_value(number);
    return true;
}

bool run_record_organizations(struct arena *arena, const char *release, long long *count)
{
    json_t *root = load(arena, release);
    bool found = get_count(root, "organizations", count);
    json_decref(root);
    return found;
}

bool run_record_read(struct arena *arena, const char *release, struct build_result *result)
{
    json_t *root = load(arena, release);
    const json_t *files = json_object_get(root, "files");
    const json_t *findings = json_object_get(root, "findings");
    long long sectors, total, bytes, organizations;
    long long counts[SEVERITY_COUNT];
    bool ok = get_count(root, "organizations", &organizations) &&
              get_count(root, "sectors", &sectors) && get_count(files, "total", &total) &&
              get_count(files, "bytes", &bytes);
    for (size_t i = 0; ok && i < SEVERITY_COUNT; i++)
        ok = get_count(findings, severity_name((enum severity)i), &counts[i]);
    json_decref(root);
    if (!ok)
        return false;
    for (size_t i = 0; i < SEVERITY_COUNT; i++)
        result->findings[i] = (size_t)counts[i];
    result->organizations = organizations;
    result->sectors = (size_t)sectors;
    result->files =
        (struct stage_counts){.files = (size_t)total, .linked = (size_t)total, .bytes = bytes};
    return true;
}
