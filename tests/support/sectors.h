/* What a database administrator does by SQL alone, for suites. */
#ifndef SUPPORT_SECTORS_H
#define SUPPORT_SECTORS_H

/* A sector of its own with an attribute table of many types, shown by the unified view, and an
 * organization with a row in it: focus group `pe_life_sciences`, "Life Sciences". */
void add_life_sciences(const char *url);

/* Appends columns ("x.trial_count, x.site") of a table (alias x) to the unified view. */
void extend_view(const char *url, const char *table, const char *columns);

#endif
