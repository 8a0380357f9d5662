/*
 * What is missing or doubtful about an organization: at most one finding a code.
 *
 * Codes: attribute_row_missing (warning), attributes_sparse (info: under half are known),
 * name_blank (warning), website_invalid (warning: not http or https), year_doubtful (warning:
 * founding year before 1600), negative_number (warning: a count or amount below 0), not_finite
 * (warning: a number is NaN or infinite, or a day infinite).
 */
#ifndef RULES_QUALITY_H
#define RULES_QUALITY_H

#include "model/config.h"
#include "model/finding.h"
#include "model/organization.h"

void check_organization(const struct sector *sector, const struct column_set *columns,
                        const struct organization *organization, struct findings *findings);

/* An address that a page may link to: http:// or https://, a host, no spaces or controls. */
bool website_is_linkable(const char *url);

#endif
