/* What loading refuses in a template, and in which words. */
#include "base/file.h"
#include "base/text.h"
#include "render/html/html.h"
#include "support/folder.h"
#include "support/html_samples.h"

#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

static struct arena *arena;
static struct error err;
static const char *folder;

static void copy_template(const char *name)
{
    char *text;
    size_t length;
    ck_assert_msg(
        file_read(arena, path_join(arena, "templates", name), 1 << 20, &text, &length, &err), "%s",
        err.message);
    ck_assert(file_put(path_join(arena, folder, name), text, length, &err));
}

/* A folder with all templates as they are, for the tests to spoil. */
static void setup(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
    folder = folder_of_test(arena);
    DIR *all = opendir("templates");
    ck_assert_ptr_nonnull(all);
    for (struct dirent *entry; (entry = readdir(all));)
        if (text_ends_with(entry->d_name, ".tpl"))
            copy_template(entry->d_name);
    closedir(all);
}

static void teardown(void)
{
    arena_free(arena);
}

/* The first `from` in a template becomes `to`. */
static void spoil(const char *name, const char *from, const char *to)
{
    char *text;
    char *path = path_join(arena, folder, name);
    ck_assert(file_read(arena, path, 1 << 20, &text, NULL, &err));
    char *at = strstr(text, from);
    ck_assert_msg(at != NULL, "'%s' is not in '%s'", from, name);
    *at = '\0';
    char *spoilt = arena_printf(arena, "%s%s%s", text, to, at + strlen(from));
    ck_assert_msg(file_write(path, spoilt, strlen(spoilt), &err), "%s", err.message);
}

static void assert_refused(const char *message)
{
    struct html *html = NULL;
    ck_assert(!html_open(arena, folder, &html, &err));
    ck_assert_ptr_null(html);
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(err.message, message);
}

/* What loading refuses: the first `from` of a file becomes `to`. */
static const struct {
    const char *file, *from, *to, *message;
} refusals[] = {
    {"sector.tpl", "{{>BANNERS}}", "{{>BANERS}}",
     "template 'sector.tpl': unknown marker 'BANERS' in line 11"},
    {"banner.tpl", "{{WORD}}", "{{WRD}}", "template 'banner.tpl': unknown marker 'WRD' in line 2"},
    {"banner.tpl", "{{#TEXT}}", "{{#TEXTS}}",
     "template 'banner.tpl': unknown marker 'TEXTS' in line 4"},
    {"banner.tpl", "{{/TEXT}}", "", "template 'banner.tpl': section 'TEXT' has no end"},
    {"banner.tpl", "{{/TEXT}}", "{{/TITLE}}",
     "template 'banner.tpl': end of section 'TITLE' in line 6"},
    {"banner.tpl", "{{#TEXT}}\n", "\n",
     "template 'banner.tpl': outside its section: optional value 'TEXT' in line 5"},
    {"banner.tpl", "{{TITLE}}", "{{TITLE",
     "template 'banner.tpl': no end of marker 'TITLE</p>' in line 3"},
    {"banner.tpl", "</section>", "{{TITLE</section>",
     "template 'banner.tpl': no end of marker 'TITLE</section>' in line 7"},
    {"banner.tpl", "{{TITLE}}", "{{title}}",
     "template 'banner.tpl': not the name of a marker: 'title' in line 3"},
    {"banner.tpl", "{{TITLE}}", "{{TITLE:none}}",
     "template 'banner.tpl': modifier at marker 'TITLE:none' in line 3"},
    {"banner.tpl", "{{TITLE}}", "{{=| |=}}",
     "template 'banner.tpl': other delimiters than {{ }}: '| |=' in line 3"},
    {"banner.tpl", "{{TITLE}}", "a title", "template 'banner.tpl': marker 'TITLE' is not used"},
    {"banner.tpl", "</section>", "{{/TEXT}}</section>",
     "template 'banner.tpl': no section is open before the end of 'TEXT' in line 7"},
    {"banner.tpl", "{{TITLE}}", "{{>TITLE}}",
     "template 'banner.tpl': no include is called 'TITLE' in line 3"},
    {"banner.tpl", "{{TITLE}}", "{{#TITLE}}{{/TITLE}}",
     "template 'banner.tpl': no section is called 'TITLE' in line 3"},
    {"sector.tpl", "{{>BANNERS}}", "{{BANNERS}}",
     "template 'sector.tpl': no value is called 'BANNERS' in line 11"},
    {"banner.tpl", "{{%AUTOESCAPE context=\"HTML\"}}", "",
     "template 'banner.tpl': no AUTOESCAPE pragma at its start"},
    {"banner.tpl", "</section>", "\xff</section>", "template 'banner.tpl': not UTF-8"},
    {"figure.tpl", "src=\"{{SVG}}\"", "src={{SVG}}",
     "template 'figure.tpl': does not parse: Value of URL attribute \"src\" must be enclosed in "
     "quotes."},
    {"figure.tpl", "{{ELEMENTS:none}}", "{{ELEMENTS}}",
     "template 'figure.tpl': no value is called 'ELEMENTS' in line 13"},
    {"figure.tpl", "{{ELEMENTS:none}}", "{{ELEMENTS:none:none}}",
     "template 'figure.tpl': modifier at marker 'ELEMENTS:none:none' in line 13"},
    {"figure.tpl", "{{ELEMENTS:none}}", "{{ELEMENTS:h}}",
     "template 'figure.tpl': modifier at marker 'ELEMENTS:h' in line 13"},
    {"figure.tpl", "{{ALT}}\" viewBox", "{{ALT:none}}\" viewBox",
     "template 'figure.tpl': modifier at marker 'ALT:none' in line 13"},
    {"figure.tpl", "{{ALT}}\" viewBox", "{{ELEMENTS:none}}\" viewBox",
     "template 'figure.tpl': within a tag: markup 'ELEMENTS' in line 13"},
    {"figure.tpl", "{{ELEMENTS:none}}", "{{#ELEMENTS}}{{/ELEMENTS}}",
     "template 'figure.tpl': no section is called 'ELEMENTS' in line 13"},
    {"figure.tpl", "{{ELEMENTS:none}}", "", "template 'figure.tpl': marker 'ELEMENTS' is not used"},
    {"banner.tpl", "</section>", "<a <b <<",
     "template 'banner.tpl': does not parse: Failed parsing: <a <b <<"},
    {"table_head.tpl", "{{TITLE}}{{#UNIT}}", "{{UNITS}}{{#UNIT}}",
     "template 'table_head.tpl': unknown marker 'UNITS' in line 11"},
    {"table.tpl", "<td>", "<td>{{TITLES}}",
     "template 'table.tpl': unknown marker 'TITLES' in line 2"},
    {"table.tpl", "<tr{{#TOTAL}}", "<tr {{NUMBERS:none}}{{#TOTAL}}",
     "template 'table.tpl': within a tag: markup 'NUMBERS' in line 2"},
    {"term.tpl", "{{NAME}} = ", "", "template 'term.tpl': marker 'NAME' is not used"},
};
enum { REFUSALS = sizeof refusals / sizeof refusals[0] };

START_TEST(loading_refuses_what_is_wrong)
{
    spoil(refusals[_i].file, refusals[_i].from, refusals[_i].to);
    assert_refused(refusals[_i].message);
}
END_TEST

START_TEST(a_missing_include_is_named)
{
    ck_assert_int_eq(unlink(path_join(arena, folder, "pager.tpl")), 0);
    assert_refused(arena_printf(arena,
                                "template 'pager.tpl': cannot open '%s/pager.tpl': No such file or "
                                "directory",
                                folder));
    ck_assert_str_eq(err.hint, "the template is included by 'sector.tpl'");
}
END_TEST

START_TEST(a_missing_folder_is_named)
{
    struct html *html;
    ck_assert(!html_open(arena, "/nowhere", &html, &err));
    ck_assert_str_eq(err.message, "template 'portfolio.tpl': cannot open '/nowhere/portfolio.tpl': "
                                  "No such file or directory");
}
END_TEST

START_TEST(nothing_reaches_stderr)
{
    struct html *html;
    char *said = path_join(arena, folder, "stderr");
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    ck_assert_ptr_nonnull(freopen(said, "w", stderr));
    spoil("figure.tpl", "src=\"{{SVG}}\"", "src={{SVG}}");
    bool opened = html_open(arena, folder, &html, &err);
    fflush(stderr);
    ck_assert_int_ge(dup2(before, STDERR_FILENO), 0);
    close(before);
    ck_assert(!opened);
    char *text;
    ck_assert(file_read(arena, said, 1 << 20, &text, NULL, &err));
    ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(comments_and_changed_words_are_fine)
{
    struct html *html;
    spoil("banner.tpl", "</section>", "{{! a note on banners }}</section>");
    ck_assert_msg(html_open(arena, folder, &html, &err), "%s", err.message);
    struct view_sector view = sample_invalid_sector(arena);
    struct strbuf page;
    strbuf_init(&page);
    ck_assert_msg(html_sector(html, &view, &page, &err), "%s", err.message);
    ck_assert_ptr_null(strstr(page.text, "a note on banners"));
    strbuf_release(&page);
}
END_TEST

/* Only the folder counts: a template of the same name elsewhere is not looked at. */
START_TEST(templates_come_from_their_folder_alone)
{
    struct html *html;
    spoil("not_found.tpl", "<main>", "<main class=\"of-this-folder\">");
    ck_assert_msg(html_open(arena, folder, &html, &err), "%s", err.message);
    struct view_not_found view = sample_not_found(arena);
    struct strbuf page;
    strbuf_init(&page);
    ck_assert_msg(html_not_found(html, &view, &page, &err), "%s", err.message);
    ck_assert_ptr_nonnull(strstr(page.text, "of-this-folder"));
    strbuf_release(&page);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("html templates");
    TCase *cases = tcase_create("loading");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_loop_test(cases, loading_refuses_what_is_wrong, 0, REFUSALS);
    tcase_add_test(cases, a_missing_include_is_named);
    tcase_add_test(cases, a_missing_folder_is_named);
    tcase_add_test(cases, nothing_reaches_stderr);
    tcase_add_test(cases, comments_and_changed_words_are_fine);
    tcase_add_test(cases, templates_come_from_their_folder_alone);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
