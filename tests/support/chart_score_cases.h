/* The charts of scores that chart_cases.c lists; each ordinary and awkward. */
#ifndef SUPPORT_CHART_SCORE_CASES_H
#define SUPPORT_CHART_SCORE_CASES_H

#include "render/charts/charts.h"

struct chart_plan *case_waterfall(struct arena *arena);
struct chart_plan *case_waterfall_odd(struct arena *arena);
struct chart_plan *case_bullets(struct arena *arena);
struct chart_plan *case_bullets_odd(struct arena *arena);
struct chart_plan *case_history(struct arena *arena);
struct chart_plan *case_history_one(struct arena *arena);
struct chart_plan *case_history_gap(struct arena *arena);
struct chart_plan *case_history_long(struct arena *arena);
struct chart_plan *case_scatter(struct arena *arena);
struct chart_plan *case_scatter_dense(struct arena *arena);
struct chart_plan *case_scatter_odd(struct arena *arena);
struct chart_plan *case_histogram(struct arena *arena);
struct chart_plan *case_histogram_odd(struct arena *arena);
struct chart_plan *case_shares(struct arena *arena);
struct chart_plan *case_shares_odd(struct arena *arena);

/* Parts of an Org-AI-R of 71.65: 35.61 + 30.37 + 5.67. */
struct view_waterfall *case_parts(void);
struct view_scatter *case_portfolio(struct arena *arena, size_t count, size_t named);

#endif
