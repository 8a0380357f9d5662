/* The scores of a sector's organizations together. */
#include "view/score_words.h"

void view_build_sector_scores(const struct view_context *context, const struct sector *sector,
                              struct arena *arena, struct view_sector_scores *view)
{
    const struct sector_standing *standing =
        &context->scores->sectors[sector - context->configs->sectors];
    *view = (struct view_sector_scores){0};
    if (!standing->scored)
        view->absent = arena_printf(arena,
                                    "No scores: the weights of %s are invalid, so none of its "
                                    "organizations is scored.",
                                    sector->group_name);
    else
        view->absent = "None of its organizations is assessed.";
}
