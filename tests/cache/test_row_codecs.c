/* Organizations and assessments as cached rows: what is decoded equals what was encoded. */
#include "base/strbuf.h"
#include "base/text.h"
#include "cache/assessment_codec.h"
#include "cache/organization_codec.h"
#include "support/model_cases.h"

#include <check.h>

static struct arena *arena;
static struct model_case model;

static void setup(void)
{
    arena = arena_new();
    model_case_make(arena, &model);
}

static void teardown(void)
{
    arena_free(arena);
}

static void same_text(const char *a, const char *b)
{
    ck_assert_msg(text_equal(a, b), "'%s' is not '%s'", a ? a : "(null)", b ? b : "(null)");
}

static void same_decimal(struct decimal a, struct decimal b)
{
    ck_assert_int_eq(a.units, b.units);
    ck_assert_int_eq(a.scale, b.scale);
}

/* ---- organizations ---- */

static struct organizations_head make_head(void)
{
    struct organizations_head head = {
        .fingerprint = "0123abcd",
        .totals = {"pe_energy", 7, 6, 5, 4000000000, 3, "123456789012345678901234.56", 2},
        .columns = model.columns,
    };
    findings_init(&head.findings, arena);
    findings_add(&head.findings, &(struct finding){.severity = SEVERITY_WARNING,
                                                   .code = "attribute_ambiguous",
                                                   .focus_group_id = "pe_energy",
                                                   .subject = "Energy & \"Utilities\"",
                                                   .message = "column \xe2\x82\xac"});
    findings_add(
        &head.findings,
        &(struct finding){.severity = SEVERITY_INFO, .code = "x", .subject = "", .message = ""});
    return head;
}

static void same_columns(const struct column_set *a, const struct column_set *b)
{
    ck_assert_uint_eq(a->count, b->count);
    ck_assert_uint_eq(a->attribute_start, b->attribute_start);
    ck_assert_int_eq(a->has_attribute_table, b->has_attribute_table);
    for (size_t i = 0; i < a->count; i++) {
        same_text(a->columns[i].name, b->columns[i].name);
        same_text(a->columns[i].label, b->columns[i].label);
        same_text(a->columns[i].unit, b->columns[i].unit);
        same_text(a->columns[i].description, b->columns[i].description);
        ck_assert_int_eq(a->columns[i].kind, b->columns[i].kind);
        ck_assert_int_eq(a->columns[i].scale, b->columns[i].scale);
        ck_assert_int_eq(a->columns[i].group, b->columns[i].group);
    }
}

static void same_findings(const struct findings *a, const struct findings *b)
{
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        ck_assert_int_eq(a->rows[i].severity, b->rows[i].severity);
        same_text(a->rows[i].code, b->rows[i].code);
        same_text(a->rows[i].focus_group_id, b->rows[i].focus_group_id);
        same_text(a->rows[i].organization_id, b->rows[i].organization_id);
        same_text(a->rows[i].subject, b->rows[i].subject);
        same_text(a->rows[i].message, b->rows[i].message);
    }
}

START_TEST(a_head_of_organizations_comes_back)
{
    struct organizations_head head = make_head(), back;
    ck_assert_uint_gt(model.columns.count, model.columns.attribute_start);
    ck_assert(organizations_head_decode(arena, organizations_head_encode(arena, &head), &back));
    same_text(back.fingerprint, head.fingerprint);
    ck_assert_int_eq(back.totals.organizations, 7);
    ck_assert_int_eq(back.totals.active, 6);
    ck_assert_int_eq(back.totals.with_attributes, 5);
    ck_assert_int_eq(back.totals.employees, 4000000000);
    ck_assert_int_eq(back.totals.with_employees, 3);
    same_text(back.totals.revenue_usd, head.totals.revenue_usd);
    ck_assert_int_eq(back.totals.with_revenue, 2);
    same_columns(&back.columns, &head.columns);
    same_findings(&back.findings, &head.findings);
}
END_TEST

START_TEST(an_empty_head_of_organizations_comes_back)
{
    struct organizations_head head = {.totals.revenue_usd = "0"}, back;
    findings_init(&head.findings, arena);
    ck_assert(organizations_head_decode(arena, organizations_head_encode(arena, &head), &back));
    ck_assert_ptr_null(back.fingerprint);
    ck_assert_uint_eq(back.columns.count, 0);
    ck_assert(!back.columns.has_attribute_table);
    ck_assert_uint_eq(back.findings.count, 0);
}
END_TEST

/* A good payload with a part replaced, which must be there. */
static const char *with(const char *payload, const char *from, const char *to)
{
    const char *found = strstr(payload, from);
    ck_assert_msg(found, "'%s' is not in %s", from, payload);
    return arena_printf(arena, "%.*s%s%s", (int)(found - payload), payload, to,
                        found + strlen(from));
}

START_TEST(other_payloads_are_no_head_of_organizations)
{
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"{", "["},
        {"\"totals\"", "\"other\""},
        {"\"organizations\":7", "\"organizations\":-7"},
        {"\"organizations\":7", "\"organizations\":\"7\""},
        {"\"columns\"", "\"other\""},
        {"\"kind\":\"text\"", "\"kind\":\"blob\""},
        {"\"scale\":0", "\"scale\":10"},
        {"\"scale\":0", "\"scale\":-1"},
        {"\"scale\":0", "\"scale\":null"},
        {"\"attribute\":false", "\"attribute\":true"},
        {"\"label\"", "\"other\""},
        {"\"findings\"", "\"other\""},
        {"\"severity\":\"info\"", "\"severity\":\"fatal\""},
        {"\"message\"", "\"other\""},
    };
    struct organizations_head head = make_head(), back;
    const char *good = organizations_head_encode(arena, &head);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(
            !organizations_head_decode(arena, with(good, rows[i].from, rows[i].to), &back),
            "decoded with %s", rows[i].to);
    ck_assert(!organizations_head_decode(arena, "", &back));
    ck_assert(!organizations_head_decode(arena, "null", &back));
    head.fingerprint = "\xff";
    ck_assert(!organizations_head_decode(arena, organizations_head_encode(arena, &head), &back));
}
END_TEST

START_TEST(organizations_come_back)
{
    const struct organization originals[] = {model_case_full(arena), model_case_bare(arena)};
    for (size_t i = 0; i < 2; i++) {
        const struct organization *a = &originals[i];
        struct organization b;
        size_t count = organization_field_count(&model.columns);
        const char **fields = arena_array(arena, count, sizeof *fields);
        organization_encode(a, &model.columns, fields);
        ck_assert(organization_decode(fields, &b));
        same_text(b.id, a->id);
        same_text(b.legal_name, a->legal_name);
        same_text(b.display_name, a->display_name);
        same_text(b.status, a->status);
        ck_assert_int_eq(b.has_attributes, a->has_attributes);
        for (size_t j = 0; j < model.columns.count; j++)
            same_text(b.values[j], a->values[j]);
        fields[0] = NULL;
        ck_assert(!organization_decode(fields, &b));
    }
}
END_TEST

/* ---- assessments ---- */

static struct decimal scores[] = {{7550, 2}, {0, 0}, {100, 0}, {1, 9}, {5, 1}, {-5, 1}, {9, 0}};
static bool missing[] = {false, true, false, false, false, false, false};
static const struct assessment full = {
    .assessment_id = "0b8d",
    .effective_from = "2025-01-01",
    .effective_to = "2026-01-01",
    .scores = scores,
    .missing = missing,
    .talent_concentration = {250, 3},
    .market_cap_percentile = {5, 1},
    .timing_factor = {10, 1},
    .has_alignment = true,
    .alignment = {85, 2},
    .evidence_count = INT64_MAX,
    .has_enterprise_value = true,
    .enterprise_value_musd = {123456789, 2},
    .has_target = true,
    .target_score = {80, 0},
};
static const struct assessed_organization organization = {.organization_id = "1f", .name = "A\tB"};

static const char **encode(const struct assessment *assessment)
{
    ck_assert_uint_le(model.configs.dimension_count, sizeof scores / sizeof *scores);
    const char **fields =
        arena_array(arena, assessment_field_count(&model.configs), sizeof *fields);
    assessment_encode(arena, &model.configs, &organization, assessment, fields);
    return fields;
}

static void same_assessment(const struct assessment *a)
{
    struct assessed_organization of;
    struct assessment b;
    ck_assert(assessment_decode(arena, &model.configs, encode(a), &of, &b));
    same_text(of.organization_id, "1f");
    same_text(of.name, "A\tB");
    ck_assert_uint_eq(of.count, 0);
    same_text(b.assessment_id, a->assessment_id);
    same_text(b.effective_from, a->effective_from);
    same_text(b.effective_to, a->effective_to);
    for (size_t i = 0; i < model.configs.dimension_count; i++) {
        ck_assert_int_eq(b.missing[i], a->missing[i]);
        if (!a->missing[i])
            same_decimal(b.scores[i], a->scores[i]);
    }
    same_decimal(b.talent_concentration, a->talent_concentration);
    same_decimal(b.market_cap_percentile, a->market_cap_percentile);
    same_decimal(b.timing_factor, a->timing_factor);
    ck_assert_int_eq(b.has_alignment, a->has_alignment);
    same_decimal(b.alignment, a->alignment);
    ck_assert_int_eq(b.evidence_count, a->evidence_count);
    ck_assert_int_eq(b.has_enterprise_value, a->has_enterprise_value);
    same_decimal(b.enterprise_value_musd, a->enterprise_value_musd);
    ck_assert_int_eq(b.odd_enterprise_value, a->odd_enterprise_value);
    ck_assert_int_eq(b.has_target, a->has_target);
    same_decimal(b.target_score, a->target_score);
}

START_TEST(assessments_come_back)
{
    struct assessment open = full;
    open.effective_to = NULL;
    open.has_alignment = open.has_enterprise_value = open.has_target = false;
    open.alignment = open.enterprise_value_musd = open.target_score = DECIMAL_ZERO;
    same_assessment(&full);
    same_assessment(&open);
    open.odd_enterprise_value = true;
    same_assessment(&open);
}
END_TEST

START_TEST(what_is_no_assessment)
{
    size_t count = assessment_field_count(&model.configs);
    size_t refused = 0;
    for (size_t i = 0; i < count; i++) {
        struct assessed_organization of;
        struct assessment b;
        const char **fields = encode(&full);
        fields[i] = "x";
        refused += !assessment_decode(arena, &model.configs, fields, &of, &b);
        fields[i] = NULL;
        bool optional = i == 4 || i == 8 || i == 10 || i == 11 || i >= 12;
        ck_assert_msg(optional == assessment_decode(arena, &model.configs, fields, &of, &b),
                      "field %zu", i);
    }
    ck_assert_uint_eq(refused, count - 5); /* ids, name and days are any text */
}
END_TEST

START_TEST(a_head_of_assessments_is_of_one_day_and_configuration)
{
    struct config_set configs = model.configs;
    struct sector sector = model.configs.sectors[0];
    sector.fingerprint = "0123abcd";
    const char *payload = assessments_head_encode(arena, &configs, &sector);
    ck_assert(assessments_head_matches(payload, &configs, &sector));
    ck_assert(!assessments_head_matches("null", &configs, &sector));
    sector.fingerprint = NULL;
    ck_assert(!assessments_head_matches(payload, &configs, &sector));
    sector.fingerprint = "0123abcd";
    configs.as_of = "1999-12-31";
    ck_assert(!assessments_head_matches(payload, &configs, &sector));
    configs.as_of = model.configs.as_of;
    configs.dimension_count--;
    ck_assert(!assessments_head_matches(payload, &configs, &sector));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cache/row_codecs");
    TCase *tcase = tcase_create("all");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_head_of_organizations_comes_back);
    tcase_add_test(tcase, an_empty_head_of_organizations_comes_back);
    tcase_add_test(tcase, other_payloads_are_no_head_of_organizations);
    tcase_add_test(tcase, organizations_come_back);
    tcase_add_test(tcase, assessments_come_back);
    tcase_add_test(tcase, what_is_no_assessment);
    tcase_add_test(tcase, a_head_of_assessments_is_of_one_day_and_configuration);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
