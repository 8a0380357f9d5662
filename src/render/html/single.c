#include "render/html/single.h"

#include "base/digest.h"
#include "base/text.h"

#define STYLE_PATH "assets/orgair.css"
#define ICON_PATH "assets/favicon.svg"

struct single {
    struct arena *arena;
    const struct single_document *document;
    const struct single_page *page; /* the one being taken over */
    struct strbuf *out;
    bool plain_link; /* the <a> that is open was written as a <span> */
    bool in_pager;
};

struct attribute {
    const char *name;
    const char *value; /* as it stands there, entities and all; NULL: none */
};

enum { ATTRIBUTE_LIMIT = 16 };
struct tag {
    const char *name;
    bool closing;
    bool empty; /* <rect/> */
    struct attribute attributes[ATTRIBUTE_LIMIT];
    size_t count;
    const char *end; /* behind its > */
};

static bool foreign(const struct single *single, struct error *err, const char *what)
{
    return error_set(err, ERROR_FAILED, "'%s' is not a page of this program's templates: %s",
                     single->page->path, what);
}

/* As the templates place text. */
static void add_text(const struct single *single, const char *text)
{
    char *tamed = arena_strdup(single->arena, text);
    text_tame(tamed, strlen(tamed), false);
    strbuf_addxml(single->out, tamed);
}

/* ---- data: URIs ---- */

static void add_base64(struct strbuf *out, const void *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *in = bytes;
    for (size_t i = 0; i < length; i += 3) {
        unsigned bits = (unsigned)in[i] << 16;
        if (i + 1 < length)
            bits |= (unsigned)in[i + 1] << 8;
        if (i + 2 < length)
            bits |= in[i + 2];
        strbuf_addch(out, digits[bits >> 18]);
        strbuf_addch(out, digits[bits >> 12 & 63]);
        strbuf_addch(out, i + 1 < length ? digits[bits >> 6 & 63] : '=');
        strbuf_addch(out, i + 2 < length ? digits[bits & 63] : '=');
    }
}

static bool add_drawing(const struct single *single, const char *path, struct error *err)
{
    const char *text;
    size_t length;
    if (!single->document->read(single->document->context, path, &text, &length, err))
        return false;
    strbuf_addstr(single->out, "data:image/svg+xml;base64,");
    add_base64(single->out, text, length);
    return true;
}

/* ---- links ---- */

/* "sectors/energy/index.html" from "../sectors/energy/index.html" in compare/index.html, without
 * the fragment; NULL when it leads out of the site. */
static const char *resolve(const struct single *single, const char *href)
{
    const char *page = single->page->path;
    const char *slash = strrchr(page, '/');
    size_t folder = slash ? (size_t)(slash - page) + 1 : 0;
    while (text_starts_with(href, "../")) {
        if (folder == 0)
            return NULL;
        folder--;
        while (folder > 0 && page[folder - 1] != '/')
            folder--;
        href += 3;
    }
    return arena_printf(single->arena, "%.*s%.*s", (int)folder, page, (int)strcspn(href, "#"),
                        href);
}

static const char *anchor(const struct single *single, const char *page, const char *fragment)
{
    return fragment && *fragment ? arena_printf(single->arena, "#%s.%s", page, fragment)
                                 : arena_printf(single->arena, "#%s", page);
}

/* Where a link leads from now on; NULL: nowhere. */
static const char *link_target(const struct single *single, const char *href)
{
    const char *fragment = strchr(href, '#');
    if (fragment == href)
        return anchor(single, single->page->id, href + 1);
    if (text_starts_with(href, "https://") || text_starts_with(href, "http://"))
        return href;
    const char *path = resolve(single, href);
    for (size_t i = 0; path && i < single->document->count; i++)
        if (text_equal(path, single->document->pages[i].path))
            return anchor(single, single->document->pages[i].id, fragment ? fragment + 1 : NULL);
    return NULL;
}

/* ---- tags ---- */

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* One attribute with its value in double quotation marks, or without a value. */
static const char *parse_attribute(const struct single *single, const char *at,
                                   struct attribute *attribute)
{
    size_t length = strcspn(at, " \t\r\n=/>\"'<");
    if (length == 0)
        return NULL;
    attribute->name = arena_strndup(single->arena, at, length);
    attribute->value = NULL;
    at += length;
    if (*at != '=')
        return at;
    const char *end = at[1] == '"' ? strchr(at + 2, '"') : NULL;
    if (!end)
        return NULL;
    attribute->value = arena_strndup(single->arena, at + 2, (size_t)(end - at - 2));
    return end + 1;
}

static bool parse_tag(const struct single *single, const char *at, struct tag *tag,
                      struct error *err)
{
    *tag = (struct tag){.closing = at[1] == '/'};
    at += tag->closing ? 2 : 1;
    size_t length = strcspn(at, " \t\r\n/>");
    tag->name = arena_strndup(single->arena, at, length);
    at = skip_space(at + length);
    while (*at && *at != '>' && *at != '/') {
        if (tag->count == ATTRIBUTE_LIMIT)
            return foreign(single, err, "a tag with too many attributes");
        at = parse_attribute(single, at, &tag->attributes[tag->count++]);
        if (!at)
            return foreign(single, err, "an attribute that is not name=\"value\"");
        at = skip_space(at);
    }
    tag->empty = *at == '/';
    at += tag->empty;
    if (*at != '>' || length == 0)
        return foreign(single, err, "a tag without an end");
    tag->end = at + 1;
    return true;
}

static const char *value_of(const struct tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->count; i++)
        if (text_equal(tag->attributes[i].name, name))
            return tag->attributes[i].value;
    return NULL;
}

static bool is(const struct tag *tag, const char *name)
{
    return text_equal(tag->name, name);
}

/* Behind the end of the element that the tag opens; elements of its name may be nested in it. */
static const char *skip_element(const struct single *single, const struct tag *tag,
                                struct error *err)
{
    const char *at = tag->end;
    for (int depth = 1; depth > 0;) {
        struct tag inner;
        at = strchr(at, '<');
        if (!at) {
            foreign(single, err, "an element without an end");
            return NULL;
        }
        if (!parse_tag(single, at, &inner, err))
            return NULL;
        if (is(&inner, tag->name))
            depth += inner.closing ? -1 : 1;
        at = inner.end;
    }
    return at;
}

/* Ways to other files and other pages of a list. */
static bool is_dropped(struct single *single, const struct tag *tag)
{
    const char *class = value_of(tag, "class");
    if (is(tag, "nav"))
        single->in_pager = !tag->closing && text_equal(class, "pager");
    return !tag->closing && (text_equal(class, "downloads") || text_equal(class, "figure-links") ||
                             (single->in_pager && is(tag, "ul")));
}

static void add_attribute(const struct single *single, const char *name, const char *value)
{
    strbuf_addf(single->out, " %s", name);
    if (value)
        strbuf_addf(single->out, "=\"%s\"", value);
}

static bool add_source(const struct single *single, const struct tag *tag, const char *value,
                       struct error *err)
{
    const char *path = value ? resolve(single, value) : NULL;
    if (!is(tag, "img") || !path || !text_ends_with(path, ".svg"))
        return foreign(single, err, "an image that is not an SVG file");
    strbuf_addstr(single->out, " src=\"");
    if (!add_drawing(single, path, err))
        return false;
    strbuf_addch(single->out, '"');
    return true;
}

/* Names of other elements, between spaces. */
static void add_references(const struct single *single, const char *name, const char *value)
{
    strbuf_addf(single->out, " %s=\"", name);
    for (const char *word = skip_space(value); *word;) {
        size_t length = strcspn(word, " ");
        strbuf_addf(single->out, "%s.%.*s", single->page->id, (int)length, word);
        word = skip_space(word + length);
        if (*word)
            strbuf_addch(single->out, ' ');
    }
    strbuf_addch(single->out, '"');
}

static bool take_attribute(const struct single *single, const struct tag *tag,
                           const struct attribute *attribute, struct error *err)
{
    static const char *const references[] = {
        "id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"};
    const char *name = attribute->name;
    const char *value = attribute->value;
    if (text_equal(name, "style") || text_equal(name, "srcset") || text_starts_with(name, "on"))
        return foreign(single, err, "a style, a srcset or an event");
    if (text_equal(name, "src"))
        return add_source(single, tag, value, err);
    for (size_t i = 0; value && i < sizeof references / sizeof references[0]; i++)
        if (text_equal(name, references[i])) {
            add_references(single, name, value);
            return true;
        }
    if (text_equal(name, "href")) {
        const char *target = is(tag, "a") && value ? link_target(single, value) : NULL;
        if (!is(tag, "a"))
            return foreign(single, err, "a reference that is not a link");
        if (target)
            add_attribute(single, name, target);
        return true;
    }
    if (!(single->plain_link && is(tag, "a"))) /* what a link says of itself goes with it */
        add_attribute(single, name, value);
    return true;
}

static bool take_tag(struct single *single, const struct tag *tag, struct error *err)
{
    const char *name = tag->name;
    if (is(tag, "script") || is(tag, "style") || is(tag, "iframe") || is(tag, "object"))
        return foreign(single, err, "an element that has no place in <main>");
    if (is(tag, "a") && !tag->closing) {
        const char *href = value_of(tag, "href");
        single->plain_link = !href || !link_target(single, href);
    }
    if (is(tag, "a") && single->plain_link)
        name = "span";
    strbuf_addf(single->out, "<%s%s", tag->closing ? "/" : "", name);
    for (size_t i = 0; i < tag->count; i++)
        if (!take_attribute(single, tag, &tag->attributes[i], err))
            return false;
    strbuf_addstr(single->out, tag->empty ? "/>" : ">");
    return true;
}

static bool take_content(struct single *single, const char *at, const char *end, struct error *err)
{
    while (at < end) {
        size_t text = strcspn(at, "<");
        if (text > (size_t)(end - at))
            text = (size_t)(end - at);
        strbuf_add(single->out, at, text);
        at += text;
        if (at >= end)
            break;
        struct tag tag;
        if (!parse_tag(single, at, &tag, err))
            return false;
        if (is_dropped(single, &tag)) {
            at = skip_element(single, &tag, err);
            if (!at)
                return false;
        } else if (!take_tag(single, &tag, err)) {
            return false;
        } else {
            at = tag.end;
        }
    }
    return true;
}

/* What stands between two texts, NULL when one of them is not there. */
static const char *between(const struct single *single, const char *text, const char *before,
                           const char *after)
{
    const char *start = strstr(text, before);
    const char *end = start ? strstr(start + strlen(before), after) : NULL;
    if (!end)
        return NULL;
    start += strlen(before);
    return arena_strndup(single->arena, start, (size_t)(end - start));
}

static bool take_page(struct single *single, const struct single_page *page, struct error *err)
{
    const char *text;
    size_t length;
    single->page = page;
    single->plain_link = single->in_pager = false;
    if (!single->document->read(single->document->context, page->path, &text, &length, err))
        return false;
    const char *class = between(single, text, "<body class=\"", "\"");
    const char *start = strstr(text, "<main ");
    const char *end = start ? strstr(start, "</main>") : NULL;
    struct tag tag;
    if (!class || !end || !parse_tag(single, start, &tag, err))
        return foreign(single, err, "no <body class> or no <main>");
    strbuf_addf(single->out, "<div class=\"%s\">\n<article class=\"sheet\" id=\"%s\" aria-label=\"",
                class, page->id);
    add_text(single, page->label);
    strbuf_addstr(single->out, "\">");
    if (!take_content(single, tag.end, end, err))
        return false;
    strbuf_addstr(single->out, "</article>\n</div>\n");
    return true;
}

/* ---- the frame ---- */

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

/* A document has one <main>: what the style sheet says of it is true of each page's article. */
static void add_rules(struct strbuf *out, const char *css)
{
    static const char word[] = "main";
    for (const char *at = css; *at;) {
        bool begins = at == css || !(is_name(at[-1]) || at[-1] == '.' || at[-1] == '#');
        if (begins && text_starts_with(at, word) && !is_name(at[sizeof word - 1])) {
            strbuf_addstr(out, ".sheet");
            at += sizeof word - 1;
        } else {
            strbuf_addch(out, *at++);
        }
    }
}

/* The policy allows this one style, by its digest, and drawings that are in the document. */
static bool add_style(struct single *single, struct error *err)
{
    const char *css;
    size_t length;
    if (!single->document->read(single->document->context, STYLE_PATH, &css, &length, err))
        return false;
    if (strstr(css, "url(") || strstr(css, "@import") || strchr(css, '<'))
        return error_set(err, ERROR_FAILED, "'%s' asks for a file beside it", STYLE_PATH);
    struct strbuf rules;
    strbuf_init(&rules);
    add_rules(&rules, css);
    struct digest digest = digest_of(rules.text, rules.length);
    strbuf_addstr(single->out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                               "'none'; img-src data:; style-src 'sha256-");
    add_base64(single->out, digest.bytes, DIGEST_BYTES);
    strbuf_addstr(single->out, "'; base-uri 'none'; form-action 'none'\">\n<style>");
    strbuf_add(single->out, rules.text, rules.length);
    strbuf_addstr(single->out, "</style>\n");
    strbuf_release(&rules);
    return true;
}

static void add_label(const struct single *single, const struct single_page *page)
{
    strbuf_addf(single->out, "<li><a href=\"#%s\"><bdi>", page->id);
    add_text(single, page->label);
    strbuf_addstr(single->out, "</bdi></a></li>\n");
}

static bool add_head(struct single *single, const char *title, struct error *err)
{
    struct strbuf *out = single->out;
    strbuf_addstr(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width\">\n");
    strbuf_addf(out, "<title>%s</title>\n", title);
    if (!add_style(single, err))
        return false;
    strbuf_addstr(out, "<meta name=\"robots\" content=\"noindex\">\n"
                       "<meta name=\"referrer\" content=\"no-referrer\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<link rel=\"icon\" type=\"image/svg+xml\" href=\"");
    if (!add_drawing(single, ICON_PATH, err))
        return false;
    strbuf_addstr(out, "\">\n</head>\n");
    return true;
}

bool html_single(struct arena *arena, const struct single_document *document, struct strbuf *out,
                 struct error *err)
{
    struct single single = {
        .arena = arena, .document = document, .page = document->pages, .out = out};
    const char *first;
    size_t length;
    if (!document->read(document->context, document->pages[0].path, &first, &length, err))
        return false;
    const char *title = between(&single, first, "class=\"footer-site\">", "</");
    if (!title)
        return foreign(&single, err, "no name of the site");
    if (!add_head(&single, title, err))
        return false;
    strbuf_addf(out,
                "<body class=\"single\">\n<a class=\"skip\" href=\"#content\">Skip to "
                "content</a>\n<header class=\"site\">\n<div class=\"bar\">\n<a class=\"mark\" "
                "href=\"#%s\">%s</a>\n<nav class=\"main\" aria-label=\"Main\">\n<ul>\n",
                document->pages[0].id, title);
    for (size_t i = 0; i < document->count; i++)
        add_label(&single, &document->pages[i]);
    strbuf_addstr(out, "</ul>\n</nav>\n</div>\n</header>\n<main id=\"content\" class=\"pages\" "
                       "tabindex=\"-1\">\n");
    for (size_t i = 0; i < document->count; i++)
        if (!take_page(&single, &document->pages[i], err))
            return false;
    strbuf_addf(out,
                "</main>\n<footer class=\"site\">\n<p><span class=\"footer-site\">%s</span> <span>",
                title);
    add_text(&single, document->note);
    strbuf_addstr(out, "</span></p>\n</footer>\n</body>\n</html>\n");
    return true;
}
