#include "db/scores.h"

#include "base/fields.h"
#include "base/text.h"
#include "db/score_file.h"

/* A score is a decimal in one number: its units, then its scale in the last 4 bits. */
enum { SCALE_BITS = 4, MOST_UNITS = INT32_MAX >> SCALE_BITS };

enum { CHUNK_ROWS = 1024, FIRST_SLOTS = 1024 };

/* Fields of the stream. */
enum { ASSESSMENT_ID, DIMENSION_ID, SCORE, SCORE_FIELDS };

/* Rows lie in chunks, so that nothing is copied while they grow in number; they are numbered from
 * 1. */
struct dimension_scores {
    struct arena *arena;
    struct arena *held; /* of the rows */
    const struct config_set *configs;
    size_t row_bytes;
    unsigned char **chunks;
    size_t chunk_capacity;
    size_t count;
    uint32_t *slots; /* hash table: numbers of rows, 0: free */
    size_t slot_count;
    size_t last_dimension;       /* most often the next one is of the next dimension */
    char last_id[UUID_TEXT + 1]; /* and of the same assessment */
    struct score_row *last_row;
    const char *folder;
    size_t limit;            /* of the rows that are held */
    struct score_file *file; /* NULL: all rows are held */
};

static struct score_row *row_at(const struct dimension_scores *scores, size_t number)
{
    return (struct score_row *)(scores->chunks[(number - 1) / CHUNK_ROWS] +
                                (number - 1) % CHUNK_ROWS * scores->row_bytes);
}

/* Where the row of an assessment is named, or would be. */
static uint32_t *slot_of(const struct dimension_scores *scores, const struct uuid *id)
{
    uint64_t halves[2];
    memcpy(halves, id->bytes, sizeof halves);
    size_t mask = scores->slot_count - 1;
    size_t at = (size_t)(((halves[0] ^ halves[1]) * 0x9e3779b97f4a7c15u) >> 32) & mask;
    while (scores->slots[at] && uuid_order(&row_at(scores, scores->slots[at])->id, id) != 0)
        at = (at + 1) & mask;
    return &scores->slots[at];
}

static void grow_slots(struct dimension_scores *scores)
{
    scores->slot_count = scores->slot_count > 0 ? 2 * scores->slot_count : FIRST_SLOTS;
    scores->slots = arena_array(scores->held, scores->slot_count, sizeof *scores->slots);
    for (size_t i = 1; i <= scores->count; i++)
        *slot_of(scores, &row_at(scores, i)->id) = (uint32_t)i;
}

static void add_chunk(struct dimension_scores *scores)
{
    size_t chunks = scores->count / CHUNK_ROWS;
    scores->chunks = arena_grow(scores->held, scores->chunks, &scores->chunk_capacity, chunks + 1,
                                sizeof *scores->chunks);
    scores->chunks[chunks] = arena_array(scores->held, CHUNK_ROWS, scores->row_bytes);
}

static void free_held(void *scores)
{
    arena_free(((struct dimension_scores *)scores)->held);
}

/* Nothing is held. */
static void begin_rows(struct dimension_scores *scores)
{
    arena_free(scores->held);
    scores->held = arena_new();
    scores->chunks = NULL;
    scores->chunk_capacity = scores->count = scores->slot_count = 0;
    scores->last_row = NULL;
    grow_slots(scores);
}

/* What is held goes into the file. */
static bool spill(struct dimension_scores *scores, struct error *err)
{
    if (!scores->file)
        scores->file =
            score_file_begin(scores->arena, scores->folder, scores->configs->dimension_count);
    struct score_row **rows = arena_array(scores->held, scores->count, sizeof *rows);
    for (size_t i = 0; i < scores->count; i++)
        rows[i] = row_at(scores, i + 1);
    bool ok = score_file_add(scores->file, rows, scores->count, err);
    begin_rows(scores);
    return ok;
}

/* The row of an assessment, all of its values missing when it is new. NULL: it could not be made.
 */
static struct score_row *row_of(struct dimension_scores *scores, const struct uuid *id,
                                struct error *err)
{
    if (2 * (scores->count + 1) > scores->slot_count) /* to look at a row costs more than a slot */
        grow_slots(scores);
    uint32_t *slot = slot_of(scores, id);
    if (*slot)
        return row_at(scores, *slot);
    if (scores->count == scores->limit) {
        if (!spill(scores, err))
            return NULL;
        slot = slot_of(scores, id);
    }
    if (scores->count % CHUNK_ROWS == 0)
        add_chunk(scores);
    *slot = (uint32_t)++scores->count;
    struct score_row *row = row_at(scores, *slot);
    row->id = *id;
    for (size_t i = 0; i < scores->configs->dimension_count; i++)
        row->values[i] = SCORE_MISSING;
    return row;
}

/* dimension_count: one of another platform. */
static size_t dimension_of(struct dimension_scores *scores, const char *id)
{
    const struct config_set *configs = scores->configs;
    for (size_t i = 0; i < configs->dimension_count; i++) {
        size_t at = (scores->last_dimension + i) % configs->dimension_count;
        if (text_equal(configs->dimensions[at].id, id)) {
            scores->last_dimension = at;
            return at;
        }
    }
    return configs->dimension_count;
}

static bool not_understood(struct error *err)
{
    return error_set(err, ERROR_FAILED, "a row of the assessed scores cannot be understood");
}

/* Of the row at hand from then on. */
static bool find_row(struct dimension_scores *scores, const char *text, struct error *err)
{
    struct uuid id;
    if (scores->last_row && text_equal(text, scores->last_id))
        return true;
    if (!uuid_parse(text, &id))
        return not_understood(err);
    scores->last_row = row_of(scores, &id, err);
    memcpy(scores->last_id, text, sizeof scores->last_id);
    return scores->last_row;
}

static bool read_row(struct dimension_scores *scores, char *line, struct error *err)
{
    const char *fields[SCORE_FIELDS];
    struct decimal value;
    if (fields_read(line, fields, SCORE_FIELDS) != SCORE_FIELDS || !fields[ASSESSMENT_ID] ||
        !fields[DIMENSION_ID] || !fields[SCORE])
        return not_understood(err);
    if (!find_row(scores, fields[ASSESSMENT_ID], err))
        return false;
    if (!decimal_parse(fields[SCORE], &value) || value.units < 0 || value.units > MOST_UNITS)
        return error_set(err, ERROR_INVALID,
                         "score of assessment '%s' is '%s', expected a number from 0 to 100",
                         fields[ASSESSMENT_ID], fields[SCORE]);
    size_t dimension = dimension_of(scores, fields[DIMENSION_ID]);
    if (dimension < scores->configs->dimension_count)
        scores->last_row->values[dimension] = (int32_t)(value.units << SCALE_BITS) | value.scale;
    return true;
}

/* All of the table as it lies; of some sectors as PostgreSQL finds them. No dimension is joined:
 * the configurations know them. */
static const char *compose(struct db *db, struct arena *arena, const struct config_set *configs,
                           const bool *wanted)
{
    bool all = true;
    struct strbuf sectors;
    strbuf_init(&sectors);
    for (size_t i = 0; i < configs->sector_count; i++) {
        if (wanted && !wanted[i])
            all = false;
        else
            strbuf_addf(&sectors, "%s%s", sectors.length > 0 ? ", " : "",
                        db_quote_literal(db, arena, configs->sectors[i].focus_group_id));
    }
    static const char select[] = "SELECT s.assessment_id, s.dimension_id, s.score\n"
                                 "FROM public.assessment_dimension_scores AS s\n";
    const char *sql = all ? arena_printf(arena, "COPY (\n%s) TO STDOUT", select)
                          : arena_printf(arena,
                                         "COPY (\n%s"
                                         "JOIN public.organization_assessments AS a\n"
                                         "ON a.assessment_id = s.assessment_id\n"
                                         "JOIN public.organizations AS o\n"
                                         "ON o.organization_id = a.organization_id\n"
                                         "WHERE o.focus_group_id IN (%s)\n"
                                         ") TO STDOUT",
                                         select, sectors.length > 0 ? sectors.text : "NULL");
    strbuf_release(&sectors);
    return sql;
}

static struct dimension_scores *new_scores(struct arena *arena,
                                           const struct scores_request *request)
{
    struct dimension_scores *scores = arena_alloc(arena, sizeof *scores);
    size_t held = request->held > 0 ? request->held : SCORES_HELD;
    *scores = (struct dimension_scores){
        .arena = arena,
        .configs = request->configs,
        .row_bytes = sizeof(struct score_row) + request->configs->dimension_count * sizeof(int32_t),
        .folder = request->folder,
        .limit = request->folder ? held : SIZE_MAX,
    };
    begin_rows(scores);
    arena_defer(arena, free_held, scores);
    return scores;
}

static bool read_rows(struct db *db, struct dimension_scores *scores, struct error *err)
{
    for (;;) {
        char *line;
        size_t length;
        if (!db_copy_out_next(db, &line, &length, err))
            return false;
        if (!line)
            return true;
        if (!read_row(scores, line, err))
            return false;
    }
}

bool snapshot_scores(struct db *db, struct arena *arena, const struct scores_request *request,
                     struct dimension_scores **out, struct error *err)
{
    struct dimension_scores *scores = new_scores(arena, request);
    *out = scores;
    return db_copy_out_begin(db, "read the assessed scores",
                             compose(db, arena, request->configs, request->wanted), err) &&
           read_rows(db, scores, err) &&
           (!scores->file || (spill(scores, err) && score_file_end(scores->file, err)));
}

/* *row is NULL where none is known. */
static bool find(const struct dimension_scores *scores, const char *assessment_id,
                 const struct score_row **row, struct error *err)
{
    struct uuid id;
    *row = NULL;
    if (!uuid_parse(assessment_id, &id))
        return true;
    if (scores->file)
        return score_file_find(scores->file, &id, row, err);
    uint32_t number = *slot_of(scores, &id);
    *row = number > 0 ? row_at(scores, number) : NULL;
    return true;
}

bool scores_of(const struct dimension_scores *scores, const char *assessment_id,
               struct assessment *assessment, struct error *err)
{
    const struct score_row *row;
    if (!find(scores, assessment_id, &row, err))
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
