#include "cache/assessment_codec.h"

#include "base/text.h"

#include <jansson.h>

/* What each row begins with; the scores of the dimensions follow. */
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
    FIXED_FIELDS
};

static const char not_a_number[] = "NaN";

const char *assessments_key(struct arena *arena, const char *focus_group_id)
{
    return arena_printf(arena, "assessments:%s", focus_group_id);
}

const char *assessments_head_encode(struct arena *arena, const struct config_set *configs,
                                    const struct sector *sector)
{
    json_t *dimensions = json_array();
    for (size_t i = 0; i < configs->dimension_count; i++)
        json_array_append_new(dimensions, json_string(configs->dimensions[i].code));
    json_t *root = json_pack("{s:s, s:s*, s:o}", "as_of", configs->as_of, "fingerprint",
                             sector->fingerprint, "dimensions", dimensions);
    char *text = root ? json_dumps(root, JSON_COMPACT) : NULL;
    /* Text that is not UTF-8, which the database does not hand out, would not match either. */
    const char *payload = text ? arena_strdup(arena, text) : "null";
    free(text);
    json_decref(root);
    return payload;
}

bool assessments_head_matches(const char *payload, const struct config_set *configs,
                              const struct sector *sector)
{
    struct arena *scratch = arena_new();
    bool same = text_equal(payload, assessments_head_encode(scratch, configs, sector));
    arena_free(scratch);
    return same;
}

size_t assessment_field_count(const struct config_set *configs)
{
    return FIXED_FIELDS + configs->dimension_count;
}

static const char *decimal_text(struct arena *arena, struct decimal value)
{
    char text[DECIMAL_TEXT];
    return arena_strndup(arena, text, decimal_print(text, value, value.scale, '\0'));
}

void assessment_encode(struct arena *arena, const struct config_set *configs,
                       const struct assessed_organization *organization,
                       const struct assessment *assessment, const char **fields)
{
    fields[ORGANIZATION_ID] = organization->organization_id;
    fields[NAME] = organization->name;
    fields[ASSESSMENT_ID] = assessment->assessment_id;
    fields[EFFECTIVE_FROM] = assessment->effective_from;
    fields[EFFECTIVE_TO] = assessment->effective_to;
    fields[TALENT_CONCENTRATION] = decimal_text(arena, assessment->talent_concentration);
    fields[MARKET_CAP_PERCENTILE] = decimal_text(arena, assessment->market_cap_percentile);
    fields[TIMING_FACTOR] = decimal_text(arena, assessment->timing_factor);
    fields[ALIGNMENT] =
        assessment->has_alignment ? decimal_text(arena, assessment->alignment) : NULL;
    fields[EVIDENCE_COUNT] = decimal_text(arena, (struct decimal){assessment->evidence_count, 0});
    fields[ENTERPRISE_VALUE] = assessment->has_enterprise_value
                                   ? decimal_text(arena, assessment->enterprise_value_musd)
                               : assessment->odd_enterprise_value ? not_a_number
                                                                  : NULL;
    fields[TARGET_SCORE] =
        assessment->has_target ? decimal_text(arena, assessment->target_score) : NULL;
    for (size_t i = 0; i < configs->dimension_count; i++)
        fields[FIXED_FIELDS + i] =
            assessment->missing[i] ? NULL : decimal_text(arena, assessment->scores[i]);
}

/* A decimal that may be absent. */
static bool read_decimal(const char *field, struct decimal *value, bool *stated)
{
    *stated = field != NULL;
    return !field || decimal_parse(field, value);
}

static bool decode_scores(struct arena *arena, size_t count, const char *const *fields,
                          struct assessment *assessment)
{
    assessment->scores = arena_array(arena, count, sizeof *assessment->scores);
    assessment->missing = arena_array(arena, count, sizeof *assessment->missing);
    for (size_t i = 0; i < count; i++) {
        bool stated;
        if (!read_decimal(fields[i], &assessment->scores[i], &stated))
            return false;
        assessment->missing[i] = !stated;
    }
    return true;
}

bool assessment_decode(struct arena *arena, const struct config_set *configs,
                       const char *const *fields, struct assessed_organization *organization,
                       struct assessment *assessment)
{
    static const int needed[] = {
        ORGANIZATION_ID,       NAME,          ASSESSMENT_ID, EFFECTIVE_FROM, TALENT_CONCENTRATION,
        MARKET_CAP_PERCENTILE, TIMING_FACTOR, EVIDENCE_COUNT};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!fields[needed[i]])
            return false;
    *organization = (struct assessed_organization){.organization_id = fields[ORGANIZATION_ID],
                                                   .name = fields[NAME]};
    *assessment = (struct assessment){
        .assessment_id = fields[ASSESSMENT_ID],
        .effective_from = fields[EFFECTIVE_FROM],
        .effective_to = fields[EFFECTIVE_TO],
    };
    const char *value = fields[ENTERPRISE_VALUE];
    assessment->odd_enterprise_value = text_equal(value, not_a_number);
    value = assessment->odd_enterprise_value ? NULL : value;
    return decimal_parse(fields[TALENT_CONCENTRATION], &assessment->talent_concentration) &&
           decimal_parse(fields[MARKET_CAP_PERCENTILE], &assessment->market_cap_percentile) &&
           decimal_parse(fields[TIMING_FACTOR], &assessment->timing_factor) &&
           text_to_integer(fields[EVIDENCE_COUNT], INT64_MIN, INT64_MAX,
                           &assessment->evidence_count) &&
           read_decimal(fields[ALIGNMENT], &assessment->alignment, &assessment->has_alignment) &&
           read_decimal(value, &assessment->enterprise_value_musd,
                        &assessment->has_enterprise_value) &&
           read_decimal(fields[TARGET_SCORE], &assessment->target_score, &assessment->has_target) &&
           decode_scores(arena, configs->dimension_count, fields + FIXED_FIELDS, assessment);
}
