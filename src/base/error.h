/*
 * Errors are values. Every function that can fail returns bool and takes
 * `struct error *err` last. The deepest function states the fact, callers add
 * where it happened, only main prints, and the code decides the exit status.
 *
 * Grammar of a message: lower case, no full stop, one line, values in '...'.
 * A remedy goes into the hint. Control characters in either become spaces.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

/* The value of a code is the exit status of the program. */
enum error_code {
    ERROR_NONE = 0,
    ERROR_FAILED = 1,   /* anything without a status of its own */
    ERROR_USAGE = 2,    /* the command line or a setting is wrong */
    ERROR_INVALID = 4,  /* the data is invalid and by policy nothing was published */
    ERROR_DATABASE = 5, /* database unreachable or not ready; a retry may help */
    ERROR_LOCKED = 6,   /* another run holds the lock */
    ERROR_REFUSED = 7,  /* a guard refused to publish */
    ERROR_INTERRUPTED = 130,
    ERROR_TERMINATED = 143,
};

struct error {
    enum error_code code;
    char message[1024];
    char hint[512];
};

#define ERROR_INIT                                                                                 \
    {                                                                                              \
        .code = ERROR_NONE                                                                         \
    }

/* Sets code and message, drops an old hint. Always returns false, so that a
 * caller can write `return error_set(...)`. A NULL err is allowed everywhere. */
bool error_set(struct error *err, enum error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Like error_set, with ": <strerror(errno)>" appended. errno is read on entry. */
bool error_set_errno(struct error *err, enum error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Sets the remedy, one line without the word "hint". Always returns false. */
bool error_hint(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "<text>: " before the message. Always returns false. */
bool error_context(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void error_clear(struct error *err);

#endif
