/* Small wording that the pages with scores share. */
#ifndef VIEW_SCORE_WORDS_H
#define VIEW_SCORE_WORDS_H

#include "view/frame.h"

/* A score with 2 decimals; a band in its tone; a number with its sign; a change, which has one. */
struct view_cell points_cell(struct arena *arena, double points);
struct view_cell band_cell(enum score_band band);
struct view_cell signed_cell(struct arena *arena, double value, int places);
struct view_cell change_cell(struct arena *arena, double change);
/* A count, toned where it is not 0. */
struct view_cell alarm_cell(struct arena *arena, size_t count, enum view_tone tone);

/* "+4.20", "−4.20" (a real minus), "0.00": rounded once. */
const char *signed_points(struct arena *arena, double value, int places);
/* The same with nothing before what is not negative: "4.20", "−4.20". */
const char *minus_text(struct arena *arena, double value, int places);
/* "1st", "22nd", "113th" */
const char *ordinal(struct arena *arena, size_t number);
/* "71st percentile". Percentiles are the 99 points that divide those who are ranked into
 * hundredths: the best is in the 99th and the last in the 1st, however many there are. */
const char *percentile_text(struct arena *arena, double percentile);
/* "1 organization", "1,234 organizations" */
const char *counted(struct arena *arena, size_t count, const char *one, const char *many);

/* Why a review is asked for, short, joined by semicolons: for lists. */
const char *review_summary(struct arena *arena, const struct standing *standing,
                           const struct score_parameters *parameters);

/* Why no organization of a sector with invalid weights has a score. */
const char *unscored_words(struct arena *arena, const struct sector *sector);

/* A link to the organization's page. */
struct view_cell organization_cell(struct arena *arena, const struct standing *standing);

/* A table with a copy of these columns, ready for rows. */
struct table_words {
    const char *title;
    const char *caption;
    const char *empty;
    size_t rows; /* as far as they are known before */
};
void table_of(struct arena *arena, const struct table_words *words,
              const struct view_column *columns, size_t count, struct view_table *table,
              struct view_table_builder *builder);
#define COLUMNS(columns) (columns), sizeof(columns) / sizeof((columns)[0])

#endif
