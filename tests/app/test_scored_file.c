/* What scoring found comes back as it was, whoever is asked for; a file that is cut is refused. */
#include "app/scored_file.h"

#include "base/file.h"
#include "base/text.h"
#include "support/folder.h"
#include "support/score_cases.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct arena *arena;
static const char *path;
static struct model_case model;
static struct score_case scores;
static struct error err;

static void setup(void)
{
    arena = arena_new();
    path = path_join(arena, folder_of_test(arena), "scored-0");
    model_case_make(arena, &model);
    score_case_make(arena, &model, &scores);
    error_clear(&err);
}

static void teardown(void)
{
    arena_free(arena);
}

static void save(void)
{
    struct scored_writer *writer = scored_file_begin(path);
    for (size_t i = 0; i < SCORE_CASES; i++)
        ck_assert(scored_file_add(writer, &scores.scored.scored[i], &err));
    ck_assert_msg(scored_file_end(writer, true, &err), "%s", err.message);
}

static struct scored_file *open_it(void)
{
    struct scored_file *file;
    ck_assert_msg(scored_file_open(arena, path, &scores.scored.rules, &file, &err), "%s",
                  err.message);
    return file;
}

static struct scored_organization found(const struct scored_file *file, const char *id)
{
    struct scored_organization scored;
    ck_assert_msg(scored_file_find(file, id, arena, &scored, &err), "%s", err.message);
    ck_assert_ptr_eq(scored.rules, &scores.scored.rules);
    return scored;
}

static void same_text(const char *before, const char *after)
{
    ck_assert_msg(text_equal(before, after), "'%s' came back as '%s'", before ? before : "none",
                  after ? after : "none");
}

static void same_row(const struct assessment *before, const struct assessment *after)
{
    size_t dimensions = model.configs.dimension_count;
    same_text(before->assessment_id, after->assessment_id);
    same_text(before->effective_from, after->effective_from);
    same_text(before->effective_to, after->effective_to);
    ck_assert_mem_eq(before->missing, after->missing, dimensions * sizeof *before->missing);
    for (size_t i = 0; i < dimensions; i++) {
        ck_assert_int_eq(before->scores[i].units, after->scores[i].units);
        ck_assert_int_eq(before->scores[i].scale, after->scores[i].scale);
    }
    ck_assert_int_eq(before->evidence_count, after->evidence_count);
    ck_assert_int_eq(before->has_alignment, after->has_alignment);
    ck_assert_int_eq(before->alignment.units, after->alignment.units);
    ck_assert_int_eq(before->target_score.units, after->target_score.units);
    ck_assert_int_eq(before->timing_factor.units, after->timing_factor.units);
}

static void same_score(const struct score *before, const struct score *after)
{
    ck_assert_int_eq(before == NULL, after == NULL);
    if (!before)
        return;
    ck_assert_double_eq(before->org_ai_r, after->org_ai_r);
    ck_assert_double_eq(before->interval[SCORE_SYNERGY].high, after->interval[SCORE_SYNERGY].high);
    ck_assert_int_eq(before->reviews, after->reviews);
    ck_assert_uint_eq(before->dimension_count, after->dimension_count);
    for (size_t i = 0; i < before->dimension_count; i++) {
        ck_assert_double_eq(before->dimensions[i].sensitivity, after->dimensions[i].sensitivity);
        ck_assert_int_eq(before->dimensions[i].imputed, after->dimensions[i].imputed);
    }
}

/* The number of a row among an organization's, from 1; 0: none. */
static size_t number_of(const struct assessed_organization *assessed, const struct assessment *row)
{
    return row ? (size_t)(row - assessed->rows) + 1 : 0;
}

START_TEST(everything_comes_back)
{
    save();
    const struct scored_file *file = open_it();
    for (size_t i = SCORE_CASES; i-- > 0;) {
        const struct scored_organization before = score_case_of(&scores, i);
        const struct scored_organization after = found(file, before.assessed->organization_id);
        ck_assert_ptr_nonnull(after.assessed);
        same_text(before.assessed->organization_id, after.assessed->organization_id);
        same_text(before.assessed->name, after.assessed->name);
        same_text(before.refusal, after.refusal);
        ck_assert_ptr_null(after.standing);
        ck_assert_uint_eq(before.assessed->count, after.assessed->count);
        ck_assert_uint_eq(number_of(before.assessed, before.assessed->current),
                          number_of(after.assessed, after.assessed->current));
        ck_assert_uint_eq(number_of(before.assessed, before.assessed->previous),
                          number_of(after.assessed, after.assessed->previous));
        for (size_t j = 0; j < before.assessed->count; j++) {
            same_row(&before.assessed->rows[j], &after.assessed->rows[j]);
            ck_assert_int_eq(before.history[j].scored, after.history[j].scored);
            ck_assert_double_eq(before.history[j].org_ai_r, after.history[j].org_ai_r);
        }
        same_score(before.score, after.score);
    }
}
END_TEST

START_TEST(nothing_is_known_of_others)
{
    save();
    const struct scored_file *file = open_it();
    static const char *const others[] = {"00000000-0000-0000-0000-000000000000",
                                         "ffffffff-ffff-ffff-ffff-ffffffffffff", "no uuid"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct scored_organization scored = found(file, others[i]);
        ck_assert(!scored.assessed && !scored.score && !scored.standing && !scored.history);
    }
}
END_TEST

START_TEST(none_is_a_file_too)
{
    struct scored_writer *writer = scored_file_begin(path);
    ck_assert(scored_file_end(writer, true, &err));
    ck_assert_ptr_null(found(open_it(), scores.scored.organizations[0].organization_id).assessed);
}
END_TEST

START_TEST(what_has_no_uuid_is_refused)
{
    struct assessed_organization assessed = *scores.scored.scored[0].assessed;
    struct scored_organization scored = scores.scored.scored[0];
    assessed.organization_id = "one";
    scored.assessed = &assessed;
    struct scored_writer *writer = scored_file_begin(path);
    bool ok = scored_file_add(writer, &scored, &err);
    ck_assert(!scored_file_end(writer, ok, &err));
    ck_assert_str_eq(err.message, "organization 'one' has no UUID");
    ck_assert(!file_exists(path));
}
END_TEST

START_TEST(a_file_that_is_cut_is_refused)
{
    struct scored_file *file;
    struct scored_organization scored;
    save();
    file = open_it();
    ck_assert_int_eq(truncate(path, 100), 0);
    ck_assert(!scored_file_find(file, scores.scored.organizations[0].organization_id, arena,
                                &scored, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "is cut off"));
    ck_assert_int_eq(truncate(path, 3), 0);
    ck_assert(!scored_file_open(arena, path, &scores.scored.rules, &file, &err));
    unlink(path);
    ck_assert(!scored_file_open(arena, path, &scores.scored.rules, &file, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "cannot open"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("app/scored_file");
    TCase *tcase = tcase_create("all");
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, everything_comes_back);
    tcase_add_test(tcase, nothing_is_known_of_others);
    tcase_add_test(tcase, none_is_a_file_too);
    tcase_add_test(tcase, what_has_no_uuid_is_refused);
    tcase_add_test(tcase, a_file_that_is_cut_is_refused);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
