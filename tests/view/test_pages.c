/* Views as plain text against golden files, and the rules of wording that no golden file explains.
 */
#include "base/file.h"
#include "base/text.h"
#include "render/text/dump.h"
#include "settings/table.h"
#include "support/model_cases.h"
#include "view/build.h"
#include "view/frame.h"
#include "view/value.h"

#include <check.h>
#include <ctype.h>
#include <stdlib.h>

static struct arena *arena;
static struct error err;
static struct model_case model;

static void setup(void)
{
    arena = arena_new();
    error_clear(&err);
    model_case_make(arena, &model);
}

static void teardown(void)
{
    arena_free(arena);
}

static void fill_list(struct view_table *table)
{
    view_listing_table(arena, &model.configs.sectors[0], table);
    struct view_table_builder builder;
    table_begin(&builder, arena, table);
    struct organization rows[2] = {model_case_full(arena), model_case_bare(arena)};
    for (size_t i = 0; i < 2; i++) {
        struct view_cell cells[LISTING_COLUMNS];
        view_listing_row(arena, &model.columns, &rows[i], cells);
        table_row(&builder, cells);
    }
}

static void portfolio(struct strbuf *out)
{
    struct view_portfolio view;
    view_build_portfolio(&model.context, arena, &view);
    dump_portfolio(&view, out);
}

static void sector(size_t index, struct strbuf *out)
{
    struct view_table list;
    view_listing_table(arena, &model.configs.sectors[index], &list);
    if (index == 0)
        fill_list(&list);
    struct view_sector view;
    const struct view_sector_input input = {
        .sector = &model.configs.sectors[index], .columns = &model.columns, .organizations = &list};
    view_build_sector(&model.context, &input, arena, &view);
    dump_sector(&view, out);
}

static void sector_valid(struct strbuf *out)
{
    sector(0, out);
}

static void sector_invalid(struct strbuf *out)
{
    sector(1, out);
}

static void sector_empty(struct strbuf *out)
{
    sector(2, out);
}

static void listing(struct strbuf *out)
{
    struct view_table list;
    fill_list(&list);
    struct view_listing view;
    view_build_listing(&model.context, &model.configs.sectors[0], &list, 7, arena, &view);
    dump_listing(&view, out);
}

static void organization(struct organization subject, struct strbuf *out)
{
    struct finding finding = {
        SEVERITY_WARNING, "website_invalid", subject.focus_group_id,
        subject.id,       "Subject",         "website is not an address of the web"};
    struct view_organization_input input = {
        .sector = &model.configs.sectors[0],
        .columns = &model.columns,
        .organization = &subject,
        .findings = &finding,
        .finding_count = subject.has_attributes ? 0 : 1,
    };
    struct view_organization view;
    view_build_organization(&model.context, &input, arena, &view);
    dump_organization(&view, out);
}

static void organization_full(struct strbuf *out)
{
    organization(model_case_full(arena), out);
}

static void organization_bare(struct strbuf *out)
{
    organization(model_case_bare(arena), out);
}

static void compare(struct strbuf *out)
{
    struct view_compare view;
    view_build_compare(&model.context, arena, &view);
    dump_compare(&view, out);
}

static void findings(struct strbuf *out)
{
    struct view_findings view;
    view_build_findings(&model.context, 1, model.context.findings, arena, &view);
    dump_findings(&view, out);
}

static void method(struct strbuf *out)
{
    struct score_parameters parameters = score_parameters_default();
    struct view_method view;
    model.context.parameters_in_force = &parameters;
    view_build_method(&model.context, arena, &view);
    dump_method(&view, out);
}

static const struct view_section *find_section(const struct view_method *view, const char *id)
{
    for (size_t i = 0; i < view->section_count; i++)
        if (text_equal(view->sections[i].id, id))
            return &view->sections[i];
    return NULL;
}

static const struct {
    const char *name;
    void (*dump)(struct strbuf *out);
} pages[] = {
    {"portfolio", portfolio},
    {"sector", sector_valid},
    {"sector_invalid", sector_invalid},
    {"sector_empty", sector_empty},
    {"listing", listing},
    {"organization", organization_full},
    {"organization_bare", organization_bare},
    {"compare", compare},
    {"findings", findings},
    {"method", method},
};

START_TEST(pages_say_what_they_said)
{
    struct strbuf text;
    strbuf_init(&text);
    pages[_i].dump(&text);
    const char *path = arena_printf(arena, "tests/golden/views/%s.txt", pages[_i].name);
    if (getenv("ORGAIR_REGEN"))
        ck_assert_msg(file_write(path, text.text, text.length, &err), "%s", err.message);
    char *golden;
    size_t length;
    ck_assert_msg(file_read(arena, path, 1 << 20, &golden, &length, &err), "%s", err.message);
    ck_assert_msg(length == text.length && memcmp(golden, text.text, length) == 0,
                  "'%s' differs; read it, then ORGAIR_REGEN=1 makes it the new golden text", path);
    strbuf_release(&text);
}
END_TEST

static const struct column *column_named(const char *name)
{
    for (size_t i = 0; i < model.columns.count; i++)
        if (strcmp(model.columns.columns[i].name, name) == 0)
            return &model.columns.columns[i];
    ck_abort_msg("no column '%s'", name);
}

/* What nobody stated is named once, after what is known; with nothing known it is all there is. */
START_TEST(what_is_missing_is_named)
{
    struct organization subject = model_case_full(arena);
    subject.values = arena_array(arena, model.columns.count, sizeof *subject.values);
    struct view_organization_input input = {
        .sector = &model.configs.sectors[0], .columns = &model.columns, .organization = &subject};
    struct view_organization view;
    view_build_organization(&model.context, &input, arena, &view);
    ck_assert_uint_eq(view.firmographics.count, 0);
    ck_assert_ptr_null(view.firmographics.empty);
    ck_assert(text_starts_with(view.firmographics.note, "Not stated: Ticker, "));
    ck_assert(text_starts_with(view.attributes.note, "0 of "));
    ck_assert_ptr_nonnull(strstr(view.attributes.note, " attributes are known. Not stated: "));
    ck_assert(text_ends_with(view.attributes.guide, "/index.html#" SECTOR_FIELDS_PART));

    const struct column *revenue = column_named("annual_revenue_usd");
    subject.values[revenue - model.columns.columns] = "5";
    view_build_organization(&model.context, &input, arena, &view);
    ck_assert_uint_eq(view.firmographics.count, 1);
    ck_assert_str_eq(view.firmographics.rows[0].label, revenue->label);
    ck_assert_ptr_null(strstr(view.firmographics.note, revenue->label));
}
END_TEST

START_TEST(values_read_by_kind_and_unit)
{
    static const struct {
        const char *column, *value, *text;
        enum view_kind kind;
    } cases[] = {
        {"employee_count", "1234567", "1,234,567", CELL_INTEGER},
        {"employee_count", "-5", "-5", CELL_INTEGER},
        {"founding_year", "1987", "1987", CELL_INTEGER},
        {"annual_revenue_usd", "500000000.50", "500,000,001", CELL_DECIMAL},
        {"scrap_rate", "12.3", "12.30", CELL_DECIMAL},
        {"edge_computing", "t", "Yes", CELL_BOOLEAN},
        {"edge_computing", "f", "No", CELL_BOOLEAN},
        {"ot_systems", "{}", "None", CELL_TEXT},
        {"ot_systems", "{SCADA,\"a, b\",NULL}", "SCADA, a, b, not stated", CELL_TEXT},
        {"audited_on", "2025-12-31", "2025-12-31", CELL_DATE},
        {"synced_at", "2025-12-31 00:00:00", "2025-12-31", CELL_DATE},
        {"synced_at", "2025-12-31 08:15:59", "2025-12-31 08:15", CELL_TEXT},
        {"website_url", "https://example.com", "https://example.com", CELL_LINK},
        {"website_url", "javascript:alert(1)", "javascript:alert(1)", CELL_TEXT},
        {"ticker_symbol", "  ", "Not stated", CELL_MISSING},
        {"ticker_symbol", NULL, "Not stated", CELL_MISSING},
        {"ticker_symbol", "=1+1", "=1+1", CELL_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct view_cell cell = view_value(arena, column_named(cases[i].column), cases[i].value);
        ck_assert_str_eq(cell.text, cases[i].text);
        ck_assert_int_eq(cell.kind, cases[i].kind);
    }
    struct view_cell revenue =
        view_value(arena, column_named("annual_revenue_usd"), "500000000.50");
    ck_assert_double_eq(revenue.number, 500000000.50);
}
END_TEST

START_TEST(lists_are_paged_from_200_rows)
{
    ck_assert_uint_eq(view_page_count(0), 1);
    ck_assert_uint_eq(view_page_count(199), 1);
    ck_assert_uint_eq(view_page_count(200), 2);
    ck_assert_uint_eq(view_page_count(201), 3);
    ck_assert_str_eq(view_listing_path(arena, "energy", 1), "sectors/energy/index.html");
    ck_assert_str_eq(view_listing_path(arena, "energy", 3), "sectors/energy/organizations-3.html");
}
END_TEST

START_TEST(every_page_of_a_list_is_reachable)
{
    struct view_table list;
    fill_list(&list);
    for (size_t page = 2; page <= view_page_count(1234); page++) {
        struct view_listing view;
        view_build_listing(&model.context, &model.configs.sectors[0], &list, page, arena, &view);
        ck_assert_uint_eq(view.pager.first, (page - 1) * LIST_PAGE_ROWS + 1);
        ck_assert(page == 13 ? view.pager.last == 1234 && !view.pager.next
                             : view.pager.last == page * LIST_PAGE_ROWS && view.pager.next);
        ck_assert_str_eq(view.frame.path, view_listing_path(arena, "manufacturing", page));
    }
}
END_TEST

START_TEST(counts_are_grouped_wherever_they_stand)
{
    struct findings many = *model.context.findings;
    many.by_severity[SEVERITY_WARNING] = 12345;
    model.context.findings = &many;
    struct view_portfolio view;
    view_build_portfolio(&model.context, arena, &view);
    const struct view_fact *last = &view.key_figures.rows[view.key_figures.count - 1];
    ck_assert_str_eq(last->label, "Findings");
    ck_assert_ptr_nonnull(strstr(last->value.note, " 12,345 warnings"));
    ck_assert_ptr_nonnull(strstr(view.findings.caption, " of 12,"));
}
END_TEST

START_TEST(amounts_never_read_1000_million)
{
    static const struct {
        const char *amount, *text;
    } cases[] = {
        {"0", "USD 0"},
        {"999999.49", "USD 999,999"},
        {"999999.50", "USD 1.0 million"},
        {"999949999.99", "USD 999.9 million"},
        {"999950000", "USD 1.0 billion"},
        {"-2000000", "USD -2,000,000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct decimal amount;
        ck_assert(decimal_parse(cases[i].amount, &amount));
        ck_assert_str_eq(usd_cell(arena, amount).text, cases[i].text);
    }
}
END_TEST

START_TEST(the_day_comes_from_the_data)
{
    struct view_context context = {.configs = &model.configs, .epoch = -1};
    view_context_of_site(&context, arena);
    ck_assert_str_eq(context.as_of, "In force since 2025-06-01");
    ck_assert_int_eq(context.created, 1748779200); /* 2025-06-01 12:00 UTC */
    context.as_of_asked_for = true;
    view_context_of_site(&context, arena);
    ck_assert_str_eq(context.as_of, "As of 2026-06-30");
    context.as_of_asked_for = false;
    struct sector_standing *sectors =
        arena_array(arena, model.configs.sector_count, sizeof *sectors);
    for (size_t i = 0; i < model.configs.sector_count; i++)
        sectors[i].assessed_on = i == 1 ? "2026-03-31" : "";
    struct scoreboard scores = {.sectors = sectors};
    context.scores = &scores;
    view_context_of_site(&context, arena);
    ck_assert_str_eq(context.as_of, "In force since 2026-03-31");
    context.epoch = 1;
    view_context_of_site(&context, arena);
    ck_assert_int_eq(context.created, 1);
    struct config_set none = {.as_of = "2026-06-30"};
    context = (struct view_context){.configs = &none, .epoch = -1};
    view_context_of_site(&context, arena);
    ck_assert_str_eq(context.as_of, "No configuration in force");
    ck_assert_int_eq(context.created, 0);
}
END_TEST

START_TEST(a_page_speaks_of_the_day_of_its_own_data)
{
    const struct sector *first = &model.configs.sectors[0];
    struct sector_standing *sectors =
        arena_array(arena, model.configs.sector_count, sizeof *sectors);
    sectors[0].assessed_on = "2026-02-28";
    sectors[1].assessed_on = "2026-03-31";
    struct scoreboard scores = {.sectors = sectors};
    struct view_context context = {.configs = &model.configs, .scores = &scores, .epoch = -1};
    view_context_of_sector(&context, arena, first);
    ck_assert_str_eq(context.as_of, "In force since 2026-02-28");
    view_context_of_organization(&context, arena, first, "2026-01-31");
    ck_assert_str_eq(context.as_of, "In force since 2026-01-31");
    view_context_of_organization(&context, arena, first, NULL);
    ck_assert_str_eq(context.as_of, "In force since 2025-06-01");
}
END_TEST

/* What the page says a parameter may be is what the settings accept. */
START_TEST(ranges_are_those_of_the_settings)
{
    struct score_parameters parameters = score_parameters_default();
    struct view_method view;
    model.context.parameters_in_force = &parameters;
    view_build_method(&model.context, arena, &view);
    const struct view_table *table = &find_section(&view, "parameters")->table;
    ck_assert_uint_eq(table->row_count, 7);
    ck_assert_str_eq(table->cells[1].text, "v2.0");
    for (size_t row = 1; row < table->row_count; row++) {
        const struct view_cell *cells = &table->cells[row * table->column_count];
        const struct setting_spec *spec = setting_find(cells[3].text);
        ck_assert_msg(spec != NULL, "no setting '%s'", cells[3].text);
        ck_assert_str_eq(cells[2].text, arena_printf(arena, "%s to %s", spec->low, spec->high));
        double value = strtod(spec->fallback, NULL);
        ck_assert_double_eq_tol(cells[1].number, value, 1e-12);
    }
}
END_TEST

START_TEST(global_weights_are_shown_where_they_score)
{
    struct weight weights[] = {{.dimension_code = "talent", .value = {170, 3}}};
    struct score_parameters parameters = score_parameters_default();
    struct view_method view;
    model.context.parameters_in_force = &parameters;
    view_build_method(&model.context, arena, &view);
    ck_assert(find_section(&view, "global-weights") == NULL);
    parameters.global_weights = weights;
    parameters.global_weight_count = 1;
    view_build_method(&model.context, arena, &view);
    const struct view_table *table = &find_section(&view, "global-weights")->table;
    ck_assert_uint_eq(table->row_count, model.configs.dimension_count);
    bool shown = false;
    for (size_t row = 0; row < table->row_count; row++)
        shown |= text_equal(table->cells[2 * row].text, "Talent") &&
                 text_equal(table->cells[2 * row + 1].text, "0.170");
    ck_assert(shown);
    ck_assert_str_eq(find_section(&view, "parameters")->table.cells[1].text, "v1.0");
}
END_TEST

START_TEST(sentences_write_symbols)
{
    ck_assert_str_eq(view_sentence(arena, "moves H^R and V^R"), "Moves Hᴿ and Vᴿ.");
    ck_assert_str_eq(view_sentence(arena, "V^R"), "Vᴿ.");
    ck_assert_str_eq(view_sentence(arena, "^R R^R H^RH^R!"), "^R R^R HᴿHᴿ!");
}
END_TEST

/* Every formula has its own anchor and is set in the template. */
START_TEST(formulas_are_set)
{
    struct view_method view;
    char *text;
    size_t length, count = 0;
    view_build_method(&model.context, arena, &view);
    ck_assert(file_read(arena, "templates/math.tpl", 1 << 20, &text, &length, &err));
    for (size_t i = 0; i < view.section_count; i++)
        for (size_t j = 0; j < view.sections[i].definition_count; j++, count++) {
            char *key = arena_strdup(arena, view.sections[i].definitions[j].key);
            for (char *c = key; *c; c++)
                *c = (char)toupper((unsigned char)*c);
            const char *marker = arena_printf(arena, "{{#%s}}", key);
            const char *place = strstr(text, marker);
            ck_assert_msg(place != NULL, "templates/math.tpl does not set '%s'", key);
        }
    ck_assert_uint_eq(count, 20);
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("view");
    TCase *tests = tcase_create("pages");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, pages_say_what_they_said, 0, sizeof pages / sizeof pages[0]);
    tcase_add_test(tests, ranges_are_those_of_the_settings);
    tcase_add_test(tests, global_weights_are_shown_where_they_score);
    tcase_add_test(tests, formulas_are_set);
    tcase_add_test(tests, sentences_write_symbols);
    tcase_add_test(tests, what_is_missing_is_named);
    tcase_add_test(tests, values_read_by_kind_and_unit);
    tcase_add_test(tests, lists_are_paged_from_200_rows);
    tcase_add_test(tests, every_page_of_a_list_is_reachable);
    tcase_add_test(tests, counts_are_grouped_wherever_they_stand);
    tcase_add_test(tests, amounts_never_read_1000_million);
    tcase_add_test(tests, the_day_comes_from_the_data);
    tcase_add_test(tests, a_page_speaks_of_the_day_of_its_own_data);
    suite_add_tcase(all, tests);
    return all;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
