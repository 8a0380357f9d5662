/*
 * A comparison that a release holds: changes/changes.json of all, changes/sectors/<slug>.json of
 * one sector. What pages, workbooks and handouts say of changes is made from what is read back
 * here, so that a comparison that was carried forward reads the same as one that was just made.
 */
#ifndef APP_CHANGES_FILE_H
#define APP_CHANGES_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "model/change.h"

bool changes_file_write(const char *path, const struct changes_record *record, struct error *err);

/* The first `rows` of each list. `site` names the sectors and dimensions of today. */
bool changes_file_read(const char *path, const struct published_site *site, size_t rows,
                       struct arena *arena, struct changes_record *record, struct error *err);

#endif
