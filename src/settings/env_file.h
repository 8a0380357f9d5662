/*
 * The .env form: lines of NAME=VALUE, `export ` in front allowed, blank lines
 * and comments. A value is bare (ends before " #"), 'literal', or "quoted" with
 * \n \t \" \\ \$; nothing is expanded.
 */
#ifndef SETTINGS_ENV_FILE_H
#define SETTINGS_ENV_FILE_H

#include "base/arena.h"

#include <stddef.h>

struct env_line {
    size_t number;    /* from 1 */
    const char *name; /* NULL: malformed */
    const char *value;
    const char *problem; /* of a malformed line: never the text itself, it may hold a secret */
};

/* Every line that says something, in order. */
struct env_line *env_file_parse(struct arena *arena, const char *text, size_t length,
                                size_t *count);

#endif
