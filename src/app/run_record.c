#include "app/run_record.h"

#include "app/build.h"
#include "base/file.h"

#include <jansson.h>

void run_record_begin(struct run_record *record)
{
    *record = (struct run_record){.started_ns = app_now_ns()};
    time_t seconds = (time_t)(record->started_ns / 1000000000);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    strftime(record->stamp, sizeof record->stamp, "%Y%m%dT%H%M%SZ", &utc);
}

void run_record_phase(struct run_record *record, const char *name, int64_t ns)
{
    if (record->phase_count == RUN_PHASES)
        return;
    record->phases[record->phase_count].name = name;
    record->phases[record->phase_count++].ns = ns;
}

static json_t *phases_json(const struct run_record *record)
{
    json_t *phases = json_array();
    for (size_t i = 0; i < record->phase_count; i++)
        json_array_append_new(phases, json_pack("{s:s, s:f}", "name", record->phases[i].name,
                                                "seconds", (double)record->phases[i].ns / 1e9));
    return phases;
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
        "{s:s, s:s, s:s, s:s, s:f, s:I, s:I, s:o, s:{s:I, s:I, s:I, s:I, s:I}, s:o, s:o}", "run",
        build->app->log->run_id, "version", ORGAIR_VERSION, "started", record->stamp, "as_of",
        build->configs.as_of, "seconds", (double)(app_now_ns() - record->started_ns) / 1e9,
        "organizations", (json_int_t)result->organizations, "sectors", (json_int_t)result->sectors,
        "findings", findings_json(result), "files", "total", (json_int_t)result->files.files,
        "written", (json_int_t)result->files.written, "linked", (json_int_t)result->files.linked,
        "removed", (json_int_t)result->files.removed, "bytes", (json_int_t)result->files.bytes,
        "configurations", cache_json(&record->configs), "phases", phases_json(record));
    char *text = root ? json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) : NULL;
    json_decref(root);
    if (!text)
        out_of_memory();
    const char *kept = arena_printf(arena, "%s\n", text);
    free(text);
    return kept;
}

bool run_record_organizations(struct arena *arena, const char *release, long long *count)
{
    enum { LIMIT = 1 << 20 };
    char *text;
    size_t length;
    if (!file_read(arena, path_join(arena, release, "run.json"), LIMIT, &text, &length, NULL))
        return false;
    json_t *root = json_loadb(text, length, 0, NULL);
    json_t *number = json_object_get(root, "organizations");
    bool found = json_is_integer(number);
    if (found)
        *count = (long long)json_integer_value(number);
    json_decref(root);
    return found;
}
