/* The views as plain text: for golden tests and the terminal. */
#ifndef RENDER_TEXT_DUMP_H
#define RENDER_TEXT_DUMP_H

#include "base/strbuf.h"
#include "view/pages.h"

void dump_portfolio(const struct view_portfolio *view, struct strbuf *out);
void dump_sector(const struct view_sector *view, struct strbuf *out);
void dump_listing(const struct view_listing *view, struct strbuf *out);
void dump_organization(const struct view_organization *view, struct strbuf *out);
void dump_compare(const struct view_compare *view, struct strbuf *out);
void dump_findings(const struct view_findings *view, struct strbuf *out);
/* Without a frame where the view has none; without what the view has no baseline for. */
void dump_changes(const struct view_changes *view, struct strbuf *out);
void dump_method(const struct view_method *view, struct strbuf *out);

/* The scores on those pages, by themselves. */
void dump_score(const struct view_score *view, struct strbuf *out);
void dump_sector_scores(const struct view_sector_scores *view, struct strbuf *out);
void dump_fund(const struct view_fund *view, struct strbuf *out);

#endif
