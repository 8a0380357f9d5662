/* Where a sector's attributes are: the table of sector pe_x is public.org_attributes_x. */
#ifndef DB_ATTRIBUTES_H
#define DB_ATTRIBUTES_H

#include "base/arena.h"

/* The name of a sector's attribute table, without schema, not quoted. */
const char *attribute_table_name(struct arena *arena, const char *focus_group_id);

#endif
