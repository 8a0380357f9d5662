/*
 * Scores of the organizations: assessments are read and scored one organization
 * at a time. A build does so once for all sectors, keeping where each stands
 * (averages, ranks, the fund), and leaves the rest in a file
 * (app/scored_file.h) to whoever makes the pages.
 */
#ifndef APP_SCORING_H
#define APP_SCORING_H

#include "app/source.h"
#include "db/assessments.h"
#include "model/finding.h"
#include "rules/scoreboard.h"

/* The parameters as the settings say; v1.0 brings the global weights. */
struct score_parameters scoring_parameters(struct arena *arena, const struct settings *settings);

/* "v1.0" or "v2.0" */
const char *scoring_version(const struct settings *settings);

/* What scoring needs to know about the run. */
struct scoring {
    struct source *source;
    const struct config_set *configs;
    const struct sector_totals *totals; /* one a sector */
    const struct score_parameters *parameters;
};

/* Reads and scores a sector; `take` is called for each assessed organization by organization_id,
 * with what stands until it returns. Nothing of a sector whose weights are invalid. */
typedef bool scoring_take(void *subject, const struct scored_organization *scored,
                          struct error *err);
bool scoring_each(const struct scoring *scoring, const struct sector *sector, scoring_take *take,
                  void *subject, struct error *err);

/* The same, all of it in memory. Doubts are `findings`, which may be NULL. */
bool scoring_sector(const struct scoring *scoring, struct arena *arena, const struct sector *sector,
                    struct findings *findings, struct scored_sector *out, struct error *err);

/* Where the assessed organizations of every valid sector stand, with the rows of these lists; it
 * has no spread. */
bool scoring_board(const struct scoring *scoring, struct arena *arena,
                   const struct board_lists *lists, struct scoreboard *board, struct error *err);

#endif
