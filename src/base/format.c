#include "base/format.h"

#include "base/arena.h"
#include "base/digits.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct output {
    char *to;
    size_t room;
    size_t length;
};

static void add(struct output *out, const char *text, size_t length)
{
    if (length > 0 && out->length + length < out->room)
        memcpy(out->to + out->length, text, length);
    out->length += length;
}

static void add_number(struct output *out, uint64_t number)
{
    char digits[24];
    char *const end = digits + sizeof digits;
    const char *start = digits_all_before(end, number);
    add(out, start, (size_t)(end - start));
}

static void add_signed(struct output *out, long long number)
{
    if (number < 0)
        add(out, "-", 1);
    add_number(out, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

/* The argument that `spec`, behind its %, asks for; gives what follows it, NULL when it is none of
 * %s, %.2s, %.*s, %zu, %d, %lld and %%. */
static const char *add_argument(struct output *out, const char *spec, va_list *args)
{
    size_t most = SIZE_MAX;
    if (spec[0] == 'z' && spec[1] == 'u') {
        add_number(out, va_arg(*args, size_t));
        return spec + 2;
    }
    if (spec[0] == 'd') {
        add_signed(out, va_arg(*args, int));
        return spec + 1;
    }
    if (spec[0] == 'l' && spec[1] == 'l' && spec[2] == 'd') {
        add_signed(out, va_arg(*args, long long));
        return spec + 3;
    }
    if (spec[0] == '%') {
        add(out, spec, 1);
        return spec + 1;
    }
    if (spec[0] == '.' && spec[1] == '*') {
        int length = va_arg(*args, int);
        most = length < 0 ? SIZE_MAX : (size_t)length;
        spec += 2;
    } else if (spec[0] == '.' && spec[1] >= '0' && spec[1] <= '9' && spec[2] == 's') {
        most = (size_t)(spec[1] - '0');
        spec += 2;
    }
    const char *text = *spec == 's' ? va_arg(*args, const char *) : NULL;
    if (!text)
        return NULL;
    add(out, text, most == SIZE_MAX ? strlen(text) : strnlen(text, most));
    return spec + 1;
}

size_t format_text(char *to, size_t room, const char *format, va_list args)
{
    struct output out = {to, room, 0};
    va_list again;
    va_copy(again, args);
    const char *at = format;
    while (at) {
        const char *plain = at;
        while (*at != '\0' && *at != '%')
            at++;
        add(&out, plain, (size_t)(at - plain));
        if (*at == '\0')
            break;
        at = add_argument(&out, at + 1, &again);
    }
    va_end(again);
    if (at) {
        if (out.length < room)
            to[out.length] = '\0';
        return out.length;
    }
    int length = vsnprintf(to, room, format, args);
    if (length < 0)
        out_of_memory();
    return (size_t)length;
}
