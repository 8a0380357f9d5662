/*
 * What is wrong or doubtful in the configurations. Reports everything it finds.
 *
 * Codes. error: no_dimensions, no_sectors, weights_missing (no row at all),
 * dimension_missing (a dimension without a row), dimension_unknown (a row for what is
 * no dimension of the platform), duplicate_row, weights_sum.
 * warning: calibration_range, day_not_finite (in force from -infinity). info: calibration_default
 * (a known calibration is not set and its default applies), calibration_unknown (no rule uses it).
 */
#ifndef RULES_VALIDATE_H
#define RULES_VALIDATE_H

#include "model/config.h"
#include "model/finding.h"

void validate_sector(const struct config_set *set, const struct sector *sector,
                     struct findings *findings);

/* Every sector, and the set itself: no sectors, no dimensions. */
void validate_configs(const struct config_set *set, struct findings *findings);

/* Is it one of the codes above? */
bool validation_reports(const char *code);

/* May the sector's numbers be used? Weights for every dimension, one row each, valid sum. */
bool sector_is_valid(const struct config_set *set, const struct sector *sector);

#endif
