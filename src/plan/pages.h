/*
 * The pages of a sector's organizations with the fingerprint of what each was
 * made from: lines of "<fingerprint> <path>", in the order of the sector's list.
 */
#ifndef PLAN_PAGES_H
#define PLAN_PAGES_H

#include "base/strbuf.h"
#include "plan/plan.h"

struct page_fingerprint {
    const char *path;
    const struct fingerprint *fingerprint;
};
struct page_fingerprints {
    struct page_fingerprint *rows; /* in byte order of their paths */
    size_t count;
};

/* False: the file cannot be read, or a line is not of that form. */
bool pages_read(struct arena *arena, const char *path, struct page_fingerprints *pages,
                struct error *err);

/* NULL: no such page. */
const struct page_fingerprint *pages_find(const struct page_fingerprints *pages, const char *path);

/* Adds the rows of another list. */
bool pages_join(const char *path, const char *more, struct error *err);

/* Appends a line of a list. */
void pages_add(struct strbuf *out, const char *path, const struct fingerprint *fingerprint);

#endif
