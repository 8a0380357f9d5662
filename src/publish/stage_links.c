#include "base/file.h"
#include "base/interrupt.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "publish/links.h"
#include "publish/stage_private.h"

bool stage_is_page(const char *path)
{
    return text_ends_with(path, ".html");
}

/* ---- what a page asks for ---- */

struct page {
    struct stage *stage;
    struct arena *arena;
    struct arena *link; /* for the link at hand */
    const char *path;
    size_t depth; /* folders that it is in */
    struct error *err;
    struct path_index ids;
    const char **own; /* fragments that the page asks of itself */
    size_t own_count;
    size_t own_capacity;
};

static bool ask(struct page *page, const char *demand, const char *link)
{
    const char *note = arena_printf(page->link, "%s%c%s", page->path, DEMAND_PART, link);
    return stage_ask(page->stage, demand, note, page->err);
}

static const char *part_of(struct arena *arena, const char *target, const char *fragment)
{
    return arena_printf(arena, "%s%c%s", target, DEMAND_PART, fragment);
}

static void note_own(struct page *page, const char *fragment)
{
    page->own = arena_grow(page->arena, page->own, &page->own_capacity, page->own_count + 1,
                           sizeof *page->own);
    page->own[page->own_count++] = arena_strdup(page->arena, fragment);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

/* Nothing in it to resolve or to cut off: names of letters, with points and slashes between. */
static bool is_plain_path(const char *path)
{
    bool letter = false;
    for (; *path; path++) {
        bool before = letter;
        letter = is_letter(*path);
        if (!letter && !(before && (*path == '/' || *path == '.')))
            return false;
    }
    return letter;
}

/* What is left of a link from the page that goes up to the root and down from there, as those of
 * every page's navigation do: it means the same on every page. NULL: another link. */
static const char *from_root(const struct page *page, const char *link)
{
    for (size_t i = 0; i < page->depth; i++, link += 3)
        if (link[0] != '.' || link[1] != '.' || link[2] != '/')
            return NULL;
    return link;
}

static size_t depth_of(const char *path)
{
    size_t depth = 0;
    while ((path = strchr(path, '/'))) {
        path++;
        depth++;
    }
    return depth;
}

/* What a link means that was not asked for before, or not by such a link. */
static bool ask_for_link(struct page *page, const char *link, const char *rest)
{
    struct link_target target = links_resolve(page->link, page->path, link);
    switch (target.kind) {
    case LINK_EXTERNAL:
        return true;
    case LINK_OUTSIDE:
        return ask(page, arena_printf(page->link, "%c%s", DEMAND_OUTSIDE, link), link);
    case LINK_PAGE_ITSELF:
        if (target.fragment)
            note_own(page, target.fragment);
        return true;
    case LINK_INSIDE:
        break;
    }
    const char *demand = target.path;
    if (target.fragment && stage_is_page(target.path))
        demand = part_of(page->link, target.path, target.fragment);
    else if (manifest_is_own_file(target.path) || stage_in_memory(page->stage, target.path, NULL))
        return true;
    if (rest)
        stage_note_link(page->stage, rest, demand);
    return ask(page, demand, link);
}

static bool visit_link(struct page *page, const char *link)
{
    const char *rest = from_root(page, link);
    if (rest && (stage_is_asked(page->stage, rest, page->path) ||
                 (is_plain_path(rest) && stage_in_memory(page->stage, rest, NULL))))
        return true;
    arena_reset(page->link);
    return ask_for_link(page, link, rest);
}

static void note_id(struct arena *arena, struct path_index *ids, const char *id)
{
    if (!path_index_find(ids, id))
        path_index_add(ids, arena, arena_strdup(arena, id), 1);
}

static bool visit(void *context, enum attribute_kind kind, const char *value)
{
    struct page *page = context;
    if (kind == ATTRIBUTE_LINK)
        return visit_link(page, value);
    note_id(page->arena, &page->ids, value);
    return true;
}

/* A fragment that the page lacks stays a demand, which verification will not find met. */
static bool ask_for_own(struct page *page)
{
    for (size_t i = 0; i < page->own_count; i++) {
        const char *fragment = page->own[i];
        if (path_index_find(&page->ids, fragment))
            continue;
        arena_reset(page->link);
        if (!ask(page, part_of(page->link, page->path, fragment),
                 arena_printf(page->link, "#%s", fragment)))
            return false;
    }
    return true;
}

bool stage_ask_for_links(struct stage *stage, const char *path, const char *text, size_t length,
                         struct error *err)
{
    struct page page = {
        .stage = stage,
        .arena = stage->page,
        .link = stage->link,
        .path = path,
        .depth = depth_of(path),
        .err = err,
    };
    arena_reset(stage->page);
    return links_scan(text, length, visit, &page) && ask_for_own(&page);
}

/* ---- whether it is there ---- */

struct checking {
    struct stage *stage;
    struct listing_merge entries;
    const struct listing_row *entry; /* the first one that is not before the demand */
    bool begun;
    struct arena *arena; /* for the page that is linked into */
    struct strbuf page;  /* whose ids are known */
    struct path_index ids;
    struct strbuf note;   /* the smallest of those that are not met: page, link */
    struct strbuf demand; /* and what it asks for */
    bool broken;
};

/* The demand in two: its target, which is terminated for that, and its fragment or NULL. */
static const char *split(struct strbuf *demand)
{
    char *part = strchr(demand->text, DEMAND_PART);
    if (!part)
        return NULL;
    *part = '\0';
    return part + 1;
}

static bool step_to(struct checking *checking, const char *target, bool *there, struct error *err)
{
    int order = -1;
    while (!checking->begun ||
           (checking->entry && (order = strcmp(checking->entry->path, target)) < 0)) {
        checking->begun = true;
        if (!listing_merge_next(&checking->entries, &checking->entry, err))
            return false;
    }
    *there = (checking->entry && order == 0) || manifest_is_own_file(target);
    return true;
}

static bool visit_ids(void *context, enum attribute_kind kind, const char *value)
{
    struct checking *checking = context;
    if (kind == ATTRIBUTE_ID)
        note_id(checking->arena, &checking->ids, value);
    return true;
}

/* Each page that is linked into is read once, for its demands stand beside each other. */
static bool read_ids(struct checking *checking, const char *target, struct error *err)
{
    char *text;
    size_t length;
    if (checking->page.length > 0 && text_equal(checking->page.text, target))
        return true;
    strbuf_reset(&checking->page);
    strbuf_addstr(&checking->page, target);
    arena_reset(checking->arena);
    checking->ids = (struct path_index){0};
    const char *full = stage_file(checking->stage, checking->arena, checking->entry);
    if (!file_read(checking->arena, full, SIZE_MAX, &text, &length, err))
        return false;
    return links_scan(text, length, visit_ids, checking);
}

static void note_broken(struct checking *checking, const struct listing_row *demand)
{
    if (checking->broken && strcmp(checking->note.text, demand->note) <= 0)
        return;
    checking->broken = true;
    strbuf_reset(&checking->note);
    strbuf_addstr(&checking->note, demand->note);
    strbuf_reset(&checking->demand);
    strbuf_addstr(&checking->demand, demand->path);
}

static bool check_demand(struct checking *checking, const struct listing_row *demand,
                         struct strbuf *target, struct error *err)
{
    bool there;
    if (demand->path[0] == DEMAND_OUTSIDE) {
        note_broken(checking, demand);
        return true;
    }
    strbuf_reset(target);
    strbuf_addstr(target, demand->path);
    const char *fragment = split(target);
    if (!step_to(checking, target->text, &there, err))
        return false;
    if (there && fragment && !read_ids(checking, target->text, err))
        return false;
    if (!there || (fragment && !path_index_find(&checking->ids, fragment)))
        note_broken(checking, demand);
    return true;
}

/* The first page by its path, whoever staged it and when. */
static bool report(struct checking *checking, struct error *err)
{
    const char *link = split(&checking->note);
    const char *page = checking->note.text;
    const char *fragment = split(&checking->demand);
    bool there = stage_lookup(checking->stage, checking->demand.text, NULL);
    if (checking->demand.text[0] == DEMAND_OUTSIDE)
        return error_set(err, ERROR_FAILED,
                         "page '%s' links to '%s', which leads out of the release", page, link);
    if (!fragment || !there)
        return error_set(err, ERROR_FAILED,
                         "page '%s' links to '%s', which is not part of the release", page, link);
    if (text_equal(page, checking->demand.text))
        return error_set(err, ERROR_FAILED, "page '%s' links to '#%s', which is no id of it", page,
                         fragment);
    return error_set(err, ERROR_FAILED, "page '%s' links to '%s#%s', which is no id of that page",
                     page, checking->demand.text, fragment);
}

static bool check_all(struct checking *checking, struct strbuf *target, struct error *err)
{
    struct listing_merge demands;
    const struct listing_row *demand;
    size_t number = 0;
    bool ok;
    stage_demands(checking->stage, 0, &demands);
    while ((ok = listing_merge_next(&demands, &demand, err)) && demand)
        if (!(ok = check_demand(checking, demand, target, err) &&
                   (++number % 1024 != 0 || interrupt_check(err))))
            break;
    listing_merge_end(&demands);
    return ok;
}

bool stage_check_demands(struct stage *stage, struct error *err)
{
    struct checking checking = {.stage = stage, .arena = arena_new()};
    struct strbuf target;
    strbuf_init(&target);
    strbuf_init(&checking.page);
    strbuf_init(&checking.note);
    strbuf_init(&checking.demand);
    stage_entries(stage, 0, &checking.entries);
    bool ok = check_all(&checking, &target, err);
    if (ok && checking.broken)
        ok = report(&checking, err);
    listing_merge_end(&checking.entries);
    strbuf_release(&checking.demand);
    strbuf_release(&checking.note);
    strbuf_release(&checking.page);
    strbuf_release(&target);
    arena_free(checking.arena);
    return ok;
}
