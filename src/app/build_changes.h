/* changes/: what a build says of changes, see changes.h. */
#ifndef APP_BUILD_CHANGES_H
#define APP_BUILD_CHANGES_H

#include "app/build.h"
#include "model/change.h"
#include "render/xlsx/xlsx.h"

/* Reads what both sides say of the sectors, once api/v1/sectors.json and parameters.json are
 * staged and before workers are started. */
bool begin_changes(struct build *build, struct error *err);

/* changes/sectors/<slug>.json, once the sector's document is staged; `record` is what it says, the
 * first CHANGES_SHEET_ROWS rows of each list. */
bool build_sector_changes(struct build *build, const struct sector *sector, struct arena *arena,
                          struct changes_record *record, struct error *err);

/* The rows of a workbook's sheet of changes. `data`: where all of them are, of the fund NULL. */
bool add_changes_rows(struct xlsx *xlsx, size_t sheet, const struct changes_record *record,
                      const char *data, struct error *err);

/* changes/changes.json and the page, once all of api/v1/ is staged; then build->changes says what
 * the file says. */
bool build_changes(struct build *build, struct error *err);

#endif
