#include "publish_support.h"

#include "publish/links.h"

static bool collect(void *context, enum attribute_kind kind, const char *value)
{
    struct strbuf *all = context;
    strbuf_addf(all, "%s%s;", kind == ATTRIBUTE_ID ? "#" : "", value);
    return !text_equal(value, "stop");
}

static const struct {
    const char *html;
    const char *found;
} pages[] = {
    {"", ""},
    {"plain < text > & more", ""},
    {"<a href=\"x.html\">x</a>", "x.html;"},
    {"<A HREF='x.html'>x</A>", "x.html;"},
    {"<a class=big href = x.html id=part>", "x.html;#part;"},
    {"<img alt=\"a > b\" src=\"a.png\"/>", "a.png;"},
    {"<img alt='href=\"no.html\"' src=a.png>", "a.png;"},
    {"<a data-href=\"no\" hreflang=\"no\" href=\"yes\">", "yes;"},
    {"<!-- <a href=\"no.html\"> --><a href=\"yes.html\">", "yes.html;"},
    {"<!DOCTYPE html><link rel=stylesheet href=s.css>", "s.css;"},
    {"<script>if (a < b) x('<a href=\"no\">')</script ><a href=yes>", "yes;"},
    {"<script src=\"j.js\"></script><a href=b>", "j.js;b;"},
    {"<STYLE>a::after{content:'<a href=no>'}</STYLE><p id=p>", "#p;"},
    {"<title>a <a href=no> b</title><p id=p>", "#p;"},
    {"<a href=\"a&amp;b&lt;&gt;&quot;&#39;&#x41;&#233;&#x1F600;&apos;\">",
     "a&b<>\"'A\xc3\xa9\xf0\x9f\x98\x80';"},
    {"<a href=\"a&b&unknown;&#;&#x;&#xg;&#12\">", "a&b&unknown;&#;&#x;&#xg;&#12;"},
    {"<a href=\"&#0;&#xD800;&#x110000;\">", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD;"},
    {"<img srcset=\"a.png 1x, b.png 2x,c.png\">", "a.png;b.png;c.png;"},
    {"<img srcset=\"\"><img srcset=\" , \">", ""},
    {"<textarea><a href=no></TextArea><a href=yes>", "yes;"},
    {"<table><small></table ><tr title=1></tr\n><a href=yes></a><a href=too></", "yes;too;"},
    {"</p <a href=yes>", "yes;"}, /* as it stands there, the end tag's attribute: rather too much */
    {"<use xlink:href=\"#s\"/>", "#s;"},
    {"<a href>x</a><a href=>y</a>", ";"},
    {"<a hidden href = x/ id=y disabled b/src=z>", "x/;#y;z;"},
    {"<path d=\"no\" xid=\"no\" hrefs=no ahref=no a-src=no>", ""},
    {"<p =x=\"a><b id=no>\"><p /=x=\"a><b id=no>\">", ""}, /* "=x" is a name */
    {"<a href=\"unended", "unended;"},
    {"<a href", ""},
    {"<a href=", ";"},
    {"<", ""},
    {"<!--", ""},
    {"<script>", ""},
    {"<a id=\"stop\"><a href=\"more\">", "#stop;"},
};

START_TEST(finds_links_and_ids)
{
    struct strbuf all;
    strbuf_init(&all);
    bool whole = links_scan(pages[_i].html, strlen(pages[_i].html), collect, &all);
    ck_assert_str_eq(all.text, pages[_i].found);
    ck_assert_int_eq(whole, strstr(pages[_i].html, "stop") == NULL);
    strbuf_release(&all);
}
END_TEST

/* Every beginning of a page, in memory that ends where it ends. */
START_TEST(a_cut_page_is_read_within_its_bounds)
{
    static const char page[] = "<!-- c --><a href=\"a&amp;&#x41;\" id='b' srcset=\"x 1x, y\">"
                               "<script>1</script><img src=z>";
    for (size_t length = 0; length < sizeof page; length++) {
        char *copy = strndup(page, length);
        struct strbuf all;
        strbuf_init(&all);
        ck_assert(links_scan(copy, length, collect, &all));
        if (length == sizeof page - 1)
            ck_assert_str_eq(all.text, "a&A;#b;x;y;z;");
        strbuf_release(&all);
        free(copy);
    }
}
END_TEST

static const struct {
    const char *page, *link, *target; /* path#fragment, "external", "outside", "itself" */
} links[] = {
    {"index.html", "a.html", "a.html"},
    {"index.html", "s/e/index.html#w", "s/e/index.html#w"},
    {"s/e/index.html", "../../index.html", "index.html"},
    {"s/e/index.html", "./a.html", "s/e/a.html"},
    {"s/e/index.html", "..", "s/"},
    {"s/e/index.html", "../f/./g/../h.svg", "s/f/h.svg"},
    {"s/e/index.html", "../../../a.html", "outside"},
    {"index.html", "../a.html", "outside"},
    {"index.html", "/a.html", "outside"},
    {"index.html", "https://example.com/a", "external"},
    {"index.html", "HTTP://example.com/a", "external"},
    {"index.html", "//example.com/a", "external"},
    {"index.html", "mailto:a@example.com", "external"},
    {"index.html", "data:image/png;base64,AA==", "external"},
    {"index.html", "a/b:c.html", "a/b:c.html"},
    {"index.html", "?page=2", "itself"},
    {"index.html", "", "itself"},
    {"index.html", "#", "itself"},
    {"index.html", "#top", "itself"},
    {"index.html", "#a%20b", "itself#a b"},
    {"index.html", "a.html?x#y", "a.html#y"},
    {"index.html", "a%20b%2Ehtml", "a b.html"},
    {"index.html", "100%.html", "100%.html"},
    {"index.html", "a%zz%4", "a%zz%4"},
    {"index.html", " a.html ", "a.html"},
};

START_TEST(resolves_links)
{
    struct arena *arena = arena_new();
    struct link_target target = links_resolve(arena, links[_i].page, links[_i].link);
    static const char *const kinds[] = {"external", "outside", "itself", ""};
    const char *text = arena_printf(
        arena, "%s%s%s%s", target.kind == LINK_INSIDE ? target.path : kinds[target.kind], "",
        target.fragment ? "#" : "", target.fragment ? target.fragment : "");
    ck_assert_str_eq(text, links[_i].target);
    arena_free(arena);
}
END_TEST

static struct fixture f;

static void setup(void)
{
    f = fixture_new();
}

static void teardown(void)
{
    fixture_free(&f);
}

static const struct {
    const char *page; /* sectors/energy/index.html; "" and other.html stand beside it */
    const char *message;
} verified[] = {
    {"<a href=\"../../index.html\">up</a><a href=\"other.html#here\">", NULL},
    {"<a href=\"https://example.com/x.html\"><a href=\"mailto:a@b\"><img src=\"data:,\">", NULL},
    {"<a href=\"#me\">x</a><p id=\"me\">", NULL},
    {"<a href=\"../../manifest.json\">x</a><a href=\"../../SHA256SUMS\">", NULL},
    {"<a href=\"../../logo.svg#layer\">", NULL},
    {"<!-- <a href=\"x.html\"> -->", NULL},
    {"<a href=\"a&amp;b.html\">", NULL},
    {"<a href=\"../../%69ndex.html\"><a href=\"../.././index.html\">"
     "<a href=\"../../sectors/../index.html\"><a href=\" ../../index.html \">",
     NULL},
    {"<a href=\"../../index.html\"><a href=\"../../index.html/\">",
     "page 'sectors/energy/index.html' links to '../../index.html/', which is not part of the "
     "release"},
    {"<a href=\"../../none.html\">", "page 'sectors/energy/index.html' links to '../../none.html', "
                                     "which is not part of the release"},
    {"<svg class=\"chart\"><g><title>t</title><a href=\"../../none.html\"/></g></svg>",
     "page 'sectors/energy/index.html' links to '../../none.html', which is not part of the "
     "release"},
    {"<a href=\"x.html\">",
     "page 'sectors/energy/index.html' links to 'x.html', which is not part of the release"},
    {"<img src=\"x.svg\">",
     "page 'sectors/energy/index.html' links to 'x.svg', which is not part of the release"},
    {"<img src=\"../../logo.svg\" srcset=\"../../logo.svg 1x, x.png 2x\">",
     "page 'sectors/energy/index.html' links to 'x.png', which is not part of the release"},
    {"<a href=\"../\">",
     "page 'sectors/energy/index.html' links to '../', which is not part of the release"},
    {"<a href=\"/index.html\">",
     "page 'sectors/energy/index.html' links to '/index.html', which leads out of the release"},
    {"<a href=\"../../../out\">",
     "page 'sectors/energy/index.html' links to '../../../out', which leads out of the release"},
    {"<a href=\"other.html#there\">", "page 'sectors/energy/index.html' links to "
                                      "'sectors/energy/other.html#there', which is no id of that "
                                      "page"},
    {"<a href=\"#you\">x</a><p id=\"me\">",
     "page 'sectors/energy/index.html' links to '#you', which is no id of it"},
};

START_TEST(verify_follows_links)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "index.html", "<a href=\"sectors/energy/index.html\">");
    put(stage, "sectors/energy/index.html", verified[_i].page);
    put(stage, "sectors/energy/other.html", "<h2 id=\"here\">");
    put(stage, "sectors/energy/a&b.html", "");
    put(stage, "logo.svg", "<svg/>");
    struct error err = ERROR_INIT;
    bool ok = stage_verify(stage, &err);
    ck_assert_str_eq(err.message, verified[_i].message ? verified[_i].message : "");
    ck_assert_int_eq(ok, verified[_i].message == NULL);
    arena_free(arena);
}
END_TEST

START_TEST(an_unchanged_page_may_not_link_to_what_is_gone)
{
    release_of(&f, "20261121T004500Z",
               FILES("index.html", "<a href=\"a.html\">", "a.html", "a", "b.html", "b"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    size_t kept;
    must(stage_keep(stage, "index.html", &kept, &fault));
    put(stage, "b.html", "b");
    ck_assert_int_eq(stage_counts(stage).linked, 2);
    struct error err = ERROR_INIT;
    ck_assert(!stage_verify(stage, &err));
    ck_assert_str_eq(err.message,
                     "page 'index.html' links to 'a.html', which is not part of the release");
    put(stage, "a.html", "another");
    must(stage_verify(stage, &fault));
    arena_free(arena);
}
END_TEST

START_TEST(verify_misses_a_new_file_that_was_cut_or_is_gone)
{
    static const char *const paths[] = {"a.html", "a.bin"};
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, paths[_i], "12345");
    const char *written = at(&f, arena_printf(arena, ".staging-%d-0/tree/%s", getpid(), paths[_i]));
    const char *message =
        arena_printf(arena, "'%s' is not there with the size it was written with", paths[_i]);
    ck_assert_int_eq(truncate(written, 4), 0);
    struct error err = ERROR_INIT;
    ck_assert(!stage_verify(stage, &err));
    ck_assert_str_eq(err.message, message);
    error_clear(&err);
    ck_assert_int_eq(unlink(written), 0);
    ck_assert(!stage_verify(stage, &err));
    ck_assert_str_eq(err.message, message);
    arena_free(arena);
}
END_TEST

/* Of several broken links the same one is named, however the pages are shared out. */
START_TEST(the_first_page_is_named_in_whatever_order_they_come)
{
    static const char text[] = "<a href=\"../none.html\">";
    static const char *const staged[] = {"x/c.html", "x/a.html", "x/b.html"};
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    for (int i = 0; i < 3; i++)
        must(stage_put(stage, staged[(i + _i) % 3], text, sizeof text - 1, &fault));
    struct error err = ERROR_INIT;
    ck_assert(!stage_verify(stage, &err));
    ck_assert_str_eq(err.message,
                     "page 'x/a.html' links to '../none.html', which is not part of the release");
    arena_free(arena);
}
END_TEST

START_TEST(the_first_page_is_named_whoever_staged_it)
{
    static const char text[] = "<a href=\"z.html\"><a href=\"b.html#no\">";
    static const char *const staged[] = {"c.html", "a.html", "b.html"};
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    const char *fragments[3];
    for (int i = 0; i < 3; i++) {
        fragments[i] = stage_fragment(stage, arena);
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0)
            _exit(stage_put(stage, staged[i], text, sizeof text - 1, NULL) &&
                          stage_export(stage, fragments[i], NULL)
                      ? 0
                      : 1);
        int status;
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
    }
    for (int i = 0; i < 3; i++)
        must(stage_import(stage, fragments[(i + _i) % 3], &fault));
    struct error err = ERROR_INIT;
    ck_assert(!stage_verify(stage, &err));
    ck_assert_str_eq(err.message,
                     "page 'a.html' links to 'b.html#no', which is no id of that page");
    arena_free(arena);
}
END_TEST

START_TEST(verify_misses_a_linked_file_that_is_gone)
{
    release_of(&f, "20261121T004500Z", FILES("a.html", "a", "b.html", "b"));
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f.out);
    put(stage, "a.html", "a");
    put(stage, "b.html", "b");
    ck_assert_int_eq(stage_counts(stage).linked, 2);
    ck_assert_int_eq(unlink(at(&f, "current/b.html")), 0);
    struct error err = ERROR_INIT;
    ck_assert(!stage_verify(stage, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "b.html"));
    arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish/links");
    TCase *scan = tcase_create("scan");
    tcase_add_loop_test(scan, finds_links_and_ids, 0, sizeof pages / sizeof *pages);
    tcase_add_test(scan, a_cut_page_is_read_within_its_bounds);
    tcase_add_loop_test(scan, resolves_links, 0, sizeof links / sizeof *links);
    suite_add_tcase(suite, scan);
    TCase *verify = tcase_create("verify");
    tcase_add_checked_fixture(verify, setup, teardown);
    tcase_add_loop_test(verify, verify_follows_links, 0, sizeof verified / sizeof *verified);
    tcase_add_test(verify, an_unchanged_page_may_not_link_to_what_is_gone);
    tcase_add_loop_test(verify, verify_misses_a_new_file_that_was_cut_or_is_gone, 0, 2);
    tcase_add_loop_test(verify, the_first_page_is_named_in_whatever_order_they_come, 0, 3);
    tcase_add_loop_test(verify, the_first_page_is_named_whoever_staged_it, 0, 3);
    tcase_add_test(verify, verify_misses_a_linked_file_that_is_gone);
    suite_add_tcase(suite, verify);
    return run_suite(suite);
}
