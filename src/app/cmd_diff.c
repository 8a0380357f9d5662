#include "app/changes.h"
#include "app/commands.h"
#include "base/file.h"
#include "base/text.h"
#include "publish/manifest.h"
#include "publish/release.h"
#include "render/json/changes.h"
#include "render/text/dump.h"
#include "view/changes.h"

#include <errno.h>

enum { STATUS_DIFFERENT = 1 };

struct side {
    const char *name; /* the release's id, or the folder as it was given */
    const char *folder;
};

/* A folder is told by its slash, or by there being no such release. */
static bool find_side(const struct app *app, const char *operand, struct side *side,
                      struct error *err)
{
    *side = (struct side){operand, operand};
    if (strchr(operand, '/') || text_equal(operand, "."))
        return true;
    struct release release;
    if (release_find(app->arena, app->settings->out_dir, operand, &release, err)) {
        *side = (struct side){release.id, release.path};
        return true;
    }
    if (!file_exists(path_join(app->arena, operand, MANIFEST_NAME)))
        return false;
    error_clear(err);
    return true;
}

/* A terminal has no links, and what a tone says stands in the words already. */
static void plain(const struct view_table *table)
{
    for (size_t i = 0; i < table->row_count * table->column_count; i++) {
        struct view_cell *cell = &table->cells[i];
        cell->href = NULL;
        cell->tone = TONE_NONE;
        if (cell->kind == CELL_MISSING)
            *cell = cell_text(*cell->text ? cell->text : "-");
    }
}

static void print_text(struct app *app, const struct side sides[2], const struct changes *changes,
                       size_t files)
{
    struct view_changes_input input = {
        .changes = changes,
        .baseline = arena_printf(app->arena, "%s compared with %s: %zu file%s", sides[1].name,
                                 sides[0].name, files, files == 1 ? " differs" : "s differ"),
    };
    struct view_changes view;
    view_build_changes(NULL, &input, app->arena, &view);
    const struct view_table *const tables[] = {&view.scores, &view.thresholds, &view.organizations,
                                               &view.configuration, &view.findings};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        plain(tables[i]);
    struct strbuf text;
    strbuf_init(&text);
    dump_changes(&view, &text);
    text_tame(text.text, text.length, true);
    fwrite(text.text, 1, text.length, app->out);
    strbuf_release(&text);
}

static void print_json(const struct app *app, const struct side sides[2],
                       const struct changes *changes)
{
    struct api_comparison comparison = {
        .before = sides[0].name, .after = sides[1].name, .changes = changes};
    api_changes(&comparison, app->out);
}

/* Files outside changes/ that one side lacks, or that have other bytes. A folder without a
 * manifest has none to count. */
static size_t count_files(struct arena *arena, const struct side sides[2])
{
    struct manifest manifests[2];
    size_t differing = 0;
    for (size_t i = 0; i < 2; i++)
        if (!manifest_read(arena, path_join(arena, sides[i].folder, MANIFEST_NAME), &manifests[i],
                           NULL))
            return 0;
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < manifests[side].count; i++) {
            const struct manifest_entry *file = &manifests[side].entries[i];
            const struct manifest_entry *other = manifest_find(&manifests[1 - side], file->path);
            bool altered = other && !digest_equal(&file->digest, &other->digest);
            if (!text_starts_with(file->path, CHANGES_FOLDER) && (!other || (altered && side == 0)))
                differing++;
        }
    return differing;
}

/* Here and not at the end of the run: what cannot be written is trouble, and trouble is 2. A reader
 * that has seen enough is none. The reason of an earlier failure is gone, and asked for again. */
static bool write_out(const struct app *app, struct error *err)
{
    bool failed = ferror(app->out);
    if (failed)
        fputc('\n', app->out);
    errno = 0;
    if ((fflush(app->out) == 0 && !failed) || errno == EPIPE)
        return true;
    return error_set_errno(err, ERROR_FAILED, "cannot write to the standard output");
}

static bool diff(struct app *app, struct error *err)
{
    struct side sides[2];
    const char *later = app->operand_count > 1 ? app->operands[1] : "current";
    if (!find_side(app, app->operands[0], &sides[0], err) || !find_side(app, later, &sides[1], err))
        return false;
    struct compared *compared = arena_alloc(app->arena, sizeof *compared);
    *compared = (struct compared){.before = {.folder = sides[0].folder},
                                  .after = {.folder = sides[1].folder}};
    struct changes changes;
    if (!compared_read(compared, app->arena, err) ||
        !changes_of_all(compared, app->arena, &changes, err))
        return false;
    size_t files = count_files(app->arena, sides);
    bool different = files > 0 || !changes_none(&changes);
    if (app_flag(app, "json"))
        print_json(app, sides, &changes);
    else if (different)
        print_text(app, sides, &changes, files);
    app->status = different ? STATUS_DIFFERENT : 0;
    return write_out(app, err);
}

bool cmd_diff(struct app *app, struct error *err)
{
    if (diff(app, err))
        return true;
    if (err->code != ERROR_INTERRUPTED && err->code != ERROR_TERMINATED)
        err->code = ERROR_USAGE;
    return false;
}
