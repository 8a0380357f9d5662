#include "rules/validate.h"

#include "base/strbuf.h"
#include "base/text.h"

/* What a calibration may sensibly be; both ends are allowed. */
struct range {
    const char *name;
    const char *low;
    const char *high;
};
static const struct range ranges[] = {
    {"h_r_baseline", "0", "100"},        {"ebitda_multiplier", "0", "5"},
    {"position_factor_delta", "0", "1"}, {"talent_concentration_threshold", "0", "1"},
    {"governance_minimum", "0", "100"},  {"sector_average_v_r", "0", "100"},
};

static void add(struct findings *findings, const struct sector *sector, enum severity severity,
                const char *code, const char *message)
{
    findings_add(findings, &(struct finding){
                               .severity = severity,
                               .code = code,
                               .focus_group_id = sector ? sector->focus_group_id : NULL,
                               .subject = sector ? sector->group_name : "Configuration",
                               .message = message,
                           });
}

static const struct dimension *find_dimension(const struct config_set *set, const char *code)
{
    for (size_t i = 0; i < set->dimension_count; i++)
        if (text_equal(set->dimensions[i].code, code))
            return &set->dimensions[i];
    return NULL;
}

/* ---- weights ---- */

static void check_sum(const struct sector *sector, struct findings *findings)
{
    if (sector_weights_valid(sector))
        return;
    struct strbuf sum;
    strbuf_init(&sum);
    decimal_write(&sum, sector_weights_sum(sector));
    add(findings, sector, SEVERITY_ERROR, "weights_sum",
        arena_printf(findings->arena, "weights sum to %s, not 1.000", sum.text));
    strbuf_release(&sum);
}

static void check_weights(const struct config_set *set, const struct sector *sector,
                          struct findings *findings)
{
    if (sector->weight_count == 0) {
        add(findings, sector, SEVERITY_ERROR, "weights_missing",
            arena_printf(findings->arena,
                         "no weights at all: expected one for each of the %zu dimensions",
                         set->dimension_count));
        return;
    }
    for (size_t i = 0; i < set->dimension_count; i++)
        if (!sector_find_weight(sector, set->dimensions[i].code))
            add(findings, sector, SEVERITY_ERROR, "dimension_missing",
                arena_printf(findings->arena, "no weight for dimension '%s'",
                             set->dimensions[i].code));
    for (size_t i = 0; i < sector->weight_count; i++)
        if (!find_dimension(set, sector->weights[i].dimension_code))
            add(findings, sector, SEVERITY_ERROR, "dimension_unknown",
                arena_printf(findings->arena, "weight for '%s', which is not a dimension",
                             sector->weights[i].dimension_code));
    check_sum(sector, findings);
}

/* ---- rows in force more than once ---- */

/* "weight ai_governance" -> the name behind "weight "; NULL: it is something else. */
static const char *key_of(const char *duplicate, const char *kind)
{
    size_t length = strlen(kind);
    bool matches = text_starts_with(duplicate, kind) && duplicate[length] == ' ';
    return matches ? duplicate + length + 1 : NULL;
}

static const char *in_force_from(const struct sector *sector, const char *duplicate)
{
    const char *code = key_of(duplicate, "weight");
    if (code) {
        const struct weight *weight = sector_find_weight(sector, code);
        return weight ? weight->effective_from : NULL;
    }
    const char *name = key_of(duplicate, "calibration");
    const struct calibration *calibration = name ? sector_find_calibration(sector, name) : NULL;
    return calibration ? calibration->effective_from : NULL;
}

static void check_duplicates(const struct sector *sector, struct findings *findings)
{
    for (size_t i = 0; i < sector->duplicate_count; i++) {
        const char *duplicate = sector->duplicate_keys[i];
        const char *name = strchr(duplicate, ' ');
        const char *from = in_force_from(sector, duplicate);
        int kind = name ? (int)(name - duplicate) : (int)strlen(duplicate);
        add(findings, sector, SEVERITY_ERROR, "duplicate_row",
            arena_printf(findings->arena,
                         "more than one row in force for %.*s '%s': the one from %s counts", kind,
                         duplicate, name ? name + 1 : "", from ? from : "the latest day"));
    }
}

/* ---- calibrations ---- */

static const struct range *find_range(const char *name)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (text_equal(ranges[i].name, name))
            return &ranges[i];
    return NULL;
}

static bool is_within(struct decimal value, const struct range *range)
{
    struct decimal low, high;
    return decimal_parse(range->low, &low) && decimal_parse(range->high, &high) &&
           decimal_compare(value, low) >= 0 && decimal_compare(value, high) <= 0;
}

static void check_calibration(const struct sector *sector, const struct calibration *calibration,
                              struct findings *findings)
{
    if (!calibration_default_find(calibration->name)) {
        add(findings, sector, SEVERITY_INFO, "calibration_unknown",
            arena_printf(findings->arena, "calibration '%s' is not used by any rule",
                         calibration->name));
        return;
    }
    const struct range *range = find_range(calibration->name);
    if (!range || is_within(calibration->value, range))
        return;
    struct strbuf value;
    strbuf_init(&value);
    decimal_write(&value, calibration->value);
    add(findings, sector, SEVERITY_WARNING, "calibration_range",
        arena_printf(findings->arena, "calibration '%s' is %s, expected %s to %s",
                     calibration->name, value.text, range->low, range->high));
    strbuf_release(&value);
}

static void check_calibrations(const struct sector *sector, struct findings *findings)
{
    for (size_t i = 0; i < sector->calibration_count; i++)
        check_calibration(sector, &sector->calibrations[i], findings);
    for (const struct calibration_default *known = calibration_defaults; known->name; known++)
        if (known->default_value && !sector_find_calibration(sector, known->name))
            add(findings, sector, SEVERITY_INFO, "calibration_default",
                arena_printf(findings->arena, "calibration '%s' is not set: the %s %s applies",
                             known->name, known->setting ? "setting" : "default",
                             known->setting ? known->setting : known->default_value));
}

/* ---- days ---- */

static void check_day(const struct sector *sector, const char *kind, const char *name,
                      const char *day, struct findings *findings)
{
    if (day && !text_is_finite(day))
        add(findings, sector, SEVERITY_WARNING, "day_not_finite",
            arena_printf(findings->arena, "%s '%s' is in force from %s, shown as not stated", kind,
                         name, day));
}

static void check_days(const struct sector *sector, struct findings *findings)
{
    for (size_t i = 0; i < sector->weight_count; i++)
        check_day(sector, "weight", sector->weights[i].dimension_code,
                  sector->weights[i].effective_from, findings);
    for (size_t i = 0; i < sector->calibration_count; i++)
        check_day(sector, "calibration", sector->calibrations[i].name,
                  sector->calibrations[i].effective_from, findings);
}

/* ---- all of it ---- */

void validate_sector(const struct config_set *set, const struct sector *sector,
                     struct findings *findings)
{
    if (set->dimension_count > 0)
        check_weights(set, sector, findings);
    check_duplicates(sector, findings);
    check_calibrations(sector, findings);
    check_days(sector, findings);
}

void validate_configs(const struct config_set *set, struct findings *findings)
{
    if (set->dimension_count == 0)
        add(findings, NULL, SEVERITY_ERROR, "no_dimensions",
            "no dimensions of the platform 'pe_org_air'");
    if (set->sector_count == 0)
        add(findings, NULL, SEVERITY_ERROR, "no_sectors",
            "no active sectors of the platform 'pe_org_air'");
    for (size_t i = 0; i < set->sector_count; i++)
        validate_sector(set, &set->sectors[i], findings);
}

bool validation_reports(const char *code)
{
    static const char *const codes[] = {
        "day_not_finite",    "no_dimensions",       "no_sectors",          "weights_missing",
        "dimension_missing", "dimension_unknown",   "duplicate_row",       "weights_sum",
        "calibration_range", "calibration_unknown", "calibration_default",
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (text_equal(code, codes[i]))
            return true;
    return false;
}

static bool has_duplicate_weight(const struct sector *sector)
{
    for (size_t i = 0; i < sector->duplicate_count; i++)
        if (key_of(sector->duplicate_keys[i], "weight"))
            return true;
    return false;
}

bool sector_is_valid(const struct config_set *set, const struct sector *sector)
{
    for (size_t i = 0; i < set->dimension_count; i++)
        if (!sector_find_weight(sector, set->dimensions[i].code))
            return false;
    for (size_t i = 0; i < sector->weight_count; i++)
        if (!find_dimension(set, sector->weights[i].dimension_code))
            return false;
    return set->dimension_count > 0 && !has_duplicate_weight(sector) &&
           sector_weights_valid(sector);
}
