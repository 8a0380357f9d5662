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

static void setup(void)
{
    arena = arena_new();
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
    ck_assert_msg(pdf_handout(handout, paper, &out, &err), "%s", err.message);
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

static Suite *suite(void)
{
    Suite *s = suite_create("pdf");
    TCase *t = tcase_create("pdf");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, layout_is_as_agreed, 0, (int)handout_case_count);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    charts_close();
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
