#include "app/commands.h"
#include "app/published.h"
#include "base/file.h"
#include "base/text.h"
#include "publish/manifest.h"
#include "publish/pack.h"
#include "render/html/single.h"

enum { PAGE_LIMIT = 256 << 20 };

struct packing {
    struct app *app;
    struct release release;
    struct published_site site;
    const struct published_sector **sectors; /* that the pack is of */
    size_t sector_count;
    struct manifest manifest;
};

/* ---- what goes in ---- */

static bool is_meant(const struct published_sector *sector, const char *given)
{
    return text_equal(given, sector->focus_group_id) || text_equal(given, sector->slug) ||
           text_equal_ignoring_case(given, sector->name);
}

static bool add_sector(struct packing *packing, const char *given, struct error *err)
{
    const struct published_site *site = &packing->site;
    const char *known = "";
    for (size_t i = 0; i < site->sector_count; i++) {
        const struct published_sector *sector = &site->sectors[i];
        known = arena_printf(packing->app->arena, "%s%s%s", known, i > 0 ? ", " : "", sector->slug);
        if (!is_meant(sector, given))
            continue;
        for (size_t j = 0; j < packing->sector_count; j++)
            if (packing->sectors[j] == sector)
                return true;
        packing->sectors[packing->sector_count++] = sector;
        return true;
    }
    error_set(err, ERROR_USAGE, "release '%s' has no sector '%s'", packing->release.id, given);
    return error_hint(err, "its sectors are: %s", known);
}

/* In the order of the reports, whatever that of the options is. */
static int compare_sectors(const void *a, const void *b)
{
    const struct published_sector *const *first = a;
    const struct published_sector *const *second = b;
    return (*first > *second) - (*first < *second);
}

static bool choose_sectors(struct packing *packing, struct error *err)
{
    struct app *app = packing->app;
    const struct published_site *site = &packing->site;
    const char *given = app_option(app, "sector");
    packing->sectors = arena_array(app->arena, site->sector_count, sizeof(void *));
    for (size_t i = 0; !given && i < site->sector_count; i++)
        packing->sectors[packing->sector_count++] = &site->sectors[i];
    for (size_t n = 0; (given = app_option_at(app, "sector", n)); n++)
        if (!add_sector(packing, given, err))
            return false;
    qsort(packing->sectors, packing->sector_count, sizeof *packing->sectors, compare_sectors);
    return true;
}

/* Handouts and workbooks of the whole portfolio, or of one sector. */
static bool is_handout(const struct packing *packing, const char *path)
{
    if (!text_ends_with(path, ".pdf") && !text_ends_with(path, ".xlsx"))
        return false;
    if (!strchr(path, '/'))
        return app_option(packing->app, "sector") == NULL;
    for (size_t i = 0; i < packing->sector_count; i++)
        if (text_starts_with(
                path, arena_printf(packing->app->arena, "sectors/%s/", packing->sectors[i]->slug)))
            return true;
    return false;
}

static const char **choose_files(const struct packing *packing, size_t *count)
{
    const struct manifest *manifest = &packing->manifest;
    const char **paths = arena_array(packing->app->arena, manifest->count, sizeof *paths);
    *count = 0;
    for (size_t i = 0; i < manifest->count; i++)
        if (is_handout(packing, manifest->entries[i].path))
            paths[(*count)++] = manifest->entries[i].path;
    return paths;
}

/* ---- the document ---- */

/* A page of the release, and of none other: what was altered is not passed on. */
static bool read_page(void *context, const char *path, const char **text, size_t *length,
                      struct error *err)
{
    const struct packing *packing = context;
    struct arena *arena = packing->app->arena;
    const struct manifest_entry *listed = manifest_find(&packing->manifest, path);
    char *bytes;
    if (!listed)
        return error_set(err, ERROR_FAILED, "release '%s' has no file '%s'", packing->release.id,
                         path);
    if (!file_read(arena, path_join(arena, packing->release.path, path), PAGE_LIMIT, &bytes, length,
                   err))
        return false;
    struct digest digest = digest_of(bytes, *length);
    *text = bytes;
    if (digest_equal(&digest, &listed->digest))
        return true;
    error_set(err, ERROR_FAILED, "'%s' of release '%s' is not what was published", path,
              packing->release.id);
    return error_hint(err, "'orgair verify %s' lists what was altered", packing->release.path);
}

static bool make_report(struct packing *packing, struct strbuf *out, struct error *err)
{
    struct arena *arena = packing->app->arena;
    struct single_page *pages = arena_array(arena, packing->sector_count + 2, sizeof *pages);
    size_t count = 0;
    if (!app_option(packing->app, "sector"))
        pages[count++] = (struct single_page){"portfolio", "index.html", "Portfolio"};
    for (size_t i = 0; i < packing->sector_count; i++) {
        const struct published_sector *sector = packing->sectors[i];
        pages[count++] = (struct single_page){
            .id = arena_printf(arena, "sector-%s", sector->slug),
            .path = arena_printf(arena, "sectors/%s/index.html", sector->slug),
            .label = sector->name ? sector->name : sector->slug,
        };
    }
    pages[count++] = (struct single_page){"method", "method/index.html", "Method"};
    const struct single_document document = {
        .pages = pages,
        .count = count,
        .note = arena_printf(arena, "Release %s", packing->release.id),
        .read = read_page,
        .context = packing,
    };
    return html_single(arena, &document, out, err);
}

/* ---- the command ---- */

static bool choose_release(struct packing *packing, struct error *err)
{
    struct app *app = packing->app;
    const char *name = app_option(app, "release");
    if (!release_find(app->arena, app->settings->out_dir, name ? name : "current",
                      &packing->release, err))
        return false;
    const char *manifest = path_join(app->arena, packing->release.path, MANIFEST_NAME);
    const struct published_tree tree = {.folder = packing->release.path};
    return manifest_read(app->arena, manifest, &packing->manifest, err) &&
           published_site_read(&tree, app->arena, &packing->site, err);
}

static bool write_pack(struct packing *packing, const char *file, struct error *err)
{
    struct app *app = packing->app;
    struct strbuf report;
    size_t count;
    const char **paths = choose_files(packing, &count);
    strbuf_init(&report);
    bool ok = make_report(packing, &report, err);
    if (ok) {
        const struct pack_contents contents = {
            .release = &packing->release,
            .paths = paths,
            .path_count = count,
            .report = report.text,
            .report_length = report.length,
            .secret_key = app->settings->secret_key,
        };
        ok = pack_write(app->arena, &contents, file, err);
    }
    strbuf_release(&report);
    if (ok)
        fprintf(app->out, "packed release '%s' into '%s': report.html and %zu handout%s%s\n",
                packing->release.id, file, count, count == 1 ? "" : "s",
                app->settings->secret_key[0] == '\0' ? ", not signed (no SECRET_KEY)" : "");
    return ok;
}

bool cmd_pack(struct app *app, struct error *err)
{
    struct packing packing = {.app = app};
    if (!choose_release(&packing, err) || !choose_sectors(&packing, err))
        return false;
    const char *file = app_option(app, "out");
    if (!file)
        file = arena_printf(app->arena, PACK_FOLDER "%s.zip", packing.release.id);
    if (file_exists(file) && !app_flag(app, "force")) {
        error_set(err, ERROR_FAILED, "there is a file '%s' already", file);
        return error_hint(err, "--force replaces it");
    }
    return write_pack(&packing, file, err);
}
