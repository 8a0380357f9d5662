/* build --shard I/N: one part, made aside and put in place by a rename. */
#include "app/shard.h"

#include "base/file.h"
#include "base/interrupt.h"
#include "publish/lock.h"

#include <errno.h>
#include <stdio.h>

const char *shards_folder(const struct build *build, struct arena *arena)
{
    return path_join(arena, build->app->settings->out_dir, "shards");
}

const char *shards_mark(const struct build *build, struct arena *arena)
{
    const char *current = stage_current_id(build->stage);
    return arena_printf(arena, "%s %s", build->baseline ? build->baseline : "-",
                        current ? current : "-");
}

bool shard_is_of_another(const struct build *build, size_t index)
{
    const struct build_options *options = build->options;
    return options->shard > 0 && index % options->shard_count != options->shard - 1;
}

/* While the lock is still held. */
static void remove_aside(void *folder)
{
    folder_remove(folder, NULL);
}

bool shard_take_lock(struct build *build, struct error *err)
{
    struct arena *arena = build->arena;
    char *aside = arena_printf(arena, "%s/.%zu-of-%zu", shards_folder(build, arena),
                               build->options->shard, build->options->shard_count);
    if (!lock_acquire(arena, aside, err))
        return false;
    build->shard_aside = aside;
    build->shard_folder = path_join(arena, aside, "shard");
    arena_defer(arena, remove_aside, aside);
    /* What a killed run left. */
    return folder_remove(build->shard_folder, err) &&
           folder_remove(path_join(arena, aside, "stage"), err);
}

bool shard_open_stage(struct build *build, struct error *err)
{
    const struct stage_place place = {
        .out_dir = build->app->settings->out_dir,
        .folder = path_join(build->arena, build->shard_aside, "stage"),
    };
    return stage_open_part(build->arena, &place, build->app->log, &build->stage, err);
}

bool shard_build_sectors(struct build *build, struct error *err)
{
    return stage_begin_part(build->stage, err) && make_sectors(build, NULL, err);
}

static bool add_file(struct build *build, struct plan *plan, const char *name, struct error *err)
{
    struct plan_file *file = &plan->files[plan->file_count++];
    file->name = name;
    return plan_file_fingerprint(path_join(build->arena, build->shard_folder, name),
                                 &file->fingerprint, err);
}

/* What the merge compares and takes over; in the form of the plan that it becomes a part of. */
static bool fill_plan(struct build *build, struct plan *plan, struct error *err)
{
    static const char *const kinds[] = {"findings", "pages", "scores"};
    enum { KINDS = sizeof kinds / sizeof kinds[0] };
    struct arena *arena = build->arena;
    size_t sectors = build->configs.sector_count;
    *plan = (struct plan){
        .snapshot = build->source.snapshot,
        .mark = shards_mark(build, arena),
        .day = build->memory.revisions.today,
        .horizon = build->memory.horizon,
        .scopes = arena_array(arena, sectors + 1, sizeof *plan->scopes),
        .files = arena_array(arena, sectors * KINDS + 1, sizeof *plan->files),
    };
    plan->scopes[plan->scope_count++] = build->memory.site;
    bool ok = add_file(build, plan, STAGE_PART_FILES, err);
    for (size_t i = 0; ok && i < sectors; i++) {
        const char *id = build->configs.sectors[i].focus_group_id;
        if (build->plans[i].state != SECTOR_BUILD)
            continue;
        plan->scopes[plan->scope_count++] = build->plans[i].scope;
        for (size_t j = 0; ok && j < KINDS; j++)
            ok = add_file(build, plan, arena_printf(arena, "%s.%s", id, kinds[j]), err);
    }
    return ok;
}

/* The part of the site that is in the shard. */
static void count_built(struct build *build)
{
    for (size_t i = 0; i < build->configs.sector_count; i++)
        if (build->plans[i].state == SECTOR_BUILD) {
            build->result->organizations += build->totals[i].organizations;
            build->result->sectors++;
        }
}

static bool put_in_place(struct build *build, struct error *err)
{
    struct arena *arena = build->arena;
    const char *shards = shards_folder(build, arena);
    const char *place = arena_printf(arena, "%s/%zu-of-%zu", shards, build->options->shard,
                                     build->options->shard_count);
    const char *old = path_join(arena, build->shard_aside, "old");
    if (rename(place, old) != 0 && errno != ENOENT)
        return error_set_errno(err, ERROR_FAILED, "cannot replace '%s'", place);
    if (rename(build->shard_folder, place) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot rename '%s' to '%s'", build->shard_folder,
                               place);
    build->memory.folder = NULL;
    return folder_sync(shards, err);
}

bool shard_save(struct build *build, struct error *err)
{
    struct plan plan;
    if (!interrupt_check(err) ||
        !stage_save_part(build->stage, build->shard_folder, &build->result->files, err) ||
        !fill_plan(build, &plan, err) || !plan_write(build->shard_folder, &plan, err) ||
        !folder_sync_all(build->shard_folder, err) || !interrupt_check(err))
        return false;
    count_built(build);
    return put_in_place(build, err);
}
