/* A UUID as bytes, less than half of its text, ordered as its text is. */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { UUID_BYTES = 16, UUID_TEXT = 36 };

struct uuid {
    unsigned char bytes[UUID_BYTES];
};

/* Reads 8-4-4-4-12 hexadecimal digits; nothing before or after. */
bool uuid_parse(const char *text, struct uuid *out);

/* As memcmp of the bytes: searches ask for it more often than for anything else. */
static inline int uuid_order(const struct uuid *left, const struct uuid *right)
{
    uint64_t a, b;
    for (int i = 0; i < UUID_BYTES; i += (int)sizeof a) {
        memcpy(&a, left->bytes + i, sizeof a);
        memcpy(&b, right->bytes + i, sizeof b);
        if (a != b)
            return be64toh(a) < be64toh(b) ? -1 : 1;
    }
    return 0;
}

#endif
