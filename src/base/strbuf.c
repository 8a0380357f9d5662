#include "base/strbuf.h"

#include "base/arena.h"

#include <stdint.h>

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
    size_t capacity = buffer->capacity > 0 ? buffer->capacity : 64;
    while (capacity < need)
        capacity *= 2;
    char *text = realloc(buffer->capacity > 0 ? buffer->text : NULL, capacity);
    if (!text)
        out_of_memory();
    buffer->text = text;
    buffer->capacity = capacity;
}

void strbuf_add(struct strbuf *buffer, const void *bytes, size_t length)
{
    reserve(buffer, length);
    if (length > 0)
        memcpy(buffer->text + buffer->length, bytes, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

void strbuf_addstr(struct strbuf *buffer, const char *text)
{
    strbuf_add(buffer, text, strlen(text));
}

void strbuf_addch(struct strbuf *buffer, char c)
{
    strbuf_add(buffer, &c, 1);
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
    int length = vsnprintf(NULL, 0, format, args);
    if (length < 0)
        out_of_memory();
    reserve(buffer, (size_t)length);
    vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, again);
    va_end(again);
    buffer->length += (size_t)length;
}

void strbuf_addxml(struct strbuf *buffer, const char *text)
{
    for (const char *c = text; *c; c++) {
        switch (*c) {
        case '&':
            strbuf_addstr(buffer, "&amp;");
            break;
        case '<':
            strbuf_addstr(buffer, "&lt;");
            break;
        case '>':
            strbuf_addstr(buffer, "&gt;");
            break;
        case '"':
            strbuf_addstr(buffer, "&quot;");
            break;
        case '\'':
            strbuf_addstr(buffer, "&#39;");
            break;
        default:
            if ((unsigned char)*c < 0x20 && *c != '\n' && *c != '\t')
                strbuf_addstr(buffer, "\xEF\xBF\xBD");
            else
                strbuf_addch(buffer, *c);
        }
    }
}
