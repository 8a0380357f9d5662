#include "app/source.h"

#include "base/interrupt.h"
#include "base/text.h"
#include "cache/assessment_codec.h"
#include "cache/organization_codec.h"
#include "cache/rows.h"
#include "db/assessments.h"
#include "db/snapshot.h"
#include "rules/validate.h"

#include <limits.h>

struct source_stream {
    struct source *source;
    struct arena *arena;
    const struct sector *sector;
    struct organizations_head head;
    struct organization_stream *rows; /* of the database; NULL: not asked for yet */
    bool passing;                     /* they are not written */
    struct cache_rows_writer *writer; /* NULL: nobody is to write them, or they are written */
    struct cache_rows_reader *reader; /* of the cache; NULL: they come from the database */
    const char **fields;              /* room for one row */
    size_t field_count;
};

/* ---- the cache, offline ---- */

enum kind { ORGANIZATIONS, ASSESSMENTS };

static const char *const kind_names[] = {"organizations", "assessments"};
static const char *const kind_settings[] = {"CACHE_TTL_SECTORS", "CACHE_TTL_SCORES"};

static const char *key_of(struct arena *arena, enum kind kind, const struct sector *sector)
{
    return kind == ORGANIZATIONS ? organizations_key(arena, sector->focus_group_id)
                                 : assessments_key(arena, sector->focus_group_id);
}

static bool refuse_entry(enum kind kind, const struct sector *sector, const char *why,
                         struct error *err)
{
    error_set(err, ERROR_DATABASE, "the %s of sector '%s' in the cache %s", kind_names[kind],
              sector->focus_group_id, why);
    return error_hint(err, "run a build with the database");
}

/* The first entry says of which build the others have to be. */
static bool open_entry(struct source *source, struct arena *arena, enum kind kind,
                       const struct sector *sector, struct cache_rows_reader **reader,
                       struct error *err)
{
    const struct settings *settings = source->app->settings;
    long long ttl_s =
        kind == ORGANIZATIONS ? settings->cache_ttl_sectors : settings->cache_ttl_scores;
    long long running_s = (app_now_ns() - source->started_ns) / 1000000000;
    if (!cache_rows_open(source->cache, arena, key_of(arena, kind, sector),
                         ttl_s > 0 ? ttl_s + running_s : 0, reader)) {
        error_set(err, ERROR_DATABASE,
                  "no %s of sector '%s' in the cache that are younger than %lld s",
                  kind_names[kind], sector->focus_group_id, ttl_s);
        return error_hint(err, "run a build with the database, or raise %s", kind_settings[kind]);
    }
    const char *snapshot = cache_rows_head(*reader)->snapshot;
    if (!source->snapshot)
        source->snapshot = arena_strdup(source->app->arena, snapshot);
    return text_equal(source->snapshot, snapshot) ||
           refuse_entry(kind, sector, "are of another build than the rest", err);
}

static const char mismatch[] = "do not go with the configurations there";

static bool take_head(struct arena *arena, const struct sector *sector,
                      const struct cache_rows_reader *reader, struct organizations_head *head)
{
    if (!organizations_head_decode(arena, cache_rows_head(reader)->payload, head) ||
        !text_equal(head->fingerprint, sector->fingerprint))
        return false;
    head->totals.focus_group_id = sector->focus_group_id;
    return true;
}

static bool open_organizations(struct source *source, struct arena *arena,
                               const struct sector *sector, struct cache_rows_reader **reader,
                               struct organizations_head *head, struct error *err)
{
    return open_entry(source, arena, ORGANIZATIONS, sector, reader, err) &&
           (take_head(arena, sector, *reader, head) ||
            refuse_entry(ORGANIZATIONS, sector, mismatch, err));
}

static bool cached_totals(struct source *source, struct arena *arena, struct sector_totals **rows,
                          struct error *err)
{
    bool ok = true;
    *rows = arena_array(arena, source->configs->sector_count, sizeof **rows);
    for (size_t i = 0; ok && i < source->configs->sector_count; i++) {
        struct arena *scratch = arena_new();
        struct cache_rows_reader *reader;
        struct organizations_head head;
        ok = open_organizations(source, scratch, &source->configs->sectors[i], &reader, &head, err);
        if (ok) {
            (*rows)[i] = head.totals;
            (*rows)[i].revenue_usd = arena_strdup(arena, head.totals.revenue_usd);
        }
        arena_free(scratch);
    }
    return ok;
}

static bool next_cached(struct source_stream *stream, struct arena *batch,
                        struct organization *rows, size_t *count, struct error *err)
{
    while (*count < ORGANIZATION_BATCH) {
        const char **fields = arena_array(batch, stream->field_count, sizeof *fields);
        bool done;
        if (!cache_rows_next(stream->reader, batch, fields, stream->field_count, &done, err))
            return false;
        if (done)
            break;
        if (!organization_decode(fields, &rows[*count]))
            return refuse_entry(ORGANIZATIONS, stream->sector, "have no id or no name", err);
        rows[(*count)++].focus_group_id = stream->sector->focus_group_id;
    }
    return interrupt_check(err);
}

struct source_assessed {
    struct source *source;
    const struct sector *sector;
    struct cache_rows_reader *reader; /* of the cache */
    const char **fields;              /* room for one row */
    size_t field_count;
    struct cache_rows_writer *writer; /* NULL: nobody is to write them, or they are written */
    struct arena *row;                /* of what is written */
    struct assessed_stream *organizations;
};

static bool next_cached_assessment(void *subject, struct arena *arena,
                                   struct assessed_organization *organization,
                                   struct assessment *row, bool *done, struct error *err)
{
    struct source_assessed *stream = subject;
    if (!interrupt_check(err) ||
        !cache_rows_next(stream->reader, arena, stream->fields, stream->field_count, done, err))
        return false;
    return *done ||
           assessment_decode(arena, stream->source->configs, stream->fields, organization, row) ||
           refuse_entry(ASSESSMENTS, stream->sector, "cannot be understood", err);
}

static bool open_assessments(struct source_assessed *stream, struct arena *arena, struct error *err)
{
    const struct config_set *configs = stream->source->configs;
    if (!open_entry(stream->source, arena, ASSESSMENTS, stream->sector, &stream->reader, err))
        return false;
    if (!assessments_head_matches(cache_rows_head(stream->reader)->payload, configs,
                                  stream->sector))
        return refuse_entry(ASSESSMENTS, stream->sector, mismatch, err);
    stream->organizations = assessed_begin(arena, configs->as_of, next_cached_assessment, stream);
    return true;
}

/* ---- the database, into the cache ---- */

static void discard_rows(void *pointer)
{
    struct source_stream *stream = pointer;
    cache_rows_discard(stream->writer);
    stream->writer = NULL;
}

static bool begin_rows(struct source_stream *stream, struct error *err)
{
    struct source *source = stream->source;
    if (!snapshot_organizations(source->db, stream->arena, stream->sector, &stream->head.columns,
                                &stream->rows, err))
        return false;
    if (!source->cache || stream->passing)
        return true;
    stream->head.fingerprint = stream->sector->fingerprint;
    stream->head.totals = source->totals[stream->sector - source->configs->sectors];
    stream->writer =
        cache_rows_begin(source->cache, key_of(stream->arena, ORGANIZATIONS, stream->sector),
                         source->snapshot, organizations_head_encode(stream->arena, &stream->head));
    arena_defer(stream->arena, discard_rows, stream);
    return true;
}

static bool next_from_database(struct source_stream *stream, struct arena *batch,
                               struct organization **rows, size_t *count, struct error *err)
{
    if ((!stream->rows && !begin_rows(stream, err)) ||
        !organization_stream_next(stream->rows, batch, rows, count, err))
        return false;
    for (size_t i = 0; stream->writer && i < *count; i++) {
        organization_encode(&(*rows)[i], &stream->head.columns, stream->fields);
        cache_rows_add(stream->writer, stream->fields, stream->field_count);
    }
    if (*count == 0) {
        cache_rows_end(stream->writer);
        stream->writer = NULL;
    }
    return true;
}

static void discard_assessments(void *pointer)
{
    struct source_assessed *stream = pointer;
    cache_rows_discard(stream->writer);
    arena_free(stream->row);
}

static bool begin_assessments(struct source_assessed *stream, struct arena *arena,
                              struct error *err)
{
    struct source *source = stream->source;
    if ((!source->scores && !source_scores(source, NULL, err)) ||
        !snapshot_assessments(source->db, arena, stream->sector, source->scores,
                              &stream->organizations, err))
        return false;
    if (!source->cache)
        return true;
    stream->row = arena_new();
    stream->writer = cache_rows_begin(
        source->cache, key_of(arena, ASSESSMENTS, stream->sector), source->snapshot,
        assessments_head_encode(arena, source->configs, stream->sector));
    arena_defer(arena, discard_assessments, stream);
    return true;
}

static void store_assessments(struct source_assessed *stream,
                              const struct assessed_organization *organization)
{
    arena_reset(stream->row);
    for (size_t i = 0; i < organization->count; i++) {
        assessment_encode(stream->row, stream->source->configs, organization,
                          &organization->rows[i], stream->fields);
        cache_rows_add(stream->writer, stream->fields, stream->field_count);
    }
}

/* ---- either ---- */

void source_init(struct source *source, struct app *app, struct db *db, struct cache *cache,
                 const struct config_set *configs)
{
    *source = (struct source){
        .app = app,
        .db = db,
        .cache = cache,
        .configs = configs,
        .snapshot = db ? app->log->run_id : NULL,
        .started_ns = app_now_ns(),
    };
}

bool source_totals(struct source *source, struct arena *arena, const bool *wanted,
                   struct sector_totals **rows, struct error *err)
{
    bool ok = source->db ? snapshot_totals(source->db, arena, source->configs, wanted, rows, err)
                         : cached_totals(source, arena, rows, err);
    source->totals = ok ? *rows : NULL;
    return ok;
}

static struct source_stream *new_stream(struct source *source, struct arena *arena,
                                        const struct sector *sector)
{
    struct source_stream *stream = arena_alloc(arena, sizeof *stream);
    *stream = (struct source_stream){.source = source, .arena = arena, .sector = sector};
    findings_init(&stream->head.findings, arena);
    return stream;
}

static void make_fields(struct source_stream *stream)
{
    stream->field_count = organization_field_count(&stream->head.columns);
    stream->fields = arena_array(stream->arena, stream->field_count, sizeof *stream->fields);
}

bool source_organizations(struct source *source, struct arena *arena, const struct sector *sector,
                          struct findings *findings, struct source_stream **out, struct error *err)
{
    struct source_stream *stream = new_stream(source, arena, sector);
    struct organizations_head *head = &stream->head;
    *out = stream;
    bool ok = source->db ? snapshot_columns(source->db, arena, sector, &head->columns,
                                            &head->findings, err)
                         : open_organizations(source, arena, sector, &stream->reader, head, err);
    if (!ok)
        return false;
    make_fields(stream);
    for (size_t i = 0; i < head->findings.count; i++)
        findings_add(findings, &head->findings.rows[i]);
    return true;
}

/* What the run of that snapshot left of a sector's organizations. */
static bool open_left(struct source *source, struct arena *arena, const struct sector *sector,
                      const char *snapshot, struct cache_rows_reader **reader)
{
    const char *key = key_of(arena, ORGANIZATIONS, sector);
    if (!source->cache)
        return false;
    if (text_equal(snapshot, source->snapshot))
        return cache_rows_open_aside(source->cache, arena, key, snapshot, reader);
    return cache_rows_open(source->cache, arena, key, LLONG_MAX, reader) &&
           text_equal(cache_rows_head(*reader)->snapshot, snapshot);
}

bool source_same_organizations(struct source *source, struct arena *arena,
                               const struct sector *sector, const char *snapshot,
                               struct source_stream **out, struct error *err)
{
    struct source_stream *stream = new_stream(source, arena, sector);
    struct organizations_head cached;
    struct cache_rows_reader *reader;
    *out = stream;
    if (open_left(source, arena, sector, snapshot, &reader) &&
        take_head(arena, sector, reader, &cached)) {
        stream->reader = reader;
        stream->head = cached;
    } else {
        struct organizations_head *head = &stream->head;
        stream->passing = true;
        if (!snapshot_columns(source->db, arena, sector, &head->columns, &head->findings, err))
            return false;
    }
    make_fields(stream);
    return true;
}

const struct column_set *source_columns(const struct source_stream *stream)
{
    return &stream->head.columns;
}

static void count_rows(const struct source *source, long long count)
{
    if (source->rows_read)
        atomic_fetch_add(source->rows_read, count);
}

bool source_next(struct source_stream *stream, struct arena *batch, struct organization **rows,
                 size_t *count, struct error *err)
{
    bool ok;
    *count = 0;
    if (stream->reader) {
        *rows = arena_array(batch, ORGANIZATION_BATCH, sizeof **rows);
        ok = next_cached(stream, batch, *rows, count, err);
    } else {
        ok = next_from_database(stream, batch, rows, count, err);
    }
    count_rows(stream->source, (long long)*count);
    return ok;
}

static struct scores_request new_scores(struct source *source, const bool *wanted)
{
    source_drop_scores(source);
    source->scores_arena = arena_new();
    return (struct scores_request){
        .configs = source->configs, .wanted = wanted, .folder = source->folder};
}

bool source_scores(struct source *source, const bool *wanted, struct error *err)
{
    if (!source->db)
        return true;
    const struct scores_request request = new_scores(source, wanted);
    return snapshot_scores(source->db, source->scores_arena, &request, &source->scores, err);
}

bool source_scores_begin(struct source *source, const bool *wanted, size_t most, struct error *err)
{
    const struct scores_request request = new_scores(source, wanted);
    return scores_begin(source->db, source->scores_arena, &request, most, &source->scores_reading,
                        err);
}

bool source_scores_end(struct source *source, struct error *err)
{
    return scores_end(source->scores_reading, &source->scores, err);
}

void source_drop_scores(struct source *source)
{
    arena_free(source->scores_arena);
    source->scores_arena = NULL;
    source->scores_reading = NULL;
    source->scores = NULL;
}

bool source_assessments(struct source *source, struct arena *arena, const struct sector *sector,
                        struct source_assessed **out, struct error *err)
{
    struct source_assessed *stream = arena_alloc(arena, sizeof *stream);
    *stream = (struct source_assessed){
        .source = source,
        .sector = sector,
        .field_count = assessment_field_count(source->configs),
    };
    stream->fields = arena_array(arena, stream->field_count, sizeof *stream->fields);
    *out = stream;
    return source->db ? begin_assessments(stream, arena, err)
                      : open_assessments(stream, arena, err);
}

bool source_next_assessed(struct source_assessed *stream,
                          struct assessed_organization *organization, bool *done, struct error *err)
{
    if (!assessed_next(stream->organizations, organization, done, err))
        return false;
    if (*done) {
        cache_rows_end(stream->writer);
        stream->writer = NULL;
        return true;
    }
    if (stream->writer)
        store_assessments(stream, organization);
    count_rows(stream->source, (long long)organization->count);
    return true;
}

void source_keep(const struct source *source)
{
    if (source->db && source->cache)
        cache_rows_keep(source->cache, source->snapshot);
}

void source_drop(const struct source *source)
{
    if (source->db && source->cache)
        cache_rows_drop(source->cache, source->snapshot);
}

/* The keys of the sector's rows (NULL: of all). Where the weights are invalid nobody reads the
 * assessments, so nothing is said of them. */
static const char *const *keys_of(const struct source *source, const struct sector *sector,
                                  struct arena *arena, size_t *count)
{
    const struct config_set *configs = source->configs;
    const struct sector *first = sector ? sector : configs->sectors;
    size_t sectors = sector ? 1 : configs->sector_count;
    const char **keys = arena_array(arena, 2 * sectors, sizeof *keys);
    *count = 0;
    for (size_t i = 0; i < sectors; i++) {
        keys[(*count)++] = key_of(arena, ORGANIZATIONS, &first[i]);
        if (sector_is_valid(configs, &first[i]))
            keys[(*count)++] = key_of(arena, ASSESSMENTS, &first[i]);
    }
    return keys;
}

bool source_has(const struct source *source, const struct sector *sector, const char *snapshot)
{
    if (!source->cache)
        return true;
    struct arena *arena = arena_new();
    size_t count;
    const char *const *keys = keys_of(source, sector, arena, &count);
    bool has = cache_rows_untouched(source->cache, keys, count, snapshot);
    arena_free(arena);
    return has;
}

void source_confirm(const struct source *source, const char *snapshot)
{
    if (!source->db || !source->cache)
        return;
    struct arena *arena = arena_new();
    size_t count;
    const char *const *keys = keys_of(source, NULL, arena, &count);
    cache_rows_confirm(source->cache, keys, count, snapshot);
    arena_free(arena);
}
