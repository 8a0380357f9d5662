/* What differs, in words; shared by the files changes*.c alone. */
#ifndef VIEW_CHANGES_WORDS_H
#define VIEW_CHANGES_WORDS_H

#include "base/arena.h"
#include "model/change.h"

/* "scores.culture" -> "Culture", "employee_count" -> "Employee count", a calibration's label. */
const char *change_label(struct arena *arena, const struct changes *changes, const char *name);

/* "Culture: 60 to 72; weight of Talent: 0.15 to 0.16", the first four of them. */
const char *causes_words(struct arena *arena, const struct changes *changes,
                         const struct change_causes *causes);

/* "Weight of Culture", "Setting LAMBDA_PENALTY", "Name". */
const char *configuration_words(struct arena *arena, const struct changes *changes,
                                const struct configuration_change *change);

/* A calibration that the database does not set, with its default: "not set (75)". */
const char *calibration_words(struct arena *arena, const char *name, const char *value);

/* With three decimals, as everywhere; NULL stays NULL. */
const char *weight_words(struct arena *arena, const char *value);

#endif
