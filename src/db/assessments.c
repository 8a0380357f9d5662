#include "db/assessments.h"

#include "base/fields.h"
#include "base/text.h"
#include "db/attributes.h"

/* Fields of the stream of assessments. */
enum {
    ORGANIZATION_ID,
    NAME,
    ASSESSMENT_ID,
    EFFECTIVE_FROM,
    EFFECTIVE_TO,
    TALENT_CONCENTRATION,
    MARKET_CAP_PERCENTILE,
    TIMING_FACTOR,
    ALIGNMENT,
    EVIDENCE_COUNT,
    ENTERPRISE_VALUE,
    TARGET_SCORE,
    ASSESSMENT_FIELDS
};

/* Fields of the stream of scores. */
enum { SCORE_ASSESSMENT_ID, DIMENSION_CODE, SCORE, SCORE_FIELDS };

struct reader {
    struct db *db;
    struct arena *arena;
    const struct config_set *configs;
    const char *as_of;
    struct assessed_organization *organizations;
    size_t count;
    size_t capacity;
    struct assessment *rows; /* all of them, in the order of both streams */
    size_t row_count;
    size_t row_capacity;
};

/* What a stream selects and how it is ordered; both are about one sector up to one day. */
struct stream_sql {
    const char *what;
    const char *select;
    const char *order;
};

static const struct stream_sql assessments_sql = {
    "assessments",
    "SELECT a.organization_id,\n"
    "    coalesce(nullif(btrim(o.display_name), ''), o.legal_name),\n"
    "    a.assessment_id, a.effective_from, a.effective_to,\n"
    "    a.talent_concentration, a.market_cap_percentile, a.timing_factor, a.alignment,\n"
    "    a.evidence_count, a.enterprise_value_musd, a.target_score\n"
    "FROM public.organization_assessments AS a\n"
    "JOIN public.organizations AS o ON o.organization_id = a.organization_id\n",
    "ORDER BY a.organization_id, a.effective_from\n",
};

static const struct stream_sql scores_sql = {
    "assessed scores",
    "SELECT a.assessment_id, d.dimension_code, s.score\n"
    "FROM public.organization_assessments AS a\n"
    "JOIN public.organizations AS o ON o.organization_id = a.organization_id\n"
    "JOIN public.assessment_dimension_scores AS s ON s.assessment_id = a.assessment_id\n"
    "JOIN public.dimensions AS d ON d.dimension_id = s.dimension_id\n",
    "ORDER BY a.organization_id, a.effective_from, d.dimension_id\n",
};

static bool begin(struct reader *reader, const struct sector *sector, const struct stream_sql *sql,
                  struct error *err)
{
    struct arena *arena = reader->arena;
    const char *text = arena_printf(
        arena, "COPY (\n%sWHERE o.focus_group_id = %s\nAND a.effective_from <= %s\n%s) TO STDOUT",
        sql->select, db_quote_literal(reader->db, arena, sector->focus_group_id),
        db_quote_literal(reader->db, arena, reader->as_of), sql->order);
    const char *purpose =
        arena_printf(arena, "read the %s of sector '%s'", sql->what, sector->focus_group_id);
    return db_copy_out_begin(reader->db, purpose, text, err);
}

/* The fields of the next row, copied to the arena; *done at the end. */
static bool next_row(struct reader *reader, const char **fields, size_t expected, bool *done,
                     struct error *err)
{
    const char *line;
    size_t length;
    if (!db_copy_out_next(reader->db, &line, &length, err))
        return false;
    *done = line == NULL;
    if (*done)
        return true;
    size_t count = 0;
    char *copy = arena_strndup(reader->arena, line, length);
    for (char *cursor = copy; cursor; count++) {
        const char *field = field_read(&cursor);
        if (count < expected)
            fields[count] = field;
    }
    return count == expected ||
           error_set(err, ERROR_FAILED, "assessment row of %zu fields, expected %zu", count,
                     expected);
}

static struct decimal decimal_or(const char *field, struct decimal fallback, bool *stated)
{
    struct decimal value;
    bool ok = field && decimal_parse(field, &value);
    if (stated)
        *stated = ok;
    return ok ? value : fallback;
}

static void fill(const struct reader *reader, const char *const *fields, struct assessment *row)
{
    long long evidence = 10;
    if (fields[EVIDENCE_COUNT])
        text_to_integer(fields[EVIDENCE_COUNT], 1, INT64_MAX, &evidence);
    *row = (struct assessment){
        .assessment_id = fields[ASSESSMENT_ID],
        .effective_from = fields[EFFECTIVE_FROM],
        .effective_to = fields[EFFECTIVE_TO],
        .scores =
            arena_array(reader->arena, reader->configs->dimension_count, sizeof(struct decimal)),
        .missing = arena_array(reader->arena, reader->configs->dimension_count, sizeof(bool)),
        .evidence_count = evidence,
    };
    row->talent_concentration = decimal_or(fields[TALENT_CONCENTRATION], DECIMAL_ZERO, NULL);
    row->market_cap_percentile =
        decimal_or(fields[MARKET_CAP_PERCENTILE], (struct decimal){5, 1}, NULL);
    row->timing_factor = decimal_or(fields[TIMING_FACTOR], (struct decimal){10, 1}, NULL);
    row->alignment = decimal_or(fields[ALIGNMENT], DECIMAL_ZERO, &row->has_alignment);
    row->enterprise_value_musd =
        decimal_or(fields[ENTERPRISE_VALUE], DECIMAL_ZERO, &row->has_enterprise_value);
    row->target_score = decimal_or(fields[TARGET_SCORE], DECIMAL_ZERO, &row->has_target);
    for (size_t i = 0; i < reader->configs->dimension_count; i++)
        row->missing[i] = true;
}

static bool read_assessments(struct reader *reader, struct error *err)
{
    const char *fields[ASSESSMENT_FIELDS];
    bool done = false;
    for (;;) {
        if (!next_row(reader, fields, ASSESSMENT_FIELDS, &done, err))
            return false;
        if (done)
            return true;
        struct assessed_organization *last =
            reader->count > 0 ? &reader->organizations[reader->count - 1] : NULL;
        if (!last || !text_equal(last->organization_id, fields[ORGANIZATION_ID])) {
            reader->organizations =
                arena_grow(reader->arena, reader->organizations, &reader->capacity,
                           reader->count + 1, sizeof *reader->organizations);
            last = &reader->organizations[reader->count++];
            *last = (struct assessed_organization){.organization_id = fields[ORGANIZATION_ID],
                                                   .name = fields[NAME]};
        }
        reader->rows = arena_grow(reader->arena, reader->rows, &reader->row_capacity,
                                  reader->row_count + 1, sizeof *reader->rows);
        fill(reader, fields, &reader->rows[reader->row_count++]);
        last->count++;
    }
}

static size_t dimension_index(const struct config_set *configs, const char *code)
{
    size_t i = 0;
    while (i < configs->dimension_count && !text_equal(configs->dimensions[i].code, code))
        i++;
    return i;
}

/* Both streams are in one order, so one walk brings each score to its assessment. */
static bool read_scores(struct reader *reader, struct error *err)
{
    const char *fields[SCORE_FIELDS];
    bool done = false;
    size_t at = 0;
    for (;;) {
        if (!next_row(reader, fields, SCORE_FIELDS, &done, err))
            return false;
        if (done)
            return true;
        while (at < reader->row_count &&
               !text_equal(reader->rows[at].assessment_id, fields[SCORE_ASSESSMENT_ID]))
            at++;
        size_t dimension = dimension_index(reader->configs, fields[DIMENSION_CODE]);
        if (at == reader->row_count)
            return error_set(err, ERROR_FAILED, "scores and assessments come in two orders");
        if (dimension == reader->configs->dimension_count)
            continue; /* a dimension of another platform */
        struct assessment *row = &reader->rows[at];
        row->missing[dimension] = !decimal_parse(fields[SCORE], &row->scores[dimension]);
    }
}

bool snapshot_assessments(struct db *db, struct arena *arena, const struct config_set *configs,
                          const struct sector *sector, struct assessed_organization **rows,
                          size_t *count, struct error *err)
{
    struct reader reader = {.db = db, .arena = arena, .configs = configs, .as_of = configs->as_of};
    if (!begin(&reader, sector, &assessments_sql, err) || !read_assessments(&reader, err) ||
        !begin(&reader, sector, &scores_sql, err) || !read_scores(&reader, err))
        return false;
    assessed_settle(reader.organizations, reader.count, reader.rows, reader.as_of);
    *rows = reader.organizations;
    *count = reader.count;
    return true;
}
