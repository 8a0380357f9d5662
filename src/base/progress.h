/*
 * One line on a terminal that says how far long work is. Drawn at most ten
 * times a second, cleared before every line of the log; nothing at all where
 * there is no terminal. The rest of the program reaches it through its log:
 * every function here does nothing when the log, or its progress, is NULL.
 *
 * In memory that forked workers share, what each of them does is one count, and
 * whoever is due draws the line.
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include "base/strbuf.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

struct log;

struct progress {
    FILE *stream; /* a terminal */
    int64_t (*now_ns)(void);
    const char *label; /* NULL: no work is going on */
    long long total;   /* 0: unknown */
    atomic_llong done;
    int64_t started_ns;
    _Atomic int64_t drawn_ns;
    atomic_bool visible;
};

/* `label` is a plural noun, "organizations", and must live until progress_end. */
void progress_begin(const struct log *log, const char *label, long long total);
void progress_step(const struct log *log, long long steps);
void progress_end(const struct log *log);

/* Removes the line; the next step draws it again. NULL is allowed. */
void progress_clear(struct progress *progress);

/* The line's text: "organizations  1,200 of 60,000 (2 %)  4,000/s  0:15 left". */
void progress_format(const struct progress *progress, int64_t now_ns, struct strbuf *out);

#endif
