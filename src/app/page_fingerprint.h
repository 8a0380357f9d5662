/* The fingerprint of an organization's page: of everything that it is made from. */
#ifndef APP_PAGE_FINGERPRINT_H
#define APP_PAGE_FINGERPRINT_H

#include "base/strbuf.h"
#include "plan/plan.h"
#include "view/build.h"

/* What the pages of a sector have in common: what its scope is made from, its columns, and what
 * they show of the sector as a whole. */
struct fingerprint page_fingerprint_base(const struct view_context *context,
                                         const struct sector *sector,
                                         const struct plan_scope *scope,
                                         const struct column_set *columns);

/* What fingerprints of pages are made in. */
struct page_scratch {
    struct strbuf text;
    struct digest_state *digest;
};
void page_scratch_init(struct page_scratch *scratch);
void page_scratch_release(struct page_scratch *scratch);

/* Of one page. The findings need no place in it: they follow from the rows and the configuration.
 */
struct fingerprint page_fingerprint(const struct fingerprint *base,
                                    const struct view_context *context,
                                    const struct view_organization_input *input,
                                    struct page_scratch *scratch);

#endif
