#include "publish/links.h"

#include "base/hex.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <ctype.h>
#include <endian.h>
#include <stdint.h>
#include <strings.h>

struct scan {
    const char *at;
    const char *end;
    attribute_visitor *visit;
    void *context;
    struct strbuf value; /* of the attribute at hand, character references resolved */
};

struct span {
    const char *at;
    const char *end;
};

/* By table: a page with drawings has more attributes than words. */
enum { SPACE = 1, NAME_END = 2, VALUE_OR_END = 4 };
static const unsigned char kinds[256] = {
    [' '] = SPACE | NAME_END,  ['\t'] = SPACE | NAME_END,       ['\n'] = SPACE | NAME_END,
    ['\r'] = SPACE | NAME_END, ['\f'] = SPACE | NAME_END,       ['/'] = NAME_END,
    ['='] = VALUE_OR_END,      ['>'] = NAME_END | VALUE_OR_END,
};

static bool is_space(char c)
{
    return kinds[(unsigned char)c] & SPACE;
}

static bool ends_name(char c)
{
    return kinds[(unsigned char)c] & NAME_END;
}

/* memchr for what is near as a rule: eight bytes at a time, the first of them the lowest. */
static inline const char *find_near(const char *at, const char *end, char wanted)
{
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t tops = 0x8080808080808080u;
    const uint64_t all = ones * (unsigned char)wanted;
    uint64_t eight;
    for (; end - at >= (ptrdiff_t)sizeof eight; at += sizeof eight) {
        memcpy(&eight, at, sizeof eight);
        eight = le64toh(eight) ^ all; /* zero where it is; the lowest such byte is told exactly */
        uint64_t found = (eight - ones) & ~eight & tops;
        if (found)
            return at + __builtin_ctzll(found) / 8;
    }
    while (at < end && *at != wanted)
        at++;
    return at < end ? at : NULL;
}

/* Steps behind the next `needle`, or to the end. ASCII case does not count; the first character is
 * no letter. */
static void skip_behind(struct scan *scan, const char *needle)
{
    size_t length = strlen(needle);
    while ((size_t)(scan->end - scan->at) >= length) {
        const char *found = memchr(scan->at, *needle, (size_t)(scan->end - scan->at));
        if (!found || (size_t)(scan->end - found) < length)
            break;
        if (strncasecmp(found, needle, length) == 0) {
            scan->at = found + length;
            return;
        }
        scan->at = found + 1;
    }
    scan->at = scan->end;
}

static void add_code_point(struct strbuf *out, unsigned long code)
{
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = 0xFFFD;
    if (code < 0x80) {
        strbuf_addch(out, (char)code);
    } else if (code < 0x800) {
        strbuf_addch(out, (char)(0xC0 | code >> 6));
        strbuf_addch(out, (char)(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
        strbuf_addch(out, (char)(0xE0 | code >> 12));
        strbuf_addch(out, (char)(0x80 | (code >> 6 & 0x3F)));
        strbuf_addch(out, (char)(0x80 | (code & 0x3F)));
    } else {
        strbuf_addch(out, (char)(0xF0 | code >> 18));
        strbuf_addch(out, (char)(0x80 | (code >> 12 & 0x3F)));
        strbuf_addch(out, (char)(0x80 | (code >> 6 & 0x3F)));
        strbuf_addch(out, (char)(0x80 | (code & 0x3F)));
    }
}

/* The reference at `c` ("&amp;"); returns its length, 0 when it is none that is known here. */
static size_t add_reference(struct strbuf *out, const char *c, const char *end)
{
    static const struct {
        const char *text;
        char character;
    } named[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''},
    };
    size_t left = (size_t)(end - c);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        size_t length = strlen(named[i].text);
        if (length <= left && strncmp(c, named[i].text, length) == 0) {
            strbuf_addch(out, named[i].character);
            return length;
        }
    }
    if (left < 4 || c[1] != '#')
        return 0;
    bool hexadecimal = c[2] == 'x' || c[2] == 'X';
    const char *digits = c + (hexadecimal ? 3 : 2);
    const char *stop = digits;
    unsigned long code = 0;
    for (int digit; stop < end && (digit = hex_digit(*stop)) >= 0; stop++) {
        if (digit >= (hexadecimal ? 16 : 10))
            break;
        code = code > 0x10FFFF ? code : code * (hexadecimal ? 16 : 10) + (unsigned long)digit;
    }
    if (stop == digits || stop >= end || *stop != ';')
        return 0;
    add_code_point(out, code);
    return (size_t)(stop + 1 - c);
}

/* What is between the quotes, or up to white space or the tag's end; *at steps behind it. */
static struct span take_span(const char **at, const char *end)
{
    const char *start = *at;
    while (start < end && is_space(*start))
        start++;
    if (start < end && (*start == '"' || *start == '\'')) {
        const char *stop = find_near(start + 1, end, *start);
        *at = stop ? stop + 1 : end;
        return (struct span){start + 1, stop ? stop : end};
    }
    const char *stop = start;
    while (stop < end && !is_space(*stop) && *stop != '>')
        stop++;
    *at = stop;
    return (struct span){start, stop};
}

/* The span with its character references resolved. */
static void decode(struct scan *scan, struct span span)
{
    strbuf_reset(&scan->value);
    while (span.at < span.end) {
        const char *reference = memchr(span.at, '&', (size_t)(span.end - span.at));
        const char *stop = reference ? reference : span.end;
        strbuf_add(&scan->value, span.at, (size_t)(stop - span.at));
        span.at = stop;
        if (!reference)
            break;
        size_t length = add_reference(&scan->value, reference, span.end);
        if (length == 0) {
            strbuf_addch(&scan->value, '&');
            length = 1;
        }
        span.at += length;
    }
}

/* ASCII case does not count; what is wanted has no capitals. */
static bool is_name(const char *name, size_t length, const char *wanted)
{
    for (size_t i = 0; i < length; i++)
        if ((name[i] | 0x20) != wanted[i])
            return false;
    return true;
}

/* "a.png 1x, b.png 2x" */
static bool visit_set(struct scan *scan)
{
    char *c = scan->value.text;
    while (*c) {
        c += strspn(c, " \t\n\r\f,");
        size_t length = strcspn(c, " \t\n\r\f,");
        if (length == 0)
            break;
        char *end = c + length;
        size_t rest = strcspn(end, ",");
        *end = '\0';
        if (!scan->visit(scan->context, ATTRIBUTE_LINK, c))
            return false;
        c = end + rest + (rest == 0 ? 1 : 0);
        if (c > scan->value.text + scan->value.length)
            break;
    }
    return true;
}

enum meaning { MEANS_NOTHING, MEANS_ID, MEANS_LINK, MEANS_LINKS };

static enum meaning meaning_of(const char *name, size_t length)
{
    switch (length) {
    case 2:
        return is_name(name, length, "id") ? MEANS_ID : MEANS_NOTHING;
    case 3:
        return is_name(name, length, "src") ? MEANS_LINK : MEANS_NOTHING;
    case 4:
        return is_name(name, length, "href") ? MEANS_LINK : MEANS_NOTHING;
    case 6:
        return is_name(name, length, "srcset") ? MEANS_LINKS : MEANS_NOTHING;
    case 10:
        return is_name(name, length, "xlink:href") ? MEANS_LINK : MEANS_NOTHING;
    default:
        return MEANS_NOTHING;
    }
}

/* Of the name that ends before `stop`. Most, those of drawings above all, are none of these: told
 * by their last letter first. */
static enum meaning meaning_before(const char *from, const char *stop)
{
    char last = (char)(stop[-1] | 0x20);
    if (last != 'd' && last != 'f' && last != 'c' && last != 't')
        return MEANS_NOTHING;
    const char *name = stop - 1;
    while (name > from && !ends_name(name[-1]))
        name--;
    return meaning_of(name, (size_t)(stop - name));
}

static bool visit_attribute(struct scan *scan, enum meaning meaning, struct span value)
{
    decode(scan, value);
    if (meaning == MEANS_LINKS)
        return visit_set(scan);
    return scan->visit(scan->context, meaning == MEANS_ID ? ATTRIBUTE_ID : ATTRIBUTE_LINK,
                       scan->value.text);
}

/* From behind the tag's name to behind its ">": from value to value, what is before each is looked
 * at afterwards. */
static bool scan_attributes(struct scan *scan, const char *at)
{
    const char *const end = scan->end;
    const char *from = at; /* the names that had no value yet */
    for (;;) {
        while (at < end && !(kinds[(unsigned char)*at] & VALUE_OR_END))
            at++;
        if (at >= end || *at == '>')
            break;
        const char *stop = at++;
        while (stop > from && is_space(stop[-1]))
            stop--;
        if (stop == from || stop[-1] == '/') /* a "=" that begins a name */
            continue;
        struct span value = take_span(&at, end);
        enum meaning meaning = meaning_before(from, stop);
        if (meaning != MEANS_NOTHING && !visit_attribute(scan, meaning, value))
            return false;
        from = at;
    }
    scan->at = at < end ? at + 1 : end;
    return true;
}

/* What ends the text of an element that has no tags in it; NULL: it is none of these. */
static const char *end_of_raw(const char *name, size_t length)
{
    switch (length) {
    case 5:
        return is_name(name, length, "style")   ? "</style"
               : is_name(name, length, "title") ? "</title"
                                                : NULL;
    case 6:
        return is_name(name, length, "script") ? "</script" : NULL;
    case 8:
        return is_name(name, length, "textarea") ? "</textarea" : NULL;
    default:
        return NULL;
    }
}

/* At the first character behind "<". */
static bool scan_tag(struct scan *scan)
{
    const char *name = scan->at;
    const char *const end = scan->end;
    if (name == end || (unsigned char)((*name | 0x20) - 'a') > 'z' - 'a') {
        if (end - name >= 3 && memcmp(name, "!--", 3) == 0) {
            scan->at += 3;
            skip_behind(scan, "-->");
        }
        return true; /* an end tag, a doctype, or a lone "<": nothing to step over */
    }
    const char *at = name + 1;
    while (at < end && !ends_name(*at))
        at++;
    if (at < end && *at == '>')
        scan->at = at + 1;
    else if (!scan_attributes(scan, at))
        return false;
    const char *raw = end_of_raw(name, (size_t)(at - name));
    if (raw) {
        skip_behind(scan, raw);
        skip_behind(scan, ">");
    }
    return true;
}

bool links_scan(const char *text, size_t length, attribute_visitor *visit, void *context)
{
    struct scan scan = {.at = text, .end = text + length, .visit = visit, .context = context};
    strbuf_init(&scan.value);
    bool ok = true;
    while (ok && scan.at < scan.end) {
        const char *tag = find_near(scan.at, scan.end, '<');
        scan.at = tag ? tag + 1 : scan.end;
        ok = !tag || scan_tag(&scan);
    }
    strbuf_release(&scan.value);
    return ok;
}

/* "https:", "mailto:", "data:"; "//host" too. */
static bool is_external(const char *link)
{
    if (text_starts_with(link, "//"))
        return true;
    size_t length = strcspn(link, ":/?#");
    if (link[length] != ':' || !isalpha((unsigned char)*link))
        return false;
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)link[i]) && !strchr("+-.", link[i]))
            return false;
    return true;
}

/* Resolves %XX in place; what is no such thing stays. */
static void decode_percent(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        int high = *from == '%' ? hex_digit(from[1]) : -1;
        int low = high >= 0 ? hex_digit(from[2]) : -1;
        if (low >= 0 && (high | low) != 0) {
            *to++ = (char)(high << 4 | low);
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* Takes the last component off; false when there is none. */
static bool go_up(char *path, size_t *length)
{
    if (*length == 0)
        return false;
    size_t at = *length - 1; /* paths here end in "/" */
    while (at > 0 && path[at - 1] != '/')
        at--;
    *length = at;
    path[at] = '\0';
    return true;
}

/* `link` from the folder of `page`, without "." and ".."; NULL when it leads out of the release. */
static const char *join(struct arena *arena, const char *page, const char *link)
{
    const char *slash = strrchr(page, '/');
    size_t length = slash ? (size_t)(slash + 1 - page) : 0;
    char *path = arena_alloc(arena, length + strlen(link) + 2);
    memcpy(path, page, length);
    while (*link) {
        size_t part = strcspn(link, "/");
        bool folder = link[part] == '/';
        if (part == 2 && strncmp(link, "..", 2) == 0) {
            if (!go_up(path, &length))
                return NULL;
        } else if (!(part == 1 && *link == '.')) {
            memcpy(path + length, link, part + folder);
            length += part + folder;
            path[length] = '\0';
        }
        link += part + folder;
    }
    return path;
}

struct link_target links_resolve(struct arena *arena, const char *page, const char *link)
{
    struct link_target target = {.kind = LINK_EXTERNAL};
    link += strspn(link, " \t\n\r\f");
    if (is_external(link))
        return target;
    size_t length = strcspn(link, "?#");
    const char *hash = strchr(link, '#');
    /* "#" and "#top" are the top of any page. */
    if (hash && hash[1] != '\0' && !text_equal_ignoring_case(hash + 1, "top")) {
        char *fragment = arena_strdup(arena, hash + 1);
        decode_percent(fragment);
        target.fragment = fragment;
    }
    char *path = arena_strndup(arena, link, length);
    while (length > 0 && is_space(path[length - 1]))
        path[--length] = '\0';
    decode_percent(path);
    target.kind = LINK_PAGE_ITSELF;
    if (length == 0)
        return target;
    target.path = path[0] == '/' ? NULL : join(arena, page, path);
    target.kind = target.path ? LINK_INSIDE : LINK_OUTSIDE;
    return target;
}
