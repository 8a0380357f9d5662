#include "db/scores.h"

#include "base/fields.h"
#include "base/text.h"
#include "db/score_file.h"

/* A score is a decimal in one number: its units, then its scale in the last 4 bits. */
enum { SCALE_BITS = 4, MOST_UNITS = INT32_MAX >> SCALE_BITS };

/* Fields of the stream. */
enum { ASSESSMENT_ID, DIMENSION_ID, SCORE, SCORE_FIELDS };

static const char purpose[] = "read the assessed scores";

struct dimension_scores {
    const struct config_set *configs;
    struct score_file *file;
};

struct scores_reading {
    struct arena *arena;
    struct scores_request request;
    struct score_parts **parts; /* one a share */
    size_t shares;
    long long blocks; /* of the table, divided among the shares */
};

/* ---- a row of the table ---- */

/* A share while it is read. Most often the next score is of the same assessment and the next
 * dimension. */
struct reader {
    const struct config_set *configs;
    struct score_writer *writer;
    struct score_row *row; /* what the last rows said */
    char id[UUID_TEXT + 1];
    size_t dimension;
};

/* dimension_count: one of another platform. */
static size_t dimension_of(struct reader *reader, const char *id)
{
    const struct config_set *configs = reader->configs;
    for (size_t i = 0; i < configs->dimension_count; i++) {
        size_t at = (reader->dimension + 1 + i) % configs->dimension_count;
        if (text_equal(configs->dimensions[at].id, id)) {
            reader->dimension = at;
            return at;
        }
    }
    return configs->dimension_count;
}

static bool not_understood(struct error *err)
{
    return error_set(err, ERROR_FAILED, "a row of the assessed scores cannot be understood");
}

static void add_last(struct reader *reader)
{
    if (reader->id[0])
        score_writer_add(reader->writer, reader->row);
}

/* The row is that of the assessment from then on. */
static bool turn_to(struct reader *reader, const char *id, struct error *err)
{
    struct uuid uuid;
    if (text_equal(id, reader->id))
        return true;
    if (!uuid_parse(id, &uuid))
        return not_understood(err);
    add_last(reader);
    memcpy(reader->id, id, sizeof reader->id);
    reader->row->key = score_key(&uuid);
    for (size_t i = 0; i < reader->configs->dimension_count; i++)
        reader->row->values[i] = SCORE_MISSING;
    return true;
}

static bool read_row(struct reader *reader, char *line, struct error *err)
{
    const char *fields[SCORE_FIELDS];
    struct decimal value;
    if (fields_read(line, fields, SCORE_FIELDS) != SCORE_FIELDS || !fields[ASSESSMENT_ID] ||
        !fields[DIMENSION_ID] || !fields[SCORE])
        return not_understood(err);
    if (!turn_to(reader, fields[ASSESSMENT_ID], err))
        return false;
    if (!decimal_parse(fields[SCORE], &value) || value.units < 0 || value.units > MOST_UNITS)
        return error_set(err, ERROR_INVALID,
                         "score of assessment '%s' is '%s', expected a number from 0 to 100",
                         fields[ASSESSMENT_ID], fields[SCORE]);
    size_t dimension = dimension_of(reader, fields[DIMENSION_ID]);
    if (dimension < reader->configs->dimension_count)
        reader->row->values[dimension] = (int32_t)(value.units << SCALE_BITS) | value.scale;
    return true;
}

static bool read_rows(struct db *db, struct reader *reader, struct error *err)
{
    for (;;) {
        char *line;
        size_t length;
        if (!db_copy_out_next(db, &line, &length, err))
            return false;
        if (!line)
            break;
        if (!read_row(reader, line, err))
            return false;
    }
    add_last(reader);
    return true;
}

/* ---- the table ---- */

static const char select_sql[] = "SELECT s.assessment_id, s.dimension_id, s.score\n"
                                 "FROM public.assessment_dimension_scores AS s\n";

/* Of some sectors, as PostgreSQL finds them. No dimension is joined: the configurations know them.
 */
static const char *of_sectors(struct db *db, struct arena *arena, const struct config_set *configs,
                              const bool *wanted)
{
    struct strbuf sectors;
    strbuf_init(&sectors);
    for (size_t i = 0; i < configs->sector_count; i++)
        if (wanted[i])
            strbuf_addf(&sectors, "%s%s", sectors.length > 0 ? ", " : "",
                        db_quote_literal(db, arena, configs->sectors[i].focus_group_id));
    const char *sql = arena_printf(arena,
                                   "COPY (\n%s"
                                   "JOIN public.organization_assessments AS a\n"
                                   "ON a.assessment_id = s.assessment_id\n"
                                   "JOIN public.organizations AS o\n"
                                   "ON o.organization_id = a.organization_id\n"
                                   "WHERE o.focus_group_id IN (%s)\n"
                                   ") TO STDOUT",
                                   select_sql, sectors.length > 0 ? sectors.text : "NULL");
    strbuf_release(&sectors);
    return sql;
}

/* All of a share as it lies; the last has no end. */
static const char *of_blocks(const struct scores_reading *reading, struct arena *arena,
                             size_t share)
{
    struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addf(&sql, "COPY (\n%s", select_sql);
    long long first = reading->blocks * (long long)share / (long long)reading->shares;
    long long end = reading->blocks * (long long)(share + 1) / (long long)reading->shares;
    strbuf_addf(&sql, "WHERE s.ctid >= '(%lld,0)'\n", first);
    if (share + 1 < reading->shares)
        strbuf_addf(&sql, "AND s.ctid < '(%lld,0)'\n", end);
    strbuf_addstr(&sql, ") TO STDOUT");
    const char *text = arena_strndup(arena, sql.text, sql.length);
    strbuf_release(&sql);
    return text;
}

static const char *compose(const struct scores_reading *reading, struct db *db, size_t share,
                           struct arena *arena)
{
    const struct scores_request *request = &reading->request;
    if (request->wanted)
        return of_sectors(db, arena, request->configs, request->wanted);
    if (reading->shares > 1)
        return of_blocks(reading, arena, share);
    return arena_printf(arena, "COPY (\n%s) TO STDOUT", select_sql);
}

/* Of a table as such; what is none (a view, a foreign table, one in partitions) is read as one. */
static bool count_blocks(struct db *db, long long *blocks, struct error *err)
{
    static const char count[] =
        "SELECT pg_catalog.pg_relation_size(c.oid)\n"
        "    / pg_catalog.current_setting('block_size')::pg_catalog.int8\n"
        "FROM pg_catalog.pg_class AS c\n"
        "WHERE c.oid = 'public.assessment_dimension_scores'::pg_catalog.regclass\n"
        "AND c.relkind = 'r'";
    struct arena *arena = arena_new();
    struct db_result result;
    bool ok =
        db_query(db, arena, &(struct db_statement){.purpose = purpose, .sql = count}, &result, err);
    *blocks = ok && result.row_count > 0 ? strtoll(db_value(&result, 0, 0), NULL, 10) : 0;
    arena_free(arena);
    return ok;
}

/* Until the snapshot ends nobody may put its rows elsewhere (CLUSTER, VACUUM FULL): a row's place
 * would be in two shares, or in none. */
static bool lock_table(struct db *db, struct error *err)
{
    static const char lock[] = "LOCK TABLE public.assessment_dimension_scores\n"
                               "IN ACCESS SHARE MODE";
    struct arena *arena = arena_new();
    bool ok =
        db_query(db, arena, &(struct db_statement){.purpose = purpose, .sql = lock}, NULL, err);
    arena_free(arena);
    return ok;
}

/* ---- the steps ---- */

static size_t share_count(const struct scores_reading *reading, size_t most)
{
    size_t least = reading->request.share_blocks;
    size_t worth = (size_t)reading->blocks / (least > 0 ? least : SCORES_SHARE_BLOCKS);
    return worth < 1 ? 1 : worth < most ? worth : most;
}

/* Every sector by name is all of them. */
static const bool *some_of(const struct scores_request *request)
{
    for (size_t i = 0; request->wanted && i < request->configs->sector_count; i++)
        if (!request->wanted[i])
            return request->wanted;
    return NULL;
}

bool scores_begin(struct db *db, struct arena *arena, const struct scores_request *request,
                  size_t most, struct scores_reading **out, struct error *err)
{
    struct scores_reading *reading = arena_alloc(arena, sizeof *reading);
    *reading = (struct scores_reading){.arena = arena, .request = *request, .shares = 1};
    reading->request.wanted = some_of(request);
    *out = reading;
    if (most > 1 && !reading->request.wanted) {
        if (!count_blocks(db, &reading->blocks, err))
            return false;
        reading->shares = share_count(reading, most);
        if (reading->shares > 1 && !lock_table(db, err))
            return false;
    }
    const struct score_place place = {request->folder, request->configs->dimension_count};
    reading->parts = arena_array(arena, reading->shares, sizeof(struct score_parts *));
    for (size_t i = 0; i < reading->shares; i++)
        if (!score_parts_new(arena, &place, &reading->parts[i], err))
            return false;
    return true;
}

size_t scores_shares(const struct scores_reading *reading)
{
    return reading->shares;
}

bool scores_read(const struct scores_reading *reading, struct db *db, size_t share,
                 struct error *err)
{
    const struct config_set *configs = reading->request.configs;
    struct arena *arena = arena_new();
    struct reader reader = {
        .configs = configs,
        .writer = score_writer_begin(reading->parts[share]),
        .row = arena_alloc(arena, sizeof *reader.row +
                                      configs->dimension_count * sizeof reader.row->values[0]),
    };
    bool ok = db_copy_out_begin(db, purpose, compose(reading, db, share, arena), err) &&
              read_rows(db, &reader, err);
    ok = score_writer_end(reader.writer, ok ? err : NULL) && ok;
    arena_free(arena);
    return ok;
}

bool scores_end(struct scores_reading *reading, struct dimension_scores **out, struct error *err)
{
    *out = arena_alloc(reading->arena, sizeof **out);
    (*out)->configs = reading->request.configs;
    return score_file_join(reading->arena, reading->parts, reading->shares, &(*out)->file, err);
}

bool snapshot_scores(struct db *db, struct arena *arena, const struct scores_request *request,
                     struct dimension_scores **out, struct error *err)
{
    struct scores_reading *reading;
    return scores_begin(db, arena, request, 1, &reading, err) && scores_read(reading, db, 0, err) &&
           scores_end(reading, out, err);
}

/* ---- what was read ---- */

bool scores_of(const struct dimension_scores *scores, const char *assessment_id,
               struct assessment *assessment, struct error *err)
{
    const struct score_row *row = NULL;
    struct uuid id;
    if (uuid_parse(assessment_id, &id) && !score_file_find(scores->file, &id, &row, err))
        return false;
    for (size_t i = 0; i < scores->configs->dimension_count; i++) {
        int32_t value = row ? row->values[i] : SCORE_MISSING;
        assessment->missing[i] = value == SCORE_MISSING;
        assessment->scores[i] =
            value == SCORE_MISSING
                ? DECIMAL_ZERO
                : (struct decimal){value >> SCALE_BITS, value & ((1 << SCALE_BITS) - 1)};
    }
    return true;
}

const struct config_set *scores_configs(const struct dimension_scores *scores)
{
    return scores->configs;
}
