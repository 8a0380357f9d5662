/* Charts of every kind, ordinary and awkward: for golden plans and for looking at. */
#ifndef SUPPORT_CHART_CASES_H
#define SUPPORT_CHART_CASES_H

#include "render/charts/charts.h"

struct chart_case {
    const char *name;
    struct chart_plan *(*plan)(struct arena *arena);
};

extern const struct chart_case chart_cases[];
extern const size_t chart_case_count;

/* The seven dimensions with a sector's weights, reference 1/7. */
struct view_bar_chart *case_weights(struct arena *arena);
/* `count` bars with the values 1, 2, 3 ... over `count`. */
struct view_bar_chart *case_stairs(struct arena *arena, size_t count);
/* Seven sectors by seven dimensions. */
struct view_heatmap *case_sectors(struct arena *arena);

#endif
