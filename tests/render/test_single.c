/* Pages as one document: what becomes of links, names and drawings, and which pages are refused. */
#include "base/strbuf.h"
#include "base/text.h"
#include "render/html/single.h"

#include <check.h>

#define PAGE(content)                                                                              \
    "<!doctype html>\n<html lang=\"en\"><head><title>x</title></head>\n<body "                     \
    "class=\"page-x\">\n<main id=\"content\" tabindex=\"-1\">" content                             \
    "</main>\n<footer><p class=\"footer-site\">A &amp; B</p></footer></body></html>\n"
#define CSS "main,\n.main { x: y }\n.page-x main > * { domain: 1 }\n#main main:focus {}\n"

struct site {
    const char *home;   /* the content of index.html */
    const char *sector; /* of sectors/energy/index.html */
    const char *style;
};

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

static bool read_file(void *context, const char *path, const char **text, size_t *length,
                      struct error *err)
{
    const struct site *site = context;
    *text = text_equal(path, "index.html")                   ? site->home
            : text_equal(path, "sectors/energy/index.html")  ? site->sector
            : text_equal(path, "assets/orgair.css")          ? site->style
            : text_equal(path, "assets/favicon.svg")         ? "<svg/>"
            : text_equal(path, "sectors/energy/weights.svg") ? "<svg>w</svg>"
                                                             : NULL;
    if (!*text)
        return error_set(err, ERROR_FAILED, "no file '%s'", path);
    *length = strlen(*text);
    return true;
}

static bool make(struct site *site, struct error *err)
{
    static const struct single_page pages[] = {
        {"home", "index.html", "Home"},
        {"sector-energy", "sectors/energy/index.html", "Oil\033\xC2\x9B<& Gas>"},
    };
    const struct single_document document = {
        .pages = pages, .count = 2, .note = "Release 1 <2>", .read = read_file, .context = site};
    strbuf_reset(&out);
    return html_single(arena, &document, &out, err);
}

static const char *made(const char *home, const char *sector)
{
    struct error err = ERROR_INIT;
    struct site site = {home, sector, CSS};
    ck_assert_msg(make(&site, &err), "%s", err.message);
    return out.text;
}

#define assert_has(text, part) ck_assert_msg(strstr(text, part) != NULL, "%s", text)
#define assert_lacks(text, part) ck_assert_msg(strstr(text, part) == NULL, "%s", text)

/* What the content of a sector's page becomes. */
static void becomes(const char *content, const char *expected)
{
    const char *page = arena_printf(arena, PAGE("%s"), content);
    const char *text = made(PAGE("home"), page);
    const char *article = arena_printf(
        arena, "id=\"sector-energy\" aria-label=\"Oil   &lt;&amp; Gas&gt;\">%s</article>",
        expected);
    assert_has(text, article);
}

START_TEST(links)
{
    becomes("<a href=\"../../index.html\">x</a>", "<a href=\"#home\">x</a>");
    becomes("<a href=\"../../index.html#weights\">x</a>", "<a href=\"#home.weights\">x</a>");
    becomes("<a href=\"index.html#a\" rel=\"next\">x</a>",
            "<a href=\"#sector-energy.a\" rel=\"next\">x</a>");
    becomes("<a href=\"#\">x</a><a href=\"#b\">y</a>",
            "<a href=\"#sector-energy\">x</a><a href=\"#sector-energy.b\">y</a>");
    becomes("<a href=\"../../organizations/ab/x.html\" rel=\"next\"><b>x</b></a> <a "
            "href=\"#b\">y</a>",
            "<span><b>x</b></span> <a href=\"#sector-energy.b\">y</a>");
    becomes("<a href=\"../../../index.html\">x</a>", "<span>x</span>");
    becomes("<a href=\"https://x.org/?a&amp;b\">x</a>", "<a href=\"https://x.org/?a&amp;b\">x</a>");
    becomes("<a href=\"javascript:alert(1)\">x</a>", "<span>x</span>");
}
END_TEST

START_TEST(names_and_lists)
{
    becomes("<p id=\"a\" class=\"b c\" aria-labelledby=\"d e\" hidden>x</p><br/>",
            "<p id=\"sector-energy.a\" class=\"b c\" aria-labelledby=\"sector-energy.d "
            "sector-energy.e\" hidden>x</p><br/>");
    becomes("a<ul class=\"downloads\"><li><ul><li>1</li></ul></li></ul>b", "ab");
    becomes("<p class=\"figure-links\"><a href=\"weights.svg\">SVG</a></p>", "");
    becomes("<nav class=\"pager\"><p>1 of 2</p><ul><li>2</li></ul></nav><ul><li>x</li></ul>",
            "<nav class=\"pager\"><p>1 of 2</p></nav><ul><li>x</li></ul>");
    becomes("<td title=\"a > b / c\">1 &lt; 2</td>", "<td title=\"a > b / c\">1 &lt; 2</td>");
}
END_TEST

START_TEST(drawings)
{
    becomes("<img src=\"weights.svg\" alt=\"x\">",
            "<img src=\"data:image/svg+xml;base64,PHN2Zz53PC9zdmc+\" alt=\"x\">");
    assert_has(made(PAGE("home"), PAGE("x")), "href=\"data:image/svg+xml;base64,PHN2Zy8+\"");
}
END_TEST

START_TEST(frame)
{
    const char *text = made(PAGE("home"), PAGE("x"));
    assert_has(text, "<title>A &amp; B</title>");
    assert_has(text, "<a class=\"mark\" href=\"#home\">A &amp; B</a>");
    assert_has(text, "<li><a href=\"#sector-energy\"><bdi>Oil   &lt;&amp; Gas&gt;</bdi></a></li>");
    assert_has(text, "<span>Release 1 &lt;2&gt;</span>");
    assert_has(text, "<div class=\"page-x\">\n<article class=\"sheet\" id=\"home\" "
                     "aria-label=\"Home\">home</article>");
    assert_has(text, "<style>.sheet,\n.main { x: y }\n.page-x .sheet > * { domain: 1 }\n#main "
                     ".sheet:focus {}\n</style>");
    /* What 'openssl dgst -sha256 -binary | base64' says of the style. */
    assert_has(text, "style-src 'sha256-dzZuUczyOEOzPleVcBeOE5SbPkACZBn7gkNCCS/sohM='");
    assert_lacks(text, "unsafe-inline");
}
END_TEST

START_TEST(refused)
{
    static const char *const pages[] = {
        PAGE("<p style=\"x\">"),
        PAGE("<p onclick=\"x\">"),
        PAGE("<script>x</script>"),
        PAGE("<img src=\"weights.png\">"),
        PAGE("<img src>"),
        PAGE("<img src=\"weights.svg\" srcset=\"weights.png 2x\">"),
        PAGE("<img src=\"../../../weights.svg\">"),
        PAGE("<p class=x>"),
        PAGE("<p class='x'>"),
        PAGE("<p class=\"x"),
        PAGE("<use href=\"#x\">"),
        PAGE("<ul class=\"downloads\">"),
        PAGE("< p>"),
        PAGE("<p a b c d e f g h i j k l m n o p q>"),
        "<body class=\"x\"><main id=\"a\">no end",
        "<main id=\"a\">no body</main>",
        "",
    };
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct error err = ERROR_INIT;
        struct site site = {PAGE("home"), pages[i], CSS};
        ck_assert_msg(!make(&site, &err), "%s", pages[i]);
        ck_assert_msg(strstr(err.message, "'sectors/energy/index.html' is not a page of this"
                                          " program's templates: ") == err.message,
                      "%s: %s", pages[i], err.message);
    }
}
END_TEST

START_TEST(files_that_are_not_there)
{
    static const char *const styles[] = {"a { b: url(x.png) }", "@import 'x';", "</style>"};
    struct error err = ERROR_INIT;
    struct site site = {PAGE("home"), PAGE("<img src=\"other.svg\">"), CSS};
    ck_assert(!make(&site, &err));
    ck_assert_str_eq(err.message, "no file 'sectors/energy/other.svg'");
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
        site = (struct site){PAGE("home"), PAGE("x"), styles[i]};
        ck_assert(!make(&site, &err));
        ck_assert_str_eq(err.message, "'assets/orgair.css' asks for a file beside it");
    }
    site = (struct site){"<body class=\"x\"><main id=\"a\"></main>", PAGE("x"), CSS};
    ck_assert(!make(&site, &err));
    ck_assert_str_eq(err.message, "'index.html' is not a page of this program's templates: no "
                                  "name of the site");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("single");
    TCase *cases = tcase_create("single");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, links);
    tcase_add_test(cases, names_and_lists);
    tcase_add_test(cases, drawings);
    tcase_add_test(cases, frame);
    tcase_add_test(cases, refused);
    tcase_add_test(cases, files_that_are_not_there);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_FORK_GETENV);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
