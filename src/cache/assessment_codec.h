/*
 * The assessments of a sector as a cache entry of many rows: a payload that says
 * what the rows are, and a row of fields an assessment. What is decoded equals
 * what was encoded.
 */
#ifndef CACHE_ASSESSMENT_CODEC_H
#define CACHE_ASSESSMENT_CODEC_H

#include "base/arena.h"
#include "model/assessment.h"
#include "model/config.h"

/* assessments:<focus_group_id> */
const char *assessments_key(struct arena *arena, const char *focus_group_id);

/* The day, the dimensions in their order, and the configuration of the sector. */
const char *assessments_head_encode(struct arena *arena, const struct config_set *configs,
                                    const struct sector *sector);
/* Was it made for this day, these dimensions and this configuration? */
bool assessments_head_matches(const char *payload, const struct config_set *configs,
                              const struct sector *sector);

size_t assessment_field_count(const struct config_set *configs);

/* The fields live in `arena` or point into the assessment. */
void assessment_encode(struct arena *arena, const struct config_set *configs,
                       const struct assessed_organization *organization,
                       const struct assessment *assessment, const char **fields);

/* False: not such a row. `organization` gets the id and the name; what they and the assessment
 * point to are the fields, and arrays in `arena`. */
bool assessment_decode(struct arena *arena, const struct config_set *configs,
                       const char *const *fields, struct assessed_organization *organization,
                       struct assessment *assessment);

#endif
