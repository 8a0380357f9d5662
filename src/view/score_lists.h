/* Which rows of the scoreboard pages list by name: what does not stand here is not kept. */
#ifndef VIEW_SCORE_LISTS_H
#define VIEW_SCORE_LISTS_H

#include "rules/scoreboard.h"
#include "view/handout.h"

enum {
    FUND_TOP = 10,     /* leaders, laggards */
    FUND_REVIEWS = 25, /* the lowest */
    FUND_DOTS = 600,   /* of the scatter plot */
    MOVERS_MOST = 4,   /* of a sector's handout */
};

/* All of them, of a build with these handouts; in the arena. */
struct board_lists view_board_lists(struct arena *arena, const struct handout_limits *limits);

/* The rows of a list of a sector's; `total` is not filled in. */
struct handout_choice board_choose(const struct view_context *context, const struct sector *sector,
                                   const struct board_list *list, struct arena *arena);

/* The lists of a sector's handout. `most` 0: no limit. */
struct board_list best_list(size_t most);
/* The most severe reason for a review first. */
struct board_list severe_list(size_t most);
/* The largest change since the assessment before first. */
struct board_list movers_list(size_t most);

#endif
