/* Whatever an organization's page shows changes its fingerprint; nothing else does. */
#include "app/page_fingerprint.h"

#include "base/text.h"
#include "support/score_cases.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

static struct arena *arena;

/* Everything that a page is made from, free to be changed. */
static struct model_case model;
static struct score_case scores;
static struct plan_scope scope;
static struct organization organization;
static struct assessed_organization assessed;
static struct standing standing;
static struct scored_organization scored;
static struct view_context context;

static void setup(void)
{
    arena = arena_new();
    model_case_make(arena, &model);
    score_case_make(arena, &model, &scores);
    scope = (struct plan_scope){.name = "pe_energy"};
    plan_add(arena, &scope, "setting APP_NAME", "x");
    plan_add_looked_at(arena, &scope, "the rows of 'pe_energy'", "7");
    organization = model_case_full(arena);
    for (size_t i = 0; i < model.columns.count; i++) {
        model.columns.columns[i].unit = "unit";
        model.columns.columns[i].description = "description";
    }
    scored = score_case_of(&scores, SCORE_SOUND);
    assessed = *scored.assessed;
    size_t current = (size_t)(assessed.current - assessed.rows);
    struct assessment *rows = arena_array(arena, assessed.count, sizeof *rows);
    for (size_t i = 0; i < assessed.count; i++) {
        size_t count = model.configs.dimension_count;
        rows[i] = assessed.rows[i];
        rows[i].scores = arena_array(arena, count, sizeof *rows[i].scores);
        rows[i].missing = arena_array(arena, count, sizeof *rows[i].missing);
        memcpy(rows[i].scores, assessed.rows[i].scores, count * sizeof *rows[i].scores);
        memcpy(rows[i].missing, assessed.rows[i].missing, count * sizeof *rows[i].missing);
        rows[i].effective_to = "2027-01-01";
        rows[i].has_alignment = rows[i].has_enterprise_value = rows[i].has_target = true;
    }
    assessed.rows = rows;
    assessed.current = &rows[current];
    standing = *scored.standing;
    scored.assessed = &assessed;
    scored.standing = &standing;
    context = model.context;
    context.as_of = "As of 2026-06-30";
}

static void teardown(void)
{
    arena_free(arena);
}

static struct fingerprint now(void)
{
    struct page_scratch scratch;
    page_scratch_init(&scratch);
    struct fingerprint base =
        page_fingerprint_base(&context, &model.configs.sectors[0], &scope, &model.columns);
    struct view_organization_input input = {
        .sector = &model.configs.sectors[0],
        .columns = &model.columns,
        .organization = &organization,
        .scored = &scored,
    };
    struct fingerprint fingerprint = page_fingerprint(&base, &context, &input, &scratch);
    page_scratch_release(&scratch);
    return fingerprint;
}

/* After the change another one than after every change before; then it is undone. */
static struct fingerprint seen[256];
static size_t seen_count;

static void is_new(const char *what)
{
    struct fingerprint fingerprint = now();
    for (size_t i = 0; i < seen_count; i++)
        ck_assert_msg(!fingerprint_equal(&fingerprint, &seen[i]), "%s: as at %zu", what, i);
    ck_assert_uint_lt(seen_count, sizeof seen / sizeof seen[0]);
    seen[seen_count++] = fingerprint;
}

static void begin(void)
{
    seen_count = 0;
    is_new("as it is");
}

#define changes(field, value)                                                                      \
    do {                                                                                           \
        __typeof__(field) kept_ = (field);                                                         \
        (field) = (value);                                                                         \
        is_new(#field " = " #value);                                                               \
        (field) = kept_;                                                                           \
    } while (0)

/* NULL, "" and another text are three. */
#define changes_text(field)                                                                        \
    do {                                                                                           \
        changes(field, NULL);                                                                      \
        changes(field, "");                                                                        \
        changes(field, "another");                                                                 \
        changes(field, "another ");                                                                \
    } while (0)

#define changes_decimal(field)                                                                     \
    do {                                                                                           \
        changes((field).units, (field).units + 1);                                                 \
        changes((field).scale, (field).scale + 1);                                                 \
    } while (0)

static void ends_as_it_was(void)
{
    struct fingerprint fingerprint = now();
    ck_assert(fingerprint_equal(&fingerprint, &seen[0]));
}

START_TEST(the_organization)
{
    begin();
    changes(organization.id, "00000000-0000-4000-8000-000000000009");
    changes(organization.legal_name, "Another Ltd");
    changes_text(organization.display_name);
    changes_text(organization.status);
    changes(organization.has_attributes, !organization.has_attributes);
    for (size_t i = 0; i < model.columns.count; i++)
        changes_text(organization.values[i]);
    ends_as_it_was();
}
END_TEST

START_TEST(values_do_not_run_together)
{
    begin();
    const char *first = organization.values[0];
    const char *second = organization.values[1];
    organization.values[0] = "ab";
    organization.values[1] = "c";
    is_new("ab, c");
    organization.values[0] = "a";
    organization.values[1] = "bc";
    is_new("a, bc");
    organization.values[0] = "abc";
    organization.values[1] = NULL;
    is_new("abc, NULL");
    organization.values[0] = NULL;
    organization.values[1] = "abc";
    is_new("NULL, abc");
    organization.values[0] = first;
    organization.values[1] = second;
    ends_as_it_was();
}
END_TEST

static void changes_assessment(struct assessment *row)
{
    changes(row->effective_from, "2020-02-02");
    changes_text(row->effective_to);
    for (size_t i = 0; i < model.configs.dimension_count; i++) {
        changes_decimal(row->scores[i]);
        changes(row->missing[i], !row->missing[i]);
    }
    changes_decimal(row->talent_concentration);
    changes_decimal(row->market_cap_percentile);
    changes_decimal(row->timing_factor);
    changes(row->has_alignment, false);
    changes_decimal(row->alignment);
    changes(row->evidence_count, row->evidence_count + 1);
    changes(row->has_enterprise_value, false);
    changes_decimal(row->enterprise_value_musd);
    changes(row->has_target, false);
    changes_decimal(row->target_score);
}

START_TEST(the_assessments)
{
    begin();
    ck_assert_uint_ge(assessed.count, 2);
    for (size_t i = 0; i < assessed.count; i++)
        changes_assessment(&assessed.rows[i]);
    changes(assessed.count, assessed.count - 1);
    changes(assessed.current, NULL);
    changes(assessed.current, &assessed.rows[0]);
    changes(assessed.doubled, !assessed.doubled);
    changes(scored.assessed, NULL);
    changes(scored.score, NULL);
    ends_as_it_was();
}
END_TEST

START_TEST(where_it_stands)
{
    begin();
    changes(standing.in_sector.rank, standing.in_sector.rank + 1);
    changes(standing.in_sector.percentile, standing.in_sector.percentile / 2);
    changes(scored.standing, NULL);
    ends_as_it_was();
}
END_TEST

START_TEST(the_columns)
{
    begin();
    struct column_set *columns = &model.columns;
    for (size_t i = 0; i < columns->count; i++) {
        struct column *column = &columns->columns[i];
        changes(column->name, "another");
        changes(column->label, "Another");
        changes_text(column->unit);
        changes_text(column->description);
        changes(column->kind, column->kind == COLUMN_UUID ? COLUMN_TEXT : COLUMN_UUID);
        changes(column->scale, column->scale + 1);
        changes(column->group,
                column->group == COLUMN_ATTRIBUTE ? COLUMN_FIRMOGRAPHIC : COLUMN_ATTRIBUTE);
    }
    changes(columns->attribute_start, columns->attribute_start - 1);
    changes(columns->has_attribute_table, !columns->has_attribute_table);
    changes(columns->count, columns->count - 1);
    ends_as_it_was();
}
END_TEST

START_TEST(what_the_sector_has_in_common)
{
    begin();
    struct sector_standing *sector = &scores.board.sectors[0];
    changes(sector->count, sector->count + 1);
    for (size_t i = 0; i < model.configs.dimension_count; i++)
        changes(sector->average_dimensions[i], sector->average_dimensions[i] + 0.01);
    changes(context.as_of, "As of 2026-07-01");
    changes(context.scores, NULL);
    changes(scope.parts[0].name, "setting APP_NAMES");
    changes(scope.parts[0].fingerprint, fingerprint_of("y", 1));
    changes(scope.parts[0].looked_at, true);
    changes(model.configs.sectors[0].focus_group_id, "pe_another");
    ends_as_it_was();
}
END_TEST

START_TEST(what_does_not_show_changes_nothing)
{
    begin();
    scope.parts[1].fingerprint = fingerprint_of("8", 1);
    ends_as_it_was();
    double *averages = scores.board.sectors[0].average_dimensions;
    averages[0] += averages[0] - round(averages[0] * 100) / 100 > 0 ? -1e-9 : 1e-9;
    ends_as_it_was();
    standing.in_portfolio.rank++;
    standing.change += 1; /* follows from the assessments */
    ends_as_it_was();
    organization = model_case_full(arena); /* the same in another place */
    ends_as_it_was();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("app/page_fingerprint");
    TCase *tests = tcase_create("fingerprint");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, the_organization);
    tcase_add_test(tests, values_do_not_run_together);
    tcase_add_test(tests, the_assessments);
    tcase_add_test(tests, where_it_stands);
    tcase_add_test(tests, the_columns);
    tcase_add_test(tests, what_the_sector_has_in_common);
    tcase_add_test(tests, what_does_not_show_changes_nothing);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
