/* merge: the shards are found, compared with what this run sees, and taken over. */
#include "app/basis.h"
#include "app/shard.h"
#include "base/file.h"
#include "base/text.h"
#include "publish/lock.h"
#include "rules/validate.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

struct shard {
    const char *folder;
    struct plan plan;
};
struct shard_set {
    struct shard *rows; /* shard 1 first */
    size_t count;
    bool *built; /* one a sector of the configurations; NULL: not known yet */
};

/* ---- which there are ---- */

/* "2-of-5", as a shard is named. */
static bool read_name(struct arena *arena, const char *name, size_t *shard, size_t *count)
{
    long long parts[2];
    const char *of = strstr(name, "-of-");
    if (!of || !text_to_integer(of + 4, 1, 9999, &parts[1]) ||
        !text_to_integer(arena_strndup(arena, name, (size_t)(of - name)), 1, parts[1], &parts[0]))
        return false;
    *shard = (size_t)parts[0];
    *count = (size_t)parts[1];
    return text_equal(name, shard_name(arena, *shard, *count));
}

static bool add(struct build *build, const char *name, struct error *err)
{
    struct arena *arena = build->arena;
    struct shard_set *set = build->shards;
    const char *folder = shards_folder(build, arena);
    size_t shard;
    size_t count;
    if (!read_name(arena, name, &shard, &count))
        return true;
    if (set->count != 0 && set->count != count) {
        error_set(err, ERROR_FAILED, "there are shards of %zu and of %zu in '%s'",
                  set->count < count ? set->count : count, set->count < count ? count : set->count,
                  folder);
        return error_hint(err, "remove those that are not wanted");
    }
    if (set->count == 0)
        set->rows = arena_array(arena, count, sizeof *set->rows);
    set->count = count;
    set->rows[shard - 1].folder = path_join(arena, folder, arena_strdup(arena, name));
    return true;
}

static bool read_folder(struct build *build, struct error *err)
{
    const char *path = shards_folder(build, build->arena);
    DIR *folder = opendir(path);
    if (!folder && errno != ENOENT)
        return error_set_errno(err, ERROR_FAILED, "cannot read the folder '%s'", path);
    bool ok = true;
    for (struct dirent *entry = folder ? readdir(folder) : NULL; ok && entry;
         entry = readdir(folder))
        ok = add(build, entry->d_name, err);
    if (folder)
        closedir(folder);
    if (!ok || build->shards->count > 0)
        return ok;
    error_set(err, ERROR_FAILED, "there are no shards in '%s'", path);
    return error_hint(err, "build each with 'orgair build --shard I/N', I from 1 to N");
}

static bool are_complete(const struct build *build, struct error *err)
{
    const struct shard_set *set = build->shards;
    size_t missing = 0;
    size_t first = 0;
    for (size_t i = set->count; i > 0; i--)
        if (!set->rows[i - 1].folder) {
            first = i;
            missing++;
        }
    if (missing == 0)
        return true;
    const char *folder = shards_folder(build, build->arena);
    error_set(err, ERROR_FAILED, "shard %zu of %zu is missing in '%s'", first, set->count, folder);
    if (missing > 1)
        error_context(err, "%zu shards are missing, the first", missing);
    return error_hint(err, "build it with 'orgair build --shard %zu/%zu'", first, set->count);
}

static void remove_empty(void *folder)
{
    bool removed = rmdir(folder) == 0;
    (void)removed; /* or something is in it, which may stay */
}

/* Nobody may replace a shard while it is read. */
static bool lock_all(struct build *build, struct error *err)
{
    struct arena *arena = build->arena;
    arena_defer(arena, remove_empty, (void *)(uintptr_t)shards_folder(build, arena));
    const char *aside;
    for (size_t i = 0; i < build->shards->count; i++)
        if (!shard_lock(build, i + 1, build->shards->count, &aside, err))
            return error_context(err, "shard %zu of %zu", i + 1, build->shards->count);
    return true;
}

bool shards_find(struct build *build, struct error *err)
{
    build->shards = arena_alloc(build->arena, sizeof *build->shards);
    *build->shards = (struct shard_set){0};
    return read_folder(build, err) && are_complete(build, err) && lock_all(build, err);
}

/* ---- whether they are of one build, this one ---- */

/* Says which one it is, and how to mend it. */
static bool refuse(const struct build *build, size_t index, struct error *err)
{
    size_t count = build->shards->count;
    if (err->code != ERROR_FAILED)
        return false;
    error_context(err, "shard %zu of %zu", index + 1, count);
    return error_hint(err, "build it again with 'orgair build --shard %zu/%zu'", index + 1, count);
}

static const char *in_words(const struct plan_part *part)
{
    static const struct {
        const char *beginning;
        const char *words;
    } kinds[] = {
        {"setting ", "with other settings"},          {"the day asked for", "with other settings"},
        {"SOURCE_DATE_EPOCH", "with other settings"}, {"template ", "with other templates"},
        {"the program", "by another program"},        {"the installed fonts", "with other fonts"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (text_starts_with(part->name, kinds[i].beginning))
            return kinds[i].words;
    return "from other data";
}

static const char *mark_in_words(struct arena *arena, const char *mark)
{
    const char *space = strchr(mark, ' ');
    const char *current = space ? space + 1 : "-";
    if (text_equal(current, "-"))
        return "no current release";
    return arena_printf(arena, "the current release '%s'", current);
}

static bool is_of_this_build(const struct build *build, const struct plan *plan, struct error *err)
{
    struct arena *arena = build->arena;
    const struct plan_part *part = plan_difference(plan_find(plan, ""), &build->memory.site);
    const char *mark = shards_mark(build, arena);
    if (part)
        return error_set(err, ERROR_FAILED, "built %s: %s changed", in_words(part), part->name);
    if (memory_other_day(build, plan)) /* where the tables are the same */
        return error_set(err, ERROR_FAILED,
                         "built from other data: on %s other rows are in force than on %s",
                         build->memory.revisions.today, plan->day);
    if (text_equal(mark, plan->mark))
        return true;
    if (text_equal(mark_in_words(arena, mark), mark_in_words(arena, plan->mark)))
        return error_set(err, ERROR_FAILED, "compared with another release: '%.*s'",
                         (int)strcspn(plan->mark, " "), plan->mark);
    return error_set(err, ERROR_FAILED, "built beside %s, and now there is %s",
                     mark_in_words(arena, plan->mark), mark_in_words(arena, mark));
}

/* Into the plan that this run will remember. */
static bool take_file(const struct build *build, const char *from, const char *name,
                      struct error *err)
{
    enum { LIMIT = 1 << 30 };
    struct arena *arena = arena_new();
    const char *source = path_join(arena, from, name);
    const char *target = path_join(arena, build->memory.folder, name);
    char *text;
    size_t length;
    bool ok = link(source, target) == 0 || (file_read(arena, source, LIMIT, &text, &length, err) &&
                                            file_put(target, text, length, err));
    arena_free(arena);
    return ok;
}

static bool take_files(const struct build *build, struct shard *shard, struct error *err)
{
    const struct plan_file *damaged = plan_check_files(&shard->plan, shard->folder);
    if (damaged)
        return error_set(err, ERROR_FAILED, "'%s/%s' is damaged", shard->folder, damaged->name);
    for (size_t i = 0; i < shard->plan.file_count; i++) {
        const char *name = shard->plan.files[i].name;
        if (!text_equal(name, STAGE_PART_FILES) && !take_file(build, shard->folder, name, err))
            return false;
    }
    return true;
}

static void note_sectors(struct build *build, size_t index)
{
    struct shard_set *set = build->shards;
    for (size_t i = index; i < build->configs.sector_count; i += set->count)
        set->built[i] =
            plan_find(&set->rows[index].plan, build->configs.sectors[i].focus_group_id) != NULL;
}

static bool check(struct build *build, size_t index, struct error *err)
{
    struct shard *shard = &build->shards->rows[index];
    if (!plan_read(build->arena, shard->folder, &shard->plan, err))
        return err->code != ERROR_NONE ? false
                                       : error_set(err, ERROR_FAILED,
                                                   "'%s' is no shard: it has no "
                                                   "plan.json",
                                                   shard->folder);
    if (!is_of_this_build(build, &shard->plan, err) || !take_files(build, shard, err))
        return false;
    note_sectors(build, index);
    return true;
}

bool shards_check(struct build *build, struct error *err)
{
    struct shard_set *set = build->shards;
    set->built = arena_array(build->arena, build->configs.sector_count, sizeof *set->built);
    for (size_t i = 0; i < set->count; i++)
        if (!check(build, i, err))
            return refuse(build, i, err);
    return true;
}

bool shards_have(const struct build *build, const struct sector *sector)
{
    return build->shards && build->shards->built &&
           build->shards->built[sector - build->configs.sectors];
}

/* A shard left a sector out since it is as in the current release, but here it cannot be kept. */
bool shards_suffice(const struct build *build, struct error *err)
{
    for (size_t i = 0; build->shards && i < build->configs.sector_count; i++) {
        const struct sector *sector = &build->configs.sectors[i];
        const struct sector_plan *plan = &build->plans[i];
        if (plan->state != SECTOR_BUILD || shards_have(build, sector))
            continue;
        error_set(err, ERROR_FAILED, "sector '%s' is kept there as it was, which cannot be: %s",
                  sector->focus_group_id, plan->reason);
        refuse(build, i % build->shards->count, err);
        return error_hint(err, "build that shard again, with --force");
    }
    return true;
}

/* ---- taking over ---- */

/* Nothing here needs the assessments but the cache, for builds offline. */
static bool read_assessments(struct build *build, struct source *source, size_t index,
                             struct error *err)
{
    struct arena *arena = arena_new();
    struct source_assessed *stream;
    struct assessed_organization organization;
    bool done = false;
    bool ok = source_assessments(source, arena, &build->configs.sectors[index], &stream, err);
    while (ok && !done)
        ok = source_next_assessed(stream, &organization, &done, err);
    arena_free(arena);
    return ok;
}

static bool is_to_cache(const struct build *build, size_t index)
{
    const struct sector *sector = &build->configs.sectors[index];
    return sector_is_valid(&build->configs, sector) &&
           (shards_have(build, sector) ||
            !source_has(&build->source, sector, build->memory.before.snapshot));
}

static bool read_rows(struct build *build, struct error *err)
{
    size_t *sectors = arena_array(build->arena, build->configs.sector_count, sizeof *sectors);
    struct sector_tasks tasks = {
        .build = build,
        .sectors = sectors,
        .run = read_assessments,
        .beside = make_portfolio_rows,
        .assesses = true,
    };
    for (size_t i = 0; build->source.cache && i < build->configs.sector_count; i++)
        if (is_to_cache(build, i))
            sectors[tasks.count++] = i;
    return run_sector_tasks(&tasks, err);
}

bool shards_take_sectors(struct build *build, struct error *err)
{
    const struct shard_set *set = build->shards;
    for (size_t i = 0; i < set->count; i++)
        if (!stage_take_part(build->stage, set->rows[i].folder, err))
            return refuse(build, i, err);
    return read_rows(build, err) && collect_findings(build, err);
}

/* What killed runs left of shards that nobody is making. */
static void remove_leftovers(const struct build *build)
{
    struct arena *arena = arena_new();
    const char *shards = shards_folder(build, arena);
    DIR *folder = opendir(shards);
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
        struct arena *own = arena_new();
        const char *aside = path_join(own, shards, entry->d_name);
        size_t shard;
        size_t count;
        if (*entry->d_name == '.' && read_name(own, entry->d_name + 1, &shard, &count) &&
            lock_acquire(own, aside, NULL))
            folder_remove(aside, NULL);
        arena_free(own);
    }
    if (folder)
        closedir(folder);
    arena_free(arena);
}

void shards_remove(struct build *build)
{
    if (!build->shards)
        return;
    struct error err = ERROR_INIT;
    remove_leftovers(build);
    for (size_t i = 0; i < build->shards->count; i++)
        if (!folder_remove(build->shards->rows[i].folder, &err))
            log_warning(build->app->log, "published, but a shard stays: %s", err.message);
}
