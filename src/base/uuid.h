/* A UUID as bytes, less than half of its text, ordered as its text is. */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>

enum { UUID_BYTES = 16, UUID_TEXT = 36 };

struct uuid {
    unsigned char bytes[UUID_BYTES];
};

/* Reads 8-4-4-4-12 hexadecimal digits; nothing before or after. */
bool uuid_parse(const char *text, struct uuid *out);

#endif
