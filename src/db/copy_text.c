#include "db/copy_text.h"

#include <stdbool.h>

/* The byte that a backslash sequence of COPY's text format stands for. */
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

const char *copy_text_field(char **cursor)
{
    char *start = *cursor;
    char *to = start;
    char *from = start;
    bool null = from[0] == '\\' && from[1] == 'N';
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
