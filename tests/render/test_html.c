/* Pages: golden HTML of sample views, escaping by context, and values that are missing. */
#include "base/file.h"
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

static Suite *suite(void)
{
    Suite *all = suite_create("html");
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, setup, teardown);
    tcase_add_loop_test(pages, pages_are_as_they_were, 0, SAMPLES);
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
