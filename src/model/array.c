#include "model/array.h"

#include "base/strbuf.h"
#include "base/text.h"

/* Reads one quoted element behind its opening quote; returns what follows the closing one. */
static const char *read_quoted(const char *c, struct strbuf *element)
{
    for (; *c && *c != '"'; c++) {
        if (*c == '\\' && c[1])
            c++;
        strbuf_addch(element, *c);
    }
    return *c == '"' ? c + 1 : NULL;
}

/* Reads one bare element, nested braces included; returns what follows it. */
static const char *read_bare(const char *c, struct strbuf *element)
{
    int depth = 0;
    for (; *c && (depth > 0 || (*c != ',' && *c != '}')); c++) {
        depth += *c == '{' ? 1 : *c == '}' ? -1 : 0;
        strbuf_addch(element, *c);
    }
    return *c ? c : NULL;
}

bool array_split(struct arena *arena, const char *literal, const char ***elements, size_t *count)
{
    *count = 0;
    *elements = NULL;
    size_t capacity = 0;
    if (*literal != '{')
        return false;
    const char *c = literal + 1;
    if (strcmp(c, "}") == 0)
        return true;
    struct strbuf element;
    strbuf_init(&element);
    while (c) {
        strbuf_reset(&element);
        bool quoted = *c == '"';
        c = quoted ? read_quoted(c + 1, &element) : read_bare(c, &element);
        if (!c || (*c != ',' && *c != '}'))
            break;
        *elements = arena_grow(arena, *elements, &capacity, *count + 1, sizeof **elements);
        bool null = !quoted && text_equal_ignoring_case(element.text, "null");
        (*elements)[(*count)++] = null ? NULL : arena_strdup(arena, element.text);
        if (*c == '}')
            break;
        c++;
    }
    strbuf_release(&element);
    return c && c[0] == '}' && c[1] == '\0';
}
