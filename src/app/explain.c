/* What becomes of each file of a build, and why: --dry-run and --explain. */
#include "app/build.h"
#include "base/text.h"
#include "plan/pages.h"
#include "publish/manifest.h"
#include "view/build.h"

struct explanation {
    const struct build *build;
    struct arena *arena;
    const char *site_reason;          /* what differs for the site as a whole */
    struct page_fingerprints *now;    /* one list a sector of the configurations */
    struct page_fingerprints *before; /* the same of the current release */
    bool found;                       /* something was said */
};

static void read_lists(struct explanation *explanation)
{
    const struct build *build = explanation->build;
    struct arena *arena = explanation->arena;
    size_t count = build->configs.sector_count;
    explanation->now = arena_array(arena, count, sizeof *explanation->now);
    explanation->before = arena_array(arena, count, sizeof *explanation->before);
    for (size_t i = 0; i < count; i++) {
        const struct sector *sector = &build->configs.sectors[i];
        const char *before = memory_before(build, arena, sector, "pages");
        if (before)
            pages_read(arena, before, &explanation->before[i], NULL);
        if (build->plans[i].state == SECTOR_BUILD)
            pages_read(arena, memory_file(build, arena, sector, "pages"), &explanation->now[i],
                       NULL);
        else
            explanation->now[i] = explanation->before[i];
    }
}

/* Whether the path is `folder`<slug>`rest`, or anything below where rest ends with a slash. */
static bool is_of(const char *path, const char *folder, const char *slug, const char *rest)
{
    size_t head = strlen(folder);
    size_t name = strlen(slug);
    if (strncmp(path, folder, head) != 0 || strncmp(path + head, slug, name) != 0)
        return false;
    const char *tail = path + head + name;
    return *rest == '/' ? *tail == '/' : text_equal(tail, rest);
}

static const char *kept_reason(const struct sector_plan *plan, bool page)
{
    if (plan->state == SECTOR_UNCHANGED)
        return "nothing that it is made from changed";
    if (plan->state == SECTOR_KEEP)
        return "its sector is kept as it was";
    return page ? NULL : "made anew, and the same";
}

static const char *page_reason(const struct explanation *explanation, size_t sector,
                               const struct stage_artifact *artifact)
{
    const struct sector_plan *plan = &explanation->build->plans[sector];
    const struct page_fingerprint *now = pages_find(&explanation->now[sector], artifact->path);
    const struct page_fingerprint *before =
        pages_find(&explanation->before[sector], artifact->path);
    bool same = now && before && fingerprint_equal(now->fingerprint, before->fingerprint);
    if (artifact->state == STAGE_KEPT) {
        const char *reason = kept_reason(plan, true);
        if (reason)
            return reason;
        return same ? "nothing that it is made from changed" : "made anew, and the same";
    }
    if (artifact->state == STAGE_NEW)
        return "it is not in the current release";
    return plan->reason_shows ? plan->reason : "its rows, or where it stands among others, changed";
}

/* NULL: the file is of no sector. */
static const char *sector_reason(const struct explanation *explanation, size_t index,
                                 const struct stage_artifact *artifact)
{
    const struct build *build = explanation->build;
    const struct sector_plan *plan = &build->plans[index];
    const char *slug = build->configs.sectors[index].slug;
    if (pages_find(&explanation->now[index], artifact->path))
        return page_reason(explanation, index, artifact);
    if (!is_of(artifact->path, "sectors/", slug, "/") &&
        !is_of(artifact->path, "api/v1/sectors/", slug, ".json") &&
        !is_of(artifact->path, "changes/", slug, ".json"))
        return NULL;
    if (artifact->state == STAGE_KEPT)
        return kept_reason(plan, false);
    if (artifact->state == STAGE_NEW)
        return "it is not in the current release";
    return plan->reason;
}

static const char *reason_of(const struct explanation *explanation,
                             const struct stage_artifact *artifact)
{
    if (artifact->state == STAGE_GONE)
        return "nothing makes it any more";
    for (size_t i = 0; i < explanation->build->configs.sector_count; i++) {
        const char *reason = sector_reason(explanation, i, artifact);
        if (reason)
            return reason;
    }
    if (artifact->state == STAGE_KEPT)
        return "made anew, and the same";
    if (artifact->state == STAGE_NEW)
        return "it is not in the current release";
    return explanation->site_reason;
}

static bool print(void *context, const struct stage_artifact *artifact, struct error *err)
{
    static const char *const states[] = {
        [STAGE_NEW] = "new", [STAGE_STALE] = "stale", [STAGE_KEPT] = "kept", [STAGE_GONE] = "gone"};
    struct explanation *explanation = context;
    const struct build *build = explanation->build;
    const char *wanted = build->options->explain;
    (void)err;
    if (wanted && !text_equal(artifact->path, wanted))
        return true;
    explanation->found = true;
    fprintf(build->app->out, "%-5s %s: %s\n", states[artifact->state], artifact->path,
            reason_of(explanation, artifact));
    return true;
}

bool explain_plan(const struct build *build, struct error *err)
{
    const char *wanted = build->options->explain;
    struct arena *arena = arena_new();
    struct explanation explanation = {
        .build = build, .arena = arena, .site_reason = memory_site_reason(build, arena)};
    read_lists(&explanation);
    bool ok = stage_artifacts(build->stage, print, &explanation, err);
    arena_free(arena);
    if (!ok || explanation.found || !wanted)
        return ok;
    if (manifest_is_own_file(wanted)) {
        fprintf(build->app->out, "new   %s: every release has its own\n", wanted);
        return true;
    }
    error_set(err, ERROR_USAGE, "'%s' is no file of this site", wanted);
    return error_hint(err, "name it from the site's root, as in sectors/energy/index.html; "
                           "--dry-run lists all of them");
}
