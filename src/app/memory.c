/* What a run remembers of the release that it made, and finds again the next night. */
#include "app/basis.h"
#include "app/build.h"
#include "base/file.h"
#include "base/text.h"
#include "publish/tree.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static const char *const kinds[] = {"pages", "findings", "scores", "totals"};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static const char *file_name(struct arena *arena, const char *focus_group_id, const char *kind)
{
    return arena_printf(arena, "%s.%s", text_slug(arena, focus_group_id), kind);
}

const char *memory_file(const struct build *build, struct arena *arena, const struct sector *sector,
                        const char *kind)
{
    return path_join(arena, build->memory.folder, file_name(arena, sector->focus_group_id, kind));
}

const char *memory_before(const struct build *build, struct arena *arena,
                          const struct sector *sector, const char *kind)
{
    const struct build_memory *memory = &build->memory;
    const char *name = file_name(arena, sector->focus_group_id, kind);
    return plan_has_file(&memory->before, name) ? path_join(arena, memory->before_folder, name)
                                                : NULL;
}

struct plan_scope memory_scope(const struct build *build, const struct sector *sector)
{
    const struct build_memory *memory = &build->memory;
    if (!memory->known)
        return (struct plan_scope){.name = sector->focus_group_id};
    struct plan_scope scope =
        plan_scope_from(build->arena, &memory->common, sector->focus_group_id);
    basis_revisions(build->arena, &memory->revisions, sector->focus_group_id, &scope);
    return scope;
}

bool memory_same(const struct build *build, const struct sector *sector)
{
    const struct build_memory *memory = &build->memory;
    const struct plan_scope *before = plan_find(&memory->before, sector->focus_group_id);
    struct plan_scope scope = memory_scope(build, sector);
    return !memory->why_all && before && !plan_difference(before, &scope);
}

bool memory_has(const struct build *build, const struct sector *sector)
{
    for (size_t i = 0; i < KINDS; i++)
        if (!memory_before(build, build->arena, sector, kinds[i]))
            return false;
    return true;
}

/* ---- what was, and what is ---- */

static bool ask_database(struct build *build, struct error *err)
{
    struct build_memory *memory = &build->memory;
    if (!snapshot_revisions(build->db, build->arena, &memory->revisions, err))
        return false;
    memory->known = true;
    if (memory->revisions.watched)
        return true;
    log_warning(build->app->log,
                "'%s' is not watched for changes: the contents of all tables are compared, which "
                "takes longer",
                memory->revisions.unwatched ? memory->revisions.unwatched : "orgair.revisions");
    return snapshot_content_hash(build->db, build->arena, &memory->revisions, err);
}

bool memory_other_day(const struct build *build, const struct plan *before)
{
    const char *today = build->memory.revisions.today;
    if (build->options->as_of)
        return false; /* the day is a part of what the release is made from */
    return strcmp(today, before->day) < 0 ||
           (before->horizon && strcmp(today, before->horizon) >= 0);
}

static void read_plan(struct build *build)
{
    struct build_memory *memory = &build->memory;
    const char *out_dir = build->app->settings->out_dir;
    struct error err = ERROR_INIT;
    if (tree_current(build->arena, out_dir, &memory->release, NULL) && memory->release) {
        memory->before_folder = plan_folder(build->arena, out_dir, memory->release);
        if (!plan_read(build->arena, memory->before_folder, &memory->before, &err)) {
            memory->before = (struct plan){0};
            if (err.code != ERROR_NONE)
                log_warning(build->app->log, "everything is made anew: %s", err.message);
        }
    }
}

/* Why nothing can be kept, whatever has changed. */
static const char *why_all(const struct build *build)
{
    if (build->options->force)
        return "--force was given";
    if (build->options->against)
        return "--against was given";
    if (!build->memory.known)
        return "the build is offline, where changes are not known";
    if (build->memory.before.scope_count == 0)
        return "nothing is remembered of the current release";
    return build->memory.other_day ? "other rows may be in force today" : NULL;
}

static bool read_basis(struct build *build, struct error *err)
{
    struct build_memory *memory = &build->memory;
    struct arena *arena = build->arena;
    if (!basis_common(arena, build->app->settings, build->options->as_of, &memory->common, err))
        return false;
    basis_configurations(arena, &build->configs, &memory->common);
    memory->site = plan_scope_from(arena, &memory->common, "");
    basis_revisions(arena, &memory->revisions, NULL, &memory->site);
    return true;
}

const char *memory_site_reason(const struct build *build, struct arena *arena)
{
    if (build->memory.why_all)
        return build->memory.why_all;
    const struct plan_part *part =
        plan_difference(plan_find(&build->memory.before, ""), &build->memory.site);
    return part ? arena_printf(arena, "%s changed", part->name) : "another file changed";
}

static bool is_unchanged(const struct build *build)
{
    const struct build_options *options = build->options;
    const struct plan *before = &build->memory.before;
    const char *mark;
    if (build->memory.why_all || options->dry_run || options->explain || options->shard > 0 ||
        !before->complete || (options->record && !before->recorded))
        return false;
    return !plan_difference(plan_find(before, ""), &build->memory.site) &&
           source_has(&build->source, NULL, before->snapshot) && /* what offline builds need */
           stage_manifest_mark(build->arena, build->app->settings->out_dir, &mark) &&
           text_equal(mark, before->mark);
}

/* The result is that of the run that published the release, as its run.json tells; false: it does
 * not, and the release has to be made again to know. */
static bool repeat_result(struct build *build)
{
    struct build_result *result = build->result;
    const char *release = build->memory.release;
    if (!run_record_read(build->arena,
                         arena_printf(build->arena, "%s/" TREE_RELEASES "/%s",
                                      build->app->settings->out_dir, release),
                         result))
        return false;
    snprintf(result->release.id, sizeof result->release.id, "%s", release);
    return true;
}

bool look_for_changes(struct build *build, struct error *err)
{
    struct build_memory *memory = &build->memory;
    if (!build->options->offline) {
        if (!ask_database(build, err) || !read_basis(build, err))
            return false;
        read_plan(build);
        memory->other_day =
            memory->before.scope_count > 0 && memory_other_day(build, &memory->before);
    }
    memory->why_all = why_all(build);
    memory->unchanged = is_unchanged(build) && repeat_result(build);
    if (!memory->unchanged)
        plan_check_files(&memory->before, memory->before_folder);
    return true;
}

/* ---- the plan of this run ---- */

void memory_discard(void *pointer)
{
    struct build_memory *memory = pointer;
    if (memory->folder)
        folder_remove(memory->folder, NULL);
}

bool memory_open(struct build *build, struct error *err)
{
    struct build_memory *memory = &build->memory;
    memory->folder = build->shard_folder
                         ? build->shard_folder
                         : arena_printf(build->arena, "%s/" TREE_STAGING "plan-%d",
                                        build->app->settings->out_dir, (int)getpid());
    return folder_make(memory->folder, err);
}

bool memory_horizon(struct build *build, struct error *err)
{
    struct build_memory *memory = &build->memory;
    return !memory->known || build->options->as_of ||
           snapshot_horizon(build->db, build->arena, memory->revisions.today, &memory->horizon,
                            err);
}

/* A kept sector hands on what was remembered of it: its scope stays what it was made from. */
static bool hand_on(struct build *build, const struct sector *sector, struct plan *plan)
{
    struct arena *arena = build->arena;
    const struct plan_scope *scope = plan_find(&build->memory.before, sector->focus_group_id);
    if (!scope || build->memory.other_day)
        return false;
    for (size_t i = 0; i < KINDS; i++) {
        const char *old = memory_before(build, arena, sector, kinds[i]);
        if (!old || link(old, memory_file(build, arena, sector, kinds[i])) != 0)
            return false;
    }
    plan->scopes[plan->scope_count++] = *scope;
    return true;
}

/* False: the next run has to make this sector anew. So it has where a page is another sector's now,
 * which would be taken for the one that is remembered. */
static bool add_sector(struct build *build, size_t index, struct plan *plan)
{
    const struct sector_plan *sector_plan = &build->plans[index];
    const struct sector *sector = &build->configs.sectors[index];
    if (sector_plan->state != SECTOR_BUILD)
        return !sector_plan->lost_pages && hand_on(build, sector, plan) &&
               !plan_difference(plan_find(plan, sector->focus_group_id), &sector_plan->scope);
    plan->scopes[plan->scope_count++] = sector_plan->scope;
    return true;
}

bool memory_add_files(const struct build *build, struct plan *plan, struct error *err)
{
    struct arena *arena = build->arena;
    for (size_t i = 0; i < plan->scope_count; i++)
        for (size_t j = 0; *plan->scopes[i].name && j < KINDS; j++) {
            const char *name = file_name(arena, plan->scopes[i].name, kinds[j]);
            if (!plan_add_file(arena, plan, build->memory.folder, name, err))
                return false;
        }
    return true;
}

void memory_begin_plan(const struct build *build, struct plan *plan)
{
    size_t sectors = build->configs.sector_count;
    *plan = (struct plan){
        .snapshot = build->source.snapshot,
        .day = build->memory.revisions.today,
        .horizon = build->memory.horizon,
        .scopes = arena_array(build->arena, sectors + 1, sizeof *plan->scopes),
    };
    plan->scopes[plan->scope_count++] = build->memory.site;
}

static bool fill_plan(struct build *build, struct plan *plan, struct error *err)
{
    memory_begin_plan(build, plan);
    plan->complete = true;
    for (size_t i = 0; i < build->configs.sector_count; i++)
        plan->complete = add_sector(build, i, plan) && plan->complete;
    if (!stage_manifest_mark(build->arena, build->app->settings->out_dir, &plan->mark))
        return error_set(err, ERROR_FAILED, "the current release has no manifest");
    return memory_add_files(build, plan, err);
}

/* In place of the plan that the release may have already. */
static bool put_in_place(struct build *build, struct error *err)
{
    struct arena *arena = build->arena;
    const char *out_dir = build->app->settings->out_dir;
    const char *folder = plan_folder(arena, out_dir, build->result->release.id);
    if (!folder_make(arena_printf(arena, "%s/plans", out_dir), err) || !folder_remove(folder, err))
        return false;
    if (rename(build->memory.folder, folder) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot rename '%s' to '%s'",
                               build->memory.folder, folder);
    build->memory.folder = NULL;
    return true;
}

/* Plans go with their releases. */
static void prune(struct build *build)
{
    const char *out_dir = build->app->settings->out_dir;
    struct arena *arena = arena_new();
    DIR *folder = opendir(arena_printf(arena, "%s/plans", out_dir));
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
        const char *release =
            arena_printf(arena, "%s/" TREE_RELEASES "/%s", out_dir, entry->d_name);
        if (entry->d_name[0] != '.' && !file_exists(release))
            folder_remove(plan_folder(arena, out_dir, entry->d_name), NULL);
    }
    if (folder)
        closedir(folder);
    arena_free(arena);
}

void remember_release(struct build *build, bool recorded)
{
    struct plan plan;
    struct error err = ERROR_INIT;
    if (!build->memory.known || build->options->dry_run || build->options->explain)
        return;
    bool ok = fill_plan(build, &plan, &err);
    plan.recorded = recorded || (build->memory.before.recorded && !build->result->release.changed);
    if (!ok || !plan_write(build->memory.folder, &plan, &err) || !put_in_place(build, &err))
        log_warning(build->app->log, "the next build makes everything anew: %s", err.message);
    prune(build);
}
