/*
 * Sample views for the pages: a typical sector, an empty and invalid one, and
 * one whose every text is awkward. Made by hand, so that pages are proven
 * without a database or rules.
 */
#ifndef TESTS_SUPPORT_HTML_SAMPLES_H
#define TESTS_SUPPORT_HTML_SAMPLES_H

#include "view/pages.h"

struct view_portfolio sample_portfolio(struct arena *arena);
struct view_sector sample_sector(struct arena *arena);
struct view_sector sample_invalid_sector(struct arena *arena);
struct view_listing sample_listing(struct arena *arena);
struct view_organization sample_organization(struct arena *arena);
struct view_organization sample_awkward_organization(struct arena *arena);
struct view_organization sample_empty_organization(struct arena *arena);
struct view_compare sample_compare(struct arena *arena);
struct view_findings sample_findings(struct arena *arena);
struct view_changes sample_changes(struct arena *arena);
struct view_method sample_method(struct arena *arena);
struct view_not_found sample_not_found(struct arena *arena);

#endif
