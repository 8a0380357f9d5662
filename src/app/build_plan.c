/* What the data is fit for: findings, the policy for invalid sectors, and which are built. */
#include "app/basis.h"
#include "app/build.h"
#include "app/configs.h"
#include "app/shard.h"
#include "base/text.h"
#include "rules/validate.h"

bool check_sector_names(const struct build *build, struct error *err)
{
    for (size_t i = 0; i < build->options->sector_count; i++) {
        const char *id = build->options->sectors[i];
        if (!config_find_sector(&build->configs, id))
            return configs_unknown_sector(&build->configs, id, err);
    }
    return true;
}

/* Findings of the configurations, and what the policy makes of invalid sectors. */
bool validate_configurations(struct build *build, struct error *err)
{
    validate_configs(&build->configs, &build->findings);
    findings_sort(&build->findings);
    size_t invalid = 0;
    const struct sector *first = NULL;
    for (size_t i = 0; i < build->configs.sector_count; i++) {
        if (sector_is_valid(&build->configs, &build->configs.sectors[i]))
            continue;
        first = first ? first : &build->configs.sectors[i];
        invalid++;
    }
    if (invalid == 0 || build->app->settings->on_invalid != ON_INVALID_FAIL)
        return true;
    const char *reason = "its weights do not pass validation";
    for (size_t i = 0; i < build->findings.count; i++) {
        const struct finding *finding = &build->findings.rows[i];
        if (finding->severity == SEVERITY_ERROR &&
            text_equal(finding->focus_group_id, first->focus_group_id)) {
            reason = finding->message;
            break;
        }
    }
    error_set(err, ERROR_INVALID, "invalid data: sector '%s': %s", first->focus_group_id, reason);
    if (invalid > 1)
        error_context(err, "%zu sectors are invalid, the first", invalid);
    return error_hint(err, "correct its rows, or publish with --on-invalid=flag or hold");
}

static bool is_asked_for(const struct build *build, const struct sector *sector)
{
    if (build->options->sector_count == 0)
        return true;
    for (size_t i = 0; i < build->options->sector_count; i++)
        if (text_equal(build->options->sectors[i], sector->focus_group_id))
            return true;
    return false;
}

/* What is new today, and whether the run before left all that stands in for the sector's rows. */
static void compare_with_before(struct build *build, const struct sector *sector,
                                struct sector_plan *plan)
{
    const struct build_memory *memory = &build->memory;
    const struct plan_scope *before = plan_find(&memory->before, sector->focus_group_id);
    plan->scope = memory_scope(build, sector);
    const struct plan_part *part = plan_difference(before, &plan->scope);
    plan->reason_shows = true;
    if (memory->why_all) {
        plan->reason = memory->why_all;
    } else if (!before || !memory_has(build, sector)) {
        plan->reason = "nothing is remembered of its sector";
    } else if (!build->shards && !source_has(&build->source, sector, memory->before.snapshot)) {
        plan->reason = "its rows are not in the cache";
    } else if (part) {
        plan->reason = arena_printf(build->arena, "%s changed", part->name);
        plan->reason_shows = !part->looked_at;
    }
    if (shards_have(build, sector))
        plan->reason = "a shard built it";
    plan->same_rows = !plan->reason;
}

/* Keeps the sector's own folder; what was never published is built all the same. */
static bool keep_folder(struct build *build, const struct sector *sector, bool *kept,
                        struct error *err)
{
    size_t count;
    const char *folder = arena_printf(build->arena, "sectors/%s/", sector->slug);
    if (!stage_keep(build->stage, folder, &count, err)) {
        build->memory.damaged = true;
        return false;
    }
    *kept = count > 0;
    return true;
}

static bool plan_sector(struct build *build, size_t index, struct error *err)
{
    const struct sector *sector = &build->configs.sectors[index];
    struct sector_plan *plan = &build->plans[index];
    bool held = build->app->settings->on_invalid == ON_INVALID_HOLD &&
                !sector_is_valid(&build->configs, sector);
    bool kept;
    compare_with_before(build, sector, plan);
    if (plan->reason && is_asked_for(build, sector) && !held)
        return true;
    if (!keep_folder(build, sector, &kept, err))
        return false;
    if (kept) {
        plan->state = plan->reason ? SECTOR_KEEP : SECTOR_UNCHANGED;
    } else if (!plan->reason) {
        plan->reason = "nothing of its sector is in the current release";
        plan->same_rows = false;
    }
    if (held && kept)
        log_warning(build->app->log, "sector '%s' is held: its pages stay as they were",
                    sector->focus_group_id);
    else if (held)
        log_warning(build->app->log, "sector '%s' cannot be held: it was never published",
                    sector->focus_group_id);
    return true;
}

/* Where something changed, and the rest is kept, another release is expected: what is kept is
 * linked as soon as it is known. */
static bool expect_release(struct build *build, struct error *err)
{
    const struct build_options *options = build->options;
    bool builds = false;
    if (build->memory.why_all || options->dry_run || options->explain || options->shard > 0)
        return true;
    for (size_t i = 0; i < build->configs.sector_count; i++)
        builds = builds || build->plans[i].state == SECTOR_BUILD;
    if (!builds)
        return true;
    stage_link_at_once(build->stage);
    return begin_keeping(build, err);
}

bool plan_sectors(struct build *build, struct error *err)
{
    size_t count = build->configs.sector_count;
    build->plans = arena_array(build->arena, count, sizeof *build->plans);
    for (size_t i = 0; i < count; i++)
        if (shard_is_of_another(build, i))
            build->plans[i].state = SECTOR_KEEP;
        else if (!plan_sector(build, i, err) || (build->plans[i].state == SECTOR_BUILD &&
                                                 !shards_have(build, &build->configs.sectors[i]) &&
                                                 !remember_totals(build, i, err)))
            return false;
    return shards_suffice(build, err) && expect_release(build, err);
}
