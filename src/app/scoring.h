/*
 * Scores of the organizations: the assessments of a sector, read and scored.
 * Done twice: once for all sectors, keeping only where each stands (averages,
 * ranks, the fund), and once more by the worker that writes a sector's pages,
 * so that no process holds the assessments of more than one sector.
 */
#ifndef APP_SCORING_H
#define APP_SCORING_H

#include "app/source.h"
#include "db/assessments.h"
#include "model/finding.h"
#include "rules/standing.h"

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

/* Reads and scores; nothing of a sector whose weights are invalid. Findings are those of
 * scored_sector_fill; `findings` may be NULL. */
bool scoring_sector(const struct scoring *scoring, struct arena *arena, const struct sector *sector,
                    struct findings *findings, struct scored_sector *out, struct error *err);

/* Where every assessed organization of every valid sector stands. */
bool scoring_board(const struct scoring *scoring, struct arena *arena, struct scoreboard *board,
                   struct error *err);

#endif
