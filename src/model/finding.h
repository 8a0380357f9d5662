/* Something validation noticed. */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* error: what makes a number wrong; warning: what is missing or doubtful; info. */
enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO, SEVERITY_COUNT };

struct finding {
    enum severity severity;
    const char *code;            /* stable, for machines: weights_sum, attribute_row_missing */
    const char *focus_group_id;  /* the sector it belongs to, NULL: the whole run */
    const char *organization_id; /* NULL: the sector itself */
    const char *subject;         /* for people: "Energy & Utilities", "Global MFG" */
    const char *message;         /* lower case, one line: "weights sum to 0.990, not 1.000" */
};

struct findings {
    struct arena *arena; /* owns the rows and their strings */
    struct finding *rows;
    size_t count; /* of the rows */
    size_t capacity;
    size_t by_severity[SEVERITY_COUNT]; /* of all, also where only the first are held */
};

/* All of them. */
size_t findings_total(const struct findings *findings);

void findings_init(struct findings *findings, struct arena *arena);

/* Adds a copy. */
void findings_add(struct findings *findings, const struct finding *finding);

/* By severity, sector, organization, code: the order reports show them in. 0: the same in all
 * that they say. */
int finding_compare(const struct finding *a, const struct finding *b);
void findings_sort(struct findings *findings);

const char *severity_name(enum severity severity); /* "error", "warning", "info" */
/* By its name; false: NULL or none of them. */
bool severity_parse(const char *name, enum severity *out);

#endif
