/*
 * A database value as a reader sees it, by the kind and the unit of its column:
 * readable booleans, grouped numbers, joined arrays, links only to the web.
 */
#ifndef VIEW_VALUE_H
#define VIEW_VALUE_H

#include "base/decimal.h"
#include "model/organization.h"
#include "view/component.h"

/* NULL or blank is missing: "Not stated". Years are not grouped; amounts in USD are shown
 * without cents, their exact value stays in `number` and in workbooks. */
struct view_cell view_value(struct arena *arena, const struct column *column, const char *value);

/* Where its page stands: organizations/<first two hex of the id>/<id>.html */
const char *view_organization_path(struct arena *arena, const char *organization_id);
/* sectors/<slug>/index.html */
const char *view_sector_path(struct arena *arena, const char *slug);

/* Exact amounts: "1.234" becomes a cell with `places` digits. */
struct view_cell view_decimal(struct arena *arena, struct decimal value, int places);

#endif
