#include "db/assessments.h"

#include "base/fields.h"
#include "base/text.h"
#include "model/organization.h"

/* Fields of the stream of assessments. */
enum {
    ORGANIZATION_ID,
    LEGAL_NAME,
    DISPLAY_NAME,
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

struct assessment_rows {
    struct db *db;
    const struct config_set *configs;
    const struct dimension_scores *scores;
};

static const char select_sql[] =
    "SELECT a.organization_id, o.legal_name, o.display_name,\n"
    "    a.assessment_id, a.effective_from,\n"
    "    NULLIF(a.effective_to, 'infinity'),\n"
    "    a.talent_concentration, a.market_cap_percentile, a.timing_factor, a.alignment,\n"
    "    a.evidence_count, a.enterprise_value_musd, a.target_score\n"
    "FROM public.organization_assessments AS a\n"
    "JOIN public.organizations AS o ON o.organization_id = a.organization_id\n";

static bool begin(const struct assessment_rows *rows, struct arena *arena,
                  const struct sector *sector, struct error *err)
{
    const char *text =
        arena_printf(arena,
                     "COPY (\n%sWHERE o.focus_group_id = %s\nAND a.effective_from <= %s\n"
                     "ORDER BY a.organization_id, a.effective_from\n) TO STDOUT",
                     select_sql, db_quote_literal(rows->db, arena, sector->focus_group_id),
                     db_quote_literal(rows->db, arena, rows->configs->as_of));
    const char *purpose =
        arena_printf(arena, "read the assessments of sector '%s'", sector->focus_group_id);
    return db_copy_out_begin(rows->db, purpose, text, err);
}

static struct decimal decimal_or(const char *field, struct decimal fallback, bool *stated)
{
    struct decimal value;
    bool ok = field && decimal_parse(field, &value);
    if (stated)
        *stated = ok;
    return ok ? value : fallback;
}

static bool fill(const struct assessment_rows *rows, struct arena *arena, const char *const *fields,
                 struct assessment *row, struct error *err)
{
    size_t dimensions = rows->configs->dimension_count;
    long long evidence = 10;
    if (fields[EVIDENCE_COUNT])
        text_to_integer(fields[EVIDENCE_COUNT], 1, INT64_MAX, &evidence);
    *row = (struct assessment){
        .assessment_id = fields[ASSESSMENT_ID],
        .effective_from = fields[EFFECTIVE_FROM],
        .effective_to = fields[EFFECTIVE_TO],
        .scores = arena_array(arena, dimensions, sizeof *row->scores),
        .missing = arena_array(arena, dimensions, sizeof *row->missing),
        .evidence_count = evidence,
    };
    row->talent_concentration = decimal_or(fields[TALENT_CONCENTRATION], DECIMAL_ZERO, NULL);
    row->market_cap_percentile =
        decimal_or(fields[MARKET_CAP_PERCENTILE], (struct decimal){5, 1}, NULL);
    row->timing_factor = decimal_or(fields[TIMING_FACTOR], (struct decimal){10, 1}, NULL);
    row->alignment = decimal_or(fields[ALIGNMENT], DECIMAL_ZERO, &row->has_alignment);
    row->enterprise_value_musd =
        decimal_or(fields[ENTERPRISE_VALUE], DECIMAL_ZERO, &row->has_enterprise_value);
    row->odd_enterprise_value =
        fields[ENTERPRISE_VALUE] && !text_is_finite(fields[ENTERPRISE_VALUE]);
    row->target_score = decimal_or(fields[TARGET_SCORE], DECIMAL_ZERO, &row->has_target);
    return scores_of(rows->scores, row->assessment_id, row, err);
}

static bool next_row(void *subject, struct arena *arena, struct assessed_organization *organization,
                     struct assessment *row, bool *done, struct error *err)
{
    const struct assessment_rows *rows = subject;
    const char *fields[ASSESSMENT_FIELDS];
    size_t length;
    char *line;
    if (!db_copy_out_next(rows->db, &line, &length, err))
        return false;
    *done = line == NULL;
    if (*done)
        return true;
    size_t count = fields_read(arena_strndup(arena, line, length), fields, ASSESSMENT_FIELDS);
    if (count != ASSESSMENT_FIELDS)
        return error_set(err, ERROR_FAILED, "assessment row of %zu fields, expected %d", count,
                         ASSESSMENT_FIELDS);
    const struct organization named = {
        .id = fields[ORGANIZATION_ID],
        .legal_name = fields[LEGAL_NAME],
        .display_name = fields[DISPLAY_NAME],
    };
    *organization = (struct assessed_organization){.organization_id = named.id,
                                                   .name = organization_name(&named)};
    return fill(rows, arena, fields, row, err);
}

bool snapshot_assessments(struct db *db, struct arena *arena, const struct sector *sector,
                          const struct dimension_scores *scores, struct assessed_stream **out,
                          struct error *err)
{
    struct assessment_rows *rows = arena_alloc(arena, sizeof *rows);
    *rows = (struct assessment_rows){.db = db, .configs = scores_configs(scores), .scores = scores};
    *out = assessed_begin(arena, rows->configs->as_of, next_row, rows);
    return begin(rows, arena, sector, err);
}
