/* Handouts put together from the sample pages: ordinary, awkward, large. */
#ifndef SUPPORT_HANDOUT_CASES_H
#define SUPPORT_HANDOUT_CASES_H

#include "view/handout.h"

struct handout_case {
    const char *name;
    struct handout *(*make)(struct arena *arena);
};
extern const struct handout_case handout_cases[];
extern const size_t handout_case_count;

/* The sector's handout with `rows` organizations in its list. */
struct handout *case_sector_of(struct arena *arena, size_t rows);

#endif
