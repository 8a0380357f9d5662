#include "view/frame.h"

const char *view_findings_path(struct arena *arena, size_t page)
{
    return page == 1 ? "findings/index.html" : arena_printf(arena, "findings/page-%zu.html", page);
}

static const char *page_path(struct arena *arena, const void *subject, size_t page)
{
    (void)subject;
    return view_findings_path(arena, page);
}

static void build_counts(const struct findings *findings, struct arena *arena,
                         struct view_facts *counts)
{
    static const char *const labels[SEVERITY_COUNT] = {"Errors", "Warnings", "Information"};
    static const char *const meanings[SEVERITY_COUNT] = {
        "Make a number wrong", "Something is missing or doubtful", "Good to know"};
    static const enum view_tone tones[SEVERITY_COUNT] = {TONE_ERROR, TONE_WARNING, TONE_INFO};
    counts->rows = arena_array(arena, SEVERITY_COUNT, sizeof *counts->rows);
    counts->count = SEVERITY_COUNT;
    for (size_t i = 0; i < SEVERITY_COUNT; i++) {
        struct view_cell number = cell_integer(arena, (long long)findings->by_severity[i]);
        number.note = meanings[i];
        number.tone = findings->by_severity[i] > 0 ? tones[i] : TONE_GOOD;
        counts->rows[i] = (struct view_fact){.label = labels[i], .value = number};
    }
}

void view_build_findings(const struct view_context *context, size_t page,
                         const struct findings *rows, struct arena *arena,
                         struct view_findings *view)
{
    const struct findings *findings = context->findings;
    *view = (struct view_findings){0};
    frame_init(context, arena, view_findings_path(arena, page), "findings/index.html",
               &view->frame);
    view->frame.title = page == 1 ? "Findings" : arena_printf(arena, "Findings, page %zu", page);
    view->frame.description = "What validation noticed, the gravest first";
    const struct view_link crumbs[] = {{.label = "Portfolio", .href = "index.html"},
                                       {.label = "Findings", .href = "findings/index.html"}};
    frame_crumbs(arena, &view->frame, crumbs, page == 1 ? 1 : 2);
    build_counts(findings, arena, &view->counts);
    pager_init(arena, findings_total(findings), page, page_path, NULL, &view->pager);
    struct view_table_builder builder;
    findings_table(arena, FINDINGS_OF_ALL, &view->findings, &builder);
    for (size_t i = 0; i < rows->count; i++)
        findings_row(context, FINDINGS_OF_ALL, &builder, &rows->rows[i]);
}
