/*
 * What a sheet of weights that came back would change, or all that speaks
 * against it. Only weights and rationales may differ from what is in force on
 * the day; the rest of the sheet proves that it is the sheet that was published.
 */
#ifndef APP_WEIGHTS_PLAN_H
#define APP_WEIGHTS_PLAN_H

#include "app/weights_file.h"
#include "db/weights.h"
#include "rules/score.h"

struct weights_input {
    const struct weights_file *file;
    const struct config_set *configs;          /* in force on the day */
    const struct score_parameters *parameters; /* for the weights used */
    const struct weight_ahead *ahead;
    size_t ahead_count;
    const char *day;    /* the first on which the new weights are in force */
    const char *sector; /* a focus_group_id for a sheet that names none, or NULL */
};

/* A weight or a rationale that is another one. */
struct weights_difference {
    const struct sector *sector;
    const struct dimension *dimension;
    const struct weight *before; /* NULL: none is in force */
    struct decimal after;
    const char *rationale; /* after; NULL: none */
    bool weight_changes;
    bool rationale_changes;
};

struct weights_plan {
    struct weights_difference *differences; /* by sector and dimension, as reports show them */
    size_t count;
    const char **problems; /* one line each: "'Weights'!C7: weight ..." */
    size_t problem_count;
};

/* False when it cannot be told which sector the file is of. With problems there is no plan. */
bool weights_plan_make(struct arena *arena, const struct weights_input *input,
                       struct weights_plan *plan, struct error *err);

#endif
