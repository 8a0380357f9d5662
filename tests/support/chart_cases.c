#include "support/chart_cases.h"

#include "base/decimal.h"
#include "support/chart_score_cases.h"

#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const dimension_names[] = {
    "Data Infrastructure", "AI Governance",      "Technology Stack", "Talent & Skills",
    "Leadership Vision",   "Use Case Portfolio", "Culture & Change"};
static const char *const sector_names[] = {
    "Manufacturing",     "Financial Services", "Healthcare",           "Technology",
    "Retail & Consumer", "Energy & Utilities", "Professional Services"};
static const double sector_weights[7][7] = {
    {0.22, 0.12, 0.18, 0.15, 0.12, 0.14, 0.07}, {0.16, 0.22, 0.14, 0.18, 0.12, 0.10, 0.08},
    {0.20, 0.20, 0.14, 0.15, 0.14, 0.10, 0.07}, {0.15, 0.12, 0.20, 0.22, 0.12, 0.14, 0.05},
    {0.20, 0.12, 0.15, 0.13, 0.14, 0.18, 0.08}, {0.22, 0.16, 0.18, 0.14, 0.12, 0.13, 0.05},
    {0.14, 0.14, 0.14, 0.20, 0.16, 0.12, 0.10}};

static const char *shown(struct arena *arena, double value, int places)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_format_double(&text, value, places, ',');
    char *copy = arena_strdup(arena, text.text);
    strbuf_release(&text);
    return copy;
}

struct view_bar_chart *case_weights(struct arena *arena)
{
    struct view_bar_chart *chart = arena_alloc(arena, sizeof *chart);
    *chart = (struct view_bar_chart){.title = "Dimension weights: Manufacturing",
                                     .subtitle = "Weights in force since 2025-01-01, sum 1.000",
                                     .axis = "Weight",
                                     .count = 7,
                                     .reference = 1.0 / 7,
                                     .reference_label = "equal weight 0.143"};
    chart->bars = arena_array(arena, 7, sizeof *chart->bars);
    for (size_t i = 0; i < 7; i++)
        chart->bars[i] = (struct view_bar){.label = dimension_names[i],
                                           .value = sector_weights[0][i],
                                           .text = shown(arena, sector_weights[0][i], 2),
                                           .note = i == 0 ? "OT/IT integration critical" : NULL};
    return chart;
}

struct view_bar_chart *case_stairs(struct arena *arena, size_t count)
{
    struct view_bar_chart *chart = arena_alloc(arena, sizeof *chart);
    *chart = (struct view_bar_chart){
        .title = "Stairs", .axis = "Share", .count = count, .reference = -1};
    chart->bars = arena_array(arena, count, sizeof *chart->bars);
    for (size_t i = 0; i < count; i++) {
        double value = (double)(i + 1) / (double)count;
        chart->bars[i] = (struct view_bar){.label = arena_printf(arena, "Step %zu", i + 1),
                                           .value = value,
                                           .text = shown(arena, value, 3)};
    }
    return chart;
}

struct view_heatmap *case_sectors(struct arena *arena)
{
    struct view_heatmap *map = arena_alloc(arena, sizeof *map);
    *map = (struct view_heatmap){.title = "Dimension weights by sector",
                                 .row_axis = "Sector",
                                 .column_axis = "Dimension",
                                 .row_count = 7,
                                 .column_count = 7,
                                 .low = 0.05,
                                 .high = 0.22};
    map->row_labels = arena_array(arena, 7, sizeof(char *));
    map->column_labels = arena_array(arena, 7, sizeof(char *));
    map->values = arena_array(arena, 49, sizeof(double));
    map->texts = arena_array(arena, 49, sizeof(char *));
    for (size_t i = 0; i < 49; i++) {
        map->row_labels[i / 7] = sector_names[i / 7];
        map->column_labels[i % 7] = dimension_names[i % 7];
        map->values[i] = sector_weights[i / 7][i % 7];
        map->texts[i] = shown(arena, map->values[i], 2);
    }
    return map;
}

static struct chart_plan *bars(struct arena *arena)
{
    return chart_plan_bars(arena, case_weights(arena));
}

static struct chart_plan *bars_none(struct arena *arena)
{
    return chart_plan_bars(arena, case_stairs(arena, 0));
}

static struct chart_plan *bars_one(struct arena *arena)
{
    return chart_plan_bars(arena, case_stairs(arena, 1));
}

static struct chart_plan *bars_thirty(struct arena *arena)
{
    return chart_plan_bars(arena, case_stairs(arena, 30));
}

static struct chart_plan *bars_equal(struct arena *arena)
{
    struct view_bar_chart *chart = case_weights(arena);
    for (size_t i = 0; i < chart->count; i++) {
        chart->bars[i].value = 1.0 / 7;
        chart->bars[i].text = "0.143";
    }
    return chart_plan_bars(arena, chart);
}

static struct chart_plan *bars_awkward(struct arena *arena)
{
    static const struct view_bar odd[] = {
        {"Nothing", 0, "0.00", NULL},
        {"Everything", 1, "1.00", "all of the weight"},
        {"Not a number", NAN, "-", NULL},
        {"Below zero", -0.4, "-0.40", NULL},
        {"<script>alert(\"x\")</script> & 'quotes'", 0.5, "0.50", "a < b & c > \"d\""},
        {"\u05ea\u05e9\u05ea\u05d9\u05ea \u05e0\u05ea\u05d5\u05e0\u05d9\u05dd (2)", 0.25, "0.25",
         NULL},
        {"\u0627\u0644\u0628\u0646\u064a\u0629 \u0627\u0644\u062a\u062d\u062a\u064a\u0629 "
         "\u0644\u0644\u0628\u064a\u0627\u0646\u0627\u062a",
         0.3, "0.30", NULL},
        {"\u6570\u636e\u57fa\u7840\u8bbe\u65bd", 0.35, "0.35", NULL},
        {"A label that goes on and on, as labels in a database of a private-equity firm sometimes "
         "do, "
         "because somebody pasted the whole definition of the dimension with its history, its "
         "scope "
         "and its owner",
         0.6, "0.60", NULL},
        {"Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft", 0.2,
         "0.20", NULL},
        {"", 0.1, "", NULL},
        {"Bytes \xff\xfe that\nare not text", 0.15, "0.15", "line\nbreak"},
    };
    struct view_bar_chart *chart = case_weights(arena);
    chart->title = "Awkward labels and values: what a database may hold, in a title that is longer "
                   "than one line of the chart can show";
    chart->bars = arena_array(arena, COUNT(odd), sizeof *odd);
    memcpy(chart->bars, odd, sizeof odd);
    chart->count = COUNT(odd);
    return chart_plan_bars(arena, chart);
}

static struct chart_plan *bars_nothing(struct arena *arena)
{
    struct view_bar_chart *chart = case_weights(arena);
    for (size_t i = 0; i < chart->count; i++)
        chart->bars[i] = (struct view_bar){.label = dimension_names[i], .value = 0, .text = "0.00"};
    chart->reference = -1;
    return chart_plan_bars(arena, chart);
}

static struct chart_plan *heatmap(struct arena *arena)
{
    return chart_plan_heatmap(arena, case_sectors(arena));
}

static struct chart_plan *heatmap_none(struct arena *arena)
{
    struct view_heatmap *map = case_sectors(arena);
    map->row_count = 0;
    return chart_plan_heatmap(arena, map);
}

static struct chart_plan *heatmap_one(struct arena *arena)
{
    struct view_heatmap *map = case_sectors(arena);
    map->row_count = map->column_count = 1;
    return chart_plan_heatmap(arena, map);
}

static struct chart_plan *heatmap_equal(struct arena *arena)
{
    struct view_heatmap *map = case_sectors(arena);
    for (size_t i = 0; i < 49; i++) {
        map->values[i] = 0.143;
        map->texts[i] = "0.143";
    }
    map->low = map->high = 0.143;
    return chart_plan_heatmap(arena, map);
}

static struct chart_plan *heatmap_missing(struct arena *arena)
{
    struct view_heatmap *map = case_sectors(arena);
    for (size_t i = 0; i < 49; i += 5) {
        map->values[i] = NAN;
        map->texts[i] = "-";
    }
    map->row_labels[2] = "\u6570\u636e\u57fa\u7840\u8bbe\u65bd";
    map->row_labels[3] =
        "A sector with a name that nobody would give to a sector, and yet here it is";
    map->column_labels[1] =
        "\u05d1\u05d9\u05e0\u05d4 \u05de\u05dc\u05d0\u05db\u05d5\u05ea\u05d9\u05ea";
    map->column_labels[4] = "A long dimension name of many small words that does not end soon";
    return chart_plan_heatmap(arena, map);
}

static struct chart_plan *heatmap_large(struct arena *arena)
{
    struct view_heatmap *map = case_sectors(arena);
    enum { ROWS = 30, COLUMNS = 12 };
    map->row_count = ROWS;
    map->column_count = COLUMNS;
    map->low = 0;
    map->high = 100;
    map->row_labels = arena_array(arena, ROWS, sizeof(char *));
    map->column_labels = arena_array(arena, COLUMNS, sizeof(char *));
    map->values = arena_array(arena, (size_t)ROWS * COLUMNS, sizeof(double));
    map->texts = arena_array(arena, (size_t)ROWS * COLUMNS, sizeof(char *));
    for (size_t i = 0; i < (size_t)ROWS * COLUMNS; i++) {
        map->row_labels[i / COLUMNS] = sector_names[i / COLUMNS % 7];
        map->column_labels[i % COLUMNS] = dimension_names[i % COLUMNS % 7];
        map->values[i] = (double)((i * 37) % 1001) / 10;
        map->texts[i] = shown(arena, map->values[i], 1);
    }
    return chart_plan_heatmap(arena, map);
}

const struct chart_case chart_cases[] = {
    {"bars", bars},
    {"bars_awkward", bars_awkward},
    {"bars_equal", bars_equal},
    {"bars_none", bars_none},
    {"bars_nothing", bars_nothing},
    {"bars_one", bars_one},
    {"bars_thirty", bars_thirty},
    {"heatmap", heatmap},
    {"heatmap_equal", heatmap_equal},
    {"heatmap_large", heatmap_large},
    {"heatmap_missing", heatmap_missing},
    {"heatmap_none", heatmap_none},
    {"heatmap_one", heatmap_one},
    {"waterfall", case_waterfall},
    {"waterfall_odd", case_waterfall_odd},
    {"bullets", case_bullets},
    {"bullets_odd", case_bullets_odd},
    {"history", case_history},
    {"history_one", case_history_one},
    {"history_gap", case_history_gap},
    {"history_long", case_history_long},
    {"scatter", case_scatter},
    {"scatter_dense", case_scatter_dense},
    {"scatter_odd", case_scatter_odd},
    {"histogram", case_histogram},
    {"histogram_odd", case_histogram_odd},
    {"shares", case_shares},
    {"shares_odd", case_shares_odd},
};
const size_t chart_case_count = COUNT(chart_cases);
