/*
 * Did anything change since an earlier run, and in which sector? Tokens that
 * triggers renew (migration 0009) answer it from a few rows, whatever the number
 * of organizations; a hash of all that is read answers it where there are no
 * triggers. Equal token, same rows. Ask inside the run's snapshot.
 */
#ifndef DB_REVISIONS_H
#define DB_REVISIONS_H

#include "db/connection.h"

struct revision {
    const char *scope; /* focus_group_id; "" is what all sectors share */
    const char *token;
};

struct revisions {
    struct revision *rows; /* "" first, then the active sectors, by scope in byte order */
    size_t count;
    /* Digest of what DDL may change in what a build reads: relations, columns, types, comments,
     * views, policies, and the triggers themselves, so that rows changed while a trigger was
     * disabled show. DDL without an effect may change it: it says when to look, and is no part of
     * what a page is made from. */
    const char *structure;
    bool watched;          /* false: the tokens of snapshot_revisions say nothing */
    const char *unwatched; /* "public.x": the first relation without enabled triggers, or NULL */
    const char *today;     /* YYYY-MM-DD, the database's, UTC */
};

/* Two round trips, a few rows. Without migration 0009 `watched` is false and there are no rows. */
bool snapshot_revisions(struct db *db, struct arena *arena, struct revisions *out,
                        struct error *err);

/* The same from the rows themselves, all of them: seconds for 100,000 organizations. The tokens are
 * never those of snapshot_revisions. `watched` and `unwatched` are as there. */
bool snapshot_content_hash(struct db *db, struct arena *arena, struct revisions *out,
                           struct error *err);

/* The first day after as_of on which other weights, calibrations or assessments are in force; NULL
 * when none is known. Up to the day before it, the same revisions mean the same rows. */
bool snapshot_horizon(struct db *db, struct arena *arena, const char *as_of, const char **day,
                      struct error *err);

#endif
