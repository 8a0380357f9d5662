#include "support/workbook_cases.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct dimension dimensions[] = {
    {"pe_dim_data_infra", "data_infrastructure", "Data Infrastructure", NULL, {0, 0}, {100, 0}, 1},
    {"pe_dim_governance", "ai_governance", "AI Governance", NULL, {0, 0}, {100, 0}, 2},
    {"pe_dim_tech_stack", "technology_stack", "Technology Stack", NULL, {0, 0}, {100, 0}, 3},
    {"pe_dim_talent", "talent", "Talent", NULL, {0, 0}, {100, 0}, 4},
    {"pe_dim_leadership", "leadership", "Leadership", NULL, {0, 0}, {100, 0}, 5},
    {"pe_dim_use_cases", "use_case_portfolio", "Use Case Portfolio", NULL, {0, 0}, {100, 0}, 6},
    {"pe_dim_culture", "culture", "Culture", NULL, {0, 0}, {100, 0}, 7},
};

static struct weight energy_weights[] = {
    {"data_infrastructure", {220, 3}, "SCADA/OT data critical", "2025-01-01", NULL},
    {"ai_governance", {150, 3}, "Regulatory + safety", "2025-01-01", NULL},
    {"technology_stack", {180, 3}, "Grid tech, edge computing", "2025-01-01", NULL},
    {"talent", {120, 3}, "Talent scarcity", "2025-01-01", NULL},
    {"leadership", {130, 3}, "Traditional but evolving", "2025-01-01", NULL},
    {"use_case_portfolio", {150, 3}, "Clear operational value", "2025-01-01", NULL},
    {"culture", {50, 3}, "Safety culture paramount", "2025-01-01", NULL},
};

static struct weight retail_weights[] = {
    {"data_infrastructure", {200, 3}, "Customer data platforms", "2025-01-01", NULL},
    {"ai_governance", {120, 3}, "Privacy focus, less regulated", "2025-01-01", NULL},
    {"technology_stack", {150, 3}, "Standard cloud + CDP", "2025-01-01", NULL},
    {"talent", {150, 3}, "Data science accessible", "2025-01-01", NULL},
    {"leadership", {130, 3}, NULL, "2025-01-01", NULL},
    {"use_case_portfolio", {180, 3}, "Clear revenue impact", "2025-01-01", NULL},
    {"culture", {70, 3}, "Customer-centric exists", "2025-01-01", NULL},
};

static struct weight space_weights[] = {
    {"data_infrastructure", {500, 3}, "Telemetry", "2025-01-01", NULL},
    {"ai_governance", {490, 3}, "Launch licences", "2025-01-01", NULL},
};

static struct calibration energy_calibrations[] = {
    {"ebitda_multiplier", {8500, 4}, "numeric", "Regulated returns", "2025-01-01", NULL},
    {"grid_bonus", {12500, 4}, "numeric", NULL, "2025-01-01", NULL},
    {"h_r_baseline", {680000, 4}, "numeric", "Systematic opportunity", "2025-01-01", NULL},
};

static struct sector sectors[CASE_SECTORS] = {
    {.focus_group_id = "pe_energy",
     .slug = "energy",
     .group_name = "Energy & Utilities",
     .group_code = "ENR",
     .display_order = 1,
     .weights = energy_weights,
     .weight_count = COUNT(energy_weights),
     .calibrations = energy_calibrations,
     .calibration_count = COUNT(energy_calibrations)},
    {.focus_group_id = "pe_retail",
     .slug = "retail",
     .group_name = "Retail & Consumer",
     .group_code = "RTL",
     .display_order = 2,
     .weights = retail_weights,
     .weight_count = COUNT(retail_weights)},
    {.focus_group_id = "pe_space",
     .slug = "space",
     .group_name = "Space",
     .group_code = "SPC",
     .display_order = 3,
     .weights = space_weights,
     .weight_count = COUNT(space_weights)},
};

static const struct sector_totals totals[CASE_SECTORS] = {
    {"pe_energy", 1234, 1200, 1100, 87654, 1230, "98765432100.50", 1220},
    {"pe_retail", 12, 11, 9, 4200, 10, "1250000000.00", 8},
    {"pe_space", 2, 2, 0, 0, 0, "0", 0},
};

static struct column columns[] = {
    {"legal_name", "Legal name", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"ticker_symbol", "Ticker", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"employee_count", "Employees", NULL, NULL, COLUMN_INTEGER, 0, COLUMN_FIRMOGRAPHIC},
    {"annual_revenue_usd", "Annual revenue", "USD", NULL, COLUMN_DECIMAL, 2, COLUMN_FIRMOGRAPHIC},
    {"founding_year", "Founded", "year", NULL, COLUMN_INTEGER, 0, COLUMN_FIRMOGRAPHIC},
    {"headquarters_country", "Country", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"website_url", "Website", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"status", "Status", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"energy_type", "Energy type", NULL, NULL, COLUMN_TEXT, 0, COLUMN_ATTRIBUTE},
    {"regulated", "Regulated", NULL, NULL, COLUMN_BOOLEAN, 0, COLUMN_ATTRIBUTE},
    {"scada_systems", "SCADA systems", NULL, NULL, COLUMN_ARRAY, 0, COLUMN_ATTRIBUTE},
    {"smart_grid_pct", "Smart grid coverage", "%", NULL, COLUMN_DECIMAL, 2, COLUMN_ATTRIBUTE},
    {"generation_capacity_mw", "Generation capacity", "MW", NULL, COLUMN_DECIMAL, 2,
     COLUMN_ATTRIBUTE},
    {"licensed_on", "Licensed on", NULL, NULL, COLUMN_DATE, 0, COLUMN_ATTRIBUTE},
};

enum { COLUMNS = COUNT(columns), FIRMOGRAPHICS = 8 };

/* 255 characters, as long as the schema allows. */
static char *long_name(struct arena *arena)
{
    char *name = arena_alloc(arena, 256);
    for (int i = 0; i < 255; i++)
        name[i] = i % 9 == 8 ? ' ' : (char)('a' + i % 26);
    name[0] = 'L';
    return name;
}

static void fill_organizations(struct arena *arena, struct workbook_case *made)
{
    const char *const rows[CASE_ORGANIZATIONS][COLUMNS] = {
        {"Rheinkraft Holding SE", "RKH", "12450", "8765432109.75", "1898", "DEU",
         "https://rheinkraft.example/en?a=1&b=2", "active", "Utility", "t",
         "{Siemens Spectrum,\"ABB, Network Manager\"}", "45.50", "15200.00", "1999-12-31"},
        {"=HYPERLINK(\"https://evil.example\",\"click\")", "@SUM", "0", "-1.50", "2024", "USA",
         "javascript:alert(1)", "active", "+1", "f", "{}", "0.00", "0.00", "1899-12-31"},
        {"Nothing Known Ltd", NULL, NULL, NULL, NULL, NULL, NULL, "inactive", NULL, NULL, NULL,
         NULL, NULL, NULL},
        {"O'Brien & S\303\266hne <script> \"Energy\"", "600000", "87", "1250000.00", "1987", "IRL",
         "http://obrien.example", "active", "Distribution", "t", "{SCADA}", "100.00", "3.25",
         "2024-02-29"},
        {"\344\270\255\345\233\275\347\273\277\350\211\262\350\203\275\346\272\220\346\234\211"
         "\351\231\220\345\205\254\345\217\270",
         NULL, "2500000", "999999999999.99", "2001", "CHN", NULL, "active", "Solar", "f", NULL,
         "12.34", NULL, NULL},
        {"\330\264\330\261\331\203\330\251 \330\247\331\204\330\267\330\247\331\202\330\251",
         "-2+3", "320", NULL, "1975", "SAU", "https://taqa.example/internal:notes", "archived",
         NULL, "t", NULL, NULL, "450.10", NULL},
        {NULL, "TAB\tNL\nEND", "5", "1.00", "1600", "FRA", NULL, "active", "_x0041_ \001 end", NULL,
         NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < CASE_ORGANIZATIONS; i++) {
        const char **values = arena_array(arena, COLUMNS, sizeof *values);
        for (size_t j = 0; j < COLUMNS; j++)
            values[j] = rows[i][j];
        if (!values[0])
            values[0] = long_name(arena);
        made->organizations[i] = (struct organization){
            .id = arena_printf(arena, "00000000-0000-4000-8000-%012zu", i),
            .legal_name = values[0],
            .focus_group_id = "pe_energy",
            .status = values[7],
            .has_attributes = values[8] != NULL,
            .values = values,
        };
    }
}

static struct findings *make_findings(struct arena *arena)
{
    struct findings *findings = arena_alloc(arena, sizeof *findings);
    findings_init(findings, arena);
    findings_add(findings, &(struct finding){SEVERITY_ERROR, "weights_sum", "pe_space", NULL,
                                             "Space", "weights sum to 0.990, not 1.000"});
    findings_add(findings,
                 &(struct finding){SEVERITY_WARNING, "attribute_row_missing", "pe_energy",
                                   "00000000-0000-4000-8000-000000000002", "Nothing Known Ltd",
                                   "no row in org_attributes_energy"});
    findings_add(findings, &(struct finding){SEVERITY_INFO, "calibration_default", "pe_energy",
                                             NULL, "Energy & Utilities",
                                             "position_factor_delta is not set, 0.15 applies"});
    findings_sort(findings);
    return findings;
}

/* ---- assessments ---- */

/* Of an organization of the first sector; a negative score or previous one: there is none. */
struct assessed_case {
    size_t organization;
    int scores[COUNT(dimensions)];
    double previous;
    struct assessment rest;
};

static const struct assessed_case assessed_cases[] = {
    {0,
     {70, 65, 75, 68, 72, 60, 70},
     64.25,
     {.talent_concentration = {20, 2},
      .market_cap_percentile = {5833, 4},
      .timing_factor = {1, 0},
      .evidence_count = 10,
      .has_enterprise_value = true,
      .enterprise_value_musd = {125050, 2},
      .has_target = true,
      .target_score = {85, 0}}},
    {1, /* imputed, concentrated, moved, far below its target, without a value */
     {31, -1, 44, 12, 25, 38, 90},
     61,
     {.talent_concentration = {95, 2},
      .market_cap_percentile = {1, 1},
      .timing_factor = {5, 1},
      .evidence_count = 1,
      .has_target = true,
      .target_score = {100, 0}}},
    {3, /* an alignment of its own, beyond every target */
     {97, 95, 99, 92, 96, 98, 94},
     -1,
     {.market_cap_percentile = {1, 0},
      .timing_factor = {15, 1},
      .has_alignment = true,
      .alignment = {8, 1},
      .evidence_count = 500,
      .has_enterprise_value = true,
      .enterprise_value_musd = {99, 0},
      .has_target = true,
      .target_score = {60, 0}}},
    {4, /* nothing at all */
     {0, 0, 0, 0, 0, 0, 0},
     -1,
     {.market_cap_percentile = {0, 0}, .timing_factor = {8, 1}, .evidence_count = 3}},
    {5, /* worth nothing */
     {55, 61, 48, 52, 50, 66, 40},
     50.5,
     {.talent_concentration = {3, 1},
      .market_cap_percentile = {5, 1},
      .timing_factor = {11, 1},
      .evidence_count = 24,
      .has_enterprise_value = true,
      .enterprise_value_musd = {0, 0}}},
};

static struct assessed_organization *make_assessed(struct arena *arena,
                                                   const struct workbook_case *made,
                                                   const struct assessed_case *from)
{
    struct assessed_organization *assessed = arena_alloc(arena, sizeof *assessed);
    struct assessment *row = arena_alloc(arena, sizeof *row);
    *row = from->rest;
    row->effective_from = "2026-03-31";
    row->scores = arena_array(arena, COUNT(dimensions), sizeof *row->scores);
    row->missing = arena_array(arena, COUNT(dimensions), sizeof *row->missing);
    for (size_t i = 0; i < COUNT(dimensions); i++) {
        row->missing[i] = from->scores[i] < 0;
        row->scores[i] = (struct decimal){row->missing[i] ? 0 : from->scores[i], 0};
    }
    *assessed = (struct assessed_organization){
        .organization_id = made->organizations[from->organization].id,
        .name = made->organizations[from->organization].legal_name,
        .rows = row,
        .count = 1,
        .current = row,
    };
    return assessed;
}

static struct standing standing_by_hand(const struct assessed_organization *assessed,
                                        const struct score *score)
{
    return (struct standing){
        .organization_id = assessed->organization_id,
        .name = assessed->name,
        .assessed_on = assessed->current->effective_from,
        .org_ai_r = score->org_ai_r,
        .v_r = score->v_r,
        .h_r = score->h_r,
        .synergy = score->synergy,
        .interval_low = score->interval[SCORE_ORG_AI_R].low,
        .interval_high = score->interval[SCORE_ORG_AI_R].high,
        .has_change = score->has_change,
        .change = score->change,
        .band = score->band,
        .gate = score->gate,
        .reviews = score->reviews,
        .has_enterprise_value = assessed->current->has_enterprise_value,
        .enterprise_value_musd = assessed->current->enterprise_value_musd,
        .in_sector = {1, 50},
        .in_portfolio = {1, 50},
    };
}

static void assess(struct arena *arena, struct workbook_case *made, struct fund_builder *fund,
                   const struct assessed_case *from)
{
    struct assessed_organization *assessed = make_assessed(arena, made, from);
    struct score_inputs inputs = score_inputs_of(assessed->current);
    inputs.has_previous = from->previous >= 0;
    inputs.previous = from->previous;
    struct score *score = arena_alloc(arena, sizeof *score);
    struct error err = ERROR_INIT;
    if (!score_assess(arena, &made->rules, &inputs, score, &err))
        abort();
    struct standing *standing = &made->board.rows[made->board.count++];
    *standing = standing_by_hand(assessed, score);
    made->scored[from->organization] = (struct scored_organization){
        .rules = &made->rules, .assessed = assessed, .score = score, .standing = standing};
    fund_add(fund, &(struct fund_member){.focus_group_id = "pe_energy",
                                         .has_enterprise_value = standing->has_enterprise_value,
                                         .enterprise_value = standing->enterprise_value_musd,
                                         .score = score});
}

static int highest_first(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a < b) - (a > b);
}

/* All rows so far. */
static struct sector_standing standing_of_sector(struct arena *arena,
                                                 const struct scoreboard *board)
{
    struct sector_standing sector = {
        .scored = true,
        .count = board->count,
        .kept = board->count,
        .assessed_on = "",
        .average_dimensions = arena_array(arena, COUNT(dimensions), sizeof(double)),
        .not_assessed = CASE_ORGANIZATIONS - board->count,
    };
    double *scores = arena_array(arena, board->count, sizeof *scores);
    sector.scores = scores;
    for (size_t i = 0; i < board->count; i++) {
        const struct standing *row = &board->rows[i];
        sector.average_org_ai_r += row->org_ai_r / (double)board->count;
        sector.average_v_r += row->v_r / (double)board->count;
        sector.average_h_r += row->h_r / (double)board->count;
        sector.bands[row->band]++;
        sector.reviews += row->reviews != 0;
        double value =
            row->has_enterprise_value ? decimal_to_double(row->enterprise_value_musd) : 100;
        sector.value += value;
        scores[i] = row->org_ai_r;
        sector.weighted += value * row->org_ai_r;
    }
    qsort(scores, board->count, sizeof *scores, highest_first);
    return sector;
}

static void assess_all(struct arena *arena, struct workbook_case *made)
{
    struct fund_builder *fund = fund_begin(arena);
    score_sector_init(&made->rules, arena, &made->configs, &sectors[0], &made->parameters);
    made->board = (struct scoreboard){
        .rows = arena_array(arena, COUNT(assessed_cases), sizeof(struct standing)),
        .sectors = arena_array(arena, CASE_SECTORS, sizeof(struct sector_standing)),
    };
    for (size_t i = 0; i < CASE_ORGANIZATIONS; i++)
        made->scored[i] = (struct scored_organization){.rules = &made->rules};
    for (size_t i = 0; i < COUNT(assessed_cases); i++)
        assess(arena, made, fund, &assessed_cases[i]);
    made->board.sectors[0] = standing_of_sector(arena, &made->board);
    made->board.sectors[1] =
        (struct sector_standing){.scored = true, .first = made->board.count, .not_assessed = 12};
    for (size_t i = 1; i < CASE_SECTORS; i++)
        made->board.sectors[i].average_dimensions =
            arena_array(arena, COUNT(dimensions), sizeof(double));
    made->board.kept = made->board.count;
    fund_end(fund, arena, &made->board.fund);
}

static struct workbook_case *make_case(struct arena *arena,
                                       const struct score_parameters *parameters)
{
    struct workbook_case *made = arena_alloc(arena, sizeof *made);
    made->parameters = *parameters;
    made->configs = (struct config_set){.as_of = "2026-06-30",
                                        .dimensions = dimensions,
                                        .dimension_count = COUNT(dimensions),
                                        .sectors = sectors,
                                        .sector_count = CASE_SECTORS};
    made->columns = (struct column_set){.columns = columns,
                                        .count = COLUMNS,
                                        .attribute_start = FIRMOGRAPHICS,
                                        .has_attribute_table = true};
    fill_organizations(arena, made);
    assess_all(arena, made);
    made->context = (struct view_context){.configs = &made->configs,
                                          .totals = totals,
                                          .findings = make_findings(arena),
                                          .scores = &made->board,
                                          .parameters_in_force = &made->parameters,
                                          .site_name = "Org-AI-R & Co",
                                          .as_of = "In force since 2025-01-01",
                                          .parameters = "Parameters v2.0",
                                          .created = 1735689600};
    return made;
}

const struct workbook_case *workbook_case(struct arena *arena)
{
    struct score_parameters parameters = score_parameters_default();
    parameters.delta = (struct decimal){20, 2};
    return make_case(arena, &parameters);
}

const struct workbook_case *workbook_case_global(struct arena *arena)
{
    struct score_parameters parameters = score_parameters_default();
    parameters.global_weights = retail_weights;
    parameters.global_weight_count = COUNT(retail_weights);
    struct workbook_case *made = make_case(arena, &parameters);
    made->context.parameters = "Parameters v1.0";
    return made;
}
