/* The scores of the whole fund. */
#include "view/score_words.h"

void view_build_fund(const struct view_context *context, struct arena *arena,
                     struct view_fund *view)
{
    (void)arena;
    *view = (struct view_fund){0};
    if (context->scores->count == 0)
        view->absent = "No organization is assessed.";
}
