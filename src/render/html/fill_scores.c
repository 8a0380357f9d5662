/* The scores on the pages of an organization, a sector and the portfolio. */
#include "render/html/fill.h"

enum { REVIEW_TEXT };
static const struct marker review_markers[] = {
    [REVIEW_TEXT] = {"TEXT", MARKER_VALUE, NULL},
};
static const struct shape review_shape = SHAPE(NULL, review_markers);

enum { TERM_NAME, TERM_FORMULA };
static const struct marker term_markers[] = {
    [TERM_NAME] = {"NAME", MARKER_VALUE, NULL},
    [TERM_FORMULA] = {"FORMULA", MARKER_VALUE, NULL},
};
const struct shape term_shape = SHAPE("term.tpl", term_markers);

enum { STEP_TERM, STEP_FILLED, STEP_RESULT, STEP_NOTE };
static const struct marker step_markers[] = {
    [STEP_TERM] = {"TERM", MARKER_MARKUP, NULL},
    [STEP_FILLED] = {"FILLED", MARKER_MARKUP, NULL},
    [STEP_RESULT] = {"RESULT", MARKER_MARKUP, NULL},
    [STEP_NOTE] = {"NOTE", MARKER_OPTIONAL, NULL},
};
static const struct shape step_shape = SHAPE(NULL, step_markers);

enum {
    SCORE_ABSENT,
    SCORE_PRESENT,
    SCORE_HEADLINE,
    SCORE_BAND,
    SCORE_INTERVAL,
    SCORE_POSITION,
    SCORE_PARTS,
    SCORE_GATE,
    SCORE_GATE_TEXT,
    SCORE_HAS_REVIEWS,
    SCORE_REVIEWS,
    SCORE_WATERFALL,
    SCORE_BULLETS,
    SCORE_DIMENSIONS,
    SCORE_HAS_EBITDA,
    SCORE_EBITDA,
    SCORE_HISTORY,
    SCORE_METHOD,
    SCORE_ARITHMETIC
};
static const struct marker score_markers[] = {
    [SCORE_ABSENT] = {"ABSENT", MARKER_OPTIONAL, NULL},
    [SCORE_PRESENT] = {"PRESENT", MARKER_FLAG, NULL},
    [SCORE_HEADLINE] = {"HEADLINE", MARKER_INCLUDE, &cell_shape},
    [SCORE_BAND] = {"BAND", MARKER_INCLUDE, &cell_shape},
    [SCORE_INTERVAL] = {"INTERVAL", MARKER_OPTIONAL, NULL},
    [SCORE_POSITION] = {"POSITION", MARKER_OPTIONAL, NULL},
    [SCORE_PARTS] = {"PARTS", MARKER_INCLUDE, &facts_shape},
    [SCORE_GATE] = {"GATE", MARKER_INCLUDE, &cell_shape},
    [SCORE_GATE_TEXT] = {"GATE_TEXT", MARKER_OPTIONAL, NULL},
    [SCORE_HAS_REVIEWS] = {"HAS_REVIEWS", MARKER_FLAG, NULL},
    [SCORE_REVIEWS] = {"REVIEWS", MARKER_LIST, &review_shape},
    [SCORE_WATERFALL] = {"WATERFALL", MARKER_INCLUDE, &figure_shape},
    [SCORE_BULLETS] = {"BULLETS", MARKER_INCLUDE, &figure_shape},
    [SCORE_DIMENSIONS] = {"DIMENSIONS", MARKER_INCLUDE, &table_shape},
    [SCORE_HAS_EBITDA] = {"HAS_EBITDA", MARKER_FLAG, NULL},
    [SCORE_EBITDA] = {"EBITDA", MARKER_INCLUDE, &table_shape},
    [SCORE_HISTORY] = {"HISTORY", MARKER_INCLUDE, &figure_shape},
    [SCORE_METHOD] = {"METHOD", MARKER_OPTIONAL, NULL},
    [SCORE_ARITHMETIC] = {"ARITHMETIC", MARKER_LIST, &step_shape},
};
const struct shape score_shape = SHAPE("score.tpl", score_markers);

enum {
    SCORES_ABSENT,
    SCORES_PRESENT,
    SCORES_KEY_FIGURES,
    SCORES_DISTRIBUTION,
    SCORES_RANKING,
    SCORES_AVERAGES,
    SCORES_GATE_FAILURES,
    SCORES_REVIEWS
};
static const struct marker scores_markers[] = {
    [SCORES_ABSENT] = {"ABSENT", MARKER_OPTIONAL, NULL},
    [SCORES_PRESENT] = {"PRESENT", MARKER_FLAG, NULL},
    [SCORES_KEY_FIGURES] = {"KEY_FIGURES", MARKER_INCLUDE, &facts_shape},
    [SCORES_DISTRIBUTION] = {"DISTRIBUTION", MARKER_INCLUDE, &figure_shape},
    [SCORES_RANKING] = {"RANKING", MARKER_INCLUDE, &table_shape},
    [SCORES_AVERAGES] = {"AVERAGES", MARKER_INCLUDE, &table_shape},
    [SCORES_GATE_FAILURES] = {"GATE_FAILURES", MARKER_INCLUDE, &table_shape},
    [SCORES_REVIEWS] = {"REVIEWS", MARKER_INCLUDE, &table_shape},
};
const struct shape sector_scores_shape = SHAPE("sector_scores.tpl", scores_markers);

enum {
    FUND_ABSENT,
    FUND_PRESENT,
    FUND_KEY_FIGURES,
    FUND_BANDS,
    FUND_SCATTER,
    FUND_SECTORS,
    FUND_LEADERS,
    FUND_LAGGARDS,
    FUND_REVIEWS
};
static const struct marker fund_markers[] = {
    [FUND_ABSENT] = {"ABSENT", MARKER_OPTIONAL, NULL},
    [FUND_PRESENT] = {"PRESENT", MARKER_FLAG, NULL},
    [FUND_KEY_FIGURES] = {"KEY_FIGURES", MARKER_INCLUDE, &facts_shape},
    [FUND_BANDS] = {"BANDS", MARKER_INCLUDE, &figure_shape},
    [FUND_SCATTER] = {"SCATTER", MARKER_INCLUDE, &figure_shape},
    [FUND_SECTORS] = {"SECTORS", MARKER_INCLUDE, &table_shape},
    [FUND_LEADERS] = {"LEADERS", MARKER_INCLUDE, &table_shape},
    [FUND_LAGGARDS] = {"LAGGARDS", MARKER_INCLUDE, &table_shape},
    [FUND_REVIEWS] = {"REVIEWS", MARKER_INCLUDE, &table_shape},
};
const struct shape fund_shape = SHAPE("fund.tpl", fund_markers);

static struct html_part term_of(const struct fill *fill, const struct view_formula *formula)
{
    struct html_part part;
    struct strbuf *key = html_part_key(fill, &term_shape);
    shared_key_text(key, formula->name);
    shared_key_text(key, formula->formula);
    if (html_part_known(fill, &part))
        return part;
    struct values *term = values_new(fill->arena, &term_shape);
    values_set(term, TERM_NAME, formula->name);
    values_set(term, TERM_FORMULA, formula->formula);
    return html_part_make(fill, term);
}

static void fill_arithmetic(const struct fill *fill, const struct view_score *score,
                            struct values *values)
{
    values_set(values, SCORE_METHOD, fill_href(fill, score->method));
    for (size_t i = 0; i < score->arithmetic_count; i++) {
        const struct view_formula *formula = &score->arithmetic[i];
        struct values *step = values_add(fill->arena, values, SCORE_ARITHMETIC);
        struct html_part term = term_of(fill, formula);
        values_set_part(step, STEP_TERM, &term);
        values_set_numbers(step, STEP_FILLED, formula->filled);
        values_set_numbers(step, STEP_RESULT, formula->result);
        values_set(step, STEP_NOTE, formula->note);
    }
}

static void fill_standing(const struct fill *fill, const struct view_score *score,
                          struct values *values)
{
    fill_cell(fill, &score->headline, values, SCORE_HEADLINE);
    fill_cell(fill, &score->band, values, SCORE_BAND);
    values_set(values, SCORE_INTERVAL, score->interval);
    values_set(values, SCORE_POSITION, score->position);
    fill_key_figures(fill, &score->parts, values, SCORE_PARTS);
    if (score->gate_text)
        fill_cell(fill, &score->gate, values, SCORE_GATE);
    values_set(values, SCORE_GATE_TEXT, score->gate_text);
    values_raise(values, SCORE_HAS_REVIEWS, score->review_count > 0);
    for (size_t i = 0; i < score->review_count; i++)
        values_set(values_add(fill->arena, values, SCORE_REVIEWS), REVIEW_TEXT, score->reviews[i]);
}

void fill_score(const struct fill *fill, const struct view_score *score, struct values *page,
                size_t marker)
{
    if (!score->absent && !score->headline.text)
        return;
    struct values *values = values_add(fill->arena, page, marker);
    values_set(values, SCORE_ABSENT, score->absent);
    values_raise(values, SCORE_PRESENT, !score->absent);
    if (score->absent)
        return;
    fill_standing(fill, score, values);
    fill_figure(fill, &score->waterfall, values, SCORE_WATERFALL);
    fill_figure(fill, &score->bullets, values, SCORE_BULLETS);
    fill_table(fill, &score->dimensions, values, SCORE_DIMENSIONS);
    values_raise(values, SCORE_HAS_EBITDA, score->ebitda.column_count > 0);
    fill_table(fill, &score->ebitda, values, SCORE_EBITDA);
    fill_figure(fill, &score->history, values, SCORE_HISTORY);
    fill_arithmetic(fill, score, values);
}

void fill_sector_scores(const struct fill *fill, const struct view_sector_scores *scores,
                        struct values *page, size_t marker)
{
    if (!scores->absent && scores->key_figures.count == 0)
        return;
    struct values *values = values_add(fill->arena, page, marker);
    values_set(values, SCORES_ABSENT, scores->absent);
    values_raise(values, SCORES_PRESENT, !scores->absent);
    if (scores->absent)
        return;
    fill_key_figures(fill, &scores->key_figures, values, SCORES_KEY_FIGURES);
    fill_figure(fill, &scores->distribution, values, SCORES_DISTRIBUTION);
    fill_table(fill, &scores->ranking, values, SCORES_RANKING);
    fill_table(fill, &scores->averages, values, SCORES_AVERAGES);
    fill_table(fill, &scores->gate_failures, values, SCORES_GATE_FAILURES);
    fill_table(fill, &scores->reviews, values, SCORES_REVIEWS);
}

void fill_fund(const struct fill *fill, const struct view_fund *fund, struct values *page,
               size_t marker)
{
    if (!fund->absent && fund->key_figures.count == 0)
        return;
    struct values *values = values_add(fill->arena, page, marker);
    values_set(values, FUND_ABSENT, fund->absent);
    values_raise(values, FUND_PRESENT, !fund->absent);
    if (fund->absent)
        return;
    fill_key_figures(fill, &fund->key_figures, values, FUND_KEY_FIGURES);
    fill_figure(fill, &fund->bands, values, FUND_BANDS);
    fill_figure(fill, &fund->scatter, values, FUND_SCATTER);
    fill_table(fill, &fund->sectors, values, FUND_SECTORS);
    fill_table(fill, &fund->leaders, values, FUND_LEADERS);
    fill_table(fill, &fund->laggards, values, FUND_LAGGARDS);
    fill_table(fill, &fund->reviews, values, FUND_REVIEWS);
}
