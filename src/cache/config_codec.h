/*
 * Sector configurations as cache payloads: JSON, decimals as strings with all of
 * their digits ("0.220"), dates as they are, NULL as null. What is decoded
 * equals what was encoded, field by field, the day (as_of) included.
 */
#ifndef CACHE_CONFIG_CODEC_H
#define CACHE_CONFIG_CODEC_H

#include "base/arena.h"
#include "model/config.h"

#include <stdbool.h>

/* One sector, and the dimensions it refers to, as a one-sector set; or all of them. */
const char *config_encode(struct arena *arena, const struct config_set *set);

/* False: not such a payload. Strings live in the arena; `set` is valid on success only. */
bool config_decode(struct arena *arena, const char *payload, struct config_set *set);

#endif
