#include "app/findings_file.h"

#include "base/fields.h"
#include "base/file.h"

#include <stdio.h>

enum { SEVERITY, CODE, FOCUS_GROUP_ID, ORGANIZATION_ID, SUBJECT, MESSAGE, FIELDS };

static void add_field(struct strbuf *line, const char *text, char after)
{
    field_write(line, text);
    strbuf_addch(line, after);
}

bool findings_save(const struct findings *findings, const char *path, struct error *err)
{
    struct file_writer *file = file_begin(path);
    struct strbuf line;
    strbuf_init(&line);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *row = &findings->rows[i];
        strbuf_reset(&line);
        add_field(&line, severity_name(row->severity), '\t');
        add_field(&line, row->code, '\t');
        add_field(&line, row->focus_group_id, '\t');
        add_field(&line, row->organization_id, '\t');
        add_field(&line, row->subject, '\t');
        add_field(&line, row->message, '\n');
        file_add(file, line.text, line.length);
    }
    strbuf_release(&line);
    return file_commit(file, err);
}

/* ---- reading ---- */

struct source {
    const char *path;
    FILE *file;
    char *line;
    size_t capacity;
    struct finding finding; /* at hand */
    bool done;
};

struct findings_stream {
    struct source *sources;
    size_t count;
    struct source *last; /* whose finding was given; NULL: nothing was read yet */
};

static void close_source(void *pointer)
{
    struct source *source = pointer;
    if (source->file)
        fclose(source->file);
    free(source->line);
}

static bool parse(char *line, struct finding *out)
{
    const char *fields[FIELDS];
    if (fields_read(line, fields, FIELDS) != FIELDS || !fields[SEVERITY] || !fields[CODE] ||
        !fields[SUBJECT] || !fields[MESSAGE])
        return false;
    *out = (struct finding){
        .code = fields[CODE],
        .focus_group_id = fields[FOCUS_GROUP_ID],
        .organization_id = fields[ORGANIZATION_ID],
        .subject = fields[SUBJECT],
        .message = fields[MESSAGE],
    };
    return severity_parse(fields[SEVERITY], &out->severity);
}

static bool advance(struct source *source, struct error *err)
{
    ssize_t length = getline(&source->line, &source->capacity, source->file);
    source->done = length < 0;
    if (length < 0 && ferror(source->file))
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", source->path);
    if (length < 0)
        return true;
    bool whole = source->line[length - 1] == '\n';
    source->line[length - 1] = '\0';
    return (whole && parse(source->line, &source->finding)) ||
           error_set(err, ERROR_FAILED, "'%s' is damaged", source->path);
}

bool findings_open(struct arena *arena, const char *const *paths, size_t count,
                   struct findings_stream **out, struct error *err)
{
    struct findings_stream *stream = arena_alloc(arena, sizeof *stream);
    *stream =
        (struct findings_stream){.sources = arena_array(arena, count, sizeof *stream->sources)};
    *out = stream;
    for (size_t i = 0; i < count; i++) {
        struct source *source = &stream->sources[stream->count++];
        *source = (struct source){.path = arena_strdup(arena, paths[i])};
        arena_defer(arena, close_source, source);
        source->file = fopen(paths[i], "re");
        if (!source->file)
            return error_set_errno(err, ERROR_FAILED, "cannot open '%s'", paths[i]);
        if (!advance(source, err))
            return false;
    }
    return true;
}

bool findings_next(struct findings_stream *stream, const struct finding **finding,
                   struct error *err)
{
    *finding = NULL;
    if (stream->last && !advance(stream->last, err))
        return false;
    for (size_t i = 0; i < stream->count; i++) {
        struct source *source = &stream->sources[i];
        if (source->done || (*finding && finding_compare(*finding, &source->finding) <= 0))
            continue;
        *finding = &source->finding;
        stream->last = source;
    }
    return true;
}
