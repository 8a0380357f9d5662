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

const char *shard_name(struct arena *arena, size_t shard, size_t count)
{
    return arena_printf(arena, "%zu-of-%zu", shard, count);
}

bool shard_lock(const struct build *build, size_t shard, size_t count, const char **aside,
                struct error *err)
{
    struct arena *arena = build->arena;
    char *folder =
        arena_printf(arena, "%s/.%s", shards_folder(build, arena), shard_name(arena, shard, count));
    if (!lock_acquire(arena, folder, err))
        return false;
    arena_defer(arena, remove_aside, folder);
    *aside = folder;
    return true;
}

bool shard_take_lock(struct build *build, struct error *err)
{
    struct arena *arena = build->arena;
    const char *aside;
    if (!shard_lock(build, build->options->shard, build->options->shard_count, &aside, err))
        return false;
    build->shard_aside = aside;
    build->shard_folder = path_join(arena, aside, "shard");
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
    return stage_begin_part(build->stage, err) && make_sectors(build, err);
}

/* What the merge compares and takes over; in the form of the plan that it becomes a part of. */
static bool fill_plan(struct build *build, struct plan *plan, struct error *err)
{
    struct arena *arena = build->arena;
    memory_begin_plan(build, plan);
    plan->mark = shards_mark(build, arena);
    for (size_t i = 0; i < build->configs.sector_count; i++)
        if (build->plans[i].state == SECTOR_BUILD)
            plan->scopes[plan->scope_count++] = build->plans[i].scope;
    return plan_add_file(arena, plan, build->shard_folder, STAGE_PART_FILES, err) &&
           memory_add_files(build, plan, err);
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
    const char *place = path_join(
        arena, shards, shard_name(arena, build->options->shard, build->options->shard_count));
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
