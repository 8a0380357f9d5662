/* The scores of one organization: what the head of its page says of them. */
#include "base/text.h"
#include "rules/validate.h"
#include "view/score_words.h"

static const char *refusal_of(const struct view_organization_input *input)
{
    for (size_t i = 0; i < input->finding_count; i++)
        if (text_equal(input->findings[i].code, "assessment_refused"))
            return input->findings[i].message;
    return NULL;
}

/* Why there is no score; NULL: there is one. */
static const char *absence(const struct view_context *context,
                           const struct view_organization_input *input, struct arena *arena)
{
    const struct scored_organization *scored = input->scored;
    if (!sector_is_valid(context->configs, input->sector))
        return arena_printf(arena,
                            "No scores: the weights of %s are invalid, so none of its "
                            "organizations is scored.",
                            input->sector->group_name);
    if (scored->score)
        return NULL;
    const char *refusal = refusal_of(input);
    if (refusal)
        return arena_printf(arena, "Not assessed: the assessment cannot be scored, %s.", refusal);
    if (!scored->assessed || scored->assessed->count == 0)
        return "Not assessed.";
    const struct assessment *last = &scored->assessed->rows[scored->assessed->count - 1];
    return arena_printf(arena, "Not assessed: the assessment of %s ended on %s.",
                        last->effective_from, last->effective_to);
}

void view_build_score(const struct view_context *context,
                      const struct view_organization_input *input, struct arena *arena,
                      struct view_score *view)
{
    *view = (struct view_score){.absent = absence(context, input, arena)};
    if (view->absent)
        return;
    const struct score *score = input->scored->score;
    struct score_interval interval = score->interval[SCORE_ORG_AI_R];
    view->headline = points_cell(arena, score->org_ai_r);
    view->band = band_cell(score->band);
    view->interval =
        arena_printf(arena, "95 %% interval %s to %s", number_text(arena, interval.low, 2),
                     number_text(arena, interval.high, 2));
}
