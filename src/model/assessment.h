/*
 * What was assessed of an organization on a day: a row of organization_assessments
 * with its assessment_dimension_scores. What the rows leave open has its default
 * already; `missing` says which dimension has no score.
 */
#ifndef MODEL_ASSESSMENT_H
#define MODEL_ASSESSMENT_H

#include "base/decimal.h"

#include <stdbool.h>
#include <stddef.h>

struct assessment {
    const char *assessment_id;
    const char *effective_from; /* YYYY-MM-DD, the day of the assessment, or -infinity */
    const char *effective_to;   /* NULL: open */
    struct decimal *scores;     /* 0..100, one a dimension of the config_set, in its order */
    bool *missing;              /* [i]: dimension i has no score */
    struct decimal talent_concentration;  /* 0..1, default 0 */
    struct decimal market_cap_percentile; /* 0..1, default 0.5 */
    struct decimal timing_factor;         /* default 1.0 */
    bool has_alignment;
    struct decimal alignment; /* 0..1 */
    long long evidence_count; /* >= 1, default 10 */
    bool has_enterprise_value;
    struct decimal enterprise_value_musd;
    bool odd_enterprise_value; /* there is one, and it is no number: not stated */
    bool has_target;
    struct decimal target_score;
};

/* The assessments of one organization up to the day of the report. */
struct assessed_organization {
    const char *organization_id;
    const char *name;        /* organization_name */
    struct assessment *rows; /* effective_from <= as_of, ascending */
    size_t count;
    /* The one in force on the day (effective_from <= day < effective_to), NULL: none, the
     * organization is not assessed. Of two in force the later one, and `doubled` says so. */
    const struct assessment *current;
    const struct assessment *previous; /* the one before `current`, NULL: none */
    bool doubled;
};

/* Organizations out of rows that come one at a time, those of an organization together and
 * ascending. A row and what it points to live in the arena; of the organization it says id and
 * name. */
struct arena;
struct error;
typedef bool assessed_row(void *subject, struct arena *arena,
                          struct assessed_organization *organization, struct assessment *row,
                          bool *done, struct error *err);
struct assessed_stream;
struct assessed_stream *assessed_begin(struct arena *arena, const char *as_of, assessed_row *next,
                                       void *subject);
/* The next organization with the current and the previous row of the day found, until the next
 * call; *done at the end. */
bool assessed_next(struct assessed_stream *stream, struct assessed_organization *out, bool *done,
                   struct error *err);

/* A copy with its rows and their strings, which outlives what it was copied from. */
struct assessed_organization *assessed_copy(struct arena *arena,
                                            const struct assessed_organization *organization,
                                            size_t dimension_count);

/* `rows` by organization_id. NULL: not among them. */
const struct assessed_organization *assessed_find(const struct assessed_organization *rows,
                                                  size_t count, const char *organization_id);

#endif
