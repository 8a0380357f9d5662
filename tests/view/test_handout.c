/* What a handout says, and in which order. */
#include "base/text.h"
#include "render/charts/charts.h"
#include "support/handout_cases.h"

#include <check.h>

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

static const struct handout_block *heading(const struct handout *handout, const char *text,
                                           int level)
{
    for (size_t i = 0; i < handout->count; i++) {
        const struct handout_block *block = &handout->blocks[i];
        if (block->kind == HANDOUT_HEADING && block->level == level &&
            text_equal(block->text, text))
            return block;
    }
    ck_abort_msg("no heading '%s' of level %d", text, level);
}

START_TEST(a_sector_has_its_parts_in_order)
{
    const struct handout *handout = case_sector_of(arena, 10);
    static const char *const titles[] = {
        "What the committee must know", "Weights",  "Organizations",
        "Organizations for review",     "Findings", "Method in brief"};
    size_t next = 0;
    for (size_t i = 0; i < handout->count; i++)
        if (handout->blocks[i].kind == HANDOUT_SECTION ||
            (handout->blocks[i].kind == HANDOUT_HEADING && handout->blocks[i].level == 1)) {
            ck_assert_uint_lt(next, 6);
            ck_assert_str_eq(handout->blocks[i].text, titles[next++]);
        }
    ck_assert_uint_eq(next, 6);
    ck_assert_int_eq(handout->blocks[0].kind, HANDOUT_COVER);
    ck_assert_str_eq(handout->blocks[0].text, "Energy & Utilities");
}
END_TEST

START_TEST(cells_are_those_of_the_page)
{
    const struct handout *handout = case_sector_of(arena, 10);
    const struct handout_block *weights = heading(handout, "How it weighs, and why", 2) + 1;
    ck_assert_int_eq(weights->kind, HANDOUT_TABLE);
    ck_assert_str_eq(weights->table->cells[1].text, "0.220");
    const struct handout_block *list = heading(handout, "By name", 2) + 1;
    ck_assert_uint_eq(list->table->row_count, 10);
}
END_TEST

START_TEST(a_long_list_is_cut_and_says_so)
{
    const struct handout *handout = case_sector_of(arena, 1234);
    const struct handout_block *list = heading(handout, "By name", 2) + 1;
    ck_assert_uint_eq(list->table->row_count, 200);
    ck_assert_int_eq(list[1].kind, HANDOUT_PARAGRAPH);
    ck_assert_str_eq(list[1].text, "200 of 1,234 organizations, those with the best scores; all "
                                   "are in energy.xlsx and on the site.");
}
END_TEST

START_TEST(the_content_id_is_of_what_it_says)
{
    const struct handout *same = case_sector_of(arena, 10);
    struct handout *other = case_sector_of(arena, 10);
    ck_assert_uint_eq(strlen(same->content_id), 8);
    ck_assert_str_eq(same->content_id, other->content_id);
    const struct handout_block *list = heading(other, "By name", 2) + 1;
    list->table->cells[3].text = "1,201";
    handout_finish(other);
    ck_assert_str_ne(same->content_id, other->content_id);
    list->table->cells[3].text = "1,200";
    handout_finish(other);
    ck_assert_str_eq(same->content_id, other->content_id);
    other->as_of = "As of 2026-07-01";
    handout_finish(other);
    ck_assert_str_ne(same->content_id, other->content_id);
}
END_TEST

START_TEST(an_invalid_sector_leads_with_its_banner)
{
    const struct handout *handout = handout_cases[1].make(arena);
    const struct handout_block *first = heading(handout, "What the committee must know", 1) + 1;
    ck_assert_int_eq(first->kind, HANDOUT_BANNER);
    ck_assert_int_eq(first->tone, TONE_ERROR);
}
END_TEST

START_TEST(pages_are_anchored_where_links_lead)
{
    const struct handout *handout = case_sector_of(arena, 10);
    size_t anchors = 0;
    for (size_t i = 0; i < handout->count; i++)
        anchors += text_equal(handout->blocks[i].anchor, "organizations/5a/5a0e7c54.html");
    ck_assert_uint_eq(anchors, 1);
}
END_TEST

/* One sector whose organizations ask for these reviews, by rank from the best score. */
static struct handout_choice reviews_of(const unsigned *reviews, size_t count, size_t most)
{
    static const char *const names[] = {"A", "B", "C", "D", "E", "F", "G", "H"};
    struct standing *rows = arena_array(arena, count, sizeof *rows);
    struct sector_standing standing = {.scored = true, .count = count, .kept = count};
    struct scoreboard scores = {.rows = rows, .count = count, .kept = count, .sectors = &standing};
    struct sector sector = {0};
    struct config_set configs = {.sectors = &sector, .sector_count = 1};
    struct view_context context = {.configs = &configs, .scores = &scores};
    for (size_t i = 0; i < count; i++) {
        rows[i].name = rows[i].organization_id = names[i];
        rows[i].org_ai_r = 90 - (double)i;
        rows[i].reviews = reviews[i];
        standing.reviews += reviews[i] != 0;
    }
    return handout_choose_reviews(&context, &sector, most, arena);
}

static const char *names_of(struct handout_choice choice)
{
    char *names = arena_alloc(arena, choice.count + 1);
    for (size_t i = 0; i < choice.count; i++)
        names[i] = choice.rows[i]->name[0];
    names[choice.count] = '\0';
    return names;
}

START_TEST(the_most_severe_reviews_come_first_where_room_is_short)
{
    static const unsigned reviews[] = {REVIEW_HIGH,                  /* A */
                                       REVIEW_IMPUTED,               /* B */
                                       0,                            /* C: nobody asks */
                                       REVIEW_EBITDA,                /* D */
                                       REVIEW_CHANGE,                /* E */
                                       REVIEW_CHANGE | REVIEW_HIGH,  /* F: two reasons */
                                       REVIEW_LOW,                   /* G */
                                       REVIEW_LOW | REVIEW_IMPUTED}; /* H */
    struct handout_choice six = reviews_of(reviews, 8, 6);
    ck_assert_str_eq(names_of(six), "HGFEDA");
    ck_assert_uint_eq(six.total, 7);
    ck_assert_str_eq(names_of(reviews_of(reviews, 8, 1)), "H");
    /* Room for all: as they rank. */
    ck_assert_str_eq(names_of(reviews_of(reviews, 8, 7)), "ABDEFGH");
    ck_assert_str_eq(names_of(reviews_of(reviews, 8, 0)), "ABDEFGH");
    /* Equals by rank. */
    static const unsigned equal[] = {REVIEW_HIGH, REVIEW_HIGH, REVIEW_HIGH};
    ck_assert_str_eq(names_of(reviews_of(equal, 3, 2)), "AB");
}
END_TEST

START_TEST(a_short_list_of_reviews_stands_once)
{
    const struct handout *handout = case_sector_of(arena, 10);
    size_t visible = 0, sections = 0;
    for (size_t i = 0; i < handout->count; i++)
        if (text_equal(handout->blocks[i].text, "Organizations for review")) {
            visible += handout->blocks[i].kind == HANDOUT_HEADING;
            sections += handout->blocks[i].kind == HANDOUT_SECTION;
            ck_assert_int_eq(handout->blocks[i - 1].kind, HANDOUT_PAGE_BREAK);
            ck_assert_int_eq(handout->blocks[i + 1].kind, HANDOUT_HEADING);
            ck_assert_int_eq(handout->blocks[i + 1].level, 2);
        }
    ck_assert_uint_eq(visible, 0);
    ck_assert_uint_eq(sections, 1);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("handout");
    TCase *t = tcase_create("handout");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_sector_has_its_parts_in_order);
    tcase_add_test(t, cells_are_those_of_the_page);
    tcase_add_test(t, a_long_list_is_cut_and_says_so);
    tcase_add_test(t, the_content_id_is_of_what_it_says);
    tcase_add_test(t, an_invalid_sector_leads_with_its_banner);
    tcase_add_test(t, pages_are_anchored_where_links_lead);
    tcase_add_test(t, the_most_severe_reviews_come_first_where_room_is_short);
    tcase_add_test(t, a_short_list_of_reviews_stands_once);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
