#include "app/build.h"
#include "app/changes.h"
#include "base/file.h"
#include "publish/release.h"
#include "publish/tree.h"
#include "render/json/changes.h"
#include "view/changes.h"

bool find_baseline(struct build *build, struct error *err)
{
    const char *out_dir = build->app->settings->out_dir;
    if (!build->options->against)
        return tree_current(build->arena, out_dir, &build->baseline, err);
    struct release release;
    if (!release_find(build->arena, out_dir, build->options->against, &release, err))
        return error_context(err, "--against");
    build->baseline = release.id;
    return true;
}

/* What the page says, besides the differences. */
struct comparison_page {
    struct build *build;
    struct arena *arena;
    struct changes changes;
    bool compared;
};

static const char *sentence(const struct comparison_page *page)
{
    const char *baseline = page->build->baseline;
    if (page->compared)
        return arena_printf(page->arena, "Compared with release %s.", baseline);
    return baseline ? arena_printf(page->arena, "Release %s cannot be compared with.", baseline)
                    : "This is the first release: there is nothing to compare with.";
}

static bool put(struct build *build, const char *path, const struct strbuf *text, struct error *err)
{
    /* One that is kept already is not made again: its fellow was damaged. */
    return stage_has(build->stage, path) ||
           stage_put(build->stage, path, text->text, text->length, err);
}

static bool put_page(const struct comparison_page *page, struct error *err)
{
    struct build *build = page->build;
    struct view_changes_input input = {
        .changes = page->compared ? &page->changes : NULL,
        .baseline = sentence(page),
        .rows = CHANGES_PAGE_ROWS,
    };
    struct view_changes view;
    view_build_changes(&build->context, &input, page->arena, &view);
    struct api_comparison comparison = {
        .before = page->compared ? build->baseline : NULL,
        .changes = &page->changes,
    };
    struct strbuf text;
    strbuf_init(&text);
    bool ok = html_changes(build->html, &view, &text, err) && put(build, CHANGES_PAGE, &text, err);
    strbuf_reset(&text);
    api_changes(&comparison, &text);
    ok = ok && put(build, CHANGES_DATA, &text, err);
    strbuf_release(&text);
    return ok;
}

/* A current release that cannot be read is no reason not to publish; one that was asked for is. */
static bool compare(struct comparison_page *page, struct error *err)
{
    const struct build *build = page->build;
    const char *out_dir = build->app->settings->out_dir;
    if (!build->baseline)
        return true;
    struct published_tree before = {
        .folder = arena_printf(page->arena, "%s/" TREE_RELEASES "/%s", out_dir, build->baseline)};
    struct published_tree after = {.stage = build->stage};
    struct error unreadable = ERROR_INIT;
    page->compared = changes_between(&before, &after, page->arena, &page->changes, &unreadable);
    if (page->compared)
        return true;
    page->changes = (struct changes){0};
    if (unreadable.code != ERROR_FAILED || build->options->against) {
        *err = unreadable;
        return false;
    }
    log_warning(build->app->log, "changes are not known: %s", unreadable.message);
    return true;
}

/* Both files stay as they are; false: they cannot. */
static bool keep(const struct build *build)
{
    size_t kept;
    return !build->options->against && !stage_differs(build->stage, CHANGES_FOLDER) &&
           stage_keep(build->stage, CHANGES_FOLDER, &kept, NULL) &&
           stage_has(build->stage, CHANGES_PAGE) && stage_has(build->stage, CHANGES_DATA);
}

bool build_changes(struct build *build, struct error *err)
{
    if (keep(build))
        return true;
    struct comparison_page page = {.build = build, .arena = arena_new()};
    bool ok = compare(&page, err) && put_page(&page, err);
    arena_free(page.arena);
    return ok;
}
