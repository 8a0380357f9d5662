/* What changed as one list: the same words as on the page, shared out where there is little room.
 */
#include "view/changes_list.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "view/changes.h"
#include "view/handout_parts.h"
#include "view/workbook.h"

#include <check.h>
#include <stdlib.h>

static struct arena *arena;
static struct published_sector energy = {
    .focus_group_id = "pe_energy", .slug = "energy", .name = "Energy"};
static const struct named_values dimensions;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

static struct organization_key organization(size_t index)
{
    return (struct organization_key){arena_printf(arena, "id%zu", index),
                                     arena_printf(arena, "Org %zu", index), &energy};
}

/* So many of each: scores that moved, ranks alone, thresholds, organizations, configuration,
 * findings. */
static struct changes_record record_of(const size_t counts[6])
{
    struct changes_record record = {.before = "20261120T020000Z-1a2b3c4d"};
    struct changes *changes = &record.changes;
    changes->dimensions = &dimensions;
    changes->score_count = counts[0] + counts[1];
    changes->moved_count = counts[0];
    changes->scores = arena_array(arena, changes->score_count, sizeof *changes->scores);
    for (size_t i = 0; i < changes->score_count; i++)
        changes->scores[i] = (struct score_change){.organization = organization(i),
                                                   .scored_before = true,
                                                   .scored_after = true,
                                                   .before = 50,
                                                   .after = i < counts[0] ? 51.5 : 50,
                                                   .change = i < counts[0] ? 1.5 : 0,
                                                   .moved = i < counts[0],
                                                   .rank_before = 1,
                                                   .rank_after = 2};
    changes->threshold_count = counts[2];
    changes->thresholds = arena_array(arena, counts[2], sizeof *changes->thresholds);
    for (size_t i = 0; i < counts[2]; i++)
        changes->thresholds[i] = (struct threshold_change){
            .organization = organization(i), .before = "Good", .after = "Excellent"};
    changes->organization_count = counts[3];
    changes->organizations = arena_array(arena, counts[3], sizeof *changes->organizations);
    for (size_t i = 0; i < counts[3]; i++)
        changes->organizations[i] = (struct organization_change){.organization = organization(i)};
    changes->configuration_count = counts[4];
    changes->configuration = arena_array(arena, counts[4], sizeof *changes->configuration);
    for (size_t i = 0; i < counts[4]; i++)
        changes->configuration[i] = (struct configuration_change){.kind = CONFIGURATION_WEIGHT,
                                                                  .sector = &energy,
                                                                  .name = "talent",
                                                                  .before = "0.2",
                                                                  .after = "0.25"};
    changes->finding_count = changes->opened_count = counts[5];
    changes->findings = arena_array(arena, counts[5], sizeof *changes->findings);
    for (size_t i = 0; i < counts[5]; i++)
        changes->findings[i] = (struct finding_change){
            true, {.severity = SEVERITY_WARNING, .code = "c", .subject = "S", .message = "m"}};
    return record;
}

static const char *text_of(const struct view_table *table)
{
    struct strbuf out;
    strbuf_init(&out);
    for (size_t i = 0; i < table->row_count; i++)
        for (size_t j = 0; j < table->column_count; j++)
            strbuf_addf(&out, "%s%s", table->cells[i * table->column_count + j].text,
                        j + 1 < table->column_count ? " | " : "\n");
    const char *text = arena_strdup(arena, out.text);
    strbuf_release(&out);
    return text;
}

static const char *list(const struct view_change_list *what)
{
    struct view_table table = {0};
    view_change_columns(arena, what->paper, !what->data, &table);
    view_change_rows(what, arena, &table);
    return text_of(&table);
}

START_TEST(a_sheet_lists_every_kind)
{
    static const size_t counts[6] = {1, 1, 1, 1, 1, 1};
    struct changes_record record = record_of(counts);
    struct view_change_list what = {.record = &record, .most = 10};
    ck_assert_str_eq(
        list(&what),
        "Comparison |  |  |  |  |  |  |  | "
        "Changes against release 20261120T020000Z-1a2b3c4d of 20 November 2026.\n"
        "Score | Org 0 | Energy | Org-AI-R | 50.00 | 51.50 | +1.50 | 1 to 2 | Not stated\n"
        "Rank | Org 1 | Energy | Rank in the sector | 50.00 | 50.00 | 0.00 | 1 to 2 | Not stated\n"
        "Threshold | Org 0 | Energy | Band | Good | Excellent |  |  | Not stated\n"
        "Organization | Org 0 | Energy | New |  |  |  |  | \n"
        "Configuration |  | Energy | Weight of Talent | 0.200 | 0.250 |  |  | \n"
        "Finding | S |  | Opened |  | Warning |  |  | M.\n");
    /* One sector: no column for it, and what is new to it joined it. */
    what.data = "changes/sectors/energy.json";
    ck_assert_ptr_nonnull(strstr(list(&what), "Organization | Org 0 | Joined |"));
    ck_assert_ptr_nonnull(strstr(list(&what), "Configuration | Energy | Weight of Talent |"));
}
END_TEST

START_TEST(a_sheet_says_how_many_it_leaves_out)
{
    static const size_t counts[6] = {5, 0, 2, 0, 0, 0};
    struct changes_record record = record_of(counts);
    struct view_change_list what = {
        .record = &record, .data = "changes/sectors/energy.json", .most = 2};
    ck_assert_str_eq(list(&what),
                     "Comparison |  |  |  |  |  |  | "
                     "Changes against release 20261120T020000Z-1a2b3c4d of 20 November 2026.\n"
                     "Score | Org 0 | Org-AI-R | 50.00 | 51.50 | +1.50 | 1 to 2 | Not stated\n"
                     "Score | Org 1 | Org-AI-R | 50.00 | 51.50 | +1.50 | 1 to 2 | Not stated\n"
                     "Score |  |  |  |  |  |  | and 3 more in changes/sectors/energy.json\n"
                     "Threshold | Org 0 | Band | Good | Excellent |  |  | Not stated\n"
                     "Threshold | Org 1 | Band | Good | Excellent |  |  | Not stated\n");
}
END_TEST

static const struct {
    size_t counts[6];
    size_t shown[5]; /* without ranks */
} shares[] = {
    {{0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}},
    {{0, 9, 0, 0, 0, 0}, {0, 0, 0, 0, 0}}, /* ranks alone are left out */
    {{1, 2, 3, 4, 5, 6}, {1, 3, 4, 5, 6}}, /* room for all */
    {{99, 0, 0, 0, 0, 0}, {20, 0, 0, 0, 0}},
    {{99, 0, 99, 99, 99, 99}, {6, 6, 3, 3, 2}},
    {{99, 0, 2, 0, 1, 0}, {17, 2, 0, 1, 0}}, /* what others leave */
    {{0, 0, 0, 0, 99, 99}, {0, 0, 0, 18, 2}},
};

START_TEST(paper_has_twenty_rows)
{
    static const char *const whats[5] = {"Org-AI-R |", "Band |", "Joined |", "Weight of",
                                         "Opened |"};
    struct changes_record record = record_of(shares[_i].counts);
    struct view_change_list what = {
        .record = &record, .data = "changes/sectors/energy.json", .paper = true, .most = 20};
    const char *text = list(&what);
    for (size_t kind = 0; kind < 5; kind++) {
        size_t count = 0;
        for (const char *at = text; (at = strstr(at, whats[kind])); at++)
            count++;
        ck_assert_msg(count == shares[_i].shown[kind], "%zu of %s in:\n%s", count, whats[kind],
                      text);
    }
}
END_TEST

/* The blocks of the section, one a line. */
static const char *section(const struct changes_record *record)
{
    struct handout handout = {.arena = arena};
    struct strbuf out;
    strbuf_init(&out);
    add_changes(&handout, record, "changes/sectors/energy.json", "energy.xlsx");
    for (size_t i = 0; i < handout.count; i++)
        strbuf_addf(&out, "%s\n",
                    handout.blocks[i].table ? text_of(handout.blocks[i].table)
                                            : handout.blocks[i].text);
    const char *text = arena_strdup(arena, out.text);
    strbuf_release(&out);
    return text;
}

START_TEST(paper_says_where_the_others_are)
{
    static const size_t many[6] = {1234, 5, 0, 0, 0, 0};
    static const size_t none[6] = {0};
    struct changes_record record = record_of(many);
    const char *text = section(&record);
    ck_assert_ptr_nonnull(
        strstr(text, "20 of 1,234 changes are shown, the largest of each kind; the others stand on "
                     "the sheet Changes of energy.xlsx and in changes/sectors/energy.json.\n"));
    record = record_of(none);
    ck_assert_str_eq(section(&record), ""); /* one sentence says so elsewhere */
    ck_assert_str_eq(section(NULL), "");
}
END_TEST

static const struct {
    struct changes_record record;
    const char *sentence;
} sentences[] = {
    {{.before = NULL}, "There is no earlier release to compare with."},
    {{.before = "20260101T000000Z-00000000-2"},
     "No changes against release 20260101T000000Z-00000000-2 of 1 January 2026."},
    {{.before = "20261231T000000Z-00000000", .changes = {.finding_count = 1}},
     "Changes against release 20261231T000000Z-00000000 of 31 December 2026."},
    {{.before = "20261331T000000Z-00000000"},
     "No changes against release 20261331T000000Z-00000000."},
    {{.before = "by hand"}, "No changes against release by hand."},
    {{.not_compared_with = "20261120T020000Z-1a2b3c4d"},
     "Changes are not known: release 20261120T020000Z-1a2b3c4d of 20 November 2026 cannot be "
     "compared with."},
};

START_TEST(a_sentence_says_what_was_compared)
{
    ck_assert_str_eq(view_changes_sentence(arena, &sentences[_i].record), sentences[_i].sentence);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("view/changes_list");
    TCase *tcase = tcase_create("lists");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_sheet_lists_every_kind);
    tcase_add_test(tcase, a_sheet_says_how_many_it_leaves_out);
    tcase_add_loop_test(tcase, paper_has_twenty_rows, 0, sizeof shares / sizeof shares[0]);
    tcase_add_test(tcase, paper_says_where_the_others_are);
    tcase_add_loop_test(tcase, a_sentence_says_what_was_compared, 0,
                        sizeof sentences / sizeof sentences[0]);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
