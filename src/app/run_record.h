/* run.json: what one execution did. The only published file that knows the time. */
#ifndef APP_RUN_RECORD_H
#define APP_RUN_RECORD_H

#include "app/build.h"
#include "app/configs.h"

struct run_record {
    int64_t started_ns;
    char stamp[24];                /* 20261121T004500Z */
    struct configs_report configs; /* the cache's hits, misses and times */
};

void run_record_begin(struct run_record *record, const struct app *app);

const char *run_record_json(struct arena *arena, const struct run_record *record,
                            const struct build *build, const struct build_result *result);

/* The number of organizations in a published run.json; false: there is none to compare with. */
bool run_record_organizations(struct arena *arena, const char *release, long long *count);

#endif
