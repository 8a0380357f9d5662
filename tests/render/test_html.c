/* Pages: golden HTML of sample views, escaping by context, and values that are missing. */
#include "base/file.h"
#include "base/text.h"
#include "render/html/html.h"
#include "support/html_samples.h"

#include <check.h>
#include <stdlib.h>

static struct arena *arena;
static struct html *html;
static struct error err;

static void setup(void)
{
    arena = arena_new();
    err = (struct error)ERROR_INIT;
    ck_assert_msg(html_open(arena, "templates", &html, &err), "%s", err.message);
}

static void teardown(void)
{
    arena_free(arena);
}

/* One page of the sample site: where it stands, and how it is made. */
struct sample {
    const char *path;
    bool (*render)(struct strbuf *out);
};

#define SAMPLE(name, page, view)                                                                   \
    static bool render_##name(struct strbuf *out)                                                  \
    {                                                                                              \
        struct view sample = sample_##name(arena);                                                 \
        return html_##page(html, &sample, out, &err);                                              \
    }
SAMPLE(portfolio, portfolio, view_portfolio)
SAMPLE(sector, sector, view_sector)
SAMPLE(invalid_sector, sector, view_sector)
SAMPLE(listing, listing, view_listing)
SAMPLE(organization, organization, view_organization)
SAMPLE(awkward_organization, organization, view_organization)
SAMPLE(empty_organization, organization, view_organization)
SAMPLE(compare, compare, view_compare)
SAMPLE(findings, findings, view_findings)
SAMPLE(changes, changes, view_changes)
SAMPLE(method, method, view_method)
SAMPLE(not_found, not_found, view_not_found)

static const struct sample samples[] = {
    {"index.html", render_portfolio},
    {"sectors/energy/index.html", render_sector},
    {"sectors/retail/index.html", render_invalid_sector},
    {"sectors/energy/organizations-2.html", render_listing},
    {"organizations/5a/5a0e7c54.html", render_organization},
    {"organizations/5a/5a0e7c56.html", render_awkward_organization},
    {"organizations/5a/5a0e7c57.html", render_empty_organization},
    {"compare/index.html", render_compare},
    {"findings/index.html", render_findings},
    {"changes/index.html", render_changes},
    {"method/index.html", render_method},
    {"404.html", render_not_found},
};
enum { SAMPLES = sizeof samples / sizeof samples[0] };

static void regenerate(const char *path, const struct strbuf *page)
{
    char *folder = arena_strdup(arena, path);
    *strrchr(folder, '/') = '\0';
    ck_assert_msg(folder_make(folder, &err), "%s", err.message);
    ck_assert_msg(file_write(path, page->text, page->length, &err), "%s", err.message);
}

START_TEST(pages_are_as_they_were)
{
    struct strbuf page;
    strbuf_init(&page);
    const char *path = path_join(arena, "tests/golden/html", samples[_i].path);
    ck_assert_msg(samples[_i].render(&page), "%s", err.message);
    if (getenv("ORGAIR_REGEN"))
        regenerate(path, &page);
    char *golden;
    size_t length;
    ck_assert_msg(file_read(arena, path, 1 << 22, &golden, &length, &err), "%s", err.message);
    ck_assert_msg(page.length == length && memcmp(page.text, golden, length) == 0,
                  "'%s' differs; look at it, then ORGAIR_REGEN=1 makes it the new golden page",
                  path);
    strbuf_release(&page);
}
END_TEST

START_TEST(pages_repeat)
{
    struct html *again;
    struct strbuf first, second;
    strbuf_init(&first);
    strbuf_init(&second);
    ck_assert_msg(samples[_i].render(&first), "%s", err.message);
    ck_assert_msg(html_open(arena, "templates", &again, &err), "%s", err.message);
    html = again;
    ck_assert_msg(samples[(_i + 1) % SAMPLES].render(&second), "%s", err.message);
    strbuf_reset(&second);
    ck_assert_msg(samples[_i].render(&second), "%s", err.message);
    ck_assert_uint_eq(first.length, second.length);
    ck_assert_mem_eq(first.text, second.text, first.length);
    strbuf_release(&first);
    strbuf_release(&second);
}
END_TEST

static struct strbuf render(bool (*page)(struct strbuf *))
{
    struct strbuf out;
    strbuf_init(&out);
    ck_assert_msg(page(&out), "%s", err.message);
    return out;
}

START_TEST(foreign_text_stays_text)
{
    struct strbuf page = render(render_awkward_organization);
    ck_assert_ptr_null(strstr(page.text, "<script>"));
    ck_assert_ptr_null(strstr(page.text, "<b>"));
    ck_assert_ptr_null(strstr(page.text, "\"onclick"));
    ck_assert_ptr_null(strstr(page.text, "\"javascript:"));
    ck_assert_ptr_nonnull(strstr(page.text, "<dd>outside\n"));
    ck_assert_ptr_nonnull(strstr(page.text, "href=\"https://example.com/&quot;onclick=&quot;x\""));
    ck_assert_ptr_nonnull(strstr(page.text, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
    strbuf_release(&page);
}
END_TEST

START_TEST(no_page_has_control_characters)
{
    struct view_organization view = sample_organization(arena);
    struct strbuf page;
    strbuf_init(&page);
    view.frame.title = "E\033[31mvil\a \xC2\x9B"
                       "1m\177name\n\tof two";
    view.score.history.alt = view.frame.title;
    view.score.history.drawing.elements = "<rect class=\"accent\" width=\"1\" height=\"2\"/>";
    ck_assert_msg(html_organization(html, &view, &page, &err), "%s", err.message);
    ck_assert_ptr_nonnull(strstr(page.text, ">E [31mvil    1m name  of two"));
    ck_assert_ptr_nonnull(strstr(page.text, "aria-label=\"E [31mvil    1m name  of two\""));
    for (const char *line = page.text; *line; line += strcspn(line, "\n") + 1)
        ck_assert(!text_has_control(line, strcspn(line, "\n")));
    strbuf_release(&page);
}
END_TEST

/* Its words are text, its elements are the chart's own; no file is asked for. */
START_TEST(a_drawing_is_part_of_its_page)
{
    struct view_organization view = sample_organization(arena);
    struct strbuf page;
    strbuf_init(&page);
    view.score.history.alt = "\"><script>alert(1)</script>";
    view.score.history.drawing.elements = "<rect class=\"accent\" width=\"1\" height=\"2\"/>";
    ck_assert_msg(html_organization(html, &view, &page, &err), "%s", err.message);
    ck_assert_ptr_nonnull(strstr(
        page.text,
        "<svg class=\"chart\" role=\"img\" tabindex=\"0\" aria-label=\"&quot;&gt;&lt;script&gt;"));
    ck_assert_ptr_nonnull(strstr(page.text,
                                 "viewBox=\"0 40 760 80\">"
                                 "<rect class=\"accent\" width=\"1\" height=\"2\"/></svg>"));
    ck_assert_ptr_null(strstr(page.text, "<img"));
    ck_assert_ptr_null(strstr(page.text, "figure-links"));

    view.score.history.drawing.elements = NULL;
    strbuf_reset(&page);
    ck_assert_msg(html_organization(html, &view, &page, &err), "%s", err.message);
    ck_assert_ptr_null(strstr(page.text, "history-chart"));
    strbuf_release(&page);
}
END_TEST

/* At the root of the site no "../" stands before a path that is none. */
START_TEST(a_script_as_address_leads_nowhere)
{
    struct view_portfolio view = sample_portfolio(arena);
    struct strbuf page;
    strbuf_init(&page);
    view.sectors.cells[0].href = "javascript:alert(1)";
    view.downloads[0].href = "data:text/html,x";
    ck_assert_msg(html_portfolio(html, &view, &page, &err), "%s", err.message);
    ck_assert_ptr_null(strstr(page.text, "javascript:"));
    ck_assert_ptr_null(strstr(page.text, "data:"));
    ck_assert_ptr_nonnull(strstr(page.text, "<a href=\"#\">Manufacturing</a>"));
    strbuf_release(&page);
}
END_TEST

static size_t isolated_with(const char *name)
{
    struct view_organization view = sample_organization(arena);
    struct strbuf page;
    strbuf_init(&page);
    view.frame.title = name;
    view.sector.label = name;
    view.frame.sectors[0].label = name;
    view.frame.crumbs[0].label = name;
    view.firmographics.rows[0].value = cell_text(name);
    ck_assert_msg(html_organization(html, &view, &page, &err), "%s", err.message);
    size_t count = 0;
    for (const char *at = page.text; (at = strstr(at, "<bdi>")); at++)
        count++;
    strbuf_release(&page);
    return count;
}

/* Set apart from what stands around it, wherever it stands. */
START_TEST(what_may_run_from_right_to_left_is_isolated)
{
    enum { PLACES = 6 }; /* two of the title */
    static const struct {
        const char *name;
        bool isolated;
    } names[] = {
        {"Zürich Łódź Северная Αθήνα", false}, /* left to right, as English */
        {"株式会社", false},
        {"\u05e9\u05dc\u05d5\u05dd", true},
        {"\u0634\u0631\u0643\u0629 1", true},
        {"\u07ca", true},
        {"\u0840", true},
        {"a\u200fb", true}, /* marks that nobody sees */
        {"a\u202eb", true},
        {"a\u2067b", true},
        {"\ufb1d", true},
        {"\U00010840", true},
        {"\U0001e900", true},
    };
    size_t others = isolated_with("Plain");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        ck_assert_uint_eq(isolated_with(names[i].name), others + (names[i].isolated ? PLACES : 0));
}
END_TEST

START_TEST(a_color_is_a_color_or_nothing)
{
    struct strbuf good = render(render_sector);
    ck_assert_ptr_nonnull(strstr(good.text, "fill=\"#C2410C\""));
    strbuf_release(&good);

    static const char *const none[] = {
        NULL, "", "#12345g", "#1234567", "1234567", "red; background: url(//evil.example)"};
    struct view_sector view = sample_sector(arena);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        struct strbuf page;
        strbuf_init(&page);
        view.color = none[i];
        ck_assert_msg(html_sector(html, &view, &page, &err), "%s", err.message);
        ck_assert_ptr_null(strstr(page.text, "class=\"accent\""));
        strbuf_release(&page);
    }
}
END_TEST

/* What ctemplate left out silently is an error, and the half-made page is taken back. */
START_TEST(a_missing_value_is_an_error)
{
    struct view_sector view = sample_sector(arena);
    struct strbuf page;
    strbuf_init(&page);
    strbuf_addstr(&page, "before");
    view.weights.columns[2].title = NULL;
    ck_assert(!html_sector(html, &view, &page, &err));
    ck_assert_str_eq(err.message, "template 'table_head.tpl': no value for marker 'TITLE'");
    ck_assert_str_eq(page.text, "before");
    ck_assert_uint_eq(page.length, 6);

    view = sample_sector(arena);
    view.frame.title = NULL;
    ck_assert(!html_sector(html, &view, &page, &err));
    ck_assert_str_eq(err.message, "template 'head.tpl': no value for marker 'TITLE'");

    view = sample_sector(arena);
    const char *label = view.frame.navigation[1].label;
    view.frame.navigation[1].label = NULL;
    ck_assert(!html_sector(html, &view, &page, &err));
    ck_assert_str_eq(err.message, "template 'navigation.tpl': no value for marker 'LABEL'");
    ck_assert_uint_eq(page.length, 6);
    view.frame.navigation[1].label = label;

    view = sample_sector(arena);
    ck_assert_msg(html_sector(html, &view, &page, &err), "%s", err.message);
    ck_assert(strncmp(page.text, "before<!doctype html>", 21) == 0);
    strbuf_release(&page);
}
END_TEST

/* The navigation is made anew whenever it is another one, whatever differs. */
START_TEST(each_page_has_its_own_navigation)
{
    struct strbuf page;
    strbuf_init(&page);
    for (int i = 0; i < 6; i++) {
        struct view_organization view = sample_organization(arena);
        struct view_frame *frame = &view.frame;
        frame->root = i == 1 ? "../../../" : "../../";
        frame->site_name = i == 2 ? "Another <site>" : "A site";
        frame->navigation[2].current = i == 3;
        frame->sectors[1].label = i == 4 ? "Another <sector>" : "A sector";
        frame->sector_count = i == 5 ? 2 : 3;
        strbuf_reset(&page);
        ck_assert_msg(html_organization(html, &view, &page, &err), "%s", err.message);
        ck_assert(!!strstr(page.text, "<a class=\"mark\" href=\"../../../index") == (i == 1));
        ck_assert(!!strstr(page.text, ">Another &lt;site&gt;</a>") == (i == 2));
        ck_assert(!!strstr(page.text, "\" aria-current=\"page\">Findings</a>") == (i == 3));
        ck_assert(!!strstr(page.text, ">Another &lt;sector&gt;</a>") == (i == 4));
        ck_assert(!!strstr(page.text, ">Healthcare</a>") == (i != 5));
    }
    strbuf_release(&page);
}
END_TEST

/* So is everything else that pages share. */
START_TEST(each_page_has_its_own_parts)
{
    struct strbuf page;
    strbuf_init(&page);
    for (int i = 0; i < 11; i++) {
        struct view_organization view = sample_organization(arena);
        struct view_column *column = &view.score.dimensions.columns[1];
        view.frame.crumbs[0].label = i == 1 ? "Another <crumb>" : "A crumb";
        view.frame.crumbs[0].href = i == 2 ? "another.html" : "a.html";
        column->title = i == 3 ? "Another <title>" : "A title";
        column->unit = i == 4 ? "another <unit>" : NULL;
        column->align = i == 5 ? ALIGN_CENTER : ALIGN_END;
        view.firmographics.guide = i == 6 ? "another/guide.html" : NULL;
        view.score.arithmetic[1].formula = i == 7 ? "another < formula" : "a formula";
        view.score.dimensions.caption = i == 8 ? "Another <caption>" : "A caption";
        view.score.dimensions.columns[0].align = i == 9 ? ALIGN_CENTER : ALIGN_START;
        view.firmographics.title = i == 10 ? "Another <list>" : "A list";
        strbuf_reset(&page);
        ck_assert_msg(html_organization(html, &view, &page, &err), "%s", err.message);
        ck_assert(!!strstr(page.text, ">Another &lt;crumb&gt;</a>") == (i == 1));
        ck_assert(!!strstr(page.text, "<li><a href=\"../../another.html\">") == (i == 2));
        ck_assert(!!strstr(page.text, ">Another &lt;title&gt;<") == (i == 3));
        ck_assert(!!strstr(page.text, ">another &lt;unit&gt;</span>") == (i == 4));
        ck_assert(!!strstr(page.text, "<th class=\"center\">A title<") == (i == 5));
        ck_assert(!!strstr(page.text, "<a href=\"../../another/guide.html\">What") == (i == 6));
        ck_assert(!!strstr(page.text, " = another &lt; formula<dd>") == (i == 7));
        ck_assert(!!strstr(page.text, ">Another &lt;caption&gt;</caption>") == (i == 8));
        ck_assert(!!strstr(page.text, "<table class=\"first-center") == (i == 9));
        ck_assert(!!strstr(page.text, "<h2>Another &lt;list&gt;</h2>") == (i == 10));
    }
    strbuf_release(&page);
}
END_TEST

/* Numbers are placed as they are, but nothing that has to be escaped. */
START_TEST(numbers_are_numbers)
{
    struct view_organization view = sample_organization(arena);
    struct strbuf page;
    strbuf_init(&page);
    view.score.waterfall.data.cells[1].text = "1<b>2</b>";
    view.score.waterfall.data.cells[3].text = "\u22121,234.5";
    ck_assert_msg(html_organization(html, &view, &page, &err), "%s", err.message);
    ck_assert_ptr_nonnull(strstr(page.text, "<td>1&lt;b&gt;2&lt;/b&gt;\n"));
    ck_assert_ptr_nonnull(strstr(page.text, "<td>\u22121,234.5\n"));
    struct view_formula *formula = &view.score.arithmetic[1]; /* all samples have the same one */
    const char *before = formula->filled;
    static const char *const foreign[] = {"1 < 2", "1 > 0", "1 & 2", "\"1\"", "'1'"};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        formula->filled = foreign[i];
        ck_assert(!html_organization(html, &view, &page, &err));
        ck_assert_str_eq(err.message, "template 'score.tpl': no value for marker 'FILLED'");
    }
    formula->filled = before;
    strbuf_release(&page);
}
END_TEST

START_TEST(the_404_page_links_only_from_an_absolute_root)
{
    struct view_not_found view = sample_not_found(arena);
    struct strbuf page = render(render_not_found);
    ck_assert_ptr_null(strstr(page.text, "href="));
    strbuf_reset(&page);
    view.frame.root = "/reports/";
    ck_assert_msg(html_not_found(html, &view, &page, &err), "%s", err.message);
    ck_assert_ptr_nonnull(strstr(page.text, "href=\"/reports/index.html\""));
    strbuf_release(&page);
}
END_TEST

START_TEST(assets_are_those_that_pages_name)
{
    struct html_asset *assets;
    size_t count;
    ck_assert_msg(html_assets(html, arena, &assets, &count, &err), "%s", err.message);
    struct strbuf page = render(render_portfolio);
    ck_assert_uint_eq(count, 3);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_gt(assets[i].length, 0);
        ck_assert_uint_eq(assets[i].length, strlen(assets[i].bytes));
        ck_assert_msg(strstr(page.text, arena_printf(arena, "\"assets/%s\"", assets[i].name)) !=
                          NULL,
                      "'%s' is not referred to", assets[i].name);
    }
    strbuf_release(&page);
}
END_TEST

/* Whatever tones there are, a banner says its own in a word. */
START_TEST(banners_say_their_tone)
{
    static const char *const words[] = {
        [TONE_NONE] = "Note",       [TONE_GOOD] = "Good",   [TONE_INFO] = "Note",
        [TONE_WARNING] = "Warning", [TONE_ERROR] = "Error", [TONE_MUTED] = "Note",
    };
    struct view_sector view = sample_invalid_sector(arena);
    struct strbuf page;
    strbuf_init(&page);
    view.banner_count = 1;
    view.banners[0].tone = (enum view_tone)_i;
    ck_assert_msg(html_sector(html, &view, &page, &err), "%s", err.message);
    ck_assert_ptr_nonnull(
        strstr(page.text, arena_printf(arena, "class=\"banner tone-%s\" aria-label=\"%s\"",
                                       view_tone_name((enum view_tone)_i), words[_i])));
    strbuf_release(&page);
}
END_TEST

static Suite *suite(void)
{
    Suite *all = suite_create("html");
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, setup, teardown);
    tcase_add_loop_test(pages, pages_are_as_they_were, 0, SAMPLES);
    tcase_add_loop_test(pages, pages_repeat, 0, SAMPLES);
    tcase_add_test(pages, foreign_text_stays_text);
    tcase_add_test(pages, no_page_has_control_characters);
    tcase_add_test(pages, a_drawing_is_part_of_its_page);
    tcase_add_test(pages, a_script_as_address_leads_nowhere);
    tcase_add_test(pages, what_may_run_from_right_to_left_is_isolated);
    tcase_add_test(pages, a_color_is_a_color_or_nothing);
    tcase_add_test(pages, a_missing_value_is_an_error);
    tcase_add_test(pages, numbers_are_numbers);
    tcase_add_test(pages, each_page_has_its_own_navigation);
    tcase_add_test(pages, each_page_has_its_own_parts);
    tcase_add_test(pages, the_404_page_links_only_from_an_absolute_root);
    tcase_add_test(pages, assets_are_those_that_pages_name);
    tcase_add_loop_test(pages, banners_say_their_tone, TONE_NONE, TONE_MUTED + 1);
    suite_add_tcase(all, pages);
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
