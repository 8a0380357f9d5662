/* Layouts against golden files, and what every handout must keep to. ORGAIR_REGEN=1 writes the
 * golden files anew; ORGAIR_HANDOUTS=<folder> writes each handout as PDF to look at. */
#include "base/file.h"
#include "render/charts/charts.h"
#include "render/pdf/layout.h"
#include "render/pdf/pdf.h"
#include "support/handout_cases.h"

#include <check.h>
#include <locale.h>

static struct arena *arena;
static struct strbuf out;
static struct pdf_text *shaped; /* serves every handout of a test */

static void setup(void)
{
    arena = arena_new();
    shaped = pdf_text_open(arena);
    strbuf_init(&out);
}

static void teardown(void)
{
    strbuf_release(&out);
    arena_free(arena);
}

static void add_pdf(const struct handout *handout, enum pdf_paper paper)
{
    struct error err = ERROR_INIT;
    ck_assert_msg(pdf_handout(handout, paper, shaped, &out, &err), "%s", err.message);
}

static void show(const struct handout *handout, const char *name)
{
    const char *folder = getenv("ORGAIR_HANDOUTS");
    if (!folder)
        return;
    strbuf_reset(&out);
    add_pdf(handout, PDF_A4);
    ck_assert(
        file_write(arena_printf(arena, "%s/%s.pdf", folder, name), out.text, out.length, NULL));
}

START_TEST(layout_is_as_agreed)
{
    const struct handout_case *each = &handout_cases[_i];
    const struct handout *handout = each->make(arena);
    show(handout, each->name);
    strbuf_reset(&out);
    pdf_handout_dump(handout, PDF_A4, &out);
    const char *path = arena_printf(arena, "tests/golden/pdf/%s.txt", each->name);
    struct error err = ERROR_INIT;
    if (getenv("ORGAIR_REGEN"))
        ck_assert_msg(file_write(path, out.text, out.length, &err), "%s", err.message);
    char *golden = NULL;
    ck_assert_msg(file_read(arena, path, 1 << 20, &golden, NULL, &err), "%s", err.message);
    ck_assert_str_eq(out.text, golden);
}
END_TEST

static const struct pdf_plan *layout_of(const struct handout *handout, enum pdf_paper paper)
{
    return pdf_layout(handout, paper, shaped, arena);
}

START_TEST(nothing_leaves_the_column)
{
    enum pdf_paper paper = _i % 2 ? PDF_LETTER : PDF_A4;
    const struct pdf_plan *plan = layout_of(handout_cases[_i / 2].make(arena), paper);
    const struct pdf_sheet *sheet = &plan->sheet;
    for (size_t i = 0; i < plan->page_count; i++)
        for (size_t j = 0; j < plan->pages[i].count; j++) {
            const struct pdf_item *item = &plan->pages[i].items[j];
            if (item->kind != PDF_TEXT)
                continue;
            ck_assert_msg(item->x >= sheet->left - 0.1, "page %zu: '%s'", i + 1, item->text);
            ck_assert_msg(item->x + item->width <= sheet->left + sheet->column + 0.1,
                          "page %zu: '%s'", i + 1, item->text);
            ck_assert_msg(item->y <= sheet->top + sheet->body || item->style == STYLE_RUNNING,
                          "page %zu: '%s' at %f", i + 1, item->text, item->y);
        }
}
END_TEST

/* The last words of a page, its foot excluded. */
static const struct pdf_item *last_words(const struct pdf_page *page)
{
    const struct pdf_item *last = NULL;
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].kind == PDF_TEXT && page->items[i].style != STYLE_RUNNING)
            last = &page->items[i];
    return last;
}

/* Paragraphs of one line, then headings with a table: at another height for each number of them. */
static const struct handout *with_headings_after(size_t paragraphs)
{
    struct handout *handout = arena_alloc(arena, sizeof *handout);
    *handout = (struct handout){
        .title = "H", .site_name = "S", .as_of = "D", .parameters = "P", .arena = arena};
    for (size_t i = 0; i < paragraphs; i++)
        handout_add(handout, (struct handout_block){.kind = HANDOUT_PARAGRAPH, .text = "A line."});
    for (int level = 1; level <= 3; level++)
        handout_add(handout, (struct handout_block){
                                 .kind = HANDOUT_HEADING, .level = level, .text = "Heading"});
    const struct handout *sector = case_sector_of(arena, 3);
    for (size_t i = 0; i < sector->count; i++)
        if (sector->blocks[i].kind == HANDOUT_TABLE) {
            handout_add(handout, sector->blocks[i]);
            break;
        }
    handout_finish(handout);
    return handout;
}

START_TEST(no_heading_ends_a_page)
{
    size_t broken = 0;
    for (size_t paragraphs = 20; paragraphs < 40; paragraphs++) {
        const struct pdf_plan *plan = layout_of(with_headings_after(paragraphs), PDF_A4);
        broken += plan->page_count > 1;
        for (size_t i = 0; i < plan->page_count; i++) {
            const struct pdf_item *last = last_words(&plan->pages[i]);
            ck_assert_msg(last && last->style != STYLE_H1 && last->style != STYLE_H2 &&
                              last->style != STYLE_H3 && last->style != STYLE_HEAD,
                          "%zu paragraphs, page %zu ends on '%s'", paragraphs, i + 1,
                          last ? last->text : "nothing");
        }
    }
    ck_assert_uint_gt(broken, 5);
}
END_TEST

static size_t pages_with(const struct pdf_plan *plan, enum pdf_style style, const char *text,
                         size_t *count)
{
    size_t pages = 0;
    *count = 0;
    for (size_t i = 0; i < plan->page_count; i++) {
        size_t before = *count;
        for (size_t j = 0; j < plan->pages[i].count; j++) {
            const struct pdf_item *item = &plan->pages[i].items[j];
            *count +=
                item->kind == PDF_TEXT && item->style == style && strcmp(item->text, text) == 0;
        }
        pages += *count > before;
    }
    return pages;
}

START_TEST(the_head_is_repeated_and_rows_stay_whole)
{
    const struct handout *handout = case_sector_of(arena, 200);
    const struct pdf_plan *plan = layout_of(handout, PDF_A4);
    size_t stated = 0;
    for (size_t i = 0; i < handout->count; i++)
        if (handout->blocks[i].table && handout->blocks[i].table->row_count == 200)
            for (size_t j = 0; j < 200; j++)
                stated +=
                    strcmp(handout->blocks[i].table->cells[7 * j + 2].text, "Essen, Germany") == 0;
    size_t heads, rows;
    size_t head_pages = pages_with(plan, STYLE_HEAD, "Headquarters", &heads);
    size_t row_pages = pages_with(plan, STYLE_CELL, "Essen, Germany", &rows);
    ck_assert_uint_gt(row_pages, 4);
    ck_assert_uint_eq(head_pages, row_pages);
    ck_assert_uint_eq(heads, head_pages);
    ck_assert_uint_gt(stated, 100);
    ck_assert_uint_eq(rows, stated);
}
END_TEST

static const struct handout *with_tall_cell(size_t words)
{
    struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < words; i++)
        strbuf_addf(&text, "word%zu ", i);
    struct view_table *table = arena_alloc(arena, sizeof *table);
    struct view_table_builder builder;
    *table = (struct view_table){.columns = arena_array(arena, 2, sizeof *table->columns),
                                 .column_count = 2};
    table->columns[0] = (struct view_column){.title = "Name"};
    table->columns[1] = (struct view_column){.title = "Rationale", .wide = true};
    table_begin(&builder, arena, table);
    table_row(&builder,
              (struct view_cell[]){cell_text("A"), cell_text(arena_strdup(arena, text.text))});
    table_row(&builder, (struct view_cell[]){cell_text("B"), cell_text("short")});
    strbuf_release(&text);
    struct handout *handout = arena_alloc(arena, sizeof *handout);
    *handout = (struct handout){
        .title = "Tall", .site_name = "S", .as_of = "D", .parameters = "P", .arena = arena};
    handout_add(handout, (struct handout_block){.kind = HANDOUT_TABLE, .table = table});
    handout_finish(handout);
    return handout;
}

START_TEST(a_row_taller_than_a_page_goes_on)
{
    const struct handout *handout = with_tall_cell(4000);
    const struct pdf_plan *plan = layout_of(handout, PDF_A4);
    ck_assert_uint_ge(plan->page_count, 3);
    size_t heads;
    ck_assert_uint_eq(pages_with(plan, STYLE_HEAD, "Rationale", &heads), plan->page_count);
    pdf_plan_dump(plan, &out);
    for (size_t i = 0; i < 4000; i++)
        ck_assert_msg(strstr(out.text, arena_printf(arena, "word%zu", i)) != NULL, "word%zu", i);
    strbuf_reset(&out);
    add_pdf(handout, PDF_A4);
}
END_TEST

START_TEST(decimal_points_stand_in_line)
{
    static const char *const numbers[] = {"1.5", "22.25", "333", "0.1234"};
    struct view_table table = {.columns = arena_array(arena, 2, sizeof *table.columns),
                               .column_count = 2};
    table.columns[0] = (struct view_column){.title = "Name"};
    table.columns[1] = (struct view_column){.title = "Value", .align = ALIGN_END};
    struct view_table_builder builder;
    table_begin(&builder, arena, &table);
    for (size_t i = 0; i < 4; i++) {
        struct view_cell cell = {.kind = CELL_DECIMAL, .text = numbers[i], .share = -1};
        table_row(&builder, (struct view_cell[]){cell_text("N"), cell});
    }
    struct handout handout = {
        .title = "N", .site_name = "S", .as_of = "D", .parameters = "P", .arena = arena};
    handout_add(&handout, (struct handout_block){.kind = HANDOUT_TABLE, .table = &table});
    const struct pdf_plan *plan = layout_of(&handout, PDF_A4);
    double points[4] = {0};
    for (size_t j = 0; j < plan->pages[0].count; j++)
        for (size_t i = 0; i < 4; i++) {
            const struct pdf_item *item = &plan->pages[0].items[j];
            if (item->kind != PDF_TEXT || strcmp(item->text, numbers[i]) != 0)
                continue;
            char *whole = arena_strndup(arena, numbers[i], strcspn(numbers[i], "."));
            points[i] = item->x + pdf_width(plan->text, STYLE_CELL, whole);
        }
    ck_assert_double_gt(points[0], 0);
    for (size_t i = 1; i < 4; i++)
        ck_assert_double_eq_tol(points[i], points[0], 0.05);
}
END_TEST

START_TEST(the_bytes_repeat)
{
    const struct handout_case *each = &handout_cases[_i];
    add_pdf(each->make(arena), PDF_A4);
    size_t length = out.length;
    char *first = arena_alloc(arena, length);
    memcpy(first, out.text, length);
    strbuf_reset(&out);
    add_pdf(handout_cases[(_i + 1) % (int)handout_case_count].make(arena), PDF_LETTER);
    strbuf_reset(&out);
    setenv("TZ", "Asia/Kathmandu", 1);
    setlocale(LC_ALL, "tr_TR.UTF-8");
    add_pdf(each->make(arena), PDF_A4);
    setlocale(LC_ALL, "C");
    unsetenv("TZ");
    ck_assert_uint_eq(out.length, length);
    ck_assert_int_eq(memcmp(out.text, first, length), 0);
}
END_TEST

static const struct handout *with_paragraph(const char *words)
{
    struct handout *handout = arena_alloc(arena, sizeof *handout);
    *handout = (struct handout){
        .title = "T", .site_name = "S", .as_of = "D", .parameters = "P", .arena = arena};
    handout_add(handout, (struct handout_block){.kind = HANDOUT_PARAGRAPH, .text = words});
    handout_finish(handout);
    return handout;
}

/* What was set from right to left before must not move a column: the same text, measured first in
 * a process or later, is as wide. */
START_TEST(a_text_from_the_right_leaves_no_trace)
{
    const char *mixed = "\u0627\u0644\u0634\u0631\u0642 Holdings 21 N.V.";
    pdf_text_begin(shaped, arena);
    double before = pdf_width(shaped, STYLE_CELL, mixed);
    add_pdf(with_paragraph("\u0627\u0644\u0634\u0631\u0642 \u0627\u0644\u0642\u0627\u0628"),
            PDF_A4);
    struct pdf_text *later = shaped;
    for (int i = 0; i < 2; i++) {
        ck_assert_double_eq(pdf_width(later, STYLE_CELL, mixed), before);
        char *longer = arena_printf(arena, "%s ", mixed); /* not remembered */
        double other = pdf_width(later, STYLE_CELL, longer);
        later = pdf_text_open(arena);
        pdf_text_begin(later, arena);
        ck_assert_double_eq(pdf_width(later, STYLE_CELL, longer), other);
    }
}
END_TEST

/* Pango draws boxes for what no font has; it must not end the painting, nor move what follows. */
START_TEST(characters_of_no_font_leave_the_others_alone)
{
    const char *words = "A \u0915\u094d\u0937 B"; /* Devanagari */
    add_pdf(with_paragraph(words), PDF_A4);
    size_t length = out.length;
    char *first = arena_strndup(arena, out.text, length);
    pdf_text_begin(shaped, arena);
    double known = pdf_width(shaped, STYLE_BODY, "A ") + pdf_width(shaped, STYLE_BODY, " B");
    ck_assert_double_gt(pdf_width(shaped, STYLE_BODY, words), known);
    strbuf_reset(&out);
    add_pdf(with_paragraph(words), PDF_A4); /* from what is remembered */
    ck_assert_uint_eq(out.length, length);
    ck_assert_int_eq(memcmp(out.text, first, length), 0);
}
END_TEST

START_TEST(links_lead_to_pages_of_the_handout_only)
{
    const struct pdf_plan *plan = layout_of(case_sector_of(arena, 10), PDF_A4);
    const struct pdf_place *place = pdf_find_place(plan, "Weights");
    ck_assert_ptr_nonnull(place);
    ck_assert_uint_eq(place->page, 1); /* below the little that must be known */
    ck_assert_ptr_nonnull(pdf_find_place(plan, "organizations/5a/5a0e7c54.html"));
    ck_assert_ptr_null(pdf_find_place(plan, "organizations/00/none.html"));
    ck_assert_ptr_null(pdf_find_place(plan, NULL));
}
END_TEST

START_TEST(fonts_are_asked_for_by_name)
{
    ck_assert(pdf_has_font(PDF_FONT));
    ck_assert(pdf_has_font(PDF_FALLBACK_FONT));
    ck_assert(!pdf_has_font("No Such Face"));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("pdf");
    TCase *t = tcase_create("pdf");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, layout_is_as_agreed, 0, (int)handout_case_count);
    tcase_add_loop_test(t, nothing_leaves_the_column, 0, 2 * (int)handout_case_count);
    tcase_add_test(t, no_heading_ends_a_page);
    tcase_add_test(t, the_head_is_repeated_and_rows_stay_whole);
    tcase_add_test(t, a_row_taller_than_a_page_goes_on);
    tcase_add_test(t, decimal_points_stand_in_line);
    tcase_add_loop_test(t, the_bytes_repeat, 0, (int)handout_case_count);
    tcase_add_test(t, a_text_from_the_right_leaves_no_trace);
    tcase_add_test(t, characters_of_no_font_leave_the_others_alone);
    tcase_add_test(t, links_lead_to_pages_of_the_handout_only);
    tcase_add_test(t, fonts_are_asked_for_by_name);
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
