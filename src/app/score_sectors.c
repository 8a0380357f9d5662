/* Where every organization stands. Sectors are scored by workers; one whose rows are those of the
 * run before stands as it did. Sectors that are kept are ranked too, by today's rows. */
#include "app/build.h"
#include "app/scored_file.h"
#include "app/scoring.h"
#include "app/shard.h"
#include "app/standings_file.h"

/* Where the standings of a sector are, or will be. */
static const char *standings_path(const struct build *build, struct arena *arena, size_t index)
{
    const struct sector *sector = &build->configs.sectors[index];
    if (build->plans[index].same_rows)
        return memory_before(build, arena, sector, "scores");
    if (build->plans[index].state == SECTOR_BUILD)
        return memory_file(build, arena, sector, "scores");
    return arena_printf(arena, "%s/scores-%zu", build->parts_dir, index);
}

const char *scored_path(const struct build *build, struct arena *arena, size_t index)
{
    return arena_printf(arena, "%s/scored-%zu", build->parts_dir, index);
}

/* One sector while it is scored. */
struct sector_scoring {
    struct arena *arena;
    size_t sector;
    struct sector_standings standings;
    struct scored_writer *file; /* NULL: its pages are not made */
};

static bool take(void *subject, const struct scored_organization *scored, struct error *err)
{
    struct sector_scoring *work = subject;
    if (work->file && !scored_file_add(work->file, scored, work->standings.count, err))
        return false;
    standings_add(work->arena, &work->standings, work->sector, scored);
    return true;
}

static bool score_sector(struct build *build, struct source *source, size_t index,
                         struct error *err)
{
    struct arena *arena = arena_new();
    size_t dimensions = build->configs.dimension_count;
    struct scoring scoring = {
        .source = source,
        .configs = &build->configs,
        .totals = build->totals,
        .parameters = &build->parameters,
    };
    struct sector_scoring work = {.arena = arena, .sector = index};
    standings_begin(arena, dimensions, &work.standings);
    if (build->plans[index].state == SECTOR_BUILD)
        work.file = scored_file_begin(scored_path(build, arena, index));
    bool ok = scoring_each(&scoring, &build->configs.sectors[index], take, &work, err);
    standings_end(&work.standings, dimensions);
    if (work.file)
        ok = scored_file_end(work.file, ok, err);
    ok =
        ok && standings_save(&work.standings, dimensions, standings_path(build, arena, index), err);
    arena_free(arena);
    return ok;
}

/* A shard says nothing of the others' organizations. */
static bool load(const struct build *build, struct arena *arena, size_t index,
                 struct sector_standings *standings, struct error *err)
{
    size_t dimensions = build->configs.dimension_count;
    *standings = (struct sector_standings){.average_dimensions =
                                               arena_array(arena, dimensions, sizeof(double))};
    return shard_is_of_another(build, index) ||
           standings_load(arena, standings_path(build, arena, index), dimensions, index, standings,
                          err);
}

static void free_board(void *arena)
{
    arena_free(arena);
}

static bool rank(struct build *build, struct error *err)
{
    build->board_arena = arena_new_shared();
    arena_defer(build->arena, free_board, build->board_arena);
    struct board_builder *builder = scoreboard_begin(build->board_arena, &build->configs,
                                                     (size_t)build->organizations, &build->board);
    for (size_t i = 0; i < build->configs.sector_count; i++) {
        struct arena *arena = arena_new();
        struct sector_standings standings;
        bool ok = load(build, arena, i, &standings, err);
        if (ok)
            scoreboard_add(builder, &build->configs.sectors[i], &standings,
                           build->totals[i].organizations);
        arena_free(arena);
        if (!ok)
            return false;
    }
    scoreboard_end(builder);
    return true;
}

static bool is_to_score(const struct build *build, size_t index)
{
    return !build->plans[index].same_rows && !shard_is_of_another(build, index) &&
           !shards_have(build, &build->configs.sectors[index]);
}

bool score_sectors(struct build *build, struct error *err)
{
    build->parameters = scoring_parameters(build->arena, build->app->settings);
    size_t *sectors = arena_array(build->arena, build->configs.sector_count, sizeof *sectors);
    bool whole = build->options->shard == 0 && !build->options->merge;
    struct sector_tasks tasks = {
        .build = build,
        .sectors = sectors,
        .run = score_sector,
        .meanwhile = whole ? keep_next_unchanged : NULL,
        .assesses = true,
    };
    for (size_t i = 0; i < build->configs.sector_count; i++)
        if (is_to_score(build, i))
            sectors[tasks.count++] = i;
    return (tasks.count == 0 || run_sector_tasks(&tasks, err)) && rank(build, err);
}
