/* The commands' functions, one file each: cmd_<name>.c. Their table is commands.c. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "app/app.h"

bool cmd_build(struct app *app, struct error *err);
bool cmd_cache_invalidate(struct app *app, struct error *err);
bool cmd_cache_list(struct app *app, struct error *err);
bool cmd_cache_show(struct app *app, struct error *err);
bool cmd_cache_verify(struct app *app, struct error *err);
bool cmd_check(struct app *app, struct error *err);
bool cmd_diff(struct app *app, struct error *err);
bool cmd_help(struct app *app, struct error *err);
bool cmd_merge(struct app *app, struct error *err);
bool cmd_migrate_down(struct app *app, struct error *err);
bool cmd_migrate_sql(struct app *app, struct error *err);
bool cmd_migrate_status(struct app *app, struct error *err);
bool cmd_migrate_up(struct app *app, struct error *err);
bool cmd_migrate_verify(struct app *app, struct error *err);
bool cmd_pack(struct app *app, struct error *err);
bool cmd_releases(struct app *app, struct error *err);
bool cmd_rollback(struct app *app, struct error *err);
bool cmd_seed(struct app *app, struct error *err);
bool cmd_settings(struct app *app, struct error *err);
bool cmd_show_organization(struct app *app, struct error *err);
bool cmd_show_sector(struct app *app, struct error *err);
bool cmd_verify(struct app *app, struct error *err);
bool cmd_weights_import(struct app *app, struct error *err);

#endif
