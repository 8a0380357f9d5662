/*
 * The ledger: what was published, in the tables orgair.runs and
 * orgair.published_scores. One row a run; one row for each organization whose
 * score is not the one recorded last, so a night without changes adds a single
 * row. The last row of an organization up to a run is what that run published.
 */
#ifndef DB_LEDGER_H
#define DB_LEDGER_H

#include "db/connection.h"

/* A score as it was published; recorded to six digits. */
struct ledger_score {
    const char *organization_id;
    const char *focus_group_id;
    const char *assessed_on; /* YYYY-MM-DD */
    double org_ai_r, v_r, h_r, synergy;
    double interval_low, interval_high;
    const char *band;    /* "Good" */
    const char *gate;    /* none, passed, blocked */
    const char *reviews; /* an array's text: "{low,change}", "{}" */
};

typedef bool ledger_put(void *to, const struct ledger_score *score, struct error *err);

struct ledger_run {
    const char *run_id;
    const char *started; /* 20261121T004500Z */
    const char *release_id;
    bool published; /* false: nothing had changed */
    const char *as_of;
    int status; /* 0, or 3 with findings of severity error */
    long long sectors, organizations, files, errors, warnings;
    const char *parameters; /* a JSON object */
    const char *version;
    size_t score_count;
    /* So many of them, every organization once; of the sectors that were built. Each goes to `put`,
     * and is of no use to it behind that. */
    bool (*scores)(void *subject, ledger_put *put, void *to, struct error *err);
    void *subject;
    /* Sectors whose pages stayed as they were: of them nothing is recorded. */
    const char *const *kept_sectors; /* focus_group_ids */
    size_t kept_count;
};

/* Records the run and, beside its scores, who no longer has one: a row without values. All of it
 * in one transaction; *rows counts the rows of scores. A run that is recorded already, a role that
 * may not write, and tables that are not there are refused. */
bool ledger_record(struct db *db, const struct ledger_run *run, long long *rows, struct error *err);

#endif
