#include "base/hash.h"

#include <string.h>

/* A product's high bits are the good ones, and the low ones pick a slot. */
uint64_t hash_with(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

/* Eight bytes at a time. */
uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = length, bytes = 0;
    size_t at = 0;
    for (; length - at >= sizeof bytes; at += sizeof bytes) {
        memcpy(&bytes, text + at, sizeof bytes);
        hash = hash_with(hash, bytes);
    }
    for (bytes = 0; at < length; at++)
        bytes = bytes << 8 | (unsigned char)text[at];
    return hash_with(hash, bytes);
}
