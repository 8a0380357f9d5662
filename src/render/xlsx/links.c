#include "render/xlsx/links.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

#define INTERNAL "internal:"

void links_init(struct links *links, const char *folder)
{
    links->count = links->outside = 0;
    squeeze_init(&links->cells, folder);
    squeeze_init(&links->targets, folder);
    strbuf_init(&links->scratch);
}

void links_release(struct links *links)
{
    squeeze_release(&links->cells);
    squeeze_release(&links->targets);
    strbuf_release(&links->scratch);
}

/* Excel takes no other address; what is escaped already stays. */
static void add_address(struct strbuf *out, const char *href, size_t length)
{
    struct strbuf escaped;
    strbuf_init(&escaped);
    for (const char *at = href; at < href + length; at++) {
        bool is_escape = *at == '%' && isxdigit((unsigned char)at[1]) != 0 &&
                         isxdigit((unsigned char)at[2]) != 0;
        if (!is_escape && strchr("\"<>[]^`{}%", *at))
            strbuf_addf(&escaped, "%%%02x", (unsigned)(unsigned char)*at);
        else
            strbuf_addch(&escaped, *at);
    }
    strbuf_addxml(out, escaped.text);
    strbuf_release(&escaped);
}

/* Ids of ours differ from the library's, which are rId1, rId2 ... */
static void add_target(struct links *links, const char *href)
{
    struct strbuf *out = &links->scratch;
    strbuf_reset(out);
    strbuf_addf(out,
                "<Relationship Id=\"link%zu\" Type=\"http://schemas.openxmlformats.org/"
                "officeDocument/2006/relationships/hyperlink\" Target=\"",
                links->outside);
    add_address(out, href, strcspn(href, "#"));
    strbuf_addstr(out, "\" TargetMode=\"External\"/>");
    squeeze_add(&links->targets, out->text, out->length);
}

void links_add(struct links *links, const char *cell, const char *href, const char *text)
{
    struct strbuf *out = &links->scratch;
    bool inside = text_starts_with(href, INTERNAL);
    links->count++;
    if (!inside) {
        links->outside++;
        add_target(links, href);
    }
    strbuf_reset(out);
    strbuf_addf(out, "<hyperlink ref=\"%s\"", cell);
    if (!inside)
        strbuf_addf(out, " r:id=\"link%zu\"", links->outside);
    const char *location = inside ? href + strlen(INTERNAL) : strchr(href, '#');
    if (location) {
        strbuf_addstr(out, " location=\"");
        strbuf_addxml(out, inside ? location : location + 1);
        strbuf_addch(out, '"');
    }
    if (inside) {
        strbuf_addstr(out, " display=\"");
        strbuf_addxml(out, text);
        strbuf_addch(out, '"');
    }
    strbuf_addstr(out, "/>");
    squeeze_add(&links->cells, out->text, out->length);
}

bool links_finish(struct links *links)
{
    return squeeze_end(&links->cells, false) && squeeze_end(&links->targets, false);
}
