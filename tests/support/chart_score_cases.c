#include "support/chart_score_cases.h"

#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct view_waterfall *case_parts(void)
{
    static struct view_step steps[] = {
        {"Idiosyncratic readiness Vᴿ", 35.61, "+35.61", "0.88 x 0.60 x 67.45", false},
        {"Systematic opportunity Hᴿ", 30.37, "+30.37", "0.88 x 0.40 x 86.28", false},
        {"Synergy", 5.67, "+5.67", "0.12 x 47.23", false},
        {"Org-AI-R", 71.65, "71.65", "interval 59.71 to 83.58", true}};
    static struct view_waterfall chart = {"Where the score comes from",
                                          "Parts of the Org-AI-R score, in points", "Points", steps,
                                          COUNT(steps)};
    return &chart;
}

struct chart_plan *case_waterfall(struct arena *arena)
{
    return chart_plan_waterfall(arena, case_parts(), NULL);
}

struct chart_plan *case_waterfall_odd(struct arena *arena)
{
    static struct view_step steps[] = {
        {"Weighted mean of seven dimensions", 68.62, "68.62", NULL, true},
        {"Penalty for imbalance between dimensions", -1.17, "-1.17", "lambda 0.25", false},
        {"Talent concentration", 0, "0.00", NULL, false},
        {"Unknown", NAN, "", NULL, false},
        {"A fall through the floor", -80, "-80.00", NULL, false},
        {"And back", 30, "+30.00", NULL, false},
        {"Vᴿ", 17.45, "17.45", NULL, true}};
    struct view_waterfall chart = {"From dimensions to Vᴿ", NULL, "Points", steps, COUNT(steps)};
    return chart_plan_waterfall(arena, &chart, NULL);
}

static struct view_bullet_chart dimensions(struct view_bullet *rows, size_t count)
{
    return (struct view_bullet_chart){
        .title = "Dimensions against the sector",
        .subtitle = "Score 0 to 100; darker where it reaches the average of 14 assessed "
                    "organizations; dashed where a missing score counts as 50",
        .axis = "Score",
        .value_label = "score",
        .target_label = "sector average",
        .rows = rows,
        .count = count,
        .low = 0,
        .high = 100,
        .step = 20};
}

struct chart_plan *case_bullets(struct arena *arena)
{
    static struct view_bullet rows[] = {
        {"Data Infrastructure", 70, 64.2, "70.00", "+5.80", "weight 0.15", false},
        {"AI Governance", 65, 66.1, "65.00", "-1.10", "weight 0.12", false},
        {"Technology Stack", 75, 71.4, "75.00", "+3.60", "weight 0.20", false},
        {"Talent & Skills", 68, 59.9, "68.00", "+8.10", "weight 0.22", false},
        {"Leadership Vision", 72, 72, "72.00", "0.00", "weight 0.12", false},
        {"Use Case Portfolio", 50, 58.3, "50.00", "-8.30", "no score: counts as 50", true},
        {"Culture & Change", 30, 55.5, "30.00", "-25.50", "weight 0.05", false}};
    struct view_bullet_chart chart = dimensions(rows, COUNT(rows));
    return chart_plan_bullets(arena, &chart, NULL);
}

struct chart_plan *case_bullets_odd(struct arena *arena)
{
    static struct view_bullet rows[] = {
        {"Zero against everything", 0, 100, "0.00", NULL, NULL, false},
        {"Everything against zero", 100, 0, "100.00", NULL, NULL, false},
        {"No target", 40, NAN, "40.00", NULL, NULL, false},
        {"No value", NAN, 50, "", NULL, NULL, false},
        {"Outside", 140, -20, "140.00", NULL, "clamped", false}};
    struct view_bullet_chart chart = dimensions(rows, COUNT(rows));
    chart.target_label = NULL;
    chart.low = chart.high = 0;
    return chart_plan_bullets(arena, &chart, NULL);
}

static struct view_history over_time(struct view_moment *moments, size_t count)
{
    static struct view_mark marks[] = {{70, "leader from 70"}};
    return (struct view_history){.title = "Org-AI-R over time",
                                 .subtitle = "Score of each assessment; shaded: 95 % interval",
                                 .axis = "Org-AI-R",
                                 .moments = moments,
                                 .count = count,
                                 .marks = marks,
                                 .mark_count = 1};
}

struct chart_plan *case_history(struct arena *arena)
{
    static struct view_moment moments[] = {
        {"2025-03-31", 58.4, 44.1, 72.7, "58.40", "interval 44.10 to 72.70"},
        {"2025-06-30", 61.2, 48.0, 74.4, "61.20", "interval 48.00 to 74.40"},
        {"2025-09-30", 60.1, 47.9, 72.3, "60.10", "interval 47.90 to 72.30"},
        {"2025-12-31", 67.9, 55.9, 79.9, "67.90", "interval 55.90 to 79.90"},
        {"2026-06-30", 71.65, 59.71, 83.58, "71.65", "interval 59.71 to 83.58"}};
    struct view_history chart = over_time(moments, COUNT(moments));
    return chart_plan_history(arena, &chart, NULL);
}

struct chart_plan *case_history_one(struct arena *arena)
{
    static struct view_moment moments[] = {{"2026-06-30", 71.65, 59.71, 83.58, "71.65", NULL}};
    struct view_history chart = over_time(moments, 1);
    return chart_plan_history(arena, &chart, NULL);
}

struct chart_plan *case_history_gap(struct arena *arena)
{
    static struct view_moment moments[] = {
        {"2025-01-31", 40, 30, 50, "40.00", NULL},   {"2025-02-28", 45, 35, 55, "45.00", NULL},
        {"2025-03-31", NAN, NAN, NAN, "-", NULL},    {"2025-04-30", 55, 45, 65, "55.00", NULL},
        {"2025-05-31", NAN, NAN, NAN, "-", NULL},    {"2025-06-30", 60, NAN, NAN, "60.00", NULL},
        {"2025-07-31", 100, 95, 100, "100.00", NULL}};
    struct view_history chart = over_time(moments, COUNT(moments));
    chart.low = 0;
    chart.high = 100;
    return chart_plan_history(arena, &chart, NULL);
}

struct chart_plan *case_history_long(struct arena *arena)
{
    enum { MOMENTS = 48 };
    struct view_moment *moments = arena_array(arena, MOMENTS, sizeof *moments);
    for (int i = 0; i < MOMENTS; i++) {
        int value = 40 + i / 2 + i * 7 % 5;
        moments[i] = (struct view_moment){
            .date = arena_printf(arena, "%d-%02d-28", 2022 + i / 12, i % 12 + 1),
            .value = value,
            .low = value - 9,
            .high = value + 9,
            .text = arena_printf(arena, "%d.00", value)};
    }
    struct view_history chart = over_time(moments, MOMENTS);
    return chart_plan_history(arena, &chart, NULL);
}

struct view_scatter *case_portfolio(struct arena *arena, size_t count, size_t named)
{
    static const char *const names[] = {"Rheinland Precision AG", "Nordic Wind Partners",
                                        "Helvetia Private Bank",  "Blue Harbor Logistics",
                                        "Cobalt Health Systems",  "O'Brien & Sons",
                                        "Summit Retail Group",    "Quanta Analytics"};
    static const enum view_tone tones[] = {TONE_NONE, TONE_NONE, TONE_NONE, TONE_ERROR};
    struct view_scatter *chart = arena_alloc(arena, sizeof *chart);
    *chart = (struct view_scatter){
        .title = "Readiness against opportunity",
        .subtitle = "Vᴿ is what an organization has made of itself, Hᴿ what its sector offers",
        .x_axis = "Idiosyncratic readiness Vᴿ",
        .y_axis = "Systematic opportunity Hᴿ",
        .dots = arena_array(arena, count, sizeof *chart->dots),
        .count = count,
        .low = 0,
        .high = 100,
        .step = 20,
        .x_split = 60,
        .y_split = 60,
        .quadrants = {"Catch up", "Lead", "Reconsider", "Ahead of its sector"}};
    unsigned random = 12345;
    for (size_t i = 0; i < count; i++) {
        double x = 0, y = 0;
        for (int k = 0; k < 3; k++) {
            random = random * 1103515245u + 12345u;
            x += (random >> 16) % 1000 / 30.0;
            random = random * 1103515245u + 12345u;
            y += (random >> 16) % 1000 / 30.0;
        }
        chart->dots[i] = (struct view_dot){.label = names[i % COUNT(names)],
                                           .x = x,
                                           .y = 30 + 0.3 * x + 0.5 * y,
                                           .note = "Vᴿ and Hᴿ",
                                           .tone = tones[i % 4],
                                           .named = i < named};
    }
    return chart;
}

struct chart_plan *case_scatter(struct arena *arena)
{
    return chart_plan_scatter(arena, case_portfolio(arena, 42, 12));
}

struct chart_plan *case_scatter_dense(struct arena *arena)
{
    return chart_plan_scatter(arena, case_portfolio(arena, 400, 8));
}

struct chart_plan *case_scatter_odd(struct arena *arena)
{
    struct view_scatter *chart = case_portfolio(arena, 12, 12);
    for (size_t i = 0; i < 6; i++)
        chart->dots[i].x = chart->dots[i].y = 60; /* six names for one place */
    chart->dots[6].x = chart->dots[6].y = 100;
    chart->dots[7].x = chart->dots[7].y = 0;
    chart->dots[8].x = NAN;
    chart->dots[9].y = 170;
    chart->dots[10].label =
        "\u05d0\u05d9\u05e8\u05d2\u05d5\u05df \u05dc\u05d3\u05d5\u05d2\u05de\u05d4";
    chart->dots[11].label = "A name of more than a hundred and sixty pixels, which is cut";
    return chart_plan_scatter(arena, chart);
}

static struct view_band bands[] = {{"Nascent", 0, 20},
                                   {"Developing", 20, 40},
                                   {"Adequate", 40, 60},
                                   {"Good", 60, 80},
                                   {"Excellent", 80, 100}};

struct chart_plan *case_histogram(struct arena *arena)
{
    static const size_t counts[20] = {0,  0,  1,  0,  2,  1, 3, 5, 8, 12,
                                      15, 18, 22, 17, 11, 6, 4, 2, 1, 0};
    static struct view_mark marks[] = {{54.3, "sector average 54.30"},
                                       {71.65, "this organization 71.65"}};
    struct view_bin *bins = arena_array(arena, 20, sizeof *bins);
    for (int i = 0; i < 20; i++)
        bins[i] = (struct view_bin){.low = i * 5,
                                    .high = i * 5 + 5,
                                    .count = counts[i],
                                    .text = arena_printf(arena, "%zu", counts[i]),
                                    .note = arena_printf(arena, "%d to %d: %zu organizations",
                                                         i * 5, i * 5 + 5, counts[i])};
    struct view_histogram chart = {.title = "Distribution of Org-AI-R",
                                   .subtitle = "Organizations in each range of five points",
                                   .axis = "Org-AI-R",
                                   .bins = bins,
                                   .count = 20,
                                   .bands = bands,
                                   .band_count = COUNT(bands),
                                   .marks = marks,
                                   .mark_count = COUNT(marks),
                                   .high = 100,
                                   .step = 20};
    return chart_plan_histogram(arena, &chart);
}

struct chart_plan *case_histogram_odd(struct arena *arena)
{
    static struct view_bin bins[] = {{0, 50, 1, "1", NULL}, {50, 100, 123456, "123,456", "many"}};
    struct view_histogram chart = {.title = "Two bins and no band",
                                   .bins = bins,
                                   .count = COUNT(bins),
                                   .high = 100,
                                   .step = 50};
    return chart_plan_histogram(arena, &chart);
}

struct chart_plan *case_shares(struct arena *arena)
{
    static struct view_share shares[] = {
        {"Excellent", 3, "3", "7 %", 4},   {"Good", 14, "14", "33 %", 3},
        {"Adequate", 16, "16", "38 %", 2}, {"Developing", 5, "5", "12 %", 1},
        {"Nascent", 0, "0", "0 %", 0},     {"Not assessed", 4, "4", "10 %", -1}};
    struct view_share_bar chart = {"Organizations by band", "42 organizations, 38 of them assessed",
                                   shares, COUNT(shares), 5};
    return chart_plan_shares(arena, &chart);
}

struct chart_plan *case_shares_odd(struct arena *arena)
{
    static struct view_share shares[] = {
        {"Nearly all", 99999, "99,999", NULL, 1},
        {"A crumb with a label that takes more than its line", 1, "1", "0 %", 0},
        {"Negative", -5, "-5", NULL, 0},
        {"Unknown", NAN, NULL, NULL, -1},
        {NULL, 1, NULL, NULL, 0}};
    struct view_share_bar chart = {"Crumbs", NULL, shares, COUNT(shares), 2};
    return chart_plan_shares(arena, &chart);
}
