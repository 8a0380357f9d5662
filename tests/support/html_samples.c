#include "support/html_samples.h"

#include <stdint.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LONG_NAME                                                                                  \
    "Allgemeine-Energieversorgungsgesellschaft-der-Vereinigten-Gemeinden-an-Rhein-und-Ruhr "       \
    "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft mit "       \
    "beschraenkter Haftung und Compagnie Kommanditgesellschaft auf Aktien Holding North"
#define RTL_NAME "\xd8\xb4\xd8\xb1\xd9\x83\xd8\xa9 \xd8\xa7\xd9\x84\xd8\xb7\xd8\xa7\xd9\x82\xd8\xa9"
#define CJK_NAME "\xe6\x9d\xb1\xe4\xba\xac\xe9\x9b\xbb\xe5\x8a\x9b"

static const char *const sector_names[] = {
    "Manufacturing",      "Financial Services",    "Healthcare", "Technology", "Retail",
    "Energy & Utilities", "Professional Services",
};
static const char *const sector_slugs[] = {
    "manufacturing", "financial-services",    "healthcare", "technology", "retail",
    "energy",        "professional-services",
};
static const char *const dimension_names[] = {
    "Data Infrastructure", "AI Governance",      "Technology Stack", "Talent",
    "Leadership",          "Use Case Portfolio", "Culture",
};
static const char *const rationales[] = {
    "SCADA, historian and grid telemetry are the precondition of every use case.",
    "Critical-infrastructure regulation sets a floor for model oversight.",
    "Operational technology is segregated; integration is the bottleneck.",
    "Data engineers with domain knowledge are scarce.",
    "Capital allocation decides pace.",
    "Predictive maintenance, load forecasting and trading carry most of the value.",
    "Safety culture outweighs experimentation.",
};
static const double weights[] = {0.22, 0.13, 0.18, 0.12, 0.12, 0.18, 0.05};

static void sample_sectors(struct arena *arena, struct view_frame *frame)
{
    frame->sectors = arena_array(arena, COUNT(sector_names), sizeof *frame->sectors);
    frame->sector_count = COUNT(sector_names);
    for (size_t i = 0; i < frame->sector_count; i++)
        frame->sectors[i] = (struct view_link){
            .label = sector_names[i],
            .href = arena_printf(arena, "sectors/%s/index.html", sector_slugs[i]),
            .current = strcmp(frame->title, sector_names[i]) == 0,
        };
}

static struct view_frame sample_frame(struct arena *arena, const char *path, const char *title)
{
    static const struct view_link links[] = {
        {.label = "Portfolio", .href = "index.html"},
        {.label = "Compare", .href = "compare/index.html"},
        {.label = "Findings", .href = "findings/index.html"},
        {.label = "Method", .href = "method/index.html"},
    };
    int depth = 0;
    for (const char *c = path; *c; c++)
        depth += *c == '/';
    struct view_frame frame = {
        .path = path,
        .root = depth == 0   ? ""
                : depth == 1 ? "../"
                             : "../../",
        .site_name = "Org-AI-R",
        .title = title,
        .description = "Sectors, weights and organizations of the portfolio",
        .navigation = arena_array(arena, COUNT(links), sizeof links[0]),
        .navigation_count = COUNT(links),
        .crumbs = arena_array(arena, 1, sizeof links[0]),
        .crumb_count = depth == 0 ? 0 : 1,
        .as_of = "In force since 2025-01-01",
        .parameters = "Parameters v2.0",
    };
    frame.crumbs[0] = links[0];
    for (size_t i = 0; i < COUNT(links); i++) {
        frame.navigation[i] = links[i];
        frame.navigation[i].current = strcmp(links[i].href, path) == 0;
    }
    sample_sectors(arena, &frame);
    return frame;
}

static void sample_table(struct arena *arena, struct view_table *table,
                         const struct view_column *columns, size_t count)
{
    table->columns = arena_array(arena, count, sizeof *columns);
    memcpy(table->columns, columns, count * sizeof *columns);
    table->column_count = count;
}

static void add_finding(struct view_table_builder *builder, enum view_tone tone,
                        const char *subject, const char *message)
{
    const char *word = tone == TONE_ERROR ? "Error" : tone == TONE_WARNING ? "Warning" : "Info";
    struct view_cell cells[] = {
        cell_toned(cell_text(word), tone),
        cell_link("Energy & Utilities", "sectors/energy/index.html"),
        cell_link(subject, "organizations/5a/5a0e7c54.html"),
        cell_text(message),
    };
    table_row(builder, cells);
}

static struct view_table sample_finding_table(struct arena *arena, size_t rows)
{
    static const struct view_column columns[] = {
        {.title = "Severity", .kind = CELL_TEXT},
        {.title = "Sector", .kind = CELL_TEXT},
        {.title = "Subject", .kind = CELL_TEXT},
        {.title = "Finding", .kind = CELL_TEXT, .wide = true},
    };
    struct view_table table = {.title = "Findings",
                               .caption = "Findings, the gravest first",
                               .empty = "Nothing was found: every check passed."};
    struct view_table_builder builder;
    sample_table(arena, &table, columns, COUNT(columns));
    table_begin(&builder, arena, &table);
    for (size_t i = 0; i < rows; i++) {
        if (i == 0)
            add_finding(&builder, TONE_ERROR, "Energy & Utilities", "Weights sum to 0.990.");
        else if (i == 1)
            add_finding(&builder, TONE_WARNING, "Nordsee Windpark Betreiber", "No headquarters.");
        else
            add_finding(&builder, TONE_INFO, LONG_NAME, "3 of 11 attributes are known.");
    }
    return table;
}

static struct view_table sample_weights(struct arena *arena, bool valid)
{
    static const struct view_column columns[] = {
        {.title = "Dimension", .kind = CELL_TEXT},
        {.title = "Weight", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
        {.title = "Rationale", .kind = CELL_TEXT, .wide = true},
        {.title = "In force since", .kind = CELL_DATE},
    };
    struct view_table table = {.title = "Weights",
                               .caption = "Weight of each dimension in Energy & Utilities",
                               .has_total = true,
                               .empty = "No weights are in force."};
    struct view_table_builder builder;
    sample_table(arena, &table, columns, COUNT(columns));
    table_begin(&builder, arena, &table);
    for (size_t i = 0; i < COUNT(weights); i++) {
        struct view_cell cells[] = {cell_text(dimension_names[i]),
                                    cell_decimal(arena, weights[i] - (i == 6 && !valid) * 0.01, 3),
                                    cell_text(rationales[i]), cell_date("2025-01-01")};
        cells[1].share = cells[1].number;
        table_row(&builder, cells);
    }
    struct view_cell total[] = {cell_text("Sum"), cell_decimal(arena, valid ? 1 : 0.99, 3),
                                cell_missing(""), cell_missing("")};
    table_row(&builder, total);
    return table;
}

static struct view_figure sample_figure(struct arena *arena, const char *svg, const char *png)
{
    static const struct view_column columns[] = {
        {.title = "Dimension", .kind = CELL_TEXT},
        {.title = "Weight", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
    };
    struct view_figure figure = {
        .id = "weights-chart",
        .title = "How Energy & Utilities weighs the dimensions",
        .alt = "Bar chart of 7 weights. The heaviest is Data Infrastructure with 0.220, the "
               "lightest Culture with 0.050.",
        .svg = svg,
        .png = png,
        .width = 960,
        .height = 420,
        .data = {.caption = "Weights of Energy & Utilities in numbers"},
    };
    struct view_table_builder builder;
    sample_table(arena, &figure.data, columns, COUNT(columns));
    table_begin(&builder, arena, &figure.data);
    for (size_t i = 0; i < COUNT(weights); i++) {
        struct view_cell cells[] = {cell_text(dimension_names[i]),
                                    cell_decimal(arena, weights[i], 3)};
        table_row(&builder, cells);
    }
    return figure;
}

/* Drawn within the page. */
static struct view_figure sample_drawing(struct arena *arena, const char *id)
{
    struct view_figure figure = sample_figure(arena, NULL, NULL);
    figure.id = id;
    figure.subtitle = "sum 1.000, valid & in force";
    figure.top = 40;
    figure.width = 760;
    figure.height = 80;
    figure.drawing.elements =
        "<g><title>Data Infrastructure: 0.220</title>\n"
        "<rect class=\"hit\" x=\"20\" y=\"48\" width=\"720\" height=\"32\"/>\n"
        "<text class=\"ink e z13\" x=\"180\" y=\"68.75\">Data Infrastructure</text>\n"
        "<rect class=\"accent\" x=\"188\" y=\"54\" width=\"480\" height=\"20\"/>\n"
        "</g>\n"
        "<path class=\"axis-l\" d=\"M188 48L188 82\"/>\n"
        "<text class=\"muted m z11\" x=\"188\" y=\"98\">0</text>\n";
    return figure;
}

static struct view_table sample_calibrations(struct arena *arena)
{
    static const struct view_column columns[] = {
        {.title = "Parameter", .kind = CELL_TEXT},
        {.title = "Value", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Source", .kind = CELL_TEXT},
        {.title = "Meaning", .kind = CELL_TEXT, .wide = true},
        {.title = "In force since", .kind = CELL_DATE},
    };
    struct view_table table = {.title = "Calibrations", .caption = "Calibrations of the sector"};
    struct view_table_builder builder;
    sample_table(arena, &table, columns, COUNT(columns));
    table_begin(&builder, arena, &table);
    struct view_cell set[] = {cell_text("Hᴿ baseline"), cell_decimal(arena, 68, 2),
                              cell_text("Sector"), cell_text("Systematic opportunity baseline."),
                              cell_date("2025-01-01")};
    struct view_cell unset[] = {cell_text("Governance minimum"), cell_missing("Not set"),
                                cell_missing("None"), cell_text("Floor of AI governance."),
                                cell_missing("")};
    struct view_cell fallback[] = {cell_text("Talent concentration threshold"),
                                   cell_toned(cell_decimal(arena, 0.25, 2), TONE_MUTED),
                                   cell_toned(cell_text("Default"), TONE_INFO),
                                   cell_text("Above it, concentration lowers readiness."),
                                   cell_missing("")};
    table_row(&builder, set);
    table_row(&builder, fallback);
    table_row(&builder, unset);
    return table;
}

static void add_organization(struct arena *arena, struct view_table_builder *builder,
                             const char *name, size_t i)
{
    bool sparse = i % 5 == 3;
    struct view_cell cells[] = {
        cell_link(name, arena_printf(arena, "organizations/5a/5a0e7c%02zx.html", 0x54 + i)),
        cell_text(sparse ? NULL : "ENRG"),
        cell_text(sparse ? NULL : "Essen, Germany"),
        sparse ? cell_missing("Not stated") : cell_integer(arena, (long long)(1200 + 7919 * i)),
        sparse ? cell_missing("Not stated")
               : cell_exact(arena, arena_printf(arena, "%zu.50", 880000000 + 77777777 * i), 0),
        cell_text(sparse ? "2 of 11" : "9 of 11"),
        cell_toned(cell_text(sparse ? "Exited" : "Active"), sparse ? TONE_MUTED : TONE_GOOD),
    };
    table_row(builder, cells);
}

static struct view_table sample_organizations(struct arena *arena, size_t rows)
{
    static const struct view_column columns[] = {
        {.title = "Organization", .kind = CELL_LINK, .wide = true},
        {.title = "Ticker", .kind = CELL_TEXT},
        {.title = "Headquarters", .kind = CELL_TEXT},
        {.title = "Employees", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Revenue", .unit = "USD", .align = ALIGN_END, .kind = CELL_DECIMAL},
        {.title = "Attributes known", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Status", .kind = CELL_TEXT},
    };
    static const char *const names[] = {"Nordsee Windpark Betreiber AG",
                                        LONG_NAME,
                                        RTL_NAME,
                                        CJK_NAME,
                                        "O'Brien & \"Sons\" <script>alert(1)</script> Ltd",
                                        "Prairie Gas Transmission",
                                        "Aurora Grid Services"};
    struct view_table table = {.title = "Organizations",
                               .caption = "Organizations of Energy & Utilities",
                               .empty = "No organizations."};
    struct view_table_builder builder;
    sample_table(arena, &table, columns, COUNT(columns));
    table_begin(&builder, arena, &table);
    for (size_t i = 0; i < rows; i++)
        add_organization(arena, &builder, names[i % COUNT(names)], i);
    return table;
}

static struct view_pager sample_pager(struct arena *arena)
{
    static const struct view_link links[] = {
        {.label = "1", .href = "sectors/energy/index.html", .current = true},
        {.label = "2", .href = "sectors/energy/organizations-2.html"},
        {.label = "3", .href = "sectors/energy/organizations-2.html"},
    };
    struct view_pager pager = {.page = 1,
                               .pages = 3,
                               .first = 1,
                               .last = 100,
                               .total = 234,
                               .text = "Rows 1 to 100 of 234",
                               .next = "sectors/energy/organizations-2.html",
                               .links = arena_array(arena, COUNT(links), sizeof links[0]),
                               .link_count = COUNT(links)};
    memcpy(pager.links, links, sizeof links);
    return pager;
}

static void add_downloads(struct arena *arena, struct view_link **links, size_t *count)
{
    static const struct view_link downloads[] = {
        {.label = "Workbook", .note = "XLSX", .href = "sectors/energy/energy.xlsx"},
        {.label = "Weights chart", .note = "PNG", .href = "sectors/energy/weights.png"},
    };
    *links = arena_array(arena, COUNT(downloads), sizeof downloads[0]);
    *count = COUNT(downloads);
    memcpy(*links, downloads, sizeof downloads);
}

static struct view_facts sample_facts(struct arena *arena, const char *title, size_t count)
{
    struct view_fact rows[] = {
        {.label = "Organizations", .value = cell_integer(arena, 42)},
        {.label = "Employees", .value = cell_integer(arena, 1234567)},
        {.label = "Annual revenue", .value = cell_text("12.3 billion"), .unit = "USD"},
        {.label = "Findings", .value = cell_toned(cell_integer(arena, 3), TONE_ERROR)},
        {.label = "Carbon intensity", .value = cell_decimal(arena, 311.5, 1), .unit = "kg/MWh"},
        {.label = "Smart meters", .value = cell_boolean(true)},
        {.label = "Grid modernization", .value = cell_missing("Not stated"), .unit = "%"},
        {.label = "Founded", .value = cell_date("1898-04-25")},
        {.label = "Website",
         .value = cell_link("www.example.com", "https://www.example.com/a?b=1&c=2")},
    };
    rows[1].value.note = "stated by 38 of 42";
    rows[8].value.external = true;
    struct view_facts facts = {.title = title, .count = count, .empty = "Nothing is known."};
    facts.rows = arena_array(arena, COUNT(rows), sizeof rows[0]);
    memcpy(facts.rows, rows, sizeof rows);
    return facts;
}

static struct view_table sample_ranking(struct arena *arena, const char *title)
{
    static const struct view_column columns[] = {
        {.title = "Rank", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Organization", .kind = CELL_LINK, .wide = true},
        {.title = "Org-AI-R", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Band", .kind = CELL_TEXT},
        {.title = "95 % interval", .kind = CELL_TEXT},
    };
    static const char *const names[] = {"Nordsee Windpark Betreiber AG", LONG_NAME, CJK_NAME};
    struct view_table table = {.title = title, .caption = "Ranked by Org-AI-R"};
    struct view_table_builder builder;
    sample_table(arena, &table, columns, COUNT(columns));
    table_begin(&builder, arena, &table);
    for (size_t i = 0; i < COUNT(names); i++) {
        struct view_cell cells[] = {
            cell_integer(arena, (long long)i + 1),
            cell_link(names[i], "organizations/5a/5a0e7c54.html"),
            cell_decimal(arena, 81.25 - 22.5 * (double)i, 2),
            cell_toned(cell_text(i == 0   ? "Excellent"
                                 : i == 1 ? "Adequate"
                                          : "Developing"),
                       i == 0 ? TONE_GOOD : TONE_MUTED),
            cell_text("59.73 to 83.57"),
        };
        table_row(&builder, cells);
    }
    return table;
}

static struct view_facts sample_parts(struct arena *arena)
{
    struct view_fact rows[] = {
        {.label = "Vᴿ", .value = cell_decimal(arena, 67.45, 2)},
        {.label = "Hᴿ", .value = cell_decimal(arena, 86.28, 2)},
        {.label = "Synergy", .value = cell_decimal(arena, 47.23, 2)},
        {.label = "Assessed on", .value = cell_date("2026-05-12")},
    };
    struct view_facts facts = {.count = COUNT(rows),
                               .rows = arena_array(arena, COUNT(rows), sizeof rows[0])};
    memcpy(facts.rows, rows, sizeof rows);
    return facts;
}

static struct view_score sample_score(struct arena *arena)
{
    static const char *reviews[] = {"Org-AI-R moved by 16.20 since the assessment before.",
                                    "Talent was imputed."};
    static struct view_formula arithmetic[] = {
        {"Vᴿ", "Dw x penalty x talent", "68.62 x 0.983 x 1.000", "67.45", NULL},
        {"Org-AI-R", "(1 - beta)(alpha Vᴿ + (1 - alpha) Hᴿ) + beta Synergy",
         "0.88 (0.60 x 67.45 + 0.40 x 86.28) + 0.12 x 47.23", "71.65", "rounded once, for display"},
    };
    struct view_score score = {
        .headline = cell_decimal(arena, 71.65, 2),
        .band = cell_toned(cell_text("Good"), TONE_GOOD),
        .interval = "95 % interval 59.73 to 83.57",
        .position = "3rd of 8 in Energy & Utilities, 71st percentile",
        .parts = sample_parts(arena),
        .waterfall = sample_drawing(arena, "parts-chart"),
        .bullets = sample_drawing(arena, "dimensions-chart"),
        .dimensions = sample_weights(arena, true),
        .gate = cell_toned(cell_text("Governance gate passed"), TONE_GOOD),
        .gate_text = "AI Governance 65.00, at least 60.00 is asked for.",
        .reviews = reviews,
        .review_count = COUNT(reviews),
        .ebitda = sample_calibrations(arena),
        .history = sample_drawing(arena, "history-chart"),
        .method = "method/index.html",
        .arithmetic = arithmetic,
        .arithmetic_count = COUNT(arithmetic),
    };
    score.dimensions.title = "Dimensions";
    /* Its numbers are those of the table of dimensions. */
    score.bullets.data = (struct view_table){0};
    score.ebitda.title = "EBITDA impact";
    return score;
}

static struct view_sector_scores sample_sector_scores(struct arena *arena)
{
    struct view_sector_scores scores = {
        .key_figures = sample_parts(arena),
        .distribution =
            sample_figure(arena, "sectors/energy/weights.svg", "sectors/energy/weights.png"),
        .ranking = sample_ranking(arena, "Ranking"),
        .averages = sample_weights(arena, true),
        .gate_failures = {.title = "Gate", .caption = "Gate", .empty = "All passed the gate."},
    };
    scores.distribution.id = "distribution";
    scores.averages.title = "Averages";
    return scores;
}

static struct view_fund sample_fund(struct arena *arena)
{
    struct view_fund fund = {
        .key_figures = sample_parts(arena),
        .bands = sample_figure(arena, "compare/heatmap.svg", "compare/heatmap.png"),
        .scatter = sample_figure(arena, "compare/heatmap.svg", "compare/heatmap.png"),
        .leaders = sample_ranking(arena, "Leaders"),
        .laggards = {.title = "Laggards", .caption = "Below 50", .empty = "None is below 50."},
    };
    fund.bands.id = "bands";
    fund.scatter.id = "scatter";
    return fund;
}

struct view_changes sample_changes(struct arena *arena)
{
    struct view_changes view = {
        .frame = sample_frame(arena, "changes/index.html", "Changes"),
        .baseline = "Compared with release 20261120T010203Z.",
        .counts = sample_facts(arena, NULL, 3),
        .scores = sample_ranking(arena, "Scores"),
        .thresholds = {.title = "Thresholds", .caption = "None", .empty = "None was crossed."},
        .organizations = {.title = "Organizations", .caption = "None", .empty = "None."},
        .configuration = sample_calibrations(arena),
        .findings = sample_finding_table(arena, 2),
    };
    view.configuration.title = "Configuration";
    return view;
}

struct view_portfolio sample_portfolio(struct arena *arena)
{
    static const struct view_column columns[] = {
        {.title = "Sector", .kind = CELL_LINK, .wide = true},
        {.title = "Organizations", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Revenue", .unit = "USD", .align = ALIGN_END, .kind = CELL_DECIMAL},
        {.title = "Sum of weights", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
    };
    struct view_portfolio view = {
        .frame = sample_frame(arena, "index.html", "Portfolio"),
        .key_figures = sample_facts(arena, NULL, 4),
        .sectors = {.title = "Sectors", .caption = "Sectors with their size"},
        .heatmap = sample_figure(arena, "compare/heatmap.svg", "compare/heatmap.png"),
        .findings = sample_finding_table(arena, 3),
    };
    struct view_table_builder builder;
    sample_table(arena, &view.sectors, columns, COUNT(columns));
    table_begin(&builder, arena, &view.sectors);
    for (size_t i = 0; i < COUNT(sector_names); i++) {
        struct view_cell cells[] = {
            cell_link(sector_names[i], view.frame.sectors[i].href),
            cell_integer(arena, (long long)(6 + i)),
            cell_exact(arena, arena_printf(arena, "%zu", 123456789 * (i + 1)), 0),
            cell_toned(cell_decimal(arena, 1, 3), TONE_GOOD),
        };
        cells[3].note = "valid";
        table_row(&builder, cells);
    }
    add_downloads(arena, &view.downloads, &view.download_count);
    view.fund = sample_fund(arena);
    return view;
}

static struct view_table sample_fields(struct arena *arena)
{
    static const struct view_column columns[] = {
        {.title = "Field", .kind = CELL_TEXT},
        {.title = "Meaning", .kind = CELL_TEXT, .wide = true},
    };
    struct view_table table = {.title = "Fields", .caption = "What the facts mean"};
    struct view_table_builder builder;
    sample_table(arena, &table, columns, COUNT(columns));
    table_begin(&builder, arena, &table);
    table_row(&builder, (struct view_cell[]){cell_text("Carbon intensity"),
                                             cell_text("Scope 1 emissions by energy sold.")});
    table_row(&builder, (struct view_cell[]){cell_text(LONG_NAME), cell_missing("")});
    return table;
}

struct view_sector sample_sector(struct arena *arena)
{
    struct view_sector view = {
        .frame = sample_frame(arena, "sectors/energy/index.html", "Energy & Utilities"),
        .color = "#C2410C",
        .description = "Generation, transmission and distribution of power, gas and water.",
        .identity = sample_facts(arena, NULL, 4),
        .weights = sample_weights(arena, true),
        .weights_check = cell_toned(cell_text("Sum 1.000: valid"), TONE_GOOD),
        .chart = sample_figure(arena, "sectors/energy/weights.svg", "sectors/energy/weights.png"),
        .calibrations = sample_calibrations(arena),
        .findings = sample_finding_table(arena, 0),
        .organizations = sample_organizations(arena, 41),
        .pager = sample_pager(arena),
        .fields = sample_fields(arena),
    };
    add_downloads(arena, &view.downloads, &view.download_count);
    view.scores = sample_sector_scores(arena);
    return view;
}

struct view_sector sample_invalid_sector(struct arena *arena)
{
    struct view_sector view = {
        .frame = sample_frame(arena, "sectors/retail/index.html", "Retail"),
        .color = "red; background: url(//evil.example)",
        .identity = {.empty = "Nothing is known."},
        .scores.absent = "Nothing is scored: the weights are invalid.",
        .banners = arena_array(arena, 2, sizeof *view.banners),
        .banner_count = 2,
        .weights = sample_weights(arena, false),
        .weights_check = cell_toned(cell_text("Sum 0.990: invalid"), TONE_ERROR),
        .chart = sample_figure(arena, "sectors/energy/weights.svg", "sectors/energy/weights.png"),
        .calibrations = {.title = "Calibrations", .caption = "None", .empty = "No calibrations."},
        .findings = sample_finding_table(arena, 2),
        .organizations = sample_organizations(arena, 0),
        .pager = {.page = 1, .pages = 1},
    };
    view.banners[0] = (struct view_banner){
        TONE_ERROR, "The weights of Retail are invalid",
        "Weights sum to 0.990, not 1.000. The sector is left out of comparisons and totals of "
        "weights; do not use its numbers."};
    view.banners[1] = (struct view_banner){TONE_INFO, "Figures of an earlier day", NULL};
    return view;
}

struct view_listing sample_listing(struct arena *arena)
{
    return (struct view_listing){
        .frame = sample_frame(arena, "sectors/energy/organizations-2.html",
                              "Energy & Utilities, page 2"),
        .organizations = sample_organizations(arena, 12),
        .pager = sample_pager(arena),
    };
}

static struct view_organization sample_company(struct arena *arena, const char *path,
                                               const char *name)
{
    return (struct view_organization){
        .frame = sample_frame(arena, path, name),
        .legal_name = name,
        .sector = {.label = "Energy & Utilities", .href = "sectors/energy/index.html"},
        .status = cell_toned(cell_text("Active"), TONE_GOOD),
    };
}

/* As the view makes them: who is missing is named in the note. */
static struct view_facts stated_facts(struct arena *arena, const char *title, size_t count)
{
    struct view_facts facts = sample_facts(arena, title, count);
    size_t stated = 0;
    for (size_t i = 0; i < count; i++)
        if (facts.rows[i].value.kind != CELL_MISSING)
            facts.rows[stated++] = facts.rows[i];
    facts.count = stated;
    facts.note = "Not stated: Grid modernization.";
    return facts;
}

struct view_organization sample_organization(struct arena *arena)
{
    struct view_organization view =
        sample_company(arena, "organizations/5a/5a0e7c54.html", "Nordsee Windpark Betreiber");
    view.legal_name = "Nordsee Windpark Betreiber Aktiengesellschaft";
    view.firmographics = stated_facts(arena, "Company", 9);
    view.firmographics.guide = "sectors/energy/index.html#" SECTOR_FIELDS_PART;
    view.attributes = stated_facts(arena, "Energy & Utilities attributes", 8);
    view.attributes.note = "7 of 8 attributes are known. Not stated: Grid modernization.";
    view.findings = sample_finding_table(arena, 2);
    view.score = sample_score(arena);
    return view;
}

struct view_organization sample_awkward_organization(struct arena *arena)
{
    const char *script = "\"><script>alert('1')</script> & 'Sons' onmouseover=\"x";
    struct view_organization view = sample_company(arena, "organizations/5a/5a0e7c56.html", script);
    struct view_fact rows[] = {
        {.label = LONG_NAME, .value = cell_text(LONG_NAME), .unit = "<b>"},
        {.label = RTL_NAME, .value = cell_text(RTL_NAME)},
        {.label = CJK_NAME, .value = cell_text(CJK_NAME)},
        {.label = "Formula", .value = cell_text("=1+1")},
        {.label = "Scheme inside", .value = cell_link("inside", "javascript:alert(1)")},
        {.label = "Scheme outside", .value = cell_link("outside", "javascript:alert(1)")},
        {.label = "Quotes", .value = cell_link("quotes", "https://example.com/\"onclick=\"x")},
    };
    rows[5].value.external = true;
    rows[6].value.external = true;
    rows[3].value.note = script;
    view.frame.description = script;
    view.frame.crumbs[0].label = script;
    view.sector.label = script;
    view.firmographics =
        (struct view_facts){.title = script,
                            .rows = arena_array(arena, COUNT(rows), sizeof rows[0]),
                            .count = COUNT(rows)};
    memcpy(view.firmographics.rows, rows, sizeof rows);
    view.attributes = (struct view_facts){.title = "Attributes", .empty = script};
    view.findings = sample_finding_table(arena, 3);
    return view;
}

struct view_organization sample_empty_organization(struct arena *arena)
{
    struct view_organization view =
        sample_company(arena, "organizations/5a/5a0e7c57.html", LONG_NAME);
    view.status = cell_missing("Not stated");
    view.score.absent = "Not assessed";
    view.firmographics =
        (struct view_facts){.title = "Company", .empty = "Nothing is known about this company."};
    view.attributes = (struct view_facts){.title = "Attributes", .empty = "None."};
    view.findings = sample_finding_table(arena, 0);
    return view;
}

struct view_compare sample_compare(struct arena *arena)
{
    struct view_column columns[1 + COUNT(sector_names)] = {{.title = "Parameter"}};
    for (size_t i = 0; i < COUNT(sector_names); i++)
        columns[1 + i] = (struct view_column){
            .title = sector_names[i], .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2};
    struct view_compare view = {
        .frame = sample_frame(arena, "compare/index.html", "Compare sectors"),
        .heatmap = sample_figure(arena, "compare/heatmap.svg", "compare/heatmap.png"),
        .averages = sample_weights(arena, true),
        .calibrations = {.title = "Calibrations", .caption = "Calibrations of each sector"},
        .totals = sample_weights(arena, true),
    };
    struct view_table_builder builder;
    sample_table(arena, &view.calibrations, columns, COUNT(columns));
    table_begin(&builder, arena, &view.calibrations);
    for (size_t row = 0; row < 4; row++) {
        struct view_cell cells[COUNT(columns)] = {cell_text(dimension_names[row])};
        for (size_t i = 1; i < COUNT(columns); i++)
            cells[i] = cell_decimal(arena, 60 + (double)(row * i), 2);
        cells[3].note = "default";
        table_row(&builder, cells);
    }
    return view;
}

struct view_findings sample_findings(struct arena *arena)
{
    return (struct view_findings){
        .frame = sample_frame(arena, "findings/index.html", "Findings"),
        .counts = sample_facts(arena, NULL, 3),
        .findings = sample_finding_table(arena, 30),
        .pager = {.page = 1, .pages = 1},
    };
}

struct view_method sample_method(struct arena *arena)
{
    static const char *paragraphs[] = {
        "A sector's weights say how much each dimension counts. They sum to exactly one.",
        "Weights are exact decimals; nothing here goes through binary floating point.",
    };
    static const struct view_definition definitions[] = {
        {"org_ai_r", "Org-AI-R = clamp((1 − β)(α Vᴿ + (1 − α) Hᴿ) + β Synergy, 0, 100)",
         "α < 1 & β < 1: parameters."},
        {"not_set", "y = x", NULL},
    };
    struct view_method view = {
        .frame = sample_frame(arena, "method/index.html", "Method"),
        .sections = arena_array(arena, 2, sizeof *view.sections),
        .section_count = 2,
    };
    view.sections[0] = (struct view_section){.id = "weights",
                                             .title = "Weights",
                                             .paragraphs = paragraphs,
                                             .paragraph_count = COUNT(paragraphs),
                                             .definitions = definitions,
                                             .definition_count = COUNT(definitions)};
    view.sections[1] = (struct view_section){.id = "calibrations",
                                             .title = "Calibrations",
                                             .paragraphs = paragraphs,
                                             .paragraph_count = 1,
                                             .table = sample_calibrations(arena)};
    view.sections[1].table.title = NULL;
    return view;
}

struct view_not_found sample_not_found(struct arena *arena)
{
    return (struct view_not_found){
        .frame = sample_frame(arena, "404.html", "Page not found"),
        .text = "This page is not part of the current release.",
    };
}
