#include "base/fields.h"

#include <stdbool.h>

/* The byte that a backslash sequence stands for. */
static char unescaped(char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    default:
        return letter;
    }
}

/* Moves on to the next field; behind the last *cursor is NULL. */
static const char *field_read(char **cursor)
{
    char *start = *cursor;
    char *from = start;
    bool null = from[0] == '\\' && from[1] == 'N';
    while ((unsigned char)*from > '\t' && *from != '\\')
        from++;
    char *to = from; /* what is before the first backslash stands where it is */
    for (; *from && *from != '\t'; from++) {
        if (*from == '\\' && from[1])
            *to++ = unescaped(*++from);
        else
            *to++ = *from;
    }
    *cursor = *from ? from + 1 : NULL;
    *to = '\0';
    return null ? NULL : start;
}

size_t fields_read(char *line, const char **fields, size_t room)
{
    size_t count = 0;
    for (char *cursor = line; cursor; count++) {
        const char *field = field_read(&cursor);
        if (count < room)
            fields[count] = field;
    }
    return count;
}

/* The letter of the backslash sequence that a byte needs, 0: it stands for itself. */
static char escape(char c)
{
    switch (c) {
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\v':
        return 'v';
    case '\\':
        return '\\';
    default:
        return 0;
    }
}

void field_write(struct strbuf *line, const char *field)
{
    if (!field) {
        strbuf_add(line, "\\N", 2);
        return;
    }
    const char *plain = field;
    for (const char *c = field; *c; c++) {
        if ((unsigned char)*c > '\r' && *c != '\\')
            continue;
        char letter = escape(*c);
        if (!letter)
            continue;
        strbuf_add(line, plain, (size_t)(c - plain));
        strbuf_addch(line, '\\');
        strbuf_addch(line, letter);
        plain = c + 1;
    }
    strbuf_addstr(line, plain);
}
