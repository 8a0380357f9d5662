/* PostgreSQL's text form of a one-dimensional array: {a,"b, c",NULL}. */
#ifndef MODEL_ARRAY_H
#define MODEL_ARRAY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* The elements in order; a NULL element is a NULL pointer. Nested arrays come out as their
 * text. False: not an array literal. */
bool array_split(struct arena *arena, const char *literal, const char ***elements, size_t *count);

#endif
