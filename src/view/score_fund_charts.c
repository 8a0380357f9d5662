/*
 * The charts of the fund. A portfolio of any size is drawn with FUND_DOTS dots at the most: every
 * n-th by score, the highest and the lowest among them, so that the shape of the cloud stays.
 */
#include "view/score_fund.h"
#include "view/score_words.h"

enum { NAMED_EACH = 6, DATA_ROWS = 100 };

/* ---- bands ---- */

static const char *percent_text(struct arena *arena, size_t part, size_t whole)
{
    return arena_printf(
        arena, "%s %%",
        number_text(arena, 100 * (double)part / (double)(whole > 0 ? whole : 1), 1));
}

void view_bands_chart(const struct view_context *context, struct arena *arena,
                      struct view_share_bar *chart)
{
    const struct scoreboard *board = context->scores;
    size_t missing = fund_not_assessed(board, context->configs);
    size_t all = board->count + missing;
    *chart = (struct view_share_bar){
        .title = "Organizations by band",
        .subtitle = counted(arena, all, "organization", "organizations"),
        .shares = arena_array(arena, BAND_EXCELLENT + 2, sizeof *chart->shares),
        .ranks = BAND_EXCELLENT + 1,
    };
    for (int band = BAND_NASCENT; band <= BAND_EXCELLENT; band++)
        chart->shares[chart->count++] = (struct view_share){
            .label = score_band_name((enum score_band)band),
            .value = (double)board->fund.bands[band],
            .text = cell_integer(arena, (long long)board->fund.bands[band]).text,
            .note = percent_text(arena, board->fund.bands[band], all),
            .rank = band,
        };
    if (missing > 0)
        chart->shares[chart->count++] = (struct view_share){
            .label = "Not assessed",
            .value = (double)missing,
            .text = cell_integer(arena, (long long)missing).text,
            .note = percent_text(arena, missing, all),
            .rank = -1,
        };
}

static void bands_figure(const struct view_context *context, struct arena *arena,
                         struct view_figure *figure)
{
    static const struct view_column columns[] = {
        {.title = "Band", .kind = CELL_TEXT},
        {.title = "Organizations", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Share", .align = ALIGN_END, .kind = CELL_TEXT},
    };
    struct view_share_bar chart;
    view_bands_chart(context, arena, &chart);
    const char *words = "";
    for (size_t i = 0; i < chart.count; i++)
        words = arena_printf(arena, "%s%s%s %s", words, i > 0 ? ", " : "", chart.shares[i].label,
                             chart.shares[i].text);
    *figure = (struct view_figure){
        .id = "bands-chart",
        .title = chart.title,
        .alt = arena_printf(arena, "One bar of %s in parts: %s.", chart.subtitle, words),
        .svg = "portfolio/bands.svg",
        .png = "portfolio/bands.png",
    };
    struct view_table_builder builder;
    table_of(arena, &(struct table_words){.caption = "Organizations in each band of Org-AI-R"},
             COLUMNS(columns), &figure->data, &builder);
    for (size_t i = 0; i < chart.count; i++)
        table_row(&builder,
                  (struct view_cell[]){cell_text(chart.shares[i].label),
                                       cell_integer(arena, (long long)chart.shares[i].value),
                                       cell_text(chart.shares[i].note)});
}

/* ---- scatter ---- */

static struct view_dot dot_of(struct arena *arena, const struct standing *row)
{
    enum view_tone tone = row->leader ? TONE_GOOD : row->laggard ? TONE_WARNING : TONE_INFO;
    return (struct view_dot){
        .label = row->name,
        .x = row->v_r,
        .y = row->h_r,
        .note = arena_printf(arena, "Vᴿ %s, Hᴿ %s", number_text(arena, row->v_r, 2),
                             number_text(arena, row->h_r, 2)),
        .tone = tone,
    };
}

/* Names for both ends of the order; where there is room for them, the plan decides. */
static void name_ends(struct view_scatter *chart)
{
    for (size_t i = 0; i < chart->count; i++)
        chart->dots[i].named = i < NAMED_EACH || i + NAMED_EACH >= chart->count;
}

static void scatter_chart(const struct view_context *context, const struct standing **order,
                          struct arena *arena, struct view_scatter *chart)
{
    size_t count = context->scores->count;
    const struct standing **shown = context->scores->spread ? context->scores->spread : order;
    size_t drawn = context->scores->spread ? context->scores->spread_count : count;
    *chart = (struct view_scatter){
        .title = "Readiness and opportunity",
        .subtitle = "Each mark is an organization; green triangle: leader, amber diamond: laggard",
        .x_axis = "Readiness Vᴿ",
        .y_axis = "Opportunity Hᴿ",
        .dots = arena_array(arena, drawn, sizeof *chart->dots),
        .count = drawn,
        .high = 100,
        .step = 20,
        .x_split = SCORE_SPLIT,
        .y_split = SCORE_SPLIT,
        .quadrants = {"Build readiness", "Ready, with opportunity", "Wait", "Ready, little room"},
    };
    if (drawn < count)
        chart->subtitle = arena_printf(arena,
                                       "%zu of %s organizations, evenly by score; green triangle: "
                                       "leader, amber diamond: laggard",
                                       drawn, cell_integer(arena, (long long)count).text);
    for (size_t i = 0; i < drawn; i++)
        chart->dots[i] = dot_of(arena, shown[i]);
    name_ends(chart);
}

void view_scatter_chart(const struct view_context *context, struct arena *arena,
                        struct view_scatter *chart)
{
    scatter_chart(context, fund_order(context->scores, arena), arena, chart);
}

static const char *scatter_in_words(const struct scoreboard *board, struct arena *arena)
{
    const struct score_quadrants *count = &board->quadrants;
    return arena_printf(
        arena,
        "Scatter plot of %s, Vᴿ against Hᴿ, split at 60. Both are 60 or more for %s, only Vᴿ "
        "for %s, only Hᴿ for %s, neither for %s.",
        counted(arena, board->count, "organization", "organizations"),
        count_text(arena, count->both), count_text(arena, count->readiness),
        count_text(arena, count->opportunity),
        count_text(arena, board->count - count->both - count->readiness - count->opportunity));
}

static void scatter_figure(const struct view_context *context, const struct standing **order,
                           struct arena *arena, struct view_figure *figure)
{
    static const struct view_column columns[] = {
        {.title = "Organization", .kind = CELL_LINK, .wide = true},
        {.title = "Vᴿ", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Hᴿ", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
    };
    const struct scoreboard *board = context->scores;
    *figure = (struct view_figure){
        .id = "scatter-chart",
        .title = "Readiness and opportunity",
        .alt = scatter_in_words(board, arena),
        .svg = "portfolio/scatter.svg",
        .png = "portfolio/scatter.png",
    };
    struct table_words words = {.caption = "Vᴿ and Hᴿ, the highest Org-AI-R first"};
    if (board->count > DATA_ROWS)
        words.caption =
            arena_printf(arena,
                         "Vᴿ and Hᴿ of the %d highest of %s organizations; all of them stand in "
                         "the sectors' data",
                         DATA_ROWS, cell_integer(arena, (long long)board->count).text);
    struct view_table_builder builder;
    table_of(arena, &words, COLUMNS(columns), &figure->data, &builder);
    for (size_t i = 0; i < board->kept && i < DATA_ROWS; i++)
        table_row(&builder, (struct view_cell[]){organization_cell(arena, order[i]),
                                                 points_cell(arena, order[i]->v_r),
                                                 points_cell(arena, order[i]->h_r)});
}

void build_fund_figures(const struct view_context *context, const struct standing **order,
                        struct arena *arena, struct view_fund *view)
{
    bands_figure(context, arena, &view->bands);
    scatter_figure(context, order, arena, &view->scatter);
}
