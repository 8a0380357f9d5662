/* What a build takes over from the current release, and what it must not lose of it. */
#include "app/build.h"
#include "app/run_record.h"
#include "base/file.h"
#include "base/text.h"
#include "plan/pages.h"
#include "view/build.h"
#include "view/changes.h"
#include "view/value.h"

#include <jansson.h>

bool guard_organizations(struct build *build, struct error *err)
{
    const struct settings *settings = build->app->settings;
    long long before;
    const char *release = path_join(build->arena, settings->out_dir, "current");
    if (!run_record_organizations(build->arena, release, &before) || before <= 0)
        return true;
    long long now = build->organizations;
    double allowed = decimal_to_double(settings->max_drop_pct);
    double drop = 100.0 * (double)(before - now) / (double)before;
    if (drop <= allowed)
        return true;
    error_set(err, ERROR_REFUSED,
              "organizations fell from %lld to %lld, by %.1f %%, more than the %.1f %% allowed",
              before, now, drop, allowed);
    return error_hint(err, "if that is right, publish with --set MAX_ORGANIZATION_DROP_PCT=100");
}

/* A JSON file of the current release; NULL when there is none to read. */
static json_t *read_current(const struct build *build, struct arena *arena, const char *path)
{
    enum { LIMIT = 1 << 30 };
    char *text;
    size_t length;
    const char *full = arena_printf(arena, "%s/current/%s", build->app->settings->out_dir, path);
    if (!file_read(arena, full, LIMIT, &text, &length, NULL))
        return NULL;
    return json_loadb(text, length, 0, NULL);
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* In byte order. One that moved to a sector that was built has its page already. */
static bool keep_paths(struct build *build, const char *const *paths, size_t count,
                       struct error *err)
{
    const char *missing;
    if (!stage_keep_files(build->stage, paths, count, &missing, err))
        return false;
    if (!missing)
        return true;
    build->memory.damaged = true;
    error_set(err, ERROR_FAILED, "cannot keep '%s': the current release's file is damaged",
              missing);
    return error_hint(err, "'orgair verify' shows what is wrong with it");
}

/* The pages that the plan of the release names. */
static bool keep_pages(struct build *build, struct arena *arena, const char *list,
                       struct error *err)
{
    struct page_fingerprints pages;
    if (!pages_read(arena, list, &pages, err))
        return false;
    const char **paths = arena_array(arena, pages.count, sizeof *paths);
    for (size_t i = 0; i < pages.count; i++)
        paths[i] = pages.rows[i].path;
    return keep_paths(build, paths, pages.count, err);
}

/* Those of the organizations, as they were found when the sector was built. */
static bool take_findings(struct arena *arena, const char *path, struct findings *findings,
                          struct error *err)
{
    struct findings all;
    findings_init(&all, arena);
    if (!findings_load(arena, path, &all, err))
        return false;
    for (size_t i = 0; i < all.count; i++)
        if (all.rows[i].organization_id)
            findings_add(findings, &all.rows[i]);
    return true;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool keep_organizations(struct build *build, struct arena *arena, const char *data_path,
                               struct error *err)
{
    json_t *root = read_current(build, arena, data_path);
    json_t *rows = json_object_get(root, "organizations");
    const char **paths = arena_array(arena, json_array_size(rows), sizeof *paths);
    size_t count = 0;
    size_t index;
    json_t *row;
    json_array_foreach(rows, index, row)
    {
        const char *id = text_of(row, "organization_id");
        if (id)
            paths[count++] = view_organization_path(arena, id);
    }
    json_decref(root);
    if (count > 1)
        qsort(paths, count, sizeof *paths, compare_paths);
    return keep_paths(build, paths, count, err);
}

static void keep_findings(struct build *build, struct arena *arena, const struct sector *sector,
                          struct findings *findings)
{
    json_t *root = read_current(build, arena, "api/v1/findings.json");
    size_t index;
    json_t *row;
    json_array_foreach(json_object_get(root, "findings"), index, row)
    {
        struct finding finding = {
            .severity = SEVERITY_COUNT,
            .code = text_of(row, "code"),
            .focus_group_id = text_of(row, "focus_group_id"),
            .organization_id = text_of(row, "organization_id"),
            .subject = text_of(row, "subject"),
            .message = text_of(row, "message"),
        };
        for (size_t i = 0; i < SEVERITY_COUNT; i++)
            if (text_equal(text_of(row, "severity"), severity_name((enum severity)i)))
                finding.severity = (enum severity)i;
        if (finding.severity < SEVERITY_COUNT && finding.code && finding.subject &&
            finding.message && finding.organization_id &&
            text_equal(finding.focus_group_id, sector->focus_group_id))
            findings_add(findings, &finding);
    }
    json_decref(root);
}

bool keep_sector_files(struct build *build, const struct sector *sector, struct error *err)
{
    struct arena *arena = arena_new();
    const char *data_path = arena_printf(arena, "api/v1/sectors/%s.json", sector->slug);
    size_t kept;
    bool ok = stage_keep(build->stage, data_path, &kept, err) &&
              stage_keep(build->stage, view_changes_path(arena, sector->slug), &kept, err);
    build->memory.damaged = build->memory.damaged || !ok;
    const char *pages = memory_before(build, arena, sector, "pages");
    ok = ok && (pages ? keep_pages(build, arena, pages, err)
                      : keep_organizations(build, arena, data_path, err));
    arena_free(arena);
    return ok;
}

bool keep_sector_findings(struct build *build, const struct sector *sector,
                          struct findings *findings, struct error *err)
{
    struct arena *arena = arena_new();
    bool ok = true;
    const char *found = memory_before(build, arena, sector, "findings");
    if (found)
        ok = take_findings(arena, found, findings, err);
    else
        keep_findings(build, arena, sector, findings);
    /* What the configuration itself shows today stands on pages that are built today. */
    for (size_t i = 0; i < build->findings.count; i++)
        if (text_equal(build->findings.rows[i].focus_group_id, sector->focus_group_id))
            findings_add(findings, &build->findings.rows[i]);
    arena_free(arena);
    return ok;
}
