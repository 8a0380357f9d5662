/* What the fund's page and its charts share. */
#ifndef VIEW_SCORE_FUND_H
#define VIEW_SCORE_FUND_H

#include "view/build.h"

/* Every assessed organization of the portfolio, the highest score first; of equals, by name. */
const struct standing **fund_order(const struct scoreboard *board, struct arena *arena);

size_t fund_not_assessed(const struct scoreboard *board, const struct config_set *configs);

/* The figures with their numbers; sizes are the caller's. */
void build_fund_figures(const struct view_context *context, const struct standing **order,
                        struct arena *arena, struct view_fund *view);

#endif
