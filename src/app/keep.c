/* What a build takes over from the current release, and what it must not lose of it. */
#include "app/build.h"
#include "app/companion.h"
#include "app/findings_file.h"
#include "app/published.h"
#include "app/run_record.h"
#include "base/file.h"
#include "base/text.h"
#include "plan/pages.h"
#include "rules/validate.h"
#include "view/build.h"
#include "view/changes.h"
#include "view/value.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>

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

static struct published_tree current_tree(const struct build *build, struct arena *arena)
{
    return (struct published_tree){.folder =
                                       path_join(arena, build->app->settings->out_dir, "current")};
}

/* The data of the current release cannot be read; always false. */
static bool is_damaged(struct build *build, struct error *err)
{
    build->memory.damaged = true;
    return error_hint(err, "'orgair verify' shows what is wrong with it");
}

/* Of a sector whose pages two processes keep each takes the next part that nobody has: so they end
 * together. */
enum { PARTS = 8 };

/* Pages in byte order. An organization that moved to another sector has its page there already. */
struct paths {
    const struct sector *sector;
    const char **rows;
    size_t count;
};

static bool keep_part(struct build *build, const struct paths *paths, size_t part,
                      struct error *err)
{
    size_t first = paths->count * part / PARTS;
    size_t end = paths->count * (part + 1) / PARTS;
    struct stage_kept kept;
    if (!stage_keep_files(build->stage, paths->rows + first, end - first, &kept, err))
        return false;
    if (kept.staged > 0)
        build->plans[paths->sector - build->configs.sectors].lost_pages = true;
    if (!kept.missing)
        return true;
    build->memory.damaged = true;
    return stage_cannot_keep(kept.missing, err);
}

/* Those that the plan of the release names. */
static bool planned_paths(struct arena *arena, const char *list, struct paths *paths,
                          struct error *err)
{
    struct page_fingerprints pages;
    if (!pages_read(arena, list, &pages, err))
        return false;
    paths->count = pages.count;
    paths->rows = arena_array(arena, pages.count, sizeof *paths->rows);
    for (size_t i = 0; i < pages.count; i++)
        paths->rows[i] = pages.rows[i].path;
    return true;
}

/* Of what was found, that which the sector's rows and columns showed. */
static void take_findings(const struct findings *all, const struct sector *sector,
                          struct findings *findings)
{
    for (size_t i = 0; i < all->count; i++)
        if (!validation_reports(all->rows[i].code) &&
            text_equal(all->rows[i].focus_group_id, sector->focus_group_id))
            findings_add(findings, &all->rows[i]);
}

/* Those of the organizations that the release's data names; of a sector that the release does not
 * have there are none. */
static bool published_paths(struct build *build, struct arena *arena, struct paths *paths,
                            struct error *err)
{
    const struct published_tree tree = current_tree(build, arena);
    const struct published_sector published = {.slug = paths->sector->slug};
    struct published_index *index;
    if (!published_file(&tree, arena, published_sector_path(arena, &published)))
        return true;
    if (!published_index_read(&tree, arena, &published, &index, err))
        return is_damaged(build, err);
    /* A path begins with its id: both are in one order. */
    const struct published_row *rows = published_rows(index, &paths->count);
    paths->rows = arena_array(arena, paths->count, sizeof *paths->rows);
    for (size_t i = 0; i < paths->count; i++)
        paths->rows[i] = view_organization_path(arena, rows[i].id);
    return true;
}

static bool keep_sector_data(struct build *build, const struct sector *sector, struct error *err)
{
    struct arena *arena = arena_new();
    size_t kept;
    bool ok = stage_keep(build->stage, api_sector_path(arena, sector), &kept, err) &&
              stage_keep(build->stage, view_changes_path(arena, sector->slug), &kept, err);
    build->memory.damaged = build->memory.damaged || !ok;
    arena_free(arena);
    return ok;
}

/* `taken` counts the parts that somebody keeps. */
static bool keep_sector_pages(struct build *build, const struct sector *sector,
                              atomic_size_t *taken, struct error *err)
{
    if (atomic_load(taken) >= PARTS)
        return true;
    struct arena *arena = arena_new();
    struct paths paths = {.sector = sector};
    const char *list = memory_before(build, arena, sector, "pages");
    size_t part;
    bool ok =
        list ? planned_paths(arena, list, &paths, err) : published_paths(build, arena, &paths, err);
    while (ok && (part = atomic_fetch_add(taken, 1)) < PARTS)
        ok = keep_part(build, &paths, part, err);
    arena_free(arena);
    return ok;
}

bool keep_sector_files(struct build *build, const struct sector *sector, struct error *err)
{
    atomic_size_t taken = 0;
    return keep_sector_data(build, sector, err) && keep_sector_pages(build, sector, &taken, err);
}

/* ---- by another process ---- */

/* In memory that both share. */
struct progress {
    atomic_bool damaged;   /* what the companion's build.memory says */
    atomic_size_t taken[]; /* of each sector's pages */
};

struct keeping {
    struct build *build;
    struct companion *companion;
    struct progress *progress;
    size_t progress_bytes;
    const char *files; /* what the companion added to the stage */
};

static bool keep_pages_left(struct keeping *keeping, struct error *err)
{
    struct build *build = keeping->build;
    for (size_t i = 0; i < build->configs.sector_count; i++)
        if (build->plans[i].state == SECTOR_UNCHANGED &&
            !keep_sector_pages(build, &build->configs.sectors[i], &keeping->progress->taken[i],
                               err))
            return false;
    return true;
}

/* Nobody waits for the links before the end: the workers go first. */
static bool keep_aside(void *subject, struct error *err)
{
    enum { POLITE = 10 };
    struct keeping *keeping = subject;
    setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + POLITE);
    bool ok =
        keep_pages_left(keeping, err) && stage_export(keeping->build->stage, keeping->files, err);
    atomic_store(&keeping->progress->damaged, keeping->build->memory.damaged);
    return ok;
}

static void end_sharing(void *pointer)
{
    struct keeping *keeping = pointer;
    munmap(keeping->progress, keeping->progress_bytes);
}

static bool start_keeping(struct build *build, struct error *err)
{
    struct keeping *keeping = arena_alloc(build->arena, sizeof *keeping);
    keeping->build = build;
    keeping->files = stage_fragment(build->stage, build->arena);
    keeping->progress_bytes =
        sizeof *keeping->progress + build->configs.sector_count * sizeof *keeping->progress->taken;
    keeping->progress = mmap(NULL, keeping->progress_bytes, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (keeping->progress == MAP_FAILED)
        return error_set_errno(err, ERROR_FAILED, "cannot share memory with another process");
    arena_defer(build->arena, end_sharing, keeping);
    keeping->companion = companion_start(build->arena, keep_aside, keeping, err);
    build->keeping = keeping;
    return keeping->companion != NULL;
}

bool begin_keeping(struct build *build, struct error *err)
{
    bool any = false;
    for (size_t i = 0; i < build->configs.sector_count; i++) {
        struct sector_plan *plan = &build->plans[i];
        if (plan->state != SECTOR_UNCHANGED)
            continue;
        any = plan->files_kept = true;
        if (!keep_sector_data(build, &build->configs.sectors[i], err))
            return false;
    }
    return !any || start_keeping(build, err);
}

bool end_keeping(struct build *build, struct error *err)
{
    struct keeping *keeping = build->keeping;
    if (!keeping)
        return true;
    build->keeping = NULL;
    if (!keep_pages_left(keeping, err))
        return false;
    if (companion_end(keeping->companion, err) && stage_import(build->stage, keeping->files, err))
        return true;
    build->memory.damaged = atomic_load(&keeping->progress->damaged);
    return false;
}

static bool load_findings(const char *path, struct findings *all, struct error *err)
{
    struct arena *arena = arena_new();
    struct findings_stream *stream;
    const struct finding *finding;
    bool ok = findings_open(arena, &path, 1, &stream, err);
    while (ok && (ok = findings_next(stream, &finding, err)) && finding)
        findings_add(all, finding);
    arena_free(arena);
    return ok;
}

/* What was found in the release that files are kept from; nothing where it does not say. */
static bool read_findings(struct build *build, struct arena *arena, const struct sector *sector,
                          struct findings *all, struct error *err)
{
    const char *found = memory_before(build, arena, sector, "findings");
    if (found)
        return load_findings(found, all, err);
    const struct published_tree tree = current_tree(build, arena);
    return !published_file(&tree, arena, "api/v1/findings.json") ||
           published_findings_read(&tree, NULL, all, err) || is_damaged(build, err);
}

bool keep_sector_findings(struct build *build, const struct sector *sector,
                          struct findings *findings, struct error *err)
{
    struct arena *arena = arena_new();
    struct findings all;
    findings_init(&all, arena);
    bool ok = read_findings(build, arena, sector, &all, err);
    take_findings(&all, sector, findings);
    /* What the configuration itself shows today stands on pages that are built today. */
    for (size_t i = 0; i < build->findings.count; i++)
        if (text_equal(build->findings.rows[i].focus_group_id, sector->focus_group_id))
            findings_add(findings, &build->findings.rows[i]);
    arena_free(arena);
    return ok;
}
