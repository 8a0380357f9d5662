#include "base/error.h"

#include "base/text.h"

#include <errno.h>
#include <stdarg.h>

/* One message is one line, whatever a server, a library or data says. */
static void flatten(char *text)
{
    size_t length = strlen(text);
    text_tame(text, length, false);
    while (length > 0 && text[length - 1] == ' ')
        text[--length] = '\0';
}

bool error_set(struct error *err, enum error_code code, const char *format, ...)
{
    if (!err)
        return false;
    char message[sizeof err->message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    flatten(message);
    err->code = code;
    memcpy(err->message, message, sizeof message);
    err->hint[0] = '\0';
    return false;
}

bool error_set_errno(struct error *err, enum error_code code, const char *format, ...)
{
    int number = errno;
    char message[512];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return error_set(err, code, "%s: %s", message, strerror(number));
}

bool error_hint(struct error *err, const char *format, ...)
{
    if (!err)
        return false;
    va_list args;
    va_start(args, format);
    vsnprintf(err->hint, sizeof err->hint, format, args);
    va_end(args);
    flatten(err->hint);
    return false;
}

bool error_context(struct error *err, const char *format, ...)
{
    if (!err)
        return false;
    char where[256];
    va_list args;
    va_start(args, format);
    vsnprintf(where, sizeof where, format, args);
    va_end(args);
    flatten(where);

    char message[sizeof err->message + sizeof where + 2];
    snprintf(message, sizeof message, "%s: %s", where, err->message);
    snprintf(err->message, sizeof err->message, "%.*s", (int)sizeof err->message - 1, message);
    return false;
}

void error_clear(struct error *err)
{
    if (err)
        *err = (struct error)ERROR_INIT;
}
