#include "render/html/lint.h"

#include "base/text.h"

#include <string.h>

enum { DEPTH = 32 };

/* One {{...}} of the text. */
struct token {
    char sign;        /* '#', '/', '>', '!' comment, '%' pragma, 0 for a value */
    const char *name; /* of `length` bytes, without the sign */
    size_t length;
    int line;
};

/* A section that is open: its marker, and the shape that its content sees first. */
struct level {
    const struct marker *section;
    const struct shape *shape;
};

/* That a marker was used is noted by its address: shapes are constant and shared. */
struct used {
    const struct marker **markers;
    size_t count, capacity;
};

struct lint {
    struct arena *arena;
    const char *file;
    const char *next, *end;
    int line;
    bool in_tag; /* at `next`: of the < and > before it, outside of markers, the last is a < */
    struct level levels[DEPTH];
    size_t depth; /* levels in use; levels[0] is the template itself */
    struct used used;
    struct error *err;
};

static bool fail(struct lint *lint, int line, const char *what, const struct token *token)
{
    return error_set(lint->err, ERROR_FAILED, "template '%s': %s '%.*s' in line %d", lint->file,
                     what, (int)token->length, token->name, line);
}

static int count_lines(const char *from, const char *to)
{
    int lines = 0;
    for (; from < to; from++)
        lines += *from == '\n';
    return lines;
}

/* The next marker; *found is false at the end of the text. Only a comment goes over lines. */
static bool next_token(struct lint *lint, struct token *token, bool *found)
{
    const char *open = memmem(lint->next, (size_t)(lint->end - lint->next), "{{", 2);
    *found = open != NULL;
    if (!open)
        return true;
    for (const char *at = lint->next; at < open; at++)
        if (*at == '<' || *at == '>')
            lint->in_tag = *at == '<';
    const char *inside = open + 2;
    const char *close = memmem(inside, (size_t)(lint->end - inside), "}}", 2);
    size_t line_left = strcspn(inside, "\n");
    *token = (struct token){'\0', inside, line_left, lint->line + count_lines(lint->next, open)};
    if (!close || (*inside != '!' && (size_t)(close - inside) > line_left))
        return fail(lint, token->line, "no end of marker", token);
    token->length = (size_t)(close - inside);
    if (token->length > 0 && strchr("#/>!%=", *inside)) {
        token->sign = *inside;
        token->name++;
        token->length--;
    }
    lint->line = token->line + count_lines(open, close);
    lint->next = close + 2;
    return true;
}

static bool is_name(const struct token *token)
{
    for (size_t i = 0; i < token->length; i++) {
        char c = token->name[i];
        if (!((c >= 'A' && c <= 'Z') || (i > 0 && (c == '_' || (c >= '0' && c <= '9')))))
            return false;
    }
    return token->length > 0;
}

static bool names(const struct token *token, const struct marker *marker)
{
    return strlen(marker->name) == token->length &&
           memcmp(marker->name, token->name, token->length) == 0;
}

static const struct marker *find(const struct lint *lint, const struct token *token)
{
    for (size_t depth = lint->depth; depth-- > 0;) {
        const struct shape *shape = lint->levels[depth].shape;
        for (size_t i = 0; i < shape->count; i++)
            if (names(token, &shape->markers[i]))
                return &shape->markers[i];
    }
    return NULL;
}

static bool is_used(const struct lint *lint, const struct marker *marker)
{
    for (size_t i = 0; i < lint->used.count; i++)
        if (lint->used.markers[i] == marker)
            return true;
    return false;
}

static void note_use(struct lint *lint, const struct marker *marker)
{
    struct used *used = &lint->used;
    if (is_used(lint, marker))
        return;
    used->markers = arena_grow(lint->arena, used->markers, &used->capacity, used->count + 1,
                               sizeof used->markers[0]);
    used->markers[used->count++] = marker;
}

static bool is_open(const struct lint *lint, const struct marker *marker)
{
    for (size_t i = 1; i < lint->depth; i++)
        if (lint->levels[i].section == marker)
            return true;
    return false;
}

static bool open_section(struct lint *lint, const struct token *token, const struct marker *marker)
{
    if (marker->kind == MARKER_VALUE || marker->kind == MARKER_MARKUP ||
        marker->kind == MARKER_INCLUDE)
        return fail(lint, token->line, "no section is called", token);
    if (lint->depth == DEPTH)
        return fail(lint, token->line, "too many sections around", token);
    const struct shape *around = lint->levels[lint->depth - 1].shape;
    lint->levels[lint->depth++] =
        (struct level){marker, marker->kind == MARKER_LIST ? marker->shape : around};
    return true;
}

static bool close_section(struct lint *lint, const struct token *token)
{
    if (lint->depth == 1)
        return fail(lint, token->line, "no section is open before the end of", token);
    const struct marker *open = lint->levels[lint->depth - 1].section;
    if (!names(token, open)) {
        fail(lint, token->line, "end of section", token);
        return error_hint(lint->err, "the section that is open there is '%s'", open->name);
    }
    lint->depth--;
    return true;
}

/* {{NAME:none}} of markup, where no tag is open, so that it cannot be read as part of one. */
static bool check_markup(struct lint *lint, const struct token *token)
{
    static const char none[] = ":none";
    const size_t modifier = sizeof none - 1;
    struct token name = *token;
    name.length = token->length > modifier ? token->length - modifier : 0;
    const struct marker *marker = name.length > 0 ? find(lint, &name) : NULL;
    if (token->sign != '\0' || memcmp(token->name + name.length, none, modifier) != 0 || !marker ||
        marker->kind != MARKER_MARKUP) {
        fail(lint, token->line, "modifier at marker", token);
        return error_hint(lint->err, "escaping follows from the context; no modifier is needed");
    }
    if (lint->in_tag)
        return fail(lint, token->line, "within a tag: markup", &name);
    note_use(lint, marker);
    return true;
}

static bool check_marker(struct lint *lint, const struct token *token)
{
    if (token->sign == '=')
        return fail(lint, token->line, "other delimiters than {{ }}:", token);
    if (memchr(token->name, ':', token->length))
        return check_markup(lint, token);
    if (!is_name(token))
        return fail(lint, token->line, "not the name of a marker:", token);
    if (token->sign == '/')
        return close_section(lint, token);

    const struct marker *marker = find(lint, token);
    if (!marker)
        return fail(lint, token->line, "unknown marker", token);
    note_use(lint, marker);
    if (token->sign == '#')
        return open_section(lint, token, marker);
    if (token->sign == '>')
        return marker->kind == MARKER_INCLUDE ||
               fail(lint, token->line, "no include is called", token);
    if (marker->kind > MARKER_OPTIONAL)
        return fail(lint, token->line, "no value is called", token);
    if (marker->kind == MARKER_OPTIONAL && !is_open(lint, marker))
        return fail(lint, token->line, "outside its section: optional value", token);
    return true;
}

/* A value that no marker shows is a template that lost something. */
static bool check_unused(struct lint *lint, const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct marker *marker = &shape->markers[i];
        if (!is_used(lint, marker))
            return error_set(lint->err, ERROR_FAILED, "template '%s': marker '%s' is not used",
                             lint->file, marker->name);
        if (marker->kind == MARKER_LIST && !check_unused(lint, marker->shape))
            return false;
    }
    return true;
}

bool lint_template(struct arena *arena, const struct shape *shape, const char *text, size_t length,
                   struct error *err)
{
    if (!text_starts_with(text, LINT_PRAGMA)) {
        error_set(err, ERROR_FAILED, "template '%s': no AUTOESCAPE pragma at its start",
                  shape->file);
        return error_hint(err, "let the file begin with %s", LINT_PRAGMA);
    }
    struct lint lint = {.arena = arena,
                        .file = shape->file,
                        .next = text + sizeof LINT_PRAGMA - 1,
                        .end = text + length,
                        .line = 1,
                        .levels[0].shape = shape,
                        .depth = 1,
                        .err = err};
    struct token token;
    for (bool found;;) {
        if (!next_token(&lint, &token, &found))
            return false;
        if (!found)
            break;
        if (token.sign == '!')
            continue;
        if (!check_marker(&lint, &token))
            return false;
    }
    if (lint.depth > 1)
        return error_set(err, ERROR_FAILED, "template '%s': section '%s' has no end", shape->file,
                         lint.levels[lint.depth - 1].section->name);
    return check_unused(&lint, shape);
}
