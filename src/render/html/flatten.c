#include "render/html/flatten.h"

#include "render/html/lint.h"

#include <assert.h>
#include <string.h>

enum { DEPTH = 32 }; /* sections in each other, as lint_template() allows */

static const char no_escaping[] = ":none";

/* A section that is open, and what its content sees first. */
struct level {
    const struct shape *shape;
    bool items; /* a list's: what is around it is one step further out */
};

struct flattening {
    const struct parts *parts;
    struct strbuf *out;
    struct level levels[DEPTH]; /* levels[0] is the template itself */
    size_t depth;
};

const char *parts_text(const struct parts *parts, const struct shape *shape)
{
    for (size_t i = 0; i < parts->count; i++)
        if (parts->list[i].shape == shape)
            return parts->list[i].text;
    return NULL;
}

static bool is_called(const struct marker *marker, const char *name, size_t length)
{
    return strncmp(marker->name, name, length) == 0 && marker->name[length] == '\0';
}

/* The marker that a name means here, with what it is called in the flat text. */
static const struct marker *find(const struct flattening *flat, const char *name, size_t length,
                                 char called[FLAT_NAME + 1])
{
    unsigned out = 0;
    for (size_t depth = flat->depth; depth-- > 0;) {
        const struct shape *shape = flat->levels[depth].shape;
        for (size_t i = 0; i < shape->count; i++) {
            if (!is_called(&shape->markers[i], name, length))
                continue;
            assert(out < FLAT_LEVELS && i < FLAT_SLOTS);
            called[0] = (char)((values_has_items(shape->markers[i].kind) ? 'a' : 'A') + out);
            called[1] = (char)('A' + i);
            called[2] = '\0';
            return &shape->markers[i];
        }
        out += flat->levels[depth].items;
    }
    assert(!"a marker that lint_template() let through");
    return NULL;
}

static void open_section(struct flattening *flat, const char *name, size_t length)
{
    char called[FLAT_NAME + 1];
    const struct marker *marker = find(flat, name, length, called);
    bool items = marker->kind == MARKER_LIST;
    strbuf_addf(flat->out, "{{#%s}}", called);
    assert(flat->depth < DEPTH);
    flat->levels[flat->depth] =
        (struct level){items ? marker->shape : flat->levels[flat->depth - 1].shape, items};
    flat->depth++;
}

/* Called as it was opened: from outside it. */
static void close_section(struct flattening *flat, const char *name, size_t length)
{
    char called[FLAT_NAME + 1];
    flat->depth--;
    find(flat, name, length, called);
    strbuf_addf(flat->out, "{{/%s}}", called);
}

static void add_value(struct flattening *flat, const char *name, size_t length)
{
    char called[FLAT_NAME + 1];
    const char *modifier = memchr(name, ':', length);
    find(flat, name, modifier ? (size_t)(modifier - name) : length, called);
    strbuf_addf(flat->out, "{{%s%s}}", called, modifier ? no_escaping : "");
}

static void add_template(const struct parts *parts, const struct shape *shape, struct strbuf *out);

/* As a section that is there once for each item. On a line of its own, both ends of the section
 * are, too: such lines leave nothing. */
static void add_include(struct flattening *flat, const char *name, size_t length, bool alone)
{
    char called[FLAT_NAME + 1];
    const struct marker *marker = find(flat, name, length, called);
    strbuf_addf(flat->out, "{{#%s}}%s", called, alone ? "\n" : "");
    add_template(flat->parts, marker->shape, flat->out);
    strbuf_addf(flat->out, "{{/%s}}", called);
}

static void add_marker(struct flattening *flat, const char *inside, size_t length, bool alone)
{
    switch (*inside) {
    case '!': /* a comment */
        break;
    case '#':
        open_section(flat, inside + 1, length - 1);
        break;
    case '/':
        close_section(flat, inside + 1, length - 1);
        break;
    case '>':
        add_include(flat, inside + 1, length - 1, alone);
        break;
    default:
        add_value(flat, inside, length);
        break;
    }
}

/* The text without its pragma. */
static void add_template(const struct parts *parts, const struct shape *shape, struct strbuf *out)
{
    struct flattening flat = {.parts = parts, .out = out, .levels[0].shape = shape, .depth = 1};
    const char *text = parts_text(parts, shape) + sizeof LINT_PRAGMA - 1;
    const char *start = text + (*text == '\n');
    text = start;
    for (const char *open; (open = strstr(text, "{{"));) {
        const char *inside = open + 2;
        const char *close = strstr(inside, "}}");
        bool alone = open > start && open[-1] == '\n' && close[2] == '\n';
        strbuf_add(out, text, (size_t)(open - text));
        add_marker(&flat, inside, (size_t)(close - inside), alone);
        text = close + 2;
    }
    strbuf_addstr(out, text);
}

void flatten(const struct parts *parts, const struct shape *page, struct strbuf *out)
{
    strbuf_addstr(out, LINT_PRAGMA "\n");
    add_template(parts, page, out);
}
