#include "app/build.h"
#include "base/file.h"

#include <jansson.h>

bool findings_save(const struct findings *findings, const char *path, struct error *err)
{
    struct strbuf lines;
    strbuf_init(&lines);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *row = &findings->rows[i];
        json_t *line =
            json_pack("[i, s, s?, s?, s, s]", (int)row->severity, row->code, row->focus_group_id,
                      row->organization_id, row->subject, row->message);
        char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
        json_decref(line);
        if (!text)
            out_of_memory();
        strbuf_addf(&lines, "%s\n", text);
        free(text);
    }
    bool ok = file_put(path, lines.text, lines.length, err);
    strbuf_release(&lines);
    return ok;
}

static bool add_line(const char *line, size_t length, struct findings *findings)
{
    json_t *json = json_loadb(line, length, 0, NULL);
    bool ok = json_array_size(json) == 6;
    if (ok) {
        struct finding row = {
            .severity = (enum severity)json_integer_value(json_array_get(json, 0)),
            .code = json_string_value(json_array_get(json, 1)),
            .focus_group_id = json_string_value(json_array_get(json, 2)),
            .organization_id = json_string_value(json_array_get(json, 3)),
            .subject = json_string_value(json_array_get(json, 4)),
            .message = json_string_value(json_array_get(json, 5)),
        };
        ok = row.code && row.subject && row.message && row.severity < SEVERITY_COUNT;
        if (ok)
            findings_add(findings, &row);
    }
    json_decref(json);
    return ok;
}

static bool add_lines(const char *text, size_t length, struct findings *findings)
{
    for (const char *line = text; line < text + length;) {
        const char *end = strchr(line, '\n');
        if (!end || !add_line(line, (size_t)(end - line), findings))
            return false;
        line = end + 1;
    }
    return true;
}

bool findings_load(const char *path, struct findings *findings, struct error *err)
{
    enum { LIMIT = 1 << 30 };
    struct arena *arena = arena_new();
    char *text;
    size_t length;
    bool ok = file_read(arena, path, LIMIT, &text, &length, err);
    if (ok && !add_lines(text, length, findings))
        ok = error_set(err, ERROR_FAILED, "cannot read a worker's findings '%s'", path);
    arena_free(arena);
    return ok;
}
