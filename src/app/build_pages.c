#include "app/build_pages.h"

#include "app/page_fingerprint.h"
#include "base/file.h"
#include "plan/pages.h"
#include "render/charts/charts.h"
#include "view/value.h"

struct build_pages {
    struct build *build;
    const struct sector *sector;
    struct fingerprint base;
    struct page_fingerprints before; /* of the current release; none where nothing is known */
    struct arena *arena;             /* of these; NULL: ended */
    struct file_writer *list;        /* of this one; NULL: ended */
    struct strbuf line;
    struct page_scratch scratch;
    struct strbuf html;
    struct chart_frames *frames;
};

static void release(void *pointer)
{
    struct build_pages *pages = pointer;
    file_discard(pages->list);
    arena_free(pages->arena);
    strbuf_release(&pages->line);
    page_scratch_release(&pages->scratch);
    strbuf_release(&pages->html);
}

/* With --force nothing is known, whatever there is. */
static bool read_before(struct build_pages *pages, struct error *err)
{
    struct build *build = pages->build;
    struct arena *arena = pages->arena;
    if (build->options->force || !build->memory.known)
        return true;
    const char *path = memory_before(build, arena, pages->sector, "pages");
    return !path || pages_read(arena, path, &pages->before, err);
}

bool build_pages_begin(struct build *build, const struct pages_request *request,
                       struct arena *arena, struct build_pages **out, struct error *err)
{
    const struct sector *sector = request->sector;
    struct build_pages *pages = arena_alloc(arena, sizeof *pages);
    const struct plan_scope *scope = &build->plans[sector - build->configs.sectors].scope;
    *pages = (struct build_pages){
        .build = build,
        .sector = sector,
        .base = page_fingerprint_base(&build->context, sector, scope, request->columns),
        .arena = arena_new(),
        .list = file_begin(request->list),
        .frames = chart_frames_new(arena),
    };
    strbuf_init(&pages->line);
    page_scratch_init(&pages->scratch);
    strbuf_init(&pages->html);
    arena_defer(arena, release, pages);
    *out = pages;
    return read_before(pages, err);
}

static void put_chart(const struct chart_plan *plan, struct view_figure *figure)
{
    figure->top = chart_body(plan);
    figure->width = chart_width(plan);
    figure->height = chart_height(plan) - figure->top;
    figure->drawing = chart_drawing(plan);
}

/* The charts of an organization are drawn for its page alone: they are part of it. */
static void put_charts(struct chart_frames *frames, struct arena *batch, struct view_score *view)
{
    const struct view_score_charts *charts = view->charts;
    put_chart(chart_plan_waterfall(batch, &charts->parts, frames), &view->waterfall);
    put_chart(chart_plan_bullets(batch, &charts->dimensions, frames), &view->bullets);
    if (view->history.id)
        put_chart(chart_plan_history(batch, &charts->history, frames), &view->history);
}

static bool make_page(struct build_pages *pages, const struct view_context *context,
                      const struct view_organization_input *input, struct arena *batch,
                      struct error *err)
{
    struct build *build = pages->build;
    struct view_organization view;
    view_build_organization(context, input, batch, &view);
    if (view.score.charts)
        put_charts(pages->frames, batch, &view.score);
    strbuf_reset(&pages->html);
    return html_organization(build->html, &view, &pages->html, err) &&
           stage_put(build->stage, view.frame.path, pages->html.text, pages->html.length, err);
}

bool build_page(struct build_pages *pages, const struct view_organization_input *input,
                struct arena *batch, struct error *err)
{
    const struct standing *standing = input->scored->standing;
    struct view_context context = pages->build->context;
    view_context_of_organization(&context, batch, pages->sector,
                                 standing ? standing->assessed_on : NULL);
    const char *path = view_organization_path(batch, input->organization->id);
    struct fingerprint fingerprint =
        page_fingerprint(&pages->base, &context, input, &pages->scratch);
    strbuf_reset(&pages->line);
    pages_add(&pages->line, path, &fingerprint);
    file_add(pages->list, pages->line.text, pages->line.length);
    const struct page_fingerprint *before = pages_find(&pages->before, path);
    bool kept = false;
    if (before && fingerprint_equal(before->fingerprint, &fingerprint) &&
        !stage_keep_file(pages->build->stage, path, &kept, err))
        return false;
    return kept || make_page(pages, &context, input, batch, err);
}

bool build_pages_end(struct build_pages *pages, struct error *err)
{
    struct file_writer *list = pages->list;
    pages->list = NULL;
    arena_free(pages->arena);
    pages->arena = NULL;
    return file_commit(list, err);
}
