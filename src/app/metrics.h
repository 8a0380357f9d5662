/*
 * The accounts of a run for Prometheus: a file in its text format (0.0.4), for
 * the textfile collector of its node exporter. The README lists the metrics.
 */
#ifndef APP_METRICS_H
#define APP_METRICS_H

#include "app/build.h"

struct metrics {
    const struct build_result *result;
    bool ok;    /* the run ended well: published, or nothing to publish */
    int status; /* the exit status */
    int64_t now_ns;
};

/* The text. What a run that failed did not come to know is left out. The times of the last success
 * and of the last publication come from `before`, the text of the run before, unless this run
 * is it; NULL: there is none. */
const char *metrics_text(struct arena *arena, const struct metrics *metrics, const char *before);

/* Replaces the file at once, or leaves it as it was. */
bool metrics_write(const char *path, const struct metrics *metrics, struct error *err);

#endif
