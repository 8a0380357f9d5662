/* The PDF handouts: sectors/<sector>/<sector>.pdf and portfolio.pdf. */
#ifndef APP_BUILD_HANDOUT_H
#define APP_BUILD_HANDOUT_H

#include "app/build.h"
#include "app/scoring.h"
#include "view/build.h"
#include "view/handout.h"

struct handout_limits handout_limits_of(const struct settings *settings);

/* Gathers, while a sector's organizations stream past, what its handout prints of them: rows of the
 * list, and pages. Which they are is settled before, by the scores, so nothing else is kept. */
struct handout_gather;
struct handout_gather *handout_begin_sector(struct build *build, const struct sector *sector,
                                            struct arena *arena);

/* `input` and what it points to may go afterwards. */
void handout_gather_row(struct handout_gather *gather, const struct view_organization_input *input);

/* Stages the handout. `view` is the sector's page. The fund's says build->changes. */
bool handout_put_sector(struct handout_gather *gather, const struct view_sector *view,
                        const struct changes_record *changes, struct error *err);
bool handout_put_fund(struct build *build, const struct view_portfolio *view, struct error *err);

#endif
