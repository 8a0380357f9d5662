/* run.json: what one execution did. The only published file that knows the time. */
#ifndef APP_RUN_RECORD_H
#define APP_RUN_RECORD_H

#include "app/configs.h"

enum { RUN_PHASES = 24 };

struct run_record {
    int64_t started_ns;
    char stamp[24];                /* 20261121T004500Z */
    struct configs_report configs; /* the cache's hits, misses and times */
    struct {
        const char *name;
        int64_t ns;
    } phases[RUN_PHASES]; /* those that ended, in order */
    size_t phase_count;
};

void run_record_begin(struct run_record *record);
void run_record_phase(struct run_record *record, const char *name, int64_t ns);

/* The file's text, from everything that the build knows. */
struct build;
const char *run_record_json(struct arena *arena, const struct build *build);

/* The number of organizations in a published run.json; false: there is none to compare with. */
bool run_record_organizations(struct arena *arena, const char *release, long long *count);

#endif
