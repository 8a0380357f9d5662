#include "db/scores.h"

#include "base/fields.h"
#include "base/text.h"
#include "base/uuid.h"

/* A score is a decimal in one number: its units, then its scale in the last 4 bits. */
enum { MISSING = -1, SCALE_BITS = 4, MOST_UNITS = INT32_MAX >> SCALE_BITS };

enum { CHUNK_ROWS = 1024, FIRST_SLOTS = 1024 };

/* Fields of the stream. */
enum { ASSESSMENT_ID, DIMENSION_ID, SCORE, SCORE_FIELDS };

/* Rows lie in chunks, so that nothing is copied while they grow in number. Row n, from 1, is a
 * UUID in `ids` and dimension_count numbers in `values`. */
struct chunk {
    struct uuid *ids;
    int32_t *values;
};

struct dimension_scores {
    struct arena *arena;
    const struct config_set *configs;
    struct chunk *chunks;
    size_t chunk_capacity;
    size_t count;
    uint32_t *slots; /* hash table: numbers of rows, 0: free */
    size_t slot_count;
    size_t last_dimension;       /* most often the next one is of the next dimension */
    char last_id[UUID_TEXT + 1]; /* and of the same assessment */
    int32_t *last_row;
};

static struct uuid *id_of(const struct dimension_scores *scores, size_t number)
{
    return &scores->chunks[(number - 1) / CHUNK_ROWS].ids[(number - 1) % CHUNK_ROWS];
}

static int32_t *values_of(const struct dimension_scores *scores, size_t number)
{
    return scores->chunks[(number - 1) / CHUNK_ROWS].values +
           (number - 1) % CHUNK_ROWS * scores->configs->dimension_count;
}

/* Where the row of an assessment is named, or would be. */
static uint32_t *slot_of(const struct dimension_scores *scores, const struct uuid *id)
{
    uint64_t halves[2];
    memcpy(halves, id->bytes, sizeof halves);
    size_t mask = scores->slot_count - 1;
    size_t at = (size_t)(((halves[0] ^ halves[1]) * 0x9e3779b97f4a7c15u) >> 32) & mask;
    while (scores->slots[at] &&
           memcmp(id_of(scores, scores->slots[at])->bytes, id->bytes, UUID_BYTES) != 0)
        at = (at + 1) & mask;
    return &scores->slots[at];
}

static void grow_slots(struct dimension_scores *scores)
{
    scores->slot_count = scores->slot_count > 0 ? 2 * scores->slot_count : FIRST_SLOTS;
    scores->slots = arena_array(scores->arena, scores->slot_count, sizeof *scores->slots);
    for (size_t i = 1; i <= scores->count; i++)
        *slot_of(scores, id_of(scores, i)) = (uint32_t)i;
}

static void add_chunk(struct dimension_scores *scores)
{
    size_t chunks = scores->count / CHUNK_ROWS;
    size_t values = CHUNK_ROWS * scores->configs->dimension_count;
    scores->chunks = arena_grow(scores->arena, scores->chunks, &scores->chunk_capacity, chunks + 1,
                                sizeof *scores->chunks);
    struct chunk *chunk = &scores->chunks[chunks];
    chunk->ids = arena_array(scores->arena, CHUNK_ROWS, sizeof *chunk->ids);
    chunk->values = arena_array(scores->arena, values, sizeof *chunk->values);
    for (size_t i = 0; i < values; i++)
        chunk->values[i] = MISSING;
}

/* The values of an assessment, all of them missing when it is new. */
static int32_t *row_of(struct dimension_scores *scores, const struct uuid *id)
{
    if (4 * (scores->count + 1) > 3 * scores->slot_count)
        grow_slots(scores);
    uint32_t *slot = slot_of(scores, id);
    if (*slot)
        return values_of(scores, *slot);
    if (scores->count % CHUNK_ROWS == 0)
        add_chunk(scores);
    *slot = (uint32_t)++scores->count;
    *id_of(scores, *slot) = *id;
    return values_of(scores, *slot);
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

/* NULL: it is no UUID. */
static int32_t *row_named(struct dimension_scores *scores, const char *text)
{
    struct uuid id;
    if (scores->last_row && text_equal(text, scores->last_id))
        return scores->last_row;
    if (!uuid_parse(text, &id))
        return NULL;
    memcpy(scores->last_id, text, sizeof scores->last_id);
    scores->last_row = row_of(scores, &id);
    return scores->last_row;
}

static bool read_row(struct dimension_scores *scores, char *line, struct error *err)
{
    const char *fields[SCORE_FIELDS] = {NULL};
    size_t count = 0;
    for (char *cursor = line; cursor; count++) {
        const char *field = field_read(&cursor);
        if (count < SCORE_FIELDS)
            fields[count] = field;
    }
    struct decimal value;
    int32_t *row = NULL;
    if (count == SCORE_FIELDS && fields[ASSESSMENT_ID] && fields[DIMENSION_ID] && fields[SCORE])
        row = row_named(scores, fields[ASSESSMENT_ID]);
    if (!row)
        return error_set(err, ERROR_FAILED, "a row of the assessed scores cannot be understood");
    if (!decimal_parse(fields[SCORE], &value) || value.units < 0 || value.units > MOST_UNITS)
        return error_set(err, ERROR_INVALID,
                         "score of assessment '%s' is '%s', expected a number from 0 to 100",
                         fields[ASSESSMENT_ID], fields[SCORE]);
    size_t dimension = dimension_of(scores, fields[DIMENSION_ID]);
    if (dimension < scores->configs->dimension_count)
        row[dimension] = (int32_t)(value.units << SCALE_BITS) | value.scale;
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

bool snapshot_scores(struct db *db, struct arena *arena, const struct config_set *configs,
                     const bool *wanted, struct dimension_scores **out, struct error *err)
{
    struct dimension_scores *scores = arena_alloc(arena, sizeof *scores);
    *scores = (struct dimension_scores){.arena = arena, .configs = configs};
    grow_slots(scores);
    *out = scores;
    if (!db_copy_out_begin(db, "read the assessed scores", compose(db, arena, configs, wanted),
                           err))
        return false;
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

void scores_of(const struct dimension_scores *scores, const char *assessment_id,
               struct assessment *assessment)
{
    struct uuid id;
    size_t number = uuid_parse(assessment_id, &id) ? *slot_of(scores, &id) : 0;
    for (size_t i = 0; i < scores->configs->dimension_count; i++) {
        int32_t value = number > 0 ? values_of(scores, number)[i] : MISSING;
        assessment->missing[i] = value == MISSING;
        assessment->scores[i] =
            value == MISSING
                ? DECIMAL_ZERO
                : (struct decimal){value >> SCALE_BITS, value & ((1 << SCALE_BITS) - 1)};
    }
}

const struct config_set *scores_configs(const struct dimension_scores *scores)
{
    return scores->configs;
}
