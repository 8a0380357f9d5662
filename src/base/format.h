/*
 * What printf does, for formats that mostly put words between words: beginning a printf costs as
 * much as copying a hundred of them.
 */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* As vsnprintf, but that nothing is to be expected in `to` where not all of it fits. Gives the
 * length of the whole, which fits where it is less than `room`. `to` may be NULL when `room` is 0.
 */
size_t format_text(char *to, size_t room, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

#endif
