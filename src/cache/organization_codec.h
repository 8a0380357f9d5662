/*
 * The organizations of a sector as a cache entry of many rows: a payload that
 * says what the rows are, and a row of fields an organization. What is decoded
 * equals what was encoded, field by field.
 */
#ifndef CACHE_ORGANIZATION_CODEC_H
#define CACHE_ORGANIZATION_CODEC_H

#include "model/finding.h"
#include "model/organization.h"

/* organizations:<focus_group_id> */
const char *organizations_key(struct arena *arena, const char *focus_group_id);

struct organizations_head {
    const char *fingerprint; /* of the sector's configuration, may be NULL */
    struct sector_totals totals;
    struct column_set columns;
    struct findings findings; /* about the columns */
};

const char *organizations_head_encode(struct arena *arena, const struct organizations_head *head);

/* False: not such a payload. Everything lives in the arena; `head` is valid on success only. */
bool organizations_head_decode(struct arena *arena, const char *payload,
                               struct organizations_head *head);

/* How many fields a row has. */
size_t organization_field_count(const struct column_set *columns);

/* The fields point into the organization. */
void organization_encode(const struct organization *organization, const struct column_set *columns,
                         const char **fields);
/* The organization points into the fields, which the caller leaves where they are. False: its
 * name or its id is missing. The focus_group_id is the caller's to add. */
bool organization_decode(const char **fields, struct organization *organization);

#endif
