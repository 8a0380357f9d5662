/*
 * Made-up organizations for load: deterministic in their seed, made by the
 * server itself from MD5, so that every version of it makes the same rows.
 * Names in several scripts, sparse and full rows, attributes of every sector's
 * table by the types of its columns, one to three quarterly assessments.
 */
#ifndef DB_SYNTHETIC_H
#define DB_SYNTHETIC_H

#include "db/connection.h"

struct synthetic_report {
    long long organizations;
    long long attributes;
    long long assessments;
    long long scores;
};

/* Adds organizations 1 to `count` of this seed in one transaction; those that are there already
 * stay as they are. Needs active sectors (orgair seed). */
bool synthetic_load(struct db *db, struct arena *arena, long long count, long long seed,
                    struct synthetic_report *report, struct error *err);

/* Changes `percent` of all organizations, as a night might: headcount, revenue, and the scores of
 * the assessment in force, with a trend and noise that follow from the seed. The report counts
 * what was changed. */
bool synthetic_drift(struct db *db, struct arena *arena, const char *percent, long long seed,
                     struct synthetic_report *report, struct error *err);

#endif
