#include "model/finding.h"

#include "base/text.h"
#include "model/organization.h"

#include <check.h>

static struct arena *arena;
static struct findings findings;

static void setup(void)
{
    arena = arena_new();
    findings_init(&findings, arena);
}

static void teardown(void)
{
    arena_free(arena);
}

static const struct finding sorted[] = {
    {SEVERITY_ERROR, "no_sectors", NULL, NULL, "s", "m"},
    {SEVERITY_ERROR, "weights_sum", "pe_a", NULL, "s", "m"},
    {SEVERITY_ERROR, "duplicate_row", "pe_b", NULL, "s", "a"},
    {SEVERITY_ERROR, "duplicate_row", "pe_b", NULL, "s", "b"},
    {SEVERITY_ERROR, "weights_sum", "pe_b", NULL, "s", "a"},
    {SEVERITY_WARNING, "calibration_range", "pe_a", NULL, "s", "m"},
    {SEVERITY_WARNING, "name_blank", "pe_a", "11", "s", "m"},
    {SEVERITY_WARNING, "website_invalid", "pe_a", "11", "s", "m"},
    {SEVERITY_WARNING, "name_blank", "pe_a", "22", "s", "m"},
    {SEVERITY_INFO, "calibration_default", "pe_a", NULL, "s", "m"},
};
enum { COUNT = sizeof sorted / sizeof *sorted };

/* Added in every rotation, forwards and backwards, they come out in one order. */
START_TEST(one_order_whatever_was_found_first)
{
    for (int start = 0; start < 2 * COUNT; start++) {
        findings_init(&findings, arena);
        for (int i = 0; i < COUNT; i++) {
            int at = (start + i) % COUNT;
            findings_add(&findings, &sorted[start < COUNT ? at : COUNT - 1 - at]);
        }
        findings_sort(&findings);
        ck_assert_uint_eq(findings.count, COUNT);
        for (int i = 0; i < COUNT; i++) {
            ck_assert_int_eq(findings.rows[i].severity, sorted[i].severity);
            ck_assert_str_eq(findings.rows[i].code, sorted[i].code);
            ck_assert(text_equal(findings.rows[i].focus_group_id, sorted[i].focus_group_id));
            ck_assert(text_equal(findings.rows[i].organization_id, sorted[i].organization_id));
            ck_assert_str_eq(findings.rows[i].message, sorted[i].message);
        }
    }
}
END_TEST

START_TEST(they_are_counted_and_copied)
{
    char message[] = "weights sum to 0.990, not 1.000";
    for (int i = 0; i < 100; i++)
        findings_add(&findings,
                     &(struct finding){.severity = i % 3 ? SEVERITY_INFO : SEVERITY_ERROR,
                                       .code = "c",
                                       .message = message});
    memset(message, 'x', sizeof message - 1);
    ck_assert_str_eq(findings.rows[99].message, "weights sum to 0.990, not 1.000");
    ck_assert_ptr_null(findings.rows[99].subject);
    ck_assert_uint_eq(findings.by_severity[SEVERITY_ERROR], 34);
    ck_assert_uint_eq(findings.by_severity[SEVERITY_WARNING], 0);
    ck_assert_uint_eq(findings.by_severity[SEVERITY_INFO], 66);
}
END_TEST

START_TEST(none_can_be_sorted)
{
    findings_sort(&findings);
    ck_assert_uint_eq(findings.count, 0);
}
END_TEST

START_TEST(severities_have_names)
{
    ck_assert_str_eq(severity_name(SEVERITY_ERROR), "error");
    ck_assert_str_eq(severity_name(SEVERITY_WARNING), "warning");
    ck_assert_str_eq(severity_name(SEVERITY_INFO), "info");
    enum severity severity = SEVERITY_COUNT;
    for (int i = 0; i < SEVERITY_COUNT; i++) {
        ck_assert(severity_parse(severity_name((enum severity)i), &severity));
        ck_assert_int_eq(severity, i);
    }
    ck_assert(!severity_parse("Error", &severity));
    ck_assert(!severity_parse(NULL, &severity));
    ck_assert_int_eq(severity, SEVERITY_INFO);
}
END_TEST

START_TEST(organizations_by_name_and_attributes)
{
    struct column columns[] = {{.name = "website"}, {.name = "plant_count"}, {.name = "oee"}};
    struct column_set set = {.columns = columns, .count = 3, .attribute_start = 1};
    const char *values[] = {"https://x", NULL, "0.85"};
    struct organization organization = {.legal_name = "Legal", .values = values};
    ck_assert_str_eq(organization_name(&organization), "Legal");
    organization.display_name = " \t";
    ck_assert_str_eq(organization_name(&organization), "Legal");
    organization.display_name = "Display";
    ck_assert_str_eq(organization_name(&organization), "Display");
    organization = (struct organization){.id = "1", .legal_name = " ", .values = values};
    ck_assert_str_eq(organization_name(&organization), "1");
    ck_assert_uint_eq(organization_known_attributes(&organization, &set), 1);
    values[1] = " ";
    ck_assert_uint_eq(organization_known_attributes(&organization, &set), 1);
    values[1] = NULL;
    ck_assert_str_eq(organization_value(&organization, &set, "oee"), "0.85");
    ck_assert_ptr_null(organization_value(&organization, &set, "plant_count"));
    ck_assert_ptr_null(organization_value(&organization, &set, "unknown"));
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("finding");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, one_order_whatever_was_found_first);
    tcase_add_test(all, they_are_counted_and_copied);
    tcase_add_test(all, none_can_be_sorted);
    tcase_add_test(all, severities_have_names);
    tcase_add_test(all, organizations_by_name_and_attributes);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
