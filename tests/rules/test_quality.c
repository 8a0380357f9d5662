/* What is noticed about an organization, and which addresses a page links to. */
#include "rules/quality.h"
#include "rules_support.h"

static struct arena *arena;
static struct findings findings;
static const struct sector sector = {.focus_group_id = "pe_energy", .group_name = "Energy"};
static struct column columns[] = {
    {.name = "employee_count", .label = "Employees", .kind = COLUMN_INTEGER},
    {.name = "annual_revenue_usd", .label = "Revenue", .unit = "USD", .kind = COLUMN_DECIMAL},
    {.name = "founding_year", .label = "Founded", .kind = COLUMN_INTEGER},
    {.name = "website_url", .label = "Website", .kind = COLUMN_TEXT},
    {.name = "renewable_pct", .label = "Renewable", .unit = "%", .kind = COLUMN_DECIMAL},
    {.name = "regulated", .label = "Regulated", .kind = COLUMN_BOOLEAN},
    {.name = "energy_type", .label = "Energy type", .kind = COLUMN_TEXT},
    {.name = "scada_systems", .label = "SCADA systems", .kind = COLUMN_ARRAY},
};
enum { EMPLOYEES, REVENUE, FOUNDED, WEBSITE, RENEWABLE, REGULATED, TYPE, SCADA, COLUMNS };
static struct column_set column_set;
static const char *values[COLUMNS];
static struct organization organization;

static void setup(void)
{
    arena = arena_new();
    findings_init(&findings, arena);
    column_set = (struct column_set){columns, COLUMNS, RENEWABLE, true};
    for (size_t i = 0; i < COLUMNS; i++)
        values[i] = NULL;
    values[RENEWABLE] = "12.50";
    values[REGULATED] = "t";
    organization = (struct organization){
        .id = "0b5d1c1e-0000-4000-8000-000000000001",
        .legal_name = "Nordwind AG",
        .focus_group_id = "pe_energy",
        .has_attributes = true,
        .values = values,
    };
}

static void teardown(void)
{
    arena_free(arena);
}

static void check(size_t expected)
{
    check_organization(&sector, &column_set, &organization, &findings);
    for (size_t i = 0; i < findings.count && findings.count != expected; i++)
        fprintf(stderr, "%s: %s\n", findings.rows[i].code, findings.rows[i].message);
    ck_assert_uint_eq(findings.count, expected);
}

START_TEST(half_of_the_attributes_is_enough)
{
    check(0);
}
END_TEST

START_TEST(under_half_is_sparse)
{
    values[REGULATED] = NULL;
    check(1);
    one_finding(&findings, "attributes_sparse", SEVERITY_INFO,
                "1 of 4 sector attributes are known");
    ck_assert_str_eq(findings.rows[0].subject, "Nordwind AG");
    ck_assert_str_eq(findings.rows[0].organization_id, organization.id);
    ck_assert_str_eq(findings.rows[0].focus_group_id, "pe_energy");
}
END_TEST

START_TEST(no_attribute_row)
{
    organization.has_attributes = false;
    values[RENEWABLE] = values[REGULATED] = NULL;
    check(1);
    one_finding(&findings, "attribute_row_missing", SEVERITY_WARNING,
                "no row of sector attributes: all of them are unknown");
}
END_TEST

START_TEST(a_sector_without_attributes_lacks_none)
{
    organization.has_attributes = false;
    column_set.has_attribute_table = false;
    column_set.count = RENEWABLE;
    check(0);
}
END_TEST

START_TEST(a_blank_name)
{
    organization.legal_name = " \t";
    check(1);
    one_finding(&findings, "name_blank", SEVERITY_WARNING, "the legal name is blank");
    ck_assert_str_eq(findings.rows[0].subject, organization.id);
    organization.display_name = "Nordwind";
    check(2);
    ck_assert_str_eq(findings.rows[1].subject, "Nordwind");
}
END_TEST

START_TEST(a_website_that_is_none)
{
    values[WEBSITE] = "javascript:alert(1)\n";
    check(1);
    one_finding(&findings, "website_invalid", SEVERITY_WARNING,
                "website 'javascript:alert(1) ' is not an http or https address and is not linked");
    values[WEBSITE] = " ";
    check(1);
}
END_TEST

START_TEST(a_year_too_early)
{
    values[FOUNDED] = "1600";
    check(0);
    values[FOUNDED] = "1599";
    check(1);
    one_finding(&findings, "year_doubtful", SEVERITY_WARNING, "founding year 1599 is before 1600");
}
END_TEST

START_TEST(numbers_below_0_are_one_finding)
{
    values[EMPLOYEES] = "-5";
    values[REVENUE] = "-0.01";
    values[RENEWABLE] = "-3.00"; /* a percentage may */
    check(1);
    one_finding(&findings, "negative_number", SEVERITY_WARNING,
                "below 0: 'Employees' is -5, 'Revenue' is -0.01");
}
END_TEST

START_TEST(what_is_not_finite_is_one_finding)
{
    values[REVENUE] = "NaN";
    values[RENEWABLE] = "-Infinity";
    check(2);
    one_finding(&findings, "not_finite", SEVERITY_WARNING,
                "no number or day, shown as not stated: 'Revenue' is NaN, 'Renewable' is "
                "-Infinity");
    one_finding(&findings, "attributes_sparse", SEVERITY_INFO,
                "1 of 4 sector attributes are known");
}
END_TEST

START_TEST(minus_nothing_is_nothing)
{
    values[REVENUE] = "-0.00";
    check(0);
}
END_TEST

START_TEST(everything_missing)
{
    organization.has_attributes = false;
    organization.legal_name = "";
    values[RENEWABLE] = values[REGULATED] = NULL;
    check(2);
}
END_TEST

START_TEST(addresses)
{
    static const struct {
        const char *url;
        bool linkable;
    } rows[] = {
        {"https://example.com", true},
        {"http://example.com/", true},
        {"HTTPS://Example.COM/a?b=c#d", true},
        {"https://example.com:8443/x", true},
        {"https://m\xc3\xbcnchen.example/", true},
        {"http://[2001:db8::1]/", true},
        {"http://a", true},
        {"", false},
        {"example.com", false},
        {"www.example.com", false},
        {"//example.com", false},
        {"javascript:alert(1)", false},
        {"JaVaScRiPt:alert(1)//https://x", false},
        {"data:text/html,x", false},
        {"ftp://example.com", false},
        {"https:/example.com", false},
        {"https://", false},
        {"https:///path", false},
        {"https://?q", false},
        {"https://:80/", false},
        {"https://user:secret@example.com/", false},
        {"https://exa mple.com", false},
        {" https://example.com", false},
        {"https://example.com\n", false},
        {"https://example.com/\x01", false},
        {"https://example.com/\x7f", false},
        {"https://exam\"ple.com/", false},
        {"https://<script>", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(website_is_linkable(rows[i].url) == rows[i].linkable, "'%s'", rows[i].url);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("quality");
    TCase *t = tcase_create("quality");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, half_of_the_attributes_is_enough);
    tcase_add_test(t, under_half_is_sparse);
    tcase_add_test(t, no_attribute_row);
    tcase_add_test(t, a_sector_without_attributes_lacks_none);
    tcase_add_test(t, a_blank_name);
    tcase_add_test(t, a_website_that_is_none);
    tcase_add_test(t, a_year_too_early);
    tcase_add_test(t, numbers_below_0_are_one_finding);
    tcase_add_test(t, what_is_not_finite_is_one_finding);
    tcase_add_test(t, minus_nothing_is_nothing);
    tcase_add_test(t, everything_missing);
    tcase_add_test(t, addresses);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
