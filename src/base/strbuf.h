/*
 * A growing string. `text` is always a valid, terminated C string, also of an
 * empty buffer; `length` excludes the terminator. The bytes may contain NUL.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

struct strbuf {
    char *text;
    size_t length;
    size_t capacity; /* 0: text is not ours to free */
};

/* An empty buffer; owns nothing until something is added. */
void strbuf_init(struct strbuf *buffer);
/* Frees what it owns and makes it empty again. */
void strbuf_release(struct strbuf *buffer);
/* Makes it empty and keeps the memory. */
void strbuf_reset(struct strbuf *buffer);

void strbuf_add_growing(struct strbuf *buffer, const void *bytes, size_t length);
static inline void strbuf_add(struct strbuf *buffer, const void *bytes, size_t length)
{
    if (length == 0 || length >= buffer->capacity - buffer->length) {
        strbuf_add_growing(buffer, bytes, length);
        return;
    }
    memcpy(buffer->text + buffer->length, bytes, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}
static inline void strbuf_addstr(struct strbuf *buffer, const char *text)
{
    strbuf_add(buffer, text, strlen(text));
}
static inline void strbuf_addch(struct strbuf *buffer, char c)
{
    if (buffer->length + 1 >= buffer->capacity) {
        strbuf_add(buffer, &c, 1);
        return;
    }
    buffer->text[buffer->length++] = c;
    buffer->text[buffer->length] = '\0';
}
void strbuf_addf(struct strbuf *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *buffer, const char *format, va_list args);

/* Adds text with & < > " ' as entities, for XML and SVG; bytes that XML 1.0
 * cannot hold (control characters) become U+FFFD. HTML goes through templates. */
void strbuf_addxml(struct strbuf *buffer, const char *text);

#endif
