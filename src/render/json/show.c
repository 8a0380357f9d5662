#include "render/json/show.h"

static void add_day(struct writer *writer, const struct show_subject *subject)
{
    writer_text(writer, "as_of", subject->as_of);
    writer_text(writer, "param_version", subject->param_version);
}

void show_organization_json(const struct show_subject *subject, const char *organization_id,
                            const char *name, const struct scored_organization *scored,
                            struct strbuf *out)
{
    struct writer writer = {.out = out};
    writer_open(&writer, NULL, '{');
    writer_text(&writer, "organization_id", organization_id);
    writer_text(&writer, "name", name);
    writer_text(&writer, "focus_group_id", subject->sector->focus_group_id);
    add_day(&writer, subject);
    score_members(&writer, scored);
    standing_members(&writer, scored);
    score_inputs_member(&writer, scored);
    writer_close(&writer, '}');
}

struct show_stream show_sector_begin(const struct show_subject *subject, struct strbuf *out)
{
    struct show_stream stream = {.writer = {.out = out}};
    struct writer *writer = &stream.writer;
    writer_open(writer, NULL, '{');
    writer_text(writer, "focus_group_id", subject->sector->focus_group_id);
    writer_text(writer, "name", subject->sector->group_name);
    add_day(writer, subject);
    sector_scores_member(writer, subject->configs, subject->board,
                         (size_t)(subject->sector - subject->configs->sectors));
    writer_open(writer, "organizations", '[');
    return stream;
}

void show_sector_row(struct show_stream *stream, const char *name,
                     const struct scored_organization *scored)
{
    struct writer *writer = &stream->writer;
    writer_open(writer, NULL, '{');
    writer_text(writer, "organization_id", scored->assessed->organization_id);
    writer_text(writer, "name", name);
    score_members(writer, scored);
    standing_members(writer, scored);
    writer_close(writer, '}');
}

void show_sector_end(struct show_stream *stream)
{
    writer_close(&stream->writer, ']');
    writer_close(&stream->writer, '}');
}
