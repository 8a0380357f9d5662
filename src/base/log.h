/*
 * The log: one line an event, to stderr, as console text or JSON lines. Every
 * line carries the run id. The clock and the target come from app/.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress;

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };
enum log_format { LOG_FORMAT_CONSOLE, LOG_FORMAT_JSON };

struct log {
    FILE *stream;
    enum log_level level; /* the lowest that is written */
    enum log_format format;
    bool color; /* console only */
    char run_id[40];
    int64_t (*now_ns)(void);   /* UTC, nanoseconds since 1970 */
    struct progress *progress; /* base/progress.h; NULL: none is shown */
};

/* A number that belongs to an event: {"seconds", 0.25}, {"rows", 42}. */
struct log_field {
    const char *name;
    double value;
};

/* Writes nothing when `log` is NULL or the level is below its own. */
void log_write(const struct log *log, enum log_level level, const struct log_field *fields,
               size_t field_count, const char *format, ...) __attribute__((format(printf, 5, 6)));

#define log_debug(log, ...) log_write((log), LOG_LEVEL_DEBUG, NULL, 0, __VA_ARGS__)
#define log_info(log, ...) log_write((log), LOG_LEVEL_INFO, NULL, 0, __VA_ARGS__)
#define log_warning(log, ...) log_write((log), LOG_LEVEL_WARNING, NULL, 0, __VA_ARGS__)
#define log_error(log, ...) log_write((log), LOG_LEVEL_ERROR, NULL, 0, __VA_ARGS__)

/* The end of a phase: "<what>" with its duration. */
void log_timed(const struct log *log, int64_t started_ns, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The error that ends a run, always written, whatever the level: as JSON an event with the fields
 * "error", "hint" and "status", on the console "orgair: <message>" and "hint: <hint>". */
void log_failure(const struct log *log, const struct error *err);

#endif
