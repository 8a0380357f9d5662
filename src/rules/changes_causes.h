/* Which differences can be the cause of which change; shared by the files changes*.c alone. */
#ifndef RULES_CHANGES_CAUSES_H
#define RULES_CHANGES_CAUSES_H

#include "base/arena.h"
#include "model/change.h"

/* What a difference can have an effect on. */
enum {
    EFFECT_SCORE = 1,
    EFFECT_GATE = 2,
    EFFECT_REVIEW = 4,    /* beyond what the score does to it */
    EFFECT_EXISTENCE = 8, /* whether there is a score at all */
    EFFECT_NONE = 16,     /* on none of them */
    EFFECT_ANY = 31
};

void cause_add(struct arena *arena, struct change_causes *causes, struct change_cause cause);

/* Adds those of `from` that have one of the effects. Texts of inputs are copied, the others live
 * as long as the sites. */
void causes_add(struct arena *arena, struct change_causes *causes, const struct change_causes *from,
                unsigned effects);

/* Adds what differs between two lists, texts as they are. */
void causes_of(struct arena *arena, const struct named_values *before,
               const struct named_values *after, enum cause_kind kind,
               struct change_causes *causes);

/* What differs for every organization of a sector. `parameters`: those that differ. */
void causes_of_sector(struct arena *arena, const struct published_site *sites[2],
                      const struct published_sector *sectors[2],
                      const struct change_causes *parameters, struct change_causes *causes);

/* Of the scores rounded to two decimals, as reports show them. */
double score_difference(double before, double after);

#endif
