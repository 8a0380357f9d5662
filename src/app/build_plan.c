/* What the data is fit for: findings, the policy for invalid sectors, and which are built. */
#include "app/build.h"
#include "base/text.h"
#include "rules/validate.h"

bool check_sector_names(const struct build *build, struct error *err)
{
    for (size_t i = 0; i < build->options->sector_count; i++) {
        const char *id = build->options->sectors[i];
        if (config_find_sector(&build->configs, id))
            continue;
        struct strbuf names;
        strbuf_init(&names);
        for (size_t j = 0; j < build->configs.sector_count; j++)
            strbuf_addf(&names, "%s%s", j > 0 ? ", " : "",
                        build->configs.sectors[j].focus_group_id);
        error_set(err, ERROR_USAGE, "unknown sector '%s'", id);
        error_hint(err, "active sectors are %s", names.text);
        strbuf_release(&names);
        return false;
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

/* What was not asked for, or is held, is kept; what was never published is built all the same. */
bool plan_sectors(struct build *build, struct error *err)
{
    const struct config_set *configs = &build->configs;
    bool hold = build->app->settings->on_invalid == ON_INVALID_HOLD;
    build->plans = arena_array(build->arena, configs->sector_count, sizeof *build->plans);
    for (size_t i = 0; i < configs->sector_count; i++) {
        const struct sector *sector = &configs->sectors[i];
        bool held = hold && !sector_is_valid(configs, sector);
        if (is_asked_for(build, sector) && !held)
            continue;
        size_t kept;
        const char *folder = arena_printf(build->arena, "sectors/%s/", sector->slug);
        if (!stage_keep(build->stage, folder, &kept, err))
            return false;
        build->plans[i] = kept > 0 ? SECTOR_KEEP : SECTOR_BUILD;
        if (held && kept > 0)
            log_warning(build->app->log, "sector '%s' is held: its pages stay as they were",
                        sector->focus_group_id);
        else if (held)
            log_warning(build->app->log, "sector '%s' cannot be held: it was never published",
                        sector->focus_group_id);
    }
    return true;
}
