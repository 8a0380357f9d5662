/*
 * What the files of a build are made from, as parts of a plan (plan/plan.h): the
 * program with its libraries and fonts, settings, templates, configurations, and
 * what the database says of its own changes.
 */
#ifndef APP_BASIS_H
#define APP_BASIS_H

#include "db/revisions.h"
#include "plan/plan.h"
#include "settings/settings.h"

struct config_set;
struct sector;

/* The parts that every scope has: program, fonts, settings, templates and assets, the day that was
 * asked for (NULL: none was). */
bool basis_common(struct arena *arena, const struct settings *settings, const char *as_of,
                  struct plan_scope *scope, struct error *err);

/* What the database says has changed; of one sector, or of all (focus_group_id NULL). */
void basis_revisions(struct arena *arena, const struct revisions *revisions,
                     const char *focus_group_id, struct plan_scope *scope);

/* All sectors' configurations: every page shows some of them. */
void basis_configurations(struct arena *arena, const struct config_set *configs,
                          struct plan_scope *scope);

#endif
