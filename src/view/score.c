/* The scores of one organization: what the head of its page says of them. */
#include "base/text.h"
#include "rules/validate.h"
#include "view/frame.h"
#include "view/score_parts.h"
#include "view/score_words.h"
#include "view/value.h"

#include <math.h>

/* Why there is no score; NULL: there is one. */
static const char *absence(const struct view_context *context,
                           const struct view_organization_input *input, struct arena *arena)
{
    const struct scored_organization *scored = input->scored;
    if (scored->score)
        return NULL;
    if (!sector_is_valid(context->configs, input->sector))
        return unscored_words(arena, input->sector);
    if (scored->refusal)
        return arena_printf(arena, "Not assessed: the assessment cannot be scored, %s.",
                            scored->refusal);
    if (!scored->assessed || scored->assessed->count == 0)
        return "Not assessed: there is no assessment, and so no score. That is not a score of "
               "zero.";
    const struct assessment *last = &scored->assessed->rows[scored->assessed->count - 1];
    const char *day = text_is_finite(last->effective_from)
                          ? arena_printf(arena, "the assessment of %s", last->effective_from)
                          : "the last assessment";
    return arena_printf(arena, "Not assessed: %s ended on %s.", day, last->effective_to);
}

/* ---- the head: where it stands, the gate ---- */

static const char *position_of(const struct score_subject *subject)
{
    const struct standing *standing = subject->input->scored->standing;
    const struct view_context *context = subject->context;
    if (!standing)
        return NULL;
    struct arena *arena = subject->arena;
    size_t in_sector = context->scores->sectors[standing->sector].count;
    return arena_printf(arena, "%s of %s in %s, %s", ordinal(arena, standing->in_sector.rank),
                        cell_integer(arena, (long long)in_sector).text,
                        subject->input->sector->group_name,
                        percentile_text(arena, standing->in_sector.percentile));
}

/* The dimension that the gate looks at. */
static const struct score_dimension *gate_dimension(const struct score_subject *subject,
                                                    const char **name)
{
    const struct config_set *configs = subject->context->configs;
    for (size_t i = 0; i < subject->score->dimension_count; i++)
        if (text_equal(configs->dimensions[i].code, SCORE_GATE_DIMENSION)) {
            *name = configs->dimensions[i].name;
            return &subject->score->dimensions[i];
        }
    return NULL;
}

static void build_gate(const struct score_subject *subject, struct view_score *view)
{
    view->gate = cell_missing("No gate");
    if (subject->score->gate == GATE_NONE)
        return;
    struct arena *arena = subject->arena;
    bool blocked = subject->score->gate == GATE_BLOCKED;
    view->gate = blocked ? cell_toned(cell_text("Governance gate failed"), TONE_ERROR)
                         : cell_toned(cell_text("Governance gate passed"), TONE_GOOD);
    const char *name = "";
    const struct score_dimension *dimension = gate_dimension(subject, &name);
    const char *minimum =
        view_decimal(arena, subject->input->scored->rules->governance_minimum, 2).text;
    const char *score = number_text(arena, dimension ? dimension->score : 0, 2);
    view->gate_text =
        blocked
            ? arena_printf(arena,
                           "%s is %s, below the sector's minimum of %s. Approval is blocked; "
                           "the score itself does not change.",
                           name, score, minimum)
            : arena_printf(arena, "%s is %s, the sector's minimum is %s.", name, score, minimum);
}

static void build_reviews(const struct score_subject *subject, struct view_score *view)
{
    const char **words;
    view->review_count =
        score_review_words(subject->arena, subject->score, subject->input->scored->rules, &words);
    for (size_t i = 0; i < view->review_count; i++)
        words[i] = view_sentence(subject->arena, words[i]);
    view->reviews = words;
}

/* ---- the parts in numbers ---- */

static struct view_cell with_interval(const struct score_subject *subject, enum score_kind kind,
                                      double value)
{
    struct score_interval interval = subject->score->interval[kind];
    struct view_cell cell = points_cell(subject->arena, value);
    cell.note = arena_printf(subject->arena, "interval %s to %s",
                             number_text(subject->arena, interval.low, 2),
                             number_text(subject->arena, interval.high, 2));
    return cell;
}

static void add_fact(struct view_facts *facts, const char *label, struct view_cell value)
{
    facts->rows[facts->count++] = (struct view_fact){.label = label, .value = value};
}

/* The assessment that the score is made from. */
static void add_assessment(const struct score_subject *subject, struct view_facts *facts)
{
    struct arena *arena = subject->arena;
    const struct assessment *assessment = subject->assessment;
    const struct score *score = subject->score;
    add_fact(facts, "Assessed on", cell_date(assessment->effective_from));
    add_fact(facts, "Evidence", cell_integer(arena, assessment->evidence_count));
    add_fact(facts, "Enterprise value",
             assessment->has_enterprise_value
                 ? usd_millions_cell(arena, assessment->enterprise_value_musd)
                 : cell_missing("Not stated: counts as USD 100 million"));
    add_fact(facts, "Target",
             assessment->has_target ? view_decimal(arena, assessment->target_score, 2)
                                    : cell_missing("None"));
    struct view_cell change =
        score->has_change ? change_cell(arena, score->change) : cell_missing("First assessment");
    if (score->has_change)
        change.note = "since the assessment before";
    add_fact(facts, "Change", change);
}

static void build_parts(const struct score_subject *subject, struct view_facts *facts)
{
    enum { MOST = 12 };
    struct arena *arena = subject->arena;
    const struct score *score = subject->score;
    *facts = (struct view_facts){
        .title = "Parts",
        .rows = arena_array(arena, MOST, sizeof *facts->rows),
    };
    add_fact(facts, "Readiness Vᴿ", with_interval(subject, SCORE_V_R, score->v_r));
    add_fact(facts, "Opportunity Hᴿ", with_interval(subject, SCORE_H_R, score->h_r));
    add_fact(facts, "Synergy", with_interval(subject, SCORE_SYNERGY, score->synergy));
    struct view_cell alignment = cell_decimal(arena, score->alignment, 4);
    alignment.note = subject->assessment->has_alignment ? "as assessed" : "by formula";
    add_fact(facts, "Alignment", alignment);
    add_fact(facts, "Position factor", signed_cell(arena, score->position_factor, 4));
    add_assessment(subject, facts);
}

/* ---- dimensions ---- */

static struct view_cell sensitivity_cell(struct arena *arena, double sensitivity)
{
    struct view_cell cell = signed_cell(arena, sensitivity, 3);
    if (sensitivity < 0) {
        cell.tone = TONE_WARNING;
        cell.note = "one point more lowers Vᴿ";
    }
    return cell;
}

/* The scores are in words already, beside the bars. */
static void build_dimensions(const struct score_subject *subject,
                             const struct view_bullet_chart *bars, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Dimension", .kind = CELL_TEXT, .wide = true},
        {.title = "Score", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Sector average", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Difference", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Weight", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
        {.title = "Contribution", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "One more point", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
    };
    struct arena *arena = subject->arena;
    const struct score *score = subject->score;
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){.title = "Dimensions",
                                   .caption =
                                       "The last column is what one point more would change Vᴿ by",
                                   .empty = "There are no dimensions.",
                                   .rows = score->dimension_count + 1},
             COLUMNS(columns), table, &builder);
    for (size_t i = 0; i < score->dimension_count; i++) {
        const struct score_dimension *dimension = &score->dimensions[i];
        double average = sector_average(subject, i);
        bool known = !isnan(average);
        struct view_cell points = cell_decimal_as(bars->rows[i].text, dimension->score, 2);
        if (dimension->imputed) {
            points.tone = TONE_WARNING;
            points.note = "no score: counts as 50";
        }
        table_row(&builder,
                  (struct view_cell[]){
                      cell_text(subject->context->configs->dimensions[i].name), points,
                      known ? points_cell(arena, average) : cell_missing("None"),
                      known ? change_cell(arena, dimension->score - average) : cell_missing("None"),
                      cell_decimal(arena, dimension->weight, 3),
                      points_cell(arena, dimension->contribution),
                      sensitivity_cell(arena, dimension->sensitivity)});
    }
    table_row(&builder, (struct view_cell[]){
                            cell_text("Weighted mean"), points_cell(arena, score->weighted_mean),
                            cell_missing(""), cell_missing(""), cell_decimal(arena, 1, 3),
                            points_cell(arena, score->weighted_mean), cell_missing("")});
    table->has_total = true;
}

/* ---- EBITDA ---- */

static void build_ebitda(const struct score_subject *subject, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Scenario", .kind = CELL_TEXT},
        {.title = "EBITDA impact",
         .unit = "%",
         .align = ALIGN_END,
         .kind = CELL_DECIMAL,
         .places = 2},
    };
    const struct score *score = subject->score;
    if (!score->has_ebitda)
        return;
    struct arena *arena = subject->arena;
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){
                 .title = "EBITDA scenarios",
                 .caption = "Projected impact on EBITDA if Org-AI-R rises to its target"},
             COLUMNS(columns), table, &builder);
    table_row(&builder, (struct view_cell[]){cell_text("Conservative"),
                                             points_cell(arena, score->ebitda.conservative)});
    table_row(&builder,
              (struct view_cell[]){cell_text("Base"), points_cell(arena, score->ebitda.base)});
    table_row(&builder, (struct view_cell[]){cell_text("Optimistic"),
                                             points_cell(arena, score->ebitda.optimistic)});
}

void view_build_score(const struct view_context *context,
                      const struct view_organization_input *input, struct arena *arena,
                      struct view_score *view)
{
    *view = (struct view_score){.absent = absence(context, input, arena)};
    if (view->absent)
        return;
    struct score_subject subject = score_subject_of(context, input, arena);
    struct score_interval interval = subject.score->interval[SCORE_ORG_AI_R];
    view->headline = points_cell(arena, subject.score->org_ai_r);
    view->band = band_cell(subject.score->band);
    view->interval =
        arena_printf(arena, "95 %% interval %s to %s", number_text(arena, interval.low, 2),
                     number_text(arena, interval.high, 2));
    view->position = position_of(&subject);
    build_gate(&subject, view);
    build_reviews(&subject, view);
    build_parts(&subject, &view->parts);
    build_score_figures(&subject, view);
    build_dimensions(&subject, &view->charts->dimensions, &view->dimensions);
    build_ebitda(&subject, &view->ebitda);
    build_arithmetic(&subject, view);
}
