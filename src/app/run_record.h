/*
 * run.json: what one execution did. The only published file that knows the time.
 *
 * Accounts are kept while the build runs, also of builds that fail: how long
 * each phase took, what it read and wrote, and what it all needed.
 */
#ifndef APP_RUN_RECORD_H
#define APP_RUN_RECORD_H

#include "app/configs.h"
#include "base/utc.h"

#include <stdatomic.h>

enum { RUN_PHASES = 32, RUN_WORKERS = 64 };

/* What was done up to a moment, or within a phase. */
struct run_tally {
    long long rows; /* of organizations and assessments, read by all processes */
    long long bytes_written;
    size_t created; /* artifacts that the current release does not have */
    size_t stale;   /* made anew, with other bytes than there */
    size_t kept;
};

struct run_phase {
    const char *name;
    int64_t ns;
    struct run_tally did;
};

struct run_record {
    int64_t started_ns;
    char stamp[UTC_TEXT];                /* 20261121T004500Z */
    struct configs_report configs;       /* the cache's hits, misses and times */
    struct run_phase phases[RUN_PHASES]; /* those that ended, in order */
    size_t phase_count;
    struct run_tally total;
    atomic_llong *rows; /* counts for all workers, in memory that they share; NULL: nobody does */
    long long worker_peaks[RUN_WORKERS]; /* largest memory of each worker that ended, in bytes */
    size_t worker_count;
};

struct build;

void run_record_begin(struct run_record *record);

/* A phase has ended, whether well or not. */
void run_record_phase(struct build *build, const char *name, int64_t ns);

/* The counter's memory goes; the rest may still be read. */
void run_record_end(struct run_record *record);

/* Seconds from the beginning until now; 0 when the clock was set back. */
double run_record_seconds(const struct run_record *record);

/* What this process and its children, as far as they have ended, took of the machine. */
struct run_usage {
    double user_s;
    double system_s;
    long long own_peak_bytes;
    long long peak_bytes; /* of the largest process */
};
struct run_usage run_record_usage(void);

/* The file's text, from everything that the build knows. */
const char *run_record_json(struct arena *arena, const struct build *build);

/* The number of organizations in a published run.json; false: there is none to compare with. */
bool run_record_organizations(struct arena *arena, const char *release, long long *count);

/* What a published run.json says of the site, for a run that keeps all of it: the organizations,
 * sectors, findings, and every file as kept. False: it does not say all of that, and nothing has
 * happened. */
struct build_result;
bool run_record_read(struct arena *arena, const char *release, struct build_result *result);

#endif
