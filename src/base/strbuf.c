#include "base/strbuf.h"

#include "base/arena.h"
#include "base/format.h"

#include <stdint.h>

enum { SMALLEST = 128, LARGE = 16 * 1024 };

static char empty[1];

void strbuf_init(struct strbuf *buffer)
{
    *buffer = (struct strbuf){.text = empty};
}

void strbuf_release(struct strbuf *buffer)
{
    if (buffer->capacity > 0)
        free(buffer->text);
    strbuf_init(buffer);
}

void strbuf_reset(struct strbuf *buffer)
{
    buffer->length = 0;
    if (buffer->capacity > 0)
        buffer->text[0] = '\0';
}

static void reserve(struct strbuf *buffer, size_t extra)
{
    if (extra >= SIZE_MAX / 2 - buffer->length)
        out_of_memory();
    size_t need = buffer->length + extra + 1;
    if (need <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity > 0 ? buffer->capacity : SMALLEST;
    while (capacity < need)
        capacity *= capacity < LARGE ? 4 : 2; /* drawings and pages get there from nothing */
    char *text = realloc(buffer->capacity > 0 ? buffer->text : NULL, capacity);
    if (!text)
        out_of_memory();
    buffer->text = text;
    buffer->capacity = capacity;
}

void strbuf_add_growing(struct strbuf *buffer, const void *bytes, size_t length)
{
    reserve(buffer, length);
    if (length > 0)
        memcpy(buffer->text + buffer->length, bytes, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

void strbuf_addf(struct strbuf *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    strbuf_vaddf(buffer, format, args);
    va_end(args);
}

void strbuf_vaddf(struct strbuf *buffer, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    size_t room = buffer->capacity > 0 ? buffer->capacity - buffer->length : 0;
    size_t length =
        format_text(room > 0 ? buffer->text + buffer->length : NULL, room, format, args);
    if (length >= room) { /* once more, now that there is room */
        reserve(buffer, length);
        format_text(buffer->text + buffer->length, length + 1, format, again);
    }
    va_end(again);
    buffer->length += length;
}

/* What stands for a byte in XML; NULL: itself. */
static const char *xml_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (unsigned char)c < 0x20 && c != '\n' && c != '\t' ? "\xEF\xBF\xBD" : NULL;
    }
}

void strbuf_addxml(struct strbuf *buffer, const char *text)
{
    const char *plain = text;
    for (; *text; text++) {
        if ((unsigned char)*text > '>')
            continue;
        const char *entity = xml_of(*text);
        if (!entity)
            continue;
        strbuf_add(buffer, plain, (size_t)(text - plain));
        strbuf_addstr(buffer, entity);
        plain = text + 1;
    }
    strbuf_add(buffer, plain, (size_t)(text - plain));
}
