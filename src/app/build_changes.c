/*
 * What changed since an earlier release, as data that is carried forward (see changes.h): pages,
 * workbooks and handouts are made from the files that are written or taken over here.
 */
#include "app/build_changes.h"

#include "app/changes.h"
#include "app/changes_file.h"
#include "base/file.h"
#include "base/text.h"
#include "publish/release.h"
#include "publish/tree.h"
#include "view/changes.h"

struct build_comparison {
    struct compared compared; /* sites[0] only where `comparable` */
    bool comparable;
    struct changes_record fund;
};

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

/* A current release that cannot be read is no reason not to publish; one that was asked for is. */
static bool may_go_on(const struct build *build, struct error *unreadable, struct error *err)
{
    if (unreadable->code != ERROR_FAILED || build->options->against) {
        *err = *unreadable;
        return false;
    }
    log_warning(build->app->log, "changes are not known: %s", unreadable->message);
    return true;
}

bool begin_changes(struct build *build, struct error *err)
{
    struct arena *arena = build->arena;
    struct build_comparison *comparison = arena_alloc(arena, sizeof *comparison);
    struct compared *compared = &comparison->compared;
    *comparison = (struct build_comparison){.compared = {.after = {.stage = build->stage}}};
    build->comparison = comparison;
    if (!published_site_read(&compared->after, arena, &compared->sites[1], err))
        return false;
    if (!build->baseline)
        return true;
    compared->before.folder = arena_printf(arena, "%s/" TREE_RELEASES "/%s",
                                           build->app->settings->out_dir, build->baseline);
    compared->stage_follows = text_equal(stage_current_id(build->stage), build->baseline);
    struct error unreadable = ERROR_INIT;
    comparison->comparable =
        published_site_read(&compared->before, arena, &compared->sites[0], &unreadable);
    return comparison->comparable || may_go_on(build, &unreadable, err);
}

static const struct published_site *site_of(const struct build *build)
{
    return &build->comparison->compared.sites[1];
}

/* A comparison in the making. */
struct task {
    struct build *build;
    struct arena *arena;
    const struct sector *sector; /* NULL: the whole fund */
    const char *path;
    const char *data; /* what has to be the same so that the comparison stays */
};

/* Takes the current release's file over; false: there is none that can be taken over. */
static bool carry_forward(const struct task *task, struct changes_record *record)
{
    struct build *build = task->build;
    bool kept = false;
    if (build->options->against || !stage_same(build->stage, task->data))
        return false;
    const char *file =
        arena_printf(task->arena, "%s/" TREE_RELEASES "/%s/%s", build->app->settings->out_dir,
                     stage_current_id(build->stage), task->path);
    return file_exists(file) &&
           changes_file_read(file, site_of(build), CHANGES_SHEET_ROWS, task->arena, record, NULL) &&
           stage_keep_file(build->stage, task->path, &kept, NULL) && kept;
}

static bool compare(const struct task *task, struct arena *scratch, struct changes_record *record,
                    struct error *err)
{
    const struct build *build = task->build;
    const struct build_comparison *comparison = build->comparison;
    const char *sector = task->sector ? task->sector->focus_group_id : NULL;
    struct error unreadable = ERROR_INIT;
    bool known =
        comparison->comparable &&
        (sector ? changes_of_sector(&comparison->compared, sector, scratch, &record->changes,
                                    &unreadable)
                : changes_of_all(&comparison->compared, scratch, &record->changes, &unreadable));
    record->only_sector = sector;
    record->before = known ? build->baseline : NULL;
    record->not_compared_with = known ? NULL : build->baseline;
    if (known || !comparison->comparable)
        return true;
    record->changes = (struct changes){0};
    return may_go_on(build, &unreadable, err);
}

/* All of it is written, the first rows are read back. */
static bool make_anew(const struct task *task, struct changes_record *record, struct error *err)
{
    struct build *build = task->build;
    struct arena *scratch = arena_new();
    struct changes_record whole = {0};
    const char *full;
    bool ok =
        compare(task, scratch, &whole, err) &&
        stage_path(build->stage, task->arena, task->path, &full, err) &&
        changes_file_write(full, &whole, err) &&
        changes_file_read(full, site_of(build), CHANGES_SHEET_ROWS, task->arena, record, err) &&
        stage_adopt(build->stage, task->path, err);
    arena_free(scratch);
    return ok;
}

bool build_sector_changes(struct build *build, const struct sector *sector, struct arena *arena,
                          struct changes_record *record, struct error *err)
{
    const struct task task = {
        .build = build,
        .arena = arena,
        .sector = sector,
        .path = view_changes_path(arena, sector->slug),
        .data = api_sector_path(arena, sector),
    };
    return carry_forward(&task, record) || make_anew(&task, record, err);
}

static bool put_page(struct build *build, struct error *err)
{
    struct arena *arena = arena_new();
    const struct changes_record *record = build->changes;
    struct view_changes_input input = {
        .changes = record->before ? &record->changes : NULL,
        .baseline = view_changes_sentence(arena, record),
        .rows = CHANGES_PAGE_ROWS,
    };
    struct view_changes view;
    struct strbuf text;
    view_build_changes(&build->context, &input, arena, &view);
    strbuf_init(&text);
    bool ok = html_changes(build->html, &view, &text, err) &&
              stage_put(build->stage, CHANGES_PAGE, text.text, text.length, err);
    strbuf_release(&text);
    arena_free(arena);
    return ok;
}

bool build_changes(struct build *build, struct error *err)
{
    const struct task task = {
        .build = build, .arena = build->arena, .path = CHANGES_DATA, .data = "api/v1/"};
    struct changes_record *record = &build->comparison->fund;
    build->changes = record;
    return (carry_forward(&task, record) || make_anew(&task, record, err)) && put_page(build, err);
}
