#include "rules/changes_causes.h"

#include "base/decimal.h"
#include "base/strbuf.h"
#include "base/text.h"

/* What is not listed goes into the score, and so into review. */
struct effect_row {
    const char *name;
    unsigned effects;
};
static const struct effect_row inputs[] = {
    {"ai_governance", EFFECT_SCORE | EFFECT_GATE},
    {"assessed_on", EFFECT_NONE},
    {"assessment_id", EFFECT_NONE},
    {"effective_from", EFFECT_NONE},
    {"effective_to", EFFECT_NONE},
    {"enterprise_value_musd", EFFECT_NONE},
    {"evidence_count", EFFECT_NONE},
    {"target_score", EFFECT_REVIEW},
    {NULL, 0},
};
static const struct effect_row calibrations[] = {
    {"ebitda_multiplier", EFFECT_REVIEW},
    {"governance_minimum", EFFECT_GATE},
    {NULL, 0},
};
static const struct effect_row parameters[] = {
    {"hitl_ebitda_projection_threshold", EFFECT_REVIEW},
    {"hitl_score_change_threshold", EFFECT_REVIEW},
    {NULL, 0},
};

/* "scores.culture" -> "culture" */
static const char *last_part(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

static unsigned find_effects(const struct effect_row *rows, const char *name)
{
    for (; rows->name; rows++)
        if (text_equal_ignoring_case(rows->name, last_part(name)))
            return rows->effects;
    return EFFECT_SCORE;
}

static unsigned effects_of(const struct change_cause *cause)
{
    switch (cause->kind) {
    case CAUSE_INPUT:
        return find_effects(inputs, cause->name);
    case CAUSE_CALIBRATION:
        return find_effects(calibrations, cause->name);
    case CAUSE_PARAMETER:
        return find_effects(parameters, cause->name);
    case CAUSE_VALIDITY:
        return EFFECT_EXISTENCE;
    case CAUSE_SECTOR:
        return EFFECT_SCORE | EFFECT_GATE | EFFECT_REVIEW | EFFECT_EXISTENCE;
    case CAUSE_WEIGHT:
    case CAUSE_ASSESSED:
    case CAUSE_OTHERS:
    case CAUSE_UNKNOWN:
    case CAUSE_KIND_COUNT:
        break;
    }
    return EFFECT_SCORE;
}

void cause_add(struct arena *arena, struct change_causes *causes, struct change_cause cause)
{
    causes->rows =
        arena_grow(arena, causes->rows, &causes->capacity, causes->count + 1, sizeof *causes->rows);
    causes->rows[causes->count++] = cause;
}

/* Room for so many more and none to spare: there is a list for every organization that changed. */
static void reserve(struct arena *arena, struct change_causes *causes, size_t more)
{
    if (causes->count + more <= causes->capacity)
        return;
    struct change_cause *rows = arena_array(arena, causes->count + more, sizeof *rows);
    if (causes->count > 0)
        memcpy(rows, causes->rows, causes->count * sizeof *rows);
    causes->rows = rows;
    causes->capacity = causes->count + more;
}

void causes_add(struct arena *arena, struct change_causes *causes, const struct change_causes *from,
                unsigned effects)
{
    size_t more = 0;
    for (size_t i = 0; i < from->count; i++)
        more += (effects_of(&from->rows[i]) & effects) != 0;
    reserve(arena, causes, more);
    for (size_t i = 0; i < from->count; i++) {
        struct change_cause cause = from->rows[i];
        if (!(effects_of(&cause) & effects))
            continue;
        if (cause.kind == CAUSE_INPUT)
            cause = (struct change_cause){.kind = cause.kind,
                                          .name = arena_copy_text(arena, cause.name),
                                          .before = arena_copy_text(arena, cause.before),
                                          .after = arena_copy_text(arena, cause.after)};
        cause_add(arena, causes, cause);
    }
}

void causes_of(struct arena *arena, const struct named_values *before,
               const struct named_values *after, enum cause_kind kind, struct change_causes *causes)
{
    size_t i = 0;
    size_t j = 0;
    while (i < before->count || j < after->count) {
        int order = i == before->count  ? 1
                    : j == after->count ? -1
                                        : strcmp(before->rows[i].name, after->rows[j].name);
        const struct named_value *old = order <= 0 ? &before->rows[i++] : NULL;
        const struct named_value *new = order >= 0 ? &after->rows[j++] : NULL;
        struct change_cause cause = {
            .kind = kind,
            .name = old ? old->name : new->name,
            .before = old ? old->value : NULL,
            .after = new ? new->value : NULL,
        };
        if (!text_equal(cause.before, cause.after))
            cause_add(arena, causes, cause);
    }
}

static const char *find_value(const struct named_values *values, const char *name)
{
    for (size_t i = 0; i < values->count; i++)
        if (text_equal_ignoring_case(values->rows[i].name, name))
            return values->rows[i].value;
    return NULL;
}

/* Version v1.0 scores with global weights, v2.0 with those of each sector. From one to the other
 * the version itself is the cause. */
static bool both_global(const struct published_site *sites[2])
{
    return text_equal(find_value(&sites[0]->parameters, "PARAM_VERSION"), "v1.0") &&
           text_equal(find_value(&sites[1]->parameters, "PARAM_VERSION"), "v1.0");
}

static bool is_global_weight(const char *name)
{
    return text_starts_with(name, "global_weights.");
}

static bool both_set_delta(const struct published_sector *sectors[2])
{
    static const char name[] = "position_factor_delta";
    return find_value(&sectors[0]->calibrations, name) &&
           find_value(&sectors[1]->calibrations, name);
}

void causes_of_sector(struct arena *arena, const struct published_site *sites[2],
                      const struct published_sector *sectors[2],
                      const struct change_causes *differing, struct change_causes *causes)
{
    if (sectors[0]->valid != sectors[1]->valid)
        cause_add(arena, causes,
                  (struct change_cause){.kind = CAUSE_VALIDITY,
                                        .before = sectors[0]->valid ? "valid" : "invalid",
                                        .after = sectors[1]->valid ? "valid" : "invalid"});
    if (!both_global(sites))
        causes_of(arena, &sectors[0]->weights, &sectors[1]->weights, CAUSE_WEIGHT, causes);
    causes_of(arena, &sectors[0]->calibrations, &sectors[1]->calibrations, CAUSE_CALIBRATION,
              causes);
    for (size_t i = 0; i < differing->count; i++) {
        const char *name = differing->rows[i].name;
        bool unused = (is_global_weight(name) && !both_global(sites)) ||
                      (text_equal_ignoring_case(name, "delta_position") && both_set_delta(sectors));
        if (!unused)
            cause_add(arena, causes, differing->rows[i]);
    }
}

static struct decimal rounded(double score)
{
    struct decimal value = DECIMAL_ZERO;
    struct strbuf text;
    strbuf_init(&text);
    decimal_format_double(&text, score, 2, '\0');
    decimal_parse(text.text, &value);
    strbuf_release(&text);
    return value;
}

double score_difference(double before, double after)
{
    struct decimal difference = DECIMAL_ZERO;
    decimal_subtract(rounded(after), rounded(before), &difference);
    return decimal_to_double(difference);
}
