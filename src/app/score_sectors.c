/* Where every organization stands. Sectors are scored by workers; one whose rows are those of the
 * run before stands as it did. Sectors that are kept are ranked too, by today's rows. */
#include "app/build.h"
#include "app/build_handout.h"
#include "app/scored_file.h"
#include "app/scoring.h"
#include "app/shard.h"
#include "app/standings_file.h"
#include "view/score_lists.h"

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
    size_t sector;
    struct dimension_averages averages;
    struct standings_writer *standings;
    struct scored_writer *file; /* NULL: its pages are not made */
};

static bool take(void *subject, const struct scored_organization *scored, struct error *err)
{
    struct sector_scoring *work = subject;
    if (work->file && !scored_file_add(work->file, scored, err))
        return false;
    dimension_averages_add(&work->averages, scored);
    if (scored->score) {
        struct standing standing = standing_of(scored, work->sector);
        standings_add(work->standings, &standing);
    }
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
    struct sector_scoring work = {
        .sector = index,
        .averages = {.sums = arena_array(arena, dimensions, sizeof(double))},
        .standings = standings_begin(standings_path(build, arena, index)),
    };
    if (build->plans[index].state == SECTOR_BUILD)
        work.file = scored_file_begin(scored_path(build, arena, index));
    bool ok = scoring_each(&scoring, &build->configs.sectors[index], take, &work, err);
    dimension_averages_end(&work.averages, dimensions);
    if (work.file)
        ok = scored_file_end(work.file, ok, err);
    ok = standings_end(work.standings, work.averages.sums, dimensions, ok, err);
    arena_free(arena);
    return ok;
}

static bool each(struct standings_file *file, standing_visitor *visit, void *subject,
                 struct error *err)
{
    const struct standing *row;
    bool ok;
    while ((ok = standings_next(file, &row, err)) && row)
        if (!visit(subject, row, err))
            return false;
    return ok;
}

static bool open_standings(const struct build *build, struct arena *arena, size_t index,
                           struct standings_file **file, struct error *err)
{
    return standings_open(arena, standings_path(build, arena, index),
                          build->configs.dimension_count, index, file, err);
}

bool standings_each(const struct build *build, size_t index, standing_visitor *visit, void *subject,
                    struct error *err)
{
    struct arena *arena = arena_new();
    struct standings_file *file;
    bool ok = open_standings(build, arena, index, &file, err) && each(file, visit, subject, err);
    arena_free(arena);
    return ok;
}

static bool add_to_board(void *builder, const struct standing *row, struct error *err)
{
    (void)err;
    scoreboard_add(builder, row);
    return true;
}

static bool add_to_spread(void *builder, const struct standing *row, struct error *err)
{
    (void)err;
    scoreboard_spread(builder, row);
    return true;
}

/* A shard says nothing of the others' organizations. */
static bool rank_sector(const struct build *build, struct board_builder *builder, size_t index,
                        struct error *err)
{
    struct arena *arena = arena_new();
    size_t dimensions = build->configs.dimension_count;
    const double *averages = arena_array(arena, dimensions, sizeof *averages);
    struct standings_file *file;
    bool ok = true;
    scoreboard_begin_sector(builder, &build->configs.sectors[index],
                            build->totals[index].organizations);
    if (!shard_is_of_another(build, index)) {
        ok = open_standings(build, arena, index, &file, err) &&
             each(file, add_to_board, builder, err);
        averages = ok ? standings_averages(file) : averages;
    }
    scoreboard_end_sector(builder, averages);
    arena_free(arena);
    return ok;
}

static bool rank_all(struct build *build, struct board_builder *builder, struct error *err)
{
    size_t count = build->configs.sector_count;
    for (size_t i = 0; i < count; i++)
        if (!rank_sector(build, builder, i, err))
            return false;
    scoreboard_end(builder);
    if (!scoreboard_spreads(builder))
        return true;
    for (size_t i = 0; i < count; i++)
        if (!shard_is_of_another(build, i) &&
            !standings_each(build, i, add_to_spread, builder, err))
            return false;
    scoreboard_end_spread(builder);
    return true;
}

static void free_board(void *arena)
{
    arena_free(arena);
}

static bool rank(struct build *build, struct error *err)
{
    struct handout_limits limits = handout_limits_of(build->app->settings);
    struct board_lists lists = view_board_lists(build->arena, &limits);
    build->board_arena = arena_new_shared();
    arena_defer(build->arena, free_board, build->board_arena);
    struct board_builder *builder = scoreboard_begin(
        build->board_arena, &build->configs, (size_t)build->organizations, &lists, &build->board);
    bool ok = rank_all(build, builder, err);
    scoreboard_finish(builder);
    return ok;
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
    struct sector_tasks tasks = {
        .build = build,
        .sectors = sectors,
        .run = score_sector,
        .assesses = true,
    };
    for (size_t i = 0; i < build->configs.sector_count; i++)
        if (is_to_score(build, i))
            sectors[tasks.count++] = i;
    return (tasks.count == 0 || run_sector_tasks(&tasks, err)) && rank(build, err);
}
