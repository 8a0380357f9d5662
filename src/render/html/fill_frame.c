#include "base/hex.h"
#include "base/text.h"
#include "render/html/fill.h"

/* Characters from which on a title is set smaller. */
enum { LONG_TITLE = 72 };

enum { ASSETS_ICON, ASSETS_STYLE, ASSETS_SCRIPT };
static const struct marker assets_markers[] = {
    [ASSETS_ICON] = {"ICON", MARKER_VALUE, NULL},
    [ASSETS_STYLE] = {"STYLE", MARKER_VALUE, NULL},
    [ASSETS_SCRIPT] = {"SCRIPT", MARKER_VALUE, NULL},
};
const struct shape assets_shape = SHAPE("assets.tpl", assets_markers);

enum { HEAD_TITLE, HEAD_SITE, HEAD_ASSETS };
static const struct marker head_markers[] = {
    [HEAD_TITLE] = {"TITLE", MARKER_VALUE, NULL},
    [HEAD_SITE] = {"SITE", MARKER_OPTIONAL, NULL},
    [HEAD_ASSETS] = {"ASSETS", MARKER_MARKUP, NULL},
};
const struct shape head_shape = SHAPE("head.tpl", head_markers);

enum { LINK_LABEL, LINK_ISOLATED, LINK_HREF, LINK_CURRENT };
static const struct marker link_markers[] = {
    [LINK_LABEL] = {"LABEL", MARKER_VALUE, NULL},
    [LINK_ISOLATED] = {"ISOLATED", MARKER_FLAG, NULL},
    [LINK_HREF] = {"HREF", MARKER_VALUE, NULL},
    [LINK_CURRENT] = {"CURRENT", MARKER_FLAG, NULL},
};
static const struct shape link_shape = SHAPE(NULL, link_markers);

enum { CRUMB_LABEL, CRUMB_ISOLATED, CRUMB_HREF };
static const struct marker crumb_markers[] = {
    [CRUMB_LABEL] = {"LABEL", MARKER_VALUE, NULL},
    [CRUMB_ISOLATED] = {"ISOLATED", MARKER_FLAG, NULL},
    [CRUMB_HREF] = {"HREF", MARKER_VALUE, NULL},
};
static const struct shape crumb_shape = SHAPE(NULL, crumb_markers);

enum { CRUMBS_CRUMBS };
static const struct marker crumbs_markers[] = {
    [CRUMBS_CRUMBS] = {"CRUMBS", MARKER_LIST, &crumb_shape},
};
const struct shape crumbs_shape = SHAPE("crumbs.tpl", crumbs_markers);

enum {
    NAVIGATION_SITE,
    NAVIGATION_HOME,
    NAVIGATION_PAGES,
    NAVIGATION_HAS_SECTORS,
    NAVIGATION_SECTORS
};
static const struct marker navigation_markers[] = {
    [NAVIGATION_SITE] = {"SITE", MARKER_VALUE, NULL},
    [NAVIGATION_HOME] = {"HOME", MARKER_VALUE, NULL},
    [NAVIGATION_PAGES] = {"PAGES", MARKER_LIST, &link_shape},
    [NAVIGATION_HAS_SECTORS] = {"HAS_SECTORS", MARKER_FLAG, NULL},
    [NAVIGATION_SECTORS] = {"SECTORS", MARKER_LIST, &link_shape},
};
const struct shape navigation_shape = SHAPE("navigation.tpl", navigation_markers);

enum { HEADER_NAVIGATION, HEADER_HAS_CRUMBS, HEADER_CRUMBS, HEADER_TITLE, HEADER_TITLE_ISOLATED };
static const struct marker header_markers[] = {
    [HEADER_NAVIGATION] = {"NAVIGATION", MARKER_MARKUP, NULL},
    [HEADER_HAS_CRUMBS] = {"HAS_CRUMBS", MARKER_FLAG, NULL},
    [HEADER_CRUMBS] = {"CRUMBS", MARKER_MARKUP, NULL},
    [HEADER_TITLE] = {"TITLE", MARKER_VALUE, NULL},
    [HEADER_TITLE_ISOLATED] = {"TITLE_ISOLATED", MARKER_FLAG, NULL},
};
const struct shape header_shape = SHAPE("header.tpl", header_markers);

enum { FOOTER_SITE };
static const struct marker footer_markers[] = {
    [FOOTER_SITE] = {"SITE", MARKER_VALUE, NULL},
};
const struct shape footer_shape = SHAPE("footer.tpl", footer_markers);

enum {
    TITLE_COLOR,
    TITLE_KIND,
    TITLE_KIND_ISOLATED,
    TITLE_LONG,
    TITLE_TITLE,
    TITLE_TITLE_ISOLATED,
    TITLE_STATUS,
    TITLE_LEAD,
    TITLE_AS_OF,
    TITLE_PARAMETERS
};
static const struct marker title_markers[] = {
    [TITLE_COLOR] = {"COLOR", MARKER_OPTIONAL, NULL},
    [TITLE_KIND] = {"KIND", MARKER_OPTIONAL, NULL},
    [TITLE_KIND_ISOLATED] = {"KIND_ISOLATED", MARKER_FLAG, NULL},
    [TITLE_LONG] = {"LONG", MARKER_FLAG, NULL},
    [TITLE_TITLE] = {"TITLE", MARKER_VALUE, NULL},
    [TITLE_TITLE_ISOLATED] = {"TITLE_ISOLATED", MARKER_FLAG, NULL},
    [TITLE_STATUS] = {"STATUS", MARKER_INCLUDE, &cell_shape},
    [TITLE_LEAD] = {"LEAD", MARKER_OPTIONAL, NULL},
    [TITLE_AS_OF] = {"AS_OF", MARKER_OPTIONAL, NULL},
    [TITLE_PARAMETERS] = {"PARAMETERS", MARKER_OPTIONAL, NULL},
};
const struct shape title_shape = SHAPE("title.tpl", title_markers);

const char *fill_href(const struct fill *fill, const char *path)
{
    if (!path)
        return NULL;
    char *href = arena_alloc(fill->arena, strlen(fill->root) + strlen(path) + 1);
    stpcpy(stpcpy(href, fill->root), path);
    return href;
}

bool fill_needs_isolation(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c >= 0xD6 && (*c <= 0xE0 || (*c == 0xE2 && (c[1] == 0x80 || c[1] == 0x81)) ||
                           *c == 0xEF || *c == 0xF0))
            return true;
    return false;
}

void fill_name(struct values *values, size_t marker, size_t isolated, const char *text)
{
    values_set(values, marker, text);
    values_raise(values, isolated, text && fill_needs_isolation(text));
}

/* An optional text: blank is none. */
static const char *if_said(const char *text)
{
    return text_is_blank(text) ? NULL : text;
}

static struct html_part assets_of(const struct fill *fill)
{
    struct html_part part;
    html_part_key(fill, &assets_shape);
    if (html_part_known(fill, &part))
        return part;
    struct values *assets = values_new(fill->arena, &assets_shape);
    values_set(assets, ASSETS_ICON, fill_href(fill, "assets/favicon.svg"));
    values_set(assets, ASSETS_STYLE, fill_href(fill, "assets/orgair.css"));
    values_set(assets, ASSETS_SCRIPT, fill_href(fill, "assets/orgair.js"));
    return html_part_make(fill, assets);
}

static void fill_head(const struct fill *fill, const struct view_frame *frame, struct values *head)
{
    struct html_part assets = assets_of(fill);
    values_set_part(head, HEAD_ASSETS, &assets);
    values_set(head, HEAD_TITLE, frame->title);
    if (!text_equal(frame->title, frame->site_name))
        values_set(head, HEAD_SITE, frame->site_name);
}

static void add_links(struct strbuf *key, const struct view_link *links, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        shared_key_text(key, links[i].label);
        shared_key_text(key, links[i].href);
        shared_key_text(key, links[i].current ? "current" : NULL);
    }
    shared_key_text(key, NULL);
}

static void fill_links(const struct fill *fill, const struct view_link *links, size_t count,
                       struct values *navigation, size_t marker)
{
    for (size_t i = 0; i < count; i++) {
        struct values *link = values_add(fill->arena, navigation, marker);
        fill_name(link, LINK_LABEL, LINK_ISOLATED, links[i].label);
        values_set(link, LINK_HREF, fill_href(fill, links[i].href));
        values_raise(link, LINK_CURRENT, links[i].current);
    }
}

static struct html_part navigation_of(const struct fill *fill, const struct view_frame *frame)
{
    struct html_part part;
    struct strbuf *key = html_part_key(fill, &navigation_shape);
    shared_key_text(key, frame->site_name);
    add_links(key, frame->navigation, frame->navigation_count);
    add_links(key, frame->sectors, frame->sector_count);
    if (html_part_known(fill, &part))
        return part;
    struct values *navigation = values_new(fill->arena, &navigation_shape);
    values_set(navigation, NAVIGATION_SITE, frame->site_name);
    values_set(navigation, NAVIGATION_HOME, fill_href(fill, "index.html"));
    fill_links(fill, frame->navigation, frame->navigation_count, navigation, NAVIGATION_PAGES);
    values_raise(navigation, NAVIGATION_HAS_SECTORS, frame->sector_count > 0);
    fill_links(fill, frame->sectors, frame->sector_count, navigation, NAVIGATION_SECTORS);
    return html_part_make(fill, navigation);
}

static struct html_part crumbs_of(const struct fill *fill, const struct view_frame *frame)
{
    struct html_part part;
    add_links(html_part_key(fill, &crumbs_shape), frame->crumbs, frame->crumb_count);
    if (html_part_known(fill, &part))
        return part;
    struct values *crumbs = values_new(fill->arena, &crumbs_shape);
    for (size_t i = 0; i < frame->crumb_count; i++) {
        struct values *crumb = values_add(fill->arena, crumbs, CRUMBS_CRUMBS);
        fill_name(crumb, CRUMB_LABEL, CRUMB_ISOLATED, frame->crumbs[i].label);
        values_set(crumb, CRUMB_HREF, fill_href(fill, frame->crumbs[i].href));
    }
    return html_part_make(fill, crumbs);
}

static void fill_header(const struct fill *fill, const struct view_frame *frame,
                        struct values *header)
{
    struct html_part navigation = navigation_of(fill, frame);
    values_set_part(header, HEADER_NAVIGATION, &navigation);
    fill_name(header, HEADER_TITLE, HEADER_TITLE_ISOLATED, frame->title);
    if (frame->crumb_count == 0)
        return;
    struct html_part crumbs = crumbs_of(fill, frame);
    values_raise(header, HEADER_HAS_CRUMBS, true);
    values_set_part(header, HEADER_CRUMBS, &crumbs);
}

void fill_frame(const struct fill *fill, const struct view_frame *frame, struct values *page)
{
    fill_head(fill, frame, values_add(fill->arena, page, PAGE_HEAD));
    fill_header(fill, frame, values_add(fill->arena, page, PAGE_HEADER));
    values_set(values_add(fill->arena, page, PAGE_FOOTER), FOOTER_SITE, frame->site_name);
}

void fill_title(const struct fill *fill, const struct view_frame *frame,
                const struct fill_title *title, struct values *page, size_t marker)
{
    struct values *values = values_add(fill->arena, page, marker);
    uint32_t color;
    values_set(values, TITLE_COLOR, hex_color(title->color, &color) ? title->color : NULL);
    fill_name(values, TITLE_KIND, TITLE_KIND_ISOLATED, title->kind);
    values_raise(values, TITLE_LONG, title->title && text_length(title->title) > LONG_TITLE);
    fill_name(values, TITLE_TITLE, TITLE_TITLE_ISOLATED, title->title);
    if (title->status)
        fill_cell(fill, title->status, values, TITLE_STATUS);
    values_set(values, TITLE_LEAD, if_said(title->lead));
    values_set(values, TITLE_AS_OF, if_said(frame->as_of));
    values_set(values, TITLE_PARAMETERS, if_said(frame->parameters));
}
