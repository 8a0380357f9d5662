/*
 * The charts of one organization.
 *
 * The parts start at the weighted mean of the dimensions and end at Org-AI-R: what imbalance and
 * talent concentration take away comes before what the market and the synergy add. Each is in
 * points of Org-AI-R, so they add up:
 *   (1 - beta) alpha Dw + (1 - beta) alpha Dw (penalty - 1) + (1 - beta) alpha (Vᴿ - Dw penalty)
 *   + (1 - beta)(1 - alpha) Hᴿ + beta Synergy
 * The outer clamp of Org-AI-R never binds: its parts are shares of numbers within 0..100.
 */
#include "view/score_parts.h"

#include "base/strbuf.h"
#include "view/score_words.h"

#include <math.h>

struct score_subject score_subject_of(const struct view_context *context,
                                      const struct view_organization_input *input,
                                      struct arena *arena)
{
    return (struct score_subject){
        .context = context,
        .input = input,
        .score = input->scored->score,
        .assessment = input->scored->assessed->current,
        .arena = arena,
    };
}

double view_sector_average(const struct view_context *context, const struct sector *sector,
                           size_t dimension)
{
    const struct sector_standing *standing =
        &context->scores->sectors[sector - context->configs->sectors];
    return standing->count > 0 ? round(standing->average_dimensions[dimension] * 100) / 100 : NAN;
}

double sector_average(const struct score_subject *subject, size_t dimension)
{
    return view_sector_average(subject->context, subject->input->sector, dimension);
}

/* ---- parts ---- */

static void add_step(const struct score_subject *subject, struct view_waterfall *chart,
                     struct view_step step)
{
    step.text = step.total ? number_text(subject->arena, step.value, 2)
                           : signed_points(subject->arena, step.value, 2);
    chart->steps[chart->count++] = step;
}

static void parts_chart(const struct score_subject *subject, struct view_waterfall *chart)
{
    enum { MOST = 6 };
    const struct score *score = subject->score;
    const struct score_parameters *parameters = subject->input->scored->rules->parameters;
    double beta = decimal_to_double(parameters->beta);
    double readiness = (1 - beta) * decimal_to_double(parameters->alpha);
    double opportunity = (1 - beta) * (1 - decimal_to_double(parameters->alpha));
    double balanced = score->weighted_mean * score->penalty;
    *chart = (struct view_waterfall){
        .title = "What makes up Org-AI-R",
        .subtitle = "Each part in points of Org-AI-R",
        .axis = "Points",
        .steps = arena_array(subject->arena, MOST, sizeof *chart->steps),
    };
    add_step(subject, chart,
             (struct view_step){.label = "Dimensions", .value = readiness * score->weighted_mean});
    add_step(subject, chart,
             (struct view_step){.label = "Imbalance",
                                .value = readiness * (balanced - score->weighted_mean)});
    add_step(subject, chart,
             (struct view_step){.label = "Talent concentration",
                                .value = readiness * (score->v_r - balanced)});
    add_step(subject, chart,
             (struct view_step){.label = "Opportunity Hᴿ", .value = opportunity * score->h_r});
    add_step(subject, chart,
             (struct view_step){.label = "Synergy", .value = beta * score->synergy});
    add_step(subject, chart,
             (struct view_step){.label = "Org-AI-R", .value = score->org_ai_r, .total = true});
}

/* ---- dimensions ---- */

static void dimensions_chart(const struct score_subject *subject, struct view_bullet_chart *chart)
{
    struct arena *arena = subject->arena;
    const struct score *score = subject->score;
    const struct config_set *configs = subject->context->configs;
    *chart = (struct view_bullet_chart){
        .title = "Dimensions against the sector's average",
        .axis = "Score",
        .value_label = "score",
        .target_label = "sector average",
        .rows = arena_array(arena, score->dimension_count, sizeof *chart->rows),
        .count = score->dimension_count,
        .high = 100,
        .step = 20,
    };
    for (size_t i = 0; i < score->dimension_count; i++) {
        const struct score_dimension *dimension = &score->dimensions[i];
        double average = sector_average(subject, i);
        chart->rows[i] = (struct view_bullet){
            .label = configs->dimensions[i].name,
            .value = dimension->score,
            .target = average,
            .text = number_text(arena, dimension->score, 2),
            .imputed = dimension->imputed,
        };
    }
}

/* ---- history ---- */

static struct view_moment moment_of(struct arena *arena, const char *day,
                                    const struct score_moment *score)
{
    struct view_moment moment = {.date = day, .value = NAN, .low = NAN, .high = NAN, .text = ""};
    if (!score->scored)
        return moment;
    moment.value = score->org_ai_r;
    moment.low = score->interval.low;
    moment.high = score->interval.high;
    moment.text = number_text(arena, moment.value, 2);
    moment.note = arena_printf(arena, "interval %s to %s", number_text(arena, moment.low, 2),
                               number_text(arena, moment.high, 2));
    return moment;
}

static void history_chart(const struct score_subject *subject, struct view_history *chart)
{
    static struct view_mark marks[] = {{70, "leader from 70"}, {50, "laggard below 50"}};
    const struct scored_organization *scored = subject->input->scored;
    *chart = (struct view_history){
        .title = "Org-AI-R over time",
        .subtitle = "Every assessment by the rules in force today, with its 95 % interval",
        .axis = "Org-AI-R",
        .marks = marks,
        .mark_count = sizeof marks / sizeof marks[0],
        .high = 100,
    };
    if (!scored->history)
        return;
    chart->count = scored->assessed->count;
    chart->moments = arena_array(subject->arena, chart->count, sizeof *chart->moments);
    for (size_t i = 0; i < chart->count; i++)
        chart->moments[i] = moment_of(subject->arena, scored->assessed->rows[i].effective_from,
                                      &scored->history[i]);
}

/* ---- the figures ---- */

static void parts_figure(const struct score_subject *subject, const struct view_waterfall *chart,
                         struct view_figure *figure)
{
    static const struct view_column columns[] = {
        {.title = "Part", .kind = CELL_TEXT},
        {.title = "Points", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
    };
    struct arena *arena = subject->arena;
    *figure = (struct view_figure){
        .id = "parts-chart",
        .title = chart->title,
        .alt =
            arena_printf(arena, "Waterfall chart of the parts that add up to %s %s.",
                         chart->steps[chart->count - 1].label, chart->steps[chart->count - 1].text),
    };
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){.caption = "The parts of Org-AI-R, in points of it",
                                   .rows = chart->count},
             COLUMNS(columns), &figure->data, &builder);
    figure->data.has_total = true;
    for (size_t i = 0; i < chart->count; i++) {
        const struct view_step *step = &chart->steps[i];
        table_row(&builder, (struct view_cell[]){cell_text(step->label),
                                                 cell_decimal_as(step->text, step->value, 2)});
    }
}

static const char *bullets_in_words(struct arena *arena, const struct view_bullet_chart *chart)
{
    size_t above = 0;
    for (size_t i = 0; i < chart->count; i++)
        above += chart->rows[i].value > chart->rows[i].target;
    return arena_printf(arena, "Bullet chart: %zu of %zu dimensions above the sector's average.",
                        above, chart->count);
}

/* Its numbers are those of the table of dimensions. */
static void bullets_figure(const struct score_subject *subject,
                           const struct view_bullet_chart *chart, struct view_figure *figure)
{
    *figure = (struct view_figure){
        .id = "dimensions-chart",
        .title = chart->title,
        .alt = bullets_in_words(subject->arena, chart),
    };
}

static const char *history_in_words(struct arena *arena, const struct view_history *chart)
{
    const struct view_moment *first = &chart->moments[0];
    const struct view_moment *last = &chart->moments[chart->count - 1];
    return arena_printf(arena, "Line chart of %zu assessments: from %s on %s to %s on %s.",
                        chart->count, *first->text ? first->text : "no score", first->date,
                        *last->text ? last->text : "no score", last->date);
}

/* One assessment is no history: then there is no drawing, and the figure stays empty. */
static void history_figure(const struct score_subject *subject, const struct view_history *chart,
                           struct view_figure *figure)
{
    static const struct view_column columns[] = {
        {.title = "Assessed on", .kind = CELL_DATE},
        {.title = "Org-AI-R", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "From", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "To", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
    };
    if (chart->count < 2)
        return;
    struct arena *arena = subject->arena;
    *figure = (struct view_figure){
        .id = "history-chart",
        .title = chart->title,
        .subtitle = chart->subtitle,
        .alt = history_in_words(arena, chart),
    };
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){.caption = "Every assessment with the ends of its interval",
                                   .rows = chart->count},
             COLUMNS(columns), &figure->data, &builder);
    for (size_t i = 0; i < chart->count; i++) {
        const struct view_moment *moment = &chart->moments[i];
        struct view_cell cells[4] = {cell_date(moment->date), cell_missing("Not scored"),
                                     cell_missing(""), cell_missing("")};
        if (!isnan(moment->value)) {
            cells[1] = cell_decimal_as(moment->text, moment->value, 2);
            cells[2] = points_cell(arena, moment->low);
            cells[3] = points_cell(arena, moment->high);
        }
        table_row(&builder, cells);
    }
}

void build_score_figures(const struct score_subject *subject, struct view_score *view)
{
    struct view_score_charts *charts = arena_alloc(subject->arena, sizeof *charts);
    parts_chart(subject, &charts->parts);
    dimensions_chart(subject, &charts->dimensions);
    history_chart(subject, &charts->history);
    parts_figure(subject, &charts->parts, &view->waterfall);
    bullets_figure(subject, &charts->dimensions, &view->bullets);
    history_figure(subject, &charts->history, &view->history);
    view->charts = charts;
}
