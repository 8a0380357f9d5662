/* Links of one sheet's cells: what the sheet says of them, and where they lead. */
#ifndef RENDER_XLSX_LINKS_H
#define RENDER_XLSX_LINKS_H

#include "base/strbuf.h"
#include "render/xlsx/squeeze.h"

struct links {
    size_t count;                         /* of both kinds */
    size_t outside;                       /* relationships */
    struct squeeze cells;                 /* <hyperlink> elements */
    struct squeeze targets;               /* <Relationship> elements */
    struct strbuf cell_text, target_text; /* not handed on yet */
    struct strbuf address;
};

void links_init(struct links *links, const char *folder);
void links_release(struct links *links);

/* `cell` is its name, `href` such as sheet_can_link allows, or "internal:'Sheet'!A1". */
void links_add(struct links *links, const char *cell, const char *href, const char *text);

/* Nothing more comes. False: errno says why. */
bool links_finish(struct links *links);

#endif
