/* The sectors that are built, each by one of the workers; the others are kept. */
#include "app/build.h"
#include "app/companion.h"
#include "app/findings_file.h"
#include "base/file.h"
#include "base/progress.h"
#include "plan/pages.h"
#include "rules/validate.h"
#include "view/build.h"

#include <limits.h>
#include <signal.h>
#include <unistd.h>

/* Its pages speak of the sector's own day. */
static struct build scoped_to(const struct build *build, struct arena *arena,
                              const struct sector *sector)
{
    struct build scoped = *build;
    view_context_of_sector(&scoped.context, arena, sector);
    scoped.api.as_of = scoped.context.as_of;
    return scoped;
}

static bool run_sector(struct build *build, struct source *source, size_t index, struct error *err)
{
    struct arena *arena = arena_new();
    struct findings findings;
    findings_init(&findings, arena);
    const struct sector *sector = &build->configs.sectors[index];
    struct build scoped = scoped_to(build, arena, sector);
    validate_sector(&build->configs, sector, &findings);
    bool ok = build_sector(&scoped, source, sector, &findings, err) &&
              findings_save(&findings, memory_file(build, arena, sector, "findings"), err);
    arena_free(arena);
    return ok;
}

static const char *findings_path(const struct build *build, size_t index)
{
    return arena_printf(build->arena, "%s/findings-%zu", build->parts_dir, index);
}

/* The findings of a sector that is not what they were found in: those of today as well. */
static bool mix_findings(struct build *build, size_t index, struct error *err)
{
    struct arena *arena = arena_new();
    struct findings findings;
    findings_init(&findings, arena);
    bool ok = keep_sector_findings(build, &build->configs.sectors[index], &findings, err);
    findings_sort(&findings);
    build->findings_files[index] = findings_path(build, index);
    ok = ok && findings_save(&findings, build->findings_files[index], err);
    arena_free(arena);
    return ok;
}

/* What a sector that is kept adds: its files, where they are not kept yet, and its findings. An
 * organization that it lost to a sector that is kept as well has a page there, which comes first.
 */
static bool collect_kept(struct build *build, size_t index, struct error *err)
{
    const struct sector *sector = &build->configs.sectors[index];
    const struct sector_plan *plan = &build->plans[index];
    if (!plan->files_kept && !(end_keeping(build, err) && keep_sector_files(build, sector, err)))
        return false;
    if (plan->state != SECTOR_UNCHANGED)
        return mix_findings(build, index, err);
    build->findings_files[index] = memory_before(build, build->arena, sector, "findings");
    return true;
}

/* Those of the set as a whole. */
static bool collect_general(struct build *build, struct error *err)
{
    struct arena *arena = arena_new();
    struct findings findings;
    findings_init(&findings, arena);
    for (size_t i = 0; i < build->findings.count; i++)
        if (!build->findings.rows[i].focus_group_id)
            findings_add(&findings, &build->findings.rows[i]);
    findings_sort(&findings);
    size_t last = build->configs.sector_count;
    build->findings_files[last] = findings_path(build, last);
    bool ok = findings_save(&findings, build->findings_files[last], err);
    arena_free(arena);
    return ok;
}

bool open_findings(const struct build *build, struct arena *arena, struct findings_stream **out,
                   struct error *err)
{
    return findings_open(arena, build->findings_files, build->configs.sector_count + 1, out, err);
}

/* Counts all; holds more of the gravest than the portfolio's page shows, and what is about no
 * single organization, which banners say. */
static bool take_first(struct build *build, struct error *err)
{
    enum { HELD = LIST_PAGE_ROWS };
    struct arena *arena = arena_new();
    struct findings_stream *stream;
    const struct finding *finding;
    struct findings all;
    findings_init(&all, build->arena);
    bool ok = open_findings(build, arena, &stream, err);
    while (ok && (ok = findings_next(stream, &finding, err)) && finding)
        if (all.count < HELD || !finding->organization_id)
            findings_add(&all, finding);
        else
            all.by_severity[finding->severity]++;
    build->findings = all;
    arena_free(arena);
    return ok;
}

/* Each sector's come from its worker or from what it is kept from. The order is the same whoever
 * finished first. */
bool collect_findings(struct build *build, struct error *err)
{
    size_t count = build->configs.sector_count;
    build->findings_files = arena_array(build->arena, count + 1, sizeof *build->findings_files);
    bool ok = collect_general(build, err);
    for (size_t i = 0; ok && i < count; i++) {
        if (build->plans[i].state != SECTOR_BUILD)
            ok = collect_kept(build, i, err);
        else
            build->findings_files[i] =
                memory_file(build, build->arena, &build->configs.sectors[i], "findings");
    }
    return ok && take_first(build, err);
}

/* The largest sectors first, so that no worker is left with one when the others are done. */
static void largest_first(const struct build *build, size_t *sectors, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && build->totals[sectors[j]].organizations >
                                        build->totals[sectors[j - 1]].organizations;
             j--) {
            size_t other = sectors[j];
            sectors[j] = sectors[j - 1];
            sectors[j - 1] = other;
        }
}

/* The rows of the portfolio take for all organizations as long as a sector's pages for so many. */
static size_t place_of_portfolio(const struct build *build, const struct sector_tasks *tasks)
{
    enum { CHEAPER = 16 };
    size_t place = 0;
    while (place < tasks->count &&
           build->totals[tasks->sectors[place]].organizations > build->organizations / CHEAPER)
        place++;
    return place;
}

/* ---- beside the sectors ---- */

static const char *left_list(const struct build *build, struct arena *arena)
{
    return path_join(arena, build->parts_dir, "left-pages");
}

static bool make_portfolio_and_left_pages(struct build *build, struct source *source,
                                          struct error *err)
{
    if (!make_portfolio_rows(build, source, err))
        return false;
    if (!build->left_pages.sector)
        return true;
    struct arena *arena = arena_new();
    struct build scoped = scoped_to(build, arena, build->left_pages.sector);
    bool ok = build_left_pages(&scoped, source, left_list(build, arena), err);
    arena_free(arena);
    return ok;
}

/* Where all pages are made anew, the rows of the portfolio take less time than a sector: of the
 * last one, when none is much smaller than the others, a share is left to whoever makes those. */
static void leave_pages(struct build *build, const struct sector_tasks *tasks)
{
    enum { LEAST = 512 };
    if (!build->memory.why_all || tasks->count < 2 || tasks->place < tasks->count ||
        job_count(build) < 2)
        return;
    size_t last = tasks->sectors[tasks->count - 1];
    long long rows = build->totals[last].organizations;
    if (rows >= LEAST)
        build->left_pages =
            (struct left_pages){.sector = &build->configs.sectors[last], .from = rows - rows / 4};
}

/* One list for the next run. */
static bool join_left_pages(struct build *build, struct error *err)
{
    const struct sector *sector = build->left_pages.sector;
    if (!sector)
        return true;
    struct arena *arena = arena_new();
    bool ok = pages_join(memory_file(build, arena, sector, "pages"), left_list(build, arena), err);
    arena_free(arena);
    return ok;
}

/* May stay in the kernel for a while after this run was killed: the lock is not its to hold. Ends
 * at once by a signal: there is nothing to clear away, and one that came while it flushes must not
 * be slept over. */
static void prepare_flushing(void)
{
    close_range(STDERR_FILENO + 1, UINT_MAX, 0);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
}

static bool flush_now(void *subject, struct error *err)
{
    const struct build *build = subject;
    prepare_flushing();
    return folder_sync_all(build->parts_dir, err);
}

/* Until the folder that it flushes by goes, once all is written. */
static bool flush_again(void *subject, struct error *err)
{
    enum { PERIOD_S = 3 };
    const struct build *build = subject;
    prepare_flushing();
    do
        sleep(PERIOD_S);
    while (folder_sync_all(build->parts_dir, err));
    return true;
}

/* What the disk takes beside other work does not have to be waited for at the end, where everything
 * is flushed whatever becomes of this. Links that are kept are few bytes. */
static void flush_beside(struct build *build, bool (*flush)(void *subject, struct error *err))
{
    const struct build_options *options = build->options;
    bool publishes = !options->dry_run && !options->explain;
    if (publishes && !build->keeping)
        companion_start(build->arena, flush, build, NULL);
}

bool make_sectors(struct build *build, struct error *err)
{
    size_t *sectors = arena_array(build->arena, build->configs.sector_count, sizeof *sectors);
    struct sector_tasks tasks = {
        .build = build,
        .sectors = sectors,
        .run = run_sector,
        .exports = true,
    };
    long long organizations = 0;
    for (size_t i = 0; i < build->configs.sector_count; i++) {
        if (build->plans[i].state != SECTOR_BUILD)
            continue;
        sectors[tasks.count++] = i;
        organizations += build->totals[i].organizations;
    }
    largest_first(build, sectors, tasks.count);
    if (build->options->shard == 0) {
        tasks.beside = make_portfolio_and_left_pages;
        tasks.place = place_of_portfolio(build, &tasks);
        leave_pages(build, &tasks);
    }
    const struct log *log = build->app->log;
    progress_begin(log, "organizations", organizations);
    flush_beside(build, flush_again);
    bool ok = run_sector_tasks(&tasks, err) && join_left_pages(build, err);
    if (ok)
        flush_beside(build, flush_now);
    progress_end(log);
    return ok;
}

bool build_sectors(struct build *build, struct error *err)
{
    return make_sectors(build, err) && collect_findings(build, err);
}
