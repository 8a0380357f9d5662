/* The documents for machines: exact digits, every key, whatever the names contain. Each one is
 * also read back by a JSON library. */
#include "base/text.h"
#include "render/json/api.h"
#include "render/json/writer.h"

#include <check.h>
#include <jansson.h>
#include <math.h>

static struct arena *arena;
static struct strbuf out;
static struct findings findings;
static struct config_set set;
static struct api_site site;

static struct decimal dec(const char *text)
{
    struct decimal value;
    ck_assert(decimal_parse(text, &value));
    return value;
}

static void make_sector(struct sector *sector, const char *id, const char *name)
{
    *sector = (struct sector){
        .focus_group_id = id,
        .slug = text_slug(arena, id),
        .group_name = name,
        .group_code = "CODE",
        .weights = arena_array(arena, 2, sizeof *sector->weights),
        .weight_count = 1,
        .calibrations = arena_array(arena, 2, sizeof *sector->calibrations),
        .calibration_count = 2,
    };
    sector->weights[0] = (struct weight){.dimension_code = "culture",
                                         .value = dec("0.220"),
                                         .rationale = "\"a\" </script> \\ \n \xc3\xa9",
                                         .effective_from = "2025-01-01",
                                         .effective_to = "2026-01-01"};
    sector->calibrations[0] = (struct calibration){.name = "h_r_baseline",
                                                   .value = dec("68.0000"),
                                                   .type = "numeric",
                                                   .effective_from = "2025-01-01"};
    sector->calibrations[1] = (struct calibration){
        .name = "moon_phase", .value = dec("-0.5000"), .effective_from = "2025-01-01"};
}

static void setup(void)
{
    static const bool valid[] = {true, false};
    static const struct sector_totals totals[] = {
        {"pe_energy", 1234, 1200, 1000, 98765, 900, "12345678901234567.89", 800},
        {"pe_new", 0, 0, 0, 0, 0, "0", 0}};
    arena = arena_new();
    strbuf_init(&out);
    findings_init(&findings, arena);
    set = (struct config_set){.dimensions = arena_array(arena, 2, sizeof *set.dimensions),
                              .dimension_count = 2,
                              .sectors = arena_array(arena, 2, sizeof *set.sectors),
                              .sector_count = 2};
    set.dimensions[0] = (struct dimension){
        .code = "culture", .name = "Culture", .min_score = dec("0.00"), .max_score = dec("100.00")};
    set.dimensions[1] = (struct dimension){
        .code = "talent", .name = "Talent", .min_score = dec("0.00"), .max_score = dec("100.00")};
    make_sector(&set.sectors[0], "pe_energy", "Energy & Utilities");
    make_sector(&set.sectors[1], "pe_new", "New");
    static struct score_parameters parameters;
    parameters = score_parameters_default();
    parameters.delta = dec("0.18");
    site = (struct api_site){.configs = &set,
                             .parameters = &parameters,
                             .valid = valid,
                             .totals = totals,
                             .findings = &findings,
                             .as_of = "In force since 2025-01-01"};
}

static void teardown(void)
{
    strbuf_release(&out);
    arena_free(arena);
}

static void add_finding(enum severity severity, const char *sector, const char *organization)
{
    findings_add(&findings, &(struct finding){.severity = severity,
                                              .code = "some_code",
                                              .focus_group_id = sector,
                                              .organization_id = organization,
                                              .subject = "subject",
                                              .message = "message"});
}

/* The document read back; it is to be one, whole, with unique keys. */
static json_t *parsed(void)
{
    json_error_t where;
    json_t *root = json_loadb(out.text, out.length, JSON_REJECT_DUPLICATES, &where);
    ck_assert_msg(root, "line %d: %s in\n%s", where.line, where.text, out.text);
    ck_assert_int_eq(out.text[out.length - 1], '\n');
    ck_assert_int_eq(json_integer_value(json_object_get(root, "format")), 1);
    ck_assert_str_eq(json_string_value(json_object_get(root, "as_of")),
                     "In force since 2025-01-01");
    return root;
}

static void says(const char *text)
{
    ck_assert_msg(strstr(out.text, text), "no '%s' in\n%s", text, out.text);
}

/* The keys of an object, in order. */
static const char *keys_of(json_t *object)
{
    const char *keys = "";
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) keys = arena_printf(arena, "%s%s ", keys, key);
    return keys;
}

START_TEST(sectors)
{
    api_sectors(&site, &out);
    json_t *root = parsed();
    ck_assert_str_eq(keys_of(root), "format as_of dimensions sectors ");
    json_t *energy = json_array_get(json_object_get(root, "sectors"), 0);
    ck_assert_str_eq(keys_of(energy),
                     "focus_group_id slug name code description page data valid weights_sum "
                     "weights calibrations totals scores ");
    ck_assert_str_eq(keys_of(json_object_get(energy, "weights")), "culture talent ");
    ck_assert_str_eq(keys_of(json_object_get(energy, "calibrations")),
                     "h_r_baseline ebitda_multiplier position_factor_delta "
                     "talent_concentration_threshold governance_minimum sector_average_v_r "
                     "moon_phase ");
    ck_assert(json_is_true(json_object_get(energy, "valid")));
    ck_assert(json_is_false(
        json_object_get(json_array_get(json_object_get(root, "sectors"), 1), "valid")));
    says("\"name\": \"Energy & Utilities\"");
    says("\"page\": \"sectors/energy/index.html\"");
    says("\"data\": \"api/v1/sectors/energy.json\"");
    says("\"culture\": 0.220");
    says("\"talent\": null");
    says("\"weights_sum\": 0.220");
    says("\"h_r_baseline\": {\n          \"value\": 68.0000,\n          \"source\": \"database\"");
    says("\"ebitda_multiplier\": {\n          \"value\": 1.0,\n          \"source\": \"default\"");
    says("\"position_factor_delta\": {\n          \"value\": 0.18,\n"); /* what scores are made with
                                                                         */
    says("\"governance_minimum\": {\n          \"value\": null,\n          \"source\": \"none\"");
    says("\"value\": -0.5000");
    says("\"revenue_usd\": 12345678901234567.89");
    says("\"max_score\": 100.00");
    json_decref(root);
}
END_TEST

static void write_findings(void)
{
    struct writer writer = api_findings_begin(&site, &out);
    for (size_t i = 0; i < site.findings->count; i++)
        api_findings_row(&writer, &site.findings->rows[i]);
    api_findings_end(&writer);
}

START_TEST(all_findings)
{
    add_finding(SEVERITY_ERROR, NULL, NULL);
    add_finding(SEVERITY_INFO, "pe_new", "b");
    add_finding(SEVERITY_INFO, "pe_new", "c");
    write_findings();
    json_t *root = parsed();
    ck_assert_str_eq(keys_of(root), "format as_of counts findings ");
    says("\"counts\": {\n    \"error\": 1,\n    \"warning\": 0,\n    \"info\": 2\n  }");
    json_t *rows = json_object_get(root, "findings");
    ck_assert_uint_eq(json_array_size(rows), 3);
    ck_assert_str_eq(keys_of(json_array_get(rows, 0)),
                     "severity code focus_group_id organization_id subject message ");
    ck_assert(json_is_null(json_object_get(json_array_get(rows, 0), "focus_group_id")));
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(rows, 2), "organization_id")),
                     "c");
    json_decref(root);
}
END_TEST

START_TEST(nothing_at_all)
{
    set.sector_count = set.dimension_count = 0;
    api_sectors(&site, &out);
    says("\"dimensions\": [],\n  \"sectors\": []\n}\n");
    json_decref(parsed());
    strbuf_reset(&out);
    write_findings();
    says("\"findings\": []");
    json_decref(parsed());
}
END_TEST

START_TEST(health)
{
    add_finding(SEVERITY_WARNING, "pe_new", "b");
    api_health(&site, &out);
    ck_assert_str_eq(out.text, "{\n  \"format\": 1,\n  \"as_of\": \"In force since 2025-01-01\",\n"
                               "  \"status\": \"ok\",\n  \"counts\": {\n    \"error\": 0,\n"
                               "    \"warning\": 1,\n    \"info\": 0\n  },\n  \"sectors\": 2,\n"
                               "  \"invalid_sectors\": 1,\n  \"organizations\": 1234\n}\n");
    strbuf_reset(&out);
    add_finding(SEVERITY_ERROR, "pe_new", NULL);
    site.totals = NULL;
    api_health(&site, &out);
    says("\"status\": \"findings\"");
    says("\"organizations\": null");
    json_decref(parsed());
}
END_TEST

/* ---- organizations ---- */

static struct column columns[] = {
    {.name = "employee_count", .label = "Employees", .kind = COLUMN_INTEGER},
    {.name = "revenue", .label = "Revenue", .unit = "USD", .kind = COLUMN_DECIMAL},
    {.name = "edge", .label = "Edge", .kind = COLUMN_BOOLEAN, .group = COLUMN_ATTRIBUTE},
    {.name = "systems", .label = "Systems", .kind = COLUMN_ARRAY, .group = COLUMN_ATTRIBUTE},
    {.name = "vendor", .label = "Vendor", .kind = COLUMN_TEXT, .group = COLUMN_ATTRIBUTE},
};
static const struct column_set column_set = {columns, 5, 2, true};

static struct organization organization_of(const char **values)
{
    return (struct organization){.id = "0b5d1c1e-0000-4000-8000-000000000001",
                                 .legal_name = "=cmd|' /C calc'!A0 \xe2\x80\x8f\xd7\x90",
                                 .status = "active",
                                 .values = values};
}

/* Streams three rows, emptying the buffer after each call or never. */
static void stream(bool emptying, struct strbuf *whole)
{
    const char *full[] = {"1500", "500000000.10", "t", "{SCADA,\"a,\\\"b\",NULL}", "x"};
    const char *none[] = {NULL, NULL, NULL, NULL, NULL};
    const char *odd[] = {"-0", "NaN", "f", "not an array", "</script>"};
    const char **rows[] = {full, none, odd};
    struct strbuf part;
    strbuf_init(&part);
    struct api_sector sector = api_sector_begin(&site, 0, &column_set, arena, &part);
    for (size_t i = 0; i < 3; i++) {
        if (emptying) {
            strbuf_add(whole, part.text, part.length);
            strbuf_reset(&part);
        }
        struct organization organization = organization_of(rows[i]);
        api_sector_row(&sector, &organization, NULL);
    }
    api_sector_findings(&sector);
    for (size_t i = 0; i < findings.count; i++) {
        if (emptying) {
            strbuf_add(whole, part.text, part.length);
            strbuf_reset(&part);
        }
        api_sector_finding(&sector, &findings.rows[i]);
    }
    api_sector_end(&sector);
    strbuf_add(whole, part.text, part.length);
    strbuf_release(&part);
}

static void check_sector(json_t *root)
{
    ck_assert_str_eq(
        keys_of(root),
        "format as_of focus_group_id slug name code description page data valid "
        "weights_sum weights calibrations totals scores columns organizations findings ");
    json_t *weights = json_object_get(root, "weights");
    ck_assert_uint_eq(json_array_size(weights), 2);
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(weights, 0), "rationale")),
                     "\"a\" </script> \\ \n \xc3\xa9");
    ck_assert(json_is_null(json_object_get(json_array_get(weights, 1), "weight")));
    ck_assert_ptr_null(strstr(out.text, "</script>"));
    says("\"effective_to\": \"2026-01-01\"");
    ck_assert_uint_eq(json_array_size(json_object_get(root, "calibrations")), 7);
    json_t *rows = json_object_get(root, "findings");
    ck_assert_uint_eq(json_array_size(rows), 1);
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(rows, 0), "focus_group_id")),
                     "pe_energy");
}

START_TEST(a_sector_is_streamed)
{
    struct strbuf pieces;
    strbuf_init(&pieces);
    add_finding(SEVERITY_ERROR, "pe_energy", NULL);
    add_finding(SEVERITY_INFO, "pe_new", "b");
    stream(false, &out);
    stream(true, &pieces);
    ck_assert_str_eq(out.text, pieces.text);
    strbuf_release(&pieces);
    json_t *root = parsed();
    check_sector(root);
    json_t *organizations = json_object_get(root, "organizations");
    ck_assert_uint_eq(json_array_size(organizations), 3);
    json_t *row = json_array_get(organizations, 0);
    ck_assert_str_eq(keys_of(row),
                     "organization_id legal_name display_name status page values scores ");
    json_t *values = json_object_get(row, "values");
    ck_assert_str_eq(keys_of(values), "employee_count revenue edge systems vendor ");
    json_t *systems = json_object_get(values, "systems");
    ck_assert_str_eq(json_string_value(json_array_get(systems, 1)), "a,\"b");
    ck_assert(json_is_null(json_array_get(systems, 2)));
    says("\"revenue\": 500000000.10");
    says("\"revenue\": null");
    says("\"systems\": \"not an array\"");
    says("\"edge\": true");
    says("\"page\": \"organizations/0b/0b5d1c1e-0000-4000-8000-000000000001.html\"");
    says("\"unit\": \"USD\"");
    says("\"group\": \"attribute\"");
    says("\n    {\"organization_id\": \"0b5d1c1e-0000-4000-8000-000000000001\", \"legal_name\": ");
    says("\"edge\": true, \"systems\": [\"");
    says("\"scores\": null},\n    {\"organization_id\": ");
    says("}\n  ],\n  \"findings\": [\n    {\n");
    json_decref(root);
}
END_TEST

START_TEST(a_sector_without_organizations)
{
    site.totals = NULL;
    struct api_sector sector = api_sector_begin(&site, 1, &column_set, arena, &out);
    api_sector_findings(&sector);
    for (size_t i = 0; i < findings.count; i++)
        api_sector_finding(&sector, &findings.rows[i]);
    api_sector_end(&sector);
    says("\"totals\": null");
    says("\"organizations\": [],\n  \"findings\": []\n}\n");
    json_decref(parsed());
}
END_TEST

/* ---- the writer ---- */

START_TEST(numbers_keep_their_digits)
{
    static const struct {
        const char *digits, *json;
    } rows[] = {{"0", "0"},
                {"-1.50", "-1.50"},
                {"0.000", "0.000"},
                {"007", "\"007\""},
                {".5", "\".5\""},
                {"5.", "\"5.\""},
                {"+1", "\"+1\""},
                {"1e9", "\"1e9\""},
                {"", "\"\""},
                {"-", "\"-\""},
                {"NaN", "\"NaN\""},
                {"1 ", "\"1 \""},
                {"99999999999999999999.99", "99999999999999999999.99"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct writer writer = {.out = &out};
        strbuf_reset(&out);
        writer_number(&writer, NULL, rows[i].digits);
        ck_assert_str_eq(out.text, rows[i].json);
    }
}
END_TEST

/* Every byte that a text may hold comes back from a JSON library. */
START_TEST(texts_come_back)
{
    char text[128 + 8];
    size_t length = 0;
    for (char c = 1; c > 0 && c < 127; c++)
        text[length++] = c;
    text[length++] = 127;
    text[length] = '\0';
    struct writer writer = {.out = &out};
    writer_open(&writer, NULL, '[');
    writer_text(&writer, NULL, text);
    writer_text(&writer, NULL, "\xe2\x80\xa8 \xf0\x9f\x8f\xad");
    writer_close(&writer, ']');
    json_t *root = json_loads(out.text, 0, NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(json_string_value(json_array_get(root, 0)), text);
    ck_assert_str_eq(json_string_value(json_array_get(root, 1)), "\xe2\x80\xa8 \xf0\x9f\x8f\xad");
    json_decref(root);
}
END_TEST

START_TEST(doubles_have_their_shortest_digits)
{
    static const struct {
        double value;
        const char *digits;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {100, "100"},
                 {-2.5, "-2.5"},
                 {0.55, "0.55"},
                 {57.33, "57.33"},
                 {0.0001, "0.0001"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {1.0 / 3, "0.3333333333333333"},
                 {1e-7, "1e-07"},
                 {999999999.5, "999999999.5"},
                 {123456789012.25, "123456789012.25"},
                 {1e22, "1e+22"},
                 {NAN, "null"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct writer writer = {.out = &out};
        strbuf_reset(&out);
        writer_double(&writer, NULL, cases[i].value);
        ck_assert_str_eq(out.text, cases[i].digits);
    }
    for (int i = -20000; i < 20000; i++) {
        double value = (i % 2 ? 7 : 1) * i / 1000.0;
        struct writer writer = {.out = &out};
        strbuf_reset(&out);
        writer_double(&writer, NULL, value);
        ck_assert_str_eq(out.text, arena_printf(arena, "%.15g", value == 0 ? 0 : value));
    }
}
END_TEST

/* As by printing with ever more digits until they read back as the number. */
static void assert_shortest(double value)
{
    char digits[32];
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    if (strchr(digits, 'e'))
        return;
    struct writer writer = {.out = &out};
    strbuf_reset(&out);
    writer_double(&writer, NULL, value);
    ck_assert_str_eq(out.text, digits);
}

START_TEST(digits_are_those_of_printing_and_reading_back)
{
    uint64_t state = 1;
    for (int i = 0; i < 100000; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        double any = ldexp((double)(state >> 11), -(int)(state % 12) * 3 - 30);
        assert_shortest(any);
        assert_shortest(-any * 100 / 7);
    }
    for (int power = -20; power < 40; power++) {
        assert_shortest(ldexp(1, power));
        assert_shortest(nextafter(ldexp(1, power), 0));
        assert_shortest(nextafter(ldexp(1, power), INFINITY));
    }
    for (double power = 0.001; power < 1e9; power *= 10) {
        assert_shortest(power);
        assert_shortest(nextafter(power, 0));
        assert_shortest(nextafter(power, INFINITY));
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("json");
    TCase *t = tcase_create("json");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, sectors);
    tcase_add_test(t, all_findings);
    tcase_add_test(t, nothing_at_all);
    tcase_add_test(t, health);
    tcase_add_test(t, a_sector_is_streamed);
    tcase_add_test(t, a_sector_without_organizations);
    tcase_add_test(t, numbers_keep_their_digits);
    tcase_add_test(t, doubles_have_their_shortest_digits);
    tcase_add_test(t, digits_are_those_of_printing_and_reading_back);
    tcase_add_test(t, texts_come_back);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
