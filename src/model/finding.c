#include "model/finding.h"

#include "base/text.h"

void findings_init(struct findings *findings, struct arena *arena)
{
    *findings = (struct findings){.arena = arena};
}

/* Codes and sectors are few, and most often those of the finding before. */
static const char *same_or_copy(struct arena *arena, const char *before, const char *text)
{
    return text_equal(before, text) ? before : arena_copy_text(arena, text);
}

void findings_add(struct findings *findings, const struct finding *finding)
{
    struct finding before = {0};
    if (findings->count > 0)
        before = findings->rows[findings->count - 1];
    findings->rows = arena_grow(findings->arena, findings->rows, &findings->capacity,
                                findings->count + 1, sizeof *findings->rows);
    findings->rows[findings->count++] = (struct finding){
        .severity = finding->severity,
        .code = same_or_copy(findings->arena, before.code, finding->code),
        .focus_group_id =
            same_or_copy(findings->arena, before.focus_group_id, finding->focus_group_id),
        .organization_id = arena_copy_text(findings->arena, finding->organization_id),
        .subject = arena_copy_text(findings->arena, finding->subject),
        .message = arena_copy_text(findings->arena, finding->message),
    };
    findings->by_severity[finding->severity]++;
}

size_t findings_total(const struct findings *findings)
{
    size_t total = 0;
    for (int i = 0; i < SEVERITY_COUNT; i++)
        total += findings->by_severity[i];
    return total;
}

static int compare_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

int finding_compare(const struct finding *a, const struct finding *b)
{
    int order = (int)a->severity - (int)b->severity;
    if (order == 0)
        order = compare_text(a->focus_group_id, b->focus_group_id);
    if (order == 0)
        order = compare_text(a->organization_id, b->organization_id);
    if (order == 0)
        order = compare_text(a->code, b->code);
    if (order == 0)
        order = compare_text(a->message, b->message);
    return order != 0 ? order : compare_text(a->subject, b->subject);
}

static int compare(const void *left, const void *right)
{
    return finding_compare(left, right);
}

void findings_sort(struct findings *findings)
{
    if (findings->count > 1)
        qsort(findings->rows, findings->count, sizeof *findings->rows, compare);
}

const char *severity_name(enum severity severity)
{
    static const char *const names[SEVERITY_COUNT] = {"error", "warning", "info"};
    return names[severity];
}

bool severity_parse(const char *name, enum severity *out)
{
    for (int i = 0; i < SEVERITY_COUNT; i++) {
        if (!text_equal(name, severity_name((enum severity)i)))
            continue;
        *out = (enum severity)i;
        return true;
    }
    return false;
}
