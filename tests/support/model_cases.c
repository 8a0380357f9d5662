#include "support/model_cases.h"

#include "rules/validate.h"

static struct dimension dimensions[] = {
    {.id = "pe_dim_data_infra",
     .code = "data_infrastructure",
     .name = "Data Infrastructure",
     .max_score = {100, 0},
     .display_order = 1},
    {.id = "pe_dim_governance",
     .code = "ai_governance",
     .name = "AI Governance",
     .max_score = {100, 0},
     .display_order = 2},
    {.id = "pe_dim_talent",
     .code = "talent",
     .name = "Talent",
     .max_score = {100, 0},
     .display_order = 3},
};

static struct weight valid_weights[] = {
    {"data_infrastructure", {500, 3}, "OT/IT integration & edge", "2025-01-01", NULL},
    {"ai_governance", {300, 3}, NULL, "2025-01-01", NULL},
    {"talent", {200, 3}, "Scarce", "2025-06-01", NULL},
};
static struct weight short_weights[] = {
    {"data_infrastructure", {600, 3}, "Mature", "2025-01-01", NULL},
    {"ai_governance", {390, 3}, "Regulated", "2025-01-01", NULL},
};
static struct calibration calibrations[] = {
    {"ebitda_multiplier",
     {9000, 4},
     "numeric",
     "Conservative EBITDA attribution",
     "2025-01-01",
     NULL},
    {"governance_minimum", {600000, 4}, "threshold", NULL, "2025-01-01", NULL},
    {"made_up", {12345, 4}, "numeric", "Nobody uses it", "2025-01-01", NULL},
};

static struct sector sectors[] = {
    {.focus_group_id = "pe_manufacturing",
     .slug = "manufacturing",
     .group_name = "Manufacturing",
     .group_code = "MFG",
     .description = "Makers of things",
     .display_order = 1,
     .weights = valid_weights,
     .weight_count = 3,
     .calibrations = calibrations,
     .calibration_count = 3},
    {.focus_group_id = "pe_financial_services",
     .slug = "financial-services",
     .group_name = "Financial Services",
     .group_code = "FIN",
     .color_hex = "#123456",
     .display_order = 2,
     .weights = short_weights,
     .weight_count = 2},
    {.focus_group_id = "pe_energy",
     .slug = "energy",
     .group_name = "Energy & Utilities",
     .group_code = "ENR",
     .display_order = 3},
};

static struct column columns[] = {
    {"legal_name", "Legal name", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"display_name", "Display name", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"ticker_symbol", "Ticker", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"employee_count", "Employees", NULL, "Full-time equivalents", COLUMN_INTEGER, 0,
     COLUMN_FIRMOGRAPHIC},
    {"annual_revenue_usd", "Annual revenue", "USD", NULL, COLUMN_DECIMAL, 2, COLUMN_FIRMOGRAPHIC},
    {"founding_year", "Founded", "year", NULL, COLUMN_INTEGER, 0, COLUMN_FIRMOGRAPHIC},
    {"headquarters_country", "Country", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"headquarters_city", "City", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"website_url", "Website", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"status", "Status", NULL, NULL, COLUMN_TEXT, 0, COLUMN_FIRMOGRAPHIC},
    {"ot_systems", "OT systems", NULL, NULL, COLUMN_ARRAY, 0, COLUMN_ATTRIBUTE},
    {"plant_count", "Plants", "plants", NULL, COLUMN_INTEGER, 0, COLUMN_ATTRIBUTE},
    {"edge_computing", "Edge computing", NULL, NULL, COLUMN_BOOLEAN, 0, COLUMN_ATTRIBUTE},
    {"scrap_rate", "Scrap rate", "%", NULL, COLUMN_DECIMAL, 2, COLUMN_ATTRIBUTE},
    {"audited_on", "Audited", NULL, NULL, COLUMN_DATE, 0, COLUMN_ATTRIBUTE},
    {"synced_at", "Synced", NULL, NULL, COLUMN_TIMESTAMP, 0, COLUMN_ATTRIBUTE},
    {"trace_id", "Trace", NULL, NULL, COLUMN_UUID, 0, COLUMN_ATTRIBUTE},
};
enum { COLUMN_COUNT = sizeof columns / sizeof columns[0], FIRST_ATTRIBUTE = 10 };

void model_case_make(struct arena *arena, struct model_case *model)
{
    *model = (struct model_case){
        .configs = {.as_of = "2026-06-30",
                    .dimensions = dimensions,
                    .dimension_count = 3,
                    .sectors = sectors,
                    .sector_count = 3},
        .totals = {{.focus_group_id = "pe_manufacturing",
                    .organizations = 1234,
                    .active = 1200,
                    .with_attributes = 1000,
                    .employees = 5678901,
                    .with_employees = 1100,
                    .revenue_usd = "98765432109.50",
                    .with_revenue = 1150},
                   {.focus_group_id = "pe_financial_services",
                    .organizations = 2,
                    .revenue_usd = "0"},
                   {.focus_group_id = "pe_energy", .revenue_usd = "0"}},
        .columns = {.columns = columns,
                    .count = COLUMN_COUNT,
                    .attribute_start = FIRST_ATTRIBUTE,
                    .has_attribute_table = true},
    };
    findings_init(&model->findings, arena);
    validate_configs(&model->configs, &model->findings);
    findings_sort(&model->findings);
    model->context = (struct view_context){
        .configs = &model->configs,
        .totals = model->totals,
        .findings = &model->findings,
        .site_name = "PE Org-AI-R Platform",
        .as_of = "In force since 2025-06-01",
        .parameters = "Parameters v2.0",
    };
}

struct organization model_case_full(struct arena *arena)
{
    static const char *const values[COLUMN_COUNT] = {
        "Global Manufacturing Corporation <of> \"Everything\" & More",
        "Global MFG",
        "GMC",
        "1234567",
        "500000000.49",
        "1987",
        "DEU",
        "Essen",
        "https://example.com/a?b=c&d",
        "active",
        "{SCADA,\"DCS, old\",NULL}",
        "5",
        "t",
        "12.30",
        "2025-12-31",
        "2025-12-31 08:15:00",
        "00000000-0000-4000-8000-000000000001",
    };
    struct organization organization = {
        .id = "aa000000-0000-4000-8000-000000000001",
        .legal_name = values[0],
        .display_name = values[1],
        .focus_group_id = "pe_manufacturing",
        .status = "active",
        .has_attributes = true,
        .values = arena_array(arena, COLUMN_COUNT, sizeof(const char *)),
    };
    memcpy(organization.values, values, sizeof values);
    return organization;
}

struct organization model_case_bare(struct arena *arena)
{
    struct organization organization = {
        .id = "bb000000-0000-4000-8000-000000000002",
        .legal_name = "Bare Ltd",
        .focus_group_id = "pe_manufacturing",
        .values = arena_array(arena, COLUMN_COUNT, sizeof(const char *)),
    };
    organization.values[0] = "Bare Ltd";
    organization.values[8] = "javascript:alert(1)";
    return organization;
}
