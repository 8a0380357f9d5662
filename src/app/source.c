#include "app/source.h"

#include "db/assessments.h"
#include "db/snapshot.h"

struct source_stream {
    struct source *source;
    struct arena *arena;
    const struct sector *sector;
    struct column_set columns;
    struct organization_stream *rows; /* NULL: not asked for yet */
};

bool source_totals(struct source *source, struct arena *arena, struct sector_totals **rows,
                   struct error *err)
{
    size_t count;
    bool ok = snapshot_totals(source->db, arena, source->configs, rows, &count, err);
    source->totals = *rows;
    return ok;
}

bool source_organizations(struct source *source, struct arena *arena, const struct sector *sector,
                          struct findings *findings, struct source_stream **stream,
                          struct error *err)
{
    *stream = arena_alloc(arena, sizeof **stream);
    **stream = (struct source_stream){.source = source, .arena = arena, .sector = sector};
    return snapshot_columns(source->db, arena, sector, &(*stream)->columns, findings, err);
}

const struct column_set *source_columns(const struct source_stream *stream)
{
    return &stream->columns;
}

bool source_next(struct source_stream *stream, struct arena *batch, struct organization **rows,
                 size_t *count, struct error *err)
{
    if (!stream->rows && !snapshot_organizations(stream->source->db, stream->arena, stream->sector,
                                                 &stream->columns, &stream->rows, err))
        return false;
    return organization_stream_next(stream->rows, batch, rows, count, err);
}

bool source_assessments(struct source *source, struct arena *arena, const struct sector *sector,
                        struct assessed_organization **rows, size_t *count, struct error *err)
{
    return snapshot_assessments(source->db, arena, source->configs, sector, rows, count, err);
}
