/* What the scores of an organization are put together from; score.c places it. */
#ifndef VIEW_SCORE_PARTS_H
#define VIEW_SCORE_PARTS_H

#include "view/build.h"

/* What of an organization's score its page is made from; there is a score. */
struct score_subject {
    const struct view_context *context;
    const struct view_organization_input *input;
    const struct score *score;
    const struct assessment *assessment;
    struct arena *arena;
};
struct score_subject score_subject_of(const struct view_context *context,
                                      const struct view_organization_input *input,
                                      struct arena *arena);

/* Every formula with this organization's numbers; the figures are built. */
void build_arithmetic(const struct score_subject *subject, struct view_score *view);

/* The figures: files, words and numbers of its charts. */
void build_score_figures(const struct score_subject *subject, struct view_score *view);

/* The average of dimension i over the sector's assessed organizations; NaN without any. */
double sector_average(const struct score_subject *subject, size_t dimension);

#endif
