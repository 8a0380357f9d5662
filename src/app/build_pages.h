/* The pages of a sector's organizations: one is made where what it is made from has changed since
 * the current release, and kept where it has not. */
#ifndef APP_BUILD_PAGES_H
#define APP_BUILD_PAGES_H

#include "app/build.h"
#include "view/build.h"

struct build_pages;

/* Stays the caller's. */
struct pages_request {
    const struct sector *sector;
    const struct column_set *columns;
    const char *list; /* the file of the list that is left for the next run */
};
/* Lives in the arena. */
bool build_pages_begin(struct build *build, const struct pages_request *request,
                       struct arena *arena, struct build_pages **out, struct error *err);

/* `scored` in `input` is given its history where the page is made. */
bool build_page(struct build_pages *pages, const struct view_organization_input *input,
                struct arena *batch, struct error *err);

/* The list is whole. */
bool build_pages_end(struct build_pages *pages, struct error *err);

#endif
