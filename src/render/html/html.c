#include "render/html/html.h"

#include "base/file.h"
#include "base/text.h"
#include "render/html/fill.h"
#include "render/html/flatten.h"
#include "render/html/lint.h"
#include "render/html/template.h"

enum { TEMPLATE_LIMIT = 1 << 20, ASSET_LIMIT = 1 << 20 };

struct html {
    struct templates *templates;
    const char *template_dir;
    struct arena *scratch; /* the values of one page */
    struct shared_parts shared;
    struct error failure; /* of making one of them for this page */
};

static const struct shape *const pages[] = {
    &portfolio_shape, &sector_shape,  &listing_shape,    &organization_shape, &compare_shape,
    &findings_shape,  &changes_shape, &method_shape,     &not_found_shape,    &navigation_shape,
    &assets_shape,    &crumbs_shape,  &table_head_shape, &facts_head_shape,   &term_shape,
};

/* What pages refer to, and the files in templates/assets that each is put together from. */
enum { ASSET_PARTS = 5 };
static const struct asset {
    const char *name;
    const char *parts[ASSET_PARTS];
} assets_made[] = {
    {"favicon.svg", {"favicon.svg"}},
    {"orgair.css",
     {"css/10-base.css", "css/20-page.css", "css/30-components.css", "css/35-charts.css",
      "css/40-adapt.css"}},
    {"orgair.js", {"orgair.js"}},
};

struct loader {
    struct html *html;
    struct arena *arena;
    struct templates *checked; /* each file by itself: whatever is wrong is said of the file */
    struct parts parts;
    struct error *err;
};

static bool load(struct loader *loader, const struct shape *shape);

static bool load_includes(struct loader *loader, const struct shape *shape, const char *file)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct marker *marker = &shape->markers[i];
        if (marker->kind == MARKER_LIST && !load_includes(loader, marker->shape, file))
            return false;
        if (marker->kind != MARKER_INCLUDE || load(loader, marker->shape))
            continue;
        if (loader->err && loader->err->hint[0] == '\0')
            error_hint(loader->err, "the template is included by '%s'", file);
        return false;
    }
    return true;
}

static bool load_one(struct loader *loader, const struct shape *shape, const char **out)
{
    char *text;
    size_t length;
    char *path = path_join(loader->arena, loader->html->template_dir, shape->file);
    if (!file_read(loader->arena, path, TEMPLATE_LIMIT, &text, &length, loader->err))
        return error_context(loader->err, "template '%s'", shape->file);
    if (!text_is_utf8(text, length))
        return error_set(loader->err, ERROR_FAILED, "template '%s': not UTF-8", shape->file);
    *out = text;
    return lint_template(loader->arena, shape, text, length, loader->err) &&
           templates_add(loader->checked, shape->file, text, length, loader->err);
}

static bool load(struct loader *loader, const struct shape *shape)
{
    struct parts *parts = &loader->parts;
    if (parts_text(parts, shape))
        return true;
    const char *text = NULL;
    if (!load_one(loader, shape, &text))
        return false;
    parts->list = arena_grow(loader->arena, parts->list, &parts->capacity, parts->count + 1,
                             sizeof parts->list[0]);
    parts->list[parts->count++] = (struct part){shape, text};
    return load_includes(loader, shape, shape->file);
}

static bool add_page(struct loader *loader, const struct shape *page)
{
    struct strbuf text;
    strbuf_init(&text);
    flatten(&loader->parts, page, &text);
    bool ok =
        templates_add(loader->html->templates, page->file, text.text, text.length, loader->err);
    strbuf_release(&text);
    return ok;
}

static bool load_pages(struct loader *loader)
{
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (!load(loader, pages[i]) || !add_page(loader, pages[i]))
            return false;
    return true;
}

static void release(void *pointer)
{
    struct html *html = pointer;
    templates_free(html->templates);
    arena_free(html->scratch);
    shared_close(&html->shared);
}

bool html_open(struct arena *arena, const char *template_dir, struct html **out, struct error *err)
{
    struct html *html = arena_alloc(arena, sizeof *html);
    html->template_dir = arena_strdup(arena, template_dir);
    html->templates = templates_new();
    if (!html->templates)
        out_of_memory();
    html->scratch = arena_new();
    shared_open(&html->shared);
    arena_defer(arena, release, html);

    struct loader loader = {
        .html = html, .arena = html->scratch, .checked = templates_new(), .err = err};
    if (!loader.checked)
        out_of_memory();
    bool ok = load_pages(&loader);
    templates_free(loader.checked);
    if (!ok)
        return false;
    templates_close(html->templates);
    *out = html;
    return true;
}

static bool read_asset(struct arena *arena, const char *folder, const struct asset *asset,
                       struct html_asset *out, struct error *err)
{
    struct strbuf bytes;
    strbuf_init(&bytes);
    bool ok = true;
    for (size_t i = 0; ok && i < ASSET_PARTS && asset->parts[i]; i++) {
        char *part;
        size_t length;
        ok = file_read(arena, path_join(arena, folder, asset->parts[i]), ASSET_LIMIT, &part,
                       &length, err);
        if (ok)
            strbuf_add(&bytes, part, length);
    }
    out->name = asset->name;
    out->bytes = arena_strndup(arena, bytes.text, bytes.length);
    out->length = bytes.length;
    strbuf_release(&bytes);
    return ok ? true : error_context(err, "asset '%s'", asset->name);
}

bool html_assets(struct html *html, struct arena *arena, struct html_asset **assets, size_t *count,
                 struct error *err)
{
    size_t total = sizeof assets_made / sizeof assets_made[0];
    struct html_asset *list = arena_array(arena, total, sizeof *list);
    char *folder = path_join(arena, html->template_dir, "assets");
    for (size_t i = 0; i < total; i++)
        if (!read_asset(arena, folder, &assets_made[i], &list[i], err))
            return false;
    *assets = list;
    *count = total;
    return true;
}

struct fill html_begin(struct html *html, const struct view_frame *frame)
{
    arena_reset(html->scratch);
    shared_begin(&html->shared);
    error_clear(&html->failure);
    return (struct fill){.html = html,
                         .arena = html->scratch,
                         .root = frame->root,
                         .tables = arena_alloc(html->scratch, sizeof(size_t))};
}

struct strbuf *html_part_key(const struct fill *fill, const struct shape *shape)
{
    struct strbuf *key = &fill->html->shared.key;
    strbuf_reset(key);
    strbuf_add(key, &shape, sizeof shape);
    shared_key_text(key, fill->root);
    return key;
}

bool html_part_known(const struct fill *fill, struct html_part *part)
{
    part->text = shared_find(&fill->html->shared);
    return part->text != NULL;
}

struct html_part html_part_make(const struct fill *fill, const struct values *values)
{
    struct html *html = fill->html;
    struct html_part part = {NULL};
    struct strbuf text;
    strbuf_init(&text);
    if (templates_expand(html->templates, values, &text, &html->failure))
        part.text = shared_add(&html->shared, text.text, text.length);
    strbuf_release(&text);
    return part;
}

bool html_finish(struct html *html, const struct values *page, struct strbuf *out,
                 struct error *err)
{
    if (html->failure.code != ERROR_NONE) {
        if (err)
            *err = html->failure;
        return false;
    }
    return templates_expand(html->templates, page, out, err);
}
