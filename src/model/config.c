#include "model/config.h"

#include "base/text.h"

const struct calibration_default calibration_defaults[] = {
    {"h_r_baseline", "Hᴿ baseline", "75", NULL, "systematic opportunity of the sector, 0 to 100"},
    {"ebitda_multiplier", "EBITDA multiplier", "1.0", NULL, "scales every EBITDA scenario"},
    {"position_factor_delta", "Position factor delta", "0.15", "DELTA_POSITION",
     "how far the position factor moves Hᴿ"},
    {"talent_concentration_threshold", "Talent concentration threshold", "0.25", NULL,
     "concentration above it lowers Vᴿ"},
    {"governance_minimum", "Governance minimum", NULL, NULL,
     "AI governance below it blocks approval; no gate where it is not set"},
    {"sector_average_v_r", "Sector average Vᴿ", "50", NULL, "the average that Vᴿ is compared with"},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct calibration_default *calibration_default_find(const char *name)
{
    for (const struct calibration_default *known = calibration_defaults; known->name; known++)
        if (text_equal(known->name, name))
            return known;
    return NULL;
}

const struct sector *config_find_sector(const struct config_set *set, const char *focus_group_id)
{
    for (size_t i = 0; i < set->sector_count; i++)
        if (text_equal(set->sectors[i].focus_group_id, focus_group_id))
            return &set->sectors[i];
    return NULL;
}

const struct weight *sector_find_weight(const struct sector *sector, const char *dimension_code)
{
    for (size_t i = 0; i < sector->weight_count; i++)
        if (text_equal(sector->weights[i].dimension_code, dimension_code))
            return &sector->weights[i];
    return NULL;
}

const struct calibration *sector_find_calibration(const struct sector *sector, const char *name)
{
    for (size_t i = 0; i < sector->calibration_count; i++)
        if (text_equal(sector->calibrations[i].name, name))
            return &sector->calibrations[i];
    return NULL;
}

struct decimal sector_weight(const struct sector *sector, const char *dimension_code)
{
    const struct weight *weight = sector_find_weight(sector, dimension_code);
    return weight ? weight->value : DECIMAL_ZERO;
}

struct decimal sector_weights_sum(const struct sector *sector)
{
    struct decimal sum = {0, 3};
    for (size_t i = 0; i < sector->weight_count; i++)
        if (!decimal_add(sum, sector->weights[i].value, &sum))
            return sum; /* unreachable: a weight is at most 1 by the table's CHECK */
    return sum;
}

bool sector_weights_valid(const struct sector *sector)
{
    struct decimal difference;
    return decimal_subtract(sector_weights_sum(sector), (struct decimal){1, 0}, &difference) &&
           decimal_compare(decimal_absolute(difference), (struct decimal){1, 3}) < 0;
}

struct decimal sector_calibration(const struct sector *sector, const char *name)
{
    const struct calibration *calibration = sector_find_calibration(sector, name);
    if (calibration)
        return calibration->value;
    const struct calibration_default *known = calibration_default_find(name);
    struct decimal value = DECIMAL_ZERO;
    if (known && known->default_value)
        decimal_parse(known->default_value, &value);
    return value;
}
