#include "render/xlsx/links.h"

#include "base/text.h"
#include "render/xlsx/number.h"

#include <ctype.h>
#include <string.h>

#define INTERNAL "internal:"

enum { HAND_ON = 32 * 1024 };

void links_init(struct links *links, const char *folder)
{
    links->count = links->outside = 0;
    squeeze_init(&links->cells, folder);
    squeeze_init(&links->targets, folder);
    strbuf_init(&links->cell_text);
    strbuf_init(&links->target_text);
    strbuf_init(&links->address);
}

void links_release(struct links *links)
{
    squeeze_release(&links->cells);
    squeeze_release(&links->targets);
    strbuf_release(&links->cell_text);
    strbuf_release(&links->target_text);
    strbuf_release(&links->address);
}

/* Once there are so many bytes of it: a link alone is too little to begin for. */
static void hand_on(struct squeeze *to, struct strbuf *text, size_t least)
{
    if (text->length < least)
        return;
    squeeze_add(to, text->text, text->length);
    strbuf_reset(text);
}

/* Excel takes no other address; what is escaped already stays. */
static void add_address(struct links *links, const char *href, size_t length)
{
    static const char unsafe[] = "\"<>[]^`{}%";
    struct strbuf *escaped = &links->address;
    strbuf_reset(escaped);
    for (const char *at = href, *end = href + length; at < end; at++) {
        size_t safe = strcspn(at, unsafe);
        if (safe >= (size_t)(end - at)) {
            strbuf_add(escaped, at, (size_t)(end - at));
            break;
        }
        strbuf_add(escaped, at, safe);
        at += safe;
        bool is_escape = *at == '%' && isxdigit((unsigned char)at[1]) != 0 &&
                         isxdigit((unsigned char)at[2]) != 0;
        if (is_escape)
            strbuf_addch(escaped, *at);
        else
            strbuf_addf(escaped, "%%%02x", (unsigned)(unsigned char)*at);
    }
    strbuf_addxml(&links->target_text, escaped->text);
}

/* Ids of ours differ from the library's, which are rId1, rId2 ... */
static void add_id(struct strbuf *out, size_t number)
{
    char digits[20];
    strbuf_addstr(out, "link");
    strbuf_add(out, digits, (size_t)(sheet_digits(digits, number) - digits));
}

static void add_target(struct links *links, const char *href)
{
    struct strbuf *out = &links->target_text;
    strbuf_addstr(out, "<Relationship Id=\"");
    add_id(out, links->outside);
    strbuf_addstr(out, "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                       "relationships/hyperlink\" Target=\"");
    add_address(links, href, strcspn(href, "#"));
    strbuf_addstr(out, "\" TargetMode=\"External\"/>");
    hand_on(&links->targets, out, HAND_ON);
}

void links_add(struct links *links, const char *cell, const char *href, const char *text)
{
    struct strbuf *out = &links->cell_text;
    bool inside = text_starts_with(href, INTERNAL);
    links->count++;
    if (!inside) {
        links->outside++;
        add_target(links, href);
    }
    strbuf_addstr(out, "<hyperlink ref=\"");
    strbuf_addstr(out, cell);
    strbuf_addch(out, '"');
    if (!inside) {
        strbuf_addstr(out, " r:id=\"");
        add_id(out, links->outside);
        strbuf_addch(out, '"');
    }
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
    hand_on(&links->cells, out, HAND_ON);
}

bool links_finish(struct links *links)
{
    hand_on(&links->cells, &links->cell_text, 1);
    hand_on(&links->targets, &links->target_text, 1);
    return squeeze_end(&links->cells, false) && squeeze_end(&links->targets, false);
}
