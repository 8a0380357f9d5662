#include "view/changes_words.h"

#include "base/text.h"
#include "model/config.h"
#include "view/component.h"

static const char *capitalized(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    if (*copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    return copy;
}

static const char *spaced(struct arena *arena, const char *name)
{
    char *words = arena_strdup(arena, name);
    for (char *c = words; *c; c++)
        if (*c == '_')
            *c = ' ';
    return words;
}

const char *change_label(struct arena *arena, const struct changes *changes, const char *name)
{
    const char *dot = strrchr(name, '.');
    const char *part = dot ? dot + 1 : name;
    for (size_t i = 0; i < changes->dimensions->count; i++)
        if (text_equal(changes->dimensions->rows[i].name, part) &&
            changes->dimensions->rows[i].value)
            return changes->dimensions->rows[i].value;
    const struct calibration_default *known = calibration_default_find(part);
    return known ? known->label : capitalized(arena, spaced(arena, part));
}

const char *calibration_words(struct arena *arena, const char *name, const char *value)
{
    const struct calibration_default *known = calibration_default_find(name);
    if (value)
        return value;
    if (!known || !known->default_value)
        return "not set";
    return arena_printf(arena, "not set (%s%s)", known->setting ? "setting " : "",
                        known->setting ? known->setting : known->default_value);
}

const char *weight_words(struct arena *arena, const char *value)
{
    return value ? cell_exact(arena, value, 3).text : NULL;
}

static const char *or_none(const char *value)
{
    return value ? value : "none";
}

static const char *change_words(struct arena *arena, const char *label, const char *before,
                                const char *after)
{
    return arena_printf(arena, "%s: %s to %s", label, or_none(before), or_none(after));
}

/* "setting LAMBDA_PENALTY", "global weight of Culture" */
static const char *parameter_words(struct arena *arena, const struct changes *changes,
                                   const char *name)
{
    if (text_starts_with(name, "global_weights."))
        return arena_printf(arena, "global weight of %s", change_label(arena, changes, name));
    if (text_starts_with(name, "settings."))
        name += strlen("settings.");
    return arena_printf(arena, "setting %s",
                        text_equal(name, "param_version") ? "PARAM_VERSION" : name);
}

static const char *cause_words(struct arena *arena, const struct changes *changes,
                               const struct change_cause *cause)
{
    const char *label = cause->name ? change_label(arena, changes, cause->name) : NULL;
    switch (cause->kind) {
    case CAUSE_INPUT:
        return change_words(arena, label, cause->before, cause->after);
    case CAUSE_WEIGHT:
        return change_words(arena, arena_printf(arena, "weight of %s", label),
                            weight_words(arena, cause->before), weight_words(arena, cause->after));
    case CAUSE_CALIBRATION:
        return change_words(arena, arena_printf(arena, "calibration %s", label),
                            calibration_words(arena, cause->name, cause->before),
                            calibration_words(arena, cause->name, cause->after));
    case CAUSE_PARAMETER:
        return change_words(arena, parameter_words(arena, changes, cause->name), cause->before,
                            cause->after);
    case CAUSE_VALIDITY:
        return arena_printf(arena, "the sector's weights became %s", cause->after);
    case CAUSE_SECTOR:
        return arena_printf(arena, "moved from %s to %s", cause->before, cause->after);
    case CAUSE_ASSESSED:
        return cause->after ? "an assessment came into force"
                            : "no assessment is in force any longer";
    case CAUSE_OTHERS:
        return "the scores of others moved";
    case CAUSE_UNKNOWN:
    case CAUSE_KIND_COUNT:
        break;
    }
    return "no input differs";
}

const char *causes_words(struct arena *arena, const struct changes *changes,
                         const struct change_causes *causes)
{
    enum { MOST = 4 };
    const char *words = "";
    for (size_t i = 0; i < causes->count && i < MOST; i++)
        words = arena_printf(arena, "%s%s%s", words, i > 0 ? "; " : "",
                             cause_words(arena, changes, &causes->rows[i]));
    if (causes->count > MOST)
        words = arena_printf(arena, "%s; and %zu more", words, causes->count - MOST);
    return capitalized(arena, words);
}

const char *configuration_words(struct arena *arena, const struct changes *changes,
                                const struct configuration_change *change)
{
    if (!change->name)
        return "The sector";
    const char *label = change_label(arena, changes, change->name);
    switch (change->kind) {
    case CONFIGURATION_WEIGHT:
        return arena_printf(arena, "Weight of %s", label);
    case CONFIGURATION_CALIBRATION:
        return arena_printf(arena, "Calibration %s", label);
    case CONFIGURATION_PARAMETER:
        return capitalized(arena, parameter_words(arena, changes, change->name));
    case CONFIGURATION_DIMENSION:
        return arena_printf(arena, "Dimension %s", change->name);
    case CONFIGURATION_SECTOR:
        if (text_equal(change->name, "valid"))
            return "Weights are valid";
        break;
    case CONFIGURATION_KIND_COUNT:
        break;
    }
    return label;
}
